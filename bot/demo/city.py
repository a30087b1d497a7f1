"""`donghanh demo-city`: three invented wards on a PostgreSQL of their own, two processes that share
them, one where everybody comes in. A broadcast goes out, one process is killed, its wards go on."""

import asyncio
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import aiohttp
import pyotp
import yaml
from cryptography.fernet import Fernet

from bot.commands import city as commands
from bot.demo.cluster import USER, cluster
from bot.demo.telegram import TOKEN, demo_telegram
from bot.demo.ward import PASSWORD, invent
from bot.running.clock import utc_now
from bot.settings.city import CitySettings, unsealed
from bot.settings.secret import Secret
from content.library import FOLDER, Content
from content.operator import tell
from handlers.broadcast import approval, drafting
from handlers.broadcast.planning import UNDO
from storage import database
from storage.broadcast_models import Audience, Base, Broadcast, BroadcastKind, BroadcastState
from storage.database import Transaction
from storage.staff_models import Staff

WARDS: Mapping[str, str] = yaml.safe_load((FOLDER / "demo.yaml").read_text("utf-8"))["city_wards"]
LOGIN = "thanhpho"
PATIENCE_S = 120.0
LOOK_S = 0.25


@dataclass(frozen=True, slots=True)
class Running:
    """The processes: two that have wards, by their ports, and the front."""

    workers: Mapping[int, asyncio.subprocess.Process]
    front: asyncio.subprocess.Process


async def run_city(content: Content, say: Callable[[str], None], *, once: bool = False) -> None:
    """Plays it and then goes on until it is stopped; with `once` ends after the takeover. Raises
    NoServer, StorageError, OSError and TimeoutError."""
    root = Path(tempfile.mkdtemp(prefix="donghanh-city-"))
    with cluster() as server:
        async with demo_telegram(0, content) as telegram:
            settings = _settings(server, root)
            say(tell("demo.making", count=len(WARDS)))
            text = await _fill(settings, content, telegram)
            async with _running(settings) as running, aiohttp.ClientSession() as http:
                await _until_served(http, settings, list(WARDS))
                say(_addresses(settings, telegram))
                await _show_broadcast(http, telegram, text, say)
                await _show_takeover(http, settings, running, say)
                if not once:
                    say(tell("run.stop"))
                    await running.front.wait()


def _settings(server: Path, root: Path) -> CitySettings:
    url = f"postgresql:///postgres?host={server}&user={USER}&schema=city&folder={root}"
    key, port = Secret(Fernet.generate_key().decode()), _free_port()
    return CitySettings(url, key, f"http://127.0.0.1:{port}", root, port=port)


async def _fill(settings: CitySettings, content: Content, telegram: str) -> str:
    """Everybody in the wards is made up; what the broadcast of the first says."""
    now, text = utc_now(), tell("demo.broadcast")
    for number, (key, name) in enumerate(WARDS.items()):
        own = f"TELEGRAM_BOT_TOKEN={TOKEN}\nTELEGRAM_API_URL={telegram}\n" if number == 0 else ""
        commands.add(settings, key, name, "", own)
        with commands.city_of(settings) as city:
            ward = city.run(lambda tx, key=key: tx.wards.get(key))  # type: ignore[misc]
            url = city.ward_url(ward.schema, ward.folder)
        there = content.in_ward(replace(content.shelf.files.ward, name=name))
        async with database.open(url) as db:
            await db.transaction(lambda tx, there=there: invent(tx, there, now))  # type: ignore[misc]
            if number == 0:
                await db.transaction(lambda tx: _broadcast(tx, content, text, now))
    commands.add_person(settings, LOGIN, LOGIN, PASSWORD)
    return text


def _broadcast(tx: Transaction, content: Content, text: str, now: datetime) -> None:
    """One that was written and approved a little ago, so that it goes at once."""
    staff = {person.login: person for person in tx.staff.all()}
    author, approver = staff["truyenthong"], staff["lanhdao"]
    before = now - UNDO
    meant = Audience(base=Base.SUBSCRIBERS, topics=tuple(content.news.topics))
    made = _drafted(tx, text, meant, before, author)
    count = sum(tx.audiences.count_meant(meant, before).values())
    ward = content.ward
    approval.approve(tx, ward, made, made.version, approver, before, typed=count)


