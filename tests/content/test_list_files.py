"""Lists as wards really keep them, in the shapes programs and people give them: each with what
is to come of it."""

import csv
import io
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from content.attendee_list import look_at, read_list
from content.attendee_rows import Chosen, Listing
from content.spreadsheet import Unreadable

FILES = Path(__file__).with_name("files")
HEAD = ("STT", "Họ và tên", "Điện thoại", "Tên hộ kinh doanh", "Tổ dân phố")
NAM = (1, "La Văn Nam", "0912345678", "Phở Nam", "TDP 5")
HOA = (2, "Nguyễn Thị Hoa", "0987654321", "Tạp hóa Hoa", "TDP 6")
BOTH = [("La Văn Nam", "+84912345678"), ("Nguyễn Thị Hoa", "+84987654321")]
AS_READ = Chosen()
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def xlsx(*rows: Sequence[Any], **more: Callable[[Any], None]) -> bytes:
    book = Workbook()
    page: Any = book.active
    for row in rows:
        page.append(list(row))
    for change in more.values():
        change(page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(*rows: Sequence[Any], between: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=between, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def decomposed(*rows: Sequence[Any]) -> bytes:
    return unicodedata.normalize("NFD", text(*rows).decode()).encode()


def pasted(*rows: Sequence[Any]) -> bytes:
    return "\n".join("\t".join(map(str, row)) for row in rows).encode()


def windows_1258(*rows: Sequence[Any]) -> bytes:
    """Tones stand behind their letters there."""
    said = text(*rows).decode()
    parted = "".join(_tone_apart(char) for char in said)
    return parted.encode("cp1258")


def _tone_apart(char: str) -> str:
    apart = unicodedata.normalize("NFD", char)
    tone = "".join(mark for mark in apart if mark in _TONES)
    rest = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _TONES))
    return rest + tone


def tcvn3(*rows: Sequence[Any]) -> bytes:
    from content.legacy_fonts import _TCVN3

    back = {chr(letter): chr(code) for code, letter in _TCVN3_pairs(_TCVN3)}
    said = text(*rows).decode()
    return "".join(back.get(char, char) for char in said).encode("latin-1")


def _TCVN3_pairs(table: dict[int, Any]) -> list[tuple[int, int]]:
    pairs = []
    for code, letter in table.items():
        pairs.append((code, letter if isinstance(letter, int) else ord(letter)))
    return pairs


def merge(*areas: str) -> Callable[[Any], None]:
    return lambda page: [page.merge_cells(area) for area in areas]  # type: ignore[return-value]


@dataclass(frozen=True)
class Shape:
    """A file and the people in it: (name, number), "" for a number that is not taken."""

    data: bytes | Callable[[], bytes]
    people: Sequence[tuple[str, str]]


