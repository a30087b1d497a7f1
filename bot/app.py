"""The composition root: the only place that builds things and hands them to each other."""

import asyncio
import gc
import secrets
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from bot.channels.base import Channel, Looping, Retracting
from bot.channels.opened import Around, OpenedChannel
from bot.channels.vendors import PREVIEWS
from bot.channels.web_push.keys import load_keys
from bot.channels.web_push.staff import StaffPushChannel
from bot.channels.web_push.waker import Waker
from bot.channels.webchat import WebChatChannel
from bot.core import eraser, guard, schedule
from bot.core.broadcaster import Broadcaster
from bot.core.conversation import Clock, Reception
from bot.core.delivery import Delivery
from bot.core.following import Following
from bot.core.health import vitals
from bot.core.metrics import CONTENT_TYPE, Metrics
from bot.core.pacing import pacer_for
from bot.core.space import Gauge, Space
from bot.files.apart import DecodingApart
from bot.files.attachments import AttachmentStore, in_either
from bot.files.decoding import Decoder, checked
from bot.files.photos import Photos, PhotoStore
from bot.running import watchdog
from bot.running.clock import utc_now as utc_now
from bot.running.documents import DocumentMaker
from bot.running.loops import Loops
from bot.running.memory import return_large_blocks
from bot.running.pools import Pools
from bot.running.readied import make_ready
from bot.running.uptime import uptime
from bot.settings.settings import Settings
from bot.settings.site import is_secure, public_of, site_of
from bot.settings.space import USUAL_SPACE, SpaceBounds
from bot.web.app import build_web, late_routes
from bot.web.chat import WebChat
from bot.web.connections import Bounds, Connections, Server, bounds_of, take_files
from bot.web.console.console import Console
from bot.web.console.given import Channels, Given
from bot.web.figures import figures
from bot.web.listening import listen, take_address
from bot.web.notebook import NotebookPage
from bot.web.origins import Origins
from bot.web.visitor.answers import VisitorAnswers
from bot.web.waking import Wakes
from bot.web.webhook import webhook
from content.calendar import today
from content.library import Content, load_content
from handlers.clock import alarms
from handlers.people.ways import EMAIL
from handlers.talk.messages import Policies
from storage import database
from storage.database import Database
from storage.times import Uptime

# A thread that reads or makes a page gives the interpreter back so soon (Python's own: 5 ms). A
# turn asks for it after every statement and every write to a socket, some fifty times.
GIVEN_BACK_S = 0.0001


@dataclass(frozen=True, slots=True)
class Core:
    """The assistant without its outer doors: what `run`, `chat` and the tests have in common."""

    database: Database
    content: Content
    reception: Reception
    deliveries: Mapping[str, Delivery]
    photos: PhotoStore
    attachments: AttachmentStore
    answer_files: AttachmentStore  # in the folder of photos
    broadcaster: Broadcaster
    policies: Policies
    channels: tuple[Channel, ...]
    following: Following
    space: Space
    lasted: Callable[[], Uptime] = uptime
    loops: Loops = field(default_factory=Loops)
    metrics: Metrics = field(default_factory=Metrics)
    ward: str = ""  # what its figures are called by

    def wake(self) -> None:
        """Something was queued or decided beside the conversations: everybody looks now."""
        self.broadcaster.wake()
        for delivery in self.deliveries.values():
            delivery.wake()

    def rest(self, seconds: float) -> None:
        """What other programs do here is heard of: nobody looks for it more often than that."""
        self.following.look_s = self.broadcaster.idle_s = seconds
        for delivery in self.deliveries.values():
            delivery.idle_s = seconds

    async def settle(self) -> None:
        """Waits until everything queued has been sent; for the terminal and for tests."""
        for delivery in self.deliveries.values():
            await delivery.drain()


