"""The door of an event, as phones there see it: who is on the list and how long, arrivals (also
those that waited for the network), guests who had not registered, seats of the absent. What a phone
sends twice is done once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from content.calendar import midnight_before
from content.codes import CodeKind, find_code
from content.people import by_name
from handlers.conference import arrivals
from handlers.conference.offers import Desk
from handlers.conference.outcomes import Decided, SeatOutcome
from handlers.conference.seating import Wanted
from handlers.people.refusing import NotDone
from storage.database import Transaction
from storage.event_models import (
    SEATED,
    Event,
    EventState,
    Invitation,
    Registration,
    RegistrationState,
)

SENT_AGAIN = timedelta(minutes=2)  # clocks differ, and one that is ahead is not believed
OFFLINE_FOR = timedelta(hours=18)
LIST_ENDS_AFTER = timedelta(hours=2)  # the event: then no phone has the list any more


@dataclass(frozen=True, slots=True)
class DoorList:
    """`arrived` people are there of `expected`; `day`: from when on (aware) it is the event's;
    `invited`: the paper invitations that stand, whose holders are on no list."""

    arrived: int
    expected: int
    day: datetime
    guests: Sequence[Registration]
    invited: Sequence[Invitation]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a phone says of somebody: by number or by the code of their ticket; `at`, as the phone's
    clock had it (None: not said); `people` of the party are there (None: all of them); `inside`:
    the phone has called them in."""

    number: int | None
    code: str
    at: datetime | None
    people: int | None
    representative: str
    undo: bool
    inside: bool = False


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """What became of an arrival. `first_at`: this ticket let somebody in before, at that time; two
    people may have it. `event`: the one a ticket is for, where that is another."""

    outcome: str
    guest: Registration | None = None
    first_at: datetime | None = None
    event: Event | None = None


def as_shown(event: Event) -> dict[str, Any]:
    """What the door knows of the event when somebody frees the seats of the absent: who comes and
    goes does not change it, freeing them does."""
    return {"id": event.id, "version": event.version, "state": event.state}


def list_until(event: Event) -> datetime:
    return event.ends_at + LIST_ENDS_AFTER


def is_manned(event: Event, now: datetime) -> bool:
    """Whether people are let in there, today or on a day to come."""
    return event.state in (EventState.OPEN, EventState.HELD) and now < list_until(event)


def key_until(event: Event) -> datetime:
    """How long a phone may keep what waits to be sent."""
    return event.ends_at + OFFLINE_FOR


def guests(tx: Transaction, event: Event, now: datetime) -> DoorList:
    """By name; nobody once the list has ended, and nobody who is erased."""
    every = tx.registrations.of_event(event.id)
    over = now >= list_until(event)
    return DoorList(
        arrived=sum(r.present for r in every),
        expected=sum(r.seats for r in every if r.state in SEATED),
        day=midnight_before(event.starts_at),
        guests=[r for r in by_name(every) if r.anonymised_at is None and not over],
        invited=[
            one for one in tx.events.invitations(event.id) if one.revoked_at is None and not over
        ],
    )


def arrive(desk: Desk, event: Event, arrival: Arrival) -> AtTheDoor:
    registration = _meant(desk.tx, arrival)
    if registration is None:
        return AtTheDoor("unknown")
    if registration.event_id != event.id:
        return AtTheDoor("other_event", event=desk.tx.events.get(registration.event_id))
    if arrival.undo:
        back = arrivals.undo_check_in(desk, event, registration).registration or registration
        return AtTheDoor("undone", back)
    at = _when(arrival.at, desk.now)
    decided = arrivals.check_in(
        desk, event, registration, at=at, people=arrival.people,
        representative=arrival.representative, inside=arrival.inside,
    )  # fmt: skip
    first = _first_at(desk, decided, arrival, at)
    return AtTheDoor(str(decided.outcome), decided.registration, first)


def _meant(tx: Transaction, arrival: Arrival) -> Registration | None:
    if arrival.number is not None:
        return tx.registrations.get(arrival.number)
    found = find_code(arrival.code)
    ticket = found is not None and found[0] is CodeKind.TICKET
    return tx.registrations.by_code(found[1]) if found and ticket else None


def _when(told: datetime | None, now: datetime) -> datetime:
    """When they came: told by the phone that was offline, never in the future or long ago."""
    return told if told is not None and now - OFFLINE_FOR <= told <= now else now


def _first_at(desk: Desk, decided: Decided, arrival: Arrival, at: datetime) -> datetime | None:
    """When the first came in with a ticket that lets somebody in for the second time; None for an
    arrival that was sent again."""
    there = decided.registration
    if decided.outcome is not SeatOutcome.ALREADY or there is None or arrival.at is None:
        return None
    if there.arrived_at is None:
        return None
    again = there.arrived_by == desk.staff and abs(at - there.arrived_at) < SENT_AGAIN
    return None if again else there.arrived_at


@dataclass(frozen=True, slots=True)
class LetIn:
    """What became of a guest. `with_it`: who came in before with the invitation they showed."""

    decided: Decided
    with_it: Registration | None = None


def walk_in(
    desk: Desk, event: Event, wanted: Wanted, *, key: str, another: bool, invitation: str = ""
) -> LetIn:
    """As `arrivals.walk_in`; the same `key` is the same guest, sent again. `invitation`: the code
    on the paper they showed, which stays with them."""
    once = f"walk_in:{key}"
    before = desk.tx.settings.get(once)
    if before:
        return LetIn(Decided(SeatOutcome.ALREADY, desk.tx.registrations.get(int(before))))
    paper = _paper(desk.tx, event, invitation)
    if invitation and paper is None:
        return LetIn(Decided(SeatOutcome.NO_INVITATION))
    first = desk.tx.registrations.of_invitation(paper.id) if paper else None
    decided = arrivals.walk_in(desk, event, wanted, another=another)
    guest = decided.registration
    if guest is None:
        return LetIn(decided)
    desk.tx.settings.put(once, str(guest.id))
    if paper is not None and guest.state is RegistrationState.CHECKED_IN:
        guest = desk.tx.registrations.save(replace(guest, invitation_id=paper.id))
    others = first if first is not None and first.id != guest.id else None
    return LetIn(replace(decided, registration=guest), others)


def _paper(tx: Transaction, event: Event, typed: str) -> Invitation | None:
    """The invitation of this event a code names, while it is good."""
    found = find_code(typed)
    is_one = found is not None and found[0] is CodeKind.INVITATION
    paper = tx.events.invitation(found[1]) if found and is_one else None
    good = paper is not None and paper.event_id == event.id and paper.revoked_at is None
    return paper if good else None


def release(desk: Desk, event: Event) -> int:
    """Frees the seats of those who have not come, for those who wait at the door; returns how many.
    From then on nobody is offered a seat by message: whoever is here goes first. Raises NotDone
    before the event begins."""
    if desk.now < event.starts_at:
        raise NotDone("do", "not_now")
    freed = arrivals.release_absent(desk, event)
    desk.tx.events.save(replace(event, registration_open=False, version=event.version + 1))
    return freed
