"""Slow work of one kind keeps nobody waiting for another, and no line grows without end."""

import ast
import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import utc_now
from bot.core import eraser, guard
from bot.running.pool import Busy, Pool
from content.library import Content
from storage.staff_models import Role
from tests.support.desk import employ, visitor
from tests.support.papers import held_up
from tests.support.patience import PATIENCE_S
from tests.support.site import site

BOT = Path(guard.__file__).parent


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
        loop, go, held = asyncio.get_running_loop(), threading.Event(), tmp_path / "go"
        # The interpreter's own pool, where files are read, is full as well.
        busy = [loop.run_in_executor(None, go.wait) for _ in range(40)]
        papers = [at.pools.documents.begin(held_up, held, b"", tell=print) for _ in range(5)]
        try:
            async with asyncio.timeout(PATIENCE_S):
                assert await person.login("a") == 303
        finally:
            go.set()
            held.touch()
        await asyncio.gather(*busy, *map(asyncio.wrap_future, papers))


@asynccontextmanager
async def hanging(*names: str) -> AsyncIterator[threading.Event]:
    """A disk that does not answer, for whoever asks these; it does again in the end."""
    go = threading.Event()

    def wait(*_: object, **__: object) -> object:
        go.wait(2 * PATIENCE_S)
        raise OSError(5, "Input/output error")

    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            patch.setattr(name, wait)
        try:
            yield go
        finally:
            go.set()
            await asyncio.sleep(0.05)


async def test_a_disk_that_hangs_keeps_nobody_from_finding_a_name_or_a_page(
    tmp_path: Path, content: Content
) -> None:
    """What looks for names has the interpreter's own pool: nothing of ours waits for a disk there.
    `/healthz` answers all the same, and says so."""
    async with site(tmp_path, content) as at, aiohttp.ClientSession() as browser:
        database, photos = at.core.database, at.core.photos
        await database.transaction(lambda tx: tx.erasures.ask([f"{n}.jpg" for n in range(9)]))
        nights = guard.Nights(database, content, utc_now, tmp_path / "b")
        asked = (
            "shutil.disk_usage",
            "bot.files.photos.shred",
            "storage.engines.sqlite.checks.whole",
            "bot.files.backup.about",
        )
        async with hanging(*asked):
            waiting: list[asyncio.Future[Any]] = [
                asyncio.ensure_future(work)
                for work in (
                    *(eraser.settle(database, photos) for _ in range(40)),
                    *(photos.drop("a.jpg") for _ in range(40)),
                    *(nights.look() for _ in range(40)),
                )
            ]
            await asyncio.sleep(0.1)
            loop = asyncio.get_running_loop()
            async with asyncio.timeout(PATIENCE_S):
                assert await loop.getaddrinfo("localhost", 80)
                async with browser.get(f"{at.url}/healthz") as answer:
                    told = await answer.json()
                async with browser.get(at.url) as answer:
                    assert answer.status == 200
            assert told["disk"] == {"free_mb": 0, "low": True, "ok": False}
        await asyncio.gather(*waiting, return_exceptions=True)


def test_nothing_of_the_running_program_uses_the_interpreters_own_pool() -> None:
    """Names are looked for there. What is typed at a terminal, and `donghanh restore`, may."""
    alone = ("channels/terminal.py", "demo_zalo.py", "restore.py", "bench/")
    found = [
        f"{file.relative_to(BOT)}:{node.lineno}"
        for file in sorted(BOT.rglob("*.py"))
        if not str(file.relative_to(BOT)).startswith(alone)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (
            ast.unparse(node.func).endswith(("to_thread", "run_in_threadpool"))
            or ast.unparse(node).partition("run_in_executor(")[2].startswith("None")
        )
    ]
    assert found == []
