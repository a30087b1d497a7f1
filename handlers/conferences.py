"""A conference as a whole: made from its template; what everybody who registered is told when it
changes or does not take place."""

import secrets
from datetime import datetime, time, timedelta

from content.calendar import at, local
from content.codes import ALPHABET
from content.event_templates import EventTemplate
from content.library import Content
from handlers import notices
from handlers.casework import working_days
from storage.database import Transaction
from storage.event_models import Event, EventKind, EventTask

SOON = timedelta(days=3)
# Everything is ready three days before (the ward's plan), so registration and questions end then.
CLOSES_BEFORE = timedelta(days=3)


def new_event(
    tx: Transaction,
    template: EventTemplate,
    title: str,
    starts_at: datetime,
    now: datetime,
    *,
    place: str,
    address: str = "",
) -> Event:
    """A draft; registration and questions close at the end of T-3."""
    closes = at(local(starts_at).date() - CLOSES_BEFORE, time(17))
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
    for days, what, who in template.tasks:
        due = local(starts_at).date() + timedelta(days=days)
        tx.events.add_task(EventTask(tx.events.ids.next(), event.id, due, what, who))
    return event


def _free_code(tx: Transaction) -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(6))
        if tx.events.by_code(code) is None:
            return code


def has_moved(before: Event, after: Event) -> bool:
    """Whether people who registered have to know: another time or another place."""
    return (before.starts_at, before.place, before.address) != (
        after.starts_at,
        after.place,
        after.address,
    )


def announce_change(tx: Transaction, content: Content, event: Event, now: datetime) -> int:
    """Tells every living registration; returns how many were told."""
    return _tell_all(tx, content, event, "event/changed", now, f"{event.version}")


def announce_cancelled(tx: Transaction, content: Content, event: Event, now: datetime) -> int:
    return _tell_all(tx, content, event, "event/cancelled", now, "cancelled")


def _tell_all(
    tx: Transaction, content: Content, event: Event, message: str, now: datetime, mark: str
) -> int:
    """Within sending hours; when the day is near, at any waking hour."""
    due = working_days(tx).sending_time(now, urgent=event.starts_at - now < SOON)
    told = 0
    for registration in tx.registrations.of_event(event.id):
        if not registration.is_alive:
            continue
        tx.outbox.withdraw(f"reminder:{registration.id}:", now)
        told += notices.notify(
            tx,
            content,
            registration.contact_id,
            message,
            now,
            key=f"event:{event.id}:{mark}:{registration.id}",
            due=due if due > now else None,
            choices=(("my_ticket", f"ticket:{registration.id}"),),
            registration=registration,
            event=event,
        )
    return told
