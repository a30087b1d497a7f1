"""The public archive of what was sent; and what pages say when nothing can be read."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import aiohttp

from content.library import Content
from handlers.broadcast import digests
from storage.broadcast_models import BroadcastState
from storage.database import StorageUnavailable, Transaction
from tests.support.broadcast import MONDAY
from tests.support.clock import FixedClock
from tests.support.site import site

ATOM = "{http://www.w3.org/2005/Atom}"


async def test_a_digest_is_public_once_it_went_out(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content, clock=FixedClock(MONDAY)) as at,
        aiohttp.ClientSession(at.url) as browser,
    ):

        def make(tx: Transaction) -> None:
            made = digests.assemble(tx, content, "2026-12", MONDAY)
            assert made

        await at.core.database.transaction(make)
        async with browser.get("/tin-tuc/2026-12") as answer:
            assert answer.status == 404, "nobody approved it yet"

        def went(tx: Transaction) -> None:
            made = tx.broadcasts.digest_of("2026-12")
            assert made
            tx.broadcasts.save(replace(made, state=BroadcastState.SENT, started_at=MONDAY))

        await at.core.database.transaction(went)
        page = await (await browser.get("/tin-tuc/2026-12")).text()
        assert "Căn cứ" in page and "29/1/2027" in page and "Áp dụng từ" in page
        assert "Tin chính sách tháng 12/2026" in await (await browser.get("/tin-tuc")).text()
        feed = ET.fromstring(await (await browser.get("/tin-tuc/feed.xml")).text())  # noqa: S314  # our own
        entries = feed.findall(f"{ATOM}entry")
        assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
            "Tin chính sách tháng 12/2026"
        ]
        async with browser.get("/tin-tuc/khong-co") as answer:
            assert answer.status == 404


async def test_pages_say_kindly_when_nothing_can_be_read(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, aiohttp.ClientSession(at.url) as browser:

        async def broken(work: object) -> None:
            raise StorageUnavailable("locked")

        at.core.database.transaction = broken  # type: ignore[method-assign,assignment]
        at.core.database.read = broken  # type: ignore[method-assign,assignment]
        for path in ("/tin-tuc", "/ve/abc", "/hoi-dap", "/so-tay/abc", "/giay-moi/GM-2345678"):
            async with browser.get(path) as answer:
                assert answer.status == 503, path
                assert "thử lại" in await answer.text(), path
