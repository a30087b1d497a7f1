"""What stands around an amount: whether it is one figure, and of what time it was said."""

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from content.spelled import ABOUT, ALONE, BREAK, DIGITS, HALF, UNITS, number


class Bound(StrEnum):
    """How an amount was said when it is not one figure."""

    ABOVE = "above"  # hơn 3 tỷ, 1 tỷ mấy
    BELOW = "below"  # gần 1 tỷ, không quá 1 tỷ
    AROUND = "around"  # trên dưới 800 triệu
    UNCLEAR = "unclear"  # 2 đến 3 tỷ, vài trăm triệu, 1 tỷ 20


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


PERIODS = {
    "ngay": Period.DAY,
    "dem": Period.DAY,
    "bua": Period.DAY,  # mỗi bữa chợ
    "tuan": Period.WEEK,
    "thang": Period.MONTH,
    "thag": Period.MONTH,  # 1 thág
    "thg": Period.MONTH,
    "quy": Period.QUARTER,
    "nam": Period.YEAR,
}
# Between the name of a period and its amount: `ngày bán được khoảng 2 triệu`.
BETWEEN = frozenset(
    {
        "ban",
        "duoc",
        "thu",
        "vao",
        "khoang",
        "chung",
        "tam",
        "co",
        "kiem",
        "doanh",
        "hang",
        "ra",
        "dc",
        "tien",
    }
    | {"man", "cung", "ve", "so", "tien", "chac", "lam", "lai", "nua", "cao", "lan"}
    | {"nao", "ngot", "nghet", "gan", "hon", "thuong", "deu", "toi", "minh", "em", "tu"}
    | {ABOUT, "co", "do", "dao", "binh"}  # cỡ, độ
)
# Who speaks, between a period and what is told of it: `tháng chị làm 45 triệu`.
_SPEAKS = frozenset(
    {
        "toi",
        "tui",
        "minh",
        "em",
        "e",
        "anh",
        "chi",
        "co",
        "chu",
        "bac",
        "ong",
        "chau",
        "nha",
        "quan",
        "tiem",
        "shop",
        "ben",
        "vo",
        "chong",
        "o",
        "me",
    }
)
_ABOVE = frozenset({"hon", "tren", "qua", "ngoai", "vuot"})
_BELOW = frozenset({"duoi", "gan", "ngot", "nghet", "suyt", "xap"})
_AROUND = (("tren", "duoi"), ("xap", "xi"))
_LIMITS = {("toi", "da"): Bound.BELOW, ("toi", "thieu"): Bound.ABOVE, ("it", "nhat"): Bound.ABOVE}
_NOT_YET = frozenset({"toi", "den", "day", "du", "qua"})
_OR = frozenset({"-", "den", "toi", "hoac", "hay", "sang"})
_SOME = ("vai", "dam", "may")
_AT_TIMES = frozenset({"luc", "khi", "hom", "bua"})
# `lúc 90 lúc`, `tháng ít 80 tháng nhiều`, `ngày thường 2 triệu, ngày lễ`: what changes by turns.
_TURNS = re.compile(
    r"\b(luc|khi|hom|bua|thang|ngay|tuan|mua)(?: [a-z]+){0,2} (?P<number>\d{1,4}(?:[.,]\d{1,2})?)"
    r"(?: (?P<unit>ty|ti|trieu|tr))?(?: ,)?(?: (?:co|con|va))? "
    r"\1(?! (?:tet|chap|gieng|nay|truoc|qua)\b)(?: [a-z]+){0,2}$"
)
NOT_A_PERIOD = frozenset({"nay", "ngoai", "truoc", "sau", "roi"})  # "năm nay" names which, too
_EACH = frozenset({"moi", "mot", "1", "hang", "tung", "ca", "/"})


