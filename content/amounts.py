"""Amounts and months as people write them: `900tr`, `1 tỷ 2`, `một tỷ rưỡi`, `mỗi ngày 2 triệu`.
What they mean a year is read in `content.revenue`.

Read from folded text, so marks do not matter. Amounts are in đồng.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from content.amount_marks import (
    BETWEEN,
    NOT_A_PERIOD,
    PERIODS,
    Bound,
    Period,
    bound_of,
    ends_of,
    period_of,
    some_more,
)
from content.spelled import ALONE, BREAK, DIGITS, HALF, TOKEN, UNITS, YEAR_NUMBER, number, tokens_of
from content.vietnamese import fold

__all__ = ["Amount", "Bound", "Period", "amount", "amounts", "names_unit", "opening_month"]

_LARGEST = 10**15  # more is a slip of the finger


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` in đồng; `period` when one was named; `before` are the two words before it; `bound`
    when it is not one figure, which is asked for, never guessed: of `2 đến 3 tỷ`, `lúc 90 lúc 120
    triệu`, `least` is the smaller one. `start` and `end` are its place in the folded text."""

    value: int
    period: Period | None = None
    before: tuple[str, ...] = ()
    bound: Bound | None = None
    least: int | None = None
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


# What leads to `tỷ rưỡi`, `tỷ hai`, where the one is unsaid; and the tenths that follow it.
_LEADS = BETWEEN | {"hon", "gan", "thang", "nam", "quy", "ngay", "nay", "ngoai", "la", "chac"}
_NO_LEADS = frozenset({"cong", "toi", "em", "anh", "chi", "ong", "ba", "ten", "co", "chu", "bac"})
_TENTHS = frozenset({"mot", "hai", "ba", "tu", "bay", "tam", "chin"})
_COUNTED = frozenset({"cai", "phong", "gian", "nguoi", "chiec"})
_PLACES = frozenset({"quan", "tiem", "shop", "sap"})  # counted, or what `1 tỷ 2 quán phở` is of


def amounts(text: str) -> list[Amount]:
    """Every amount of money in a message, in order."""
    return list(_amounts(text))


@lru_cache(maxsize=256)  # one message is asked for its amounts from several sides
def _amounts(text: str) -> tuple[Amount, ...]:
    tokens, spots = tokens_of(text)
    found: list[Amount] = []
    place = 0
    while place < len(tokens):
        last = found[-1].period if found else None
        read = _amount(tokens, place) or _unit_unsaid(tokens, place, last)
        if read is None:
            place += 1
            continue
        value, after = read
        if 0 < value <= _LARGEST:
            before = tuple(tokens[max(0, place - 2) : place])
            bound = bound_of(tokens, place, after)
            period = period_of(tokens, place, after, bound)
            if period is None and tokens[after - 1] in ("tram", "chuc"):
                period = last
            ends = ends_of(tokens, place, value) if bound is Bound.UNCLEAR else None
            least, value = (ends.least, ends.most) if ends else (None, value)
            start, end = spots[ends.place if ends else place].start(), spots[after - 1].end()
            found.append(Amount(value, period, before, bound, least, start, end))
        place = after
    return tuple(_worked_out(fold(text), found))


def names_unit(said: str) -> bool:
    """Whether the words of an amount name its unit, or write it out in figures."""
    tokens, _ = tokens_of(said)
    return any(token in UNITS or token == ALONE or len(token) >= _WRITTEN_OUT for token in tokens)


_WRITTEN_OUT = 7


def amount(text: str) -> int | None:
    """The one amount of a short answer (`900tr`, `1.600.000.000`); None when there is none, more
    than one, or one that is no single figure."""
    found = amounts(text)
    return found[0].value if len(found) == 1 and found[0].bound is None else None


_OPENED = re.compile(
    r"\b(?:mo|khai truong|bat dau|kinh doanh|ban|thanh lap|dang ky)\b[a-z ]{0,30}?"
    r"\bthang (\d{1,2}|[a-z]+)\b(?: (hai|mot)\b)?"
)


