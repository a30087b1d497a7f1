"""Snapshots beside the traffic."""

import asyncio
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from storage import database
from storage.connection import number
from storage.database import Database, StorageUnavailable, Transaction
from storage.engines.sqlite import reading as reading_module
from storage.engines.sqlite.serving import CHECKPOINT_EVERY
from tests.support.clock import START
from tests.support.patience import PATIENCE_S


async def test_what_was_committed_is_seen_and_nothing_can_be_written(db: Database) -> None:
    met = await db.transaction(lambda tx: tx.contacts.meet("test", "1", START))
    assert await db.read(lambda tx: tx.contacts.find("test", "1")) == met
    with pytest.raises(StorageUnavailable):
        await db.read(lambda tx: tx.settings.put("a", "b"))
    # ... and whoever reads next is not hurt by that.
    assert await db.read(lambda tx: tx.contacts.find("test", "1")) == met


async def test_traffic_goes_on_while_something_long_is_read_of_one_moment(db: Database) -> None:
    reading, go_on = threading.Event(), threading.Event()

    def look(tx: Transaction) -> tuple[object, object]:
        before = tx.contacts.find("test", "2")
        reading.set()
        assert go_on.wait(PATIENCE_S)
        return before, tx.contacts.find("test", "2")

    read = asyncio.create_task(db.read(look))
    assert await asyncio.to_thread(reading.wait, PATIENCE_S)
    await db.transaction(lambda tx: tx.contacts.meet("test", "2", START))
    go_on.set()
    assert await read == (None, None)
    assert await db.read(lambda tx: tx.contacts.find("test", "2")) is not None


async def test_more_readers_than_threads_wait_their_turn_and_a_lost_one_hurts_nobody(
    db: Database,
) -> None:
    await db.transaction(lambda tx: tx.contacts.meet("test", "3", START))
    lost = asyncio.create_task(db.read(lambda tx: tx.contacts.find("test", "3")))
    await asyncio.sleep(0)
    lost.cancel()
    many = [db.read(lambda tx: tx.contacts.find("test", "3")) for _ in range(20)]
    assert all(await asyncio.gather(*many))


async def test_long_reads_go_one_after_another_and_a_short_one_waits_for_none(
    db: Database,
) -> None:
    reading, go_on, begun = threading.Event(), threading.Event(), threading.Event()

    def first(tx: Transaction) -> None:
        reading.set()
        assert go_on.wait(PATIENCE_S)

    tasks = [asyncio.create_task(db.read(first, long=True))]
    assert await asyncio.to_thread(reading.wait, PATIENCE_S)
    tasks += [asyncio.create_task(db.read(lambda tx: begun.set(), long=True)) for _ in range(3)]
    assert await db.read(lambda tx: tx.contacts.find("test", "5")) is None
    assert not begun.is_set()
    go_on.set()
    await asyncio.gather(*tasks)
    assert begun.is_set()


async def test_a_reader_gives_way_while_a_transaction_is_at_work(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry, slept = [True], list[float]()
    monkeypatch.setattr(time, "sleep", slept.append)
    readers = reading_module.Readers(db.path, lambda: hurry[0])

    def many(tx: Transaction) -> None:
        numbers = (
            "WITH RECURSIVE one(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM one WHERE n < 5000)"
            " SELECT sum(n) AS n FROM one"
        )
        assert number(tx.settings._db.execute(numbers)) == 12_502_500

    await readers.read(many, long=True)
    assert slept
    hurry[0] = False
    slept.clear()
    await readers.read(many, long=True)
    assert not slept
    await readers.close()


async def test_closing_waits_for_who_reads_and_refuses_who_comes_later(tmp_path: Path) -> None:
    async with database.open(f"sqlite:///{tmp_path}/r.db") as db:
        await db.transaction(lambda tx: tx.contacts.meet("test", "4", START))
        assert await db.read(lambda tx: tx.contacts.find("test", "4"))
    with pytest.raises(StorageUnavailable):
        await db.read(lambda tx: tx.contacts.find("test", "4"))


async def test_the_log_is_copied_into_the_file_while_it_is_used_and_read(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    async with database.open(f"sqlite:///{path}") as db:
        before = path.read_bytes()
        for number in range(CHECKPOINT_EVERY + 5):
            await db.read(lambda tx: tx.contacts.find("test", "1"))
            at = START + timedelta(seconds=number)
            await db.transaction(lambda tx, at=at: tx.contacts.meet("test", str(at), at))  # type: ignore[misc]
        async with asyncio.timeout(PATIENCE_S):
            while path.read_bytes() == before:  # noqa: ASYNC110  # a file has no event
                await asyncio.sleep(0.05)
