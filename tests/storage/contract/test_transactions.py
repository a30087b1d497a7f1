"""A transaction stands whole or not at all; what it hands on is called only where it stands."""

import asyncio
import logging

import pytest

from storage.database import Database, Transaction
from tests.support.clock import START


async def test_what_is_handed_on_is_called_after_the_commit_in_order_and_once(db: Database) -> None:
    called: list[str] = []

    def work(tx: Transaction) -> list[str]:
        tx.settings.put("k", "v")
        tx.after_commit(lambda: called.append("first"))
        tx.after_commit(lambda: called.append("second"))
        return list(called)

    assert await db.transaction(work) == []
    assert called == ["first", "second"]
    await db.transaction(lambda tx: tx.settings.get("k"))
    assert called == ["first", "second"]


async def test_nothing_is_called_for_what_was_rolled_back(db: Database) -> None:
    called: list[str] = []

    def good(tx: Transaction) -> None:
        tx.after_commit(lambda: called.append("good"))

    def bad(tx: Transaction) -> None:
        tx.after_commit(lambda: called.append("bad"))
        raise ZeroDivisionError

    await asyncio.gather(
        db.transaction(bad), db.transaction(good), db.transaction(bad), return_exceptions=True
    )
    assert called == ["good"]


async def test_a_call_that_fails_undoes_nothing_and_keeps_no_other_from_being_made(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    called: list[str] = []

    def fail() -> None:
        raise ZeroDivisionError

    def work(tx: Transaction) -> str:
        tx.contacts.meet("test", "7", START)
        tx.after_commit(fail)
        tx.after_commit(lambda: called.append("next"))
        return "done"

    with caplog.at_level(logging.CRITICAL):
        assert await db.transaction(work) == "done"
    assert called == ["next"]
    assert await db.transaction(lambda tx: tx.contacts.find("test", "7"))


async def test_a_rehearsal_calls_nothing(db: Database) -> None:
    called: list[str] = []

    def work(tx: Transaction) -> None:
        tx.contacts.meet("test", "7", START)
        tx.after_commit(lambda: called.append("rehearsed"))

    await db.rehearse(work)
    assert called == []
    assert await db.transaction(lambda tx: tx.contacts.find("test", "7")) is None


async def test_more_erased_while_the_file_is_rebuilt_is_still_owed(db: Database) -> None:
    await db.transaction(lambda tx: tx.erasures.ask())
    owed = await db.transaction(lambda tx: tx.erasures.owed())
    await db.transaction(lambda tx: tx.erasures.ask())
    await db.transaction(lambda tx: tx.erasures.settle(owed))
    still = await db.transaction(lambda tx: tx.erasures.owed())
    assert still
    await db.transaction(lambda tx: tx.erasures.settle(still))
    assert not await db.transaction(lambda tx: tx.erasures.owed())
    assert db.erasures == 2
    assert db.erased.is_set()