def build_core(
    db: Database,
    content: Content,
    channels: Mapping[str, Channel],
    clock: Clock = utc_now,
    site: str = "",
    public_url: str = "",
    photo_folder: Path = Path("data/photos"),
    lasted: Callable[[], Uptime] = uptime,
    check: Callable[[bytes], bytes] = checked,
    bounds: SpaceBounds = USUAL_SPACE,
    may_send: Callable[[], bool] = lambda: True,
    metrics: Metrics | None = None,
    ward: str = "",
) -> Core:
    """`site` is where our own pages are (`https://...`, without a slash at the end), `public_url`
    the same where anybody reaches it; `lasted` is how long the machine has been on; `check` is
    what pictures pass; `bounds` are how much of the disk strangers may take; `may_send` is asked
    before every send; `metrics` are the process's, in which `ward` names this one."""
    metrics, ward = metrics or Metrics(), ward or db.path.stem
    counted = metrics.of(ward)
    space = Space(bounds)
    photos, decoder = PhotoStore(photo_folder, check), Decoder()
    attachments = AttachmentStore(photo_folder.with_name("attachments"), decoder, check)
    answer_files = AttachmentStore(photo_folder, decoder, check)
    deliveries: dict[str, Delivery] = {}

    def deliver() -> None:
        for delivery in deliveries.values():
            delivery.wake()

    for name, channel in channels.items():
        pacer = pacer_for(channel.capabilities.policy)
        deliveries[name] = Delivery(
            db, channel, clock, pacer, content, lasted, deliver, may_send, counted.send
        )  # fmt: skip

    policies = {
        name: channel.capabilities.policy
        for name, channel in channels.items()
        if not channel.capabilities.for_staff
    }
    broadcaster = Broadcaster(db, content, clock, policies, site, deliver)
    capabilities = {name: channel.capabilities for name, channel in channels.items()}
    fetchers = {name: channel.fetch for name, channel in channels.items()}
    reception = Reception(
        db, content, capabilities, clock, deliveries, site, Photos(photos, fetchers, decoder),
        public_url, space, may_send, counted.turn,
    )  # fmt: skip
    return Core(
        db,
        content,
        reception,
        deliveries,
        photos,
        attachments,
        answer_files,
        broadcaster,
        policies,
        channels=tuple(channels.values()),
        following=Following(db, content),
        space=space,
        lasted=lasted,
        metrics=metrics,
        ward=ward,
    )


@asynccontextmanager
async def running(
    core: Core, channels: Mapping[str, Channel], clock: Clock = utc_now
) -> AsyncIterator[None]:
    """Marks what a crash left in doubt, starts delivery, the heartbeat and every channel; stops
    them in the opposite order."""
    allowed = {channel.name: channel.capabilities.policy for channel in core.channels}
    reach = [(name, policy.arrives, policy.open_for) for name, policy in allowed.items()]
    retracting = [channel.name for channel in core.channels if isinstance(channel, Retracting)]
    by_link = [channel.name for channel in core.channels if not channel.capabilities.uploads]
    await core.database.transaction(lambda tx: tx.calls.set_channels(reach, retracting, by_link))
    for delivery in core.deliveries.values():
        await delivery.recover()
    await core.broadcaster.recover()
    await core.following.catch_up()
    loops = core.loops
    loops.on_death = _alarm(core, clock, schedule.SERVER)
    for name, delivery in core.deliveries.items():
        loops.keep(f"delivery {name}", delivery.run)
    beating = partial(
        schedule.run, core.database, core.content, clock, core.photos, core.wake, core.policies,
        core.lasted,
    )  # fmt: skip
    loops.keep("heartbeat", beating)
    loops.keep("broadcaster", core.broadcaster.run)
    loops.keep("answers", core.following.run)
    counting = core.metrics.of(core.ward).watch
    loops.keep("figures", partial(counting, core.database, channels, loops, clock))
    loops.keep("disk", Gauge(core.space, core.database, core.content, clock, channels).run)
    loops.keep("eraser", partial(eraser.run, core.database, core.photos))
    for name, channel in channels.items():
        if isinstance(channel, Looping):
            channel.loops.on_death = _alarm(core, clock, name)
    started: list[Channel] = []
    try:
        for channel in channels.values():
            await channel.start(core.reception.receive)
            started.append(channel)
        yield
    finally:
        # Sending ends first, while its connections still stand.
        await asyncio.gather(*(delivery.stop() for delivery in core.deliveries.values()))
        for channel in reversed(started):
            await channel.stop()
        await loops.stop()


