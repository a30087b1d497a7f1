"""The room: what somebody asks for, who is next in line, and the limits that hold at every
door. Nothing here is stored and nobody is told: see `seats.py`.

What was not given is not changed: every field of `Wanted` is None until somebody gave it, so a form
that lacks a field, or does not know it yet, cannot wipe it.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

from handlers.people.room import free_for, free_seats
from storage.database import Transaction
from storage.event_models import (
    NEVER_WAIT,
    BusinessKind,
    Category,
    Event,
    Registration,
)

OUTSIDE = "-"  # the tổ dân phố of whoever is from outside the ward


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for. None means: not given, so nothing changes there, or a new
    registration has what is usual. `phone` is E.164."""

    name: str | None = None
    phone: str | None = None
    kind: BusinessKind | None = None
    business: str | None = None
    neighbourhood: str | None = None
    companions: int | None = None
    position: str | None = None
    sector: str | None = None
    tax_code: str | None = None
    wants_to_speak: bool | None = None
    category: Category | None = None
    registered_by: str | None = None
    companion_names: str | None = None
    needs: str | None = None


def given(wanted: Wanted) -> dict[str, Any]:
    """The fields that were given."""
    every = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    return {name: value for name, value in every.items() if value is not None}


def named(companion_names: str) -> list[str]:
    """`Lê Thị Hai, Trần Văn Ba` -> the two."""
    return list(filter(None, map(str.strip, companion_names.split(","))))


def who_leaves(registration: Registration, wanted: Wanted) -> bool:
    """Whether fewer come along than are named, and nobody said which of them stays at home."""
    names = wanted.companion_names
    known = named(registration.companion_names if names is None else names)
    companions = registration.companions if wanted.companions is None else wanted.companions
    return 0 < companions < len(known)


def merged(registration: Registration, wanted: Wanted) -> Registration:
    """The registration with what was given, and all the rest as it was."""
    changed = replace(registration, **given(wanted))
    if changed.companions < len(named(changed.companion_names)):
        changed = replace(changed, companion_names="")  # nobody comes along, or see `who_leaves`
    if changed.tax_code == registration.tax_code:
        return changed
    return replace(changed, business_key=changed.tax_code)


@dataclass(frozen=True, slots=True)
class InLine:
    """Who waits for a seat: a registration may be for several people."""

    registrations: int
    people: int


def in_line(tx: Transaction, event_id: int) -> InLine:
    waiting = tx.registrations.waiting(event_id)
    return InLine(len(waiting), sum(registration.seats for registration in waiting))


def fits(tx: Transaction, event: Event, wanted: Registration) -> bool:
    """Whether there are seats for the party that nobody waits for; its own seats count as free."""
    line = wanted.category not in NEVER_WAIT and next_in_line(tx, event)
    before = tx.registrations.get(wanted.id)
    return not line and free_seats(tx, event, wanted.category, but=before) >= wanted.seats


def room_at_the_door(
    tx: Transaction, event: Event, people: int, *, but: Registration | None = None
) -> bool:
    """At the door no seat is reserved any more, and whoever is there goes before who is not."""
    taken = sum(tx.registrations.seats_taken(event.id).values())
    if but is not None and but.holds_seats:
        taken -= but.seats
    return event.capacity - taken >= people


def too_many(event: Event, wanted: Registration, before: Registration | None = None) -> bool:
    """Whether the party is larger than one registration may bring; what stands may stay."""
    allowed = max(event.most_companions, before.companions if before else 0)
    return wanted.companions > allowed


def next_in_line(tx: Transaction, event: Event) -> Registration | None:
    """The first who waits for seats there may be; a party that an event became too small for waits
    in vain, and holds up nobody."""
    most = {str(category): event.most_seats(category) for category in Category}
    return tx.registrations.first_waiting(event.id, most)


def too_large_for_now(tx: Transaction, event: Event) -> tuple[Registration, int] | None:
    """The first in line with the seats there are for them, where these are fewer than their party:
    nobody is offered any of them until they are fewer, or more seats come free."""
    first = next_in_line(tx, event)
    free = free_for(tx, event, first) if first is not None else 0
    return (first, free) if first is not None and 0 < free < first.seats else None
