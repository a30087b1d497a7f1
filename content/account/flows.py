"""What is taken in, as far as it is told: the things sold, of which days or months each sum is, how
long it is open; and the year they come to."""

from typing import NamedTuple

from content.account.heard import NumberTime

Span = tuple[float, float]
DAYS, WEEKS, MONTHS, QUARTERS = 365.0, 52.0, 12.0, 4.0
LEAST, MOST, WIDEST = 3e6, 3e10, 3.0
_A_YEAR = {NumberTime.DAY: DAYS, NumberTime.WEEK: WEEKS, NumberTime.MONTH: MONTHS,
           NumberTime.QUARTER: QUARTERS}  # fmt: skip
_IN_DAYS = {NumberTime.DAY: 1.0, NumberTime.WEEK: 7.0, NumberTime.MONTH: DAYS / MONTHS,
            NumberTime.QUARTER: DAYS / QUARTERS}  # fmt: skip


class Stretch(NamedTuple):
    """So many days, weeks, months or quarters of a year; of a season, so many seasons."""

    number: float
    of: NumberTime


class SoldFlow(NamedTuple):
    """One sum that comes again, or so many at a price. Flows of one `source` share the year: one
    with a `part` is of so much of it, one without of what is left."""

    source: int
    line: int
    takings: Span | None = None
    price: Span | None = None
    counts: tuple[tuple[Span, NumberTime], ...] = ()
    time: NumberTime = NumberTime.UNSAID
    part: Stretch | None = None
    waits: bool = False  # of a part of the year that is not told yet
    sign: int = 1  # -1: taken off

    @property
    def each(self) -> Span | None:
        """What it brings each time; None while that is not told."""
        if self.takings:
            return self.takings
        if self.price is None or not self.counts:
            return None
        low, high = self.price
        for (least, most), _ in self.counts:
            low, high = low * least, high * most
        return low, high


class OpenTime(NamedTuple):
    """How long it is open."""

    months: float = MONTHS
    days_off: float = 0.0
    days_a_month: float | None = None
    off_a_month: float = 0.0
    days_a_week: float = 7.0
    days_a_year: float | None = None

    @property
    def days(self) -> float:
        if self.days_a_year is not None:
            return self.days_a_year
        days = DAYS * self.months / MONTHS
        if self.days_a_month is not None:
            days = self.days_a_month * self.months
        elif self.days_a_week != 7.0:
            days = self.days_a_week * WEEKS * self.months / MONTHS
        return days - self.off_a_month * self.months - self.days_off


class ToldAccount(NamedTuple):
    """All that is told so far; `coming`: the stretches that the next sums are of."""

    flows: tuple[SoldFlow, ...] = ()
    open: OpenTime = OpenTime()
    coming: tuple[Stretch, ...] = ()
    doubted: bool = False

    def year(self) -> Span | None:
        """What it comes to; None where something is still to be told."""
        if self.doubted or not self.flows or not self.is_whole:
            return None
        low = high = 0.0
        for flow in self.flows:
            times = self.times(flow)
            each = flow.each
            if each is None or times <= 0:
                return None
            ends = each[0] * times * flow.sign, each[1] * times * flow.sign
            low, high = low + min(ends), high + max(ends)
        if not LEAST < high < MOST or not low > 0 or high > low * WIDEST:
            return None
        return low, high

    @property
    def is_whole(self) -> bool:
        """Whether of every flow its sum, its time and its part are told."""
        return not any(f.each is None or f.time is NumberTime.UNSAID or f.waits for f in self.flows)

    def covered(self, source: int) -> str:
        """How much of the year the flows of a source are of."""
        flows = [f for f in self.flows if f.source == source]
        if any(f.part is None for f in flows):
            return "rest" if len(flows) > 1 else "all"
        days = sum(
            f.part.number * _IN_DAYS.get(f.part.of, DAYS) for f in flows if f.part is not None
        )
        return f"{len(flows) > 1}:{min(round(days / DAYS * 5), 7)}"

    def times(self, flow: SoldFlow) -> float:
        """How many times a year a flow comes."""
        if flow.part:
            return self._of_part(flow.time, flow.part)
        others = [
            f.part for f in self.flows if f.source == flow.source and f is not flow and f.part
        ]
        taken = sum(self._days_of(part) for part in others)
        match flow.time:
            case NumberTime.DAY:
                return self.open.days - taken
            case NumberTime.MONTH | NumberTime.QUARTER | NumberTime.WEEK:
                share = _A_YEAR[flow.time]
                left = share * self.open.months / MONTHS
                left -= (
                    sum(part.number * _IN_DAYS.get(part.of, 0.0) for part in others)
                    / (_IN_DAYS[flow.time])
                )
                if flow.time is NumberTime.WEEK:
                    left -= (self.open.days_off - self.open.days_off % 7) / 7
                elif self.open.days_off >= 10:
                    left -= self.open.days_off / _IN_DAYS[flow.time]
                return left
            case _:
                return 1.0

    def _days_of(self, part: Stretch) -> float:
        """How many of the days it is open are of a stretch."""
        if part.of in (NumberTime.MONTH, NumberTime.QUARTER):
            return self._of_part(NumberTime.DAY, part)
        return part.number * _IN_DAYS.get(part.of, 0.0)

    def _of_part(self, time: NumberTime, part: Stretch) -> float:
        if time is part.of:
            return part.number
        if time is NumberTime.DAY and part.of in (NumberTime.MONTH, NumberTime.QUARTER):
            months = part.number * (3 if part.of is NumberTime.QUARTER else 1)
            spot = self.open
            if spot.days_a_month is not None:
                return months * (spot.days_a_month - spot.off_a_month)
            return months * (DAYS / MONTHS * spot.days_a_week / 7 - spot.off_a_month)
        if time in _IN_DAYS and part.of in _IN_DAYS:
            return part.number * _IN_DAYS[part.of] / _IN_DAYS[time]
        if time in (NumberTime.SEASON, NumberTime.ONCE) and part.of is NumberTime.SEASON:
            return part.number
        return 1.0
