"""So much each time, so often: `tuần live 3 bữa, mỗi bữa 6-8tr`, `ngày 3 triệu, chừng 300 ngày`."""

import re

from content import workdays
from content.amounts import Period, amounts
from content.rests import rested
from content.revenue.spans import (
    COUNT,
    DAYS,
    DIGIT,
    FILL,
    MONTHS,
    TEN,
    WEEKS,
    in_words,
    put,
    span_of,
    sum_of,
)
from content.vietnamese import fold

# `tuần live 3 bữa, mỗi bữa 6-8tr`; `mỗi suất chiếu 4 triệu, tháng 9 suất`.
_TIME = (
    r"(?P<{}>bua|buoi|phien|ca|lan|dam|tiec|mam|tour|suat|show|chuyen|dot|live|hop dong|hom|ngay"
    r"|cong trinh|may|khoa|lop|tran|cuoc|keo|me|tau)"
)
_PERIOD = r"(?P<{}>ngay|tuan|thang|nam)"
_SO_OFTEN = re.compile(
    rf"\b(?:(?:mot|1|moi|hang|ca|trong) ?)?{_PERIOD.format('per')}(?: [a-z]+){{0,3}}?"
    rf" (?P<count>{COUNT}) {_TIME.format('time')}\b"
    rf"|\b(?P<count2>{COUNT}) {_TIME.format('time2')}(?: [a-z]+)? ?(?:/|mot|moi|1) ?"
    rf"{_PERIOD.format('per2')}\b"
)
_EACH = re.compile(rf"\b(?:moi|mot|1|tung) {_TIME.format('time')}\b")
_EVERY_OTHER = re.compile(r"\bcach (?:ngay|tuan|hom)\b")
_CLAUSES_APART = 40  # letters


def by_times(text: str) -> str:
    """The line with so much each time, so many times a week or month, as the sum of that; of so
    many times a day and days a month as that month's."""
    folded = fold(text)
    chain = list(_SO_OFTEN.finditer(folded))
    each = next((one for one in _EACH.finditer(folded)), None)
    if not chain or each is None or _EVERY_OTHER.search(folded):
        return text
    first = next((one for one in chain if (one["time"] or one["time2"]) == each["time"]), None)
    item = next((one for one in amounts(text) if one.start >= each.end()), None)
    if first is None or item is None or not _is_beside(folded, each.end(), item.start):
        return text
    span, pers = sum_of(item), [first["per"] or first["per2"]]
    counts = [span_of(first["count"] or first["count2"])]
    for more in chain:  # `ngày hai chuyến, tháng 22 ngày`
        if (more["time"] or more["time2"]) == pers[-1] and more is not first:
            pers.append(more["per"] or more["per2"])
            counts.append(span_of(more["count"] or more["count2"]))
    of_days = (first["time"] or first["time2"]) in ("ngay", "hom")
    if span is None or None in counts or of_days:
        return text
    for count in counts:
        span = span * count if count else span
    spots = [each, first, *(one for one in chain if one is not first and len(pers) > 1)]
    start = min(spot.start() for spot in spots)
    end = max([item.end, *(spot.end() for spot in spots)])
    words = f"doanh thu moi {pers[-1]} {in_words(span)}"
    of_year = {"thang": MONTHS, "tuan": WEEKS}.get(pers[-1], 0)
    if of_year and (len(pers) > 1 or (pers[-1] == "tuan" and not rested(folded))):
        words = f"doanh thu mot nam tron {in_words(span * of_year)}"
    return put(text, start, end, words)


_NOTHING_ELSE = re.compile(rf"[ ,:]*(?:(?!tra|het|mat|lai|loi|tru|chi)[a-z]+ ){{0,3}}?{FILL}")


def _is_beside(folded: str, start: int, end: int) -> bool:
    return end - start < _CLAUSES_APART and _NOTHING_ELSE.fullmatch(folded[start:end]) is not None


# `một ngày 3 đến 4 triệu, đi chợ chừng ba trăm ngày`: so much on so many days of the year.
_YEAR_DAYS = re.compile(
    rf"[ ,]*(?:[a-z]+ ){{0,4}}?{FILL}(?P<count>\d{{3}}|(?:hai|ba) tram(?: {DIGIT}){{0,2}}) ngay\b"
    r"(?: ?(?:mot|moi|/|1|trong|ca) ?nam\b)?"
)


def by_days_of_year(text: str) -> str:
    """So much a day, on so many days: days of the year, so that they are heard as such."""
    folded = fold(text)
    if workdays.tells(text):
        return text
    for item in amounts(text):
        behind = re.match(r" ?(?:/|mot|moi|1) ?(?:ngay|hom|bua)\b", folded[item.end :])
        begin = item.end + (behind.end() if behind else 0)
        days = _YEAR_DAYS.match(folded, begin) if item.period is Period.DAY else None
        count = span_of(days["count"]) if days else None
        if days is None or count is None or not TEN * TEN <= count.most <= DAYS:
            continue
        told = put(text, begin, days.end(), f", mot nam ban {count.most:.0f} ngay")
        lead = re.search(rf"(?:\b(?:mot|moi|1) )?\b(?:ngay|hom|bua) {FILL}$", folded[: item.start])
        return put(told, lead.start(), lead.start(), "doanh thu ") if lead else told
    return text
