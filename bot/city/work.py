"""`donghanh work`: a process that has some wards of a city and does everything for them. Which ones
it has is decided with the others in the schema `city`; a ward that is another's by now is let go at
once."""

import asyncio
import contextlib
import gc
import logging
import secrets
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot import logs
from bot.app import GIVEN_BACK_S, InCommon, ServedWard, pools_of, serving, settle_memory
from bot.channels.base import Misconfigured
from bot.city.exchange import CityExchanging
from bot.city.keeper import LeaseKeeper, OneWorker
from bot.city.wards import ManyWards
from bot.core.conversation import Clock
from bot.core.metrics import CONTENT_TYPE, Metrics
from bot.files.apart import DecodingApart
from bot.running import watchdog
from bot.running.clock import utc_now
from bot.running.loops import Loops
from bot.running.memory import share_arenas
from bot.running.pool import Pool
from bot.running.readied import make_ready
from bot.settings.city import CitySettings, opened, settings_of
from bot.settings.settings import ConfigError, Settings
from bot.web.connections import Bounds, Connections, Server, bounds_of, take_files
from bot.web.figures import figures
from bot.web.listening import address_of, listen, take_address
from bot.web.under_path import UnderPath
from content.calendar import today
from content.library import Content, load_content
from content.problems import ContentError
from content.ward import load_ward
from storage import database
from storage.city.models import CityWard, WardShare
from storage.database import Database, StorageError
from storage.engines.postgres import schema
from storage.engines.postgres.city import PostgresCity
from storage.engines.postgres.hearing import EVERYTHING, Hearing
from storage.engines.postgres.lanes import Lanes
from storage.engines.postgres.readers import SharedReaders

log = logging.getLogger(__name__)

WATCH_S = 0.25
LOOK_S = 60.0  # for what another program published: it is heard of, and this is for what was not
OPENING = 4  # at once: the others are served meanwhile
AGAIN_S = 20.0  # a ward that could not be served here is somebody else's for so long


@dataclass(slots=True)
class _Held:
    """A ward this process has; `over` is set when it is to be let go."""

    ward: CityWard
    over: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


async def work(
    settings: CitySettings, announce: Callable[[str], None], clock: Clock = utc_now
) -> None:
    """Runs until the process is told to stop. Raises StorageError, ContentError or Misconfigured
    when it cannot start."""
    sys.setswitchinterval(GIVEN_BACK_S)
    share_arenas()
    content = load_content(with_encoder=settings.encoder)
    content.understanding.read("")
    gc.freeze()
    settings.folder.mkdir(parents=True, exist_ok=True)
    with take_address(settings.host, settings.port) as door:
        name = f"work-{secrets.token_hex(6)}"
        address = settings.work_address or address_of(door)
        own = OneWorker(name, address, version("donghanh"), schema.newest())
        async with watchdog.watching(settings.folder / name):
            at_work = CityWork(settings, content, own, clock)
            at_work.start()
            try:
                settle_memory()
                bounds = at_work.bounds
                not_understood = content.words.say("system/not_understood")
                everybody = Connections(bounds, settings.fronts, not_understood)
                server = Server(at_work.app, everybody, settings.fronts, at_work.end_streams)
                await listen(server, door, announce, _for_ever())
            finally:
                await at_work.stop()


async def _for_ever() -> None:
    await asyncio.Event().wait()


