"""A reminder that was put off is quiet until its day; the asker's date and being late stay."""

from dataclasses import replace
from datetime import timedelta

import pytest

from content.calendar import today
from content.library import Content
from handlers.people.refusing import NotDone
from handlers.question import routing
from handlers.question.lists import by_deadline
from storage.database import Database, Transaction
from storage.staff_models import Role
from tests.handlers.test_extended import DAY
from tests.handlers.test_first_answer import asked
from tests.support.clock import START
from tests.support.conference import make_staff


async def test_nobody_is_reminded_before_the_day_and_the_date_stays(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        staff, question = make_staff(tx, "b", Role.CLERK), asked(tx, content, 1)
        due = question.due
        late = START + (due - today(START)) + 2 * DAY
        day = today(late)
        assert by_deadline([question], day)["overdue"] == [question]
        until = day + timedelta(days=5)
        quiet = routing.put_off(tx, question, until, "chờ hồ sơ", late, staff=staff).question
        assert (quiet.due, quiet.first_due) == (due, question.first_due)
        assert quiet.overdue_on(day)  # late it is, all the same
        assert not any(by_deadline([quiet], day).values())
        assert not any(by_deadline([quiet], until - DAY).values())
        assert by_deadline([quiet], until)["overdue"] == [quiet]
        [*_, step] = tx.questions.steps(question.id)
        assert step.action == "put_off" and "chờ hồ sơ" in step.note
        # With somebody else, or elsewhere, it is not quiet any more.
        fresh = tx.questions.get(question.id)
        assert fresh
        given = routing.assign(tx, content, fresh, late, staff=staff, office="kthtdt").question
        assert given.quiet_until is None and by_deadline([given], day)["overdue"] == [given]
        for wrong in (day, day - DAY, day + timedelta(days=31)):
            with pytest.raises(NotDone):
                routing.put_off(tx, replace(given), wrong, "x", late, staff=staff)

    await db.transaction(work)
