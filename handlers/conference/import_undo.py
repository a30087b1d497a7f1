"""An import taken back: whom it added is given up, what it changed of others is as it was before.

It is one act: all seats are counted first, then whoever waits is offered what is really free.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson

from handlers.conference import seats
from handlers.conference.businesses import rekey
from handlers.conference.offers import Desk, promote
from handlers.conference.ticket_news import tell_changed
from handlers.people.refusing import NotDone
from handlers.people.room import free_seats
from handlers.people.telling import Told
from storage.calls import CallState
from storage.database import Transaction
from storage.event_models import (
    TAKEN_BACK,
    Event,
    LoadedPerson,
    Registration,
    RegistrationState,
)

SOURCE = "import"
LOT = 50  # people of one transaction
_SHOWN = 3  # imports of one event, of those that may be taken back
# What a sheet may change of somebody who is there, and what goes along with it.
_SAID = ("name", "phone", "business", "neighbourhood", "position", "companions")
_ALONG = ("companion_names", "business_key", "loaded", "shares_phone", "source")
_S = RegistrationState


def noted(before: Registration | None, after: Registration, now: datetime) -> Registration:
    """The registration after a row of a sheet, with what it was before and became by the row.
    Nothing is noted where the row changed nothing, or made it."""
    if before is None or before.id != after.id:
        return after
    names = [n for n in (*_SAID, *_ALONG) if getattr(before, n) != getattr(after, n)]
    if not before.is_alive:
        names.append("state")  # put back by the sheet
    if not set(names) - {"loaded"}:
        return after
    was = {name: getattr(before, name) for name in names}
    became = {name: getattr(after, name) for name in names}
    note = {"at": now.isoformat(), "was": was, "became": became, "earlier": before.loaded_over}
    return replace(after, loaded_over=orjson.dumps(note).decode())


@dataclass(frozen=True, slots=True)
class Batch:
    """One import of a sheet: when; whom it added that did nothing of their own since, and have not
    come; of whom it changed something; how many of its rows were not kept."""

    at: datetime
    added: Sequence[LoadedPerson] = ()
    changed: Sequence[Registration] = ()
    unkept: int = 0

    @property
    def count(self) -> int:
        return len(self.added) + len(self.changed)

    @property
    def shown(self) -> dict[str, object]:
        """What a form decides on that takes it back."""
        added = [(one.id, str(one.state), one.companions) for one in self.added]
        changed = [(one.id, str(one.state), one.companions) for one in self.changed]
        return {"id": self.at.isoformat(), "added": [*added, *changed]}


@dataclass(frozen=True, slots=True)
class NotRestored:
    """Somebody of whom the import changed something that is not as before: `fields` were changed
    since, or, where `why` says so, cannot be as before."""

    registration: Registration
    fields: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    told: Sequence[Told]
    given_up: int
    restored: int
    not_restored: Sequence[NotRestored] = field(default_factory=tuple)


def batches(tx: Transaction, event: Event) -> list[Batch]:
    """The imports that may be taken back, the latest first; one that only added a single person,
    with nothing left to mend, is not worth it: that person is cancelled on their own page."""
    added: dict[datetime, list[LoadedPerson]] = {}
    changed: dict[datetime, list[Registration]] = {}
    for one in tx.registrations.changed_by_sheet(event.id):
        changed.setdefault(datetime.fromisoformat(_note(one)["at"]), []).append(one)
    for person in tx.registrations.only_loaded(event.id, SOURCE):
        added.setdefault(person.created_at, []).append(person)
    unkept = tx.unkept_rows.counts(event.id)
    found = (
        Batch(at, added.get(at, []), changed.get(at, []), unkept.get(at, 0))
        for at in sorted(added.keys() | changed.keys(), reverse=True)
    )
    return [one for one in found if one.count + one.unkept > 1 or one.changed][:_SHOWN]


def take_back(desk: Desk, event: Event, batch: Batch, *, typed: int) -> TakenBack:
    """The sheet was wrong: all that it added is given up, all that it changed is as it was, but for
    what somebody changed since. Whoever had heard otherwise hears so, and free seats are offered
    once, at the end. Raises NotDone unless somebody `typed` of how many people."""
    done = [take_back_lot(desk, event, lot) for lot in lots(batch, typed=typed)]
    return together([*done, TakenBack(promote(desk, event), 0, 0)])


def lots(batch: Batch, *, typed: int) -> list[Batch]:
    """The same in parts, each about as long as a turn of a chat, in the order in which they are
    taken back; what is free after the last is offered then (`promote`). Raises NotDone as
    `take_back`."""
    if typed != batch.count:
        raise NotDone("sure", "type_the_number")
    # Whoever gives seats back goes first: they are for those of the sheet who had more before it,
    # and only then for who waits.
    changed = sorted(batch.changed, key=_given_back, reverse=True)
    return [
        *(Batch(batch.at, added=batch.added[n : n + LOT]) for n in range(0, len(batch.added), LOT)),
        *(Batch(batch.at, changed=changed[n : n + LOT]) for n in range(0, len(changed), LOT)),
    ]


def take_back_lot(desk: Desk, event: Event, lot: Batch) -> TakenBack:
    """A part of it. Whoever did something of their own since the first part stays."""
    desk.tx.unkept_rows.forget(event.id, lot.at)
    told: list[Told] = []
    kept: list[NotRestored] = []
    given_up = restored = 0
    for person in lot.added:
        there = desk.tx.registrations.get(person.id)
        if there is not None and _may_go(there):
            told += seats.give_up(_quiet(desk, there), event, there).told
            if gone := desk.tx.registrations.get(person.id):
                loaded = " ".join((TAKEN_BACK, *gone.marks))
                desk.tx.registrations.save(replace(gone, loaded=loaded))
            given_up += 1
    for one in lot.changed:
        there = desk.tx.registrations.get(one.id)
        if there is not None and there.loaded_over:
            said, left = _restore(desk, event, there)
            told += said
            kept += left
            restored += not left
    return TakenBack(told, given_up, restored, kept)


def together(parts: Sequence[TakenBack]) -> TakenBack:
    return TakenBack(
        [one for part in parts for one in part.told],
        sum(part.given_up for part in parts),
        sum(part.restored for part in parts),
        [one for part in parts for one in part.not_restored],
    )


def _may_go(one: Registration) -> bool:
    """Whether somebody whom a sheet added did nothing of their own since, and has not come."""
    own = one.contact_id is not None or one.state is _S.CHECKED_IN
    return one.source == SOURCE and one.is_alive and not own


def _quiet(desk: Desk, one: Registration) -> Desk:
    """Whoever was not told by telephone of what is taken back need not be called about it."""
    calls = desk.tx.calls.of_registration(one.id)
    return replace(desk, heard=all(call.state is not CallState.TOLD for call in calls))


def _note(one: Registration) -> dict[str, Any]:
    note: dict[str, Any] = orjson.loads(one.loaded_over)
    return note


def _given_back(one: Registration) -> int:
    """How many seats come free when somebody is as before."""
    note = _note(one)
    if "state" in note["was"]:  # put back by the sheet
        return one.seats
    return int(note["became"].get("companions", 0)) - int(note["was"].get("companions", 0))


def _restore(
    desk: Desk, event: Event, now_is: Registration
) -> tuple[Sequence[Told], list[NotRestored]]:
    """What the sheet changed of one person is as it was, as far as nobody changed it since."""
    note = _note(now_is)
    was, became = note["was"], note["became"]
    since = tuple(n for n in (*_SAID, "state") if n in was and _differs(now_is, n, became[n]))
    if "state" in since:  # cancelled since, come, offered a seat: that stands
        since, was = ("state",), {}
    if "companions" in since and "companion_names" in was:
        del was["companion_names"]
    back = {name: value for name, value in was.items() if name not in (*since, "state")}
    restored = replace(now_is, **back, loaded_over=note.get("earlier", ""))
    if why := _cannot(desk.tx, event, now_is, restored, put_back="state" in was):
        return (), [NotRestored(now_is, why=why)]
    told: Sequence[Told] = ()
    if "state" in was:
        told = seats.give_up(_quiet(desk, now_is), event, now_is, then=_S(was["state"])).told
        current = desk.tx.registrations.get(now_is.id) or now_is
        restored = replace(restored, state=current.state, offer_until=None)
    rekey(desk.tx, now_is, restored)
    desk.tx.registrations.save(restored)
    told = (*told, *tell_changed(desk, event, now_is, restored))
    return told, [NotRestored(restored, since)] if since else []


def _differs(one: Registration, name: str, became: object) -> bool:
    value = getattr(one, name)
    if name == "state":  # a seat offered meanwhile, or taken, is of the same registration
        return not one.is_alive or one.state is _S.CHECKED_IN
    return bool(value != became)


def _cannot(
    tx: Transaction, event: Event, now_is: Registration, was: Registration, *, put_back: bool
) -> str:
    """Why somebody cannot be as before; "" where they can."""
    if was.phone and was.phone != now_is.phone and not was.shares_phone:
        holder = tx.registrations.by_phone(event.id, was.phone)
        if holder is not None and holder.id != now_is.id:
            return "phone_taken"
    if put_back or not now_is.holds_seats or was.seats <= now_is.seats:
        return ""
    free = free_seats(tx, event, was.category, but=now_is)
    return "" if free >= was.seats else "no_seats"
