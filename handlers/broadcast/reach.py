"""Who was reached, counted so that it cannot be argued with (reference: practice, indices).

A business counts once, by the best evidence there is: A it took part, asked, or said it had read;
B a message arrived; C a leaflet or a visit. Headline: A, B and C together; quality: A alone.
A share is taken only of the tổ whose businesses were counted; the others are shown apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from content.calendar import at
from content.news import first_day, month_name, month_of, next_month
from content.vietnamese import order_key
from handlers.talk.messages import Policies
from storage.database import Transaction

ALL = "*"
_MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class ReachLine:
    """One tổ dân phố; `neighbourhood` is "" where it is not known, ALL for the whole ward.
    `businesses` is 0 when nobody entered how many there are. `weighed` are those reached who are
    among `businesses`: not those of an unknown tổ, nor of one whose businesses nobody counted."""

    neighbourhood: str
    businesses: int
    a: int
    b: int
    c: int
    weighed: int

    @property
    def reached(self) -> int:
        return self.a + self.b + self.c

    @property
    def percent(self) -> float | None:
        """Of the businesses there are; None when that is not known."""
        return 100 * self.weighed / self.businesses if self.businesses else None


@dataclass(frozen=True, slots=True)
class ReachTable:
    lines: Sequence[ReachLine]
    total: ReachLine


@dataclass(frozen=True, slots=True)
class Month:
    name: str
    month: str
    line: ReachLine


def period(month: str, months: int) -> tuple[date, date]:
    """(first day, the day after the last) of so many months that end with `month`."""
    first = first_day(month)
    for _ in range(months - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return first, first_day(next_month(month))


def table(
    tx: Transaction, policies: Policies, first: date, last: date, topic: str = ""
) -> ReachTable:
    """By tổ dân phố; `last` is the day after the period, `topic` "" for all."""
    pages = [name for name, policy in policies.items() if not policy.arrives]
    evidence = tx.reach.evidence(
        at(first, _MIDNIGHT), at(last, _MIDNIGHT), first.isoformat(), last.isoformat(), pages
    )
    best: dict[str, tuple[str, str]] = {}  # who -> (grade, place)
    for found in evidence:
        if topic and found.topic != topic:
            continue
        grade, place = best.get(found.who, ("Z", ""))
        best[found.who] = (min(grade, found.grade), _place(found.neighbourhood) or place)
    counted = tx.reach.neighbourhoods()
    names = sorted({*counted, *(place for _, place in best.values())}, key=order_key)
    lines = [_line(name, counted.get(name, 0), best.values()) for name in names]
    whole = ReachLine(
        ALL,
        sum(counted.values()),
        *(sum(getattr(line, name) for line in lines) for name in ("a", "b", "c", "weighed")),
    )
    return ReachTable(lines, whole)


def by_month(tx: Transaction, policies: Policies, last: str, months: int) -> list[Month]:
    """The whole ward, month by month, the latest first."""
    found = []
    month = last
    for _ in range(months):
        first, after = period(month, 1)
        line = table(tx, policies, first, after).total
        found.append(Month(month_name(month), month, line))
        month = month_of(first - timedelta(days=1))
    return found


def _place(neighbourhood: str) -> str:
    return "" if neighbourhood == "-" else neighbourhood


def _line(name: str, businesses: int, best: Iterable[tuple[str, str]]) -> ReachLine:
    grades = [grade for grade, place in best if place == name]
    a, b, c = (grades.count(grade) for grade in ("A", "B", "C"))
    return ReachLine(name, businesses, a, b, c, weighed=len(grades) if businesses else 0)
