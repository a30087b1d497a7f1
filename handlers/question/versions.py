"""The versions of an answer: which one waits, who decides on it, what became of each."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from content.library import Content
from handlers.people.permissions import Action, able, may, sees_question
from handlers.question import files
from handlers.question.hearing import tell_staff
from handlers.question.moves import NotAllowed, OtherText
from storage.database import Transaction
from storage.question_models import ANSWERED_STATES, Answer, Question, QuestionState
from storage.staff_models import Role, Staff

_S = QuestionState


def waiting(tx: Transaction, question: Question) -> Answer | None:
    """The text that waits for approval: an answer, or new words for one that went out."""
    latest = tx.questions.draft(question.id)
    if latest is None or latest.approved_at is not None or latest.returned_at is not None:
        return None
    return latest if question.state in (_S.ANSWERED, *ANSWERED_STATES) else None


def add(
    tx: Transaction,
    question: Question,
    text: str,
    basis: str,
    now: datetime,
    *,
    staff: Staff,
    promised_on: date | None,
    public_question: str = "",
    public_text: str = "",
    with_files: tuple[int, ...] = (),
) -> None:
    """A new version; those before it stay to be read."""
    added = tx.questions.add_answer(
        Answer(
            tx.questions.ids.next(), question.id, text, basis, staff.id, now,
            public_text=public_text, public_question=public_question, promised_on=promised_on,
            files=with_files,
        )
    )  # fmt: skip
    files.bind(tx, added)


def decided(tx: Transaction, question: Question, answer_id: int) -> Answer:
    """The version that waits, where it is the one somebody decides on. Raises NotAllowed, and
    OtherText for another."""
    draft = waiting(tx, question)
    if draft is None:
        raise NotAllowed("nothing waits for approval")
    if draft.id != answer_id:
        raise OtherText
    return draft


class Fate(StrEnum):
    """What became of a version of an answer."""

    SENT = "sent"  # approved; the askers were told it
    PUBLIC = "public"  # approved; only the words for the public are other ones
    WAITS = "waits"
    BACK = "back"  # not approved: sent back, taken back, or its question was reopened
    DRAFT = "draft"  # another version took its place before anybody decided


def fates(tx: Transaction, question: Question) -> dict[int, Fate]:
    """By version of its answer, what became of it."""
    waits = waiting(tx, question)
    said, found = None, {}
    for version in reversed(tx.questions.answers(question.id)):
        if version.approved_at is not None:
            told = (version.text, version.basis, version.files)
            found[version.id] = Fate.PUBLIC if told == said else Fate.SENT
            said = told
        elif version == waits:
            found[version.id] = Fate.WAITS
        else:
            found[version.id] = Fate.BACK if version.returned_at is not None else Fate.DRAFT
    return found


def stop_waiting(tx: Transaction, question: Question, now: datetime) -> None:
    """The question is reopened: what waited for approval waits no more, and its author sees so."""
    if (draft := waiting(tx, question)) is not None:
        tx.questions.save_answer(replace(draft, returned_at=now))


def may_approve(staff: Staff, question: Question, draft: Answer | None) -> bool:
    """Nobody approves their own text; the head of the office only what is of their own office."""
    return draft is not None and _may_decide(staff, question, draft.author_id)


def _may_decide(staff: Staff, question: Question, author_id: int) -> bool:
    if author_id == staff.id or not may(staff, Action.APPROVE_ANSWER):
        return False
    if question.confidential:
        return sees_question(staff, question)
    return Role.APPROVER in staff.roles or question.office == staff.office


def approvers(people: Iterable[Staff], question: Question, author_id: int) -> list[Staff]:
    """Who can sign in and approve what this author writes."""
    return [
        person
        for person in people
        if person.password is not None and _may_decide(person, question, author_id)
    ]


def undecidable(tx: Transaction) -> list[Question]:
    """Questions with a text that waits for approval and that nobody can approve."""
    people, found = tx.staff.all(), []
    answered = [one for one in tx.questions.open() if one.state is _S.ANSWERED]
    again = [tx.questions.get(number) for number in tx.questions.with_new_words()]
    for question in (*answered, *(one for one in again if one is not None)):
        draft = waiting(tx, question)
        if draft is not None and not approvers(people, question, draft.author_id):
            found.append(question)
    return found


def rewriters(tx: Transaction, question: Question) -> list[Staff]:
    """Who is to write a refused text anew: its author, else whoever assigns questions."""
    people, draft = tx.staff.all(), tx.questions.draft(question.id)
    author = [one for one in people if draft is not None and one.id == draft.author_id]
    others = [one for one in people if not question.confidential or sees_question(one, question)]
    return able(author, Action.DRAFT_ANSWER) or able(others, Action.TRIAGE)


def ask_approval(
    tx: Transaction, content: Content, question: Question, now: datetime
) -> tuple[Staff, ...]:
    """Whoever may approve what waits hears of it; those who were written to."""
    draft = waiting(tx, question)
    approvers = [one for one in tx.staff.all() if may_approve(one, question, draft)]
    return tell_staff(
        tx, content, approvers, "staff_chat/answer_waits", question, now,
        choices=(("approve_read", f"approve:answer:{question.id}"),),
    )  # fmt: skip
