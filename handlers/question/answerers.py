"""Who can open a question and answer it, and whose it is while nobody can."""

from collections.abc import Iterable
from dataclasses import replace

from content.library import Content
from handlers.people.permissions import Action, may, sees_question
from storage.database import Transaction
from storage.question_models import Question, QuestionState
from storage.staff_models import Staff

_S = QuestionState


def openers(people: Iterable[Staff], question: Question) -> list[Staff]:
    """Who of the office that is to answer, or named for it, can sign in and write the answer."""
    return [
        person
        for person in people
        if person.password is not None
        and may(person, Action.DRAFT_ANSWER)
        and (
            question.confidential  # its readers, whatever their office
            or person.office == question.office
            or person.id == question.responder_id
        )
        and sees_question(person, question)
    ]


def could_answer(person: Staff, question: Question, office: str) -> bool:
    """Whether somebody of this office could open and answer it, were it given to them by name."""
    given = replace(question, office=office, responder_id=person.id)
    return person.office == office and bool(openers([person], given))


def held_by(tx: Transaction, staff: Staff) -> list[Question]:
    """The questions that wait for this very person's answer."""
    return [
        question
        for question in tx.questions.open()
        if question.responder_id == staff.id and question.state is not _S.APPROVED
    ]


def is_out_of_reach(people: Iterable[Staff], question: Question) -> bool:
    """Whether it was given to an office where nobody can open it."""
    given = question.state in (_S.ASSIGNED, _S.WAITING_UPPER)
    return given and not openers(people, question)


def unmanned(content: Content, people: Iterable[Staff], question: Question) -> set[str]:
    """Offices where nobody could open the question if it were given to them."""
    everybody = list(people)
    return {
        office
        for office in content.ward.answering
        if not openers(everybody, replace(question, office=office, responder_id=None))
    }


def still_here(tx: Transaction, question: Question) -> int | None:
    """Who had it by name, unless their account is off: then it is their office's."""
    person = tx.staff.get(question.responder_id) if question.responder_id else None
    return person.id if person is not None and person.active else None
