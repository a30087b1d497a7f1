"""Which registrations are of one business: it rests on the tax code, or on what staff decided; a
name may be many people's."""

from dataclasses import replace

from content.vietnamese import fold
from storage.database import Transaction
from storage.event_models import Event, Registration

# Registrations of one business that staff joined share "=" and the id of one of them.
JOINED = "="


def business_is_full(
    tx: Transaction, event: Event, wanted: Registration, before: Registration | None = None
) -> bool:
    """Whether the business has its delegates already. What business it is rests on its tax code,
    or on what staff decided; a name may be many people's."""
    key = wanted.business_key
    if not key or (before is not None and before.is_alive and before.business_key == key):
        return False
    others = tx.registrations.count_of_business(event.id, key, but=wanted.id)
    return others >= event.per_business


def rekey(tx: Transaction, before: Registration, after: Registration) -> None:
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


def perhaps_same_business(tx: Transaction, registration: Registration) -> list[Registration]:
    """Others of the event with the same name of business in the same tổ dân phố, not yet known to
    be one with it: for staff to decide."""
    if not registration.business:
        return []
    return [
        other
        for other in tx.registrations.of_event(registration.event_id)
        if other.id != registration.id
        and other.is_alive
        and other.neighbourhood == registration.neighbourhood
        and _sounds_the_same(other.business, registration.business)
        and not (other.tax_code and registration.tax_code)
        and (not other.business_key or other.business_key != registration.business_key)
    ]


def _sounds_the_same(one: str, other: str) -> bool:
    """The same words, or the same without marks where one was typed without: Phở Hà is neither Phở
    Hạ nor Phở Há, but "pho ha" may be any of them."""
    first, second = (" ".join(text.lower().split()) for text in (one, other))
    unmarked = first == fold(first) or second == fold(second)
    return first == second or (unmarked and fold(first) == fold(second))
