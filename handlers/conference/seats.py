"""Seats: who gets one, who waits, who is next. Every act works inside one transaction, holds the
limits, and tells whoever must be told: `Decided.told` only reports what has been done about it.

`confirmed + offered + arrived` never exceed the capacity. Who comes first is seated first; when
the room is full the rest wait in order. A freed seat is offered to the first in line, with a
deadline, then to the next. Nobody overtakes: while somebody waits, a newcomer waits behind them.
Delegates of the ward, the city and the press have their reserved seats and never wait.
"""

import secrets
from collections.abc import Collection
from dataclasses import replace

from content.codes import CodeKind, unused_code
from content.people import may_be_one
from handlers.conference.businesses import business_is_full, rekey
from handlers.conference.offers import Desk, promote
from handlers.conference.outcomes import GONE, Decided, SeatOutcome
from handlers.conference.seating import Wanted, fits, merged, too_many, who_leaves
from handlers.conference.ticket_news import set_news_aside, take_up_news, tell_changed, tell_owner
from handlers.people import telling
from handlers.people.room import free_seats
from handlers.people.telling import Told
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

_BY_WARD = "ticket/registered_by_ward"
_ENDED = "ticket/cancelled_by_ward"
_S = RegistrationState


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
    number, as they know, is one more person (for people in the chat, where the number is of what
    they registered themselves); of a like name too, once they say so of each: `others` are the ids
    of registrations it is not.
    """
    tx = desk.tx
    if event.state is EventState.CANCELLED:
        return Decided(SeatOutcome.NOT_HELD)
    takes = event.gives_seats if desk.staff else event.takes_registrations
    if not takes(desk.now):
        return Decided(SeatOutcome.CLOSED)
    existing = tx.registrations.by_phone(event.id, wanted.phone) if wanted.phone else None
    knows_it = existing is None or desk.staff or _is_own(tx, existing, contact_id)
    if existing is not None and shares_phone and knows_it:
        existing = _of_that_name(tx, event, wanted, others)
        if existing is None:
            begun = replace(begun_for(desk, event, wanted), shares_phone=True)
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
            if who_leaves(mine, wanted):  # their own form, filled in anew
                wanted = replace(wanted, companion_names="")
            return change(desk, event, tx.registrations.save(mine), wanted)
    begun = existing or begun_for(desk, event, wanted)
    return _seat(desk, event, begun, existing, wanted, contact_id, source)


def _is_foreign(tx: Transaction, existing: Registration, contact_id: int | None) -> bool:
    """Whether it is somebody else's: of another contact that is not linked to this one."""
    if existing.contact_id is None or existing.contact_id == contact_id:
        return False
    return contact_id is None or existing.contact_id not in tx.households.members(contact_id)


def _is_own(tx: Transaction, existing: Registration, contact_id: int | None) -> bool:
    """Whether it was made in this chat, or in one linked to it."""
    return existing.contact_id is not None and not _is_foreign(tx, existing, contact_id)


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
        loaded="" if begun.is_taken_back else begun.loaded,
    )
    if refused := over_limit(tx, event, fresh, None):
        return Decided(refused, existing)
    has_seat = fits(tx, event, fresh)
    if not has_seat and fresh.category in NEVER_WAIT:
        return Decided(SeatOutcome.FULL, existing)
    if not has_seat and event.never_fits(fresh):
        return Decided(SeatOutcome.NEVER_FITS, existing)
    fresh = replace(fresh, state=_S.CONFIRMED if has_seat else _S.WAITLISTED)
    (tx.registrations.save if existing else tx.registrations.add)(fresh)
    if existing is not None and existing.state is _S.NO_SHOW:
        set_news_aside(desk, fresh)  # what they were still to hear, they are to hear
    once_more = existing is not None and _is_known_gone(tx, existing)
    tx.calls.settle_registration(fresh.id, desk.now, also_aside=not desk.staff)
    if existing is not None and desk.staff:
        take_up_news(desk, fresh)
    # Whoever handed in a paper knows it; that they wait, or have a seat once more, they do not.
    news = once_more or not has_seat or fresh.contact_id is not None
    told = tell_owner(desk, event, fresh, _BY_WARD) if news else ()
    return Decided(SeatOutcome.SEATED if has_seat else SeatOutcome.WAITING, fresh, told)


