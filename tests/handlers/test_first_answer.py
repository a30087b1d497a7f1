"""A correction is the first answer to whoever has heard none before it."""

from dataclasses import replace

from content.library import Content
from handlers.office import papers
from handlers.question import (
    answering,
    approving,
    merging,
    moves,
    publishing,
    receiving,
    reopening,
)
from storage.calls import CallState, CallTask
from storage.database import Database, Transaction
from storage.question_models import Question
from storage.staff_models import Role, Staff
from tests.support.clock import START
from tests.support.conference import make_staff

PROMISED = "17/12/2026"


def asked(tx: Transaction, content: Content, number: int) -> Question:
    """By somebody known by a telephone number alone."""
    question = receiving.Asked(
        "Cống tắc ở chợ", "moi-truong", "phone", phone=f"+8491200000{number}"
    )
    return receiving.receive(tx, content, question, START, actor="x")


def answered(tx: Transaction, content: Content) -> tuple[Question, Question, Staff, Staff]:
    clerk, boss = make_staff(tx, "c", Role.CLERK), make_staff(tx, "b", Role.APPROVER)
    head, other = asked(tx, content, 1), asked(tx, content, 2)
    merging.merge(tx, content, other, head, START, staff=clerk)
    given = moves.move(tx, head, moves.Move.ASSIGN, START, staff=clerk)
    done = answering.answer(
        tx, content, given, "Nạo vét tháng 12.", "", START, staff=clerk, public_question="Cống?",
        promised_on=START.date().replace(year=2026, month=12, day=17),
    )  # fmt: skip
    approve(tx, content, done.question, boss)
    joined, first = tx.questions.get(other.id), tx.questions.get(head.id)
    assert joined and first
    return first, joined, clerk, boss


def approve(tx: Transaction, content: Content, question: Question, boss: Staff) -> None:
    draft = tx.questions.draft(question.id)
    assert draft
    approving.approve(tx, content, question, draft.id, START, staff=boss)


def correct(
    tx: Transaction, content: Content, head: Question, text: str, clerk: Staff, boss: Staff
) -> None:
    fresh = tx.questions.get(head.id)
    assert fresh
    done = answering.correct(
        tx, content, fresh, text, "", START, staff=clerk, promised_on=fresh.promised_on
    )
    approve(tx, content, done.question, boss)


def open_calls(tx: Transaction, question: Question) -> list[CallTask]:
    return [one for one in tx.calls.open() if one.question_id == question.id]


async def test_a_correction_is_a_first_answer_to_whoever_heard_none(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        head, other, clerk, boss = answered(tx, content)
        [told] = open_calls(tx, head)
        tx.calls.save(told_of(told))  # the first of them was called, the other was not
        correct(tx, content, head, "Nạo vét tháng 1.", clerk, boss)
        [again], [first] = open_calls(tx, head), open_calls(tx, other)
        assert "Đính chính" in again.text and "Xin lỗi" in again.text
        assert "Đính chính" not in first.text and "Xin lỗi" not in first.text
        for task in (again, first):  # both are told what was asked, and what was promised
            assert "Cống tắc ở chợ" in task.text and PROMISED in task.text, task.text
            assert "Nạo vét tháng 1." in task.text and "tháng 12" not in task.text
        correct(tx, content, head, "Nạo vét tháng 2.", clerk, boss)
        [again], [first] = open_calls(tx, head), open_calls(tx, other)
        assert "Đính chính" in again.text and "Đính chính" not in first.text
        assert "tháng 1." not in first.text and "tháng 2." in first.text

    await db.transaction(work)


async def test_a_question_to_join_is_named_as_people_type_codes(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        clerk, head, other = (
            make_staff(tx, "c", Role.CLERK),
            *(asked(tx, content, n) for n in (1, 2)),
        )
        body = head.code.removeprefix("KN-")
        for typed in (head.code, head.code.lower(), f" {body.lower()} ", f"kn {body}"):
            assert merging.head_by_code(tx, other, typed, clerk) == head, typed

    await db.transaction(work)


async def test_a_correction_promises_another_day_once_it_is_approved(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        head, other, clerk, boss = answered(tx, content)
        old, new = head.promised_on, START.date().replace(month=12, day=28)
        text = "Nạo vét tháng 12."
        done = answering.correct(tx, content, head, text, "", START, staff=clerk, promised_on=new)
        waits = tx.questions.get(head.id)
        assert waits and waits.promised_on == old != new  # nobody was told of the new day yet
        approve(tx, content, done.question, boss)
        stands = tx.questions.get(head.id)
        assert stands and stands.promised_on == new
        for asker in (head, other):  # the same words, and another day: told to both
            [task] = open_calls(tx, asker)
            assert "28/12/2026" in task.text and PROMISED not in task.text
        worded = publishing.reword(tx, content, stands, "Cống?", text, START, staff=boss).question
        approve(tx, content, worded, make_staff(tx, "d", Role.APPROVER))
        kept = tx.questions.get(head.id)
        assert kept and kept.promised_on == new  # other words for the public promise the same

    await db.transaction(work)


def told_of(task: CallTask) -> CallTask:
    return replace(task, state=CallState.TOLD, said=task.text, done_at=START, done_by="An")


async def test_an_answer_after_a_reopening_takes_the_place_of_what_was_heard(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        head, other, clerk, boss = answered(tx, content)
        [told] = open_calls(tx, head)
        assert "thay câu trả lời trước" not in told.text
        tx.calls.save(told_of(told))  # the first of them was called, the other was not
        opened = reopening.reopen(tx, content, head, "Sai", START, staff=boss).question
        done = answering.answer(
            tx, content, opened, "Nạo vét tháng 3.", "", START, staff=clerk
        )  # nothing is promised
        approve(tx, content, done.question, boss)
        [again], [first] = open_calls(tx, head), open_calls(tx, other)
        assert "thay câu trả lời trước" in again.text
        assert "Nạo vét tháng 3." in again.text and "Nạo vét tháng 3." in first.text
        assert "thay câu trả lời trước" not in first.text

    await db.transaction(work)


async def test_the_papers_promise_nothing_that_nobody_approved(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        clerk, boss = make_staff(tx, "c", Role.CLERK), make_staff(tx, "b", Role.APPROVER)
        given = moves.move(tx, asked(tx, content, 1), moves.Move.ASSIGN, START, staff=clerk)
        day = START.date().replace(month=12, day=20)
        done = answering.answer(
            tx, content, given, "Nạo vét.", "", START, staff=clerk, promised_on=day
        )
        assert papers.petition(tx, done.question, None).promised_on is None
        approve(tx, content, done.question, boss)
        kept = tx.questions.get(done.question.id)
        assert kept and papers.petition(tx, kept, None).promised_on == day

    await db.transaction(work)
