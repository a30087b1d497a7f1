"""Whoever publishes reads what everybody will read, and nobody reads what was not given to them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import utc_now
from content.library import Content
from handlers.question import answering, approving, merging, moves
from storage.database import Transaction
from storage.question_models import Question
from storage.staff_models import Role
from tests.console.test_questions import ask, do, now_of, public_page, send
from tests.support.conference import make_staff
from tests.support.desk import desk
from tests.support.site import Site, site


async def released(at: Site, text: str, asked: str, basis: str = "") -> Question:
    """A question answered, with approved words for the public."""
    question = await ask(at, "Cống trước nhà tắc", who="hoa")

    def work(tx: Transaction) -> Question:
        clerk = tx.staff.by_login("c") or make_staff(tx, "c", Role.CLERK)
        boss = tx.staff.by_login("b") or make_staff(tx, "b", Role.APPROVER)
        fresh = tx.questions.get(question.id)
        assert fresh
        given = moves.move(tx, fresh, moves.Move.ASSIGN, utc_now(), staff=None)
        done = answering.answer(
            tx, at.core.content, given, text, basis, utc_now(), staff=clerk, public_question=asked
        ).question
        draft = tx.questions.draft(done.id)
        assert draft
        return approving.approve(
            tx, at.core.content, done, draft.id, utc_now(), staff=boss
        ).question

    return await at.core.database.transaction(work)


async def test_the_box_of_publishing_shows_what_is_published(
    tmp_path: Path, content: Content
) -> None:
    """The communicator is shown no names; the box still shows every word as it will stand, what
    looks like an address has to be looked at, and the mask of a machine stands in nothing that is
    published."""
    text = "Có Quyết định nạo vét. Đội làm ở số 12 Trần Phú, gặp ông Bùi Văn Tốt."
    async with site(tmp_path, content) as at, desk(at, "tt", Role.COMMUNICATOR) as press:
        question = await released(at, text, "Cống tắc thì gọi ai?", "Quyết định 15 của phường")
        _, page = await press.get(f"/cau-hoi/{question.code}")
        box = page.partition("Câu hỏi và câu trả lời được đăng đúng như đã duyệt")[2]
        box = box.partition("</form>")[0]
        assert text in box and "Quyết định 15 của phường" in box and "[" not in box
        assert re.search(r"<button[^>]*>Tôi đã đọc lại, không còn thông tin riêng", box)
        status, shown, _ = await send(press, question, page, "publish")
        assert not await public_page(at, text)
        assert status == 400 and "số 12 Trần Phú" in shown and "Bùi Văn Tốt" in shown
        _, page = await press.get(f"/cau-hoi/{question.code}")
        assert (await send(press, question, page, "publish", judged="1"))[0] == 303
        assert await public_page(at, text)


async def test_a_name_in_the_basis_is_looked_at_too(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "tt", Role.COMMUNICATOR) as press:
        basis = "Đơn của ông Bùi Văn Tốt"
        question = await released(at, "Nạo vét tháng 12.", "Cống tắc?", basis)
        _, page = await press.get(f"/cau-hoi/{question.code}")
        status, shown, _ = await send(press, question, page, "publish")
        assert status == 400 and "Bùi Văn Tốt" in shown and not await public_page(at, basis)


async def test_a_mask_left_in_the_words_is_said_before_they_are_published(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "tt", Role.COMMUNICATOR) as press:
        question = await released(at, "Nạo vét tháng 12.", "Cống trước [địa chỉ] tắc?")
        _, page = await press.get(f"/cau-hoi/{question.code}")
        assert "còn dấu máy che" in page


@pytest.mark.parametrize("role", [Role.COMMUNICATOR, Role.CLERK])
async def test_who_did_not_agree_is_read_by_those_who_answer_alone(
    tmp_path: Path, content: Content, role: Role
) -> None:
    """A question that may not be published is joined to one that may: its words stay with those who
    work on it."""
    async with site(tmp_path, content) as at, desk(at, "doc", role) as reader:
        head = await ask(at, "Cống đầu ngõ tắc", who="hoa")
        private = await ask(at, "Nhà tôi nợ thuế nên ngại nói, cống tắc", who="la", public=False)
        open_one = await ask(at, "Cống ngõ tắc ba hôm", who="mai")

        def work(tx: Transaction) -> None:
            clerk, boss = make_staff(tx, "c", Role.CLERK), make_staff(tx, "b", Role.APPROVER)
            for code in (private.code, open_one.code):
                one, fresh = tx.questions.by_code(code), tx.questions.get(head.id)
                assert one and fresh
                merging.merge(tx, at.core.content, one, fresh, utc_now(), staff=clerk)
            fresh = tx.questions.get(head.id)
            assert fresh
            given = moves.move(tx, fresh, moves.Move.ASSIGN, utc_now(), staff=None)
            done = answering.answer(
                tx, at.core.content, given, "Nạo vét.", "", utc_now(), staff=clerk,
                public_question="Cống tắc?",
            ).question  # fmt: skip
            draft = tx.questions.draft(done.id)
            assert draft
            approving.approve(tx, at.core.content, done, draft.id, utc_now(), staff=boss)

        await at.core.database.transaction(work)
        _, page = await reader.get(f"/cau-hoi/{head.code}")
        assert "Cống ngõ tắc ba hôm" in page and "3 hộ cùng hỏi" in page
        assert ("nợ thuế" in page) == (role is Role.CLERK)
        assert ("Còn 1 người hỏi không cho đăng" in page) == (role is Role.COMMUNICATOR)


async def test_words_for_the_public_begin_without_what_leads_to_the_asker(
    tmp_path: Path, content: Content
) -> None:
    """The proposal leaves out the asker's door; where nothing leads to anybody no word is lost."""
    async with (
        site(tmp_path, content) as at,
        desk(at, "lanhdao", Role.APPROVER) as leader,
    ):
        plain = await released(at, "Theo Quyết định, xin lại thì gặp một cửa.", "")
        _, page = await leader.get(f"/cau-hoi/{plain.code}")
        assert "Theo Quyết định, xin lại thì gặp một cửa.</textarea>" in page
        named = await released(at, "Đã nạo vét cống ở 12/3 ngõ 45.", "")

        def lives(tx: Transaction) -> None:
            fresh = tx.questions.get(named.id)
            assert fresh
            tx.questions.save(replace(fresh, content="Cống nhà tôi 12/3 ngõ 45 tắc"))

        await at.core.database.transaction(lives)
        _, page = await leader.get(f"/cau-hoi/{named.code}")
        assert "Đã nạo vét cống ở [địa chỉ].</textarea>" in page
        words = {"question_text": "Cống tắc?", "public_text": "Đã nạo vét cống đầu ngõ."}
        assert await do(leader, named, "reword", **words) == 303
        assert (await now_of(at, named)).published_text == ""
