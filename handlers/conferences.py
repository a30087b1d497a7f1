"""What everybody who registered must be told when a conference changes or does not take place."""

from datetime import datetime, timedelta

from content.library import Content
from handlers import notices
from handlers.casework import working_days
from storage.database import Transaction
from storage.event_models import Event

SOON = timedelta(days=3)


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
