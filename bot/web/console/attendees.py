"""Who registered: list and search, one person, paper and phone registrations, import, export."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import events
from bot.web.console.console import Console
from bot.web.console.lots import read_on
from bot.web.console.seen import Changed, Unseen
from bot.web.console.visit import Visit
from content.attendee_list import AttendeeRow, Listing, read_list
from content.people import by_name, finds, read_name, read_neighbourhood, read_phone, read_tax_code
from content.sheets import XLSX, attendee_sheet, list_with_errors
from content.spreadsheet import Unreadable
from content.whole import MOST, read_whole
from handlers.conference import imports, seating, seats
from handlers.conference.imports import Imported, Order
from handlers.conference.offers import Desk
from handlers.conference.seats import SeatOutcome as Result
from handlers.office import calls
from handlers.people import telling
from handlers.people.permissions import Action, sees_names
from handlers.people.removed import TakenAway
from storage.audit import JournalFilter as Trace
from storage.calls import CallState
from storage.database import Database, StorageUnavailable, Transaction
from storage.event_models import (
    BusinessKind,
    Category,
    Event,
    Registration,
    RegistrationState,
)

SHOWN = 500
AT_ONCE = 500  # registrations read in one transaction


async def list_(console: Console, visit: Visit) -> Response:
    def work(tx: Transaction) -> tuple[Event, list[Registration]]:
        event = events.find(tx, visit)
        return event, tx.registrations.of_event(event.id)

    event, all_ = await console.read(work)
    wanted = visit.request.query_params.get("tim", "").strip()
    state = visit.request.query_params.get("loc", "")
    found = [r for r in all_ if _matches(visit, r, wanted) and (not state or r.state == state)]
    if visit.request.query_params.get("xep") == "ten":
        found = by_name(found)
    counts = Counter(r.state for r in all_)
    return console.render(
        visit,
        "attendees",
        event=event,
        registrations=found[:SHOWN],
        more=max(0, len(found) - SHOWN),
        total=len(all_),
        counts=counts,
        waiting=sum(r.seats for r in all_ if r.state is RegistrationState.WAITLISTED),
        alive=sum(r.is_alive for r in all_),
        people=sum(r.seats for r in all_ if r.is_alive),
        wanted=wanted,
        state=state,
        states=RegistrationState,
    )


def _matches(visit: Visit, registration: Registration, wanted: str) -> bool:
    """By business, code and, for those who are shown them, name or digits of the phone."""
    r, named = registration, sees_names(visit.staff)
    texts = (r.business, r.code, r.code.replace("-", ""), r.name if named else "")
    return not wanted or finds(wanted, *texts, phone=r.phone if named else None)


def _one(tx: Transaction, visit: Visit) -> tuple[Event, Registration]:
    event = events.find(tx, visit)
    registration = tx.registrations.get(visit.number("registration"))
    if registration is None or registration.event_id != event.id:
        raise HTTPException(404)
    return event, registration


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(console: Console, visit: Visit, status: int = 200, *, phone: str = "") -> Response:
    def work(tx: Transaction) -> dict[str, Any]:
        event, registration = _one(tx, visit)
        same = registration.business_key
        others = tx.registrations.of_business(event.id, same) if same else []
        told = tx.calls.of_registration(registration.id)
        first = next((task for task in told if task.state is CallState.OPEN), None)
        call = first and calls.of(tx, console.content, first, visit.staff, visit.now)
        return {
            "event": event,
            "registration": registration,
            "perhaps": seating.perhaps_same_business(tx, registration),
            "joined": [other for other in others if other.id != registration.id],
            "twins": _twins(tx, event, registration),
            "call": call,
            "twice": tx.audit.lines(
                Trace(deeds=["door.twice"], objects=[f"registration:{registration.id}"])
            ),
            "people": {one.login: one.name for one in tx.staff.all()},
            "calls": [task for task in told if task.state is not CallState.OPEN],
        }

    values = await console.read(work)
    if not visit.form:
        visit.form = _as_form(values["registration"])
    return console.render(
        visit,
        "attendee",
        status,
        **values,
        fresh=_as_form(values["registration"]),
        phone=phone,
        categories=Category,
        kinds=BusinessKind,
        may_give_up=seats.may_give_up,
    )


def _twins(tx: Transaction, event: Event, registration: Registration) -> list[Registration]:
    """Who is there and may be this very person under another number."""
    who = seating.as_wanted(registration)
    found = seating.perhaps_one_person(tx, event, who, but=registration.id)
    return [other for other in found if other.is_alive and registration.is_alive]


def _as_form(registration: Registration) -> dict[str, str]:
    return {
        "name": registration.name,
        "business": registration.business,
        "kind": registration.kind,
        "neighbourhood": registration.neighbourhood,
        "position": registration.position,
        "sector": registration.sector,
        "tax_code": registration.tax_code,
        "companions": str(registration.companions),
        "category": registration.category,
        "wants_to_speak": str(int(registration.wants_to_speak)),
    }


async def reveal(console: Console, visit: Visit) -> Response:
    """The whole phone number, once, on record."""
    _, registration = await console.write(
        visit,
        "phone.reveal",
        f"registration:{visit.number('registration')}",
        lambda tx: _one(tx, visit),
        unseen=Unseen.READS,
        repeatable=True,
    )
    visit.form = {}
    return await _page(console, visit, phone=registration.phone or "")


async def add(console: Console, visit: Visit) -> Response:
    event = await console.read(lambda tx: events.find(tx, visit))
    values: dict[str, Any] = {"event": event, "categories": Category, "kinds": BusinessKind}
    values |= {"full": False, "known": None, "alike": (), "phone": ""}
    others = [number for text in visit.lists.get("others", ()) if (number := read_whole(text))]
    values["others"] = others
    if visit.request.method == "GET":
        visit.form = {"kind": "household", "category": "business", "companions": "0"}
        return console.render(visit, "attendee_add", **values)
    wanted = _wanted(console, visit)
    source = visit.choice("source", ["paper", "phone"])
    visit.text("name", required=True)
    typed_phone = visit.text("phone")
    none, shared = visit.text("no_phone") == "1", visit.text("shares_phone") == "1"
    if typed_phone and none:
        visit.errors["phone"] = "phone_or_none"
    if not typed_phone and not none and wanted.category in (Category.BUSINESS, None):
        visit.errors["phone"] = "phone_missing"
    if visit.errors:
        return console.render(visit, "attendee_add", 400, **values)

    def work(tx: Transaction) -> seats.Decided:
        desk, found = visit.desk(tx, console.content), events.find(tx, visit)
        alike = seating.perhaps_one_person(tx, found, wanted)
        decided = seats.register(
            desk, found, wanted, contact_id=None, source=source, shares_phone=shared, others=others
        )  # fmt: skip
        if decided.outcome not in (Result.SEATED, Result.WAITING):
            raise _Undone(decided)
        if not {one.id for one in alike} <= set(others):
            raise _Alike(alike)
        return decided

    try:
        decided = await console.write(
            visit,
            "registration.add",
            lambda decided: about(decided.registration, event),
            work,
            unseen=Unseen.ADDS,
            source=source,
        )
    except _Alike as alike:
        values |= {"alike": alike.people, "phone": wanted.phone or ""}
        others.extend(one.id for one in alike.people)
        return console.render(visit, "attendee_add", 409, **values)
    except _Undone as undone:
        outcome = undone.decided.outcome
        if outcome in (Result.KNOWN, Result.GONE):
            values["known"] = known = undone.decided.registration
            if known and shared:  # of a like name too: they say so of that very person
                others.append(known.id)
        values["full"] = outcome is Result.FULL
        _explain(visit, outcome)
        return console.render(visit, "attendee_add", 409, **values)
    number = decided.registration.id if decided.registration else 0
    done = "waiting" if decided.outcome is Result.WAITING else "registered"
    return console.back(f"/su-kien/{event.id}/dai-bieu/{number}", done, told=decided.told)


class _Undone(Exception):
    """Nothing came of it, and nothing is kept or recorded."""

    def __init__(self, decided: seats.Decided) -> None:
        super().__init__(decided.outcome)
        self.decided = decided


class _Alike(Exception):
    """Nothing is kept: the person may be one of these, and nobody has said that they are not."""

    def __init__(self, people: Sequence[Registration]) -> None:
        super().__init__("perhaps registered")
        self.people = people


# Where on the form it is said why nothing came of it: outcome -> (field, sentence).
_WHY = {
    Result.FULL: ("companions", "no_seats"),
    Result.TOO_MANY: ("companions", "too_many_people"),
    Result.LIMIT: ("business", "business_full"),
    Result.TAKEN: ("phone", "phone_taken"),
    Result.NEVER_FITS: ("companions", "never_fits"),
    Result.NOT_HELD: ("companions", "act_not_held"),
    Result.CLOSED: ("name", "act_closed"),
}


def _explain(visit: Visit, outcome: Result) -> None:
    if outcome in _WHY:
        name, sentence = _WHY[outcome]
        visit.errors[name] = sentence


def _wanted(console: Console, visit: Visit) -> seating.Wanted:
    """What the form brought; a field it lacks is not given, an empty one is given as empty.
    `visit.errors` says what cannot be."""
    form = visit.form
    name = read_name(visit.text("name", limit=80))
    if "name" in form and name is None:
        visit.errors.setdefault("name", "name")
    phone = read_phone(visit.text("phone"))
    if visit.text("phone") and phone is None:
        visit.errors["phone"] = "phone"
    tax_code = read_tax_code(visit.text("tax_code")) if visit.text("tax_code") else ""
    if tax_code is None:
        visit.errors["tax_code"] = "tax_code"
    place = read_neighbourhood(
        visit.text("neighbourhood", limit=80), console.content.ward.neighbourhoods
    )
    texts = {
        "business": visit.text("business", limit=200),
        "neighbourhood": place,
        "position": visit.text("position", limit=120),
        "sector": visit.text("sector", limit=120),
        "tax_code": tax_code,
    }
    kept = {field: text for field, text in texts.items() if field in form}
    return seating.Wanted(
        name=name,
        phone=phone,
        kind=BusinessKind(visit.choice("kind", list(BusinessKind))) if "kind" in form else None,
        companions=visit.whole("companions", 0, 99) if "companions" in form else None,
        wants_to_speak=form["wants_to_speak"] == "1" if "wants_to_speak" in form else None,
        category=Category(visit.choice("category", list(Category))) if "category" in form else None,
        **kept,
    )


def _named(tx: Transaction, visit: Visit) -> tuple[Event, Registration]:
    """As `_one`, for changes: a registration without anybody in it stays so."""
    event, registration = _one(tx, visit)
    if registration.anonymised_at is not None:
        raise TakenAway(f"registration:{registration.id}", erased_at=registration.anonymised_at)
    return event, registration


async def edit(console: Console, visit: Visit) -> Response:
    wanted = _wanted(console, visit)
    if visit.errors:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> seats.Decided:
        event, registration = _named(tx, visit)
        visit.require_as_seen(_as_form(registration), registration)
        decided = seats.change(visit.desk(tx, console.content), event, registration, wanted)
        if decided.outcome not in (Result.CHANGED, Result.ALREADY):
            raise _Undone(decided)
        after = tx.registrations.get(registration.id) or registration
        was, now = _as_form(registration), _as_form(after)
        visit.note(given=sorted(name for name in now if was.get(name) != now[name]))
        return decided

    number = visit.number("registration")
    try:
        decided = await console.write(visit, "registration.edit", f"registration:{number}", work)
    except Changed as changed:
        return await _late(console, visit, changed)
    except _Undone as undone:
        _explain(visit, undone.decided.outcome)
        return await _page(console, visit, 409)
    done = "nothing_changed" if decided.outcome is Result.ALREADY else "saved"
    return _back(console, visit, done, decided)


async def _late(console: Console, visit: Visit, changed: Changed) -> Response:
    """Somebody else saved it meanwhile: both texts, and whom it would tell to save what was typed
    here beside."""

    def work(tx: Transaction) -> Sequence[telling.Told]:
        event, registration = _named(tx, visit)
        desk = visit.desk(tx, console.content)
        return seats.change(desk, event, registration, _wanted(console, visit)).told

    would_tell = await console.try_merged(visit, changed, work)
    visit.errors.clear()
    return console.show_both(visit, changed, would_tell=would_tell)


def about(registration: Registration | None, event: Event) -> str:
    """What a registration made just now is called in the audit."""
    return f"registration:{registration.id}" if registration else f"event:{event.id}"


def _back(console: Console, visit: Visit, done: str, decided: seats.Decided) -> Response:
    event, number = visit.number("event"), visit.number("registration")
    return console.back(f"/su-kien/{event}/dai-bieu/{number}", done, told=decided.told)


async def cancel(console: Console, visit: Visit) -> Response:
    return await _act(console, visit, "cancel", seats.cancel)


async def accept(console: Console, visit: Visit) -> Response:
    """Takes the offered seat for somebody who said so on the telephone."""
    return await _act(console, visit, "accept", seats.accept)


async def put_back(console: Console, visit: Visit) -> Response:
    """Somebody who had cancelled, lapsed or not come is registered again."""
    return await _act(console, visit, "again", seats.put_back)


async def _act(
    console: Console,
    visit: Visit,
    name: str,
    do: Callable[[Desk, Event, Registration], seats.Decided],
) -> Response:
    def work(tx: Transaction) -> seats.Decided:
        event, registration = _named(tx, visit)
        # Whoever gives one of two up counts on the other.
        visit.require_as_seen({}, registration, _twins(tx, event, registration))
        decided = do(visit.desk(tx, console.content), event, registration)
        if decided.outcome not in (Result.CANCELLED, Result.SEATED, Result.WAITING):
            raise _Undone(decided)
        return decided

    number = visit.number("registration")
    try:
        decided = await console.write(visit, f"registration.{name}", f"registration:{number}", work)
    except _Undone as undone:
        visit.form = {}
        visit.errors["act"] = f"act_{undone.decided.outcome}"
        return await _page(console, visit, 409)
    done = {Result.CANCELLED: "cancelled", Result.WAITING: "waiting"}
    return _back(console, visit, done.get(decided.outcome, "registered"), decided)


async def one_person(console: Console, visit: Visit) -> Response:
    """Staff decide that somebody was registered twice: the other registration is given up."""
    other_id = visit.whole("other", 1, MOST)
    if visit.errors:
        raise HTTPException(404)

    def work(tx: Transaction) -> seats.Decided:
        event, registration = _named(tx, visit)
        twins = _twins(tx, event, registration)
        visit.require_as_seen({}, registration, twins)
        other = next((twin for twin in twins if twin.id == other_id), None)
        if other is None:
            raise HTTPException(404)
        decided = seats.one_person(visit.desk(tx, console.content), event, registration, other)
        if decided.outcome is not Result.CHANGED:
            raise _Undone(decided)
        return decided

    number = visit.number("registration")
    try:
        decided = await console.write(
            visit, "registration.one_person", f"registration:{number}", work, other=other_id
        )
    except _Undone as undone:
        visit.form = {}
        visit.errors["act"] = f"act_{undone.decided.outcome}"
        return await _page(console, visit, 409)
    return _back(console, visit, "one_person", decided)


async def same_business(console: Console, visit: Visit) -> Response:
    """Staff decide that two registrations are of one business, or that this one is not."""
    other_id = visit.whole("other", 1, MOST) if visit.text("other") else 0
    if visit.errors:  # no number of ours: nothing is parted by mistake
        raise HTTPException(404)

    def work(tx: Transaction) -> None:
        event, registration = _named(tx, visit)
        other = tx.registrations.get(other_id) if other_id else None
        if other_id and (other is None or other.event_id != event.id):
            raise HTTPException(404)
        visit.require_as_seen({}, registration, *((other,) if other else ()))
        if other is None:
            seats.part_businesses(tx, registration)
        else:
            seats.join_businesses(tx, registration, other)

    number, event_id = visit.number("registration"), visit.number("event")
    what = "registration.same_business" if other_id else "registration.own_business"
    await console.write(visit, what, f"registration:{number}", work, other=other_id)
    return console.back(f"/su-kien/{event_id}/dai-bieu/{number}", "saved")


# ---- spreadsheets ----


async def import_(console: Console, visit: Visit) -> Response:
    """A dry run first: what would happen to each row, and the file back with what is wrong."""
    event = await console.read(lambda tx: events.find(tx, visit))
    if visit.request.method == "GET":
        return console.render(visit, "import", event=event, rows=None)
    held = console.held.find(visit, visit.text("held"))
    name, data = held or visit.files.get("file", ("", b""))
    if not data:
        visit.errors["file"] = Unreadable.EMPTY if name else "required"
        return console.render(visit, "import", 400, event=event, rows=None)
    # Large sheets take seconds: read and written beside the event loop.
    listing = await console.pools.documents.run(
        read_list, data, console.content.ward.neighbourhoods
    )
    if isinstance(listing, Unreadable):
        visit.errors["file"] = listing
        return console.render(visit, "import", 400, event=event, rows=None)
    do = visit.text("do")
    order = Order(
        visit.text("again") == "1",
        instead=frozenset(visit.lists.get("instead", ())),
        same=_persons(visit, "same:"),
        other=_persons(visit, "other:"),
    )
    if do == "errors":
        _, _, tried = await _try(console, visit, listing, order)
        marked = await console.pools.documents.run(
            list_with_errors,
            replace(listing, rows=tuple(tried.rows)),
            console.content.words.console,
        )
        return console.file(marked, "danh-sach-co-loi.xlsx", XLSX)
    if do == "keep":
        try:
            kept = await _keep(console, visit, listing.rows, order)
        except Changed:
            visit.errors["import"] = "import_changed"
            return await _trial(console, visit, name, data, listing, order)
        unfinished = len(kept.rows) < len(listing.rows)
        if unfinished:
            visit.errors["import"] = "import_unfinished"
        return console.render(
            visit, "import", 503 if unfinished else 200, event=event, listing=listing,
            rows=kept.rows, kept=True, held="", order=order, really_told=kept.tally,
        )  # fmt: skip
    return await _trial(console, visit, name, data, listing, order)


def _persons(visit: Visit, said: str) -> frozenset[str]:
    """The phones of the rows of whose person this was said."""
    chosen = visit.lists.get("person", ())
    return frozenset(one.removeprefix(said) for one in chosen if one.startswith(said))


async def _keep(
    console: Console, visit: Visit, rows: Sequence[AttendeeRow], order: Order
) -> Imported:
    """Keeps the rows lot by lot; all of them, or as many as storage took. Raises Changed, and keeps
    nothing, when the trial is out of date."""
    seen: list[Registration] = []

    def keep(tx: Transaction, lot: Sequence[AttendeeRow], *, first: bool) -> Imported:
        event = events.find(tx, visit)
        if first:
            stands = imports.standing(tx, event, rows)
            visit.require_as_seen({}, event, stands)
            seen.extend(stands)
        kept = imports.import_rows(visit.desk(tx, console.content), event, lot, order, seen)
        became = Counter(row.outcome for row in kept.rows)
        added, corrected, same = (
            became["new"] + became["waiting"],
            became["changed"],
            became["same"],
        )
        left_out = len(lot) - added - corrected - same
        visit.note(added=added, corrected=corrected, left_out=left_out)
        return kept

    done: list[AttendeeRow] = []
    told: list[telling.Told] = []
    for start in range(0, max(len(rows), 1), imports.LOT):
        lot, end = rows[start : start + imports.LOT], start + imports.LOT
        try:
            kept = await console.write(
                visit,
                "registration.import",
                f"event:{visit.number('event')}",
                partial(keep, lot=lot, first=not start),
                unseen=Unseen.KEYED if start else None,
                repeatable=end < len(rows),  # the form is done with its last lot
                rows=len(lot),
                of=len(rows),
                again=order.again,
                instead=len(order.instead),
                same=len(order.same),
                others=len(order.other),
            )
        except StorageUnavailable:
            if not start:
                raise
            break
        done += kept.rows
        told += kept.told
    return Imported(done, told)


async def _try(
    console: Console, visit: Visit, listing: Listing, order: Order
) -> tuple[Event, list[Registration], Imported]:
    """The import, really done on a copy; the event and everybody the sheet names, as they are."""

    def work(tx: Transaction) -> tuple[Event, list[Registration], Imported]:
        desk, event = visit.desk(tx, console.content), events.find(tx, visit)
        standing = imports.standing(tx, event, listing.rows)
        return event, standing, imports.import_rows(desk, event, listing.rows, order)

    return await console.database.rehearse(work)


async def _trial(
    console: Console, visit: Visit, name: str, data: bytes, listing: Listing, order: Order
) -> Response:
    """What the import would do. The form carries what stands there now, of the event and of
    everybody the sheet names."""
    event, standing, tried = await _try(console, visit, listing, order)
    visit.checked.given = ""  # this page shows what stands now
    token = console.held.keep(visit, name, data)
    return console.render(
        visit, "import", 409 if visit.errors else 200, event=event, listing=listing,
        rows=tried.rows, kept=False, held=token, order=order,
        would_tell=tried.tally, standing=standing,
    )  # fmt: skip


async def all_of(database: Database, event_id: int) -> list[Registration]:
    """Everybody who registered, in order of registering."""

    def lot(tx: Transaction, last: Registration | None) -> list[Registration]:
        return tx.registrations.some_of_event(event_id, last.id if last else 0, AT_ONCE)

    return await read_on(database, lot)


async def export(console: Console, visit: Visit) -> Response:
    """The list as a spreadsheet, on record; phones whole only for those who may see them."""

    event_id = visit.number("event")
    event = await console.write(
        visit,
        "export.attendees",
        f"event:{event_id}",
        lambda tx: events.find(tx, visit),
        unseen=Unseen.READS,
    )
    registrations = await all_of(console.database, event.id)
    data = await console.pools.documents.run(
        attendee_sheet,
        console.content,
        event_title=event.title,
        starts_at=event.starts_at,
        registrations=[r for r in registrations if r.is_alive],
        whole_phones=visit.may(Action.REVEAL_PHONE),
    )
    return console.file(data, f"danh-sach-dang-ky-{event.code}.xlsx", XLSX)
