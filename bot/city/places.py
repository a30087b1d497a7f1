"""Where each ward is served at this moment, as those who serve the web know it: looked up when the
server says that it changed, at once when a ward was not where it should be, and every few seconds
all the same."""

import asyncio
import logging

from bot.running.loops import beat
from bot.running.pool import Pool
from storage.city.leases import GONE_S
from storage.city.models import Placed
from storage.database import StorageUnavailable
from storage.engines.postgres.city import PostgresCity

log = logging.getLogger(__name__)

LOOK_S = 5.0  # changes are heard of; this is for what was not


class Places:
    """What was known last stands while the server does not answer."""

    def __init__(self, city: PostgresCity) -> None:
        self._city = city
        self._thread = Pool("places", 1, 2)
        self._sooner = asyncio.Event()
        self._by_key: dict[str, Placed] = {}
        self._by_host: dict[str, Placed] = {}

    def all(self) -> list[Placed]:
        return list(self._by_key.values())

    def of_key(self, key: str) -> Placed | None:
        return self._by_key.get(key)

    def of_host(self, host: str) -> Placed | None:
        """The ward that has this host name for itself; `host` as a browser says it."""
        return self._by_host.get(host.partition(":")[0].lower())

    def look_sooner(self) -> None:
        """A ward was not where it was said to be."""
        self._sooner.set()

    async def look(self) -> None:
        """Raises StorageUnavailable."""
        found = await self._thread.run(self._city.run, lambda tx: tx.wards.placed(GONE_S))
        self._by_key = {one.key: one for one in found}
        self._by_host = {one.host: one for one in found if one.host}

    async def run(self) -> None:
        while True:
            beat()
            self._sooner.clear()
            try:
                await self.look()
            except StorageUnavailable as error:
                log.error("where wards are was not looked up: %s", error)
            try:
                await asyncio.wait_for(self._sooner.wait(), LOOK_S)
                await asyncio.sleep(0.2)  # many find out at once
            except TimeoutError:
                continue
