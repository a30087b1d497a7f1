"""One box for everything: what it finds, and a page with all there is about one person."""

from collections.abc import Callable, Mapping
from dataclasses import fields

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.visit import Visit
from content.whole import read_whole
from handlers.office import finding, person
from handlers.office.person import PersonView

PATH = "/tim"
PERSON = "/nguoi"
_LONGEST = 200  # letters of a search
_OF: Mapping[str, Callable[..., PersonView | None]] = {
    "dk": person.of_registration,
    "ch": person.of_question,
    "lh": person.of_contact,
}


async def list_(console: Console, visit: Visit) -> Response:
    wanted = visit.request.query_params.get("tim", "").strip()[:_LONGEST]
    found = await console.read(lambda tx: finding.find(tx, console.content, visit.staff, wanted))
    shown = {one.name: getattr(found, one.name) for one in fields(found)}
    return console.render(visit, "search", wanted=wanted, found=bool(found), **shown)


async def show(console: Console, visit: Visit) -> Response:
    """`dk-5`: whoever made this registration; `ch-5`: asked this question; `lh-5`: wrote on this
    chat."""
    kind, _, written = str(visit.request.path_params["person"]).partition("-")
    number, of = read_whole(written), _OF.get(kind)
    if number is None or of is None:
        raise HTTPException(404)
    who = await console.read(lambda tx: of(tx, console.content, visit.staff, number, visit.now))
    if who is None:
        raise HTTPException(404)
    shown = {one.name: getattr(who, one.name) for one in fields(who)}
    return console.render(visit, "person", phone=who.phone, **shown)
