"""The composition root: the only place that builds things and hands them to each other."""

import asyncio
import ctypes
import gc
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from bot.channels.base import Channel, Looping, Misconfigured
from bot.channels.oa import WEBHOOK_PATH as ZALO_OA_PATH
from bot.channels.telegram import render as telegram_render
from bot.channels.telegram.channel import WEBHOOK_PATH as TELEGRAM_PATH
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.webchat import WebChatChannel
from bot.channels.zalo_bot import WEBHOOK_PATH as ZALO_BOT_PATH
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_oa.account import OaAccount, OaLogin
from bot.channels.zalo_oa.articles import ZaloArticles
from bot.channels.zalo_oa.channel import OaOptions, ZaloOaChannel
from bot.core import eraser, guard, schedule
from bot.core.broadcaster import Broadcaster
from bot.core.conversation import Clock, Reception
from bot.core.delivery import Delivery
from bot.core.health import vitals
from bot.core.pacing import pacer_for
from bot.files.attachments import AttachmentStore
from bot.files.decoding import Decoder
from bot.files.photos import Photos, PhotoStore
from bot.running import watchdog
from bot.running.loops import Loops
from bot.running.pools import Pools
from bot.running.uptime import uptime
from bot.settings.settings import Mode, Settings
from bot.web.app import build_web
from bot.web.chat import WebChat, static_version
from bot.web.connections import Connections, Server, bounds_of, take_files
from bot.web.console.console import Console
from bot.web.notebook import NotebookPage
from bot.web.origins import Origins
from bot.web.visitors import VisitorPages
from bot.web.webhook import (
    TELEGRAM_HEADER,
    ZALO_BOT_HEADER,
    ZALO_OA_HEADER,
    signed_webhook,
    webhook,
)
from content.library import Content, load_content
from handlers.clock import alarms
from handlers.talk.messages import Policies
from storage import database
from storage.database import Database
from storage.times import Uptime

M_MMAP_THRESHOLD = -3  # of malloc.h
LARGE_BLOCK = 256 * 1024


def utc_now() -> datetime:
    return datetime.now(UTC)


# What is no channel's: the heartbeat, broadcasts, the way out.
SERVER = "server"


@dataclass(frozen=True, slots=True)
class Core:
    """The assistant without its outer doors: what `run`, `chat` and the tests have in common."""

    database: Database
    content: Content
    reception: Reception
    deliveries: Mapping[str, Delivery]
    photos: PhotoStore
    attachments: AttachmentStore
    broadcaster: Broadcaster
    policies: Policies
    channels: tuple[Channel, ...]
    loops: Loops = field(default_factory=Loops)

    def wake(self) -> None:
        """Something was queued or decided beside the conversations: everybody looks now."""
        self.broadcaster.wake()
        for delivery in self.deliveries.values():
            delivery.wake()

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
    photo_folder: Path = Path("data/photos"),
    lasted: Callable[[], Uptime] = uptime,
) -> Core:
    """`site` is where our own pages are (`https://...`, without a slash at the end); `lasted` is
    how long the machine has been on."""
    photos, decoder = PhotoStore(photo_folder), Decoder()
    attachments = AttachmentStore(photo_folder.with_name("attachments"), decoder)
    deliveries = {
        name: Delivery(db, channel, clock, pacer_for(channel.capabilities.policy), content, lasted)
        for name, channel in channels.items()
    }

    def deliver() -> None:
        for delivery in deliveries.values():
            delivery.wake()

    policies = {name: channel.capabilities.policy for name, channel in channels.items()}
    broadcaster = Broadcaster(db, content, clock, policies, site, deliver)
    capabilities = {name: channel.capabilities for name, channel in channels.items()}
    fetchers = {name: channel.fetch for name, channel in channels.items()}
    reception = Reception(
        db, content, capabilities, clock, deliveries, site, Photos(photos, fetchers, decoder)
    )
    return Core(
        db,
        content,
        reception,
        deliveries,
        photos,
        attachments,
        broadcaster,
        policies,
        channels=tuple(channels.values()),
    )


@asynccontextmanager
async def running(
    core: Core, channels: Mapping[str, Channel], clock: Clock = utc_now
) -> AsyncIterator[None]:
    """Marks what a crash left in doubt, starts delivery, the heartbeat and every channel; stops
    them in the opposite order."""
    reach = [(name, policy.arrives, policy.open_for) for name, policy in core.policies.items()]
    await core.database.transaction(lambda tx: tx.calls.set_channels(reach))
    for delivery in core.deliveries.values():
        await delivery.recover()
    loops = core.loops
    loops.on_death = _alarm(core, clock, SERVER)
    for name, delivery in core.deliveries.items():
        loops.keep(f"delivery {name}", delivery.run)
    beating = partial(
        schedule.run, core.database, core.content, clock, core.photos, core.wake, core.policies
    )
    loops.keep("heartbeat", beating)
    loops.keep("broadcaster", core.broadcaster.run)
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


