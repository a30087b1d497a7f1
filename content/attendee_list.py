"""A list of people as wards keep it -> rows, and a word about everything that was not taken.

Titles on top, headings of one or two lines, names in two columns, two columns of phones, one sheet
for each tổ dân phố, merged cells, old fonts. What is read is shown before anything is kept.
`read_list` is the one reader of lists, whatever they are read for.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from content.attendee_rows import AttendeeRow, Chosen, Listing, SheetRead
from content.list_headings import find_lists, headed_by_hand, part_of
from content.list_part import read_part
from content.list_shown import unread_columns
from content.spreadsheet import Sheet, Unreadable, read_book

MOST_ROWS = 20_000


_AS_READ = Chosen()  # nothing was said of the file


def read_list(
    data: bytes, neighbourhoods: Sequence[str], chosen: Chosen = _AS_READ
) -> Listing | Unreadable:
    """The people in a file, from every visible sheet that has headings, or columns that somebody
    named. The same reader serves any list of people and what they run."""
    book = read_book(data)
    if isinstance(book, Unreadable):
        return book
    rows: list[AttendeeRow] = []
    sheets = []
    for place, sheet in enumerate(book):
        named = chosen.columns.get(place)
        lists = headed_by_hand(sheet, named) if named else find_lists(sheet)
        if place in chosen.left_out or not lists or (sheet.hidden and not named):
            state = "empty" if not sheet.rows else "hidden" if sheet.hidden else "no_heading"
            state = "left_out" if place in chosen.left_out else state
            columns = tuple(unread_columns(sheet))
            sheets.append(SheetRead(sheet, state, columns=columns, at=place))
            continue
        read = []
        for headings in lists:
            part = part_of(sheet, headings)
            found, about = read_part(part, headings, neighbourhoods, MOST_ROWS - len(rows))
            rows += found
            read.append(about)
        sheets.append(replace(_joined(sheet, read), at=place))
    if not any(about.state == "read" for about in sheets):
        if not any(sheet.rows for sheet in book):
            return Unreadable.EMPTY
        return Unreadable.ALL_HIDDEN if _only_hidden(book) else Unreadable.NO_HEADING
    return Listing(tuple(_doubles(rows)), tuple(sheets))


def look_at(data: bytes) -> Listing | Unreadable:
    """What a file holds where no list was found in it, for somebody to name its columns."""
    book = read_book(data)
    if isinstance(book, Unreadable):
        return book
    sheets = [
        SheetRead(sheet, "no_heading", columns=tuple(unread_columns(sheet)), at=place)
        for place, sheet in enumerate(book)
        if sheet.rows
    ]
    return Listing((), tuple(sheets))


def _only_hidden(book: Sequence[Sheet]) -> bool:
    return any(sheet.hidden and find_lists(sheet) for sheet in book)


def _joined(sheet: Sheet, parts: Sequence[SheetRead]) -> SheetRead:
    """What was taken from a sheet of several lists side by side."""
    first = replace(parts[0], sheet=sheet)
    if len(parts) == 1:
        return first
    cuts = [part.cut_at for part in parts if part.cut_at is not None]
    return replace(
        first,
        columns=tuple(column for part in parts for column in part.columns),
        rows=sum(part.rows for part in parts),
        skipped=tuple(sorted({row for part in parts for row in part.skipped})),
        cut_at=min(cuts, default=None),
        font=next((part.font for part in parts if part.font), ""),
        several=True,
    )


def _doubles(rows: Sequence[AttendeeRow]) -> list[AttendeeRow]:
    """A phone that stood above is refused; who has none, and stood above, too, is counted: staff
    are asked whether it is one person."""
    seen: Counter[object] = Counter()
    checked = []
    for row in rows:
        said = row.phone or (row.name, row.business, row.neighbourhood, row.position, row.people)
        above = seen[said]
        seen[said] += 1
        if above and row.phone:
            row = replace(row, problems=(*row.problems, "row_double"))
        checked.append(row if row.phone else replace(row, repeats=above))
    return checked
