"""A list from a spreadsheet: tried out first, which shows what would become of each row; then kept,
lot by lot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import attendees, chosen_columns, events, list_file
from bot.web.console.console import Console
from bot.web.console.seen import Changed, Unseen
from bot.web.console.visit import Visit
from content.attendee_rows import AttendeeRow, Chosen, Listing
from content.list_headings import BY_HAND
from content.sheets import XLSX, blank_list, list_with_errors
from content.spreadsheet import Unreadable
from content.whole import MOST
from handlers.conference import import_undo, imports
from handlers.conference.imports import Imported, Order
from handlers.conference.offers import promote
from handlers.people import list_columns, telling
from handlers.people.refusing import NotDone
from storage.database import StorageUnavailable, Transaction
from storage.event_models import Event, Registration


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A file somebody sent, and what was read in it."""

    name: str
    data: bytes
    listing: Listing
    chosen: Chosen
    held: str = ""  # what it is held under, since a step before


class _Step(StrEnum):
    """The steps of an import, as the page shows them."""

    FILE = "file"
    COLUMNS = "columns"
    PEOPLE = "people"


# What staff marked among the people: it goes along when they look at an earlier step again.
_MARKS = ("leave", "leave_group", "instead", "person", "again")


async def import_(console: Console, visit: Visit) -> Response:
    """The file, its columns, its people: what would happen to each row, and the file back with what
    is wrong; nothing is kept before the last press."""
    event = await console.read(lambda tx: events.find(tx, visit))
    if visit.request.method == "GET" or visit.text("do") == "file":
        return _file(console, visit, event)
    sheet = await _read(console, visit)
    if sheet is None:
        return _file(console, visit, event, 400)
    if visit.errors:
        return _columns(console, visit, event, sheet, 400)
    do, as_before = visit.text("do"), False
    if do == "read":
        as_before = await console.read(
            partial(list_columns.are_known, what=list_columns.PEOPLE, sheets=sheet.listing.sheets)
        )
    if do == "columns" or (do == "read" and not as_before):
        return _columns(console, visit, event, sheet)
    order = Order(
        visit.text("again") == "1",
        instead=frozenset(visit.lists.get("instead", ())),
        same=_persons(visit, "same:"),
        other=_persons(visit, "other:"),
    )
    match do:
        case "errors":
            return await _with_errors(console, visit, sheet, order)
        case "keep":
            return await _kept(console, visit, event, sheet, order)
    return await _trial(console, visit, sheet, order, as_before=as_before)


def _marks(visit: Visit) -> dict[str, list[str]]:
    return {name: visit.lists[name] for name in _MARKS if visit.lists.get(name)}


def _file(console: Console, visit: Visit, event: Event, status: int = 200) -> Response:
    """The first step; the file of before is still there for whoever comes back to it."""
    held = visit.text("held")
    name, data = console.held.find(visit, held) or ("", b"")
    if data and not name:  # rows that were pasted
        visit.form.setdefault("pasted", data.decode(errors="replace"))
    return console.render(
        visit, "import", status, event=event, step=_Step.FILE,
        held=held if data else "", file_name=name, marks=_marks(visit),
        chosen=visit.text("chosen", limit=20_000),
    )  # fmt: skip


def _columns(
    console: Console, visit: Visit, event: Event, sheet: _Sheet, status: int = 200
) -> Response:
    """What each column was taken for; where no list was found, its columns to be named."""
    token = sheet.held or console.held.keep(visit, sheet.name, sheet.data)
    return console.render(
        visit, "import", status, event=event, step=_Step.COLUMNS,
        listing=sheet.listing, held=token, marks=_marks(visit),
        chosen=chosen_columns.packed(sheet.chosen), meanings=BY_HAND,
    )  # fmt: skip


async def blank(console: Console, visit: Visit) -> Response:
    """A sheet to be filled in, for whoever has no list yet."""
    event = await console.read(lambda tx: events.find(tx, visit))
    data = await console.pools.documents.run(
        blank_list, console.content, event.title, event.starts_at
    )
    return console.file(data, f"danh-sach-mau-{event.code}.xlsx", XLSX)


