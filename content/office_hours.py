"""When the office is open, read from the hours the ward wrote: `7:30-11:30 và 13:30-17:00, thứ Hai
đến thứ Sáu; 7:30-11:30, thứ Bảy`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce

from content.calendar import WorkingDays, at, local
from content.operator import tell
from content.vietnamese import fold

Span = tuple[time, time]  # from, to
LOOKED_AHEAD = 60  # days: no office is closed for longer
_TIME = r"(\d{1,2})(?:\s*(?::|h|g|gio)\s*(\d{2})?)?"
_SPAN = re.compile(rf"\b{_TIME}\s*(?:-|–|den|toi)\s*{_TIME}\b")
# Days other than those of the working week: no day is told from the words.
_OTHER_DAYS = re.compile(r"\b(?:thu (?:bay|7)|t7|chu nhat|cn|ca tuan|hang ngay|moi ngay)\b")
_SATURDAY = re.compile(r"(?:\b(?:va|vao|sang|chieu|thu (?:bay|7)|t7)\b|[\s,.()])*")

_BETWEEN = re.compile(r"(?:\b(?:va|sang|chieu|buoi|tu)\b|[\s,;.:])*")


@dataclass(frozen=True, slots=True)
class Hours:
    """Of a working day, and of a Saturday; each in order."""

    week: tuple[Span, ...]
    saturday: tuple[Span, ...] = ()


# Where the ward has not written its hours.
USUAL = Hours(((time(8), time(17)),))


class OfficeDays(WorkingDays):
    """The working days of an office, and when on them somebody is there."""

    def __init__(self, exceptions: Mapping[date, bool], hours: Hours) -> None:
        super().__init__(exceptions)
        self._spans = (hours if hours.week else USUAL).week

    def opens(self, day: date) -> datetime:
        """When the office opens on a working day."""
        return at(day, self._spans[0][0])

    def closes(self, day: date) -> datetime:
        return at(day, self._spans[-1][1])

    def moment(self, now: datetime) -> datetime:
        """When somebody is there: now, or when the office opens next, after its noon too."""
        here = local(now)
        if self.is_working(here.date()):
            for opens, closes in self._spans:
                if here.time() < closes:
                    return max(now, at(here.date(), opens))
        return self.opens(self.after(here.date(), 1))

    def in_hours(self, now: datetime, hours: float) -> datetime:
        """The moment (UTC) when the office will have been open for so many hours from now on."""
        left, day = timedelta(hours=hours), local(now).date()
        while True:
            for opens, closes in self._open_on(day):
                begins = max(now, opens)
                if begins < closes:
                    if left <= closes - begins:
                        return begins + left
                    left -= closes - begins
            day = self.after(day, 1)

    def open_between(self, first: datetime, last: datetime) -> timedelta:
        """For how long the office is open between two moments (aware)."""
        whole, day = timedelta(), local(first).date()
        while day <= local(last).date():
            for opens, closes in self._open_on(day):
                whole += max(timedelta(), min(last, closes) - max(first, opens))
            day += timedelta(days=1)
        return whole

    def is_open(self, now: datetime) -> bool:
        """Whether somebody is there at this moment (aware)."""
        return any(first <= now < last for first, last in self._open_on(local(now).date()))

    def _open_on(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.is_working(day):
            return []
        return [(at(day, opens), at(day, closes)) for opens, closes in self._spans]


@dataclass(frozen=True, slots=True)
class OfficeNow:
    """Whether the office is open, and until when; or when it opens next."""

    is_open: bool
    changes_at: datetime
    is_today: bool


def read_spans(text: str) -> list[Span]:
    """Spans of a day, in order; none where they cannot be read surely."""
    spans = []
    for first, minutes, last, more in _SPAN.findall(fold(text)):
        if int(first) > 23 or int(last) > 23 or int(minutes or 0) > 59 or int(more or 0) > 59:
            return []
        spans.append((time(int(first), int(minutes or 0)), time(int(last), int(more or 0))))
    return spans if are_in_order(spans) else []


def typed_spans(text: str) -> list[Span]:
    """Spans as somebody typed them; none where anything else stands between them."""
    left = _SPAN.sub(" ", fold(text))
    return read_spans(text) if _BETWEEN.fullmatch(left) else []


def are_in_order(spans: Sequence[Span]) -> bool:
    """Whether each begins before it ends, and ends before the next."""
    flat = [moment for span in spans for moment in span]
    return flat == sorted(set(flat))


def spans_text(spans: Sequence[Span]) -> str:
    """`7:30-11:30 và 13:30-17:00`: as people write it; what is read back is the same."""
    each = [f"{_said(first)}-{_said(last)}" for first, last in spans]
    return (
        reduce(lambda before, after: tell("hours.and", before=before, after=after), each)
        if each
        else ""
    )


def _said(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02}"


def hours_text(hours: Hours) -> str:
    """As citizens read it; "" where nothing is known."""
    parts = [tell("hours.week", spans=spans_text(hours.week))] if hours.week else []
    parts += [tell("hours.saturday", spans=spans_text(hours.saturday))] if hours.saturday else []
    return "; ".join(parts)


def read_hours(text: str) -> Hours:
    """The hours the ward wrote; of a day nothing where they cannot be read surely."""
    week: list[Span] = []
    saturday: list[Span] = []
    for part in text.split(";"):
        plain, spans = fold(part), read_spans(part)
        if not _OTHER_DAYS.search(plain):
            week += spans
        elif spans and _SATURDAY.fullmatch(_SPAN.sub("", plain)):
            saturday += spans
        else:
            return Hours(())
    if not (are_in_order(week) and are_in_order(saturday)):
        return Hours(())
    return Hours(tuple(week), tuple(saturday))


def office_now(hours: str, days: WorkingDays, now: datetime) -> OfficeNow | None:
    """How it stands at a moment (aware), holidays included; None where the hours are not known."""
    read, here = read_hours(hours), local(now)
    if not read.week:
        return None
    today = here.date()
    for opens, closes in _on(read, days, today):
        if here.time() < opens:
            return OfficeNow(False, at(today, opens), is_today=True)
        if here.time() < closes:
            return OfficeNow(True, at(today, closes), is_today=True)
    coming = (today + timedelta(days=ahead) for ahead in range(1, LOOKED_AHEAD))
    opening = next(at(day, spans[0][0]) for day in coming if (spans := _on(read, days, day)))
    return OfficeNow(False, opening, is_today=False)


def _on(hours: Hours, days: WorkingDays, day: date) -> tuple[Span, ...]:
    if days.is_working(day):
        return hours.week
    return hours.saturday if days.is_plain_saturday(day) else ()
