"""Days that differ from the calendar, as staff enter them: what speaks against one."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from content.calendar import local, today
from handlers.people.calendar import working_days
from handlers.people.removed import TakenAway
from storage.audit import Deed
from storage.database import Transaction
from storage.event_models import Event, EventState

Entry = tuple[date, bool, str]  # which day, whether people work on it, a note


class WhyNotEntered(StrEnum):
    """Why a day is not entered; the name of the sentence."""

    LISTED = "day_listed"
    PAST = "in_the_past"
    EVENTS = "day_has_events"


class NotEntered(Exception):
    """Nothing is kept. `events` are those on that day that nobody said they know of."""

    def __init__(self, why: WhyNotEntered, events: tuple[Event, ...] = ()) -> None:
        super().__init__(why)
        self.why = why
        self.events = events


def entry(tx: Transaction, day: date) -> Entry | None:
    """What stands in the list for a day."""
    return next((found for found in tx.calendar.all() if found[0] == day), None)


def as_shown(entry: Entry | None) -> dict[str, Any]:
    """What is shown of a day, and decided on; None is a day that does not stand there."""
    day, works, note = entry or (None, False, "")
    return {"id": str(day or ""), "works": works, "note": note}


def find(tx: Transaction, day: date) -> Entry:
    """What stands in the list for a day that somebody saw there. Raises TakenAway."""
    found = entry(tx, day)
    if found is None:
        raise TakenAway(f"day:{day}", Deed.CALENDAR_REMOVE)
    return found


def remove(tx: Transaction, day: date) -> None:
    tx.calendar.remove(day)


def events_on(tx: Transaction, day: date) -> tuple[Event, ...]:
    """Those to be held on a day, the first of it first."""
    states = (EventState.DRAFT, EventState.OPEN)
    found = (event for event in tx.events.all() if event.state in states)
    there = [e for e in found if local(e.starts_at).date() <= day <= local(e.ends_at).date()]
    return tuple(sorted(there, key=lambda event: (event.starts_at, event.id)))


def key(events: tuple[Event, ...]) -> str:
    """What a form says of the events it knows of."""
    return " ".join(str(event.id) for event in events)


def put(tx: Transaction, wanted: Entry, now: datetime, *, knows: str = "") -> bool:
    """Enters a day; returns whether it was so by the calendar anyway. An event keeps its day, so a
    day off with one on it is entered by whoever `knows` of it (as `key`). Raises NotEntered."""
    day, works, note = wanted
    if entry(tx, day) is not None:
        raise NotEntered(WhyNotEntered.LISTED)
    if day < today(now):
        raise NotEntered(WhyNotEntered.PAST)
    events = () if works else events_on(tx, day)
    if events and knows != key(events):
        raise NotEntered(WhyNotEntered.EVENTS, events)
    days = working_days(tx)
    was_so = days.is_working(day) == works and not days.is_provisional(day)
    tx.calendar.put(day, note, works=works)
    return was_so
