"""A year told by kinds of days: seasons, Sundays, the fifteenth of the moon, parts of a day."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from content import workdays
from content.amounts import Amount, Period, amounts
from content.rests import Rest, count_of, rested
from content.revenue.spans import (
    COUNT,
    DAYS,
    FILL,
    MONTHS,
    NUMBER,
    SPELLED,
    UNIT,
    WEEKS,
    FromTo,
    in_words,
    put,
    span_of,
    sum_of,
)
from content.vietnamese import fold

# `phở ngày 2 triệu`, told of some days of the year only: see `_of_days`.
_TO = r"(?: ?(?:-|–|den|toi) ?(?:het )?(?:thang )?)"
_SEASON = re.compile(
    rf"\b(?:tu )?thang (?P<first>\d{{1,2}}){_TO}(?P<last>\d{{1,2}})\b(?! ?{UNIT})"
    rf"|\b(?P<count>[2-9]|hai|ba|bon|nam|sau|bay|tam) thang (?:he|dong|mua|nong|lanh|mua mua|mua"
    rf" kho"
    r"|cao diem|tet|nang|ret|cuoi nam|dau nam|du lich)\b"
)
_USUAL = re.compile(
    r"\b(?:ngay|hom|bua) (?:binh )?thuong\b|\bcon lai\b|\b(?:thang|ngay|mua|luc|hom) khac\b"
    r"|\bthang thuong\b|\bmay thang kia\b|\bngoai ra\b"
)
_SUNDAY, _SATURDAY = r"(?:chu nhat|cn)", r"(?:thu (?:bay|7)|t7)"
_MOON = re.compile(r"\b(?:ram|(?:mung|mong) (?:mot|1))\b")
_TET_DAYS = re.compile(
    rf"\b(?P<count>{COUNT}) (?:ngay|hom) (?:giap |can |ap )?tet\b"
    rf"|\b(?:giap |can |dip )?tet (?P<count2>{COUNT}) (?:ngay|hom)\b"
)
_END_OF_WEEK = re.compile(rf"\b(?:cuoi tuan|{_SATURDAY} ?(?:,|va|voi)? ?{_SUNDAY})\b")
_RESTED = re.compile(r"\b(?:nghi|dong cua|khong ban)\b")
_CUT = re.compile(r"[,.;:!?\n](?=\s|$)|(?=\bcon lai\b)|(?=\bcon (?:ngay|thang|hom|mua|chu nhat)\b)")


@dataclass(frozen=True, slots=True)
class _OfDays:
    """One clause: its sum, of a day or of a month, on how many days of the year; 0 for the rest.
    `of_tet`: of so many days before Tết, of which it is not said whether it is that of each."""

    span: FromTo
    days: float
    period: Period | None  # None where no time is said
    of_tet: bool = False


def by_days(text: str) -> str:
    """A year told by seasons, or by usual days, Sundays, the first and the fifteenth of the moon
    and days before Tết, as its sum; a line of two kinds of months only is read as it was said."""
    folded = fold(text)
    if not _USUAL.search(folded) or not any(
        kind.search(folded) for kind in (_SEASON, _MOON, _TET_DAYS)
    ):
        return text
    told, start, end = _clauses_told(text, folded)
    usual = [one for one in told if not one.days]
    told = [_of_each_day(one, usual) for one in told]
    daily = any(one.period is Period.DAY for one in told)
    if len(usual) != 1 or len(told) < 2 or not daily or not _are_of_days(told):
        return text
    off = sum(rested(folded).values())
    if Rest.TET in rested(folded) or off:
        end = max(
            [
                end,
                *(
                    one.end()
                    for one in re.finditer(
                        r"\bnghi [a-z0-9 ]*?(?:ngay|hom|bua|thang|tuan)\b", folded
                    )
                ),
            ]
        )
    left = DAYS - off - sum(one.days for one in told)
    if left <= 0:
        return text
    year = FromTo(0, 0)
    for one in told:
        days, months = one.days or left, one.period is Period.MONTH
        year = year + one.span * (round(days * MONTHS / DAYS) if months else days)
    year = year if off else _with_holidays(year)
    return put(text, start, end, f"doanh thu mot nam tron {in_words(year)}")


_OF_A_DAY = re.compile(r"\b(?:moi|mot|1|tung) (?:ngay|hom)\b|/ ?ngay\b")
_LEADS_A_CLAUSE = re.compile(
    r"(?<!\w)(?:mua he|he|mua|(?:tu )?thang|[2-9] thang|(?:hai|ba|bon|nam|sau) thang|ngay|hom"
    r"|bua|moi|mot"
    r"|con lai|ram|mung|mong|chu nhat|cn|cuoi tuan|tet|\d)(?!\w)"
)


def _of_each_day(one: _OfDays, usual: list[_OfDays]) -> _OfDays:
    """`mười ngày Tết 30 triệu`: of each of them, of all together, or of either, as it is beside
    what a usual day brings."""
    daily = len(usual) == 1 and usual[0].period is Period.DAY
    if not one.of_tet or not daily or not one.days:
        return one
    day, alone = usual[0].span, one.span * (1 / one.days)
    if alone.most < day.most:
        return one
    if one.span.most >= day.most * _TOO_MANY_TIMES:
        return replace(one, span=alone)
    return replace(one, span=FromTo(alone.least, one.span.most))


def _are_of_days(told: list[_OfDays]) -> bool:
    """Whether the sums are of a day each, or of a month where that is said: a day of one kind never
    brings a hundred times what another does, and `2 tháng Tết 150 triệu` is of no day."""
    rates = [
        one.span * (MONTHS / DAYS if one.period is Period.MONTH else 1)
        for one in told
        if one.span.most
    ]
    return max(one.most for one in rates) < _NOT_ONE_TRADE * min(one.most for one in rates)


_TOO_MANY_TIMES, _NOT_ONE_TRADE = 40, 100


def _with_holidays(year: FromTo) -> FromTo:
    """A year of every day, from what it is with Tết and the like rested: that was not said."""
    return FromTo(year.least * (DAYS - workdays.HOLIDAYS) / DAYS, year.most)


def _clauses_told(text: str, folded: str) -> tuple[list[_OfDays], int, int]:
    """What each clause tells, and from where to where they stand. A clause without a sum (`từ tháng
    5 đến tháng 9`) goes with the one before it, one that bounds it (`800 là cùng`) too."""
    cuts = [0, *(cut.end() for cut in _CUT.finditer(folded)), len(folded)]
    told: list[_OfDays] = []
    start, end, last = len(text), 0, None
    for begin, stop in pairwise(cuts):
        clause = folded[begin:stop]
        span, period = _rate_in(clause, last)
        days = _days_of(clause)
        if span is None:
            if days and told and not told[-1].days and not _RESTED.search(clause):
                told[-1] = _OfDays(told[-1].span, days, told[-1].period)
                end = stop
            continue
        if told and re.search(r"\bla cung\b", clause) and not days:
            most = max(told[-1].span.most, span.most)
            told[-1] = _OfDays(FromTo(told[-1].span.least, most), told[-1].days, told[-1].period)
        elif days is not None or _USUAL.search(clause) or not told:
            of_tet = bool(_TET_DAYS.search(clause)) and not _OF_A_DAY.search(clause)
            told.append(_OfDays(span, days or 0, period, of_tet))
        else:
            return [], 0, 0  # a sum of something else
        last = told[-1]
        lead = _LEADS_A_CLAUSE.search(clause)
        start, end = min(start, begin + (lead.start() if lead else 0)), stop
    while end > start and folded[end - 1] in " ,.;:!?\n":
        end -= 1
    return told, start, end


_HUNDREDS = re.compile(
    rf"(?P<number>{NUMBER}(?: ?(?:-|–|den|toi) ?{NUMBER})?|{SPELLED})(?: la cung)?[ ,.;:!?]*$"
)


def _rate_in(clause: str, last: _OfDays | None) -> tuple[FromTo | None, Period | None]:
    """The one sum of a clause and its time, which is that of the clause before where none is said;
    its unit as of the clause before where it has none."""
    before = last.period if last else None
    for pattern in (_SEASON, _TET_DAYS, _MOON, re.compile(_SATURDAY)):
        clause = pattern.sub(" ", clause)
    found = amounts(clause)
    bare = None if found or _RESTED.search(clause) else _HUNDREDS.search(clause)
    if bare and (len(bare["number"].split()) > 1 or bare["number"][0].isdecimal()):
        hundreds = "tram" in bare["number"] or re.match(r"\d{3}", bare["number"])
        of_day = before is Period.DAY or re.search(r"\b(?:ngay|hom|bua)\b", clause)
        unit = "nghin" if hundreds and of_day else "trieu"
        found = amounts(f"{bare['number']} {unit}")
    if len(found) != 1:
        return None, before
    [item] = found
    by_month = item.period is Period.MONTH or re.search(r"\b(?:/|mot|moi|1) ?thang\b", clause)
    by_day = item.period is Period.DAY or re.search(r"\b(?:ngay|hom|bua)\b", clause)
    period = Period.MONTH if by_month and not by_day else Period.DAY if by_day else before
    return sum_of(item), period


_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _days_of(clause: str) -> float | None:
    """On how many days of the year a clause is of; None where it says none."""
    if found := _SEASON.search(clause):
        if found["count"]:
            return count_of(found["count"]) * DAYS / MONTHS
        first, last = int(found["first"]), int(found["last"])
        if not 1 <= first <= 12 or not 1 <= last <= 12:
            return None
        months = [*range(first, last + 1)] or [*range(first, 13), *range(1, last + 1)]
        return float(sum(_LENGTHS[month - 1] for month in months))
    if found := _TET_DAYS.search(clause):
        count = span_of(found["count"] or found["count2"])
        return count.most if count else None
    if moons := len({*_MOON.findall(clause)}):
        return float(moons * MONTHS)
    if _END_OF_WEEK.search(clause):
        return 2.0 * WEEKS
    return float(WEEKS) if re.search(rf"\b(?:{_SUNDAY}|{_SATURDAY})\b", clause) else None


# `sáng bán 2 triệu 8, chiều có bữa triệu rưỡi`; `chiều thì nửa tháng có nửa tháng không`.
_PART_OF_DAY = r"(?:sang|trua|chieu|toi|dem)"
_DAY_PARTS = re.compile(
    rf"\b(?:buoi )?(?P<part>{_PART_OF_DAY})\b(?! (?:nay|qua|nam|thu|\d))(?: (?:thi|ban|toi|em"
    rf"|chi|duoc"
    rf"|dc|khoang|chung|tam|lam|mo|o|quan|chay|co))*?(?: (?!nghi|co\b)[a-z]+){{0,2}}?(?P<some>"
    rf" (?:co|duoc|hom|bua|thinh thoang)"
    rf" ?(?:bua|hom|ngay)(?: co (?:bua|hom|ngay) khong)?)? {FILL}$"
)
HALF_THE_DAYS = re.compile(
    rf"\b(?P<part>{_PART_OF_DAY})(?: [a-z]+){{0,3}} nua thang(?: co| ban| mo)*(?: nua thang"
    rf" (?:khong|nghi))?"
    r"|\b(?:nua thang (?:co|ban) nua thang (?:khong|nghi)|cach ngay|ngay co ngay khong"
    r"|hom co hom khong|nua thang moi (?:co|ban)|chi (?:ban |co |mo )?nua thang)"
)


def by_parts_of_day(text: str) -> str:
    """What is sold in the morning and, not every day, in the afternoon, as a year's sum."""
    folded, found = fold(text), amounts(text)
    spots: list[tuple[Amount, re.Match[str]]] = []
    for place, item in enumerate(found):
        begin = found[place - 1].end if place else 0
        if item.period in (None, Period.DAY) and (
            spot := _DAY_PARTS.search(folded[begin : item.start])
        ):
            spots.append((item, spot))
    if len(spots) != 2 or len(found) != 2 or not any(spot["some"] for _, spot in spots):
        return text
    half = HALF_THE_DAYS.search(folded)
    off = sum(rested(folded).values())
    if _A_MONTH_OFF.search(folded) and not off:
        off = (count_of(_A_MONTH_OFF.search(folded)["count"]) or 0) * MONTHS  # type: ignore[index]
    year = FromTo(0, 0)
    for item, spot in spots:
        span = FromTo(item.value, item.value) if spot["some"] else sum_of(item)
        if span is None:
            return text
        if spot["some"]:
            span = span * 0.5 if half else FromTo(0, span.most)
        year = year + span
    first = found[0].start - len(spots[0][1][0])
    year = year * (DAYS - off)
    words = f" doanh thu mot nam tron {in_words(year if off else _with_holidays(year))}"
    gone = [(one.start(), one.end()) for one in _A_MONTH_OFF.finditer(folded)]
    gone += [(half.start(), half.end())] if half else []
    for start, end in sorted(gone, reverse=True):
        if start >= found[1].end:
            text = put(text, start, end, "")
    return put(text, first, found[1].end, words)


_A_MONTH_OFF = re.compile(
    rf"\b(?:mot |moi |1 )?thang nghi(?: het| khoang| chung| tam)* (?P<count>{COUNT}) (?:ngay|bua"
    rf"|hom|buoi)\b"
)
