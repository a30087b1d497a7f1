"""A list of an office, loaded in the console and taken back; doubles that a person decides."""

import io
import re
from pathlib import Path

import openpyxl

from content.library import Content
from storage.database import Transaction
from storage.staff_models import Role
from tests.support.desk import Desk, desk
from tests.support.site import site

HEADS = ["Tên hộ kinh doanh", "Chủ hộ", "Điện thoại", "Mã số thuế", "Tổ dân phố", "Diện tích"]
ROWS = [
    ["Phở Tư", "Đặng Thị Tư", "0912345678", "0312345678", "tổ 5", "12"],
    ["Hộ bà Tư", "", "0912 345 678", "", "TDP 6", "3 trăm mét"],
    ["", "", "", "0399", "tổ 5", ""],
]


def packed(rows: list[list[str]], heads: list[str] = HEADS) -> bytes:
    book = openpyxl.Workbook()
    for row in (heads, *rows):
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hidden(page: str) -> dict[str, str]:
    """What the form of the next step carries."""
    fields = re.findall(r'<input type="hidden" name="([\w:]+)" value="([^"]*)"', page)
    return {name: value.replace("&#34;", '"') for name, value in fields if name != "csrf"}


async def tried(clerk: Desk, data: bytes, **more: str) -> tuple[str, dict[str, str]]:
    await clerk.get("/so-ho/nhap")
    fields = {"origin": "tax", "listed_on": "01/11/2026", "do": "rows", "file": data}
    status, page, _ = await clerk.post("/so-ho/nhap", fields | more)
    assert status == 200, page
    return page, hidden(page)


async def given_back(clerk: Desk, page: str) -> str:
    """What the last column says of the rows, in the file that comes back."""
    fields = hidden(page) | {"do": "errors", "csrf": clerk.csrf}
    async with clerk.http.post(f"{clerk.base}/so-ho/nhap", data=fields) as answer:
        assert answer.status == 200
        book = openpyxl.load_workbook(io.BytesIO(await answer.read()))
    sheet = book.worksheets[0]
    return " ".join(str(row[-1] or "") for row in sheet.iter_rows(values_only=True))


def names(tx: Transaction) -> list[str]:
    return sorted(name for _, name in tx.business_lists.names())


