"""Whose answer is whose: several may ask the same, and one question is answered for all of them."""

from collections.abc import Iterable

from storage.database import Transaction
from storage.question_models import Answer, Question, QuestionState

_S = QuestionState


def head_of(tx: Transaction, question: Question) -> Question:
    """The question whose answer this one gets: itself, unless it was merged into another."""
    head = tx.questions.get(question.merged_into) if question.merged_into else None
    return head or question


def as_shown(tx: Transaction, question: Question) -> tuple[Question, list[Answer], list[Question]]:
    """What somebody sees of a question before they act on it: itself, each version of its answer,
    the questions of whoever gets the same answer."""
    joined = tx.questions.merged_into(question.id)
    return question, list(tx.questions.answers(question.id)), list(joined)


def waits(tx: Transaction, question: Question) -> bool:
    """Whether its asker still waits for an answer: to this one, or to the one it was joined to."""
    joined = question.state is _S.MERGED
    return question.is_open or (joined and head_of(tx, question).is_open)


def askers_of(tx: Transaction, question: Question) -> list[Question]:
    """Everybody's own question that is answered with this one; not those taken back."""
    joined = tx.questions.merged_into(question.id)
    return [question, *(one for one in joined if one.state is not QuestionState.WITHDRAWN)]


def still_asking(questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if question.state is not QuestionState.WITHDRAWN]
