"""When the office is open, read from the hours the ward wrote: `7:30-11:30 và 13:30-17:00`."""

import re
from dataclasses import dataclass
from datetime import datetime, time

from content.calendar import WorkingDays, at, local
from content.vietnamese import fold

_TIME = r"(\d{1,2})(?:\s*(?::|h|g|gio)\s*(\d{2})?)?"
_SPAN = re.compile(rf"\b{_TIME}\s*(?:-|–|den|toi)\s*{_TIME}\b")
# Days other than those of the working week: no day is told from the words.
_OTHER_DAYS = re.compile(r"\b(?:thu (?:bay|7)|t7|chu nhat|cn|ca tuan|hang ngay|moi ngay)\b")


@dataclass(frozen=True, slots=True)
class OfficeNow:
    """Whether the office is open, and until when; or when it opens next."""

    is_open: bool
    changes_at: datetime
    is_today: bool


def spans_in(hours: str) -> list[tuple[time, time]]:
    """The hours of a working day, in order; none where they cannot be read surely."""
    plain = fold(hours)
    if _OTHER_DAYS.search(plain):
        return []
    spans = []
    for first, minutes, last, more in _SPAN.findall(plain):
        if int(first) > 23 or int(last) > 23 or int(minutes or 0) > 59 or int(more or 0) > 59:
            return []
        spans.append((time(int(first), int(minutes or 0)), time(int(last), int(more or 0))))
    flat = [moment for span in spans for moment in span]
    return spans if flat == sorted(set(flat)) else []


def office_now(hours: str, days: WorkingDays, now: datetime) -> OfficeNow | None:
    """How it stands at a moment (aware), holidays included; None where the hours are not known."""
    spans = spans_in(hours)
    if not spans:
        return None
    here = local(now)
    today = here.date()
    if days.is_working(today):
        for opens, closes in spans:
            if here.time() < opens:
                return OfficeNow(False, at(today, opens), is_today=True)
            if here.time() < closes:
                return OfficeNow(True, at(today, closes), is_today=True)
    return OfficeNow(False, at(days.after(today, 1), spans[0][0]), is_today=False)