def _is_known_gone(tx: Transaction, gone: Registration) -> bool:
    """Whether somebody may know that this registration had ended."""
    told = (call.message == _ENDED for call in tx.calls.of_registration(gone.id))
    return not gone.is_taken_back or any(told)


def put_back(
    desk: Desk, event: Event, registration: Registration, wanted: Wanted | None = None
) -> Decided:
    """Staff register somebody again who had cancelled, lapsed or not come, as is `wanted` now."""
    if event.state is EventState.CANCELLED:
        return Decided(SeatOutcome.NOT_HELD, registration)
    if registration.state not in GONE:
        return Decided(SeatOutcome.ALREADY, registration)
    if not event.gives_seats(desk.now):
        return Decided(SeatOutcome.CLOSED, registration)
    wanted = wanted or Wanted()
    return _seat(desk, event, registration, registration, wanted, None, registration.source)


def change(desk: Desk, event: Event, registration: Registration, wanted: Wanted) -> Decided:
    """Other details, another number, other companions, another delegate group: what was given. More
    companions only where there are free seats that nobody waits for; in line the place is kept."""
    tx = desk.tx
    if who_leaves(registration, wanted):
        return Decided(SeatOutcome.WHO_LEAVES, registration)
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
    if refused := over_limit(tx, event, changed, registration):
        return Decided(refused, registration)
    waits = registration.state is _S.WAITLISTED and changed.category not in NEVER_WAIT
    if not same_party and waits and event.never_fits(changed):
        return Decided(SeatOutcome.NEVER_FITS, registration)
    if not _has_room(tx, event, registration, changed):
        return Decided(SeatOutcome.FULL, registration)
    if registration.state is _S.WAITLISTED and changed.category in NEVER_WAIT:
        changed = replace(changed, state=_S.CONFIRMED)  # they never wait
    rekey(tx, registration, changed)
    tx.registrations.save(changed)
    told = tell_changed(desk, event, registration, changed)
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


def over_limit(
    tx: Transaction, event: Event, wanted: Registration, before: Registration | None
) -> SeatOutcome | None:
    """The limits every door holds: people together, people of one business."""
    if too_many(event, wanted, before):
        return SeatOutcome.TOO_MANY
    if business_is_full(tx, event, wanted, before):
        return SeatOutcome.LIMIT
    return None


def cancel(desk: Desk, event: Event, registration: Registration) -> Decided:
    """Gives the seat, or the place in line, back; the next in line is offered it."""
    done = give_up(desk, event, registration)
    if done.outcome is not SeatOutcome.CANCELLED:
        return done
    return replace(done, told=(*done.told, *promote(desk, event)))


def give_up(
    desk: Desk, event: Event, registration: Registration, *, then: RegistrationState = _S.CANCELLED
) -> Decided:
    """The same where more is given up at once: nobody is offered anything before all of it is
    (`promote`). `then`: what becomes of it."""
    if event.state is EventState.CANCELLED:
        return Decided(SeatOutcome.NOT_HELD, registration)  # and is still told so
    if registration.state not in (_S.CONFIRMED, _S.OFFERED, _S.WAITLISTED):
        return Decided(SeatOutcome.ALREADY, registration)
    gone = replace(registration, state=then, offer_until=None)
    desk.tx.registrations.save(gone)
    unheard = telling.last_of_unheard(desk.tx, f"{_BY_WARD}:{gone.id}:")
    set_news_aside(desk, gone)
    # Whoever never heard that staff had registered them need not hear that it is over.
    told = () if unheard else tell_owner(desk, event, gone, _ENDED)
    return Decided(SeatOutcome.CANCELLED, gone, told)


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
    owner = tell_owner(desk, event, sure, _BY_WARD, calls=False)
    return Decided(SeatOutcome.SEATED, sure, (*owner, *told))


def begun_for(desk: Desk, event: Event, wanted: Wanted) -> Registration:
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
