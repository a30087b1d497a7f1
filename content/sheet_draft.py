"""A sheet while a file is read, in the process of its own: what is kept of it, and how much."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from content.spreadsheet import (
    LAST_ROW,
    MOST_COLUMNS,
    MOST_IN_ALL,
    MOST_ROWS,
    MOST_TEXT,
    Area,
    Unreadable,
)


@dataclass(slots=True)
class TextRoom:
    """How much text one file may still give."""

    left: int = MOST_IN_ALL


@dataclass(slots=True)
class SheetDraft:
    name: str
    hidden: bool
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    cut_at: int | None = None
    wide: bool = False
    struck: dict[int, list[int]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)

    def put(self, row: int, column: int, text: str, room: TextRoom) -> bool:
        """Keeps a cell; False when no more rows are taken. Raises NotRead."""
        if not 0 <= row < LAST_ROW:
            raise NotRead(Unreadable.DAMAGED)
        text = text[:MOST_TEXT]
        if not text.strip():
            return True
        if column >= MOST_COLUMNS:
            self.wide = True
            return True
        room.left -= len(text) + 10
        if room.left < 0 or (row not in self.rows and len(self.rows) >= MOST_ROWS):
            self.cut_at = row
            return False
        self.rows.setdefault(row, {})[column] = text
        return True


class NotRead(Exception):
    """The file is none we read; the reason is for people."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why)
        self.why = why


_DAY_ZERO = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001  # no zone


def number_shown(value: str, dates_from_1904: bool | None) -> str:
    """A number as people would write it; as a day when the cell shows one."""
    try:
        number = float(value)
    except ValueError:
        return value
    if dates_from_1904 is not None and 0 <= number < 2_958_466:
        return moment_shown(_DAY_ZERO[dates_from_1904] + timedelta(days=number))
    if number.is_integer() and abs(number) < 1e18:
        return str(int(number))
    return repr(number)


def moment_shown(value: datetime) -> str:
    value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    shown = f"{value:%d/%m}/{value.year:04}"
    return shown if value.time() == time() else f"{shown} {value:%H:%M}"