GOOD = xlsx(HEAD, NAM, HOA)
SHAPES: dict[str, Shape] = {
    "excel": Shape(GOOD, BOTH),
    "libreoffice xlsx": Shape((FILES / "danh-sach-lo.xlsx").read_bytes(), BOTH),
    "libreoffice xls": Shape((FILES / "danh-sach-lo.xls").read_bytes(), BOTH),
    "libreoffice ods": Shape((FILES / "danh-sach-lo.ods").read_bytes(), BOTH),
    "libreoffice csv": Shape((FILES / "danh-sach-lo.csv").read_bytes(), BOTH),
    "csv utf-8": Shape(text(HEAD, NAM, HOA), BOTH),
    "csv with bom": Shape(text(HEAD, NAM, HOA, encoding="utf-8-sig"), BOTH),
    "csv utf-16": Shape(text(HEAD, NAM, HOA, encoding="utf-16"), BOTH),
    "csv utf-16 without bom": Shape(text(HEAD, NAM, HOA, encoding="utf-16-le"), BOTH),
    "csv windows-1258": Shape(windows_1258(HEAD, NAM, HOA), BOTH),
    "csv tcvn3": Shape(tcvn3(HEAD, NAM, HOA), BOTH),
    "csv semicolons": Shape(text(HEAD, NAM, HOA, between=";"), BOTH),
    "csv tabs": Shape(text(HEAD, NAM, HOA, between="\t"), BOTH),
    "csv bars": Shape(text(HEAD, NAM, HOA, between="|"), BOTH),
    "csv sep line": Shape(b"sep=;\r\n" + text(HEAD, NAM, HOA, between=";"), BOTH),
    "csv decomposed": Shape(decomposed(HEAD, NAM, HOA), BOTH),
    "csv commas within": Shape(text(HEAD, (*NAM[:3], "Phở, bún", ""), HOA), BOTH),
    "csv lines within": Shape(text(HEAD, (*NAM[:3], "Phở\nbún", ""), HOA), BOTH),
    "csv guarded noughts": Shape(text(HEAD, (1, "La Văn Nam", '="0912345678"', "", ""), HOA), BOTH),
    "csv lost noughts": Shape(text(HEAD, (1, "La Văn Nam", "912345678", "", ""), HOA), BOTH),
    "csv empty lines": Shape(text(HEAD, (), NAM, (), HOA), BOTH),
    "pasted rows": Shape(pasted(HEAD, NAM, HOA), BOTH),
    "google form": Shape(
        text(("Dấu thời gian", "Họ và tên của ông/bà", "Số điện thoại liên hệ (Zalo)", "Tên cơ sở"),
             ("26/11/2026 8:15:02", "La Văn Nam", "0912345678", "Phở Nam"),
             ("26/11/2026 8:16:40", "Nguyễn Thị Hoa", "0987.654.321", "Tạp hóa")), BOTH,
    ),
    "title above": Shape(xlsx(("UBND PHƯỜNG",), ("DANH SÁCH HỘ",), (), HEAD, NAM, HOA), BOTH),
    "column numbers": Shape(xlsx(HEAD, ("(1)", "(2)", "(3)", "(4)", "(5)"), NAM, HOA), BOTH),
    "sum and signature": Shape(
        xlsx(HEAD, NAM, HOA, ("", "Tổng cộng: 2", "", "", ""), ("", "Người lập", "", "", "")), BOTH
    ),
    "family and given": Shape(
        xlsx(("STT", "Họ và tên đệm", "Tên", "SĐT"), (1, "La Văn", "Nam", "0912345678"),
             (2, "Nguyễn Thị", "Hoa", "0987654321")), BOTH,
    ),
    "merged name heading": Shape(
        xlsx(("STT", "Họ và tên", "", "SĐT"), (1, "La Văn", "Nam", "0912345678"),
             (2, "Nguyễn Thị", "Hoa", "0987654321"), m=merge("B1:C1")), BOTH,
    ),
    "two lines of headings": Shape(
        xlsx(("STT", "Họ và tên", "Liên hệ", ""), ("", "", "Email", "Điện thoại"),
             (1, "La Văn Nam", "n@x.vn", "0912345678"), (2, "Nguyễn Thị Hoa", "", "0987654321"),
             m=merge("C1:D1")), BOTH,
    ),
    "three lines of headings": Shape(
        xlsx(("STT", "Họ và tên", "Thông tin liên hệ", None, None),
             (None, None, "Địa chỉ", "Điện thoại", None),
             (None, None, None, "Nhà riêng", "Di động"),
             (1, "La Văn Nam", "số 9", "", "0912345678"),
             (2, "Nguyễn Thị Hoa", "số 10", "02253123456", "0987654321"),
             m=merge("A1:A3", "B1:B3", "C1:E1", "C2:C3", "D2:E2")), BOTH,
    ),
    "numbers before names": Shape(
        xlsx(("Họ và tên", "SĐT"), ("1/ La Văn Nam", "912345678.00"),
             ("2/ Bà Nguyễn Thị Hoa - P. Giám đốc", "0987654321")),
        [BOTH[0], ("Bà Nguyễn Thị Hoa", BOTH[1][1])],
    ),
    "two phones, first empty": Shape(
        xlsx(("Họ và tên", "Điện thoại gia đình", "Điện thoại cá nhân"),
             ("La Văn Nam", "", "0912345678"), ("Nguyễn Thị Hoa", "0987654321", "")), BOTH,
    ),
    "two phones, first bad": Shape(
        xlsx(("Họ và tên", "Di động", "SĐT khác"), ("La Văn Nam", "09123", "0912345678"),
             ("Nguyễn Thị Hoa", "0987654321", "1")), BOTH,
    ),
    "tcvn3 names": Shape(
        xlsx(HEAD, (1, "La V¨n Nam", "0912345678"), (2, "NguyÔn ThÞ Hoa", "0987654321")),
        BOTH,
    ),
    "vni names": Shape(
        xlsx(HEAD, (1, "La Vaên Nam", "0912345678"), (2, "Nguyeãn Thò Hoa", "0987654321")),
        BOTH,
    ),
    "not available": Shape(
        xlsx(HEAD, NAM, (2, "#N/A", "0987654321", "", "")), [BOTH[0], ("", "+84987654321")]
    ),
    "phone in the name": Shape(
        xlsx(HEAD, (1, "La Văn Nam - ĐT: 0912 345 678", "", "", ""), HOA), BOTH
    ),
    "eleven digits": Shape(
        xlsx(HEAD, (1, "La Văn Nam", "01669123456", "", ""), HOA),
        [("La Văn Nam", "+84369123456"), BOTH[1]],
    ),
    "two people in a cell": Shape(
        xlsx(HEAD, (1, "Ông An, bà Bình", "0912345678"), HOA), [("", "+84912345678"), BOTH[1]]
    ),
    "rounded phone": Shape(
        xlsx(HEAD, (1, "La Văn Nam", "9,12E+08", "", ""), HOA), [("La Văn Nam", ""), BOTH[1]]
    ),
    "street before the name": Shape(
        xlsx(("Tên đường", "Họ và tên", "SĐT"), ("Trần Phú", "La Văn Nam", "0912345678"),
             ("Lê Lợi", "Nguyễn Thị Hoa", "0987654321")), BOTH,
    ),
    "contact address before the phone": Shape(
        xlsx(("Họ và tên", "Địa chỉ liên hệ", "Điện thoại"), ("La Văn Nam", "số 9", "0912345678"),
             ("Nguyễn Thị Hoa", "số 10", "0987654321")), BOTH,
    ),
    "asked whether they come": Shape(
        text(("Dấu thời gian", "Họ và tên", "Số điện thoại", "Ông/bà có tham dự Hội nghị không?"),
             ("20/11/2026", "La Văn Nam", "0912345678", "Có"),
             ("21/11/2026", "Nguyễn Thị Hoa", "0987654321", "Có, tôi sẽ dự")), BOTH,
    ),
    "taxpayers": Shape(
        xlsx(("BẢNG KÊ", ""), ("STT", "Mã số thuế", "Tên người nộp thuế", "Số điện thoại"),
             ("(1)", "(2)", "(3)", "(4)"), ("A", "B", "C", "1"),
             (1, "8012345678", "LA VĂN NAM", "912345678"),
             (2, "8012345679", "NGUYỄN THỊ HOA", "987654321")), BOTH,
    ),
    "name and phone in one column": Shape(
        xlsx(("TT", "Họ tên, số điện thoại", "Tổ"), (1, "La Văn Nam - 0912 345 678", 5),
             (2, "Nguyễn Thị Hoa, ĐT 0987.654.321", 6)), BOTH,
    ),
    "a letter above": Shape(
        xlsx(*((f"Dòng {n} của công văn, điện thoại 02253.123.456",) for n in range(60)),
             HEAD, NAM, HOA), BOTH,
    ),
    "a quotation that never ends": Shape(
        text(HEAD, NAM, HOA).replace("Phở Nam".encode(), '"Phở Nam'.encode()), BOTH,
    ),
    "noughts at the end of lines": Shape(
        text(HEAD, NAM, HOA, between="|").replace(b"\r\n", b"\x00\r\n"), BOTH
    ),
    "utf-8 taken for western": Shape(
        "".join(bytes((n,)).decode("cp1252", "ignore") or chr(n) for n in text(HEAD, NAM, HOA))
        .encode("utf-8-sig"), BOTH,
    ),
    "a web page called xls": Shape(
        b"<html><meta charset=utf-8><table><tr><th>STT<th>" + "Họ và tên".encode()
        + "<th colspan=2>Điện thoại</tr>".encode()
        + "".join(f"<tr><td>{n}</td><td>{name}<br></td><td>{phone}</td><td></td></tr>"
                  for n, name, phone, *_ in (NAM, HOA)).encode() + b"</table></html>", BOTH,
    ),
    "xml of excel 2003": Shape(
        ('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
         ' xmlns:s="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet s:Name="DS"><Table>'
         + "".join(
             "<Row>" + "".join(f"<Cell><Data>{cell}</Data></Cell>" for cell in row[1:2])
             + f'<Cell s:Index="4"><Data>{row[2]}</Data></Cell></Row>' for row in (HEAD, NAM, HOA)
         ) + "</Table></Worksheet></Workbook>").encode(), BOTH,
    ),
}  # fmt: skip


