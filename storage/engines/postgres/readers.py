"""Connections that only look, and the threads they are used in: two for a ward that has a process
to itself, or a few for all wards of one. A server lends a hundred connections."""

import asyncio
import queue
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace

from storage.engines.postgres.address import Address
from storage.engines.postgres.session import Session

# For all wards of a process. Each comes to keep what the catalogs say of all their schemas: twenty
# megabytes and more.
USUAL = 4
AT_WORK = 4  # wards of a process that write at once
LONG_S = 0.25
_NOWHERE = "donghanh_nowhere"  # no schema: what names none of its own finds no table


class WardReaders:
    """Of one ward. `count` threads, begun when they are first needed, as the connections are."""

    def __init__(self, count: int) -> None:
        self.threads = ThreadPoolExecutor(count, thread_name_prefix="reader")
        self.long = asyncio.Semaphore(max(1, count // 2))  # the others are for what is short
        self._free: queue.SimpleQueue[Session] = queue.SimpleQueue()

    def take(self, address: Address) -> Session:
        """A connection for one look, or for one rehearsal. Raises psycopg.Error."""
        try:
            return self._free.get_nowait()
        except queue.Empty:
            return Session(address, "donghanh")

    def give_back(self, session: Session) -> None:
        """Somebody else may have it."""
        self._free.put(session)

    def close(self) -> None:
        """Returns when the last look has ended."""
        self.threads.shutdown()
        while not self._free.empty():
            self._free.get().close()


class SharedReaders(WardReaders):
    """Of all wards of a process that stand on one server: each look names its schema, for itself
    alone."""

    def __init__(self, count: int = USUAL) -> None:
        super().__init__(count)
        self._places = asyncio.Semaphore(AT_WORK)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """A few wards write at once. Each thread that waits for the interpreter asks for it ten
        thousand times a second (`GIVEN_BACK_S`): fifty of them took more than the work they had.
        Who is at it for longer waits for the server, and is counted no more."""
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

    def take(self, address: Address) -> Session:
        """The same, into the schema of a ward."""
        session = super().take(replace(address, schema=_NOWHERE))
        session.connection.driver.prepare_threshold = None  # a plan is one schema's
        session.look_into = address.schema
        return session

    def give_back(self, session: Session) -> None:
        """Without a schema."""
        session.look_into = ""
        super().give_back(session)
