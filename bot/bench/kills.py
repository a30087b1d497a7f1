"""`donghanh bench kills`: SIGKILLs, a full disk, an unwritable photo folder and a clock set wrongly
while people write on every channel, staff work and a broadcast goes out. What was acknowledged
stands once, nothing reaches anybody twice, and every channel receives again by itself.
"""

import asyncio
import contextlib
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from cryptography.fernet import Fernet

from bot.bench.broadcast import sending, subscribe
from bot.bench.clerks import PASSWORD, Work, furnish, work_through
from bot.bench.crowd import CHANNELS, Crowd, Door, Noted
from bot.bench.fake_api import FIRST_CHAT, ApiConnection, World
from bot.channels.oa import Pair
from bot.channels.opened import Around
from bot.channels.zalo_oa.opening import build
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.loopback import zalo_bot, zalo_oa
from bot.running.clock import utc_now
from bot.settings.settings import read_settings
from bot.web.console import passwords
from content.library import load_content
from storage import database
from storage.broadcast_models import BroadcastKind
from storage.engines.sqlite import checks

TOKEN = "1:bench"  # noqa: S105  # of nobody
RATE = 20.0  # messages a second on Telegram
WITHIN_S = 30.0  # longer than this is not receiving again
HOLD_S = 1.5  # a trouble lasts so long
ANSWER_S = 5.0  # nobody waits longer for an answer
SETTLE_S = 30.0
DISK = "160m"
DAY_S = 24 * 3600
TROUBLES = ("", "disk", "photos", "back", "forward")
DESK_S = 0.3
RECIPIENTS = 30  # of the broadcast, for each round
AGAIN_S = 0.5  # whoever watches over the program starts it again after so long
# Behind every action, the mark it leaves in the audit; an arrival leaves it on the registration.
AUDITED = {
    "assign": "question.assign",
    "answer": "question.answer",
    "approve": "question.approve",
    "edit": "registration.edit",
}


@dataclass
class Keeper:
    """Keeps the program running, as systemd does; `kill` is what happens to it."""

    folder: Path
    settings: dict[str, str]
    door: Door
    starts: int = 0
    shift_s: int = 0  # so far its clock is ahead at the start
    process: asyncio.subprocess.Process | None = None

    async def run(self) -> None:
        shift = self.folder.with_name("shift")
        shift.write_text(str(self.shift_s))
        while True:
            self.starts += 1
            with (self.folder.with_name("log")).open("ab") as log:
                self.process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "bot.bench.shifted", str(shift)),
                    env=os.environ | self.settings,
                    stdout=subprocess.PIPE,
                    stderr=log,
                )
            if self.process.stdout is not None and (line := await self.process.stdout.readline()):
                self.door.address = line.decode().strip().rstrip("/")
            await self.process.wait()
            self.door.address = ""
            await asyncio.sleep(AGAIN_S)

    def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()

    async def end(self) -> None:
        self.kill()
        if self.process is not None:
            await self.process.wait()

    def shift(self, seconds: int) -> None:
        self.folder.with_name("shift").write_text(str(seconds))


