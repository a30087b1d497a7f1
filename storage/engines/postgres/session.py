"""A connection that is opened anew when it was lost, and the repositories on it. Belongs to the
thread that uses it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import psycopg

from storage.engines.postgres.address import Address
from storage.engines.postgres.connecting import PostgresConnection, connect, is_lost
from storage.engines.postgres.lanes import Lane
from storage.ids import IdSource, Leases
from storage.repositories import Repositories

T = TypeVar("T")

_SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ"


class Session:
    """Raises psycopg.Error when it cannot be opened."""

    def __init__(
        self, address: Address, name: str, *, writes: bool = False, lane: Lane | None = None
    ) -> None:
        """`writes`: see `connect`. In a `lane` the connection is that of several wards."""
        self._address = address
        self._name = name
        self._writes = writes
        self._lane = lane
        self.connection = PostgresConnection(self._open())
        self.ids = IdSource()
        self.repositories = Repositories(self.connection, self.ids)
        self._leases = Leases(self.connection)
        self.look_into = ""  # the schema of the next look, where it is not that of the address

    def _open(self) -> psycopg.Connection[Any]:
        if self._lane is not None:
            return self._lane.connection(self._address)
        return connect(self._address, self._name, writes=self._writes)

    def enter(self) -> None:
        """What names no schema means this ward's. Raises psycopg.Error."""
        if self._lane is not None:
            self._lane.enter(self._address)

    def is_lost(self) -> bool:
        return is_lost(self.connection.driver)

    def renew(self) -> None:
        """Another connection in place of the one that was lost. Raises psycopg.Error."""
        self.connection.driver.close()
        self.connection.driver = self._open()
        self.enter()

    def begin_ids(self, driver: psycopg.Connection[Any]) -> None:
        """Looks through another connection for the highest id there is. Raises psycopg.Error."""
        self.ids.last = Leases(PostgresConnection(driver)).highest()

    def lend(self) -> None:
        """Sees to it that there are ids for one transaction: a transaction of its own."""
        if self.ids.last == 0:
            self.begin_ids(self.connection.driver)
        if self.ids.runs_out():
            self.ids.use(self._leases.take(self.ids.last))

    def read(self, work: Callable[[Repositories], T]) -> T:
        """`work` on what is stored at one moment. Raises psycopg.Error, also where it writes."""
        if self.is_lost():
            self.renew()
        return self._undone(f"{_SNAPSHOT} READ ONLY", work)

    def rehearse(self, work: Callable[[Repositories], T]) -> T:
        """`work`, really done and then undone. Raises psycopg.Error."""
        if self.is_lost():
            self.renew()
        self.lend()
        return self._undone(_SNAPSHOT, work)

    def _undone(self, begin: str, work: Callable[[Repositories], T]) -> T:
        self.connection.begin_work()
        if self.look_into:  # named as `address` lets it be: nothing in it is to be quoted
            both = f"{begin}; SET LOCAL search_path TO {self.look_into}"
            self.connection.driver.execute(both.encode(), prepare=False)
        else:
            self.connection.execute(begin)
        try:
            return work(self.repositories)
        finally:
            self.connection.end_work()
            self.undo()

    def undo(self) -> None:
        """Nothing of the open transaction is kept; a connection that does not even take that is
        given up, which undoes it as well."""
        try:
            self.connection.driver.rollback()
        except psycopg.Error:
            self.connection.driver.close()

    def close(self) -> None:
        """Others go on in the lane."""
        if self._lane is None:
            return self.connection.driver.close()
        with suppress(psycopg.Error):
            self.connection.forget_plans()
        return None
