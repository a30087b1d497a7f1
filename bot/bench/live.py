"""Talks between owners and officials over real HTTP, on every channel and at the console in every
crossing: how long until an official hears of somebody, how long a line takes either way, what the
assistant says while a talk is held; who has a talk that three take at once; and what SIGKILLs while
lines go both ways lose or double.

    python -m bot.bench.live [--lines 50] [--takes 20] [--kills 50]
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
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from bot.bench.clerks import PASSWORD
from bot.bench.crowd import Door
from bot.bench.kills import Keeper
from bot.bench.kills import _settings as settings_of
from bot.bench.live_ends import (
    END,
    IN_DOUBT,
    KINDS,
    TAKE,
    WAITS,
    AtConsole,
    End,
    Town,
    heard,
    until,
)
from bot.channels.oa import Pair
from bot.channels.opened import Around
from bot.channels.zalo_oa.opening import build
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.loopback import telegram, zalo_bot, zalo_oa
from bot.running.clock import utc_now
from bot.settings.settings import read_settings
from bot.web.console import passwords
from content.calendar import local
from content.codes import CodeKind, new_code
from content.library import Content, load_content
from handlers.live import on_duty
from handlers.people import accounts
from storage import database
from storage.database import Transaction
from storage.engines.sqlite import checks
from storage.hashes import hashed
from storage.staff_models import Role, Staff

CHANNELS = ("telegram", "zalo_oa", "zalo_bot", "web")
CONSOLE = "console"
# An official of an office of its own on each, and the wish that is theirs alone.
OFFICES = {
    "telegram": ("thue", "gặp cán bộ thuế"),
    "zalo_oa": ("cong_an", "gặp cán bộ phòng cháy"),
    "zalo_bot": ("bhxh", "gặp cán bộ bảo hiểm"),
    "web": ("qltt", "gặp cán bộ quản lý thị trường"),
    CONSOLE: ("ttpvhcc", "gặp cán bộ một cửa"),
}
# Two more of the office of the one on Telegram: of three, two sit at the console.
COLLEAGUES = ("nguoi-hai", "nguoi-ba")
FROM_STAFF = "Cán bộ "  # what every line of an official's begins with
CAME, OVER, TAKEN = "đã vào trò chuyện", "đã xong", "đã nhận"
SETTLE_S = 40.0
BETWEEN_S = 1.1  # nobody types faster, and Telegram takes one message a second for a chat
READ_S = 0.5  # nobody answers a message in the same moment


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[tuple[Town, Keeper, dict[str, End]]]:
    """The program with a clock in office hours, and an official on every channel and at the
    console, by its name."""
    content = load_content(with_encoder=False)
    ahead = seconds_to_work(content, utc_now())

    def clock() -> float:
        return time.time() + ahead

    data = folder / "data"
    data.mkdir(parents=True)
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
            desks[CONSOLE] = await at_console(at, login_of(CONSOLE))
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


async def at_console(at: Town, login: str) -> AtConsole:
    end = AtConsole(at, login)
    await end.open()
    return end


def login_of(where: str) -> str:
    return f"cb-{where}"


def seconds_to_work(content: Content, now: datetime) -> int:
    """So far ahead the office is open for hours: a morning at nine."""
    for ahead in range(0, 14 * 24 * 3600, 3600):
        then = now + timedelta(seconds=ahead)
        if local(then).hour == 9 and on_duty.office(content, then).is_open:
            return ahead
    raise RuntimeError("the office is never open")


async def furnish(env: dict[str, str], oa: zalo_oa.FakeOa, ahead: timedelta) -> dict[str, str]:
    """An official for each channel and for the console, two more for one of the offices; the codes
    that link the chats of those on channels."""
    settings, content = read_settings(env, None), load_content(with_encoder=False)
    now, codes = utc_now() + ahead, {name: new_code(CodeKind.STAFF) for name in CHANNELS}
    kept = await asyncio.to_thread(passwords.new_password, PASSWORD, "nobody")

    def employ(tx: Transaction) -> None:
        offices = {login_of(where): office for where, (office, _) in OFFICES.items()}
        for login, office in (offices | dict.fromkeys(COLLEAGUES, OFFICES["telegram"][0])).items():
            number, roles = tx.staff.ids.next(), frozenset({Role.EXTERNAL})
            staff = tx.staff.add(Staff(number, login, f"CB {login}", office, roles, now))
            accounts.activate(tx, staff, kept)
            if code := codes.get(login.removeprefix("cb-")):
                tx.staff_links.make_code(hashed(code), staff.id, now + timedelta(hours=1))

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


async def cross(owner: End, desk: End, wish: str, lines: int) -> LineTimes:
    """One talk of so many lines each way."""
    times, before = LineTimes(), len(desk.heard())
    began = time.perf_counter()
    await owner.say(wish)
    times.arrival.append(await heard(desk, WAITS, before) - began)
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
    times.bot_lines = sum(not text.startswith(FROM_STAFF) for text in said)
    numbers = [int(found[1]) for text in said if (found := re.search(r"đáp số (\d+)\.", text))]
    times.out_of_order = int(numbers != list(range(lines)))
    await desk.say(END)
    await heard(owner, OVER, from_desk)
    ended = len(owner.heard())
    await owner.say("hạn nộp thuế là ngày nào")
    await until(lambda: len(owner.heard()) > ended, "the assistant did not answer")
    times.after_end = int(not owner.heard()[ended][0].startswith(FROM_STAFF))
    return times


async def run(folder: Path, lines: int) -> dict[str, Any]:
    """Every crossing -> figures, of all and of each."""
    found: dict[str, LineTimes] = {}
    numbers = itertools.count(100)
    async with town(folder) as (at, _, desks):

        async def each(to: str) -> None:
            for frm in CHANNELS:
                owner = made(at, frm, next(numbers))
                times = await cross(owner, desks[to], OFFICES[to][1], lines)
                found[f"{frm} -> {to}"] = times

        await asyncio.gather(*(each(to) for to in desks))
    every = list(found.values())
    return {
        "crossings": len(every),
        **_p95s(every),
        "messages_while_held": sum(one.held for one in every),
        "bot_lines_while_held": sum(one.bot_lines for one in every),
        "talks_out_of_order": sum(one.out_of_order for one in every),
        "assistant_answers_after_the_end": sum(one.after_end for one in every),
        "each": {name: _p95s([one]) for name, one in sorted(found.items())},
    }


def _p95s(times: Sequence[LineTimes]) -> dict[str, float]:
    return {
        "arrival_p95_ms": p95([at for one in times for at in one.arrival]),
        "to_staff_p95_ms": p95([at for one in times for at in one.to_desk]),
        "to_owner_p95_ms": p95([at for one in times for at in one.to_owner]),
    }


def p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return round(ordered[int(len(ordered) * 0.95)] * 1000, 1) if ordered else 0.0


# ---- who has it ----


async def run_takes(folder: Path, takes: int) -> dict[str, Any]:
    """Three take one talk in the same moment, two of them at the console: how often one had it, the
    two others read who does, and the owner heard of one."""
    alone = told = came_once = 0
    async with town(folder) as (at, _, desks):
        chat = desks["telegram"]
        colleagues = [await at_console(at, login) for login in COLLEAGUES]
        for number, frm in zip(range(takes), itertools.cycle(CHANNELS), strict=False):
            owner = made(at, frm, 200 + number)
            before = len(chat.heard())
            await owner.say(OFFICES["telegram"][1])
            await heard(chat, WAITS, before)
            await until(lambda: all(one.waiting for one in colleagues), "it was not shown")
            await asyncio.sleep(READ_S)
            talk = max(colleagues[0].waiting)
            shown = len(chat.heard())
            _, *taken = await asyncio.gather(chat.say(TAKE), *(o.take(talk) for o in colleagues))
            await heard(owner, CAME)
            await until(lambda: len(chat.heard()) > shown, "the chat was not answered")  # noqa: B023
            late = any(TAKEN in text for text, _ in chat.heard()[shown:])
            holders = [one for one, has in zip(colleagues, taken, strict=True) if has]
            alone += len(holders) + (not late) == 1 == _holders(folder / "data" / "k.db")
            told += late or not holders
            holder: End = holders[0] if holders else chat
            await holder.say(END)
            await heard(owner, OVER)
            came_once += sum(CAME in text for text, _ in owner.heard()) == 1
            await until(lambda: not any(one.waiting for one in colleagues), "it waits still")
    return {"takes": takes, "one_holds_it": alone, "others_told": told, "came_once": came_once}


def _holders(path: Path) -> int:
    with closing(checks.reader(path)) as rows:
        asked = "SELECT count(DISTINCT holder_id) FROM handoff WHERE state = 'held'"
        return int(rows.execute(asked).fetchone()[0])


# ---- kills ----


async def run_kills(folder: Path, kills: int) -> dict[str, Any]:
    """Held talks in which both sides write without pause, while the program is killed."""
    chance, numbers = random.Random(19), itertools.count(100)
    lost: Counter[str] = Counter()
    doubled: Counter[str] = Counter()
    async with town(folder) as (at, keeper, desks):
        pairs = []
        for to, desk in desks.items():
            owner = made(at, to if to in KINDS else CHANNELS[0], next(numbers))
            await owner.say(OFFICES[to][1])
            await heard(desk, WAITS)
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
    At the console the line itself says so.
    """
    surely, told = Counter[int](), set[int]()
    for said, _ in end.heard():
        if IN_DOUBT not in said:
            surely.update(map(int, re.findall(rf"{name} số (\d+)\.", said)))
    for said, _ in desk.heard():
        if IN_DOUBT in said:
            told.update(map(int, re.findall(rf"{name} số (\d+)\.", said)))
    for number in range(written):
        lost[name] += not surely[number] and number not in told
        doubled[name] += surely[number] > 1


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


Part = Callable[[Path, int], Coroutine[Any, Any, dict[str, Any]]]
PARTS: dict[str, tuple[Part, int]] = {
    "lines": (run, 50),
    "takes": (run_takes, 20),
    "kills": (run_kills, 50),
}


def main() -> None:
    """Each part by itself, its figures as soon as it is done; 0 leaves one out."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, (_, usual) in PARTS.items():
        parser.add_argument(f"--{name}", type=int, default=usual)
    given = vars(parser.parse_args())
    for name, (part, _) in PARTS.items():
        if given[name]:
            with tempfile.TemporaryDirectory() as folder:
                print(json.dumps(asyncio.run(part(Path(folder), given[name])), ensure_ascii=False))


if __name__ == "__main__":
    main()
