"""The rows of a list, kept; or tried out first, which is the same with nothing of it kept.

A long list is kept in lots, so that whoever chats meanwhile is answered. Each row is looked at by
itself: what changed since somebody read the trial is left as it is now, and said so.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from content import unkept_rows
from content.attendee_rows import AttendeeRow, Listing, RowChange
from content.people import mask_phone, may_be_one, show_phone
from content.vietnamese import fold, has_marks
from handlers.conference import import_undo, outcomes, seats
from handlers.conference.offers import Desk
from handlers.conference.outcomes import SeatOutcome as Result
from handlers.conference.seating import Wanted, given, merged
from handlers.conference.twins import may_be_one_person
from handlers.people.telling import Tally, Told, tally
from storage.database import Transaction
from storage.event_models import Event, Registration

LOT = 50  # rows kept in one transaction: about as long as a turn of a chat


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of each row, and how everybody whom it concerns is told."""

    rows: Sequence[AttendeeRow]
    told: Sequence[Told] = ()

    @property
    def tally(self) -> Tally:
        return tally(self.told)

    @property
    def added(self) -> int:
        return self._of("new", "waiting")

    @property
    def corrected(self) -> int:
        return self._of("changed")

    @property
    def left_out(self) -> int:
        return len(self.rows) - self.added - self.corrected - self._of("same")

    def _of(self, *outcomes: str) -> int:
        return sum(row.outcome in outcomes for row in self.rows)


@dataclass(frozen=True, slots=True)
class Order:
    """What staff said when they read the trial. `again`: whoever cancelled, lapsed or did not come
    is put back, too. `instead`: the phones (E.164) where the person of the sheet takes the place of
    somebody of another name. `same`, `other`: of which rows (`AttendeeRow.ident`) the person is the
    one who is there under another number or under none, or is somebody else."""

    again: bool = False
    instead: Collection[str] = ()
    same: Collection[str] = ()
    other: Collection[str] = ()


def standing(tx: Transaction, event: Event, rows: Sequence[AttendeeRow]) -> list[Registration]:
    """The registrations the sheet speaks of, by number, by name or as what a row became before, as
    they are now."""
    there = tx.registrations.with_phones(event.id, {row.phone for row in rows if row.phone})
    known = {registration.id for registration in there}
    names = _Names(tx, event)
    alike = {number for row in rows for number in (*names.of(row.name), *names.loaded(row))} - known
    return [*there, *(r for number in sorted(alike) if (r := tx.registrations.get(number)))]


def erased_of(tx: Transaction, event: Event) -> int:
    """How many of an event were erased: an old sheet may still name them."""
    return sum(one.anonymised_at is not None for one in tx.registrations.of_event(event.id))


class _Names:
    """Who of an event has which name, however it is written; and what rows of sheets became."""

    def __init__(self, tx: Transaction, event: Event) -> None:
        self._found: dict[str, list[int]] = {}
        self._loaded: dict[str, list[int]] = {}
        for number, name, loaded in tx.registrations.names(event.id):
            self.add(number, name)
            for mark in loaded.split():
                self._loaded.setdefault(mark, []).append(number)

    def add(self, number: int, name: str) -> None:
        self._found.setdefault(fold(name), []).append(number)

    def of(self, name: str) -> Sequence[int]:
        return self._found.get(fold(name), ())

    def loaded(self, row: AttendeeRow) -> Sequence[int]:
        """What this very row became when it was loaded before, whatever they are called by now;
        only where it names no number."""
        return () if row.phone else self._loaded.get(_mark(row), ())

    def all(self) -> Iterable[int]:
        return (number for numbers in self._found.values() for number in numbers)


def import_rows(
    desk: Desk,
    event: Event,
    rows: Sequence[AttendeeRow],
    order: Order = Order(),
    seen: Sequence[Registration] | None = None,
) -> Imported:
    """Registers the good rows, changes what the sheet says otherwise about people who are there;
    the bad rows are left out and said so. `seen`: what was `standing` when this was decided, None
    for as it is. The outcomes of a rehearsal are those of the same import."""
    result: list[AttendeeRow] = []
    told: list[Told] = []
    work = _Import(desk, event, order, seen)
    for row in rows:
        done = _Done("bad") if row.problems else work.row(row)
        told += done.told
        notes = (*row.notes, *done.notes)
        result.append(
            replace(
                row, outcome=done.outcome, changes=done.changes, notes=notes,
                alike=done.alike, like=done.like,
            )
        )  # fmt: skip
    return Imported(result, told)


