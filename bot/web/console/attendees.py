"""Who registered: list and search, one person and what staff do for them, export."""

from collections.abc import Sequence
from dataclasses import fields

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import events
from bot.web.console.attendee_form import as_form, read_wanted
from bot.web.console.console import Console
from bot.web.console.lots import read_on
from bot.web.console.seen import Changed, Unseen
from bot.web.console.visit import Visit
from bot.web.paging import page_of
from content.sheets import XLSX, attendee_sheet
from content.whole import MOST
from handlers.conference import lists, on_behalf, seats, twins
from handlers.conference.on_behalf import Undone
from handlers.conference.outcomes import Decided
from handlers.conference.outcomes import SeatOutcome as Result
from handlers.office import attendee, calls
from handlers.people import telling
from handlers.people.permissions import Action
from handlers.people.removed import TakenAway
from storage.database import Database, Transaction
from storage.event_models import (
    BusinessKind,
    Category,
    Event,
    Registration,
    RegistrationState,
)

AT_ONCE = 500  # registrations read in one transaction


async def list_(console: Console, visit: Visit) -> Response:
    asked = visit.request.query_params
    wanted, state = asked.get("tim", "").strip(), asked.get("loc", "")

    def work(tx: Transaction) -> tuple[Event, lists.AttendeeList]:
        event = events.find(tx, visit)
        return event, lists.attendees(
            tx,
            event,
            visit.staff,
            visit.now,
            wanted=wanted,
            state=state,
            in_order=asked.get("xep") == "ten",
            page=page_of(visit.request),
        )

    event, listed = await console.read(work)
    return console.render(
        visit,
        "attendees",
        event=event,
        registrations=listed.found,
        page=listed.page,
        pages=listed.pages,
        total=listed.total,
        counts=listed.counts,
        waiting=listed.waiting,
        without_phone=listed.without_phone,
        no_phone=lists.NO_PHONE,
        alive=listed.alive,
        people=listed.people,
        wanted=wanted,
        state=state,
        states=RegistrationState,
        is_open=listed.is_open,
        is_draft=listed.is_draft,
        line=listed.line,
        batches=listed.batches,
    )


def find(tx: Transaction, visit: Visit) -> tuple[Event, Registration]:
    """Whom the page's address is of; 404 for nobody."""
    event = events.find(tx, visit)
    registration = tx.registrations.get(visit.number("registration"))
    if registration is None or registration.event_id != event.id:
        raise HTTPException(404)
    return event, registration


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(console: Console, visit: Visit, status: int = 200, *, phone: str = "") -> Response:
    """`phone` is shown in full."""

    def work(tx: Transaction) -> attendee.AttendeeView:
        return attendee.view(tx, console.content, *find(tx, visit), visit.staff, visit.now)

    view = await console.read(work)
    fresh = as_form(view.registration)
    if not visit.form:
        visit.form = fresh
    shown = {field.name: getattr(view, field.name) for field in fields(view)}
    return console.render(
        visit,
        "attendee",
        status,
        **shown,
        fresh=fresh,
        phone=phone,
        categories=Category,
        kinds=BusinessKind,
        may_give_up=twins.may_give_up,
    )


async def reveal(console: Console, visit: Visit) -> Response:
    """The whole phone number, once, on record."""
    _, registration = await console.write(
        visit,
        "phone.reveal",
        f"registration:{visit.number('registration')}",
        lambda tx: find(tx, visit),
        unseen=Unseen.READS,
        repeatable=True,
    )
    visit.form = {}
    return await _page(console, visit, phone=registration.phone or "")


def _named(tx: Transaction, visit: Visit) -> tuple[Event, Registration]:
    """As `find`, for changes: a registration without anybody in it stays so."""
    event, registration = find(tx, visit)
    if registration.anonymised_at is not None:
        raise TakenAway(f"registration:{registration.id}", erased_at=registration.anonymised_at)
    return event, registration


