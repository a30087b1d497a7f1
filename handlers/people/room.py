"""How many seats of an event are free, for whom."""

from collections.abc import Mapping

from storage.database import Transaction
from storage.event_models import NEVER_WAIT, Category, Event, Registration


def free_seats(
    tx: Transaction, event: Event, category: Category, *, but: Registration | None = None
) -> int:
    """Seats this delegate group may still take: what others have reserved is not free. `but`: as
    if this registration held none."""
    taken = tx.registrations.seats_taken(event.id)
    if but is not None and but.holds_seats:
        taken[but.category] -= but.seats
    kept = sum(
        max(0, seats - taken.get(Category(group), 0))
        for group, seats in event.reserved.items()
        if group != category
    )
    if category in NEVER_WAIT:
        kept = 0  # they may use any seat that is really empty
    return event.capacity - sum(taken.values()) - kept


def free_for(tx: Transaction, event: Event, waits: Registration) -> int:
    """Seats that are free for whoever waits, 0 for none: fewer than their party, or somebody waits
    before them."""
    return max(0, free_seats(tx, event, waits.category))


def short_of(event: Event, taken: Mapping[Category, int]) -> int:
    """How many seats are missing for what is reserved, beside those `taken`; 0 for none."""
    kept = sum(
        max(0, seats - taken.get(Category(group), 0)) for group, seats in event.reserved.items()
    )
    return max(0, sum(taken.values()) + kept - event.capacity) if kept else 0
