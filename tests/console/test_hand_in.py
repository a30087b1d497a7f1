"""Thuế cơ sở: opinions one by one and as a list, invitations passed on, the sheet handed in."""

import io
from pathlib import Path

import docx

from bot.app import utc_now
from content.library import Content
from handlers.question import receiving
from storage.database import Transaction
from storage.question_models import Question
from storage.staff_models import Role
from tests.console.test_case_papers import paper
from tests.console.test_folder import text_of
from tests.content.test_opinion_list import book
from tests.support.conference import make_event
from tests.support.desk import desk, employ
from tests.support.site import Site, site

SAID = {"content": "Xin hướng dẫn hóa đơn tại chợ", "field": "thue", "kind": "petition"}


async def asked(at: Site) -> list[Question]:
    return await at.core.database.transaction(lambda tx: tx.questions.all())


async def test_an_opinion_becomes_a_question_of_the_ward(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "thue", Role.EXTERNAL, office="thue") as tax,
    ):
        await tax.get("/thue-co-so")
        status, _, to = await tax.post("/thue-co-so/them", SAID | {"asker": "Nguyễn Thị Hoa"})
        assert status == 303 and "/thue-co-so" in to
        (question,) = await asked(at)
        assert question.brought_by == "thue" and question.source == "office"
        assert not question.public and question.code.startswith("KN-")
        _, page = await tax.get("/thue-co-so")
        assert question.code in page and "Đã chuyển (1)" in page
        await tax.get("/thue-co-so")
        status, page, _ = await tax.post("/thue-co-so/them", SAID | {"asker": "Nguyễn Thị Hoa"})
        assert status == 409 and "Vẫn là việc khác" in page  # the same words once more
        knows = {"knows": receiving.key([question])}
        assert (await tax.post("/thue-co-so/them", SAID | knows))[0] == 303
        status, page, _ = await tax.post("/thue-co-so/them", SAID | {"content": ""})
        assert status == 400 and len(await asked(at)) == 2


async def test_a_list_is_tried_before_it_is_kept(tmp_path: Path, content: Content) -> None:
    data = book(
        ("Họ tên", "Điện thoại", "Kiến nghị"),
        ("Hoa", "0912345678", "Xin hướng dẫn hóa đơn tại chợ"),
        ("Lan", "", "Ngắn"),
        ("An", "0912345679", "Cống trước chợ tắc, mưa là ngập"),
    )
    async with (
        site(tmp_path, content) as at,
        desk(at, "thue", Role.EXTERNAL, office="thue") as tax,
    ):
        await tax.get("/thue-co-so")
        status, page, _ = await tax.post("/thue-co-so/nhap", file=data)
        assert status == 200 and "Đọc được 3 dòng, nhận 2" in page and not await asked(at)
        held = page.split('name="held" value="')[1].split('"')[0]
        status, _, to = await tax.post("/thue-co-so/nhap", do="keep", held=held)
        assert status == 303 and "opinions_added" in to
        assert sorted(one.phone or "" for one in await asked(at)) == [
            "+84912345678",
            "+84912345679",
        ]
        await tax.get("/thue-co-so")
        status, page, _ = await tax.post("/thue-co-so/nhap", file=data)
        assert "nhận 0" in page and content.words.console["opinion_there"] in page
        status, page, _ = await tax.post("/thue-co-so/nhap", file=b"")
        assert status == 400
        status, page, _ = await tax.post("/thue-co-so/nhap", file=book(("Họ tên",), ("Hoa",)))
        assert status == 400 and "Không thấy cột nội dung" in page


async def test_the_sheet_has_what_this_office_brought(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "thue", Role.EXTERNAL, office="thue") as tax,
        desk(at, "qltt", Role.EXTERNAL, office="qltt") as other,
        desk(at, "thuky", Role.CLERK) as clerk,
    ):
        await tax.get("/thue-co-so")
        await tax.post("/thue-co-so/them", SAID | {"phone": "0912345678"})
        await other.get("/thue-co-so")
        await other.post("/thue-co-so/them", SAID | {"content": "Hàng giả bán đầy ngoài chợ"})
        path = "/thue-co-so/phieu-tong-hop.docx"
        status, said = await paper(tax, path)
        assert status == 200 and "hướng dẫn hóa đơn" in said and "Hàng giả" not in said
        assert "THUẾ CƠ SỞ 5" in said and "qua Tổ tư vấn" in said and "912" not in said
        assert "Hàng giả" in (await paper(other, path))[1]
        assert "hướng dẫn hóa đơn" in (await paper(clerk, path))[1]  # enters for the tax office
        assert "tiếp nhận 0 ý kiến" in (await paper(tax, f"{path}?den=1/1/2026"))[1]
        assert (await tax.raw(f"{path}?tu=31/2/2026"))[0] == 400


async def test_invitations_are_passed_on_with_codes(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "thue", Role.EXTERNAL, office="thue") as tax,
    ):

        def work(tx: Transaction) -> int:
            return make_event(tx, now=utc_now()).id

        event = await at.core.database.transaction(work)
        await employ(at, "thuky", Role.CLERK)
        _, page = await tax.get("/thue-co-so")
        assert "mời ông/bà dự" in page and f"/giay-moi/{event}.docx" not in page
        fields = {"invite_event": str(event), "recipients": "Quán phở Hoa; TDP 3\nTạp hóa An"}
        assert (await tax.post("/thue-co-so/giay-moi", fields))[0] == 303
        status, data = await tax.raw(f"/thue-co-so/giay-moi/{event}.docx")
        said = text_of(docx.Document(io.BytesIO(data)))
        assert status == 200 and "Quán phở Hoa" in said and "Tạp hóa An" in said
        await tax.get("/thue-co-so")
        status, page, _ = await tax.post("/thue-co-so/giay-moi", fields)
        assert status == 409 and "Những nơi sau đã có giấy mời" in page
        issued = await at.core.database.transaction(lambda tx: tx.events.invitations(event))
        assert len(issued) == 2
        assert {one.issued_by for one in issued} == {content.ward.offices["thue"].name}