async def edit(console: Console, visit: Visit) -> Response:
    wanted = read_wanted(console, visit)
    if visit.errors:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> tuple[Decided, bool]:
        event, registration = _named(tx, visit)
        visit.require_as_seen(as_form(registration), registration)
        decided = on_behalf.change(visit.desk(tx, console.content), event, registration, wanted)
        after = tx.registrations.get(registration.id) or registration
        was, now = as_form(registration), as_form(after)
        visit.note(given=sorted(name for name in now if was.get(name) != now[name]))
        other_phone = after.phone != registration.phone
        return decided, other_phone and calls.was_called(tx, after)

    number = visit.number("registration")
    try:
        decided, called = await console.write(
            visit, "registration.edit", f"registration:{number}", work
        )
    except Changed as changed:
        return await _late(console, visit, changed)
    except Undone as undone:
        if undone.field:
            visit.errors[undone.field] = undone.why
        return await _page(console, visit, 409)
    gone = decided.registration is not None and not decided.registration.is_alive
    saved = "saved_of_gone" if gone else "phone_called_before" if called else "saved"
    done = "nothing_changed" if decided.outcome is Result.ALREADY else saved
    return _back(console, visit, done, decided)


async def _late(console: Console, visit: Visit, changed: Changed) -> Response:
    """Somebody else saved it meanwhile: both texts, and whom it would tell to save what was typed
    here beside."""

    def work(tx: Transaction) -> Sequence[telling.Told]:
        event, registration = _named(tx, visit)
        desk = visit.desk(tx, console.content)
        return seats.change(desk, event, registration, read_wanted(console, visit)).told

    would_tell = await console.try_merged(visit, changed, work)
    visit.errors.clear()
    _, kept = await console.read(lambda tx: find(tx, visit))
    stands = "" if kept.is_alive else console.content.words.console[f"state_{kept.state}"]
    return console.show_both(visit, changed, would_tell=would_tell, stands=stands)


def _back(console: Console, visit: Visit, done: str, decided: Decided) -> Response:
    event, number = visit.number("event"), visit.number("registration")
    return console.back(f"/su-kien/{event}/dai-bieu/{number}", done, told=decided.told)


async def cancel(console: Console, visit: Visit) -> Response:
    return await _act(console, visit, "cancel")


async def accept(console: Console, visit: Visit) -> Response:
    """Takes the offered seat for somebody who said so on the telephone."""
    return await _act(console, visit, "accept")


async def put_back(console: Console, visit: Visit) -> Response:
    """Somebody who had cancelled, lapsed or not come is registered again."""
    return await _act(console, visit, "again")


async def _act(console: Console, visit: Visit, name: str) -> Response:
    def work(tx: Transaction) -> Decided:
        event, registration = _named(tx, visit)
        # Whoever gives one of two up counts on the other.
        visit.require_as_seen({}, registration, twins.twins_of(tx, event, registration))
        return on_behalf.act(visit.desk(tx, console.content), event, registration, name)

    number = visit.number("registration")
    try:
        decided = await console.write(visit, f"registration.{name}", f"registration:{number}", work)
    except Undone as undone:
        return await _say_undone(console, visit, undone)
    done = {Result.CANCELLED: "cancelled", Result.WAITING: "waiting"}
    return _back(console, visit, done.get(decided.outcome, "registered"), decided)


async def _say_undone(console: Console, visit: Visit, undone: Undone) -> Response:
    visit.form = {}
    visit.errors["act"] = f"act_{undone.decided.outcome}"
    return await _page(console, visit, 409)


async def one_person(console: Console, visit: Visit) -> Response:
    """Staff decide that somebody was registered twice: the other registration is given up."""
    other_id = visit.whole("other", 1, MOST)
    if visit.errors:
        raise HTTPException(404)

    def work(tx: Transaction) -> Decided:
        event, registration = _named(tx, visit)
        alike = twins.twins_of(tx, event, registration)
        visit.require_as_seen({}, registration, alike)
        other = next((twin for twin in alike if twin.id == other_id), None)
        if other is None:
            raise HTTPException(404)
        desk = visit.desk(tx, console.content)
        return on_behalf.one_person(desk, event, registration, other)

    number = visit.number("registration")
    try:
        decided = await console.write(
            visit, "registration.one_person", f"registration:{number}", work, other=other_id
        )
    except Undone as undone:
        return await _say_undone(console, visit, undone)
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
        on_behalf.decide_business(tx, registration, other)

    number, event_id = visit.number("registration"), visit.number("event")
    what = "registration.same_business" if other_id else "registration.own_business"
    await console.write(visit, what, f"registration:{number}", work, other=other_id)
    return console.back(f"/su-kien/{event_id}/dai-bieu/{number}", "saved")


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
        was_held=event.was_held,
        registrations=[r for r in registrations if r.is_alive],
        whole_phones=visit.may(Action.REVEAL_PHONE),
    )
    return console.file(data, f"danh-sach-dang-ky-{event.code}.xlsx", XLSX)
