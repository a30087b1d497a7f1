"""People for the kill bench: they write on every channel without pause, and note what was
acknowledged to them. A platform repeats until it hears 200; a browser sends a form cut off again.
"""

import asyncio
import io
import itertools
import random
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import aiohttp
import orjson
from PIL import Image

from bot.bench.fake_api import World
from bot.channels.base import derived_secret
from bot.loopback.zalo_bot import TOKEN as ZALO_BOT_TOKEN
from bot.loopback.zalo_bot import ZaloBot
from bot.loopback.zalo_oa import FakeOa

Given = TypeVar("Given")
CHANNELS = ("telegram", "web", "zalo_bot", "zalo_oa")
PER_S = {"zalo_oa": 10.0, "zalo_bot": 3.0}
VISITORS = 3
STEP_S = 0.1  # a visitor answers so fast
AGAIN_S = 0.25
# As the program says it; a picture that could not be kept is spoken of, too.
SEATED, TAKEN, PICTURED = "Đã giữ chỗ", "Mã câu hỏi:", "Kèm 1 ảnh"
_ONCE = re.compile(r'name="once" value="([^"]+)"')
_SECRET = derived_secret(ZALO_BOT_TOKEN, b"donghanh zalo bot")


@dataclass
class Door:
    """Where the program is now; "" between a kill and the next start."""

    address: str = ""


@dataclass
class Noted:
    """What was acknowledged, and the youngest message of each channel that was (`heard`: when it
    was written, of `time.perf_counter`)."""

    heard: dict[str, float] = field(default_factory=dict)
    zalo_oa: set[str] = field(default_factory=set)
    zalo_bot: set[str] = field(default_factory=set)
    web: set[str] = field(default_factory=set)
    seated: set[str] = field(default_factory=set)  # phones
    asked: set[str] = field(default_factory=set)
    pictured: set[str] = field(default_factory=set)  # questions whose photo was taken
    console: Counter[tuple[str, str]] = field(default_factory=Counter)  # (what, on which object)
    refused: Counter[str] = field(default_factory=Counter)

    def hear(self, channel: str, written: float) -> None:
        self.heard[channel] = max(self.heard.get(channel, 0.0), written)


@dataclass
class Crowd:
    """Everybody who writes. `ended` lets what was begun come to its end."""

    door: Door
    noted: Noted
    http: aiohttp.ClientSession
    telegram: World
    oa: FakeOa
    bot: ZaloBot
    ended: bool = False
    under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def begin(self) -> list[asyncio.Task[None]]:
        numbers = itertools.count(1)
        return [
            asyncio.create_task(self._write("zalo_oa", self._on_oa)),
            asyncio.create_task(self._write("zalo_bot", self._on_bot)),
            *(asyncio.create_task(self._visit(numbers)) for _ in range(VISITORS)),
        ]

    async def over(self) -> None:
        """Until the platforms have heard 200 for everything."""
        self.ended = True
        if self.under_way:
            await asyncio.wait(self.under_way)

    def heard(self) -> dict[str, float]:
        """When the youngest message received on each channel was written."""
        return self.noted.heard | {"telegram": self.telegram.newest}

    # ---- platforms ----

    async def _write(self, channel: str, write: Callable[[int], Coroutine[Any, Any, None]]) -> None:
        for number in itertools.count(1):
            if self.ended:
                return
            task = asyncio.create_task(write(number))
            self.under_way.add(task)
            task.add_done_callback(self.under_way.discard)
            await asyncio.sleep(random.expovariate(PER_S[channel]))

    async def _on_oa(self, number: int) -> None:
        who, written = f"u{number}", time.perf_counter()
        event = self.oa.text_event(who, "xin chào")
        raw = orjson.dumps(event)
        headers = {"X-ZEvent-Signature": self.oa.signature(raw, event)}
        await self._call("/zalo-oa", raw, headers)
        self.noted.zalo_oa.add(who)
        self.noted.hear("zalo_oa", written)

    async def _on_bot(self, number: int) -> None:
        who, written = f"z{number}", time.perf_counter()
        raw = orjson.dumps(self.bot.say(who, "xin chào"))
        await self._call("/zalo-bot", raw, {"X-Bot-Api-Secret-Token": _SECRET})
        self.noted.zalo_bot.add(who)
        self.noted.hear("zalo_bot", written)

    async def _call(self, path: str, raw: bytes, headers: dict[str, str]) -> None:
        """Until it is 200, and now and then once more."""
        taken = False
        while not taken or random.random() < 0.1:
            try:
                async with self.http.post(
                    self.door.address + path, data=raw, headers=headers
                ) as answer:
                    taken = taken or answer.status == 200
                    if answer.status != 200:
                        self.noted.refused[f"{path} {answer.status}"] += 1
            except (aiohttp.ClientError, TimeoutError, ValueError):
                pass
            await asyncio.sleep(AGAIN_S)

    # ---- the web chat ----

    async def _visit(self, numbers: "itertools.count[int]") -> None:
        while not self.ended:
            number = next(numbers)
            browser = Browser(self.door, self.http, self.noted)
            text = f"xin chào lần {number}"
            if not await again(partial(browser.greet, text), 1):
                continue  # nobody knows whether it was taken; somebody else comes
            self.noted.web.add(text)
            await self._register_and_ask(browser, number)

    async def _register_and_ask(self, browser: "Browser", number: int) -> None:
        phone = f"09{10_000_000 + number}"
        said = ""
        for text in (
            *("đăng ký hội nghị", "1", "Trần Thị Mến", phone, "chưa", f"tổ {number % 12 + 1}"),
            *("1", "1"),
        ):
            said = await browser.say(text)
        if SEATED in said:
            self.noted.seated.add(f"+84{phone[1:]}")
        asked = f"Chợ ngập từ hôm {number}, xin nạo vét cống"
        for text in ("gửi câu hỏi", asked):
            await browser.say(text)
        await browser.say("", photo=_picture(number))
        for text in ("1", "1", "1"):
            said = await browser.say(text)
        if TAKEN in said:
            self.noted.asked.add(asked)
            if PICTURED in said:
                self.noted.pictured.add(asked)


