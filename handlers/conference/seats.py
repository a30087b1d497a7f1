"""Seats: who gets one, who waits, who is next. Every act works inside one transaction, holds the
limits, and tells whoever must be told: `Decided.told` only reports what has been done about it.

`confirmed + offered + arrived` never exceed the capacity. Who comes first is seated first; when
the room is full the rest wait in order. A freed seat is offered to the first in line, with a
deadline, then to the next. Nobody overtakes: while somebody waits, a newcomer waits behind them.
Delegates of the ward, the city and the press have their reserved seats and never wait.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from content.codes import CodeKind, unused_code
from content.people import may_be_one
from content.vietnamese import fold
from handlers.conference.offers import Desk, promote
from handlers.conference.seating import (
    JOINED,
    Wanted,
    business_is_full,
    fits,
    merged,
    room_at_the_door,
    too_many,
)
from handlers.people import telling
from handlers.people.room import free_for, free_seats
from handlers.people.telling import By, Told
from storage.database import Transaction
from storage.event_models import (
    NEVER_WAIT,
    BusinessKind,
    Category,
    Event,
    EventState,
    Registration,
    RegistrationState,
)

_S = RegistrationState
GONE = (_S.CANCELLED, _S.EXPIRED, _S.NO_SHOW)


class SeatOutcome(StrEnum):
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
    TOO_MANY = "too_many"  # more people than one registration may bring
    NEVER_FITS = "never_fits"  # more people than there will ever be seats for
    TAKEN = "taken"  # this phone is registered by somebody else
    KNOWN = "known"  # staff: this phone is registered, see the registration
    GONE = "gone"  # staff: was registered and cancelled, lapsed or did not come
    TOO_LATE = "too_late"  # the offer has lapsed
    WHICH = "which"  # at the door: the number or name is of others; staff say who it is
    NOT_HELD = "not_held"  # the event was cancelled: no seat of it is given out any more


@dataclass(frozen=True, slots=True)
class Decided:
    """`told` is how everybody whom this concerns is told of it: whose seat it is, when staff acted
    for them, and who was offered a seat or lost an offer by it. `among`: who it may be, of those
    registered."""

    outcome: SeatOutcome
    registration: Registration | None = None
    told: tuple[Told, ...] = ()
    among: tuple[Registration, ...] = ()


def register(
    desk: Desk,
    event: Event,
    wanted: Wanted,
    *,
    contact_id: int | None,
    source: str,
    again: bool = False,
    shares_phone: bool = False,
    others: Collection[int] = (),
) -> Decided:
    """A seat, or a place in the waiting list. The same phone for the same event is the same
    registration: asked for again by its owner it is changed, asked by somebody else it is TAKEN.
    One that the ward made is taken over by whoever knows its number and name.

    Staff register on behalf of people, also after the closing date. What is there already they are
    shown (KNOWN) and change knowingly; whoever cancelled, lapsed or did not come (GONE) they put
    back only when they say so: `again`. `shares_phone`: somebody of another name with the same
    number, as they know, is one more person; of a like name too, once they say so of each: `others`
    are the ids of registrations it is not.
    """
    tx = desk.tx
    if event.state is EventState.CANCELLED:
        return Decided(SeatOutcome.NOT_HELD)
    takes = event.gives_seats if desk.staff else event.takes_registrations
    if not takes(desk.now):
        return Decided(SeatOutcome.CLOSED)
    existing = tx.registrations.by_phone(event.id, wanted.phone) if wanted.phone else None
    if existing is not None and shares_phone:
        existing = _of_that_name(tx, event, wanted, others)
        if existing is None:
            begun = replace(_begun(desk, event, wanted), shares_phone=True)
            return _seat(desk, event, begun, None, wanted, contact_id, source)
    if existing is not None:
        if desk.staff and existing.is_alive:
            return Decided(SeatOutcome.KNOWN, existing)
        if desk.staff and not again:
            return Decided(SeatOutcome.GONE, existing)
        if not desk.staff and (
            _is_foreign(tx, existing, contact_id) or _is_anothers(existing, wanted)
        ):
            return Decided(SeatOutcome.TAKEN)
        if existing.is_alive:
            mine = replace(existing, contact_id=existing.contact_id or contact_id)
            return change(desk, event, tx.registrations.save(mine), wanted)
    begun = existing or _begun(desk, event, wanted)
    return _seat(desk, event, begun, existing, wanted, contact_id, source)


def _is_foreign(tx: Transaction, existing: Registration, contact_id: int | None) -> bool:
    """Whether it is somebody else's: of another contact that is not linked to this one."""
    if existing.contact_id is None or existing.contact_id == contact_id:
        return False
    return contact_id is None or existing.contact_id not in tx.households.members(contact_id)


