"""A new event: a draft made from its template. One that may be there already is asked about."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from content.calendar import WorkingDays, at, local
from content.codes import ALPHABET
from content.event_templates import EventTemplate
from content.vietnamese import fold
from handlers.people.refusing import NotDone
from storage.database import Transaction
from storage.event_models import Event, EventKind, EventState, EventTask

# Everything is ready three days before (the ward's plan), so registration and questions end then.
CLOSES_BEFORE = timedelta(days=3)
EVENING = time(17)
AN_HOUR = timedelta(hours=1)


class EventsAlike(Exception):
    """Nothing is kept: these have the same name and day, and nobody said that they know of them."""

    def __init__(self, events: Sequence[Event]) -> None:
        super().__init__("alike")
        self.events = events


def alike(tx: Transaction, title: str, starts_at: datetime) -> list[Event]:
    """Events of that name on that day, but those that were cancelled; the first to begin first."""
    day, name = local(starts_at).date(), _plain(title)
    found = (event for event in tx.events.all() if event.state is not EventState.CANCELLED)
    same = [e for e in found if local(e.starts_at).date() == day and _plain(e.title) == name]
    return sorted(same, key=lambda event: (event.starts_at, event.id))


def _plain(title: str) -> str:
    return " ".join(fold(title).split())


def key(events: Sequence[Event]) -> str:
    """What a form says of the events it knows of."""
    return " ".join(str(event.id) for event in events)


def create(
    tx: Transaction,
    template: EventTemplate,
    title: str,
    starts_at: datetime,
    now: datetime,
    *,
    days: WorkingDays,
    place: str,
    address: str = "",
    knows: str = "",
) -> Event:
    """A draft, as `new_event`; `days`: when the ward works.

    Raises NotDone for one that would have begun, and EventsAlike
    unless the form `knows` (as `key`) of those of that name and day."""
    if starts_at <= now:
        raise NotDone("day", "in_the_past")
    there = alike(tx, title, starts_at)
    if there and knows != key(there):
        raise EventsAlike(there)
    return new_event(tx, template, title, starts_at, now, days=days, place=place, address=address)


def new_event(
    tx: Transaction,
    template: EventTemplate,
    title: str,
    starts_at: datetime,
    now: datetime,
    *,
    days: WorkingDays,
    place: str,
    address: str = "",
) -> Event:
    """A draft; registration and questions close at the end of T-3, or as late as it must be where
    that is over already. `days`: when the ward works; nothing is due when it does not."""
    closes = closing(starts_at, now, days)
    event = Event(
        id=tx.events.ids.next(),
        code=_free_code(tx),
        kind=EventKind(template.kind),
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=template.hours),
        place=place,
        address=address,
        capacity=template.capacity,
        registration_until=closes,
        questions_until=closes,
        created_at=now,
        bring=template.bring,
        reserved=dict(template.reserved),
    )
    tx.events.add(event)
    lines = [("", content, who) for content, who in template.programme]
    tx.events.set_programme(event.id, lines)
    for ahead, what, who in template.tasks:
        due = due_of(local(starts_at).date(), ahead, local(now).date(), days)
        tx.events.add_task(EventTask(tx.events.ids.next(), event.id, due, what, who))
    return event


def due_of(day: date, ahead: int, made_on: date, days: WorkingDays) -> date:
    """When a task of a template is due, so many days from the `day` of the event, or on the last
    working day before that; what follows the event is never due before it is over. Nothing is due
    before the event was made."""
    due = day + timedelta(days=ahead)
    if ahead and not days.is_working(due):
        due = days.before(due)
        if due <= day < day + timedelta(days=ahead):
            due = days.after(day, 1)
    return max(due, made_on)


def _free_code(tx: Transaction) -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(6))
        if tx.events.by_code(code) is None:
            return code


def closing(starts_at: datetime, now: datetime, days: WorkingDays) -> datetime:
    """When registration closes unless staff say otherwise: at the end of T-3, or of the last
    working day before, on which the lists are made; else of T-1, else two hours before it begins,
    else when it begins. Never over when it is set."""
    day = local(starts_at).date()
    ready = day - CLOSES_BEFORE
    ready = ready if days.is_working(ready) else days.before(ready)
    wanted = (at(ready, EVENING), at(day - timedelta(days=1), EVENING))
    later = (*wanted, starts_at - timedelta(hours=2))
    return next((moment for moment in later if moment > now + AN_HOUR), starts_at)
