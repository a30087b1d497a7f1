"""The door: the list for a phone at the entrance, arrivals (also those kept while the network was
down), walk-ins, the count. Sending the same arrival twice is sending it once."""

import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import events
from bot.web.console.console import Console
from bot.web.console.seen import Changed, Unseen, version_of
from bot.web.console.visit import Visit
from bot.web.pages import json_answer
from content.calendar import midnight_before
from content.codes import CodeKind, find_code
from content.library import Content
from content.people import by_name, read_name, read_phone
from content.sensitive import mask
from content.vietnamese import clean, clock
from content.whole import read_whole
from handlers.conference import arrivals, outcomes
from handlers.conference.seating import Wanted
from storage.database import Transaction
from storage.event_models import (
    SEATED,
    Category,
    Event,
    Registration,
)

MOST_AT_ONCE = 500
SENT_AGAIN = timedelta(minutes=2)  # clocks differ, and one that is ahead is not believed
OFFLINE_FOR = timedelta(hours=18)
LIST_ENDS_AFTER = timedelta(hours=2)  # the event: then no phone has the list any more


async def show(console: Console, visit: Visit) -> Response:
    event = await console.read(lambda tx: events.find(tx, visit))
    response = console.render(visit, "door", event=event)
    response.headers["permissions-policy"] = "camera=(self), microphone=(), geolocation=()"
    return response


async def guests(console: Console, visit: Visit) -> Response:
    """The whole list as JSON: the page keeps it to work without a network."""

    def work(tx: Transaction) -> tuple[Event, list[Registration]]:
        event = events.find(tx, visit)
        return event, tx.registrations.of_event(event.id)

    event, all_ = await console.read(work)
    return json_answer(_state(event, all_, visit.now) | _seal(console, visit, event))


def _seal(console: Console, visit: Visit, event: Event) -> dict[str, Any]:
    """What a phone encrypts its list and its waiting arrivals with: for this person and event, as
    long as they are signed in and the event lasts. Times in milliseconds, as browsers count."""
    ends = event.ends_at + OFFLINE_FOR
    secret = hmac.digest(
        console.key.encode(), f"door:{visit.staff.id}:{event.id}".encode(), "sha256"
    )
    return {
        "csrf": visit.session.csrf,
        "owner": str(visit.staff.id),
        "key": secret.hex() if visit.now < ends else "",
        "list_until": (event.ends_at + LIST_ENDS_AFTER).timestamp() * 1000,
        "key_until": ends.timestamp() * 1000,
    }


def _state(event: Event, all_: list[Registration], now: datetime) -> dict[str, Any]:
    over = now >= event.ends_at + LIST_ENDS_AFTER
    listed = [r for r in by_name(all_) if r.anonymised_at is None and not over]
    return {
        "arrived": sum(r.present for r in all_),
        "expected": sum(r.seats for r in all_ if r.state in SEATED),
        "capacity": event.capacity,
        "day": midnight_before(event.starts_at).timestamp() * 1000,
        "seen": version_of(shown_of(event)),
        "guests": [_guest(r) for r in listed],
    }


def _guest(registration: Registration) -> dict[str, Any]:
    """What the door needs to know: never a whole phone number."""
    return {
        "id": str(registration.id),
        "code": registration.code,
        "name": registration.name,
        "business": registration.business,
        "last": (registration.phone or "")[-4:],
        "people": 1 + registration.companions,
        "present": registration.present,
        "state": registration.state,
    }


async def arrive(console: Console, visit: Visit) -> Response:
    """Arrivals in a batch: `{"key", "id" or "code", "at", "representative"}`, each answered."""
    items = _items(visit)

    def work(tx: Transaction) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        event = events.find(tx, visit)
        answered = [_arrived(tx, console.content, event, visit, item) for item in items]
        return answered, _state(event, tx.registrations.of_event(event.id), visit.now)

    results, state = await console.write(
        visit,
        "door.arrive",
        f"event:{visit.number('event')}",
        work,
        unseen=Unseen.KEYED,
        repeatable=True,  # each item has a key of its own
        count=len(items),
    )
    return json_answer({"results": results, **state})


def _items(visit: Visit) -> list[dict[str, Any]]:
    try:
        given = orjson.loads(visit.raw.get("items", ""))
    except orjson.JSONDecodeError as error:
        raise HTTPException(400) from error
    if not isinstance(given, list) or len(given) > MOST_AT_ONCE:
        raise HTTPException(400)
    return [item for item in given if isinstance(item, dict)]


def _arrived(
    tx: Transaction, content: Content, event: Event, visit: Visit, item: dict[str, Any]
) -> dict[str, Any]:
    key = str(item.get("key", ""))[:80]
    registration = _meant(tx, event, item)
    if registration is None:
        return {"key": key, "outcome": "unknown"}
    desk = visit.desk(tx, content)
    if item.get("undo"):
        back = arrivals.undo_check_in(desk, event, registration).registration or registration
        return {"key": key, "outcome": "undone", "guest": _guest(back)}
    decided = arrivals.check_in(
        desk,
        event,
        registration,
        at=_when(item, visit.now),
        people=_people(item),
        representative=mask(clean(str(item.get("representative", "")))).text[:80],
    )
    answer = {"key": key, "outcome": str(decided.outcome)}
    if decided.outcome is outcomes.SeatOutcome.ALREADY and decided.registration is not None:
        answer |= _twice(tx, visit, decided.registration, item)
    return answer | ({"guest": _guest(decided.registration)} if decided.registration else {})


