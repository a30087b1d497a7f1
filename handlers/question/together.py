"""Whose answer is whose: several may ask the same, and one question is answered for all of them."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.people.permissions import sees_question
from storage.database import Transaction
from storage.question_models import Answer, Question, QuestionState
from storage.staff_models import Staff

_S = QuestionState


def head_of(tx: Transaction, question: Question) -> Question:
    """The question whose answer this one gets: itself, unless it was merged into another."""
    head = tx.questions.get(question.merged_into) if question.merged_into else None
    return head or question


def as_shown(
    tx: Transaction, question: Question
) -> tuple[Question, list[Answer], list[Question], list[Question]]:
    """What somebody sees of a question before they act on it: itself, each version of its answer,
    the questions of whoever gets the same answer, and the one it was joined to: what became of that
    one became of this one."""
    joined, head = tx.questions.merged_into(question.id), head_of(tx, question)
    heads = [head] if head.id != question.id else []
    return question, list(tx.questions.answers(question.id)), list(joined), heads


def seen_parts(tx: Transaction, head: Question, staff: Staff) -> list[Question]:
    """Of the questions joined to this one, those whose words this person may read: each as if it
    had the consent of its own asker alone."""
    joined = tx.questions.merged_into(head.id)
    return [one for one in joined if sees_question(staff, replace(head, public=one.public))]


def waits(tx: Transaction, question: Question) -> bool:
    """Whether its asker still waits for an answer: to this one, or to the one it was joined to."""
    joined = question.state is _S.MERGED
    return question.is_open or (joined and head_of(tx, question).is_open)


def askers_of(tx: Transaction, question: Question) -> list[Question]:
    """Everybody's own question that is answered with this one; not those taken back."""
    joined = tx.questions.merged_into(question.id)
    return [question, *(one for one in joined if one.state is not QuestionState.WITHDRAWN)]


def still_there(tx: Transaction, question: Question) -> bool:
    """Whether anybody is left whose answer it is: who was not erased."""
    return any(one.anonymised_at is None for one in askers_of(tx, question))


def still_asking(questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if question.state is not QuestionState.WITHDRAWN]
