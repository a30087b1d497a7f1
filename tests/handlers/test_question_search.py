"""What a search among the questions finds, for whom."""

from datetime import date

import pytest

from handlers.question.lists import _searched
from storage.question_models import Question, QuestionState
from storage.staff_models import Role, Staff
from tests.support.clock import START

ASKED = Question(
    1, "CH-1", "Cống tắc", "moi-truong", "paper", QuestionState.RECEIVED,
    date(2026, 12, 1), date(2026, 12, 1), START, asker="Lan", phone="+84912345987",
)  # fmt: skip


@pytest.mark.parametrize(("role", "finds"), [(Role.CLERK, True), (Role.EXTERNAL, False)])
def test_a_phone_is_found_only_by_who_may_see_it_whole(role: Role, finds: bool) -> None:
    person = Staff(1, "a", "A", "thue", frozenset({role}), START)
    assert (_searched(person, [ASKED], "5987") == [ASKED]) is finds
