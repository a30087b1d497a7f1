"""When something happens again: a day of the month or every day, at a time in Viet Nam."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger

from content.calendar import SendingDays, WorkingDays, holiday, local, near_tet
from content.vietnamese import VIETNAM

DAILY = 0
LAST = 31


def next_run(day: int, clock: str, after: datetime) -> datetime:
    """The first run after a moment (aware, UTC), as named. `day` 29 to 31 is the last day of a
    shorter month; 0 is every day. `clock` is HH:MM in Viet Nam."""
    found: datetime | None = _trigger(day, clock).get_next_fire_time(
        None, (after + timedelta(microseconds=1)).astimezone(VIETNAM)
    )
    if found is None:
        raise ValueError(f"no run of day {day} at {clock}")
    return found.astimezone(UTC)


def runs_between(day: int, clock: str, first: datetime, last: datetime) -> Sequence[datetime]:
    """The runs from `first` (itself one of them) up to and with `last`."""
    found = []
    run = first
    while run <= last:
        found.append(run)
        run = next_run(day, clock, run)
    return found


def _trigger(day: int, clock: str) -> OrTrigger:
    hour, minute = (int(part) for part in clock.split(":"))
    at = {"hour": hour, "minute": minute, "timezone": VIETNAM}
    if day == DAILY:
        return CronTrigger(**at)
    if day >= LAST:
        return CronTrigger(day="last", **at)
    if day <= 28:
        return CronTrigger(day=str(day), **at)
    return OrTrigger([CronTrigger(day=str(day), **at), CronTrigger(month=2, day="last", **at)])


def moved(days: SendingDays, named: datetime) -> tuple[datetime, Sequence[tuple[date, str]]]:
    """A run as named -> when it may really go out, and why each day before did not do: `weekend`,
    `tet`, `day_off`, `hours`, or the name of a holiday."""
    really = days.sending_time(named)
    reasons = []
    day = local(named).date()
    while day < local(really).date():
        reasons.append((day, reason_against(days, day) or "hours"))
        day += timedelta(days=1)
    if not reasons and really > named:
        reasons.append((day, "hours"))
    return really, reasons


def reason_against(days: WorkingDays, day: date) -> str:
    """Why nothing goes out on a day; "" when it may."""
    if near_tet(day):
        return "tet"
    if days.is_working(day):
        return ""
    return holiday(day) or ("weekend" if day.weekday() >= 5 else "day_off")
