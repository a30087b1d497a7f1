"""The figures of the answers in the console: what each is from when to when, by which article."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.contents import PATH as CONTENTS
from bot.web.console.desk_forms import asked
from bot.web.console.visit import Visit
from content.fact_text import FactKind, FactUnread, ValueRow, kind_of, read_fact, rows_of, shown
from content.facts import Fact, SourceRead
from content.overlay import fact_entry
from handlers.desk import acts, checking, figures, lists, moving
from handlers.desk.acts import DeskRefused
from handlers.desk.checking import TextFault
from handlers.desk.figures import FigureStanding
from storage.database import Transaction

PATH = f"{CONTENTS}/so-lieu"
NAME_LIMIT = 60
FIELDS = ("value", "from", "to", "source", "read")  # of one value, as the form names them
FIRST = 30  # of those that end soonest; the rest is found by its name
MOST = 12  # values of one figure


async def list_(console: Console, visit: Visit) -> Response:
    words = visit.request.query_params.get("tim", "")[:100]

    def work(tx: Transaction) -> list[figures.FigureRow]:
        return figures.look_up(tx, console.content, visit.today, words)

    rows = await console.read(work)
    first = rows if words or "tat-ca" in visit.request.query_params else rows[:FIRST]
    left = len(rows) - len(first)
    return console.render(visit, "figures", rows=first, left=left, words_=words, shown=shown)


def _find(tx: Transaction, console: Console, visit: Visit) -> FigureStanding:
    """The figure of the page's address; 404 for none."""
    name = str(visit.request.path_params["figure"])[:NAME_LIMIT]
    found = figures.standing(tx, console.content, visit.staff, name)
    if found is None:
        raise HTTPException(404)
    return found


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


def _fact_of(console: Console, one: FigureStanding) -> Fact | None:
    """As the version in the making has it, else as it is in force."""
    return figures.written(one.open, console.content) if one.open else one.fact


def _form_of(console: Console, one: FigureStanding) -> dict[str, str]:
    """The form as a fresh page shows it: each value, and room for a new one."""
    fact = _fact_of(console, one)
    rows = rows_of(fact, console.content.laws) if fact else []
    named = {"meaning": fact.meaning if fact else ""}
    for number, row in enumerate([*rows, ValueRow()]):
        held = (row.value, row.start, row.end, row.source, row.read)
        named |= {f"{name}_{number}": str(text) for name, text in zip(FIELDS, held, strict=True)}
    return named


async def _page(
    console: Console, visit: Visit, status: int = 200, faults: list[TextFault] | None = None
) -> Response:
    content = console.content

    def work(tx: Transaction) -> dict[str, Any]:
        one = _find(tx, console, visit)
        wrong = faults
        if wrong is None and one.open is not None:
            wrong = checking.faults(content.shelf, acts.published(one.open), visit.today)
        return {
            "one": one,
            "people": {person.id: person for person in tx.staff.all()},
            "approvers": acts.approvers(tx, one.open) if one.open else [],
            "wrong": wrong or [],
        }

    found = await console.read(work)
    one: FigureStanding = found["one"]
    fresh = _form_of(console, one)
    newer = figures.written(one.open, content) if one.open else None
    far = figures.far_off(one.fact, newer)
    shown_fact = newer or one.fact or _NONE
    return console.render(
        visit,
        "figure",
        status,
        **found,
        fresh=fresh,
        held=rows_of(one.fact, content.laws) if one.fact else [],
        newer=rows_of(newer, content.laws) if newer else [],
        meaning=shown_fact.meaning,
        far=[shown(value) for value in far] if far else [],
        beside=figures.beside(content, one, visit.today),
        base_moved=lists.base_moved(content.shelf, fact_entry(one.name)),
        theirs=_of_the_file(console, one.name),
        kind=kind_of(shown_fact) if shown_fact.values else FactKind.TEXT,
        rows=sum(name.startswith("value_") for name in fresh),
        reads=[str(read) for read in SourceRead if read is not SourceRead.UNCONFIRMED],
        laws=list(content.laws.values()),
        entries=content.knowledge.entries,
    )


def _of_the_file(console: Console, name: str) -> list[ValueRow]:
    facts = console.content.shelf.files.facts
    return rows_of(facts[name], console.content.laws) if name in facts else []


_NONE = Fact("", "", ())


async def edit(console: Console, visit: Visit) -> Response:
    """A draft of what was typed; with `do` submit it goes to whoever approves at once."""
    sends = visit.text("do") == "submit"
    one = await console.read(lambda tx: _find(tx, console, visit))
    fact = _typed(console, visit, one)
    if fact is None:
        return await _page(console, visit, 400)
    content = console.content

    def work(tx: Transaction) -> None:
        now = _find(tx, console, visit)
        visit.require_as_seen(_form_of(console, now), now.seen)
        ask = moving.DeskAsk(visit.staff, visit.now)
        made = figures.write(tx, content, fact, ask)
        if sends:
            acts.submit(tx, content.shelf, made, visit.now)

    deed = "fact.submit" if sends else "fact.draft"
    try:
        await console.write(visit, deed, f"fact:{one.name}", work)
    except DeskRefused as refusal:
        visit.errors["act"] = str(refusal)
        return await _page(console, visit, 409, refusal.faults)
    return console.back(f"{PATH}/{one.name}", "fact_submit" if sends else "fact_draft")


def _typed(console: Console, visit: Visit, one: FigureStanding) -> Fact | None:
    """The fact of the form; None, with what is wrong in `visit.errors`."""
    was = _fact_of(console, one)
    if was is None:
        raise HTTPException(404)
    rows = [
        ValueRow(*(visit.text(f"{name}_{number}", limit=300) for name in FIELDS))
        for number in range(MOST)
        if f"value_{number}" in visit.form
    ]
    meaning = visit.text("meaning", required=True, limit=200)
    try:
        fact = read_fact(one.name, meaning, kind_of(was), rows, console.content.laws, was)
    except FactUnread as fault:
        for each in fault.all:
            field = "meaning" if each.field == "meaning" else f"{each.field}_{each.row}"
            visit.errors[field] = each.why
        return None
    return None if visit.errors else fact


async def act(console: Console, visit: Visit) -> Response:
    """One move of a version, or back to an earlier one."""
    do, ask = asked(visit)
    name = str(visit.request.path_params["figure"])[:NAME_LIMIT]
    if visit.errors:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> None:
        one = _find(tx, console, visit)
        visit.require_as_seen({}, one.seen)
        figures.do(tx, console.content, one, do, ask)

    try:
        await console.write(visit, f"fact.{do}", f"fact:{name}", work)
    except DeskRefused as refusal:
        visit.errors["act"] = str(refusal)
        return await _page(console, visit, 409, refusal.faults or None)
    await console.catch_up()
    return console.back(f"{PATH}/{name}", f"fact_{do}")
