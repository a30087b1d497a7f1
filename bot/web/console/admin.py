"""Accounts, the calendar, and requests about one's own data."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.typed import HOME
from bot.web.console.visit import Visit
from content.calendar import holidays_of
from content.people import by_name
from handlers.clock import days_off, schedules
from handlers.own_data import counter, erasure
from handlers.people import accounts
from handlers.people.permissions import Action, Vacant, may, sees_question, vacated_by
from handlers.question import answerers, routing
from storage.database import Transaction
from storage.event_models import Event
from storage.question_models import DataRequest, Question
from storage.staff_models import Role, Staff


async def staff_list(console: Console, visit: Visit) -> Response:
    return await _staff_page(console, visit)


async def _staff_page(
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


async def staff_add(console: Console, visit: Visit) -> Response:
    login = visit.text("login", required=True).lower()
    name = visit.text("name", required=True, limit=80)
    office = visit.choice("office", list(console.content.ward.answering))
    title, roles = visit.text("title", limit=80), _roles(visit)
    if not accounts.LOGIN.fullmatch(login):
        visit.errors["login"] = "login_form"
    if not roles:
        visit.errors["roles"] = "required"
    if visit.errors:
        return await _staff_page(console, visit, 400)

    def work(tx: Transaction) -> str:
        if tx.staff.by_login(login) is not None:
            raise _StaffRefused("login_taken")
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
    except _StaffRefused as refusal:
        visit.errors["login"] = str(refusal)
        return await _staff_page(console, visit, 409)
    visit.form = {}
    return await _staff_page(console, visit, link=_link(console, token))


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


async def staff_change(console: Console, visit: Visit) -> Response:
    """Name, title, office and roles, a new link, switching off and on. The last admin stays;
    questions go to others first, or back to the office with the same act (`leave`)."""
    do = visit.choice("do", STAFF_MOVES)
    target = await console.read(lambda tx: _target(tx, visit))
    known = _as_form(target)
    visit.keep_rest({name: known[name] for name in ("name", "title", "office")})
    name, title = visit.text("name", required=True, limit=80), visit.text("title", limit=80)
    office = visit.form["office"]
    if office != target.office:
        office = visit.choice("office", list(console.content.ward.answering))
    roles = _roles(visit)
    if do == "edit" and not roles:
        visit.errors["roles"] = "required"
    if visit.errors:
        return await _staff_page(console, visit, 400, edited=target.id)

    def work(tx: Transaction) -> str:
        staff = _target(tx, visit)
        held = answerers.held_by(tx, staff)
        given_back = [questions_of(staff, held)] if do in _HANDING_BACK else []
        visit.require_as_seen(_as_form(staff) if do == "edit" else {}, shown_of(staff), *given_back)
        last = accounts.is_last_admin(tx, staff)
        if do in ("off", "leave") and last:
            raise _StaffRefused("last_admin")
        match do:
            case "link":
                return accounts.invite(tx, staff, visit.now)[1]
            case "edit":
                if last and Role.ADMIN not in roles:
                    raise _StaffRefused("last_admin")
                changed = replace(staff, name=name, title=title, office=office, roles=roles)
                if held and (office != staff.office or _cannot_answer(changed, held)):
                    raise _StaffRefused("has_questions")
                _require_known(tx, visit, staff, changed)
                tx.staff.save(changed)
            case "off":
                if held:
                    raise _StaffRefused("has_questions")
                _require_known(tx, visit, staff, None)
                accounts.switch_off(tx, staff)
            case "hand_back":
                handed.append(_hand_back(console, visit, tx, staff))
            case "leave":
                _require_known(tx, visit, staff, None)
                handed.append(_hand_back(console, visit, tx, staff))
                accounts.switch_off(tx, staff)
            case "on":
                tx.staff.save(replace(staff, active=True))
        return ""

    edits = do == "edit"
    handed: list[tuple[Staff, ...] | None] = []
    try:
        token = await console.write(
            visit,
            f"staff.{do}",
            f"staff:{target.login}",
            work,
            name=name if edits else None,
            title=title if edits else None,
            office=office if edits else None,
            roles=sorted(roles) if edits else None,
        )
    except accounts.Off:
        visit.errors["staff"] = "account_off"
        return await _staff_page(console, visit, 409)
    except _Leaving as leaving:
        visit.errors["staff"] = "leaves_vacant"
        return await _staff_page(console, visit, 409, edited=target.id, leaving=leaving.vacant)
    except _StaffRefused as refusal:
        visit.errors["staff"] = str(refusal)
        return await _staff_page(console, visit, 409, edited=target.id)
    if handed:
        return console.back("/nhan-su", f"staff_{do}", staff=handed[-1])
    if not token:
        return console.back("/nhan-su", "saved")
    visit.form = {}
    return await _staff_page(console, visit, link=_link(console, token))


def _cannot_answer(staff: Staff, held: Sequence[Question]) -> bool:
    """Whether somebody, as their account is to be, may not answer what waits for their answer."""
    able = may(staff, Action.DRAFT_ANSWER) and all(sees_question(staff, one) for one in held)
    return not able


def _hand_back(
    console: Console, visit: Visit, tx: Transaction, staff: Staff
) -> tuple[Staff, ...] | None:
    """What waits for this person's answer is their office's again; who was written to about it."""
    back, told = routing.hand_back(tx, console.content, staff, visit.now, staff=visit.staff)
    for question in back:
        tx.audit.write(
            "question.release", f"question:{question.code}", visit.now,
            staff=visit.staff, address=visit.address,
        )  # fmt: skip
    return told


class _StaffRefused(Exception):
    """Why not: the name of the sentence. Nothing is kept."""


class _Leaving(Exception):
    """Something is left without anybody, and nobody said that they know. Nothing is kept."""

    def __init__(self, vacant: Vacant) -> None:
        super().__init__(vacant.key)
        self.vacant = vacant


def _require_known(tx: Transaction, visit: Visit, staff: Staff, after: Staff | None) -> None:
    """Raises _Leaving unless the form says just what is left without anybody by this."""
    leaves = vacated_by(tx.staff.all(), staff, after)
    if leaves.key and visit.text("leaves") != leaves.key:
        raise _Leaving(leaves)


# ---- the calendar ----


def entry_of(entry: tuple[date, bool, str] | None) -> dict[str, Any]:
    """What the page shows of a day; None is a day that does not stand there."""
    day, works, note = entry or (None, False, "")
    return {"id": str(day or ""), "works": works, "note": note}


async def calendar(console: Console, visit: Visit) -> Response:
    return await _calendar_page(console, visit)


async def _calendar_page(
    console: Console, visit: Visit, status: int = 200, *, events: tuple[Event, ...] = ()
) -> Response:
    """`events`: those on the day that was to be entered, to be confirmed."""
    days, staff = await console.read(lambda tx: (tx.calendar.all(), tx.staff.all()))
    years = (visit.today.year, visit.today.year + 1)
    return console.render(
        visit,
        "calendar",
        status,
        days=days,
        known={year: holidays_of(year) for year in years},
        entry_of=entry_of,
        people={person.id: person for person in staff},
        events=events,
        knows=days_off.key(events),
    )


async def calendar_change(console: Console, visit: Visit) -> Response:
    """A day is entered, or taken out again."""
    day = visit.day("day")
    note = visit.text("note", limit=120)
    if visit.errors or day is None:
        return await _calendar_page(console, visit, 400)
    removing = visit.text("do") == "remove"
    works = visit.text("works") == "1"

    def work(tx: Transaction) -> tuple[bool, int, tuple[Staff, ...]]:
        was_so = False
        if removing:
            visit.require_as_seen({}, entry_of(days_off.find(tx, day)))
            days_off.remove(tx, day)
        else:
            was_so = days_off.put(tx, (day, works, note), visit.now, knows=visit.text("events"))
            visit.require_as_seen({}, entry_of(None))
        return was_so, *schedules.move_scheduled(tx, console.content, visit.now)

    action = "calendar.remove" if removing else "calendar.put"
    try:
        was_so, moved, told = await console.write(visit, action, f"day:{day}", work, works=works)
    except days_off.NotEntered as refusal:
        visit.errors["day"] = refusal.why
        status = 400 if refusal.why is days_off.WhyNotEntered.PAST else 409
        return await _calendar_page(console, visit, status, events=refusal.events)
    if moved:
        return console.back("/lich", "calendar_moved", staff=told)
    already = "was_working" if works else "was_off"
    return console.back("/lich", already if was_so else "saved")


# ---- requests about one's own data ----


async def data_requests(console: Console, visit: Visit) -> Response:
    if not visit.form:
        visit.form = {"phone": visit.request.query_params.get("ai", "")}
    return await _requests(console, visit)


async def _requests(
    console: Console, visit: Visit, status: int = 200, *, held: erasure.Held | None = None
) -> Response:
    requests = await console.read(lambda tx: tx.people.requests())
    who = counter.read_who(visit.form.get("phone", ""))
    shown: dict[str, Any] = {
        "held": held,
        "held_seen": counter.as_shown(who, held) if held is not None else None,
    }
    if held is not None:
        shown["chats"] = await console.read(lambda tx: counter.channels_of(tx, held))
        ticked = visit.lists.get("what") if "what" in visit.lists else None
        proposed = [erasure.key_of(one) for one in held.proposed]
        shown |= {"ticked": proposed if ticked is None else ticked, "key_of": erasure.key_of}
        shown["events"] = await console.read(lambda tx: {e.id: e for e in tx.events.all()})
    return console.render(visit, "data_requests", status, requests=requests, who=who, **shown)


async def erase(console: Console, visit: Visit) -> Response:
    """Somebody asks at the counter: what there is under their number, or under a code where they
    have none, and beside it in the same chats; then what was ticked of it is erased."""
    who = counter.read_who(visit.text("phone", required=True))
    held = await console.read(lambda tx: counter.held_of(tx, who))
    if not held and not counter.is_number(who):
        visit.errors["phone"] = "phone_or_code"
        return await _requests(console, visit, 400)
    if visit.text("do") != "erase":
        return await _requests(console, visit, 200, held=held)
    chosen = visit.lists.get("what", [])
    visit.errors |= counter.mistakes(who, held, chosen, visit.text("sure"))
    if visit.errors:
        return await _requests(console, visit, 400, held=held)

    def work(tx: Transaction) -> counter.Met:
        found = counter.held_of(tx, who)
        visit.require_as_seen({}, counter.as_shown(who, found))
        by = visit.staff.login
        return counter.erase(tx, console.content, found, chosen, visit.now, by=by)

    try:
        met = await console.write(
            visit,
            "data_request.erase",
            lambda met: f"request:{met.request.id}",
            work,
            count=len(chosen),
        )
    except counter.NothingFound:
        visit.errors["phone"] = "nothing_to_erase"
        return await _requests(console, visit, 409, held=held)
    console.forget_held()
    return console.back("/yeu-cau-du-lieu", met.sentence, told=met.erased.told)


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
        visit.require_as_seen({"result": request.result or ""}, request)
        return tx.people.save_request(
            replace(request, state=state, done_at=visit.now, result=result)
        )

    await console.write(visit, f"data_request.{state}", f"request:{number}", work)
    return console.back("/yeu-cau-du-lieu", "saved")
