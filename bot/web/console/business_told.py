"""Businesses of the register that somebody told on the spot: out of the list of whom to visit."""

from starlette.responses import Response

from bot.web.console.businesses import PATH, page, query_of, wanted_of
from bot.web.console.console import Console, Place
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.whole import read_whole
from handlers.broadcast import reach
from handlers.people.permissions import Action
from handlers.register import seen as registered
from storage.database import Transaction


async def told(console: Console, visit: Visit) -> Response:
    """Those that are ticked, each in its neighbourhood; of the others nothing is said."""
    day = visit.day("day")
    topic = visit.choice("topic", list(console.content.news.topics))
    how = visit.choice("how", reach.HOW)
    ticked = [read_whole(one) or 0 for one in visit.lists.get("told", [])]
    given = reach.OutreachRound(day or visit.today, "", topic, how)
    if faults := reach.mistakes(given, [str(one) for one in ticked], visit.today):
        visit.errors |= {"told" if name == "businesses" else name: faults[name] for name in faults}
    if visit.errors:
        return await page(console, visit, 400)

    def work(tx: Transaction) -> int:
        known = [registered.find(tx, visit.staff, number) for number in ticked]
        numbers = list(dict.fromkeys(one.id for one in known if one is not None))
        reach.record_told(tx, given, tx.business_lists.some(numbers), visit.now, by=visit.staff)
        visit.note(businesses=len(numbers))
        return len(numbers)

    count = await console.write(visit, "reach.outreach", "register:list", work, unseen=Unseen.ADDS)
    query = query_of(wanted_of(visit.request.query_params))
    return console.back(f"{PATH}?{query}", "told_written" if count else "nobody_told")


PLACES = (Place(f"{PATH}/da-bao", Action.EDIT_BUSINESSES, told, ("POST",)),)
