"""Serves what was published at the desk: at the start, and within a second of every publication,
whichever process it was made in. It reads the database and exchanges the edition that is served;
what may be published is decided elsewhere (`handlers/desk`)."""

import asyncio
import contextlib
import gc
import logging

from bot.running.loops import beat
from bot.running.pool import Pool
from content.library import Content
from content.overlay import Edition, Published
from handlers.desk.acts import published
from storage.database import Database, StorageUnavailable, Transaction

log = logging.getLogger(__name__)

LOOK_S = 0.5
AGAIN_S = 10.0


class Following:
    """Keeps `content` at the latest edition. One at a time is made, in a thread. `look_s` is how
    soon it is seen that another program published something; our own pages say it at once."""

    def __init__(self, database: Database, content: Content) -> None:
        self._database = database
        self._shelf = content.shelf
        self._one_by_one = asyncio.Lock()
        self._thread = Pool("edition", 1, 1)
        self._sooner = asyncio.Event()
        self.look_s = LOOK_S

    def look_sooner(self) -> None:
        """Another program may have published something."""
        self._sooner.set()

    async def run(self) -> None:
        """Looks whether there is a later one: that costs a look into an index."""
        while True:
            beat(AGAIN_S)
            try:
                await self.catch_up()
            except StorageUnavailable as error:
                log.error("the latest answers were not read: %s", error)
                await asyncio.sleep(AGAIN_S)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._sooner.wait(), self.look_s)
            self._sooner.clear()

    async def catch_up(self) -> None:
        """Returns when what is served is at least what was published before the call. Raises
        StorageUnavailable."""
        if await self._database.read(_serial) == self._shelf.now.serial:
            return
        async with self._one_by_one:
            serial, versions = await self._database.read(lambda tx: (_serial(tx), _in_force(tx)))
            if serial == self._shelf.now.serial:
                return
            edition = await self._thread.run(self._shelf.edition, serial, versions)
            self._shelf.put(edition)
            _tell(edition)
            # Understanding refers to itself: what was served before would lie about for long.
            await self._thread.run(gc.collect)


def _serial(tx: Transaction) -> int:
    return tx.entries.last_serial()


def _in_force(tx: Transaction) -> list[Published]:
    return [published(version) for version in tx.entries.in_force()]


def _tell(edition: Edition) -> None:
    log.info("answers served serial=%s laid=%s", edition.serial, len(edition.laid))
    for problem in edition.unread:
        log.error("a published answer is not served: %s:%s", problem.file.stem, problem.line)
