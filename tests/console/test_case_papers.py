"""The papers of a question and the register, as the console hands them out."""

import io
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl

from bot.app import utc_now
from content.library import Content
from handlers.live import team
from handlers.question import receiving
from storage.audit import JournalFilter
from storage.database import Transaction
from storage.question_models import Question
from storage.staff_models import Role
from tests.console.test_folder import text_of
from tests.support.desk import Desk, desk, employ
from tests.support.site import Site, site

ASKED = receiving.Asked(
    "Cống trước chợ tắc", "moi-truong", "paper", asker="Nguyễn Thị Hoa", phone="+84912345678"
)


async def put(at: Site, asked: receiving.Asked = ASKED) -> Question:
    def work(tx: Transaction) -> Question:
        return receiving.receive(tx, at.core.content, asked, utc_now(), actor="a")

    return await at.core.database.transaction(work)


async def paper(person: Desk, path: str) -> tuple[int, str]:
    status, data = await person.raw(path)
    return status, text_of(docx.Document(io.BytesIO(data))) if status == 200 else ""


async def test_whoever_works_on_a_question_takes_its_papers_on_record(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        question = await put(at)
        path = f"/cau-hoi/{question.code}/giay-to"
        _, page = await clerk.get(f"/cau-hoi/{question.code}")
        assert path in page
        _, page = await clerk.get(path)
        assert f"{path}/phieu-tiep-nhan.docx" in page
        assert f"{path}/phieu-chuyen.docx" in page
        assert f"{path}/van-ban-tra-loi.docx" not in page  # nobody approved an answer
        status, said = await paper(clerk, f"{path}/phieu-tiep-nhan.docx")
        assert status == 200 and question.code in said and "0912" not in said
        _, said = await paper(clerk, f"{path}/phieu-tiep-nhan.docx?dien-thoai=1")
        assert "0912 345 678" in said
        for none in ("van-ban-tra-loi.docx", "la-lung.docx", "phieu-tiep-nhan.exe"):
            assert (await clerk.raw(f"{path}/{none}"))[0] == 404, none
        did = await at.core.database.transaction(
            lambda tx: [
                (one.action, one.object) for one in tx.audit.lines(JournalFilter(), limit=20)
            ]
        )
        assert ("export.case", f"question:{question.code}") in did


async def test_what_is_confidential_is_on_paper_for_its_two_readers_alone(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "doc1", Role.OWNER) as reader,
        desk(at, "sep", Role.OWNER) as other,
        desk(at, "thuky", Role.CLERK) as clerk,
    ):
        second = await employ(at, "doc2", Role.APPROVER)
        first = await at.core.database.transaction(lambda tx: tx.staff.by_login("doc1"))
        assert first
        lane = replace(ASKED, content="Cán bộ vòi tiền", readers=(first.id, second.id))
        question = await put(at, lane)
        path = f"/cau-hoi/{question.code}/giay-to"
        assert (await reader.get(path))[0] == 200
        assert (await paper(reader, f"{path}/phieu-tiep-nhan.docx"))[0] == 200
        assert (await reader.raw(f"{path}/phieu-chuyen.docx"))[0] == 404
        for somebody in (other, clerk):
            assert (await somebody.get(path))[0] == 404
            assert (await somebody.raw(f"{path}/phieu-tiep-nhan.docx"))[0] == 404
        for somebody in (reader, other, clerk):  # a register is printed and lies about
            _, data = await somebody.raw("/so-theo-doi.xlsx")
            assert question.code not in cells(data)


def cells(data: bytes) -> str:
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert page is not None
    return "\n".join(str(row) for row in page.iter_rows(values_only=True))


async def test_the_register_is_of_the_days_asked_for(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        question = await put(at)
        _, data = await clerk.raw("/so-theo-doi.xlsx")
        assert question.code in cells(data)
        _, data = await clerk.raw("/so-theo-doi.xlsx?den=1/1/2026")
        assert question.code not in cells(data) and "01/01/2026" in cells(data)
        status, page = await clerk.get("/so-theo-doi?tu=32/13/2026")
        assert status == 400 and "32/13/2026" in page and content.words.console["day"] in page
        _, page = await clerk.get("/so-theo-doi")
        assert "(1 việc)" in page and "/to-tu-van/quyet-dinh.docx" in page
        status, said = await paper(clerk, "/to-tu-van/quyet-dinh.docx?ky=vice_chairman")
        assert status == 200 and "KT. CHỦ TỊCH" in said and "Cán bộ b" not in said


async def test_the_decision_names_the_members_of_the_team(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        member = await employ(at, "b", Role.RESPONDER, office="thue")
        await employ(at, "c", Role.RESPONDER, office="thue")

        def work(tx: Transaction) -> None:
            team.put_member(tx, content, member.id, ["thue"], 0)

        await at.core.database.transaction(work)
        _, said = await paper(clerk, "/to-tu-van/quyet-dinh.docx")
        assert member.name in said and "Thuế, hóa đơn" in said and "Cán bộ c" not in said
        _, page = await clerk.get("/to-tu-van")
        assert "/to-tu-van/quyet-dinh.docx" in page
