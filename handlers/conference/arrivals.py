"""The door: who arrived, slips taken back, guests without a registration, seats of the absent.
Whoever is there goes before who is not, and no seat is reserved any more."""

from dataclasses import replace
from datetime import datetime

from content.people import may_be_one
from content.vietnamese import fold
from handlers.conference.offers import Desk, promote
from handlers.conference.outcomes import Decided, SeatOutcome
from handlers.conference.seating import Wanted, merged, room_at_the_door
from handlers.conference.seats import begun_for, over_limit
from handlers.conference.ticket_news import set_news_aside, take_up_news
from handlers.people import telling
from storage.database import Transaction
from storage.event_models import Event, EventState, Registration, RegistrationState

_S = RegistrationState


def check_in(
    desk: Desk,
    event: Event,
    registration: Registration,
    *,
    at: datetime | None = None,
    people: int | None = None,
    representative: str = "",
    inside: bool = False,
) -> Decided:
    """Somebody arrived. Twice, or from two phones, is once: the first arrival stands; told of more
    `people` than came before, the rest of the party has come. None: all of the party.

    Whoever had no seat (waiting, cancelled, lapsed) gets one while there is one. Who is `inside`
    was called in by a list that was old, and is there whether or not there is a seat.
    """
    if event.state is EventState.CANCELLED:
        return Decided(SeatOutcome.NOT_HELD, registration)
    came = people if people is not None else 1 + registration.companions
    first = registration.state is not _S.CHECKED_IN
    if not first and people is None and came > registration.present:
        return Decided(SeatOutcome.PARTLY, registration)
    if not first and came <= registration.present:
        return Decided(SeatOutcome.ALREADY, registration)
    if came > 1 + max(event.most_companions, registration.companions):
        return Decided(SeatOutcome.TOO_MANY, registration)
    held = registration.seats if registration.holds_seats else 0
    over = came > held and not room_at_the_door(desk.tx, event, came, but=registration)
    if over and not inside:
        return Decided(SeatOutcome.FULL, registration)
    arrived = replace(registration, state=_S.CHECKED_IN, offer_until=None, arrived_people=came)
    if first:
        arrived = replace(
            arrived,
            arrived_at=at or desk.now,
            arrived_by=desk.staff,
            represented_by=representative,
            state_before=_as_before(registration),
            rest_released=not held,  # whoever had no seat has only those they sit on
        )
    desk.tx.registrations.save(arrived)
    if first:
        set_news_aside(desk, arrived)
    return Decided(SeatOutcome.ARRIVED_OVER if over else SeatOutcome.ARRIVED, arrived)


def undo_check_in(desk: Desk, event: Event, registration: Registration) -> Decided:
    """A slip at the door is taken back: it is as it was before, an offered seat offered until its
    hour; somebody without a registration was never there. Whose other seats are given away keeps
    those they sat on."""
    if registration.state is not _S.CHECKED_IN:
        return Decided(SeatOutcome.ALREADY, registration)
    kept, _, until = registration.state_before.partition(":")
    before = _S(kept) if kept else _S.CONFIRMED
    if registration.walk_in and not registration.state_before:
        before = _S.CANCELLED
    back = replace(
        registration,
        # One who arrived before the hour was kept has the seat.
        state=_S.CONFIRMED if before is _S.OFFERED and not until else before,
        offer_until=datetime.fromisoformat(until) if until else None,
        arrived_at=None,
        arrived_by="",
        arrived_people=None,
        represented_by="",
        state_before="",
        rest_released=False,
    )
    if back.holds_seats and not room_at_the_door(desk.tx, event, back.seats, but=registration):
        back = merged(back, Wanted(companions=max(0, registration.present - 1)))
    desk.tx.registrations.save(back)
    take_up_news(desk, back)
    told = promote(desk, event)
    return Decided(SeatOutcome.CHANGED, desk.tx.registrations.get(back.id) or back, told)


def _as_before(registration: Registration) -> str:
    """What a slip is taken back to: the state, and of an offer until when it holds."""
    until = registration.offer_until
    return f"{registration.state}:{until.isoformat()}" if until else registration.state


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
    begun = replace(begun_for(desk, event, wanted), shares_phone=bool(here))
    fresh = merged(begun, wanted)
    if refused := over_limit(tx, event, fresh, None):
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
            set_news_aside(desk, absent, but=telling.MOVED)
            released += absent.seats
    return released
