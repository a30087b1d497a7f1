"""Pairs of the register that may be one business, and what a person decides of each."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.businesses import PATH
from bot.web.console.console import Console, Place
from bot.web.console.visit import Visit
from content.whole import read_whole
from handlers.people.permissions import Action
from handlers.people.removed import TakenAway
from handlers.register import doubles
from storage.audit import Deed
from storage.business_models import Business, BusinessMerge, BusinessPair
from storage.database import Transaction

PAIRS = "/so-ho-trung"


async def list_(console: Console, visit: Visit) -> Response:
    after = read_whole(visit.request.query_params.get("sau", "")) or 0

    def work(tx: Transaction) -> tuple[list[doubles.ShownPair], int]:
        return doubles.waiting(tx, visit.staff, after), tx.business_pairs.count_waiting()

    pairs, count = await console.read(work)
    return console.render(
        visit, "business_pairs", pairs=pairs, count=count, after=after, shown=doubles.SHOWN,
        trades=console.content.trades,
    )  # fmt: skip


async def decide(console: Console, visit: Visit) -> Response:
    """One of a pair is the other, or neither is."""
    do = visit.choice("do", ("one", "other", "apart"))

    def work(tx: Transaction) -> tuple[Business, str]:
        pair = tx.business_pairs.get(visit.number("pair"))
        found = _both(tx, pair) if pair else []
        if pair is None or len(found) < 2:
            raise TakenAway("register:pairs", Deed.BUSINESS_MERGE)
        visit.require_as_seen({}, pair, found)
        kept, gone = found if do == "one" else found[::-1]
        if do == "apart":
            doubles.keep_apart(tx, visit.staff, pair, visit.now)
        else:
            doubles.merge(tx, visit.staff, kept.id, gone.id, visit.now)
        visit.note(code=gone.code)
        return kept, gone.code

    await console.write(
        visit,
        "business.apart" if do == "apart" else "business.merge",
        lambda done: f"business:{done[0].code}",
        work,
    )
    return console.back(PAIRS, "saved")


def _both(tx: Transaction, pair: BusinessPair) -> list[Business]:
    return [one for number in (pair.one, pair.other) if (one := tx.businesses.get(number))]


async def part(console: Console, visit: Visit) -> Response:
    """Undoes a merge."""

    def work(tx: Transaction) -> tuple[Business, BusinessMerge]:
        merge = tx.business_pairs.merge(visit.number("merge"))
        kept = tx.businesses.standing(merge.kept) if merge else None
        if merge is None or kept is None:
            raise HTTPException(404)
        visit.require_as_seen({}, merge)
        return kept, doubles.part(tx, visit.staff, merge, visit.now)

    kept, _ = await console.write(
        visit, "business.part", lambda done: f"business:{done[0].code}", work
    )
    return console.back(f"{PATH}/{kept.id}", "saved")


_MANAGE = Action.MANAGE_BUSINESSES
PLACES = (
    Place(PAIRS, _MANAGE, list_),
    Place(f"{PAIRS}/{{pair}}", _MANAGE, decide, ("POST",)),
    Place(f"{PATH}/gop/{{merge}}/tach", _MANAGE, part, ("POST",)),
)
