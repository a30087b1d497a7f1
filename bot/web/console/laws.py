"""The documents answers and figures may rest on, and how staff add one that is not in the list.
Each of those added has its page among the settings of the ward."""

from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.contents import PATH as CONTENTS
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from bot.web.console.ward_settings import PATH as PARTS
from bot.web.console.ward_settings import typed_values
from content.vietnamese import order_key
from content.ward_parts import law_named, law_part
from handlers.desk import acts, laws, moving, ward_settings
from handlers.desk.acts import DeskRefused
from handlers.desk.ward_settings import PartRow
from storage.database import Transaction

PATH = f"{CONTENTS}/van-ban"
_NEW = law_part("moi")  # what a form for a new one is read as


async def list_(console: Console, visit: Visit) -> Response:
    return await _list(console, visit)


async def _list(console: Console, visit: Visit, status: int = 200) -> Response:
    content = console.content

    def work(tx: Transaction) -> list[PartRow]:
        return ward_settings.look_up(tx, content)

    rows = await console.read(work)
    return console.render(
        visit,
        "laws",
        status,
        laws=sorted(content.laws.values(), key=lambda law: order_key(law.name)),
        added=[row for row in rows if law_named(row.part)],
    )


async def add(console: Console, visit: Visit) -> Response:
    """A new document goes to whoever approves at once."""
    content = console.content
    values = typed_values(console, visit, _NEW, {})
    if values is None:
        return await _list(console, visit, 400)

    def work(tx: Transaction) -> str:
        part = laws.new_law(tx, content, values)
        ask = moving.DeskAsk(visit.staff, visit.now)
        made = ward_settings.write(tx, content, part, values, ask)
        acts.submit(tx, content.shelf, made, visit.now)
        return part

    try:
        part = await console.write(
            visit, "ward.submit", lambda made: f"ward:{made}", work, unseen=Unseen.ADDS
        )
    except DeskRefused as refusal:
        visit.errors["act"] = str(refusal)
        return await _list(console, visit, 409)
    return console.back(f"{PARTS}/{part}", "ward_submit")
