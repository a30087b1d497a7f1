"""A deadline that was put off is the one that holds, wherever a question's date is said."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from content.calendar import today
from content.library import Content
from content.vietnamese import long_day
from handlers.office import papers
from handlers.question import routing, sharing
from handlers.question.lists import by_deadline
from storage.database import Database, Transaction
from storage.question_models import Question
from storage.staff_models import Role
from tests.handlers.test_first_answer import asked
from tests.support.clock import START
from tests.support.conference import make_staff
from tests.support.play import exchange, playing, said

DAY = timedelta(days=1)


async def test_an_extended_question_is_reminded_of_by_its_later_date(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        boss, question = make_staff(tx, "b", Role.APPROVER), asked(tx, content, 1)
        first, later = question.first_due, question.first_due + 14 * DAY
        held = routing.extend(tx, content, question, later, "chờ cấp trên", START, staff=boss)
        question = held.question
        assert _named(by_deadline([question], first)) == ""
        assert _named(by_deadline([question], first + DAY)) == "extended"
        assert question.overdue_on(first + DAY)  # counted by the first date, and said to be put off
        assert _named(by_deadline([question], later)) == "due"
        assert _named(by_deadline([question], later + DAY)) == "overdue"
        assert not question.extended_on(later + DAY)
        stopped = replace(question, stopped_on=first)
        assert _named(by_deadline([stopped], later)) == ""
        assert papers.petition(tx, question, None).due == later

    await db.transaction(work)


def _named(found: dict[str, list[Question]]) -> str:
    return " ".join(name for name, questions in found.items() if questions)


async def test_whoever_joins_an_extended_question_is_promised_its_date(
    tmp_path: Path, content: Content
) -> None:
    words = "Cống trước cổng chợ tắc, mưa là ngập quầy hàng"
    async with playing(tmp_path, content) as (core, channel):

        def ask(tx: Transaction) -> Question:
            boss = make_staff(tx, "b", Role.APPROVER)
            question = tx.questions.save(replace(asked(tx, content, 1), public=True))
            question = sharing.share(tx, content, question, words, judged=False)
            later = today(START) + 40 * DAY
            return routing.extend(
                tx, content, question, later, "chờ cấp trên", START, staff=boss
            ).question

        head = await core.database.transaction(ask)
        for text in ("gửi câu hỏi", words, *"111111"):
            replies = await exchange(core, channel, said(text))
            if "Đã nhận" in (told := replies[-1].text):
                break
        assert "Hỏi cùng các hộ khác" in told and long_day(head.due) in told, told
