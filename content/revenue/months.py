"""Which months of the year a figure is of: `quý 1`, `6 tháng đầu năm`, `tháng 11 12 mỗi tháng`.

Figures of parts that make up the whole year are that year's revenue; a month's usual figure
(`mỗi tháng 80 triệu, tháng 12 150 triệu`) is that of the months of which nothing else is told.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from content import workdays
from content.amounts import Bound, Period
from content.revenue.bounds import RATES
from content.revenue.figures import Figure
from content.revenue.shops import PLACE
from content.revenue.told import id_of
from content.vietnamese import fold

MONTHS_A_YEAR = 12
_ALL = frozenset(range(1, MONTHS_A_YEAR + 1))
_M = rf"(0?[1-9]|1[0-2])(?![-–./\d])(?! ?{PLACE}\b)"
_N = r"([2-9]|1[01]|hai|ba|bon|nam|sau|bay|tam|chin|muoi|muoi mot)"
_COUNTS = {
    "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "muoi mot": 11,
}  # fmt: skip
QUARTER = r"(1|2|3|4|mot|hai|ba|bon|tu|i{1,3}|iv)"  # which one, behind its word
_QUARTER = re.compile(rf"\bquy {QUARTER}\b")
QUARTERS = {
    "1": 1, "mot": 1, "i": 1, "2": 2, "hai": 2, "ii": 2, "3": 3, "ba": 3, "iii": 3,
    "4": 4, "bon": 4, "tu": 4, "iv": 4,
}  # fmt: skip
_HALF = re.compile(r"\bnua (?:nam )?(dau|cuoi|sau)\b")
_FIRST = re.compile(rf"\b{_N} thang (dau|cuoi)\b")
_UNTIL = re.compile(rf"\bdau nam (?:cho )?(?:den|toi|-) (?:het |cuoi )?thang {_M}")
_SPAN = re.compile(rf"\bthang {_M} ?(?:den|toi|-|–) ?(?:het |cuoi )?(?:thang )?{_M}")
_FROM = re.compile(rf"\btu thang {_M}")
_UNTIL_NOW = re.compile(r"\b(?:den|toi) (?:gio|nay|bay gio|hom nay)\b")
# `mỗi tháng 90 triệu làm 6 tháng`
_SO_LONG = re.compile(
    rf"^ ?(?:dong )?(?:(?:moi|mot|1|/) ?thang )?(?:lam|ban|mo|trong|duoc)(?: trong| duoc)? {_N}"
    r" thang(?= ?(?:$|[,.;]|thoi\b))"
)
_LISTED = re.compile(rf"\bthang {_M}((?:(?:,| va|,? thang)? {_M})*)")
_SOME = re.compile(rf"(?<!thu )\b{_N} thang (?=[a-z])(?!mot|moi|nay|qua|truoc|roi|gan|nghi)")
_MOST_OF_IT = 6  # `11 tháng được 1 tỷ 050`: all of them together
_TAKEN = re.compile(
    r"(?:nay |roi |qua |toi |em |minh |ban |thu |moi |da )*(?:duoc|dc|thu ve|tong)\b"
)
_OF_TET = re.compile(r"(?<!moi )\bthang (?:tet|chap|gieng)\b")
# The months of which nothing else is told.
_REST = re.compile(
    r"\b(?:may|cac|nhung) thang (?:con lai|kia|khac|thuong|binh thuong)\b|\bcon lai\b"
    r"|\bthang (?:khac|thuong|binh thuong)\b"
)
_REST_UNSAID = re.compile(
    rf"(?:{_REST.pattern})(?: (?:moi|mot|1|thi|la|ban|duoc|khoang|chung|tam|co|deu))*(?: thang)?"
    r"(?: (?:ban|duoc|khoang|chung|tam|co))*"
    r" (?P<number>\d{1,3}(?:[.,]\d)?(?:[-–]\d{1,3}(?:[.,]\d)?)?)(?= ?(?:$|[,.;!?]))"
)
_UNIT = re.compile(r"\d ?(trieu|tr|nghin|ngan|k)\b")
# So much in each of several months, and not in all of them.
_EACH = re.compile(r"\b(?:moi|mot|1|hang|tung) thang\b|\bthang nao cung\b")
_EACH_BEHIND = re.compile(r"^ ?(?:dong )?(?:/|mot |moi |1 )? ?(?:thang|th)\b(?! (?:\d|nay))")
_EACH_BEFORE = re.compile(r"(?<!\d )\bthang(?: (?:ban|duoc|thu|khoang|chung|tam|co|chi))* $")

# `60 triệu/tháng`: the time of the figure itself.
OWN_PERIOD = re.compile(
    r"^ *(?:dong )?(?:(?:/|mot|moi|1) ?(?:ngay|dem|tuan|thang|th|quy|nam)\b"
    r"|(?:ngay|dem|tuan|thang|quy|nam)\b(?! \d))"
)


@dataclass(frozen=True, slots=True)
class Months:
    """How many months a figure is of; which, where they are named; whether it is said that the
    sum is of all of them together (`quý 1`, `6 tháng đầu năm`). `open`: until now, so that what is
    told of later months is not of these."""

    count: int
    months: frozenset[int] = frozenset()
    whole: bool = False
    open: bool = False


def part_of(figure: Figure) -> Months | None:
    """The months a figure is of; None where none are named, so that it is of any."""
    for text in (figure.left, OWN_PERIOD.sub("", figure.right)):
        rate = figure.amount.period in RATES
        if part := _named(workdays.without(text, of_a_rate=rate)):
            return part
        if _REST.search(figure.left):
            return None  # what stands behind is of the next one
    so_long = _SO_LONG.match(figure.right)
    return Months(_count_of(so_long[1])) if so_long else None


def as_a_year(figures: Sequence[Figure]) -> list[Figure] | None:
    """Figures of parts that make up the year, each with its own sum; None where they do not."""
    parts = _until_the_next([part_of(figure) for figure in figures])
    usual = [place for place, part in enumerate(parts) if part is None]
    if len(usual) == len(figures) or len(usual) > 1 or not _is_one_source(figures):
        return None
    if any(part and part.open for part in parts):
        return None  # nothing is told of the months to come
    told = sum(part.count for part in parts if part)
    named = [part.months for part in parts if part]
    if told > MONTHS_A_YEAR or len(frozenset().union(*named)) != sum(map(len, named)):
        return None
    if usual and (told == MONTHS_A_YEAR or not _is_of_months(figures[usual[0]])):
        return None
    figures = _each_where_less(figures, parts, usual)
    rest = Months(MONTHS_A_YEAR - told)
    told_each = any(part and _is_each(one, part) for one, part in zip(figures, parts, strict=True))
    if usual and told_each:  # `..., các tháng còn lại 10 triệu`, too
        figures = [_of_a_month(one) if place in usual else one for place, one in enumerate(figures)]
    if not usual and rest.count:
        return None
    found = [of_part(one, part or rest) for one, part in zip(figures, parts, strict=True)]
    return [one for one in found if one] if all(found) else None


def _each_where_less(
    figures: Sequence[Figure], parts: Sequence[Months | None], usual: Sequence[int]
) -> list[Figure]:
    """The figures, of each of its months one that would be less than a usual month's were it of all
    of them: `tháng thường 40tr, tháng 2 3 10 11 thì 120tr`."""
    if len(usual) != 1 or figures[usual[0]].amount.period is not Period.MONTH:
        return list(figures)
    month = figures[usual[0]].amount.value
    return [
        _of_a_month(one)
        if part and part.months and not part.whole and one.amount.value <= month * part.count
        else one
        for one, part in zip(figures, parts, strict=True)
    ]


def _until_the_next(parts: Sequence[Months | None]) -> list[Months | None]:
    """The parts, one that is told until now up to the first month told behind it."""
    bound: list[Months | None] = []
    for place, part in enumerate(parts):
        later = [month for one in parts[place + 1 :] if one for month in one.months]
        if part and part.open and part.months.intersection(later):
            months = frozenset(month for month in part.months if month < min(later))
            part = Months(len(months), months, whole=True)
        bound.append(part)
    return bound


def _count_of(word: str) -> int:
    return _COUNTS.get(word) or int(word)


def with_unit(text: str) -> str:
    """The line with its unit where the rest of the months was told without it: `2 tháng Tết 150
    triệu, còn lại tháng 20`."""
    folded = fold(text)
    found = _REST_UNSAID.search(folded)
    unit = next(iter(_UNIT.findall(folded[: found.start()])), "") if found else ""
    return f"{text[: found.end()]} {unit}{text[found.end() :]}" if found and unit else text


def _of_a_month(figure: Figure) -> Figure:
    return replace(figure, amount=replace(figure.amount, period=Period.MONTH))


def _is_of_months(figure: Figure) -> bool:
    if figure.amount.period is Period.MONTH:
        return True
    return figure.amount.period is None and _REST.search(figure.left) is not None


def of_part(figure: Figure, part: Months) -> Figure | None:
    """A figure as the sum of its months; where it is not said whether it is one month's or that of
    all of them, it is between the two."""
    item, times = figure.amount, part.count if _is_each(figure, part) else 1
    if times == 1 and part.count > 1 and not part.whole:
        if item.bound is not None:
            return None
        most = item.value * part.count
        item = replace(item, value=most, least=item.value, bound=Bound.UNCLEAR, period=Period.YEAR)
        return replace(figure, amount=item, is_part=True)
    least = item.least and item.least * times
    amount = replace(item, value=item.value * times, least=least, period=Period.YEAR)
    return replace(figure, amount=amount, is_part=True)


def _is_one_source(figures: Sequence[Figure]) -> bool:
    """Whether nothing says that they are of several trades or places."""
    return len({id_of(figure.trade.named) for figure in figures if figure.trade}) <= 1


def _is_each(figure: Figure, part: Months) -> bool:
    if not part.whole and figure.amount.period is Period.MONTH:
        return True  # the usual month's
    return bool(
        _EACH.search(figure.left)
        or _EACH_BEFORE.search(figure.left)
        or _EACH_BEHIND.search(figure.right)
    )


def _named(text: str) -> Months | None:
    if found := _QUARTER.search(text):
        last = 3 * QUARTERS[found[1]]
        return Months(3, frozenset(range(last - 2, last + 1)), whole=True)
    if found := _HALF.search(text):
        months = range(1, 7) if found[1] == "dau" else range(7, 13)
        return Months(6, frozenset(months), whole=True)
    if found := _FIRST.search(text):
        count = _count_of(found[1])
        months = range(1, count + 1) if found[2] == "dau" else range(13 - count, 13)
        return Months(count, frozenset(months), whole=True)
    if found := _UNTIL.search(text):
        return Months(int(found[1]), frozenset(range(1, int(found[1]) + 1)), whole=True)
    if found := _SPAN.search(text):
        span = _months(range(int(found[1]), int(found[2]) + 1))
        return span and replace(span, whole=bool(_TAKEN.match(text[found.end() :].lstrip())))
    if found := _FROM.search(text):
        since = _months(range(int(found[1]), MONTHS_A_YEAR + 1))
        now = _UNTIL_NOW.search(text) is not None
        return replace(since, whole=now, open=now) if since else None
    if found := _LISTED.search(text):
        return _months(map(int, re.findall(r"\d+", found[0])))
    if found := _SOME.search(text):
        count = _count_of(found[1])
        return Months(count, whole=count >= _MOST_OF_IT and bool(_TAKEN.match(text[found.end() :])))
    if _OF_TET.search(text):
        return Months(1)
    return None


def _months(named: Iterable[int]) -> Months | None:
    months = frozenset(named)
    return Months(len(months), months) if months and months <= _ALL else None