def _alarm(core: Core, clock: Clock, channel: str) -> Callable[[str, str], Awaitable[None]]:
    """Tells staff that a loop ended and is started again."""

    async def sound(name: str, why: str) -> None:
        now = clock()
        detail = f"{name}: {why}"
        await core.database.transaction(
            lambda tx: alarms.sound(tx, core.content, channel, "loop", detail, now)
        )

    return sound


async def serve(
    settings: Settings, announce: Callable[[str], None], clock: Clock = utc_now
) -> None:
    """Runs everything until the process is told to stop. `announce` gets lines for the operator.

    Raises StorageError, ContentError or Misconfigured when it cannot start.
    """
    sys.setswitchinterval(GIVEN_BACK_S)
    content = load_content(ward_file=settings.ward_file, with_encoder=settings.encoder)
    content.understanding.read("")  # made now, not while somebody waits
    gc.freeze()  # next to none of it is garbage: `settle_memory` need not walk it
    with take_address(settings.host, settings.port) as door:
        await _serve_at(door, settings, content, announce, clock)


async def _serve_at(
    door: socket.socket,
    settings: Settings,
    content: Content,
    announce: Callable[[str], None],
    clock: Clock,
) -> None:
    async with database.open(settings.database_url) as db, watchdog.watching(db.path) as hung:
        bounds = bounds_of(take_files())
        async with serving(db, settings, content, bounds=bounds, clock=clock) as ward:
            settle_memory()
            ward.core.loops.keep("event loop", ward.core.metrics.watch_lag)
            if hung:
                await ward.core.loops.tell("event loop", "Silent")
            late = late_routes(ward.pages)
            ward.core.loops.keep("readied", partial(make_ready, content, today(clock()), late))
            not_understood = content.words.say("system/not_understood")
            everybody = Connections(bounds, settings.trusted_proxies, not_understood)
            proxies = settings.trusted_proxies
            server = Server(ward.pages, everybody, proxies, before_exit=ward.end_streams)
            await listen(server, door, announce, ward.lost())


@dataclass(frozen=True, slots=True)
class ServedWard:
    """One ward that receives, sends and keeps its times; `pages` are not listened to yet. `lost`
    returns never and raises StorageError once the database is another's."""

    core: Core
    pages: Starlette
    web: WebChatChannel
    lost: Callable[[], Coroutine[Any, Any, None]]

    async def end_streams(self) -> None:
        """Pages that wait for something new come to their end."""
        await self.web.stop()
        self.core.database.talked.stop()


@dataclass(frozen=True, slots=True)
class InCommon:
    """What the wards of a process have together; none of it is anybody's."""

    pools: Pools
    check: Callable[[bytes], bytes]
    may_send: Callable[[], bool] = lambda: True
    metrics: Metrics = field(default_factory=Metrics)
    ward: str = ""  # the key of the one that is served; "" where there is but one


@asynccontextmanager
async def serving(
    db: Database,
    settings: Settings,
    content: Content,
    *,
    bounds: Bounds,
    shared: InCommon | None = None,
    clock: Clock = utc_now,
) -> AsyncIterator[ServedWard]:
    """A ward whole, from its database to its pages, for as long as it is served here. Raises
    StorageError and Misconfigured when it cannot start."""
    shared = shared or InCommon(pools_of(settings), DecodingApart().checked)
    web = WebChatChannel()
    attachment = in_either(_beside(settings, "attachments"), _beside(settings, "photos"))
    around = Around(
        db, content, clock, attachment, settings.public_url, site_of(settings),
        wake=lambda: core.wake(),
    )  # fmt: skip
    opened = [await vendor.open(around) for vendor in settings.vendors if vendor.is_on]
    key = settings.secret_key.value or await _kept_key(db)
    waker = await open_waker(db, content, settings, key, clock)
    for_staff = [StaffPushChannel(waker, db, content)] if waker is not None else []
    every = (web, *(each.channel for each in opened), *for_staff)
    channels: dict[str, Channel] = {one.name: one for one in every}
    core = build_core(
        db, content, channels, clock, site=around.site, public_url=public_of(settings),
        photo_folder=_beside(settings, "photos"), check=shared.check, bounds=settings.space,
        may_send=shared.may_send, metrics=shared.metrics, ward=shared.ward,
    )  # fmt: skip
    chat = WebChat(
        web, db, content, key, secure=is_secure(settings), bounds=bounds,
        public_url=public_of(settings), wakes=waker, clock=clock,
    )  # fmt: skip
    pages = build_pages(core, chat, settings, opened, clock, shared.pools, key, waker)
    for each in opened:
        await each.begin()
    async with running(core, channels, clock):
        if waker is not None:
            core.loops.keep("waker", waker.run)
        _guard(core, settings, clock)
        yield ServedWard(core, pages, web, partial(guard.until_lost, db))
        for each in opened:
            await each.settle()
    for each in opened:
        await each.end()


