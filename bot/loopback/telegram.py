"""A loopback Bot API over real HTTP: updates in, messages out, with when they came."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

TOKEN = "1:bench"  # noqa: S105  # of nobody


class Telegram:
    """`sent`: (chat, text, when by `time.perf_counter`), in order. `clock` is the platform's."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.sent: list[tuple[int, str, float]] = []
        self.confirmed = 0  # the last update that need not be given again
        self._updates: list[dict[str, Any]] = []
        self._numbers = itertools.count(1)
        self._news = asyncio.Event()

    def say(self, chat: int, text: str) -> int:
        """Somebody types something; the number of the update."""
        number = next(self._numbers)
        person = {"id": chat, "is_bot": False, "first_name": "A"}
        message = {
            "message_id": number,
            "date": int(self.clock()),
            "chat": {"id": chat, "type": "private", "first_name": "A"},
            "from": person,
            "text": text,
        }
        self._updates.append({"update_id": number, "message": message})
        self._news.set()
        return number

    async def handle(self, request: web.Request) -> web.Response:
        is_json = request.content_type == "application/json"
        call = dict(await (request.json() if is_json else request.post()))
        result: Any = True
        match request.match_info["method"]:
            case "getMe":
                result = {"id": 1, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
            case "getUpdates":
                result = await self._take(int(call.get("offset") or 0))
            case "sendMessage" | "sendPhoto" | "sendDocument":
                chat, text = int(call["chat_id"]), str(call.get("text") or call.get("caption"))
                self.sent.append((chat, text, time.perf_counter()))
                result = {"message_id": 1, "date": 0, "chat": {"id": chat, "type": "private"}}
        return web.json_response({"ok": True, "result": result})

    async def _take(self, offset: int) -> list[dict[str, Any]]:
        self.confirmed = max(self.confirmed, offset - 1)
        self._updates = [one for one in self._updates if one["update_id"] >= offset]
        if not self._updates:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), 2.0)
            except TimeoutError:
                return []
        return self._updates[:100]


@asynccontextmanager
async def serving(telegram: Telegram) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", telegram.handle)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
