"""A loop that ends is started again, somebody is told, and /healthz knows."""

import asyncio
from pathlib import Path

import aiohttp

from bot.loops import Loops
from content.library import Content
from tests.support.botapi import BotApi, serving
from tests.support.site import site


async def test_a_loop_that_ends_is_started_again_and_told_of() -> None:
    told: list[tuple[str, str]] = []
    lived, again = 0, asyncio.Event()

    async def work() -> None:
        nonlocal lived
        lived += 1
        if lived == 1:
            raise MemoryError
        if lived == 2:
            raise asyncio.CancelledError
        again.set()
        await asyncio.Event().wait()

    async def tell(name: str, why: str) -> None:
        told.append((name, why))
        raise RuntimeError("telling fails too")

    loops = Loops()
    loops.on_death = tell
    loops.keep("x", work)
    await asyncio.wait_for(again.wait(), 5)
    assert told == [("x", "MemoryError"), ("x", "CancelledError")] and loops.dead == []
    await loops.stop()


async def test_health_tells_of_each_channel_and_of_a_dead_loop(
    tmp_path: Path, content: Content
) -> None:
    api = BotApi()
    async with (
        serving(api) as base,
        site(tmp_path, content, api_url=base) as at,
        aiohttp.ClientSession() as browser,
    ):
        api.say(7, "menu")
        await api.until_sent(1, chat=7)
        async with browser.get(f"{at.url}/healthz") as answer:
            told = await answer.json()
        assert answer.status == 200 and told["status"] == "ok"
        telegram = told["channels"]["telegram"]
        assert telegram["received_at"] and telegram["sent_at"] and telegram["runs"]
        assert told["database"] == {"stores": True, "file": "ok"} and told["disk"]["ok"]
        assert told["channels"]["web"]["received_at"] is None
        [loop] = [one for one in at.core.loops._loops if one.name == "delivery telegram"]
        loop.runs = False
        async with browser.get(f"{at.url}/healthz") as answer:
            told = await answer.json()
        assert answer.status == 503 and told["stopped"] == ["delivery telegram"]
        loop.runs = True
