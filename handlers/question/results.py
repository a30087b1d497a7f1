"""What came of a question: what the ward says (solved, explained, passed up, not its matter) with
what shows it, and what its asker says. Closed is not yet solved: the two are counted apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from handlers.people.refusing import NotDone
from storage.question_models import (
    ANSWERED_STATES,
    Question,
    QuestionKind,
    QuestionResult,
    Verdict,
)

ASK_AGAIN_AFTER = timedelta(days=14)
PROOF = 200  # letters
# A question that is opened again has none of it.
NO_RESULT: Mapping[str, Any] = {
    "result": None,
    "proof": "",
    "outcome": None,
    "ask_again_on": None,
}


@dataclass(frozen=True, slots=True)
class CameOfIt:
    """What is said with an answer to have come of it, and the paper or photo that shows it."""

    result: QuestionResult
    proof: str = ""


def require(question: Question, given: CameOfIt | None, basis: str, files: Sequence[int]) -> None:
    """An answer says what came of the question, and rests on something: a basis, a proof, a file.
    Praise is thanked for. Raises NotDone."""
    if question.kind is QuestionKind.PRAISE:
        return
    if given is None:
        if question.kind is QuestionKind.ASK:
            return  # answered by whoever does not say more than the answer
        raise NotDone("result", "result_missing")
    if not (basis.strip() or given.proof.strip() or files):
        raise NotDone("basis", "basis_or_proof")


def changes(given: CameOfIt | None) -> dict[str, Any]:
    return {} if given is None else {"result": given.result, "proof": given.proof.strip()}


def ask_again_on(question: Question, today: date) -> date | None:
    """When its asker is asked once more: two weeks after the answer, and not before what was
    promised is due."""
    if question.promised_on is None:
        return None
    return max(today + ASK_AGAIN_AFTER, question.promised_on + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class ResultCounts:
    """Of some questions: how many were answered, how many of these are solved as the ward says and
    nobody denies, how many are done as their askers say."""

    answered: int
    solved: int
    confirmed: int
    by_result: Mapping[QuestionResult, int]


def count(questions: Iterable[Question]) -> ResultCounts:
    answered = [one for one in questions if one.state in ANSWERED_STATES]
    return ResultCounts(
        len(answered),
        sum(
            one.result is QuestionResult.SOLVED and one.outcome is not Verdict.NOT_DONE
            for one in answered
        ),
        sum(one.outcome is Verdict.DONE for one in answered),
        {result: sum(one.result is result for one in answered) for result in QuestionResult},
    )
