"""Slow work of one kind keeps nobody waiting for another, and no line grows without end."""

import asyncio
import threading
from pathlib import Path

import pytest

from bot.pools import Busy, Pool
from content.library import Content
from storage.staff_models import Role
from tests.support.desk import employ, visitor
from tests.support.site import site


async def test_one_more_than_may_wait_is_told_so() -> None:
    pool, go = Pool("x", 1, 2), threading.Event()
    running = [asyncio.ensure_future(pool.run(go.wait, 5)) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await pool.run(go.wait)
    for waiting in running[1:]:
        waiting.cancel()
    await asyncio.sleep(0.05)
    go.set()
    assert await running[0]
    assert await pool.run(int, "1") == 1
    first, second = await asyncio.gather(pool.run(int, "1"), pool.run(int, "2"))
    assert (first, second) == (1, 2)


async def test_a_place_is_free_again_after_work_that_raised() -> None:
    pool = Pool("x", 1, 0)
    for _ in range(3):
        with pytest.raises(ValueError, match="invalid literal"):
            await pool.run(int, "x")
        await asyncio.sleep(0.01)


async def test_signing_in_waits_for_no_document_and_no_photo(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, visitor(at) as person:
        await employ(at, "a", Role.CLERK)
        loop, go = asyncio.get_running_loop(), threading.Event()
        # The interpreter's own pool, where files are read, is full as well.
        busy = [loop.run_in_executor(None, go.wait) for _ in range(40)]
        busy += [asyncio.ensure_future(at.pools.documents.run(go.wait)) for _ in range(5)]
        try:
            async with asyncio.timeout(5):
                assert await person.login("a") == 303
        finally:
            go.set()
        await asyncio.gather(*busy)
