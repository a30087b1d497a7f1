"""A loopback Bot API over real HTTP, as strict as the real one where it matters to us.

Run in a test (`async with serving(BotApi()) as api`) or in a process of its own
(`python -m tests.support.botapi --port 9000`), then steered over `/__control/...`.
"""

import asyncio
import itertools
import json
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from typing import Any

from aiohttp import web

from tests.support.patience import PATIENCE_S

TOKEN = "123456:TEST-token_of-nobody"

PLACE = ("message_thread_id", "reply_parameters")
# method -> (required, other known) parameters; tests/channels/telegram checks it against aiogram.
METHODS: dict[str, tuple[set[str], set[str]]] = {
    "getMe": (set(), set()),
    "getUpdates": (set(), {"offset", "limit", "timeout", "allowed_updates"}),
    "sendMessage": (
        {"chat_id", "text"},
        {"parse_mode", "link_preview_options", "reply_markup", "disable_notification", *PLACE},
    ),
    "sendPhoto": ({"chat_id", "photo"}, {"caption", "parse_mode", "reply_markup", *PLACE}),
    "sendDocument": ({"chat_id", "document"}, {"caption", "parse_mode", "reply_markup", *PLACE}),
    "deleteMessage": ({"chat_id", "message_id"}, set()),
    "getFile": ({"file_id"}, set()),
    "sendChatAction": ({"chat_id", "action"}, set()),
    "answerCallbackQuery": ({"callback_query_id"}, {"text"}),
    "setMyCommands": ({"commands"}, {"scope", "language_code"}),
    "setWebhook": ({"url"}, {"secret_token", "allowed_updates", "max_connections"}),
    "deleteWebhook": (set(), {"drop_pending_updates"}),
}
ALLOWED_TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}


class Refusal(Exception):
    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        self.status, self.description, self.parameters = status, description, parameters
        super().__init__(description)


