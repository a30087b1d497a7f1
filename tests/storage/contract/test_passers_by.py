"""Who only passed by, and how they are forgotten."""

from storage.database import Transaction
from tests.storage.contract.records import LATER, contact, on_every_engine
from tests.support.clock import START


@on_every_engine
def test_whoever_has_nothing_of_theirs_passed_by(tx: Transaction) -> None:
    one, other = contact(tx, "1"), contact(tx, "2")
    tx.subscriptions.add(other, "tax", START)
    assert (tx.passers_by.is_one(one), tx.passers_by.is_one(other)) == (True, False)
    assert tx.passers_by.is_one(0) is False


@on_every_engine
def test_passers_by_of_our_own_page_are_forgotten_a_few_at_a_time(tx: Transaction) -> None:
    tx.calls.set_channels([("test", False, None), ("elsewhere", True, None)])
    for address in ("1", "2", "3"):
        tx.contacts.meet("test", address, START)
    tx.contacts.meet("elsewhere", "1", START)
    tx.contacts.meet("test", "new", LATER)
    tx.inbox.record("test", "m", tx.contacts.meet("test", "1", START).id, START, text="x")
    gone = [tx.passers_by.forget_before(LATER, 2) for _ in range(3)]
    assert gone == [2, 1, 0]
    assert tx.contacts.find("test", "1") is None
    assert tx.contacts.find("test", "new") is not None
    assert tx.contacts.find("elsewhere", "1") is not None
