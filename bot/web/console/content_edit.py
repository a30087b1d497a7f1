"""An answer of the assistant is written, or written anew: its form."""

from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.asked import ids_in
from bot.web.console.console import Console
from bot.web.console.content_entry import find
from bot.web.console.contents import PATH
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content import offered as offered_facts
from content import template_faults
from content.fact_text import FactUnread, ValueRow, all_of
from content.knowledge import Certainty
from content.overlay import Published
from content.written import FIELDS, known_sources
from handlers.desk import acts, asked, checking, figures, moving
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
        begun = await console.read(lambda tx: _begun(tx, console, visit))
        visit.form |= begun.fields
        visit.form["messages"] = ",".join(map(str, begun.ids))
        return _form(console, visit, None)
    fields = _fields(console, visit)
    fields["topic"] = visit.choice("topic", list(console.content.knowledge.topics))
    name = ""
    try:
        name = await console.read(lambda tx: moving.new_id(tx, console.content, fields["question"]))
    except DeskRefused as refusal:
        visit.errors.setdefault("question", str(refusal))
    return await _keep(console, visit, None, name, fields)


async def edit(console: Console, visit: Visit) -> Response:
    one = await console.read(lambda tx: find(tx, console, visit))
    if DeskMove.EDIT not in one.moves:
        raise HTTPException(403)
    if visit.request.method == "GET":
        visit.form = moving.fields_now(console.content, one, visit.today)
        begun = await console.read(lambda tx: _begun(tx, console, visit))
        more = begun.fields.get("ask", "").splitlines()
        visit.form["ask"] = "\n".join([visit.form["ask"], *more]).strip()
        visit.form["messages"] = ",".join(map(str, begun.ids))
        return _form(console, visit, one)
    fields = _fields(console, visit)
    if one.entry is None and "topic" in visit.form:  # not published yet: it may stand elsewhere
        fields["topic"] = visit.choice("topic", list(console.content.knowledge.topics))
    return await _keep(console, visit, one, one.id, fields)


def _begun(tx: Transaction, console: Console, visit: Visit) -> asked.Beginning:
    """What the address asks to begin with: messages, or an answer somebody was given."""
    query = visit.request.query_params
    if code := query.get("tu", ""):
        found = asked.from_answered(tx, console.content, visit.staff, code[:LINE])
        return found or asked.Beginning({})
    ids = ids_in(query.get("tin", ""))
    return asked.beginning(tx, ids) if ids else asked.Beginning({})


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
    content = console.content
    known, strange = known_sources(fields["sources"], content.laws)
    if strange:
        visit.errors["sources"] = "unknown_law"
    made: offered_facts.Made = ()
    try:
        made = _brought(console, visit)
    except FactUnread as fault:
        visit.errors |= {f"figure_{each.field}_{each.row}": each.why for each in fault.all}
    if visit.errors:
        faults = [TextFault("unknown_law", line) for line in strange]
        if sends:
            faults += _besides(console, visit, one, fields | {"sources": known}, made)
        visit.errors |= checking.of_fields(faults)
        return _form(console, visit, one, 400, faults)
    written = moving.written(content, one, name, fields, visit.today, made)
    if sends:
        faults = await _looked_through(console, written, visit.today)
        if faults:
            visit.errors["act"] = "entry_faulty"
            visit.errors |= checking.of_fields(faults)
            return _form(console, visit, one, 409, faults)

    def work(tx: Transaction) -> EntryVersion:
        if one is not None:
            now = find(tx, console, visit)
            visit.require_as_seen(moving.fields_now(content, now, visit.today), now.seen)
        elif tx.entries.of_entry(name):
            raise DeskRefused("entry_changed")
        made = acts.write(tx, content.shelf, written, visit.staff, visit.now, fields["office"])
        asked.settle(tx, ids_in(visit.form.get("messages", "")))
        return acts.submit(tx, content.shelf, made, visit.now) if sends else made

    deed = "entry.submit" if sends else "entry.draft"
    unseen = Unseen.ADDS if one is None else None
    try:
        await console.write(visit, deed, f"entry:{name}", work, unseen=unseen)
    except DeskRefused as refusal:
        visit.errors["act"] = str(refusal)
        visit.errors |= checking.of_fields(refusal.faults)
        return _form(console, visit, one, 409, refusal.faults)
    return console.back(f"{PATH}/{name}", "entry_submit" if sends else "entry_draft")