def build_telegram(
    settings: Settings, content: Content, attachments: AttachmentStore | None = None
) -> TelegramChannel:
    """`attachments` is where the files of broadcasts are; beside the database, if not given."""
    store = attachments or AttachmentStore(_beside(settings, "attachments"))
    commands = dict(
        line.split(": ", 1) for line in content.words.say("commands").splitlines() if line
    )
    by_webhook = settings.telegram_mode is Mode.WEBHOOK
    return TelegramChannel(
        settings.telegram_bot_token.value,
        settings.telegram_api_url,
        commands,
        webhook_url=settings.public_url if by_webhook else "",
        webhook_secret=settings.telegram_webhook_secret.value,
        per_second=settings.telegram_per_second,
        attachment=store.read,
    )


def build_zalo_bot(settings: Settings) -> ZaloBotChannel:
    by_webhook = settings.zalo_bot_mode is Mode.WEBHOOK
    return ZaloBotChannel(
        settings.zalo_bot_token.value,
        settings.zalo_bot_api_url,
        webhook_url=settings.public_url if by_webhook else "",
        monthly=settings.zalo_bot_monthly,
        people=settings.zalo_bot_people,
    )


@dataclass(frozen=True, slots=True)
class ZaloOa:
    """The ward's Official Account: its tokens and its channel."""

    account: OaAccount
    channel: ZaloOaChannel
    articles: ZaloArticles | None


async def build_zalo_oa(
    settings: Settings,
    db: Database,
    content: Content,
    clock: Clock = utc_now,
    attachments: AttachmentStore | None = None,
) -> ZaloOa:
    own = settings.zalo_oa
    login = OaLogin(own.login_url, own.app_id, own.app_secret.value)
    account = OaAccount(db, content, login, own.token_key.value, clock)
    await account.load()
    store = attachments or AttachmentStore(_beside(settings, "attachments"))
    options = OaOptions(
        message_api=own.message_api,
        buttons=own.buttons,
        form=own.form,
        first_terms=own.first_terms,
        webhook_secrets=own.webhook_secrets,
        only_log_signatures=own.only_log_signatures,
        pays=own.pays,
        per_minute=own.per_minute,
        logo_url=f"{settings.public_url}/static/zalo.png" if settings.public_url else "",
        form_title=content.ward.name,
    )
    channel = ZaloOaChannel(account, own.api_url, options, store.read, clock)
    account.connected = channel.look_soon
    articles = None
    if own.articles != "hand":
        articles = ZaloArticles(
            db, content, channel.api, clock, site_of(settings), options.logo_url,
            may_broadcast=own.articles == "broadcast",
        )  # fmt: skip
    return ZaloOa(account, channel, articles)


async def serve(
    settings: Settings, announce: Callable[[str], None], clock: Clock = utc_now
) -> None:
    """Runs everything until the process is told to stop. `announce` gets lines for the operator.

    Raises StorageError, ContentError or Misconfigured when it cannot start.
    """
    content = load_content(ward_file=settings.ward_file)
    with _address(settings) as door:
        await _serve_at(door, settings, content, announce, clock)


async def _serve_at(
    door: socket.socket,
    settings: Settings,
    content: Content,
    announce: Callable[[str], None],
    clock: Clock,
) -> None:
    async with database.open(settings.database_url) as db, watchdog.watching(db.path) as hung:
        web_channel = WebChatChannel()
        channels: dict[str, Channel] = {web_channel.name: web_channel}
        telegram = None
        if settings.telegram_bot_token:
            telegram = build_telegram(settings, content)
            channels[telegram.name] = telegram
        zalo_bot = build_zalo_bot(settings) if settings.zalo_bot_token else None
        if zalo_bot is not None:
            channels[zalo_bot.name] = zalo_bot
        zalo_oa = None
        if settings.zalo_oa:
            zalo_oa = await build_zalo_oa(settings, db, content, clock)
            channels[zalo_oa.channel.name] = zalo_oa.channel
        core = build_core(
            db,
            content,
            channels,
            clock,
            site=site_of(settings),
            photo_folder=_beside(settings, "photos"),
        )
        if zalo_oa is not None:
            zalo_oa.account.wake = core.wake
        key = settings.secret_key.value or await _kept_key(db)
        secure = settings.public_url.startswith("https://")
        bounds = bounds_of(take_files())
        chat = WebChat(web_channel, db, content, key, secure=secure, bounds=bounds)
        app = build_pages(core, chat, settings, telegram, zalo_bot, zalo_oa, clock, key=key)
        if zalo_oa is not None and zalo_oa.articles is not None:
            await zalo_oa.articles.recover()
        async with running(core, channels, clock):
            settle_memory()
            if hung:
                await core.loops.tell("event loop", "Silent")
            lost = guard.until_lost(db)
            if settings.backup_dir is not None:
                mirror = guard.Mirror(db.path, settings.backup_dir, clock)
                core.loops.keep("erasures beside the backups", mirror.run)
            core.loops.keep("nights", guard.Nights(db, content, clock, settings.backup_dir).run)
            not_understood = content.words.say("system/not_understood")
            everybody = Connections(bounds, settings.trusted_proxies, not_understood)
            await _listen(app, door, settings, everybody, web_channel, announce, lost)
            # What was asked of Zalo comes to its end: it must not be asked twice.
            if zalo_oa is not None and zalo_oa.articles is not None:
                await zalo_oa.articles.stop()
        if zalo_oa is not None:
            await zalo_oa.account.stop()


