"""Others see an open question only after staff let them, in the words staff read."""

from dataclasses import replace
from pathlib import Path

import pytest

from content.library import Content
from handlers.question import sharing
from handlers.question.moves import NotAllowed
from storage.database import Transaction
from storage.question_models import Question, QuestionState
from storage.staff_models import Role
from tests.support.desk import desk as sitting
from tests.support.phones import holds_phone
from tests.support.play import exchange, playing, said
from tests.support.site import site
from tests.web.test_chat import session
from tests.web.test_notebook import says

ASKED = "Tôi là Nguyễn Thị Huệ, 0912345678. Cống trước cổng chợ tắc, mưa là ngập quầy hàng"
ALIKE = "Cống trước cổng chợ tắc, mưa là ngập quầy hàng"


def the_question(tx: Transaction) -> Question:
    return tx.questions.all()[-1]


async def test_nobody_else_sees_a_question_before_staff_let_them(
    tmp_path: Path, content: Content
) -> None:
    async with (
        site(tmp_path, content) as at,
        session() as asker,
        session() as other,
        session() as third,
        sitting(at, "a", Role.CLERK) as desk,
    ):
        page = await says(asker, at, "gửi câu hỏi", ASKED, *"111111")
        question = await at.core.database.transaction(the_question)
        assert question.public and question.shown_text == "", page
        page = await says(other, at, "gửi câu hỏi", ALIKE, "1")
        assert "đã hỏi" not in page and "Huệ" not in page
        _, page = await desk.get(f"/cau-hoi/{question.code}")
        shown = page.partition('name="shown_text"')[2].partition("</textarea>")[0]
        assert "Cống trước" in shown and "Huệ" not in shown
        assert not holds_phone(shown, "0912345678")
        words = {"do": "show", "shown_text": "Cống trước cổng chợ tắc, mưa là ngập quầy"}
        await desk.post(f"/cau-hoi/{question.code}/cho-xem", words)
        page = await says(third, at, "gửi câu hỏi", ALIKE, "1")
        assert "đã hỏi" in page and "Cống trước cổng chợ tắc, mưa là ngập quầy”" in page
        assert "Huệ" not in page and not holds_phone(page, "0912345678")
        _, page = await desk.get("/nhat-ky")
        await desk.post(f"/cau-hoi/{question.code}/cho-xem", {"do": "hide"})
        page = await (await third.get(at.url)).text()
        assert "mưa là ngập quầy”" not in page and ALIKE in page  # gone where others were shown it
        page = await says(other, at, "hủy", "gửi câu hỏi", ALIKE, "1")
        assert "đã hỏi" not in page


async def test_what_its_asker_did_not_agree_to_show_is_not_shown(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for text in ("gửi câu hỏi", ASKED, *"111112"):
            await exchange(core, channel, said(text))

        def work(tx: Transaction) -> None:
            question = the_question(tx)
            assert not question.public
            with pytest.raises(NotAllowed):
                sharing.share(tx, content, question, ALIKE, judged=False)
            open_ = tx.questions.save(replace(question, public=True))
            assert sharing.share(tx, content, open_, ALIKE, judged=False).shown_text == ALIKE
            closed = tx.questions.save(
                replace(the_question(tx), state=QuestionState.WITHDRAWN, shown_text="")
            )
            with pytest.raises(NotAllowed):
                sharing.share(tx, content, closed, ALIKE, judged=False)

        await core.database.transaction(work)