def opening_month(text: str) -> int | None:
    """The month (1 to 12) a business says it opened in."""
    match = _OPENED.search(" ".join(TOKEN.findall(fold(text))))
    if match is None:
        return None
    word, tail = match[1], match[2]
    if word.isdecimal():
        month = int(word)
    elif word == "gieng":
        month = 1
    elif word == "chap":
        month = 12
    elif word == "muoi":
        month = 10 + DIGITS.get(tail or "", 0)
    else:
        month = DIGITS.get(word, 0)
    return month if 1 <= month <= 12 else None


def _amount(tokens: list[str], start: int) -> tuple[int, int] | None:
    """(đồng, place after) of the amount that begins at `start`."""
    if half := _half_alone(tokens, start):
        return half
    count, after = number(tokens, start)
    if count is None:
        return None
    if more := some_more(tokens, start):
        _, count, after = more
    unit = UNITS.get(tokens[after]) if after < len(tokens) else None
    agrees = tokens[after : after + 2] in _AGREES
    if unit is not None and (agrees or _PHONE.fullmatch(tokens[start])):
        return None  # `0911222333 đồng ý nhé`
    if unit is not None and tokens[after] == "m" and tokens[after + 1 : after + 2] == ["2"]:
        return None  # square metres
    if unit is None:
        plain = tokens[start].replace(".", "").replace(",", "")
        # A long figure, written out, needs no unit.
        whole = plain.isdecimal() and not plain.startswith("0")  # not a phone number
        long_figure = after == start + 1 and whole and len(plain) >= 7
        return (int(plain), after) if long_figure else None
    if thousands := _thousand_millions(tokens, count, after):
        return thousands
    total, after = round(count * unit), after + 1
    if after < len(tokens) and tokens[after] == HALF:
        return total + unit // 2, after + 1
    if tokens[after : after + 1] == ["khong"] and tokens[after + 1 : after + 2] != ["tram"]:
        return total, after  # `56 triệu không phải 65`: no nought
    tenths = count == int(count) and (unit >= UNITS["ty"] or count < _HUNDRED)
    rest = _rest(tokens, after, unit, tenths=tenths)
    return (total + rest[0], rest[1]) if rest else (total, after)


def _thousand_millions(tokens: list[str], count: float, unit: int) -> tuple[int, int] | None:
    """`1 nghìn 2 trăm triệu`, `1 ngàn triệu`: thousands that count millions."""
    if tokens[unit] not in ("nghin", "ngan"):
        return None
    more, after = number(tokens, unit + 1)
    if tokens[after : after + 1] not in (["trieu"], ["tr"]):
        return None
    return round((count * 1000 + (more or 0)) * UNITS["trieu"]), after + 1


_PHONE = re.compile(r"0\d{2,3}|0\d{8,10}")  # or its first part
_AGREES = (["dong", "y"], ["dong", "tinh"], ["dong", "thuan"])
_HUNDRED = 100  # "900 triệu ba con nhỏ": a hundred millions have no tenths


def _half_alone(tokens: list[str], start: int) -> tuple[int, int] | None:
    """`tỷ rưỡi`, `triệu hai`, `gần tỷ`, `nửa tỷ`: one of the unit, or half of it, unsaid."""
    first = "ty" if tokens[start] == ALONE else tokens[start]
    following, then = ([*tokens[start + 1 : start + 3], "", ""])[:2]
    if first == "nua" and following in _ALONE_UNITS:
        return UNITS[following] // 2, start + 2
    if first not in ("ty", "ti", "trieu"):
        return None
    before = tokens[start - 1] if start else ""
    unit = UNITS[first]
    if not _may_be_one(tokens[start], before, following):
        return None
    if following == HALF:
        return unit + unit // 2, start + 2
    tenth = DIGITS[following] if following in _TENTHS else 6 if following == "6" else 0
    again = [*tokens[start + 2 : start + 4], "", ""][:2]
    if tenth and again[0] == first and DIGITS.get(again[1]) == tenth + 1:
        return unit + unit // 10 * (tenth + 1), start + 4  # `triệu hai triệu ba`: the most of it
    counts = then in (*UNITS, "muoi", "chuc", "tram")
    if tenth and not counts and not (following == "mot" and then in PERIODS):
        return unit + unit // 10 * tenth, start + 2
    if following == "bac":
        return unit, start + 2
    follows = following in ("le", "gia", "phu", *_TENTHS) and then not in PERIODS
    is_alone = (before in _ALMOST or following == "kem") and not follows
    return (unit, start + 1) if is_alone else None


