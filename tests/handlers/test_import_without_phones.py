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


def every(tx: Transaction, event: Event) -> list[tuple[str, str, str]]:
    """The list as staff see it."""
    found = tx.registrations.of_event(event.id)
    return sorted((one.name, one.neighbourhood, str(one.state)) for one in found)


def undo(tx: Transaction, event: Event) -> None:
    batch = batches(tx, event)[0]
    take_back(at_desk(tx, staff="thuky"), event, batch, typed=batch.count)


async def test_who_went_with_an_import_comes_back_with_the_same_list_and_stands_there_once(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        rows = [row(2, "Lê Ba", "TDP 1"), row(3, "Lê Ba", "TDP 2"), row(4, "Lê Tư", "TDP 2")]
        outcomes(tx, event, *rows)
        ids = {one.id for one in people(tx, event)}
        undo(tx, event)
        assert outcomes(tx, event, *rows) == ["new", "new", "new"]
        assert {one.id for one in people(tx, event)} == ids
        assert every(tx, event) == [
            ("Lê Ba", "TDP 1", "confirmed"),
            ("Lê Ba", "TDP 2", "confirmed"),
            ("Lê Tư", "TDP 2", "confirmed"),
        ]
        assert outcomes(tx, event, *rows) == ["same", "same", "same"]
        undo(tx, event)  # as often as one likes
        assert people(tx, event) == []
        assert outcomes(tx, event, *rows) == ["new", "new", "new"]
        assert len(every(tx, event)) == 3

    await db.transaction(work)


async def test_the_mended_list_after_one_taken_back_shows_nobody_beside_themselves(
    db: Database, content: Content
) -> None:
    """Another tổ, a business, a telephone number: the person of that name is the one who went, and
    keeps nothing of the wrong list."""

    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        outcomes(tx, event, row(2, "Lê Ba", "TDP 1", business="Sai"), row(3, "Lê Tư", "TDP 2"))
        undo(tx, event)
        mended = [row(2, "Lê Tư", "TDP 5", phone="+84912000111"), row(3, "Lê Ba", "TDP 1")]
        assert outcomes(tx, event, *mended, row(4, "Lê Ba", "TDP 9")) == ["new", "new", "new"]
        assert every(tx, event) == [
            ("Lê Ba", "TDP 1", "confirmed"),
            ("Lê Ba", "TDP 9", "confirmed"),
            ("Lê Tư", "TDP 5", "confirmed"),
        ]
        assert {one.business for one in people(tx, event)} == {""}
        assert outcomes(tx, event, *mended) == ["same", "same"]

    await db.transaction(work)


async def test_who_was_renamed_since_is_who_their_row_became(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        rows = [row(2, "Nguyen Van An", "TDP 1"), row(3, "Lê Tư", "TDP 1")]
        outcomes(tx, event, *rows)
        renamed = next(one for one in people(tx, event) if one.name == "Nguyen Van An")
        tx.registrations.save(replace(renamed, name="Nguyễn Văn Ân, tổ trưởng"))
        before = tx.registrations.of_event(event.id)
        assert renamed.id in {one.id for one in standing(tx, event, rows)}
        assert outcomes(tx, event, *rows) == ["same", "same"]
        assert tx.registrations.of_event(event.id) == before

    await db.transaction(work)


async def test_whoever_stood_in_two_lists_is_known_to_both(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        first, second = row(2, "Lê Ba", "TDP 1"), row(9, "Lê Ba", "TDP 1", business="Phở Ba")
        outcomes(tx, event, first)
        assert outcomes(tx, event, second, same={second.ident}) == ["changed"]
        [one] = people(tx, event)
        tx.registrations.save(replace(one, name="Lê Văn Ba"))
        assert outcomes(tx, event, first) == ["same"]
        assert outcomes(tx, event, second) == ["same"]
        assert [one.business for one in people(tx, event)] == ["Phở Ba"]

    await db.transaction(work)


async def test_who_got_a_number_and_another_name_before_the_undo_comes_back_by_their_row(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=20)
        rows = [row(2, "Le Ba", "TDP 1"), row(3, "Lê Tư", "TDP 1")]
        outcomes(tx, event, *rows)
        one = next(one for one in people(tx, event) if one.name == "Le Ba")
        tx.registrations.save(replace(one, name="Lê Bá", phone="+84912000111"))
        undo(tx, event)
        assert outcomes(tx, event, *rows) == ["new", "new"]
        assert len(tx.registrations.of_event(event.id)) == len(people(tx, event)) == 2
        assert outcomes(tx, event, *rows) == ["same", "same"]

    await db.transaction(work)
