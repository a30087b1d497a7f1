"""Lists in which other people stand beside the one who is invited, and what a row is read of."""

from typing import Any

import pytest

from tests.content.test_attendee_list import HEADINGS, OTHER, PHONE, listed, one, rows_of, sheet

OURS = "+84912345678"


@pytest.mark.parametrize(
    ("headings", "cells", "merged"),
    [
        (["STT", "Họ và tên", None, None, "SĐT"], ["Nguyễn", "Văn", "An"], ("B1:D1",)),
        (["STT", "Họ và tên", None, None, "SĐT"], ["Nguyễn", "Văn", "An"], ()),
        (["STT", "Họ", "Đệm", "Tên", "SĐT"], ["Nguyễn", "Văn", "An"], ()),
        (["STT", "Họ", "Chữ đệm", "Tên", "SĐT"], ["Nguyễn", "Văn", "An"], ()),
        (["STT", "Tên", "Họ", "Tên đệm", "SĐT"], ["An", "Nguyễn", "Văn"], ()),
    ],
)
def test_a_name_in_three_columns_is_one_name(
    headings: list[Any], cells: list[str], merged: tuple[str, ...]
) -> None:
    row = one(headings, [1, *cells, PHONE], merged=merged)
    assert (row.name, row.phone) == ("Nguyễn Văn An", OURS)


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (["STT", "Họ đệm", "Tên gọi", "SĐT"], ["Nguyễn Văn", "An"]),
        (["STT", "Tên", "Họ đệm", "SĐT"], ["An", "Nguyễn Văn"]),
    ],
)
def test_two_columns_are_one_name_in_either_order(headings: list[Any], cells: list[str]) -> None:
    assert one(headings, [1, *cells, PHONE]).name == "Nguyễn Văn An"


@pytest.mark.parametrize(
    "other",
    [
        *("SĐT người giới thiệu", "SĐT tổ trưởng", "SĐT người đi cùng", "Điện thoại cán bộ"),
        *("SĐT cũ", "SĐT kế toán", "ĐT trưởng thôn", "SĐT người nhập"),
    ],
)
def test_the_phone_of_somebody_else_is_not_the_persons(other: str) -> None:
    row = one(["Họ tên", other, "SĐT"], ["Nguyễn An", OTHER, PHONE])
    assert row.phone == OURS
    if "cũ" not in other:
        alone = one(["Họ tên", other, "SĐT"], ["Nguyễn An", OTHER, None])
        assert (alone.phone, alone.notes) == ("", ("row_no_phone",))


def test_a_list_of_heads_of_neighbourhoods_is_of_them() -> None:
    row = one(["Họ tên tổ trưởng", "SĐT tổ trưởng"], ["Nguyễn An", PHONE])
    assert (row.name, row.phone) == ("Nguyễn An", OURS)


def test_the_name_of_who_comes_along_is_not_the_persons() -> None:
    row = one(["Họ tên người đi cùng", "Họ tên", "SĐT"], ["Trần Bình", "Nguyễn An", PHONE])
    assert row.name == "Nguyễn An"


@pytest.mark.parametrize(
    "typed",
    [
        *("Ông An, bà Bình", "ÔNG AN, BÀ BÌNH", "Nguyễn Văn An cùng vợ", "Vợ chồng Nguyễn An"),
        *("Ông bà Nguyễn An", "Nguyễn Văn An và vợ", "Nguyễn An, vợ là Lê Bình"),
        *("Ô An + 1", "Nguyễn An (2 người)", "anh Nam chị Lan", "Nguyễn An-Trần Bình"),
        *("Nguyễn An. Lê Bình", "Nguyễn An _ Lê Bình", "Nguyễn An•Lê Bình"),
        *("Nguyễn Văn An (Trần Thị Bình dự thay)", "Nguyễn An + vợ", "Nguyễn An với con gái"),
    ],
)
def test_two_people_in_a_cell_are_said(typed: str) -> None:
    assert one(HEADINGS, [1, typed, PHONE]).problems == ("row_two_people",)


@pytest.mark.parametrize(
    ("typed", "name", "position"),
    [
        ("Nguyễn An - Bí thư và Trưởng khu", "Nguyễn An", "Bí thư, Trưởng khu"),
        ("Lê Hạnh, vợ chủ hộ", "Lê Hạnh", "vợ chủ hộ"),
        ("Lê Hạnh - con gái", "Lê Hạnh", "con gái"),
        ("Đ/c Lê Cường", "Lê Cường", ""),
        ("1. Nguyễn An", "Nguyễn An", ""),
        ("Nguyễn Văn An - Phó Chủ tịch Hội", "Nguyễn Văn An", "Phó Chủ tịch Hội"),
        ("Ông/Bà: Nguyễn Văn An", "Nguyễn Văn An", ""),
        ("Ông (Bà) Nguyễn Văn An", "Nguyễn Văn An", ""),
    ],
)
def test_one_person_with_a_role_is_one(typed: str, name: str, position: str) -> None:
    row = one(HEADINGS, [1, typed, PHONE])
    assert (row.problems, row.name, row.position) == ((), name, position)


