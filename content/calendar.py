"""The ward's time: local dates, working days, and when a message may go out unasked.

Holidays come from the `holidays` library; the rows staff edit outweigh it (docs: practice of the
ward office: office days Monday to Friday, sending 8-11 and 14-17, never at Tết).
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from content import public_holidays
from content.vietnamese import VIETNAM

# When a message nobody asked for may go, unless the ward says otherwise.
SENDING = ((time(8), time(11)), (time(14), time(17)))
# What cannot wait for office hours may go within these, and never at night.
URGENT = ((time(7), time(21)),)
# From 23 tháng Chạp (at most eight days before mùng 1) to mùng 6.
TET_BEFORE, TET_AFTER = timedelta(days=8), timedelta(days=5)
_NEW_YEAR = "Tết Nguyên Đán"
# Days off are announced year by year: Tết around its first day, days in lieu, the second day of
# 2/9. Until then they are the library's guess; what staff enter stands.
ANNOUNCED_TO = 2026
_FIXED = ("Tết Dương lịch", "Ngày Giỗ Tổ Hùng Vương", "Ngày Chiến thắng", "Ngày Quốc tế Lao động")


def local(moment: datetime) -> datetime:
    """An aware moment -> the same in Viet Nam."""
    return moment.astimezone(VIETNAM)


def today(now: datetime) -> date:
    return local(now).date()


def at(day: date, clock: time) -> datetime:
    """A local date and time -> UTC."""
    return datetime.combine(day, clock, VIETNAM).astimezone(UTC)


def midnight_before(moment: datetime) -> datetime:
    """When the local day of an aware moment begins, in UTC."""
    return at(local(moment).date(), time())


def midnight_after(moment: datetime) -> datetime:
    """When the local day of an aware moment is over, in UTC."""
    return at(local(moment).date() + timedelta(days=1), time())


class WorkingDays:
    """Which days people work. `exceptions` (day -> works) outweigh weekends and holidays."""

    def __init__(self, exceptions: Mapping[date, bool] | None = None) -> None:
        self._exceptions = exceptions or {}

    def is_working(self, day: date) -> bool:
        if day in self._exceptions:
            return self._exceptions[day]
        return day.weekday() < 5 and not holiday(day)

    def is_plain_saturday(self, day: date) -> bool:
        """Whether it is a Saturday that is no holiday and was not entered as a day off."""
        return day.weekday() == 5 and not holiday(day) and self._exceptions.get(day, True)

    def is_provisional(self, day: date) -> bool:
        """Whether a day off is only expected: nobody has announced it or entered it."""
        name = holiday(day)
        fixed = name in _FIXED or (day.month, day.day) == (9, 2)
        return bool(name) and not fixed and day.year > ANNOUNCED_TO and day not in self._exceptions

    def before(self, day: date) -> date:
        """The last working day before `day`."""
        day -= timedelta(days=1)
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; `day` itself never counts."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`; negative when `last` is earlier."""
        if last < first:
            return -self.between(last, first)
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(self.is_working(day) for day in days)


class SendingDays(WorkingDays):
    """Working days, and when on them a message may go out that nobody asked for."""

    def __init__(
        self,
        exceptions: Mapping[date, bool] | None = None,
        sending: Sequence[tuple[time, time]] = SENDING,
    ) -> None:
        super().__init__(exceptions)
        self._sending = sending

    def sending_time(self, now: datetime, *, urgent: bool = False) -> datetime:
        """When a message nobody asked for may go: now, or the next moment that is allowed.

        `urgent` (a conference cancelled the day before) goes on any day, within waking hours.
        """
        here = local(now)
        for ahead in range(60):
            day = here.date() + timedelta(days=ahead)
            if not urgent and (not self.is_working(day) or near_tet(day)):
                continue
            for start, end in URGENT if urgent else self._sending:
                if ahead or here.time() < end:
                    begins = datetime.combine(day, start, VIETNAM)
                    return max(now, begins.astimezone(UTC))
        return now

    def after_sending(self, start: datetime, seconds: float, *, urgent: bool = False) -> datetime:
        """When sending that takes so many seconds, begun at `start`, is over: it rests outside
        sending hours."""
        left, moment = timedelta(seconds=seconds), start
        for _ in range(400):
            moment = self.sending_time(moment, urgent=urgent)
            here = local(moment)
            spans = URGENT if urgent else self._sending
            ends = next(end for _, end in spans if here.time() < end)
            window = datetime.combine(here.date(), ends, VIETNAM) - here
            if left <= window:
                return moment + left
            left -= window
            moment += window
        return moment


def holiday(day: date) -> str:
    """The name of the public holiday on this day; "" for none."""
    return public_holidays.of_year(day.year).get(day, "")


def holidays_of(year: int) -> Mapping[date, str]:
    return dict(sorted(public_holidays.of_year(year).items()))


def near_tet(day: date) -> bool:
    """From 23 tháng Chạp to mùng 6: nothing but urgent notices goes out."""
    first = next(
        (d for d, name in public_holidays.of_year(day.year).items() if name == _NEW_YEAR), None
    )
    return first is not None and first - TET_BEFORE <= day <= first + TET_AFTER
