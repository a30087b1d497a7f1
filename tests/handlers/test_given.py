"""What was not given is not changed; limits hold; whom it concerns is told by the act itself."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from content.attendee_rows import AttendeeRow, RowChange
from content.library import Content
from handlers.clock import upkeep
from handlers.conference import arrivals, businesses, offers, seats
from handlers.conference.arrivals import check_in, undo_check_in, walk_in
from handlers.conference.businesses import perhaps_same_business
from handlers.conference.imports import Imported, Order, import_rows, standing
from handlers.conference.offers import Desk
from handlers.conference.outcomes import SeatOutcome
from handlers.conference.seating import Wanted, given, merged
from handlers.conference.seats import cancel, change, register
from handlers.people.telling import By
from storage.database import Database, Transaction
from storage.event_models import (
    MOST_COMPANIONS,
    BusinessKind,
    Category,
    Event,
    Registration,
    RegistrationState,
)
from storage.question_models import Profile
from tests.handlers.test_seats import sign_up, wanted
from tests.support.clock import START
from tests.support.conference import at_desk, make_event

S = RegistrationState
PEOPLE = frozenset({"people"})
FULL = Wanted(
    "Nguyễn Thị Hoa",
    "+84912345678",
    BusinessKind.HOUSEHOLD,
    "Phở Hoa",
    "TDP 5",
    2,
    "Chủ hộ",
    "ăn uống",
    "0100109106",
    wants_to_speak=True,
    category=Category.BUSINESS,
    registered_by="Nguyễn Văn Con",
    companion_names="Lê Thị Hai",
    needs="wheelchair",
)


def full(tx: Transaction, event: Event, contact: str = "hoa") -> Registration:
    """Somebody who told everything there is to tell, in a chat."""
    mine = tx.contacts.meet("test", contact, START)
    made = register(at_desk(tx), event, FULL, contact_id=mine.id, source="chat").registration
    assert made
    return made


def the_sheet(
    tx: Transaction, event: Event, *rows: AttendeeRow, again: bool = False, now: datetime = START
) -> Imported:
    return import_rows(at_desk(tx, now, "a"), event, rows, Order(again))


def outcomes(imported: Imported) -> list[str]:
    return [row.outcome for row in imported.rows]


@pytest.mark.parametrize("field", [field.name for field in fields(Wanted)])
async def test_a_field_that_was_not_given_stays(db: Database, field: str) -> None:
    """For every field there is, also one added tomorrow."""

    def work(tx: Transaction) -> None:
        before = full(tx, make_event(tx))
        only = Wanted(**{field: getattr(FULL, field)})
        assert given(only) == {field: getattr(FULL, field)}
        assert merged(before, only) == before
        assert merged(before, Wanted()) == before

    await db.transaction(work)


@pytest.mark.parametrize("state", [S.CONFIRMED, S.CHECKED_IN])
async def test_a_list_of_names_and_phones_wipes_nothing(db: Database, state: S) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx)
        before = full(tx, event)
        if state is S.CHECKED_IN:
            check_in(at_desk(tx, staff="cua"), event, before)
            before = tx.registrations.get(before.id) or before
        row = AttendeeRow(2, name=before.name, phone=before.phone or "")
        for _ in range(2):
            assert outcomes(the_sheet(tx, event, row)) == ["same"]
            kept = tx.registrations.get(before.id)
            assert kept and replace(kept, loaded="") == before  # it knows the row it was in
        told = the_sheet(tx, event, replace(row, business="Phở Hoa 2"))
        assert outcomes(told) == ["changed"] and told.tally.messages == {"test": 1}
        after = tx.registrations.get(before.id)
        assert after and replace(after, loaded="", loaded_over="") == replace(
            before, business="Phở Hoa 2"
        )

    await db.transaction(work)


async def test_whoever_cancelled_is_put_back_only_when_staff_say_so(db: Database) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx)
        mine = full(tx, event)
        cancel(at_desk(tx), event, mine)
        row = AttendeeRow(2, name=mine.name, phone=mine.phone or "")
        assert outcomes(the_sheet(tx, event, row)) == ["gone"]
        kept = tx.registrations.get(mine.id)
        assert kept and kept.state is S.CANCELLED
        back = the_sheet(tx, event, row, again=True)
        assert outcomes(back) == ["new"] and back.tally.messages == {"test": 1}
        again = tx.registrations.get(mine.id)
        assert again and again.state is S.CONFIRMED and again.companions == 2
        assert outcomes(the_sheet(tx, event, row, again=True)) == ["same"]

    await db.transaction(work)


async def test_a_row_with_somebody_elses_number_changes_nothing_unless_staff_say_so(
    db: Database,
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx)
        before = full(tx, event)
        row = AttendeeRow(2, name="Trần Văn Ánh", phone=before.phone or "", business="Bún Ánh")
        shown = the_sheet(tx, event, row)
        assert outcomes(shown) == ["another"] and not shown.told
        assert shown.rows[0].changes == (
            RowChange("name", "Nguyễn Thị Hoa", "Trần Văn Ánh"),
            RowChange("business", "Phở Hoa", "Bún Ánh"),
        )
        assert tx.registrations.get(before.id) == before
        instead = Order(instead={row.phone})
        done = import_rows(at_desk(tx, START, "a"), event, [row], instead)
        assert outcomes(done) == ["changed"] and done.tally.messages == {"test": 1}
        after = tx.registrations.get(before.id)
        assert after and (after.name, after.business) == ("Trần Văn Ánh", "Bún Ánh")
        cancel(at_desk(tx), event, after)
        shorter = replace(row, name="anh Ánh")
        assert outcomes(the_sheet(tx, event, shorter)) == ["gone"]  # may be the same person
        back = replace(row, name="Lê Thị Bảy")
        assert outcomes(the_sheet(tx, event, back, again=True)) == ["another"]
        assert outcomes(import_rows(at_desk(tx, START, "a"), event, [back], instead)) == ["new"]

    await db.transaction(work)


async def test_what_changed_since_the_list_was_tried_out_stays(db: Database) -> None:
    """A long list is kept in lots: people register and change what is theirs between two."""

    def work(tx: Transaction) -> None:
        event = make_event(tx)
        mine = full(tx, event)
        rows = [
            AttendeeRow(2, name="Nguyễn Thị Hoa", phone=mine.phone or "", business="Phở cũ"),
            AttendeeRow(3, name="Lê Nam", phone="+84912345000"),
        ]
        seen = standing(tx, event, rows)
        change(at_desk(tx), event, mine, Wanted(business="Phở mới"))
        register(at_desk(tx), event, wanted(5), contact_id=None, source="chat")
        other = Wanted(name="Lê Nam", phone="+84912345000", companions=3)
        register(at_desk(tx), event, other, contact_id=None, source="chat")
        kept = import_rows(at_desk(tx, START, "a"), event, rows, seen=seen)
        assert outcomes(kept) == ["moved", "moved"] and not kept.told
        after = tx.registrations.get(mine.id)
        assert after and after.business == "Phở mới"

    await db.transaction(work)


async def test_a_seat_freed_by_an_import_is_offered_and_told(db: Database) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=3)
        mine = full(tx, event)
        waits = tx.contacts.meet("test", "b", START)
        desk = at_desk(tx)
        register(desk, event, wanted(2), contact_id=waits.id, source="chat")
        told = the_sheet(
            tx,
            event,
            AttendeeRow(2, name=mine.name, phone=mine.phone or "", people=1, given=PEOPLE),
        )
        assert outcomes(told) == ["changed"] and told.tally.messages == {"test": 2}
        [offered] = tx.registrations.in_state(event.id, S.OFFERED)
        assert offered.contact_id == waits.id
        texts = [row.body for row in tx.outbox.claim("test", START, 9)]
        assert any("Có chỗ cho ông/bà" in text for text in texts)
        assert any("vừa sửa đăng ký" in text for text in texts)

    await db.transaction(work)


async def test_staff_who_enter_a_known_phone_are_shown_what_is_there(db: Database) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx)
        mine = full(tx, event)
        more = Wanted("Hoa", mine.phone, companions=9)
        decided = register(at_desk(tx, staff="a"), event, more, contact_id=None, source="paper")
        assert decided.outcome is SeatOutcome.KNOWN and decided.registration == mine
        assert tx.registrations.get(mine.id) == mine

    await db.transaction(work)


async def test_a_profile_keeps_what_an_older_form_does_not_ask(db: Database) -> None:
    def work(tx: Transaction) -> None:
        me = tx.contacts.meet("test", "7", START).id
        told = {"name": "Hoa", "phone": "+84912345678", "sector": "ăn", "tax_code": "1"}
        tx.people.keep_profile(me, START, told)
        tx.people.keep_profile(me, START, {"name": "Hoa B"})
        assert tx.people.profile(me) == Profile(
            me, START, name="Hoa B", phone="+84912345678", sector="ăn", tax_code="1"
        )

    await db.transaction(work)


async def test_three_shops_of_one_common_name_are_three_businesses(db: Database) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx)
        made = []
        for number in range(3):
            person = replace(wanted(number), business="Tạp hóa", neighbourhood="TDP 5")
            decided = register(at_desk(tx), event, person, contact_id=None, source="chat")
            assert decided.outcome is SeatOutcome.SEATED and decided.registration
            made.append(decided.registration)
        assert len(perhaps_same_business(tx, made[0])) == 2  # staff are shown, and decide
        businesses.join_businesses(tx, made[0], made[1])
        businesses.join_businesses(tx, made[1], made[2])
        keys = {r.business_key for r in tx.registrations.of_event(event.id)}
        first = tx.registrations.get(made[0].id)
        assert len(keys) == 1 and first and perhaps_same_business(tx, first) == []
        businesses.part_businesses(tx, made[2])
        third = tx.registrations.get(made[2].id)
        assert third and third.business_key == ""

    await db.transaction(work)


async def test_names_that_differ_in_their_marks_are_not_even_suspected(db: Database) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx)
        made: list[Registration] = []
        for number, name in enumerate(("Phở Hà", "Phở Hạ", "Phở Há", "pho ha")):
            person = replace(wanted(number), business=name, neighbourhood="TDP 5")
            decided = register(at_desk(tx), event, person, contact_id=None, source="chat")
            assert decided.registration
            made.append(decided.registration)
        assert [r.business for r in perhaps_same_business(tx, made[0])] == ["pho ha"]

    await db.transaction(work)


@pytest.mark.parametrize("door", ["chat", "staff", "import", "change", "walk_in", "arrive"])
async def test_nobody_brings_more_people_than_the_event_lets_come(db: Database, door: str) -> None:
    def work(tx: Transaction) -> SeatOutcome | str:
        event = make_event(tx, most_companions=3)
        many = replace(wanted(1), companions=4)
        staff = at_desk(tx, staff="a")
        match door:
            case "chat" | "staff":
                desk = staff if door == "staff" else at_desk(tx)
                return register(desk, event, many, contact_id=None, source="chat").outcome
            case "import":
                [one] = outcomes(
                    the_sheet(
                        tx,
                        event,
                        AttendeeRow(2, name="Hoa", phone="+84912345678", people=5, given=PEOPLE),
                    )
                )
                return one
            case "walk_in":
                return walk_in(staff, event, many).outcome
        mine = sign_up(tx, event, 1).registration
        assert mine
        if door == "change":
            return change(staff, event, mine, Wanted(companions=4)).outcome
        return check_in(staff, event, mine, people=5).outcome

    assert await db.transaction(work) == "too_many"


async def test_the_largest_party_an_event_may_let_come_is_stored(db: Database) -> None:
    def work(tx: Transaction) -> list[str]:
        event = make_event(tx, most_companions=MOST_COMPANIONS)
        rows = [
            AttendeeRow(
                2, name="Hoa", phone="+84912345678", people=MOST_COMPANIONS + 1, given=PEOPLE
            ),
            AttendeeRow(
                3, name="Nam", phone="+84912345679", people=MOST_COMPANIONS + 2, given=PEOPLE
            ),
        ]
        return outcomes(the_sheet(tx, event, *rows))

    assert await db.transaction(work) == ["new", "too_many"]


@pytest.mark.parametrize("door", ["chat", "staff", "import", "change", "walk_in"])
async def test_a_business_is_full_at_every_door(db: Database, door: str) -> None:
    def work(tx: Transaction) -> SeatOutcome | str:
        event = make_event(tx, per_business=1)
        first, second = (replace(wanted(n), tax_code="0100109106") for n in (1, 2))
        register(at_desk(tx), event, first, contact_id=None, source="chat")
        staff = at_desk(tx, staff="a")
        match door:
            case "chat" | "staff":
                desk = staff if door == "staff" else at_desk(tx)
                return register(desk, event, second, contact_id=None, source="chat").outcome
            case "walk_in":
                return walk_in(staff, event, second).outcome
            case "import":
                return SeatOutcome.LIMIT  # a sheet says no tax code; see below
        other = sign_up(tx, event, 2).registration
        assert other
        return change(staff, event, other, Wanted(tax_code="0100109106")).outcome

    assert await db.transaction(work) is SeatOutcome.LIMIT


@pytest.mark.parametrize("act", ["cancel", "change", "category", "put_back", "accept"])
async def test_what_staff_do_with_a_registration_is_told_to_its_owner(
    db: Database, act: str
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=3)
        mine, staff = full(tx, event), at_desk(tx, staff="a")
        match act:
            case "cancel":
                told = cancel(staff, event, mine).told
            case "change":
                told = change(staff, event, mine, Wanted(companions=1)).told
            case "category":
                told = change(staff, event, mine, Wanted(category=Category.PRESS)).told
            case "put_back":
                gone = cancel(at_desk(tx), event, mine).registration
                assert gone
                told = seats.put_back(staff, event, gone).told
            case _:
                held = tx.registrations.save(replace(mine, state=S.OFFERED, offer_until=None))
                told = seats.accept(staff, event, held).told
        assert [(one.by, one.channel) for one in told] == [(By.MESSAGE, "test")]

    await db.transaction(work)


async def test_nobody_loses_an_offered_seat_they_were_never_called_about(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=1)
        first, second = (sign_up(tx, event, number).registration for number in (1, 2))
        assert first and second
        cancel(at_desk(tx), event, first)
        [task] = tx.calls.open()
        assert task.registration_id == second.id and "Có chỗ cho ông/bà" in task.text
        offered = tx.registrations.get(second.id)
        assert offered and offered.offer_until == task.due_at
        late = START + timedelta(days=5)
        upkeep.keep_up(tx, content, late)
        kept = tx.registrations.get(second.id)
        assert kept and kept.state is S.OFFERED  # nobody has called yet
        offers.called(Desk(tx, content, late), event, kept)
        tx.calls.settle_registration(second.id, late)
        upkeep.keep_up(tx, content, late + timedelta(hours=23))
        kept = tx.registrations.get(second.id)
        assert kept and kept.state is S.OFFERED
        upkeep.keep_up(tx, content, late + timedelta(hours=25))
        kept = tx.registrations.get(second.id)
        assert kept and kept.state is S.EXPIRED
        assert [t.message for t in tx.calls.open()] == ["ticket/lapsed"]

    await db.transaction(work)


async def test_part_of_a_party_may_come_and_the_rest_later(db: Database) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=10)
        party = register(
            at_desk(tx), event, replace(wanted(1), companions=9), contact_id=None, source="chat"
        ).registration
        assert party
        door = at_desk(tx, staff="cua")
        four = check_in(door, event, party, people=4).registration
        assert four and four.present == 4 and four.seats == 10  # the others may still come
        assert check_in(door, event, four, people=4).outcome is SeatOutcome.ALREADY
        assert walk_in(door, event, wanted(2)).outcome is SeatOutcome.FULL
        assert arrivals.release_absent(door, event) == 6
        assert walk_in(door, event, wanted(2)).outcome is SeatOutcome.ARRIVED
        partly = tx.registrations.get(party.id)
        assert partly and partly.seats == 4
        assert check_in(door, event, partly, people=10).outcome is SeatOutcome.FULL
        more = check_in(door, event, partly, people=9).registration
        assert more and more.present == 9
        assert sum(tx.registrations.seats_taken(event.id).values()) == 10

    await db.transaction(work)


async def test_an_offered_seat_is_offered_until_the_same_hour_again(db: Database) -> None:
    """A wrong tap at the door is no answer to an offer: nobody hears anything, and it lapses."""

    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=1)
        first, second = (sign_up(tx, event, who).registration for who in (1, 2))
        assert first and second
        cancel(at_desk(tx), event, first)
        offered = tx.registrations.get(second.id)
        assert offered and offered.state is S.OFFERED and offered.offer_until
        door = at_desk(tx, staff="cua")
        came = check_in(door, event, offered).registration
        assert came and came.offer_until is None
        decided = undo_check_in(door, event, came)
        assert (decided.registration, decided.told) == (offered, ())
        offers.promote(at_desk(tx, offered.offer_until), event)
        late = tx.registrations.get(second.id)
        assert late and late.state is S.EXPIRED

    await db.transaction(work)


@pytest.mark.parametrize("before", [S.WAITLISTED, S.CANCELLED, S.CONFIRMED, None])
async def test_an_arrival_taken_back_leaves_what_was_before(db: Database, before: S | None) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=5)
        door = at_desk(tx, staff="cua")
        if before is None:
            came = walk_in(door, event, wanted(1)).registration
        else:
            mine = sign_up(tx, event, 1).registration
            assert mine
            mine = tx.registrations.save(replace(mine, state=before))
            came = check_in(door, event, mine).registration
        assert came
        back = undo_check_in(door, event, came).registration
        assert back and back.present == 0
        # A place in line that there is a seat for is offered it at once.
        now = tx.registrations.get(back.id)
        expected = S.OFFERED if before is S.WAITLISTED else (before or S.CANCELLED)
        assert now and now.state is expected

    await db.transaction(work)


async def test_an_event_for_tomorrow_closes_in_the_future(db: Database) -> None:
    def work(tx: Transaction) -> None:
        for days, hours in ((0, 3), (1, 0), (2, 0), (4, 0), (30, 0)):
            event: Any = make_event(tx, days=days) if hours == 0 else None
            if event is None:
                continue
            now = datetime(2026, 11, 21, 3, tzinfo=UTC)
            assert now < event.registration_until <= event.starts_at
            assert event.takes_registrations(now) and event.takes_questions(now)

    await db.transaction(work)


async def test_a_list_in_capitals_or_without_marks_says_nothing_new(db: Database) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx)
        before = full(tx, event)
        for name, business in (("NGUYỄN THỊ HOA", "PHỞ HOA"), ("nguyen thi hoa", "Pho Hoa")):
            row = AttendeeRow(2, name=name, phone=before.phone or "", business=business)
            assert outcomes(the_sheet(tx, event, row)) == ["same"]
        row = AttendeeRow(2, name=before.name, phone=before.phone or "", business="Phở Hòa")
        assert outcomes(the_sheet(tx, event, row)) == ["changed"]

    await db.transaction(work)
