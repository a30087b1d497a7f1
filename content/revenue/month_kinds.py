"""A year told by kinds of months: those so far and those left, some that bring more; and what comes
back of it."""

import re

from content.amounts import Period, amounts
from content.rests import count_of
from content.revenue.spans import FILL, MONTHS, NUMBER, SPELLED, UNIT, FromTo, in_words, put, sum_of
from content.vietnamese import fold

# `từ tháng 1 đến hết tháng 11 được 780tr, tháng 12 thêm 90 nữa`.
_SO_FAR = re.compile(
    r"\b(?:tu )?(?:dau nam|thang (?:1|gieng|mot)) ?(?:den|toi|-) ?(?:het |cuoi )?thang"
    r" (?P<last>\d{1,2})\b"
    r"|\b(?P<count>9|10|11|chin|muoi mot|muoi) thang (?:dau nam|qua|nay|dau|roi|vua roi)\b"
)
_THEN = re.compile(
    rf"\b(?:con )?(?:(?:rieng )?thang (?P<month>1[0-2]|chap|muoi hai)|(?P<left>[1-3]|mot|hai|ba)"
    rf" thang (?:con lai|cuoi(?: nam)?|nua)|(?P<rest>thang cuoi(?: nam)?))\b(?P<each> moi thang)?"
    rf"(?: (?:nua|nay|toi))?[ ,]*{FILL}(?:them |cong |duoc |khoang )*(?P<number>{NUMBER}|{SPELLED})"
    rf"(?: ?(?P<unit>{UNIT})\b)?(?P<monthly> ?(?:mot|moi|/|1) ?thang\b)?(?: nua\b)?"
)


def by_rest_of_year(text: str) -> str:
    """What was sold so far and what the months left will bring, as the year's."""
    folded = fold(text)
    far = _SO_FAR.search(folded)
    then = next((one for one in _THEN.finditer(folded) if far and one.start() > far.end()), None)
    item = next((one for one in amounts(text) if far and one.start >= far.end()), None)
    if far is None or then is None or item is None or item.end > then.start():
        return text
    last = int(far["last"]) if far["last"] else count_of(far["count"])
    span, unit = sum_of(item), then["unit"] or "trieu"
    more = next(iter(amounts(f"{then['number']} {unit}")), None)
    left = count_of(then["left"]) if then["left"] else 1
    if span is None or more is None or last + left != MONTHS:
        return text
    if item.period is Period.MONTH and folded[item.end : item.end + 12].strip().startswith(
        ("mot thang", "moi thang", "/", "1 thang")
    ):
        return text
    rest = (sum_of(more) or FromTo(more.value, more.value)) * (
        left if then["monthly"] or then["each"] else 1
    )
    words = f"doanh thu mot nam tron {in_words(span + rest)}"
    return put(text, far.start(), then.end(), words)


# `tháng bốn mươi lăm năm mươi triệu, có tháng sáu mươi`: from the least to the most of a month.
_SOME_MONTHS = re.compile(
    rf"[ ,.]*(?:(?:ma|cung|nhung|roi|va) )*(?:co|duoc) thang {FILL}(?:len |xuong |toi |chi )*"
    rf"(?P<number>{NUMBER}|{SPELLED})(?: ?(?P<unit>{UNIT})\b)?(?= ?(?:$|[,.;!?]| thoi| nhe| a\b))"
)


def by_some_months(text: str) -> str:
    """The usual month's sum and that of some, as the least and the most of a month."""
    folded = fold(text)
    for item in amounts(text):
        behind = re.match(r" ?(?:/|mot|moi|1) ?thang", folded[item.end :])
        end = item.end + (behind.end() if behind else 0)
        found, span = _SOME_MONTHS.match(folded, end), sum_of(item)
        monthly = item.period is Period.MONTH or re.search(
            rf"\bthang {FILL}$", folded[: item.start]
        )
        if found is None or span is None or not monthly:
            continue
        more = next(iter(amounts(f"{found['number']} {found['unit'] or 'trieu'}")), None)
        if more is None or not span.least / 5 < more.value < span.most * 5:
            continue
        both = FromTo(min(span.least, more.value), max(span.most, more.value))
        lead = re.search(rf"(?:\b(?:mot|moi|1) )?\bthang {FILL}$", folded[: item.start])
        return put(
            text,
            lead.start() if lead else item.start,
            found.end(),
            f"doanh thu moi thang {in_words(both)}",
        )
    return text


# `tháng trăm mốt, tết gấp đôi`: one month of so many times as much.
_MANY_TIMES = re.compile(
    r"[ ,.]*(?:(?:rieng|con|ma|nhung|den|dip) )*(?:thang )?(?P<season>tet|giap tet|can tet|cuoi nam"
    r"|ram thang bay|thang chap)(?: thi| duoc| ban| khoang| chung| tam)* (?:gap|bang|x)"
    r" ?(?P<times>doi"
    r"|ruoi|hai|ba|2|3|1[.,]5)(?: lan)?\b"
)
_TIMES = {"doi": 2.0, "ruoi": 1.5, "hai": 2.0, "ba": 3.0, "2": 2.0, "3": 3.0}


def by_many_times(text: str) -> str:
    """A usual month and one of so many times as much, as the year's sum."""
    folded, found = fold(text), amounts(text)
    if len(found) != 1:
        return text
    [item] = found
    behind = re.match(r" ?(?:/|mot|moi|1) ?thang", folded[item.end :])
    end = item.end + (behind.end() if behind else 0)
    more, span = _MANY_TIMES.match(folded, end), sum_of(item)
    lead = re.search(rf"(?:\b(?:mot|moi|1) )?\bthang {FILL}$", folded[: item.start])
    if more is None or span is None or not (item.period is Period.MONTH or lead):
        return text
    year = span * (MONTHS - 1 + _TIMES.get(more["times"], 1.5))
    start = lead.start() if lead else item.start
    return put(text, start, more.end(), f"doanh thu mot nam tron {in_words(year)}")


# `bom hàng nhiều, mất tầm 10%`: what comes back was not sold.
RETURNED = re.compile(
    r"(?<![a-z0-9])[ ,.;]*(?:(?:ma|nhung|bi|hay|khach|don|hang|va|cung|tai|co) )*(?:boom|bom|bum"
    r"|hoan|huy don|tra hang"
    r"|hoan hang|hoan don|tra lai)(?: (?!tien\b)[a-z]+){0,6}? (?P<share>\d{1,2}) ?(?:%|phan"
    r" tram)(?: (?:ak|a|nha|don|hang))*"
)


def without_returned(text: str) -> str:
    """The sums without the hundredths that come back."""
    found = RETURNED.search(fold(text))
    if found is None:
        return text
    kept = 1 - int(found["share"]) / 100
    text = put(text, found.start(), found.end(), "")
    for item in reversed(amounts(text)):
        if (span := sum_of(item)) and item.end <= found.start():
            text = put(text, item.start, item.end, in_words(span * kept))
    return text
