"""The answers of the assistant: the list of them, and what is done with several at once."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from handlers.desk import lists, moving
from handlers.desk.acts import DeskMove, DeskRefused
from handlers.desk.lists import LISTS, ORDERS, EntryList, WantedEntries
from storage.database import Transaction

PATH = "/noi-dung"
AT_ONCE = 40  # boxes of one form

Refusals = Sequence[tuple[str, str]]  # of each answer that was not done: what it is called, why


def _wanted(visit: Visit) -> WantedEntries:
    query = visit.request.query_params
    chosen, order = query.get("loc", LISTS[0]), query.get("xep", ORDERS[0])
    return WantedEntries(
        chosen if chosen in LISTS else LISTS[0],
        query.get("co-quan", ""),
        query.get("chu-de", ""),
        query.get("tim", "")[:100],
        order if order in ORDERS else ORDERS[0],
    )


async def list_(console: Console, visit: Visit) -> Response:
    return await _page(console, visit, _wanted(visit))


async def _page(
    console: Console, visit: Visit, wanted: WantedEntries, status: int = 200, refused: Refusals = ()
) -> Response:
    def work(tx: Transaction) -> EntryList:
        return lists.look_up(tx, console.content, visit.staff, wanted, visit.today)

    found = await console.read(work)
    return console.render(
        visit,
        "contents",
        status,
        rows=found.rows,
        counts=found.counts,
        wanted=wanted,
        refused=refused,
        at_once=AT_ONCE,
        topics=console.content.knowledge.topics,
        places=console.content.ward.offices,
        unread=len(console.content.shelf.now.unread),
    )


async def confirm(console: Console, visit: Visit) -> Response:
    """Several answers are still right: each waits for an approver from now on."""
    given: Counter[date] = Counter()

    def work(tx: Transaction, name: str, key: str) -> None:
        one = moving.find(tx, console.content, visit.staff, name, key)
        also = moving.promised(tx, console.content) + given
        until = moving.proposed(console.content, one, visit.today, also)
        ask = moving.DeskAsk(visit.staff, visit.now, review_by=until)
        moving.do(tx, console.content, one, DeskMove.CONFIRM, ask)

    return await _each(console, visit, DeskMove.CONFIRM, work, "den-han")


async def publish(console: Console, visit: Visit) -> Response:
    """Several that wait are approved, each as it was shown."""

    def work(tx: Transaction, name: str, key: str) -> None:
        one = moving.find(tx, console.content, visit.staff, name, key)
        ask = moving.DeskAsk(visit.staff, visit.now)
        moving.do(tx, console.content, one, DeskMove.PUBLISH, ask)

    response = await _each(console, visit, DeskMove.PUBLISH, work, "cho-duyet")
    await console.catch_up()
    return response


async def _each(
    console: Console,
    visit: Visit,
    move: DeskMove,
    work: Callable[[Transaction, str, str], None],
    list_name: str,
) -> Response:
    """Each box by itself: it carries the text it was ticked for, and gets an answer of its own."""
    refused: list[tuple[str, str]] = []
    done = 0
    for item in visit.lists.get("item", [])[:AT_ONCE]:
        name, _, key = item.partition(":")
        try:
            await console.write(
                visit,
                f"entry.{move}",
                f"entry:{name}",
                lambda tx, name=name, key=key: work(tx, name, key),  # type: ignore[misc]
                unseen=Unseen.KEYED,
            )
            done += 1
        except DeskRefused as refusal:
            known = console.content.knowledge.entries.get(name)
            refused.append((known.question if known else name, str(refusal)))
    if done and not refused:
        return console.back(f"{PATH}?loc={list_name}", f"entries_{move}")
    if not done and not refused:
        refused.append(("", "entries_none"))
    return await _page(console, visit, WantedEntries(list_name), 409, refused)
