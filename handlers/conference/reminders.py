"""A conference is near: whoever has a seat hears of it three days and one day before."""

from datetime import datetime, timedelta

from content.calendar import SendingDays, local, midnight_after, today
from content.library import Content
from handlers.people import telling
from handlers.people.calendar import sending_days
from storage.database import Transaction
from storage.event_models import Event, RegistrationState

REMIND_DAYS = (3, 1)


def remind(tx: Transaction, content: Content, event: Event, now: datetime) -> None:
    """Three days and one day before, at the next sending hour; a late start of the program sends
    the nearest one only."""
    days = (local(event.starts_at).date() - today(now)).days
    wanted = next((n for n in sorted(REMIND_DAYS) if 0 < days <= n), None)
    if wanted is None:
        return
    due = reminder_time(sending_days(content.ward), event, wanted, now)
    if due is None:
        return
    for registration in tx.registrations.in_state(event.id, RegistrationState.CONFIRMED):
        base = f"ticket:{registration.id}"
        telling.tell(
            tx,
            content,
            registration,
            "ticket/reminder",
            now,
            key=f"reminder:{registration.id}:{wanted}:{event.starts_at:%Y%m%d%H%M}",
            call_key=f"reminder:{registration.id}:{event.starts_at:%Y%m%d%H%M}",  # one call only
            call_by=event.starts_at - timedelta(hours=12),
            due=due if due > now else None,
            expires=midnight_after(due),  # "tomorrow" is not tomorrow any more
            choices=(("my_ticket", base), ("cancel_ticket", f"{base}:cancel")),
            registration=registration,
            event=event,
            days=days,
        )


def reminder_time(days: SendingDays, event: Event, ahead: int, now: datetime) -> datetime | None:
    """When the reminder of so many days before may go, from now on; None where no sending hour is
    left before the next reminder, which says the same, or before the event begins."""
    due = days.sending_time(now, urgent=ahead == 1)
    nearer = max((other for other in REMIND_DAYS if other < ahead), default=0)
    before = local(event.starts_at).date() - timedelta(days=nearer)
    return due if today(due) < before else None
