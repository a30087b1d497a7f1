"""An event with all that staff are shown of it, and what may be done with it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from content.library import Content
from content.people import by_name
from handlers.broadcast import steering
from handlers.conference import door, invited_from, unanswered
from handlers.conference.seating import InLine, in_line, too_large_for_now
from handlers.office import carrying, of_register
from handlers.office.event_next import lacking, phase, warnings
from handlers.office.events import steps_of
from handlers.people.calendar import working_days
from handlers.people.permissions import Action, may
from handlers.people.room import free_seats, short_of
from handlers.question import receiving, together
from storage.broadcast_models import Broadcast
from storage.calls import CallTask
from storage.database import Transaction
from storage.event_models import (
    Category,
    Event,
    EventState,
    EventTask,
    Invitation,
    ProgrammeLine,
    Registration,
)
from storage.question_models import Question


@dataclass(frozen=True, slots=True)
class EventPage:
    """`seats` are taken, `free` are there for businesses, `short` are missing for what is
    reserved. `too_large`: who heads the line with more
    people than there are seats, and how many there are. `still_open` of its `questions`, so many
    were `passed_on`; `to_carry` is what `open_questions` would be carried to the `following` event.
    `told_of`: calls about an invitation, by its id; `came_with`: who came in with it, `answered`:
    who registered under its name, `silent` those nobody answered, and `reminded` for which days.
    `earlier`: the other events. `announced`
    are broadcasts to its people that are not through; `publishers` may publish it."""

    event: Event
    lines: Sequence[ProgrammeLine]
    tasks: Sequence[EventTask]
    seats: int
    free: int
    short: int
    too_large: tuple[Registration, int] | None
    waiting: InLine
    questions: Sequence[Question]
    still_open: int
    passed_on: int
    open_questions: Sequence[Question]
    following: Event | None
    invitations: Sequence[Invitation]
    told_of: Mapping[int, Sequence[CallTask]]
    came_with: Mapping[int, Registration]
    answered: Mapping[int, Registration]
    silent: Sequence[Invitation]
    reminded: Mapping[int, Sequence[date]]
    earlier: Sequence[Event]
    to_carry: dict[str, Any]
    announced: Sequence[Broadcast]
    publishers: Sequence[str]
    steps: tuple[str, ...]  # that may be done now (`events.STEPS`)
    listed: of_register.RegisterChoices
    phase: str  # how far it is (`event_next.phase`)
    warnings: tuple[str, ...]  # what of its days and hours may be a slip
    lacking: tuple[str, ...]  # what people ask of it and nobody has written yet
    to_bring_back: dict[str, Any]  # what was passed on and is still open there
    is_draft: bool
    is_open: bool
    is_early: bool  # it has not ended
    may_ask: bool  # questions may be written down as asked there
    may_carry: bool
    has_door: bool  # people are let in there


def view(tx: Transaction, content: Content, event: Event, now: datetime) -> EventPage:
    questions, invited = tx.questions.of_event(event.id), tx.events.invitations(event.id)
    registered = tx.registrations.of_event(event.id) if invited else []
    silent = invited_from.silent(invited, registered)
    taken = tx.registrations.seats_taken(event.id)
    open_questions = tx.questions.open_of_event(event.id)
    is_open, is_draft = event.state is EventState.OPEN, event.state is EventState.DRAFT
    publishers = (one for one in by_name(tx.staff.all()) if may(one, Action.PUBLISH_EVENT))
    return EventPage(
        event=event,
        lines=tx.events.programme(event.id),
        tasks=tx.events.tasks(event.id),
        seats=sum(taken.values()),
        free=max(0, free_seats(tx, event, Category.BUSINESS)),
        short=short_of(event, taken) if not event.is_over else 0,
        too_large=too_large_for_now(tx, event) if is_open and now < event.last_offer else None,
        waiting=in_line(tx, event.id),
        questions=questions,
        still_open=sum(together.head_of(tx, one).is_open for one in questions),
        passed_on=len(tx.questions.passed_on(event.id)),
        open_questions=open_questions,
        following=tx.events.following(event),
        invitations=invited,
        told_of={one.id: tx.calls.of_invitation(one.id) for one in invited},
        came_with={
            one.id: guest for one in invited if (guest := tx.registrations.of_invitation(one.id))
        },
        answered=invited_from.answered(invited, registered),
        silent=silent,
        reminded=unanswered.days_of(tx, silent),
        listed=of_register.choices(tx),
        earlier=[one for one in tx.events.all() if one.id != event.id],
        to_carry=carrying.as_shown(tx, event),
        announced=steering.those_about(tx, event.id),
        publishers=[one.name for one in publishers],
        steps=steps_of(tx, event, now),
        phase=phase(event, now),
        has_door=door.is_manned(event, now),
        warnings=warnings(event, now, working_days(content.ward)) if is_draft or is_open else (),
        lacking=lacking(event, tx.events.programme(event.id)) if is_draft or is_open else (),
        to_bring_back=carrying.as_passed_on(tx, event),
        is_draft=is_draft,
        is_open=is_open,
        is_early=now < event.ends_at,
        may_ask=receiving.is_asked_at(event),
        may_carry=bool(open_questions) and not (is_draft or is_open),
    )