class BotApi:
    """State of the fake: updates waiting, calls recorded, troubles to play."""

    def __init__(self, *, round_trip_s: float = 0.0, enforce_limits: bool = False) -> None:
        self.updates: list[dict[str, Any]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.faults: list[str] = []
        self.sent_at: dict[int, list[float]] = defaultdict(list)
        self.troubles: dict[str, deque[Refusal | float]] = defaultdict(deque)
        self.blocked: set[int] = set()
        self.confirmed = 0
        self.webhook: dict[str, Any] | None = None
        self.round_trip_s = round_trip_s
        self.enforce_limits = enforce_limits
        self._next_update = 1000
        self._next_message = 1
        self.files: dict[str, bytes] = {}
        self._news = asyncio.Event()
        self._pollers = 0

    # ---- what people do ----

    def add(self, **update: Any) -> int:
        """Queues a raw update; returns its id."""
        self._next_update += 1
        self.updates.append({"update_id": self._next_update} | update)
        self._news.set()
        return self._next_update

    def say(self, chat: int, text: str, **more: Any) -> int:
        return self.add(message=message(chat, text=text) | more)

    def tap(self, chat: int, data: str) -> int:
        return self.add(
            callback_query={
                "id": f"q{self._next_update}",
                "from": _person(chat),
                "chat_instance": "1",
                "message": message(chat, text="x"),
                "data": data,
            }
        )

    def block(self, chat: int) -> None:
        self.blocked.add(chat)
        self.add(my_chat_member=membership(chat, "kicked"))

    def trouble(self, method: str, status: int, description: str, **parameters: Any) -> None:
        """The next call of `method` is refused so."""
        self.troubles[method].append(Refusal(status, description, **parameters))

    def hang(self, method: str, seconds: float) -> None:
        self.troubles[method].append(seconds)

    # ---- what the bot did ----

    def sent(self, chat: int | None = None) -> list[dict[str, Any]]:
        return [
            call
            for method, call in self.calls
            if method in ("sendMessage", "sendPhoto")
            and (chat is None or int(call["chat_id"]) == chat)
        ]

    def count(self, method: str) -> int:
        return sum(name == method for name, _ in self.calls)

    async def until_sent(self, count: int, chat: int | None = None) -> None:
        end = time.monotonic() + PATIENCE_S
        while len(self.sent(chat)) < count:
            if time.monotonic() > end:
                raise AssertionError(f"sent {len(self.sent(chat))} of {count}: {self.faults}")
            await asyncio.sleep(0.005)

    # ---- the server ----

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path}", self._file)
        app.router.add_post("/__control/updates", self._control_updates)
        app.router.add_get("/__control/state", self._control_state)
        app.router.add_get("/__control/said", self._control_said)
        app.router.add_get("/__control/times", self._control_times)
        return app

    async def _file(self, request: web.Request) -> web.Response:
        data = self.files.get(request.match_info["path"])
        return web.Response(body=data, status=200 if data else 404)

    async def _do_getFile(self, call: dict[str, Any]) -> dict[str, Any]:
        return {"file_id": call["file_id"], "file_path": call["file_id"]}

    async def _do_sendPhoto(self, call: dict[str, Any]) -> dict[str, Any]:
        chat, now = int(call["chat_id"]), time.monotonic()
        self._check_limits(chat, now)
        if chat in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        photo = call["photo"]
        known = photo in ("photo-1",) or (
            isinstance(photo, bytes) and photo.startswith((b"\x89PNG", b"\xff\xd8"))
        )
        if not known:
            raise self._fault("Bad Request: IMAGE_PROCESS_FAILED")
        if len(check_html(call.get("caption", ""))) > 1024:
            raise self._fault("Bad Request: message caption is too long")
        self.sent_at[chat].append(now)
        self._next_message += 1
        sizes = [{"file_id": "small"}, {"file_id": "photo-1"}]
        return message(chat, photo=sizes) | {"message_id": self._next_message}

    async def _do_sendDocument(self, call: dict[str, Any]) -> dict[str, Any]:
        if not call["document"]:
            raise self._fault("Bad Request: there is no document in the request")
        self._next_message += 1
        sent = {"file_id": "document-1"}
        return message(int(call["chat_id"]), document=sent) | {"message_id": self._next_message}

    async def _handle(self, request: web.Request) -> web.Response:
        method, token = request.match_info["method"], request.match_info["token"]
        call = await _decode(request)
        # Known with the call: whoever waited for it may plan what becomes of the next.
        trouble = self._trouble_of(method)
        if method != "getUpdates":
            self.calls.append((method, call))
            await asyncio.sleep(self.round_trip_s)
        try:
            if token != TOKEN:
                raise Refusal(401, "Unauthorized")
            result = await self._answer(method, call, trouble)
        except Refusal as refusal:
            body: dict[str, Any] = {
                "ok": False,
                "error_code": refusal.status,
                "description": refusal.description,
            }
            if refusal.parameters:
                body["parameters"] = refusal.parameters
            return web.json_response(body, status=refusal.status)
        return web.json_response({"ok": True, "result": result})

    def _trouble_of(self, method: str) -> Refusal | float | None:
        return self.troubles[method].popleft() if self.troubles[method] else None

    async def _answer(
        self, method: str, call: dict[str, Any], trouble: Refusal | float | None
    ) -> Any:
        if method not in METHODS:
            raise Refusal(404, "Not Found")
        required, known = METHODS[method]
        if unknown := set(call) - required - known:
            self.faults.append(f"{method}: unknown parameters {unknown}")
        if missing := required - set(call):
            self.faults.append(f"{method}: missing {missing}")
            raise Refusal(400, f"Bad Request: {missing} is required")
        if isinstance(trouble, Refusal):
            raise trouble
        if trouble is not None:
            await asyncio.sleep(trouble)
        handler = getattr(self, f"_do_{method}", None)
        return await handler(call) if handler else True

    async def _do_getMe(self, call: dict[str, Any]) -> dict[str, Any]:
        return {"id": 123456, "is_bot": True, "first_name": "Thử", "username": "DongHanhTestBot"}

    async def _do_getUpdates(self, call: dict[str, Any]) -> list[dict[str, Any]]:
        if self._pollers or self.webhook:
            raise Refusal(409, "Conflict: terminated by other getUpdates request")
        self._pollers += 1
        try:
            offset = int(call.get("offset", 0))
            self.confirmed = max(self.confirmed, offset - 1)
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
            end = time.monotonic() + float(call.get("timeout", 0))
            while not self.updates and (left := end - time.monotonic()) > 0:
                self._news.clear()
                try:
                    await asyncio.wait_for(self._news.wait(), left)
                except TimeoutError:
                    break
            await asyncio.sleep(self.round_trip_s)
            return self.updates[: int(call.get("limit", 100))]
        finally:
            self._pollers -= 1

    async def _do_setWebhook(self, call: dict[str, Any]) -> bool:
        self.webhook = call
        return True

    async def _do_deleteWebhook(self, call: dict[str, Any]) -> bool:
        self.webhook = None
        return True

    async def _do_sendMessage(self, call: dict[str, Any]) -> dict[str, Any]:
        chat, now = int(call["chat_id"]), time.monotonic()
        self._check_limits(chat, now)
        if chat in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        text = check_html(call["text"]) if call.get("parse_mode") == "HTML" else call["text"]
        if not text.strip():
            raise self._fault("Bad Request: message text is empty")
        if len(text) > 4096:
            raise self._fault("Bad Request: message is too long")
        for row in (call.get("reply_markup") or {}).get("inline_keyboard", []):
            for button in row:
                if not 1 <= len(button["callback_data"].encode()) <= 64:
                    raise self._fault("Bad Request: BUTTON_DATA_INVALID")
        self.sent_at[chat].append(now)
        self._next_message += 1
        return message(chat, text=text) | {"message_id": self._next_message}

    def _check_limits(self, chat: int, now: float) -> None:
        if not self.enforce_limits:
            return
        last = self.sent_at[chat][-1:]
        everyone = sum(at > now - 1 for times in self.sent_at.values() for at in times[-30:])
        if everyone >= 30 or (last and now - last[0] < 1.0):
            self.faults.append(f"limit broken for chat {chat}")
            raise Refusal(429, "Too Many Requests: retry after 1", retry_after=1)

    def _fault(self, description: str) -> Refusal:
        self.faults.append(description)
        return Refusal(400, description)

    async def _control_updates(self, request: web.Request) -> web.Response:
        for item in await request.json():
            self.say(item["chat"], item["text"])
        return web.json_response({"ok": True})

    async def _control_state(self, request: web.Request) -> web.Response:
        per_chat = Counter(int(call["chat_id"]) for call in self.sent())
        return web.json_response(
            {
                "sent": per_chat,
                "texts": {int(c["chat_id"]): c.get("text", "") for c in self.sent()},
                "confirmed": self.confirmed,
                "waiting": len(self.updates),
                "faults": self.faults,
            }
        )

    async def _control_said(self, request: web.Request) -> web.Response:
        """Every text each chat got."""
        said: dict[int, list[str]] = defaultdict(list)
        for one in self.sent():
            said[int(one["chat_id"])].append(one.get("text", ""))
        return web.json_response(said)

    async def _control_times(self, request: web.Request) -> web.Response:
        """When each message came, by the steady clock."""
        return web.json_response(sorted(itertools.chain(*self.sent_at.values())))