def bound_of(tokens: list[str], start: int, after: int) -> Bound | None:
    """Whether the amount from `start` to `after` is one figure (None), or how it is not."""
    one, two = (tokens[start - n] if start >= n else "" for n in (1, 2))
    behind = tokens[after : after + 2]
    if (two, one) in _AROUND:
        return Bound.AROUND
    if limit := _LIMITS.get((two, one)):
        return limit
    # not `máy 600 triệu`, `vải 600 triệu`
    some = one in _SOME and not tokens[start][0].isdecimal()
    if some or (one in _OR and _is_figure(two)) or _is_two_ways(tokens, start, after):
        return Bound.UNCLEAR
    if some_more(tokens, start) or said_twice(tokens, start, after) or _is_tens_next(tokens, start):
        return Bound.UNCLEAR
    if _may_have_tenths(tokens, start, after):
        return Bound.UNCLEAR
    at_times = one in _AT_TIMES and (two, one) != ("dien", "luc")
    if at_times or _is_next(two, one, tokens[start]) or _earlier(tokens, start):
        return Bound.UNCLEAR
    sweet = one == "ngot" and two in ("nuoc", "banh", "keo", "do", "che", "mia")
    if (one in _NOT_YET and two in ("khong", "chua")) or (one in _BELOW and not sweet):
        return Bound.BELOW
    if behind[:2] in (["tro", "xuong"], ["do", "lai"], ["do", "xuong"]):
        return Bound.BELOW
    if (
        (one in _ABOVE and two not in ("nam", "tang", "lau", "gac"))
        or behind[:1] in (["may"], ["hon"], ["le"])
        or behind == ["tro", "len"]
    ):
        return Bound.ABOVE
    return None


def _may_have_tenths(tokens: list[str], start: int, after: int) -> bool:
    """`một tỷ năm`: one and a half, or one a year? `mot ty sau`, without marks: six, or after?"""
    spelled = tokens[start] in DIGITS and tokens[start + 1 : after] in (["ty"], ["ti"])
    behind = [*tokens[after : after + 2], "", ""]
    return spelled and behind[0] in ("nam", "sau") and behind[1] not in NOT_A_PERIOD


def _is_next(before: str, one: str, two: str) -> bool:
    """`ba bốn triệu`, `7 8 trăm triệu`, `70 80tr`, `7 80 triệu`; not `năm sáu trăm triệu`, where
    the first is a year, nor `tháng 10 80 triệu`."""
    first, second = _plain_number(one), _plain_number(two)
    year = one == "nam" and not (second == first + 1 and before in _OF_A_SHORT_TIME)
    if not 0 < first < second or year or first != int(first):
        return False
    if first < _TEN and second in (first + 1, _TEN * (first + 1)):
        return one.isdecimal() == two.isdecimal()
    numbered = before in _NUMBERED and not (before == "thang" and first > _MONTHS)
    return first >= _TEN and second <= first * 3 / 2 and not numbered


_TEN, _MONTHS = 10, 12
# `ngày độ năm sáu triệu`: five, and no year.
_OF_A_SHORT_TIME = frozenset(
    {"ngay", "thang", "hom", "bua", "tuan", "phien", "chuyen", "do", "co"}
) | {*("duoc", "dc", "khoang", "chung", ABOUT, "thi", "tet", "sang", "chieu")}
_NUMBERED = frozenset({"thang", "quy", "nam", "ngay", "to", "t", "so", "phong", "duong"})


