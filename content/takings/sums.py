"""The sums of some lines that are sold for: their units, their times, prices times how many."""

import re
from collections.abc import Sequence
from itertools import pairwise

from content.revenue.kinds import MoneyKind
from content.takings.pieces import (
    LET,
    OF_DAYS,
    PLACES,
    TIMES,
    UNCOUNTED,
    Lines,
    Quantity,
    Unplaced,
    are_alike,
    names_business,
    product,
    with_per,
)


class SumsSold(Lines):
    """The lines with their sums made whole."""

    def _with_costs(self) -> None:
        """Where what is left and what the goods cost are told, and no sales, their sum as sold."""
        money = [one for one in self.pieces if one.kind == "money"]
        left = [one for one in money if one.other in ("left", "profit")]
        costs = [one for one in money if one.other == "other"]
        if len(money) != 2 or len(left) != 1 or len(costs) != 1 or not left[0].trade:
            return
        [own], [paid] = left, costs
        stretch = self.folded[paid.line][max(0, paid.start - _NEAR) : paid.start]
        same = own.per & TIMES == paid.per & TIMES and own.unit and paid.unit
        if same and own.per & TIMES and _OF_GOODS.search(stretch):
            own.low, own.high, own.other, own.sells = (
                own.low + paid.low,
                own.high + paid.high,
                "",
                True,
            )
            own.money = MoneyKind.SALES
            self.pieces.remove(paid)

    def _sort_money(self, money: Sequence[Quantity]) -> None:
        for one in money:
            priced = (
                bool(one.per - TIMES)
                or one.sells
                or (one.when is not None and one.when.name in (*OF_DAYS, "rest_of"))
            )
            priced = priced or (one.adds and one.line > 0)
            if one.money in (MoneyKind.COSTS, MoneyKind.PROFIT, MoneyKind.OTHER) and not priced:
                one.other = one.other or "other"
            of_former = one.line and (one.mends or one.adds or one.source or one.high < _A_LUMP)
            if (
                one.money is MoneyKind.ODD
                and not one.other
                and not (one.per or one.when or of_former or one.sells or one.of_year or one.source)
            ):
                raise Unplaced("odd")
        sold = [one for one in money if not one.other]
        for one in money:
            if one.other and not sold:
                raise Unplaced("only other money")

    def _of_times_behind(self) -> None:
        """Sums of several places of which the time is said behind the last: `shopee 50 lazada 20
        mỗi tháng`."""
        money = [one for one in self.pieces if one.kind == "money" and not one.other]
        for one, later in reversed(list(pairwise(money))):
            alike = one.high <= _ALIKE * later.high and later.high <= _ALIKE * one.high
            if one.source and not one.per & TIMES and one.when is None and alike:
                one.per |= later.per & TIMES if one.line == later.line else set()

    def _with_units(self, sold: Sequence[Quantity]) -> None:
        """The sums without a unit in that which their time makes likely."""
        known = [one for one in self.pieces if one.kind == "money" and one.unit]
        for one in self.pieces:
            if one.kind != "money" or one.unit:
                continue
            like = [
                other
                for other in known
                if other.per & TIMES and other.per & TIMES == one.per & TIMES
            ]
            earlier = [
                other for other in known if (other.line, other.start) < (one.line, one.start)
            ]
            near = earlier[-1] if earlier else None
            if (
                not one.per & TIMES
                and near is not None
                and (one.when is None or one.when.name in OF_DAYS)
            ):
                one.per |= near.per & TIMES
                like = [near]
            if one.other and near is not None and not one.per & TIMES:
                like = [near]
            size = one.high
            if "day" in one.per or (one.when and one.when.name in OF_DAYS):
                value = 1000 if size >= 50 else 10**6
                if not like and _SURELY_MILLIONS <= size < 50:
                    raise Unplaced(f"number {one.low}")  # nobody says whether thousands
            elif one.per & {"week", "month", "quarter", "year"} or one.when or one.of_year:
                value = 10**6 if size >= 1 else 10**9
            elif one.other:
                value = 10**6
            elif one.per - TIMES - PLACES and size >= _A_THING / 10**6:
                value = 1000  # of one thing
            else:
                raise Unplaced(f"number {one.low}")
            if (
                like
                and value != 1000
                and one.other == ""
                and like[-1].high
                and size * value > 50 * like[-1].high
            ):
                raise Unplaced("size")
            if size < 1.2 and value == 10**6:
                raise Unplaced("small")
            one.low, one.high, one.unit = one.low * value, one.high * value, True
            known.append(one)

    def _is_business(self) -> bool:
        """Whether any line names what is done for a living."""
        return any(map(names_business, self.lines))

    def _inherit(self) -> None:
        """A sum of which no time is said is of that of the sum before it."""
        money = [one for one in self.pieces if one.kind == "money"]
        for former, one in pairwise(money):
            small = one.high < _A_LUMP or one.mends
            if (
                not one.per
                and former.per & TIMES
                and small
                and (one.when is None or one.when.name in (*OF_DAYS, "rest_of"))
            ):
                one.per |= former.per & TIMES

    def _within(self, sold: list[Quantity]) -> list[Quantity]:
        """The sums without the money in them that is not of what was sold: `trong đó vay 300`."""
        inside = [one for one in self.pieces if one.inside and one.kind == "money" and one.other]
        inside = [one for one in inside if one.other != "returned"]  # taken off by itself
        if not inside:
            return self._of_two_trades(sold)
        if len(sold) != 1 or len(inside) != 1 or inside[0].high >= sold[0].low:
            raise Unplaced("inside")
        rest = with_per(sold[0], per=set(sold[0].per))
        rest.low, rest.high = rest.low - inside[0].high, rest.high - inside[0].low
        return [rest]

    def _of_two_trades(self, sold: list[Quantity]) -> list[Quantity]:
        """A sum of which a part is told to be of another trade, as what is of each."""
        parts = [one for one in sold if one.inside]
        if len(parts) != 1 or len(sold) != 2 or not parts[0].trade or sold[0] is parts[0]:
            return sold
        [whole, part] = sold
        if part.high >= whole.low or not part.per & TIMES <= whole.per & TIMES:
            return sold
        rest, own = with_per(whole, per=set(whole.per)), with_per(part, per=set(whole.per))
        rest.low, rest.high = rest.low - part.high, rest.high - part.low
        own.when, own.adds, own.inside, part.inside = whole.when, True, False, False
        own.of_year = own.of_year or whole.of_year
        return [rest, own]

    def _priced(self, sold: Sequence[Quantity]) -> list[Quantity]:
        """The sums of one thing times how many of it are told."""
        counts = [one for one in self.pieces if one.kind == "count"]
        used: set[int] = set()
        result: list[Quantity] = []
        for one in sold:
            made = [one]
            for _ in range(3):
                step: list[Quantity] = []
                for piece in made:
                    things = piece.per - TIMES
                    step += self._times_counts(piece, things, counts, used) if things else [piece]
                made = step
            result += made
        loose = [c for n, c in enumerate(counts) if n not in used and c.thing not in UNCOUNTED]
        bare = [one for one in result if one.when is None and one.kind == "money"]
        if len(bare) == 1 and len(loose) == 1 and self._are_one(bare[0], loose[0]):
            priced = product(bare[0], self._taken(loose[0]), set())
            if loose[0].thing in LET and not priced.per & TIMES:
                priced.per.add("month")
            result[result.index(bare[0])] = priced
            loose = []
        if any(not (c.thing in PLACES and self._is_of_all(c)) for c in loose):
            raise Unplaced(f"count {loose[0].thing}")
        return result

    def _taken(self, count: Quantity) -> Quantity:
        """So many of a thing without those that stand empty."""
        gone = [m for m in self.modifiers if m.name == "empty" and m.of[0] == count.thing]
        if not gone:
            return count
        rest = with_per(count, per=set(count.per))
        rest.low, rest.high = rest.low - gone[0].low, rest.high - gone[0].low
        return rest

    def _are_one(self, money: Quantity, count: Quantity) -> bool:
        """Whether a lone sum is the price of the only things that are counted."""
        if count.thing in LET:
            stretch = self.folded[money.line][: money.start]
            return re.search(r"\b(?:gia|moi|mot)\b[a-z ]{0,12}$", stretch) is not None
        if money.per & TIMES or count.thing in PLACES:
            return False
        return bool(count.per & TIMES) and money.high < (
            500_000_000 if "year" in count.per else 5_000_000
        )

    def _is_of_all(self, count: Quantity) -> bool:
        """Whether a sum is said to be of all the places together."""
        return re.search(r"\b(?:gop|ca|tong|cong)\b", self.folded[count.line]) is not None

    def _times_counts(
        self, piece: Quantity, things: set[str], counts: Sequence[Quantity], used: set[int]
    ) -> list[Quantity]:
        """A price times so many of what it is the price of; `used` are the places of the counts
        that are reckoned with."""
        thing = sorted(things)[0]
        if of_time := self._of_time(piece, thing):
            return [of_time]
        fit = [n for n, c in enumerate(counts) if c.thing == thing or are_alike(c.thing, thing)]
        if not fit and thing in ("buoi", "dem", "phien"):
            return [with_per(piece, per=(piece.per - {thing}) | {"day"})]
        named = bool(fit)
        fit = fit or [n for n, c in enumerate(counts) if c.thing not in UNCOUNTED and n not in used]
        used.update(fit)
        mended = [n for n in fit if counts[n].mends]
        if mended and len(fit) > 1:
            counts[mended[-1]].per |= counts[fit[0]].per
            fit = mended[-1:]
        if not named and (len(fit) != 1 or piece.high >= _A_THING or thing in PLACES):
            raise Unplaced(f"each {thing}")
        return self._at_price(piece, thing, [counts[n] for n in fit])

    def _of_time(self, piece: Quantity, thing: str) -> Quantity | None:
        """A price of what comes so often a year that no count is told: `mỗi phiên`, `một mùa`."""
        named = {one.name for one in self.modifiers}
        if thing in ("mua", "vu") and "season_days" in named:
            return with_per(piece, per=piece.per - {thing})
        if thing in ("phien", "buoi", "lan") and "chain_each" in named:
            return with_per(piece, per=(piece.per - {thing}) | {"fifth"})
        return None

    def _at_price(self, piece: Quantity, thing: str, fit: list[Quantity]) -> list[Quantity]:
        """So many at a price, of each day or month of which another number is told."""
        others = [
            one
            for one in self.pieces
            if one.kind == "money" and thing in one.per
            if one.raw != piece.raw and one.line == piece.line
        ]
        if others and not piece.counted:  # `một căn 60 triệu, một căn 50 triệu`
            if len(others) + 1 != sum(one.low for one in fit):
                raise Unplaced("prices")
            return [with_per(piece, per=piece.per - {thing})]
        if thing in PLACES:
            fit = [one for one in fit if one.when is None]
        if len(fit) == 1:
            fit = [self._taken(fit[0])]
        same = [one for one in fit if one.when is None]
        if len(same) > 1:
            fit = [self._all_of(same), *(one for one in fit if one.when is not None)]
        return [product(piece, one, {thing}) for one in fit]

    def _all_of(self, same: Sequence[Quantity]) -> Quantity:
        """Several lots of a thing as one: `12 suất cho ngân hàng với 80 suất cho xưởng`."""
        for former, one in pairwise(same):
            begin = former.end if former.line == one.line else 0
            between = self.folded[one.line][begin : one.start]
            joined = former.line == one.line and _WITH.search(between)
            parts = former.weak and one.weak  # `sáng 60 tô, chiều 30 tô`
            if not one.adds and not joined and not parts:
                raise Unplaced("two counts")
        total = with_per(same[0], per=set().union(*(one.per for one in same)))
        total.low, total.high = sum(one.low for one in same), sum(one.high for one in same)
        return total


_SURELY_MILLIONS, _ALIKE = 10, 30
_NEAR = 40  # letters
_OF_GOODS = re.compile(r"\b(?:von|lay hang|nhap hang|tien hang|mua hang)\b")
_A_LUMP = 150_000_000  # more, said of no time, is no day's or month's
_A_THING = 5_000_000  # more is no price of one thing whose number is told by another word
_WITH = re.compile(r"\b(?:voi|va|vs|cong)\b")
