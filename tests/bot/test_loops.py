"""A loop that ends or falls silent is started again, somebody is told, and /healthz knows."""

import asyncio
import resource
import time
from pathlib import Path

import aiohttp
import pytest

from bot.core.health import WRITE_EVERY_S
from bot.running import loops as kept
from bot.running.loops import Loops, beat
from content.library import Content
from tests.support.botapi import BotApi, serving
from tests.support.patience import PATIENCE_S, until
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
    await asyncio.wait_for(again.wait(), PATIENCE_S)
    assert told == [("x", "MemoryError"), ("x", "CancelledError")] and loops.dead == []
    await loops.stop()


async def test_a_loop_that_loses_a_cancellation_is_stopped_all_the_same() -> None:
    began = asyncio.Event()

    async def work() -> None:
        try:
            began.set()
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.Event().wait()  # what `wait_for` makes of one that comes with its result

    loops = Loops()
    loops.keep("x", work)
    await began.wait()
    await asyncio.wait_for(loops.stop(), PATIENCE_S)


async def test_a_loop_that_does_nothing_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "SILENT_S", 0.2)
    monkeypatch.setattr(kept, "LOOK_S", 0.05)
    told: list[tuple[str, str, list[str]]] = []
    lived, again = 0, asyncio.Event()

    async def work() -> None:
        nonlocal lived
        lived += 1
        if lived == 1:
            await asyncio.Event().wait()
        again.set()
        while True:
            beat()
            await asyncio.sleep(0.05)

    async def tell(name: str, why: str) -> None:
        told.append((name, why, loops.dead))

    loops = Loops()
    loops.on_death = tell
    loops.keep("x", work)
    await asyncio.wait_for(again.wait(), PATIENCE_S)
    assert told == [("x", "Silent", ["x"])] and loops.dead == []
    await asyncio.sleep(0.5)
    assert lived == 2, "one that gives signs was ended"
    await loops.stop()


async def test_a_loop_that_says_it_rests_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "SILENT_S", 0.1)
    monkeypatch.setattr(kept, "LOOK_S", 0.05)
    lived = 0

    async def work() -> None:
        nonlocal lived
        lived += 1
        beat(60.0)
        await asyncio.Event().wait()

    loops = Loops()
    loops.keep("x", work)
    await asyncio.sleep(0.5)
    assert lived == 1
    await loops.stop()


async def test_a_program_that_was_stopped_for_a_while_has_not_been_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept, "SILENT_S", 0.4)
    monkeypatch.setattr(kept, "LOOK_S", 0.1)
    lived = 0

    async def work() -> None:
        nonlocal lived
        lived += 1
        while True:
            beat()
            await asyncio.sleep(0.1)

    loops = Loops()
    loops.keep("x", work)
    await asyncio.sleep(0.2)
    time.sleep(1.0)  # noqa: ASYNC251  # as SIGSTOP does
    await asyncio.sleep(0.3)
    assert lived == 1
    await loops.stop()


async def test_telling_that_has_no_end_does_not_hold_up_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept, "TELL_WITHIN_S", 0.1)
    lived, again = 0, asyncio.Event()

    async def work() -> None:
        nonlocal lived
        lived += 1
        if lived == 1:
            raise MemoryError
        again.set()
        await asyncio.Event().wait()

    async def tell(name: str, why: str) -> None:
        await asyncio.Event().wait()

    loops = Loops()
    loops.on_death = tell
    loops.keep("x", work)
    await asyncio.wait_for(again.wait(), PATIENCE_S)
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


async def test_health_knows_that_nothing_more_can_be_written(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, aiohttp.ClientSession() as browser:
        async with browser.get(f"{at.url}/healthz") as answer:
            assert answer.status == 200
        log = tmp_path / "site.db-wal"
        had = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, had[1]))
        try:
            await asyncio.sleep(WRITE_EVERY_S)
            async with browser.get(f"{at.url}/healthz") as answer:
                told = await answer.json()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, had)
        assert answer.status == 503 and not told["database"]["stores"]

        async def well() -> bool:
            async with browser.get(f"{at.url}/healthz") as answer:
                return answer.status == 200

        await until(well)
