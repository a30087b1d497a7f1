"""By when a question is answered: never a day that is past, and as it is when it is said."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.calendar import today
from content.library import FOLDER, Content
from handlers.office import calls, papers
from handlers.people.refusing import NotDone
from handlers.question import acts, answering, approving, merging, promises, reopening, routing
from handlers.question.moves import Move
from handlers.question.receiving import Asked, receive
from storage.database import Database, Transaction
from storage.question_models import Question
from storage.staff_models import Role
from tests.support.clock import START
from tests.support.conference import make_staff

LATE = START + timedelta(days=30)


def _ask(tx: Transaction, content: Content, *, late: bool = False) -> Question:
    asked = Asked("Cống trước chợ tắc", "khac", "paper", asker="Bà Một", phone="+84912000001")
    return receive(tx, content, asked, START if late else LATE, actor="thuky")


def _said(tx: Transaction, content: Content) -> str:
    staff = make_staff(tx, "nghe", Role.CLERK)
    return calls.to_make(tx, content, staff, LATE)[-1].text


async def test_whoever_is_joined_to_a_late_question_is_told_that_it_is_late(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> str:
        head, new = _ask(tx, content, late=True), _ask(tx, content)
        clerk = make_staff(tx, "thuky", Role.CLERK)
        merging.merge(tx, content, new, head, LATE, staff=clerk)
        return _said(tx, content)

    text = await db.transaction(work)
    assert "chậm nhất" not in text and "phường đã trễ hạn trả lời" in text
    assert "sẽ báo ngay khi có" in text


async def test_a_call_made_late_promises_what_is_so_then(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> str:
        first, second = _ask(tx, content, late=True), _ask(tx, content, late=True)
        clerk = make_staff(tx, "thuky", Role.CLERK)
        merging.merge(tx, content, second, first, START, staff=clerk)
        [card] = tx.calls.open()
        assert "chậm nhất" in card.text
        return _said(tx, content)

    assert "phường đã trễ hạn trả lời" in await db.transaction(work)


async def test_a_reopened_question_is_late_after_the_day_promised_then(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        clerk = make_staff(tx, "thuky", Role.CLERK)
        leader = make_staff(tx, "lanhdao", Role.APPROVER)
        question = _ask(tx, content, late=True)
        given = routing.assign(tx, content, question, START, staff=clerk, office="kthtdt").question
        answering.answer(tx, content, given, "Đã nạo vét.", "", START, staff=clerk)
        drafted, draft = tx.questions.get(question.id), tx.questions.draft(question.id)
        assert drafted and draft
        late = question.first_due
        approving.approve(tx, content, drafted, draft.id, START, staff=leader)
        delivered = tx.questions.get(question.id)
        assert delivered
        then = START + timedelta(days=10)
        by_staff = reopening.reopen(tx, content, delivered, "Sai", then, staff=leader).question
        tx.questions.save(delivered)
        by_asker = reopening.say_wrong(tx, content, delivered, "Chưa đúng", then).question
        assert tx.questions.open() == [by_asker]
        for again in (by_staff, by_asker):
            assert again.first_due == late and again.answer_by == again.due > today(then)
            assert not again.overdue_on(today(then))
            extended = replace(again, due=again.due + timedelta(days=40))
            assert extended.overdue_on(again.due + timedelta(days=1))

    await db.transaction(work)


def test_no_message_promises_a_day_without_asking_whether_it_is_past() -> None:
    """Only `question/by_when` names the day, and a receipt, written on the first day."""
    for folder in ("question", "call"):
        for path in (FOLDER / "messages" / "vi" / folder).glob("*.j2"):
            if path.stem not in ("by_when", "receipt", "lane_receipt"):
                assert not re.search(r"\.(?:first_)?due\b", path.read_text("utf-8")), path


async def test_work_that_was_promised_is_marked_as_done_until_another_day_is_promised(
    db: Database, content: Content
) -> None:
    by, other = today(START) + timedelta(days=20), today(START) + timedelta(days=40)

    def answered(tx: Transaction, question: Question, day: date | None) -> Question:
        clerk, leader = tx.staff.by_login("thuky"), tx.staff.by_login("lanhdao")
        assert clerk and leader
        drafted = answering.answer(
            tx, content, question, "Sẽ nạo vét.", "", START, staff=clerk, promised_on=day
        ).question
        draft = tx.questions.draft(question.id)
        assert draft
        return approving.approve(tx, content, drafted, draft.id, START, staff=leader).question

    def work(tx: Transaction) -> None:
        clerk = make_staff(tx, "thuky", Role.CLERK)
        leader = make_staff(tx, "lanhdao", Role.APPROVER)
        given = routing.assign(
            tx, content, _ask(tx, content), START, staff=clerk, office="kthtdt"
        ).question
        question = answered(tx, given, None)
        assert Move.KEEP_PROMISE not in acts.open_to(tx, question, clerk)  # nothing was promised
        question = reopening.reopen(tx, content, question, "Sai", START, staff=leader).question
        question = answered(tx, question, by)
        assert Move.KEEP_PROMISE in acts.open_to(tx, question, clerk)
        with pytest.raises(NotDone):
            promises.keep(tx, question, other, "Đã nạo vét", START, staff=clerk)
        question = promises.keep(
            tx, question, today(START), "Đã nạo vét", START, staff=clerk
        ).question
        step = tx.questions.last_act(question.id, Move.KEEP_PROMISE)
        assert step and (step.note, step.actor) == ("Đã nạo vét", "thuky")
        assert papers.petition(tx, question, None).kept_on == today(START)
        for day, kept in ((by, today(START)), (other, None)):
            answering.correct(
                tx, content, question, "Nạo vét cả hai bên.", "", START,
                staff=clerk, promised_on=day,
            )  # fmt: skip
            draft = tx.questions.draft(question.id)
            assert draft
            question = approving.approve(
                tx, content, question, draft.id, START, staff=leader
            ).question
            assert (question.promised_on, question.promise_kept_on) == (day, kept)

    await db.transaction(work)
