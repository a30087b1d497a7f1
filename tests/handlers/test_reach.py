"""Who is counted as reached by a conference: whoever came to one that took place, on its day."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from content.calendar import today
from handlers.broadcast import reach
from handlers.conference.arrivals import check_in
from storage.database import Database, Transaction
from storage.event_models import EventState
from tests.handlers.test_seats import sign_up
from tests.support.clock import START
from tests.support.conference import at_desk, make_event

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("days", "state", "counted"),
    [(0, EventState.OPEN, 1), (0, EventState.CANCELLED, 0), (20, EventState.OPEN, 0)],
)
async def test_whoever_was_ticked_off_to_try_it_was_not_there(
    db: Database, days: int, state: EventState, counted: int
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, days=days)
        begins = event.starts_at + timedelta(hours=12)
        hours: Any = {"starts_at": begins, "ends_at": begins + HOUR, "registration_until": begins}
        event = tx.events.save(replace(event, **hours))
        there = sign_up(tx, event, 1).registration
        assert there
        check_in(at_desk(tx, staff="a"), event, there)
        tx.events.save(replace(event, state=state))
        first, last = reach.period(f"{today(START):%Y-%m}", 1)
        assert reach.table(tx, {}, first, last).total.a == counted

    await db.transaction(work)


@pytest.mark.parametrize(
    ("pasted", "counts"),
    [
        ("TDP 5; 120\nTDP 6; 98", {"TDP 5": 120, "TDP 6": 98}),
        ("Tổ dân phố\tSố hộ\n5\t120\n6\t1.250\n", {"TDP 5": 120, "TDP 6": 1250}),
        ("Tô Hiệu: 40 hộ\nTổ 7 - 0", {"TDP Tô Hiệu": 40, "TDP 7": 0}),
        ("TDP 12", {}),  # the number of the tổ, and none of its businesses
        ("TDP 5; 120\nTDP 5; 12", {}),
        ("TDP 5; 120\nTDP 6", {}),
        ("", {}),
    ],
)
def test_numbers_of_several_places_are_read_from_what_is_pasted(
    pasted: str, counts: dict[str, int]
) -> None:
    assert reach.read_counts(pasted, ("TDP Tô Hiệu",)) == counts
