"""Connections to a SQLite file: how each kind is opened, and what the errors of each mean."""

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from storage.engines.sqlite.words import SqliteWords

# The log is copied into the database beside the traffic, by a connection of its own, so that no
# commit waits for it; only a log grown past the bound is copied by the commit that finds it so.
LOG_BOUND_PAGES = 20_000

# These end the whole transaction, not just one statement.
FATAL = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_CANTOPEN,
}

# Of these, what is the file's or the disk's trouble and therefore everybody's.
OUTAGES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}


class SqliteConnection(sqlite3.Connection):
    """The driver's own connection with what `storage.connection.Connection` has besides. Nothing
    stands between a repository and the driver: a statement costs what it costs there."""

    words = SqliteWords()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.row_factory = sqlite3.Row
        self.known: set[tuple[str, int]] = set()
        self.afterwards: list[Callable[[], None]] = []

    def after_commit(self, call: Callable[[], None]) -> None:
        self.afterwards.append(call)

    def begin_work(self) -> None:
        """Another piece of work begins: nothing is read yet, nothing is to be done afterwards."""
        self.known.clear()
        self.afterwards = []


def is_one_of(error: BaseException, codes: set[int]) -> bool:
    """Whether the driver raised it for one of these reasons."""
    if not isinstance(error, sqlite3.Error):
        return False
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in codes


def connect(path: Path) -> SqliteConnection:
    """For reading and writing. Raises sqlite3.Error."""
    # mode=rw: a file that is not there is never made in passing.
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode=rw",
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,
        factory=SqliteConnection,
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
        connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_BOUND_PAGES}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def copy_in_memory(path: Path) -> SqliteConnection:
    """A copy of the database as it is at the moment: what people told us is in no file more than it
    was. Raises sqlite3.Error."""
    copy = sqlite3.connect(":memory:", isolation_level=None, factory=SqliteConnection)
    try:
        uri = f"file:{quote(str(path))}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as reader:
            reader.backup(copy)
        copy.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error:
        copy.close()
        raise
    return copy


def checkpoint(path: Path) -> None:
    """Copies what it can without waiting for anybody; the next time does the rest."""
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True)) as copier,
    ):
        copier.execute("PRAGMA synchronous = FULL")
        copier.execute("PRAGMA wal_checkpoint(PASSIVE)")