def message(chat: int, **content: Any) -> dict[str, Any]:
    return {
        "message_id": 1,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private", "first_name": "A"},
        "from": _person(chat),
    } | content


def membership(chat: int, status: str) -> dict[str, Any]:
    return {
        "chat": {"id": chat, "type": "private"},
        "from": _person(chat),
        "date": int(time.time()),
        "old_chat_member": {"status": "member", "user": _person(chat)},
        "new_chat_member": {"status": status, "user": _person(chat), "until_date": 0},
    }


def _person(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "A"}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in ALLOWED_TAGS:
            raise Refusal(400, f"Bad Request: can't parse entities: unsupported tag {tag}")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise Refusal(400, f"Bad Request: can't parse entities: unexpected end of {tag}")

    def handle_data(self, data: str) -> None:
        self.text += data


def check_html(text: str) -> str:
    """The text after entity parsing. Raises a refusal for what Telegram would not take."""
    parser = _Tags()
    parser.feed(text)
    parser.close()
    if parser.open:
        raise Refusal(400, f"Bad Request: can't parse entities: {parser.open} not closed")
    return parser.text


async def _decode(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(json.loads(await request.read() or b"{}"))
    values: dict[str, Any] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            values[name] = value.file.read()
            continue
        try:
            values[name] = json.loads(str(value))
        except json.JSONDecodeError:
            values[name] = str(value)
    return values


@asynccontextmanager
async def serving(api: BotApi, port: int = 0) -> AsyncIterator[str]:
    """Serves on the loopback; gives the base address."""
    runner = web.AppRunner(api.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    address = runner.addresses[0]
    try:
        yield f"http://127.0.0.1:{address[1]}"
    finally:
        await runner.cleanup()


async def _main(port: int) -> None:
    async with serving(BotApi(), port) as base:
        print(base, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[sys.argv.index("--port") + 1]) if "--port" in sys.argv else 0))
