"""The rows of a list, kept; or tried out first, which is the same with nothing of it kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.attendee_list import Row
from content.vietnamese import fold, has_marks
from handlers import seats
from handlers.offers import Desk
from handlers.seating import Wanted, given
from handlers.seats import Outcome as Result
from handlers.telling import Tally, Told, tally
from storage.event_models import Event, Registration


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of each row, and how everybody whom it concerns is told."""

    rows: Sequence[Row]
    tally: Tally


def import_rows(desk: Desk, event: Event, rows: Sequence[Row], *, again: bool = False) -> Imported:
    """Registers the good rows, changes what the sheet says otherwise about people who are there;
    the bad rows are left out and said so. `again`: whoever cancelled, lapsed or did not come is put
    back, too. The outcomes of a rehearsal are those of the same import."""
    result: list[Row] = []
    told: list[Told] = []
    for row in rows:
        if row.problems:
            result.append(replace(row, outcome="bad"))
            continue
        decided = _import(desk, event, row, again=again)
        told += decided.told
        result.append(replace(row, outcome=_OUTCOMES[decided.outcome]))
    return Imported(result, tally(told))


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


def _import(desk: Desk, event: Event, row: Row, *, again: bool) -> seats.Decided:
    wanted = _wanted(row)
    decided = seats.register(desk, event, wanted, contact_id=None, source="import", again=again)
    if decided.outcome is Result.KNOWN and decided.registration is not None:
        news = _news(wanted, decided.registration)
        return seats.change(desk, event, decided.registration, news)
    return decided


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
