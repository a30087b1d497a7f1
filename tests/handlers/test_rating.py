"""An answer is given its points whatever was said meanwhile; no digit is taken for another list."""

from pathlib import Path

import pytest

from bot.app import Core
from content.library import Content
from handlers.question import answering, approving, moves, publishing, receiving, routing
from storage.database import Transaction
from storage.question_models import Question
from storage.staff_models import Role
from tests.handlers.test_said_more import ASKED
from tests.support.clock import START
from tests.support.conference import make_staff
from tests.support.play import RecordingChannel, exchange, playing, said


async def answered(core: Core, channel: RecordingChannel, content: Content) -> Question:
    """A question asked in the chat, answered, with its points asked for."""
    for text in (*ASKED[:-1], "1"):  # may be published
        await exchange(core, channel, said(text))

    def work(tx: Transaction) -> Question:
        [question] = tx.questions.all()
        clerk, boss = make_staff(tx, "c", Role.CLERK), make_staff(tx, "b", Role.APPROVER)
        given = moves.move(tx, question, moves.Move.ASSIGN, START, staff=clerk)
        done = answering.answer(
            tx, content, given, "Đã thay đèn.", "", START, staff=clerk, public_question="Đèn?"
        )
        draft = tx.questions.draft(question.id)
        assert draft
        return approving.approve(tx, content, done.question, draft.id, START, staff=boss).question

    question = await core.database.transaction(work)
    await core.settle()
    return question


async def rating(core: Core, question: Question) -> int | None:
    kept = await core.database.transaction(lambda tx: tx.questions.get(question.id))
    return kept.rating if kept else None


@pytest.mark.parametrize("later", ["published", "corrected", "unpublished"])
async def test_the_points_of_an_answer_are_asked_for_again_with_what_came_after_it(
    tmp_path: Path, content: Content, later: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        question = await answered(core, channel, content)

        def work(tx: Transaction) -> None:
            clerk, boss = (tx.staff.by_login(name) for name in "cb")
            fresh = tx.questions.get(question.id)
            assert clerk and boss and fresh
            if later == "corrected":
                done = answering.correct(
                    tx, content, fresh, "Đã thay cả cột.", "", START, staff=clerk, promised_on=None
                )
                draft = tx.questions.draft(question.id)
                assert draft
                approving.approve(tx, content, done.question, draft.id, START, staff=boss)
                return
            publishing.publish(tx, content, fresh, START, staff=boss)

        def take_back(tx: Transaction) -> None:
            boss, shown = tx.staff.by_login("b"), tx.questions.get(question.id)
            assert boss and shown
            publishing.unpublish(tx, content, shown, "nhầm", START, staff=boss)

        await core.database.transaction(work)
        await core.settle()
        if later == "unpublished":  # who has not heard that it was published is told nothing
            await core.database.transaction(take_back)
            await core.settle()
        said_last = channel.texts()[-1]
        assert "không đổi" not in said_last  # nobody knows that when it is read
        assert "chọn từ 1 (chưa được) đến 5" in said_last and "5. 5 điểm" in said_last
        assert "6. Chưa đúng" in said_last and "7. Xem câu hỏi này" in said_last
        [reply] = await exchange(core, channel, said("5"))
        assert "Cảm ơn" in reply.text and await rating(core, question) == 5
        await core.database.transaction(lambda tx: again(tx, content, question))
        await core.settle()
        # It was for the answer before: nobody gave these points to the one that stands now.
        assert "chọn từ 1" in channel.texts()[-1] and await rating(core, question) is None


def again(tx: Transaction, content: Content, question: Question) -> None:
    """One more correction."""
    clerk, boss, fresh = tx.staff.by_login("c"), tx.staff.by_login("b"), None
    fresh = tx.questions.get(question.id)
    assert clerk and boss and fresh
    done = answering.correct(
        tx, content, fresh, "Đã thay hết.", "", START, staff=clerk, promised_on=None
    )
    draft = tx.questions.draft(question.id)
    assert draft
    approving.approve(tx, content, done.question, draft.id, START, staff=boss)


async def test_a_digit_for_what_was_asked_is_not_taken_for_a_later_list(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        question = await answered(core, channel, content)

        def work(tx: Transaction) -> None:
            """News of another question of theirs."""
            clerk, first = tx.staff.by_login("c"), tx.questions.get(question.id)
            assert clerk and first
            asked = receiving.Asked("Cống tắc", "khac", "chat", contact_id=first.contact_id)
            other = receiving.receive(tx, content, asked, START, actor="contact")
            given = moves.move(tx, other, moves.Move.ASSIGN, START, staff=clerk)
            routing.forward(tx, content, given, "Sở Xây dựng", START, staff=clerk)

        await core.database.transaction(work)
        await core.settle()
        assert "7. Xem câu hỏi này" in channel.texts()[-1]
        [reply] = await exchange(core, channel, said("4"))
        assert "4" in reply.text and await rating(core, question) == 4


async def test_the_later_list_is_chosen_from_by_the_digits_it_shows(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        question = await answered(core, channel, content)

        def work(tx: Transaction) -> None:
            boss, fresh = tx.staff.by_login("b"), tx.questions.get(question.id)
            assert boss and fresh
            publishing.publish(tx, content, fresh, START, staff=boss)

        await core.database.transaction(work)
        await core.settle()
        [reply] = await exchange(core, channel, said("7"))
        assert question.code in reply.text and "Đã thay đèn." in reply.text
        assert await rating(core, question) is None


@pytest.mark.parametrize(
    ("words", "points"),
    [
        *(("5 sao", 5), ("năm điểm", 5), ("3 điểm ạ", 3), ("rất tốt", 5), ("tốt", 4)),
        *(("bình thường", 3), ("chưa được", 1), ("tệ quá", 1)),
    ],
)
async def test_words_after_an_answer_are_its_points(
    tmp_path: Path, content: Content, words: str, points: int
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        question = await answered(core, channel, content)
        await exchange(core, channel, said(words))
        assert await rating(core, question) == points


@pytest.mark.parametrize(
    "words", ["chưa được, báo rồi mà đã sửa đâu", "hôm qua tôi đi qua vẫn tối om"]
)
async def test_a_complaint_after_an_answer_leads_to_another_answer(
    tmp_path: Path, content: Content, words: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        question = await answered(core, channel, content)
        await exchange(core, channel, said(words))
        assert "chưa được việc" in channel.texts()[-1]
        assert await rating(core, question) is None
        await exchange(core, channel, said("1"))
        await exchange(core, channel, said("Đèn vẫn chưa sáng từ hôm qua đến nay"))
        assert "trả lời lại" in channel.texts()[-1] or "mở lại" in channel.texts()[-1]
