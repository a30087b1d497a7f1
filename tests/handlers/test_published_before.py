"""What the ward has answered in public is given to whoever asks the same, and to nobody else."""

from pathlib import Path

import pytest

from content.library import Content
from storage.database import Transaction
from storage.question_models import Answer, Question, QuestionState
from storage.staff_models import Role
from tests.support.clock import START
from tests.support.conference import make_staff
from tests.support.play import exchange, playing, said

ASKED = "Chợ Đồng Tâm mấy giờ thì khóa cổng phía sau?"
ANSWER = "Cổng sau khóa lúc 19 giờ."


def publish(tx: Transaction, state: QuestionState, *, approved: bool = True) -> Question:
    day = START.date()
    question = tx.questions.add(
        Question(
            tx.questions.ids.next(), "KN-2222222", "Bí mật", "khac", "web", state, day, day, START,
            public=True, published_text=ASKED, answered_at=START,
        )
    )  # fmt: skip
    author = make_staff(tx, "a", Role.RESPONDER)
    by = author.id if approved else None
    tx.questions.add_answer(
        Answer(
            tx.questions.ids.next(), question.id, "riêng", "Luật", author.id, START,
            approver_id=by, approved_at=START if approved else None, public_text=ANSWER,
        )
    )  # fmt: skip
    return question


@pytest.mark.parametrize(
    "text", ["cổng sau chợ Đồng Tâm khóa mấy giờ", "cho dong tam may gio khoa cong phia sau"]
)
async def test_the_published_answer_is_given_before_it_is_said_that_there_is_none(
    tmp_path: Path, content: Content, text: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await core.database.transaction(lambda tx: publish(tx, QuestionState.PUBLISHED))
        [reply] = await exchange(core, channel, said(text))
        assert ANSWER in reply.text and "riêng" not in reply.text
        [asked] = await exchange(core, channel, said(reply.choices[0].label))
        assert "Gửi **nguyên câu này**" in asked.text and "Chọn 1 là đồng ý" in asked.text


@pytest.mark.parametrize(
    ("state", "approved", "text"),
    [
        (QuestionState.DELIVERED, True, ASKED),
        (QuestionState.PUBLISHED, False, ASKED),
        (QuestionState.PUBLISHED, True, "Bể bơi Đồng Tâm vé bao nhiêu?"),
    ],
)
async def test_what_is_not_released_or_is_another_question_is_not_given(
    tmp_path: Path, content: Content, state: QuestionState, approved: bool, text: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await core.database.transaction(lambda tx: publish(tx, state, approved=approved))
        for reply in await exchange(core, channel, said(text)):
            assert ANSWER not in reply.text and "riêng" not in reply.text
