"""A Telegram to try with: the part of the Bot API the program uses, and a page that shows every
chat as its owner would see it. Nothing leaves this machine."""

import asyncio
import html
import itertools
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from bot.web.pages import environment
from content.library import Content
from content.whole import read_whole

TOKEN = "1:dung-thu"  # noqa: S105  # of nobody
SHOWN = 60  # chats on the page
HELD = 20  # lines of a chat


@dataclass
class ChatLine:
    mine: bool
    text: str  # HTML, as the program sent it
    buttons: list[tuple[str, str]] = field(default_factory=list)
    sent: str = ""  # "photo", "document": what the text is written under
    at: float = 0.0
    number: int = 0  # of what the program sent


class DemoTelegram:
    """The state: chats with their lines, and what people did that the program has not asked for."""

    def __init__(self, content: Content) -> None:
        self.chats: OrderedDict[int, list[ChatLine]] = OrderedDict()
        self._updates: list[dict[str, Any]] = []
        self._numbers = itertools.count(1)
        self._news = asyncio.Event()
        self._page = environment(content).get_template("demo_telegram.html")

    # ---- what people do on the page ----

    def say(self, chat: int, text: str) -> None:
        self._add(chat, ChatLine(True, html.escape(text)))
        self._update(message=_message(chat, next(self._numbers), text=text))

    def tap(self, chat: int, data: str) -> None:
        self._update(
            callback_query={
                "id": str(next(self._numbers)),
                "from": _person(chat),
                "chat_instance": "1",
                "message": _message(chat, next(self._numbers), text="x"),
                "data": data,
            }
        )

    def _update(self, **update: Any) -> None:
        self._updates.append({"update_id": next(self._numbers)} | update)
        self._news.set()

    def _add(self, chat: int, line: ChatLine) -> None:
        line.at = time.time()
        lines = self.chats.setdefault(chat, [])
        lines.append(line)
        del lines[:-HELD]
        self.chats.move_to_end(chat, last=False)

    # ---- the Bot API ----

    async def call(self, request: web.Request) -> web.Response:
        given = await _parameters(request)
        method = request.match_info["method"]
        handler = getattr(self, f"_{method}", None)
        result = await handler(given) if handler else True
        return web.json_response({"ok": True, "result": result})

    async def _getMe(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"id": 1, "is_bot": True, "first_name": "Demo", "username": "dung_thu_bot"}

    async def _getUpdates(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        offset = int(given.get("offset") or 0)
        self._updates = [u for u in self._updates if u["update_id"] >= offset]
        end = time.monotonic() + min(float(given.get("timeout") or 0), 20)
        while not self._updates and (left := end - time.monotonic()) > 0:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                break
        return self._updates

    async def _sendMessage(self, given: dict[str, Any]) -> dict[str, Any]:
        return self._sent(given, str(given.get("text", "")))

    async def _sendPhoto(self, given: dict[str, Any]) -> dict[str, Any]:
        return self._sent(given, str(given.get("caption", "")), "photo") | {
            "photo": [{"file_id": "photo"}]
        }

    async def _sendDocument(self, given: dict[str, Any]) -> dict[str, Any]:
        return self._sent(given, str(given.get("caption", "")), "document") | {
            "document": {"file_id": "document"}
        }

    def _sent(self, given: dict[str, Any], text: str, sent: str = "") -> dict[str, Any]:
        chat = int(given["chat_id"])
        markup = given.get("reply_markup") or {}
        rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
        buttons = [(b["text"], b["callback_data"]) for row in rows for b in row]
        number = next(self._numbers)
        self._add(chat, ChatLine(False, text, buttons, sent, number=number))
        return _message(chat, number)

    async def _deleteMessage(self, given: dict[str, Any]) -> bool:
        chat, number = int(given["chat_id"]), int(given["message_id"])
        lines = self.chats.get(chat, [])
        lines[:] = [line for line in lines if line.number != number]
        return True

    # ---- the page ----

    async def page(self, request: web.Request) -> web.Response:
        chosen = request.query.get("chat", "")
        number = read_whole(chosen) or next(iter(self.chats), 1001)
        text = self._page.render(
            chats=list(self.chats.items())[:SHOWN],
            total=len(self.chats),
            chosen=number,
            lines=self.chats.get(number, []),
        )
        return web.Response(text=text, content_type="text/html")

    async def act(self, request: web.Request) -> web.Response:
        form = await request.post()
        chat = str(form.get("chat", ""))
        if number := read_whole(chat):
            if data := str(form.get("data", "")):
                self.tap(number, data)
            elif text := str(form.get("text", "")).strip():
                self.say(number, text)
            await asyncio.sleep(0.4)  # the answer is usually there by then
        raise web.HTTPSeeOther(f"/?chat={number or 0}")

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/", self.page)
        app.router.add_post("/", self.act)
        app.router.add_route("*", "/bot{token}/{method}", self.call)
        return app


@asynccontextmanager
async def demo_telegram(port: int, content: Content) -> AsyncIterator[str]:
    """Runs it on this machine; gives its address."""
    runner = web.AppRunner(DemoTelegram(content).app(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        host, bound = runner.addresses[0][:2]
        yield f"http://{host}:{bound}"
    finally:
        await runner.cleanup()


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(orjson.loads(await request.read() or b"{}"))
    given: dict[str, Any] = {}
    for name, value in (await request.post()).items():
        if not isinstance(value, str):
            continue
        try:
            given[name] = orjson.loads(value)
        except orjson.JSONDecodeError:
            given[name] = value
    return given


def _person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "A"}


def _message(chat: int, number: int, **content: Any) -> dict[str, Any]:
    return {
        "message_id": number,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private", "first_name": "A"},
        "from": _person(chat),
    } | content
