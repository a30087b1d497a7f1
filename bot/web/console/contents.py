"""The answers of the assistant: the list of them, and what is done with several at once."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from urllib.parse import urlencode

from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.documents.review_paper import ReviewedAnswer, paper, workbook
from content.documents.word import DOCX
from content.library import Content
from content.overlay import fact_named, part_named
from content.sheets import XLSX
from content.written import fields_of
from handlers.desk import figures, lists, moving, on_paper
from handlers.desk.acts import DeskMove, DeskRefused
from handlers.desk.checking import TextFault
from handlers.desk.lists import LISTS, ORDERS, EntryList, WantedEntries
from handlers.desk.ward_settings import called, named_part
from handlers.people.permissions import own_answers
from storage.database import Transaction
from storage.entry_models import EntryVersion

PATH = "/noi-dung"
AT_ONCE = 40  # boxes of one form

# Of each answer that was not done: its id, what it is called, why, and what is wrong with its text.
Refusals = Sequence[tuple[str, str, str, Sequence[TextFault]]]


def _wanted(visit: Visit, usual: str = LISTS[0]) -> WantedEntries:
    """What the address asks for: of a form, the list it stands on."""
    query = visit.request.query_params
    chosen, order = query.get("loc", usual), query.get("xep", ORDERS[0])
    return WantedEntries(
        chosen if chosen in LISTS else LISTS[0],
        query.get("co-quan", own_answers(visit.staff)),
        query.get("chu-de", ""),
        query.get("tim", "")[:100],
        order if order in ORDERS else ORDERS[0],
    )


async def list_(console: Console, visit: Visit) -> Response:
    return await _page(console, visit, _wanted(visit))


async def _page(
    console: Console,
    visit: Visit,
    wanted: WantedEntries,
    status: int = 200,
    refused: Refusals = (),
    done: tuple[int, int] | None = None,
) -> Response:
    """`done`: how many were just done, and how many of them keep the day they had."""

    def work(tx: Transaction) -> EntryList:
        return lists.look_up(tx, console.content, visit.staff, wanted, visit.today)

    found = await console.read(work)
    return console.render(
        visit,
        "contents",
        status,
        rows=found.rows,
        counts=found.counts,
        figures=found.figures,
        figure_names={one.entry: figures.meaning_of(one, console.content) for one in found.figures},
        parts=[(place_of(o.entry), called(console.content, o), o.state) for o in found.parts],
        wanted=wanted,
        refused=refused,
        done_now=done or _done_before(visit),
        entries=console.content.knowledge.entries,
        at_once=AT_ONCE,
        topics=console.content.knowledge.topics,
        places=console.content.ward.offices,
        moved=[(place_of(name), _named(console, name)) for name in lists.moved(console.content)],
        unread=len(console.content.shelf.now.unread),
    )


def _done_before(visit: Visit) -> tuple[int, int] | None:
    """How many the write that led here did, and how many of them keep the day they had."""
    done, _, same = visit.banner.get("so", "").partition(".")
    return (int(done), int(same)) if done.isdecimal() and same.isdecimal() else None


def place_of(name: str) -> str:
    """Where something published has its page, below that of all."""
    if part := part_named(name):
        return f"phuong/{part}"
    return f"so-lieu/{fact}" if (fact := fact_named(name)) else name


def _named(console: Console, name: str) -> str:
    """What something published is called on a page."""
    knowledge = console.content.knowledge
    if part := part_named(name):
        return named_part(console.content, part)
    if fact := fact_named(name):
        return knowledge.facts[fact].meaning if fact in knowledge.facts else fact
    return knowledge.entries[name].question if name in knowledge.entries else name


def title_of(content: Content, one: EntryVersion) -> str:
    """What a version in the making is called on a page."""
    if part_named(one.entry):
        return called(content, one)
    if fact_named(one.entry):
        return figures.meaning_of(one, content)
    return fields_of(one.text, content.laws)["question"] or one.entry


async def review_paper(console: Console, visit: Visit) -> Response:
    """The answers of the list as a sheet for the office that knows, to be marked by hand."""
    wanted = _wanted(visit)
    office = console.content.ward.offices.get(wanted.office)
    answers = await _on_paper(console, visit, wanted)
    data = await console.pools.documents.run(
        paper, console.content, office.name if office else "", answers, visit.today.year
    )
    return console.file(data, f"phieu-ra-soat-{visit.today.isoformat()}.docx", DOCX)


async def workbook_(console: Console, visit: Visit) -> Response:
    """The answers of the list as a spreadsheet."""
    answers = await _on_paper(console, visit, _wanted(visit))
    data = await console.pools.documents.run(workbook, console.content, answers, visit.today)
    return console.file(data, f"cau-tra-loi-{visit.today.isoformat()}.xlsx", XLSX)


async def _on_paper(console: Console, visit: Visit, wanted: WantedEntries) -> list[ReviewedAnswer]:
    def work(tx: Transaction) -> list[ReviewedAnswer]:
        found = lists.look_up(tx, console.content, visit.staff, wanted, visit.today)
        return on_paper.answers(console.content, found.rows, visit.today)

    return await console.read(work)


async def confirm(console: Console, visit: Visit) -> Response:
    """Several answers are still right: each waits for an approver from now on."""
    given: Counter[date] = Counter()

    def work(tx: Transaction, name: str, key: str) -> bool:
        one = moving.find(tx, console.content, visit.staff, name, key)
        also = moving.promised(tx, console.content) + given
        until = moving.proposed(console.content, one, visit.today, also)
        ask = moving.DeskAsk(visit.staff, visit.now, review_by=until)
        moving.do(tx, console.content, one, DeskMove.CONFIRM, ask)
        return one.entry is not None and until == one.entry.review_by

    return await _each(console, visit, DeskMove.CONFIRM, work)


async def publish(console: Console, visit: Visit) -> Response:
    """Several that are still right are approved, each as it was shown; what changes words is not
    approved unread."""

    def work(tx: Transaction, name: str, key: str) -> bool:
        one = moving.find(tx, console.content, visit.staff, name, key)
        renewed = lists.renewed_until(console.content, one.entry, one.open) if one.open else ""
        if one.open is not None and not renewed:
            raise DeskRefused("entry_read_first")
        ask = moving.DeskAsk(visit.staff, visit.now)
        moving.do(tx, console.content, one, DeskMove.PUBLISH, ask)
        return one.entry is not None and renewed == one.entry.review_by.isoformat()

    response = await _each(console, visit, DeskMove.PUBLISH, work, "cho-duyet")
    await console.catch_up()
    return response


async def _each(
    console: Console,
    visit: Visit,
    move: DeskMove,
    work: Callable[[Transaction, str, str], bool],
    usual: str = LISTS[0],
) -> Response:
    """Each box by itself: it carries the text it was ticked for, and gets an answer of its own.
    `work` says whether the answer keeps the day of review it had."""
    refused: list[tuple[str, str, str, Sequence[TextFault]]] = []
    done = same = 0
    items, wanted = visit.lists.get("item", []), _wanted(visit, usual)
    if len(items) > AT_ONCE:  # none of them, rather than the first without a word of the others
        refused.append(("", "", "entries_too_many", ()))
        return await _page(console, visit, wanted, 409, refused)
    for item in items:
        name, _, key = item.partition(":")
        try:
            same += await console.write(
                visit,
                f"entry.{move}",
                f"entry:{name}",
                lambda tx, name=name, key=key: work(tx, name, key),  # type: ignore[misc]
                unseen=Unseen.KEYED,
            )
            done += 1
        except DeskRefused as refusal:
            known = console.content.knowledge.entries.get(name)
            called = known.question if known else name
            refused.append((name, called, str(refusal), refusal.faults))
    if done and not refused:
        return console.back(f"{PATH}?{_query(wanted)}", more={"so": f"{done}.{same}"})
    if not done and not refused:
        refused.append(("", "", "entries_none", ()))
    return await _page(console, visit, wanted, 409, refused, (done, same) if done else None)


def _query(wanted: WantedEntries) -> str:
    asked = {
        "loc": wanted.list,
        "co-quan": wanted.office,
        "chu-de": wanted.topic,
        "tim": wanted.words,
        "xep": wanted.order,
    }
    return urlencode(asked)
