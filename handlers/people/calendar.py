"""Working days and office hours, with the holidays that staff entered."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from content.calendar import SendingDays, WorkingDays, at, local
from content.ward import Ward
from storage.database import Transaction
from storage.event_models import Event

OPENS, CLOSES = time(8), time(17)
# Whoever is called about an event is called so long before it begins, and not in the very first
# hour of an office day: nobody would be there to call before it.
CALL_BEFORE = timedelta(hours=3)
_FIRST_CALLED = time(9)


def working_days(tx: Transaction) -> WorkingDays:
    return WorkingDays(tx.calendar.exceptions())


def sending_days(tx: Transaction, ward: Ward) -> SendingDays:
    """The same, with the hours in which the ward lets messages go out unasked."""
    return SendingDays(tx.calendar.exceptions(), ward.sending)


def end_of_next_working_day(days: WorkingDays, now: datetime) -> datetime:
    return at(days.after(local(now).date(), 1), CLOSES)


def working_moment(days: WorkingDays, now: datetime) -> datetime:
    """When somebody of the ward can call: now, or when the office opens next."""
    here = local(now)
    if days.is_working(here.date()) and here.time() < CLOSES:
        return max(now, at(here.date(), OPENS))
    return at(days.after(here.date(), 1), OPENS)


def call_by(
    days: WorkingDays, now: datetime, events: Iterable[Event], wanted: datetime | None = None
) -> datetime:
    """By when somebody is to be called: `wanted`, else by the end of the next working day; in time
    before each of `events` (what it is about, as it is and as the person last knew it) that is not
    over. `now` where that is past already: at once."""
    latest = [_in_time(days, event.starts_at, now) for event in events if event.ends_at > now]
    return min([wanted or end_of_next_working_day(days, now), *latest])


def _in_time(days: WorkingDays, begins: datetime, now: datetime) -> datetime:
    latest = begins - CALL_BEFORE
    day = local(latest).date()
    if not days.is_working(day) or local(latest).time() < _FIRST_CALLED:
        day = days.before(day)
    return max(now, min(latest, at(day, CLOSES)))