class Browser:
    """One visitor: keeps the cookie, sends what was cut off again with the same once-key."""

    def __init__(self, door: Door, http: aiohttp.ClientSession, noted: Noted) -> None:
        self._door = door
        self._http = http
        self._noted = noted
        self._cookie = ""
        self._last = 0
        self._steps = itertools.count()

    async def greet(self, text: str) -> bool:
        """The first message, as a plain form."""
        async with self._http.get(f"{self._door.address}/") as page:
            once = _ONCE.search(await page.text())
        if once is None:
            return False
        return await self._send({"text": text, "once": once[1], "opened": ""}, b"") is not None

    @property
    def cookie(self) -> str:
        return self._cookie

    async def say(self, text: str, photo: bytes = b"", wait_s: float = STEP_S) -> str:
        """One message, until it is acknowledged -> the new lines."""
        await asyncio.sleep(wait_s)
        form = {"text": text, "once": f"s{next(self._steps)}", "opened": ""}
        said = await again(lambda: self._send(form, photo), 200)
        return said or ""

    async def _send(self, fields: dict[str, str], photo: bytes) -> str | None:
        """The new lines; None when it was not taken."""
        written, form = time.perf_counter(), aiohttp.FormData()
        for name, value in (fields | {"after": str(self._last)}).items():
            form.add_field(name, value)
        if photo:
            form.add_field("photo", io.BytesIO(photo), filename="a.jpg", content_type="image/jpeg")
        headers = {"Accept": "application/json"}
        if self._cookie:
            headers["Cookie"] = self._cookie
        async with self._http.post(
            f"{self._door.address}/send", data=form, headers=headers
        ) as answer:
            body = await answer.read()
            if answer.status != 200:
                self._noted.refused[f"/send {answer.status}"] += 1
                return None
            for name, morsel in answer.cookies.items():
                self._cookie = f"{name}={morsel.value}"
        lines = orjson.loads(body)["lines"]
        self._last = max([self._last, *(int(line["id"]) for line in lines)])
        self._noted.hear("web", written)
        return "".join(str(line["html"]) for line in lines)


async def again(act: Callable[[], Awaitable[Given]], tries: int) -> Given | None:
    """What it gives, tried so often while nobody is there or it is not taken."""
    for tried in range(tries):
        if tried:
            await asyncio.sleep(AGAIN_S)
        try:
            if given := await act():
                return given
        except (aiohttp.ClientError, TimeoutError, ValueError):
            pass
    await asyncio.sleep(AGAIN_S)
    return None


def _picture(number: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (number % 256, 90, number // 256 % 256)).save(out, "JPEG")
    return out.getvalue()
