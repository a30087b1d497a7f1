"""Accounts of the staff."""

import re
from collections.abc import Iterable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.seen import Changed, Unseen
from bot.web.console.typed import HOME
from bot.web.console.visit import Visit
from content.people import by_name, read_neighbourhood
from handlers.office import personnel
from handlers.office.personnel import AccountChange, AccountDetails
from handlers.people import accounts, second_step
from handlers.people.permissions import Vacant, vacated_by
from handlers.people.refusing import NotDone
from handlers.question import answerers
from storage.database import Transaction
from storage.staff_models import Role, Staff

_NUMBERED = re.compile(r"TDP \d{1,3}")
PATH = "/nhan-su"


async def list_(console: Console, visit: Visit) -> Response:
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
        required = second_step.required(tx)
        return {
            "people": people,
            "colleagues": colleagues,
            "held": held,
            "left": left,
            "sessions": {one.id: accounts.sessions_of(tx, one, visit.now) for one in people},
            "required": sorted(required),
            "lack": {one.id for one in people if not one.totp and required.keys() & one.roles},
        }

    return console.render(
        visit,
        "staff",
        status,
        link=link,
        roles=Role,
        shown_of=personnel.as_shown,
        as_form=_as_form,
        questions_of=personnel.questions_as_shown,
        second_steps=_second_steps,
        edited=edited,
        leaving=leaving,
        ticked=visit.lists.get("roles", []) if visit.form else [],
        **await console.read(work),
    )


async def add(console: Console, visit: Visit) -> Response:
    login = visit.text("login", required=True).lower()
    wanted = AccountDetails(
        name=visit.text("name", required=True, limit=80),
        title=visit.text("title", limit=80),
        office=visit.choice("office", list(console.content.ward.answering)),
        roles=_roles(visit),
        neighbourhood=_neighbourhood(console, visit),
    )
    visit.errors = personnel.mistakes(login, wanted) | visit.errors
    if visit.errors:
        return await _page(console, visit, 400)
    token = await console.write(
        visit,
        "staff.add",
        f"staff:{login}",
        lambda tx: personnel.add(tx, login, wanted, visit.now),
        unseen=Unseen.ADDS,
        name=wanted.name,
        title=wanted.title,
        roles=sorted(wanted.roles),
        office=wanted.office,
    )
    return await _with_link(console, visit, token)


async def _with_link(console: Console, visit: Visit, token: str) -> Response:
    """The link is shown once: to whoever made it."""
    visit.form = {}
    return await _page(console, visit, link=f"{console.site}{HOME}/kich-hoat/{token}")


def _roles(visit: Visit) -> frozenset[Role]:
    return frozenset(Role(r) for r in visit.lists.get("roles", []) if r in list(Role))


def _target(tx: Transaction, visit: Visit) -> Staff:
    staff = tx.staff.get(visit.number("staff"))
    if staff is None:
        raise HTTPException(404)
    return staff


def _as_form(staff: Staff) -> dict[str, str]:
    roles = "\n".join(role for role in Role if role in staff.roles)
    return {
        "name": staff.name,
        "title": staff.title,
        "office": staff.office,
        "roles": roles,
        "neighbourhood": staff.neighbourhood,
    }


async def change(console: Console, visit: Visit) -> Response:
    """Name, title, office and roles, a new link, switching off and on, questions handed back."""
    do = visit.choice("do", personnel.ACTS)
    target = await console.read(lambda tx: _target(tx, visit))
    wanted = _wanted(console, visit, target)
    edits = do == "edit"
    if edits and not wanted.roles:
        visit.errors["roles"] = "required"
    if visit.errors:
        return await _page(console, visit, 400, edited=target.id)

    def work(tx: Transaction) -> AccountChange:
        staff = _target(tx, visit)
        form = _as_form(staff) if edits else {}
        visit.require_as_seen(form, *personnel.decided_on(tx, do, staff))
        done = personnel.change(
            tx, console.content, do, staff, wanted, visit.now,
            by=visit.staff, leaves=visit.text("leaves"),
        )  # fmt: skip
        for question in done.given_back:
            tx.audit.write(
                "question.release", f"question:{question.code}", visit.now,
                staff=visit.staff, address=visit.address,
            )  # fmt: skip
        return done

    try:
        done = await console.write(
            visit,
            f"staff.{do}",
            f"staff:{target.login}",
            work,
            name=wanted.name if edits else None,
            title=wanted.title if edits else None,
            office=wanted.office if edits else None,
            roles=sorted(wanted.roles) if edits else None,
        )
    except Changed as changed:  # of a person the title is their position
        labels = {"title": console.content.words.console["label_position"]}
        return console.show_both(visit, changed, labels=labels)
    except personnel.LeavesVacant as leaving:
        visit.errors["staff"] = "leaves_vacant"
        return await _page(console, visit, 409, edited=target.id, leaving=leaving.vacant)
    except NotDone as refusal:
        visit.refuse(refusal)
        return await _page(console, visit, 409, edited=0 if do == "link" else target.id)
    if done.token:
        return await _with_link(console, visit, done.token)
    hands_back = do in personnel.HANDING_BACK
    return console.back(PATH, f"staff_{do}" if hands_back else "saved", staff=done.told)


def _second_steps(roles: Iterable[Role]) -> dict[str, Any]:
    """What the form of the roles that must have a second step was made from."""
    return {"roles": sorted(roles)}


async def require_second_step(console: Console, visit: Visit) -> Response:
    """Which roles must have a second step."""
    roles = frozenset(Role(r) for r in visit.lists.get("second_step", []) if r in list(Role))

    def work(tx: Transaction) -> None:
        now = second_step.required(tx)
        visit.require_as_seen({"second_step": "\n".join(sorted(now))}, _second_steps(now))
        second_step.require(tx, roles, visit.now)

    await console.write(visit, "staff.second_step_roles", "staff:0", work, roles=sorted(roles))
    return console.back(PATH, "saved")


async def end_sessions(console: Console, visit: Visit) -> Response:
    """One session of somebody, or (without its mark) all of them."""
    mark = visit.text("session")

    def work(tx: Transaction) -> Staff:
        staff = _target(tx, visit)
        accounts.end_sessions(tx, staff.id, mark, but=visit.session.token)
        return staff

    await console.write(
        visit,
        "staff.session_end" if mark else "staff.sessions_end",
        lambda staff: f"staff:{staff.login}",
        work,
        unseen=Unseen.KEYED,
    )
    return console.back(PATH, "session_end" if mark else "sessions_end")


def _wanted(console: Console, visit: Visit, target: Staff) -> AccountDetails:
    """What the form says; what it does not say is as it was."""
    known = _as_form(target)
    visit.keep_rest({name: known[name] for name in ("name", "title", "office", "neighbourhood")})
    office = visit.form["office"]
    if office != target.office:
        office = visit.choice("office", list(console.content.ward.answering))
    return AccountDetails(
        name=visit.text("name", required=True, limit=80),
        title=visit.text("title", limit=80),
        office=office,
        roles=_roles(visit),
        neighbourhood=_neighbourhood(console, visit, target.neighbourhood),
    )


def _neighbourhood(console: Console, visit: Visit, before: str = "") -> str:
    """The tổ a leader sees to: one with a number, or one the ward names."""
    typed, known = visit.text("neighbourhood", limit=60), console.content.ward.neighbourhoods
    place = read_neighbourhood(typed, known) if typed else ""
    if place not in ("", before, *known) and not _NUMBERED.fullmatch(place):
        visit.errors["neighbourhood"] = "neighbourhood_unknown"
    return place