def _earlier(tokens: list[str], start: int) -> re.Match[str] | None:
    """`lúc 90` of `lúc 90 lúc 120 triệu`."""
    return _TURNS.search(" ".join(tokens[max(0, start - 9) : start]))


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of an estimate, in đồng, and the place of its first word."""

    least: int
    most: int
    place: int


def ends_of(tokens: list[str], start: int, value: int) -> Ends | None:
    """Both ends of `2 đến 3 tỷ`, `lúc 90 lúc 120 triệu`, `hai mươi mấy triệu`, whose upper one was
    read as `value`; None when there is no smaller one, or it has a unit of its own and was read as
    an amount by itself."""
    turn = _earlier(tokens, start)
    if turn and turn["unit"]:
        return None
    if more := some_more(tokens, start):
        return Ends(round(value * more[0] / more[1]), value, start)
    if said_twice(tokens, start, start + 4):
        lower, upper = (_TEN + DIGITS[tokens[start + n]] for n in (1, 3))
        return Ends(value * lower // upper, value, start)
    if start and tokens[start - 1] in _SOME:
        return _of_a_few(tokens, start, value)
    joined = start and tokens[start - 1] in _OR
    first, place = _number_ending(tokens, start - 1 if joined else start)
    if turn:
        first, place = _plain_number(turn["number"]), start
    count = number(tokens, start)[0]
    second = _plain_number(tokens[start])
    if not first or not count:
        return None
    if not joined and first < _TEN <= second:
        first *= _TEN  # 7 80 triệu
    least = round(first * value / count)
    if least * _TEN < value and second:  # `7 8 trăm triệu`: hundreds, both
        least = round(first * 10 ** math.floor(math.log10(value / second)))
    return Ends(least, value, place) if 0 < least < value else None


def _of_a_few(tokens: list[str], start: int, value: int) -> Ends | None:
    """`dăm bảy triệu`: five to seven; `dăm ba`: three to five; `vài ba`: two to three; `mấy trăm`:
    two to nine of them."""
    few, digit = tokens[start - 1], DIGITS.get(tokens[start], 0)
    if tokens[start] in ("tram", "chuc"):
        return Ends(value * 2, value * 9, start - 1)
    if few == "dam" and digit:
        least, most = sorted((_FEW, digit))
        return Ends(value * least // digit, value * most // digit, start - 1)
    return Ends(value * 2 // digit, value, start - 1) if digit > _TWO else None


_TWO, _FEW = 2, 5


def some_more(tokens: list[str], start: int) -> tuple[int, int, int] | None:
    """(least, most, place behind) of a number whose last figure is left open before a unit: `hai
    mươi mấy triệu` is twenty to twenty-nine; None for any other."""
    count, after = number(tokens, start)
    if tokens[after : after + 1] != ["may"] or tokens[after + 1 : after + 2] not in _COUNTED_UNITS:
        return None
    if not count or count != int(count) or (count > _TEN and count % _TEN):
        return None
    least = int(count) * (_TEN if count < _TEN else 1)
    return least, least + (99 if least % 100 == 0 else 9), after + 1


_COUNTED_UNITS = (["trieu"], ["tr"], ["cu"], ["nghin"], ["ngan"], ["k"])


def said_twice(tokens: list[str], start: int, after: int) -> bool:
    """`triệu ba triệu tư`, the ones of both unsaid."""
    if after != start + 4 or after > len(tokens):
        return False
    return tokens[start] in _ONE_UNSAID and tokens[start + 2] in _ONE_UNSAID


_ONE_UNSAID = ("trieu", "ty", "ti", ALONE)


def _is_tens_next(tokens: list[str], start: int) -> bool:
    """`ba lăm bốn mươi triệu`: two numbers of tens, spelled out."""
    first, place = _number_ending(tokens, start)
    second = number(tokens, start)[0] or 0
    spelled = start - place > 1 and not tokens[place][0].isdecimal()
    before = tokens[place - 1] if place else ""
    before = "" if before == "thang" and first > _MONTHS else before
    return spelled and _TEN <= first < second <= first * 3 / 2 and before not in _NUMBERED


def _number_ending(tokens: list[str], end: int) -> tuple[float, int]:
    """The number whose last word stands before a place, and its first place; 0 for none."""
    for size in range(min(_LONGEST, end), 0, -1):
        words = [*tokens[end - size : end], "trieu"]
        count, after = number(words, 0)
        if count and after == size and words[0] != "tram":
            return count, end - size
    return 0, end


_LONGEST = 4  # words of a number


def _plain_number(word: str) -> float:
    """`90`, `1,5`, `ba` as a number; 0 for anything else."""
    if re.fullmatch(r"\d{1,4}(?:[.,]\d{1,2})?", word):
        return float(word.replace(",", "."))
    return float(DIGITS.get(word, 0))


def _is_figure(token: str) -> bool:
    return token[:1].isdecimal() or token in DIGITS or token in _ENDS_A_NUMBER


_ENDS_A_NUMBER = ("chuc", "tram", "muoi", "ty", "trieu", HALF)


def _is_two_ways(tokens: list[str], start: int, after: int) -> bool:
    """`1 tỷ 20`: twenty million, or two hundred?"""
    said = tokens[start:after]
    return len(said) == 3 and said[1] in UNITS and len(said[2]) == 2 and said[2].isdecimal()


def period_of(tokens: list[str], start: int, after: int, bound: Bound | None) -> Period | None:
    """`60 triệu một tháng`, `mỗi ngày 2 triệu`, `2tr/ngày`."""
    place = after
    if tokens[after : after + 1] == ["la"] and tokens[after + 1 : after + 2] in _ONE_OF:
        place += 1  # 3 triệu là một tuần
    if tokens[after : after + 1] == ["cung"] and tokens[after + 1 : after + 2] in _ONE_OF:
        place += 1  # 40tr cũng 1 tháng
    while place < len(tokens) and tokens[place] in (_EACH | {"dong"}):
        place += 1
    word = tokens[place] if place < len(tokens) else ""
    if word == "th" and tokens[place - 1] in ("/", "1", "mot", "moi"):
        return Period.MONTH
    if word in PERIODS and not _is_of_the_next(tokens, after, place):
        return PERIODS[word]
    before = tokens[max(0, start - _FAR) : start]
    if BREAK in before:
        before = before[len(before) - before[::-1].index(BREAK) :]
    for place in range(len(before) - 1, 0, -1):
        if before[place] in PERIODS and before[place - 1] in _EACH:
            return PERIODS[before[place]]
    if (turn := _earlier(tokens, start)) and turn[1] in PERIODS:
        return PERIODS[turn[1]]
    while (
        bound is Bound.UNCLEAR
        and before
        and (before[-1] in (*_OR, *_SOME) or _is_figure(before[-1]))
    ):
        before = before[:-1]
    if before[-1:] in (["nay"], ["ngoai"], ["truoc"]):  # tháng này 80 triệu, năm ngoái 1 tỷ
        before = before[:-1]
    before = _up_to_period(before)
    if before[-1:] == ["th"] and before[-2:-1] in _ONE_OF:
        return Period.MONTH  # 1th 150tr
    if not before or before[-1] not in PERIODS:
        return None
    # "hàng năm", "năm" alone; not "tuổi năm", "thứ năm", "5 năm".
    counted = len(before) > 1 and (_is_figure(before[-2]) or before[-2:] == ["thu", "nam"])
    return None if counted else PERIODS[before[-1]]


def _up_to_period(before: list[str]) -> list[str]:
    """The words before an amount up to the period it is of, where only who speaks and what leads to
    a sum stand between: `tháng chị làm được`, `tháng anh sửa xe được`."""
    for place in range(len(before) - 2, -1, -1):
        if before[place + 1].isdecimal():
            break
        if before[place] in PERIODS and before[place + 1] in _SPEAKS:
            return before[: place + 1]
    while before and before[-1] in BETWEEN:
        before = before[:-1]
    return before


_FAR = 9
_ONE_OF = (["mot"], ["1"], ["moi"], ["ca"], ["cua"])


def _is_of_the_next(tokens: list[str], after: int, place: int) -> bool:
    """Whether the period at `place` is that of what follows, not of the amount that ends at
    `after`: `2 triệu, cả năm 700 triệu`, `6 triệu tháng bán 25 ngày`, `năm nay 800 triệu`."""
    if place > after and tokens[after] != "ca":
        if tokens[after] == "/":
            return False
        following = tokens[place + 1 : place + 4]
        return _counts_days(following)
    following = tokens[place + 1 : place + 5]
    while following and (following[0] in BETWEEN or following[0] in ("nay", "ngoai", "chi")):
        following = following[1:]
    return bool(following) and (_is_figure(following[0]) or _counts_days(following))


def _counts_days(words: list[str]) -> bool:
    """`bán 25 ngày`, `nghỉ 4 ngày`: how much of the period is worked."""
    while words and words[0] in (BETWEEN | {"mo", "lam", "nghi", "chi", "di", "thi", "duoc"}):
        words = words[1:]
    return len(words) > 1 and _is_figure(words[0]) and words[1] in ("ngay", "thang", "tuan", "buoi")