def read(data: bytes, chosen: Chosen = AS_READ) -> Listing:
    listing = read_list(data, (), chosen)
    assert isinstance(listing, Listing), listing
    return listing


def people(listing: Listing) -> list[tuple[str, str]]:
    wrong = ("row_name", "row_fault_name", "row_two_people")
    return [
        ("" if any(one in row.problems for one in wrong) else row.name, row.phone)
        for row in listing.rows
    ]


def test_there_are_forty_files() -> None:
    assert len(SHAPES) >= 40


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_file_gives_the_people_in_it(shape: Shape) -> None:
    data = shape.data if isinstance(shape.data, bytes) else shape.data()
    assert people(read(data)) == list(shape.people)


def test_columns_named_by_hand_are_read_so() -> None:
    data = xlsx(("Cột 1", "Cột 2", "Cột 3"), ("La Văn Nam", "TDP 5", "0912345678"))
    assert read_list(data, ()) is Unreadable.NO_HEADING
    listing = read(data, Chosen({0: {0: "name", 1: "neighbourhood", 2: "phone"}}))
    assert people(listing) == BOTH[:1] and listing.rows[0].neighbourhood == "TDP 5"


def test_what_a_row_says_is_taken_as_it_is_meant() -> None:
    """Before this `số 9` below `Địa chỉ` was tổ 9, and `2 người` was taken and said not to be."""
    head = ("Họ và tên", "SĐT", "Địa chỉ", "Số người")
    nam, hoa, ba = read(
        xlsx(
            head,
            ("La Văn Nam", "0912345678", "số 9", "2 người"),
            ("Nguyễn Thị Hoa", "0987654321", "Số 9 Tô Hiệu, tổ 5", "hai người"),
            ("Bà Lê Ba - P.GĐ", "0987654320", "15A", ""),
        )
    ).rows
    assert (nam.neighbourhood, nam.people, nam.left) == ("số 9", 2, ())
    assert hoa.neighbourhood == "TDP 5" and [one.text for one in hoa.left] == ["hai người"]
    assert (ba.name, ba.position, ba.neighbourhood) == ("Bà Lê Ba", "P.GĐ", "15A")
    (of_tdp,) = read(xlsx(("Họ và tên", "SĐT", "Tổ dân phố"), (*NAM[1:3], "số 9"))).rows
    assert of_tdp.neighbourhood == "TDP 9"


