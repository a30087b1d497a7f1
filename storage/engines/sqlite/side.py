"""A SQLite database as one side of a move."""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from storage.engines.sqlite import opening
from storage.engines.sqlite.connecting import SqliteConnection, connect
from storage.engines.sqlite.lock import real
from storage.moving import TableShape


class SqliteRows:
    """What a move reads or fills of a file that is open."""

    def __init__(self, connection: SqliteConnection) -> None:
        self.connection = connection

    def tables(self) -> list[TableShape]:
        names = self.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migration'"
        ).fetchall()
        return [self._shape(row["name"]) for row in names]

    def _shape(self, name: str) -> TableShape:
        columns = self.connection.execute(f"PRAGMA table_info({name})").fetchall()
        others = self.connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()
        names = tuple(sorted(row["name"] for row in columns))
        return TableShape(name, names, frozenset(row["table"] for row in others))

    def begin(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("PRAGMA defer_foreign_keys = ON")

    def fill(self, table: TableShape, rows: Iterable[Sequence[Any]]) -> None:
        marks = ", ".join("?" for _ in table.columns)
        listed = ", ".join(table.columns)
        self.connection.executemany(f"INSERT INTO {table.name} ({listed}) VALUES ({marks})", rows)

    def commit(self) -> None:
        self.connection.execute("COMMIT")


class SqliteSide(SqliteRows):
    """Takes the file. Raises StorageError."""

    def __init__(self, path: Path) -> None:
        self.path = real(path)
        self._opened = opening.take(self.path)
        super().__init__(self._opened.connection)

    def close(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
        self._opened.close()


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[SqliteRows]:
    """A new database to be filled, one file without a log when it is left. Raises OSError,
    sqlite3.Error."""
    opening._make(path)
    with contextlib.closing(connect(path)) as connection:
        yield SqliteRows(connection)
        connection.execute("PRAGMA journal_mode = DELETE")
