"""What waits for a member of staff, of every subject, and the next conferences: the first page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from content.calendar import today
from content.library import Content
from handlers.broadcast import approval
from handlers.conference import seating
from handlers.desk import acts
from handlers.office import drafts
from handlers.office.calls_counted import ToCall, to_call
from handlers.people.permissions import Action, Vacant, may, vacant
from handlers.question import answerers, lists, redoing, versions
from storage.broadcast_models import ON_ITS_WAY, Broadcast, BroadcastState
from storage.database import Transaction
from storage.drafts import TypedDraft
from storage.entry_models import EntryState, EntryVersion
from storage.event_models import Event, EventState, EventTask, Registration
from storage.question_models import DataRequest, Question, QuestionStep
from storage.staff_models import Staff
from storage.topic_notices import TopicNotice

# The lists of questions that wait for somebody, and for whom.
_LISTS = {
    "tre": Action.DRAFT_ANSWER,
    "moi": Action.TRIAGE,
    "khong-ai": Action.TRIAGE,
    "viec-toi": Action.DRAFT_ANSWER,
    "cho-duyet": Action.APPROVE_ANSWER,
    "cho-dang": Action.PUBLISH_ANSWER,
}
# Somebody waits for these, or should look at them.
_WATCHED = (BroadcastState.SUBMITTED, *ON_ITS_WAY)
_NEAR = (EventState.DRAFT, EventState.OPEN, EventState.HELD)
_SHOWN = 4  # events


@dataclass(frozen=True, slots=True)
class ComingEvent:
    event: Event
    seats: int
    waiting: seating.InLine
    too_large: tuple[Registration, int] | None  # nobody is offered the seats there are
    questions: int
    tasks: list[EventTask]


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What only whoever keeps the accounts can mend: accounts nobody has opened, questions at
    offices where nobody can open them (by office), and with a text that nobody can approve."""

    inactive: int = 0
    unmanned: Counter[str] = field(default_factory=Counter)
    undecidable: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """Each part is empty for whoever may not see it. `redo`: what was sent back to this person, and
    by which step; `vacant`: roles and offices without anybody; `notices`: what is said on top of
    answers, or instead of them; `contents`: answers, figures and settings that wait for this person
    to approve, or came back to them; `drafts`: what this person was typing and has not saved."""

    tiles: dict[str, list[Question]]
    redo: list[tuple[Question, QuestionStep]]
    coming: list[ComingEvent]
    requests: list[DataRequest]
    news: list[Broadcast]
    to_call: ToCall | None
    unsettled: Unsettled
    vacant: Vacant | None
    notices: list[TopicNotice]
    contents: list[EntryVersion]
    drafts: list[tuple[drafts.DraftOf, TypedDraft]]

    @property
    def overdue(self) -> list[Question]:
        return sorted(self.tiles.get("tre", []), key=lambda q: (q.answer_by, q.id))


def waiting_for(tx: Transaction, content: Content, staff: Staff, now: datetime) -> Waiting:
    """All of it, for this person."""
    seen, day = lists.seen_by(tx, staff), today(now)
    steers = may(staff, Action.ACCOUNTS) or may(staff, Action.SCHEDULES)
    asked = tx.people.requests() if may(staff, Action.DATA_REQUESTS) else []
    return Waiting(
        tiles={
            name: lists.of(tx, seen, name, staff, day)
            for name, action in _LISTS.items()
            if may(staff, Action.SEE_QUESTIONS) and may(staff, action)
        },
        redo=_to_redo(tx, staff, seen),
        coming=[_coming(tx, event, now, day) for event in _near(tx, staff)],
        requests=[request for request in asked if request.state == "received"],
        news=_news(tx, staff) if may(staff, Action.SEE_NEWS) else [],
        to_call=to_call(tx, content, staff, now) if may(staff, Action.CALLS) else None,
        unsettled=_unsettled(tx) if may(staff, Action.ACCOUNTS) else Unsettled(),
        vacant=vacant(tx.staff.all()) if steers else None,
        notices=_notices(tx, day) if may(staff, Action.SEE_CONTENT) else [],
        contents=_contents(tx, staff) if may(staff, Action.SEE_CONTENT) else [],
        drafts=drafts.of_staff(tx, staff),
    )


def _contents(tx: Transaction, staff: Staff) -> list[EntryVersion]:
    return [
        one
        for one in tx.entries.in_the_making()
        if acts.can_approve(staff, one)
        or (one.state is EntryState.RETURNED and staff.id in one.authors)
    ]


def _notices(tx: Transaction, day: date) -> list[TopicNotice]:
    """What is said on top of answers, or instead of them, today; and what waits for an approver."""
    return [*tx.topic_notices.in_force(day), *tx.topic_notices.submitted()]


def _news(tx: Transaction, staff: Staff) -> list[Broadcast]:
    """What is on its way or waits for approval; and what came back to be mended by this
    person."""
    drafts = tx.broadcasts.in_states((BroadcastState.DRAFT,))
    returned = [b for b in drafts if b.note and staff in approval.rewriters(tx, b)]
    return [*returned, *tx.broadcasts.in_states(_WATCHED)]


def _to_redo(
    tx: Transaction, staff: Staff, questions: Iterable[Question]
) -> list[tuple[Question, QuestionStep]]:
    """The latest first."""
    if not may(staff, Action.DRAFT_ANSWER):
        return []
    seen = {question.id: question for question in questions}
    return [
        (seen[number], step)
        for number, step in redoing.sent_back(tx).items()
        if number in seen and redoing.is_to_redo(tx, seen[number], step, staff)
    ]


def _unsettled(tx: Transaction) -> Unsettled:
    people = tx.staff.all()
    return Unsettled(
        sum(person.password is None for person in people if person.active),
        Counter(
            question.office
            for question in tx.questions.open()
            if answerers.is_out_of_reach(people, question)
        ),
        len(versions.undecidable(tx)),
    )


def _near(tx: Transaction, staff: Staff) -> list[Event]:
    if not may(staff, Action.SEE_EVENTS):
        return []
    near = (event for event in tx.events.all() if event.state in _NEAR)
    return sorted(
        near, key=lambda e: (e.proposed_at is None, e.state is EventState.HELD, e.starts_at)
    )[:_SHOWN]


def _coming(tx: Transaction, event: Event, now: datetime, day: date) -> ComingEvent:
    open_ = event.state is EventState.OPEN and now < event.last_offer
    return ComingEvent(
        event,
        sum(tx.registrations.seats_taken(event.id).values()),
        seating.in_line(tx, event.id),
        seating.too_large_for_now(tx, event) if open_ else None,
        len(tx.questions.of_event(event.id)),
        [t for t in tx.events.tasks(event.id) if t.done_at is None and t.due_on <= day],
    )
