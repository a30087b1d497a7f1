"""The bench of a city: its Bot API tells each bot its own updates once, and says what came of them;
what processes used is read whole."""

import asyncio
import os
import subprocess
import sys
from typing import Any

import aiohttp
import orjson

from bot.bench.city_api import NEWS, Bots, BotsConnection
from bot.bench.figures import Family, share_of


async def call(http: aiohttp.ClientSession, method: str, **given: Any) -> Any:
    async with http.post(method, data=orjson.dumps(given)) as answer:
        return await answer.json(content_type=None)


async def test_each_bot_hears_its_own_and_what_became_of_it_is_counted() -> None:
    bots, loop = Bots(["xin chào"], 3), asyncio.get_running_loop()
    server = await loop.create_server(lambda: BotsConnection(bots), "127.0.0.1", 0)
    base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, aiohttp.ClientSession(base) as http:
        asking = asyncio.create_task(call(http, "/bot1:a/getUpdates", offset=0))
        other = asyncio.create_task(call(http, "/bot2:a/getUpdates", offset=0))
        while len(bots.bots) < 2 or not all(bot.asking for bot in bots.bots.values()):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        bots.tell(b"1:a")
        [update] = (await asking)["result"]
        assert not other.done()
        chat = update["message"]["chat"]["id"]
        await call(http, "/bot1:a/sendMessage", chat_id=chat, text="chào")
        await call(http, "/bot1:a/sendMessage", chat_id=chat, text=NEWS)
        await call(http, "/bot1:a/sendMessage", chat_id=chat, text="hai")
        bots.tell(b"1:a")
        again = await call(http, "/bot1:a/getUpdates", offset=update["update_id"] + 1)
        assert [one["update_id"] for one in again["result"]] == [update["update_id"] + 1]
        async with http.get("/take") as answer:
            found = await answer.json(content_type=None)
        counted = {name: found[name] for name in ("told", "answered", "news", "more", "open")}
        assert counted == {"told": 2, "answered": 1, "news": 1, "more": 1, "open": 1}
        assert found["worst_second"] == 1
        other.cancel()


async def test_a_bot_that_asks_from_elsewhere_is_not_forgotten_with_where_it_was() -> None:
    bots, asks = Bots(["xin chào"], 3), b"POST /bot1:a/getUpdates HTTP/1.1\r\n\r\n"
    before, now = BotsConnection(bots), BotsConnection(bots)
    for connection in (before, now):
        connection.connection_made(asyncio.Transport())
        connection.data_received(asks)
    patience = before._patience
    before.connection_lost(None)
    assert patience is not None and patience.cancelled()
    assert bots.of(b"1:a").asking is now
    now.connection_lost(None)


def test_a_family_is_a_process_with_all_it_started() -> None:
    busy = "import subprocess, sys; sum(range(10 ** 7)); input()"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    with subprocess.Popen([sys.executable, "-c", outer], stdin=subprocess.PIPE) as process:
        family = Family(process.pid)
        while family.cpu_s() < 0.1:
            pass
        assert family.pss_mb() > 5
        assert len(family._members()) == 2
        process.kill()
    assert os.getpid() not in family._members()


def test_a_share_of_what_was_timed_is_in_milliseconds() -> None:
    assert share_of([], 0.95) == 0.0
    assert share_of([number / 1000 for number in range(100)], 0.95) == 95.0
