"""Texts and audiences of broadcasts that staff keep: the list, one kept, one dropped."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import broadcast as pages
from bot.web.console.console import Console
from bot.web.console.visit import Visit
from handlers.broadcast import keeping
from handlers.broadcast.drafting import BroadcastRefused
from storage.database import Transaction
from storage.kept_writings import KeptKind, KeptWriting

PATH = "/thong-bao/mau"


async def list_(console: Console, visit: Visit) -> Response:
    kept = await console.read(keeping.listed)
    return console.render(visit, "broadcast_kept", kept=kept)


async def keep(console: Console, visit: Visit) -> Response:
    """The text, or the audience, of a broadcast as it is stored."""
    what = KeptKind(visit.choice("what", [str(kind) for kind in KeptKind]))
    number = visit.number("broadcast")
    name = visit.text("name", limit=keeping.LONGEST_NAME)
    if visit.errors:
        return await pages.page(console, visit, 400)

    def work(tx: Transaction) -> KeptWriting:
        broadcast = pages.find(tx, visit)
        visit.require_as_seen({}, broadcast)
        form = pages.as_form(broadcast)
        kept = keeping.keep(tx, what, name, form, visit.now, staff=visit.staff)
        visit.note(name=kept.name)
        return kept

    try:
        await console.write(visit, "broadcast.keep", f"broadcast:{number}", work)
    except BroadcastRefused as refusal:
        visit.errors["name"] = str(refusal)
        return await pages.page(console, visit, 409)
    return console.back(f"/thong-bao/{number}", f"kept_{what}")


async def drop(console: Console, visit: Visit) -> Response:
    number = visit.number("kept")

    def work(tx: Transaction) -> None:
        kept = tx.kept_writings.get(number)
        if kept is None:
            raise HTTPException(409)  # somebody else dropped it meanwhile
        visit.require_as_seen({}, kept)
        visit.note(name=kept.name)
        keeping.forget(tx, kept)

    await console.write(visit, "broadcast.forget", "broadcast:0", work)
    return console.back(PATH, "kept_gone")
