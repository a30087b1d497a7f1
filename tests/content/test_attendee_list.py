"""Lists of people as wards keep them: every heading, layout and spelling seen in real files."""

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from content.attendee_list import read_list
from content.attendee_rows import AttendeeRow, Listing
from content.headings import Meaning, meaning_of
from content.legacy_fonts import from_tcvn3
from content.library import Content
from content.sheets import list_with_errors
from content.spreadsheet import Unreadable

HEADINGS = ["STT", "Họ và tên", "Điện thoại"]
PHONE, OTHER = "0912345678", "0987654321"


def packed(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def sheet(*rows: list[Any], merged: tuple[str, ...] = ()) -> bytes:
    made = Workbook()
    page: Any = made.active
    for row in rows:
        page.append(row)
    for area in merged:
        page.merge_cells(area)
    return packed(made)


def listed(data: bytes) -> Listing:
    read = read_list(data, ())
    assert isinstance(read, Listing), read
    return read


def rows_of(*rows: list[Any], merged: tuple[str, ...] = ()) -> tuple[AttendeeRow, ...]:
    return listed(sheet(*rows, merged=merged)).rows


def one(*rows: list[Any], merged: tuple[str, ...] = ()) -> AttendeeRow:
    [row] = rows_of(*rows, merged=merged)
    return row


LONG_HEADINGS = [*HEADINGS, "Tổ"]


@pytest.mark.parametrize(
    "typed",
    [
        "0912'345'678", "0912’345’678", "0912_345_678", "0912,345,678", "0912·345·678",
        "\u202a0912345678\u202c", "\ufeff0912345678\u200e",
    ],
)  # fmt: skip
def test_a_phone_is_read_whatever_stands_between_its_digits(typed: str) -> None:
    row = one(HEADINGS, [1, "Lê Ba", typed])
    assert (row.phone, row.problems) == ("+84912345678", ())


@pytest.mark.parametrize(
    "typed", ["Lê Ba - ĐT: 0912345678", "Lê Ba - 0912 345 678", "Lê Ba (SĐT 0912345678)"]
)
def test_a_phone_behind_the_name_is_the_phone_of_the_row(typed: str) -> None:
    row = one(HEADINGS, [1, typed, None])
    assert (row.name, row.phone, row.problems) == ("Lê Ba", "+84912345678", ())
    row = one(HEADINGS, [1, typed, OTHER])  # ... and else it is said to be left
    assert row.phone == f"+84{OTHER[1:]}"


def test_what_a_sheet_made_of_a_cell_is_not_taken_for_what_was_typed() -> None:
    row = one(LONG_HEADINGS, [1, "Lê Ba", PHONE, date(2026, 5, 12)])
    assert (row.neighbourhood, row.notes) == ("", ("row_place_is_day",))
    assert "neighbourhood" not in row.given
    assert one(HEADINGS, [1, True, PHONE]).problems == ("row_name",)
    assert one(HEADINGS, [1, "Lê Ba", "9,12E+08"]).problems == ("row_phone_rounded",)


def test_who_signs_below_a_numbered_list_is_nobody_of_it() -> None:
    below = [["", "Người lập biểu", ""], ["", "Phạm Thị Lập", OTHER]]
    first, signer = rows_of(HEADINGS, [1, "Lê Ba", PHONE], *below)
    assert (first.problems, signer.problems) == ((), ("row_signed",))
    bare = [["Họ và tên", "Điện thoại"], ["Lê Ba", PHONE]]
    rows = rows_of(*bare, ["Người lập biểu", ""], ["Phạm Thị Lập", OTHER])
    assert [row.problems for row in rows] == [(), ()]  # nothing tells them apart: a person looks


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        *((text, Meaning.NAME) for text in ("Họ tên chủ hộ kinh doanh", "Chủ hộ kinh doanh")),
        *((text, Meaning.NAME) for text in ("Người liên hệ", "Họ, tên", "Họ và\ntên", "Ông/Bà")),
        *((text, Meaning.NAME) for text in ("Hä vµ tªn", "Hoï vaø teân", "HỌ & TÊN (in hoa)")),
        (
            "Họ tên ông/bà viết đầy đủ theo căn cước công dân, có dấu, viết hoa chữ cái đầu?",
            Meaning.NAME,
        ),
        *((text, Meaning.PHONE) for text in ("ĐT", "Di động", "Zalo", "Số  điện  thoại", "SĐT 1")),
        *((text, Meaning.PHONE) for text in ("S.Đ.T", "Đ/T", "Hotline", "WhatsApp")),
        *((text, Meaning.NAME) for text in ("Quý danh", "Tên KH", "Khách hàng")),
        *((text, Meaning.PHONE) for text in ("Liên hệ", "Số điện thoại chủ hộ", "Số ĐT", "Tel")),
        *((text, Meaning.NEIGHBOURHOOD) for text in ("Địa chỉ liên hệ", "Tổ", "TDP", "Khu dân cư")),
        *(
            (text, Meaning.BUSINESS)
            for text in ("Hộ", "Tên biển hiệu / cơ sở", "Hộ KD", "Tên quán")
        ),
        *((text, Meaning.BUSINESS) for text in ("Tên hộ kinh doanh (họ tên chủ hộ)", "Đơn vị")),
        *(
            (text, Meaning.PEOPLE)
            for text in ("SL người dự", "Số lượng", "Tổng số người", "Số đại biểu")
        ),
        ("Số người dự (kể cả người đi kèm)", Meaning.PEOPLE),
        ("Số người đi kèm", Meaning.COMPANIONS),
        *((text, Meaning.OTHER) for text in ("Tên đường", "Tên đăng nhập", "Số lượng lao động")),
        *((text, Meaning.OTHER) for text in ("Mã số doanh nghiệp", "Số nhân khẩu", "Năm sinh")),
        *((text, Meaning.OTHER) for text in ("Họ tên vợ/chồng", "Ngành nghề kinh doanh", "Email")),
        *((text, Meaning.OTHER) for text in ("Loại hình doanh nghiệp", "Số đăng ký kinh doanh")),
        *(
            (text, Meaning.FAMILY)
            for text in ("Họ", "Họ đệm", "Họ và tên đệm", "Tên đệm", "Họ lót")
        ),
        ("Tên", Meaning.GIVEN),
        *((text, None) for text in ("STT", "", "Cột 1", "Ký nhận", "x" * 300)),
    ],
)
def test_headings_mean_what_people_mean(heading: str, meaning: Meaning | None) -> None:
    assert meaning_of(heading) is meaning


