"""Snapshots to read from beside the traffic: connections and threads of their own (aiosqlite), so
that nobody's chat waits for a page."""

import asyncio
import sqlite3
from collections.abc import Callable
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

AT_ONCE = 2  # whoever reads more at a time waits; the interpreter is one


class _Reader(aiosqlite.Connection):
    """One connection that only reads, in its own thread."""

    def __init__(self, path: Path) -> None:
        super().__init__(partial(_open, path), iter_chunk_size=64)

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


def _open(path: Path) -> SqliteConnection:
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode=ro",
        uri=True,
        isolation_level=None,
        factory=SqliteConnection,
    )
    connection.execute("PRAGMA query_only = ON")
    return connection


class Readers:
    """A few of them, opened when first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._free: list[_Reader] = []
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def read(self, work: Callable[[Repositories], T]) -> T:
        """Raises StorageUnavailable where nothing can be read, and for work that writes."""
        async with self._turns:
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
        reader = _Reader(self._path)
        await reader
        return reader

    async def close(self) -> None:
        """What is being read comes to its end first; nothing is read after that."""
        for _ in range(AT_ONCE):
            await self._turns.acquire()
        for reader in self._free:
            await reader.close()
