"""Every transaction undone once and done again, as an engine does that several processes share."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import pytest

from storage.database import Transaction
from storage.engines.sqlite.serving import SqliteDatabase

T = TypeVar("T")

# What is drawn by lot or by the clock each time: ids, codes, tokens.
_CODE = re.compile(r"\b[A-Z]{2}-[0-9A-Z]{7}\b")
_DRAWN = re.compile(
    rf"{_CODE.pattern}|\b[0-9a-f]{{16}}\b|[\w-]{{20,}}|\d{{12,}}"
    r"|(?<=: số )\d{4}\b|(?<=Mã yêu cầu: \*\*)[0-9A-F]{8}"  # of a talk, of an erasure
)
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"

Rows = list[tuple[Any, ...]]
Left = dict[str, Rows]  # of every table with any


class _Undone(Exception):
    """Carries what the work returned and left behind."""

    def __init__(self, result: object, left: Left) -> None:
        self.result = result
        self.left = left


def undo_everything_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on each transaction is run, rolled back and run again; both must return and leave
    the same. The test fails where they do not, whatever is caught in between."""
    once = SqliteDatabase.transaction

    async def transaction(db: SqliteDatabase, work: Callable[[Transaction], T]) -> T:
        def undone(tx: Transaction) -> None:
            raise _Undone(*_done(tx, work))

        def again(tx: Transaction) -> tuple[T, Left]:
            return _done(tx, work)

        try:
            await once(db, undone)
        except _Undone as first:
            result, left = await once(db, again)
            _compare({"result": [(first.result,)]} | first.left, {"result": [(result,)]} | left)
            return result
        raise AssertionError("unreachable")

    monkeypatch.setattr(SqliteDatabase, "transaction", transaction)


def _done(tx: Transaction, work: Callable[[Transaction], T]) -> tuple[T, Left]:
    """What the work returned, and what it left in every table, if it wrote at all."""
    db: Any = tx.settings._db
    before = db.total_changes
    result = work(tx)
    tables = [] if db.total_changes == before else _with_rows(db)
    return result, {
        name: [tuple(row) for row in db.execute(f"SELECT * FROM {name}")]  # noqa: S608  # our own names
        for name in tables
    }


def _with_rows(db: Any) -> list[str]:
    """The tables something stands in: of a hundred a few."""
    names = [row["name"] for row in db.execute(_TABLES)]
    return [row[0] for row in db.execute(_any_row_of(tuple(names)))]


@cache
def _any_row_of(tables: tuple[str, ...]) -> str:
    looks = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)  # noqa: S608  # our own names
    return " UNION ALL ".join(looks)


def _compare(first: Left, second: Left) -> None:
    """Most rows are alike to the letter; of the others all but what is drawn must be."""
    changed = [name for name in first | second if first.get(name) != second.get(name)]
    both = {name: _apart(first.get(name, []), second.get(name, [])) for name in changed}
    codes = set(_CODE.findall(str(both)))
    for name in changed:
        before, after = (_plain(name, rows, codes) for rows in both[name])
        if before != after:
            pytest.fail(f"done again, {name} differs: {sorted({*before} ^ {*after})}")


def _apart(first: Rows, second: Rows) -> tuple[Rows, Rows]:
    """What of the one is not in the other."""
    try:
        ones, others = Counter(first), Counter(second)
    except TypeError:  # what the work returned may be anything
        return first, second
    return list((ones - others).elements()), list((others - ones).elements())


def _plain(table: str, rows: Rows, codes: set[str]) -> list[str]:
    """The rows without what is drawn."""
    match table:
        case "gone":  # the database itself writes when
            rows = [row[:-1] for row in rows]
        case "search_word":  # each end of a code
            whole = [code.replace("-", "").lower() for code in codes]
            rows = [row for row in rows if not any(code.endswith(row[1]) for code in whole)]
    return sorted(_DRAWN.sub("…", str([str(value) for value in row])) for row in rows)
