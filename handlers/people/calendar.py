"""Working days and office hours, with the holidays that staff entered."""

from datetime import datetime, time

from content.calendar import WorkingDays, at, local
from storage.database import Transaction

OPENS, CLOSES = time(8), time(17)


def working_days(tx: Transaction) -> WorkingDays:
    return WorkingDays(tx.calendar.exceptions())


def end_of_next_working_day(days: WorkingDays, now: datetime) -> datetime:
    return at(days.after(local(now).date(), 1), CLOSES)


def working_moment(days: WorkingDays, now: datetime) -> datetime:
    """When somebody of the ward can call: now, or when the office opens next."""
    here = local(now)
    if days.is_working(here.date()) and here.time() < CLOSES:
        return max(now, at(here.date(), OPENS))
    return at(days.after(here.date(), 1), OPENS)
