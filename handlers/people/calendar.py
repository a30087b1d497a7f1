"""The working days and hours of the ward, as its settings say them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from content.calendar import SendingDays, local
from content.office_hours import OfficeDays, read_hours
from content.ward import Ward
from storage.event_models import Event

# Whoever is called about an event is called so long before it begins, and not in the very first
# hour of an office day: nobody would be there to call before it.
CALL_BEFORE = timedelta(hours=3)
_FIRST_CALLED = timedelta(hours=1)


def working_days(ward: Ward) -> OfficeDays:
    return OfficeDays(ward.exceptions, read_hours(ward.hours))


def sending_days(ward: Ward) -> SendingDays:
    """The same, with the hours in which the ward lets messages go out unasked."""
    return SendingDays(ward.exceptions, ward.sending)


def end_of_next_working_day(days: OfficeDays, now: datetime) -> datetime:
    return days.closes(days.after(local(now).date(), 1))


def end_of_working_day(days: OfficeDays, day: date) -> datetime:
    """The end of that day, or of the next that is one."""
    return days.closes(day if days.is_working(day) else days.after(day, 1))


def call_by(
    days: OfficeDays, now: datetime, events: Iterable[Event], wanted: datetime | None = None
) -> datetime:
    """By when somebody is to be called: `wanted`, else by the end of the next working day; in time
    before each of `events` (what it is about, as it is and as the person last knew it) that is not
    over. `now` where that is past already: at once."""
    latest = [_in_time(days, event.starts_at, now) for event in events if event.ends_at > now]
    return min([wanted or end_of_next_working_day(days, now), *latest])


def _in_time(days: OfficeDays, begins: datetime, now: datetime) -> datetime:
    latest = begins - CALL_BEFORE
    day = local(latest).date()
    if not days.is_working(day) or latest < days.opens(day) + _FIRST_CALLED:
        day = days.before(day)
    return max(now, min(latest, days.closes(day)))