def test_who_answered_that_they_do_not_come_is_no_guest() -> None:
    """A form of Google asks; before this, `Không` was not read and they were registered."""
    asked = ("Họ và tên", "SĐT", "Ông/bà có tham dự không?")
    unsure = ("Nguyễn Thị Hoa", "0987654321", "Chưa chắc")
    for answer in ("Không", "không tham dự được", "FALSE", "Bận"):
        nam, hoa = read(text(asked, ("La Văn Nam", "0912345678", answer), unsure)).rows
        assert nam.problems == ("row_off",) and not hoa.problems
        assert (nam.remark, hoa.remark) == (answer, "Chưa chắc")


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("DANH SÁCH HỘ KINH DOANH TỔ DÂN PHỐ SỐ 7", "TDP 7"),
        ("Tổ 7", "TDP 7"),
        ("Các tổ 7, 8 và 9", ""),
        ("Từ tổ 7 đến tổ 9", ""),
        ("Kèm theo Công văn số 7/TDP ngày 2/11", ""),
    ],
)
def test_the_title_above_a_list_names_its_neighbourhood(title: str, place: str) -> None:
    listing = read(xlsx((title,), (), HEAD[:3], NAM[:3], (2, "Lê Ba"), HOA[:3]))
    assert [row.neighbourhood for row in listing.rows] == [place] * 3


