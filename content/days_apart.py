"""Days on which the ward does otherwise than the calendar: off besides the holidays, or worked
though it is a Saturday, a Sunday or a holiday. As staff write them, one a line:
`2/1/2027: nghỉ bù Tết Dương lịch`."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from content.vietnamese import read_day, tidy

_LINE = re.compile(r"(?:(?:thứ \w+|chủ nhật),? )?([\d./-]+)\s*(?:[:;,–-]\s*(.*))?", re.IGNORECASE)


def read_line(line: str) -> tuple[date, str] | None:
    """The day of a line and what is said of it; None where no day can be read."""
    found = _LINE.fullmatch(tidy(line))
    day = read_day(found[1].rstrip(".-")) if found else None
    return (day, found[2] or "") if found and day else None


def line_of(day: date, note: str) -> str:
    """The other way round."""
    said = f"{day.day}/{day.month}/{day.year}"
    return f"{said}: {note}" if note else said


def tidied(lines: Iterable[str]) -> list[str]:
    """The lines in the order of their days, each written alike. Raises ValueError with a line that
    has no day."""
    read = []
    for line in lines:
        found = read_line(line)
        if found is None:
            raise ValueError(line)
        read.append(found)
    return [line_of(*one) for one in sorted(read)]


def days_in(lines: Iterable[str]) -> list[date]:
    """The days of lines that can be read."""
    return [found[0] for line in lines if (found := read_line(line))]


def apart(off: Iterable[str], worked: Iterable[str]) -> Mapping[date, bool]:
    """Day -> whether people work on it."""
    return dict.fromkeys(days_in(off), False) | dict.fromkeys(days_in(worked), True)
