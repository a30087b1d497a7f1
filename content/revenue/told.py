"""What a line told of a business's year, and the one thing that is still to be asked."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from content.amounts import Period
from content.revenue.shops import EACH_OF
from content.tax import Band, TaxRules
from content.trades import Mention, Named
from content.vietnamese import fold

OWN = re.compile(r"\b(?:toi|em|minh|chau|nha|quan|shop|tiem|ban duoc|thu duoc)\b")


_PLATFORM = re.compile(
    r"\b(?:shopee|tiktok|tik tok|lazada|tiki|sendo|tren san|2 san|hai san"
    r"|san (?:da )?(?:tru|thu))\b"
)
_NONE_BESIDE = re.compile(r"\b(?:khong|ko|k|chua) (?:co )?ban (?:o )?ngoai\b")
_BESIDE_IT = re.compile(
    r"\b(?:ngoai (?!ra)|cua hang|tai (?:quan|cho|nha)|o cho|facebook|fb|zalo|web|tu giao"
    r"|tiem|sap|ki ot)\b|\bngoai$"
)
BONUS = "1.b"  # of a brand to the shop: told beside a year's revenue, it is of that year
PASSED_NOW = "năm nay mới vượt"  # 3 tỷ, by ratio: stays so this year
_PASSED_NOW = re.compile(r"\bnam nay moi (?:vuot|qua|tren)\b")


class Lack(StrEnum):
    """The one thing that must be known before anything is said, gravest first."""

    UNIT = "unit"  # `một năm 900`: thousands, millions?
    KIND = "kind"  # is it what was sold, or other money?
    REVENUE = "revenue"  # only profit or costs were told
    WHICH_YEAR = "which_year"
    WHOLE_YEAR = "whole_year"  # it was told of a part of one
    PERIOD = "period"  # a day's, a month's or a year's?
    OWNERS = "owners"  # of two people: one household or two?
    COMMISSION = "commission"  # of one who sells for another, what is kept of it
    SHOPS = "shops"  # of one shop or of all?
    FIGURE = "figure"  # about how much: "hơn", several figures
    GOOD_DAYS = "good_days"  # how many days of a week bring so much more
    RANGE = "range"  # told by both its ends
    DAYS = "days"  # how many days a year
    SPLIT = "split"  # how much of each trade
    PLACE = "place"  # what was told beside, and has no place in the sum


_ALWAYS = (
    Lack.UNIT,
    Lack.KIND,
    Lack.REVENUE,
    Lack.WHICH_YEAR,
    Lack.WHOLE_YEAR,
    Lack.PERIOD,
)


_RATES = (Period.DAY, Period.WEEK, Period.MONTH)
_NO_ENDS = (Lack.FIGURE, Lack.PERIOD, Lack.SHOPS, Lack.COMMISSION, Lack.WHOLE_YEAR, Lack.REVENUE)


class Sureness(StrEnum):
    """How sure it is that a figure is of what the business sold."""

    SAID = "said"  # by its words, a trade, or our question
    BARE = "bare"  # nothing is said of it
    ODD = "odd"  # it is said of something that may be anything


@dataclass(frozen=True, slots=True)
class Share:
    """The revenue of one figure: `low` to `high` a year (`high` None: no bound), `yearly` as it is
    reckoned with, `amount` × `times` × `shops`, of which `on_platform` through platforms.
    `has_time` says whether a period was named, `sureness` whether it is revenue at all."""

    named: Named
    amount: int
    period: Period
    times: int
    shops: int
    low: int
    high: int | None
    on_platform: int = 0
    is_near: bool = False  # `gần 1 tỷ`: that, or somewhat less
    is_about: bool = False  # `trên dưới 800 triệu`
    least: int = 0  # the lower end of `2 đến 3 triệu`, whose upper one is `amount`
    has_time: bool = True
    sureness: Sureness = Sureness.SAID

    @property
    def yearly(self) -> int:
        return self.amount * self.times * self.shops

    @property
    def lower(self) -> int:
        """The year's sum by the lower end of what was told."""
        return (self.least or self.amount) * self.times * self.shops

    @property
    def is_reckoned(self) -> bool:
        """Whether the year's sum is the product of something."""
        return self.times * self.shops > 1


class StatementKind(StrEnum):
    """What a statement is to those before it."""

    SALES = "sales"  # sold, beside them
    PART = "part"  # of the sum before it, so no new one
    NOT_SALES = "not_sales"  # taken off: goods brought back
    COSTS = "costs"
    PROFIT = "profit"
    RATIO = "ratio"  # the limit of the ratio was passed in this year only


