"""Several questions dealt with at once: each as its own page would do it, by itself, and only as it
was shown. What one of them needs more for stays for its own page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from content.library import Content
from handlers.people.permissions import Action, may, sees_question
from handlers.question import acts, approving, files, publishing, routing, versions
from handlers.question.hearing import Done
from handlers.question.moves import Move, NotAllowed
from handlers.question.publishing import Release
from handlers.question.together import as_shown
from storage.answer_files import AnswerFile
from storage.database import Transaction
from storage.question_models import Answer, Question
from storage.rows import fingerprint
from storage.staff_models import Staff

AT_ONCE = 40  # of one form


class ManyAct(StrEnum):
    """What may be done with several, by the list it is done on."""

    ASSIGN = "moi"
    APPROVE = "cho-duyet"
    PUBLISH = "cho-dang"


_NEEDS = {
    ManyAct.ASSIGN: Action.TRIAGE,
    ManyAct.APPROVE: Action.APPROVE_ANSWER,
    ManyAct.PUBLISH: Action.PUBLISH_ANSWER,
}


@dataclass(frozen=True, slots=True)
class Ticket:
    """One question to tick: `key` is how it was shown, with everything that is decided on: the
    answer that waits, or what everybody will read."""

    key: str
    answer: Answer | None = None
    release: Release | None = None
    files: Sequence[AnswerFile] = ()


def batch_of(list_name: str, staff: Staff) -> ManyAct | None:
    """What this person may do with several of a list; None for nothing."""
    found = next((one for one in ManyAct if one == list_name), None)
    return found if found is not None and may(staff, _NEEDS[found]) else None


def to_tick(
    tx: Transaction, batch: ManyAct, staff: Staff, questions: Iterable[Question]
) -> dict[int, Ticket]:
    """Of the questions those that may be ticked, by id."""
    found = {}
    for question in questions:
        move = _move(tx, batch, question, staff)
        if move is not None:
            found[question.id] = Ticket(
                fingerprint(*as_shown(tx, question)),
                versions.waiting(tx, question) if batch is ManyAct.APPROVE else None,
                publishing.to_publish(tx, question) if batch is ManyAct.PUBLISH else None,
                files.of(tx, question, versions.waiting(tx, question))
                if batch is ManyAct.APPROVE
                else (),
            )
    return found


def could_be_given_to(people: Iterable[Staff]) -> list[Staff]:
    """Who may be given questions by name."""
    return [
        person
        for person in people
        if person.active and person.password is not None and may(person, Action.DRAFT_ANSWER)
    ]


@dataclass(frozen=True, slots=True)
class GivenTo:
    """To whom questions are assigned: an office, or one of it by name; "" to the one each has by
    its field."""

    office: str
    responder: Staff | None = None


def move_of(tx: Transaction, batch: ManyAct, code: str, staff: Staff) -> Move:
    """The move it is for this question now. Raises NotAllowed."""
    question = tx.questions.by_code(code)
    if question is None or not sees_question(staff, question):
        raise NotAllowed(f"no question {code}")
    move = _move(tx, batch, question, staff)
    if move is None:
        raise NotAllowed(f"{batch} of {code} as it stands")
    return move


def do(
    tx: Transaction,
    content: Content,
    batch: ManyAct,
    move: Move,
    code: str,
    key: str,
    now: datetime,
    *,
    staff: Staff,
    to: GivenTo | None = None,
    site: str = "",
) -> Done:
    """What is done with one of them, where it still is as it was shown and the move still this one.
    Raises NotAllowed, and what its own page would refuse it with, too: OtherText, NotDone,
    NotForThePublic."""
    question = tx.questions.by_code(code)
    as_seen = question is not None and fingerprint(*as_shown(tx, question)) == key
    if question is None or not as_seen or move_of(tx, batch, code, staff) is not move:
        raise NotAllowed(f"{code} is not as it was shown")
    match batch:
        case ManyAct.ASSIGN:
            if to is None:
                raise NotAllowed("assigned to nobody")
            office = to.office or question.office
            if office not in content.ward.answering:
                raise NotAllowed(f"{code} has no office that answers")
            return routing.assign(
                tx, content, question, now,
                staff=staff, office=office, co_offices=question.co_offices,
                responder=to.responder,
            )  # fmt: skip
        case ManyAct.APPROVE:
            draft = versions.waiting(tx, question)
            number = draft.id if draft else 0
            return approving.approve(tx, content, question, number, now, staff=staff, site=site)
        case ManyAct.PUBLISH:
            return publishing.publish(tx, content, question, now, staff=staff)


def _move(tx: Transaction, batch: ManyAct, question: Question, staff: Staff) -> Move | None:
    """The move it is for this question; None where this person may not make it now."""
    moves = acts.open_to(tx, question, staff)
    wanted = {
        ManyAct.ASSIGN: (Move.ASSIGN,),
        ManyAct.APPROVE: (Move.APPROVE, Move.ACCEPT),
        ManyAct.PUBLISH: (Move.PUBLISH,),
    }[batch]
    return next((move for move in wanted if move in moves), None)
