"""What an asker types while staff wait for more is not lost among answers."""

from pathlib import Path

import pytest

from content.library import Content
from handlers.question import asking_back, moves
from storage.database import Transaction
from storage.question_models import Question, QuestionState
from storage.staff_models import Role
from tests.support.clock import START
from tests.support.conference import make_staff
from tests.support.play import exchange, playing, said

ASKED = (
    "gửi câu hỏi",
    "Cột đèn trước cổng chợ hỏng, tối om",
    "1",
    "1",
    "1",
    "Lê Văn Tám",
    "1",
    "2",
)


@pytest.mark.parametrize("stands", [QuestionState.RECEIVED, QuestionState.ASSIGNED])
async def test_the_answer_to_what_staff_asked_reaches_them(
    tmp_path: Path, content: Content, stands: QuestionState
) -> None:
    """The question goes on from where it stood: what was assigned stays with its office."""
    async with playing(tmp_path, content) as (core, channel):
        for text in ASKED:
            await exchange(core, channel, said(text))

        def ask_more(tx: Transaction) -> Question:
            [question] = tx.questions.all()
            clerk = make_staff(tx, "c", Role.CLERK)
            if stands is QuestionState.ASSIGNED:
                question = moves.move(tx, question, moves.Move.ASSIGN, START, staff=clerk)
            asking_back.ask_more(tx, content, question, "Cột đèn số mấy?", START, staff=clerk)
            return question

        question = await core.database.transaction(ask_more)
        await core.settle()
        [reply] = await exchange(core, channel, said("cảm ơn"))
        assert "trả lời cán bộ" not in reply.text
        [reply] = await exchange(core, channel, said("Cột số 14"))
        assert question.code in reply.text and "Cột số 14" in reply.text
        [reply] = await exchange(core, channel, said("2"))
        assert "trả lời cán bộ" not in reply.text
        await exchange(core, channel, said("Cột số 14"))
        [reply] = await exchange(core, channel, said("Đúng, gửi lời này cho cán bộ"))
        kept = await core.database.transaction(lambda tx: tx.questions.get(question.id))
        assert kept is not None and kept.state is stands
        assert "Cột số 14" in kept.content
        [reply] = await exchange(
            core, channel, said("ngưỡng doanh thu bao nhiêu thì phải nộp thuế")
        )
        assert "1 tỷ đồng" in reply.text


@pytest.mark.parametrize("text", ["thuế môn bài còn không", "quán phở 900 triệu nộp bao nhiêu"])
async def test_another_question_meanwhile_is_answered(
    tmp_path: Path, content: Content, text: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for step in ASKED:
            await exchange(core, channel, said(step))

        def ask_more(tx: Transaction) -> None:
            [question] = tx.questions.all()
            clerk = make_staff(tx, "c", Role.CLERK)
            asking_back.ask_more(tx, content, question, "Cột đèn số mấy?", START, staff=clerk)

        await core.database.transaction(ask_more)
        await core.settle()
        await exchange(core, channel, said(text))
        [reply] = await exchange(core, channel, said("Không, tôi hỏi việc khác"))
        assert "thuế" in reply.text.lower() and "trả lời cán bộ" not in reply.text
