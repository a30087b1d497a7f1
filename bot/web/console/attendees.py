"""Who registered: list and search, one person, paper and phone registrations, import, export."""

from collections import Counter
from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import events
from bot.web.console.visit import Console, Visit
from content.attendee_list import Row, read_list
from content.people import name_key, read_name, read_neighbourhood, read_phone, read_tax_code
from content.sheets import XLSX, attendee_sheet, list_with_errors
from content.spreadsheet import Unreadable
from content.vietnamese import fold
from handlers import seats, tickets
from handlers.imports import import_rows
from handlers.permissions import Action
from storage.database import Transaction
from storage.event_models import (
    ALIVE,
    BusinessKind,
    Category,
    Event,
    Registration,
    RegistrationState,
)

SHOWN = 500


async def list_(console: Console, visit: Visit) -> Response:
    def work(tx: Transaction) -> tuple[Event, list[Registration]]:
        event = events.find(tx, visit)
        return event, tx.registrations.of_event(event.id)

    event, all_ = await console.read(work)
    wanted = visit.request.query_params.get("tim", "").strip()
    state = visit.request.query_params.get("loc", "")
    found = [r for r in all_ if _matches(r, wanted) and (not state or r.state == state)]
    if visit.request.query_params.get("xep") == "ten":
        found.sort(key=lambda r: name_key(r.name))
    counts = Counter(r.state for r in all_)
    return console.render(
        visit,
        "attendees",
        event=event,
        registrations=found[:SHOWN],
        more=max(0, len(found) - SHOWN),
        total=len(all_),
        counts=counts,
        people=sum(r.seats for r in all_ if r.state in ALIVE),
        wanted=wanted,
        state=state,
        states=RegistrationState,
    )


def _matches(registration: Registration, wanted: str) -> bool:
    """By name, business, code or digits of the phone; marks and case do not matter."""
    if not wanted:
        return True
    plain = fold(wanted)
    digits = "".join(char for char in wanted if char.isdigit()).lstrip("0")
    text = fold(f"{registration.name} {registration.business} {registration.code}")
    in_phone = len(digits) >= 3 and digits in (registration.phone or "")
    return all(word in text for word in plain.split()) or in_phone


def _one(tx: Transaction, visit: Visit) -> tuple[Event, Registration]:
    event = events.find(tx, visit)
    registration = tx.registrations.get(visit.number("registration"))
    if registration is None or registration.event_id != event.id:
        raise HTTPException(404)
    return event, registration


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(console: Console, visit: Visit, status: int = 200, *, phone: str = "") -> Response:
    event, registration = await console.read(lambda tx: _one(tx, visit))
    if not visit.form:
        visit.form = {
            "name": registration.name,
            "business": registration.business,
            "kind": registration.kind,
            "neighbourhood": registration.neighbourhood,
            "position": registration.position,
            "companions": str(registration.companions),
            "category": registration.category,
        }
    return console.render(
        visit,
        "attendee",
        status,
        event=event,
        registration=registration,
        phone=phone,
        categories=Category,
        kinds=BusinessKind,
    )


async def reveal(console: Console, visit: Visit) -> Response:
    """The whole phone number, once, on record."""
    _, registration = await console.write(
        visit,
        "phone.reveal",
        f"registration:{visit.number('registration')}",
        lambda tx: _one(tx, visit),
        repeatable=True,
    )
    visit.form = {}
    return await _page(console, visit, phone=registration.phone or "")


async def add(console: Console, visit: Visit) -> Response:
    event = await console.read(lambda tx: events.find(tx, visit))
    values = {"event": event, "categories": Category, "kinds": BusinessKind, "full": False}
    if visit.request.method == "GET":
        visit.form = {"kind": "household", "category": "business", "companions": "0"}
        return console.render(visit, "attendee_add", **values)
    wanted = _wanted(console, visit)
    source = visit.choice("source", ["paper", "phone"])
    if wanted is None or visit.errors:
        return console.render(visit, "attendee_add", 400, **values)
    decided = await console.write(
        visit,
        "registration.add",
        f"event:{event.id}",
        lambda tx: seats.register(
            tx,
            events.find(tx, visit),
            wanted,
            visit.now,
            contact_id=None,
            source=source,
            by_staff=True,
        ),
        source=source,
    )
    if decided.registration is None:
        return console.render(visit, "attendee_add", 409, **(values | {"full": True}))
    told = "waiting" if decided.registration.state is RegistrationState.WAITLISTED else "registered"
    return console.back(f"/su-kien/{event.id}/dai-bieu/{decided.registration.id}", told)


