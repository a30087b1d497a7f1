"""Events, who has a seat and who waits."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.database import Database, StorageUnavailable, Transaction
from storage.event_models import (
    Category,
    EventKind,
    EventState,
    EventTask,
    Invitation,
    Registration,
    RegistrationState,
)
from storage.rows import StaleRow
from tests.storage.contract.records import (
    LATER,
    TODAY,
    call,
    contact,
    event,
    on_every_engine,
    registration,
)
from tests.support.clock import START


@on_every_engine
def test_events_are_found_and_listed(tx: Transaction) -> None:
    late, soon = event(tx, "E2", days=30, reserved={"ward": 2}), event(tx, "E1", days=10)
    draft = event(tx, "E3", days=20, state=EventState.DRAFT)
    cancelled = event(tx, "E4", days=15, state=EventState.CANCELLED)
    assert tx.events.get(late.id) == tx.events.by_code("e2") == late
    assert tx.events.get(1) is tx.events.by_code("E9") is None
    assert tx.events.all() == [late, draft, cancelled, soon]
    assert tx.events.upcoming(START) == [soon, late]
    assert tx.events.upcoming(soon.ends_at) == [late]
    training = event(tx, "E5", days=12, kind=EventKind.TRAINING)
    assert tx.events.following(soon) == draft
    assert tx.events.following(draft) == late
    assert tx.events.following(replace(soon, kind=EventKind.TRAINING)) == training
    assert tx.events.following(training) == draft  # no other of its kind
    assert tx.events.following(late) is None
    tx.events.save(replace(soon, title="Khác", minutes={"chair": "Bà An"}))
    assert tx.events.by_code("E1") == replace(soon, title="Khác", minutes={"chair": "Bà An"})


async def test_a_row_is_saved_only_by_the_work_that_read_it(db: Database) -> None:
    made = await db.transaction(lambda tx: event(tx))
    with pytest.raises(StaleRow):
        await db.transaction(lambda tx: tx.events.save(made))
    assert not issubclass(StaleRow, StorageUnavailable)


@on_every_engine
def test_a_programme_is_set_whole(tx: Transaction) -> None:
    one, other = event(tx).id, event(tx, "E2").id
    tx.events.set_programme(one, [("8:00", "Đón", ""), ("8:30", "Khai mạc", "Chủ tịch")])
    tx.events.set_programme(other, [("9:00", "Khác", "")])
    tx.events.set_programme(one, [("8:15", "Khai mạc", "Chủ tịch"), ("9:00", "Đối thoại", "")])
    lines = tx.events.programme(one)
    assert [(line.place, line.time, line.content) for line in lines] == [
        (0, "8:15", "Khai mạc"),
        (1, "9:00", "Đối thoại"),
    ]
    assert len(tx.events.programme(other)) == 1


@on_every_engine
def test_tasks_of_an_event_by_their_day(tx: Transaction) -> None:
    one = event(tx).id
    later = tx.events.add_task(
        EventTask(tx.events.ids.next(), one, TODAY + timedelta(days=2), "Mượn ghế")
    )
    first = tx.events.add_task(EventTask(tx.events.ids.next(), one, TODAY, "In giấy mời"))
    assert tx.events.tasks(one) == [first, later]
    done = tx.events.save_task(replace(first, done_at=LATER, done_by="an"))
    assert tx.events.task(first.id) == done
    tx.events.delete_task(first.id)
    assert tx.events.tasks(one) == [later]


@on_every_engine
def test_invitations_are_forgotten_after_their_event(tx: Transaction) -> None:
    past, coming = event(tx, days=-10), event(tx, "E2")
    made = [
        tx.events.invite(
            Invitation(
                tx.events.ids.next(), of.id, f"GM-{n}", "Ông Ba", Category.GUEST, "an", START
            )
        )
        for n, of in enumerate((past, coming))
    ]
    assert tx.events.invitation("GM-0") == made[0]
    assert tx.events.invitations(coming.id) == [made[1]]
    tx.events.save_invitation(replace(made[0], checked=1, address="12 Lê Lợi"))
    assert tx.events.forget_recipients(START, "(đã xóa)") == 1
    assert tx.events.forget_recipients(START, "(đã xóa)") == 0
    forgotten = tx.events.invitation("GM-0")
    assert forgotten == replace(made[0], checked=1, recipient="(đã xóa)")
    assert tx.events.invitation("GM-1") == made[1]


@on_every_engine
def test_who_came_in_with_an_invitation_is_the_first_who_is_there(tx: Transaction) -> None:
    of = event(tx)
    paper = tx.events.invite(
        Invitation(tx.events.ids.next(), of.id, "GM-0", "Ông Ba", Category.GUEST, "an", START)
    )
    assert tx.registrations.of_invitation(paper.id) is None
    guests = [registration(tx, of.id, phone=f"+8490000000{n}") for n in range(3)]
    came = [
        tx.registrations.save(replace(guest, invitation_id=paper.id, state=state))
        for guest, state in zip(
            guests, (RegistrationState.CANCELLED, *[RegistrationState.CHECKED_IN] * 2), strict=True
        )
    ]
    assert tx.registrations.of_invitation(paper.id) == came[1]


@on_every_engine
def test_a_registration_is_found_by_what_its_owner_has(tx: Transaction) -> None:
    one, two, of = contact(tx, "1"), contact(tx, "2"), event(tx)
    first = registration(tx, of.id, phone="+841", contact_id=one)
    shared = registration(tx, of.id, phone="+841", shares_phone=True, name="Ông Năm")
    other = registration(tx, of.id, phone="+842", contact_id=two)
    elsewhere = registration(tx, event(tx, "E2").id, phone="+841")
    assert tx.registrations.get(first.id) == tx.registrations.by_code(first.code) == first
    assert tx.registrations.by_token(first.token) == tx.registrations.by_phone(of.id, "+841")
    assert tx.registrations.by_phone(of.id, "+843") is None
    assert tx.registrations.with_phones(of.id, ["+842", "+841", "+849"]) == [first, other]
    assert tx.registrations.with_phones(of.id, []) == []
    assert tx.registrations.with_phone("+841") == [elsewhere, shared, first]
    assert tx.registrations.of_contact(one) == [first]
    tx.households.join(one, two, START)
    assert tx.registrations.of_contact(one) == [other, first]
    assert tx.registrations.of_event(of.id) == [first, shared, other]
    assert tx.registrations.in_state(of.id, RegistrationState.CANCELLED) == []
    tx.registrations.save(replace(other, state=RegistrationState.CANCELLED))
    assert len(tx.registrations.in_state(of.id, RegistrationState.CANCELLED)) == 1


@on_every_engine
def test_registrations_of_an_event_come_a_few_at_a_time(tx: Transaction) -> None:
    of, other = event(tx).id, event(tx, "E2").id
    everybody = [registration(tx, of) for _ in range(5)]
    registration(tx, other)
    first = tx.registrations.some_of_event(of, 0, 3)
    rest = tx.registrations.some_of_event(of, first[-1].id, 3)
    assert first + rest == everybody == tx.registrations.of_event(of)
    assert tx.registrations.some_of_event(of, rest[-1].id, 3) == []


@on_every_engine
def test_names_are_listed_until_they_are_anonymous(tx: Transaction) -> None:
    past, coming = event(tx, days=-10), event(tx, "E2")
    old, new = registration(tx, past.id), registration(tx, coming.id, name="Ông Ba")
    assert tx.registrations.names(coming.id) == [(new.id, "Ông Ba", new.loaded)]
    assert tx.registrations.with_identity_from_events_before(START) == [old]
    tx.registrations.save(replace(old, anonymised_at=START))
    assert tx.registrations.names(past.id) == []
    assert tx.registrations.with_identity_from_events_before(START) == []


@on_every_engine
def test_seats_are_counted_by_the_party_that_holds_them(tx: Transaction) -> None:
    of, arrived = event(tx).id, RegistrationState.CHECKED_IN
    registration(tx, of, companions=2)
    registration(tx, of, state=RegistrationState.OFFERED)
    registration(tx, of, state=arrived, companions=1, arrived_people=4)
    registration(tx, of, state=arrived, companions=3, arrived_people=2)
    registration(tx, of, state=arrived, companions=5, arrived_people=1, rest_released=True)
    registration(tx, of, state=RegistrationState.WAITLISTED, companions=9)
    registration(tx, of, category=Category.PRESS)
    assert tx.registrations.seats_taken(of) == {Category.BUSINESS: 13, Category.PRESS: 1}
    assert tx.registrations.seats_taken(event(tx, "E2").id) == {}
    assert tx.registrations.people_there(of) == 7
    assert tx.registrations.people_there(event(tx, "E3").id) == 0


def in_line(tx: Transaction, of: int, minutes: int, **given: object) -> Registration:
    queued = START + timedelta(minutes=minutes)
    return registration(tx, of, state=RegistrationState.WAITLISTED, queued_at=queued, **given)


@on_every_engine
def test_the_line_is_by_the_time_of_queueing(tx: Transaction) -> None:
    of = event(tx).id
    third, first = in_line(tx, of, 2), in_line(tx, of, 0, companions=3)
    second = in_line(tx, of, 1, category=Category.GUEST)
    tie = in_line(tx, of, 1)
    assert tx.registrations.waiting(of) == [first, second, tie, third]
    assert tx.registrations.how_many_wait(of) == 4
    assert tx.registrations.how_many_wait(event(tx, "E2").id) == 0
    assert [tx.registrations.place_in_line(one) for one in (first, second, tie, third)] == [
        1,
        2,
        3,
        4,
    ]
    assert tx.registrations.first_waiting(of, {"business": 4}) == first
    assert tx.registrations.first_waiting(of, {"business": 3}) == tie
    assert tx.registrations.first_waiting(of, {"business": 3, "guest": 1}) == second
    assert tx.registrations.first_waiting(of, {"business": 0}) is None
    assert tx.registrations.first_waiting(of, {}) is None


@on_every_engine
def test_registrations_of_one_business(tx: Transaction) -> None:
    of = event(tx).id
    one = registration(tx, of, business_key="0312")
    two = registration(tx, of, business_key="0312", state=RegistrationState.CANCELLED)
    registration(tx, of, business_key="")
    assert tx.registrations.of_business(of, "0312") == [one, two]
    assert tx.registrations.of_business(of, "") == []
    assert tx.registrations.count_of_business(of, "0312") == 1
    assert tx.registrations.count_of_business(of, "0312", but=one.id) == 0


@on_every_engine
def test_an_offer_nobody_was_called_about_is_not_overdue_yet(tx: Transaction) -> None:
    of, cancelled = event(tx), event(tx, "E2", state=EventState.CANCELLED)
    offered = {"state": RegistrationState.OFFERED, "offer_until": LATER}
    called, uncalled = registration(tx, of.id, **offered), registration(tx, of.id, **offered)
    registration(tx, cancelled.id, **offered)
    call(tx, "offer:1", registration_id=called.id, tries=1)
    call(tx, "offer:2", registration_id=uncalled.id)
    assert tx.registrations.overdue_offers(of.id, START, also_uncalled=True) == []
    assert tx.registrations.overdue_offers(of.id, LATER, also_uncalled=False) == [called]
    assert tx.registrations.overdue_offers(of.id, LATER, also_uncalled=True) == [called, uncalled]
    assert tx.registrations.events_with_overdue_offers(START) == []
    assert tx.registrations.events_with_overdue_offers(LATER) == [of.id]


@on_every_engine
def test_a_list_is_counted_and_paged_without_reading_everybody(tx: Transaction) -> None:
    of, other = event(tx).id, event(tx, "E2").id
    S = RegistrationState
    one = registration(tx, of, phone="+84912000001", companions=2)
    two = registration(tx, of, companions=1)
    waits = registration(tx, of, state=S.WAITLISTED, queued_at=START + timedelta(hours=2))
    first = registration(tx, of, state=S.WAITLISTED, queued_at=START + timedelta(hours=1))
    came = registration(
        tx, of, state=S.CHECKED_IN, companions=3, arrived_people=2, rest_released=True
    )
    registration(tx, other)
    counted = {
        (at.state, at.has_phone): (at.registrations, at.people)
        for at in tx.registrations.counts(of)
    }
    assert counted == {
        (S.CONFIRMED, True): (1, 3),
        (S.CONFIRMED, False): (1, 2),
        (S.WAITLISTED, False): (2, 2),
        (S.CHECKED_IN, False): (1, 2),
    }
    every = [one, two, waits, first, came]
    assert tx.registrations.ids_of_event(of, tuple(S)) == [each.id for each in every]
    assert tx.registrations.ids_of_event(of, (S.CONFIRMED,)) == [one.id, two.id]
    assert tx.registrations.ids_without_phone(of, (S.CONFIRMED, S.CHECKED_IN)) == [two.id, came.id]
    assert tx.registrations.line(of) == [first.id, waits.id]
    assert tx.registrations.some([came.id, one.id]) == [one, came]


@on_every_engine
def test_what_sheets_did_is_found_without_reading_everybody(tx: Transaction) -> None:
    of, own = event(tx).id, contact(tx)
    made = registration(tx, of, source="import", companions=1)
    registration(tx, of, source="import", contact_id=own)
    registration(tx, of, source="import", state=RegistrationState.CHECKED_IN)
    registration(tx, of, source="import", state=RegistrationState.CANCELLED)
    registration(tx, of)
    changed = registration(tx, of, source="import", loaded_over="{}")
    [found] = tx.registrations.only_loaded(of, "import")
    assert (found.id, found.name, found.companions) == (made.id, made.name, 1)
    assert (found.state, found.created_at) == (made.state, made.created_at)
    assert tx.registrations.changed_by_sheet(of) == [changed]
