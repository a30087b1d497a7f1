"""Amounts and months as people write them: `900tr`, `1 tỷ 2`, `một tỷ rưỡi`, `mỗi ngày 2 triệu`.

Read from folded text, so marks do not matter. Amounts are in đồng.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from content.vietnamese import fold


class Period(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_TIMES_A_YEAR = {Period.DAY: 360, Period.MONTH: 12, Period.QUARTER: 4, Period.YEAR: 1}
# Without a period only an amount this large is taken for a year's.
_YEARLY_FROM = 100_000_000
_LARGEST = 10**15  # more is a slip of the finger


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` in đồng; `period` when one was named; `before` are the two words before it."""

    value: int
    period: Period | None = None
    before: tuple[str, ...] = ()

    @property
    def yearly(self) -> int | None:
        """The amount a year, or None when it cannot be one."""
        if self.period is None:
            return self.value if self.value >= _YEARLY_FROM else None
        return self.value * _TIMES_A_YEAR[self.period]


_UNITS = {
    "ty": 10**9,
    "ti": 10**9,
    "t": 10**9,
    "trieu": 10**6,
    "tr": 10**6,
    "cu": 10**6,
    "m": 10**6,
    "nghin": 10**3,
    "ngan": 10**3,
    "k": 10**3,
    "dong": 1,
    "d": 1,
    "vnd": 1,
}
_DIGITS = {
    "khong": 0, "mot": 1, "mo": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
_PERIODS = {
    "ngay": Period.DAY,
    "thang": Period.MONTH,
    "quy": Period.QUARTER,
    "nam": Period.YEAR,
}
_NOT_A_PERIOD = frozenset({"nay", "ngoai", "truoc", "sau", "roi"})  # "năm nay" names which, too
_EACH = frozenset({"moi", "mot", "1", "hang", "tung", "ca", "/"})
_LONGEST = 20  # characters of a number with its separators
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+|/")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def amounts(text: str) -> list[Amount]:
    """Every amount of money in a message, in order."""
    tokens = _TOKEN.findall(fold(text))
    found: list[Amount] = []
    place = 0
    while place < len(tokens):
        read = _amount(tokens, place)
        if read is None:
            place += 1
            continue
        value, after = read
        if 0 < value <= _LARGEST:
            before = tuple(tokens[max(0, place - 2) : place])
            found.append(Amount(value, _period(tokens, place, after), before))
        place = after
    return found


def amount(text: str) -> int | None:
    """The one amount of a short answer (`900tr`, `1.600.000.000`); None when there is none, or
    more than one."""
    found = amounts(text)
    return found[0].value if len(found) == 1 else None


def yearly_revenue(text: str) -> int | None:
    """The yearly revenue a message names, at most one; None when it names none."""
    every = [item for item in amounts(text) if not _NOT_REVENUE.intersection(item.before)]
    # "mỗi ngày 2 triệu, cả năm 700 triệu": the year's figure is the one that counts.
    said = [item for item in every if item.period is Period.YEAR] or every
    found = [year for item in said if (year := item.yearly) is not None]
    return found[0] if len(found) == 1 else None


# "trên 1 tỷ", "vay 500 triệu": a bound of the law, or money that is no revenue.
_NOT_REVENUE = frozenset(
    {
        "tren", "duoi", "hon", "vuot", "qua", "nguong", "muc", "tru", "vay", "phat", "no", "giam",
        "tu", "den", "cham", "von", "luong", "gia", "lai", "phi", "thue", "mien", "tra", "nop",
        "dong", "cho", "hay", "hoac",
    }
)  # fmt: skip
_OPENED = re.compile(
    r"\b(?:mo|khai truong|bat dau|kinh doanh|ban|thanh lap|dang ky)\b[a-z ]{0,30}?"
    r"\bthang (\d{1,2}|[a-z]+)\b(?: (hai|mot)\b)?"
)


def opening_month(text: str) -> int | None:
    """The month (1 to 12) a business says it opened in."""
    match = _OPENED.search(" ".join(_TOKEN.findall(fold(text))))
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
        month = 10 + _DIGITS.get(tail or "", 0)
    else:
        month = _DIGITS.get(word, 0)
    return month if 1 <= month <= 12 else None


def _amount(tokens: list[str], start: int) -> tuple[int, int] | None:
    """(đồng, place after) of the amount that begins at `start`."""
    number, after = _number(tokens, start)
    if number is None:
        return None
    unit = _UNITS.get(tokens[after]) if after < len(tokens) else None
    if unit is None:
        plain = tokens[start].replace(".", "").replace(",", "")
        # A long figure, written out, needs no unit.
        long_figure = after == start + 1 and plain.isdecimal() and len(plain) >= 7
        return (int(plain), after) if long_figure else None
    total, after = round(number * unit), after + 1
    if after < len(tokens) and tokens[after] == "ruoi":
        return total + unit // 2, after + 1
    more = _rest(tokens, after, unit)
    return (total + more[0], more[1]) if more else (total, after)


def _rest(tokens: list[str], start: int, unit: int) -> tuple[int, int] | None:
    """What follows a unit and belongs to it: `1 tỷ 2`, `1 tỷ 200 triệu`, `một tỷ hai`."""
    number, after = _number(tokens, start)
    if number is None or unit <= 1:
        return None
    following = tokens[after] if after < len(tokens) else ""
    smaller = _UNITS.get(following)
    if smaller is not None and smaller < unit and number < unit / smaller:
        value, past = round(number * smaller), after + 1
        more = _rest(tokens, past, smaller)
        return (value + more[0], more[1]) if more else (value, past)
    if smaller is not None or "." in tokens[start] or "," in tokens[start]:
        return None
    then = tokens[after + 1] if after + 1 < len(tokens) else ""
    if following in _PERIODS and then not in _NOT_A_PERIOD:
        return None  # "60 triệu một tháng": the number counts months
    digits = tokens[start] if tokens[start].isdecimal() else str(int(number))
    if len(digits) > 3:
        return None
    return round(int(digits) * unit / 10 ** len(digits)), after


def _number(tokens: list[str], start: int) -> tuple[float | None, int]:
    """A number in digits or words that begins at `start`, and the place after it."""
    if start >= len(tokens):
        return None, start
    token = tokens[start]
    if len(token) > _LONGEST:
        return None, start  # no amount of anybody
    if token[0].isdecimal():
        if _GROUPED.fullmatch(token):
            return float(token.replace(".", "").replace(",", "")), start + 1
        return float(token.replace(",", ".")) if token.count(".") + token.count(
            ","
        ) <= 1 else None, start + 1
    return _spelled(tokens, start)


def _spelled(tokens: list[str], start: int) -> tuple[float | None, int]:
    """A number in words up to 999: `chín trăm năm mươi`, `hai mươi lăm`, `ba chục`."""
    total, last, place = 0, -1, start
    while place < len(tokens):
        word = tokens[place]
        if word == "tram" and 0 < last < 10:
            total, last = total + last * 100, 0
        elif word in ("muoi", "chuc"):
            total, last = total + (last if last > 0 else 1) * 10, 0
        elif word in ("linh", "le") and place > start:
            last = 0
        elif word in _DIGITS and last <= 0 and _counts(tokens, place, start):
            last = _DIGITS[word]
        else:
            break
        place += 1
    if place == start:
        return None, start
    return float(total + max(last, 0)), place


def _counts(tokens: list[str], place: int, start: int) -> bool:
    """Whether a word that can be a digit is one here: `nam` is also a year, `ba` a grandmother."""
    if place > start:
        return tokens[place] != "nam" or tokens[place - 1] in ("muoi", "tram", "chuc", "linh", "le")
    following = tokens[place + 1] if place + 1 < len(tokens) else ""
    if following in _UNITS and following not in ("t", "m", "d", "k"):
        return True
    if following in ("tram", "muoi", "chuc"):
        return True
    # "một tỷ hai": a digit right after a unit.
    before = tokens[place - 1] if place else ""
    if tokens[place] in ("nam", "sau"):  # also "year", "after": a digit only at the very end
        return before in ("ty", "ti") and not following and tokens[place] == "sau"
    return before in ("ty", "ti", "trieu")


def _period(tokens: list[str], start: int, after: int) -> Period | None:
    """`60 triệu một tháng`, `mỗi ngày 2 triệu`, `2tr/ngày`."""
    rest = tokens[after : after + 3]
    while rest and rest[0] in (_EACH | {"dong", "moi"}):
        rest = rest[1:]
    if rest and rest[0] in _PERIODS:
        return _PERIODS[rest[0]]
    before = tokens[max(0, start - 6) : start]
    for place in range(len(before) - 1, 0, -1):
        if before[place] in _PERIODS and before[place - 1] in _EACH:
            return _PERIODS[before[place]]
    return None