def _drafted(tx: Transaction, text: str, meant: Audience, at: datetime, author: Staff) -> Broadcast:
    made = drafting.draft(tx, BroadcastKind.NEWS, "thue", text, text, meant, at, author=author)
    return tx.broadcasts.save(replace(made, state=BroadcastState.SUBMITTED, submitted_at=at))


@asynccontextmanager
async def _running(settings: CitySettings) -> AsyncIterator[Running]:
    environment = os.environ | {
        "CITY_DATABASE": settings.database_url,
        "CITY_KEY": settings.key.value,
        "CITY_URL": settings.url,
        "CITY_FOLDER": str(settings.folder),
        "LOG_LEVEL": "ERROR",
    }

    async def start(command: str, port: int) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", command, env=environment | {"PORT": str(port)},
            stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip

    ports = [_free_port(), _free_port()]
    workers = {port: await start("work", port) for port in ports}
    front = await start("serve", settings.port)
    try:
        yield Running(workers, front)
    finally:
        left = [one for one in (front, *workers.values()) if one.returncode is None]
        for process in left:
            process.terminate()
        await asyncio.gather(*(process.wait() for process in left))


async def _until_served(
    http: aiohttp.ClientSession, settings: CitySettings, keys: list[str]
) -> float:
    """Returns after how many seconds every ward answers. Raises TimeoutError."""
    began = time.monotonic()
    async with asyncio.timeout(PATIENCE_S):
        for key in keys:
            while not await _answers(http, f"{settings.url}/w/{key}/"):  # noqa: ASYNC110  # asked
                await asyncio.sleep(LOOK_S)
    return time.monotonic() - began


async def _answers(http: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with http.get(address) as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


def _addresses(settings: CitySettings, telegram: str) -> str:
    with commands.city_of(settings) as city:
        person = city.run(lambda tx: tx.people.get(LOGIN))
    secret = unsealed(settings, person.totp) if person else ""
    code = pyotp.TOTP(secret).now()
    lines = [tell("demo.front", address=settings.url)]
    lines += [
        tell("demo.ward", name=name, address=f"{settings.url}/w/{key}/")
        for key, name in WARDS.items()
    ]
    lines += [
        tell("demo.console", password=PASSWORD),
        tell("demo.telegram", address=telegram),
        tell("demo.office", address=f"{settings.url}/thanh-pho", login=LOGIN, password=PASSWORD),
        tell("demo.code", code=code, secret=secret),
    ]
    return "\n".join(lines)


async def _show_broadcast(
    http: aiohttp.ClientSession, telegram: str, text: str, say: Callable[[str], None]
) -> None:
    """How many got it; outside the hours of sending nobody does, which is said."""
    got, end = 0, time.monotonic() + 20
    while time.monotonic() < end:
        async with http.get(telegram) as answer:
            seen = (await answer.text()).count(text)
        if seen and seen == got:
            break
        got = seen
        await asyncio.sleep(3)
    say(tell("demo.sent", count=got) if got else tell("demo.not_now"))


async def _show_takeover(
    http: aiohttp.ClientSession,
    settings: CitySettings,
    running: Running,
    say: Callable[[str], None],
) -> None:
    with commands.city_of(settings) as city:
        placed = city.run(lambda tx: tx.wards.placed(60))
    port, process = next(iter(running.workers.items()))
    lost = [one.key for one in placed if one.address.endswith(f":{port}")]
    say(tell("demo.kill", count=len(lost)))
    process.send_signal(signal.SIGKILL)
    await process.wait()
    await asyncio.sleep(LOOK_S)
    took = await _until_served(http, settings, lost)
    say(tell("demo.back", seconds=round(took, 1)))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
    return port
