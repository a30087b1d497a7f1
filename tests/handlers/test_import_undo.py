"""A sheet that was wrong is taken back in one act: seats are counted once, and what it changed of
people who were there is as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from content.attendee_rows import AttendeeRow
from content.library import Content
from handlers.conference.import_undo import batches, noted, take_back
from handlers.conference.imports import Order, import_rows
from handlers.conference.offers import Desk
from handlers.conference.seating import Wanted
from handlers.conference.seats import cancel, change, register
from handlers.people.refusing import NotDone
from handlers.people.room import free_seats
from storage.database import Database, Transaction
from storage.event_models import Category, Event, Registration, RegistrationState
from tests.support.clock import START
from tests.support.conference import at_desk, make_event

S = RegistrationState


def row(number: int, **said: object) -> AttendeeRow:
    fields = {"name": f"Người {number}", "business": f"Hộ {number}", **said}
    if "people" in said:
        fields["given"] = frozenset({"people"})
    return AttendeeRow(number, phone=f"+8491{number:07}", **fields)  # type: ignore[arg-type]


def there(tx: Transaction, event: Event, number: int) -> Registration:
    found = tx.registrations.by_phone(event.id, f"+8491{number:07}")
    assert found is not None
    return found


def sign(desk: Desk, event: Event, number: int, **said: object) -> Registration:
    wanted = Wanted(
        name=f"Người {number}", phone=f"+8491{number:07}", business=f"Hộ {number}",
        **said,  # type: ignore[arg-type]
    )  # fmt: skip
    contact = desk.tx.contacts.meet("web", str(number), START)
    done = register(desk, event, wanted, contact_id=contact.id, source="chat").registration
    assert done is not None
    return done


async def test_seats_are_offered_once_when_all_of_it_is_given_up(
    db: Database, content: Content
) -> None:
    """Two seats come free one by one; a party of three is first in line, behind it one of two. They
    hear of two seats, once, and nobody of more than there are."""

    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=4)
        people = at_desk(tx)
        sign(people, event, 1, companions=1)
        later = at_desk(tx, now=START + timedelta(minutes=1), staff="thuky")
        import_rows(later, event, [row(2), row(3)])
        waits = sign(at_desk(tx, now=START + timedelta(minutes=2)), event, 4, companions=2)
        sign(at_desk(tx, now=START + timedelta(minutes=3)), event, 5, companions=1)
        assert waits.state is S.WAITLISTED
        [batch] = batches(tx, event)
        tx.outbox.claim("web", START + timedelta(hours=1), 100)
        desk = at_desk(tx, now=START + timedelta(hours=2), staff="thuky")
        take_back(desk, event, batch, typed=2)
        said = [one.body for one in tx.outbox.claim("web", START + timedelta(hours=3), 100)]
        free = free_seats(tx, event, Category.BUSINESS)
        assert free == 2 and there(tx, event, 5).state is S.WAITLISTED
        assert sum("2 chỗ" in one for one in said) == 1
        assert not any("1 chỗ" in one or "còn một chỗ" in one for one in said)

    await db.transaction(work)


async def test_what_a_sheet_changed_is_as_it_was(db: Database, content: Content) -> None:
    """Two were changed by it, one of them and another changed again since: by name."""

    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        for number in (1, 2, 3):
            sign(at_desk(tx), event, number, companions=2, neighbourhood="Tổ 1")
        was = {n: there(tx, event, n) for n in (1, 2, 3)}
        gone = sign(at_desk(tx), event, 6)
        cancel(at_desk(tx), event, gone)
        later = at_desk(tx, now=START + timedelta(minutes=1), staff="thuky")
        rows = [
            row(1, business="Sai", neighbourhood="Tổ 9", people=1),
            row(2, business="Sai", neighbourhood="Tổ 9", people=1),
            row(3, business="Hộ 3", neighbourhood="Tổ 1"),
            row(6),
        ]
        import_rows(later, event, rows, Order(again=True))
        assert there(tx, event, 1).business == "Sai" and there(tx, event, 6).is_alive
        since = at_desk(tx, now=START + timedelta(minutes=2))
        change(since, event, there(tx, event, 2), Wanted(business="Người 2 tự sửa"))
        [batch] = batches(tx, event)
        assert {one.name for one in batch.changed} == {"Người 1", "Người 2", "Người 6"}
        desk = at_desk(tx, now=START + timedelta(minutes=3), staff="thuky")
        undone = take_back(desk, event, batch, typed=3)
        one, two, six = (there(tx, event, n) for n in (1, 2, 6))
        assert one == was[1]
        assert (one.business, one.neighbourhood, one.companions) == ("Hộ 1", "Tổ 1", 2)
        assert (two.business, two.neighbourhood, two.companions) == ("Người 2 tự sửa", "Tổ 1", 2)
        assert six.state is S.CANCELLED
        [left] = undone.not_restored
        assert left.registration.name == "Người 2" and left.fields == ("business",)
        assert batches(tx, event) == [] and not one.loaded_over
        again = import_rows(desk, event, rows[:1])  # the sheet is as new
        assert again.corrected == 1

    await db.transaction(work)


async def test_nothing_is_done_unless_the_number_is_typed(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        import_rows(at_desk(tx, staff="thuky"), event, [row(1), row(2)])
        [batch] = batches(tx, event)
        with pytest.raises(NotDone):
            take_back(at_desk(tx), event, batch, typed=1)
        assert there(tx, event, 1).is_alive and batches(tx, event) == [batch]

    await db.transaction(work)


async def test_seats_given_back_are_for_those_who_had_them_before_the_sheet(
    db: Database, content: Content
) -> None:
    """In a full hall the sheet moved two seats from one party to another: both are as they were."""

    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=4)
        sign(at_desk(tx), event, 1, companions=2)
        sign(at_desk(tx), event, 2)
        was = {n: there(tx, event, n) for n in (1, 2)}
        later = at_desk(tx, now=START + timedelta(minutes=1), staff="thuky")
        import_rows(later, event, [row(1, people=1), row(2, people=3)])
        assert free_seats(tx, event, Category.BUSINESS) == 0
        [batch] = batches(tx, event)
        desk = at_desk(tx, now=START + timedelta(minutes=3), staff="thuky")
        undone = take_back(desk, event, batch, typed=2)
        assert not undone.not_restored and undone.restored == 2
        assert {n: there(tx, event, n) for n in (1, 2)} == was
        assert {one.about for one in undone.told} == {one.id for one in was.values()}

    await db.transaction(work)


async def test_of_two_sheets_each_is_taken_back_by_itself(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        sign(at_desk(tx), event, 1, neighbourhood="Tổ 1")
        was = there(tx, event, 1)
        for minute, name in ((1, "Sai một"), (2, "Sai hai")):
            later = at_desk(tx, now=START + timedelta(minutes=minute), staff="thuky")
            import_rows(later, event, [row(1, business=name)])
        for minute, name in ((3, "Sai một"), (4, "Hộ 1")):
            [batch] = batches(tx, event)
            desk = at_desk(tx, now=START + timedelta(minutes=minute), staff="thuky")
            take_back(desk, event, batch, typed=1)
            assert there(tx, event, 1).business == name
        assert there(tx, event, 1) == was and batches(tx, event) == []

    await db.transaction(work)


async def test_who_came_back_or_cancelled_by_themselves_since_stays_so(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        cancel(at_desk(tx), event, sign(at_desk(tx), event, 1))
        later, again = (
            at_desk(tx, now=START + timedelta(minutes=1), staff="thuky"),
            Order(again=True),
        )
        import_rows(later, event, [row(1, business="Sai"), row(3), row(4), row(5)], again)
        own = tx.contacts.meet("web", "3", START)
        tx.registrations.save(replace(there(tx, event, 3), contact_id=own.id))
        cancel(at_desk(tx), event, there(tx, event, 1))
        [batch] = batches(tx, event)
        assert {one.name for one in batch.added} == {"Người 4", "Người 5"}  # not who came by chat
        undone = take_back(at_desk(tx), event, batch, typed=batch.count)
        [left] = undone.not_restored
        assert left.registration.name == "Người 1" and left.fields == ("state",)
        assert there(tx, event, 1).state is S.CANCELLED and there(tx, event, 3).is_alive
        assert there(tx, event, 1).business == "Sai"  # all of who decided since stands
        assert tx.calls.open() == []  # nobody had called them: nobody is called about it

    await db.transaction(work)


async def test_a_number_another_has_by_now_is_not_given_back(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        one = sign(at_desk(tx), event, 1)
        later = at_desk(tx, now=START + timedelta(minutes=1), staff="thuky")
        tx.registrations.save(noted(one, replace(one, phone="+84900000009"), later.now))
        other = sign(at_desk(tx, now=START + timedelta(minutes=2)), event, 7)
        tx.registrations.save(replace(other, phone=one.phone))  # the old number
        [batch] = batches(tx, event)
        undone = take_back(at_desk(tx), event, batch, typed=1)
        assert [left.why for left in undone.not_restored] == ["phone_taken"]
        kept = tx.registrations.get(one.id)
        assert kept and kept.phone == "+84900000009"

    await db.transaction(work)


async def test_names_of_those_who_come_along_go_with_a_number_changed_since(
    db: Database, content: Content
) -> None:
    """The sheet left one of two at home; since then the owner said one: their number stands, and
    the names of before do not come back beside it."""

    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        one = sign(at_desk(tx), event, 1, companions=2, companion_names="Lê Hai, Trần Ba")
        fewer = replace(one, companions=0, companion_names="")
        later = at_desk(tx, now=START + timedelta(minutes=1), staff="thuky")
        tx.registrations.save(noted(one, fewer, later.now))
        change(at_desk(tx), event, there(tx, event, 1), Wanted(companions=1))
        [batch] = batches(tx, event)
        [left] = take_back(at_desk(tx), event, batch, typed=1).not_restored
        assert left.fields == ("companions",)
        now_is = there(tx, event, 1)
        assert (now_is.companions, now_is.companion_names) == (1, "")

    await db.transaction(work)


async def test_a_party_that_no_longer_fits_stays_as_it_is_and_is_named(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=3)
        sign(at_desk(tx), event, 1, companions=2)
        later = at_desk(tx, now=START + timedelta(minutes=1), staff="thuky")
        import_rows(later, event, [row(1, people=1)])
        sign(at_desk(tx, now=START + timedelta(minutes=2)), event, 2, companions=1)
        [batch] = batches(tx, event)
        desk = at_desk(tx, now=START + timedelta(minutes=3), staff="thuky")
        undone = take_back(desk, event, batch, typed=1)
        assert [(one.registration.name, one.why) for one in undone.not_restored] == [
            ("Người 1", "no_seats")
        ]
        assert there(tx, event, 1).companions == 0 and there(tx, event, 2).state is S.CONFIRMED

    await db.transaction(work)


async def test_a_list_comes_in_again_after_one_that_was_taken_back(
    db: Database, content: Content
) -> None:
    """Before this whoever was on both was said to have cancelled, and left out. Nobody is called
    about what they never heard of, and nothing of the wrong list stays."""

    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=9)
        wrong = at_desk(tx, now=START + timedelta(minutes=1), staff="thuky")
        lines = [row(1), row(2, neighbourhood="TDP 9"), row(3, people=2)]
        import_rows(wrong, event, lines)
        cancel(at_desk(tx, staff="thuky"), event, there(tx, event, 3))
        [batch] = batches(tx, event)
        take_back(
            at_desk(tx, now=START + timedelta(minutes=2), staff="thuky"), event, batch, typed=2
        )
        later = at_desk(tx, now=START + timedelta(minutes=3), staff="thuky")
        named = replace(row(1), name="Trần Văn Khác")
        right = [named, replace(row(2), business=""), row(3), replace(row(4), name="Người 2")]
        done = import_rows(later, event, right)
        assert [one.outcome for one in done.rows] == ["new", "new", "gone", "new"]
        assert done.told == () or not done.tally.calls
        one, two = there(tx, event, 1), there(tx, event, 2)
        assert (one.name, one.state, one.companions) == ("Trần Văn Khác", S.CONFIRMED, 0)
        assert (two.business, two.neighbourhood) == ("", "")
        [batch] = batches(tx, event)  # and may be taken back in its turn
        assert len(batch.added) == 3 and not batch.changed
        cancel(later, event, one)
        assert import_rows(later, event, [named]).rows[0].outcome == "gone"  # that one was meant

    await db.transaction(work)