def test_a_surname_that_is_also_a_word_stays() -> None:
    assert one(HEADINGS, [1, "La Văn Nam", PHONE]).name == "La Văn Nam"


@pytest.mark.parametrize(
    ("headings", "merged"),
    [
        (["STT", "Họ và tên", None, "SĐT"], ("B1:C1",)),
        (["STT", "Họ và tên", None, "SĐT"], ()),
        (["STT", "Họ và tên đệm", "Tên", "SĐT"], ()),
        (["STT", "Họ", "Tên", "SĐT"], ()),
        (["STT", "Họ lót", "Tên", "SĐT"], ()),
    ],
)
def test_a_name_in_two_columns_is_one_name(headings: list[Any], merged: tuple[str, ...]) -> None:
    row = one(headings, [1, "Nguyễn Văn", "An", PHONE], merged=merged)
    assert (row.name, row.phone) == ("Nguyễn Văn An", "+84912345678")


def test_a_note_beside_the_name_is_no_part_of_it() -> None:
    rows = rows_of(
        ["STT", "Họ và tên", None, "SĐT"],
        [1, "Nguyễn Văn An", "đã gọi 2 lần", PHONE],
        [2, "Lê Thị Bình", None, OTHER],
    )
    assert [row.name for row in rows] == ["Nguyễn Văn An", "Lê Thị Bình"]


