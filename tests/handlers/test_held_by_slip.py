"""An event said to be over by a slip goes on: what waited for it meanwhile is done now."""

from dataclasses import replace

from content.library import Content
from handlers.office.events import step
from storage.database import Database, Transaction
from storage.event_models import EventState, RegistrationState
from tests.handlers.test_seats import sign_up
from tests.support.conference import at_desk, make_event


async def test_a_seat_that_came_free_meanwhile_is_offered(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, capacity=1, state=EventState.OPEN)
        first, second = (sign_up(tx, event, number).registration for number in (1, 2))
        assert first and second and second.state is RegistrationState.WAITLISTED
        desk = at_desk(tx)
        held, _ = step(desk, event, "hold", sure=event.code)
        tx.registrations.save(replace(first, state=RegistrationState.CANCELLED))
        again, told = step(desk, held, "undo_hold", sure="")
        kept, waiting = tx.events.get(event.id), tx.registrations.get(second.id)
        assert kept == again and again.state is EventState.OPEN
        assert waiting and waiting.state is RegistrationState.OFFERED
        assert [one.about for one in told] == [second.id]

    await db.transaction(work)
