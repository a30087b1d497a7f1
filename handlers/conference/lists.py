"""Who registered for an event, as staff look through it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from content.people import name_key
from handlers.conference.import_undo import Batch, batches
from handlers.people.permissions import sorts_of
from storage.database import Transaction
from storage.event_models import ALIVE, Event, EventState, Registration, RegistrationState
from storage.search import Searched
from storage.staff_models import Staff

NO_PHONE = "khong-so"  # asks for those who cannot be called or written to
SHOWN = 500  # on one page


@dataclass(frozen=True, slots=True)
class AttendeeList:
    """`found` are those of one `page` (from 0) of those that were looked for, which have `pages`;
    the counts are of all of them: registrations by state, those that are alive, the people of
    these, the people who wait, those alive without a phone."""

    found: Sequence[Registration]
    page: int
    pages: int
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
    page: int,
) -> AttendeeList:
    """With the words `wanted` and in the state ("" for any, `NO_PHONE` for who has none); by name
    where it is to be `in_order`, else as they registered, and those who wait alone in their line.
    Nobody is read but those of the page; one too far is the last."""
    line = tx.registrations.line(event.id)
    numbers = _numbers(tx, event, state, line)
    if wanted:
        meant = tx.search.found(Searched.REGISTRATION, wanted, sorts_of(reader))
        numbers = [number for number in numbers if number in meant]
    if in_order:
        names = {number: name for number, name, _ in tx.registrations.names(event.id)}
        numbers.sort(key=lambda number: name_key(names.get(number, "")))
    pages = max(-(-len(numbers) // SHOWN), 1)
    page = min(page, pages - 1)
    shown = numbers[page * SHOWN : (page + 1) * SHOWN]
    read = {one.id: one for one in tx.registrations.some(shown)}
    standings = tx.registrations.counts(event.id)
    alive = [one for one in standings if one.state in ALIVE]
    return AttendeeList(
        found=[read[number] for number in shown],
        page=page,
        pages=pages,
        counts={
            state: sum(one.registrations for one in standings if one.state is state)
            for state in RegistrationState
        },
        total=sum(one.registrations for one in standings),
        alive=sum(one.registrations for one in alive),
        people=sum(one.people for one in alive),
        waiting=sum(one.people for one in alive if one.state is RegistrationState.WAITLISTED),
        without_phone=sum(one.registrations for one in alive if not one.has_phone),
        is_open=event.gives_seats(now),
        is_draft=event.state is EventState.DRAFT,
        line={number: place for place, number in enumerate(line, 1)},
        batches=batches(tx, event) if event.gives_seats(now) else (),
    )


def _numbers(tx: Transaction, event: Event, state: str, line: Sequence[int]) -> list[int]:
    """The ids of those in a state, as they registered; of those who wait as they stand in line."""
    match state:
        case "":
            return tx.registrations.ids_of_event(event.id, tuple(RegistrationState))
        case RegistrationState.WAITLISTED:
            return list(line)
        case _ if state == NO_PHONE:
            return tx.registrations.ids_without_phone(event.id, ALIVE)
    return tx.registrations.ids_of_event(event.id, (state,))
