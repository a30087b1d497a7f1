"""Who registered for an event, as staff look through it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from content.people import by_name
from handlers.conference.import_undo import Batch, batches
from handlers.people.permissions import sorts_of
from storage.database import Transaction
from storage.event_models import Event, EventState, Registration, RegistrationState
from storage.search import Searched
from storage.staff_models import Staff

NO_PHONE = "khong-so"  # asks for those who cannot be called or written to


@dataclass(frozen=True, slots=True)
class AttendeeList:
    """`found` are those that were looked for; the counts are of all of them: registrations by
    state, those that are alive, the people of these, the people who wait, those alive without a
    phone."""

    found: Sequence[Registration]
    counts: Mapping[str, int]
    total: int
    alive: int
    people: int
    waiting: int
    without_phone: int
    is_open: bool  # seats are given out now
    is_draft: bool
    line: Mapping[int, int]  # the place in line of whoever waits, by id
    batches: Sequence[Batch]  # imports that may be taken back


def attendees(
    tx: Transaction,
    event: Event,
    reader: Staff,
    now: datetime,
    *,
    wanted: str,
    state: str,
    in_order: bool,
) -> AttendeeList:
    """With the words `wanted` and in the state ("" for any, `NO_PHONE` for who has none); by name
    where it is to be `in_order`, else as they registered, and those who wait alone in their line.
    """
    every = tx.registrations.of_event(event.id)
    meant = tx.search.found(Searched.REGISTRATION, wanted, sorts_of(reader)) if wanted else None
    alive = [r for r in every if r.is_alive]
    without_phone = [r for r in alive if not r.phone]
    listed = without_phone if state == NO_PHONE else every
    found = [
        r
        for r in listed
        if (meant is None or r.id in meant) and state in ("", NO_PHONE, str(r.state))
    ]
    line = {r.id: place for place, r in enumerate(tx.registrations.waiting(event.id), 1)}
    if state == RegistrationState.WAITLISTED:
        found.sort(key=lambda r: line.get(r.id, len(line)))
    return AttendeeList(
        found=by_name(found) if in_order else found,
        counts={one: sum(r.state is one for r in every) for one in RegistrationState},
        total=len(every),
        alive=len(alive),
        people=sum(r.seats for r in alive),
        waiting=sum(r.seats for r in every if r.state is RegistrationState.WAITLISTED),
        without_phone=len(without_phone),
        is_open=event.gives_seats(now),
        is_draft=event.state is EventState.DRAFT,
        line=line,
        batches=batches(tx, event) if event.gives_seats(now) else (),
    )
