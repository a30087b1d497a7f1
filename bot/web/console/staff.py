"""Accounts of staff: who works here, in which roles, and what becomes of their account."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.typed import HOME
from bot.web.console.visit import Visit
from content.people import by_name
from handlers.office import staff as office_staff
from handlers.office.staff import LeavesVacant, StaffRefused, WrittenTo
from handlers.people import accounts
from handlers.people.permissions import Vacant, vacated_by
from handlers.question import answerers, routing
from storage.database import Transaction
from storage.question_models import Question
from storage.staff_models import Role, Staff


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(
    console: Console,
    visit: Visit,
    status: int = 200,
    *,
    link: str = "",
    edited: int = 0,
    leaving: Vacant | None = None,
) -> Response:
    """`edited` is whose form comes back with a mistake; 0 is the one for a new account. `leaving`:
    what that form would leave without anybody."""

    def work(tx: Transaction) -> dict[str, Any]:
        people = sorted(by_name(tx.staff.all()), key=lambda person: not person.active)
        held = {person.id: answerers.held_by(tx, person) for person in people}
        colleagues = {person.id: person for person in people}
        left = {one.id: vacated_by(people, one, None) for one in people if one.active}
        return {"people": people, "colleagues": colleagues, "held": held, "left": left}

    return console.render(
        visit,
        "staff",
        status,
        link=link,
        roles=Role,
        shown_of=shown_of,
        as_form=_as_form,
        questions_of=questions_of,
        edited=edited,
        leaving=leaving,
        ticked=visit.lists.get("roles", []) if visit.form else [],
        **await console.read(work),
    )


async def add(console: Console, visit: Visit) -> Response:
    login = visit.text("login", required=True).lower()
    name = visit.text("name", required=True, limit=80)
    office = visit.choice("office", list(console.content.ward.answering))
    title, roles = visit.text("title", limit=80), _roles(visit)
    if not accounts.LOGIN.fullmatch(login):
        visit.errors["login"] = "login_form"
    if not roles:
        visit.errors["roles"] = "required"
    if visit.errors:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> str:
        if tx.staff.by_login(login) is not None:
            raise StaffRefused("login_taken")
        return accounts.add_staff(tx, login, name, office, roles, visit.now, title=title)[1]

    try:
        token = await console.write(
            visit,
            "staff.add",
            f"staff:{login}",
            work,
            unseen=Unseen.ADDS,
            name=name,
            title=title,
            roles=sorted(roles),
            office=office,
        )
    except StaffRefused as refusal:
        visit.errors["login"] = str(refusal)
        return await _page(console, visit, 409)
    visit.form = {}
    return await _page(console, visit, link=_link(console, token))


def _roles(visit: Visit) -> frozenset[Role]:
    return frozenset(Role(r) for r in visit.lists.get("roles", []) if r in list(Role))


def _link(console: Console, token: str) -> str:
    return f"{console.site}{HOME}/kich-hoat/{token}"


def _target(tx: Transaction, visit: Visit) -> Staff:
    staff = tx.staff.get(visit.number("staff"))
    if staff is None:
        raise HTTPException(404)
    return staff


def shown_of(staff: Staff) -> dict[str, Any]:
    """What the page of accounts shows of one, and what its form decides on: signing in does not
    change it."""
    return {
        "id": staff.id,
        "name": staff.name,
        "title": staff.title,
        "office": staff.office,
        "roles": sorted(staff.roles),
        "active": staff.active,
    }


def _as_form(staff: Staff) -> dict[str, str]:
    roles = "\n".join(role for role in Role if role in staff.roles)
    return {"name": staff.name, "title": staff.title, "office": staff.office, "roles": roles}


def questions_of(staff: Staff, held: Sequence[Question]) -> dict[str, Any]:
    """What waits for somebody's answer, as the page lists it: no more than codes."""
    return {"id": staff.id, "held": [question.code for question in held]}


