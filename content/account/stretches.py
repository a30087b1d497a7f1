"""What so many days, weeks or months may say: how long it is open, how long closed, of how much of
the year a sum is that was told or that comes."""

from collections.abc import Iterator

from content.account.flows import DAYS, MONTHS, WEEKS, OpenTime, SoldFlow, Stretch, ToldAccount
from content.account.heard import NumberTime
from content.account.move import AccountMove, near, put, said_in, state_of

_A_YEAR = {NumberTime.WEEK: WEEKS, NumberTime.MONTH: MONTHS}
_LONG = {NumberTime.DAY: 1.0, NumberTime.WEEK: 7.0, NumberTime.MONTH: DAYS / MONTHS,
         NumberTime.QUARTER: DAYS / 4}  # fmt: skip
_WHOLE = {NumberTime.DAY: DAYS, NumberTime.WEEK: WEEKS, NumberTime.MONTH: MONTHS}
_SEASONS = (NumberTime.SEASON, NumberTime.ONCE)
_MOST_OFF, _FEW_DAYS, _FEW_WEEKS = 200.0, 20.0, 9.0
_MOST_COMING = 3


class StretchMoves:
    """The moves of `stretch`, of a week, a month or the year (`per`), in the `at`-th line. `name`:
    whether a number or words say it."""

    def __init__(
        self, name: str, stretch: Stretch, per: NumberTime, account: ToldAccount, at: int
    ) -> None:
        self.name, self.stretch, self.account, self.at = name, stretch, account, at
        self.per = per
        self.a_year = Stretch(stretch.number * _A_YEAR.get(per, 1.0), stretch.of)
        few = f"few:{int(stretch.number)}" if stretch.number < 8 else "many"
        self.told = (f"{stretch.of}.{per}", few, state_of(account, at))

    def moves(self) -> Iterator[AccountMove]:
        for spot, what in self._open_times():
            yield self._move(self.account._replace(open=spot), what)
        if self.stretch.of in (NumberTime.SEASON, NumberTime.YEAR):
            yield from self._seasons()
        if self.stretch.of is NumberTime.YEAR:
            return
        if not 0 < self.a_year.number * _LONG.get(self.a_year.of, 1.0) < DAYS + 2:
            return
        coming = (*self.account.coming, self.a_year)[-_MOST_COMING:]
        yield self._move(self.account._replace(coming=coming), "coming")
        for flow, place in near(self.account.flows):
            yield from self._of_flow(flow, place)

    def _move(self, after: ToldAccount, what: str, *more: str) -> AccountMove:
        signs = tuple((f"{self.name}.{what}|{one}", 1.0) for one in self.told)
        return AccountMove(after, (f"{self.name}.{what}", *more), signs)

    def _seasons(self) -> Iterator[AccountMove]:
        part = Stretch(self.stretch.number, NumberTime.SEASON)
        flows = tuple(
            f._replace(part=part) if f.time in _SEASONS else f for f in self.account.flows
        )
        if flows != self.account.flows:
            yield self._move(self.account._replace(flows=flows), "seasons")

    def _of_flow(self, flow: SoldFlow, place: str) -> Iterator[AccountMove]:
        """What it may say of one sum: it is of this part of the year, or of all but it, or it is
        all that was taken in so long."""
        where = f"{place}.{said_in(flow, self.at)}"
        was = "waits" if flow.waits else "part" if flow.part else "all"
        more = (f"{self.name}.part.{where}", f"{self.name}.part.{was}")
        if flow.part != self.a_year:
            after = flow._replace(part=self.a_year, waits=False)
            yield self._move(put(self.account, flow, after), "part", *more)
        of, number = self.stretch.of, self.stretch.number
        if flow.takings and of in _LONG and flow.time in (NumberTime.UNSAID, NumberTime.ONCE):
            low, high = flow.takings[0] / number, flow.takings[1] / number
            after = flow._replace(takings=(low, high), time=of)
            yield self._move(put(self.account, flow, after), "sum")
            if flow.time is NumberTime.UNSAID:
                once = flow._replace(time=NumberTime.ONCE)
                yield self._move(put(self.account, flow, once), "sum.once")
        whole = _WHOLE.get(of, 0.0)
        if flow.part is None and self.a_year.number < whole:
            rest = Stretch(whole - self.a_year.number, of)
            after = flow._replace(part=rest, waits=False)
            said = f"{self.name}.partoff.{where}"
            yield self._move(put(self.account, flow, after), "partoff", said)

    def _open_times(self) -> Iterator[tuple[OpenTime, str]]:
        """The times it may be open then: so long, or so much less."""
        number, spot = self.stretch.number, self.account.open
        match self.stretch.of, self.per:
            case NumberTime.MONTH, _:
                if number <= MONTHS:
                    yield spot._replace(months=number), "open"
                if spot.months > number:
                    yield spot._replace(months=spot.months - number), "off"
                if spot.months < MONTHS > number:
                    yield spot._replace(months=MONTHS - number), "offanew"
            case NumberTime.WEEK, _:
                if number < _FEW_WEEKS:
                    yield spot._replace(days_off=spot.days_off + number * 7), "off"
                if number <= WEEKS:
                    months = number / WEEKS * MONTHS
                    yield spot._replace(days_a_year=number * 7, months=months), "open"
            case NumberTime.DAY, NumberTime.MONTH:
                if number <= 31:
                    yield spot._replace(days_a_month=number, days_a_week=7.0), "open"
                if number < _FEW_DAYS:
                    yield spot._replace(off_a_month=number), "off"
                if spot.off_a_month and number < _FEW_DAYS:
                    yield spot._replace(off_a_month=number + spot.off_a_month), "offmore"
            case NumberTime.DAY, NumberTime.WEEK:
                if number <= 7:
                    yield spot._replace(days_a_week=number), "open"
                if number < 7:
                    yield spot._replace(days_a_week=7.0 - number), "off"
                if number < spot.days_a_week < 7:
                    yield spot._replace(days_a_week=spot.days_a_week - number), "offmore"
            case NumberTime.DAY, _:
                if number <= DAYS:
                    yield spot._replace(days_a_year=number), "open"
                if number < _MOST_OFF:
                    yield spot._replace(days_off=spot.days_off + number), "off"
                if number < _MOST_OFF and spot.days_off:
                    yield spot._replace(days_off=number), "offanew"
