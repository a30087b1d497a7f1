"""Canned answers (câu mẫu): pieces written once and put into a draft by a press, with what stands
between braces filled in. What is put in is edited, and approved as any other answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from content.calendar import today
from content.library import Content
from content.people import finds
from content.variables import OF_AN_ANSWER, fill_known, unknown_variables, variables_in
from content.vietnamese import long_day
from handlers.people.permissions import Action, may
from handlers.people.refusing import NotDone
from storage.canned import CannedAnswer, CannedReach
from storage.database import Transaction
from storage.question_models import Question
from storage.staff_models import Staff

MOST = 200  # that one person has of their own, or an office
TITLE, TEXT, BASIS = 120, 4000, 600  # letters


@dataclass(frozen=True, slots=True)
class CannedWording:
    """What a form says of one."""

    title: str
    text: str
    basis: str
    reach: CannedReach


@dataclass(frozen=True, slots=True)
class DraftPiece:
    """What is put into a draft."""

    text: str
    basis: str


def seen_by(tx: Transaction, staff: Staff, wanted: str = "") -> list[CannedAnswer]:
    """What this person may put into answers; `wanted`: those with these words, with marks or
    without."""
    found = tx.canned.of(staff.id, staff.office)
    return [one for one in found if not wanted or finds(wanted, one.title, one.text, one.basis)]


def find(tx: Transaction, staff: Staff, canned_id: int) -> CannedAnswer | None:
    """The one with this number, where this person has it."""
    return next((one for one in seen_by(tx, staff) if one.id == canned_id), None)


def reaches(staff: Staff) -> tuple[CannedReach, ...]:
    """For whom this person may write one: for all who answer only whoever assigns questions."""
    desk = (CannedReach.WARD,) if may(staff, Action.TRIAGE) else ()
    return (CannedReach.OWN, CannedReach.OFFICE, *desk)


def may_change(staff: Staff, canned: CannedAnswer) -> bool:
    """Its author, and for an office's or the ward's whoever may write one."""
    return canned.author_id == staff.id or canned.reach in reaches(staff)


def add(tx: Transaction, staff: Staff, wording: CannedWording, now: datetime) -> CannedAnswer:
    """Raises NotDone."""
    _check(staff, wording)
    if len(tx.canned.of(staff.id, staff.office)) >= MOST:
        raise NotDone("title", "canned_too_many")
    return tx.canned.add(
        CannedAnswer(
            tx.canned.ids.next(), wording.title, wording.text, wording.basis, wording.reach,
            staff.office, staff.id, now, now, staff.id,
        )
    )  # fmt: skip


def change(
    tx: Transaction, staff: Staff, canned: CannedAnswer, wording: CannedWording, now: datetime
) -> CannedAnswer:
    """Raises NotDone."""
    if not may_change(staff, canned):
        raise NotDone("title", "not_yours")
    _check(staff, wording)
    return tx.canned.save(
        replace(
            canned,
            title=wording.title,
            text=wording.text,
            basis=wording.basis,
            reach=wording.reach,
            changed_at=now,
            changed_by=staff.id,
        )
    )


def remove(tx: Transaction, staff: Staff, canned: CannedAnswer) -> None:
    """Answers it was put into keep its words. Raises NotDone."""
    if not may_change(staff, canned):
        raise NotDone("title", "not_yours")
    tx.canned.remove(canned.id)


def filled(
    content: Content, canned: CannedAnswer, question: Question, staff: Staff, now: datetime
) -> DraftPiece:
    """As it goes into an answer to this question. What has no value stays between its braces, for
    whoever writes the answer to see."""
    of_question = {"code": question.code, "due": long_day(question.due)}
    return _filled(content, canned, question.office, staff, now, of_question)


def filled_in_talk(
    content: Content, canned: CannedAnswer, office: str, staff: Staff, now: datetime
) -> DraftPiece | None:
    """As it goes to the owner of a talk, who reads it at once; None where something in it has no
    value there (the code of a question)."""
    piece = _filled(content, canned, office, staff, now, {})
    left = variables_in(f"{piece.text}\n{piece.basis}", OF_AN_ANSWER)
    return None if left else piece


def _filled(
    content: Content,
    canned: CannedAnswer,
    office_id: str,
    staff: Staff,
    now: datetime,
    besides: Mapping[str, str],
) -> DraftPiece:
    office = content.ward.offices.get(office_id) or content.ward.offices.get(staff.office)
    values = {
        "ward": content.ward.name,
        "today": long_day(today(now)),
        "office": office.name if office else "",
        "phone": office.phone if office else "",
        "staff": staff.name,
        **besides,
    }
    known = {name: value for name, value in values.items() if value}
    return DraftPiece(fill_known(canned.text, known), fill_known(canned.basis, known))


def put_into(piece: DraftPiece, text: str, basis: str) -> DraftPiece:
    """A piece below what is written by now, its basis beside the one there is."""
    whole = f"{text.strip()}\n\n{piece.text}".strip()
    if not basis.strip() or piece.basis in basis:
        return DraftPiece(whole, basis.strip() or piece.basis)
    return DraftPiece(whole, f"{basis.strip()}; {piece.basis}" if piece.basis else basis.strip())


def variables() -> Sequence[str]:
    """What may stand between braces, as staff type it."""
    return list(OF_AN_ANSWER.values())


def _check(staff: Staff, wording: CannedWording) -> None:
    if wording.reach not in reaches(staff):
        raise NotDone("reach", "choice")
    if unknown_variables(wording.text + wording.basis, OF_AN_ANSWER):
        raise NotDone("text", "canned_variable")