class CityWork:
    """The wards of this process. `app` answers for all of them."""

    def __init__(
        self, settings: CitySettings, content: Content, own: OneWorker, clock: Clock = utc_now
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._content = content
        self._city = PostgresCity(settings.database_url)
        self._keeper = LeaseKeeper(self._city, own, self.see_to, self._refused)
        self._metrics = Metrics()
        self._shared = InCommon(
            pools_of(Settings()), DecodingApart().checked, metrics=self._metrics
        )
        self._readers, self._lanes = SharedReaders(), Lanes()
        self._threads = Pool("opening", OPENING, 1000)
        self._opening = asyncio.Semaphore(OPENING)
        self._held: dict[str, _Held] = {}
        self._served: dict[str, ServedWard] = {}
        self._not_here: dict[str, float] = {}  # until when, by the steady clock
        self._pack_keys: dict[str, str] = {}
        self._exchange = CityExchanging(
            lambda: PostgresCity(settings.database_url), self._served, self._pack_keys
        )
        self._loops = Loops()
        self._loop = asyncio.get_running_loop()
        self._hearing: Hearing | None = None
        self._own = own
        self._watching: asyncio.TimerHandle | None = None
        self.bounds: Bounds = bounds_of(take_files())
        told = figures(self._metrics.text, CONTENT_TYPE, settings.metrics_from)
        self.app = ManyWards(self.health, told)

    def start(self) -> None:
        self._keeper.start()
        self._hearing = Hearing(self._settings.database_url, self._heard)
        self._watch()
        ready = partial(make_ready, self._content, today(self._clock()))
        self._loops.keep("readied", ready)
        self._loops.keep("event loop", self._metrics.watch_lag)
        self._loops.keep("exchange", self._exchange.run)

    async def stop(self) -> None:
        """Lets every ward go, then leaves the city: others take them at once."""
        for held in self._held.values():
            held.over.set()
        tasks = [held.task for held in self._held.values() if held.task is not None]
        if tasks:
            await asyncio.wait(tasks)
        await self._loops.stop()
        if self._hearing is not None:
            await self._threads.run(self._hearing.close)
        self._exchange.close()
        if self._watching is not None:
            self._watching.cancel()
        await self._threads.run(self._keeper.stop)
        self._readers.close()
        self._lanes.close()

    def _heard(self, schema_name: str) -> None:
        """In a thread: another process did something there."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: the process ends
            self._loop.call_soon_threadsafe(self._look_sooner, schema_name)

    def _look_sooner(self, schema_name: str) -> None:
        for key, served in self._served.items():
            if schema_name in (self._held[key].ward.schema, EVERYTHING):
                served.core.following.look_sooner()
                served.core.wake()
        if schema_name in (self._city.address.schema, EVERYTHING):
            self._exchange.look_sooner()

    def _watch(self) -> None:
        """Ends what is being sent for a ward that may be another's. A timer, not a task: in a
        process that goes on after it was stopped it comes before what would be sent next."""
        for key, served in self._served.items():
            if not self._keeper.may_act(key):
                for delivery in served.core.deliveries.values():
                    delivery.let_fall()
        self._watching = asyncio.get_running_loop().call_later(WATCH_S, self._watch)

    async def end_streams(self) -> None:
        for served in self._served.values():
            await served.end_streams()

    def health(self) -> dict[str, Any]:
        """How the process is, for whoever watches over it."""
        held, served = len(self._held), len(self._served)
        ago = round(time.monotonic() - self._keeper.beat_at, 1)
        return {"worker": self._own.id, "wards": held, "serving": served, "renewed_s_ago": ago}

    def _refused(self) -> list[str]:
        now = time.monotonic()
        return [key for key, until in list(self._not_here.items()) if until > now]

    def see_to(self, share: WardShare) -> None:
        """Begins what is new, lets go what is not ours, or not as it was."""
        wanted = {ward.key: ward for ward in share.wards if ward.key not in share.extra}
        for key, held in self._held.items():
            if key not in wanted or wanted[key].version != held.ward.version:
                held.over.set()
        for key, ward in wanted.items():
            if key not in self._held:
                held = self._held[key] = _Held(ward)
                held.task = asyncio.create_task(self._hold(held))

    async def _hold(self, held: _Held) -> None:
        """The boundary of a ward: what goes wrong with one costs the others nothing."""
        key = held.ward.key
        logs.ward.set(key)
        try:
            await self._serve(held)
        except (StorageError, ContentError, Misconfigured, ConfigError) as error:
            log.error("not served here: %s", error)
            self._not_here[key] = time.monotonic() + AGAIN_S
        except Exception:
            log.exception("not served here")
            self._not_here[key] = time.monotonic() + AGAIN_S
        finally:
            self.app.take_away(key)
            self._served.pop(key, None)
            self._metrics.forget(key)
            self._exchange.forget(key)
            del self._held[key]
            self._keeper.give_back(key)

    async def _serve(self, held: _Held) -> None:
        ward = held.ward
        async with contextlib.AsyncExitStack() as open_till_then:
            async with self._opening:
                if held.over.is_set():
                    return
                served = await self._opened(ward, open_till_then)
            served.core.rest(LOOK_S)
            self._keeper.serves_step(ward.key, self._own.knows)
            self._keeper.answers(ward.key)
            self._served[ward.key] = served
            self._exchange.look_sooner(ward.key)
            prefix = self._settings.prefix_of(ward)
            app = UnderPath(served.pages, prefix) if prefix else served.pages
            self.app.put(ward.key, app)
            log.info("served here")
            await self._until_over(held, served)
            self.app.take_away(ward.key)
            del self._served[ward.key]
            await served.end_streams()
        log.info("let go")

    async def _opened(self, ward: CityWard, till: contextlib.AsyncExitStack) -> ServedWard:
        """Raises what keeps it from being served; `till` closes what was opened."""
        url = self._city.ward_url(ward.schema, ward.folder)
        settings = settings_of(self._settings, ward, opened(self._settings, ward), url)
        self._pack_keys[ward.key] = settings.pack_key
        content = await self._threads.run(_content_of, self._content, ward, settings.ward_file)
        db = await till.enter_async_context(self._database(url))
        may_send = partial(self._keeper.may_act, ward.key)
        shared = replace(self._shared, may_send=may_send, ward=ward.key)
        return await till.enter_async_context(
            serving(db, settings, content, bounds=self.bounds, shared=shared, clock=self._clock)
        )

    async def _until_over(self, held: _Held, served: ServedWard) -> None:
        """Raises StorageError when the ward's database is another's."""
        over = asyncio.create_task(held.over.wait())
        lost = asyncio.create_task(served.lost())
        try:
            await asyncio.wait({over, lost}, return_when=asyncio.FIRST_COMPLETED)
            if lost.done():
                lost.result()
        finally:
            over.cancel()
            lost.cancel()

    @asynccontextmanager
    async def _database(self, url: str) -> AsyncIterator[Database]:
        db = await self._threads.run(database.open_shared, url, self._readers, self._lanes)
        try:
            yield db
        finally:
            await db.close()


def _content_of(content: Content, ward: CityWard, ward_file: Path | None) -> Content:
    """The ward as its file has it; one without a file is like the first but for its name."""
    own = load_ward(ward_file) if ward_file else replace(content.shelf.files.ward, name=ward.name)
    return content.in_ward(own)