def _twice(
    tx: Transaction, visit: Visit, registration: Registration, item: dict[str, Any]
) -> dict[str, str]:
    """When the first came in with a ticket that lets somebody in for the second time; nothing for
    an arrival that was sent again. It is on record: two people may have one ticket."""
    first, at = registration.arrived_at, _when(item, visit.now)
    if first is None or "at" not in item:
        return {}
    if registration.arrived_by == visit.staff.login and abs(at - first) < SENT_AGAIN:
        return {}
    about = f"registration:{registration.id}"
    tx.audit.write("door.twice", about, visit.now, staff=visit.staff, address=visit.address)
    return {"twice": clock(first)}


def _meant(tx: Transaction, event: Event, item: dict[str, Any]) -> Registration | None:
    number, found = read_whole(str(item.get("id", ""))), find_code(str(item.get("code", ""))[:200])
    registration = None
    if number is not None:
        registration = tx.registrations.get(number)
    elif found and found[0] is CodeKind.TICKET:
        registration = tx.registrations.by_code(found[1])
    return registration if registration and registration.event_id == event.id else None


def _people(item: dict[str, Any]) -> int | None:
    """How many of the party are there; None for all of them."""
    people = item.get("people")
    return people if isinstance(people, int) and 1 <= people <= MOST_AT_ONCE else None


def _when(item: dict[str, Any], now: datetime) -> datetime:
    """When they came: told by the phone that was offline, never in the future or long ago."""
    try:
        told = datetime.fromtimestamp(float(item.get("at", 0)) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return now
    return told if now - OFFLINE_FOR <= told <= now else now


async def walk_in(console: Console, visit: Visit) -> Response:
    """Somebody at the door without a registration."""
    name = read_name(visit.text("name", limit=80))
    typed = visit.text("phone")
    phone = read_phone(typed) if typed else None
    if name is None or (typed and phone is None):
        return json_answer({"outcome": "bad", "field": "name" if name is None else "phone"}, 400)
    category = Category(visit.choice("category", [str(c) for c in Category]))
    wanted = Wanted(
        name=name,
        phone=phone,
        business=visit.text("business", limit=200) or None,
        companions=visit.whole("companions", 0, 99) if visit.text("companions") else None,
        category=category,
    )
    if visit.errors:
        return json_answer({"outcome": "bad", "field": next(iter(visit.errors))}, 400)

    def work(tx: Transaction) -> tuple[outcomes.Decided, dict[str, Any]]:
        event = events.find(tx, visit)
        once = f"walk_in:{visit.text('key', limit=60)}"
        before = tx.settings.get(once)
        if before:
            same = tx.registrations.get(int(before))
            decided = outcomes.Decided(outcomes.SeatOutcome.ALREADY, same)
        else:
            decided = arrivals.walk_in(
                visit.desk(tx, console.content), event, wanted, another=visit.text("another") == "1"
            )
            if decided.registration is not None:
                tx.settings.put(once, str(decided.registration.id))
        return decided, _state(event, tx.registrations.of_event(event.id), visit.now)

    decided, state = await console.write(
        visit,
        "door.walk_in",
        f"event:{visit.number('event')}",
        work,
        unseen=Unseen.KEYED,
        repeatable=True,  # a guest has a key of its own
    )
    guest = _guest(decided.registration) if decided.registration else None
    among = [_guest(one) for one in by_name(decided.among)]
    return json_answer({"outcome": str(decided.outcome), "guest": guest, "among": among, **state})


async def release(console: Console, visit: Visit) -> Response:
    """Frees the seats of those who have not come, for those who wait at the door."""

    def work(tx: Transaction) -> tuple[int, dict[str, Any]]:
        event = events.find(tx, visit)
        if visit.now < event.starts_at:
            raise HTTPException(409)
        visit.require_as_seen({}, shown_of(event))
        freed = arrivals.release_absent(visit.desk(tx, console.content), event)
        # From now on nobody is offered a seat by message: whoever is here goes first.
        tx.events.save(replace(event, registration_open=False, version=event.version + 1))
        return freed, _state(event, tx.registrations.of_event(event.id), visit.now)

    try:
        freed, state = await console.write(
            visit, "door.release", f"event:{visit.number('event')}", work, repeatable=True
        )
    except Changed:

        def now(tx: Transaction) -> dict[str, Any]:
            event = events.find(tx, visit)
            return _state(event, tx.registrations.of_event(event.id), visit.now)

        notice = console.content.words.console["door_changed"]
        return json_answer({"notice": notice, **await console.read(now)}, 409)
    return json_answer({"freed": freed, **state})


def shown_of(event: Event) -> dict[str, Any]:
    """What the door knows of the event when somebody frees the seats of the absent: who comes and
    goes does not change it, freeing them does."""
    return {"id": event.id, "version": event.version, "state": event.state}
