"""Between rows and frozen dataclasses: what each column's text or number becomes, and back."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

import orjson

from storage.connection import Connection, Row
from storage.models import moment, stamp

T = TypeVar("T")
Convert = Callable[[Any], Any]


def build(kind: Any, row: Row) -> Any:
    """A row with a column per field -> the dataclass."""
    return _builder(kind, tuple(row.keys()))(row)


def build_all(kind: Any, rows: Iterable[Row]) -> list[Any]:
    """All of one statement, each made as it is read: twenty thousand are, while chats wait for the
    interpreter, and an engine's thread can give way between two rows."""
    walk = iter(rows)
    first = next(walk, None)
    if first is None:
        return []
    make = _builder(kind, tuple(first.keys()))
    return [make(first), *map(make, walk)]


def values(record: Any) -> dict[str, Any]:
    """A dataclass -> named parameters, in the form we store."""
    return {field.name: stored(getattr(record, field.name)) for field in fields(record)}


def stored(value: Any) -> Any:
    """One value in the form we store: UTC text, ISO dates, JSON, 0 and 1."""
    match value:
        case datetime():
            return stamp(value)
        case date():
            return value.isoformat()
        case bool():
            return int(value)
        case dict() | tuple() | list() | frozenset():
            return orjson.dumps(sorted(value) if isinstance(value, frozenset) else value).decode()
        case StrEnum():
            return str(value)
    return value


def fingerprint(*shown: Any) -> str:
    """What a page showed, in a few letters: records, lists of them, dicts of texts. It changes when
    any field of any of them does, so a page that brings it back can tell whether it still holds."""
    plain = [
        [values(item) for item in one]
        if isinstance(one, list | tuple)
        else one
        if isinstance(one, dict)
        else values(one)
        for one in shown
    ]
    packed = orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(packed).hexdigest()[:20]


@cache
def _builder(kind: Any, columns: tuple[str, ...]) -> Callable[[Row], Any]:
    """By place: most columns are taken as they stand, the others converted."""
    converters = _converters(kind)
    places = [columns.index(name) for name, _ in converters]
    turned = [(at, convert) for at, (_, convert) in enumerate(converters) if convert is not _same]
    in_order = places == list(range(len(columns)))

    def make(row: Row) -> Any:
        given = list(row)
        cells = given if in_order else [given[place] for place in places]
        for at, convert in turned:
            cells[at] = convert(cells[at])
        return kind(*cells)

    return make


@cache
def _converters(kind: Any) -> tuple[tuple[str, Convert], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, _converter(hints[field.name])) for field in fields(kind))


def _converter(hint: Any) -> Convert:
    if isinstance(hint, UnionType):
        inner = _converter(next(arg for arg in get_args(hint) if arg is not type(None)))
        return lambda value: None if value is None else inner(value)
    origin = get_origin(hint)
    if origin in (tuple, frozenset):
        item = _converter(get_args(hint)[0])
        return lambda value: origin(item(part) for part in orjson.loads(value))
    if origin is dict:
        return orjson.loads
    if hint is datetime:
        return moment
    if hint is date:
        return date.fromisoformat
    if isinstance(hint, type) and issubclass(hint, (StrEnum, bool)):
        return hint
    return _same


@cache
def _statements(table: str, kind: Any) -> tuple[str, str, str]:
    """To add a row, to save one and to select; of a table they are the same in every database."""
    names = [name for name, _ in _converters(kind)]
    listed, marks = ", ".join(names), ", ".join(f":{name}" for name in names)
    changes = ", ".join(f"{column} = :{column}" for column in names if column != "id")
    return (
        f"INSERT INTO {table} ({listed}) VALUES ({marks})",
        f"UPDATE {table} SET {changes} WHERE id = :id",
        f"SELECT {listed} FROM {table}",
    )


def _same(value: Any) -> Any:
    return value


class StaleRow(RuntimeError):
    """A row was saved that this transaction has not read: whatever changed since would be lost."""


class Table(Generic[T]):
    """A table whose columns are the fields of a dataclass, with the id among them.

    `save` writes whole rows, so it takes only rows read or added in the same transaction: one that
    was read, waited with and written would undo what came between.

    The statements are built once, from names that stand in our own code.
    """

    def __init__(self, connection: Connection, name: str, kind: Callable[..., T]) -> None:
        self._db = connection
        self._name = name
        self._kind = kind
        self._insert, self._update, self._select = _statements(name, kind)

    def add(self, record: T) -> T:
        self._db.execute(self._insert, values(record))
        self._note(record)
        return record

    def save(self, record: T) -> T:
        """Writes every column of the row with this id. Raises StaleRow."""
        given = values(record)
        if (self._name, given["id"]) not in self._db.known:
            raise StaleRow(f"{self._name} {given['id']} was not read in this transaction")
        self._db.execute(self._update, given)
        return record

    def one(self, rest: str, **given: Any) -> T | None:
        """The first row of `SELECT ... <rest>`; `rest` is a piece of SQL from our own code."""
        row = self._db.execute(f"{self._select} {rest}", _given(given)).fetchone()
        found: T | None = build(self._kind, row) if row else None
        if found is not None:
            self._note(found)
        return found

    def all(self, rest: str = "", **given: Any) -> list[T]:
        rows = self._db.execute(f"{self._select} {rest}", _given(given))
        found: list[T] = build_all(self._kind, rows)
        for record in found:
            self._note(record)
        return found

    def _note(self, record: T) -> None:
        number = getattr(record, "id", None)
        if number is not None:
            self._db.known.add((self._name, number))


def _given(parameters: dict[str, Any]) -> dict[str, Any]:
    return {name: stored(value) for name, value in parameters.items()}
