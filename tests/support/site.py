"""The whole web app on a real port, in this process."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from starlette.types import ASGIApp

from bot.app import Core, build_core, build_pages, running, utc_now
from bot.channels.base import Channel
from bot.channels.email.settings import EmailSettings
from bot.channels.opened import Around
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.web_push.keys import load_keys
from bot.channels.web_push.service import PushService
from bot.channels.web_push.staff import StaffPushChannel
from bot.channels.web_push.waker import Waker
from bot.channels.webchat import WebChatChannel
from bot.city.wards import ManyWards
from bot.core.conversation import Clock
from bot.files.attachments import in_either
from bot.running.documents import DocumentMaker
from bot.running.pools import Pools
from bot.settings.secret import Secret
from bot.settings.settings import Settings
from bot.settings.values import Mode
from bot.web.chat import WebChat
from bot.web.connections import USUAL, Bounds, Connections, Server
from bot.web.console import jobs
from bot.web.figures import figures
from bot.web.listening import at_once
from bot.web.under_path import UnderPath
from content.library import Content, load_content
from handlers.people.ways import PUSH
from storage import database
from storage.database import Database
from tests.support.botapi import TOKEN
from tests.support.clock import lasted_of
from tests.support.engine import address
from tests.support.patience import PATIENCE_S
from tests.support.push_service import PushServer, plain_connector

DOCUMENTS = DocumentMaker(partial(load_content, with_meaning=False))  # one start for all tests
jobs.WAIT_S = PATIENCE_S / 2  # that start, on a machine with other things to do


@dataclass(frozen=True)
class Site:
    url: str
    core: Core
    web: WebChatChannel
    pools: Pools = field(default_factory=lambda: Pools(DOCUMENTS))
    waker: Waker | None = None  # its steps are the test's to take


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
    push: PushServer | None = None,
    letters: EmailSettings | None = None,
    pack_key: str = "",
    ward: str = "",
) -> AsyncIterator[Site]:
    """Web chat, and Telegram against `api_url` where one is given (by webhook or by polling).
    Browsers are woken through `push`, letters handed to the mail server of `letters`. With `ward`
    its pages stand under /w/<ward>, as one ward of several in a process."""
    # What is published here is served here alone.
    content = replace(content, shelf=content.shelf.another())
    web = WebChatChannel()
    channels: dict[str, Channel] = {web.name: web}
    with socket.create_server(("127.0.0.1", 0)) as listening:
        at_once(listening)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}{f'/w/{ward}' if ward else ''}"
        settings = Settings()
        if api_url:
            telegram = TelegramSettings(
                bot_token=Secret(TOKEN),
                api_url=api_url,
                mode=Mode.WEBHOOK if webhook else Mode.POLLING,
                webhook_secret=Secret("test-secret"),
            )
            settings = Settings(public_url=url if webhook else "", vendors=(telegram,))
        async with database.open(address(folder, "site")) as db:
            attachment = in_either(folder / "attachments", folder / "photos")
            if letters is not None:
                settings = settings.having(letters)
            around = Around(db, content, clock, attachment, settings.public_url, url)
            opened = [await vendor.open(around) for vendor in settings.vendors]
            channels |= {one.channel.name: one.channel for one in opened}
            waker = await _waker(db, content, push, clock) if push else None
            if waker is not None:
                channels[PUSH] = StaffPushChannel(waker, db, content)
            core = build_core(
                db, content, channels, clock, site=url, public_url=public_url,
                photo_folder=folder / "photos", lasted=lasted_of(clock),
            )  # fmt: skip
            chat = WebChat(
                web, db, content, "test key", secure=False, bounds=bounds, public_url=public_url,
                wakes=waker, clock=clock,
            )  # fmt: skip
            port = listening.getsockname()[1]
            here = replace(settings, host="127.0.0.1", port=port, public_url=public_url)
            here = replace(here, pack_key=pack_key)
            pools = Pools(DOCUMENTS)
            app = build_pages(
                core, chat, here, opened, clock=clock, pools=pools, key="test key", wakes=waker
            )
            server = Server(
                _under(ward, app) if ward else app,
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
                    yield Site(url, core, web, pools, waker)
                finally:
                    if waker is not None:
                        await waker.close()
                    await web.stop()
                    db.talked.stop()
                    server.should_exit = True
                    await serving


def _under(ward: str, app: ASGIApp) -> ManyWards:
    wards = ManyWards(dict, figures(bytes, "text/plain", ()))
    wards.put(ward, UnderPath(app, f"/w/{ward}"))
    return wards


async def _waker(db: Database, content: Content, push: PushServer, clock: Clock) -> Waker:
    keys = await load_keys(db, "test key", "https://phuong.test", clock())
    return Waker(
        db, content, keys, clock,
        PushService(keys, accepts=push.is_here, connector=plain_connector),
    )  # fmt: skip