def test_merged_cells_speak_for_all_their_rows_but_not_for_other_people() -> None:
    rows = rows_of(
        ["STT", "Họ và tên", "SĐT", "TDP", "Tên hộ"],
        [1, "Nguyễn An", PHONE, "TDP 5", "Phở An"],
        [2, "Lê Bình", OTHER, None, None],
        [3, None, "0912000111", None, None],
        merged=("D2:D4", "E2:E3", "B3:B4"),
    )
    assert [row.neighbourhood for row in rows] == ["TDP 5"] * 3
    assert [row.business for row in rows] == ["Phở An", "Phở An", ""]
    assert rows[2].problems == ("row_name",)


@pytest.mark.parametrize(
    ("home", "own", "phone", "notes"),
    [
        (None, PHONE, "+84912345678", ()),
        ("123", PHONE, "+84912345678", ()),
        (OTHER, PHONE, "+84912345678", ()),
        (OTHER, None, "+84987654321", ("row_phone_elsewhere",)),
        (OTHER, "không có", "+84987654321", ("row_phone_elsewhere",)),
    ],
)
def test_of_two_phones_the_persons_own_goes_first(
    home: Any, own: Any, phone: str, notes: tuple[str, ...]
) -> None:
    row = one(["Họ và tên", "Điện thoại gia đình", "Điện thoại cá nhân"], ["Nguyễn An", home, own])
    assert (row.phone, row.notes, row.problems) == (phone, notes, ())


@pytest.mark.parametrize(
    ("cell", "phone", "notes"),
    [
        ("0912345678 (chị Lan)", "+84912345678", ()),
        ("DĐ: 0912345678 (vợ)", "+84912345678", ()),
        ("02253855123 – 0912345678", "+84912345678", ("row_phone_of_several",)),
        ("0912345678\n0987654321", "+84912345678", ("row_phone_of_several",)),
        (1669123456, "+84369123456", ("row_phone_old",)),
        ("0166 9123456", "+84369123456", ("row_phone_old",)),
        ("0912345678, 01669123456", "+84912345678", ("row_phone_of_several",)),
    ],
)
def test_phones_are_mended_and_it_is_said(cell: Any, phone: str, notes: tuple[str, ...]) -> None:
    row = one(HEADINGS, [1, "Nguyễn An", cell])
    assert (row.phone, row.notes, row.problems) == (phone, notes, ())
    assert row.typed_phone == " ".join(str(cell).split())


def test_an_address_or_a_street_is_no_phone_and_no_name() -> None:
    row = one(
        ["Tên đường", "Họ và tên", "Địa chỉ liên hệ", "Điện thoại", "Số lượng lao động"],
        ["Trần Tất Văn", "Nguyễn An", "12 Trần Tất Văn, tổ 5", PHONE, 3],
    )
    assert (row.name, row.phone, row.people) == ("Nguyễn An", "+84912345678", 1)
    assert row.neighbourhood == "TDP 5" and row.given == {"neighbourhood"}


def test_headings_in_two_lines() -> None:
    for merged in (("C1:D1", "A1:A2", "B1:B2"), ()):
        row = one(
            ["STT", "Họ và tên", "Liên hệ", None],
            [None, None, "Email", "Điện thoại"],
            [1, "Nguyễn An", "an@vidu.vn", PHONE],
            merged=merged,
        )
        assert (row.name, row.phone, row.problems) == ("Nguyễn An", "+84912345678", ())


def test_how_many_come() -> None:
    head = [*HEADINGS, "Số người"]
    rows = rows_of(
        head,
        [1, "Nguyễn An", PHONE, 3],
        [2, "Lê Bình", OTHER, "2 người"],
        [3, "Lê Chi", "0912000111", "nhiều"],
        [4, "Lê Dung", "0912000112", 12345],
        [5, "Lê Em", "0912000113", "²"],
        [6, "Lê Hà", "0912000115", -2],
        [7, "Lê Giang", "0912000114", None],
    )
    assert [row.people for row in rows] == [3, 2, 1, 1, 1, 1, 1]
    assert [row.problems for row in rows][2:6] == [("row_people",)] * 4
    assert [row.given for row in rows][-1] == frozenset()
    # How many one registration may bring is the event's to say, in one place.
    assert one(head, [1, "Nguyễn An", PHONE, 11]).people == 11
    with_them = one([*HEADINGS, "Số người đi kèm"], [1, "Nguyễn An", PHONE, 2])
    assert with_them.people == 3


