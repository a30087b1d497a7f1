"""What of a list was not kept, for whoever mends those rows and loads them again."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from content.attendee_rows import AttendeeRow, Listing, SheetRead
from content.spreadsheet import Sheet

Packed = dict[str, Any]


def packed(listing: Listing) -> list[Packed]:
    """Of each sheet the rows that were not kept and why, as JSON can say it: in the columns that
    were read, under what stands above them and is of nobody (titles, headings, names of parts).
    Nothing of whoever was kept."""
    return [sheet for about in listing.sheets if about.is_read for sheet in _of(listing, about)]


def unpacked(sheets: Iterable[Mapping[str, Any]]) -> Listing:
    """The same as a listing again, its rows one below the other."""
    read: list[SheetRead] = []
    rows: list[AttendeeRow] = []
    for sheet in sheets:
        cells = {
            number: {column: text for column, text in enumerate(texts) if text}
            for number, texts in enumerate(sheet["rows"])
        }
        about = SheetRead(Sheet(sheet["name"], cells), "read", heading_row=sheet["heading"])
        read.append(about)
        rows += (
            AttendeeRow(int(number), sheet["name"], problems=tuple(reasons))
            for number, reasons in sheet["reasons"].items()
        )
    return Listing(tuple(rows), tuple(read))


def texts(sheets: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Every row of it as one line: a name may stand in two cells."""
    return (" ".join(row) for sheet in sheets for row in sheet["rows"])


def _of(listing: Listing, about: SheetRead) -> Iterator[Packed]:
    people = {row.number: row for row in listing.of(about)}
    if not any(row.reasons for row in people.values()):
        return
    columns = {column.at for column in about.columns if column.read_as}
    rows: list[list[str]] = []
    reasons: dict[str, tuple[str, ...]] = {}
    heading = 0
    last = max(number for number, row in people.items() if row.reasons)
    for at in sorted(at for at in about.sheet.rows if at < last):
        cells, row = about.sheet.rows[at], people.get(at + 1)
        if row is not None:
            if not row.reasons:
                continue
            cells = {column: text for column, text in cells.items() if column in columns}
            reasons[str(len(rows) + 1)] = row.reasons
        rows.append([cells.get(column, "") for column in range(max(cells, default=-1) + 1)])
        if at + 1 == about.heading_row:
            heading = len(rows)
    yield {"name": about.sheet.name, "heading": heading, "rows": rows, "reasons": reasons}
