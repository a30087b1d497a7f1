"""Drives broadcasts: one small transaction after another, so that no conversation waits for them.

The rows say where every broadcast stands (`handlers/broadcast/engine.py`); this loop only keeps the
steps coming. Killed at any moment, the next process goes on from the rows.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime

from bot.running.loops import beat
from content.library import Content
from handlers.broadcast import engine
from handlers.talk.messages import Policies
from storage.database import Database, StorageUnavailable, Transaction

log = logging.getLogger(__name__)

IDLE_S = 10.0  # with nothing on its way; whoever decides something on a page wakes us
STORAGE_PAUSE_S = 1.0
FAULT_PAUSE_S = 10.0


class Broadcaster:
    """`wake` it after something was approved, resumed or decided; `run` it while the program lives.

    `policies` say what each channel allows; `deliver` lets the deliveries look at once.
    """

    def __init__(
        self,
        database: Database,
        content: Content,
        clock: Callable[[], datetime],
        policies: Policies,
        site: str,
        deliver: Callable[[], None],
    ) -> None:
        self._database = database
        self._content = content
        self._clock = clock
        self._policies = policies
        self._site = site
        self._deliver = deliver
        self._awake = asyncio.Event()
        self.idle_s = IDLE_S

    def wake(self) -> None:
        self._awake.set()

    async def recover(self) -> None:
        """At start, before anything is sent: what is too late by now waits for a person, with what
        of it was queued. Raises StorageUnavailable."""
        now = self._clock()
        await self._database.transaction(lambda tx: engine.hold_late(tx, self._content, now))

    async def run(self) -> None:
        while True:
            beat()
            self._awake.clear()
            try:
                wait = await self.step()
            except StorageUnavailable as error:
                log.error("broadcasts wait for storage: %s", error)
                wait = STORAGE_PAUSE_S
            if wait <= 0:
                await asyncio.sleep(0)  # conversations go first
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), wait)

    async def step(self) -> float:
        """One step of everything on its way; the seconds until the next one is worth its while."""
        on_their_way = await self._database.transaction(engine.on_their_way)
        if not on_their_way:
            return self.idle_s
        wait = IDLE_S
        for broadcast_id in on_their_way:
            wait = min(wait, await self._step_of(broadcast_id))
        if wait < IDLE_S:
            self._deliver()
        return wait

    async def _step_of(self, broadcast_id: int) -> float:
        now = self._clock()

        def work(tx: Transaction) -> float:
            return engine.step(tx, self._content, broadcast_id, now, self._policies, self._site)

        try:
            return await self._database.transaction(work)
        except StorageUnavailable:
            raise
        except Exception:
            # A fault in one broadcast must not end the others for good.
            log.exception("broadcast step failed broadcast=%s", broadcast_id)
        await self._give_up(broadcast_id, now)
        return FAULT_PAUSE_S

    async def _give_up(self, broadcast_id: int, now: datetime) -> None:
        try:
            await self._database.transaction(
                lambda tx: engine.give_up(tx, self._content, broadcast_id, now)
            )
        except StorageUnavailable:
            raise
        except Exception:
            # What broke the step may break this as well; it is tried again with the next one.
            log.exception("broadcast could not be paused broadcast=%s", broadcast_id)