def _of_that_name(
    tx: Transaction, event: Event, wanted: Wanted, others: Collection[int]
) -> Registration | None:
    """Among those of the event with this number, and not of `others`, who may be called so."""
    of_number = tx.registrations.with_phone(wanted.phone) if wanted.phone else []
    return next(
        (
            one
            for one in of_number
            if one.event_id == event.id
            and one.id not in others
            and may_be_one(one.name, wanted.name or "")
        ),
        None,
    )


def _is_anothers(existing: Registration, wanted: Wanted) -> bool:
    """Whether the ward registered somebody of another name under this number: a number alone is
    no proof of whose the seat, and what stands with it, are; also when it was given up since."""
    return existing.contact_id is None and not may_be_one(existing.name, wanted.name or "")


def _seat(
    desk: Desk,
    event: Event,
    begun: Registration,
    existing: Registration | None,
    wanted: Wanted,
    contact_id: int | None,
    source: str,
) -> Decided:
    """Gives a new or a given-up registration its seat or its place in line."""
    tx = desk.tx
    fresh = replace(
        merged(begun, wanted),
        contact_id=begun.contact_id or contact_id,
        queued_at=desk.now,
        source=source,
        offer_until=None,
    )
    if refused := _limit(tx, event, fresh, None):
        return Decided(refused, existing)
    has_seat = fits(tx, event, fresh)
    if not has_seat and fresh.category in NEVER_WAIT:
        return Decided(SeatOutcome.FULL, existing)
    if not has_seat and event.never_fits(fresh):
        return Decided(SeatOutcome.NEVER_FITS, existing)
    fresh = replace(fresh, state=_S.CONFIRMED if has_seat else _S.WAITLISTED)
    (tx.registrations.save if existing else tx.registrations.add)(fresh)
    if existing is not None and existing.state is _S.NO_SHOW:
        _set_news_aside(desk, fresh)  # what they were still to hear, they are to hear
    tx.calls.settle_registration(fresh.id, desk.now, also_aside=not desk.staff)
    if existing is not None and desk.staff:
        _take_up_news(desk, fresh)
    # Whoever handed in a paper knows it; that they wait, or have a seat once more, they do not.
    news = existing is not None or not has_seat or fresh.contact_id is not None
    told = _tell_owner(desk, event, fresh, "ticket/registered_by_ward") if news else ()
    return Decided(SeatOutcome.SEATED if has_seat else SeatOutcome.WAITING, fresh, told)


def put_back(desk: Desk, event: Event, registration: Registration) -> Decided:
    """Staff register somebody again who had cancelled, lapsed or not come."""
    if event.state is EventState.CANCELLED:
        return Decided(SeatOutcome.NOT_HELD, registration)
    if registration.state not in GONE:
        return Decided(SeatOutcome.ALREADY, registration)
    if not event.gives_seats(desk.now):
        return Decided(SeatOutcome.CLOSED, registration)
    return _seat(desk, event, registration, registration, Wanted(), None, registration.source)