def build_pages(
    core: Core,
    chat: WebChat,
    settings: Settings,
    telegram: TelegramChannel | None = None,
    zalo_bot: ZaloBotChannel | None = None,
    zalo_oa: ZaloOa | None = None,
    clock: Clock = utc_now,
    pools: Pools | None = None,
    key: str = "",
) -> Starlette:
    """Every page: the chat, the pages beside it, the console. `key` signs what browsers keep; made
    anew when not given."""
    site, version, pools = site_of(settings), static_version(), pools or Pools()
    console = Console(
        core.database,
        core.content,
        clock,
        core.photos,
        site=site,
        secure=settings.public_url.startswith("https://"),
        wake=core.wake,
        version=version,
        policies=core.policies,
        attachments=core.attachments,
        pools=pools,
        key=key or secrets.token_urlsafe(32),
        telegram=lambda: telegram.username if telegram else "",
        telegram_html=telegram_render.to_html,
        zalo_oa=zalo_oa.account if zalo_oa else None,
        articles=zalo_oa.articles if zalo_oa else None,
    )
    return build_web(
        chat,
        NotebookPage(core.database, core.content, clock),
        VisitorPages(
            core.database, core.content, clock, site, core.wake, version, core.attachments
        ),
        console,
        _hooks(settings, telegram, zalo_bot, zalo_oa),
        lambda: vitals(
            core.database,
            core.channels,
            core.reception,
            core.deliveries,
            core.loops,
            pools.disk_space,
        ),
        Origins(settings.public_url),
    )


def _hooks(
    settings: Settings,
    telegram: TelegramChannel | None,
    zalo_bot: ZaloBotChannel | None,
    zalo_oa: ZaloOa | None,
) -> list[BaseRoute]:
    """The webhooks of what is switched on and told that way."""
    hooks: list[BaseRoute] = []
    if telegram is not None and settings.telegram_mode is Mode.WEBHOOK:
        endpoint = webhook(telegram, TELEGRAM_HEADER)
        hooks.append(Route(TELEGRAM_PATH, endpoint, methods=["POST"]))
    if zalo_bot is not None and settings.zalo_bot_mode is Mode.WEBHOOK:
        endpoint = webhook(zalo_bot, ZALO_BOT_HEADER)
        hooks.append(Route(ZALO_BOT_PATH, endpoint, methods=["POST"]))
    if zalo_oa is not None:
        endpoint = signed_webhook(zalo_oa.channel, ZALO_OA_HEADER)
        hooks.append(Route(ZALO_OA_PATH, endpoint, methods=["POST"]))
    return hooks


def site_of(settings: Settings) -> str:
    """Where our own pages are: the public address, or this machine when the port is known."""
    local = f"http://{settings.host}:{settings.port}" if settings.port else ""
    return (settings.public_url or local).rstrip("/")


def _beside(settings: Settings, name: str) -> Path:
    """A folder beside the database."""
    return database.sqlite_path(settings.database_url).with_name(name)


def settle_memory() -> None:
    """What is loaded now stays: keep the garbage collector from walking it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)
    _return_large_blocks()


def _return_large_blocks() -> None:
    """glibc learns to keep what was once given back, and a few photos at once cost their memory
    for good: a fixed threshold returns every large block to the system as soon as it is free."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK)


def _address(settings: Settings) -> socket.socket:
    """Takes the address before anything else starts: left to uvicorn, a port in use would end the
    process from within, with tasks cut off in the middle of what they do."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((settings.host, settings.port))
    except OSError as error:
        door.close()
        raise Misconfigured(
            f"Không mở được địa chỉ {settings.host}, cổng {settings.port}: {error.strerror}."
            " Có thể một chương trình khác đang dùng; chọn cổng khác bằng --port hoặc PORT."
        ) from error
    return door


async def _listen(
    app: Starlette,
    door: socket.socket,
    settings: Settings,
    everybody: Connections,
    web: WebChatChannel,
    announce: Callable[[str], None],
    lost: Coroutine[Any, Any, None],
) -> None:
    """Serves until told to stop, or until `lost` raises: then it stops and raises the same."""
    server = Server(app, everybody, settings.trusted_proxies, before_exit=web.stop)
    serving = asyncio.create_task(server.serve([door]))
    # uvicorn has no event for "started".
    while not server.started and not serving.done():  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    if server.started:
        host, port = door.getsockname()[:2]
        announce(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    watching = asyncio.create_task(lost)
    await asyncio.wait({serving, watching}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving
    if not watching.done():
        watching.cancel()
        return
    watching.result()


async def _kept_key(db: Database) -> str:
    """The cookie key made at the first start and kept, so that visitors stay known."""
    fresh = secrets.token_urlsafe(32)
    return await db.transaction(lambda tx: tx.settings.get_or_set("secret_key", fresh))
