"""What is sold by the piece: `ngày 100 tô, tô 45k` is 4,5 triệu a day, `140k/kg` alone is a
price."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.amounts import Amount, Bound, Period
from content.spelled import DIGITS, number
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
    | {"lần", "cây", "bó", "chén", "cuốn", "giỏ", "rổ", "mớ", "nải", "chậu", "vé", "lít", "miếng"}
    | {"vỉ", "chùm", "mẹt", "nia", "ca", "tấn", "phiên", "lứa", "đợt"}
)
_THINGS = _CLEAR | _UNCLEAR
_FOLDED = "|".join(sorted(sorted({fold(thing) for thing in _THINGS}), key=len, reverse=True))
_THING = rf"(?:{_FOLDED})"
_WEIGHED = frozenset({"can", "ky", "ki", "kg"})
_A_WORD = (
    r"(?:\d{1,5}(?:[.,]\d{3})?|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|chuc|tram|linh|le"
    r"|ruoi|nghin|ngan)"
)
_COUNT = rf"{_A_WORD}(?: ?{_A_WORD}){{0,4}}"  # `40`, `trăm rưỡi`, `hai chục`, `1 trăm 2`
_SOLD = re.compile(rf"\b(?P<count>{_COUNT}) ?(?P<thing>{_THING})\b")
_OF_EACH = re.compile(
    rf"\b(?P<each>(?:moi|mot|1|gia) )?(?P<thing>{_THING})"
    r"(?: (?:banh|cho|gia|ban|la|duoc|trung binh|khoang|tam|chung))* ?$"
)
_A_THING = re.compile(
    rf"^ ?(?:dong )?(?:(?:/|mot |moi |1 ) ?(?P<thing>{_THING})\b(?! (?:nay|kia))"
    rf"|(?P<bare>{_THING})(?= *(?:$|[,;.]|mot\b|moi\b|ngay\b)))"
)
_TIMES = r"(?:[x*×]|nhan(?: voi| len| cho)?|nhon|lan)"
_NEXT_TO = re.compile(
    r"^(?: (?!(?:tam|khoang|chung|duoc|thu|ban|tong|het|ca|ngay|thang|tuan|nam|co|lai)\b)[a-z]+)"
    rf"{{0,2}}(?: ?(?:{_TIMES}|,|gia|la))* $"
)
# `35k x 40 tô`, `cắt tóc 50k, ngày 30 khách`
_THEN_SO_MANY = re.compile(
    rf"^(?: ?{_TIMES} ?|[ ,]+(?:(?:moi |mot |1 )?(?:ngay|bua|thang|tuan|nam) )"
    r"(?:(?:ban|duoc|cat|lam|khoang|chung|tam|co|chay) )*)$"
)
# A price of which no unit is said is of thousands: `tô ba lăm`, `40 tô x 35`.
_UNPRICED = (
    rf"(?P<price>{_COUNT})\b(?! ?\d)(?! ?(?:{_A_WORD}|{_THING}|trieu|tr|ty|ti|cu|k|nghin|ngan|ngay"
    r"|thang|nguoi|phan)\b)"
)
_ITS_PRICE = re.compile(
    rf"\b(?P<thing>{_THING})"
    rf"(?: (?:gia|ban|la|duoc|moi|mot|1|trung binh|khoang|tam|chung|co))* {_UNPRICED}"
)
_TIMES_PRICE = re.compile(rf"^(?: [a-z]+){{0,2}}? ?{_TIMES} ?{_UNPRICED}")
_MOST_OF_A_PRICE = 999  # thousands
_NEXT_TO_LESS = 200_000  # of two numbers side by side: more is what all of them bring
_PER_THING = 5_000_000  # more is no price of a piece
_BATCHES = frozenset({"phien", "lua", "vu", "dot", "chuyen", "me"})  # what one brings may be more
_PER_BATCH = 1_000_000_000
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
    lots = _lots(line)
    found = _with_prices(line, lots, found) if lots else found
    for item in found:
        thing = _thing_of(line, item, lots)
        counted = _counted(line, item, thing, lots, alone=len(found) == 1 == len(lots))
        if counted is not None:
            sold.add(len(kept))
            kept.append(counted)
        elif thing is None:
            kept.append(item)
    return kept, sold


@dataclass(frozen=True, slots=True)
class _Lot:
    """So many of a thing, at its place in the line; `least` where a range is told."""

    pieces: int
    thing: str
    start: int
    end: int
    least: int = 0


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


def _lots(line: _Line) -> list[_Lot]:
    """How many of a thing a line tells, wherever it does: `bốn mươi tô`, `trăm rưỡi ổ`."""
    lots = []
    for found in _SOLD.finditer(line.folded):
        words = found["count"].split()
        size = next((n for n in range(len(words), 0, -1) if _whole(words[-n:])), 0)
        pieces, less = _whole(words[-size:]), _whole(words[: len(words) - size])
        if pieces < 2 or not line.is_thing(found, led=True):
            continue
        start = found.end("count") - len(" ".join(words[-size:]))
        tens = 10 if less < 10 <= pieces else 1  # bảy tám chục
        least = less * tens if 0 < less * tens < pieces else 0
        if span := _FROM.search(line.folded[: found.start()]):
            least, start = int(span[1]), span.start()
        lots.append(_Lot(pieces, found["thing"], start, found.end(), least))
    return lots


_FROM = re.compile(r"(?<!\d)(\d{1,4}) ?(?:[-–]|den|toi) ?$")


def _with_prices(line: _Line, lots: Sequence[_Lot], found: Sequence[Amount]) -> list[Amount]:
    """The amounts, with the prices of a piece of which no unit is said."""
    told = list(found)
    for lot in lots:
        spots = [one for one in _ITS_PRICE.finditer(line.folded) if _same(one["thing"], lot.thing)]
        spots = [one for one in spots if one.start() >= lot.end or one.end() <= lot.start]
        begin = lot.end
        offset = [(one, 0) for one in spots]
        if times := _TIMES_PRICE.match(line.folded[begin:]):
            offset.append((times, begin))
        for one, more in offset:
            start, end = one.start("price") + more, one.end("price") + more
            price = _whole(one["price"].split())
            taken = any(start < item.end and item.start < end for item in told)
            if taken or not price:
                continue
            value = price * 1_000 if price <= _MOST_OF_A_PRICE else price
            told.append(Amount(value, start=start, end=end))
    return sorted(told, key=lambda item: item.start)


def _thing_of(line: _Line, item: Amount, lots: Sequence[_Lot]) -> str | None:
    """What an amount is the price of: `45k một bát`, `tô 45k`."""
    if item.value > _PER_BATCH:
        return None
    after = line.folded[item.end :]
    behind = _A_THING.match(after)
    counts = any(item.end <= lot.start <= item.end + 1 for lot in lots)
    if behind and not counts and line.is_thing(behind, item.end, led=True):
        return _priced(behind["bare"] or behind["thing"], item)
    before = _OF_EACH.search(line.folded[: item.start])
    if before is None or any(lot.end == before.end("thing") for lot in lots):
        return None
    of_lot = any(_same(before["thing"], lot.thing) for lot in lots)
    if not line.is_thing(before, led=bool(before["each"]) or of_lot):
        return None
    return _priced(before["thing"], item) if item.value < _SMALL or of_lot else None


def _priced(thing: str, item: Amount) -> str | None:
    """The thing, where a sum may be the price of one."""
    return thing if item.value <= _PER_THING or thing in _BATCHES else None


def _counted(
    line: _Line, item: Amount, thing: str | None, lots: Sequence[_Lot], *, alone: bool
) -> Amount | None:
    """The amount times how many are sold of it; None where that is not told. `alone`: it is the
    only sum of the line, and there is one lot."""
    if item.bound is not None:
        return None
    for lot in lots:
        if lot.start < item.end and item.start < lot.end:
            continue
        if lot.end <= item.start:
            between = line.folded[lot.end : item.start]
            near = _NEXT_TO.match(between) is not None
        else:
            between = line.folded[item.end : lot.start]
            near = alone and _THEN_SO_MANY.match(between) is not None
        beside = thing is None and item.value < _NEXT_TO_LESS and near
        if not beside and (thing is None or not _same(thing, lot.thing)):
            continue
        period = _period_beside(line.folded, lot, item) or item.period
        start, end = min(lot.start, item.start), max(lot.end, item.end)
        value = item.value * lot.pieces
        whole = replace(item, value=value, period=period, start=start, end=end)
        if lot.least:
            return replace(whole, bound=Bound.UNCLEAR, least=item.value * lot.least)
        return whole
    return None


def _same(one: str, two: str) -> bool:
    return one == two or {one, two} <= _WEIGHED


def _whole(words: Sequence[str]) -> int:
    """`100`, `ba`, `hai chục`, `ba lăm`, `trăm rưỡi` as a number; 0 for none."""
    said = list(words)
    if not said:
        return 0
    if len(said) == 1 and said[0][0].isdecimal():
        return int(said[0].replace(".", "").replace(",", ""))
    if len(said) == 1 and said[0] in DIGITS:
        return DIGITS[said[0]]
    if len(said) == 2 and said[1] in ("lam", "mot", "tu") and 2 <= DIGITS.get(said[0], 0) <= 9:
        return DIGITS[said[0]] * 10 + DIGITS[said[1]]  # ba lăm, hai tư
    value, after = number(said, 0)
    if value and after == len(said) - 1 and said[-1] in ("nghin", "ngan"):
        return round(value * 1_000)
    return round(value) if value and after == len(said) else 0


def _period_beside(folded: str, lot: _Lot, item: Amount) -> Period | None:
    """The time in which so many are sold: `ngày bán 100 tô`, `15 đơn một ngày`, `mỗi sáng 50 ổ`."""
    if _A_DAY_PART.search(folded[: lot.start]):
        return Period.DAY
    before = re.findall(rf"{_A_PERIOD}(?: [a-z]+){{0,3}} $", folded[: lot.start])
    behind = re.match(rf"(?: [a-z0-9/,]+){{0,3}}? ?{_A_PERIOD}", folded[lot.end : item.start])
    last = max(item.end, lot.end)
    after = re.match(rf"(?: [a-z]+)? ?(?:/|mot|moi|1)? ?{_A_PERIOD}", folded[last:])
    word = before[-1] if before else behind[1] if behind else after[1] if after else ""
    return _PERIODS.get(word)


_A_DAY_PART = re.compile(
    r"\b(?:moi|mot|1) (?:buoi )?(?:sang|trua|chieu|toi|dem|buoi|hom)(?: [a-z]+){0,3} $"
)
