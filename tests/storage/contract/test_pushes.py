"""Browsers that are woken: one a contact, and what waits for each."""

from dataclasses import replace
from datetime import timedelta

from storage.database import Transaction
from storage.gone import GoneLine
from storage.pushes import PushSubscription
from tests.storage.contract.records import LATER, contact, on_every_engine
from tests.support.clock import START

ENDS = START + timedelta(days=90)


def subscription(contact_id: int, mark: str = "m") -> PushSubscription:
    return PushSubscription(contact_id, "sealed", mark, START, ENDS)


def gone(tx: Transaction) -> list[str]:
    lines: list[GoneLine] = tx.gone.since(0)
    return [line.object for line in lines if line.kind == "push"]


@on_every_engine
def test_a_contact_has_one_browser_and_a_browser_one_contact(tx: Transaction) -> None:
    one, other = contact(tx, "7"), contact(tx, "8")
    assert tx.pushes.of(one) is None
    tx.pushes.keep(subscription(one, "a"))
    assert tx.pushes.keep(subscription(one, "b")) == []
    assert tx.pushes.of(one) == subscription(one, "b")
    assert tx.pushes.keep(subscription(other, "b")) == [one]
    assert tx.pushes.of(one) is None and tx.pushes.of(other) == subscription(other, "b")
    assert tx.pushes.count() == 1
    assert gone(tx) == [f"{one}:b"]
    assert tx.pushes.remove(other, "a") == 0
    assert tx.pushes.remove(other, "b") == 1
    tx.pushes.keep(subscription(one, "c"))
    tx.pushes.keep(subscription(other, "d"))
    assert tx.pushes.remove(one) == 1
    assert tx.pushes.remove_all() == [other]
    tx.pushes.keep(subscription(one, "e"))
    tx.contacts.delete(one)
    assert tx.pushes.count() == 0 and f"{one}:e" in gone(tx)


@on_every_engine
def test_what_waits_wakes_once_and_ends_with_a_look_at_it(tx: Transaction) -> None:
    one, other = contact(tx, "7"), contact(tx, "8")
    tx.pushes.keep(subscription(one, "a"))
    tx.pushes.wake([one, other], LATER)
    tx.pushes.wake([one], LATER + timedelta(hours=1))
    far = LATER + timedelta(hours=1)
    assert tx.pushes.to_wake(START, far, 10) == []
    (due,) = tx.pushes.to_wake(LATER, far, 10)
    assert due.wake_at == LATER
    tx.pushes.wake_later(due, LATER + timedelta(minutes=1))
    assert tx.pushes.to_wake(LATER, far, 10) == []
    tx.pushes.woken(due, far)  # of the try before: something else is under way
    (again,) = tx.pushes.to_wake(far, far, 10)
    assert (again.tries, again.last_ok) == (1, None)
    tx.pushes.woken(again, far)
    assert tx.pushes.of(one) == replace(subscription(one, "a"), last_ok=far)
    tx.pushes.wake([one], LATER)
    (due,) = tx.pushes.to_wake(LATER, far, 10)
    tx.pushes.let_be(due)
    assert tx.pushes.to_wake(LATER, far, 10) == []
    tx.pushes.wake([one], LATER)
    assert tx.pushes.renew(one, ENDS, START) == 1  # looked at
    assert tx.pushes.renew(one, ENDS, START) == 0  # nothing to say, and kept long enough
    assert tx.pushes.to_wake(LATER, far, 10) == []
    tx.pushes.wake([one], LATER)
    tx.pushes.calm()
    assert tx.pushes.to_wake(LATER, far, 10) == []


@on_every_engine
def test_what_a_clock_noted_that_was_ahead_holds_nobody_up(tx: Transaction) -> None:
    one = contact(tx, "7")
    tx.pushes.keep(subscription(one))
    tx.pushes.wake([one], START + timedelta(days=30))
    assert len(tx.pushes.to_wake(START, START + timedelta(hours=1), 10)) == 1


@on_every_engine
def test_a_browser_nobody_comes_back_with_is_forgotten(tx: Transaction) -> None:
    one, other = contact(tx, "7"), contact(tx, "8")
    tx.pushes.keep(subscription(one, "a"))
    tx.pushes.keep(subscription(other, "b"))
    assert tx.pushes.renew(other, ENDS + timedelta(days=1), ENDS + timedelta(hours=1)) == 1
    tx.pushes.wake([one], ENDS)
    assert tx.pushes.to_wake(ENDS, ENDS, 10) == []  # over: nobody is woken
    assert tx.pushes.delete_expired(ENDS) == [one]
    assert tx.pushes.delete_expired(ENDS + timedelta(days=1)) == [other]
    assert gone(tx) == [f"{one}:a", f"{other}:b"]