def change(desk: Desk, event: Event, registration: Registration, wanted: Wanted) -> Decided:
    """Other details, another number, other companions, another delegate group: what was given. More
    companions only where there are free seats that nobody waits for; in line the place is kept."""
    tx = desk.tx
    changed = merged(registration, wanted)
    if changed == registration:
        return Decided(SeatOutcome.ALREADY, registration)
    if changed.phone != registration.phone:
        changed = replace(changed, shares_phone=False)
    party = (changed.companions, changed.category)
    same_party = party == (registration.companions, registration.category)
    if event.state is EventState.CANCELLED and not same_party:
        return Decided(SeatOutcome.NOT_HELD, registration)
    if changed.phone and changed.phone != registration.phone:
        holder = tx.registrations.by_phone(event.id, changed.phone)
        if holder is not None and holder.id != registration.id:
            return Decided(SeatOutcome.TAKEN, registration)
    if refused := _limit(tx, event, changed, registration):
        return Decided(refused, registration)
    waits = registration.state is _S.WAITLISTED and changed.category not in NEVER_WAIT
    if not same_party and waits and event.never_fits(changed):
        return Decided(SeatOutcome.NEVER_FITS, registration)
    if not _has_room(tx, event, registration, changed):
        return Decided(SeatOutcome.FULL, registration)
    if registration.state is _S.WAITLISTED and changed.category in NEVER_WAIT:
        changed = replace(changed, state=_S.CONFIRMED)  # they never wait
    _rekey(tx, registration, changed)
    tx.registrations.save(changed)
    told = _tell_changed(desk, event, registration, changed)
    if free_seats_given_up(registration, changed):
        told = (*told, *promote(desk, event))
    # A smaller party in line may just have been offered its seat.
    return Decided(SeatOutcome.CHANGED, tx.registrations.get(changed.id) or changed, told)


def free_seats_given_up(before: Registration, after: Registration) -> bool:
    """Whether somebody else may have a seat by the change."""
    if not before.holds_seats:
        return before.state is _S.WAITLISTED  # a smaller party may fit now
    return after.seats < before.seats or after.category is not before.category


def _has_room(tx: Transaction, event: Event, before: Registration, changed: Registration) -> bool:
    regrouped = changed.category is not before.category
    if before.state is _S.WAITLISTED and regrouped and changed.category in NEVER_WAIT:
        return free_seats(tx, event, changed.category) >= changed.seats
    if not before.holds_seats:
        return True
    if changed.seats > before.seats:
        return fits(tx, event, changed)
    return not regrouped or free_seats(tx, event, changed.category, but=before) >= changed.seats


def _limit(
    tx: Transaction, event: Event, wanted: Registration, before: Registration | None
) -> SeatOutcome | None:
    """The limits every door holds: people together, people of one business."""
    if too_many(event, wanted, before):
        return SeatOutcome.TOO_MANY
    if business_is_full(tx, event, wanted, before):
        return SeatOutcome.LIMIT
    return None


def _rekey(tx: Transaction, before: Registration, after: Registration) -> None:
    """Those whom staff joined with this business follow it to its tax code."""
    if before.business_key.startswith(JOINED) and after.tax_code:
        for other in tx.registrations.of_business(before.event_id, before.business_key):
            tx.registrations.save(replace(other, business_key=after.tax_code))


def join_businesses(tx: Transaction, one: Registration, other: Registration) -> None:
    """Staff say both come from one business: its limit counts them, and whoever was joined with
    either, together from now on."""
    both = [tx.registrations.get(registration.id) or registration for registration in (one, other)]
    members = {
        known.id: known
        for registration in both
        for known in (
            *tx.registrations.of_business(registration.event_id, registration.business_key),
            registration,
        )
    }
    named = [*(r.tax_code for r in members.values()), *(r.business_key for r in members.values())]
    key = next((name for name in named if name), f"{JOINED}{one.id}")
    for known in members.values():
        tx.registrations.save(replace(known, business_key=key))


def part_businesses(tx: Transaction, registration: Registration) -> None:
    """Staff take that back: this one is a business of its own."""
    tx.registrations.save(replace(registration, business_key=registration.tax_code))


def may_give_up(kept: Registration, other: Registration) -> bool:
    """Whether, both being one person, the other one may go: nobody loses a seat by it, nor the
    registration that their own chat knows."""
    waits_for_nothing = kept.holds_seats or other.state is _S.WAITLISTED
    open_ = other.state in (_S.CONFIRMED, _S.OFFERED, _S.WAITLISTED)
    return open_ and kept.is_alive and waits_for_nothing and other.contact_id is None


