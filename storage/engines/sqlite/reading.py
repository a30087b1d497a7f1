"""Snapshots to read from beside the traffic: connections and threads of their own (aiosqlite), so
that nobody's chat waits for a page."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar, cast
from urllib.parse import quote

import aiosqlite

from content.operator import tell
from storage.engines.sqlite.connecting import SqliteConnection
from storage.errors import StorageUnavailable
from storage.ids import IdSource
from storage.repositories import Repositories

T = TypeVar("T")

AT_ONCE = 2  # of which one may be long; whoever reads more at a time waits: the interpreter is one
# A reader looks up so often (steps of SQLite's machine; a row takes about fifty), and while a
# transaction is at work it sleeps so long before it goes on.
LOOKS_UP_EVERY = 500
GIVES_WAY_S = 0.001


class _Reader(aiosqlite.Connection):
    """One connection that only reads, in its own thread, behind the transactions."""

    def __init__(self, path: Path, in_hurry: Callable[[], bool]) -> None:
        super().__init__(partial(_open, path, in_hurry), iter_chunk_size=64)

    async def run(self, work: Callable[[Repositories], T]) -> T:
        """`work` in that thread, on what is stored at one moment."""
        result: T = await self._execute(self._on_a_snapshot, work)  # type: ignore[no-untyped-call]
        return result

    def _on_a_snapshot(self, work: Callable[[Repositories], T]) -> T:
        self._conn.execute("BEGIN")
        try:
            return work(self._repositories)
        finally:
            self._conn.execute("ROLLBACK")

    @cached_property
    def _repositories(self) -> Repositories:
        return Repositories(cast(SqliteConnection, self._conn), IdSource())


def _open(path: Path, in_hurry: Callable[[], bool]) -> SqliteConnection:
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode=ro",
        uri=True,
        isolation_level=None,
        factory=SqliteConnection,
    )
    connection.execute("PRAGMA query_only = ON")

    def give_way() -> int:
        if in_hurry():
            time.sleep(GIVES_WAY_S)
        return 0  # go on

    connection.set_progress_handler(give_way, LOOKS_UP_EVERY)
    return connection


class Readers:
    """A few of them, opened when first needed. `in_hurry` says whether a transaction is at work or
    waits; it is asked from their threads."""

    def __init__(self, path: Path, in_hurry: Callable[[], bool]) -> None:
        self._path = path
        self._in_hurry = in_hurry
        self._free: list[_Reader] = []
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._long = asyncio.Semaphore(AT_ONCE - 1)

    async def read(self, work: Callable[[Repositories], T], *, long: bool) -> T:
        """Raises StorageUnavailable where nothing can be read, and for work that writes."""
        async with self._long if long else nullcontext(), self._turns:
            try:
                reader = await self._taken()
                try:
                    return await reader.run(work)
                finally:
                    self._free.append(reader)
            except sqlite3.Error as error:
                raise StorageUnavailable(tell("storage.not_read", error=error)) from error

    async def _taken(self) -> _Reader:
        if self._free:
            return self._free.pop()
        reader = _Reader(self._path, self._in_hurry)
        await reader
        return reader

    async def close(self) -> None:
        """What is being read comes to its end first; nothing is read after that."""
        for _ in range(AT_ONCE):
            await self._turns.acquire()
        for reader in self._free:
            await reader.close()
