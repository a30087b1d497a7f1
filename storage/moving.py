"""Moves all that is stored from one database to another, on whatever engine each is.

What was moved is refused where it came from, so that nothing is sent from two places. It is marked
so before the copy counts: cut off in between, the move is simply made again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import orjson

from content.operator import tell
from storage.connection import Connection
from storage.errors import StorageError
from storage.settings import StoredSettings

_MARK = "moved_to"
_LENT = "id_slot"  # a new database has it filled, too


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table: its columns, and the tables its rows refer to."""

    name: str
    columns: tuple[str, ...]
    refers: frozenset[str]


class AllRows(Protocol):
    """What is stored, on a connection that is open, at the newest step."""

    @property
    def connection(self) -> Connection: ...

    def tables(self) -> list[TableShape]:
        """All that hold what was stored; not what the engine keeps for itself."""
        ...

    def begin(self) -> None:
        """One transaction from now on; a snapshot for whoever reads."""
        ...

    def fill(self, table: TableShape, rows: Iterable[Sequence[Any]]) -> None:
        """Adds rows as they are given, by `columns`; what refers to each other in one table may
        come in any order."""
        ...

    def commit(self) -> None: ...


class Side(AllRows, Protocol):
    """A database that is open for nobody else."""

    @property
    def path(self) -> Path:
        """As `Database.path`."""
        ...

    def close(self) -> None:
        """Nothing of an open transaction is kept."""
        ...


@dataclass(frozen=True, slots=True)
class TableMoved:
    name: str
    rows: int
    digest: str  # of all of them, whatever their order


def refuse_moved(settings: StoredSettings) -> None:
    """Raises StorageError for a database whose rows are served elsewhere now."""
    if to := settings.get(_MARK):
        raise StorageError(tell("storage.moved", to=to))


def move(source: Side, target: Side, to: str) -> list[TableMoved]:
    """Everything, compared row by row before it counts; `to` is what is said of the new place.
    Raises StorageError: nothing is there in the target then."""
    target.begin()
    for table in target.tables():
        if table.name != _LENT and next(_rows(target, table), None) is not None:
            raise StorageError(tell("storage.move_not_empty", table=table.name))
    StoredSettings(source.connection).put(_MARK, to)
    source.begin()
    moved = carry(source, target)
    target.connection.execute("DELETE FROM setting WHERE name = :name", {"name": _MARK})
    target.commit()
    return moved


def carry(source: AllRows, target: AllRows) -> list[TableMoved]:
    """Everything into a new database, compared row by row; both have begun, and whoever called
    commits. Raises StorageError."""
    tables = _in_order(target.tables())
    if {*source.tables()} != {*tables}:
        raise StorageError(tell("storage.move_unlike"))
    target.connection.execute(f"DELETE FROM {_LENT}")
    for table in tables:
        target.fill(table, _rows(source, table))
    moved = []
    for table in tables:
        was, now = _counted(source, table), _counted(target, table)
        if was != now:
            raise StorageError(tell("storage.move_differs", table=table.name))
        moved.append(now)
    return moved


def _in_order(tables: Sequence[TableShape]) -> list[TableShape]:
    """Each after those it refers to."""
    ordered: list[TableShape] = []
    done: set[str] = set()
    while len(ordered) < len(tables):
        ready = [one for one in tables if one.name not in done and one.refers - {one.name} <= done]
        ordered += ready
        done |= {one.name for one in ready}
    return ordered


def _rows(side: AllRows, table: TableShape) -> Iterator[Sequence[Any]]:
    found = side.connection.execute(f"SELECT {', '.join(table.columns)} FROM {table.name}")
    return (tuple(_plain(value) for value in row) for row in found)


def _plain(value: Any) -> Any:
    """As every engine keeps it."""
    return value.replace("\x00", "") if isinstance(value, str) else value


def _counted(side: AllRows, table: TableShape) -> TableMoved:
    rows = sorted(hashlib.sha256(orjson.dumps(row)).digest() for row in _rows(side, table))
    return TableMoved(table.name, len(rows), hashlib.sha256(b"".join(rows)).hexdigest())
