"""Files that go with an answer: what is taken, who sees them, how they reach the asker, and when
they are gone: over real HTTP, with Telegram's own calls."""

import asyncio
import io
import zipfile
from pathlib import Path

import aiohttp
from docx import Document
from PIL import Image

from bot.app import utc_now
from bot.core import eraser
from content.library import Content
from handlers.own_data import erasure
from handlers.question import receiving
from storage.answer_files import AnswerFile
from storage.database import Transaction
from storage.question_models import Question
from storage.staff_models import Role
from tests.console.test_drafts import given, kept
from tests.console.test_questions import ask, do
from tests.support.botapi import BotApi, serving
from tests.support.desk import Desk, desk
from tests.support.patience import PATIENCE_S
from tests.support.pictures import identity_card, jpeg
from tests.support.site import Site, site

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TEXT = "Mẫu đơn gửi kèm, xin điền rồi nộp ở bộ phận một cửa."


def word(*, macros: bool = False) -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("Đơn đề nghị")
    document.save(out)
    if macros:
        with zipfile.ZipFile(out, "a") as packed:
            packed.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


async def add(person: Desk, question: Question, data: bytes, name: str, **fields: str) -> int:
    """Presses "Thêm tệp" in the form of the answer."""
    typed = {"csrf": person.csrf, "draft": f"answer:{question.code}"} | fields
    form = aiohttp.FormData(typed, quote_fields=False)  # as browsers do
    form.add_field("file", io.BytesIO(data), filename=name)
    url = f"{person.base}/cau-hoi/{question.code}/tep"
    async with person.http.post(url, data=form, allow_redirects=False) as answer:
        status, page = answer.status, await answer.text()
    person._read("", page)
    await person.get(f"/cau-hoi/{question.code}")
    return status


async def files_of(at: Site, question: Question) -> list[AnswerFile]:
    return await at.core.database.transaction(lambda tx: tx.answer_files.of_question(question.id))


async def fetched(at: Site, name: str) -> tuple[int, bytes, str]:
    """As a stranger who has the address."""
    async with aiohttp.ClientSession() as http, http.get(f"{at.url}/tep/{name}") as answer:
        said = answer.headers.get("content-disposition", "")
        return answer.status, await answer.read(), said


async def test_what_is_taken_is_known_by_its_content_and_made_harmless(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "an", Role.RESPONDER) as an:
        question = await ask(at, "Xin mẫu đơn")
        await given(at, question.code)
        await an.get(f"/cau-hoi/{question.code}")
        for data, name in (
            (b"MZ\x90\x00 not a document", "don.pdf"),
            (word(macros=True), "don.docx"),
            (b"%PDF-" + bytes(6 * 1024 * 1024), "lon.pdf"),
            (identity_card(), "cccd.png"),
        ):
            assert await add(an, question, data, name, text=TEXT) == 400, name
        assert await files_of(at, question) == []
        assert await add(an, question, PDF, "C:\\tai\\Mẫu đơn.exe", text=TEXT) == 303
        assert await add(an, question, word(), "Đơn.docx", text=TEXT) == 303
        assert await add(an, question, jpeg(), "ảnh.png", text=TEXT) == 303
        assert await add(an, question, PDF, "nữa.pdf", text=TEXT) == 409  # three at most
        titles = [one.title for one in await files_of(at, question)]
        assert titles == ["Mẫu đơn.pdf", "Đơn.docx", "ảnh.jpg"]
        picture = next(one for one in await files_of(at, question) if one.name.endswith("jpg"))
        with Image.open(tmp_path / "photos" / picture.name) as image:
            assert not image.getexif()
        # What was typed is kept with them; one is taken away again, from the disk, too.
        [draft] = await kept(at)
        assert draft.fields["text"] == [TEXT]
        fields = {"draft": f"answer:{question.code}", "leaves": str(picture.id), "text": TEXT}
        for _ in range(2):
            assert (await an.post(f"/cau-hoi/{question.code}/bo-tep", fields))[0] == 303
        assert len(await files_of(at, question)) == 2
        assert await eraser.settle(at.core.database, at.core.photos)
        assert not (tmp_path / "photos" / picture.name).exists()