def hold_unkept(desk: Desk, event: Event, listing: Listing) -> None:
    """Once its rows are kept: those that are not can be had as a sheet, to be mended and loaded
    again, for as long as the import may be taken back."""
    count = sum(bool(row.reasons) for row in listing.rows)
    if count:
        desk.tx.unkept_rows.put(event.id, desk.now, count, unkept_rows.packed(listing))


@dataclass(frozen=True, slots=True)
class _Done:
    outcome: str
    changes: tuple[RowChange, ...] = ()
    told: tuple[Told, ...] = ()
    notes: tuple[str, ...] = ()
    alike: bool = False
    like: int = 0
    kept: int = 0  # the id of the registration the row stands for, where it does


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
    Result.WHO_LEAVES: "who_leaves",
    Result.NOT_HELD: "closed",
    Result.CLOSED: "closed",
}


_TAKEN = ("new", "waiting", "changed", "same")
_MARKS = 20  # rows one registration is remembered to have been


def _mark(row: AttendeeRow) -> str:
    """A fingerprint of what the row says: two alike say the same."""
    texts = (row.name, row.business, row.neighbourhood, row.position, str(row.people))
    unnumbered = () if row.phone else (f"no phone {row.repeats}",)
    said = "\x1f".join((*texts, *unnumbered))
    return hashlib.sha256(said.encode()).hexdigest()[:20]


class _Import:
    """One import under way: who is there, and who was there before its first row."""

    def __init__(
        self, desk: Desk, event: Event, order: Order, seen: Sequence[Registration] | None
    ) -> None:
        self._desk, self._event, self._order = desk, event, order
        self._seen = None if seen is None else {one.id: one for one in seen}
        self._phones = {one.phone: one for one in seen or () if not one.shares_phone}
        self._names = _Names(desk.tx, event)
        self._known = set(self._names.all() if self._seen is None else self._seen)

    def row(self, row: AttendeeRow) -> _Done:
        wanted = _wanted(row)
        there = self._holder(row)
        if self._is_moved(row, there):
            return _Done("moved")
        if there is not None and there.is_taken_back:
            there = self._begun_anew(there)
        done = self._new(row, wanted) if there is None else self._known_phone(row, wanted, there)
        if done.outcome in _TAKEN:
            before = there or self._desk.tx.registrations.get(done.like)
            kept = None if before is None or before.is_taken_back else before
            self._note_loaded(row, done.kept, kept)
        return done

    def _holder(self, row: AttendeeRow) -> Registration | None:
        """Whose number it is."""
        if not row.phone:
            return None
        return self._desk.tx.registrations.by_phone(self._event.id, row.phone)

    def _begun_anew(self, gone: Registration) -> Registration:
        """Whom only a sheet that was taken back named: as if they had never been there."""
        anew = replace(
            gone, business="", business_key="", neighbourhood="", position="", companions=0,
            companion_names="", sector="", tax_code="", needs="", wants_to_speak=False,
            created_at=self._desk.now,
        )  # fmt: skip
        return self._desk.tx.registrations.save(anew)

    def _note_loaded(self, row: AttendeeRow, number: int, before: Registration | None) -> None:
        """What the row was, and what it changed of whoever stood there `before`: to be known when
        the same sheet comes again, and when it is taken back."""
        there = self._desk.tx.registrations.get(number)
        if there is not None:
            marks = dict.fromkeys((_mark(row), *there.marks))
            marked = replace(there, loaded=" ".join(list(marks)[:_MARKS]))
            noted = import_undo.noted(before, marked, self._desk.now)
            self._desk.tx.registrations.save(noted)

    def _is_moved(self, row: AttendeeRow, there: Registration | None) -> bool:
        """Whether somebody changed, since the trial, who has this number."""
        if self._seen is None or not row.phone:
            return False
        return _said(there) != _said(self._phones.get(row.phone))

    def _known_phone(self, row: AttendeeRow, wanted: Wanted, there: Registration) -> _Done:
        news = _news(wanted, there)
        changes = _changes(there, merged(there, news))
        instead = row.phone in self._order.instead
        if not (instead or there.is_taken_back) and not may_be_one(there.name, row.name):
            return _Done("another", changes)
        as_loaded = there.marks[:1] == [_mark(row)] and not there.is_taken_back
        if changes and as_loaded:
            return _Done("newer", changes)  # loaded before, and changed since
        if there.is_alive:
            return _done(seats.change(self._desk, self._event, there, news), changes)
        again = instead or self._order.again or there.is_taken_back
        return _done(self._register(wanted, again=again))

    def _new(self, row: AttendeeRow, wanted: Wanted) -> _Done:
        """A number nobody of the event has, or none; the person may be there otherwise."""
        # This very row, of somebody without a phone, was loaded before: the same list again.
        # Nothing less says that two without a phone are one.
        before = [one for one in self._found(self._names.loaded(row)) if one.id in self._known]
        loaded = next((one for one in before if not one.is_taken_back), None)
        if loaded is not None and not loaded.is_alive and self._order.again:
            return _done(seats.put_back(self._desk, self._event, loaded))
        if loaded is not None:
            return _Done("same" if loaded.is_alive else "gone")
        of_name = self._found(self._names.of(row.name))
        namesakes = [one for one in of_name if not one.is_taken_back]
        alike = [found for found in namesakes if may_be_one_person(found, wanted)]
        if alike and row.ident not in self._order.other:
            return self._perhaps(row, wanted, alike)
        decided = self._register_one(wanted, before, of_name)
        if decided.registration is not None:
            self._names.add(decided.registration.id, row.name)
        notes = ("row_same_name",) if namesakes and not alike else ()
        return replace(_done(decided), notes=notes, alike=bool(alike))

    def _found(self, numbers: Iterable[int]) -> list[Registration]:
        found = (self._desk.tx.registrations.get(number) for number in numbers)
        return [one for one in found if one is not None]

    def _register_one(
        self, wanted: Wanted, before: Sequence[Registration], of_name: Sequence[Registration]
    ) -> outcomes.Decided:
        """Takes up whom this row had brought `before` it was taken back, or else any such row of
        the same name without a number, the most like first: the list does not show them beside
        themselves."""
        gone = [one for one in before if one.is_taken_back]
        namesakes = [one for one in of_name if one.is_taken_back and one.phone is None]
        gone += sorted(namesakes, key=lambda one: not may_be_one_person(one, wanted))
        if not gone:
            return self._register(wanted, again=False)
        one = gone[0]
        return seats.put_back(self._desk, self._event, self._begun_anew(one), wanted)

    def _perhaps(self, row: AttendeeRow, wanted: Wanted, alike: Sequence[Registration]) -> _Done:
        """Nothing is kept of the row unless staff said that it is the one person it may be."""
        one = alike[0] if len(alike) == 1 and alike[0].id in self._known else None
        if one is None:
            return _Done("perhaps", alike=True)
        if self._seen is not None and _said(one) != _said(self._seen.get(one.id)):
            return _Done("moved")
        news = _news(wanted, one)
        done = _Done("perhaps", _changes(one, merged(one, news)))
        if row.ident in self._order.same:
            done = self._correct(one, news, done.changes)
        return replace(done, alike=True, like=one.id)

    def _correct(self, one: Registration, news: Wanted, changes: tuple[RowChange, ...]) -> _Done:
        """The registration takes the number, if there is one, and what else the sheet says."""
        if not one.is_alive and not self._order.again:
            return _Done("gone")
        changed = seats.change(self._desk, self._event, one, news)
        if one.is_alive or changed.outcome not in (Result.CHANGED, Result.ALREADY):
            return _done(changed, changes)
        return _done(seats.put_back(self._desk, self._event, changed.registration or one), changes)

    def _register(self, wanted: Wanted, *, again: bool) -> outcomes.Decided:
        return seats.register(
            self._desk, self._event, wanted, contact_id=None, source=import_undo.SOURCE, again=again
        )


