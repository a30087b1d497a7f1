"""What strangers can do to the web chat before they sign in: the program with 1,024 open files is
attacked in one way after another while people chat with it. One JSON line each: memory before, at
its highest and after, how long a turn and a sign-in took meanwhile. Attackers are another process
than the people, so that a turn is not timed by a clock they hold up.

    python -m bot.bench.web [case ...]
"""

import asyncio
import contextlib
import io
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp
from PIL import Image

FILES = 1024
CHATTING = 8
TURN_EVERY_S = 0.5
ATTACK_S = 20.0
REST_S = 12.0
PAGE = os.sysconf("SC_PAGE_SIZE")
HEAD = b"POST /send HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n"
CHUNKED = HEAD + (
    b"Content-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n"
)
_ATTACK = "--attack"  # what the process of the attackers is told
PART = b'--b\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'


class Target:
    """The program under attack."""

    def __init__(self, url: str, pid: int) -> None:
        self.url, self.pid = url, pid
        self.host, _, port = url.removeprefix("http://").partition(":")
        self.port = int(port)
        self._proc = Path(f"/proc/{pid}")

    def rss_mb(self) -> float:
        return int((self._proc / "statm").read_text().split()[1]) * PAGE / 1e6

    def files(self) -> int:
        return len(list((self._proc / "fd").iterdir()))


def session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        cookie_jar=aiohttp.CookieJar(unsafe=True),
        connector=aiohttp.TCPConnector(limit=0),
        timeout=aiohttp.ClientTimeout(total=60),
        headers={"Accept": "application/json"},
    )


