"""How our statements go over a connection: straight to libpq, each planned once when it was asked a
few times. The driver still connects, says what values and errors are, copies and listens; but its
cursors take more of a processor for each statement than the statement does, and a message is some
twenty of them (docs/adr/0030).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from psycopg import errors, pq
from psycopg.adapt import PyFormat, Transformer

from storage.connection import Row

# Texts in quotation marks stay as they are; a parameter is a name after a colon.
_PIECES = re.compile(r"'(?:[^']|'')*'|:([a-z_][a-z0-9_]*)")
_DONE = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK)
_numbers = count(1)  # of plans: several wards may share a connection


@lru_cache(maxsize=4096)
def numbered(statement: str) -> tuple[bytes, tuple[str, ...]]:
    """Our named parameters as the server counts them, and their names in that order."""
    names: list[str] = []

    def piece(found: re.Match[str]) -> str:
        name = found[1]
        if not name:
            return found[0]
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _PIECES.sub(piece, statement).encode(), tuple(names)


class NamedRow(tuple[Any, ...]):
    """A row; `places` are those of its columns, by name."""

    places: dict[str, int]

    def __getitem__(self, column: Any, /) -> Any:
        return tuple.__getitem__(self, self.places[column] if isinstance(column, str) else column)

    def keys(self) -> Sequence[str]:
        return tuple(self.places)


@lru_cache(maxsize=4096)
def row_of(columns: tuple[bytes, ...]) -> type[NamedRow]:
    """The rows with these columns."""
    places = {name.decode(): place for place, name in enumerate(columns)}
    return type("_Row", (NamedRow,), {"__slots__": (), "places": places})


def columns_of(result: pq.abc.PGresult) -> tuple[bytes, ...]:
    """Their names."""
    return tuple(result.fname(place) or b"" for place in range(result.nfields))


class Fetched:
    """What a statement gave; each has its own place in the rows."""

    __slots__ = ("_left", "_rows", "rowcount")

    def __init__(self, rows: list[NamedRow], rowcount: int) -> None:
        self._rows = rows
        self._left = iter(rows)
        self.rowcount = rowcount

    def again(self) -> "Fetched":
        """The same, from the beginning."""
        return Fetched(self._rows, self.rowcount)

    def fetchone(self) -> Row | None:
        return next(self._left, None)

    def fetchall(self) -> list[Row]:
        return list(self._left)

    def __iter__(self) -> Iterator[Row]:
        return self._left


class Wire:
    """Belongs to one connection of the driver, and to the thread that uses it. What it may plan
    beforehand, and how much of it, the driver's own settings say."""

    def __init__(self, driver: psycopg.Connection[Any]) -> None:
        self._driver = driver
        self._pgconn = driver.pgconn
        self._values = Transformer(driver)
        self._asked: Counter[tuple[bytes, tuple[int, ...]]] = Counter()
        self._plans: dict[tuple[bytes, tuple[int, ...]], bytes] = {}

    def ask(self, statement: str, given: Mapping[str, Any] | None) -> Fetched:
        """Raises psycopg.Error."""
        command, names = numbered(statement)
        if not names:
            return self._answer(self._pgconn.exec_(command))
        values: Any = self._values.dump_sequence(
            [given[name] for name in names] if given else [], [PyFormat.AUTO] * len(names)
        )
        types, formats = self._values.types or (), self._values.formats
        plan = self._plan(command, types)
        if plan is None:
            return self._answer(self._pgconn.exec_params(command, values, types, formats))
        return self._answer(self._pgconn.exec_prepared(plan, values, formats))

    def _plan(self, command: bytes, types: tuple[int, ...]) -> bytes | None:
        """The name of the statement's plan; None while it is not worth one."""
        after, key = self._driver.prepare_threshold, (command, types)
        if after is None:
            return None
        if (plan := self._plans.get(key)) is not None:
            return plan
        self._asked[key] += 1
        if self._asked[key] <= after or len(self._plans) == self._driver.prepared_max:
            return None
        plan = b"p%d" % next(_numbers)
        self._check(self._pgconn.prepare(plan, command, types))
        self._plans[key] = plan
        return plan

    def forget_plans(self) -> None:
        """None of them is kept for us; what a connection that was lost had is gone anyway."""
        self._pgconn.exec_(b"; ".join(b"DEALLOCATE " + plan for plan in self._plans.values()))
        self._plans.clear()

    def _answer(self, result: pq.abc.PGresult) -> Fetched:
        self._check(result)
        if not result.nfields:
            return Fetched([], result.command_tuples or 0)
        self._values.set_pgresult(result)
        row: Callable[[Sequence[Any]], NamedRow] = row_of(columns_of(result))
        return Fetched(self._values.load_rows(0, result.ntuples, row), result.ntuples)

    def _check(self, result: pq.abc.PGresult) -> None:
        if result.status in _DONE:
            return
        if self._pgconn.status == pq.ConnStatus.BAD:
            raise psycopg.OperationalError(result.get_error_message())
        raise errors.error_from_result(result)
