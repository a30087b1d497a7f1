"""Spreadsheets of the register: a list that is read, a list to be filled in, a list given back."""

from collections.abc import Mapping, Sequence
from typing import Any

from content.attendee_rows import Chosen
from content.business_list import BusinessColumn, BusinessListing, read_businesses
from content.library import Content
from content.sheets import BLANK_ROWS, sheet
from content.spreadsheet import Unreadable

_C = BusinessColumn
_BLANK: Mapping[BusinessColumn, int] = {
    _C.NAME: 30, _C.OWNER: 26, _C.PHONE: 16, _C.TAX_CODE: 16, _C.REGISTRATION: 18,
    _C.NEIGHBOURHOOD: 12, _C.ADDRESS: 30, _C.TRADE: 26, _C.WORKERS: 10, _C.AREA: 12,
    _C.STATUS: 16,
}  # fmt: skip


def read_file(content: Content, data: bytes, chosen: Chosen) -> BusinessListing | Unreadable:
    """Takes seconds for a large file: call it beside the event loop."""
    return read_businesses(data, content.ward.neighbourhoods, content.trades, chosen)


def blank(content: Content) -> bytes:
    """A list to be filled in, with the headings the reader knows."""
    words = content.words.console
    heads = [(words["col_number"], 6)]
    heads += [(words[f"business_column_{name}"], width) for name, width in _BLANK.items()]
    rows = [(number, *[""] * len(_BLANK)) for number in range(1, BLANK_ROWS + 1)]
    return sheet(content, words["sheet_businesses"], "", heads, rows)


def with_faults(
    content: Content, listing: BusinessListing, said: Mapping[str, Sequence[str]]
) -> bytes:
    """What was read of somebody's file, cell by cell, with one more column that says of a row
    (`said`, by its key) why it is not kept, or what of it is to be looked at."""
    words = content.words.console
    columns = sorted({at for one in listing.sheets for cells in one.sheet.rows.values()
                      for at in cells})  # fmt: skip
    rows: list[Sequence[Any]] = []
    heads: list[tuple[str, int]] = []
    for about in listing.sheets:
        if not about.is_read:
            continue
        labels = {one.at: one.heading for one in about.columns}
        heads = heads or [(labels.get(at, ""), 20) for at in columns]
        for number in sorted(about.sheet.rows):
            if number >= about.heading_row:
                cells = about.sheet.rows[number]
                why = said.get(f"{number + 1}|{about.sheet.name}", ())
                told = " ".join(words[name] for name in why)
                rows.append((*(cells.get(at, "") for at in columns), told))
    return sheet(content, words["sheet_businesses"], "", [*heads, (words["row_errors"], 48)], rows)
