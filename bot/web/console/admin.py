"""Accounts, the calendar, the audit, and requests about one's own data."""

from dataclasses import replace
from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import accounts
from bot.web.console.visit import HOME, Console, Visit
from content.calendar import holidays_of
from content.people import by_name, read_phone
from content.whole import read_whole
from handlers import erasure, privacy, schedules
from storage.case_models import DataRequest, QuestionState
from storage.database import Transaction
from storage.staff_models import Role, Staff

LINES = 100


async def staff_list(console: Console, visit: Visit) -> Response:
    return await _staff_page(console, visit)


async def _staff_page(
    console: Console, visit: Visit, status: int = 200, *, link: str = ""
) -> Response:
    def work(tx: Transaction) -> dict[str, Any]:
        open_ = tx.questions.open()
        people = sorted(by_name(tx.staff.all()), key=lambda person: not person.active)
        mine = {s.id: sum(q.responder_id == s.id for q in open_) for s in people}
        return {"people": people, "cases": mine}

    return console.render(
        visit, "staff", status, link=link, roles=Role, shown_of=shown_of, **await console.read(work)
    )


async def staff_add(console: Console, visit: Visit) -> Response:
    login = visit.text("login", required=True).lower()
    name = visit.text("name", required=True, limit=80)
    office = visit.choice("office", list(console.content.ward.answering))
    roles = frozenset(Role(r) for r in visit.lists.get("roles", []) if r in list(Role))
    if not accounts.LOGIN.fullmatch(login):
        visit.errors["login"] = "login_form"
    if not roles:
        visit.errors["roles"] = "required"
    if await console.read(lambda tx: tx.staff.by_login(login)) is not None:
        visit.errors["login"] = "login_taken"
    if visit.errors:
        return await _staff_page(console, visit, 400)

    def work(tx: Transaction) -> str:
        _, token = accounts.add_staff(
            tx, login, name, office, roles, visit.now, title=visit.text("title", limit=80)
        )
        return token

    token = await console.write(
        visit, "staff.add", f"staff:{login}", work, roles=sorted(roles), office=office
    )
    visit.form = {}
    return await _staff_page(console, visit, link=_link(console, token))


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
    return {"id": staff.id, "roles": sorted(staff.roles), "active": staff.active}


async def staff_change(console: Console, visit: Visit) -> Response:
    """Roles, a new link, switching off and on. The last admin stays; cases go to others first."""
    do = visit.text("do")
    target = await console.read(lambda tx: _target(tx, visit))
    roles = frozenset(Role(r) for r in visit.lists.get("roles", []) if r in list(Role))

    def work(tx: Transaction) -> str:
        staff = _target(tx, visit)
        visit.require_as_seen({}, shown_of(staff))
        last = accounts.is_last_admin(tx, staff)
        match do:
            case "link":
                return accounts.invite(tx, staff, visit.now)[1]
            case "roles" if roles:
                if last and Role.ADMIN not in roles:
                    raise _Refused("last_admin")
                tx.staff.save(replace(staff, roles=roles))
            case "off":
                if last:
                    raise _Refused("last_admin")
                if any(
                    q.responder_id == staff.id and q.state is not QuestionState.APPROVED
                    for q in tx.questions.open()
                ):
                    raise _Refused("has_cases")
                tx.staff.save(replace(staff, active=False))
                tx.staff.end_sessions_of(staff.id)
            case "on":
                tx.staff.save(replace(staff, active=True))
        return ""

    try:
        token = await console.write(
            visit, f"staff.{do}", f"staff:{target.login}", work, roles=sorted(roles)
        )
    except _Refused as refusal:
        visit.errors["staff"] = str(refusal)
        return await _staff_page(console, visit, 409)
    if not token:
        return console.back("/nhan-su", "saved")
    visit.form = {}
    return await _staff_page(console, visit, link=_link(console, token))


class _Refused(Exception):
    """Why not: the name of the sentence. Nothing is kept."""


# ---- the calendar ----


async def calendar(console: Console, visit: Visit) -> Response:
    days = await console.read(lambda tx: tx.calendar.all())
    years = (visit.today.year, visit.today.year + 1)
    known = {year: holidays_of(year) for year in years}
    return console.render(visit, "calendar", days=days, known=known)


async def calendar_change(console: Console, visit: Visit) -> Response:
    day = visit.day("day")
    if visit.errors or not isinstance(day, date):
        return await calendar(console, visit)
    removing = visit.text("do") == "remove"
    works = visit.text("works") == "1"
    note = visit.text("note", limit=120)

    def work(tx: Transaction) -> int:
        if removing:
            tx.calendar.remove(day)
        else:
            tx.calendar.put(day, note, works=works)
        return schedules.move_scheduled(tx, console.content, visit.now)

    action = "calendar.remove" if removing else "calendar.put"
    moved = await console.write(visit, action, f"day:{day}", work, works=works)
    return console.back("/lich", "calendar_moved" if moved else "saved")


# ---- the audit ----


async def audit(console: Console, visit: Visit) -> Response:
    before = visit.request.query_params.get("truoc", "")
    search = visit.request.query_params.get("tim", "").strip()[:80]
    number = read_whole(before) or 0
    lines = await console.read(
        lambda tx: tx.audit.lines(before=number, limit=LINES + 1, search=search)
    )
    return console.render(
        visit,
        "audit",
        lines=lines[:LINES],
        search=search,
        older=lines[LINES - 1].id if len(lines) > LINES else 0,
    )


# ---- requests about one's own data ----


async def data_requests(console: Console, visit: Visit) -> Response:
    return await _requests(console, visit)


async def _requests(
    console: Console, visit: Visit, status: int = 200, *, held: erasure.Held | None = None
) -> Response:
    requests = await console.read(lambda tx: tx.people.requests())
    return console.render(visit, "data_requests", status, requests=requests, held=held)


async def erase(console: Console, visit: Visit) -> Response:
    """Somebody asks at the counter: what there is under their number, then all of it erased."""
    phone = read_phone(visit.text("phone"))
    if phone is None:
        visit.errors["phone"] = "phone"
        return await _requests(console, visit, 400)
    if not visit.text("sure"):
        held = await console.read(lambda tx: erasure.held_under(tx, phone))
        return await _requests(console, visit, held=held)

    def work(tx: Transaction) -> None:
        erasure.erase_phone(tx, console.content, phone, visit.now)
        privacy.log_erasure(tx, phone, visit.now)

    await console.write(visit, "data_request.erase", "request:new", work)
    console.forget_held()
    return console.back("/yeu-cau-du-lieu", "erased")


async def data_request_done(console: Console, visit: Visit) -> Response:
    """A request that came on paper or by phone was met, or refused with a reason."""
    number = visit.number("request")
    state = visit.choice("state", ["done", "refused"])
    result = visit.text("result", required=state == "refused", limit=300)
    if visit.errors:
        return await data_requests(console, visit)

    def work(tx: Transaction) -> DataRequest:
        request = tx.people.request(number)
        if request is None:
            raise HTTPException(404)
        visit.require_as_seen({}, request)
        return tx.people.save_request(
            replace(request, state=state, done_at=visit.now, result=result)
        )

    await console.write(visit, f"data_request.{state}", f"request:{number}", work)
    return console.back("/yeu-cau-du-lieu", "saved")
