"""A thin client of the Zalo OA API: the token in its header, the error in its body.

HTTP is 200 also for a failure; what counts is `error` (reference, platforms 3.3).
"""

import asyncio
import time
from collections import deque
from typing import Any, Protocol

import aiohttp
import orjson

from bot.channels.answers import is_nobodys, loads, read_answer, words_of
from bot.channels.zalo_oa.errors import Remedy, remedy_of

CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 20.0
# Whatever trickles in, a call ends so long after the answer was due.
LATEST_S = 40.0
WINDOW_S = 60.0
MARGIN_S = 0.25  # what lies between our clock and the platform's count


class OaError(Exception):
    """The platform answered with an error; nothing was delivered."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message


class NotConnected(Exception):
    """There is no token that works: somebody must connect the OA in the console."""


class PlatformBusy(Exception):
    """A server before the platform answered: it was surely not handled."""


class Account(Protocol):
    """The OA's tokens and what was learned about it (`bot/channels/zalo_oa/account.py`)."""

    async def token(self) -> str:
        """A token to use now. Raises NotConnected."""
        ...

    async def renew(self, stale: str) -> str:
        """Another token than this one, refreshed by whoever comes first. Raises NotConnected."""
        ...

    def known(self, name: str) -> str:
        """What was learned about this OA; "" when nothing."""
        ...

    async def learn(self, name: str, value: str) -> None: ...

    async def alarm(self, what: str, detail: str) -> None:
        """Tells staff that a person must act."""
        ...

    async def calm(self, what: str) -> None:
        """What the alarm was about is over."""
        ...


class FixedAccount:
    """A token that somebody hands in and nobody keeps, and what is taken to be known."""

    def __init__(self, token: str, **known: str) -> None:
        self._token = token
        self._known = known

    async def token(self) -> str:
        return self._token

    async def renew(self, stale: str) -> str:
        raise NotConnected("the token handed in is refused")

    def known(self, name: str) -> str:
        return self._known.get(name, "")

    async def learn(self, name: str, value: str) -> None:
        self._known[name] = value

    async def alarm(self, what: str, detail: str) -> None:
        return

    async def calm(self, what: str) -> None:
        return


class MinuteGate:
    """At most `count` calls in any sliding minute, first come, first served; 0 is no limit."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._times: deque[float] = deque()
        self._turn = asyncio.Lock()

    async def enter(self) -> None:
        if not self._count:
            return
        async with self._turn:
            now = time.monotonic()
            if len(self._times) >= self._count:
                await asyncio.sleep(max(0.0, self._times[0] + WINDOW_S + MARGIN_S - now))
                self._times.popleft()
            self._times.append(time.monotonic())


class ZaloOaApi:
    """Calls to `base` (such as https://openapi.zalo.me) in the OA's name."""

    def __init__(self, base: str, account: Account, *, per_minute: int, connections: int) -> None:
        self._base = base
        self._account = account
        self._gate = MinuteGate(per_minute)
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(
                total=READ_TIMEOUT_S + LATEST_S,
                sock_connect=CONNECT_TIMEOUT_S,
                sock_read=READ_TIMEOUT_S,
            ),
            connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise aiohttp.ClientConnectionError("not started")
        return self._session

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """JSON in, the answer's `data` out. Raises OaError, NotConnected, PlatformBusy, and what
        aiohttp raises (a TimeoutError: nobody knows whether it was done)."""
        headers = {"Content-Type": "application/json"}
        return await self._call("POST", path, headers=headers, data=orjson.dumps(body))

    async def get(self, path: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """The parameters travel in one, as JSON."""
        query = {"data": orjson.dumps(data).decode()} if data is not None else {}
        return await self._call("GET", path, params=query)

    async def query(self, path: str, parameters: dict[str, str]) -> dict[str, Any]:
        """A call whose parameters stand in the address one by one, as the articles want them."""
        return await self._call("GET", path, params=parameters)

    async def upload(self, path: str, content: bytes, name: str, kind: str) -> dict[str, Any]:
        """A file of this media type."""

        def form() -> aiohttp.FormData:
            made = aiohttp.FormData()
            made.add_field("file", content, filename=name, content_type=kind)
            return made

        return await self._call("POST", path, form=form)

    async def _call(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        token = await self._account.token()
        try:
            return await self._once(method, path, token, **request)
        except OaError as error:
            if remedy_of(error.code) is not Remedy.RENEW:
                raise
        return await self._once(method, path, await self._account.renew(token), **request)

    async def _once(self, method: str, path: str, token: str, **request: Any) -> dict[str, Any]:
        await self._gate.enter()
        form, headers = request.pop("form", None), request.pop("headers", {})
        if form is not None:
            request["data"] = form()
        async with self.session.request(
            method,
            self._base + path,
            headers={"access_token": token, **headers},
            allow_redirects=False,
            **request,
        ) as response:
            body = await read_answer(response)
            # Of a 500 nobody knows whose it is, and what was done before it.
            stopped = response.status != 500 and is_nobodys(response.status, body)
            if stopped or response.status in (429, 502, 503):
                raise PlatformBusy(f"HTTP {response.status}")
        try:
            answer = loads(body)
            code = int(answer["error"])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise aiohttp.ClientPayloadError(f"HTTP {response.status}, no answer") from error
        if code:
            raise OaError(code, words_of(answer.get("message")))
        data = answer.get("data")
        return data if isinstance(data, dict) else {}
