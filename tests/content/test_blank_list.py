"""The list to be filled in is one the import reads."""

import io
from datetime import datetime

from openpyxl import load_workbook

from content.attendee_list import read_list
from content.attendee_rows import Listing
from content.library import Content
from content.sheets import blank_list
from content.vietnamese import VIETNAM


def test_what_is_filled_into_the_blank_list_is_read_and_empty_lines_are_nobody(
    content: Content,
) -> None:
    starts = datetime(2026, 12, 11, 8, tzinfo=VIETNAM)
    book = load_workbook(io.BytesIO(blank_list(content, "Đối thoại", starts)))
    page = book.active
    assert page is not None
    heading = next(n for n, row in enumerate(page.values, 1) if row[0] == "TT")
    filled: tuple[str | int, ...] = (
        "Trần Thị Bảy",
        "0912345678",
        "Chủ hộ",
        "Tạp hóa Bảy",
        "TDP 5",
        2,
    )
    for column, value in enumerate(filled, 2):
        page.cell(heading + 1, column, value)
    out = io.BytesIO()
    book.save(out)
    listing = read_list(out.getvalue(), content.ward.neighbourhoods)
    assert isinstance(listing, Listing)
    [row] = listing.rows
    assert (row.name, row.phone, row.position) == ("Trần Thị Bảy", "+84912345678", "Chủ hộ")
    assert (row.business, row.people, row.problems) == ("Tạp hóa Bảy", 2, ())
