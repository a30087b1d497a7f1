"""Whose chat is whose in a business of the register: an official's yes, and taken back."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.business_card import find_business
from bot.web.console.businesses import PATH
from bot.web.console.console import Console, Place
from bot.web.console.visit import Visit
from handlers.office import tying
from handlers.people.permissions import Action
from handlers.people.refusing import NotDone
from storage.business_lists import BusinessLine
from storage.business_models import Business
from storage.database import Transaction


async def tie(console: Console, visit: Visit) -> Response:
    """Who wrote under a code (`?ma=`), shown; then tied to one of the business's people."""
    if visit.request.method == "GET":
        return await _page(console, visit, visit.request.query_params.get("ma", "")[:60])
    code, proof = visit.text("code", limit=60), visit.text("proof", limit=200)
    if visit.errors:
        return await _page(console, visit, code, 400)

    def work(tx: Transaction) -> Business:
        business = find_business(tx, visit)
        visit.require_as_seen({}, business)
        person = visit.picked("person")
        tying.tie(tx, console.content, visit.staff, business, code, person, proof, visit.now)
        return business

    try:
        business = await console.write(
            visit, "business.tie", lambda found: f"business:{found.code}", work, code=code
        )
    except NotDone as refusal:
        visit.refuse(refusal)
        return await _page(console, visit, code, 409)
    return console.back(f"{PATH}/{business.id}", "tied", anchor="kenh")


async def _page(console: Console, visit: Visit, code: str, status: int = 200) -> Response:
    def work(tx: Transaction) -> tuple[BusinessLine, tying.TieCandidate | None]:
        business = find_business(tx, visit)
        if business.erased_at is not None:
            raise HTTPException(404)
        (line,) = tx.business_lists.some([business.id])
        try:
            return line, tying.candidate(tx, visit.staff, code)
        except NotDone as refusal:
            if code:
                visit.refuse(refusal)
            return line, None

    line, found = await console.read(work)
    if found is None and code and status == 200:
        status = 409
    return console.render(
        visit, "business_tie", status, line=line, found=found, code=code,
        people=[(str(one.id), one.name) for one in line.persons],
    )  # fmt: skip


async def untie(console: Console, visit: Visit) -> Response:
    why = visit.text("why", limit=200)

    def work(tx: Transaction) -> Business:
        business = find_business(tx, visit)
        visit.require_as_seen({}, business)
        tying.untie(tx, console.content, business, visit.picked("person"), why, visit.now)
        return business

    business = await console.write(
        visit, "business.untie", lambda found: f"business:{found.code}", work
    )
    return console.back(f"{PATH}/{business.id}", "untied", anchor="nguoi")


_ONE, _MANAGE = f"{PATH}/{{business}}", Action.MANAGE_BUSINESSES
PLACES = (
    Place(f"{_ONE}/gan", _MANAGE, tie, ("GET", "POST")),
    Place(f"{_ONE}/bo-gan", _MANAGE, untie, ("POST",)),
)
