"""Talks between owners and officials over real HTTP, on every channel in every crossing: how long
until an official hears of somebody, how long a line takes either way, and what the assistant says
while a talk is held. With `--kills`: SIGKILLs while lines go both ways.

    python -m bot.bench.live [--lines 63] [--kills 0]
"""

import argparse
import asyncio
import itertools
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import aiohttp
import orjson

from bot.bench.crowd import Browser, Door, Noted, again
from bot.bench.kills import Keeper
from bot.bench.kills import _settings as settings_of
from bot.channels.base import derived_secret
from bot.channels.oa import Pair
from bot.channels.opened import Around
from bot.channels.zalo_oa.opening import build
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.loopback import telegram, zalo_bot, zalo_oa
from bot.running.clock import utc_now
from bot.settings.settings import read_settings
from content.calendar import local
from content.codes import CodeKind, new_code
from content.library import Content, load_content
from handlers.live import on_duty
from storage import database
from storage.database import Transaction
from storage.engines.sqlite import checks
from storage.hashes import hashed
from storage.staff_models import Role, Staff

CHANNELS = ("telegram", "zalo_oa", "zalo_bot", "web")
# An official of an office of its own on each, and the wish that is theirs alone.
OFFICES = {
    "telegram": ("thue", "gặp cán bộ thuế"),
    "zalo_oa": ("cong_an", "gặp cán bộ phòng cháy"),
    "zalo_bot": ("bhxh", "gặp cán bộ bảo hiểm"),
    "web": ("qltt", "gặp cán bộ quản lý thị trường"),
}
TAKE, END = "nhận", "xong"
FROM_STAFF = "Cán bộ "  # what every line of an official's begins with
CAME, OVER = "đã vào trò chuyện", "đã xong"
WITHIN_S = 120.0
SETTLE_S = 40.0
BETWEEN_S = 1.1  # nobody types faster, and Telegram takes one message a second for a chat
READ_S = 0.5  # nobody answers a message in the same moment
_TAGS = re.compile(r"<[^>]+>")
_SECRET = derived_secret(zalo_bot.TOKEN, b"donghanh zalo bot")


class End(Protocol):
    """Somebody on one channel."""

    async def say(self, text: str) -> None: ...

    def heard(self) -> list[tuple[str, float]]:
        """(text, when) of all that came, in order."""
        ...


class OnTelegram:
    def __init__(self, town: "Town", number: int) -> None:
        self._town, self._chat = town, 1_000_000 + number

    async def say(self, text: str) -> None:
        chat = self._town.telegram
        number = chat.say(self._chat, text)
        await until(lambda: chat.confirmed >= number, f"update {number} was not taken")

    def heard(self) -> list[tuple[str, float]]:
        sent = self._town.telegram.sent
        return [(plain(text), at) for chat, text, at in sent if chat == self._chat]


class OnOa:
    def __init__(self, town: "Town", number: int) -> None:
        self._town, self._who = town, f"24{number:012}"
        self._when: list[float] = []

    async def say(self, text: str) -> None:
        await self._town.push_oa(self._town.oa.text_event(self._who, text))

    def heard(self) -> list[tuple[str, float]]:
        user = self._town.oa.users.get(self._who)
        texts = user.texts if user is not None else []
        return self._town.timed(self, texts)


class OnBot:
    def __init__(self, town: "Town", number: int) -> None:
        self._town, self._who = town, f"z{number}"

    async def say(self, text: str) -> None:
        date = int(self._town.clock() * 1000)
        await self._town.push_bot(self._town.bot.say(self._who, text, date=date))

    def heard(self) -> list[tuple[str, float]]:
        texts = self._town.bot.texts(self._who)
        return self._town.timed(self, texts)


class OnWeb:
    """A page that listens to its stream."""

    def __init__(self, town: "Town", number: int) -> None:
        self._town = town
        self._browser = Browser(town.door, town.http, Noted())
        self._lines: dict[int, tuple[str, float]] = {}
        self._greeted = False
        self._listening: asyncio.Task[None] | None = None

    async def say(self, text: str) -> None:
        if not self._greeted:
            self._greeted = await again(lambda: self._browser.greet(text), 200) or False
            self._listening = asyncio.create_task(self._listen())
            self._town.listeners.append(self._listening)
            return
        await self._browser.say(text, wait_s=0.0)

    def heard(self) -> list[tuple[str, float]]:
        return [said for _, said in sorted(self._lines.items())]

    async def _listen(self) -> None:
        while True:
            try:
                await self._read()
            except (aiohttp.ClientError, TimeoutError, ValueError):
                await asyncio.sleep(0.1)

    async def _read(self) -> None:
        last = max(self._lines, default=0)
        url = f"{self._town.door.address}/stream?after={last}"
        headers = {"Cookie": self._browser.cookie}
        timeout = aiohttp.ClientTimeout(total=None, sock_read=30)
        async with self._town.http.get(url, headers=headers, timeout=timeout) as stream:
            async for raw in stream.content:
                if raw.startswith(b"data: "):
                    line = orjson.loads(raw[6:])
                    if 'class="reply"' in line["html"]:
                        said = plain(line["html"])
                        self._lines.setdefault(int(line["id"]), (said, time.perf_counter()))


