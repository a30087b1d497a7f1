"""What is due around a conference is due on a day on which somebody works."""

from datetime import date, time, timedelta

import pytest

from content.calendar import WorkingDays, at, local
from handlers.conference.creating import closing, due_of
from tests.support.clock import START

DAYS = WorkingDays()
MADE = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("day", "ahead", "due"),
    [
        (date(2026, 12, 22), 10, date(2026, 12, 31)),  # the law's ten days: 1/1 is a holiday
        (date(2026, 12, 22), -3, date(2026, 12, 18)),  # a Saturday
        (date(2026, 12, 22), -10, date(2026, 12, 11)),
        (date(2026, 12, 21), -1, date(2026, 12, 18)),  # a Sunday
        (date(2026, 12, 22), -30, MADE),  # never before it was made
        (date(2026, 12, 20), 0, date(2026, 12, 20)),  # held on a Sunday
        (date(2027, 2, 4), 3, date(2027, 2, 11)),  # before Tết: what follows is not due before it
    ],
)
def test_tasks_are_due_on_working_days(day: date, ahead: int, due: date) -> None:
    assert due_of(day, ahead, MADE, DAYS) == due


@pytest.mark.parametrize(("day", "closes"), [(21, 18), (22, 18), (23, 18), (24, 21), (25, 22)])
def test_registration_closes_on_the_day_the_lists_are_made(day: int, closes: int) -> None:
    starts = at(date(2026, 12, day), time(8))
    until = closing(starts, START, DAYS)
    assert (local(until).day, local(until).hour) == (closes, 17)
    assert due_of(local(starts).date(), -3, MADE, DAYS) == local(until).date()


def test_registration_never_closes_before_it_opened() -> None:
    starts = at(date(2026, 12, 22), time(8))
    late = at(date(2026, 12, 20), time(9))
    assert closing(starts, late, DAYS) == at(date(2026, 12, 21), time(17))
    assert closing(starts, starts - timedelta(minutes=30), DAYS) == starts