_ALONE_UNITS = ("ty", "ti", "trieu", "tr")
_ALMOST = frozenset({"hon", "gan", "ngot", "nghet", "suyt", "ca", "duoi", "tren"})


def _may_be_one(said: str, before: str, following: str) -> bool:
    """Whether a unit without a number may be one of it: not `công ty`, `tôi ty`, `tỷ lệ`."""
    if said == ALONE or before in ("", BREAK) or before in _LEADS or before in _ALMOST:
        return True
    if said == "trieu" and before in _EACH_ONE:
        return following in (*_TENTHS, HALF)
    if said == "trieu" or before in _NO_LEADS:
        return False
    return following in (*_TENTHS, HALF)


# What `triệu hai`, `triệu rưỡi` may be the price of.
_EACH_ONE = frozenset(
    {"phong", "bo", "con", "cai", "chiec", "chuyen", "gian", "can", "mon", "don", "xe", "khach"}
    | {"bua", "hom", "phien", "lop", "dam", "suat"}
    | {"ban", "mam", "nguoi", "ky", "kg", "ta", "tan", "buoi", "cap", "doi", "cay", "thung", "gia"}
)


def _unit_unsaid(
    tokens: list[str], start: int, last: Period | None = None
) -> tuple[int, int] | None:
    """`ngày được 4 trăm`, `mỗi tháng tám chục`: thousands of a day, millions of a month or year;
    `thêm 4 chục nữa` of the time that was told `last`."""
    count, after = number(tokens, start)
    said = tokens[start:after]
    behind = tokens[after] if after < len(tokens) else ""
    if not count or not {"tram", "chuc"}.intersection(said) or behind not in _ENDS:
        return None
    if "chuc" in said and count >= _HUNDRED and "tram" not in said:
        return None  # 20 chục: tens of a thing
    if tokens[start - 1 : start] == ["nam"] and tokens[max(0, start - 2)] not in _OF_A_YEAR:
        return None  # mỗi người năm chục: fifty, and no year
    period = period_of(tokens, start, after, bound_of(tokens, start, after))
    if period is None and tokens[start - 1 : start] in _ADDING and behind == "nua":
        period = last
    unit = _OF_PERIOD.get(period) if period else None
    return (round(count * UNITS[unit]), after) if unit else None


_ADDING = (["them"], ["duoc"], ["khoang"], ["tam"], ["chung"], ["con"], ["va"], ["voi"])
_OF_A_YEAR = frozenset({"mot", "1", "moi", "ca", "hang", "tron", "ban", "thu", "nam"})
_ENDS = frozenset(
    {"", ",", "mot", "moi", "1", "/", "la", "thi", "a", "thoi", "nhe", "doanh", "co", "nua"}
    | {"ha", "hen", "nghen", "nha", "do", "day", "luon", "tiem", "quan", "shop", "quay"}
)
_OF_PERIOD = {
    Period.DAY: "nghin",
    Period.MONTH: "trieu",
    Period.QUARTER: "trieu",
    Period.YEAR: "trieu",
}


