"""Somebody is registered by staff: on paper, by telephone, as a guest of the ward."""

from typing import Any

from starlette.responses import Response

from bot.web.console import events
from bot.web.console.attendee_form import read_wanted
from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.whole import read_whole
from handlers.conference import on_behalf
from handlers.conference.outcomes import Decided
from handlers.conference.outcomes import SeatOutcome as Result
from handlers.people.refusing import NotDone
from storage.database import Transaction
from storage.event_models import BusinessKind, Category, Event, Registration

SOURCES = ("paper", "phone")
EMPTY = {"kind": "household", "category": "business", "companions": "0"}


async def add(console: Console, visit: Visit) -> Response:
    """Whoever is there already, or may be, is shown first, and a person decides."""
    event = await console.read(lambda tx: events.find(tx, visit))
    if visit.request.method == "GET":
        visit.form = dict(EMPTY)
        return _page(console, visit, event)
    wanted, source = read_wanted(console, visit), visit.choice("source", SOURCES)
    visit.text("name", required=True)
    shared = visit.text("shares_phone") == "1"
    try:
        has_none = visit.text("no_phone") == "1"
        on_behalf.require_number(visit.text("phone"), wanted, has_none=has_none)
    except NotDone as refusal:
        visit.refuse(refusal)
    if visit.errors:
        return _page(console, visit, event, 400)
    others = _others(visit)

    def work(tx: Transaction) -> Decided:
        desk, found = visit.desk(tx, console.content), events.find(tx, visit)
        return on_behalf.register(
            desk, found, wanted, source=source, shares_phone=shared, others=others
        )

    try:
        decided = await console.write(
            visit,
            "registration.add",
            lambda decided: about(decided.registration, event),
            work,
            unseen=Unseen.ADDS,
            source=source,
        )
    except on_behalf.PerhapsThere as alike:
        others += [one.id for one in alike.people]
        said = {"alike": alike.people, "phone": wanted.phone or "", "others": others}
        return _page(console, visit, event, 409, **said)
    except on_behalf.Undone as undone:
        return _say_undone(console, visit, event, undone, others, shared=shared)
    number = decided.registration.id if decided.registration else 0
    done = "waiting" if decided.outcome is Result.WAITING else "registered"
    to = "them-dai-bieu" if visit.text("another") else f"dai-bieu/{number}"
    return console.back(f"/su-kien/{event.id}/{to}", done, told=decided.told)


def _others(visit: Visit) -> list[int]:
    """The registrations that were shown, of which it was said that it is none of them."""
    return [number for text in visit.lists.get("others", ()) if (number := read_whole(text))]


def _say_undone(
    console: Console,
    visit: Visit,
    event: Event,
    undone: on_behalf.Undone,
    others: list[int],
    *,
    shared: bool,
) -> Response:
    outcome, there = undone.decided.outcome, undone.decided.registration
    known = there if outcome in (Result.KNOWN, Result.GONE) else None
    if known and shared:  # of a like name too: they say so of that very person
        others = [*others, known.id]
    if undone.field:
        visit.errors[undone.field] = undone.why
    full = outcome is Result.FULL
    return _page(console, visit, event, 409, known=known, full=full, others=others)


def _page(console: Console, visit: Visit, event: Event, status: int = 200, **said: Any) -> Response:
    """`said`: who is `known`, or may be (`alike`), under which `phone`; the event is `full`."""
    values: dict[str, Any] = {"event": event, "categories": Category, "kinds": BusinessKind}
    values |= {"full": False, "known": None, "alike": (), "phone": "", "others": _others(visit)}
    return console.render(visit, "attendee_add", status, **(values | said))


def about(registration: Registration | None, event: Event) -> str:
    """What a registration made just now is called in the audit."""
    return f"registration:{registration.id}" if registration else f"event:{event.id}"
