"""Lists of businesses as offices keep them, read."""

import io
from collections.abc import Sequence

import openpyxl
import pytest

from content.attendee_rows import Chosen
from content.business_list import (
    BusinessListing,
    BusinessRow,
    BusinessRowFault,
    BusinessRowNote,
    read_businesses,
)
from content.library import Content
from content.spreadsheet import Unreadable
from content.square_metres import read_square_metres


def packed(*rows: Sequence[object], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: Content, data: bytes, chosen: Chosen | None = None) -> list[BusinessRow]:
    found = read_businesses(data, content.ward.neighbourhoods, content.trades, chosen or Chosen())
    assert isinstance(found, BusinessListing)
    return list(found.rows)


def test_the_list_of_a_tax_office_is_read_as_it_comes(content: Content) -> None:
    data = packed(
        ["CHI CỤC THUẾ"],
        ["STT", "Mã số thuế", "Tên hộ kinh doanh", "Người nộp thuế", "Địa chỉ kinh doanh",
         "Ngành nghề", "SĐT", "Trạng thái", "Số lao động", "Diện tích", "Số CCCD", "Ngày cấp"],
        ["(1)", "(2)", "(3)", "(4)"],
        [1, "031085001234", "Phở Tư", "đặng thị tư", "12 Lê Lợi, tổ 5, phường Phù Liễn",
         "bán phở", "912345678", "Đang hoạt động", 3, "12,5 m2", "031085001234", "05/03/2021"],
        [2, "123456789", "", "Trần Ba", "", "xyz", "0912", "Tạm ngừng", "nhiều", "3 trăm mét"],
        [3, "", "", "", "5 Lê Lai"],
        ["Người lập biểu"],
    )  # fmt: skip
    pho, tran, nothing = read(content, data)
    assert pho.values == {
        "tax_code": "031085001234", "name": "Phở Tư", "trade_said": "bán phở", "trade": "3.đ",
        "workers": "3", "registered_on": "2021-03-05",
    }  # fmt: skip
    assert (pho.owner, pho.phone, pho.status) == ("Đặng Thị Tư", "+84912345678", "active")
    assert (pho.neighbourhood, pho.area, pho.notes, pho.fault) == ("TDP 5", 12.5, (), None)
    assert (tran.values["name"], tran.status, tran.phone_said) == ("Trần Ba", "paused", "0912")
    assert tran.phone is None and (tran.area, tran.area_said) == (300.0, "3 trăm mét")
    assert set(tran.notes) == {
        BusinessRowNote.PHONE, BusinessRowNote.TAX_CODE, BusinessRowNote.AREA_READ,
        BusinessRowNote.WORKERS, BusinessRowNote.TRADE,
    }  # fmt: skip
    assert nothing.fault is BusinessRowFault.NOTHING


def test_headings_that_part_the_one_above_them_are_read(content: Content) -> None:
    data = packed(
        ["STT", "Tên hộ kinh doanh", "Địa chỉ kinh doanh", "", "Số LĐ", "Ghi chú"],
        ["", "", "Số nhà, đường", "Tổ dân phố"],
        [1, "Phở Tư", "12 Lê Lợi", "tổ 5", 3],
        [91],
        [2, "Bún Sáu", "Cửa hàng 7 Lê Lai", "", 1],
        merged="C1:D1",
    )
    pho, bun = read(content, data)
    assert (pho.address, pho.neighbourhood, pho.values["workers"]) == ("12 Lê Lợi", "TDP 5", "3")
    assert (bun.address, bun.neighbourhood) == ("Cửa hàng 7 Lê Lai", "")  # in no tổ 91
    found = read_businesses(data, content.ward.neighbourhoods, content.trades)
    assert isinstance(found, BusinessListing)
    heads = [column.heading for column in found.sheets[0].columns]
    assert heads[:4] == [
        "STT", "Tên hộ kinh doanh", "Địa chỉ kinh doanh Số nhà, đường", "Tổ dân phố",
    ]  # fmt: skip