def _besides(
    console: Console,
    visit: Visit,
    one: Standing | None,
    fields: dict[str, str],
    made: offered_facts.Made,
) -> list[TextFault]:
    """What else is wrong with the text of a form that has fields which cannot be as they are: it is
    all said at once, and of a field that was spoken of nothing more."""
    filled = fields | {"review_by": fields["review_by"] or visit.today.isoformat()}
    name = one.id if one else "cau-moi"
    written = moving.written(console.content, one, name, filled, visit.today, made)
    spoken = {"said", *(fault for field, fault in _SPOKEN if field in visit.errors)}
    found = checking.faults(console.content.shelf, written, visit.today)
    return [fault for fault in found if fault.name not in spoken]


# Of a field with an error of its own, what would only say it again.
_SPOKEN = (
    ("question", "no_question"),
    ("menu", "no_question"),
    ("sources", "no_source"),
    ("review_by", "review_past"),
    ("review_by", "review_late"),
)


def _brought(console: Console, visit: Visit) -> offered_facts.Made:
    """The facts that figures of the text become, each as it was filled in; one without a meaning is
    left as it is. Raises FactUnread."""
    given: list[tuple[int, offered_facts.GivenFact]] = []
    offered = {one.figure: one for one in offered_facts.offers(visit.form)}
    for number in range(offered_facts.MOST):
        named = offered.get(visit.form.get(f"figure_{number}", ""))
        meaning = visit.text(f"figure_meaning_{number}", limit=LINE)
        if named is None or not meaning:
            continue
        typed = (visit.text(f"figure_{field}_{number}", limit=LINE) for field in _ROW)
        given.append((number, offered_facts.GivenFact(named, meaning, ValueRow(*typed))))
    try:
        facts = console.content.knowledge.facts
        return offered_facts.brought([one for _, one in given], console.content.laws, set(facts))
    except FactUnread as fault:
        placed = [FactUnread(given[one.row][0], one.field, one.why) for one in fault.all]
        raise all_of(placed) from None


_ROW = ("value", "from", "to", "source")


def _offer(visit: Visit) -> list[offered_facts.OfferedFact]:
    """The figures that stand typed in the text, with what can be filled in for their author."""
    if visit.request.method == "GET":
        return []
    found = offered_facts.offers(visit.form)
    source = next(iter(visit.form.get("sources", "").splitlines()), "")
    for number, one in enumerate(found):
        if visit.form.get(f"figure_{number}") == one.figure:
            continue
        fresh = {"value": one.value, "from": visit.today.isoformat(), "to": "", "source": source}
        visit.form |= {f"figure_{field}_{number}": text for field, text in fresh.items()}
        visit.form[f"figure_meaning_{number}"] = ""
    return found


async def _looked_through(console: Console, written: Published, today: date) -> list[TextFault]:
    """What is wrong with a text, and what its new wordings would take from others: that reads
    hundreds of messages, so it is done in a thread and before anything is kept."""
    shelf = console.content.shelf
    return await console.pools.pages.run(checking.faults, shelf, written, today) or (
        await console.pools.pages.run(checking.harms, shelf, written)
    )


def _reads(console: Console, visit: Visit) -> dict[str, Any]:
    """What the short answer of the form reads like today, and each place of it between brackets."""
    content, text = console.content, visit.form.get("short", "")
    values = content.knowledge.facts.as_of(visit.today)
    return {
        "reads": template_faults.reading(content.shelf.env, text, values),
        "pieces": list(template_faults.pieces(content.shelf.env, text, values)),
        "branches": "{%" in text,
    }


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
        "messages": visit.form.get("messages", "") if one is None else "",
        "offers": _offer(visit),
        "topics": content.knowledge.topics,
        "places": content.ward.offices,
        "certainties": [str(one) for one in Certainty],
        "laws": list(content.laws.values()),
        "entries": content.knowledge.entries,
        "facts": figures.to_put_in(content, visit.today),
    } | _reads(console, visit)
    return console.render(visit, "content_edit", status, **values)
