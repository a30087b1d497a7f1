"""What is one ward's is nobody else's: cookies, sessions and addresses of one, tried at another."""

import asyncio
import os
import random
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import aiohttp

from bot.app import utc_now
from bot.demo import ward
from bot.web.console.console import COOKIE as SESSION
from bot.web.console.routes import PLACES
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
TYPED = 3  # tables that whoever types adds to
SECRET = "nha toi o ngo 12 duong tran thanh ngo"
_PAGES = ("", "?truoc=9", "new?after=0", "tren-may")
# What is somebody's by a number, a code or a token, with what stands for it; the staff's pages all.
_NAMED = (
    *("ve/{}", "ve/{}/lich.ics", "dang-ky/{}", "khao-sat/{}", "du-lieu/{}", "giay-moi/{}"),
    *(
        "su-kien/{}",
        "hoi-dap/{}",
        "phan-anh/{}",
        "tin-tuc/{}",
        "so-tay/{}",
        "tep/{}",
        "?su-kien={}",
    ),
    *(f"can-bo{re.sub(r'{[^}]*}', '{}', place.path)}" for place in PLACES),
)
_IDS = (
    "SELECT code, token, id FROM registration", "SELECT code, id FROM question",
    "SELECT code, id FROM event", "SELECT code, id FROM survey_respondent",
    "SELECT code, id FROM survey_wave", "SELECT code, id FROM business", "SELECT id FROM contact",
    "SELECT id FROM staff", "SELECT id FROM broadcast",
)  # fmt: skip
_WORDS = (
    "SELECT name, phone FROM registration", "SELECT content, phone FROM question",
    "SELECT name FROM staff", "SELECT title FROM event",
)  # fmt: skip


async def test_nothing_of_one_ward_opens_anything_of_another(
    cluster: Cluster, tmp_path: Path, content: Content
) -> None:
    with ExitStack() as till:
        city = CityOfTests(cluster, tmp_path, {"mot": "", "hai": ""})
        till.enter_context(city.program("work"))
        _, front = till.enter_context(city.program("serve"))
        await asyncio.to_thread(city.until_served, {"mot", "hai"})
        token, ids, words = await _filled(city, content)
        async with _browser() as http:
            cookies = await _spoken(http, f"{front}/w/mot/") | {SESSION: token}
            mine = await _read(http, f"{front}/w/mot/", cookies)
            assert SECRET in mine
            assert "Việc hôm nay" in await _read(http, f"{front}/w/mot/can-bo", cookies)
            before = await _counted(city, "hai")
            found = await _tried(http, f"{front}/w/hai/", cookies, ids, {SECRET, *words})
            assert await _counted(city, "hai") == before
            found += await _typed(http, f"{front}/w/hai/", cookies, ids, {SECRET, *words})
        assert found == []
        assert (await _counted(city, "hai"))[TYPED:] == before[TYPED:]


async def _filled(city: CityOfTests, content: Content) -> tuple[str, list[str], set[str]]:
    """A ward with people, events and questions; a session of its staff, what names what is in it,
    and words that stand nowhere else."""

    def work(tx: Transaction) -> tuple[str, list[str], set[str]]:
        now = utc_now()
        ward.invent(tx, content, now)
        staff = make_staff(tx, "chu", Role.OWNER, now=now)
        ids = _values(tx, _IDS)
        assert len(ids) > 500
        return accounts.open_session(tx, staff, now)[0], sorted(ids), _values(tx, _WORDS)

    async with database.open(city.url_of("mot"), exclusive=False) as db:
        return await db.transaction(work)


def _values(tx: Transaction, queries: Iterable[str]) -> set[str]:
    rows = (row for query in queries for row in tx.settings._db.execute(query))
    return {str(value) for row in rows for value in row if value}


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
    http: aiohttp.ClientSession, at: str, cookies: dict[str, str], ids: list[str], words: set[str]
) -> list[str]:
    """Where the other ward gave anything away: asked by what names something in the first one, and
    by whoever is known there."""
    chance, slots, found = random.Random(20261130), asyncio.Semaphore(8), list[str]()
    asked = [
        re.sub("{}", lambda _: chance.choice(ids), chance.choice([*_PAGES, *_NAMED]))
        for _ in range(REQUESTS)
    ]

    async def ask(path: str) -> None:
        async with slots, http.get(f"{at}{path}", cookies=cookies, allow_redirects=False) as got:
            data = await got.read()
            text = data.decode(errors="replace")
            let_in = path.startswith("can-bo") and got.status not in (303, 404, 307, 405)
            known = path.startswith(("ve/", "dang-ky/", "du-lieu/")) and got.status != 404
            if let_in or known or any(word in text for word in words):
                found.append(f"{path}: {got.status}")

    await asyncio.gather(*map(ask, asked))
    return found


async def _typed(
    http: aiohttp.ClientSession, at: str, cookies: dict[str, str], ids: list[str], words: set[str]
) -> list[str]:
    """Which answers in the chat told anything of the first ward, by its codes."""
    chance, slots, found = random.Random(20261201), asyncio.Semaphore(8), list[str]()

    async def say(code: str) -> None:
        async with slots, http.post(f"{at}send", data={"text": code}, cookies=cookies) as got:
            text = await got.text()
            if any(word in text for word in words - {code}):
                found.append(f"{code}: {got.status}")

    await asyncio.gather(*(say(chance.choice(ids)) for _ in range(REQUESTS // 10)))
    return found


async def _counted(city: CityOfTests, key: str) -> tuple[int, ...]:
    def work(tx: Transaction) -> tuple[int, ...]:
        tables = ("contact", "inbox", "outbox", "question", "registration", "business", "consent")
        rows = tx.settings._db
        found = (rows.execute(f"SELECT count(*) AS n FROM {name}").fetchone() for name in tables)  # noqa: S608  # our own names
        return tuple(int(row["n"]) for row in found if row is not None)

    async with database.open(city.url_of(key), exclusive=False) as db:
        return await db.read(work)