@dataclass(frozen=True, slots=True)
class ToldFigures:
    """What a line, or several (`parts`), tell. `shares` in the order said; `named` are all trades
    named; `costs` the year's costs, where one sum is; `doubts` what makes `shares` unsure; `theirs`
    is of others of the family, each registered by himself, and no part of `shares`."""

    text: str = ""
    shares: tuple[Share, ...] = ()
    named: tuple[Mention, ...] = ()
    costs: int | None = None
    doubts: frozenset[Lack] = frozenset()
    number: str = ""  # `900` of `một năm 900`, where no amount is told
    by_platform: bool = False  # whether it speaks of a platform, which withholds tax
    parts: "Statements" = ()
    theirs: tuple[Share, ...] = ()

    @property
    def only_by_platform(self) -> bool:
        """Whether all of it is said to be sold through platforms that withhold tax."""
        folded = fold(self.text)
        return bool(_PLATFORM.search(folded)) and not _BESIDE_IT.search(
            _NONE_BESIDE.sub("", folded)
        )

    @property
    def keeps_ratio(self) -> bool:
        """Whether the limit of the ratio is said to be passed in this year only."""
        return _PASSED_NOW.search(fold(self.text)) is not None

    @property
    def has_figures(self) -> bool:
        return bool(self.shares or self.doubts)

    @property
    def lacks_unit(self) -> bool:
        return Lack.UNIT in self.doubts

    @property
    def yearly(self) -> int | None:
        """The year's revenue as it is reckoned with, sure or not; None when none is told."""
        if not self.shares or self.doubts & {Lack.PERIOD, Lack.REVENUE}:
            return None
        if self.is_vague:
            return None
        return sum(share.yearly for share in self.shares)

    @property
    def is_near(self) -> bool:
        """Whether every figure is nearly that, though not quite."""
        return all(share.is_near or share.is_about for share in self.shares)

    @property
    def is_vague(self) -> bool:
        """Whether no one figure was told, nor one that is nearly meant."""
        open_figure = not self.doubts.isdisjoint((Lack.FIGURE, Lack.RANGE))
        return open_figure and not self.is_near

    @property
    def ends(self) -> tuple[int, int] | None:
        """The year's sum by both ends of what was told, on the days it is reckoned with; None where
        it was not told so, or is otherwise unsure."""
        if Lack.RANGE not in self.doubts or not self.doubts.isdisjoint(_NO_ENDS):
            return None
        return sum(share.lower for share in self.shares), sum(one.yearly for one in self.shares)

    @property
    def is_general(self) -> bool:
        """Whether it speaks of a bound and of nobody's business: `hộ dưới 10 tỷ được giảm gì`."""
        if any(share.period in _RATES for share in self.shares):
            return False  # the law's bounds are a year's
        return self.is_vague and not self.named and not OWN.search(fold(self.text))

    @property
    def first(self) -> Share | None:
        """The figure that is asked about: the smallest, where there are several."""
        return min(self.shares, key=lambda share: share.amount, default=None)

    @property
    def untimed(self) -> Share | None:
        """The smallest figure of which no time was said; of all, where it was of each."""
        untimed = [share for share in self.shares if not share.has_time]
        return min(untimed, key=lambda share: share.amount, default=self.first)

    @property
    def unsure(self) -> Share | None:
        """The first figure of which it is not sure that it is what was sold."""
        return next((share for share in self.shares if share.sureness is not Sureness.SAID), None)

    @property
    def says_each(self) -> bool:
        """Whether the figure is said of each of several places."""
        return EACH_OF.search(fold(self.text)) is not None

    @property
    def low(self) -> int:
        return sum(share.low for share in self.shares)

    @property
    def high(self) -> int | None:
        highs = [share.high for share in self.shares]
        return None if None in highs else sum(high for high in highs if high is not None)

    @property
    def one_trade(self) -> Named | None:
        """What all of it is of; None when several trades are named, or none."""
        meant = {id_of(mention.named): mention.named for mention in self.named}
        return next(iter(meant.values())) if len(meant) == 1 else None

    def as_asked(self) -> "ToldFigures":
        """The same said to our question for the revenue: a figure of which nothing is said is
        that."""
        if any(share.sureness is Sureness.ODD for share in self.shares):
            return self
        shares = tuple(replace(share, sureness=Sureness.SAID) for share in self.shares)
        return replace(self, shares=shares, doubts=self.doubts - {Lack.KIND})

    def lacks(self, rules: TaxRules) -> Lack | None:
        """What must be asked before anything is said of the year; None when it is sure. A doubt
        that leaves the year in the same band, with nothing to pay, is none."""
        doubts = list(Lack)
        if len(self.shares) > 1:  # the year's sum settles of what time each of several was said
            doubts.sort(key=lambda lack: (lack is Lack.PERIOD, list(Lack).index(lack)))
        for lack in doubts:
            if lack in self.doubts and (lack in _ALWAYS or not self._is_settled(lack, rules)):
                return lack
        return None

    def _is_settled(self, lack: Lack, rules: TaxRules) -> bool:
        high = self.high
        if not self.shares or high is None:
            return False
        lowest, highest = rules.band(self.low), rules.band(high)
        if lack in (Lack.RANGE, Lack.GOOD_DAYS):
            if Lack.DAYS in self.doubts and self.ends:  # these are asked for by themselves
                lowest, highest = (rules.band(end) for end in self.ends)
            return lowest is highest
        return highest is Band.EXEMPT or (lack is Lack.DAYS and lowest is highest)


NOTHING_TOLD = ToldFigures()


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing told of a business: as it was said, and what was read in it then (trades, sums, of
    what time, of which shops). `amount` of `period`: of costs, profit, and what is taken off, in
    đồng."""

    kind: StatementKind
    said: str
    told: ToldFigures
    amount: int = 0
    period: Period = Period.YEAR


Statements = tuple[Statement, ...]


def id_of(named: Named) -> str:
    """Of the trade or the unclear work; "" of neither."""
    return named.trade.id if named.trade else named.unclear.id if named.unclear else ""