def test_a_file_without_headings_is_shown_and_read_as_somebody_says(content: Content) -> None:
    data = packed(["Phở Tư", "0912345678", "tổ 3"], ["Bún Năm", "0987654321", "TDP 3"])
    found = read_businesses(data, (), content.trades)
    assert isinstance(found, BusinessListing) and not found.found and not found.rows
    assert [column.examples[0] for column in found.sheets[0].columns[:1]] == ["Phở Tư"]
    named = Chosen({0: {0: "name", 1: "phone", 2: "neighbourhood"}})
    rows = read(content, data, named)
    assert [(row.values["name"], row.neighbourhood) for row in rows] == [
        ("Phở Tư", "TDP 3"), ("Bún Năm", "TDP 3"),
    ]  # fmt: skip


def test_merged_cells_and_lines_between_say_the_place(content: Content) -> None:
    data = packed(
        ["Tổ", "Tên cửa hàng", "Chủ hộ"], ["Tổ 2", "Phở", "Trần An"], ["", "Bún", "Lê Bé"],
        merged="A2:A3",
    )  # fmt: skip
    assert [row.neighbourhood for row in read(content, data)] == ["TDP 2", "TDP 2"]
    data = packed(["Tên cửa hàng", "Chủ hộ"], ["Tổ dân phố 7"], ["Phở", "Trần An"])
    assert [row.neighbourhood for row in read(content, data)] == ["TDP 7"]


def test_names_of_an_old_font_are_put_right(content: Content) -> None:
    data = packed(["Tên hộ kinh doanh", "Chủ hộ"], ["Phở", "NguyÔn V¨n An"], ["Bún", "TrÇn ThÞ Hµ"])
    assert [row.owner for row in read(content, data)] == ["Nguyễn Văn An", "Trần Thị Hà"]


def test_what_is_no_list_is_said_so(content: Content) -> None:
    assert read_businesses(packed(), (), content.trades) is Unreadable.EMPTY
    assert read_businesses(b"%PDF-1.4", (), content.trades) is Unreadable.NOT_A_SHEET


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("35", 35.0),
        ("12,5 m²", 12.5),
        ("36m2", 36.0),
        ("3x12", 36.0),
        ("4m x 10,5 m", 42.0),
        ("3 trăm mét", 300.0),
        ("ba mươi mét vuông", 30.0),
        ("1.200 m2", 1200.0),
        ("30-40", None),
        ("khoảng 30", None),
        ("20m2 + 10m2", None),
        ("rộng", None),
        ("", None),
    ],
)
def test_square_metres(text: str, area: float | None) -> None:
    assert read_square_metres(text) == area


def test_an_area_in_words_is_read_and_shown_and_a_tax_code_of_nine_digits_kept(
    content: Content,
) -> None:
    data = packed(
        ["Tên hộ kinh doanh", "Diện tích", "MST"],
        ["Phở", "3 trăm mét", "031234567"], ["Bún", "rộng lắm", "0312345678"], ["Xôi", "12", ""],
    )  # fmt: skip
    first, second, third = read(content, data)
    assert (first.area, first.area_said) == (300.0, "3 trăm mét")
    assert first.values["tax_code"] == "031234567"
    assert set(first.notes) == {BusinessRowNote.AREA_READ, BusinessRowNote.TAX_CODE}
    assert (second.area, second.notes) == (None, (BusinessRowNote.AREA,))
    assert third.notes == ()


def test_a_code_of_vsic_is_its_digits_and_the_name_beside_it_the_trade(content: Content) -> None:
    data = packed(["Tên hộ kinh doanh", "Mã ngành"], ["Phở", "I5610 - Quán phở"], ["X", "a, b"])
    first, second = read(content, data)
    assert (first.values["vsic"], first.values["trade_said"]) == ("5610", "Quán phở")
    assert second.values["vsic"] == "a, b"