async def open_waker(
    db: Database, content: Content, settings: Settings, key: str, clock: Clock
) -> Waker | None:
    """What wakes browsers; none where they would not let it: our pages are not reached by https,
    which is also where push services find who sends. `key` signs the visitors' cookies."""
    if not is_secure(settings):
        return None
    return Waker(db, content, await load_keys(db, key, public_of(settings), clock()), clock)


def _guard(core: Core, settings: Settings, clock: Clock) -> None:
    """Watches over the file and its backups."""
    db = core.database
    if settings.backup_dir is not None:
        mirror = guard.Mirror(db.path, settings.backup_dir, clock)
        core.loops.keep("erasures beside the backups", mirror.run)
    core.loops.keep(
        "nights", guard.Nights(db, core.content, clock, settings.backup_dir, core.lasted).run
    )


def build_pages(
    core: Core,
    chat: WebChat,
    settings: Settings,
    opened: Sequence[OpenedChannel] = (),
    clock: Clock = utc_now,
    pools: Pools | None = None,
    key: str = "",
    wakes: Wakes | None = None,
) -> Starlette:
    """Every page: the chat, the pages beside it, the console. `opened` are the platforms that are
    on; `key` signs what browsers keep; made anew when not given. `wakes`: what wakes browsers."""
    site, pools = site_of(settings), pools or pools_of(settings)
    db, content = core.database, core.content
    given = Given(
        database=db,
        content=content,
        clock=clock,
        photos=core.photos,
        attachments=core.attachments,
        answer_files=core.answer_files,
        pools=pools,
        wake=core.wake,
        site=site,
        secure=is_secure(settings),
        key=key or secrets.token_urlsafe(32),
        channels=channels_for_staff(core.policies, opened),
        catch_up=core.following.catch_up,
        letters=EMAIL in {channel.name for channel in core.channels},
        wakes=wakes,
        pack_key=settings.pack_key,
    )
    healthy = partial(
        vitals,
        db,
        core.channels,
        core.reception,
        core.deliveries,
        core.loops,
        core.space,
        pools.disk_space,
    )
    return build_web(
        chat,
        NotebookPage(db, content, clock),
        VisitorAnswers(db, content, clock, site, core.wake, public_of(settings)),
        core.attachments,
        core.answer_files,
        pools.previews,
        Console(given),
        [webhook(each.hook) for each in opened if each.hook],
        healthy,
        Origins(settings.public_url),
        figures(core.metrics.text, CONTENT_TYPE, settings.metrics_from),
    )


def channels_for_staff(policies: Policies, opened: Sequence[OpenedChannel]) -> Channels:
    """What staff see of the platforms that are on."""
    return Channels(
        policies,
        {each.channel.name: each.username for each in opened if each.username},
        {each.channel.name: each.chat_link for each in opened if each.chat_link},
        PREVIEWS,
        next((each.oa for each in opened if each.oa), None),
        next((each.articles for each in opened if each.articles), None),
    )


def pools_of(settings: Settings) -> Pools:
    """Documents are made from content of their own, read from the same files as ours."""
    return Pools(
        DocumentMaker(partial(load_content, ward_file=settings.ward_file, with_meaning=False))
    )


def _beside(settings: Settings, name: str) -> Path:
    """A folder beside the database."""
    return database.folder(settings.database_url) / name


def settle_memory() -> None:
    """What is loaded now stays: keep the garbage collector from walking it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)
    gc.enable()
    return_large_blocks()


async def _kept_key(db: Database) -> str:
    """The cookie key made at the first start and kept, so that visitors stay known."""
    fresh = secrets.token_urlsafe(32)
    return await db.transaction(lambda tx: tx.settings.get_or_set("secret_key", fresh))