async def test_they_are_approved_as_they_are_sent_and_end_with_the_answer(
    tmp_path: Path, content: Content
) -> None:
    api = BotApi()
    async with (
        serving(api) as base,
        site(tmp_path, content, api_url=base, public_url="") as at,
        desk(at, "an", Role.RESPONDER) as an,
        desk(at, "binh", Role.RESPONDER) as binh,
        desk(at, "lanhdao", Role.APPROVER, office="vanphong") as leader,
        desk(at, "thue", Role.EXTERNAL, office="thue") as outside,
    ):
        question = await _asked_on_telegram(at)
        await given(at, question.code)
        await an.get(f"/cau-hoi/{question.code}")
        assert await add(an, question, PDF, "Mẫu đơn.pdf", text=TEXT) == 303
        [file] = await files_of(at, question)
        own = f"/cau-hoi/{question.code}/tep/{file.name}"
        # Nobody else sees what is still being added; nobody at all from outside.
        assert [(await who.get(own))[0] for who in (an, binh, leader, outside)] == [
            200,
            404,
            404,
            404,
        ]
        assert (await fetched(at, file.name))[0] == 404
        assert await do(an, question, "answer", text=TEXT, draft=f"answer:{question.code}") == 303
        _, page = await leader.get(f"/cau-hoi/{question.code}")
        assert "Mẫu đơn.pdf" in page and (await leader.raw(own)) == (200, PDF)
        _, page = await leader.get("/cau-hoi?loc=cho-duyet")
        assert "Mẫu đơn.pdf" in page
        assert (await fetched(at, file.name))[0] == 404  # not approved yet
        assert await do(leader, question, "approve") == 303
        async with asyncio.timeout(PATIENCE_S):
            while not api.count("sendDocument"):  # noqa: ASYNC110  # as BotApi.until_sent
                await asyncio.sleep(0.01)
        sent = [call for call in api.calls if call[0].startswith("send")]
        (_, first), (method, second) = sent[-2:]
        assert TEXT in first["text"] and "Mẫu đơn.pdf" in first["text"]
        assert method == "sendDocument" and question.code in second["caption"]
        status, data, said = await fetched(at, file.name)
        assert (status, data) == (200, PDF) and "attachment" in said
        # A correction without it: the address of the old file ends.
        await an.get(f"/cau-hoi/{question.code}")
        assert await do(an, question, "correct", text=f"{TEXT} Đúng hơn.") == 303
        assert await do(leader, question, "accept") == 303
        assert (await fetched(at, file.name))[0] == 404
        # With it again; then its asker is erased: nothing is left, on the disk either.
        now = utc_now()
        contact = question.contact_id or 0
        await at.core.database.transaction(lambda tx: erasure.erase(tx, content, contact, now))
        assert await files_of(at, question) == []
        assert await eraser.settle(at.core.database, at.core.photos)
        assert not (tmp_path / "photos" / file.name).exists()


async def _asked_on_telegram(at: Site) -> Question:
    def work(tx: Transaction) -> Question:
        contact = tx.contacts.meet("telegram", "7001", utc_now())
        asked = receiving.Asked("Xin mẫu đơn", "thue", "chat", contact_id=contact.id)
        return receiving.receive(tx, at.core.content, asked, utc_now(), actor="contact")

    return await at.core.database.transaction(work)


async def test_on_our_own_page_and_without_a_channel_it_is_said_where_they_are(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "an", Role.RESPONDER) as an,
        desk(at, "lanhdao", Role.APPROVER, office="vanphong") as leader,
    ):
        question = await ask(at, "Xin mẫu đơn", who="w1")
        await _answered_with_a_file(an, leader, question, at)
        [file] = await files_of(at, question)

        def said(tx: Transaction) -> list[str]:
            contact = tx.contacts.meet("web", "w1", utc_now())
            return [line.body or "" for line in tx.transcripts.lines(contact.id)]

        bodies = await at.core.database.transaction(said)
        assert any(f"/tep/{file.name}" in body for body in bodies)
        by_phone = await ask(at, "Xin mẫu đơn nữa")
        await _answered_with_a_file(an, leader, by_phone, at)
        [call] = await at.core.database.transaction(lambda tx: tx.calls.of_question(by_phone.id))
        assert "Có 1 tệp gửi kèm: Mẫu đơn.pdf" in call.text


async def _answered_with_a_file(an: Desk, leader: Desk, question: Question, at: Site) -> None:
    await given(at, question.code)
    await an.get(f"/cau-hoi/{question.code}")
    assert await add(an, question, PDF, "Mẫu đơn.pdf", text=TEXT) == 303
    assert await do(an, question, "answer", text=TEXT) == 303
    assert await do(leader, question, "approve") == 303
