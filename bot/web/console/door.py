"""The page of the door: the list for a phone at the entrance, arrivals (also those kept while the
network was down), guests, the count. Sending the same arrival twice is sending it once."""

from datetime import UTC, datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import events, phone
from bot.web.console.console import Console
from bot.web.console.seen import Changed, Unseen, version_of
from bot.web.console.visit import Visit
from bot.web.pages import json_answer
from content.people import by_name
from content.sensitive import mask
from content.vietnamese import clean, clock
from content.whole import read_whole
from handlers.conference import door
from handlers.conference.door import Arrival, LetIn
from handlers.conference.seating import Wanted
from handlers.people.refusing import NotDone
from storage.database import Transaction
from storage.event_models import Category, Event, Registration

MOST_AT_ONCE = 500


async def show(console: Console, visit: Visit) -> Response:
    event = await console.read(lambda tx: events.find(tx, visit))
    over = event.takes_place and visit.now >= door.list_until(event)
    response = console.render(visit, "door", event=event, over=over)
    response.headers["permissions-policy"] = "camera=(self), microphone=(), geolocation=()"
    return response


async def guests(console: Console, visit: Visit) -> Response:
    """The whole list as JSON: the page keeps it to work without a network."""

    def work(tx: Transaction) -> dict[str, Any]:
        event = events.find(tx, visit)
        until = door.list_until(event), door.key_until(event)
        return _state(tx, event, visit.now) | phone.seal(console, visit, "door", event.id, *until)

    return json_answer(await console.read(work))


def _state(tx: Transaction, event: Event, now: datetime) -> dict[str, Any]:
    listed = door.guests(tx, event, now)
    return {
        "arrived": listed.arrived,
        "expected": listed.expected,
        "capacity": event.capacity,
        "day": listed.day.timestamp() * 1000,
        "seen": version_of(door.as_shown(event)),
        "guests": [_guest(r) for r in listed.guests],
        "invited": [{"code": one.code, "name": one.recipient} for one in listed.invited],
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
    """Arrivals in a batch: `{"key", "id" or "code", "at", "people", "representative", "undo",
    "inside"}`, each answered."""
    items = phone.items_of(visit, MOST_AT_ONCE)

    def work(tx: Transaction) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        event = events.find(tx, visit)
        answered = [_arrived(tx, console, event, visit, item) for item in items]
        return answered, _state(tx, event, visit.now)

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


def _arrived(
    tx: Transaction, console: Console, event: Event, visit: Visit, item: dict[str, Any]
) -> dict[str, Any]:
    done = door.arrive(visit.desk(tx, console.content), event, _arrival(item))
    answer: dict[str, Any] = {"key": str(item.get("key", ""))[:80], "outcome": done.outcome}
    if done.first_at is not None and done.guest is not None:
        # It is on record: two people may have one ticket.
        about = f"registration:{done.guest.id}"
        tx.audit.write("door.twice", about, visit.now, staff=visit.staff, address=visit.address)
        answer["twice"] = clock(done.first_at)
    if done.event is not None:
        answer["event"] = done.event.title
    return answer | ({"guest": _guest(done.guest)} if done.guest else {})


def _arrival(item: dict[str, Any]) -> Arrival:
    people = item.get("people")
    return Arrival(
        number=read_whole(str(item.get("id", ""))),
        code=str(item.get("code", ""))[:200],
        at=_moment(item["at"]) if "at" in item else None,
        people=people if isinstance(people, int) and 1 <= people <= MOST_AT_ONCE else None,
        representative=mask(clean(str(item.get("representative", "")))).text[:80],
        undo=bool(item.get("undo")),
        inside=bool(item.get("inside")),
    )


def _moment(at: Any) -> datetime:
    """Milliseconds, as browsers count; the beginning of time for what is none."""
    try:
        return datetime.fromtimestamp(float(at) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


async def walk_in(console: Console, visit: Visit) -> Response:
    """Somebody at the door without a registration."""
    name, phone = visit.person(), visit.phone()
    if name is None or visit.errors:
        return _refused(console, visit)
    category = Category(visit.choice("category", [str(c) for c in Category]))
    wanted = Wanted(
        name=name,
        phone=phone,
        business=visit.text("business", limit=200) or None,
        companions=visit.whole("companions", 0, 99) if visit.text("companions") else None,
        category=category,
    )
    if visit.errors:
        return _refused(console, visit)

    def work(tx: Transaction) -> tuple[LetIn, dict[str, Any]]:
        event, desk = events.find(tx, visit), visit.desk(tx, console.content)
        done = door.walk_in(
            desk, event, wanted,
            key=visit.text("key", limit=60), another=visit.text("another") == "1",
            invitation=visit.text("invitation", limit=60),
        )  # fmt: skip
        if done.with_it is not None and done.decided.registration is not None:
            about = f"registration:{done.decided.registration.id}"
            tx.audit.write("door.twice", about, visit.now, staff=visit.staff, address=visit.address)
        return done, _state(tx, event, visit.now)

    done, state = await console.write(
        visit,
        "door.walk_in",
        f"event:{visit.number('event')}",
        work,
        unseen=Unseen.KEYED,
        repeatable=True,  # a guest has a key of its own
    )
    decided, first = done.decided, done.with_it
    guest = _guest(decided.registration) if decided.registration else None
    among = [_guest(one) for one in by_name(decided.among)]
    answer = {"outcome": str(decided.outcome), "guest": guest, "among": among, **state}
    if first is not None and first.arrived_at is not None:
        answer["with_it"] = {"name": first.name, "at": clock(first.arrived_at)}
    return json_answer(answer)


def _refused(console: Console, visit: Visit) -> Response:
    """Why a guest is not taken as typed, and what the fields hold now: an old number stands as the
    one it became."""
    field, fault = next(iter(visit.errors.items()))
    why = console.content.words.console[fault]
    typed = {field: visit.form.get(field, "")}
    return json_answer({"outcome": "bad", "field": field, "why": why, "typed": typed}, 400)


async def release(console: Console, visit: Visit) -> Response:
    """Frees the seats of those who have not come, for those who wait at the door."""

    def work(tx: Transaction) -> tuple[int, dict[str, Any]]:
        event = events.find(tx, visit)
        visit.require_as_seen({}, door.as_shown(event))
        freed = door.release(visit.desk(tx, console.content), event)
        return freed, _state(tx, event, visit.now)

    try:
        freed, state = await console.write(
            visit, "door.release", f"event:{visit.number('event')}", work, repeatable=True
        )
    except NotDone:
        raise HTTPException(409) from None
    except Changed:
        notice = console.content.words.console["door_changed"]
        now = await console.read(lambda tx: _state(tx, events.find(tx, visit), visit.now))
        return json_answer({"notice": notice, **now}, 409)
    return json_answer({"freed": freed, **state})
