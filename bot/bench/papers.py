"""`donghanh bench papers`: the folder of a conference of 2,047 guests, who all came, is made while
people chat. One JSON line: how long until it could be fetched, its size, turns alone and turns
meanwhile, and the most memory of the server, of what it started to make documents, and of all of
them at once. They run as `donghanh run` does.

    python -m bot.bench.papers [guests]
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import aiohttp

from bot.bench import readers
from bot.bench.clerks import PASSWORD
from bot.bench.web import CHATTING, PAGE, Chatters, Target, p95_ms, session, target
from bot.running.clock import utc_now
from bot.web.console.typed import HOME
from handlers.conference import inviting
from storage import database
from storage.database import Transaction
from storage.event_models import Category, RegistrationState
from storage.staff_models import Role

GUESTS, QUESTIONS, INVITED = 2_047, 120, 1_000
ALONE_S = VISIT_S = 20.0
LOT = 500
_PAGES = {"Accept": "text/html"}


# ---- a full hall ----


def _all_came(tx: Transaction, event_id: int) -> None:
    now = utc_now()
    for one in tx.registrations.of_event(event_id):
        came = replace(one, state=RegistrationState.CHECKED_IN, arrived_at=now, arrived_people=1)
        tx.registrations.save(came)


def _invite(tx: Transaction, event_id: int) -> None:
    event = tx.events.get(event_id)
    if event is not None:
        lines = [f"Hộ kinh doanh {number}; tổ {number % 30 + 1}" for number in range(INVITED)]
        inviting.invite(tx, event, lines, Category.BUSINESS, "Phường", utc_now())


async def _furnish(url: str, guests: int) -> int:
    event = await readers.furnish(url, 0, guests, QUESTIONS)
    async with database.open(url) as db:
        await db.transaction(lambda tx: _all_came(tx, event))
        await db.transaction(lambda tx: _invite(tx, event))
    return event


# ---- measuring ----


class MemoryTaken:
    """The most that the server, all it started, and both at once took while they were watched; and
    how many seconds of work the second."""

    def __init__(self, at: Target) -> None:
        self._at = at
        self.server = self.makers = self.together = self.worked_s = 0.0

    async def watch(self) -> None:
        while True:
            started = list(_started_by(self._at.pid))
            server, makers = self._at.rss_mb(), sum(map(_rss_mb, started))
            self.server, self.makers = max(self.server, server), max(self.makers, makers)
            self.together = max(self.together, server + makers)
            self.worked_s = max(self.worked_s, sum(map(_worked_s, started)))
            await asyncio.sleep(0.1)


def _started_by(pid: int) -> Iterator[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        tasks = [task.name for task in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return  # it has ended
    for task in tasks:
        if task != str(pid):
            try:
                children += Path(f"/proc/{pid}/task/{task}/children").read_text().split()
            except OSError:
                continue
    for child in children:
        yield int(child)
        yield from _started_by(int(child))


def _rss_mb(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6
    except OSError:
        return 0.0


def _worked_s(pid: int) -> float:
    try:
        behind_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, behind_name[11:13])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def _chatting(at: Target) -> AsyncIterator[Chatters]:
    people = Chatters(at)
    tasks = [asyncio.ensure_future(_keep_chatting(people, n)) for n in range(CHATTING)]
    try:
        yield people
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _keep_chatting(people: Chatters, number: int) -> None:
    """Another visitor each time: one may send twenty messages a minute."""
    while True:
        with suppress(TimeoutError):
            async with asyncio.timeout(VISIT_S):
                await people.chat(number)


async def _folder(person: aiohttp.ClientSession, at: Target, event: int) -> bytes:
    """Asked for, waited for and fetched, as a browser does."""
    path = f"{at.url}{HOME}/su-kien/{event}/ho-so.zip"
    async with person.get(path, headers=_PAGES) as answer:
        page, text = str(answer.url), await answer.text()
    while f"{page.removeprefix(at.url)}/tai" not in text:
        await asyncio.sleep(0.5)
        async with person.get(page, headers=_PAGES) as answer:
            text = await answer.text()
            if answer.status != 200:
                raise RuntimeError(f"{page}: {answer.status}")
    async with person.get(f"{page}/tai", headers=_PAGES) as answer:
        return await answer.read()


async def _signed_in(person: aiohttp.ClientSession, at: Target) -> None:
    fields = {"login": str(Role.CLERK), "password": PASSWORD, "code": ""}
    async with person.post(f"{at.url}{HOME}/dang-nhap", data=fields) as answer:
        if answer.status != 200:
            raise RuntimeError(f"could not sign in: {answer.status}")


async def _measure(folder: Path, guests: int) -> dict[str, object]:
    url = f"sqlite:///{folder}/papers.db"
    event = await _furnish(url, guests)
    with target("bot", "run", "--port", "0", "--database", url) as at:
        async with session() as person:
            await _signed_in(person, at)
            async with _chatting(at) as alone:
                await asyncio.sleep(ALONE_S)
            memory = MemoryTaken(at)
            watching = asyncio.ensure_future(memory.watch())
            async with _chatting(at) as meanwhile:
                began = time.perf_counter()
                packed = await _folder(person, at, event)
                took = time.perf_counter() - began
            watching.cancel()
    return {
        "bench": "papers",
        "guests": guests,
        "ready_s": round(took, 1),
        "mb": round(len(packed) / 1e6, 1),
        "alone_p95_ms": p95_ms(alone.turns),
        "p95_ms": p95_ms(meanwhile.turns),
        "max_ms": round(max(meanwhile.turns) * 1e3, 1),
        "turns": len(meanwhile.turns),
        "failed": meanwhile.failed,
        "server_mb": round(memory.server),
        "makers_mb": round(memory.makers),
        "together_mb": round(memory.together),
        "makers_worked_s": round(memory.worked_s, 1),
    }


def main() -> None:
    guests = int(sys.argv[1]) if sys.argv[1:] else GUESTS
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asyncio.run(_measure(Path(folder), guests))), flush=True)


if __name__ == "__main__":
    main()
