"""The rows of a list, tried out against an event, then kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from content.attendee_list import Row
from handlers import seats
from storage.database import Transaction
from storage.event_models import BusinessKind, Category, Event


def import_rows(
    tx: Transaction, event: Event, rows: Sequence[Row], now: datetime, *, dry: bool = False
) -> list[Row]:
    """Registers the good rows; the bad ones are left out and said so. `dry`: only says what
    would happen."""
    known = {r.phone: r for r in tx.registrations.of_event(event.id) if r.phone}
    free = seats.free_seats(tx, event, Category.BUSINESS)
    result = []
    for row in rows:
        if row.problems:
            result.append(replace(row, outcome="bad"))
            continue
        before = known.get(row.phone)
        if before is not None and before.is_alive:
            same = (before.name, before.business, before.neighbourhood) == (
                row.name,
                row.business,
                row.neighbourhood,
            )
            if not dry and not same:
                seats.register(
                    tx, event, _wanted(row), now, contact_id=None, source="import", by_staff=True
                )
            result.append(replace(row, outcome="same" if same else "changed"))
            continue
        if dry:
            free -= row.people
            result.append(replace(row, outcome="new" if free >= 0 else "waiting"))
            continue
        decided = seats.register(
            tx, event, _wanted(row), now, contact_id=None, source="import", by_staff=True
        )
        seated = decided.outcome is seats.Outcome.SEATED
        result.append(replace(row, outcome="new" if seated else "waiting"))
    return result


def _wanted(row: Row) -> seats.Wanted:
    return seats.Wanted(
        name=row.name,
        phone=row.phone,
        kind=BusinessKind.HOUSEHOLD if row.business else BusinessKind.PERSON,
        business=row.business,
        neighbourhood=row.neighbourhood,
        companions=row.people - 1,
        position=row.position,
    )