def test_a_hidden_sheet_is_left_out_and_said() -> None:
    made = Workbook()
    old: Any = made.active
    old.title, old.sheet_state = "Năm ngoái", "hidden"
    now, notes = made.create_sheet("Năm nay"), made.create_sheet("Ghi chú")
    for page, name in ((old, "Người Cũ"), (now, "Nguyễn An")):
        page.append(HEADINGS)
        page.append([1, name, PHONE])
    notes.append(["Nộp trước ngày 5"])
    read = listed(packed(made))
    assert [row.name for row in read.rows] == ["Nguyễn An"]
    assert [(about.sheet.name, about.state) for about in read.sheets] == [
        *(("Năm ngoái", "hidden"), ("Năm nay", "read"), ("Ghi chú", "no_heading"))
    ]
    now.sheet_state, old.sheet_state = "veryHidden", "hidden"
    assert read_list(packed(made), ()) is Unreadable.ALL_HIDDEN


def test_one_sheet_for_each_neighbourhood_is_read_whole() -> None:
    made = Workbook()
    pages: list[Any] = [made.active, made.create_sheet("Tổ 2")]
    for number, page in enumerate(pages, 1):
        page.append(HEADINGS)
        page.append([1, f"Nguyễn An {number}", f"091234567{number}"])
        page.append([2, "Lê Bình", OTHER])
    read = listed(packed(made))
    assert [(row.sheet, row.problems) for row in read.rows] == [
        *(("Sheet", ()), ("Sheet", ()), ("Tổ 2", ()), ("Tổ 2", ("row_double",)))
    ]
    assert [about.rows for about in read.sheets] == [2, 2]


def test_rows_past_the_limit_are_said() -> None:
    data = sheet(HEADINGS, *([n, "Nguyễn An", f"09{n:08}"] for n in range(20_100)))
    read = listed(data)
    assert len(read.rows) == 20_000 and read.sheets[0].cut_at == 20_002


def test_rows_and_columns_not_taken_are_said() -> None:
    read = listed(
        sheet(
            [*HEADINGS, "Ghi chú", "Sở thích"],
            ["(1)", "(2)", "(3)", "(4)", "(5)"],
            [1, "Nguyễn An", PHONE, "x", "y"],
            [None, None, None, "cộng: 1"],
            HEADINGS,
            [2, "Lê Bình", OTHER],
        )
    )
    assert [row.name for row in read.rows] == ["Nguyễn An", "Lê Bình"]
    about = read.sheets[0]
    assert about.skipped == (4,)
    assert [(c.letter, c.read_as) for c in about.columns] == [
        *(("A", ""), ("B", "name"), ("C", "phone"), ("D", "state"), ("E", ""))
    ]


@pytest.mark.parametrize(
    ("font", "typed", "name"),
    [
        ("TCVN3", "NguyÔn V¨n An", "Nguyễn Văn An"),
        ("TCVN3", "L\u00ad¬ng V¨n H\u00adng", "Lương Văn Hưng"),
        ("TCVN3", "TrÇn ThÞ Phó", "Trần Thị Phú"),
        ("VNI", "Nguyeãn Vaên An", "Nguyễn Văn An"),
        ("VNI", "ÑOÃ THÒ HÖÔØNG", "Đỗ Thị Hường"),
    ],
)
def test_names_in_old_fonts_are_converted_where_that_is_sure(
    font: str, typed: str, name: str
) -> None:
    read = listed(sheet(HEADINGS, [1, typed, PHONE], [2, "Trần Thị Ấn", OTHER]))
    assert [row.name for row in read.rows] == [name, "Trần Thị Ấn"]
    assert read.rows[0].notes == ("row_from_font",) and read.sheets[0].font == font