def test_lines_between_people_say_their_neighbourhood() -> None:
    rows = rows_of(
        ["STT", "Họ và tên", "Điện thoại"],
        ["I", "TỔ DÂN PHỐ SỐ 5", None],
        [1, "Nguyễn An", PHONE],
        ["TDP 6", None, None],
        [2, "Lê Bình", OTHER],
        ["III", "CÁC HỘ CHỢ PHÙ LIỄN", None],
        [3, "Trần Chi", "0912000111"],
    )
    people = [row for row in rows if not row.problems]
    assert [(row.name, row.neighbourhood) for row in people] == [
        ("Nguyễn An", "TDP 5"),
        ("Lê Bình", "TDP 6"),
        ("Trần Chi", ""),
    ]
    assert "row_place_of_line" in people[0].notes
    assert not any("Tổ Dân Phố" in row.name for row in rows)


@pytest.mark.parametrize("nothing", ["nan", "NaN", "null", "NULL", "None", "<NA>"])
def test_what_programs_write_for_nothing_is_nothing(nothing: str) -> None:
    rows = rows_of(
        ["Họ tên", "SĐT", "Tên hộ"], ["Nguyễn An", PHONE, nothing], [nothing, OTHER, "Phở"]
    )
    assert rows[0].business == ""
    assert rows[1].problems == ("row_name",)
    assert rows[1].name == ""


@pytest.mark.parametrize(
    "note",
    [
        *("đã mất", "Đã chết", "qua đời", "vắng", "vắng mặt", "bỏ", "nghỉ bán", "đã nghỉ bán"),
        *("không tham dự được", "đi vắng", "từ chối", "đã giải thể", "đã đóng cửa", "báo bận"),
    ],
)
def test_who_does_not_come_by_a_note_is_not_registered(note: str) -> None:
    assert one([*HEADINGS, "Ghi chú"], [1, "Nguyễn An", PHONE, note]).problems == ("row_off",)


def test_any_other_note_is_shown_beside_the_person() -> None:
    row = one([*HEADINGS, "Ghi chú"], [1, "Nguyễn An", PHONE, "xe lăn, CCCD 031080001234"])
    assert row.problems == ()
    assert row.remark.startswith("xe lăn, CCCD ")
    assert "031080001234" not in row.remark


def test_two_lists_side_by_side_are_both_read() -> None:
    read = listed(
        sheet(
            ["STT", "Họ tên", "SĐT", None, "STT", "Họ tên", "SĐT"],
            [1, "Nguyễn An", None, None, 3, "Lê Bình", OTHER],
            [2, "Trần Chi", PHONE, None, None, None, None],
        )
    )
    assert [(row.name, row.phone) for row in read.rows] == [
        ("Nguyễn An", ""),
        ("Trần Chi", OURS),
        ("Lê Bình", "+84987654321"),
    ]
    [about] = read.sheets
    assert about.rows == 3
    assert [column.letter for column in about.columns if column.read_as] == ["B", "C", "F", "G"]


@pytest.mark.parametrize(
    "nothing", ["–", "——", "…", "không", "chưa rõ", "x", "chưa có", "0", "-", "n/a", "Không có"]
)
def test_a_cell_that_says_nothing_is_no_value(nothing: str) -> None:
    head = ["Họ tên", "SĐT", "Tên cơ sở", "Tổ", "Chức vụ"]
    row = one(head, ["Nguyễn An", PHONE, nothing, nothing, nothing])
    assert (row.business, row.neighbourhood, row.position) == ("", "", "")
    assert not row.given


@pytest.mark.parametrize("same", ["nt", "như trên", '"', "-nt-", "//"])
def test_a_cell_says_what_the_one_above_says(same: str) -> None:
    head = ["Họ tên", "SĐT", "Tên cơ sở", "Tổ"]
    rows = rows_of(head, ["Nguyễn An", PHONE, "Phở An", "5"], ["Lê Bình", OTHER, same, same])
    assert (rows[1].business, rows[1].neighbourhood) == ("Phở An", "TDP 5")


@pytest.mark.parametrize(
    "cell",
    [
        *("01669123456, 0912345678", "0166.912.3458 - số mới 0912345678"),
        *("số cũ 0987654321, số mới 0912345678", "0987654321 không dùng nữa, gọi 0912345678"),
    ],
)
def test_the_number_in_use_goes_before_the_old_one(cell: str) -> None:
    assert one(HEADINGS, [1, "Nguyễn An", cell]).phone == OURS


def test_the_questions_of_a_form_are_headings() -> None:
    head = [
        "Dấu thời gian",
        "Họ và tên của ông/bà?",
        "Số điện thoại liên hệ của ông/bà?",
        "Ông/bà thuộc tổ dân phố nào?",
        "Ông/bà đi mấy người?",
    ]
    row = one(head, ["19/11/2026 8:00", "Nguyễn An", PHONE, "5", "2"])
    assert (row.name, row.phone, row.neighbourhood, row.people) == ("Nguyễn An", OURS, "TDP 5", 2)
    row = one(["First name", "Last name", "Phone"], ["An", "Nguyễn", PHONE])
    assert (row.name, row.phone) == ("Nguyễn An", OURS)


@pytest.mark.parametrize(
    "note",
    ["hủy hợp đồng thuê", "không đi xe", "không dự phần ăn trưa", "rút tiền", "bán rau", "vàng mã"],
)
def test_a_note_about_something_else_leaves_nobody_out(note: str) -> None:
    row = one([*HEADINGS, "Ghi chú"], [1, "Nguyễn An", PHONE, note])
    assert (row.problems, row.remark) == ((), note)
