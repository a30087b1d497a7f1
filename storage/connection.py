"""What a repository asks of a database: one connection inside one transaction, and no driver.

An engine (`storage/engines/`) implements `Connection`; repositories are built on it and never know
which engine it is. Statements have named parameters (`:name`), rows are read by the names of their
columns. Where the engines' SQL truly differs, `words` has the piece to put into a statement; the
rest is plain: our own ids, times as UTC text, 0 and 1 for no and yes (compare them: `= 1`), lists
as JSON, texts in the order of their code points, `ON CONFLICT`, `RETURNING`, every subquery with a
name. What only one engine has is refused by a test.

A snapshot to read from beside the traffic is the same thing over a connection of its own, in a
thread of its own: open it for reading only as the engine's own kind of connection (SQLite:
aiosqlite with `factory=SqliteConnection`), begin a transaction, and build
`Repositories(connection, IdSource())` (it gives no ids) on it in that thread; every repository then
works as it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol


class Row(Protocol):
    """One row, read by the names of its columns, or walked: its values in the order of `keys`."""

    def __getitem__(self, column: str, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...

    def keys(self) -> Sequence[str]: ...


class Rows(Protocol):
    """What a statement gave: rows to fetch or to walk, and how many rows it changed."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Row | None: ...

    def fetchall(self) -> list[Row]: ...

    def __iter__(self) -> Iterator[Row]: ...


class SqlWords(Protocol):
    """Pieces of SQL that every engine has and each says its own way. What goes in are pieces of
    SQL from our own code, what comes out stands in a statement; build it once where it is hot."""

    def texts(self, given: str, /) -> str:
        """The texts of the JSON list in this parameter, to stand after IN."""
        ...

    def numbers(self, given: str, /) -> str:
        """The whole numbers of the JSON list in this parameter, to stand after IN."""
        ...

    def each_of(self, column: str, given: str, /) -> str:
        """The column is one of the whole numbers of the JSON list in this parameter; each is looked
        up in an index of the column."""
        ...

    def joined(self, text: str, /) -> str:
        """The texts of a group in one, with commas between; NULL for none."""
        ...

    def contains(self, text: str, part: str, /) -> str:
        """Whether the part stands in the text, letter by letter."""
        ...

    def greatest(self, one: str, other: str, /) -> str: ...

    def with_number(self, json: str, name: str, number: str, /) -> str:
        """The JSON object, its member of this name set to the number."""
        ...

    def member(self, json: str, name: str, /) -> str:
        """The text of this name in the JSON object; NULL where there is none. A name is a number or
        a plain word."""
        ...

    def lot(self) -> str:
        """A whole number drawn by lot: 0 to 2^53 - 1."""
        ...

    def join_in_order(self) -> str:
        """`JOIN`, of which the table on the left is read first: where a few of its many rows are
        wanted, in the order of an index of its own."""
        ...

    def unsought(self, column: str, /) -> str:
        """The column, not to be looked up in an index of its own."""
        ...


class Connection(Protocol):
    """One connection, in the transaction of one piece of work."""

    @property
    def words(self) -> SqlWords: ...

    # (table, id) of the rows this transaction has read or added.
    known: set[tuple[str, int]]

    def execute(self, statement: str, given: Mapping[str, Any] = ..., /) -> Rows: ...

    def executemany(self, statement: str, given: Iterable[Mapping[str, Any]], /) -> Rows:
        """Once for each mapping; `rowcount` is of all of them."""
        ...

    def after_commit(self, call: Callable[[], None]) -> None:
        """Has `call` run once the transaction was committed; never when it is rolled back."""
        ...


def only(rows: Rows) -> Row:
    """The row of a statement that always has one."""
    row = rows.fetchone()
    assert row is not None  # noqa: S101  # what the statement is
    return row


def number(rows: Rows) -> int:
    """The number of a statement that always has one, called `n`."""
    return int(only(rows)["n"])
