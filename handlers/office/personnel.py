"""Accounts of the staff, as an admin keeps them. The last admin stays; what waits for somebody's
answer goes to others first, or back to the office with the same act; and whoever leaves an office
or a role without anybody says that they know.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from content.library import Content
from handlers.people import accounts
from handlers.people.permissions import Action, Vacant, may, sees_question, vacated_by
from handlers.people.refusing import NotDone
from handlers.question import answerers, routing
from storage.database import Transaction
from storage.question_models import Question
from storage.staff_models import Role, Staff

ACTS = ("edit", "link", "off", "on", "hand_back", "leave")
HANDING_BACK = ("hand_back", "leave")


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """Named as in `Staff`."""

    name: str
    title: str
    office: str
    roles: frozenset[Role]
    neighbourhood: str = ""


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What an act led to: the token of a new link, to be shown once; the questions that are their
    office's again, and who was written to about it (None: nobody had to be)."""

    token: str = ""
    given_back: tuple[Question, ...] = ()
    told: tuple[Staff, ...] | None = None


class LeavesVacant(Exception):
    """Something is left without anybody, and nobody said that they know. Nothing is kept."""

    def __init__(self, vacant: Vacant) -> None:
        super().__init__(vacant.key)
        self.vacant = vacant


def as_shown(staff: Staff) -> dict[str, Any]:
    """What is shown of an account, and decided on: signing in does not change it."""
    return {
        "id": staff.id,
        "name": staff.name,
        "title": staff.title,
        "office": staff.office,
        "roles": sorted(staff.roles),
        "neighbourhood": staff.neighbourhood,
        "active": staff.active,
    }


def questions_as_shown(staff: Staff, held: Sequence[Question]) -> dict[str, Any]:
    """What waits for somebody's answer: no more than codes."""
    return {"id": staff.id, "held": [question.code for question in held]}


def decided_on(tx: Transaction, act: str, staff: Staff) -> list[dict[str, Any]]:
    """What somebody must have seen who does this."""
    if act not in HANDING_BACK:
        return [as_shown(staff)]
    return [as_shown(staff), questions_as_shown(staff, answerers.held_by(tx, staff))]


def add(tx: Transaction, login: str, wanted: AccountDetails, now: datetime) -> str:
    """A new account, in which `mistakes` were looked for; the token of its first-run link. Raises
    NotDone for a login that is taken."""
    if tx.staff.by_login(login) is not None:
        raise NotDone("login", "login_taken")
    name, office, roles = wanted.name, wanted.office, wanted.roles
    given = {"title": wanted.title, "neighbourhood": wanted.neighbourhood}
    return accounts.add_staff(tx, login, name, office, roles, now, **given)[1]


def mistakes(login: str, wanted: AccountDetails) -> dict[str, str]:
    """Of a new account: the field -> the name of the sentence."""
    found = {}
    if not accounts.LOGIN.fullmatch(login):
        found["login"] = "login_form"
    if not wanted.roles:
        found["roles"] = "required"
    if lacks_neighbourhood(wanted):
        found["neighbourhood"] = "leader_of_which"
    return found


def lacks_neighbourhood(wanted: AccountDetails) -> bool:
    """A leader without a neighbourhood would see nothing."""
    return Role.LEADER in wanted.roles and not wanted.neighbourhood


def change(
    tx: Transaction,
    content: Content,
    act: str,
    staff: Staff,
    wanted: AccountDetails,
    now: datetime,
    *,
    by: Staff,
    leaves: str = "",
) -> AccountChange:
    """One of `ACTS`. `leaves`: what the form says is left without anybody (`Vacant.key`). Raises
    NotDone, and LeavesVacant."""
    match act:
        case "link":
            return _link(tx, staff, now)
        case "edit":
            _edit(tx, staff, wanted, leaves)
        case "off":
            if answerers.held_by(tx, staff):
                raise NotDone("staff", "has_questions")
            _switch_off(tx, staff, leaves)
        case "hand_back":
            return _hand_back(tx, content, staff, now, by)
        case "leave":
            _require_known(tx, staff, None, leaves)
            done = _hand_back(tx, content, staff, now, by)
            _switch_off(tx, staff, leaves)
            return done
        case "on":
            accounts.switch_on(tx, staff)
    return AccountChange()


def _link(tx: Transaction, staff: Staff, now: datetime) -> AccountChange:
    try:
        return AccountChange(accounts.invite(tx, staff, now)[1])
    except accounts.Off:
        raise NotDone("staff", "account_off") from None


def _edit(tx: Transaction, staff: Staff, wanted: AccountDetails, leaves: str) -> None:
    if not wanted.roles:
        raise NotDone("roles", "required")
    if lacks_neighbourhood(wanted):
        raise NotDone("neighbourhood", "leader_of_which")
    if accounts.is_last_admin(tx, staff) and Role.ADMIN not in wanted.roles:
        raise NotDone("staff", "last_admin")
    changed = replace(
        staff, name=wanted.name, title=wanted.title, office=wanted.office, roles=wanted.roles,
        neighbourhood=wanted.neighbourhood,
    )  # fmt: skip
    held = answerers.held_by(tx, staff)
    if held and (changed.office != staff.office or _cannot_answer(changed, held)):
        raise NotDone("staff", "has_questions")
    _require_known(tx, staff, changed, leaves)
    tx.staff.save(changed)


def _switch_off(tx: Transaction, staff: Staff, leaves: str) -> None:
    if accounts.is_last_admin(tx, staff):
        raise NotDone("staff", "last_admin")
    _require_known(tx, staff, None, leaves)
    accounts.switch_off(tx, staff)


def _hand_back(
    tx: Transaction, content: Content, staff: Staff, now: datetime, by: Staff
) -> AccountChange:
    back, told = routing.hand_back(tx, content, staff, now, staff=by)
    return AccountChange("", tuple(back), told)


def _cannot_answer(staff: Staff, held: Sequence[Question]) -> bool:
    """Whether somebody, as their account is to be, may not answer what waits for their answer."""
    able = may(staff, Action.DRAFT_ANSWER) and all(sees_question(staff, one) for one in held)
    return not able


def _require_known(tx: Transaction, staff: Staff, after: Staff | None, leaves: str) -> None:
    """Raises LeavesVacant unless `leaves` says just what is left without anybody by this."""
    vacant = vacated_by(tx.staff.all(), staff, after)
    if vacant.key and leaves != vacant.key:
        raise LeavesVacant(vacant)
