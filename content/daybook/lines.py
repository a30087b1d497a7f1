"""A line of the account: one source of takings, at what rate, on which days and months, and what it
comes to in a year. Money is in đồng; an amount has two ends, alike where it is known."""

from dataclasses import dataclass, field

from content.vietnamese import fold

Ends = tuple[float, float]
DAYS_OF = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
ALL_MONTHS = frozenset(DAYS_OF)
WEEK = frozenset(range(2, 9))  # Monday is 2, as it is called; Sunday 8
LUNAR, DATE = 1, 0  # instead of a day of the week: the 1st and 15th by the moon; one day of a month
_NO_NAMES = frozenset(
    {"ban", "cho", "thue", "lam", "hang", "tien", "quan", "tiem", "san", "sua", "do"}
)
WEEKS, LUNAR_DAYS = 52, 2


_SAID = 100_000


def rounded(value: float) -> int:
    """A year's sum as somebody would say it."""
    return round(value) if not round(value) % 10_000 else round(value / _SAID) * _SAID


@dataclass(frozen=True, slots=True)
class Many:
    """So many of a thing: `thing` to compare, `said` as it was typed."""

    thing: str
    said: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rate:
    """So much a time, or so many of a thing at a price, in some months or on some days. What is not
    said (None, "", ()) is as in the first rate of the line, times `factor`. `each`: the thing that
    has the price; `per`: day, week, month, quarter, year, or `span` (all of these months together).
    `when`: the words that said which months or days."""

    price: Ends | None = None
    each: str = ""
    counts: tuple[Many, ...] = ()
    per: str = ""
    months: frozenset[int] = ALL_MONTHS
    days: frozenset[int] = frozenset()
    factor: float = 1.0
    when: str = ""
    over: int = 0  # for so many months is the sum, of a rent paid at once

    @property
    def is_usual(self) -> bool:
        """Whether it is of no months or days alone."""
        return self.months == ALL_MONTHS and not self.days


