"""Connections that write for several wards of a process: a server keeps some megabytes for each
connection, whoever uses it, and a few wards write at once anyway. A ward stays with its connection,
which holds its lock and its plans, and is the only one that learns what its schema holds.
"""

import asyncio
import secrets
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg import pq

from storage.engines.postgres.address import Address
from storage.engines.postgres.connecting import connect, is_lost

USUAL = 12  # for all wards of a process
AT_WORK = 4  # of them at once
LONG_S = 0.25


class Lane:
    """One connection, used in one thread. What its wards have of the server hangs on it: who finds
    another than before takes the ward's lock anew."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(1, thread_name_prefix="postgres")
        self.name = f"donghanh {secrets.token_hex(8)}"
        self.wards = 0
        self.turn = asyncio.Lock()
        self._driver: psycopg.Connection[Any] | None = None
        self._schema = ""

    def connection(self, address: Address) -> psycopg.Connection[Any]:
        """As it is by now: another where it was lost. Raises psycopg.Error."""
        if self._driver is None or is_lost(self._driver):
            self._driver = connect(address, self.name, writes=True)
            self._schema = address.schema
        return self._driver

    def enter(self, address: Address) -> None:
        """What names no schema means this ward's from now on. Raises psycopg.Error."""
        if self._driver is not None and self._schema != address.schema:
            self._schema = ""
            # Named as `address` lets it be: nothing in it is to be quoted.
            done = self._driver.pgconn.exec_(f"SET search_path TO {address.schema}".encode())
            if done.status != pq.ExecStatus.COMMAND_OK:
                raise psycopg.OperationalError(done.get_error_message())
            self._schema = address.schema

    def close(self) -> None:
        """When the last work has ended."""
        self.threads.shutdown()
        if self._driver is not None:
            self._driver.close()


class Lanes:
    """Of one process. `take` and `give_back` may be called in any thread."""

    def __init__(self, count: int = USUAL) -> None:
        self._lanes = [Lane() for _ in range(count)]
        self._places = asyncio.Semaphore(AT_WORK)
        self._taking = threading.Lock()

    def take(self) -> Lane:
        """The one with the fewest wards; one more from now on."""
        with self._taking:
            lane = min(self._lanes, key=lambda each: each.wards)
            lane.wards += 1
            return lane

    def give_back(self, lane: Lane) -> None:
        """A ward less."""
        with self._taking:
            lane.wards -= 1

    @asynccontextmanager
    async def writing(self, lane: Lane) -> AsyncIterator[None]:
        """A few write at once. Each thread that waits for the interpreter asks for it ten thousand
        times a second (`GIVEN_BACK_S`): fifty of them took more than the work they had. Who is at
        it for longer waits for the server, and is counted no more."""
        async with lane.turn:
            await self._places.acquire()
            held = [self._places]

            def leave() -> None:
                while held:
                    held.pop().release()

            long = asyncio.get_running_loop().call_later(LONG_S, leave)
            try:
                yield
            finally:
                long.cancel()
                leave()

    def close(self) -> None:
        """When no ward is served any more."""
        for lane in self._lanes:
            lane.close()