async def test_a_list_is_tried_kept_and_taken_back(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        await clerk.get("/so-ho/nhap")
        first = {"origin": "tax", "listed_on": "01/11/2026", "do": "read", "file": packed(ROWS)}
        status, page, _ = await clerk.post("/so-ho/nhap", first)
        assert status == 200 and 'name="col:0:1"' in page
        status, page, _ = await clerk.post("/so-ho/nhap", hidden(page) | {"do": "rows"})
        assert "Thêm mới: <b>1</b>" in page and "Có thể là hộ đã có: <b>1</b>" in page
        assert "Không đọc được: <b>1</b>" in page
        assert await at.core.database.read(names) == []
        assert "Không có tên hộ" in await given_back(clerk, page)
        status, page, _ = await clerk.post("/so-ho/nhap", hidden(page) | {"do": "keep"})
        assert status == 200 and "thêm 2 hộ" in page
        assert await at.core.database.read(names) == ["Hộ bà Tư", "Phở Tư"]
        page, _ = await tried(clerk, packed(ROWS[:1]))
        assert "Đã có, không đổi: <b>1</b>" in page and "Không còn trong danh sách: 1" in page
        (loaded,) = await at.core.database.read(lambda tx: tx.business_imports.all())
        assert (loaded.added, loaded.left_out, loaded.name) == (2, 1, "x.xlsx") or loaded.name
        await clerk.get("/so-ho/nhap")
        assert (await clerk.post(f"/so-ho/nhap/{loaded.id}/bo", sure="1"))[0] == 409
        assert (await clerk.post(f"/so-ho/nhap/{loaded.id}/bo", sure="2"))[0] == 303
        assert await at.core.database.read(names) == []


async def test_columns_are_named_by_hand_where_there_are_no_headings(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        page, carried = await tried(clerk, packed(ROWS[1:2], heads=ROWS[0]), do="read")
        assert "Chưa thấy dòng tiêu đề" in page
        by_hand = {"col:0:0": "name", "col:0:1": "owner", "do": "rows"}
        _, page, _ = await clerk.post("/so-ho/nhap", carried | by_hand)
        assert "Thêm mới: <b>2</b>" in page
        _, page, _ = await clerk.post("/so-ho/nhap", hidden(page) | {"do": "keep"})
        assert await at.core.database.read(names) == ["Hộ bà Tư", "Phở Tư"]


async def test_a_row_is_left_out_and_a_double_is_joined_and_parted(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        _, carried = await tried(clerk, packed(ROWS[:2]))
        await clerk.post("/so-ho/nhap", carried | {"do": "keep"})
        _, page = await clerk.get("/so-ho-trung")
        assert "Cùng số điện thoại" in page and "0912" not in page.replace("09xx", "")
        (pair,) = await at.core.database.read(lambda tx: tx.business_pairs.waiting(9))
        assert (await clerk.post(f"/so-ho-trung/{pair.id}", do="one"))[0] == 303
        assert len(await at.core.database.read(names)) == 1
        _, page = await clerk.get(f"/so-ho/{pair.one}")
        assert "Đã gộp" in page
        (merge,) = await at.core.database.read(lambda tx: tx.business_pairs.merges_of(pair.one))
        assert (await clerk.post(f"/so-ho/gop/{merge.id}/tach"))[0] == 303
        assert await at.core.database.read(names) == ["Hộ bà Tư", "Phở Tư"]
        more = packed([["Xôi", "", "", "", "", ""], ["Chè", "", "", "", "", ""]])
        page, carried = await tried(clerk, more)
        await clerk.post("/so-ho/nhap", carried | {"do": "keep", "leave": "2|Sheet"})
        assert await at.core.database.read(names) == ["Chè", "Hộ bà Tư", "Phở Tư"]


async def test_a_row_that_is_said_to_be_a_known_business_changes_that_one(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        _, carried = await tried(clerk, packed(ROWS[:1]))
        await clerk.post("/so-ho/nhap", carried | {"do": "keep"})
        page, carried = await tried(clerk, packed(ROWS[1:2]))
        chosen = re.findall(r'<option value="(2\|Sheet=\d+)"', page)
        assert len(chosen) == 1
        status, page, _ = await clerk.post(
            "/so-ho/nhap", carried | {"do": "keep", "same": chosen[0]}
        )
        assert status == 200 and "sổ đã đổi" not in page and "bấm nhập lần nữa" in page
        assert "Phở Tư → <b>Hộ bà Tư</b>" in " ".join(page.split())
        assert await at.core.database.read(names) == ["Phở Tư"]
        again = re.findall(r'<option value="(2\|Sheet=\d+)" selected', page)
        assert again == chosen
        fields = hidden(page) | {"do": "keep", "same": again[0]}
        status, page, _ = await clerk.post("/so-ho/nhap", fields)
        assert status == 200 and "thêm 0 hộ, sửa 1" in page
        assert await at.core.database.read(names) == ["Hộ bà Tư"]


async def test_what_is_no_list_is_said_so_and_a_leader_loads_none(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as clerk,
        desk(at, "to5", Role.LEADER) as leader,
    ):
        await clerk.get("/so-ho/nhap")
        for data in (b"", b"%PDF-1.4 x"):
            fields = {"origin": "tax", "listed_on": "01/11/2026", "do": "rows", "file": data}
            status, page, _ = await clerk.post("/so-ho/nhap", fields)
            assert status == 400 and 'class="fault"' in page
        fields = {"origin": "tax", "listed_on": "31/12/2030", "do": "rows", "file": packed(ROWS)}
        assert (await clerk.post("/so-ho/nhap", fields))[0] == 400
        assert (await leader.get("/so-ho/nhap"))[0] == 403


async def test_columns_named_by_hand_are_known_the_next_time(
    tmp_path: Path, content: Content
) -> None:
    heads = ["Tên hộ kinh doanh", "Cột B", "Điện thoại"]
    rows = [["Phở Tư", "Đặng Thị Tư", "0912345678"], ["Bún Sáu", "Lê Sáu", "0987654321"]]
    named = {"col:0:0": "name", "col:0:1": "owner", "col:0:2": "phone"}
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        page, _ = await tried(clerk, packed(rows, heads), do="read")
        assert "Cột B" in page
        _, fields = await tried(clerk, packed(rows, heads), **named)
        status, _, _ = await clerk.post("/so-ho/nhap", fields | {"do": "keep"})
        assert status == 200
        more = [*rows, ["Xôi Ba", "Trần Ba", "0911222333"]]
        page, _ = await tried(clerk, packed(more, heads), do="read")
        assert "Các cột đọc như lần trước" in page and "Xôi Ba" in page
        assert "Thêm mới: <b>1</b>" in page