@dataclass(frozen=True, slots=True)
class DaysOff:
    """On what nothing is sold: days of the `week`, `months`, `lunar` days a month, `days` a year,
    so many days of a month (`of_month`); or how many days are worked in a week, in a month."""

    week: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    lunar: float = 0.0
    days: float = 0.0
    of_month: tuple[tuple[int, float], ...] = ()
    week_days: float = 0.0
    month_days: float = 0.0
    year_days: float = 0.0  # worked
    none: bool = False  # it is said that there are none

    @property
    def weekly(self) -> tuple[int, ...]:
        """The days of the week, in order."""
        return tuple(sorted(self.week))

    @property
    def monthly(self) -> tuple[int, ...]:
        """The months, in order."""
        return tuple(sorted(self.months))

    @property
    def is_told(self) -> bool:
        """Whether anything was said of days off."""
        return self != DaysOff()


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One source of takings. `rates`: the usual one first. `returned`: the part that comes back.
    `net`: told without what an application keeps, which is `share`. `aside`: why it is
    not counted; "" where it is."""

    rates: tuple[Rate, ...]
    what: str = ""
    trade: str = ""
    off: DaysOff = field(default_factory=DaysOff)
    returned: float = 0.0
    net: bool = False
    share: float = 0.0
    aside: str = ""
    on_platform: bool = False
    former: DaysOff | None = None  # before the days off told last

    @property
    def words(self) -> tuple[str, ...]:
        """The words by which it is named."""
        said = self.what.lower().split()
        return tuple(word for word in said if len(word) > 1 and fold(word) not in _NO_NAMES)

    @property
    def things(self) -> frozenset[str]:
        """The things that it counts or has the price of."""
        counted = {many.thing for rate in self.rates for many in rate.counts}
        return frozenset(counted | {rate.each for rate in self.rates if rate.each})

    @property
    def usual(self) -> Rate:
        """The rate of every day or month that has none of its own."""
        return self.rates[0]

    @property
    def lacks(self) -> str:
        """What is still to be told: `price`, `count`, `per`, `months`; "" for nothing."""
        first = self.usual
        if first.price is None:
            return "price"
        if first.each and not first.counts:
            return "count"
        if not first.per:
            return "per"
        if any(not one.months for one in self.rates):
            return "season"
        if self.months_open and first.per != "year":
            return "months"
        return "share" if self.net and self.on_platform and not self.share else ""

    @property
    def months_open(self) -> frozenset[int]:
        """The months of which nothing was told."""
        told = frozenset[int]().union(*(one.months for one in self.rates if not one.days))
        return ALL_MONTHS - told - self.off.months

    @property
    def kept(self) -> float:
        """How much of it is sold: without what comes back, with what a platform keeps."""
        return (1 - self.returned) / (1 - self.share)

    @property
    def is_daily(self) -> bool:
        """Whether it is told by the day."""
        return self.usual.per == "day"

    @property
    def worked(self) -> float:
        """On how many days of a year it is sold."""
        return sum(self._open_days(month) for month in ALL_MONTHS) - self.off.days

    @property
    def year(self) -> Ends:
        """The year's takings of a line that lacks nothing."""
        low, high = self._year(0), self._year(1)
        return (low, high) if low <= high else (high, low)

    @property
    def about(self) -> Ends:
        """The same as somebody would say it."""
        low, high = self.year
        return rounded(low), rounded(high)

    def amount(self, rate: Rate, end: int) -> float:
        """What a rate comes to each time; `end` 0 for the least, 1 for the most."""
        first = self.usual
        price = rate.price or first.price or (0.0, 0.0)
        total = price[end] * rate.factor
        apart = rate.price is not None and rate is not first and not rate.each
        for one in rate.counts or (() if apart else first.counts):
            total *= one.high if end else one.low
        return total

    def _year(self, end: int) -> float:
        first = self.usual
        if first.per == "year":
            return self.amount(first, end) * self.kept
        total = sum(self._month(month, end) for month in ALL_MONTHS - self.off.months)
        if self.off.year_days and self.is_daily:
            total *= self.off.year_days / (self.worked + self.off.days)
        elif self.off.days and self.is_daily:
            share = self.off.month_days / 30 if self.off.month_days else self._open_week() / 7
            total -= self.off.days * share * self._average(first, 1, end)
        return max(0.0, total) * self.kept

    def _month(self, month: int, end: int) -> float:
        rate = next((r for r in reversed(self.rates) if not r.days and month in r.months), None)
        if rate is None:
            return 0.0
        amount, per = self.amount(rate, end), rate.per or self.usual.per
        match per:
            case "month" if rate.over:
                return amount / rate.over
            case "month":
                return amount + self._extra(month, end)
            case "quarter":
                return amount / 3
            case "week":
                return amount * WEEKS / 12
            case "span":
                return amount / len(rate.months)
        return self._of_days(rate, month, end)

    def _extra(self, month: int, end: int) -> float:
        """What single days bring beside a month's sum."""
        found = (r for r in self.rates if r.days and month in r.months and r.price is not None)
        return sum(self.amount(r, end) * self._times(r.days) for r in found)

    def _times(self, days: frozenset[int]) -> float:
        if DATE in days:
            return 1.0
        return LUNAR_DAYS if LUNAR in days else len(days) * WEEKS / 12

    def _open_days(self, month: int) -> float:
        if month in self.off.months:
            return 0.0
        days = self.off.month_days or float(DAYS_OF[month])
        if not self.off.month_days:
            days -= self.off.lunar
        days -= dict(self.off.of_month).get(month, 0.0)
        return max(0.0, days) * (1.0 if self.off.month_days else self._open_week() / 7)

    def _open_week(self) -> float:
        if self.off.week_days:
            return self.off.week_days * WEEKS * 7 / 365  # so many a week, of 52 weeks
        return float(len(WEEK - self.off.week))

    def _of_days(self, rate: Rate, month: int, end: int) -> float:
        mean = self._average(rate, month, end)
        lunar = next((r for r in self.rates if LUNAR in r.days and month in r.months), None)
        date = next((r for r in self.rates if DATE in r.days and month in r.months), None)
        days, total = self._open_days(month), 0.0
        for other, times in ((lunar, LUNAR_DAYS), (date, 1)):
            if other is not None:
                total += self.amount(other, end) * times
                days -= times
        return total + mean * max(0.0, days)

    def _average(self, rate: Rate, month: int, end: int) -> float:
        """What an open day of a month brings, over the days of the week."""
        usual = self.amount(rate, end)
        apart = [
            r for r in self.rates if r.days and month in r.months and not r.days & {LUNAR, DATE}
        ]
        if not apart or self.off.week_days:
            return usual
        total, open_days = 0.0, WEEK - self.off.week
        for day in open_days:
            other = next((r for r in reversed(apart) if day in r.days), None)
            times = rate.factor if other is not None and other.price is None else 1.0
            total += self.amount(other, end) * times if other else usual
        return total / len(open_days) if open_days else 0.0