def test_a_list_put_together_from_two_fonts_is_converted_row_by_row() -> None:
    rows = rows_of(
        HEADINGS,
        [1, "NguyÔn V¨n An", PHONE],
        [2, "Nguyeãn Vaên Bình", OTHER],
        [3, "TrÇn ThÞ Phó", "0912000111"],
        [4, "José García", "0912000112"],
    )
    assert [row.name for row in rows] == [
        *("Nguyễn Văn An", "Nguyễn Văn Bình", "Trần Thị Phú", "José García")
    ]


def test_names_that_are_right_stay_beside_one_in_an_old_font() -> None:
    right = ["Ngô Hà", "Lê Hùng", "Hoàng Hà", "Cô Tú", "Tô Hoài Nam", "Bùi Hòa"]
    typed = [*right, "TrÇn ThÞ B×nh"]
    rows = rows_of(
        HEADINGS, *([place, name, f"09123456{place:02}"] for place, name in enumerate(typed, 1))
    )
    assert [row.name for row in rows] == [*right, "Trần Thị Bình"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Lª ThÞ Hßa", "Lê Thị Hòa"),
        ("Ph¹m Thu Hµ", "Phạm Thu Hà"),
        ("Vò Thuý Nga", "Vũ Thuý Nga"),
        ("§ç Hµ Vò", "Đỗ Hà Vũ"),
        ("NGUYÔN V¡N Hµ", "NGUYỄN VĂN HÀ"),
        ("Hé kinh doanh B×NH AN", "Hộ kinh doanh BÌNH AN"),
        ("§ç THÞ LÖ", "ĐỖ THỊ LỆ"),
    ],
)
def test_one_capital_begins_a_word_of_an_old_font(typed: str, meant: str) -> None:
    assert from_tcvn3(typed) == meant


def test_what_cannot_be_converted_is_refused_and_foreign_names_are_not() -> None:
    rows = rows_of(
        [*HEADINGS, "Tên quán"],
        [1, "Nguy§§n V¨x An", PHONE, "Phở"],
        [2, "José García", OTHER, "Café Bé"],
    )
    assert rows[0].problems[-1] == "row_font"
    assert (rows[1].problems, rows[1].name, rows[1].business) == ((), "José García", "Café Bé")


def test_two_people_in_a_cell_are_said_and_never_merged() -> None:
    head = ["Họ và tên", "Điện thoại"]
    for cell in ("Nguyễn An, Trần Bình", "Nguyễn An\nTrần Bình", "Nguyễn An và Trần Bình"):
        assert one(head, [cell, PHONE]).problems == ("row_two_people",)
    assert one(head, ["Nguyễn An (chủ quán)", PHONE]).problems == ()


def test_formulas_without_a_result_are_said() -> None:
    rows = rows_of(
        [*HEADINGS, "Tên quán"],
        [1, "#N/A", PHONE, "Phở"],
        [2, '="Nguyễn"&" An"', OTHER, "Phở"],
        [3, "Lê Bình", "=VLOOKUP(1,2,3)", "Phở"],
        [4, "Lê Chi", "0912000111", "#REF!"],
    )
    assert [row.problems for row in rows] == [
        *(("row_fault_name",), ("row_fault_name",), ("row_fault_phone",), ())
    ]
    assert (rows[3].business, rows[3].notes) == ("", ("row_fault",))


def test_a_list_comes_back_with_what_is_wrong(content: Content) -> None:
    data = sheet(
        ["DANH SÁCH"],
        [*HEADINGS, "Ghi chú"],
        [1, "Nguyễn An", PHONE, "=1+1"],
        [2, "", "12", '=HYPERLINK("http://xau")'],
        [3, "Lê\x0bBình".replace("\x0b", " "), "12", None],
    )
    page: Any = load_workbook(
        io.BytesIO(list_with_errors(listed(data), content.words.console))
    ).active
    assert page["E2"].value == "Lỗi" and page["E3"].value is None
    assert page["E4"].value == "Họ tên chưa đúng; Số điện thoại chưa đúng"
    assert page["B3"].value == "Nguyễn An" and page["C3"].value == PHONE
    assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)