def _wanted(console: Console, visit: Visit) -> seats.Wanted | None:
    name = read_name(visit.text("name", required=True, limit=80))
    if name is None:
        visit.errors.setdefault("name", "name")
    category = Category(visit.choice("category", [str(c) for c in Category]))
    typed = visit.text("phone")
    phone = read_phone(typed)
    if phone is None and (typed or category is Category.BUSINESS):
        visit.errors["phone"] = "phone"
    tax_code = read_tax_code(visit.text("tax_code")) if visit.text("tax_code") else ""
    if tax_code is None:
        visit.errors["tax_code"] = "tax_code"
    kind = visit.choice("kind", [str(k) for k in BusinessKind])
    companions = visit.whole("companions", 0, 9)
    if name is None or tax_code is None:
        return None
    return seats.Wanted(
        name=name,
        phone=phone,
        kind=BusinessKind(kind),
        business=visit.text("business", limit=200),
        neighbourhood=read_neighbourhood(
            visit.text("neighbourhood", limit=80), console.content.ward.neighbourhoods
        ),
        companions=companions,
        position=visit.text("position", limit=120),
        tax_code=tax_code,
        category=category,
    )


async def edit(console: Console, visit: Visit) -> Response:
    event, registration = await console.read(lambda tx: _one(tx, visit))
    visit.form.setdefault("phone", registration.phone or "")
    wanted = _wanted(console, visit)
    if registration.phone is None:
        visit.errors.pop("phone", None)
    if wanted is None or visit.errors:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> seats.Decided:
        current, kept = _one(tx, visit)
        fresh = replace(kept, category=wanted.category)
        decided = seats.change(tx, current, fresh, wanted, visit.now)
        tickets.tell_offered(tx, console.content, current, decided.offered, visit.now)
        return decided

    decided = await console.write(
        visit,
        "registration.edit",
        f"registration:{registration.id}",
        work,
        companions=[registration.companions, wanted.companions],
    )
    if decided.outcome is seats.Outcome.FULL:
        visit.errors["companions"] = "no_seats"
        return await _page(console, visit, 409)
    return console.back(f"/su-kien/{event.id}/dai-bieu/{registration.id}", "saved")


async def cancel(console: Console, visit: Visit) -> Response:
    def work(tx: Transaction) -> None:
        event, registration = _one(tx, visit)
        tickets.give_up(tx, console.content, event, registration, visit.now)

    number = visit.number("registration")
    await console.write(visit, "registration.cancel", f"registration:{number}", work)
    return console.back(f"/su-kien/{visit.number('event')}/dai-bieu/{number}", "cancelled")


# ---- spreadsheets ----


async def import_(console: Console, visit: Visit) -> Response:
    """A dry run first: what would happen to each row, and the file back with what is wrong."""
    event = await console.read(lambda tx: events.find(tx, visit))
    if visit.request.method == "GET":
        return console.render(visit, "import", event=event, rows=None)
    held = console.held.get(visit.text("held"))
    name, data = held or visit.files.get("file", ("", b""))
    if not data:
        visit.errors["file"] = "required"
        return console.render(visit, "import", 400, event=event, rows=None)
    # Large sheets take seconds: read and written beside the event loop.
    listing = await console.pools.documents.run(
        read_list, data, console.content.ward.neighbourhoods
    )
    if isinstance(listing, Unreadable):
        visit.errors["file"] = listing
        return console.render(visit, "import", 400, event=event, rows=None)
    do = visit.text("do")
    if do == "errors":
        marked = await console.pools.documents.run(
            list_with_errors, listing, console.content.words.console
        )
        return console.file(marked, "danh-sach-co-loi.xlsx", XLSX)
    shown = {"event": event, "listing": listing}
    if do == "keep":

        def work(tx: Transaction) -> list[Row]:
            return import_rows(tx, events.find(tx, visit), listing.rows, visit.now)

        kept = await console.write(
            visit,
            "registration.import",
            f"event:{event.id}",
            work,
            rows=len(listing.rows),
            file=name[:100],
        )
        return console.render(visit, "import", **shown, rows=kept, kept=True, held="")
    checked = await console.read(
        lambda tx: import_rows(tx, event, listing.rows, visit.now, dry=True)
    )
    token = console.hold(name, data)
    return console.render(visit, "import", **shown, rows=checked, kept=False, held=token)


async def export(console: Console, visit: Visit) -> Response:
    """The list as a spreadsheet, on record; phones whole only for those who may see them."""

    def work(tx: Transaction) -> tuple[Event, list[Registration]]:
        event = events.find(tx, visit)
        return event, tx.registrations.of_event(event.id)

    event_id = visit.number("event")
    event, registrations = await console.write(visit, "export.attendees", f"event:{event_id}", work)
    data = await console.pools.documents.run(
        attendee_sheet,
        console.content,
        event_title=event.title,
        starts_at=event.starts_at,
        registrations=[r for r in registrations if r.is_alive],
        whole_phones=visit.may(Action.REVEAL_PHONE),
    )
    return console.file(data, f"danh-sach-dang-ky-{event.code}.xlsx", XLSX)
