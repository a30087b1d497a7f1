"""Connections to a PostgreSQL server: how one is opened, what it makes of our statements and
values, and what its errors mean."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import errors, sql
from psycopg.abc import Buffer
from psycopg.adapt import Dumper, Loader
from psycopg.types.numeric import Int8Dumper

from storage.engines.postgres.address import Address
from storage.engines.postgres.wire import Fetched, Wire, columns_of, row_of
from storage.engines.postgres.words import PostgresWords

# The transaction came into another's way, and is to be done again. What two processes add at once
# may be told as a key that is there already.
AGAIN = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.LockNotAvailable,
    errors.UniqueViolation,
)
# A server that does not answer is given up on: the kernel's own patience is two hours.
_PATIENCE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 12_000,
}
_SETTINGS = (
    "SET TIME ZONE 'UTC'",
    "SET lock_timeout = '10s'",
    # A process that was stopped in the middle of its work keeps nobody from theirs.
    "SET idle_in_transaction_session_timeout = '10min'",
    "SET jit = off",  # our statements are short
)
# Statements of a ward's work find a few rows by an index. Left to itself the server walks through a
# table that was small when it planned, or that nobody counted yet: the first broadcast of a ward.
_SHORT = ("SET enable_seqscan = off",)
_PREPARED = 400  # statements: about as many as there are; what is hot is planned once


def _rows(cursor: psycopg.Cursor[Any]) -> Callable[[Sequence[Any]], Any]:
    result = cursor.pgresult
    return row_of(columns_of(result)) if result is not None and result.nfields else tuple


class _Number(Loader):
    """Sums and averages: whole numbers as such, others as they are in Python."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data)
        return float(text) if b"." in text else int(text)


class _YesOrNo(Loader):
    """What a condition gives: 1 or 0, as it is stored."""

    def load(self, data: Buffer) -> int:
        return int(bytes(data) == b"t")


class _Flag(Dumper):
    oid = 20  # bigint, as the columns are

    def dump(self, obj: Any) -> bytes:
        return b"1" if obj else b"0"


class _Text(Dumper):
    """Of whatever type it stands for; without the one sign PostgreSQL keeps in no text."""

    def dump(self, obj: Any) -> bytes:
        return str(obj).replace("\x00", "").encode()


class PostgresConnection:
    """What `storage.connection.Connection` asks for, over a connection of the driver. What a piece
    of work looked up is not asked again before it writes something."""

    words = PostgresWords()

    def __init__(self, driver: psycopg.Connection[Any]) -> None:
        self.driver = driver
        self.known: set[tuple[str, int]] = set()
        self.afterwards: list[Callable[[], None]] = []
        self._seen: dict[tuple[Any, ...], Fetched] | None = None

    @property
    def driver(self) -> psycopg.Connection[Any]:
        """Another, when this one was lost."""
        return self._driver

    @driver.setter
    def driver(self, driver: psycopg.Connection[Any]) -> None:
        self._driver = driver
        self._wire = Wire(driver)

    def execute(self, statement: str, given: Mapping[str, Any] | None = None, /) -> Fetched:
        if self._seen is None:
            return self._wire.ask(statement, given)
        if not statement.startswith("SELECT"):
            self._seen.clear()
            return self._wire.ask(statement, given)
        key = (statement, *given.items()) if given else (statement,)
        if (seen := self._seen.get(key)) is not None:
            return seen.again()
        seen = self._seen[key] = self._wire.ask(statement, given)
        return seen

    def executemany(self, statement: str, given: Iterable[Mapping[str, Any]], /) -> Fetched:
        if self._seen:
            self._seen.clear()
        answers = [self._wire.ask(statement, each) for each in given]
        return Fetched([], sum(answer.rowcount for answer in answers))

    def after_commit(self, call: Callable[[], None]) -> None:
        self.afterwards.append(call)

    def begin_work(self) -> None:
        """Another piece of work begins: nothing is read yet, nothing is to be done afterwards."""
        self.known.clear()
        self.afterwards, self._seen = [], {}

    def end_work(self) -> None:
        """Whatever is asked from here on is asked of the server."""
        self._seen = None

    def forget_plans(self) -> None:
        """The server keeps none for whoever goes."""
        self._wire.forget_plans()


def connect(address: Address, name: str, *, writes: bool = False) -> psycopg.Connection[Any]:
    """A connection in the schema of the ward; `name` is what the server's operator sees of it,
    `writes`: it is for the short statements of a ward's own work. Raises psycopg.Error."""
    driver = psycopg.connect(
        address.server,
        autocommit=True,
        row_factory=_rows,
        application_name=name,
        client_encoding="utf8",
        **_PATIENCE,
    )
    driver.prepared_max = _PREPARED
    try:
        driver.adapters.register_dumper(bool, _Flag)
        driver.adapters.register_dumper(str, _Text)
        # As the columns are, however small: the driver's own choice differs from value to value.
        driver.adapters.register_dumper(int, Int8Dumper)
        driver.adapters.register_loader("numeric", _Number)
        driver.adapters.register_loader("bool", _YesOrNo)
        driver.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(address.schema)))
        for setting in (*_SETTINGS, *(_SHORT if writes else ())):
            driver.execute(setting)
    except psycopg.Error:
        driver.close()
        raise
    return driver


def is_lost(driver: psycopg.Connection[Any]) -> bool:
    """Whether nothing more goes through it."""
    return driver.closed or driver.broken
