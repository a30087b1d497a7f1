"""Snapshots to read from beside the traffic: connections and threads of their own (aiosqlite), so
that nobody's chat waits for a page."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import aiosqlite

from storage.engines.sqlite.connecting import SqliteConnection
from storage.errors import StorageUnavailable
from storage.ids import IdSource
from storage.repositories import Repositories

T = TypeVar("T")

AT_ONCE = 2  # whoever reads more at a time waits; the interpreter is one


class _Reader(aiosqlite.Connection):
    """One connection that only reads, in its own thread."""

    async def run(self, work: Callable[[Repositories], T]) -> T:
        """`work` in that thread, on what is stored at one moment."""
        result: T = await self._execute(_on_a_snapshot, self._conn, work)
        return result


def _on_a_snapshot(connection: SqliteConnection, work: Callable[[Repositories], T]) -> T:
    connection.begin_work()
    connection.execute("BEGIN")
    try:
        return work(Repositories(connection, IdSource(0)))
    finally:
        connection.execute("ROLLBACK")


class Readers:
    """A few of them, opened when first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._free: list[_Reader] = []
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._closed = False

    async def read(self, work: Callable[[Repositories], T]) -> T:
        """Raises StorageUnavailable where nothing can be read, and for work that writes."""
        try:
            async with self._taken() as reader:
                return await reader.run(work)
        except sqlite3.Error as error:
            raise StorageUnavailable(f"Chưa đọc được cơ sở dữ liệu: {error}") from error

    @asynccontextmanager
    async def _taken(self) -> AsyncIterator[_Reader]:
        async with self._turns:
            reader = self._free.pop() if self._free else await _Reader(self._open, 64)
            try:
                yield reader
            except sqlite3.Error:
                with contextlib.suppress(sqlite3.Error):
                    await reader.close()
                raise
            finally:
                if reader.is_alive:
                    self._free.append(reader)

    def _open(self) -> SqliteConnection:
        connection = sqlite3.connect(
            f"file:{quote(str(self._path))}?mode=ro",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            factory=SqliteConnection,
        )
        connection.execute("PRAGMA query_only = ON")
        return connection

    async def close(self) -> None:
        """What is being read comes to its end first."""
        for _ in range(AT_ONCE):
            await self._turns.acquire()
        while self._free:
            await self._free.pop().close()
