"""What staff do with registrations of others: each act is done whole, or not at all and why."""

from collections.abc import Callable, Collection, Sequence

from handlers.conference import businesses, seats, twins
from handlers.conference.offers import Desk
from handlers.conference.outcomes import GONE, Decided, SeatOutcome
from handlers.conference.seating import Wanted
from handlers.people.refusing import NotDone
from storage.database import Transaction
from storage.event_models import (
    Category,
    Event,
    EventState,
    Registration,
    RegistrationState,
)

_S = RegistrationState
# Where on a form it is said why nothing came of it: outcome -> (field, sentence).
WHY = {
    SeatOutcome.FULL: ("companions", "no_seats"),
    SeatOutcome.TOO_MANY: ("companions", "too_many_people"),
    SeatOutcome.LIMIT: ("business", "business_full"),
    SeatOutcome.TAKEN: ("phone", "phone_taken"),
    SeatOutcome.WHO_LEAVES: ("companion_names", "who_leaves"),
    SeatOutcome.NEVER_FITS: ("companions", "never_fits"),
    SeatOutcome.NOT_HELD: ("companions", "act_not_held"),
    SeatOutcome.CLOSED: ("name", "act_closed"),
}
_DONE = (SeatOutcome.CANCELLED, SeatOutcome.SEATED, SeatOutcome.WAITING)
ACTS: dict[str, Callable[[Desk, Event, Registration], Decided]] = {
    "cancel": seats.cancel,
    "accept": seats.accept,
    "again": seats.put_back,
}


class Undone(Exception):
    """Nothing came of it, and nothing is kept. `field`, `why`: where a form says so, and the name
    of the sentence; "" where it is no fault of a field."""

    def __init__(self, decided: Decided) -> None:
        super().__init__(decided.outcome)
        self.decided = decided
        self.field, self.why = WHY.get(decided.outcome, ("", ""))


class PerhapsThere(Exception):
    """Nothing is kept: the person may be one of these, and nobody has said that they are not."""

    def __init__(self, people: Sequence[Registration]) -> None:
        super().__init__("perhaps registered")
        self.people = people


def require_number(typed: str, wanted: Wanted, *, has_none: bool) -> None:
    """Raises NotDone for a person without a number of whom nobody said that they have none; a guest
    of the ward need not have one."""
    if typed and has_none:
        raise NotDone("phone", "phone_or_none")
    if not typed and not has_none and wanted.category in (Category.BUSINESS, None):
        raise NotDone("phone", "phone_missing")


def register(
    desk: Desk,
    event: Event,
    wanted: Wanted,
    *,
    source: str,
    shares_phone: bool,
    others: Collection[int],
) -> Decided:
    """A seat, or a place in line, as `seats.register`. Raises Undone, and PerhapsThere for whoever
    may be there already and is not of the ids `others`."""
    alike = twins.perhaps_one_person(desk.tx, event, wanted)
    decided = seats.register(
        desk,
        event,
        wanted,
        contact_id=None,
        source=source,
        shares_phone=shares_phone,
        others=others,
    )
    if decided.outcome not in (SeatOutcome.SEATED, SeatOutcome.WAITING):
        raise Undone(decided)
    if not {one.id for one in alike} <= set(others):
        raise PerhapsThere(alike)
    return decided


def change(desk: Desk, event: Event, registration: Registration, wanted: Wanted) -> Decided:
    """As `seats.change`: CHANGED, or ALREADY. Raises Undone."""
    decided = seats.change(desk, event, registration, wanted)
    if decided.outcome not in (SeatOutcome.CHANGED, SeatOutcome.ALREADY):
        raise Undone(decided)
    return decided


def act(desk: Desk, event: Event, registration: Registration, name: str) -> Decided:
    """One of `ACTS`. Raises Undone."""
    decided = ACTS[name](desk, event, registration)
    if decided.outcome not in _DONE:
        raise Undone(decided)
    return decided


def acts_now(desk_open: bool, event: Event, registration: Registration) -> frozenset[str]:
    """Which of `ACTS` a page offers; `desk_open`: whether seats of the event are given out now."""
    offered = set()
    if desk_open and registration.state is _S.OFFERED:
        offered.add("accept")
    if desk_open and registration.state in GONE:
        offered.add("again")
    is_to_come = registration.is_alive and registration.state is not _S.CHECKED_IN
    if is_to_come and event.state is not EventState.CANCELLED:
        offered.add("cancel")
    return frozenset(offered)


def one_person(desk: Desk, event: Event, kept: Registration, other: Registration) -> Decided:
    """As `twins.one_person`. Raises Undone."""
    decided = twins.one_person(desk, event, kept, other)
    if decided.outcome is not SeatOutcome.CHANGED:
        raise Undone(decided)
    return decided


def decide_business(
    tx: Transaction, registration: Registration, other: Registration | None
) -> None:
    """Both are of one business; or, for no other, this one is of its own."""
    if other is None:
        businesses.part_businesses(tx, registration)
    else:
        businesses.join_businesses(tx, registration, other)