def test_sums_and_signatures_below_a_list_are_no_rows() -> None:
    listing = listed(
        sheet(
            HEADINGS,
            [1, "Nguyễn An", PHONE],
            [2, "Cộng Văn Tổng", OTHER],
            [3, "Ký Văn Cộng", ""],
            ["", "Tổng cộng: 3 người", ""],
            ["", "Phù Liễn, ngày 3 tháng 12 năm 2026", ""],
            ["", "Người lập biểu", ""],
            ["", "Trần Thị Thư", ""],
        )
    )
    assert [row.name for row in listing.rows] == ["Nguyễn An", "Cộng Văn Tổng", "Ký Văn Cộng"]
    assert (listing.rows[2].problems, listing.rows[2].notes) == ((), ("row_no_phone",))
    assert listing.sheets[0].skipped == (5, 6, 7, 8)


def test_what_is_longer_than_its_field_is_said_and_never_cut_in_silence() -> None:
    row = one(["Họ và tên", "Điện thoại", "Cơ sở"], ["Lê Tám", "0912345678", "Quán " + "a" * 130])
    assert row.problems == ("row_too_long",)


def test_a_page_of_text_is_no_number() -> None:
    row = one(["Họ và tên", "Điện thoại"], ["Lê Tám", "0912345678 " * 30])
    assert row.problems == ("row_phone",)


def test_who_is_struck_through_or_said_not_to_come_is_left_out_and_said_so() -> None:
    made = Workbook()
    page: Any = made.active
    page.title = "Tổ 5"
    page.append([*HEADINGS, "Tên CSKD", "Tình trạng", "Ghi chú"])
    rows = [
        ("Nguyễn An", "Phở An", "Có chỗ", "mới hủy hợp đồng thuê"),
        ("Lê Bình", "", "Đã hủy", ""),
        ("Vũ Mít", "", "", "Xin rút, không đi"),
        ("Đỗ Na", "", "", ""),
    ]
    for number, row in enumerate(rows):
        page.append([number + 1, row[0], f"091234567{number}", *row[1:]])
    page.row_dimensions[2].hidden = True
    page["B4"].font, page["B5"].font = Font(strike=True), Font(strike=False)
    first, second, third, fourth = listed(packed(made)).rows
    assert (first.business, first.notes) == ("Phở An", ("row_hidden", "row_place_of_sheet"))
    assert first.neighbourhood == fourth.neighbourhood == "TDP 5"
    assert second.problems == ("row_off",) and fourth.problems == ()
    assert third.problems == ("row_struck",)


def test_a_name_keeps_its_middle_and_loses_what_stands_around_it() -> None:
    parts = one(["Họ", "và tên lót", "Tên", "SĐT"], ["Nguyễn", "Thị", "Lan", PHONE])
    assert parts.name == "Nguyễn Thị Lan"
    role = one(HEADINGS, [1, "Bà Lê Thị Hạnh - PCT Hội", PHONE])
    assert (role.name, role.position, role.problems) == ("Bà Lê Thị Hạnh", "PCT Hội", ())
    assert one(HEADINGS, [1, "Ông: Trần Văn Đức", PHONE]).name == "Trần Văn Đức"