@dataclass
class Watch:
    """How long each channel took to receive something written after a moment."""

    crowd: Crowd
    slowest: dict[str, float] = field(default_factory=dict)  # "channel after what" -> seconds

    async def until_back(self, since: float, what: str) -> None:
        left = set(CHANNELS)
        while left:
            now, heard = time.perf_counter(), self.crowd.heard()
            for channel in [name for name in left if heard.get(name, 0.0) > since]:
                left.discard(channel)
                name = f"{channel} after {what}"
                self.slowest[name] = round(max(self.slowest.get(name, 0.0), now - since), 2)
            if now - since > WITHIN_S:
                raise RuntimeError(f"{sorted(left)} did not receive again after {what}")
            await asyncio.sleep(0.02)


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """The folder as a disk of its own, where this machine lets us; whether it is one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)  # noqa: S607


def _fill(path: Path) -> None:
    """To the last byte."""
    with path.open("wb", buffering=0) as file:
        for size in (2**20, 2**12, 1):
            with contextlib.suppress(OSError):
                while file.write(b"x" * size) == size:
                    pass


@asynccontextmanager
async def trouble(what: str, keeper: Keeper) -> AsyncIterator[None]:
    """While it lasts; "" is none."""
    folder, photos = keeper.folder, keeper.folder / "photos"
    match what:
        case "disk":
            await asyncio.to_thread(_fill, folder / "full")
        case "photos":
            photos.mkdir(exist_ok=True)
            photos.rename(folder / "photos.away")
            photos.write_bytes(b"")
        case "back" | "forward":
            keeper.shift(-DAY_S if what == "back" else DAY_S)
    try:
        yield
    finally:
        match what:
            case "disk":
                (folder / "full").unlink()
            case "photos":
                photos.unlink()
                (folder / "photos.away").rename(photos)
            case "back" | "forward":
                keeper.shift(0)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A trouble ("": none), and whether the program is killed while it lasts."""

    what: str
    kill: bool = True


FULL = tuple(Trouble(TROUBLES[number % len(TROUBLES)]) for number in range(50))


async def _round(
    what: str, keeper: Keeper, watch: Watch, chance: random.Random, *, kill: bool
) -> None:
    async with trouble(what, keeper):
        began = time.perf_counter()
        if what == "disk":  # nothing can be kept
            await asyncio.sleep(HOLD_S)
        elif what:
            await watch.until_back(began, what)
        await asyncio.sleep(chance.uniform(0.0, 0.5))
        killed = time.perf_counter()
        if kill:
            keeper.kill()
        if what == "disk":
            await asyncio.sleep(HOLD_S)
        elif kill:
            await watch.until_back(killed, "a kill")
    ended = time.perf_counter()
    if what:
        await watch.until_back(ended, f"{what} ended")


def run(folder: Path, rounds: Sequence[Trouble] = FULL) -> dict[str, Any]:
    """One round after another -> figures. An empty folder. Where no disk can be made to fill up,
    `disk_filled` says so, and those rounds are kills alone."""
    with small_disk(folder / "data") as disk:
        done = asyncio.run(_run(folder / "data", rounds, disk=disk))
    return done | {"disk_filled": disk}


async def _run(folder: Path, rounds: Sequence[Trouble], *, disk: bool) -> dict[str, Any]:
    loop, chance = asyncio.get_running_loop(), random.Random(20261126)
    world, oa, bot = World(["xin chào"], 0, RATE), zalo_oa.FakeOa(), zalo_bot.ZaloBot(people=10**6)
    server = await loop.create_server(lambda: ApiConnection(world, 0.005), "127.0.0.1", 0)
    telegram = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    timeout = aiohttp.ClientTimeout(total=ANSWER_S)
    async with (
        zalo_oa.serving(oa) as oa_base,
        zalo_bot.zalo_bot(bot) as bot_base,
        aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as http,
    ):
        bot.quota = 10**6
        settings = _settings(folder, telegram, oa_base, bot_base)
        work = await _furnish(settings, oa, len(rounds))
        door, noted = Door(), Noted()
        keeper, crowd = Keeper(folder, settings, door), Crowd(door, noted, http, world, oa, bot)
        watch = Watch(crowd)
        keeping, dripping = asyncio.create_task(keeper.run()), asyncio.create_task(world.drip())
        people = crowd.begin()
        desks = asyncio.create_task(work_through(work, door, http, noted, DESK_S))
        try:
            await watch.until_back(time.perf_counter(), "the first start")
            for each in rounds:
                what = each.what if disk or each.what != "disk" else ""
                await _round(what, keeper, watch, chance, kill=each.kill)
            dripping.cancel()
            await _worked(noted)
            await asyncio.wait_for(crowd.over(), SETTLE_S)
            await asyncio.wait(people, timeout=SETTLE_S)
            await _quiet(folder)
        finally:
            for task in (*people, desks, dripping, keeping):
                task.cancel()
            await asyncio.gather(*people, desks, dripping, keeping, return_exceptions=True)
            await keeper.end()
            server.close()
        for end in (*people, desks):
            if end.done() and not end.cancelled():
                end.result()
    async with database.open(settings["DATABASE_URL"]):
        pass  # what the kill left in the log is in the file
    return (
        {"kills": sum(each.kill for each in rounds), "starts": keeper.starts}
        | _counted(folder, crowd)
        | {
            "back_s": watch.slowest,
            "slowest_back_s": max(watch.slowest.values()),
        }
    )


