"""Whoever heard an answer hears its correction, also when theirs is answered by itself by now."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from content.library import Content
from handlers.own_data import erasure
from handlers.question import acts, answering, followed, merging, moves, publishing, reopening
from storage.calls import CallState, CallTask
from storage.database import Database, Transaction
from storage.question_models import Question, QuestionState
from storage.staff_models import Role, Staff
from tests.handlers.test_first_answer import (
    answered,
    approve,
    asked,
    correct,
    open_calls,
    told_of,
)
from tests.support.clock import START
from tests.support.conference import make_staff

Leave = Callable[[Transaction, Content, Question, Staff], Question]


def split(tx: Transaction, content: Content, other: Question, clerk: Staff) -> Question:
    return merging.split(tx, content, other, START, staff=clerk).question


def complain(tx: Transaction, content: Content, other: Question, _: Staff) -> Question:
    return reopening.say_wrong(tx, content, other, "Chưa rõ.", START).question


def hear_all(tx: Transaction) -> None:
    for task in tx.calls.open():
        tx.calls.save(told_of(task))


def corrections(tx: Transaction, question: Question) -> list[CallTask]:
    return [one for one in open_calls(tx, question) if "Đính chính" in one.text]


def again(tx: Transaction, question: Question) -> Question:
    found = tx.questions.get(question.id)
    assert found
    return found


@pytest.mark.parametrize("leave", [split, complain])
async def test_a_correction_comes_to_whoever_left_after_the_answer(
    db: Database, content: Content, leave: Leave
) -> None:
    def work(tx: Transaction) -> None:
        head, other, clerk, boss = answered(tx, content)
        late = asked(tx, content, 3)  # never joined, never told
        hear_all(tx)
        alone = leave(tx, content, other, clerk)
        assert corrections(tx, alone) == []  # what they heard still stands
        hear_all(tx)
        correct(tx, content, head, "Nạo vét tháng 1.", clerk, boss)
        [task] = corrections(tx, alone)
        assert head.code in task.text and alone.code in task.text and "tháng 1." in task.text
        assert open_calls(tx, late) == []
        tx.calls.save(told_of(task))
        correct(tx, content, head, "Nạo vét tháng 2.", clerk, boss)
        [task] = corrections(tx, alone)
        assert "tháng 2." in task.text

    await db.transaction(work)


async def test_a_correction_stands_whatever_becomes_of_the_question_it_left_with(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        head, other, clerk, boss = answered(tx, content)
        hear_all(tx)
        alone = split(tx, content, other, clerk)
        correct(tx, content, head, "Nạo vét tháng 1.", clerk, boss)
        given = moves.move(tx, alone, moves.Move.ASSIGN, START, staff=clerk)
        done = answering.answer(tx, content, given, "Riêng.", "", START, staff=clerk)
        approve(tx, content, done.question, boss)
        assert len(corrections(tx, alone)) == 1
        correct(tx, content, head, "Nạo vét tháng 2.", clerk, boss)
        [task] = corrections(tx, alone)  # the one that stands, and no other
        assert "tháng 2." in task.text
        erasure.erase_question(tx, content, again(tx, alone), START)
        assert open_calls(tx, alone) == []
        correct(tx, content, head, "Nạo vét tháng 3.", clerk, boss)
        assert open_calls(tx, alone) == []

    await db.transaction(work)


async def test_whoever_leaves_before_they_heard_the_correction_hears_it(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        head, other, clerk, boss = answered(tx, content)
        hear_all(tx)
        correct(tx, content, head, "Nạo vét tháng 1.", clerk, boss)
        alone = split(tx, content, again(tx, other), clerk)
        [task] = corrections(tx, alone)
        assert "trước đây" in task.text.lower() and "tháng 1." in task.text

    await db.transaction(work)


async def test_other_words_for_the_public_are_no_correction_to_whoever_leaves(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        head, other, clerk, boss = answered(tx, content)
        hear_all(tx)
        worded = publishing.reword(tx, content, head, "Cống ở chợ?", "Nạo vét.", START, staff=boss)
        approve(tx, content, worded.question, make_staff(tx, "d", Role.APPROVER))
        assert corrections(tx, split(tx, content, again(tx, other), clerk)) == []

    await db.transaction(work)


async def test_whoever_left_before_they_heard_anything_is_corrected_nothing(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        head, other, clerk, boss = answered(tx, content)
        alone = split(tx, content, other, clerk)  # nobody called them
        correct(tx, content, head, "Nạo vét tháng 1.", clerk, boss)
        assert corrections(tx, alone) == []

    await db.transaction(work)


async def test_another_answer_after_a_reopening_comes_to_whoever_left_and_to_heirs_of_it(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        head, other, clerk, boss = answered(tx, content)
        third = asked(tx, content, 3)
        hear_all(tx)
        alone = split(tx, content, other, clerk)
        hear_all(tx)
        opened = reopening.reopen(tx, content, head, "Xem lại", START, staff=boss).question
        merging.merge(tx, content, third, opened, START, staff=clerk)
        followed.take_back(tx, again(tx, opened), START)  # the third goes on in its place
        heir = again(tx, third)
        assert heir.state is QuestionState.ASSIGNED
        done = answering.answer(tx, content, heir, "Không nạo vét.", "", START, staff=clerk)
        approve(tx, content, done.question, boss)
        [task] = corrections(tx, alone)
        assert "Không nạo vét." in task.text and heir.code in task.text
        assert [one.state for one in open_calls(tx, heir)] == [CallState.OPEN]
        assert corrections(tx, heir) == []  # to them it is the first

    await db.transaction(work)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (QuestionState.RECEIVED, "vẫn được trả lời riêng: trả lời chậm nhất"),
        (QuestionState.DELIVERED, "không đổi"),
        (QuestionState.WITHDRAWN, ""),
    ],
)
async def test_the_correction_says_how_their_own_question_stands(
    db: Database, content: Content, state: QuestionState, says: str
) -> None:
    def work(tx: Transaction) -> None:
        head, other, _, _ = answered(tx, content)
        own = replace(other, state=state, merged_into=None)
        text = content.words.say(
            "question/corrected_apart", question=own, head=own, common=head,
            answer=tx.questions.approved(head.id), today=START.date() - timedelta(days=1),
        )  # fmt: skip
        assert says in text and head.code in text
        assert says or ("vẫn" not in text and "không đổi" not in text)

    await db.transaction(work)


async def test_whoever_was_parted_after_the_answer_hears_that_theirs_takes_its_place(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        _, other, clerk, boss = answered(tx, content)
        hear_all(tx)
        alone = split(tx, content, other, clerk)
        given = moves.move(tx, alone, moves.Move.ASSIGN, START, staff=clerk)
        done = answering.answer(tx, content, given, "Riêng.", "", START, staff=clerk)
        approve(tx, content, done.question, boss)
        [task] = open_calls(tx, alone)
        assert "Riêng." in task.text and "thay câu trả lời trước" in task.text

    await db.transaction(work)


async def test_of_who_is_erased_nothing_more_is_written_approved_or_published(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        head, other, clerk, boss = answered(tx, content)
        press = make_staff(tx, "p", Role.COMMUNICATOR)
        merging.split(tx, content, other, START, staff=clerk)
        tx.questions.save(replace(again(tx, head), public=True))
        answering.correct(
            tx, content, again(tx, head), "Khác.", "", START, staff=clerk, promised_on=None
        )
        assert acts.open_to(tx, again(tx, head), boss)
        erasure.erase_question(tx, content, again(tx, head), START)
        left = again(tx, head)
        assert not left.public
        for person in (clerk, boss, press):
            assert acts.open_to(tx, left, person) == []

    await db.transaction(work)