def _done(decided: outcomes.Decided, changes: tuple[RowChange, ...] = ()) -> _Done:
    kept = decided.registration.id if decided.registration else 0
    return _Done(_OUTCOMES[decided.outcome], changes, decided.told, kept=kept)


def _said(registration: Registration | None) -> tuple[object, ...]:
    """Of a registration, what a row may say otherwise; a seat that was offered meanwhile is no
    other word."""
    if registration is None:
        return ()
    texts = (getattr(registration, name) for name in _TEXTS)
    phone, people = registration.phone, registration.companions
    return (registration.id, registration.is_alive, phone, people, *texts)


_TEXTS = ("name", "business", "neighbourhood", "position")


def _changes(before: Registration, after: Registration) -> tuple[RowChange, ...]:
    texts = [(name, getattr(before, name), getattr(after, name)) for name in _TEXTS]
    people = ("people", str(1 + before.companions), str(1 + after.companions))
    phone = ("phone", mask_phone(before.phone), show_phone(after.phone))
    numbers = (phone,) if before.phone != after.phone else ()
    return tuple(RowChange(*texts) for texts in (*texts, people, *numbers) if texts[1] != texts[2])


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


def _wanted(row: AttendeeRow) -> Wanted:
    """What the sheet says: an empty cell, or a column that is not there, says nothing."""
    return Wanted(
        name=row.name,
        phone=row.phone or None,
        business=row.business or None,
        neighbourhood=row.neighbourhood or None,
        companions=row.people - 1 if "people" in row.given else None,
        position=row.position or None,
    )
