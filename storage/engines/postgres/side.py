"""A ward on PostgreSQL as one side of a move."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from storage.engines.postgres import address, schema
from storage.engines.postgres.address import Address
from storage.engines.postgres.connecting import PostgresConnection, connect
from storage.engines.postgres.writing import Writer, not_opened
from storage.engines.sqlite.connecting import connect as sqlite_connect
from storage.engines.sqlite.copies import CopyFailed
from storage.engines.sqlite.side import SqliteRows, new_file
from storage.errors import StorageError
from storage.moving import TableShape, carry


class PostgresRows:
    """What a move reads or fills of a ward, on a connection that is open."""

    def __init__(self, connection: PostgresConnection) -> None:
        self.connection = connection

    def tables(self) -> list[TableShape]:
        found = self.connection.execute(
            "SELECT c.relname AS name, ARRAY(SELECT CAST(a.attname AS text) FROM pg_attribute AS a"
            "  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,"
            " ARRAY(SELECT CAST(o.relname AS text) FROM pg_constraint AS r JOIN pg_class AS o"
            "  ON o.oid = r.confrelid WHERE r.conrelid = c.oid AND r.contype = 'f') AS refers"
            " FROM pg_class AS c WHERE c.relkind = 'r' AND c.relname NOT IN"
            "  ('migration', 'committed')"
            " AND c.relnamespace = CAST(current_schema() AS regnamespace)"
        )
        return [
            TableShape(
                row["name"],
                tuple(sorted(row["columns"])),
                frozenset(row["refers"]),
            )
            for row in found
        ]

    def begin(self) -> None:
        self.connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")

    def fill(self, table: TableShape, rows: Iterable[Sequence[Any]]) -> None:
        """In one statement, so that what refers to what is looked at when all of it is there."""
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns))
        )
        with self.connection.driver.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)
        if table.name == "gone":  # the only table whose numbers the server gives
            self.connection.execute(
                "SELECT setval(pg_get_serial_sequence('gone', 'seq'), max(seq)) FROM gone"
                " HAVING count(*) > 0"
            )

    def commit(self) -> None:
        self.connection.execute("COMMIT")


class PostgresSide(PostgresRows):
    """Takes the ward. Raises StorageError."""

    def __init__(self, url: str) -> None:
        at = address.read(url)
        self.path = at.folder / at.schema
        self._at = at
        self._writer = Writer(at, exclusive=True)
        super().__init__(self._writer.connection)

    def replace(self, file: Path, now: datetime) -> str:
        """All that stands in a file of SQLite's engine in place of what is there, which is kept in
        a schema whose name is returned. All of it or nothing. Raises StorageError."""
        try:
            with closing(sqlite_connect(file)) as rows, self.connection.driver.transaction():
                aside = schema.put_aside(self.connection.driver, self._at.schema, now)
                schema.migrate(self.connection.driver, self._at)
                carry(SqliteRows(rows), self)
        except (psycopg.Error, sqlite3.Error) as error:
            raise not_opened(self._at, error) from error
        return aside

    def close(self) -> None:
        self.connection.driver.rollback()
        self._writer.close()


def copy(at: Address, target: Path) -> None:
    """A copy of the ward as it is at this moment, beside whoever uses it: a file as SQLite's engine
    has it. Raises CopyFailed."""
    try:
        with closing(connect(at, "donghanh copy")) as driver, new_file(target) as file:
            schema.require_current(driver)
            source = PostgresRows(PostgresConnection(driver))
            source.begin()
            file.begin()
            carry(source, file)
            file.commit()
    except (psycopg.Error, sqlite3.Error, OSError, StorageError) as error:
        raise CopyFailed(" ".join(str(error).split())) from error
