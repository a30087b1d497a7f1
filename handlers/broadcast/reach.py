"""Who was reached, counted so that it cannot be argued with (reference: practice, indices).

A business counts once, by the best evidence there is: A it took part, asked, or said it had read;
B a message arrived; C a leaflet or a visit. Headline: A, B and C together; quality: A alone.
A share is taken only of the tổ whose businesses were counted; the others are shown apart.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from content.calendar import at, local
from content.news import first_day, month_name, month_of, next_month
from content.people import business_key, read_neighbourhood
from content.vietnamese import fold, order_key
from content.whole import read_whole
from handlers.talk.messages import Policies
from storage.broadcast_models import Evidence, Outreach
from storage.business_lists import BusinessFilter, BusinessLine
from storage.database import Transaction
from storage.staff_models import Staff

ALL = "*"
HOW = ("leaflet", "visit")  # what is recorded by hand
LONGEST_BUSINESS = 120  # letters
_MIDNIGHT = time(0)
_LISTED = "register:"  # who was told, where it is known as a business of the register
_NO_PLACE = ("tdp", "to", "khu", "to dan pho", "khu pho")  # without its number
# A tổ and how many businesses it has, on one line, however the two are parted.
_COUNTED = re.compile(
    r"(?P<place>.*\S)[\s;:,|=–-]+(?P<count>\d{1,3}(?:[.,]\d{3})+|\d{1,6})(?:\s*hộ)?", re.I
)


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
    whose = tx.business_lists.whose()
    for found in evidence:
        if (topic and found.topic != topic) or _to_try_it(found):
            continue
        listed = _listed(found, whose)
        for who, listed_in in [(f"{_LISTED}{one}", place) for one, place in listed] or [
            (found.who, "")
        ]:
            grade, place = best.get(who, ("Z", listed_in))
            best[who] = (min(grade, found.grade), place or _place(found.neighbourhood))
    counted = counted_businesses(tx)
    names = sorted({*counted, *(place for _, place in best.values())}, key=order_key)
    lines = [_line(name, counted.get(name, 0), best.values()) for name in names]
    whole = ReachLine(
        ALL,
        sum(counted.values()),
        *(sum(getattr(line, name) for line in lines) for name in ("a", "b", "c", "weighed")),
    )
    return ReachTable(lines, whole)


def counted_businesses(tx: Transaction) -> dict[str, int]:
    """How many businesses each tổ has: as staff entered it, else as the register has them."""
    listed = tx.business_lists.count_by_place(BusinessFilter())
    return {place: n for place, n in listed.items() if place} | tx.reach.neighbourhoods()


def reached_since(tx: Transaction, first: date, last: date) -> frozenset[int]:
    """The businesses of the register of which there is any evidence in the period; `last` is the
    day after it."""
    evidence = tx.reach.evidence(
        at(first, _MIDNIGHT),
        at(last, _MIDNIGHT),
        first.isoformat(),
        last.isoformat(),
        tx.reach.pages(),
    )
    whose = tx.business_lists.whose()
    told = (_listed(found, whose) for found in evidence if not _to_try_it(found))
    return frozenset(business for listed in told for business, _ in listed)


def _listed(
    found: Evidence, whose: Mapping[str, frozenset[tuple[int, str]]]
) -> frozenset[tuple[int, str]]:
    """The businesses of the register it is evidence of, each with its neighbourhood."""
    if found.who.startswith(_LISTED):
        return frozenset({(int(found.who.removeprefix(_LISTED)), found.neighbourhood)})
    return whose.get(found.who, frozenset())


def quarter_of(day: date) -> tuple[date, date]:
    """(first day, the day after the last) of the quarter this day is in."""
    last = day.replace(month=(day.month - 1) // 3 * 3 + 3, day=1)
    return period(month_of(last), 3)


def _to_try_it(found: Evidence) -> bool:
    """Whether somebody was ticked off before the day of the event."""
    return found.begins is not None and local(found.at).date() < local(found.begins).date()


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


# ---- what is recorded by hand ----


@dataclass(frozen=True, slots=True)
class OutreachRound:
    """Leaflets handed out, or visits made (`HOW`), on one day in one tổ dân phố."""

    day: date
    neighbourhood: str
    topic: str
    how: str


def mistakes(given: OutreachRound, businesses: Sequence[str], today: date) -> dict[str, str]:
    """What cannot be so, by field of the form: the name of the sentence."""
    found = {}
    if any(len(business) > LONGEST_BUSINESS for business in businesses):
        found["businesses"] = "business_too_long"
    if not businesses:
        found["businesses"] = "required"
    if given.day > today:
        found["day"] = "day"
    return found


def record(
    tx: Transaction, given: OutreachRound, businesses: Iterable[str], now: datetime, *, by: Staff
) -> None:
    """One row for each business that was reached."""
    for business in businesses:
        tx.reach.add_outreach(_outreach(tx, given, business, now, by))


def _outreach(
    tx: Transaction, given: OutreachRound, business: str, now: datetime, by: Staff
) -> Outreach:
    return Outreach(
        id=tx.reach.ids.next(),
        day=given.day,
        neighbourhood=given.neighbourhood,
        topic=given.topic,
        how=given.how,
        business=business,
        business_key=business_key(business, given.neighbourhood),
        recorded_by=by.name,
        created_at=at(given.day, local(now).time()),
    )


def record_told(
    tx: Transaction,
    given: OutreachRound,
    businesses: Iterable[BusinessLine],
    now: datetime,
    *,
    by: Staff,
) -> None:
    """The same of businesses of the register, each in the neighbourhood it is in."""
    for one in businesses:
        place = one.places[0].neighbourhood if one.places else given.neighbourhood
        row = _outreach(tx, replace(given, neighbourhood=place), one.business.code, now, by)
        tx.reach.add_outreach(replace(row, register_id=one.business.id))


def count_businesses(tx: Transaction, neighbourhood: str, businesses: int) -> None:
    """How many businesses a tổ has; 0: nobody has counted them."""
    if businesses:
        tx.reach.set_neighbourhood(neighbourhood, businesses)
    else:
        tx.reach.remove_neighbourhood(neighbourhood)


def read_counts(text: str, neighbourhoods: Sequence[str]) -> dict[str, int]:
    """`TDP 5; 120` on each line, or two columns of a sheet with or without headings -> how many
    businesses each tổ has. Nothing where a line says something else, or a tổ stands there twice."""
    found: dict[str, int] = {}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        read = _COUNTED.fullmatch(line)
        if read is None and not number and not any(char.isdecimal() for char in line):
            continue  # the headings
        place = read_neighbourhood(read["place"].strip(" ;:,|"), neighbourhoods) if read else ""
        count = read_whole(re.sub(r"[.,]", "", read["count"]), 0) if read else None
        if not place or fold(place) in _NO_PLACE or count is None or place in found:
            return {}
        found[place] = count
    return found
