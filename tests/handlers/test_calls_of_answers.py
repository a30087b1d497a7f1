"""Nobody is called to hear what is known to be wrong, or the end of what they never heard of."""

from dataclasses import replace

from content.library import Content
from handlers.conference.offers import Desk
from handlers.office import calls
from handlers.question import answering, publishing
from storage.calls import CallState
from storage.database import Database, Transaction
from storage.question_models import Question
from storage.staff_models import Role
from tests.handlers.test_first_answer import answered, approve, open_calls, told_of
from tests.support.clock import START
from tests.support.conference import make_staff


async def test_a_call_says_that_its_answer_is_being_corrected(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        head, _, clerk, boss = answered(tx, content)
        assert [call.hold for call in calls.to_make(tx, content, clerk, START)] == [False, False]
        answering.correct(
            tx, content, head, "Nạo vét tháng 1.", "", START, staff=clerk, promised_on=None
        )
        assert [call.hold for call in calls.to_make(tx, content, clerk, START)] == [True, True]
        corrected = tx.questions.get(head.id)
        assert corrected is not None
        approve(tx, content, corrected, boss)
        assert not any(call.hold for call in calls.to_make(tx, content, clerk, START))

    await db.transaction(work)


async def test_who_never_heard_that_it_was_published_is_not_called_when_it_is_taken_off(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        press = make_staff(tx, "p", Role.COMMUNICATOR)
        head, other, _, _ = answered(tx, content)

        def now_of(question: Question) -> Question:
            found = tx.questions.get(question.id)
            assert found is not None
            return found

        for one in (head, other):
            tx.questions.save(replace(now_of(one), public=True))
            for task in open_calls(tx, one):
                tx.calls.save(told_of(task))
        approved = tx.questions.approved(head.id)
        assert approved is not None
        tx.questions.save_answer(replace(approved, public_question="Cống?"))
        publishing.publish(tx, content, now_of(head), START, staff=press)
        [task] = open_calls(tx, other)
        tx.calls.save(told_of(task))  # the second asker was called, the first was not
        publishing.unpublish(tx, content, now_of(head), "sai", START, staff=press)
        assert open_calls(tx, head) == []
        [task] = open_calls(tx, other)
        assert "gỡ khỏi trang" in task.text

    await db.transaction(work)


async def test_one_call_tells_an_answer_and_that_it_was_published(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        press = make_staff(tx, "p", Role.COMMUNICATOR)
        head, other, clerk, _ = answered(tx, content)
        for one in (head, other):
            found = tx.questions.get(one.id)
            assert found is not None
            tx.questions.save(replace(found, public=True))
        approved, now = tx.questions.approved(head.id), tx.questions.get(head.id)
        assert approved is not None and now is not None
        tx.questions.save_answer(replace(approved, public_question="Cống?"))
        publishing.publish(tx, content, now, START, staff=press)
        to_make = calls.to_make(tx, content, clerk, START)
        assert [call.question and call.question.id for call in to_make] == [head.id, other.id]
        desk = Desk(tx, content, START)
        for call in to_make:
            answer, news = (task.text for task in call.tasks)
            assert call.text == f"{answer}\n\n{news}" and "trang" in news
            assert calls.finish(desk, call, CallState.TOLD, by=clerk.name)
        assert calls.to_make(tx, content, clerk, START) == []
        made = calls.made_since(tx, content, START, clerk, START)
        assert sorted(call.text for call in made) == sorted(call.text for call in to_make)

    await db.transaction(work)
