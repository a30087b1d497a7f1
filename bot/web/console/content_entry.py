"""One answer of the assistant: what it says, its versions, and what may be done with it."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.contents import PATH
from bot.web.console.desk_forms import asked
from bot.web.console.visit import Visit
from content.library import Content
from content.vietnamese import read_typed_day
from content.written import fields_of
from handlers.desk import acts, checking, lists, moving
from handlers.desk.acts import DeskMove, DeskRefused
from handlers.desk.checking import TextFault
from handlers.desk.effects import effect_in, effect_of
from handlers.desk.lists import Standing
from storage.database import Transaction
from storage.models import EntryUse

NAME_LIMIT = 60


def find(tx: Transaction, console: Console, visit: Visit) -> Standing:
    """The answer of the page's address; 404 for none."""
    name = str(visit.request.path_params["entry"])[:NAME_LIMIT]
    found = lists.standing(tx, console.content, visit.staff, name)
    if found is None:
        raise HTTPException(404)
    return found


async def show(console: Console, visit: Visit) -> Response:
    return await page(console, visit)


async def page(
    console: Console, visit: Visit, status: int = 200, faults: list[TextFault] | None = None
) -> Response:
    content = console.content
    asked = visit.request.query_params.get("ngay", "")
    day = read_typed_day(asked) or visit.today

    def work(tx: Transaction) -> dict[str, Any]:
        one = find(tx, console, visit)
        now = fields_of(one.entry.text, content.laws) if one.entry else {}
        new = fields_of(one.open.text, content.laws) if one.open else {}
        tried = content.shelf.tried(acts.published(one.open))[0] if one.open else None
        knowledge = tried or content.knowledge
        text = one.open.text if one.open else one.entry.text if one.entry else ""
        return {
            "one": one,
            "said": lists.said_on(content, one, day, visit.today),
            "then": lists.said_by(tried, one.id, day) if tried else None,
            "effect": effect_in(tried, one, visit.today),
            "written": new,
            "changes": [(n, now.get(n, ""), new[n]) for n in new if now.get(n, "") != new[n]],
            "facts": lists.facts_of(content, knowledge, text),
            "people": {person.id: person for person in tx.staff.all()},
            "approvers": acts.approvers(tx, one.open) if one.open else [],
            "use": tx.feedback.use().get(one.id, EntryUse()),
            "said_wrong": tx.feedback.said_wrong(one.id),
            "latest": checking.latest_day(content.shelf, one.entry, visit.today),
            "proposed": moving.proposed(content, one, visit.today, moving.promised(tx, content)),
            "wrong": faults if faults is not None else _wrong(console, visit, one),
        }

    found = await console.read(work)
    return console.render(
        visit,
        "content_entry",
        status,
        **found,
        day=day,
        topics=content.knowledge.topics,
        places=content.ward.offices,
        entries=content.knowledge.entries,
        base_moved=lists.base_moved(content.shelf, found["one"].id),
        under_review=_under_review(content, found["one"]),
        of_the_file=_of_the_file(console, found["one"]),
    )


def _under_review(content: Content, one: Standing) -> str:
    """What whoever asks reads while an answer is not given."""
    if one.entry is None:
        return ""
    office = content.ward.office(one.entry.office)
    return content.words.say("faq/under_review", entry=one.entry, office=office)


def _wrong(console: Console, visit: Visit, one: Standing) -> list[TextFault]:
    """Of a version in the making, so that nobody sends or approves what would be refused."""
    if one.open is None or DeskMove.WITHDRAW in one.moves:
        return []
    return checking.faults(console.content.shelf, acts.published(one.open), visit.today)


def _of_the_file(console: Console, one: Standing) -> list[tuple[str, str, str]]:
    """(field, as the ward has it, as the newer program has it) where a file was changed under what
    was published."""
    content = console.content
    file = content.shelf.files.entries.get(one.id)
    if one.entry is None or file is None or not lists.base_moved(content.shelf, one.id):
        return []
    ours, theirs = fields_of(one.entry.text, content.laws), fields_of(file.text, content.laws)
    return [(name, ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]]


async def act(console: Console, visit: Visit) -> Response:
    """One move of `moving.MOVES`; each asks for its own."""
    typed = visit.day("review_by", required=False)
    do, ask = asked(visit, moving.MOVES, review_by=typed)
    name = str(visit.request.path_params["entry"])[:NAME_LIMIT]
    if visit.errors:
        return await page(console, visit, 400)

    if do == DeskMove.SUBMIT and (taken := await _taken(console, visit)):
        visit.errors["act"] = "entry_faulty"
        return await page(console, visit, 409, taken)

    def work(tx: Transaction) -> str:
        one = find(tx, console, visit)
        visit.require_as_seen({}, one.seen)
        effect = effect_of(console.content, one, visit.today) if do == DeskMove.PUBLISH else None
        moving.do(tx, console.content, one, do, ask)
        return f"entry_{do}_{effect}" if effect else f"entry_{do}"

    try:
        done = await console.write(visit, f"entry.{do}", f"entry:{name}", work)
    except DeskRefused as refusal:
        visit.errors["act"] = str(refusal)
        visit.errors |= checking.of_fields(refusal.faults)
        return await page(console, visit, 409, refusal.faults or None)
    await console.catch_up()
    return console.back(f"{PATH}/{name}", done)


async def _taken(console: Console, visit: Visit) -> list[TextFault]:
    """What the new wordings of a draft would take from other answers."""
    one = await console.read(lambda tx: find(tx, console, visit))
    if one.open is None:
        return []
    shelf, draft = console.content.shelf, acts.published(one.open)
    return await console.pools.pages.run(checking.harms, shelf, draft)
