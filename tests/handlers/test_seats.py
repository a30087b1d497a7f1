"""Seats are never oversold and nobody overtakes, whatever happens in whatever order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.conference.arrivals import check_in, release_absent, walk_in
from handlers.conference.offers import promote
from handlers.conference.outcomes import GONE, Decided, SeatOutcome
from handlers.conference.seating import Wanted, next_in_line
from handlers.conference.seats import accept, cancel, change, register
from handlers.people.room import free_seats
from handlers.people.telling import By
from storage import database
from storage.database import Database, Transaction
from storage.event_models import (
    SEATED,
    BusinessKind,
    Category,
    Event,
    Registration,
    RegistrationState,
)
from tests.support.clock import START
from tests.support.conference import at_desk, make_event
from tests.support.engine import address

S = RegistrationState


def wanted(number: int, people: int = 1, category: Category = Category.BUSINESS) -> Wanted:
    return Wanted(
        name=f"Người {number}",
        phone=f"+8491{number:07}",
        kind=BusinessKind.HOUSEHOLD,
        business=f"Hộ {number}",
        neighbourhood="TDP 1",
        companions=people - 1,
        category=category,
    )


def sign_up(tx: Transaction, event: Event, number: int, people: int = 1) -> Decided:
    return register(at_desk(tx), event, wanted(number, people), contact_id=None, source="chat")


def taken(tx: Transaction, event: Event) -> int:
    return sum(tx.registrations.seats_taken(event.id).values())


async def test_a_seat_that_is_free_at_night_is_offered_in_the_morning(db: Database) -> None:
    night = datetime(2026, 12, 1, 19, tzinfo=UTC)  # 2:00 in Viet Nam
    morning = datetime(2026, 12, 2, 0, tzinfo=UTC)  # 7:00

    def work(tx: Transaction) -> None:
        event = make_event(tx, now=night, days=20, seats=1)
        contact = tx.contacts.meet("telegram", "7", night)
        first = register(at_desk(tx, night), event, wanted(1), contact_id=None, source="chat")
        second = register(
            at_desk(tx, night), event, wanted(2), contact_id=contact.id, source="chat"
        )
        assert first.registration and second.registration
        cancel(at_desk(tx, night), event, first.registration)
        offered = tx.registrations.get(second.registration.id)
        assert offered is not None and offered.offer_until == morning + timedelta(hours=24)
        before = morning - timedelta(seconds=1)
        assert tx.outbox.claim("telegram", before, 9) == []
        [message] = tx.outbox.claim("telegram", morning, 9)
        assert "Có chỗ" in message.body

    await db.transaction(work)


async def test_the_room_fills_then_people_wait_in_order(db: Database) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=3)
        assert sign_up(tx, event, 1, 2).outcome is SeatOutcome.SEATED
        second = sign_up(tx, event, 2, 2)
        assert second.outcome is SeatOutcome.WAITING  # one seat is left, but they are two
        third = sign_up(tx, event, 3, 1)
        assert third.outcome is SeatOutcome.WAITING  # and nobody overtakes
        assert third.registration
        assert tx.registrations.place_in_line(third.registration) == 2

    await db.transaction(work)


async def test_a_freed_seat_is_offered_with_a_deadline_then_to_the_next(db: Database) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=1)
        first, second, third = (sign_up(tx, event, n).registration for n in (1, 2, 3))
        assert first and second and third
        freed = cancel(at_desk(tx), event, first)
        assert [t.by for t in freed.told] == [By.CALL]  # nobody here has a channel
        [offered] = tx.registrations.in_state(event.id, S.OFFERED)
        assert offered.id == second.id and offered.offer_until
        # Saturday: the office calls on Monday at 8, then the 24 hours begin.
        assert offered.offer_until == datetime(2026, 11, 24, 1, tzinfo=UTC)
        assert taken(tx, event) == 1  # the offered seat is held
        later = offered.offer_until + timedelta(hours=1)
        tx.calls.settle_registration(second.id, later)
        late = accept(at_desk(tx, later), event, offered)
        assert late.outcome is SeatOutcome.TOO_LATE
        assert [t.by for t in late.told] == [By.CALL]
        [offered] = tx.registrations.in_state(event.id, S.OFFERED)
        assert offered.id == third.id
        again = tx.registrations.get(second.id)
        assert again and again.state is S.EXPIRED
        assert accept(at_desk(tx, later), event, offered).outcome is SeatOutcome.SEATED

    await db.transaction(work)


async def test_the_same_phone_is_the_same_registration(db: Database) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=5)
        a = tx.contacts.meet("web", "a", START)
        b = tx.contacts.meet("web", "b", START)
        mine = register(at_desk(tx), event, wanted(1), contact_id=a.id, source="chat")
        again = register(at_desk(tx), event, wanted(1, 2), contact_id=a.id, source="chat")
        assert mine.registration and again.registration
        assert again.registration.id == mine.registration.id
        assert again.registration.companions == 1
        other = register(at_desk(tx), event, wanted(1), contact_id=b.id, source="chat")
        assert other.outcome is SeatOutcome.TAKEN and other.registration is None
        assert taken(tx, event) == 2

    await db.transaction(work)


async def test_a_business_sends_no_more_than_its_limit_by_its_tax_code(db: Database) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=9, per_business=2)
        outcomes = []
        for number, name in enumerate(("Công ty Hoa", "HOA", "Cty TNHH Hoa")):
            person = Wanted(
                f"Người {number}",
                f"+8491000000{number}",
                BusinessKind.ENTERPRISE,
                name,
                tax_code="0100109106",
            )
            decided = register(at_desk(tx), event, person, contact_id=None, source="chat")
            outcomes.append(decided.outcome)
        assert outcomes == [SeatOutcome.SEATED, SeatOutcome.SEATED, SeatOutcome.LIMIT]

    await db.transaction(work)


async def test_reserved_seats_are_kept_for_the_delegates_and_they_never_wait(db: Database) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=4, reserved={"ward": 2})
        assert sign_up(tx, event, 1, 2).outcome is SeatOutcome.SEATED
        assert sign_up(tx, event, 2, 1).outcome is SeatOutcome.WAITING
        ward = wanted(3, 2, Category.WARD)
        decided = register(at_desk(tx, START, "a"), event, ward, contact_id=None, source="paper")
        assert decided.outcome is SeatOutcome.SEATED
        full = wanted(4, 1, Category.PRESS)
        refused = register(at_desk(tx, START, "a"), event, full, contact_id=None, source="paper")
        assert refused.outcome is SeatOutcome.FULL

    await db.transaction(work)


async def test_arriving_twice_or_at_two_doors_is_arriving_once(db: Database) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=2)
        mine = sign_up(tx, event, 1).registration
        assert mine
        assert check_in(at_desk(tx, staff="a"), event, mine).outcome is SeatOutcome.ARRIVED
        now = tx.registrations.get(mine.id)
        assert now
        later = START + timedelta(minutes=5)
        assert check_in(at_desk(tx, later, "b"), event, now).outcome is SeatOutcome.ALREADY
        kept = tx.registrations.get(mine.id)
        assert kept and kept.arrived_by == "a" and kept.arrived_at == START

    await db.transaction(work)


async def test_registration_closes_at_its_date_but_not_for_the_staff(db: Database) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=2)
        late = event.registration_until
        closed = register(at_desk(tx, late), event, wanted(1), contact_id=None, source="chat")
        assert closed.outcome is SeatOutcome.CLOSED
        paper = register(at_desk(tx, late, "a"), event, wanted(1), contact_id=None, source="paper")
        assert paper.outcome is SeatOutcome.SEATED

    await db.transaction(work)


STEP = st.tuples(
    st.sampled_from(
        ["register", "change", "cancel", "accept", "expire", "arrive", "walk_in", "release"]
    ),
    st.integers(0, 11),
    st.integers(1, 3),
)


@pytest.mark.parametrize("capacity", [5])
@settings(max_examples=60)
@given(steps=st.lists(STEP, max_size=40))
async def test_any_order_of_events_keeps_the_seats_and_the_line(
    tmp_path_factory: pytest.TempPathFactory, capacity: int, steps: list[tuple[str, int, int]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("seats")
    async with database.open(address(folder, "s")) as db:
        await db.transaction(lambda tx: play(tx, capacity, steps))


def play(tx: Transaction, capacity: int, steps: list[tuple[str, int, int]]) -> None:
    event = make_event(tx, seats=capacity, days=400, reserved={"ward": 1})
    now = START
    line: list[int] = []
    at_the_door = False  # seats released there go to whoever stands there, not to the line
    for name, number, people in steps:
        now += timedelta(minutes=7)
        held = tx.registrations.by_phone(event.id, f"+8491{number:07}")
        _do(tx, event, name, number, people, held, now)
        if name == "expire":
            now += timedelta(hours=30)
            promote(at_desk(tx, now), event)
        seats = sum(r.seats for r in tx.registrations.of_event(event.id) if r.state in SEATED)
        assert seats == taken(tx, event) <= capacity
        waiting = [r.id for r in tx.registrations.waiting(event.id)]
        # Those who waited before still wait in the same order, and only from the front do they go.
        stayed = [i for i in line if i in waiting]
        assert waiting[: len(stayed)] == stayed
        first = next_in_line(tx, event)
        at_the_door |= name == "release"
        if first is not None and name in ("cancel", "expire") and not at_the_door:
            assert free_seats(tx, event, first.category) < first.seats
        line = waiting


def _do(
    tx: Transaction,
    event: Event,
    name: str,
    number: int,
    people: int,
    held: Registration | None,
    now: datetime,
) -> None:
    match name:
        case "register":
            category = Category.WARD if number == 0 else Category.BUSINESS
            person = wanted(number, people, category)
            desk = at_desk(tx, now, staff="a" if number == 0 else "")
            register(desk, event, person, contact_id=None, source="chat")
        case "walk_in":
            walk_in(at_desk(tx, now, "door"), event, wanted(number, people))
        case "release" if people == 3 and number == 11:
            release_absent(at_desk(tx, now), event)
    if held is None:
        return
    match name:
        case "change":
            change(at_desk(tx, now), event, held, Wanted(companions=people - 1))
        case "cancel":
            cancel(at_desk(tx, now), event, held)
        case "accept":
            accept(at_desk(tx, now), event, held)
        case "arrive":
            check_in(at_desk(tx, now, "door"), event, held)


async def test_whoever_waits_with_fewer_people_is_shown_the_seat_just_offered(
    db: Database,
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=3)
        assert sign_up(tx, event, 1, people=2).outcome is SeatOutcome.SEATED
        assert sign_up(tx, event, 2, people=2).outcome is SeatOutcome.WAITING
        smaller = sign_up(tx, event, 2, people=1)
        assert smaller.outcome is SeatOutcome.CHANGED
        assert smaller.registration and smaller.registration.state is S.OFFERED

    await db.transaction(work)


@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("nguyen thi hoa", True),
        ("Hoa", True),
        ("chị Hoa", True),
        ("Kẻ Lạ Mặt", False),
        ("Trần Thị Hoa", False),
        ("Nguyễn Thị", False),
    ],
)
async def test_what_the_ward_registered_is_taken_over_with_number_and_name_only(
    db: Database, name: str, theirs: bool
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=5)
        known = replace(wanted(1, 3), name="Nguyễn Thị Hoa", tax_code="0201234567")
        made = register(at_desk(tx, staff="thuky"), event, known, contact_id=None, source="import")
        assert made.registration
        contact = tx.contacts.meet("test", "7", START).id
        asked = replace(wanted(1, 2), name=name)
        decided = register(at_desk(tx), event, asked, contact_id=contact, source="chat")
        kept = tx.registrations.get(made.registration.id)
        if theirs:
            assert decided.outcome is SeatOutcome.CHANGED and kept and kept.contact_id == contact
        else:
            assert decided == Decided(SeatOutcome.TAKEN) and kept == made.registration

    await db.transaction(work)


@pytest.mark.parametrize("state", GONE)
@pytest.mark.parametrize(("name", "theirs"), [("Nguyễn Thị Hoa", True), ("Kẻ Lạ Mặt", False)])
async def test_what_the_ward_registered_and_is_over_is_no_more_open_to_a_number_alone(
    db: Database, state: RegistrationState, name: str, theirs: bool
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=5)
        known = replace(wanted(1, 3), name="Nguyễn Thị Hoa", position="Tổ trưởng")
        made = register(at_desk(tx, staff="thuky"), event, known, contact_id=None, source="import")
        assert made.registration
        over = tx.registrations.save(replace(made.registration, state=state))
        contact = tx.contacts.meet("test", "7", START).id
        asked = replace(wanted(1, 2), name=name)
        decided = register(at_desk(tx), event, asked, contact_id=contact, source="chat")
        kept = tx.registrations.get(over.id)
        if theirs:
            assert decided.outcome is SeatOutcome.SEATED and kept and kept.contact_id == contact
        else:
            assert decided == Decided(SeatOutcome.TAKEN) and kept == over

    await db.transaction(work)