def test_lines_of_a_chat_are_columns_to_be_named() -> None:
    lines = ("Danh sách tổ 9 ạ:", "1. La Văn Nam - 0912 345 678 - phở", "2/ Lê Hoa 0987.654.321")
    data = "\n".join(lines).encode()
    assert read_list(data, ()) is Unreadable.NO_HEADING
    found = look_at(data)
    assert isinstance(found, Listing)
    seen = [column.choice for column in found.sheets[0].columns]
    assert seen == ["name", "phone", ""]
    chosen = Chosen({0: dict(enumerate(seen))})
    assert people(read(data, chosen)) == [BOTH[0], ("Lê Hoa", BOTH[1][1])]


def test_columns_without_headings_are_taken_for_what_stands_in_them() -> None:
    data = xlsx((1, "La Văn Nam", "0912345678", "TDP 5"), (2, "Nguyễn Thị Hoa", "0987654321", "6"))
    found = look_at(data)
    assert isinstance(found, Listing)
    columns = found.sheets[0].columns
    assert [column.choice for column in columns] == ["", "name", "phone", ""]
    assert columns[1].examples[0] == "La Văn Nam" and not columns[1].heading
    chosen = Chosen({0: {column.at: column.choice for column in columns}})
    assert people(read(data, chosen)) == BOTH


def test_a_list_without_any_heading_begins_with_its_first_row() -> None:
    data = text(("La Văn Nam", "0912345678"), ("Nguyễn Thị Hoa", "0987654321"))
    assert people(read(data, Chosen({0: {0: "name", 1: "phone"}}))) == BOTH


def test_a_column_taken_wrongly_is_put_right_and_the_shape_is_known_again() -> None:
    rows = (("Họ và tên", "SĐT", "Số báo"), ("La Văn Nam", "0912345678", "0987654321"))
    listing = read(xlsx(*rows))
    about = listing.sheets[0]
    assert [c.choice for c in about.columns] == ["name", "phone", ""]
    assert about.columns[2].examples == ("0987654321",)
    other = read(
        xlsx(rows[0], ("Lê Ba", "0912345670", "0987654329")), Chosen({0: {0: "name", 2: "phone"}})
    )
    assert other.rows[0].phone == "+84987654329" and other.sheets[0].shape == about.shape


def test_a_sheet_can_be_left_out() -> None:
    book = Workbook()
    for name, person in (("Tổ 1", NAM), ("Tổ 2", HOA)):
        page: Any = book.create_sheet(name)
        page.append(list(HEAD))
        page.append(list(person))
    out = io.BytesIO()
    book.save(out)
    assert people(read(out.getvalue())) == BOTH
    listing = read(out.getvalue(), Chosen(left_out=frozenset((1,))))
    assert people(listing) == BOTH[1:] and listing.sheets[1].state == "left_out"


@pytest.mark.parametrize("count", [5_100, 20_000])
def test_a_long_list_is_read_whole(count: int) -> None:
    rows = [(n, "La Văn Nam", f"09{n:08}", "Phở", "TDP 5") for n in range(count)]
    listing = read(text(HEAD, *rows))
    assert len(listing.rows) == count and listing.sheets[0].cut_at is None
    if count == 5_100:
        assert len(read(xlsx(HEAD, *rows)).rows) == count


@pytest.mark.parametrize(
    "data", [b"", b"abc", b"\x00" * 400, b"%PDF-1.7\n1,2\n3,4", b"a,b\x01\nc,d"]
)
def test_what_is_no_table_is_a_sentence(data: bytes) -> None:
    assert isinstance(read_list(data, ()), Unreadable)


@pytest.mark.parametrize("between", [" - ", ", "])
def test_lines_of_names_without_phones_are_a_list_whose_columns_are_guessed(between: str) -> None:
    data = f"1. La Văn Nam{between}tổ 5\n2. Lê Thị Hoa{between}tổ 7\n3. Trần Ba".encode()
    seen = look_at(data)
    assert isinstance(seen, Listing)
    [about] = seen.sheets
    assert [column.choice for column in about.columns] == ["name", "neighbourhood"]
    rows = read(data, seen.seems).rows
    assert [(row.name, row.neighbourhood) for row in rows] == [
        *(("La Văn Nam", "TDP 5"), ("Lê Thị Hoa", "TDP 7"), ("Trần Ba", ""))
    ]
