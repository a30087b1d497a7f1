"""Rows too many to be read at once, beside the traffic and a few at a time: the interpreter is
everybody's, and a long snapshot keeps the log of the file from being cut."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from storage.database import Database, Transaction

T = TypeVar("T")
R = TypeVar("R")


async def read_on(
    database: Database, lot: Callable[[Transaction, T | None], Sequence[T]]
) -> list[T]:
    """Every row: `lot` is given the last one that was read, None at first, and returns the next
    few; none is the end."""
    rows: list[T] = []
    while some := await database.read(partial(_next, lot, rows), long=True):
        rows += some
    return rows


def _next(
    lot: Callable[[Transaction, T | None], Sequence[T]], rows: Sequence[T], tx: Transaction
) -> Sequence[T]:
    return lot(tx, rows[-1] if rows else None)


async def read_for(
    database: Database, items: Sequence[T], at_once: int, one: Callable[[Transaction, T], R]
) -> list[R]:
    """What `one` finds for each of the items, so many of them at once."""
    found: list[R] = []
    for begun in range(0, len(items), at_once):
        some = items[begun : begun + at_once]
        found += await database.read(partial(_each, one, some), long=True)
    return found


def _each(one: Callable[[Transaction, T], R], items: Sequence[T], tx: Transaction) -> list[R]:
    return [one(tx, item) for item in items]
