"""The schema of a city on a PostgreSQL server: short transactions on one connection, opened anew
when it was lost. Belongs to one thread at a time; it waits for the server."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import psycopg

from content.operator import tell
from storage.city.exchange import CityExchange
from storage.city.leases import WardLeases
from storage.city.people import CityPeople
from storage.city.wards import CityWards
from storage.engines.postgres import address, schema
from storage.engines.postgres.connecting import PostgresConnection, connect, is_lost
from storage.engines.postgres.writing import not_opened
from storage.errors import StorageUnavailable

T = TypeVar("T")

# A city's statements take milliseconds: what takes longer is a server that does not answer.
_PATIENCE_MS = 3000


class CityTables:
    """What a transaction of the city's schema has."""

    def __init__(self, connection: PostgresConnection) -> None:
        self.wards = CityWards(connection)
        self.leases = WardLeases(connection)
        self.exchange = CityExchange(connection)
        self.people = CityPeople(connection)


class PostgresCity:
    """Raises StorageError when it cannot be opened."""

    def __init__(self, url: str) -> None:
        self.address = address.read(url)
        try:
            self._connection = PostgresConnection(self._open())
        except psycopg.Error as error:
            raise not_opened(self.address, error) from error
        try:
            schema.migrate(self._connection.driver, self.address, schema.CITY)
        except BaseException as error:
            self.close()
            if isinstance(error, psycopg.Error):
                raise not_opened(self.address, error) from error
            raise

    def _open(self) -> "psycopg.Connection[object]":
        driver = connect(self.address, "donghanh city")
        driver.execute(f"SET statement_timeout = {_PATIENCE_MS}".encode())
        # A process that is stopped in the middle of a beat keeps nobody from the leases.
        driver.execute(f"SET idle_in_transaction_session_timeout = {_PATIENCE_MS}".encode())
        return driver

    def run(self, work: Callable[[CityTables], T]) -> T:
        """`work` in one transaction, at most twice: a connection may be lost. Raises
        StorageUnavailable."""
        for again in (True, False):
            try:
                if is_lost(self._connection.driver):
                    self._connection.driver = self._open()
                with self._connection.driver.transaction():
                    return work(CityTables(self._connection))
            except psycopg.Error as error:
                if not (again and is_lost(self._connection.driver)):
                    raise StorageUnavailable(tell("storage.not_read", error=error)) from error
        raise AssertionError("unreachable")

    def ward_url(self, schema_name: str, folder: str) -> str:
        """Where a ward stands."""
        return address.ward_url(self.address, schema_name, folder)

    def put_aside(self, schema_name: str, now: datetime) -> None:
        """What a ward had that moved away: kept, under another name. Raises StorageUnavailable."""
        try:
            schema.put_aside(self._connection.driver, schema_name, now)
        except psycopg.Error as error:
            raise StorageUnavailable(tell("storage.not_written", error=error)) from error

    def close(self) -> None:
        self._connection.driver.close()