async def _read(console: Console, visit: Visit) -> _Sheet | None:
    """None where `visit.errors` says why it cannot be read. Large sheets take seconds: read beside
    the event loop."""
    sent = list_file.sent(console, visit)
    if sent is None:
        return None
    chosen, listing = await list_file.read(
        console, sent.data, chosen_columns.chosen(visit, BY_HAND)
    )
    if isinstance(listing, Unreadable):
        visit.errors["file"] = listing
        return None
    if not listing.found:
        visit.errors["file"] = Unreadable.NO_HEADING
    return _Sheet(sent.name, sent.data, listing, chosen, sent.held)


def _persons(visit: Visit, said: str) -> frozenset[str]:
    """The phones of the rows of whose person this was said."""
    chosen = visit.lists.get("person", ())
    return frozenset(one.removeprefix(said) for one in chosen if one.startswith(said))


async def _with_errors(console: Console, visit: Visit, sheet: _Sheet, order: Order) -> Response:
    """The file again, with a column that says why a row would not be kept."""
    _, _, tried = await _try(console, visit, sheet, order)
    marked = await console.pools.documents.run(
        list_with_errors,
        replace(sheet.listing, rows=tuple(tried.rows)),
        console.content.words.console,
    )
    return console.file(marked, "danh-sach-co-loi.xlsx", XLSX)


async def _kept(
    console: Console, visit: Visit, event: Event, sheet: _Sheet, order: Order
) -> Response:
    rows = await _without_left(console, visit, sheet, order)
    try:
        kept = await _keep(console, visit, sheet, rows, order)
    except Changed:
        visit.errors["import"] = "import_changed"
        return await _trial(console, visit, sheet, order)
    unfinished = len(kept.rows) < len(sheet.listing.rows)
    if unfinished:
        visit.errors["import"] = "import_unfinished"
    return console.render(
        visit, "import", 503 if unfinished else 200, event=event, listing=sheet.listing,
        step=_Step.PEOPLE, marks={}, as_before=False,
        rows=kept.rows, kept=True, held="", order=order, really_told=kept.tally, chosen="",
        unkept_of="" if unfinished else visit.now.isoformat(),
    )  # fmt: skip


async def _keep(
    console: Console, visit: Visit, sheet: _Sheet, rows: Sequence[AttendeeRow], order: Order
) -> Imported:
    """Keeps the rows lot by lot; all of them, or as many as storage took. Raises Changed, and keeps
    nothing, when the trial is out of date."""
    seen: list[Registration] = []

    def keep(tx: Transaction, lot: Sequence[AttendeeRow], *, first: bool, last: bool) -> Imported:
        event, desk = events.find(tx, visit), visit.desk(tx, console.content)
        if first:
            stands = imports.standing(tx, event, rows)
            visit.require_as_seen({}, event, stands)
            seen.extend(stands)
            list_columns.remember(tx, list_columns.PEOPLE, sheet.listing.sheets, sheet.chosen)
        kept = imports.import_rows(desk, event, lot, order, seen)
        if last:
            imports.hold_unkept(desk, event, replace(sheet.listing, rows=(*done, *kept.rows)))
        visit.note(rows=len(lot), of=len(rows), again=order.again)
        visit.note(instead=len(order.instead), same=len(order.same), others=len(order.other))
        visit.note(added=kept.added, corrected=kept.corrected, left_out=kept.left_out)
        return kept

    done: list[AttendeeRow] = []
    told: list[telling.Told] = []
    for start in range(0, max(len(rows), 1), imports.LOT):
        lot, end = rows[start : start + imports.LOT], start + imports.LOT
        last = end >= len(rows)
        try:
            kept = await console.write(
                visit,
                "registration.import",
                f"event:{visit.number('event')}",
                partial(keep, lot=lot, first=not start, last=last),
                unseen=Unseen.KEYED if start else None,
                repeatable=not last,  # the form is done with its last lot
            )
        except StorageUnavailable:
            if not start:
                raise
            break
        done += kept.rows
        told += kept.told
    return Imported(done, told)


async def _without_left(
    console: Console, visit: Visit, sheet: _Sheet, order: Order
) -> list[AttendeeRow]:
    """The rows, with a word at those that staff leave out: one by one, or all of an outcome."""
    left, groups = set(visit.lists.get("leave", ())), set(visit.lists.get("leave_group", ()))
    rows = list(sheet.listing.rows)
    if groups:
        _, _, tried = await _try(console, visit, sheet, order)
        left |= {row.key for row in tried.rows if row.outcome in groups}
    return [
        replace(row, problems=(*row.problems, "row_left")) if row.key in left else row
        for row in rows
    ]


