"""Canned answers: the list with its search, and their forms."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console, Place
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from handlers.people.permissions import Action
from handlers.people.removed import TakenAway
from handlers.question import canned
from handlers.question.canned import CannedWording
from storage.audit import Deed
from storage.canned import CannedAnswer, CannedReach
from storage.database import Transaction
from storage.staff_models import Staff

PATH = "/cau-mau"


async def list_(console: Console, visit: Visit) -> Response:
    visit.form = {"reach": CannedReach.OWN}
    return await _list(console, visit)


async def _list(console: Console, visit: Visit, status: int = 200) -> Response:
    wanted = visit.request.query_params.get("tim", "").strip()

    def work(tx: Transaction) -> tuple[list[CannedAnswer], dict[int, Staff]]:
        people = {one.id: one for one in tx.staff.all()}
        return canned.seen_by(tx, visit.staff, wanted), people

    found, people = await console.read(work)
    return console.render(
        visit,
        "canned",
        status,
        found=found,
        people=people,
        wanted=wanted,
        changeable=[one.id for one in found if canned.may_change(visit.staff, one)],
        reaches=canned.reaches(visit.staff),
        variables=canned.variables(),
    )


async def add(console: Console, visit: Visit) -> Response:
    wording = _read(visit)
    if visit.errors:
        return await _list(console, visit, 400)
    await console.write(
        visit,
        "canned.add",
        lambda made: f"canned:{made.id}",
        lambda tx: canned.add(tx, visit.staff, wording, visit.now),
        unseen=Unseen.ADDS,
        title=wording.title,
    )
    return console.back(PATH, "saved")


async def show(console: Console, visit: Visit) -> Response:
    return await _one(console, visit)


async def _one(console: Console, visit: Visit, status: int = 200) -> Response:
    def work(tx: Transaction) -> tuple[CannedAnswer, dict[int, Staff]]:
        one = _find(tx, visit)
        if one is None or not canned.may_change(visit.staff, one):
            raise HTTPException(404)
        return one, {person.id: person for person in tx.staff.all()}

    one, people = await console.read(work)
    return console.render(
        visit,
        "canned_edit",
        status,
        one=one,
        people=people,
        fresh=_as_form(one),
        reaches=canned.reaches(visit.staff),
        variables=canned.variables(),
    )


async def edit(console: Console, visit: Visit) -> Response:
    wording = _read(visit)
    if visit.errors:
        return await _one(console, visit, 400)

    def work(tx: Transaction) -> CannedAnswer:
        one = _there(tx, visit)
        visit.require_as_seen(_as_form(one), one)
        return canned.change(tx, visit.staff, one, wording, visit.now)

    await console.write(
        visit, "canned.edit", f"canned:{visit.number('canned')}", work, title=wording.title
    )
    return console.back(PATH, "saved")


async def remove(console: Console, visit: Visit) -> Response:
    def work(tx: Transaction) -> CannedAnswer:
        one = _there(tx, visit)
        visit.require_as_seen({}, one)
        visit.note(title=one.title)
        canned.remove(tx, visit.staff, one)
        return one

    await console.write(visit, "canned.remove", f"canned:{visit.number('canned')}", work)
    return console.back(PATH, "canned_removed")


def _find(tx: Transaction, visit: Visit) -> CannedAnswer | None:
    return canned.find(tx, visit.staff, visit.number("canned"))


def _there(tx: Transaction, visit: Visit) -> CannedAnswer:
    one = _find(tx, visit)
    if one is None:
        raise TakenAway(f"canned:{visit.number('canned')}", Deed.CANNED_REMOVE)
    return one


def _as_form(one: CannedAnswer) -> dict[str, str]:
    return {"title": one.title, "text": one.text, "basis": one.basis, "reach": one.reach}


def _read(visit: Visit) -> CannedWording:
    """What the form says, with what is wrong in `visit.errors`."""
    return CannedWording(
        title=visit.text("title", required=True, limit=canned.TITLE),
        text=visit.text("text", required=True, limit=canned.TEXT),
        basis=visit.text("basis", limit=canned.BASIS),
        reach=CannedReach(visit.choice("reach", [str(one) for one in CannedReach])),
    )


_ONE = f"{PATH}/{{canned}}"
PLACES = (
    Place(PATH, Action.DRAFT_ANSWER, list_),
    Place(f"{PATH}/them", Action.DRAFT_ANSWER, add, ("POST",)),
    Place(_ONE, Action.DRAFT_ANSWER, show),
    Place(f"{_ONE}/sua", Action.DRAFT_ANSWER, edit, ("POST",)),
    Place(f"{_ONE}/xoa", Action.DRAFT_ANSWER, remove, ("POST",)),
)
