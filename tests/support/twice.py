"""Every transaction undone once and done again, as an engine does that several processes share."""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, TypeVar

import pytest

from storage.database import Transaction
from storage.engines.sqlite.serving import SqliteDatabase

T = TypeVar("T")

# What is drawn by lot or by the clock each time: ids, codes, tokens.
_DRAWN = re.compile(r"\d{12,}|\b[A-Z]{2}-[0-9A-Z]{7}\b|\b[0-9a-f]{16}\b|[\w-]{20,}")
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"


class _Undone(Exception):
    """Carries what the work returned and left behind."""

    def __init__(self, seen: list[str]) -> None:
        self.seen = seen


def undo_everything_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on each transaction is run, rolled back and run again; both must return and leave
    the same."""
    once = SqliteDatabase.transaction

    async def transaction(db: SqliteDatabase, work: Callable[[Transaction], T]) -> T:
        def undone(tx: Transaction) -> None:
            raise _Undone(_done(tx, work)[1])

        def again(tx: Transaction) -> tuple[T, list[str]]:
            return _done(tx, work)

        try:
            await once(db, undone)
        except _Undone as first:
            result, seen = await once(db, again)
            assert seen == first.seen
            return result
        raise AssertionError("unreachable")

    monkeypatch.setattr(SqliteDatabase, "transaction", transaction)


def _done(tx: Transaction, work: Callable[[Transaction], T]) -> tuple[T, list[str]]:
    """What the work returned, and that with what it left in every table, if it wrote at all."""
    db: Any = tx.settings._db
    before = db.total_changes
    result = work(tx)
    tables = [] if db.total_changes == before else _with_rows(db)
    return result, [_plain([result]), *(_left(tx, name) for name in tables)]


def _with_rows(db: Any) -> list[str]:
    """The tables something stands in; of a hundred a few, and each is read after each piece of
    work."""
    names = [row["name"] for row in db.execute(_TABLES)]
    return [row[0] for row in db.execute(_any_row_of(tuple(names)))]


@cache
def _any_row_of(tables: tuple[str, ...]) -> str:
    looks = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)  # noqa: S608  # our own names
    return " UNION ALL ".join(looks)


def _left(tx: Transaction, table: str) -> str:
    rows = tx.settings._db.execute(f"SELECT * FROM {table}")  # noqa: S608  # our own names
    return f"{table}: {_plain_lines(chr(10).join(map(_line, rows)))}"


@lru_cache(maxsize=500)
def _plain_lines(lines: str) -> list[str]:
    """Of most tables a piece of work changes nothing; all of one at once: row by row takes twice as
    long."""
    return sorted(_DRAWN.sub("…", lines).split("\n"))


def _line(row: Any) -> str:
    return str([str(value) for value in row])


def _plain(row: Any) -> str:
    return _DRAWN.sub("…", _line(row))
