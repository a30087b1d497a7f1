"""Wards of a process that write through the same few connections: each its own, whoever else is in
the lane, is lost or is taken by another process."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage import database
from storage.database import Fault, StorageUnavailable, Transaction
from storage.engines.postgres import address, writing
from storage.engines.postgres.connecting import connect
from storage.engines.postgres.lanes import AT_WORK, LONG_S, Lanes
from storage.engines.postgres.readers import SharedReaders
from storage.engines.postgres.serving import PostgresDatabase
from tests.support.patience import PATIENCE_S
from tests.support.postgres import Cluster

_WRITERS = "SELECT pid FROM pg_stat_activity WHERE application_name ~ '^donghanh [0-9a-f]'"


@pytest.fixture
def urls(cluster: Cluster, tmp_path: Path) -> Iterator[list[str]]:
    lent = [cluster.lend(tmp_path / str(number)) for number in range(3)]
    yield lent
    for url in lent:
        cluster.give_back(url)


@pytest.fixture
def shell(urls: list[str]) -> Iterator[psycopg.Connection[Any]]:
    with closing(connect(address.read(urls[0]), "shell")) as driver:
        yield driver


class OneProcess:
    """Its wards in so many lanes."""

    def __init__(self, urls: list[str], lanes: int) -> None:
        self._readers, self._lanes = SharedReaders(1), Lanes(lanes)
        self.wards: list[PostgresDatabase] = [self.open(url) for url in urls]

    def open(self, url: str) -> PostgresDatabase:
        return database.open_shared(url, self._readers, self._lanes)

    async def end(self) -> None:
        for ward in self.wards:
            await ward.close()
        self._readers.close()
        self._lanes.close()


def count(tx: Transaction) -> int:
    counted = int(tx.settings.get("n") or 0) + 1
    tx.settings.put("n", str(counted))
    return counted


def until_writers(shell: psycopg.Connection[Any], many: int) -> None:
    """The server notices a moment later that a connection was closed."""
    end = time.monotonic() + PATIENCE_S
    while len(shell.execute(_WRITERS).fetchall()) != many:
        assert time.monotonic() < end


async def test_each_ward_writes_its_own_in_whatever_lane(
    urls: list[str], shell: psycopg.Connection[Any]
) -> None:
    process = OneProcess(urls, 2)
    try:
        for turn in range(1, 21):
            assert await asyncio.gather(*(each.transaction(count) for each in process.wards)) == [
                turn, turn, turn,
            ]  # fmt: skip
        await process.wards[0].transaction(count)
        seen = [await each.read(lambda tx: tx.settings.get("n")) for each in process.wards]
        assert seen == ["21", "20", "20"]
        assert len(shell.execute(_WRITERS).fetchall()) == 2
    finally:
        await process.end()
    until_writers(shell, 0)


async def test_a_lane_that_is_lost_is_found_again_with_the_locks_of_its_wards(
    urls: list[str], shell: psycopg.Connection[Any]
) -> None:
    process = OneProcess(urls, 1)
    try:
        for _ in range(2):
            assert len({await each.transaction(count) for each in process.wards}) == 1
            shell.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM ({_WRITERS}) AS w")  # noqa: S608
        await asyncio.gather(*(each.transaction(count) for each in process.wards))
        with pytest.raises(database.StorageError, match="một tiến trình Đồng Hành khác"):
            async with database.open(urls[2]):
                pass
        until_writers(shell, 1)
    finally:
        await process.end()


async def test_who_takes_one_ward_of_a_lane_leaves_the_others_to_it(
    urls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "LOCK_S", 0.2)
    first = OneProcess(urls, 1)
    second = OneProcess([], 1)
    try:
        for each in first.wards:
            await each.transaction(count)
        second.wards.append(await asyncio.to_thread(second.open, urls[1]))
        assert await second.wards[0].transaction(count) == 2
        with pytest.raises(StorageUnavailable, match="Một tiến trình khác"):
            await first.wards[1].transaction(count)
        assert [each.fault for each in first.wards] == [Fault.NONE, Fault.REPLACED, Fault.NONE]
        assert await first.wards[0].transaction(count) == 2
        assert await first.wards[2].transaction(count) == 2
    finally:
        await first.end()
        await second.end()


async def test_a_ward_that_is_let_go_leaves_neither_lock_nor_plans_in_its_lane(
    urls: list[str],
) -> None:
    process, plans = OneProcess(urls, 1), "SELECT count(*) AS n FROM pg_prepared_statements"
    try:
        for each in process.wards[:2]:
            for _ in range(10):
                await each.transaction(count)

        def planned(tx: Transaction) -> int:
            found: int = tx.settings._db.execute(plans).fetchone()["n"]  # type: ignore[index]  # one row
            return found

        both = await process.wards[0].transaction(planned)
        await process.wards.pop(1).close()
        assert 0 < await process.wards[0].transaction(planned) < both
        async with database.open(urls[1]) as alone:
            assert await alone.transaction(count) == 11
        assert await process.wards[0].transaction(count) == 11
    finally:
        await process.end()


async def test_a_few_wards_write_at_once_and_who_is_long_at_it_keeps_nobody_from_it() -> None:
    lanes = Lanes(20)
    places = [lanes.take() for _ in range(20)]
    entered: list[int] = []
    most = 0

    async def write(number: int, seconds: float) -> None:
        nonlocal most
        async with lanes.writing(places[number % 20]):
            entered.append(number)
            most = max(most, len(entered))
            try:
                await asyncio.sleep(seconds)
            finally:
                entered.remove(number)

    await asyncio.gather(*(write(number, 0.01) for number in range(20)))
    assert most == AT_WORK
    stuck = [asyncio.create_task(write(number, 60)) for number in range(AT_WORK)]
    await asyncio.wait_for(write(19, 0), 2 * LONG_S + 5)
    for task in stuck:
        task.cancel()
    await asyncio.gather(*stuck, return_exceptions=True)
    most = 0
    await asyncio.gather(*(write(number, 0.01) for number in range(20)))
    assert most == AT_WORK  # each place was given back once
    lanes.close()
