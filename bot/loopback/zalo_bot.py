"""A loopback Zalo Bot over real HTTP, to what the reference tells of it (platforms 2 and 5.4)."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

TOKEN = "4711:zalo-bot_of-nobody"  # noqa: S105  # of nobody
KNOWN = {
    "getMe": set[str](),
    "getUpdates": {"timeout"},
    "deleteWebhook": set[str](),
    "setWebhook": {"url", "secret_token"},
    "sendMessage": {"chat_id", "text"},
    "sendPhoto": {"chat_id", "photo", "caption"},
}


class ZaloBot:
    """`replay`: every poll brings the latest event again, at once."""

    def __init__(self, *, replay: bool = False, quota: int = 3000, people: int = 50) -> None:
        self.replay = replay
        self.quota = quota
        self.people = people
        self.events: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.polls: list[float] = []
        self.faults: list[str] = []
        self.answers: list[tuple[int, str]] = []  # errors to give to the next sends
        self.webhook: dict[str, Any] | None = None
        self.wrote: dict[str, None] = {}  # in the order of their first message
        self.calls: Counter[str] = Counter()
        self._given = 0
        self._numbers = 0

    def say(self, who: str, text: str = "", **message: Any) -> dict[str, Any]:
        self._numbers += 1
        self.wrote.setdefault(who)
        content = {"text": text} if text else {}
        event = {
            "event_name": "message.text.received",
            "message": {
                "date": 1750316131602,
                "chat": {"chat_type": "PRIVATE", "id": who},
                "message_id": f"m{self._numbers}",
                "from": {"id": who, "is_bot": False, "display_name": "A"},
                **content,
                **message,
            },
        }
        self.events.append(event)
        return event

    def texts(self, who: str) -> list[str]:
        return [call["text"] for call in self.sent if call["chat_id"] == who]

    async def until(self, count: int, who: str, within_s: float = 15) -> str:
        end = time.monotonic() + within_s
        while len(self.texts(who)) < count:
            if time.monotonic() > end:
                raise TimeoutError(f"{len(self.texts(who))} of {count}: {self.faults}")
            await asyncio.sleep(0.02)
        return self.texts(who)[count - 1]

    async def handle(self, request: web.Request) -> web.Response:
        method, call = request.match_info["method"], dict(await request.json())
        self.calls[method] += 1
        if request.match_info["token"] != TOKEN:
            return _error(401, "Unauthorized")
        if method not in KNOWN:
            return _error(404, "Not Found")
        if unknown := set(call) - KNOWN[method]:
            self.faults.append(f"{method}: {unknown}")
        answer: web.Response = await getattr(self, f"_{method}")(call)
        return answer

    async def _getMe(self, call: dict[str, Any]) -> web.Response:
        return _ok({"id": "4711", "account_name": "bot.thu", "account_type": "BASIC"})

    async def _deleteWebhook(self, call: dict[str, Any]) -> web.Response:
        return _error(404, "Not Found")  # as a bot answers that never had one

    async def _setWebhook(self, call: dict[str, Any]) -> web.Response:
        if not call["url"].startswith("https://") or not 8 <= len(call["secret_token"]) <= 256:
            return _error(400, "Bad Request")
        self.webhook = call
        return _ok({"url": call["url"]})

    async def _getUpdates(self, call: dict[str, Any]) -> web.Response:
        self.polls.append(time.monotonic())
        for _ in range(20):
            if self._given < len(self.events):
                self._given += 1
                return _ok(self.events[self._given - 1])
            if self.replay and self.events:
                return _ok(self.events[-1])
            await asyncio.sleep(0.05)
        return _error(408, "Request timeout", status=408)

    async def _sendPhoto(self, call: dict[str, Any]) -> web.Response:
        if not call["photo"].startswith("https://"):
            self.faults.append(f"photo at {call['photo']}")
            return _error(400, "Bad Request")
        return await self._sendMessage({**call, "text": call["caption"]})

    async def _sendMessage(self, call: dict[str, Any]) -> web.Response:
        if self.answers:
            code, description = self.answers.pop(0)
            return _error(code, description)
        if not 1 <= len(call["text"]) <= 2000:
            self.faults.append(f"text of {len(call['text'])}")
            return _error(400, "Bad Request")
        if call["chat_id"] not in list(self.wrote)[: self.people]:
            return _error(403, "Forbidden")
        if len(self.sent) >= self.quota:
            return _error(429, "Quota exceeded")
        self.sent.append(call)
        return _ok({"message_id": f"s{len(self.sent)}", "date": 1749632637199})


def _ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _error(code: int, description: str, status: int = 200) -> web.Response:
    body = {"ok": False, "error_code": code, "description": description}
    return web.json_response(body, status=status)


@asynccontextmanager
async def zalo_bot(bot: ZaloBot) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", bot.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
