"""A list on paper seldom has phone numbers: its people are taken all the same, and nobody is taken
for somebody else by a guess."""

from dataclasses import replace

from content.attendee_rows import AttendeeRow
from content.library import Content
from handlers.conference.import_undo import batches, take_back
from handlers.conference.imports import Order, import_rows, standing
from storage.database import Database, Transaction
from storage.event_models import Event, Registration, RegistrationState
from tests.support.clock import START
from tests.support.conference import at_desk, make_event


def row(number: int, name: str, place: str = "", **said: object) -> AttendeeRow:
    given = frozenset({"neighbourhood"}) if place else frozenset()
    return AttendeeRow(number, name=name, neighbourhood=place, given=given, **said)  # type: ignore[arg-type]


def people(tx: Transaction, event: Event) -> list[Registration]:
    return [one for one in tx.registrations.of_event(event.id) if one.is_alive]


def outcomes(tx: Transaction, event: Event, *rows: AttendeeRow, **order: object) -> list[str]:
    done = import_rows(at_desk(tx, staff="thuky"), event, rows, Order(**order))  # type: ignore[arg-type]
    return [one.outcome for one in done.rows]


async def test_people_without_phones_are_taken_and_the_same_list_again_adds_nobody(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        rows = [row(2, "Nguyễn Văn An", "TDP 1"), row(3, "Nguyễn Văn An", "TDP 2")]
        assert outcomes(tx, event, *rows) == ["new", "new"]
        assert [one.phone for one in people(tx, event)] == [None, None]
        assert outcomes(tx, event, *rows) == ["same", "same"]
        # Also where somebody wrote the number in since, or moved them to another tổ.
        first, second = people(tx, event)
        tx.registrations.save(replace(first, phone="+84912000111"))
        tx.registrations.save(replace(second, neighbourhood="TDP 5"))
        assert outcomes(tx, event, *rows) == ["same", "same"]
        assert len(people(tx, event)) == 2

    await db.transaction(work)


async def test_who_may_be_one_person_is_asked_and_never_joined(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        numbered = row(2, "Lê Ba", "TDP 1", phone="+84912000111")
        assert outcomes(tx, event, numbered) == ["new"]
        bare = row(7, "Lê Ba", "TDP 1")
        assert outcomes(tx, event, bare) == ["perhaps"]
        assert outcomes(tx, event, row(8, "Lê Ba")) == ["perhaps"]  # nothing tells them apart
        assert outcomes(tx, event, bare, same={bare.ident}) == ["same"]
        [there] = people(tx, event)
        assert there.phone == "+84912000111"
        assert outcomes(tx, event, row(9, "Lê Ba"), other={"9|"}) == ["new"]
        assert len(people(tx, event)) == 2

    await db.transaction(work)


async def test_two_lines_of_one_list_that_say_the_same_are_asked_about(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        twice = [row(2, "Lê Ba", "TDP 1"), row(3, "Lê Ba", "TDP 1", repeats=1)]
        assert outcomes(tx, event, *twice) == ["new", "perhaps"]
        assert outcomes(tx, event, *twice, other={"3|"}) == ["same", "new"]
        assert outcomes(tx, event, *twice) == ["same", "same"]

    await db.transaction(work)


async def test_such_a_list_is_taken_back_and_taken_in_again(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        rows = [row(2, "Lê Ba", "TDP 1"), row(3, "Lê Bốn", "TDP 1")]
        outcomes(tx, event, *rows)
        [batch] = batches(tx, event)
        take_back(at_desk(tx, now=START, staff="thuky"), event, batch, typed=2)
        assert people(tx, event) == []
        assert outcomes(tx, event, *rows) == ["new", "new"]

    await db.transaction(work)


async def test_who_cancelled_stays_away_until_staff_say_again(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        rows = [row(2, "Lê Ba", "TDP 1")]
        outcomes(tx, event, *rows)
        [one] = people(tx, event)
        tx.registrations.save(replace(one, state=RegistrationState.CANCELLED))
        assert outcomes(tx, event, *rows) == ["gone"]
        assert outcomes(tx, event, *rows, again=True) == ["new"]
        assert len(people(tx, event)) == 1

    await db.transaction(work)


async def test_what_stands_is_found_by_name(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        outcomes(tx, event, row(2, "Lê Ba", "TDP 1"))
        assert [one.name for one in standing(tx, event, [row(9, "Lê Ba")])] == ["Lê Ba"]

    await db.transaction(work)
