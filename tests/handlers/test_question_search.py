"""What a search among the questions finds, for whom."""

from datetime import date

import pytest

from handlers.question import lists
from storage.database import Database, Transaction
from storage.question_models import Question, QuestionState
from storage.staff_models import Role, Staff
from tests.support.clock import START

ASKED = Question(
    1, "KN-ABCDEFG", "Cống tắc", "moi-truong", "paper", QuestionState.RECEIVED,
    date(2026, 12, 1), date(2026, 12, 1), START, asker="Lan", phone="+84912345987", office="thue",
)  # fmt: skip


@pytest.mark.parametrize(("role", "finds"), [(Role.CLERK, True), (Role.EXTERNAL, False)])
async def test_a_phone_is_found_only_by_who_may_see_it_whole(
    db: Database, role: Role, finds: bool
) -> None:
    person = Staff(1, "a", "A", "thue", frozenset({role}), START)

    def look(tx: Transaction, wanted: str) -> bool:
        found = lists.look_up(tx, person, date(2026, 12, 1), "tat-ca", wanted=wanted, event=None)
        return [one.code for one in found.questions] == [ASKED.code]

    await db.transaction(lambda tx: tx.questions.add(ASKED))
    assert await db.transaction(lambda tx: look(tx, "5987")) is finds
    assert await db.transaction(lambda tx: look(tx, "cống"))  # by its words, each of them
    assert await db.transaction(lambda tx: look(tx, "cdefg"))  # and by part of its code