STAFF_MOVES = ("edit", "link", "off", "on", "hand_back", "leave")
_HANDING_BACK = ("hand_back", "leave")


async def change(console: Console, visit: Visit) -> Response:
    """Name, title, office and roles, a new link, switching off and on, giving questions back."""
    do = visit.choice("do", STAFF_MOVES)
    target = await console.read(lambda tx: _target(tx, visit))
    edits = do == "edit"
    wanted = _typed(console, visit, target, editing=edits)
    if visit.errors:
        return await _page(console, visit, 400, edited=target.id)

    def work(tx: Transaction) -> tuple[str, WrittenTo]:
        staff = _target(tx, visit)
        given_back = [questions_of(staff, answerers.held_by(tx, staff))]
        visit.require_as_seen(
            _as_form(staff) if edits else {},
            shown_of(staff),
            *(given_back if do in _HANDING_BACK else []),
        )
        return _done(console, visit, tx, do, staff, wanted)

    try:
        token, told = await console.write(
            visit,
            f"staff.{do}",
            f"staff:{target.login}",
            work,
            name=wanted.name if edits else None,
            title=wanted.title if edits else None,
            office=wanted.office if edits else None,
            roles=sorted(wanted.roles) if edits else None,
        )
    except accounts.Off:
        visit.errors["staff"] = "account_off"
        return await _page(console, visit, 409)
    except LeavesVacant as leaving:
        visit.errors["staff"] = "leaves_vacant"
        return await _page(console, visit, 409, edited=target.id, leaving=leaving.vacant)
    except StaffRefused as refusal:
        visit.errors["staff"] = str(refusal)
        return await _page(console, visit, 409, edited=target.id)
    if do in _HANDING_BACK:
        return console.back("/nhan-su", f"staff_{do}", staff=told)
    if not token:
        return console.back("/nhan-su", "saved")
    visit.form = {}
    return await _page(console, visit, link=_link(console, token))


def _typed(console: Console, visit: Visit, target: Staff, *, editing: bool) -> Staff:
    """The account as the form has it; what is not in the form stays."""
    known = _as_form(target)
    visit.keep_rest({name: known[name] for name in ("name", "title", "office")})
    name, title = visit.text("name", required=True, limit=80), visit.text("title", limit=80)
    office = visit.form["office"]
    if office != target.office:
        office = visit.choice("office", list(console.content.ward.answering))
    roles = _roles(visit)
    if editing and not roles:
        visit.errors["roles"] = "required"
    return replace(target, name=name, title=title, office=office, roles=roles)


def _done(
    console: Console, visit: Visit, tx: Transaction, do: str, staff: Staff, wanted: Staff
) -> tuple[str, WrittenTo]:
    """Does one of `STAFF_MOVES` -> (a new first-run link, who was written to about questions)."""
    known, by, now = visit.text("leaves"), visit.staff, visit.now
    match do:
        case "link":
            return accounts.invite(tx, staff, now)[1], None
        case "edit":
            fresh = replace(
                staff,
                name=wanted.name,
                title=wanted.title,
                office=wanted.office,
                roles=wanted.roles,
            )
            office_staff.edit(tx, staff, fresh, known)
        case "off":
            office_staff.switch_off(tx, staff, known)
        case "hand_back":
            back, told = routing.hand_back(tx, console.content, staff, now, staff=by)
            return "", _noted(tx, visit, back, told)
        case "leave":
            back, told = office_staff.leave(tx, console.content, staff, known, now, by=by)
            return "", _noted(tx, visit, back, told)
        case "on":
            tx.staff.save(replace(staff, active=True))
    return "", None


def _noted(tx: Transaction, visit: Visit, back: Sequence[Question], told: WrittenTo) -> WrittenTo:
    """Each question that went back has its own line in the journal."""
    for question in back:
        tx.audit.write(
            "question.release", f"question:{question.code}", visit.now,
            staff=visit.staff, address=visit.address,
        )  # fmt: skip
    return told