KINDS: dict[str, Callable[["Town", int], End]] = {
    "telegram": OnTelegram,
    "zalo_oa": OnOa,
    "zalo_bot": OnBot,
    "web": OnWeb,
}


@dataclass
class Town:
    """The platforms and the program."""

    telegram: telegram.Telegram
    oa: zalo_oa.FakeOa
    bot: zalo_bot.ZaloBot
    http: aiohttp.ClientSession
    door: Door
    clock: Callable[[], float]
    listeners: list[asyncio.Task[None]] = field(default_factory=list)
    _seen: dict[int, list[float]] = field(default_factory=dict)
    _watched: list[End] = field(default_factory=list)

    def watch(self, end: End) -> None:
        """Platforms that note no time: when their messages were first seen."""
        self._watched.append(end)

    async def keep_time(self) -> None:
        while True:
            for end in self._watched:
                end.heard()
            await asyncio.sleep(0.02)

    def timed(self, end: End, texts: Sequence[str]) -> list[tuple[str, float]]:
        seen = self._seen.setdefault(id(end), [])
        now = time.perf_counter()
        seen += [now] * (len(texts) - len(seen))
        return [(plain(text), at) for text, at in zip(texts, seen, strict=True)]

    async def push_oa(self, event: dict[str, Any]) -> None:
        raw = orjson.dumps(event)
        await self._push("/zalo-oa", raw, {"X-ZEvent-Signature": self.oa.signature(raw, event)})

    async def push_bot(self, event: dict[str, Any]) -> None:
        await self._push("/zalo-bot", orjson.dumps(event), {"X-Bot-Api-Secret-Token": _SECRET})

    async def _push(self, path: str, raw: bytes, headers: dict[str, str]) -> None:
        """Until it is taken, as the platforms do."""
        while True:
            try:
                address = self.door.address + path
                async with self.http.post(address, data=raw, headers=headers) as answer:
                    if answer.status == 200:
                        return
            except (aiohttp.ClientError, TimeoutError, ValueError):
                pass
            await asyncio.sleep(0.2)


def plain(text: str) -> str:
    return " ".join(_TAGS.sub(" ", text).split())


async def until(found: Callable[[], bool], what: str, within_s: float = WITHIN_S) -> None:
    end = time.monotonic() + within_s
    while not found():
        if time.monotonic() > end:
            raise TimeoutError(what)
        await asyncio.sleep(0.01)


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[tuple[Town, Keeper, dict[str, End]]]:
    """The program with a clock in office hours, and an official on every channel, by its name."""
    content = load_content(with_encoder=False)
    ahead = seconds_to_work(content, utc_now())

    def clock() -> float:
        return time.time() + ahead

    data = folder / "data"
    data.mkdir()
    chat, oa, bot = telegram.Telegram(clock), zalo_oa.FakeOa(), zalo_bot.ZaloBot(people=10**6)
    oa.clock, bot.quota = clock, 10**6
    async with AsyncExitStack() as stack:
        bases = [
            await stack.enter_async_context(telegram.serving(chat)),
            await stack.enter_async_context(zalo_oa.serving(oa)),
            await stack.enter_async_context(zalo_bot.zalo_bot(bot)),
        ]
        http = await stack.enter_async_context(
            aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=10), cookie_jar=aiohttp.DummyCookieJar()
            )
        )
        settings = settings_of(data, *bases) | {"ENCODER": "off"}
        codes = await furnish(settings, oa, timedelta(seconds=ahead))
        door = Door()
        keeper = Keeper(data, settings, door, shift_s=ahead)
        at = Town(chat, oa, bot, http, door, clock)
        tasks = [asyncio.create_task(keeper.run()), asyncio.create_task(at.keep_time())]
        try:
            await until(lambda: bool(door.address), "the program did not start")
            desks = {name: made(at, name, number) for number, name in enumerate(CHANNELS, 1)}
            for name, desk in desks.items():
                await desk.say(codes[name])
                await heard(desk, "Đã liên kết")
            yield at, keeper, desks
        finally:
            for task in (*tasks, *at.listeners):
                task.cancel()
            await asyncio.gather(*tasks, *at.listeners, return_exceptions=True)
            await keeper.end()


