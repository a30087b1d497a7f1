"""Lists of opinions as an office keeps them: whatever stands above the headings, in any order."""

import io
from typing import Any

from openpyxl import Workbook

from content.library import Content
from content.opinion_list import MOST_ROWS, OpinionFault, OpinionRow, read_opinions
from content.spreadsheet import Unreadable


def book(*rows: tuple[Any, ...]) -> bytes:
    made = Workbook()
    page = made.worksheets[0]
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(content: Content, data: bytes) -> list[OpinionRow]:
    found = read_opinions(data, content.fields, content.ward.neighbourhoods)
    assert isinstance(found, list), found
    return found


def test_a_list_is_read_whatever_stands_above_it(content: Content) -> None:
    rows = read(
        content,
        book(
            ("THUẾ CƠ SỞ 5",),
            ("TỔNG HỢP Ý KIẾN CỦA HỘ KINH DOANH THÁNG 11",),
            ("TT", "Họ và tên", "Tên hộ kinh doanh", "Địa chỉ", "SĐT", "Nội dung kiến nghị"),
            (1, "Nguyễn Thị Hoa", "Quán phở Hoa", "tổ 3", "0912.345.678", "Xin hướng dẫn hóa đơn"),
            (2, "", "", "", "", "Cống trước chợ tắc, mưa là ngập"),
            (3, "Trần Văn An", "", "", "hỏi sau", "Hỏng"),
            (4, "Nguyễn Thị Hoa", "", "", "0912345678", "Xin hướng dẫn hóa đơn"),
        ),
    )
    first, second, third, fourth = rows
    assert (first.asker, first.business) == ("Nguyễn Thị Hoa", "Quán phở Hoa")
    assert first.phone == "+84912345678" and first.field == "thue" and first.fault is None
    assert first.neighbourhood == "TDP 3" and first.number == 4
    assert second.text.startswith("Cống") and second.asker == "" and second.fault is None
    assert third.fault is OpinionFault.SHORT and third.phone == ""
    assert fourth.fault is OpinionFault.TWICE


def test_cells_may_be_pasted_and_a_field_may_be_named(content: Content) -> None:
    pasted = "Ý kiến\tLĩnh vực\nXin cho bán hàng buổi tối trên vỉa hè\tAn toàn thực phẩm\n"
    (row,) = read(content, pasted.encode())
    assert row.field == "attp"


def test_what_holds_no_opinions_is_told(content: Content) -> None:
    people = book(("TT", "Họ và tên", "Điện thoại"), (1, "Hoa", "0912345678"))
    assert read_opinions(people, content.fields, ()) is Unreadable.NO_HEADING
    assert isinstance(read_opinions(b"\x00\x01rubbish", content.fields, ()), Unreadable)
    many = book(("Nội dung",), *((f"Kiến nghị số {n} xin giải quyết",) for n in range(300)))
    assert len(read(content, many)) == MOST_ROWS + 1
