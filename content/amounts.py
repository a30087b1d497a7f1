"""Amounts and months as people write them: `900tr`, `1 tỷ 2`, `một tỷ rưỡi`, `mỗi ngày 2 triệu`.
What they mean a year is read in `content.revenue`.

Read from folded text, so marks do not matter. Amounts are in đồng.
"""

import math
import re
from dataclasses import dataclass, field
from enum import StrEnum

from content.vietnamese import fold


class Bound(StrEnum):
    """How an amount was said when it is not one figure."""

    ABOVE = "above"  # hơn 3 tỷ, 1 tỷ mấy
    BELOW = "below"  # gần 1 tỷ, không quá 1 tỷ
    UNCLEAR = "unclear"  # 2 đến 3 tỷ, vài trăm triệu, 1 tỷ 20


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


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
DIGITS = {
    "khong": 0, "mot": 1, "mo": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
_PERIODS = {
    "ngay": Period.DAY,
    "dem": Period.DAY,
    "tuan": Period.WEEK,
    "thang": Period.MONTH,
    "quy": Period.QUARTER,
    "nam": Period.YEAR,
}
# Between the name of a period and its amount: `ngày bán được khoảng 2 triệu`.
_BETWEEN = frozenset(
    {"ban", "duoc", "thu", "vao", "khoang", "chung", "tam", "co", "kiem", "doanh", "hang", "ra"}
)
_HALF = "ruoi"
# What leads to `tỷ rưỡi`, `tỷ hai`, where the one is unsaid; and the tenths that follow it.
_LEADS = _BETWEEN | {"hon", "gan", "thang", "nam", "quy", "ngay", "nay", "ngoai", "la", "chac"}
_NO_LEADS = frozenset({"cong", "toi", "em", "anh", "chi", "ong", "ba", "ten", "co", "chu", "bac"})
_TENTHS = frozenset({"mot", "hai", "ba", "tu", "bay", "tam", "chin"})
_ABOVE = frozenset({"hon", "tren", "qua", "ngoai", "vuot"})
_BELOW = frozenset({"duoi", "gan", "ngot", "suyt", "xap"})
_NOT_YET = frozenset({"toi", "den", "day", "du", "qua"})
_OR = frozenset({"-", "den", "toi", "hoac", "hay", "sang"})
_AT_TIMES = frozenset({"luc", "khi", "hom", "bua"})
# `lúc 90 lúc`, `tháng ít 80 tháng nhiều`, `ngày thường 2 triệu, ngày lễ`: what changes by turns.
_TURNS = re.compile(
    r"\b(luc|khi|hom|bua|thang|ngay|tuan|mua)(?: [a-z]+){0,2} (?P<number>\d{1,4}(?:[.,]\d{1,2})?)"
    r"(?: (?P<unit>ty|ti|trieu|tr))?(?: ,)?(?: (?:co|con|va))? \1(?: [a-z]+){0,2}$"
)
_NOT_A_PERIOD = frozenset({"nay", "ngoai", "truoc", "sau", "roi"})  # "năm nay" names which, too
_EACH = frozenset({"moi", "mot", "1", "hang", "tung", "ca", "/"})
# Words that are no digit where one of these follows.
_NO_DIGIT_BEFORE = {
    "tu": frozenset({"dau", "thang", "khi", "luc", "hoi", "viec"}),
    "bay": frozenset({"gio"}),
    "tam": frozenset({"do", "day", "ay", "khoang"}),
}
_COUNTED = frozenset({"cai", "phong", "gian", "nguoi", "chiec"})
_PLACES = frozenset({"quan", "tiem", "shop", "sap"})  # counted, or what `1 tỷ 2 quán phở` is of
_LONGEST = 20  # characters of a number with its separators
_BREAK = ","  # of a sentence: what stands behind it is said of something else
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+|/|[-–~](?=\s*\d)|[,;.:?!\n](?=\s|$)")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def amounts(text: str) -> list[Amount]:
    """Every amount of money in a message, in order."""
    plain = _SIX.sub("6  ", _TO_PAY.sub("nopx", _GARLIC.sub("ty ", text)))
    plain = _NO_DIGIT.sub(lambda word: "w" * len(word[0]), plain)
    spots = list(_TOKEN.finditer(fold(_ONE_UNSAID.sub(_as_one_unsaid, plain))))
    tokens = [_one_sign(spot.group()) for spot in spots]
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
            bound = _bound(tokens, place, after)
            period = _period(tokens, place, after, bound)
            least = _least(tokens, place, value) if bound is Bound.UNCLEAR else None
            start, end = spots[place].start(), spots[after - 1].end()
            found.append(Amount(value, period, before, bound, least, start, end))
        place = after
    return found


_GARLIC = re.compile(r"(?<=\d )tỏi\b|(?<=một )tỏi\b", re.I)  # what some call a tỷ
# Words that, without their marks, would be a digit of the sum they follow.
_NO_DIGIT = re.compile(
    r"(?:(?<=t[ỷỉ] )|(?<=triệu )|(?<=tr ))"
    r"(?:từ|mở|tầm|bây|làm|bà|sau|năm(?= (?:nay|ngoái|trước)))\b",
    re.I,
)
# `quán phở tỷ hai`: with its marks it is no `công ty`, whatever stands before it.
_ONE_UNSAID = re.compile(r"(?<=[^\W\d_] )t[ỷỉ](?= (?:hai|ba|tư|mốt|bảy|tám|chín|rưỡi)\b)", re.I)
_ALONE = "tz"  # how that is read


def _as_one_unsaid(found: re.Match[str]) -> str:
    before = fold(found.string[: found.start()]).split()[-1]
    return found[0] if before in DIGITS or before in ("chuc", "tram", "muoi") else _ALONE


# `1 tỷ 2 đóng thuế`: folded, "to pay" is the đồng.
# `một tỷ sáu thuế bao nhiêu`: folded, six is "after". Both keep every letter's place.
_SIX = re.compile(r"(?<=t[ỷỉ] )sáu\b(?! (?:trăm|mươi|chục|triệu|tỷ|nghìn|ngàn))", re.I)
_TO_PAY = re.compile(r"đóng|\bdong(?= (?:thue|bao|may|tien|gtgt|tncn|het|khong|k\b))", re.I)


def _one_sign(said: str) -> str:
    """Every dash as `-`, every break of a sentence as `,`."""
    return "-" if said in "–~" else _BREAK if said in ";.:?!\n" else said


def _bound(tokens: list[str], start: int, after: int) -> Bound | None:
    """Whether the amount from `start` to `after` is one figure (None), or how it is not."""
    one, two = (tokens[start - n] if start >= n else "" for n in (1, 2))
    behind = tokens[after : after + 2]
    some = one == "vai" or (one == "may" and not tokens[start][0].isdecimal())  # not máy
    if some or (one in _OR and _is_figure(two)) or _is_two_ways(tokens, start, after):
        return Bound.UNCLEAR
    if _may_have_tenths(tokens, start, after):
        return Bound.UNCLEAR
    if one in _AT_TIMES or _is_next_digit(one, tokens[start]) or _earlier(tokens, start):
        return Bound.UNCLEAR
    if (one in _NOT_YET and two in ("khong", "chua")) or one in _BELOW:
        return Bound.BELOW
    if behind[:2] in (["tro", "xuong"], ["do", "lai"], ["do", "xuong"]):
        return Bound.BELOW
    if (
        (one in _ABOVE and two != "nam")
        or behind[:1] in (["may"], ["hon"], ["le"])
        or behind == ["tro", "len"]
    ):
        return Bound.ABOVE
    return None


def _may_have_tenths(tokens: list[str], start: int, after: int) -> bool:
    """`một tỷ năm`: one and a half, or one a year? `mot ty sau`, without marks: six, or after?"""
    spelled = tokens[start] in DIGITS and tokens[start + 1 : after] in (["ty"], ["ti"])
    behind = [*tokens[after : after + 2], "", ""]
    return spelled and behind[0] in ("nam", "sau") and behind[1] not in _NOT_A_PERIOD


def _is_next_digit(one: str, two: str) -> bool:
    """`ba bốn triệu`, `7 8 trăm triệu`; not `năm sáu trăm triệu`, where the first is a year."""
    first, second = (
        int(word) if word.isdecimal() and len(word) == 1 else DIGITS.get(word, -1)
        for word in (one, two)
    )
    return first > 0 and second == first + 1 and one != "nam"


def _earlier(tokens: list[str], start: int) -> re.Match[str] | None:
    """`lúc 90` of `lúc 90 lúc 120 triệu`."""
    return _TURNS.search(" ".join(tokens[max(0, start - 9) : start]))


def _least(tokens: list[str], start: int, value: int) -> int | None:
    """The smaller figure of `2 đến 3 tỷ`, `lúc 90 lúc 120 triệu`, in đồng; None when there is none
    or it has a unit of its own and was read as an amount by itself."""
    turn = _earlier(tokens, start)
    if turn and turn["unit"]:
        return None
    back = 1 if _is_next_digit(tokens[start - 1], tokens[start]) else 2
    word = turn["number"] if turn else tokens[start - back] if start >= back else ""
    first, second = _plain_number(word), _plain_number(tokens[start])
    if not first or not second:
        return None
    least = round(first * 10 ** math.floor(math.log10(value / second)))
    return least if 0 < least < value else None


def _plain_number(word: str) -> float:
    """`90`, `1,5`, `ba` as a number; 0 for anything else."""
    if re.fullmatch(r"\d{1,4}(?:[.,]\d{1,2})?", word):
        return float(word.replace(",", "."))
    return float(DIGITS.get(word, 0))


def _is_figure(token: str) -> bool:
    return token[:1].isdecimal() or token in DIGITS or token in ("chuc", "tram", "ty", "trieu")


def _is_two_ways(tokens: list[str], start: int, after: int) -> bool:
    """`1 tỷ 20`: twenty million, or two hundred?"""
    said = tokens[start:after]
    return len(said) == 3 and said[1] in _UNITS and len(said[2]) == 2 and said[2].isdecimal()


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
        month = 10 + DIGITS.get(tail or "", 0)
    else:
        month = DIGITS.get(word, 0)
    return month if 1 <= month <= 12 else None


def _amount(tokens: list[str], start: int) -> tuple[int, int] | None:
    """(đồng, place after) of the amount that begins at `start`."""
    if half := _half_alone(tokens, start):
        return half
    number, after = _number(tokens, start)
    if number is None:
        return None
    unit = _UNITS.get(tokens[after]) if after < len(tokens) else None
    if unit is not None and tokens[after] == "m" and tokens[after + 1 : after + 2] == ["2"]:
        return None  # square metres
    if unit is None:
        plain = tokens[start].replace(".", "").replace(",", "")
        # A long figure, written out, needs no unit.
        whole = plain.isdecimal() and not plain.startswith("0")  # not a phone number
        long_figure = after == start + 1 and whole and len(plain) >= 7
        return (int(plain), after) if long_figure else None
    total, after = round(number * unit), after + 1
    if after < len(tokens) and tokens[after] == _HALF:
        return total + unit // 2, after + 1
    tenths = number == int(number) and (unit >= _UNITS["ty"] or number < _HUNDRED)
    more = _rest(tokens, after, unit, tenths=tenths)
    return (total + more[0], more[1]) if more else (total, after)


_HUNDRED = 100  # "900 triệu ba con nhỏ": a hundred millions have no tenths


def _half_alone(tokens: list[str], start: int) -> tuple[int, int] | None:
    """`tỷ rưỡi`, `triệu rưỡi`, `tỷ hai`, `nửa tỷ`: one of the unit, or half of it, unsaid."""
    first = tokens[start]
    following = tokens[start + 1] if start + 1 < len(tokens) else ""
    if first == "nua" and following in ("ty", "ti", "trieu", "tr"):
        return _UNITS[following] // 2, start + 2
    before = tokens[start - 1] if start else ""
    if first == _ALONE:
        first = "ty"
    elif first not in ("ty", "ti", "trieu"):
        return None
    elif before and before not in _LEADS and (first == "trieu" or before in _NO_LEADS):
        return None  # công ty, tôi ty
    elif before and before not in _LEADS and following not in (*_TENTHS, _HALF):
        return None  # tỷ lệ
    unit = _UNITS[first]
    if following == _HALF:
        return unit + unit // 2, start + 2
    then = tokens[start + 2] if start + 2 < len(tokens) else ""
    if first != "trieu" and following in _TENTHS and then not in (*_UNITS, "muoi", "chuc", "tram"):
        return unit + unit // 10 * DIGITS[following], start + 2
    return None


def _rest(tokens: list[str], start: int, unit: int, *, tenths: bool) -> tuple[int, int] | None:
    """What follows a unit and belongs to it: `1 tỷ 2`, `1 tỷ 200 triệu`, `một tỷ hai`. `tenths`:
    whether a number without a unit may."""
    number, after = _number(tokens, start)
    if number is None or unit <= 1:
        return None
    following = tokens[after] if after < len(tokens) else ""
    smaller = _UNITS.get(following)
    if smaller is not None and smaller < unit and number < unit / smaller:
        value, past = round(number * smaller), after + 1
        more = _rest(tokens, past, smaller, tenths=number < _HUNDRED)
        return (value + more[0], more[1]) if more else (value, past)
    if not tenths or smaller is not None or "." in tokens[start] or "," in tokens[start]:
        return None
    then = tokens[after + 1] if after + 1 < len(tokens) else ""
    if following in _PERIODS and then not in _NOT_A_PERIOD:
        return None  # "60 triệu một tháng": the number counts months
    if following in _COUNTED or (following in _PLACES and unit < _UNITS["ty"]):
        return None  # "700 triệu một cái": the number counts things
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
        if token.count(".") + token.count(",") > 1:
            return None, start + 1
        return _counted(float(token.replace(",", ".")), tokens, start + 1)
    return _spelled(tokens, start)


def _counted(number: float, tokens: list[str], after: int) -> tuple[float, int]:
    """`9 chục`, `1 trăm`, `2 trăm rưỡi`, `1 trăm 2`: digits with the words that count them."""
    word = tokens[after] if after < len(tokens) else ""
    if word not in ("chuc", "tram") or number >= 100:
        return number, after
    step = 10 if word == "chuc" else 100
    number, after = number * step, after + 1
    following = tokens[after] if after < len(tokens) else ""
    if following == _HALF:
        return number + step / 2, after + 1
    if word == "tram" and following.isdecimal() and len(following) <= 2:
        return number + int(following) * (10 if len(following) == 1 else 1), after + 1
    return number, after


def _spelled(tokens: list[str], start: int) -> tuple[float | None, int]:
    """A number in words up to 999: `chín trăm năm mươi`, `hai mươi lăm`, `ba chục`."""
    total, last, place, hundreds = 0, -1, start, -2
    while place < len(tokens):
        word = tokens[place]
        if word == "tram" and (0 < last < 10 or tokens[place - 1] == "khong" or place == start):
            none = place > start and tokens[place - 1] == "khong"
            total, last, hundreds = total + (0 if none else max(last, 1) * 100), 0, place
        elif word in ("muoi", "chuc"):
            total, last = total + (last if last > 0 else 1) * 10, 0
        elif word == "lam" and 2 <= last <= 9 and _ends_number(tokens, place):  # hai lăm
            total, last = total + last * 10, 5
        elif word in ("linh", "le") and place > start:
            last, hundreds = 0, -2
        elif word == _HALF and place == hundreds + 1:
            total, place = total + 50, place + 1
            break
        elif word in DIGITS and last <= 0 and _counts(tokens, place, start):
            last = DIGITS[word]
        else:
            break
        place += 1
    if place == start:
        return None, start
    if place == hundreds + 2:  # trăm hai: 120; 102 is trăm linh hai
        last *= 10
    return float(total + max(last, 0)), place


def _ends_number(tokens: list[str], place: int) -> bool:
    """Whether a number may end here: `hai lăm triệu`, not `hai làm thế nào`."""
    following = tokens[place + 1] if place + 1 < len(tokens) else ""
    return following in ("", _BREAK, "mot", "moi", "/") or following in _UNITS


def _counts(tokens: list[str], place: int, start: int) -> bool:
    """Whether a word that can be a digit is one here: `nam` is also a year, `ba` a grandmother."""
    if place > start:
        return tokens[place] != "nam" or tokens[place - 1] in ("muoi", "tram", "chuc", "linh", "le")
    following = tokens[place + 1] if place + 1 < len(tokens) else ""
    if following in _UNITS and following not in ("t", "m", "d", "k"):
        return True
    if following in ("tram", "muoi", "chuc"):
        return True
    if following == "lam" and tokens[place + 2 : place + 3] and tokens[place + 2] in _UNITS:
        return True
    # "một tỷ hai": a digit right after a unit.
    before = tokens[place - 1] if place else ""
    if tokens[place] in ("lam", "mo") or following in _NO_DIGIT_BEFORE.get(tokens[place], ()):
        return False  # làm, mở; từ đầu năm, bây giờ, tầm đó
    if tokens[place] in ("nam", "sau"):  # also "year", "after": a digit only at the very end
        return before in ("ty", "ti") and not following and tokens[place] == "sau"
    return before in ("ty", "ti", "trieu")


def _period(tokens: list[str], start: int, after: int, bound: Bound | None) -> Period | None:
    """`60 triệu một tháng`, `mỗi ngày 2 triệu`, `2tr/ngày`."""
    place = after
    while place < len(tokens) and tokens[place] in (_EACH | {"dong"}):
        place += 1
    word = tokens[place] if place < len(tokens) else ""
    if word == "th" and tokens[after : after + 1] == ["/"]:
        return Period.MONTH
    if word in _PERIODS and not _is_of_the_next(tokens, after, place):
        return _PERIODS[word]
    before = tokens[max(0, start - 6) : start]
    if _BREAK in before:
        before = before[len(before) - before[::-1].index(_BREAK) :]
    for place in range(len(before) - 1, 0, -1):
        if before[place] in _PERIODS and before[place - 1] in _EACH:
            return _PERIODS[before[place]]
    if (turn := _earlier(tokens, start)) and turn[1] in _PERIODS:
        return _PERIODS[turn[1]]
    while bound is Bound.UNCLEAR and before and (before[-1] in _OR or _is_figure(before[-1])):
        before = before[:-1]
    if before[-1:] in (["nay"], ["ngoai"], ["truoc"]):  # tháng này 80 triệu, năm ngoái 1 tỷ
        before = before[:-1]
    while before and before[-1] in _BETWEEN:
        before = before[:-1]
    if not before or before[-1] not in _PERIODS:
        return None
    # "hàng năm", "năm" alone; not "tuổi năm", "thứ năm", "5 năm".
    counted = len(before) > 1 and (_is_figure(before[-2]) or before[-2] == "thu")
    return None if counted else _PERIODS[before[-1]]


def _is_of_the_next(tokens: list[str], after: int, place: int) -> bool:
    """Whether the period at `place` is that of what follows, not of the amount that ends at
    `after`: `2 triệu, cả năm 700 triệu`, `6 triệu tháng bán 25 ngày`, `năm nay 800 triệu`."""
    if place > after and tokens[after] != "ca":
        if tokens[after] == "/":
            return False
        following = tokens[place + 1 : place + 4]
        return _counts_days(following)
    following = tokens[place + 1 : place + 5]
    while following and (following[0] in _BETWEEN or following[0] in ("nay", "ngoai", "chi")):
        following = following[1:]
    return bool(following) and (_is_figure(following[0]) or _counts_days(following))


def _counts_days(words: list[str]) -> bool:
    """`bán 25 ngày`, `nghỉ 4 ngày`: how much of the period is worked."""
    while words and words[0] in (_BETWEEN | {"mo", "lam", "nghi", "chi", "di"}):
        words = words[1:]
    return len(words) > 1 and _is_figure(words[0]) and words[1] in ("ngay", "thang", "tuan", "buoi")
