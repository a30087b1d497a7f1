"""Seats: who gets one, who waits, who is next. Every function works inside one transaction.

`confirmed + offered + arrived` never exceed the capacity. Who comes first is seated first; when
the room is full the rest wait in order. A freed seat is offered to the first in line, with a
deadline, then to the next. Nobody overtakes: while somebody waits, a newcomer waits behind them.
Delegates of the ward, the city and the press have their reserved seats and never wait.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from content.codes import CodeKind, new_code
from content.people import business_key
from storage.database import Transaction
from storage.event_models import (
    BusinessKind,
    Category,
    Event,
    EventState,
    Registration,
    RegistrationState,
)

OFFER_LASTS = timedelta(hours=24)
# Nobody answers an offer in the last hours before the doors open.
OFFER_ENDS_BEFORE = timedelta(hours=2)
NEVER_WAIT = (Category.WARD, Category.CITY, Category.PRESS)

_S = RegistrationState


class Outcome(StrEnum):
    """What became of an attempt."""

    SEATED = "seated"
    WAITING = "waiting"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"
    ALREADY = "already"  # nothing to do: it was so before
    FULL = "full"
    CLOSED = "closed"
    LIMIT = "limit"  # this business has its delegates already
    TAKEN = "taken"  # this phone is registered by somebody else
    TOO_LATE = "too_late"  # the offer has lapsed


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for. `phone` is E.164, or None for a guest the staff add without one."""

    name: str
    phone: str | None
    kind: BusinessKind
    business: str = ""
    neighbourhood: str = ""
    companions: int = 0
    position: str = ""
    sector: str = ""
    tax_code: str = ""
    wants_to_speak: bool = False
    category: Category = Category.BUSINESS


@dataclass(frozen=True, slots=True)
class Decided:
    outcome: Outcome
    registration: Registration | None = None
    offered: tuple[Registration, ...] = ()  # who was offered a seat by this


def free_seats(tx: Transaction, event: Event, category: Category) -> int:
    """Seats this delegate group may still take: what others have reserved is not free."""
    taken = tx.registrations.seats_taken(event.id)
    kept = sum(
        max(0, seats - taken.get(Category(group), 0))
        for group, seats in event.reserved.items()
        if group != category
    )
    if category in NEVER_WAIT:
        kept = 0  # they may use any seat that is really empty
    return event.capacity - sum(taken.values()) - kept


def register(
    tx: Transaction,
    event: Event,
    wanted: Wanted,
    now: datetime,
    *,
    contact_id: int | None,
    source: str,
    by_staff: bool = False,
) -> Decided:
    """A seat, or a place in the waiting list. The same phone for the same event is the same
    registration: asked for again by its owner it is changed, asked by somebody else it is TAKEN.

    Staff register on behalf of people, also after the closing date.
    """
    if not by_staff and not event.takes_registrations(now):
        return Decided(Outcome.CLOSED)
    existing = tx.registrations.by_phone(event.id, wanted.phone) if wanted.phone else None
    if existing is not None:
        foreign = existing.contact_id not in (None, contact_id)
        if foreign and not by_staff:
            return Decided(Outcome.TAKEN)
        if existing.is_alive:
            mine = replace(existing, contact_id=existing.contact_id or contact_id)
            return change(tx, event, mine, wanted, now)
    key = business_key(wanted.business, wanted.neighbourhood, wanted.tax_code)
    if key and not by_staff:
        others = tx.registrations.count_of_business(event.id, key)
        if others >= event.per_business:
            return Decided(Outcome.LIMIT)
    seated = _fits(tx, event, wanted.category, 1 + wanted.companions)
    if not seated and wanted.category in NEVER_WAIT:
        return Decided(Outcome.FULL)
    begun = existing or _begun(tx, event, wanted, now)
    fresh = replace(
        _with_details(begun, wanted),
        contact_id=begun.contact_id or contact_id,
        category=wanted.category,
        state=_S.CONFIRMED if seated else _S.WAITLISTED,
        queued_at=now,
        source=source,
        offer_until=None,
    )
    (tx.registrations.save if existing else tx.registrations.add)(fresh)
    return Decided(Outcome.SEATED if seated else Outcome.WAITING, fresh)


def change(
    tx: Transaction, event: Event, registration: Registration, wanted: Wanted, now: datetime
) -> Decided:
    """Other details, or other companions. More companions only where there are free seats that
    nobody waits for; in the waiting list the place is kept."""
    more = wanted.companions - registration.companions
    changed = _with_details(registration, wanted)
    if registration.state in (_S.CONFIRMED, _S.OFFERED) and more > 0:
        if not _fits(tx, event, registration.category, more):
            return Decided(Outcome.FULL, registration)
    elif registration.state not in (_S.CONFIRMED, _S.OFFERED, _S.WAITLISTED):
        changed = replace(changed, companions=registration.companions)
    tx.registrations.save(changed)
    return Decided(Outcome.CHANGED, changed, promote(tx, event, now) if more < 0 else ())


def cancel(tx: Transaction, event: Event, registration: Registration, now: datetime) -> Decided:
    """Gives the seat, or the place in line, back; the next in line is offered it."""
    if registration.state not in (_S.CONFIRMED, _S.OFFERED, _S.WAITLISTED):
        return Decided(Outcome.ALREADY, registration)
    gone = replace(registration, state=_S.CANCELLED, offer_until=None)
    tx.registrations.save(gone)
    return Decided(Outcome.CANCELLED, gone, promote(tx, event, now))


