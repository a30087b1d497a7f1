"""Both ends of a talk for `bench live`: an owner or an official on one channel, an official at the
console, and the platforms between them and the program."""

import asyncio
import itertools
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp
import orjson

from bot.bench.clerks import PASSWORD
from bot.bench.crowd import Browser, Door, Given, Noted, again
from bot.channels.base import derived_secret
from bot.loopback import telegram, zalo_bot, zalo_oa
from bot.web.console.console import COOKIE

TAKE, END = "nhận", "xong"  # what an official types; at the console, what they press
WAITS, IN_DOUBT = "Người dân muốn nói chuyện", "không rõ"
WITHIN_S = 120.0
AGAIN_S = 0.1
_TAGS = re.compile(r"<[^>]+>")
_TALK = re.compile(r"/can-bo/tro-chuyen/(\d+)/lam")
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
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


class AtConsole:
    """An official whose browser shows the list of talks, then the one they hold, as it comes. What
    is cut off is sent again as the same form."""

    def __init__(self, town: "Town", login: str) -> None:
        self._town, self._login = town, login
        self._cookie = self._token = ""
        self._talk = 0  # that is held; 0: the list is shown
        self._is_shown = False
        self._waiting: set[int] = set()
        self._told: list[tuple[str, float]] = []
        self._lines: dict[int, tuple[str, float]] = {}
        self._keys = itertools.count()
        self._listening: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Signs in and opens the list: from then on they can be told."""
        await self._again(self._sign_in)
        self._show(0)
        await until(lambda: self._is_shown, "the list was not shown")

    async def say(self, text: str) -> None:
        if text == TAKE:
            await self.take(max(self._waiting))
        elif text == END:
            await self._press(self._talk, "end")
            self._show(0)
        else:
            path = f"/can-bo/tro-chuyen/{self._talk}/nhan"
            await self._post(path, {"do": "say", "text": text, "after": str(self._last)})

    async def take(self, talk: int) -> bool:
        """Whether it is theirs: of several who press one has it."""
        taken = await self._press(talk, "take")
        if taken:
            self._show(talk)
        return taken

    def heard(self) -> list[tuple[str, float]]:
        return [*self._told, *(said for _, said in sorted(self._lines.items()))]

    @property
    def waiting(self) -> set[int]:
        return self._waiting

    @property
    def _last(self) -> int:
        return max(self._lines, default=0)

    async def _press(self, talk: int, what: str) -> bool:
        return await self._post(f"/can-bo/tro-chuyen/{talk}/lam", {"do": what}) in (200, 303)

    async def _post(self, path: str, fields: dict[str, str]) -> int:
        """The answer of the form; a page that was not there for it is tried again."""
        key = f"{self._token.partition('.')[0]}.k{next(self._keys)}"
        form = fields | {"csrf": key}

        async def sent() -> int:
            async with self._town.http.post(
                self._town.door.address + path, data=form, headers=self._headers,
                allow_redirects=False,
            ) as answer:  # fmt: skip
                await answer.read()
                if answer.status >= 500 or answer.status == 429:
                    raise aiohttp.ClientPayloadError(str(answer.status))
                return answer.status

        return await self._again(sent)

    async def _sign_in(self) -> bool:
        fields = {"login": self._login, "password": PASSWORD, "code": ""}
        http, address = self._town.http, f"{self._town.door.address}/can-bo"
        async with http.post(f"{address}/dang-nhap", data=fields, allow_redirects=False) as answer:
            if COOKIE not in answer.cookies:
                raise aiohttp.ClientPayloadError("not signed in")
            self._cookie = f"{COOKIE}={answer.cookies[COOKIE].value}"
        async with http.get(f"{address}/tro-chuyen", headers={"Cookie": self._cookie}) as page:
            found = _TOKEN.search(await page.text())
        if found is None:
            raise aiohttp.ClientPayloadError("no form")
        self._token = found[1]
        return True

    @property
    def _headers(self) -> dict[str, str]:
        return {"Cookie": self._cookie, "Accept": "application/json"}

    async def _again(self, act: Callable[[], Awaitable[Given]]) -> Given:
        end = time.monotonic() + WITHIN_S
        while True:
            try:
                return await act()
            except (aiohttp.ClientError, TimeoutError, ValueError):
                if time.monotonic() > end:
                    raise
                await asyncio.sleep(AGAIN_S)

    def _show(self, talk: int) -> None:
        """Another page: what came on the one before stays heard."""
        if self._listening is not None:
            self._listening.cancel()
        self._told += [said for _, said in sorted(self._lines.items())]
        self._talk, self._lines = talk, {}
        self._listening = asyncio.create_task(self._listen())
        self._town.listeners.append(self._listening)

    async def _listen(self) -> None:
        while True:
            try:
                await self._read()
            except (aiohttp.ClientError, TimeoutError, ValueError):
                await asyncio.sleep(AGAIN_S)

    async def _read(self) -> None:
        wanted = f"talk={self._talk}&after={self._last}" if self._talk else "list=1"
        headers = self._headers | {"Accept": "text/event-stream"}
        timeout = aiohttp.ClientTimeout(total=None, sock_read=30)
        url = f"{self._town.door.address}/can-bo/tro-chuyen/moi?{wanted}"
        async with self._town.http.get(url, headers=headers, timeout=timeout) as stream:
            if stream.status != 200:
                raise aiohttp.ClientPayloadError(str(stream.status))
            async for raw in stream.content:
                if raw.startswith(b"data: "):
                    self._came(orjson.loads(raw[6:]), time.perf_counter())

    def _came(self, event: dict[str, Any], now: float) -> None:
        self._is_shown = True
        if "list" in event:
            waiting = {int(number) for number in _TALK.findall(event["list"])}
            self._told += [(f"{WAITS} {number}", now) for number in waiting - self._waiting]
            self._waiting = waiting
        for line in event.get("lines", ()):
            _, at = self._lines.get(int(line["id"]), ("", now))
            self._lines[int(line["id"])] = plain(line["html"]), at


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


async def heard(end: End, words: str, after: int = 0) -> float:
    """When something with these words came, among what came after the first so many."""
    await until(lambda: any(words in text for text, _ in end.heard()[after:]), words)
    return next(at for text, at in end.heard()[after:] if words in text)
