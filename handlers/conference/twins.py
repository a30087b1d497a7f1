"""Somebody who may be registered twice, under another number or under none: for staff to decide."""

from dataclasses import replace

from content.vietnamese import fold
from handlers.conference.offers import Desk, promote
from handlers.conference.outcomes import Decided, SeatOutcome
from handlers.conference.seating import OUTSIDE, Wanted
from handlers.conference.ticket_news import set_news_aside
from handlers.people import telling
from storage.database import Transaction
from storage.event_models import Event, EventState, Registration, RegistrationState

_S = RegistrationState


def may_be_one_person(there: Registration, wanted: Wanted) -> bool:
    """Whether somebody who is written down under another number, or under none, may be the one who
    is registered already: the same name, and the same business or tổ dân phố. A common name alone
    says nothing, unless there is no number to tell them apart and nothing else is known."""
    if there.anonymised_at is not None or fold(there.name) != fold(wanted.name or ""):
        return False
    if there.phone and there.phone == wanted.phone:
        return False  # the same number is the same registration
    told = (
        (there.business, wanted.business or ""),
        (there.neighbourhood, wanted.neighbourhood or ""),
    )
    both = [(fold(one), fold(other)) for one, other in told if one and other and one != OUTSIDE]
    if both:
        return any(one == other for one, other in both)
    return not (there.phone and wanted.phone)


def perhaps_one_person(
    tx: Transaction, event: Event, wanted: Wanted, but: int = 0
) -> list[Registration]:
    """Who of the event, apart from the registration with id `but`, may be this very person: for
    staff to decide."""
    return [
        there
        for there in tx.registrations.of_event(event.id)
        if there.id != but and may_be_one_person(there, wanted)
    ]


def as_wanted(registration: Registration) -> Wanted:
    """Who it is, as somebody would ask for it."""
    r = registration
    return Wanted(r.name, r.phone, business=r.business, neighbourhood=r.neighbourhood)


def twins_of(tx: Transaction, event: Event, registration: Registration) -> list[Registration]:
    """Who has a seat or waits for one, and may be this very person, who has or waits, too."""
    found = perhaps_one_person(tx, event, as_wanted(registration), but=registration.id)
    return [other for other in found if other.is_alive and registration.is_alive]


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
    set_news_aside(desk, gone)
    if phone != kept.phone:
        kept = tx.registrations.save(replace(kept, phone=phone, shares_phone=other.shares_phone))
    return Decided(SeatOutcome.CHANGED, kept, promote(desk, event))
