"""A list of an office into the register: the file, its columns, what it would do; a list that was
loaded, taken back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import chosen_columns, list_file
from bot.web.console.businesses import PATH
from bot.web.console.console import Console, Place
from bot.web.console.seen import Changed, Unseen
from bot.web.console.visit import Visit
from content.attendee_rows import Chosen
from content.business_list import BusinessColumn, BusinessListing
from content.business_sheets import blank, read_file, with_faults
from content.sheets import XLSX
from content.spreadsheet import Unreadable
from content.vietnamese import paper_day, read_typed_day
from content.whole import MOST, read_whole
from handlers.people import list_columns
from handlers.people.permissions import Action
from handlers.people.refusing import NotDone
from handlers.register import loading, undoing
from handlers.register.loading import LoadOrder, LoadPlan, LotKept, RowOutcome
from storage.business_imports import Touched
from storage.business_models import BusinessImport, ListOrigin
from storage.database import StorageUnavailable, Transaction

SHOWN = 200  # rows of each outcome on the page
IMPORT = f"{PATH}/nhap"
_KIND = list_columns.BUSINESSES


@dataclass(frozen=True, slots=True)
class _Sent:
    """A file somebody sent, what was read in it, and what it is said to be."""

    name: str
    data: bytes
    listing: BusinessListing
    chosen: Chosen
    origin: ListOrigin
    listed_on: date
    held: str = ""


async def import_(console: Console, visit: Visit) -> Response:
    """Nothing is kept before the last press."""
    if visit.request.method == "GET":
        return await _file(console, visit)
    sent = await _read(console, visit)
    if sent is None:
        return await _file(console, visit, 400)
    do, as_before = visit.text("do"), False
    if do == "read":
        sheets = sent.listing.sheets
        as_before = await console.read(partial(list_columns.are_known, what=_KIND, sheets=sheets))
    if do == "columns" or (do == "read" and not as_before) or not sent.listing.found:
        return _columns(console, visit, sent)
    order = _order(visit)
    plan = await console.read(lambda tx: loading.plan(tx, sent.listing, sent.origin, order))
    match do:
        case "errors":
            return await _with_errors(console, visit, sent, plan)
        case "keep":
            return await _keep(console, visit, sent, plan, order)
    return _trial(console, visit, sent, plan, order, as_before=as_before)


async def _file(console: Console, visit: Visit, status: int = 200) -> Response:
    imports = await console.read(
        lambda tx: [(one, len(tx.business_imports.touched(one.id))) for one in _all(tx)]
    )
    visit.form.setdefault("listed_on", paper_day(visit.today))
    return console.render(
        visit, "business_import", status, imports=imports, origins=list(ListOrigin)
    )


def _all(tx: Transaction) -> list[BusinessImport]:
    return tx.business_imports.all()


async def template(console: Console, visit: Visit) -> Response:
    """A sheet to be filled in."""
    data = await console.pools.documents.run(blank, console.content)
    return console.file(data, "so-ho-mau.xlsx", XLSX)


async def _read(console: Console, visit: Visit) -> _Sent | None:
    """None where `visit.errors` says what is wrong."""
    visit.form.setdefault("origin", str(ListOrigin.OTHER))
    origin = visit.choice("origin", list(ListOrigin))
    day = read_typed_day(visit.text("listed_on")) if visit.text("listed_on") else visit.today
    if day is None or day > visit.today:
        visit.errors["listed_on"] = "day" if day is None else "day_to_come"
    sent = list_file.sent(console, visit)
    if visit.errors or day is None or sent is None:
        return None
    chosen = chosen_columns.chosen(visit, list(BusinessColumn))
    run = console.pools.documents.run
    listing = await run(read_file, console.content, sent.data, chosen)
    if isinstance(listing, BusinessListing) and not chosen.columns:
        before = await console.read(
            partial(list_columns.remembered, what=_KIND, sheets=listing.sheets)
        )
        if before:
            chosen = replace(chosen, columns=before)
            listing = await run(read_file, console.content, sent.data, chosen)
    if isinstance(listing, Unreadable):
        visit.errors["file"] = listing
        return None
    return _Sent(sent.name, sent.data, listing, chosen, ListOrigin(origin), day, sent.held)


def _carried(console: Console, visit: Visit, sent: _Sent) -> dict[str, str]:
    """What the forms of the next steps bring along."""
    token = sent.held or console.held.keep(visit, sent.name, sent.data)
    return {
        "held": token,
        "origin": str(sent.origin),
        "listed_on": paper_day(sent.listed_on),
        "chosen": chosen_columns.packed(sent.chosen),
    }


def _columns(console: Console, visit: Visit, sent: _Sent) -> Response:
    wrong = not sent.listing.found and visit.text("do") == "rows"
    return console.render(
        visit, "business_columns", 400 if wrong else 200, listing=sent.listing, name=sent.name,
        carried=_carried(console, visit, sent), meanings=list(BusinessColumn), wrong=wrong,
    )  # fmt: skip


def _order(visit: Visit) -> LoadOrder:
    same: dict[str, int] = {}
    for said in visit.lists.get("same", ()):
        key, _, number = said.rpartition("=")
        if key and (business := read_whole(number)):
            same[key] = business
    ended = (read_whole(one) for one in visit.lists.get("ended", ()))
    return LoadOrder(
        left=frozenset(visit.lists.get("leave", ())),
        anew=frozenset(visit.lists.get("anew", ())),
        left_groups=frozenset(visit.lists.get("leave_group", ())),
        same=same,
        ended=frozenset(one for one in ended if one),
    )


def _trial(
    console: Console,
    visit: Visit,
    sent: _Sent,
    plan: LoadPlan,
    order: LoadOrder,
    *,
    as_before: bool = False,
    chosen_anew: bool = False,
) -> Response:
    visit.checked.given = ""
    return console.render(
        visit, "business_rows", 409 if visit.errors else 200,
        plan=plan, groups={outcome: plan.of(outcome) for outcome in RowOutcome},
        order=order, shown=SHOWN, name=sent.name, kept=None, trades=console.content.trades,
        carried=_carried(console, visit, sent) | {"state": plan.state},
        planned={"plan": loading.digest(plan)}, as_before=as_before, chosen_anew=chosen_anew,
        good=sum(loading.is_kept(one, order) for one in plan.rows),
        faulty=any(one.row.fault or one.row.notes for one in plan.rows),
    )  # fmt: skip


async def _with_errors(console: Console, visit: Visit, sent: _Sent, plan: LoadPlan) -> Response:
    """The file again, with a column that says what is wrong with a row."""
    said = {
        one.row.key: [*([one.row.fault] if one.row.fault else []), *one.row.notes]
        for one in plan.rows
    }
    data = await console.pools.documents.run(
        with_faults, console.content, sent.listing,
        {key: [str(one) for one in why] for key, why in said.items() if why},
    )  # fmt: skip
    return console.file(data, "danh-sach-co-loi.xlsx", XLSX)


async def _keep(
    console: Console, visit: Visit, sent: _Sent, plan: LoadPlan, order: LoadOrder
) -> Response:
    """Lot by lot, so that whoever chats meanwhile is answered; as much as storage takes."""
    try:
        kept, unfinished = await _kept(console, visit, sent, plan, order)
    except Changed:
        anew = await console.read(lambda tx: loading.plan(tx, sent.listing, sent.origin, order))
        if order.same and visit.text("state") == anew.state:  # what that changes was not shown yet
            return _trial(console, visit, sent, anew, order, chosen_anew=True)
        visit.errors["import"] = "list_moved"
        return _trial(console, visit, sent, anew, order)
    if unfinished:
        visit.errors["import"] = "import_unfinished"
    return console.render(
        visit, "business_rows", 503 if unfinished else 200,
        plan=plan, groups={}, order=order, shown=SHOWN, name=sent.name, kept=kept,
        trades=console.content.trades, carried={}, planned={}, good=0, as_before=False,
        chosen_anew=False,
    )  # fmt: skip


async def _kept(
    console: Console, visit: Visit, sent: _Sent, plan: LoadPlan, order: LoadOrder
) -> tuple[LotKept, bool]:
    """What was kept, and whether storage took no more before the end. Raises Changed, and keeps
    nothing, when the trial is out of date."""
    rows = [(n, one) for n, one in enumerate(plan.rows) if loading.is_kept(one, order)]
    state: dict[str, BusinessImport] = {}

    def first(tx: Transaction) -> LotKept:
        holds = loading.still_holds(tx, plan)
        visit.require_as_seen({}, {"plan": loading.digest(plan) if holds else "moved"})
        list_columns.remember(tx, _KIND, sent.listing.sheets, sent.chosen)
        state["loaded"], kept = _begun(console, visit, tx, sent, plan, order)
        return kept

    def lot(tx: Transaction, start: int, made: Mapping[int, int]) -> LotKept:
        some = rows[start : start + loading.LOT]
        kept = loading.keep_lot(tx, state["loaded"], some, made, visit.now)
        loading.finish(tx, state["loaded"].id, kept, 0)
        visit.note(added=kept.added, corrected=kept.changed)
        return kept

    async def write(
        work: Callable[[Transaction], LotKept], unseen: Unseen | None, *, last: bool
    ) -> LotKept:
        return await console.write(
            visit, "business.import", "register:import", work, unseen=unseen, repeatable=not last
        )

    done = await write(first, None, last=not rows)
    for start in range(0, len(rows), loading.LOT):
        work = partial(lot, start=start, made=done.made or {})
        try:
            last = start + loading.LOT >= len(rows)
            done = done + await write(work, Unseen.KEYED, last=last)
        except StorageUnavailable:
            return done, True
    return done, False


def _begun(
    console: Console,
    visit: Visit,
    tx: Transaction,
    sent: _Sent,
    plan: LoadPlan,
    order: LoadOrder,
) -> tuple[BusinessImport, LotKept]:
    """Writes down that a list is loaded, and closes what was said to be gone from it."""
    left_out = sum(loading.is_left(one, order) for one in plan.rows)
    left_out += len(plan.of(RowOutcome.UNREADABLE))
    loaded = loading.begin(
        tx, plan, sent.origin, sent.name[:120], loading.mark_of(sent.data),
        sent.listed_on, visit.staff.login, visit.now,
    )  # fmt: skip
    gone = [line.business.id for line in plan.gone if line.business.id in order.ended]
    proof = console.content.words.console["business_gone_proof"].format(
        name=sent.name, day=paper_day(sent.listed_on)
    )
    kept = LotKept(ended=loading.end_gone(tx, loaded, gone, proof, visit.now))
    loading.finish(tx, loaded.id, kept, left_out)
    visit.note(rows=len(plan.rows), left_out=left_out)
    return loaded, kept


async def take_back(console: Console, visit: Visit) -> Response:
    """A whole list, lot by lot. The form says how many businesses it touched."""
    number, typed = visit.number("import"), visit.whole("sure", 0, MOST)
    lots: list[Sequence[Touched]] = []

    def begin(tx: Transaction) -> undoing.ListUndone:
        loaded = tx.business_imports.get(number)
        if loaded is None:
            raise HTTPException(404)
        visit.require_as_seen({}, loaded)
        lots[:] = undoing.begin(tx, loaded, typed, visit.staff.login)
        return undoing.ListUndone()

    def lot(tx: Transaction, at: int) -> undoing.ListUndone:
        loaded = tx.business_imports.get(number)
        if loaded is None:
            raise HTTPException(404)
        undone = undoing.take_back(tx, loaded, lots[at], visit.now)
        visit.note(count=undone.removed, restored=undone.restored, left=len(undone.stay))
        return undone

    def end(tx: Transaction) -> undoing.ListUndone:
        undoing.finish(tx, number, visit.staff.login, visit.now)
        return undoing.ListUndone()

    async def write(
        work: Callable[[Transaction], undoing.ListUndone],
        unseen: Unseen | None,
        *,
        last: bool = False,
    ) -> undoing.ListUndone:
        return await console.write(
            visit, "business.import_undo", "register:import", work,
            unseen=unseen, repeatable=not last,
        )  # fmt: skip

    try:
        if visit.errors:
            return await _file(console, visit)
        undone = await write(begin, None)
    except NotDone as refusal:
        visit.refuse(refusal)
        return await _file(console, visit)
    for at in range(len(lots)):
        undone = undone + await write(partial(lot, at=at), Unseen.KEYED)
    await write(end, Unseen.KEYED, last=True)
    if not undone.stay:
        return console.back(IMPORT, "list_taken_back")
    return console.render(visit, "business_undone", undone=undone)


_MANAGE = Action.MANAGE_BUSINESSES
PLACES = (
    Place(IMPORT, _MANAGE, import_, ("GET", "POST")),
    Place(f"{IMPORT}/mau.xlsx", _MANAGE, template),
    Place(f"{IMPORT}/{{import}}/bo", _MANAGE, take_back, ("POST",)),
)