def promote(tx: Transaction, event: Event, now: datetime) -> tuple[Registration, ...]:
    """Lets overdue offers lapse, then offers free seats to the first in line, in order.

    Returns who has been offered a seat. The first in line is never passed over: where their party
    does not fit, the next wait too.
    """
    for late in tx.registrations.overdue_offers(event.id, now):
        tx.registrations.save(replace(late, state=_S.EXPIRED, offer_until=None))
    if event.state is not EventState.OPEN:
        return ()
    until = min(now + OFFER_LASTS, event.starts_at - OFFER_ENDS_BEFORE)
    if until <= now:
        return ()
    offered = []
    while first := tx.registrations.first_waiting(event.id):
        if free_seats(tx, event, first.category) < first.seats:
            break
        given = replace(first, state=_S.OFFERED, offer_until=until)
        tx.registrations.save(given)
        offered.append(given)
    return tuple(offered)


def accept(tx: Transaction, event: Event, registration: Registration, now: datetime) -> Decided:
    """Takes an offered seat."""
    if registration.state is _S.CONFIRMED:
        return Decided(Outcome.ALREADY, registration)
    if registration.state is not _S.OFFERED:
        return Decided(Outcome.TOO_LATE, registration)
    if registration.offer_until is not None and registration.offer_until <= now:
        offered = promote(tx, event, now)
        return Decided(Outcome.TOO_LATE, tx.registrations.get(registration.id), offered)
    sure = replace(registration, state=_S.CONFIRMED, offer_until=None)
    tx.registrations.save(sure)
    return Decided(Outcome.SEATED, sure)


def check_in(
    tx: Transaction,
    event: Event,
    registration: Registration,
    now: datetime,
    *,
    by: str,
    representative: str = "",
    walk_in: bool = False,
) -> Decided:
    """Somebody arrived. Twice, or from two phones, is once: the first arrival stands.

    Whoever had no seat (waiting, cancelled, lapsed) gets one while there is one.
    """
    if registration.state is _S.CHECKED_IN:
        return Decided(Outcome.ALREADY, registration)
    seated = registration.state in (_S.CONFIRMED, _S.OFFERED)
    if not seated and not _room_at_the_door(tx, event, registration.seats):
        return Decided(Outcome.FULL, registration)
    arrived = replace(
        registration,
        state=_S.CHECKED_IN,
        offer_until=None,
        arrived_at=now,
        arrived_by=by,
        represented_by=representative,
        walk_in=registration.walk_in or walk_in,
    )
    tx.registrations.save(arrived)
    return Decided(Outcome.ARRIVED, arrived)


def undo_check_in(tx: Transaction, registration: Registration) -> Registration:
    """A slip at the door is taken back: the seat stays theirs."""
    if registration.state is not _S.CHECKED_IN:
        return registration
    back = replace(
        registration, state=_S.CONFIRMED, arrived_at=None, arrived_by="", represented_by=""
    )
    return tx.registrations.save(back)


def walk_in(tx: Transaction, event: Event, wanted: Wanted, now: datetime, *, by: str) -> Decided:
    """Somebody at the door without a registration: found again by phone, or added."""
    existing = tx.registrations.by_phone(event.id, wanted.phone) if wanted.phone else None
    if existing is not None:
        return check_in(tx, event, existing, now, by=by)
    if not _room_at_the_door(tx, event, 1 + wanted.companions):
        return Decided(Outcome.FULL)
    fresh = replace(
        _with_details(_begun(tx, event, wanted, now), wanted),
        state=_S.CHECKED_IN,
        source="door",
        arrived_at=now,
        arrived_by=by,
        walk_in=True,
    )
    return Decided(Outcome.ARRIVED, tx.registrations.add(fresh))


def release_absent(tx: Transaction, event: Event) -> int:
    """Seats of those who have not come, freed for those at the door; returns how many people."""
    released = 0
    for state in (_S.CONFIRMED, _S.OFFERED):
        for absent in tx.registrations.in_state(event.id, state):
            tx.registrations.save(replace(absent, state=_S.NO_SHOW, offer_until=None))
            released += absent.seats
    return released


def _fits(tx: Transaction, event: Event, category: Category, seats: int) -> bool:
    waits = category not in NEVER_WAIT and tx.registrations.first_waiting(event.id) is not None
    return not waits and free_seats(tx, event, category) >= seats


def _room_at_the_door(tx: Transaction, event: Event, seats: int) -> bool:
    """At the door no seat is reserved any more, and whoever is there goes before who is not."""
    return event.capacity - sum(tx.registrations.seats_taken(event.id).values()) >= seats


def _begun(tx: Transaction, event: Event, wanted: Wanted, now: datetime) -> Registration:
    """A new registration, not stored yet, with a code and an address of its own."""
    return Registration(
        id=tx.registrations.ids.next(),
        event_id=event.id,
        code=unused_code(CodeKind.TICKET, lambda code: tx.registrations.by_code(code) is not None),
        token=secrets.token_urlsafe(16),
        contact_id=None,
        name=wanted.name,
        phone=wanted.phone,
        kind=wanted.kind,
        category=wanted.category,
        state=_S.WAITLISTED,
        queued_at=now,
        source="",
        created_at=now,
    )


def _with_details(registration: Registration, wanted: Wanted) -> Registration:
    return replace(
        registration,
        name=wanted.name,
        kind=wanted.kind,
        business=wanted.business,
        business_key=business_key(wanted.business, wanted.neighbourhood, wanted.tax_code),
        neighbourhood=wanted.neighbourhood,
        companions=wanted.companions,
        position=wanted.position,
        sector=wanted.sector,
        tax_code=wanted.tax_code,
        wants_to_speak=wanted.wants_to_speak,
    )


def unused_code(kind: CodeKind, is_taken: Callable[[str], bool]) -> str:
    code = new_code(kind)
    while is_taken(code):
        code = new_code(kind)
    return code
