"""What stands between us and a platform (a firewall, a page to sign in at) speaks for nobody: no
person is taken to have left, no message is lost by it, and nothing is sent where it points to."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.channels.base import Retry, SendOutcome
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.unanswered import Outage
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_oa.api import FixedAccount
from bot.channels.zalo_oa.channel import OaOptions, ZaloOaChannel
from handlers.talk.messages import Incoming, Reply

ROOT = Path(__file__).parent.parent.parent
PAGE = "<html>Vui lòng đăng nhập mạng</html>"


@asynccontextmanager
async def between(status: int) -> AsyncIterator[tuple[str, list[str]]]:
    """(address, what came where a redirect leads)."""
    led: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        if request.path.startswith("/elsewhere"):
            led.append(request.path)
        headers = {"Location": f"/elsewhere{request.path}"} if 300 <= status < 400 else {}
        return web.Response(status=status, text=PAGE, content_type="text/html", headers=headers)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", led
    finally:
        await runner.cleanup()


async def nobody(incoming: Incoming) -> None:
    raise AssertionError("nothing was received")


async def by_telegram(base: str) -> SendOutcome:
    channel = TelegramChannel("1:x", base, {})
    await channel.start(nobody)  # also: no word of the platform that the token is wrong
    try:
        return await channel.send(1, "42", Reply("xin chào"))
    finally:
        await channel.stop()


async def by_zalo_bot(base: str) -> SendOutcome:
    channel = ZaloBotChannel("1:x", base)
    await channel.start(nobody)
    try:
        return await channel.send(1, "u1", Reply("xin chào"))
    finally:
        await channel.stop()


async def by_zalo_oa(base: str) -> SendOutcome:
    channel = ZaloOaChannel(FixedAccount("t"), base, OaOptions(per_minute=0))
    await channel.api.open()
    try:
        return await channel.send(1, "u1", Reply("xin chào"))
    finally:
        await channel.api.close()


@pytest.mark.parametrize("status", [302, 307, 308, 401, 403, 404, 407, 511])
@pytest.mark.parametrize("send", [by_telegram, by_zalo_bot, by_zalo_oa])
async def test_a_message_that_went_nowhere_waits(
    send: Callable[[str], Awaitable[SendOutcome]], status: int
) -> None:
    async with between(status) as (base, led):
        assert isinstance(await send(base), Retry)
    assert led == []


def test_every_call_says_whether_it_may_be_led_elsewhere() -> None:
    for file in (ROOT / "bot").rglob("*.py"):
        if not {"bench", "loopback"} & set(file.parts) and not file.name.startswith("demo"):
            text = file.read_text(encoding="utf-8")
            calls = len(
                re.findall(r"session\.(?:get|post|request)\(|_files\.(?:get|post)\(url", text)
            )
            assert text.count("allow_redirects=False") == calls, file


def test_a_message_is_at_fault_only_where_others_were_taken() -> None:
    outage = Outage()
    assert [outage.retry(1, 3.0, "x").everyone for _ in range(4)] == [False, False, True, True]
    outage.took(2)
    assert not outage.retry(1, 3.0, "x").everyone
    assert [outage.retry(3, 3.0, "x").everyone for _ in range(3)] == [False, False, True]
