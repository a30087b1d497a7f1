"""What a platform gave once."""

from datetime import timedelta

from storage.database import Transaction
from storage.given_events import GivenEvent
from tests.storage.contract.records import LATER, on_every_engine
from tests.support.clock import START


@on_every_engine
def test_an_event_is_kept_once_and_counted_at_every_start(tx: Transaction) -> None:
    tx.given_events.keep("test", "2", "second", LATER)
    tx.given_events.keep("test", "1", "first", START)
    tx.given_events.keep("test", "1", "again", LATER)
    tx.given_events.keep("other", "1", "of another", START)
    tx.given_events.found("test")
    assert tx.given_events.found("test") == [
        GivenEvent("test", "1", "first", START, 2),
        GivenEvent("test", "2", "second", LATER, 2),
    ]
    tx.given_events.drop("test", "1")
    assert [kept.external_id for kept in tx.given_events.found("test")] == ["2"]
    assert tx.given_events.delete_older_than(LATER) == 1  # the other channel's
    assert tx.given_events.delete_older_than(LATER + timedelta(seconds=1)) == 1
