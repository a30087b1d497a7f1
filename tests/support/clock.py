"""A clock that stands still unless told otherwise. `pass_time` lets time pass; setting `now` is
what somebody does who sets the clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.running.uptime import uptime
from storage.times import Uptime

START = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # 10:00 in Viet Nam


class FixedClock:
    def __init__(self, now: datetime = START) -> None:
        self.now = now
        self._lasted = timedelta()

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, **span: float) -> None:
        self.now += timedelta(**span)
        self._lasted += timedelta(**span)

    def lasted(self) -> Uptime:
        return Uptime("test", self._lasted.total_seconds())


def lasted_of(clock: Callable[[], datetime]) -> Callable[[], Uptime]:
    """How much time passes by this clock."""
    return clock.lasted if isinstance(clock, FixedClock) else uptime
