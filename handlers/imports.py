"""The rows of a list, kept; or tried out first, which is the same with nothing of it kept.

A long list is kept in lots, so that whoever chats meanwhile is answered. Each row is looked at by
itself: what changed since somebody read the trial is left as it is now, and said so.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from content.attendee_list import Change, Row
from content.people import may_be_one
from content.vietnamese import fold, has_marks
from handlers import seats
from handlers.offers import Desk
from handlers.seating import Wanted, given, merged
from handlers.seats import Outcome as Result
from handlers.telling import Tally, Told, tally
from storage.database import Transaction
from storage.event_models import Event, Registration

LOT = 50  # rows kept in one transaction: about as long as a turn of a chat

Seen = Mapping[str, Registration]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of each row, and how everybody whom it concerns is told."""

    rows: Sequence[Row]
    told: Sequence[Told] = ()

    @property
    def tally(self) -> Tally:
        return tally(self.told)


@dataclass(frozen=True, slots=True)
class Order:
    """What staff said when they read the trial. `again`: whoever cancelled, lapsed or did not come
    is put back, too. `instead`: the phones (E.164) where the person of the sheet takes the place of
    somebody of another name."""

    again: bool = False
    instead: Collection[str] = ()


def standing(tx: Transaction, event: Event, rows: Sequence[Row]) -> list[Registration]:
    """The registrations the sheet speaks of, as they are now."""
    return tx.registrations.with_phones(event.id, {row.phone for row in rows if row.phone})


def import_rows(
    desk: Desk,
    event: Event,
    rows: Sequence[Row],
    order: Order = Order(),
    seen: Seen | None = None,
) -> Imported:
    """Registers the good rows, changes what the sheet says otherwise about people who are there;
    the bad rows are left out and said so. `seen`: the registrations by phone as they were when this
    was decided, None for as they are. The outcomes of a rehearsal are those of the same import."""
    result: list[Row] = []
    told: list[Told] = []
    for row in rows:
        done = _Done("bad") if row.problems else _import(desk, event, row, order, seen)
        told += done.told
        result.append(replace(row, outcome=done.outcome, changes=done.changes))
    return Imported(result, told)


@dataclass(frozen=True, slots=True)
class _Done:
    outcome: str
    changes: tuple[Change, ...] = ()
    told: tuple[Told, ...] = ()


_OUTCOMES = {
    Result.SEATED: "new",
    Result.WAITING: "waiting",
    Result.CHANGED: "changed",
    Result.ALREADY: "same",
    Result.GONE: "gone",
    Result.FULL: "no_seats",
    Result.TOO_MANY: "too_many",
    Result.LIMIT: "limit",
    Result.NEVER_FITS: "never_fits",
    Result.NOT_HELD: "closed",
    Result.CLOSED: "closed",
}


def _import(desk: Desk, event: Event, row: Row, order: Order, seen: Seen | None) -> _Done:
    wanted = _wanted(row)
    there = desk.tx.registrations.by_phone(event.id, row.phone) if row.phone else None
    if seen is not None and _said(there) != _said(seen.get(row.phone)):
        return _Done("moved")
    if there is None:
        return _done(seats.register(desk, event, wanted, contact_id=None, source="import"))
    news = _news(wanted, there)
    changes = _changes(there, merged(there, news))
    instead = row.phone in order.instead
    if not instead and not may_be_one(there.name, row.name):
        return _Done("another", changes)
    if there.is_alive:
        return _done(seats.change(desk, event, there, news), changes)
    again = instead or order.again
    return _done(seats.register(desk, event, wanted, contact_id=None, source="import", again=again))


def _done(decided: seats.Decided, changes: tuple[Change, ...] = ()) -> _Done:
    return _Done(_OUTCOMES[decided.outcome], changes, decided.told)


def _said(registration: Registration | None) -> tuple[object, ...]:
    """Of a registration, what a row may say otherwise; a seat that was offered meanwhile is no
    other word."""
    if registration is None:
        return ()
    texts = (getattr(registration, name) for name in _TEXTS)
    return (registration.id, registration.is_alive, registration.companions, *texts)


_TEXTS = ("name", "business", "neighbourhood", "position")


def _changes(before: Registration, after: Registration) -> tuple[Change, ...]:
    texts = [(name, getattr(before, name), getattr(after, name)) for name in _TEXTS]
    people = ("people", str(1 + before.companions), str(1 + after.companions))
    return tuple(Change(*texts) for texts in (*texts, people) if texts[1] != texts[2])


def _news(wanted: Wanted, stored: Registration) -> Wanted:
    """What the sheet says otherwise: the same words in capitals, or typed without marks, are no
    other words."""
    same = {
        name: None
        for name, said in given(wanted).items()
        if isinstance(said, str) and _is_same(said, getattr(stored, name) or "")
    }
    return replace(wanted, **same)


def _is_same(said: str, stored: str) -> bool:
    unmarked = fold(said) == fold(stored) and not has_marks(said)
    return said.lower() == stored.lower() or unmarked


def _wanted(row: Row) -> Wanted:
    """What the sheet says: an empty cell, or a column that is not there, says nothing."""
    return Wanted(
        name=row.name,
        phone=row.phone,
        business=row.business or None,
        neighbourhood=row.neighbourhood or None,
        companions=row.people - 1 if "people" in row.given else None,
        position=row.position or None,
    )