def _rest(tokens: list[str], start: int, unit: int, *, tenths: bool) -> tuple[int, int] | None:
    """What follows a unit and belongs to it: `1 tỷ 2`, `1 tỷ 200 triệu`, `một tỷ hai`. `tenths`:
    whether a number without a unit may."""
    start += tokens[start : start + 1] == ["le"]  # một tỷ lẻ hai trăm triệu
    count, after = number(tokens, start)
    if count is None or unit <= 1:
        return None
    following = tokens[after] if after < len(tokens) else ""
    smaller = UNITS.get(following)
    if smaller is not None and smaller < unit and count < unit / smaller:
        value, past = round(count * smaller), after + 1
        more = _rest(tokens, past, smaller, tenths=count < _HUNDRED)
        return (value + more[0], more[1]) if more else (value, past)
    if not tenths or smaller is not None or "." in tokens[start] or "," in tokens[start]:
        return None
    then = tokens[after + 1] if after + 1 < len(tokens) else ""
    if following in PERIODS and _counts_periods(tokens, start, following, then):
        return None  # "60 triệu một tháng": the number counts months
    if following in _COUNTED or (following in _PLACES and unit < UNITS["ty"]):
        return None  # "700 triệu một cái": the number counts things
    digits = tokens[start] if tokens[start].isdecimal() else str(int(count))
    if len(digits) > 3:
        return None
    if following == HALF:  # 1 tỷ 2 rưỡi
        return round((int(digits) + 0.5) * unit / 10 ** len(digits)), after + 1
    return round(int(digits) * unit / 10 ** len(digits)), after


def _counts_periods(tokens: list[str], start: int, following: str, then: str) -> bool:
    """Whether a number behind a sum counts times; not in `1 tỷ 120 năm 2026`, where the year's
    own number follows, and nobody tells of a hundred years, months or quarters."""
    if following == "nam" and YEAR_NUMBER.fullmatch(then):
        return False
    if following != "ngay" and tokens[start].isdecimal() and int(tokens[start]) >= _HUNDRED:
        return False
    counts = following == "thang" and then == "sau"  # `chín chục triệu sáu tháng sau`
    return counts or then not in NOT_A_PERIOD or _is_a_time(tokens, start)


def _is_a_time(tokens: list[str], start: int) -> bool:
    """`85 triệu một tháng rồi`: a month, and not the last one."""
    return tokens[start : start + 1] in (["mot"], ["1"]) and tokens[start + 1 : start + 2] != [
        "nam"
    ]


_TERM = r"\d{2,4}(?:[.,]\d{1,2})?"
_PLUS = re.compile(
    rf"(?<![\d.,]){_TERM}(?: ?\+ ?{_TERM})+(?![\d.,]|\w*\d)(?: ?(trieu|tr|cu|ty|ti)\b)?"
)
_TIMES = re.compile(
    r"^(?: ?(?:/ ?|mot |moi |1 )?thang)?,? ?(?:x|\*|×|nhan(?: voi| len| cho)*) ?(\d{1,2})"
    r"(?= ?(?:thang\b|[-+,.;?!)=]|ra\b|la\b|thi\b|len\b|$))(?: ?thang\b)?"
)
_COMES_TO = re.compile(
    r"^ ?(?:=|(?:len|ra|la|bang|thanh|duoc|khoang)(?: (?:len|ra|la|bang|thanh))*) ?$"
)
_NEXT = re.compile(r" ?\+ ?")


def _worked_out(folded: str, found: Sequence[Amount]) -> list[Amount]:
    """The amounts with those that are written out as one sum: `480 + 390 + 60 triệu`, `90tr x6 +
    10tr x6`, `85 triệu nhân 12 ra 1 tỷ 020`. What a sum is said to come to is told once."""
    told = list(found)
    for spot in _PLUS.finditer(folded):
        inside = [one for one in told if spot.start() <= one.start < spot.end()]
        if len(inside) > 1:
            continue  # each has its unit
        numbers = re.findall(_TERM, spot[0])
        value = sum(float(one.replace(",", ".")) for one in numbers) * UNITS[spot[1] or "trieu"]
        period = inside[0].period if inside else None
        one = Amount(round(value), period, start=spot.start(), end=spot.end())
        told = sorted([*(item for item in told if item not in inside), one], key=_begin)
    once: list[Amount] = []
    for item in _estimated(folded, told):
        if once and _is_same(folded, once[-1], item):
            once[-1] = replace(once[-1], period=item.period or once[-1].period, end=item.end)
        else:
            once.append(item)
    joined: list[Amount] = []
    for item in (_of_a_month(_times(folded, one), folded) for one in once):
        last = joined[-1] if joined else None
        between = folded[last.end : item.start] if last else ""
        if last and _NEXT.fullmatch(between):
            period = Period.YEAR if Period.YEAR in (last.period, item.period) else item.period
            joined[-1] = replace(last, value=last.value + item.value, period=period, end=item.end)
        elif last and last.value == item.value and _COMES_TO.match(between):
            joined[-1] = replace(last, end=item.end)
        else:
            joined.append(item)
    return joined


