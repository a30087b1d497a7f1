"""An event as anybody may read it on its public page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.conference.shown import announced
from storage.database import Transaction
from storage.event_models import Event, EventState, ProgrammeLine

PAST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Announced:
    """`is_coming`: published and not over; `takes_people`, `takes_questions`: now."""

    event: Event
    programme: Sequence[ProgrammeLine]
    is_coming: bool
    takes_people: bool
    takes_questions: bool


def find(tx: Transaction, code: str, now: datetime) -> Announced | None:
    """The event with this code; a draft is as good as none."""
    event = announced(tx, code)
    if event is None:
        return None
    return Announced(
        event,
        tx.events.programme(event.id),
        is_coming=event.state is EventState.OPEN and event.ends_at > now,
        takes_people=event.takes_registrations(now),
        takes_questions=event.takes_questions(now),
    )


def coming_and_past(tx: Transaction, now: datetime) -> tuple[list[Event], list[Event]]:
    """What is coming, soonest first; what is over or called off, latest first."""
    coming = tx.events.upcoming(now)
    known = {event.id for event in coming}
    others = (event for event in tx.events.all() if event.id not in known)
    past = [event for event in others if event.state is not EventState.DRAFT]
    return coming, past[:PAST_SHOWN]
