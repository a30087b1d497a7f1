"""Connections that only look, and the threads they are used in: two for a ward that has a process
to itself, or a few for all wards of one. A server lends a hundred connections."""

import queue
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from storage.engines.postgres.address import Address
from storage.engines.postgres.session import Session

USUAL = 3  # for all wards of a process
# A connection keeps what the catalogs say of every schema it has seen: a third of a megabyte.
SEEN_BY_LONG = 16
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


class ManyWardsReader(WardReaders):
    """One thread and one connection, for whichever wards: each look names its schema, for itself
    alone. `most`: whoever has seen more schemas than that forgets them all."""

    def __init__(self, most: int | None = None) -> None:
        super().__init__(1)
        self._most = most
        self._seen: set[str] = set()

    def take(self, address: Address) -> Session:
        """The same, into the schema of a ward."""
        session = super().take(replace(address, schema=_NOWHERE))
        session.connection.driver.prepare_threshold = None  # a plan is one schema's
        session.look_into = address.schema
        self._seen.add(address.schema)
        return session

    def give_back(self, session: Session) -> None:
        """Without a schema."""
        session.look_into = ""
        if self._most is not None and len(self._seen) > self._most:
            self._seen.clear()
            return session.close()
        return super().give_back(session)


class SharedReaders:
    """Of all wards of a process that stand on one server. A ward's short looks always go the same
    way, so that each connection knows the catalogs of a part of the wards; what may be long has one
    of its own, in nobody's way."""

    def __init__(self, count: int = USUAL) -> None:
        self._short = [ManyWardsReader() for _ in range(count)]
        self._long = ManyWardsReader(SEEN_BY_LONG)

    def of(self, schema: str, *, long: bool) -> WardReaders:
        """Those that look into this schema."""
        if long:
            return self._long
        return self._short[zlib.crc32(schema.encode()) % len(self._short)]

    def close(self) -> None:
        """Returns when the last look has ended."""
        for each in (*self._short, self._long):
            each.close()
