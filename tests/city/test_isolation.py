"""What is one ward's is nobody else's: cookies, sessions and addresses of one, tried at another."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import aiohttp

from bot.app import utc_now
from bot.demo import ward
from bot.web.console.console import COOKIE as SESSION
from bot.web.visitor_cookie import COOKIE as VISITOR
from content.library import Content
from handlers.people import accounts
from storage import database
from storage.database import Transaction
from storage.staff_models import Role
from tests.support.city import CityOfTests
from tests.support.conference import make_staff
from tests.support.postgres import Cluster

# All of them: DONGHANH_CITY_REQUESTS=10000
REQUESTS = int(os.environ.get("DONGHANH_CITY_REQUESTS", "300"))
SECRET = "nha toi o ngo 12 duong tran thanh ngo"
_PAGES = (
    *("", "?truoc=9", "new?after=0", "tren-may", "can-bo", "can-bo/cau-hoi", "can-bo/su-kien"),
    *("can-bo/nhan-su", "can-bo/so-ho", "can-bo/tro-chuyen", "can-bo/goi-dien"),
)


async def test_nothing_of_one_ward_opens_anything_of_another(
    cluster: Cluster, tmp_path: Path, content: Content
) -> None:
    with ExitStack() as till:
        city = CityOfTests(cluster, tmp_path, {"mot": "", "hai": ""})
        till.enter_context(city.program("work"))
        _, front = till.enter_context(city.program("serve"))
        await asyncio.to_thread(city.until_served, {"mot", "hai"})
        token, paths = await _filled(city, content)
        async with _browser() as http:
            cookies = await _spoken(http, f"{front}/w/mot/") | {SESSION: token}
            mine = await _read(http, f"{front}/w/mot/", cookies)
            assert SECRET in mine
            assert "Việc hôm nay" in await _read(http, f"{front}/w/mot/can-bo", cookies)
            before = await _counted(city, "hai")
            found = await _tried(http, f"{front}/w/hai/", cookies, paths)
        assert found == []
        assert await _counted(city, "hai") == before


async def _filled(city: CityOfTests, content: Content) -> tuple[str, list[str]]:
    """A ward with people, events and questions; a session of its staff, and its own addresses."""

    def work(tx: Transaction) -> tuple[str, list[str]]:
        now = utc_now()
        ward.invent(tx, content, now)
        staff = make_staff(tx, "chu", Role.OWNER, now=now)
        rows = tx.settings._db
        codes = [row["code"] for row in rows.execute("SELECT code FROM question")]
        tickets = [row["token"] for row in rows.execute("SELECT token FROM registration")]
        events = [row["id"] for row in rows.execute("SELECT id FROM event")]
        paths = [f"ve/{token}" for token in tickets] + [f"can-bo/cau-hoi/{code}" for code in codes]
        paths += [f"can-bo/su-kien/{event}" for event in events]
        return accounts.open_session(tx, staff, now)[0], paths

    async with database.open(city.url_of("mot"), exclusive=False) as db:
        return await db.transaction(work)


@asynccontextmanager
async def _browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        yield http


async def _spoken(http: aiohttp.ClientSession, ward_at: str) -> dict[str, str]:
    """The cookie of somebody who said something in the ward."""
    async with http.get(ward_at) as page:
        known = {VISITOR: page.cookies[VISITOR].value}
    async with http.post(f"{ward_at}send", data={"text": SECRET}, cookies=known) as sent:
        assert sent.status == 200
    return known


async def _read(http: aiohttp.ClientSession, url: str, cookies: dict[str, str]) -> str:
    async with http.get(url, cookies=cookies) as page:
        return await page.text()


async def _tried(
    http: aiohttp.ClientSession, at: str, cookies: dict[str, str], paths: list[str]
) -> list[str]:
    """Where the other ward gave anything away."""
    chance, slots, found = random.Random(20261130), asyncio.Semaphore(8), list[str]()
    # Each named as it is, and as one of the other ward's might be.
    asked = [chance.choice([*_PAGES, *paths]) for _ in range(REQUESTS)]

    async def ask(path: str) -> None:
        async with slots, http.get(f"{at}{path}", cookies=cookies, allow_redirects=False) as got:
            text = await got.text()
            let_in = path.startswith("can-bo") and got.status not in (303, 404, 307)
            known = path.startswith("ve/") and got.status != 404
            if SECRET in text or let_in or known:
                found.append(f"{path}: {got.status}")

    await asyncio.gather(*map(ask, asked))
    return found


async def _counted(city: CityOfTests, key: str) -> tuple[int, ...]:
    def work(tx: Transaction) -> tuple[int, ...]:
        tables = ("contact", "inbox", "outbox", "question", "registration")
        rows = tx.settings._db
        found = (rows.execute(f"SELECT count(*) AS n FROM {name}").fetchone() for name in tables)  # noqa: S608  # our own names
        return tuple(int(row["n"]) for row in found if row is not None)

    async with database.open(city.url_of(key), exclusive=False) as db:
        return await db.read(work)
