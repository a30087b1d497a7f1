"""An answer of the assistant is written, or written anew: its form."""

from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.content_entry import find
from bot.web.console.contents import PATH
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.knowledge import Certainty
from content.overlay import Published
from content.written import FIELDS, UnknownLaw
from handlers.desk import acts, checking, moving
from handlers.desk.acts import DeskMove, DeskRefused
from handlers.desk.checking import TextFault
from handlers.desk.lists import Standing
from storage.database import Transaction
from storage.entry_models import EntryVersion

LINE, TEXT, LONG = 200, 4000, 12_000
LIMITS = {"question": LINE, "menu": LINE, "short": TEXT, "ask": LONG, "sources": TEXT}


async def new(console: Console, visit: Visit) -> Response:
    """An answer nobody has written yet."""
    if visit.request.method == "GET":
        visit.form = moving.fields_now(console.content, None, visit.today)
        visit.form["question"] = visit.request.query_params.get("cau", "")[:LINE]
        return _form(console, visit, None)
    fields = _fields(console, visit)
    topic = visit.choice("topic", list(console.content.knowledge.topics))
    if visit.errors:
        return _form(console, visit, None, 400)
    try:
        name = await console.read(lambda tx: moving.new_id(tx, console.content, fields["question"]))
    except DeskRefused as refusal:
        visit.errors["question"] = str(refusal)
        return _form(console, visit, None, 400)
    return await _keep(console, visit, None, name, fields | {"topic": topic})


async def edit(console: Console, visit: Visit) -> Response:
    one = await console.read(lambda tx: find(tx, console, visit))
    if DeskMove.EDIT not in one.moves:
        raise HTTPException(403)
    if visit.request.method == "GET":
        visit.form = moving.fields_now(console.content, one, visit.today)
        return _form(console, visit, one)
    fields = _fields(console, visit)
    if visit.errors:
        return _form(console, visit, one, 400)
    return await _keep(console, visit, one, one.id, fields)


def _fields(console: Console, visit: Visit) -> dict[str, str]:
    """What was typed, with what is wrong in `visit.errors`."""
    found = {name: visit.text(name, limit=LIMITS.get(name, TEXT)) for name in FIELDS}
    found["certainty"] = visit.choice("certainty", [str(one) for one in Certainty])
    found["office"] = visit.choice("office", list(console.content.ward.offices))
    day = visit.day("review_by")
    found["review_by"] = day.isoformat() if day else ""
    for name in ("question", "menu"):
        visit.text(name, required=True, limit=LINE)
    return found


async def _keep(
    console: Console, visit: Visit, one: Standing | None, name: str, fields: dict[str, str]
) -> Response:
    """A draft with what was typed; with `do` submit it goes to whoever approves at once, if nothing
    is wrong with it."""
    sends = visit.text("do") == "submit"
    content, faults = console.content, []
    try:
        written = moving.written(content, one, name, fields, visit.today)
    except UnknownLaw as line:
        visit.errors["sources"] = "unknown_law"
        return _form(console, visit, one, 400, [TextFault("unknown_law", str(line))])
    if sends:
        faults = await _looked_through(console, written, visit.today)
        if faults:
            visit.errors["act"] = "entry_faulty"
            return _form(console, visit, one, 409, faults)

    def work(tx: Transaction) -> EntryVersion:
        if one is not None:
            now = find(tx, console, visit)
            visit.require_as_seen(moving.fields_now(content, now, visit.today), now.seen)
        elif tx.entries.of_entry(name):
            raise DeskRefused("entry_changed")
        made = acts.write(tx, content.shelf, written, visit.staff, visit.now, fields["office"])
        return acts.submit(tx, content.shelf, made, visit.now) if sends else made

    deed = "entry.submit" if sends else "entry.draft"
    unseen = Unseen.ADDS if one is None else None
    try:
        await console.write(visit, deed, f"entry:{name}", work, unseen=unseen)
    except DeskRefused as refusal:
        visit.errors["act"] = str(refusal)
        return _form(console, visit, one, 409, refusal.faults)
    return console.back(f"{PATH}/{name}", "entry_submit" if sends else "entry_draft")


async def _looked_through(console: Console, written: Published, today: date) -> list[TextFault]:
    """What is wrong with a text, and what its new wordings would take from others: that reads
    hundreds of messages, so it is done in a thread and before anything is kept."""
    shelf = console.content.shelf
    return await console.pools.pages.run(checking.faults, shelf, written, today) or (
        await console.pools.pages.run(checking.harms, shelf, written)
    )


def _form(
    console: Console,
    visit: Visit,
    one: Standing | None,
    status: int = 200,
    wrong: list[TextFault] | None = None,
) -> Response:
    content = console.content
    values: dict[str, Any] = {
        "one": one,
        "fresh": moving.fields_now(content, one, visit.today) if one else None,
        "wrong": wrong or [],
        "topics": content.knowledge.topics,
        "places": content.ward.offices,
        "certainties": [str(one) for one in Certainty],
        "laws": list(content.laws.values()),
        "entries": content.knowledge.entries,
        "facts": list(content.knowledge.facts.values()),
    }
    return console.render(visit, "content_edit", status, **values)
