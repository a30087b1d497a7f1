"""The dates of owners against the calendar of the law, copied row by row from the reference."""

from datetime import date

import pytest

from content.calendar import WorkingDays
from content.deadlines import Duty, Owner, next_deadlines
from content.tax import Band


def d(text: str) -> date:
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


# What the law writes, and the day that counts. `*`: rests on days off not announced yet.
CALENDAR = {
    Duty.NOTICE: ["31/1/2027 1/2/2027", "31/1/2028 31/1/2028"],
    Duty.QUARTER: [
        *("31/10/2026 2/11/2026", "31/1/2027 1/2/2027", "30/4/2027 4/5/2027 *"),
        *("31/7/2027 2/8/2027", "31/10/2027 1/11/2027", "31/1/2028 31/1/2028"),
    ],
    Duty.MONTH: [
        *("20/11/2026 20/11/2026", "20/12/2026 21/12/2026", "20/1/2027 20/1/2027"),
        *("20/2/2027 22/2/2027", "20/3/2027 22/3/2027", "20/4/2027 20/4/2027"),
        *("20/5/2027 20/5/2027", "20/6/2027 21/6/2027", "20/7/2027 20/7/2027"),
        *("20/8/2027 20/8/2027", "20/9/2027 20/9/2027", "20/10/2027 20/10/2027"),
        *("20/11/2027 22/11/2027", "20/12/2027 20/12/2027", "20/1/2028 20/1/2028"),
    ],
    Duty.SETTLEMENT: ["31/3/2027 31/3/2027", "31/3/2028 31/3/2028"],
    Duty.RENT: ["31/1/2027 1/2/2027", "31/7/2027 2/8/2027", "31/1/2028 31/1/2028"],
}
NEW_2027 = ["31/1/2027 1/2/2027", "31/7/2027 2/8/2027", "31/1/2028 31/1/2028"]

OWNERS = {
    "exempt": (Owner(Band.EXEMPT), [Duty.NOTICE]),
    "opened in the first half": (Owner(Band.EXEMPT, opened="2027h1"), [Duty.NOTICE]),
    "opened in the second half": (Owner(Band.EXEMPT, opened="2027h2"), [Duty.NOTICE]),
    "by ratio": (Owner(Band.FREE_CHOICE), [Duty.QUARTER]),
    "by income": (Owner(Band.FREE_CHOICE, by_income=True), [Duty.QUARTER, Duty.SETTLEMENT]),
    "every month": (Owner(Band.MONTHLY), [Duty.MONTH, Duty.SETTLEMENT]),
    "shop and rent": (
        Owner(Band.BY_INCOME, rents=True),
        [Duty.QUARTER, Duty.RENT, Duty.SETTLEMENT],
    ),
    "only rent": (Owner(Band.FREE_CHOICE, trades=False, rents=True), [Duty.RENT]),
}
DAYS = [
    *("26/11/2026", "20/12/2026", "21/12/2026", "22/12/2026", "1/1/2027", "29/1/2027"),
    *("31/1/2027", "1/2/2027", "2/2/2027", "22/2/2027", "31/3/2027", "1/4/2027"),
    *("30/4/2027", "4/5/2027", "5/5/2027", "31/7/2027", "2/8/2027", "2/11/2027"),
]


@pytest.mark.parametrize("name", OWNERS)
@pytest.mark.parametrize("on", DAYS)
def test_the_dates_of_an_owner_are_those_of_the_calendar(name: str, on: str) -> None:
    owner, duties = OWNERS[name]
    found = next_deadlines(owner, d(on), WorkingDays())
    assert {deadline.duty for deadline in found} == set(duties)
    for deadline in found:
        rows = NEW_2027 if owner.opened == "2027h1" else CALENDAR[deadline.duty]
        coming = next(row for row in rows if d(row.split()[1]) >= d(on))
        written, counts, *open_ = coming.split()
        assert (deadline.day, deadline.due) == (d(written), d(counts))
        assert deadline.provisional == bool(open_)
        assert deadline.better_by is None or deadline.better_by < deadline.day < deadline.due


@pytest.mark.parametrize(
    ("day", "better_by"),
    [("31/1/2027", "29/1/2027"), ("30/4/2027", "29/4/2027"), ("31/7/2027", "30/7/2027")],
)
def test_a_moved_day_names_the_working_day_before(day: str, better_by: str) -> None:
    owner = Owner(Band.FREE_CHOICE)
    first = next_deadlines(owner, d(day), WorkingDays())[0]
    assert (first.day, first.better_by, first.aim) == (d(day), d(better_by), d(better_by))


def test_a_day_off_entered_by_staff_is_no_longer_provisional() -> None:
    entered = WorkingDays({date(2027, 5, 3): False})
    first = next_deadlines(Owner(Band.FREE_CHOICE), d("30/4/2027"), entered)[0]
    assert (first.due, first.provisional) == (d("4/5/2027"), False)
    worked = WorkingDays({date(2027, 5, 3): True})
    assert next_deadlines(Owner(Band.FREE_CHOICE), d("30/4/2027"), worked)[0].due == d("3/5/2027")


def test_the_24th_of_november_is_a_day_off() -> None:
    assert not WorkingDays().is_working(date(2026, 11, 24))
    assert not WorkingDays().is_provisional(date(2026, 11, 24))