async def _try(
    console: Console, visit: Visit, sheet: _Sheet, order: Order
) -> tuple[Event, list[Registration], Imported]:
    """The import, really done on a copy; the event and everybody the sheet names, as they are."""

    def work(tx: Transaction) -> tuple[Event, list[Registration], Imported]:
        desk, event = visit.desk(tx, console.content), events.find(tx, visit)
        standing = imports.standing(tx, event, sheet.listing.rows)
        return event, standing, imports.import_rows(desk, event, sheet.listing.rows, order)

    return await console.database.rehearse(work)


async def _trial(
    console: Console, visit: Visit, sheet: _Sheet, order: Order, *, as_before: bool = False
) -> Response:
    """What the import would do. The form carries what stands there now, of the event and of
    everybody the sheet names."""
    event, standing, tried = await _try(console, visit, sheet, order)
    erased = await console.read(lambda tx: imports.erased_of(tx, event))
    visit.checked.given = ""  # this page shows what stands now
    token = sheet.held or console.held.keep(visit, sheet.name, sheet.data)
    return console.render(
        visit, "import", 409 if visit.errors else 200, event=event, listing=sheet.listing,
        step=_Step.PEOPLE, marks=_marks(visit), as_before=as_before,
        rows=tried.rows, kept=False, held=token, order=order,
        chosen=chosen_columns.packed(sheet.chosen),
        would_tell=tried.tally, standing=standing, erased=erased if tried.added else 0,
    )  # fmt: skip


async def _take_back(
    console: Console, visit: Visit, at: str, typed: int
) -> tuple[import_undo.TakenBack, bool]:
    """Lot by lot, and then the offers; whether storage took no more before the end. Raises NotDone,
    and does nothing, where it was not asked for as it stands."""
    lots: list[import_undo.Batch] = []

    def begin(tx: Transaction) -> import_undo.TakenBack:
        event = events.find(tx, visit)
        found = (one for one in import_undo.batches(tx, event) if one.at.isoformat() == at)
        batch = next(found, None)
        visit.require_as_seen({}, batch.shown if batch else {"id": at})
        if batch is None or not event.gives_seats(visit.now):
            raise HTTPException(404)
        lots[:] = import_undo.lots(batch, typed=typed)
        return lot(tx, 0)

    def lot(tx: Transaction, number: int) -> import_undo.TakenBack:
        desk, event = visit.desk(tx, console.content), events.find(tx, visit)
        undone = import_undo.take_back_lot(desk, event, lots[number])
        visit.note(rows=undone.given_up, restored=undone.restored, left=len(undone.not_restored))
        return undone

    def offer(tx: Transaction) -> import_undo.TakenBack:
        desk, event = visit.desk(tx, console.content), events.find(tx, visit)
        return import_undo.TakenBack(promote(desk, event, most=import_undo.LOT), 0, 0)

    async def write(
        work: Callable[[Transaction], import_undo.TakenBack], *, last: bool
    ) -> import_undo.TakenBack:
        return await console.write(
            visit,
            "registration.take_back",
            f"event:{visit.number('event')}",
            work,
            unseen=Unseen.KEYED if done else None,
            repeatable=not last,  # the form is done with its last step
        )

    done: list[import_undo.TakenBack] = []
    done.append(await write(begin, last=False))
    try:
        for number in range(1, len(lots)):
            done.append(await write(partial(lot, number=number), last=False))
        while len((offered := await write(offer, last=True)).told) == import_undo.LOT:
            done.append(offered)
    except StorageUnavailable:
        return import_undo.together(done), True
    return import_undo.together([*done, offered]), False


async def take_back(console: Console, visit: Visit) -> Response:
    """A whole import, of the wrong sheet."""
    typed, at, event_id = visit.whole("sure", 0, MOST), visit.text("at"), visit.number("event")
    if visit.errors:
        return await attendees.list_(console, visit)
    try:
        undone, unfinished = await _take_back(console, visit, at, typed)
    except NotDone as refusal:
        visit.refuse(refusal)
        return await attendees.list_(console, visit)
    if unfinished:
        visit.errors["sure"] = "undo_unfinished"
        return await attendees.list_(console, visit)
    if not undone.not_restored:
        to = f"/su-kien/{event_id}/dai-bieu"
        return console.back(to, "import_taken_back", told=undone.told)
    event = await console.read(lambda tx: events.find(tx, visit))
    tally = telling.tally(undone.told)
    return console.render(visit, "import_undone", event=event, undone=undone, really_told=tally)
