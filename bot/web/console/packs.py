"""Packs of the city: what is new in each beside the ward's own words, and what staff take of it."""

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console, Place
from bot.web.console.contents import PATH as CONTENTS
from bot.web.console.contents import place_of
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.overlay import fact_named
from content.packs import PackRefused, read_pack
from handlers.desk import packs
from handlers.desk.acts import DeskRefused
from handlers.desk.checking import TextFault
from handlers.desk.packs import PackPart, PackReceived
from handlers.people.permissions import Action
from storage.database import Transaction
from storage.pack_models import CityPack

PATH = f"{CONTENTS}/goi"
ONE = f"{PATH}/{{pack}}"
AT_ONCE = 200  # boxes of one form
MOVES = ("take", "leave", "undo")
# Of each part that was not done: what it is called, why, what is wrong with its text.
Refusals = Sequence[tuple[str, str, Sequence[TextFault]]]


async def list_(console: Console, visit: Visit) -> Response:
    return await _list(console, visit)


async def _list(console: Console, visit: Visit, status: int = 200) -> Response:
    def work(tx: Transaction) -> list[tuple[CityPack, int]]:
        return [
            (row, sum(one.is_new for one in packs.parts(tx, console.content, row)))
            for row in tx.city_packs.all()
        ]

    found = await console.read(work)
    return console.render(visit, "packs", status, packs=found, has_key=bool(console.pack_key))


async def receive(console: Console, visit: Visit) -> Response:
    """A file somebody brings: kept when the city signed it."""
    _, data = visit.files.get("file", ("", b""))
    try:
        pack = read_pack(data, console.pack_key)
    except PackRefused as refusal:
        visit.errors["file"] = str(refusal)
        return await _list(console, visit, 400)

    def work(tx: Transaction) -> PackReceived:
        made = packs.receive(tx, console.content, pack, data, visit.staff, visit.now)
        visit.note(corrected=len(made.applied), left=len(made.asked))
        return made

    try:
        made = await console.write(
            visit, "pack.receive", f"pack:{pack.number}", work, unseen=Unseen.ADDS
        )
    except DeskRefused as refusal:
        visit.errors["file"] = str(refusal)
        return await _list(console, visit, 409)
    await console.catch_up()
    return console.back(f"{PATH}/{made.pack.id}", "pack_receive")


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(
    console: Console, visit: Visit, status: int = 200, refused: Refusals = ()
) -> Response:
    content = console.content
    row, found = await console.read(lambda tx: _find(tx, console, visit))
    shown = [
        {
            "part": one,
            "title": packs.title_of(content, one),
            "differs": packs.differences(content, one),
            "rows": packs.values_beside(content, one) if fact_named(one.entry) else None,
            "place": place_of(one.entry) if one.said or one.version else "",
        }
        for one in found
    ]
    return console.render(
        visit, "pack", status, pack=row, shown=shown, refused=refused, at_once=AT_ONCE,
        entries=content.knowledge.entries,
    )  # fmt: skip


def _find(tx: Transaction, console: Console, visit: Visit) -> tuple[CityPack, list[PackPart]]:
    """The pack of the page's address; 404 for none."""
    row = tx.city_packs.get(visit.number("pack"))
    if row is None:
        raise HTTPException(404)
    return row, packs.parts(tx, console.content, row)


async def choose(console: Console, visit: Visit) -> Response:
    """Each box by itself: it carries what was shown of it, and gets an answer of its own."""
    do, items = visit.choice("do", MOVES), visit.lists.get("item", [])
    if visit.errors or not items or len(items) > AT_ONCE:
        visit.errors.setdefault("act", "pack_none" if not items else "entries_too_many")
        return await _page(console, visit, 400)
    refused: list[tuple[str, str, Sequence[TextFault]]] = []
    for item in items:
        entry, _, key = item.rpartition(":")

        def work(tx: Transaction, entry: str = entry, key: str = key) -> None:
            row, found = _find(tx, console, visit)
            part = next((one for one in found if one.entry == entry and one.key == key), None)
            if part is None:
                raise DeskRefused("entry_changed")
            deed = {"take": packs.take, "leave": packs.leave, "undo": packs.undo}[do]
            deed(tx, console.content, row, part, visit.staff, visit.now)

        try:
            about = packs.about(entry[:100])
            await console.write(visit, f"pack.{do}", about, work, unseen=Unseen.KEYED)
        except DeskRefused as refusal:
            refused.append((entry[:100], str(refusal), refusal.faults))
    if refused:
        return await _page(console, visit, 409, refused)
    return console.back(f"{PATH}/{visit.number('pack')}", f"pack_{do}")


PLACES = (
    Place(PATH, Action.SEE_CONTENT, list_),
    Place(f"{PATH}/nhan", Action.WRITE_CONTENT, receive, ("POST",)),
    Place(ONE, Action.SEE_CONTENT, show),
    Place(f"{ONE}/chon", Action.WRITE_CONTENT, choose, ("POST",)),
)