def one_person(desk: Desk, event: Event, kept: Registration, other: Registration) -> Decided:
    """Staff say that somebody was registered twice: the other seat, or place in line, is given
    back. They are told nothing, for they come as before; what was still to be said to them is said
    about the one that is kept, which takes a number where it has none."""
    if event.state is EventState.CANCELLED:
        return Decided(SeatOutcome.NOT_HELD, kept)
    if not may_give_up(kept, other):
        return Decided(SeatOutcome.ALREADY, kept)
    tx = desk.tx
    phone = kept.phone or other.phone
    gone = replace(other, state=_S.CANCELLED, offer_until=None)
    tx.registrations.save(gone if kept.phone else replace(gone, phone=None))
    tx.calls.hand_over(telling.MOVED, gone.id, kept.id)
    _set_news_aside(desk, gone)
    if phone != kept.phone:
        kept = tx.registrations.save(replace(kept, phone=phone, shares_phone=other.shares_phone))
    return Decided(SeatOutcome.CHANGED, kept, promote(desk, event))


def cancel(desk: Desk, event: Event, registration: Registration) -> Decided:
    """Gives the seat, or the place in line, back; the next in line is offered it."""
    if event.state is EventState.CANCELLED:
        return Decided(SeatOutcome.NOT_HELD, registration)  # and is still told so
    if registration.state not in (_S.CONFIRMED, _S.OFFERED, _S.WAITLISTED):
        return Decided(SeatOutcome.ALREADY, registration)
    gone = replace(registration, state=_S.CANCELLED, offer_until=None)
    desk.tx.registrations.save(gone)
    _set_news_aside(desk, gone)
    told = _tell_owner(desk, event, gone, "ticket/cancelled_by_ward")
    return Decided(SeatOutcome.CANCELLED, gone, (*told, *promote(desk, event)))


def accept(desk: Desk, event: Event, registration: Registration) -> Decided:
    """Takes an offered seat."""
    if event.state is EventState.CANCELLED:
        return Decided(SeatOutcome.NOT_HELD, registration)
    if registration.state is _S.CONFIRMED:
        return Decided(SeatOutcome.ALREADY, registration)
    if registration.state is not _S.OFFERED:
        return Decided(SeatOutcome.TOO_LATE, registration)
    told: tuple[Told, ...] = ()
    if registration.offer_until is not None and registration.offer_until <= desk.now:
        told = promote(desk, event, but=registration.id)
        current = desk.tx.registrations.get(registration.id)
        if current is None or current.state is not _S.OFFERED:
            return Decided(SeatOutcome.TOO_LATE, current, told)
    sure = replace(registration, state=_S.CONFIRMED, offer_until=None)
    desk.tx.registrations.save(sure)
    # Only the offer is overtaken: that the event moved, say, is still to be told.
    telling.drop(desk.tx, f"offer:{sure.id}:", desk.now)
    owner = _tell_owner(desk, event, sure, "ticket/registered_by_ward", calls=False)
    return Decided(SeatOutcome.SEATED, sure, (*owner, *told))


# ---- the door ----


def check_in(
    desk: Desk,
    event: Event,
    registration: Registration,
    *,
    at: datetime | None = None,
    people: int | None = None,
    representative: str = "",
) -> Decided:
    """Somebody arrived. Twice, or from two phones, is once: the first arrival stands; told of more
    `people` than came before, the rest of the party has come. None: all of the party.

    Whoever had no seat (waiting, cancelled, lapsed) gets one while there is one.
    """
    if event.state is EventState.CANCELLED:
        return Decided(SeatOutcome.NOT_HELD, registration)
    came = people if people is not None else 1 + registration.companions
    first = registration.state is not _S.CHECKED_IN
    if not first and (people is None or came <= registration.present):
        return Decided(SeatOutcome.ALREADY, registration)
    if came > 1 + max(event.most_companions, registration.companions):
        return Decided(SeatOutcome.TOO_MANY, registration)
    held = registration.seats if registration.holds_seats else 0
    if came > held and not room_at_the_door(desk.tx, event, came, but=registration):
        return Decided(SeatOutcome.FULL, registration)
    arrived = replace(registration, state=_S.CHECKED_IN, offer_until=None, arrived_people=came)
    if first:
        arrived = replace(
            arrived,
            arrived_at=at or desk.now,
            arrived_by=desk.staff,
            represented_by=representative,
            state_before=registration.state,
            rest_released=not held,  # whoever had no seat has only those they sit on
        )
    desk.tx.registrations.save(arrived)
    if first:
        _set_news_aside(desk, arrived)
    return Decided(SeatOutcome.ARRIVED, arrived)


