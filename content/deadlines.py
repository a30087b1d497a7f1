"""When a household business must file next, from its kind of revenue. Pure arithmetic on rules
whose words are facts: NĐ 68/2026/NĐ-CP Điều 8, 9, 10 (as changed by NĐ 141/2026), and for a last
day without work NĐ 252/2026/NĐ-CP Điều 3 khoản 7."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from content.calendar import WorkingDays
from content.laws import Law
from content.operator import tell
from content.problems import Problem, line_of, read_yaml
from content.tax import Band


class Duty(StrEnum):
    NOTICE = "notice"  # revenue notice of those who pay nothing
    QUARTER = "quarter"  # quarterly return and payment
    MONTH = "month"  # monthly return and payment
    SETTLEMENT = "settlement"  # yearly settlement of those taxed by income
    RENT = "rent"  # renting out property


@dataclass(frozen=True, slots=True)
class PartOfYear:
    """A year, or of it the half, quarter or month (counted from 1) that the duty is about."""

    year: int
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """`day` is the one the law writes, `due` the one that counts: the next working day when `day`
    is none. `provisional`: `due` rests on days off that are not announced yet."""

    duty: Duty
    day: date
    period: PartOfYear
    due: date
    better_by: date | None = None  # the working day before, when `day` is none
    provisional: bool = False

    @property
    def aim(self) -> date:
        """The day to be done by: nobody should wait for the day that was moved."""
        return self.better_by or self.day


@dataclass(frozen=True, slots=True)
class Owner:
    """What tells the duties of one owner: the band of the trades (or of the rent, for whoever only
    rents out), and in which half of a year they opened (`2026h1`), when in this one."""

    band: Band
    trades: bool = True
    rents: bool = False
    by_income: bool = False
    opened: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a deadline rests on, and who confirmed it: without that it is never shown."""

    law: Law
    article: str
    confirmed_by: str
    confirmed_on: date


def load_bases(path: Path, laws: Mapping[str, Law]) -> tuple[dict[Duty, Basis], list[Problem]]:
    """Reads deadlines.yaml: the confirmed duties only."""
    text, raw, problems = read_yaml(path)
    bases = {}
    for name, body in raw.items():
        try:
            if body["confirmed_by"] and body["confirmed_on"]:
                basis = Basis(
                    laws[body["law"]], body["article"], body["confirmed_by"], body["confirmed_on"]
                )
                bases[Duty(name)] = basis
        except (KeyError, ValueError, TypeError) as error:
            problems.append(
                Problem(
                    path,
                    line_of(text, name),
                    tell("content.deadline_wrong", name=name, error=repr(error)),
                )
            )
    return bases, problems


def next_deadlines(owner: Owner, today: date, days: WorkingDays) -> Sequence[Deadline]:
    """What comes next of each duty, soonest first. `today` is a date in Viet Nam; a duty is still
    ahead on the day that counts."""
    found = [_next(duty, owner, today, days) for duty in _duties(owner)]
    return sorted(found, key=lambda deadline: (deadline.due, deadline.duty))


def due_of_quarter(year: int, quarter: int, days: WorkingDays) -> Deadline:
    """When the return and the tax of a quarter are due, of whoever pays by quarters."""
    day, period = _of_quarter(year, quarter)
    return _placed(Duty.QUARTER, day, period, days)


def _of_quarter(year: int, quarter: int) -> tuple[date, PartOfYear]:
    """The last day of the first month after the quarter."""
    after, month = (year, 3 * quarter + 1) if quarter < 4 else (year + 1, 1)
    last = calendar.monthrange(after, month)[1]
    return date(after, month, last), PartOfYear(year, quarter)


def _duties(owner: Owner) -> Iterator[Duty]:
    if owner.trades and owner.band is Band.EXEMPT:
        yield Duty.NOTICE
    elif owner.trades:
        yield Duty.MONTH if owner.band is Band.MONTHLY else Duty.QUARTER
        if owner.by_income or owner.band is not Band.FREE_CHOICE:
            yield Duty.SETTLEMENT
    if owner.rents:
        yield Duty.RENT


def _next(duty: Duty, owner: Owner, today: date, days: WorkingDays) -> Deadline:
    coming = (
        placed
        for year in (today.year - 1, today.year, today.year + 1)
        for day, period in _DAYS[duty](owner, year)
        if (placed := _placed(duty, day, period, days)).due >= today
    )
    return next(coming)


def _placed(duty: Duty, day: date, period: PartOfYear, days: WorkingDays) -> Deadline:
    if days.is_working(day):
        return Deadline(duty, day, period, day)
    due, better_by = days.after(day, 1), days.before(day)
    off = (day + timedelta(days=n) for n in range((due - day).days))
    return Deadline(duty, day, period, due, better_by, any(map(days.is_provisional, off)))


def _notice(owner: Owner, year: int) -> Iterator[tuple[date, PartOfYear]]:
    """Of the year before; who opened in the first half of a year also tells of that half."""
    yield date(year, 1, 31), PartOfYear(year - 1)
    if owner.opened == f"{year}h1":
        yield date(year, 7, 31), PartOfYear(year, 1)


def _quarter(owner: Owner, year: int) -> Iterator[tuple[date, PartOfYear]]:
    yield _of_quarter(year - 1, 4)
    for quarter in (1, 2, 3):
        yield _of_quarter(year, quarter)


def _month(owner: Owner, year: int) -> Iterator[tuple[date, PartOfYear]]:
    for month in range(1, 13):
        before = date(year, month, 1) - timedelta(days=1)
        yield date(year, month, 20), PartOfYear(before.year, before.month)


def _settlement(owner: Owner, year: int) -> Iterator[tuple[date, PartOfYear]]:
    yield date(year, 3, 31), PartOfYear(year - 1)


def _rent(owner: Owner, year: int) -> Iterator[tuple[date, PartOfYear]]:
    yield date(year, 1, 31), PartOfYear(year - 1, 2)
    yield date(year, 7, 31), PartOfYear(year, 1)


_DAYS = {
    Duty.NOTICE: _notice,
    Duty.QUARTER: _quarter,
    Duty.MONTH: _month,
    Duty.SETTLEMENT: _settlement,
    Duty.RENT: _rent,
}
