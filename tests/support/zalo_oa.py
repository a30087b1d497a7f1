"""The program's core behind real HTTP, with the Zalo OA of `bot.loopback` as its only platform."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from cryptography.fernet import Fernet
from starlette.applications import Starlette

from bot.app import Core, build_core, build_pages, running
from bot.channels.base import Channel
from bot.channels.oa import Pair
from bot.channels.opened import Around
from bot.channels.webchat import WebChatChannel
from bot.channels.zalo_oa.opening import ZaloOa, build, opened
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.files.attachments import in_either
from bot.loopback.zalo_oa import (
    APP_ID,
    APP_SECRET,
    TOKEN_LASTS_S,
    WEBHOOK_KEY,
    FakeOa,
    serving,
    text_of,
)
from bot.settings.secret import Secret
from bot.settings.settings import Settings
from bot.web.chat import WebChat
from content.library import Content
from storage import database
from storage.database import Database
from storage.times import Uptime
from tests.support.patience import PATIENCE_S
from tests.support.site import Site

KEY = Fernet.generate_key().decode()


def own_settings(base: str, **given: object) -> ZaloOaSettings:
    own = ZaloOaSettings(
        app_id=APP_ID,
        app_secret=Secret(APP_SECRET),
        token_key=Secret(KEY),
        webhook_secret=Secret(WEBHOOK_KEY),
        api_url=base,
        login_url=base,
        per_minute=0,
    )
    return replace(own, **given)  # type: ignore[arg-type]  # fields by name


@dataclass
class LiveOa:
    core: Core
    oa: ZaloOa
    db: Database
    fake: FakeOa
    site: Site

    @property
    def address(self) -> str:
        return self.site.url


@asynccontextmanager
async def live_oa(
    folder: Path,
    content: Content,
    fake: FakeOa,
    *,
    connected: bool = True,
    public_url: str = "https://phuong.test",
    **given: object,
) -> AsyncIterator[LiveOa]:
    """The core serving its webhook on a free port, which the fake knows. `public_url` "" is that
    address itself."""

    def clock() -> datetime:
        return datetime.fromtimestamp(fake.clock(), UTC)

    url = f"sqlite:///{folder}/oa.db"
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{door.getsockname()[1]}"
    async with serving(fake) as base, database.open(url) as db:
        settings = Settings(
            database_url=url,
            public_url=public_url or address,
            vendors=(own_settings(base, **given),),
        )
        around = Around(
            db, content, clock, in_either(folder / "attachments", folder / "photos"),
            settings.public_url, settings.public_url, wake=lambda: core.wake(),
        )  # fmt: skip
        oa = await build(settings.of(ZaloOaSettings), around)
        if connected:
            await oa.account.connect(pair_of(fake))
        web = WebChatChannel()
        channels: dict[str, Channel] = {oa.channel.name: oa.channel, web.name: web}
        core = build_core(
            db,
            content,
            channels,
            clock,
            site=settings.public_url,
            lasted=lambda: Uptime("test", fake.clock()),
        )
        chat = WebChat(web, db, content, "key", secure=public_url != "")
        app = build_pages(core, chat, settings, [opened(oa)], clock=clock)
        async with running(core, channels, clock), _listening(app, door):
            fake.webhook_url = f"{address}/zalo-oa"
            if connected:
                await oa.channel.look()
            yield LiveOa(core, oa, db, fake, Site(address, core, web))
    assert fake.faults == []


def pair_of(fake: FakeOa) -> Pair:
    return Pair(*fake.new_pair(), timedelta(seconds=TOKEN_LASTS_S))


@asynccontextmanager
async def _listening(app: Starlette, door: socket.socket) -> AsyncIterator[None]:
    server = uvicorn.Server(
        uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
    )
    task = asyncio.create_task(server.serve([door]))
    while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
        await asyncio.sleep(0.005)
    try:
        yield
    finally:
        server.should_exit = True
        await task


async def answers(fake: FakeOa, user_id: str, count: int) -> list[str]:
    """What this person has been told, when it is so many messages."""
    end = time.monotonic() + PATIENCE_S
    while len(fake.users[user_id].received) < count:
        got = [text_of(message)[:60] for message in fake.users[user_id].received]
        assert time.monotonic() < end, f"{len(got)} of {count}: {got} {fake.faults}"
        await asyncio.sleep(0.01)
    return [text_of(message) for message in fake.users[user_id].received]
