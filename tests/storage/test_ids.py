"""Ids that two processes cannot make twice."""

import asyncio
import json
import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import database, ids
from storage.connection import Connection
from storage.database import Database
from storage.engines.sqlite.connecting import SqliteConnection
from storage.ids import EARLY_US, LEASE_US, SLOTS, IdSource, IdsSpent, Lease
from tests.support.clock import START
from tests.support.engine import address
from tests.support.patience import PATIENCE_S

NOW = 1_790_000_000_000_000  # microseconds; a multiple of nothing in particular

# Makes contacts, one a transaction, by a clock that stands still.
MAKER = """
import asyncio, json, sys
from datetime import UTC, datetime
from storage import database, ids

async def main(url, name, count):
    ids.time.time_ns = lambda: 1_790_000_000_000_000_000
    async with database.open(url, exclusive=False) as db:
        now = datetime(2026, 11, 27, tzinfo=UTC)
        made = []
        for n in range(count):
            made.append(await db.transaction(lambda tx: tx.contacts.meet(name, str(n), now).id))
        print(json.dumps(made))

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Its one number is what time it is."""
    now = [NOW]
    monkeypatch.setattr("storage.ids.time.time_ns", lambda: now[0] * 1000)
    return now


def source(start: int = NOW, slot: int = 5, last: int = 0) -> IdSource:
    start -= start % SLOTS
    made = IdSource(last)
    made.use(Lease(slot, start, start + LEASE_US))
    return made


async def _make(url: str, name: str) -> list[int]:
    """What a process of its own made."""
    maker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", MAKER, url, name, "150"), stdout=subprocess.PIPE
    )
    said, _ = await asyncio.wait_for(maker.communicate(), PATIENCE_S)
    assert maker.returncode == 0
    made: list[int] = json.loads(said)
    return made


async def test_two_processes_on_one_file_make_no_id_twice(tmp_path: Path) -> None:
    url = address(tmp_path, "two")
    async with database.open(url):
        pass
    made = await asyncio.gather(_make(url, "one"), _make(url, "other"))
    for own in made:
        assert own == sorted(own)
        assert len(own) == 150
    assert not set(made[0]) & set(made[1])
    async with database.open(url) as db:
        kept = await db.transaction(
            lambda tx: [tx.contacts.find(n, "149") for n in ("one", "other")]
        )
    assert all(kept)


async def test_ids_are_times_that_grow_and_fit_in_a_browsers_number(
    db: Database, clock: list[int]
) -> None:
    made = []
    for n in range(20):
        clock[0] += 40 * (n % 3)
        made.append(await db.transaction(lambda tx: tx.audit._ids.next()))
    assert made == sorted(set(made))
    assert all(0 <= one - NOW < LEASE_US and one < 2**53 for one in made)


async def test_what_was_undone_takes_its_lease_with_it(db: Database, clock: list[int]) -> None:
    first = await db.transaction(lambda tx: tx.audit._ids.next())
    clock[0] += LEASE_US  # the next one needs another lease

    def fail(tx: database.Transaction) -> None:
        tx.contacts.meet("test", "7", START)
        raise ZeroDivisionError

    results = await asyncio.gather(
        db.transaction(fail),
        db.transaction(lambda tx: tx.audit._ids.next()),
        return_exceptions=True,
    )
    assert isinstance(results[0], ZeroDivisionError)
    assert isinstance(results[1], int)
    assert results[1] > first


def test_a_clock_set_back_or_far_ahead_is_not_followed(clock: list[int]) -> None:
    made = source()
    first = made.next()
    clock[0] -= 3_600_000_000
    second = made.next()
    clock[0] = NOW + 10 * LEASE_US
    third = made.next()
    assert first < second < third < NOW + LEASE_US
    assert [one % SLOTS for one in (first, second, third)] == [5, 5, 5]


def test_another_lease_is_due_in_time_and_without_one_no_id_is_given(clock: list[int]) -> None:
    made = source()
    assert not made.runs_out()
    clock[0] += LEASE_US - EARLY_US
    assert made.runs_out()
    made.lapse()
    with pytest.raises(IdsSpent):
        made.next()
    with pytest.raises(IdsSpent):
        IdSource().next()


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-200, 200)), min_size=1, max_size=60))
def test_leases_share_nothing_whatever_each_clock_says(steps: list[tuple[int, int]]) -> None:
    """Five processes, each with its own clock, take leases in any order."""
    connection = sqlite3.connect(":memory:", factory=SqliteConnection)
    connection.execute("CREATE TABLE id_slot (slot INTEGER PRIMARY KEY, until INTEGER NOT NULL)")
    connection.executemany(
        "INSERT INTO id_slot VALUES (:slot, 0)", [{"slot": slot} for slot in range(3)]
    )
    leases = ids.Leases(connection)
    taken: dict[int, list[Lease]] = {}
    for process, minutes in steps:
        # What the process calls now is the later of its clock and its last id.
        before = [lease.end for lease in taken.get(process, [])]
        after = max([NOW + minutes * 60_000_000, *before])
        taken.setdefault(process, []).append(leases.take(after))
    every = [lease for own in taken.values() for lease in own]
    for slot in range(3):
        spans = sorted((lease.start, lease.end) for lease in every if lease.slot == slot)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
    for own in taken.values():
        assert all(one.end <= other.start for one, other in pairwise(own))
    connection.close()


async def test_every_table_with_ids_of_ours_counts_for_the_next(db: Database) -> None:
    """A table that is forgotten would let ids be lent again after a restore."""
    counted_alone = {"zalo_oa", "scrub_owed"}  # one row each

    def tables(connection: Connection) -> set[str]:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [str(row["name"]) for row in rows]
        return {
            name
            for name in names
            for column in connection.execute(f"PRAGMA table_info({name})")
            if (column["name"], column["type"], column["pk"]) == ("id", "INTEGER", 1)
        }

    made = await db.transaction(lambda tx: tables(tx.events._db))
    assert made - counted_alone <= set(ids._TABLES)