@pytest.mark.parametrize(
    ("headings", "cells", "left"),
    [
        (HEADINGS, [1, "Lê An", f"{PHONE} - {OTHER}"], [("C", "0987 654 321")]),
        (HEADINGS, [1, "Lê An", f"ĐT: {PHONE}; Zalo {OTHER}"], [("C", "0987 654 321")]),
        (HEADINGS, [1, "Lê An", f"SĐT {PHONE}"], []),
        (HEADINGS, [1, "Lê An", f"{PHONE} (chị Lan)"], [("C", f"{PHONE} (chị Lan)")]),
        ([*HEADINGS, "SĐT vợ"], [1, "Lê An", PHONE, OTHER], [("D", "0987 654 321")]),
        ([*HEADINGS, "Điện thoại nhà"], [1, "Lê An", PHONE, PHONE], []),
        ([*HEADINGS, "Điện thoại nhà"], [1, "Lê An", PHONE, "0912"], [("D", "0912")]),
        (HEADINGS, [1, "Lê An", PHONE, "mang theo giấy tờ"], [("D", "mang theo giấy tờ")]),
        (HEADINGS, [1, "Lê An", PHONE, "x"], []),
        (HEADINGS, [1, "Lê An", PHONE, 3], []),
        (HEADINGS, [1, "Ông Lê An", PHONE], []),
        (HEADINGS, [1, "Lê An - PCT Hội", PHONE], []),
        (
            [*HEADINGS, "Chức vụ"],
            [1, "Lê An - PCT Hội", PHONE, "Chủ hộ"],
            [("B", "Lê An - PCT Hội")],
        ),
        ([*HEADINGS, "Số người"], [1, "Lê An", PHONE, "2 (cả vợ)"], [("D", "2 (cả vợ)")]),
        ([*HEADINGS, "Doanh thu"], [1, "Lê An", PHONE, "ba tỷ"], []),  # said once of the column
    ],
)
def test_what_of_a_row_is_not_taken_is_named(
    headings: list[str], cells: list[Any], left: list[tuple[str, str]]
) -> None:
    row = one(headings, cells)
    assert [(part.letter, part.text) for part in row.left] == left


def test_the_columns_of_a_wards_export_are_understood() -> None:
    rows = rows_of(
        ["STT", "Tên CSKD", "Họ và tên", "Điện thoại", "Tình trạng"],
        [1, "Phở Bình", "Lê An", PHONE, ""],
        [2, "Quán Hoa", "Trần Hoa", OTHER, "Hủy"],
    )
    assert [row.business for row in rows] == ["Phở Bình", "Quán Hoa"]
    assert [row.problems for row in rows] == [(), ("row_off",)]


def test_a_list_without_phones_is_read_and_what_is_nobody_is_not() -> None:
    """As lists on paper are typed: titles, a part of it, a signature."""
    listing = listed(
        sheet(
            ["UBND PHƯỜNG", "", "CỘNG HÒA"],
            ["STT", "Họ và tên", "Địa chỉ"],
            ["I", "CÁC HỘ ĂN UỐNG", ""],
            [1, "Nguyễn Văn An", "Tổ 1"],
            [2, "Sùng A Pao", "Tổ 2"],
            [1, "CÁC HỘ MỚI", ""],
            [3, "Lê Ba", ""],
            ["", "TỔ TRƯỞNG", ""],
            ["", "Trần Thị Thư", ""],
        )
    )
    good = [(row.name, row.neighbourhood) for row in listing.rows if not row.problems]
    assert good == [("Nguyễn Văn An", "TDP 1"), ("Sùng A Pao", "TDP 2"), ("Lê Ba", "")]
    assert all("row_no_phone" in row.notes for row in listing.rows if not row.problems)
    assert {row.problems for row in listing.rows if row.problems} <= {("row_alone",), ("row_name",)}


@pytest.mark.parametrize("said", ["không có", "chưa có số", "-", "không dùng điện thoại", "ko có"])
def test_a_cell_that_says_there_is_no_phone_is_no_fault(said: str) -> None:
    row = one(HEADINGS, [1, "Lê Ba", said])
    assert (row.phone, row.problems, row.notes) == ("", (), ("row_no_phone",))


def test_two_rows_of_one_name_without_phones_are_counted() -> None:
    rows = rows_of(HEADINGS, [1, "Lê Ba", ""], [2, "Lê Ba", ""], [3, "Lê Bốn", ""])
    assert [(row.repeats, row.problems) for row in rows] == [(0, ()), (1, ()), (0, ())]
