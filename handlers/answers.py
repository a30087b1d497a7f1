"""Approved answers go out: privately to every asker and, where they agreed, to the public."""

from dataclasses import replace
from datetime import datetime

from content.library import Content
from content.redaction import redact
from handlers import casework, notices
from handlers.casework import Move, NotAllowed
from storage.case_models import Question, QuestionState
from storage.database import Transaction
from storage.staff_models import Staff

RATES = tuple((f"rate_{n}", n) for n in range(1, 6))


def deliver(tx: Transaction, content: Content, question: Question, now: datetime) -> int:
    """The approved answer to every asker, once per version; returns how many were told."""
    answer = tx.questions.approved(question.id)
    if answer is None:
        raise NotAllowed("deliver without an approved answer")
    delivered = casework.move(
        tx,
        question,
        Move.DELIVER,
        now,
        staff=None,
        answered_at=question.answered_at or now,
        closed_at=None,
    )
    told = 0
    for asker in (delivered, *tx.questions.merged_into(question.id)):
        if asker.state is QuestionState.WITHDRAWN:
            continue
        base = f"case:{asker.id}"
        choices = (
            *((label, f"{base}:rate:{n}") for label, n in RATES),
            ("reopen", f"{base}:reopen"),
        )
        told += notices.notify(
            tx,
            content,
            asker.contact_id,
            "case/answered",
            now,
            key=f"answer:{answer.id}:{asker.id}",
            choices=choices if question.reopened == 0 else choices[:-1],
            question=asker,
            head=delivered,
            answer=answer,
            office=content.ward.offices.get(delivered.office),
        )
    return told


def correct(
    tx: Transaction,
    content: Content,
    question: Question,
    text: str,
    basis: str,
    now: datetime,
    *,
    staff: Staff,
) -> Question:
    """A published answer was wrong: the new one takes its place, and every asker is told."""
    corrected = casework.correct(tx, question, text, basis, now, staff=staff)
    answer = tx.questions.approved(question.id)
    for asker in (corrected, *tx.questions.merged_into(question.id)):
        notices.notify(
            tx,
            content,
            asker.contact_id,
            "case/corrected",
            now,
            key=f"corrected:{answer.id if answer else 0}:{asker.id}",
            question=asker,
            answer=answer,
        )
    return corrected


def redacted(question: Question) -> str:
    """A first proposal of the question as published; a person reads it before it is."""
    return redact(question.content)


def publish(
    tx: Transaction,
    question: Question,
    question_text: str,
    answer_text: str,
    now: datetime,
    *,
    staff: Staff,
) -> Question:
    """On the ward's page, in words a person has checked. Only with the asker's consent."""
    if not question.public:
        raise NotAllowed("publish without the asker's consent")
    answer = tx.questions.approved(question.id)
    if answer is None:
        raise NotAllowed("publish without an approved answer")
    tx.questions.save_answer(replace(answer, public_text=answer_text))
    return casework.move(tx, question, Move.PUBLISH, now, staff=staff, published_text=question_text)


def tell_asker(
    tx: Transaction,
    content: Content,
    question: Question,
    message: str,
    now: datetime,
    *,
    key: str,
    note: str = "",
) -> None:
    """One message about a question to everybody who asked it: more is needed, a later date ..."""
    for asker in (question, *tx.questions.merged_into(question.id)):
        choices = {
            "case/needs_info": (("tell_more", f"case:{asker.id}:more"),),
        }.get(message, (("see_case", f"case:{asker.id}"),))
        notices.notify(
            tx,
            content,
            asker.contact_id,
            message,
            now,
            key=f"{key}:{asker.id}",
            choices=choices,
            question=asker,
            head=question,
            note=note,
            office=content.ward.offices.get(question.office),
        )
