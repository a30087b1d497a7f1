"""Between a city and the wards a process serves: each tells its numbers every few minutes, and gets
the packs the city published. No ward is looked into from outside: its own holder does it."""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial

from bot.app import ServedWard
from bot.running.clock import utc_now
from bot.running.loops import beat
from bot.running.pool import Pool
from content.library import Content
from content.packs import Pack, PackRefused, read_pack
from handlers.desk import packs
from handlers.desk.acts import DeskRefused
from handlers.office import city_figures
from storage.database import StorageUnavailable, Transaction
from storage.engines.postgres.city import PostgresCity
from storage.pack_models import CityProposal

log = logging.getLogger(__name__)

LOOK_S = 60.0  # what is new is heard of; this is for what was not heard
TELL_S = 180.0


class CityExchanging:
    """One a process. `served` are its wards by their keys, as they are at the moment; `keys` what
    the packs of each are signed by ("": it takes none)."""

    def __init__(
        self,
        open_city: Callable[[], PostgresCity],
        served: Mapping[str, ServedWard],
        keys: Mapping[str, str],
    ) -> None:
        self._open_city = open_city
        self._city: PostgresCity | None = None
        self._served = served
        self._keys = keys
        self._thread = Pool("exchange", 1, 1)
        self._sooner = asyncio.Event()
        self._everybody = True  # are looked at next
        self._unasked: set[str] = set()  # wards that came since the last look
        self._told: dict[str, float] = {}  # when, by the steady clock
        self._refused: set[tuple[str, int]] = set()  # packs that are none for a ward

    def look_sooner(self, ward: str | None = None) -> None:
        """The city published something, or there is another ward: it alone is looked at then."""
        if ward is None:
            self._everybody = True
        else:
            self._unasked.add(ward)
        self._sooner.set()

    async def run(self) -> None:
        """A loop."""
        while True:
            beat()
            self._sooner.clear()
            every, self._everybody = self._everybody, False
            some, self._unasked = self._unasked, set()
            await self.step(None if every else some)
            try:
                await asyncio.wait_for(self._sooner.wait(), LOOK_S)
            except TimeoutError:
                self._everybody = True

    async def step(self, some: Collection[str] | None = None) -> None:
        """What is due for each ward, or for some; what goes wrong with one costs the others
        nothing."""
        try:
            numbers = await self._thread.run(self._numbers)
        except StorageUnavailable as error:
            log.error("the city was not asked: %s", error)
            return
        for key, ward in list(self._served.items()):
            if some is not None and key not in some:
                continue
            try:
                await self._take(key, ward, numbers)
                await self._hear(ward)
                await self._tell(key, ward)
            except StorageUnavailable as error:
                log.error("nothing exchanged ward=%s: %s", key, error)

    def _connected(self) -> PostgresCity:
        self._city = self._city or self._open_city()
        return self._city

    def _numbers(self) -> list[int]:
        return self._connected().run(lambda tx: tx.exchange.numbers())

    def _body(self, number: int) -> bytes:
        return self._connected().run(lambda tx: tx.exchange.pack(number)).encode()

    def _put(self, ward: str, figures: Mapping[str, int | None]) -> None:
        self._connected().run(lambda tx: tx.exchange.tell(ward, figures))

    async def _take(self, key: str, ward: ServedWard, numbers: list[int]) -> None:
        public, core = self._keys.get(key, ""), ward.core
        have = await core.database.read(_numbers_there)
        for number in numbers:
            if not public or number in have or (key, number) in self._refused:
                continue
            data = await self._thread.run(self._body, number)
            try:
                pack = read_pack(data, public)
                work = partial(_keep, content=core.content, pack=pack, data=data, now=utc_now())
                await core.database.transaction(work)
            except (PackRefused, DeskRefused) as refusal:
                log.error("pack %s is not taken ward=%s: %s", number, key, refusal)
                self._refused.add((key, number))
            else:
                await core.following.catch_up()

    def _proposals(self, after: int) -> list[tuple[int, str, str]]:
        return self._connected().run(lambda tx: tx.exchange.proposals(after))

    async def _hear(self, ward: ServedWard) -> None:
        """What the city proposes to send."""
        db, now = ward.core.database, utc_now()
        last = await db.read(lambda tx: tx.city_packs.last_proposal())
        if found := await self._thread.run(self._proposals, last):
            await db.transaction(partial(_propose, new=[CityProposal(*one, now) for one in found]))

    async def _tell(self, key: str, ward: ServedWard) -> None:
        moment = time.monotonic()
        if moment - self._told.get(key, -TELL_S) < TELL_S:
            return
        policies, now = ward.core.policies, utc_now()
        found = await ward.core.database.read(
            lambda tx: city_figures.figures_of(tx, policies, now), long=True
        )
        await self._thread.run(self._put, key, city_figures.packed(found))
        self._told[key] = moment

    def close(self) -> None:
        """Nothing is exchanged any more."""
        if self._city is not None:
            self._city.close()

    def forget(self, key: str) -> None:
        """The ward is served by another process: whoever has it tells at once."""
        self._told.pop(key, None)


def _numbers_there(tx: Transaction) -> set[int]:
    return {one.number for one in tx.city_packs.all()}


def _propose(tx: Transaction, new: list[CityProposal]) -> None:
    for one in new:
        tx.city_packs.propose(one)


def _keep(tx: Transaction, content: Content, pack: Pack, data: bytes, now: datetime) -> None:
    packs.receive(tx, content, pack, data, None, now)
    tx.audit.write("pack.receive", f"pack:{pack.number}", now)
