"""What owners say about their businesses of the register, to be confirmed; letters with a code."""

from typing import Any

from starlette.responses import Response

from bot.web.console.console import Console, Place
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.documents.confirm_letter import confirm_letter
from content.documents.word import DOCX
from handlers.office import business_claims as claims
from handlers.people.permissions import Action
from handlers.people.refusing import NotDone
from handlers.people.removed import TakenAway
from storage.audit import Deed
from storage.business_claims import BusinessClaim
from storage.database import Transaction

PATH = "/xac-nhan-ho"


async def list_(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(console: Console, visit: Visit, status: int = 200) -> Response:
    found = await console.read(claims.waiting)
    return console.render(visit, "business_claims", status, found=found)


async def decide(console: Console, visit: Visit) -> Response:
    """One claim, accepted or not."""
    number, do = visit.number("claim"), visit.choice("do", ("accept", "refuse"))
    why, proof = visit.text("why", limit=300), visit.text("proof", limit=200)
    if do == "refuse" and not why:
        visit.errors["why"] = "required"
    if visit.errors:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> BusinessClaim:
        claim = tx.business_claims.get(number)
        if claim is None:
            raise TakenAway(f"claim:{number}", Deed.BUSINESS_CLAIM_REFUSE)
        visit.require_as_seen({}, claim)
        if do == "refuse":
            return claims.refuse(tx, console.content, claim, visit.staff, why, visit.now)
        code = visit.text("code", limit=60)
        return claims.accept(
            tx, console.content, claim, visit.staff, visit.now, code=code, proof=proof
        )

    try:
        await console.write(visit, f"business.claim_{do}", f"claim:{number}", work)
    except NotDone as refusal:
        visit.refuse(refusal)
        return await _page(console, visit, 409)
    return console.back(PATH, f"claim_{do}")


async def letter(console: Console, visit: Visit) -> Response:
    """A letter with a code for the business of the address (`?ma=`); each time a new code."""
    code = visit.request.query_params.get("ma", "")[:60]

    def work(tx: Transaction) -> claims.ConfirmLetter:
        return claims.letter(tx, visit.staff, code, visit.now)

    try:
        made = await console.write(
            visit, "business.letter", f"day:{visit.today}", work, unseen=Unseen.READS, code=code
        )
    except NotDone as refusal:
        visit.refuse(refusal)
        return await _page(console, visit, 409)
    data: Any = await console.pools.documents.run(
        confirm_letter,
        console.content,
        made.code,
        made.name,
        made.owner,
        made.place,
        made.until,
        visit.today,
    )
    return console.file(data, "thu-xac-nhan-ho.docx", DOCX)


PLACES = (
    Place(PATH, Action.MANAGE_BUSINESSES, list_),
    Place(f"{PATH}/thu.docx", Action.MANAGE_BUSINESSES, letter),
    Place(f"{PATH}/{{claim}}", Action.MANAGE_BUSINESSES, decide, ("POST",)),
)
