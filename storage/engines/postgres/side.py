"""A ward on PostgreSQL as one side of a move."""

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import sql

from storage.connection import Connection
from storage.engines.postgres import address
from storage.engines.postgres.writing import Writer
from storage.moving import TableShape


class PostgresSide:
    """Takes the ward. Raises StorageError."""

    def __init__(self, url: str) -> None:
        at = address.read(url)
        self.path = at.folder / at.schema
        self._writer = Writer(at, exclusive=True)
        self._driver = self._writer.connection.driver

    @property
    def connection(self) -> Connection:
        return self._writer.connection

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
        with self._driver.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)
        if table.name == "gone":  # the only table whose numbers the server gives
            self.connection.execute(
                "SELECT setval(pg_get_serial_sequence('gone', 'seq'), max(seq)) FROM gone"
                " HAVING count(*) > 0"
            )

    def commit(self) -> None:
        self.connection.execute("COMMIT")

    def close(self) -> None:
        self._driver.rollback()
        self._writer.close()