def made(at: Town, channel: str, number: int) -> End:
    end = KINDS[channel](at, number)
    at.watch(end)
    return end


async def heard(end: End, words: str, after: int = 0) -> float:
    """When something with these words came, among what came after the first so many."""
    await until(lambda: any(words in text for text, _ in end.heard()[after:]), words)
    return next(at for text, at in end.heard()[after:] if words in text)


def seconds_to_work(content: Content, now: datetime) -> int:
    """So far ahead the office is open for hours: a morning at nine."""
    for ahead in range(0, 14 * 24 * 3600, 3600):
        then = now + timedelta(seconds=ahead)
        if local(then).hour == 9 and on_duty.office(content, then).is_open:
            return ahead
    raise RuntimeError("the office is never open")


async def furnish(env: dict[str, str], oa: zalo_oa.FakeOa, ahead: timedelta) -> dict[str, str]:
    """An official for each channel; the codes that link their chats."""
    settings, content = read_settings(env, None), load_content(with_encoder=False)
    now, codes = utc_now() + ahead, {name: new_code(CodeKind.STAFF) for name in CHANNELS}

    def employ(tx: Transaction) -> None:
        for name, (office, _) in OFFICES.items():
            number, roles = tx.staff.ids.next(), frozenset({Role.EXTERNAL})
            staff = tx.staff.add(Staff(number, f"cb-{name}", f"CB {name}", office, roles, now))
            tx.staff_links.make_code(hashed(codes[name]), staff.id, now + timedelta(hours=1))

    async with database.open(settings.database_url) as db:
        around = Around(db, content, lambda: utc_now() + ahead)
        account = (await build(settings.of(ZaloOaSettings), around)).account
        await account.connect(Pair(*oa.new_pair(), timedelta(seconds=zalo_oa.TOKEN_LASTS_S)))
        await db.transaction(employ)
    return codes


# ---- how long it takes ----


@dataclass
class LineTimes:
    arrival: list[float] = field(default_factory=list)
    to_desk: list[float] = field(default_factory=list)
    to_owner: list[float] = field(default_factory=list)
    bot_lines: int = 0
    held: int = 0  # messages of owners while held
    out_of_order: int = 0
    after_end: int = 0  # talks after which the assistant answered


async def cross(owner: End, desk: End, wish: str, lines: int, times: LineTimes) -> None:
    """One talk of so many lines each way."""
    before = len(desk.heard())
    began = time.perf_counter()
    await owner.say(wish)
    times.arrival.append(await heard(desk, "Người dân muốn nói chuyện", before) - began)
    await asyncio.sleep(READ_S)
    await desk.say(TAKE)
    await heard(owner, CAME)
    from_owner, from_desk = len(desk.heard()), len(owner.heard())
    for number in range(lines):
        began = time.perf_counter()
        await owner.say(f"hỏi số {number}.")
        times.held += 1
        times.to_desk.append(await heard(desk, f"hỏi số {number}.", from_owner) - began)
        began = time.perf_counter()
        await desk.say(f"đáp số {number}.")
        times.to_owner.append(await heard(owner, f"đáp số {number}.", from_desk) - began)
        await asyncio.sleep(BETWEEN_S)
    said = [text for text, _ in owner.heard()[from_desk:]]
    times.bot_lines += sum(not text.startswith(FROM_STAFF) for text in said)
    numbers = [int(found[1]) for text in said if (found := re.search(r"đáp số (\d+)\.", text))]
    times.out_of_order += numbers != list(range(lines))
    await desk.say(END)
    await heard(owner, OVER, from_desk)
    ended = len(owner.heard())
    await owner.say("hạn nộp thuế là ngày nào")
    await until(lambda: len(owner.heard()) > ended, "the assistant did not answer")
    times.after_end += not owner.heard()[ended][0].startswith(FROM_STAFF)


