"""Files of the register, opened again."""

import io
from pathlib import Path
from urllib.parse import quote

import docx
import openpyxl

from bot.web.console.businesses import trade_groups
from content.library import Content
from storage.staff_models import Role
from tests.console.test_businesses import PERSONAL, kept, kept_other, leader_of
from tests.support.desk import Desk, desk
from tests.support.site import site


async def cells(person: Desk, path: str) -> str:
    status, data = await person.raw(path)
    assert status == 200
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return " ".join(str(cell or "") for row in sheet.iter_rows(values_only=True) for cell in row)


async def words(person: Desk, path: str) -> str:
    status, data = await person.raw(path)
    assert status == 200
    paper = docx.Document(io.BytesIO(data))
    tables = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return " ".join([*(line.text for line in paper.paragraphs), *tables])


async def test_an_export_shows_each_what_they_may_see(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK) as clerk,
        desk(at, "k", Role.AUDITOR) as auditor,
        desk(at, "to5", Role.LEADER) as leader,
    ):
        await kept(at)
        await kept_other(at)
        await leader_of(at, "TDP 5")
        whole = await cells(clerk, "/so-ho/xuat.xlsx")
        assert "Phở Tư" in whole and "Bún Sáu" in whole
        assert PERSONAL in whole and "0912 345 678" in whole
        masked = await cells(auditor, "/so-ho/xuat.xlsx")
        assert "Đặng" not in masked and "Phở" not in masked and PERSONAL not in masked
        own = await cells(leader, "/so-ho/xuat.xlsx")
        assert "Phở Tư" in own and "Bún Sáu" not in own and "0912 345 678" not in own
        lines = await at.core.database.read(lambda tx: tx.audit.lines())
        assert sum(line.action == "export.businesses" for line in lines) == 3


async def test_lists_to_be_signed_and_sheets_to_be_confirmed(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        made = await kept(at)
        await kept_other(at)
        by_place = await words(clerk, "/so-ho/danh-sach-to.docx")
        assert "TDP 5: 1 hộ" in by_place and "TDP 6: 1 hộ" in by_place and "Ký tên" in by_place
        narrowed = await words(clerk, "/so-ho/danh-sach-to.docx?to=TDP+6")
        assert "Bún Sáu" in narrowed and "Phở Tư" not in narrowed
        groups = trade_groups(content.trades)
        of_group = quote(" ".join(groups["production"]))
        narrowed = await words(clerk, f"/so-ho/danh-sach-to.docx?nghe={of_group}")
        assert "0 hộ (Ăn uống, sản xuất, vận tải)" in narrowed
        paper = await words(clerk, f"/so-ho/{made.id}/phieu.docx")
        assert made.code in paper and "12 Lê Lợi" in paper and "0912 345 678" in paper
        assert (await clerk.raw("/so-ho/1/phieu.docx"))[0] == 404


async def test_numbers_by_trade_and_size_hide_the_few(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "t", Role.EXTERNAL) as outside:
        await kept(at)
        told = await cells(outside, "/so-lieu-ho.xlsx")
        assert "dưới 5" in told and "Phở Tư" not in told
        assert (await outside.raw("/so-ho/xuat.xlsx"))[0] == 403
