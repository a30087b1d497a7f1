"""An arrival that was a slip is taken back: all of it is as it was, or says so."""

from dataclasses import replace

from content.library import Content
from handlers.conference.arrivals import check_in, undo_check_in
from storage.database import Database, Transaction
from storage.event_models import EventState, Registration
from tests.handlers.test_seats import sign_up
from tests.support.conference import at_desk, make_event

NAMES = "Lê Thị Hai, Trần Văn Ba"


async def test_a_party_is_as_it_was(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, state=EventState.OPEN)
        was = _party(tx, sign_up(tx, event, 1).registration)
        arrived = check_in(
            at_desk(tx), event, was, people=2, representative="Con trai"
        ).registration
        assert arrived and arrived.present == 2
        undo_check_in(at_desk(tx), event, arrived)
        assert tx.registrations.get(was.id) == was

    await db.transaction(work)


async def test_of_a_party_whose_seats_are_given_away_no_name_stands_without_one(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=3, state=EventState.OPEN)
        was = _party(tx, sign_up(tx, event, 1).registration)
        arrived = check_in(at_desk(tx), event, was, people=1).registration
        assert arrived
        given = tx.registrations.save(replace(arrived, rest_released=True))
        for number in (2, 3):
            sign_up(tx, event, number)
        undo_check_in(at_desk(tx), event, given)
        now = tx.registrations.get(was.id)
        assert now and (now.companions, now.companion_names) == (0, "")

    await db.transaction(work)


def _party(tx: Transaction, one: Registration | None) -> Registration:
    assert one
    return tx.registrations.save(replace(one, companions=2, companion_names=NAMES))