def _settings(folder: Path, telegram: str, oa: str, bot: str) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{folder}/k.db",
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram,
        "TELEGRAM_MODE": "polling",
        "PUBLIC_URL": "https://phuong.test",
        "ZALO_OA_APP_ID": zalo_oa.APP_ID,
        "ZALO_OA_APP_SECRET": zalo_oa.APP_SECRET,
        "ZALO_OA_WEBHOOK_SECRET": zalo_oa.WEBHOOK_KEY,
        "ZALO_OA_TOKEN_KEY": Fernet.generate_key().decode(),
        "ZALO_OA_API_URL": oa,
        "ZALO_OA_LOGIN_URL": oa,
        "ZALO_OA_PER_MINUTE": "0",
        "ZALO_BOT_TOKEN": zalo_bot.TOKEN,
        "ZALO_BOT_API_URL": bot,
        "ZALO_BOT_MONTHLY": "0",
        "ZALO_BOT_PEOPLE": "0",
        "SPACE_FREE_MB": "0",  # the small disk is to be filled by strangers
    }


async def _furnish(env: dict[str, str], oa: zalo_oa.FakeOa, rounds: int) -> Work:
    """Connects the OA and lays work on the desks."""
    settings, content = read_settings(env, None), load_content()
    kept = await asyncio.to_thread(passwords.new_password, PASSWORD, "nobody")
    async with database.open(settings.database_url) as db:
        around = Around(db, content, utc_now)
        account = (await build(settings.of(ZaloOaSettings), around)).account
        await account.connect(Pair(*oa.new_pair(), timedelta(seconds=zalo_oa.TOKEN_LASTS_S)))
        count, people = 20 + 15 * rounds, RECIPIENTS * rounds
        for first in range(0, people, 1000):
            await db.transaction(partial(subscribe, "telegram", first, people, utc_now()))
        await db.transaction(lambda tx: sending(tx, utc_now(), BroadcastKind.URGENT))
        return await db.transaction(lambda tx: furnish(tx, content, count, kept, utc_now()))


async def _worked(noted: Noted) -> None:
    """Until staff have done each thing once; on a slow machine a short run ends before that."""
    end = time.monotonic() + SETTLE_S
    while {what for what, _ in noted.console} != {*AUDITED, "arrive"}:
        if time.monotonic() > end:
            return
        await asyncio.sleep(0.1)


async def _quiet(folder: Path) -> None:
    """Until nothing waits to be sent."""
    asked = "SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')"
    end = time.monotonic() + SETTLE_S
    while time.monotonic() < end:
        with closing(checks.reader(folder / "k.db")) as rows:
            if _one(rows, asked) == 0:
                return
        await asyncio.sleep(0.2)


def _one(rows: checks.Rows, query: str) -> Any:
    return rows.execute(query).fetchone()[0]