def undo_check_in(desk: Desk, event: Event, registration: Registration) -> Decided:
    """A slip at the door is taken back: it is as it was before; somebody without a registration
    was never there. Whose other seats are given away keeps those they sat on."""
    if registration.state is not _S.CHECKED_IN:
        return Decided(SeatOutcome.ALREADY, registration)
    before = _S(registration.state_before) if registration.state_before else _S.CONFIRMED
    if registration.walk_in and not registration.state_before:
        before = _S.CANCELLED
    back = replace(
        registration,
        # An offer's hour is forgotten; the seat is theirs.
        state=_S.CONFIRMED if before is _S.OFFERED else before,
        arrived_at=None,
        arrived_by="",
        arrived_people=None,
        represented_by="",
        state_before="",
        rest_released=False,
    )
    if back.holds_seats and not room_at_the_door(desk.tx, event, back.seats, but=registration):
        back = replace(back, companions=max(0, registration.present - 1))
    desk.tx.registrations.save(back)
    _take_up_news(desk, back)
    # Whoever was asked whether they take the seat hears that it is theirs.
    offered = before is _S.OFFERED
    owner = _tell_owner(desk, event, back, "ticket/registered_by_ward") if offered else ()
    told = (*owner, *promote(desk, event))
    return Decided(SeatOutcome.CHANGED, desk.tx.registrations.get(back.id) or back, told)


def walk_in(desk: Desk, event: Event, wanted: Wanted, *, another: bool = False) -> Decided:
    """Somebody at the door without a registration: added, or found again by their number and name.
    A number alone says nothing of who of a family came, and a name may be of somebody who has a
    seat and has not come: WHICH, until staff choose the registration, or say that it is `another`
    person."""
    if event.state is EventState.CANCELLED:
        return Decided(SeatOutcome.NOT_HELD)
    tx = desk.tx
    of_number = tx.registrations.with_phone(wanted.phone) if wanted.phone else []
    here = [one for one in of_number if one.event_id == event.id and one.anonymised_at is None]
    called = [one for one in here if fold(one.name) == fold(wanted.name or "")]
    if here and not another:
        if len(called) != 1:
            return Decided(SeatOutcome.WHICH, among=tuple(here))
        people = 1 + wanted.companions if wanted.companions is not None else None
        return check_in(desk, event, called[0], people=people)
    if not another and (expected := _expected(tx, event, wanted)):
        return Decided(SeatOutcome.WHICH, among=expected)
    begun = replace(_begun(desk, event, wanted), shares_phone=bool(here))
    fresh = merged(begun, wanted)
    if refused := _limit(tx, event, fresh, None):
        return Decided(refused)
    if not room_at_the_door(tx, event, fresh.seats):
        return Decided(SeatOutcome.FULL)
    arrived = replace(
        fresh,
        state=_S.CHECKED_IN,
        source="door",
        arrived_people=fresh.seats,
        arrived_at=desk.now,
        arrived_by=desk.staff,
        walk_in=True,
    )
    return Decided(SeatOutcome.ARRIVED, tx.registrations.add(arrived))


def _expected(tx: Transaction, event: Event, wanted: Wanted) -> tuple[Registration, ...]:
    """Who have a seat, have not come, and may be this guest."""
    return tuple(
        one
        for state in (_S.CONFIRMED, _S.OFFERED)
        for one in tx.registrations.in_state(event.id, state)
        if may_be_one(one.name, wanted.name or "") and not (wanted.phone and one.phone)
    )


