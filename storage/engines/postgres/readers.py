"""Connections that only look, and the threads they are used in: two for a ward that has a process
to itself, or a few for all wards of one. A server lends a hundred connections."""

import queue
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from storage.engines.postgres.address import Address
from storage.engines.postgres.session import Session

USUAL = 8  # for all wards of a process
_NOWHERE = "donghanh_nowhere"  # no schema: what names none of its own finds no table


class WardReaders:
    """Of one ward. `count` threads, begun when they are first needed, as the connections are."""

    def __init__(self, count: int) -> None:
        self.threads = ThreadPoolExecutor(count, thread_name_prefix="reader")
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