def _counted(folder: Path, crowd: Crowd) -> dict[str, Any]:
    with closing(checks.reader(folder / "k.db")) as rows:
        lost, doubled = _platforms(rows, crowd), Counter[str]()
        _web(rows, crowd.noted, lost, doubled)
        _console(rows, crowd.noted, lost, doubled)
        broadcast = _broadcast(rows, crowd, lost)
        states = {
            name: dict(
                rows.execute(
                    "SELECT o.state, count(*) FROM outbox AS o JOIN contact AS c"
                    " ON c.id = o.contact_id WHERE c.channel = :name GROUP BY o.state",
                    {"name": name},
                )
            )
            for name in CHANNELS
        }
        waits = sum(each.get("pending", 0) + each.get("sending", 0) for each in states.values())
    # An apology while nothing can be kept goes beside the answer that follows.
    doubled["telegram answers"] += sum(count > 1 for count in crowd.telegram.said.values())
    doubled["zalo_oa answers"] += sum(len(u.received) > 1 for u in crowd.oa.users.values())
    sent = Counter(call["chat_id"] for call in crowd.bot.sent)
    doubled["zalo_bot answers"] += sum(count > 1 for count in sent.values())
    noted = crowd.noted
    return {
        "acknowledged": {
            "telegram": crowd.telegram.confirmed,
            "zalo_oa": len(noted.zalo_oa),
            "zalo_bot": len(noted.zalo_bot),
            "web": len(noted.web),
            "registrations": len(noted.seated),
            "questions": len(noted.asked),
            "photos": len(noted.pictured),
            "console": sum(noted.console.values()),
        },
        "desk": dict(Counter(what for what, _ in noted.console)),
        "lost": +lost,
        "doubled": +doubled,
        "answers": states,
        "broadcast": broadcast,
        "still_waiting": waits,
        "refused": dict(noted.refused),
        "faults": sorted({*crowd.oa.faults, *crowd.bot.faults}),
    }


def _platforms(rows: checks.Rows, crowd: Crowd) -> Counter[str]:
    """What a platform may forget, and is not in the database."""
    acknowledged = {
        "telegram": {str(FIRST_CHAT + n) for n in range(1, crowd.telegram.confirmed + 1)},
        "zalo_oa": crowd.noted.zalo_oa,
        "zalo_bot": crowd.noted.zalo_bot,
    }
    lost = Counter[str]()
    for name, wrote in acknowledged.items():
        stored = {
            row[0]
            for row in rows.execute(
                "SELECT c.address FROM inbox AS i JOIN contact AS c ON c.id = i.contact_id"
                " WHERE i.channel = :name",
                {"name": name},
            )
        }
        lost[name] = len(wrote - stored)
    return lost


def _broadcast(rows: checks.Rows, crowd: Crowd, lost: Counter[str]) -> dict[str, int]:
    """How it stands with its recipients; nobody outside sending hours. Whom the ledger says it was
    sent to, got it; who got it twice is counted with the answers on Telegram."""
    reached = {str(chat) for chat, _ in crowd.telegram.said}
    stands = rows.execute(
        "SELECT c.address, o.state FROM outbox AS o JOIN contact AS c ON c.id = o.contact_id"
        " WHERE o.kind = 'broadcast'"
    ).fetchall()
    lost["broadcast"] += sum(state == "sent" and to not in reached for to, state in stands)
    return dict(Counter(state for _, state in stands))


def _web(rows: checks.Rows, noted: Noted, lost: Counter[str], doubled: Counter[str]) -> None:
    for name, wrote, query in (
        ("web", noted.web, "SELECT text FROM inbox WHERE channel = 'web' AND text IS NOT NULL"),
        ("registrations", noted.seated, "SELECT phone FROM registration"),
        ("questions", noted.asked, "SELECT content FROM question"),
        (
            "photos",
            noted.pictured,
            "SELECT q.content FROM question AS q JOIN photo AS p ON p.question_id = q.id",
        ),
    ):
        # A question is kept with what was said right before it.
        stored = Counter(str(row[0]).rpartition("\n")[2] for row in rows.execute(query))
        lost[name] = len(wrote - set(stored))
        doubled[name] = sum(stored[what] > 1 for what in wrote)


def _console(rows: checks.Rows, noted: Noted, lost: Counter[str], doubled: Counter[str]) -> None:
    audited = Counter(
        (action, thing.partition(":")[2])
        for action, thing in rows.execute("SELECT action, object FROM audit")
    )
    came = {row[0] for row in rows.execute("SELECT code FROM registration WHERE arrived_at <> ''")}
    for what, key in noted.console:
        times = int(key in came) if what == "arrive" else audited[AUDITED[what], key]
        lost[f"console {what}"] += times == 0
        doubled[f"console {what}"] += times > 1
