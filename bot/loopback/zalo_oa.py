"""A Zalo OA on this machine: its door for tokens, its API and its webhooks, over real HTTP.

Built to what the reference tells of the platform (platforms 3 and 5.4): HTTP is 200 also for a
failure, ids and times are text, a refresh token works once and kills the old access token.
"""

import asyncio
import base64
import hashlib
import secrets
import time
import unicodedata
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
import orjson
from aiohttp import web

APP_ID, APP_SECRET, WEBHOOK_KEY = "360846524940903967", "bi-mat-cua-ung-dung", "khoa-trang-webhook"
OA_ID = "388613280878808645"
HOUR = 3600.0
DAY = 24 * HOUR
FREE, PAID = 48 * HOUR, 7 * DAY
TOKEN_LASTS_S = 90_000
KEYS = {"text", "attachment", "quote_message_id"}


class Failure(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class User:
    """Somebody on Zalo, as the OA knows them."""

    id: str
    last_at: float
    follows: bool = True
    received: list[dict[str, Any]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [text for text in map(text_of, self.received) if text]


@dataclass
class Push:
    """What became of one webhook."""

    status: int
    took_s: float
    tries: int


class FakeOa:
    """One OA. `clock` gives seconds since 1970; `gate` is the plan's calls a minute (0: none)."""

    def __init__(
        self,
        *,
        oa_type: int = 2,
        gate: int = 0,
        gate_window_s: float = 60.0,
        latency_s: float = 0.0,
        clock: Callable[[], float] = time.time,
        buttons: str = "A",
        first_term: str = "app_id",
        secret: str = WEBHOOK_KEY,
    ) -> None:
        self.oa_type = oa_type
        self.gate = gate
        self.gate_window_s = gate_window_s
        self.latency_s = latency_s
        self.clock = clock
        self.buttons = buttons
        self.first_term = first_term
        self.secret = secret
        self.webhook_url = ""
        self.users: dict[str, User] = {}
        self.faults: list[str] = []  # what no well-made client would do
        self.answers: dict[str, deque[tuple[int, str]]] = defaultdict(deque)  # by kind of call
        self.accept_and_hang: deque[str] = deque()  # users whose next message is taken in silence
        self.troubles: Callable[[str, str], str] = lambda user, text: ""
        self.calls: Counter[str] = Counter()
        self.times: list[float] = []  # of every call of the API
        self.sent_at: list[float] = []
        self.billed = 0
        self.articles: dict[str, dict[str, Any]] = {}
        self.broadcasts: list[list[str]] = []
        self.lose_refresh_answers = 0  # rotate, but say nothing
        self.refreshes = 0
        self.access_token = ""
        self.refresh_token = ""
        self.token_ends = 0.0
        self._codes: dict[str, str] = {}  # code -> challenge
        self._uploads: dict[str, float] = {}
        self._jobs: dict[str, tuple[str, int]] = {}
        self._numbers = 0
        self._session: aiohttp.ClientSession | None = None
        self._stalled = asyncio.Event()

    # ---- people ----

    def user(self, user_id: str) -> User:
        """Somebody who has just written; made on the first call."""
        user = self.users.setdefault(user_id, User(user_id, self.clock()))
        user.last_at = self.clock()
        return user

    async def say(self, user_id: str, text: str, *, nfd: bool = True) -> Push:
        """What somebody types arrives as Zalo sends it: now and then decomposed."""
        self._numbers += 1
        if nfd and self._numbers % 2:
            text = unicodedata.normalize("NFD", text)
        return await self.push(self.text_event(user_id, text))

    def text_event(self, user_id: str, text: str) -> dict[str, Any]:
        self.user(user_id)
        return self.event("user_send_text", user_id, message={"text": text})

    async def tap(self, user_id: str, title: str) -> Push:
        """A tap on a button of the last message comes back as its payload, typed."""
        for message in reversed(self.users[user_id].received):
            for button in buttons_of(message):
                if title in button["title"]:
                    return await self.say(user_id, str(button["payload"]))
        raise LookupError(title)

    async def follow(self, user_id: str) -> Push:
        self.user(user_id).follows = True
        return await self.push(self._membership("follow", user_id))

    async def unfollow(self, user_id: str) -> Push:
        self.user(user_id).follows = False
        return await self.push(self._membership("unfollow", user_id))

    def _membership(self, name: str, user_id: str) -> dict[str, Any]:
        return {
            "oa_id": OA_ID,
            "follower": {"id": user_id},
            "user_id_by_app": f"9{user_id}",
            "event_name": name,
            "source": "oa_profile",
            "app_id": APP_ID,
            "timestamp": self._stamp(),
        }

    def event(self, name: str, user_id: str, **more: Any) -> dict[str, Any]:
        """An event as the platform writes it."""
        self._numbers += 1
        body = {
            "app_id": APP_ID,
            "sender": {"id": user_id},
            "recipient": {"id": OA_ID},
            "user_id_by_app": f"9{user_id}",
            "event_name": name,
            "timestamp": self._stamp(),
            **more,
        }
        if "message" in body:
            body["message"] = {"msg_id": f"{self._numbers:x}d3cdf3af15046", **body["message"]}
        return body

    def _stamp(self) -> str:
        return str(int(self.clock() * 1000))

    # ---- webhooks ----

    def signature(self, raw: bytes, body: dict[str, Any]) -> str:
        first = APP_ID if self.first_term == "app_id" else OA_ID
        made = first.encode() + raw + str(body["timestamp"]).encode() + self.secret.encode()
        return f"mac={hashlib.sha256(made).hexdigest()}"

    async def push(self, body: dict[str, Any], *, retries: int = 3) -> Push:
        """Delivers an event; tries again where the webhook did not say 200."""
        raw = orjson.dumps(body)
        headers = {
            "Content-Type": "application/json",
            "X-ZEvent-Signature": self.signature(raw, body),
        }
        status, took = 0, 0.0
        for tried in range(retries + 1):
            began = time.monotonic()
            more = {"num_retry": str(tried)} if tried else {}
            try:
                async with self._web.post(
                    self.webhook_url, data=raw, headers=headers | more
                ) as answer:
                    status = answer.status
            except aiohttp.ClientError:
                status = 0
            took = time.monotonic() - began
            if took > 2:
                self.faults.append(f"webhook answered after {took:.1f} s")
            if status == 200:
                break
            await asyncio.sleep(0.2)
        return Push(status, took, tried + 1)

    @property
    def _web(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        return self._session

    async def close(self) -> None:
        self._stalled.set()
        if self._session is not None:
            await self._session.close()

    # ---- tokens ----

    def new_pair(self) -> tuple[str, str]:
        """A pair as the console's API Explorer hands it out; the one before dies."""
        self.access_token, self.refresh_token = secrets.token_hex(16), secrets.token_hex(16)
        self.token_ends = self.clock() + TOKEN_LASTS_S
        return self.access_token, self.refresh_token

    async def permission(self, request: web.Request) -> web.Response:
        """The consent page: the administrator says yes at once."""
        query = request.query
        code = secrets.token_hex(8)
        self._codes[code] = query["code_challenge"]
        back = {"code": code, "oa_id": OA_ID, "state": query.get("state", "")}
        raise web.HTTPFound(f"{query['redirect_uri']}?{urlencode(back)}")

    async def token(self, request: web.Request) -> web.Response:
        form = await request.post()
        if request.headers.get("secret_key") != APP_SECRET:
            return _refused(-14004, "Invalid secret key")
        if form.get("app_id") != APP_ID:
            return _refused(-14001, "Invalid app id")
        if self.answers["token"]:
            code, message = self.answers["token"].popleft()
            if code >= 500:
                return web.Response(status=code, text=message)
            return _refused(code, message)
        if form.get("grant_type") == "authorization_code":
            challenge = self._codes.pop(str(form.get("code")), "")
            shown = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
            made = base64.urlsafe_b64encode(shown).rstrip(b"=").decode()
            if not challenge or made != challenge:
                return _refused(-14019, "Invalid code verifier")
        else:
            self.refreshes += 1
            if form.get("refresh_token") != self.refresh_token:
                self.faults.append("a used refresh token")
                return _refused(-14014, "Invalid refresh token")
        access, refresh = self.new_pair()
        if self.lose_refresh_answers:
            self.lose_refresh_answers -= 1
            await self._stalled.wait()
        told = {
            "access_token": access,
            "refresh_token": refresh,
            "expires_in": str(TOKEN_LASTS_S),
        }
        return web.json_response(told)

    # ---- the API ----

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Every call of the API: who asks, how often, what."""
        path = request.path
        self.calls[path] += 1
        self.times.append(time.monotonic())
        if self.latency_s:
            await asyncio.sleep(self.latency_s)
        try:
            return _ok(await self._answer(request))
        except Failure as failure:
            return web.json_response({"error": failure.code, "message": str(failure)})

    async def _answer(self, request: web.Request) -> dict[str, Any]:
        given = request.headers.get("access_token", "")
        if not given or given != self.access_token:
            raise Failure(-216, "Access token is invalid")
        if self.clock() >= self.token_ends:
            raise Failure(-220, "Access token has expired")
        if self.gate:
            lately = sum(at > time.monotonic() - self.gate_window_s for at in self.times)
            if lately > self.gate:
                raise Failure(-32, "OA reached limit call api")
        path = request.path
        if path.startswith("/v2.0/oa/upload/"):
            return await self._upload(request)
        if request.method == "GET":
            asked = orjson.loads(request.query.get("data", "{}"))
            return self._read(path, asked, request.query)
        body = orjson.loads(await request.read())
        kind = path.rpartition("/oa/")[2] or path
        if self.answers[kind]:
            raise Failure(*self.answers[kind].popleft())
        if path in ("/v3.0/oa/message/cs", "/v2.0/oa/message"):
            return await self._message(path, body)
        if path.startswith("/v2.0/article/"):
            return self._article(path.rpartition("/")[2], body)
        if path == "/v3.0/oa/quota/message":
            return self._quota(body)
        if path == "/v2.0/oa/quota/message":
            return {"total": 4, "remain": 4 - len(self.broadcasts)}
        raise Failure(-209, "Not supported this api")

    def _read(self, path: str, asked: dict[str, Any], query: Any) -> dict[str, Any]:
        if path == "/v2.0/oa/getoa":
            return {
                "oaid": OA_ID,
                "name": "UBND phường (dùng thử)",
                "oa_type": self.oa_type,
                "is_verified": True,
                "num_follower": sum(user.follows for user in self.users.values()),
                "package_name": "Nâng cao",
                "package_valid_through_date": "31/12/2026",
            }
        if path == "/v3.0/oa/user/detail":
            user = self.users.get(str(asked.get("user_id")))
            if user is None:
                raise Failure(-201, "user_id is invalid")
            return {"user_id": user.id, "user_is_follower": user.follows}
        if path == "/v2.0/article/getslice":
            if int(query.get("limit", 0)) > 10:
                raise Failure(-201, "limit is invalid")
            medias = [{"id": key, "title": a["title"]} for key, a in self.articles.items()]
            return {"medias": medias, "total": len(medias)}
        raise Failure(-209, "Not supported this api")

    def _quota(self, body: dict[str, Any]) -> dict[str, Any]:
        user = self.users.get(str(body.get("user_id")))
        if user is None:
            raise Failure(-201, "user_id is invalid")
        return {"last_interaction": str(int(user.last_at * 1000)), "cs_reply": {}}

    async def _message(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        recipient, message = body["recipient"], body["message"]
        if "target" in recipient:
            return self._broadcast(message)
        if path == "/v3.0/oa/message/cs" and self.oa_type == 4:
            raise Failure(-235, "This API does not support this type of OA")
        if path == "/v2.0/oa/message" and self.oa_type != 4:
            raise Failure(-240, "MessageV2 API has been shut down")
        if unknown := set(message) - KEYS:
            self.faults.append(f"unknown in a message: {unknown}")
        self._check(message)
        user = self.users.get(str(recipient.get("user_id")))
        if user is None:
            raise Failure(-201, "user_id is invalid")
        if not user.follows:
            raise Failure(-213, "User has not followed OA")
        silent = self.clock() - user.last_at
        if silent > PAID:
            raise Failure(-230, "User has not interacted with the OA in the past 7 days")
        self.billed += silent > FREE
        return await self._deliver(user, message)

    async def _deliver(self, user: User, message: dict[str, Any]) -> dict[str, Any]:
        match self.troubles(user.id, text_of(message)):
            case "hang":
                user.received.append(message)
                await self._stalled.wait()
            case "limit":
                raise Failure(-32, "OA reached limit call api")
            case "fail":
                raise Failure(-200, "Send message failed")
            case "blocked":
                raise Failure(-213, "User has not followed OA")
        if user.id in self.accept_and_hang:
            self.accept_and_hang.remove(user.id)
            user.received.append(message)
            await self._stalled.wait()
        user.received.append(message)
        self.sent_at.append(time.monotonic())
        self._numbers += 1
        return {
            "message_id": f"{self._numbers:x}f43f0df7dba892e6",
            "user_id": user.id,
            "sent_time": self._stamp(),
            "quota": {"quota_type": "reply"},
        }

    def _check(self, message: dict[str, Any]) -> None:
        text = text_of(message)
        if text != unicodedata.normalize("NFC", text):
            self.faults.append("a text that is not NFC")
        if len(text) > 2000:
            raise Failure(-210, "text is over limit")
        attachment = message.get("attachment")
        if not text and not attachment:
            raise Failure(-201, "text is invalid")
        if attachment is None:
            return
        payload = attachment["payload"]
        if attachment["type"] == "file":
            self._check_upload(payload["token"])
        elif "buttons" in payload:
            self._check_buttons(payload)
        elif payload.get("template_type") == "request_user_info":
            if len(payload["elements"][0]["title"]) > 100:
                raise Failure(-201, "title is invalid")
        elif payload.get("template_type") == "media":
            element = payload["elements"][0]
            if ("url" in element) == ("attachment_id" in element):
                raise Failure(-201, "elements is invalid")
            if "attachment_id" in element:
                self._check_upload(element["attachment_id"])

    def _check_buttons(self, payload: dict[str, Any]) -> None:
        if self.oa_type == 4 or self.buttons == "off":
            raise Failure(-233, "message type is not supported")
        shape = "B" if payload.get("template_type") == "button" else "A"
        wrong = len(payload["buttons"]) > 5 or any(
            len(str(button["payload"])) > 1000 or len(button["title"]) > 100
            for button in payload["buttons"]
        )
        if shape != self.buttons or wrong:
            raise Failure(-201, "buttons is invalid")

    # ---- files ----

    async def _upload(self, request: web.Request) -> dict[str, Any]:
        part = (await request.post())["file"]
        if not isinstance(part, web.FileField):
            raise Failure(-201, "file is invalid")
        data, kind = part.file.read(), request.path.rpartition("/")[2]
        pictures = {"image/jpeg", "image/png"}
        if kind == "image" and (part.content_type not in pictures or len(data) > 1_048_576):
            raise Failure(-201, "file is invalid")
        if kind == "file" and (part.content_type in pictures or len(data) > 5 * 1_048_576):
            raise Failure(-201, "file is invalid")
        self._numbers += 1
        made = f"upload-{self._numbers}"
        self._uploads[made] = self.clock()
        return {"attachment_id": made} if kind == "image" else {"token": made}

    def _check_upload(self, made: str) -> None:
        if self.clock() - self._uploads.get(made, 0.0) > 7 * DAY:
            raise Failure(-100, "attachment_id was expired")

    def forget_uploads(self) -> None:
        self._uploads.clear()

    # ---- articles ----

    def _article(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        if what == "create":
            if len(body["title"]) >= 150 or len(body["description"]) >= 300:
                raise Failure(-201, "title or description is invalid")
            if not body.get("cover", {}).get("photo_url", "").startswith("https://"):
                raise Failure(-201, "photo_url is invalid")
            self._numbers += 1
            job, made = f"job-{self._numbers}", f"article-{self._numbers}"
            self.articles[made] = body
            self._jobs[job] = (made, 2)
            return {"token": job}
        if what == "verify":
            made, left = self._jobs.get(body["token"], ("", 0))
            if left:
                self._jobs[body["token"]] = (made, left - 1)
                raise Failure(-214, "Article is being processed")
            if not made:
                raise Failure(-201, "token is invalid")
            return {"id": made}
        if what == "remove" and self.articles.pop(body["id"], None) is not None:
            return {}
        raise Failure(-201, f"{what} is invalid")

    def _broadcast(self, message: dict[str, Any]) -> dict[str, Any]:
        elements = message["attachment"]["payload"]["elements"]
        known = [e["attachment_id"] for e in elements if e.get("media_type") == "article"]
        hour = time.gmtime(self.clock() + 7 * HOUR).tm_hour
        if hour >= 22 or hour < 6:
            raise Failure(-234, "not at night")
        if not 1 <= len(known) <= 5 or len(known) != len(elements):
            raise Failure(-201, "elements is invalid")
        if any(article not in self.articles for article in known):
            raise Failure(-201, "attachment_id is invalid")
        self.broadcasts.append(known)
        return {"message_id": f"broadcast-{len(self.broadcasts)}"}


def text_of(message: dict[str, Any]) -> str:
    """What a message says, wherever it stands."""
    payload = (message.get("attachment") or {}).get("payload") or {}
    return str(message.get("text") or payload.get("text") or "")


def buttons_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    payload = (message.get("attachment") or {}).get("payload") or {}
    return list(payload.get("buttons") or ())


def _ok(data: dict[str, Any]) -> web.Response:
    return web.json_response({"data": data, "error": 0, "message": "Success"})


def _refused(code: int, message: str) -> web.Response:
    return web.json_response({"error": code, "error_name": message, "error_description": message})


@asynccontextmanager
async def serving(oa: FakeOa, port: int = 0) -> AsyncIterator[str]:
    """Serves the OA on this machine; gives its address, for the API and for tokens."""
    app = web.Application(client_max_size=20 * 1024 * 1024)
    app.router.add_get("/v4/oa/permission", oa.permission)
    app.router.add_post("/v4/oa/access_token", oa.token)
    app.router.add_route("*", "/{path:.*}", oa.handle)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await oa.close()
        await runner.cleanup()
