"""The whole web app on a real port, in this process."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.app import Core, build_core, build_pages, build_telegram, running, utc_now
from bot.channels.base import Channel
from bot.channels.webchat import WebChatChannel
from bot.core.conversation import Clock
from bot.files.attachments import AttachmentStore
from bot.running.pools import Pools
from bot.settings.settings import Mode, Secret, Settings
from bot.web.chat import WebChat
from bot.web.connections import USUAL, Bounds, Connections, Server
from content.library import Content
from storage import database
from tests.support.botapi import TOKEN
from tests.support.clock import lasted_of
from tests.support.engine import address


@dataclass(frozen=True)
class Site:
    url: str
    core: Core
    web: WebChatChannel
    pools: Pools = field(default_factory=Pools)


@asynccontextmanager
async def site(
    folder: Path,
    content: Content,
    *,
    api_url: str = "",
    webhook: bool = False,
    clock: Clock = utc_now,
    bounds: Bounds = USUAL,
    trusted: tuple[str, ...] = (),
    public_url: str = "",
) -> AsyncIterator[Site]:
    """Web chat, and Telegram against `api_url` where one is given (by webhook or by polling)."""
    web = WebChatChannel()
    channels: dict[str, Channel] = {web.name: web}
    telegram = None
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = Settings()
        if api_url:
            settings = Settings(
                telegram_bot_token=Secret(TOKEN),
                telegram_api_url=api_url,
                telegram_mode=Mode.WEBHOOK if webhook else Mode.POLLING,
                public_url=url if webhook else "",
                telegram_webhook_secret=Secret("test-secret"),
            )
            attachments = AttachmentStore(folder / "attachments")
            telegram = build_telegram(settings, content, attachments)
            channels[telegram.name] = telegram
        async with database.open(address(folder, "site")) as db:
            core = build_core(
                db, content, channels, clock, site=url, photo_folder=folder / "photos",
                lasted=lasted_of(clock),
            )  # fmt: skip
            chat = WebChat(web, db, content, "test key", secure=False, bounds=bounds)
            port = listening.getsockname()[1]
            here = replace(settings, host="127.0.0.1", port=port, public_url=public_url)
            pools = Pools()
            app = build_pages(core, chat, here, telegram, clock=clock, pools=pools, key="test key")
            server = Server(
                app,
                Connections(bounds, trusted, content.words.say("system/not_understood")),
                trusted,
                before_exit=web.stop,
                graceful_s=1,
            )
            async with running(core, channels, clock):
                serving = asyncio.create_task(server.serve([listening]))
                while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
                    await asyncio.sleep(0.005)
                try:
                    yield Site(url, core, web, pools)
                finally:
                    await web.stop()
                    server.should_exit = True
                    await serving