async def run(folder: Path, lines: int) -> dict[str, Any]:
    """Every crossing -> figures."""
    times = LineTimes()
    numbers = itertools.count(100)
    async with town(folder) as (at, _, desks):

        async def each(to: str) -> None:
            for frm in CHANNELS:
                owner = made(at, frm, next(numbers))
                await cross(owner, desks[to], OFFICES[to][1], lines, times)

        await asyncio.gather(*(each(to) for to in desks))
    return {
        "crossings": len(CHANNELS) ** 2,
        "arrival_p95_ms": p95(times.arrival),
        "to_staff_p95_ms": p95(times.to_desk),
        "to_owner_p95_ms": p95(times.to_owner),
        "messages_while_held": times.held,
        "bot_lines_while_held": times.bot_lines,
        "talks_out_of_order": times.out_of_order,
        "assistant_answers_after_the_end": times.after_end,
    }


def p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return round(ordered[int(len(ordered) * 0.95)] * 1000, 1) if ordered else 0.0


# ---- kills ----


async def run_kills(folder: Path, kills: int) -> dict[str, Any]:
    """Held talks in which both sides write without pause, while the program is killed."""
    chance, numbers = random.Random(19), itertools.count(100)
    lost: Counter[str] = Counter()
    doubled: Counter[str] = Counter()
    async with town(folder) as (at, keeper, desks):
        pairs = []
        for to, desk in desks.items():
            owner = made(at, to, next(numbers))
            await owner.say(OFFICES[to][1])
            await heard(desk, "Người dân muốn nói chuyện")
            await asyncio.sleep(READ_S)
            await desk.say(TAKE)
            await heard(owner, CAME)
            pairs.append((to, owner, desk))
        going = asyncio.Event()
        counts = Counter[str]()
        writing = [
            asyncio.create_task(_write(end, f"{side} {to}", counts, going))
            for to, owner, desk in pairs
            for side, end in (("hỏi", owner), ("đáp", desk))
        ]
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(0.3, 1.2))
            keeper.kill()
            await until(lambda: not at.door.address, "it was not killed")
            await until(lambda: bool(at.door.address), "it did not start again")
        going.set()
        await asyncio.gather(*writing)
        states = await _settled(folder / "data" / "k.db", SETTLE_S)
        for to, owner, desk in pairs:
            for side, end in (("hỏi", desk), ("đáp", owner)):
                name = f"{side} {to}"
                _count(end, desk, name, counts[name], lost, doubled)
        told = _told(folder / "data" / "k.db")
    return {
        "kills": kills,
        "starts": keeper.starts,
        "lines": dict(counts),
        "lost": +lost,
        "doubled": +doubled,
        "in_doubt_and_said_so": told,
        "talks": states,
    }


async def _write(end: End, name: str, counts: Counter[str], over: asyncio.Event) -> None:
    while not over.is_set():
        await end.say(f"{name} số {counts[name]}.")
        counts[name] += 1
        await asyncio.sleep(BETWEEN_S)


def _count(
    end: End, desk: End, name: str, written: int, lost: Counter[str], doubled: Counter[str]
) -> None:
    """Lines of which nobody can know after a kill whether they arrived are named to the official,
    in a message that says so: what the owner wrote, once more, and what may not have reached them.
    """
    surely, told = Counter[int](), set[int]()
    for said, _ in end.heard():
        if not _in_doubt(said):
            surely.update(map(int, re.findall(rf"{name} số (\d+)\.", said)))
    for said, _ in desk.heard():
        if _in_doubt(said):
            told.update(map(int, re.findall(rf"{name} số (\d+)\.", said)))
    for number in range(written):
        lost[name] += not surely[number] and number not in told
        doubled[name] += surely[number] > 1


def _in_doubt(said: str) -> bool:
    return "không rõ" in said


async def _settled(path: Path, within_s: float) -> dict[str, int]:
    """Until nothing waits and lines in doubt were told; how the talks stand."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        with closing(checks.reader(path)) as rows:
            waiting = rows.execute(
                "SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')"
            ).fetchone()[0]
        if not waiting and end - time.monotonic() < within_s - 32:  # a heartbeat came
            break
        await asyncio.sleep(0.3)
    with closing(checks.reader(path)) as rows:
        return dict(rows.execute("SELECT state, count(*) FROM handoff GROUP BY state").fetchall())


def _told(path: Path) -> int:
    """Lines that may not have arrived, and of which the official was told."""
    with closing(checks.reader(path)) as rows:
        asked = "SELECT count(*) FROM handoff_line WHERE lost_at IS NOT NULL"
        return int(rows.execute(asked).fetchone()[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=63)
    parser.add_argument("--kills", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kills, path = given.kills, Path(folder)
        work = run_kills(path, kills) if kills else run(path, given.lines)
        print(json.dumps(asyncio.run(work), ensure_ascii=False))


if __name__ == "__main__":
    main()
