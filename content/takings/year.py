"""The year's takings of what was told over several lines: every sum put where it belongs, of what
trade, of which days or months, and reckoned together. What cannot be placed leaves the whole
unsure: no sum is ever given over a part."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from content.revenue.kinds import MoneyKind
from content.takings.lots import with_lots
from content.takings.pieces import (
    OF_DAYS,
    PLACES,
    PLATFORM,
    SOURCE,
    TIMES,
    Quantity,
    Unplaced,
    id_of,
)
from content.takings.reckoner import MONTHS, Reckoner
from content.takings.states import joined
from content.takings.streams import OfOneTrade, flows_of
from content.takings.sums import SumsSold
from content.takings.tokens import Token, words_of
from content.trades import Mention

_THRESHOLD, _LEAST_OF_A_YEAR = 1_000_000_000, 50_000_000
_ALIKE = 5  # times as many, and it may be of the same
_AND = re.compile(r" *(?:\+|&|voi|va|vs|kiem|lan|cung)(?: (?:ban|lam|ca|mot|chut|it|cho))* *")
_NOW = re.compile(r"\b(?:gio|bay gio|hien|hien nay|nam nay|nay|that ra)\b")
_LESS_BY = re.compile(r"\b(?:giam|bot|hut|mat)(?: (?:mat|di|con|het|khoang|tam))* $")
_EACH = re.compile(r"\bmoi (?:phong|can|xe|o to|oto|chiec|cai|may)\b")
_A_NIGHT = re.compile(r"(?:\b(?:mot|1|moi) |/ ?)(?:dem|ngay dem)\b")


@dataclass(frozen=True, slots=True)
class Stream:
    """What one trade brings in a year, in đồng."""

    trade: str
    low: float
    high: float
    label: str = ""  # the words that named the trade
    rate: tuple[float, float] | None = None  # of a day, where no days off were told
    monthly: tuple[float, float] | None = None  # of a month, where every one is alike
    on_platform: bool = False
    mention: Mention | None = None
    source: str = ""  # what it is taken in by: `shopee`, `tiền mặt`


@dataclass(frozen=True, slots=True)
class YearTold:
    """`streams` of the year; `left` the words that could not be placed: then nothing is sure."""

    streams: tuple[Stream, ...] = ()
    said: str = ""  # the lines
    goes_on: bool = True  # the last line tells some of it
    left: tuple[str, ...] = ()  # sums that are told and are no takings, as they were written
    why: str = ""

    @property
    def low(self) -> float:
        return sum(one.low for one in self.streams)

    @property
    def high(self) -> float:
        return sum(one.high for one in self.streams)


def year_told(lines: Sequence[str], mentions: Sequence[Sequence[Mention]]) -> YearTold:
    """What `lines`, tidied, tell of a year; `mentions` are the trades named in each."""
    try:
        return _Whole(lines, mentions).told()
    except Unplaced as unplaced:
        return YearTold(why=str(unplaced))


def _starts(pieces: Sequence[Quantity]) -> tuple[int, int]:
    return min((one.line, one.start) for one in pieces)


class _Whole(SumsSold):
    """All of the lines, as one year."""

    flows: Sequence[OfOneTrade] = ()
    nights = False  # how many nights are let is told

    def told(self) -> YearTold:
        money = [one for one in self.pieces if one.kind == "money"]
        if not money:
            raise Unplaced("no money")
        self._of_nights()
        self._of_things()
        self.pieces = with_lots(self.pieces, self.folded)
        self._with_costs()
        self._of_change()
        self._put_right()
        self._sort_money([one for one in self.pieces if one.kind == "money"])
        self.pieces = joined(self.pieces, halves=self.halves)
        money = [one for one in self.pieces if one.kind == "money"]
        sold = [one for one in self.pieces if one.kind == "money" and not one.other]
        if not sold:
            raise Unplaced("no sales")
        self._of_times_behind()
        self._with_units(sold)
        self._inherit()
        said = any(one.money in (MoneyKind.SALES, MoneyKind.PLATFORM) or one.sells for one in sold)
        counted = any(one.kind == "count" for one in self.pieces)
        parts = any(one.when is not None and one.when.name in ("quarter", "half") for one in sold)
        if not (said or any(self.mentions) or counted or parts or self._is_business()):
            raise Unplaced("not said to be sold")
        sold = self._priced(sold)
        sold = self._within(sold)
        back = [one for one in self.pieces if one.other == "returned"]
        flows = flows_of(sold)
        self.alone, self.flows = len(flows) == 1, flows
        found = [self._year(one.trade, one.pieces) for one in flows]
        if back:
            found = [self._less(found, back)]
        if any(one.low <= 0 for one in found):
            raise Unplaced("nothing left")
        self._sure_of(found)
        left = tuple(self._written(one) for one in self.pieces if self._is_left(one))
        return YearTold(tuple(found), "; ".join(self.lines), self._goes_on(), left)

    def _of_change(self) -> None:
        """Puts what is told of now in place of what was before: `giờ còn một phần ba`."""
        times = [one for one in self.pieces if one.kind == "times" and one.when is None]
        money = [one for one in self.pieces if one.kind == "money"]
        if len(times) != 1 or len(money) != 1 or money[0].other not in ("", "former"):
            return
        [change], [before] = times, money
        near = self.folded[change.line][: change.start]
        near = near[before.end :] if before.line == change.line else near
        if not _NOW.search(near):
            return
        by = 1 - change.high if _LESS_BY.search(near) else change.high
        before.low, before.high = before.low * by, before.high * by
        before.of_year = before.of_year or (before.other == "former" and not before.per & TIMES)
        before.other = ""
        self.pieces.remove(change)

    def _put_right(self) -> None:
        """Leaves out how often more it was, where that is told anew: `à nhầm, chỉ tháng chạp`."""
        times = [one for one in self.pieces if one.kind == "times"]
        if len(times) > 1 and times[-1].mends and times[-1].line > times[-2].line:
            self.pieces = [one for one in self.pieces if one not in times[:-1]]

    def _of_nights(self) -> None:
        """Rooms, cars whose price is of a night or day, where it is told how many each is let."""
        nights = [one for one in self.modifiers if one.name in ("n_days", "month_days")]
        rooms = [one for one in self.pieces if one.kind == "count" and one.thing in PLACES]
        prices = [one for one in self.pieces if one.kind == "money" and one.per == {"day"}]
        if nights and len(rooms) == 1 and len(prices) == 1 and any(map(_EACH.search, self.folded)):
            prices[0].per.add(rooms[0].thing)
            self.nights = True

    def _of_things(self) -> None:
        """Takes a number alone, of other days, for so many of the thing that is counted before it:
        `ngày thường 80 bát, chủ nhật 120, bát 45 nghìn`."""
        for counted, one in pairwise(self.pieces):
            alike = counted.kind == "count" and counted.line == one.line
            bare = one.kind == "money" and not one.unit and one.when is not None
            if not (alike and bare and one.when is not None and one.when.name in OF_DAYS):
                continue
            if any(price.unit and counted.thing in price.per for price in self.pieces):
                if not counted.low <= _ALIKE * one.high or not one.low <= _ALIKE * counted.high:
                    raise Unplaced("things or money")  # `ngày 20 tô, chủ nhật 500`
                one.kind, one.thing, one.unit = "count", counted.thing, True
                one.per, one.trade = set(counted.per), counted.trade

    def _is_left(self, one: Quantity) -> bool:
        """Whether a sum is told that is reckoned nowhere."""
        return one.kind == "money" and one.other in ("other", "former") and not one.inside

    def _written(self, one: Quantity) -> str:
        return self.lines[one.line][one.start : one.end]

    def _sure_of(self, found: Sequence[Stream]) -> None:
        """Nothing where a sum is of several trades and owes tax, or no shop sells so little."""
        if (
            len(found) == 1
            and found[0].high > _THRESHOLD
            and any(map(self._joins, range(len(self.lines))))
        ):
            raise Unplaced("of which trade")
        unnamed = [one.source for one in found if not one.trade]
        if len(unnamed) > 1 and len(set(unnamed)) < len(unnamed):
            raise Unplaced("several of no trade")  # `ba triệu rưỡi đến bốn triệu`
        nightly = any(_A_NIGHT.search(line) and "phong" in line for line in self.folded)
        if (
            nightly
            and not self.nights
            and not any(one.name == "occupancy" for one in self.modifiers)
        ):
            raise Unplaced("how full")
        if sum(one.high for one in found) < _LEAST_OF_A_YEAR and any(
            "year" in one.per for one in self.pieces
        ):
            raise Unplaced("little")
        if any(one.inside and not one.other for one in self.pieces):
            raise Unplaced("inside")
        if any(words_of("supposes", line) for line in self.folded):
            raise Unplaced("supposed")

    def _joins(self, number: int) -> bool:
        """Whether a line names two trades in one breath: `tạp hóa với sửa xe 2 tỷ`."""
        named = [one for one in self.mentions[number] if not one.is_left]
        return any(
            id_of(one) != id_of(two) and _AND.fullmatch(self.folded[number][one.end : two.start])
            for one, two in pairwise(named)
        )

    def _goes_on(self) -> bool:
        """Whether the last line tells of the year, and not only of money that is no takings."""
        last = len(self.lines) - 1
        mine = [one for one in self.pieces if one.line == last]
        rests = any(one.line == last for one in self.modifiers)
        told = ("", "returned", "few", "asked", "left", "profit")
        return rests or not mine or any(one.other in told or one.inside for one in mine)

    def _year(self, name: str, pieces: Sequence[Quantity]) -> Stream:
        told = [one for one in self.pieces if one.kind != "times" or self._is_of(one, pieces)]
        changes = [one for one in self.modifiers if self._concerns(one, pieces)]
        reckoner = Reckoner(pieces, changes, told, self.folded)
        low, high = reckoner.year()
        own = [one for one in self.pieces if one in pieces] or list(pieces)
        platform = any(PLATFORM.fullmatch(one.source) for one in own)
        if not any(one.source for one in self.pieces):
            platform = any(PLATFORM.search(line) for line in self.folded)
        mention = self._mention(name)
        label = mention.words if mention else ""
        source = own[0].source
        rates = reckoner.plain("day"), reckoner.plain("month")
        return Stream(name, low, high, label, *rates, platform, mention, source)

    def _concerns(self, one: Token, pieces: Sequence[Quantity]) -> bool:
        """Whether what changes a sum is told of these: of all, or of the place or the sum that its
        line speaks of."""
        if self.alone or any(piece.line == one.line for piece in self.pieces):
            return True
        if about := self.about.get(one.line):
            return any((piece.line, piece.start) == (about.line, about.start) for piece in pieces)
        named = {found[0] for found in SOURCE.finditer(self.folded[one.line])}
        known = named & {piece.source for piece in self.pieces}
        if known:
            return any(piece.source in known for piece in pieces)
        if one.name == "share":
            raise Unplaced("share of which")
        return True

    def _is_of(self, times: Quantity, pieces: Sequence[Quantity]) -> bool:
        """Whether so many times is told of these sums: of those before it."""
        if self.alone:
            return True
        before = [one for one in self.flows if _starts(one.pieces) < (times.line, times.start)]
        if len(before) > 1:
            raise Unplaced("times of which")
        return _starts(pieces) < (times.line, times.start)

    def _mention(self, trade: str) -> Mention | None:
        """How a trade was named; of a lone sum without one, the only trade that was."""
        named = [one for line in self.mentions for one in line if not one.is_left and one.words]
        if trade:
            return next((one for one in named if id_of(one) == trade), None)
        several = len({id_of(one) for one in named}) > 1
        return named[0] if self.alone and named and not several else None

    def _less(self, found: Sequence[Stream], back: Sequence[Quantity]) -> Stream:
        if len(found) != 1 or len(back) != 1:
            raise Unplaced("returned")
        yearly = any(
            "year" in one.per or not one.per & TIMES for one in self.pieces if not one.other
        )
        per = back[0].per & TIMES or ({"year"} if yearly else {"month"})
        times = MONTHS if "month" in per else 1
        off = back[0].high * times
        one = found[0]
        return Stream(one.trade, one.low - off, one.high - off)
