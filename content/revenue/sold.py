"""What is sold by the piece: `ngày 100 tô, tô 45k` is 4,5 triệu a day, `140k/kg` alone is a
price."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.amounts import Amount, Period
from content.spelled import number
from content.vietnamese import fold, has_marks

# Things sold by the piece; the second lot, without marks, may be other words.
_CLEAR = frozenset(
    {"bát", "ly", "cốc", "chai", "quả", "trái", "cái", "chiếc", "kg", "lạng", "yến", "bao", "thùng"}
    | {"hộp", "gói", "suất", "phần", "khách", "lượt", "túi", "hũ", "bình", "mét", "bông", "viên"}
    | {"cặp", "tấm", "cuộn", "bịch", "khay", "mâm", "nồi", "vòng", "xiên", "lon", "ký", "kí", "đĩa"}
    | {"dĩa", "cuốc", "bill", "chuyến"}
)
_UNCLEAR = frozenset(
    {"tô", "con", "cân", "tạ", "đơn", "xe", "đầu", "ổ", "mẻ", "bộ", "đôi", "món", "bàn", "giờ"}
    | {"lần", "cây", "bó"}
)
_THINGS = _CLEAR | _UNCLEAR
_FOLDED = "|".join(sorted({fold(thing) for thing in _THINGS}, key=len, reverse=True))
_THING = rf"(?:{_FOLDED})"
_WEIGHED = frozenset({"can", "ky", "ki", "kg"})
_NUMBER = r"(?P<count>\d{1,4}|(?:[a-z]+ ){0,2}(?:chuc|tram)|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_SOLD = re.compile(rf"\b{_NUMBER} ?(?P<thing>{_THING})\b")
_OF_EACH = re.compile(
    rf"\b(?P<each>(?:moi|mot|1|gia) )?(?P<thing>{_THING})"
    r"(?: (?:banh|gia|ban|la|duoc|trung binh|khoang))* ?$"
)
_A_THING = re.compile(
    rf"^ ?(?:dong )?(?:(?:/|mot |moi |1 ) ?(?P<thing>{_THING})\b(?! (?:nay|kia))"
    rf"|(?P<bare>{_THING})(?= *(?:$|[,;.]|mot\b|moi\b|ngay\b)))"
)
_NEXT_TO = re.compile(
    r"^(?: (?!(?:tam|khoang|chung|duoc|thu|ban|tong|het|ca|ngay|thang|tuan|nam|co|lai)\b)[a-z]+)"
    r"{0,2}(?: ?(?:[x*×,]|gia|la|nhan(?: voi)?))* $"
)
_NEXT_TO_LESS = 200_000  # of two numbers side by side: more is what all of them bring
_PER_THING = 5_000_000  # more is no price of a piece
_SMALL = 1_000_000  # less, called by its piece, is a price
_PERIODS = {
    "ngay": Period.DAY,
    "bua": Period.DAY,
    "tuan": Period.WEEK,
    "thang": Period.MONTH,
    "nam": Period.YEAR,
}
_A_PERIOD = r"\b(ngay|bua|tuan|thang|nam)\b"


def with_sold(text: str, found: Sequence[Amount]) -> tuple[list[Amount], set[int]]:
    """The amounts with every price of a piece times how many are sold in place of the price; and
    at which places of the list they stand. A price of a piece without a count is left out."""
    kept: list[Amount] = []
    sold: set[int] = set()
    line = _Line(text, fold(text))
    for item in found:
        thing = _thing_of(line, item)
        counted = _counted(line, item, thing)
        if counted is not None:
            sold.add(len(kept))
            kept.append(counted)
        elif thing is None:
            kept.append(item)
    return kept, sold


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    folded: str

    def is_thing(self, found: re.Match[str], offset: int = 0, *, led: bool) -> bool:
        """Whether the word that was found is one; without marks only where something leads to
        it."""
        group = "bare" if "bare" in found.groupdict() and found["bare"] else "thing"
        start, end = found.start(group) + offset, found.end(group) + offset
        word = self.text[start:end].lower()
        if has_marks(self.text):
            return word in _THINGS
        return led or any(word == fold(thing) for thing in _CLEAR)


def _thing_of(line: _Line, item: Amount) -> str | None:
    """What an amount is the price of: `45k một bát`, `tô 45k`."""
    if item.value > _PER_THING:
        return None
    after = line.folded[item.end :]
    behind = _A_THING.match(after)
    if behind and not _SOLD.match(after.lstrip()) and line.is_thing(behind, item.end, led=True):
        return behind["bare"] or behind["thing"]
    before = _OF_EACH.search(line.folded[: item.start])
    if before is None or not line.is_thing(before, led=bool(before["each"])):
        return None
    return before["thing"] if item.value < _SMALL else None


def _counted(line: _Line, item: Amount, thing: str | None) -> Amount | None:
    if item.value > _PER_THING or item.bound is not None:
        return None
    for spot in _SOLD.finditer(line.folded):
        if spot.start() < item.end and item.start < spot.end():
            continue
        between = line.folded[spot.end() : item.start] if spot.end() <= item.start else ""
        same = thing is not None and _same(thing, spot["thing"])
        beside = thing is None and item.value < _NEXT_TO_LESS and _NEXT_TO.match(between or "?")
        if not same and not beside:
            continue
        pieces = _whole(spot["count"])
        if pieces < 2 or not line.is_thing(spot, led=True):
            continue
        period = _period_beside(line.folded, spot, item) or item.period
        start, end = min(spot.start(), item.start), max(spot.end(), item.end)
        return replace(item, value=item.value * pieces, period=period, start=start, end=end)
    return None


def _same(one: str, two: str) -> bool:
    return one == two or {one, two} <= _WEIGHED


def _whole(said: str) -> int:
    """`100`, `ba`, `hai chục` as a number; 0 for none."""
    if said.isdecimal():
        return int(said)
    words = said.split()
    found = (number(words, place) for place in range(len(words)))
    return next((int(value) for value, after in found if value and after == len(words)), 0)


def _period_beside(folded: str, spot: re.Match[str], item: Amount) -> Period | None:
    """The time in which so many are sold: `ngày bán 100 tô`, `15 đơn một ngày`."""
    before = re.findall(rf"{_A_PERIOD}(?: [a-z]+){{0,3}} $", folded[: spot.start()])
    behind = re.match(rf"(?: [a-z0-9/,]+){{0,3}}? ?{_A_PERIOD}", folded[spot.end() : item.start])
    after = re.match(rf"(?: [a-z]+)? ?(?:/|mot|moi|1)? ?{_A_PERIOD}", folded[item.end :])
    word = before[-1] if before else behind[1] if behind else after[1] if after else ""
    return _PERIODS.get(word)
