"""What chats wait for while the register is at work: turns alone, then beside two officials who
never pause, one searching 10,000 businesses and opening their cards, one trying a list of 5,000
rows. By turns, so that both have the same machine; the officials are another process, as their
computers are: what a page costs its reader is not the server's.
"""

import asyncio
import contextlib
import json
import random
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

from bot.bench.clerks import PASSWORD
from bot.bench.web import CHATTING, Chatters, Target, p95_ms, session, target
from bot.demo.businesses import invented
from bot.web.console.business_import import IMPORT
from bot.web.console.businesses import PATH
from bot.web.console.typed import HOME

ROUNDS, MEASURED_S = 3, 15.0
CARDS = 3  # opened of what a search found
_CARD = re.compile(rf'href="({HOME}{PATH}/\d+)"')
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


class BusyDesk:
    """An official who is signed in; keeps how long each page took, by what it is."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self._url, self._http = url, http
        self.took: dict[str, list[float]] = {"search": [], "card": [], "trial": []}

    async def sign_in(self, login: str) -> None:
        fields = {"login": login, "password": PASSWORD, "code": ""}
        async with self._http.post(
            f"{self._url}{HOME}/dang-nhap", data=fields, allow_redirects=False
        ) as answer:
            if answer.status != 303:
                raise RuntimeError(f"{login} could not sign in: {answer.status}")

    async def search(self, words: list[str]) -> None:
        while True:
            wanted = urlencode({"tim": random.choice(words)})
            found = _CARD.findall(await self._page("search", f"{HOME}{PATH}?{wanted}"))
            for card in found[:CARDS]:
                await self._page("card", card)

    async def try_out(self, sheet: bytes) -> None:
        """The list, read and compared with the register; nothing of it is kept."""
        token = _TOKEN.search(await self._page("", HOME + IMPORT))
        if token is None:
            raise RuntimeError("the page has no form")
        while True:
            form = aiohttp.FormData({"csrf": token[1], "do": "rows", "origin": "tax"})
            form.add_field("file", sheet, filename="danh-sach.xlsx")
            await self._page("trial", HOME + IMPORT, form)

    async def _page(self, what: str, path: str, form: aiohttp.FormData | None = None) -> str:
        began = time.perf_counter()
        headers = {"Accept": "text/html"}
        method = "GET" if form is None else "POST"
        async with self._http.request(
            method, self._url + path, data=form, headers=headers
        ) as answer:
            text = await answer.text()
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status}")
        if what:
            self.took[what].append(time.perf_counter() - began)
        return text


async def measure(url: str, login: str, sheet: Path) -> dict[str, object]:
    """Of the database at `url`, which has the businesses and this clerk."""
    with target("bot", "run", "--port", "0", "--database", url) as at:
        await _turns(at)  # a program that has just begun is busy with other things
        alone, beside, failed = list[float](), list[float](), 0
        pages: dict[str, list[float]] = {}
        for _ in range(ROUNDS):
            people = await _turns(at)
            alone, failed = alone + people.turns, failed + people.failed
            async with _officials(at, login, sheet, pages):
                people = await _turns(at)
            beside, failed = beside + people.turns, failed + people.failed
    return {
        "turn_alone_p95_ms": p95_ms(alone),
        "turn_beside_p95_ms": p95_ms(beside),
        "turn_beside_to_alone": round(p95_ms(beside) / p95_ms(alone), 2),
        "turns": len(beside),
        "turns_failed": failed,
        **{f"{what}_page_p95_ms": p95_ms(took) for what, took in pages.items()},
        **{f"{what}_pages": len(took) for what, took in pages.items()},
    }


async def _turns(at: Target) -> Chatters:
    people = Chatters(at)
    busy = [asyncio.ensure_future(people.chat(number)) for number in range(CHATTING)]
    await asyncio.wait(busy, timeout=MEASURED_S, return_when=asyncio.FIRST_COMPLETED)
    for one in busy:
        one.cancel()
    for ended in await asyncio.gather(*busy, return_exceptions=True):
        if ended is not None and not isinstance(ended, asyncio.CancelledError):
            raise ended
    return people


@contextlib.asynccontextmanager
async def _officials(
    at: Target, login: str, sheet: Path, pages: dict[str, list[float]]
) -> AsyncIterator[None]:
    """At work meanwhile; how long their pages took is added to `pages`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.bench.register_beside", at.url, login, str(sheet),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101  # asked for above
    try:
        if not await process.stdout.readline():  # they have signed in
            raise RuntimeError("nobody is at work")
        yield
        process.terminate()
        said, _ = await process.communicate()
        for what, took in json.loads(said).items():
            pages[what] = pages.get(what, []) + took
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _be_officials(url: str, login: str, sheet: Path) -> None:
    """Until somebody ends it."""
    words = [one.owner for one in invented(random.Random(7), 500, 12)]
    data = await asyncio.to_thread(sheet.read_bytes)
    async with session() as one, session() as other:
        searching, trying = BusyDesk(url, one), BusyDesk(url, other)
        await searching.sign_in(login)
        await trying.sign_in(login)
        print("signed in", flush=True)
        work = asyncio.gather(searching.search(words), trying.try_out(data))
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await work
    took = {name: searching.took[name] + trying.took[name] for name in searching.took}
    print(json.dumps(took), flush=True)


if __name__ == "__main__":
    asyncio.run(_be_officials(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