def release_absent(desk: Desk, event: Event) -> int:
    """Seats of those who have not come, freed for those at the door; returns how many seats."""
    released = 0
    for partly in desk.tx.registrations.in_state(event.id, _S.CHECKED_IN):
        if partly.seats > partly.present:
            desk.tx.registrations.save(replace(partly, rest_released=True))
            released += partly.seats - partly.present
    for state in (_S.CONFIRMED, _S.OFFERED):
        for absent in desk.tx.registrations.in_state(event.id, state):
            desk.tx.registrations.save(replace(absent, state=_S.NO_SHOW, offer_until=None))
            # Whoever was not told that it moved comes at the hour they know.
            _set_news_aside(desk, absent, but=telling.MOVED)
            released += absent.seats
    return released


# ---- telling whose seat it is ----

# A change of these alters where or with whom somebody comes: worth a telephone call.
_WEIGHTY = ("companions", "category", "state")
_SAID = ("name", "phone", "business", "neighbourhood", "position", "companions", "tax_code")


def _tell_changed(
    desk: Desk, event: Event, before: Registration, after: Registration
) -> tuple[Told, ...]:
    if not after.is_alive:
        return ()
    names = {f.name for f in fields(after) if getattr(before, f.name) != getattr(after, f.name)}
    if not names.intersection((*_WEIGHTY, *_SAID)):
        return ()
    weighty = bool(names.intersection(_WEIGHTY))
    return _tell_owner(
        desk, event, after, "ticket/changed_by_ward", calls=weighty, before=before, names=names
    )


def _tell_owner(
    desk: Desk,
    event: Event,
    registration: Registration,
    message: str,
    *,
    calls: bool = True,
    **values: Any,
) -> tuple[Told, ...]:
    """What staff did with somebody's registration is told to them; their own acts they know. Of a
    cancelled event they know that it does not take place, and nothing else matters; of a draft
    nobody hears anything before it is published. Whoever heard it just now is not called."""
    if not desk.staff or event.state in (EventState.CANCELLED, EventState.DRAFT):
        return ()
    line = (
        desk.tx.registrations.place_in_line(registration)
        if registration.state is _S.WAITLISTED
        else 0
    )
    free = free_for(desk.tx, event, registration) if line else 0
    told = telling.tell(
        desk.tx, desk.content, registration, message, desk.now, free=free,
        key=f"{message}:{registration.id}:{desk.now.isoformat()}",
        choices=(("my_ticket", f"ticket:{registration.id}"),),
        calls=calls and not desk.heard, expires=event.ends_at,
        registration=registration, event=event, line=line, **values,
    )  # fmt: skip
    return () if desk.heard and told.by in (By.SPARED, By.NOBODY) else (told,)


def _set_news_aside(desk: Desk, registration: Registration, *, but: str = "") -> None:
    """What waits to be said about the registration as it was need not be said, `but` news of this
    name; should that have been a slip, it is to be said again."""
    desk.tx.outbox.set_aside(f"reminder:{registration.id}:", desk.now)
    desk.tx.outbox.withdraw(f"offer:{registration.id}:", desk.now)
    desk.tx.calls.set_aside(registration.id, but=but)


def _take_up_news(desk: Desk, registration: Registration) -> None:
    """It is as it was before, and so is what is still to be said. Only an offer is over: the seat
    is theirs, or they wait again."""
    telling.drop(desk.tx, f"offer:{registration.id}:", desk.now)
    if registration.state is _S.CONFIRMED:
        desk.tx.outbox.take_up(f"reminder:{registration.id}:", desk.now)
    desk.tx.calls.take_up(registration.id)


def _begun(desk: Desk, event: Event, wanted: Wanted) -> Registration:
    """A new registration, not stored yet, with a code and an address of its own."""
    registrations = desk.tx.registrations
    return Registration(
        id=registrations.ids.next(),
        event_id=event.id,
        code=unused_code(CodeKind.TICKET, lambda code: registrations.by_code(code) is not None),
        token=secrets.token_urlsafe(16),
        contact_id=None,
        name="",
        phone=None,
        kind=BusinessKind.HOUSEHOLD if wanted.business else BusinessKind.PERSON,
        category=Category.BUSINESS,
        state=_S.WAITLISTED,
        queued_at=desk.now,
        source="",
        created_at=desk.now,
    )
