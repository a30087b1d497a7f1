"""Keeps a process's leases: renews them from a thread of its own, so that neither a long turn nor a
slow disk costs them, and says whether a ward is ours at this moment."""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from storage.city.leases import BEAT_S, HELD_S
from storage.city.models import WardShare
from storage.database import StorageUnavailable
from storage.engines.postgres.city import CityTables, PostgresCity

log = logging.getLogger(__name__)

_Work = Callable[[CityTables], object]


@dataclass(frozen=True, slots=True)
class OneWorker:
    """A process as others see it: `knows` is the newest migration of a ward it knows."""

    id: str
    address: str
    program: str
    knows: int


class LeaseKeeper:
    """Belongs to the event loop it is made on; `changed` hears there what the process is to serve,
    every time it was asked."""

    def __init__(
        self,
        city: PostgresCity,
        worker: OneWorker,
        changed: Callable[[WardShare], None],
        refused: Callable[[], Collection[str]],
    ) -> None:
        """`refused` are the wards that could not be served here a moment ago."""
        self._city = city
        self._worker = worker
        self._changed = changed
        self._refused = refused
        self._loop = asyncio.get_running_loop()
        self._asked: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._untold: list[_Work] = []  # what the city could not be told yet, in its order
        self._ours: frozenset[str] = frozenset()
        self._served: frozenset[str] = frozenset()
        self._until = 0.0
        self._thread = threading.Thread(target=self._run, name="leases", daemon=True)
        self.beat_at = 0.0  # by the steady clock: when it last went through

    def start(self) -> None:
        self._thread.start()

    def may_act(self, ward: str) -> bool:
        """Whether nobody else can have the ward now. By the steady clock, which goes on while a
        process is stopped."""
        return ward in self._ours and time.monotonic() < self._until

    def answers(self, ward: str) -> None:
        """The ward is served from now on."""
        self._served |= {ward}
        self._asked.put(lambda tx: tx.leases.answers(self._worker.id, {ward}))

    def serves_step(self, ward: str, step: int) -> None:
        """The ward's schema has had this migration."""
        self._asked.put(lambda tx: tx.wards.set_step(ward, step))

    def give_back(self, ward: str) -> None:
        """Nothing is done for the ward any more."""
        self._ours -= {ward}
        self._served -= {ward}
        self._asked.put(lambda tx: tx.leases.give_back(self._worker.id, ward))

    def stop(self) -> None:
        """Leaves the city; returns when it has."""
        self._ours = frozenset()
        self._asked.put(None)
        self._thread.join()

    def _run(self) -> None:
        due = time.monotonic()
        while True:
            try:
                asked = self._asked.get(timeout=max(0.0, due - time.monotonic()))
            except queue.Empty:
                self._beat()
                due = time.monotonic() + BEAT_S
                continue
            self._untold.append(asked or (lambda tx: tx.leases.leave(self._worker.id)))
            self._say()
            if asked is None:
                self._city.close()
                return

    def _say(self) -> None:
        try:
            self._city.run(self._tell)
        except StorageUnavailable as error:
            log.error("the city was not told: %s", error)
        else:
            self._untold.clear()

    def _tell(self, tx: CityTables) -> None:
        for work in self._untold:
            work(tx)

    def _beat(self) -> None:
        began, own, refused = time.monotonic(), self._worker, self._refused()

        def work(tx: CityTables) -> WardShare:
            self._tell(tx)
            tx.leases.beat(own.id, own.address, own.program, own.knows)
            tx.leases.forget_gone()
            share = tx.leases.share(own.id, refused)
            # A lease that ended and was taken again is a new one: the city does not know of it yet.
            tx.leases.answers(own.id, self._served)
            return share

        try:
            share = self._city.run(work)
        except StorageUnavailable as error:
            log.error("leases were not renewed: %s", error)
            return
        self._untold.clear()
        self._ours = frozenset(ward.key for ward in share.wards)
        self._until, self.beat_at = began + HELD_S, began
        try:
            self._loop.call_soon_threadsafe(self._changed, share)
        except RuntimeError:  # the loop is closed: the process ends
            log.info("nobody hears of leases any more")
