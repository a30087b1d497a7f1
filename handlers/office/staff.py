"""Who works here: what may become of an account, with the questions that wait for its owner. The
last admin stays; questions go to others first, or back to the office (`leave`)."""

from collections.abc import Sequence
from datetime import datetime

from content.library import Content
from handlers.people import accounts
from handlers.people.permissions import Action, Vacant, may, sees_question, vacated_by
from handlers.question import answerers, routing
from storage.database import Transaction
from storage.question_models import Question
from storage.staff_models import Role, Staff

# Who was written to about the questions; None where there was nobody to tell.
WrittenTo = tuple[Staff, ...] | None


class StaffRefused(Exception):
    """Why not: the name of the sentence."""


class LeavesVacant(Exception):
    """Something is left without anybody, and nobody said that they know."""

    def __init__(self, vacant: Vacant) -> None:
        super().__init__(vacant.key)
        self.vacant = vacant


def edit(tx: Transaction, staff: Staff, changed: Staff, known: str) -> None:
    """`known` is what whoever edits knows to be left without anybody (`Vacant.key`). Raises
    StaffRefused and LeavesVacant."""
    if accounts.is_last_admin(tx, staff) and Role.ADMIN not in changed.roles:
        raise StaffRefused("last_admin")
    held = answerers.held_by(tx, staff)
    if held and (changed.office != staff.office or _cannot_answer(changed, held)):
        raise StaffRefused("has_questions")
    _require_known(tx, staff, changed, known)
    tx.staff.save(changed)


def switch_off(tx: Transaction, staff: Staff, known: str) -> None:
    """Raises StaffRefused, also while questions wait for this person, and LeavesVacant."""
    _require_not_last(tx, staff)
    if answerers.held_by(tx, staff):
        raise StaffRefused("has_questions")
    _require_known(tx, staff, None, known)
    accounts.switch_off(tx, staff)


def leave(
    tx: Transaction, content: Content, staff: Staff, known: str, now: datetime, *, by: Staff
) -> tuple[list[Question], WrittenTo]:
    """Their questions go back to the office, and the account is switched off. Raises StaffRefused
    and LeavesVacant."""
    _require_not_last(tx, staff)
    _require_known(tx, staff, None, known)
    handed = routing.hand_back(tx, content, staff, now, staff=by)
    accounts.switch_off(tx, staff)
    return handed


def _cannot_answer(staff: Staff, held: Sequence[Question]) -> bool:
    """Whether somebody, as their account is to be, may not answer what waits for their answer."""
    able = may(staff, Action.DRAFT_ANSWER) and all(sees_question(staff, one) for one in held)
    return not able


def _require_not_last(tx: Transaction, staff: Staff) -> None:
    if accounts.is_last_admin(tx, staff):
        raise StaffRefused("last_admin")


def _require_known(tx: Transaction, staff: Staff, after: Staff | None, known: str) -> None:
    leaves = vacated_by(tx.staff.all(), staff, after)
    if leaves.key and known != leaves.key:
        raise LeavesVacant(leaves)
