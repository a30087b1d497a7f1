"""Somebody without a number: nothing is asked of them, and they are erased by their code. And what
is typed into one form of a question's page stands in no other."""

import io
import re
from pathlib import Path

import docx

from bot.app import utc_now
from content.library import Content
from handlers.question import moves, receiving
from storage.database import Transaction
from storage.question_models import Question, QuestionState
from storage.staff_models import Role
from tests.console.test_questions import now_of
from tests.handlers.test_erasure import rows_with
from tests.support.conference import make_event, make_staff
from tests.support.desk import desk
from tests.support.site import site


async def test_no_clock_stands_still_where_nobody_can_be_asked(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:

        def on_paper(tx: Transaction) -> Question:
            asked = receiving.Asked("Cột đèn hỏng", "khac", "paper", asker="Cụ Tí")
            return receiving.receive(tx, content, asked, utc_now(), actor="a")

        question = await at.core.database.transaction(on_paper)
        await clerk.get(f"/cau-hoi/{question.code}")
        status, page, _ = await clerk.post(
            f"/cau-hoi/{question.code}/lam", do="ask_more", note="Cột đèn số mấy?"
        )
        assert status == 409 and "Chưa hỏi được" in page and "Cột đèn số mấy?" in page
        kept = await now_of(at, question)
        assert kept.state is QuestionState.RECEIVED and kept.stopped_on is None
        # The line break a page begins a text with is none of it: browsers drop it.
        written = re.findall(r"<textarea[^>]*>\n?([^<]+)</textarea>", page)
        assert written.count("Cột đèn số mấy?") == 1


async def test_who_has_no_number_is_erased_by_their_code(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        guest = {"name": "Nguyễn Thị Không Máy", "category": "guest", "source": "paper"}
        await clerk.get(f"/su-kien/{event.id}/them-dai-bieu")
        await clerk.post(f"/su-kien/{event.id}/them-dai-bieu", guest | {"companions": "0"})
        [one] = await at.core.database.transaction(lambda tx: tx.registrations.of_event(event.id))
        assert one.phone is None
        _, page = await clerk.get(f"/su-kien/{event.id}/dai-bieu/{one.id}")
        assert f"/yeu-cau-du-lieu?ai={one.code}" in page
        _, page = await clerk.get(f"/yeu-cau-du-lieu?ai={one.code}")
        assert one.code in page
        path = "/yeu-cau-du-lieu/xoa"
        assert (await clerk.post(path, phone="VE-KHONGCO"))[0] == 400
        status, page, _ = await clerk.post(path, phone=one.code)
        assert status == 200 and "Nguyễn Thị Không Máy" in page
        assert (await clerk.post(path, phone=one.code, do="erase", sure="0000"))[0] == 400
        status, _, to = await clerk.post(
            path, phone=one.code, do="erase", sure=one.code[-4:], what=f"r{one.id}"
        )
        assert status == 303 and "xong=erased" in to
        assert await at.core.database.scrub()
        assert rows_with(tmp_path, "Không Máy") == []


async def test_a_question_of_no_event_has_its_paper_to_carry(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:

        def given(tx: Transaction) -> Question:
            asked = receiving.Asked("Mất xe trước chợ", "khac", "paper", asker="Cụ Tí")
            question = receiving.receive(tx, content, asked, utc_now(), actor="a")
            return moves.move(
                tx, question, moves.Move.ASSIGN, utc_now(),
                staff=make_staff(tx, "b", Role.CLERK), office="cong_an",
            )  # fmt: skip

        question = await at.core.database.transaction(given)
        path = f"/cau-hoi/{question.code}/giay-to/phieu-chuyen.docx"
        _, page = await clerk.get(f"/cau-hoi/{question.code}")
        assert path in page and "Chưa ai ở" in page
        async with clerk.http.get(clerk.base + path) as answer:
            assert answer.status == 200
            paper = docx.Document(io.BytesIO(await answer.read()))
        cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        words = "\n".join([*(part.text for part in paper.paragraphs), *cells])
        assert question.code in words and "Mất xe trước chợ" in words and "Cụ Tí" not in words
        assert content.ward.offices["cong_an"].name in words