_SAID_ANEW = re.compile(r" *(?P<break>[,.]?) *")
_UP_TO = re.compile(r" *,? *(?:(?:den|toi|cho den|co khi|co hom|co bua|khi thi|-|–|~) ?)+")
_OF_SEVERAL = re.compile(
    r"\b(?:hai|ba|bon|2|3|4) (?:quan|tiem|shop|sap|cua hang|can|nha|cai|nghe|viec|nguoi|don"
    r"|thang)\b"
)
_NEAR, _NEXT_TO, _ONE_RANGE = 1.3, 1.5, 20  # times the smaller of both ends of one estimate


def _estimated(folded: str, found: Sequence[Amount]) -> list[Amount]:
    """The amounts, an estimate that is told by both its ends as one: `hai triệu hai triệu mốt`, `ba
    triệu rưỡi đến bốn triệu`."""
    told: list[Amount] = []
    for item in found:
        last = told[-1] if told else None
        if last and _is_other_end(folded, last, item):
            period = item.period or last.period
            least, bound = last.least or last.value, Bound.UNCLEAR
            item = replace(item, period=period, bound=bound, least=least, before=last.before)
            told[-1] = replace(item, start=last.start)
        else:
            told.append(item)
    return told


def _is_other_end(folded: str, last: Amount, item: Amount) -> bool:
    """Whether an amount is the upper end of the estimate that the one before it begins."""
    if not last.value < item.value <= last.value * _ONE_RANGE:
        return False
    if last.bound not in (None, Bound.UNCLEAR) or item.bound not in (None, Bound.UNCLEAR):
        return False
    if last.period and item.period and last.period is not item.period:
        return False
    between = folded[last.end : item.start]
    if _UP_TO.fullmatch(between):
        return True
    anew = _SAID_ANEW.fullmatch(between)
    if anew is None or _OF_SEVERAL.search(folded) or last.value < UNITS["k"]:
        return False
    return item.value <= last.value * (_NEAR if anew["break"] else _NEXT_TO)


def _begin(item: Amount) -> int:
    return item.start


def _times(folded: str, item: Amount) -> Amount:
    times = _TIMES.match(folded[item.end :])
    of_month = item.period in (None, Period.MONTH) and item.value >= UNITS["trieu"]
    if times is None or not of_month or item.bound or not 2 <= int(times[1]) <= 12:
        return item
    value, end = item.value * int(times[1]), item.end + times.end()
    return replace(item, value=value, period=Period.YEAR, end=end)


def _is_same(folded: str, last: Amount, item: Amount) -> bool:
    """Whether an amount is the one before it, said again in words."""
    between = folded[last.end : item.start].strip()
    spelled = not any(map(str.isdecimal, folded[item.start : item.end]))
    return last.value == item.value and spelled and between in (",", "(", "")


_IN_MONTHS = re.compile(
    r"^ ?(?:dong )?(?:(?:la|cua|cho|trong|tinh|gop|tong|ca|chu|khong phai mot thang) )+"
    r"([2-9]|1[01]|hai|ba|bon|nam|sau|bay|tam|chin|muoi) thang\b"
    r"(?! (?:tet|dau|cuoi|he|mua|nay|qua))"
)


def _of_a_month(item: Amount, folded: str) -> Amount:
    """`80 triệu là hai tháng`: of each of them half."""
    found = _IN_MONTHS.match(folded[item.end :]) if item.bound is None else None
    if found is None or item.period not in (None, Period.MONTH):
        return item
    count = int(found[1]) if found[1].isdecimal() else DIGITS.get(found[1], 10)
    end = item.end + found.end()
    return replace(item, value=item.value // count, period=Period.MONTH, end=end)