@asynccontextmanager
async def connected(
    at: Target,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection(at.host, at.port)
    try:
        yield reader, writer
    finally:
        writer.close()


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


# ---- the attacks: each lasts until it is cancelled or has done its worst ----


async def endless_bodies(at: Target) -> None:
    """Eight forms of 400 MiB each, chunked, without a length."""

    async def pour() -> None:
        with contextlib.suppress(OSError):
            async with connected(at) as (_, writer):
                writer.write(CHUNKED + chunk(PART))
                for _ in range(1600):
                    writer.write(chunk(b"a" * 262144))
                    await writer.drain()

    await asyncio.gather(*(pour() for _ in range(8)))


async def unfinished_bodies(at: Target) -> None:
    """Forty photos of 4.9 MB that stop before their end."""

    async def stop_half_way() -> None:
        with contextlib.suppress(OSError):
            async with connected(at) as (reader, writer):
                writer.write(CHUNKED + chunk(PART) + chunk(b"a" * 4_900_000))
                await writer.drain()
                await reader.read()

    await asyncio.gather(*(stop_half_way() for _ in range(40)))


async def heavy_pictures(at: Target) -> None:
    """Sixteen visitors with a picture of 40 megapixels in a small file each."""
    packed = io.BytesIO()
    Image.new("RGB", (8000, 5000), (200, 30, 30)).save(packed, "PNG")

    async def send() -> None:
        async with session() as visitor:
            await _open(visitor, at)
            form = aiohttp.FormData()
            form.add_field("photo", io.BytesIO(packed.getvalue()), filename="a.png")
            async with visitor.post(at.url + "/send", data=form) as answer:
                await answer.read()

    await asyncio.gather(*(send() for _ in range(16)))


async def silent_connections(at: Target) -> None:
    """1,300 connections on which nothing is said."""
    async with AsyncExitStack() as open_:
        for _ in range(1300):
            with contextlib.suppress(OSError):
                await open_.enter_async_context(connected(at))
        await asyncio.sleep(ATTACK_S)


async def event_streams(at: Target) -> None:
    """1,300 event streams of as many visitors from one address."""
    async with session() as raw:
        cookies = [await _cookie(raw, at) for _ in range(60)]

    async def listen(cookie: str) -> None:
        head = f"GET /stream HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n"
        with contextlib.suppress(OSError):
            async with connected(at) as (reader, writer):
                writer.write(head.encode())
                while await reader.read(65536):
                    pass

    await asyncio.gather(*(listen(cookies[n % 60]) for n in range(1300)))


async def long_sign_ins(at: Target) -> None:
    """Four hundred sign-ins with a name of 9 KB each."""

    async def try_(number: int) -> None:
        async with session() as thief:
            fields = {"login": f"{number}" + "x" * 9000, "password": "y"}
            async with thief.post(f"{at.url}/can-bo/dang-nhap", data=fields) as answer:
                await answer.read()

    for start in range(0, 400, 40):
        await asyncio.gather(*(try_(start + number) for number in range(40)))


ATTACKS: dict[str, Callable[[Target], Coroutine[None, None, None]]] = {
    "endless_bodies": endless_bodies,
    "unfinished_bodies": unfinished_bodies,
    "heavy_pictures": heavy_pictures,
    "silent_connections": silent_connections,
    "event_streams": event_streams,
    "long_sign_ins": long_sign_ins,
}


# ---- people meanwhile ----


async def _open(visitor: aiohttp.ClientSession, at: Target) -> None:
    async with visitor.get(at.url) as page:
        await page.read()


async def _cookie(raw: aiohttp.ClientSession, at: Target) -> str:
    raw.cookie_jar.clear()
    async with raw.get(at.url) as page:
        await page.read()
        return "; ".join(f"{name}={morsel.value}" for name, morsel in page.cookies.items())


class Chatters:
    """They chat, and one signs in now and then; each keeps how long it took."""

    def __init__(self, at: Target) -> None:
        self._at = at
        self.turns: list[float] = []
        self.sign_ins: list[float] = []
        self.failed = 0

    async def chat(self, number: int) -> None:
        await asyncio.sleep(number * TURN_EVERY_S / CHATTING)  # nobody waits for the others
        async with session() as visitor:
            await _open(visitor, self._at)
            for turn in range(1000):
                fields = {"text": f"thuế khoán còn không {number}", "once": str(turn), "after": "0"}
                await self._timed(self.turns, visitor, "/send", fields, 200)
                # A visitor may send twenty messages a minute.
                await asyncio.sleep(TURN_EVERY_S * (8 if turn > 9 else 1))

    async def sign_in(self) -> None:
        for number in range(5):
            async with session() as person:
                fields = {"login": f"nguoi-{time.time():.0f}-{number}", "password": "x" * 12}
                await self._timed(self.sign_ins, person, "/can-bo/dang-nhap", fields, 403)
            await asyncio.sleep(3)

    async def _timed(
        self,
        times: list[float],
        who: aiohttp.ClientSession,
        path: str,
        fields: dict[str, str],
        wanted: int,
    ) -> None:
        began = time.perf_counter()
        try:
            async with who.post(self._at.url + path, data=fields) as answer:
                await answer.read()
                self.failed += answer.status != wanted
        except (OSError, aiohttp.ClientError, TimeoutError):
            self.failed += 1
        times.append(time.perf_counter() - began)


def p95_ms(times: list[float]) -> float:
    return round(sorted(times)[int(len(times) * 0.95)] * 1e3, 1) if times else 0.0


async def measure(name: str, at: Target) -> dict[str, object]:
    """One attack while people chat."""
    before = at.rss_mb()
    people = Chatters(at)
    busy = [asyncio.ensure_future(people.chat(number)) for number in range(CHATTING)]
    busy.append(asyncio.ensure_future(people.sign_in()))
    await asyncio.sleep(1)
    attack = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.bench.web", _ATTACK, name, at.url
    )
    peak, files, end = before, 0, time.perf_counter() + ATTACK_S
    while time.perf_counter() < end:
        await asyncio.sleep(0.1)
        peak, files = max(peak, at.rss_mb()), max(files, at.files())
    with contextlib.suppress(ProcessLookupError):  # it has done its worst
        attack.kill()
    await attack.wait()
    for one in busy:
        one.cancel()
    await asyncio.gather(*busy, return_exceptions=True)
    await asyncio.sleep(REST_S)
    after = at.rss_mb()
    return {
        "bench": "web",
        "case": name,
        "rss_before_mb": round(before),
        "rss_peak_mb": round(peak),
        "rss_after_mb": round(after),
        "after_to_before": round(after / before, 2),
        "turns": len(people.turns),
        "turnp95_ms": p95_ms(people.turns),
        "sign_inp95_ms": p95_ms(people.sign_ins),
        "failed": people.failed,
        "most_files": files,
    }


@contextmanager
def target(*command: str, files: int | None = None) -> Iterator[Target]:
    """The program started as `python -m <command>`, which says its address; with so many open files
    at most."""

    def few_files() -> None:
        if files is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

    kept = {name: value for name, value in os.environ.items() if "TOKEN" not in name}
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=few_files,
        env=kept,
    )
    try:
        if process.stdout is None:
            raise RuntimeError("no output")
        found = next(filter(None, (re.search(r"http://[^/\s]+", line) for line in process.stdout)))
        yield Target(found[0], process.pid)
    finally:
        process.kill()
        process.wait()


async def run(names: list[str]) -> None:
    """Each case with a program of its own, warmed up first."""
    for name in names:
        with (
            tempfile.TemporaryDirectory() as folder,
            target(
                *("bot", "run", "--port", "0", "--database", f"sqlite:///{folder}/web.db"),
                files=FILES,
            ) as at,
        ):
            people = Chatters(at)
            warm = [asyncio.ensure_future(people.chat(number)) for number in range(CHATTING)]
            await people.sign_in()
            for one in warm:
                one.cancel()
            await asyncio.gather(*warm, return_exceptions=True)
            print(json.dumps(await measure(name, at)), flush=True)


if __name__ == "__main__":
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    if sys.argv[1:2] == [_ATTACK]:
        asyncio.run(ATTACKS[sys.argv[2]](Target(sys.argv[3], os.getpid())))
    else:
        asyncio.run(run(sys.argv[1:] or list(ATTACKS)))
