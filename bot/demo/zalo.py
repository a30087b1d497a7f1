"""A Zalo conversation in this terminal, against the OA of `bot.loopback`: every line goes to our
webhook, signed, over HTTP, and every answer comes back through the OA's API. Nothing leaves this
machine, nothing is kept."""

import asyncio
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, TextIO

from cryptography.fernet import Fernet

from bot.app import serve
from bot.channels.oa import Pair
from bot.channels.opened import Around
from bot.channels.zalo_oa.opening import build
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.core.conversation import Clock
from bot.demo.ward import fill
from bot.loopback.zalo_oa import (
    APP_ID,
    APP_SECRET,
    TOKEN_LASTS_S,
    WEBHOOK_KEY,
    FakeOa,
    buttons_of,
    serving,
    text_of,
)
from bot.settings.secret import Secret
from bot.settings.settings import Settings
from content.library import Content
from content.operator import tell
from storage import database

PERSON = "2468458835291979220"
GOVERNMENT, BUSINESS = 4, 2
QUIET_S = 0.7  # after so long without another message the answer is complete


async def run_zalo(
    settings: Settings, content: Content, clock: Clock, lines: TextIO, output: TextIO, *,
    buttons: bool,
) -> None:  # fmt: skip
    """Talks until the end of `lines`."""
    fake = FakeOa(oa_type=BUSINESS if buttons else GOVERNMENT, clock=lambda: clock().timestamp())
    with tempfile.TemporaryDirectory() as folder:
        async with serving(fake) as base:
            here = _settings(settings, Path(folder), base)
            await fill(here, content, clock())
            await _connect(here, content, fake, clock)
            started: asyncio.Future[str] = asyncio.get_running_loop().create_future()
            program = asyncio.create_task(serve(here, started.set_result, clock))
            waited: set[asyncio.Future[Any]] = {program, started}
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if not started.done():
                await program  # raises why it did not start
            fake.webhook_url = f"{started.result()}zalo-oa"
            try:
                await _talk(fake, lines, output)
            finally:
                program.cancel()
                with suppress(asyncio.CancelledError):
                    await program


def _settings(settings: Settings, folder: Path, base: str) -> Settings:
    own = ZaloOaSettings(
        app_id=APP_ID,
        app_secret=Secret(APP_SECRET),
        token_key=Secret(Fernet.generate_key().decode()),
        webhook_secret=Secret(WEBHOOK_KEY),
        api_url=base,
        login_url=base,
    )
    url = f"sqlite:///{folder}/zalo.db"
    ward_file = settings.ward_file
    return Settings(database_url=url, port=0, ward_file=ward_file, vendors=(own,))


async def _connect(settings: Settings, content: Content, fake: FakeOa, clock: Clock) -> None:
    """As an administrator does in the console with a pair from the API Explorer."""
    async with database.open(settings.database_url) as db:
        around = Around(db, content, clock)
        oa = await build(settings.of(ZaloOaSettings), around)
        await oa.account.connect(Pair(*fake.new_pair(), timedelta(seconds=TOKEN_LASTS_S)))


async def _talk(fake: FakeOa, lines: TextIO, output: TextIO) -> None:
    shown = 0

    async def show() -> None:
        """Prints what came, until it is quiet."""
        nonlocal shown
        loop = asyncio.get_running_loop()
        heard = loop.time()
        while loop.time() - heard < QUIET_S:
            for message in fake.user(PERSON).received[shown:]:
                shown, heard = shown + 1, loop.time()
                print(_drawn(message), file=output, flush=True)
            await asyncio.sleep(0.05)

    commands = {
        "!quan-tam, !bo-quan-tam": tell("demo_zalo.follow"),
        "!anh": tell("demo_zalo.sticker"),
        "!danh-thiep 0912345678": tell("demo_zalo.card"),
        "!thoat": tell("demo_zalo.leave"),
    }
    help_lines = [f"  {command:29} {does}" for command, does in commands.items()]
    print(tell("demo_zalo.help"), *help_lines, sep="\n", file=output, flush=True)
    await fake.follow(PERSON)
    await show()
    while True:
        print("> ", end="", file=output, flush=True)
        line = await asyncio.to_thread(lines.readline)
        if not line or line.strip() == "!thoat":
            print(file=output)
            return
        if not lines.isatty():
            print(line.rstrip(), file=output, flush=True)
        if line.strip():
            await _said(fake, line.strip())
            await show()


async def _said(fake: FakeOa, line: str) -> None:
    word, _, rest = line.partition(" ")
    match word:
        case "!quan-tam":
            await fake.follow(PERSON)
        case "!bo-quan-tam":
            await fake.unfollow(PERSON)
        case "!anh":
            message = {"attachments": [{"type": "sticker", "payload": {}}]}
            await fake.push(fake.event("user_send_sticker", PERSON, message=message))
        case "!danh-thiep":
            card = {"attachments": [{"type": "contact", "payload": {"phone": rest or "0"}}]}
            await fake.push(fake.event("user_send_business_card", PERSON, message=card))
        case _:
            await fake.say(PERSON, line)


def _drawn(message: dict[str, Any]) -> str:
    """A message as the person's phone would show it, in letters."""
    parts = [text_of(message)]
    payload = (message.get("attachment") or {}).get("payload") or {}
    kind = payload.get("template_type")
    if kind == "request_user_info":
        subtitle = payload["elements"][0]["subtitle"]
        parts.append(tell("demo_zalo.form", subtitle=subtitle))
    elif kind == "media":
        parts.append(tell("demo_zalo.photo"))
    elif "token" in payload:
        parts.append(tell("demo_zalo.file"))
    parts += [f"[ {button['title']} ]" for button in buttons_of(message)]
    text = "\n".join(part for part in parts if part)
    return "\n" + "\n".join(f"  {line}" for line in text.splitlines()) + "\n"
