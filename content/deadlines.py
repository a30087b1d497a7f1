"""When a household business must file next, from its kind of revenue. Pure arithmetic on rules
whose words are facts: NĐ 68/2026/NĐ-CP Điều 8, 9, 10 (as changed by NĐ 141/2026)."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from content.laws import Law
from content.problems import Problem, line_of, read_yaml
from content.tax import Band


class Duty(StrEnum):
    NOTICE = "notice"  # revenue notice of those who pay nothing
    QUARTER = "quarter"  # quarterly return and payment
    MONTH = "month"  # monthly return and payment
    SETTLEMENT = "settlement"  # yearly settlement of those taxed by income
    RENT = "rent"  # renting out property


@dataclass(frozen=True, slots=True)
class Deadline:
    duty: Duty
    day: date
    period: str  # "năm 2026", "quý 4/2026", "tháng 11/2026"

    @property
    def better_by(self) -> date | None:
        """The working day to aim for when the day itself is at a weekend; whether it moves is not
        confirmed by any source, so nobody should wait for it."""
        past = self.day.weekday() - 4  # 1 on Saturday, 2 on Sunday
        return self.day - timedelta(days=past) if past > 0 else None


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
            problems.append(Problem(path, line_of(text, name), f"hạn «{name}»: {error!r}"))
    return bases, problems


def next_deadlines(
    band: Band, today: date, *, rents: bool = False, by_income: bool = False
) -> Sequence[Deadline]:
    """What comes next, soonest first. `today` is a date in Viet Nam."""
    found = []
    if rents:
        found.append(_rent(today))
    elif band is Band.EXEMPT:
        found.append(_notice(today))
    else:
        found.append(_month(today) if band is Band.MONTHLY else _quarter(today))
        if by_income or band is not Band.FREE_CHOICE:
            found.append(_settlement(today))
    return sorted(found, key=lambda deadline: deadline.day)


def _notice(today: date) -> Deadline:
    day = date(today.year, 1, 31)
    day = day if today <= day else date(today.year + 1, 1, 31)
    return Deadline(Duty.NOTICE, day, f"năm {day.year - 1}")


def _quarter(today: date) -> Deadline:
    """The last day of the first month after the quarter."""
    for month in (1, 4, 7, 10):
        day = date(today.year, month, calendar.monthrange(today.year, month)[1])
        if today <= day:
            quarter, year = ((month - 1) // 3, today.year) if month > 1 else (4, today.year - 1)
            return Deadline(Duty.QUARTER, day, f"quý {quarter}/{year}")
    return Deadline(Duty.QUARTER, date(today.year + 1, 1, 31), f"quý 4/{today.year}")


def _month(today: date) -> Deadline:
    day = date(today.year, today.month, 20)
    if today > day:
        day = date(today.year + today.month // 12, today.month % 12 + 1, 20)
    before = day.replace(day=1) - timedelta(days=1)
    return Deadline(Duty.MONTH, day, f"tháng {before.month}/{before.year}")


def _settlement(today: date) -> Deadline:
    day = date(today.year, 3, 31)
    day = day if today <= day else date(today.year + 1, 3, 31)
    return Deadline(Duty.SETTLEMENT, day, f"năm {day.year - 1}")


def _rent(today: date) -> Deadline:
    for day, period in (
        (date(today.year, 1, 31), f"6 tháng cuối năm {today.year - 1}, hoặc cả năm"),
        (date(today.year, 7, 31), f"6 tháng đầu năm {today.year}"),
    ):
        if today <= day:
            return Deadline(Duty.RENT, day, period)
    return Deadline(
        Duty.RENT, date(today.year + 1, 1, 31), f"6 tháng cuối năm {today.year}, hoặc cả năm"
    )
