"""Passes a request on to the process that has the ward, and its answer back, as they come: neither
is held back here, so that photos go up, papers come down and new lines appear as without it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
from starlette.types import Message, Receive, Scope, Send
from yarl import URL

from bot.city.wards import ELSEWHERE

CONNECT_S = 2.0
# Of one connection, or what only we may say.
_NOT_PASSED = frozenset(
    {
        b"connection", b"date", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"te",
        b"trailer", b"transfer-encoding", b"upgrade", b"expect", b"forwarded",
        b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-real-ip",
        ELSEWHERE.encode(),
    }
)  # fmt: skip


class NotThere(Exception):
    """Nobody serves the ward at that address; nothing of an answer was sent yet."""


class _Left(Exception):
    """Whoever asked is gone."""


class Forwarding:
    """Belongs to the event loop it is made on."""

    def __init__(self) -> None:
        self._session = aiohttp.ClientSession(
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=10),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S),
        )

    async def close(self) -> None:
        await self._session.close()

    async def on(self, to: str, path: str, scope: Scope, receive: Receive, send: Send) -> int:
        """`path` is what the process there is asked for; returns the status of its answer. Raises
        NotThere."""
        asked = _Asked(receive)
        try:
            async with self._session.request(
                scope["method"],
                URL(f"{to}{path}", encoded=True),
                headers=_headers(scope),
                data=asked.body() if _has_body(scope) else None,
                allow_redirects=False,
            ) as answer:
                if ELSEWHERE in answer.headers:
                    raise NotThere
                return await self._back(answer, asked, send)
        except aiohttp.ClientConnectorError as error:
            raise NotThere from error
        except (aiohttp.ClientError, ConnectionError) as error:
            if asked.answered:
                raise  # uvicorn ends the connection: the rest is missing, and seen to be
            raise NotThere from error

    async def _back(self, answer: aiohttp.ClientResponse, asked: "_Asked", send: Send) -> int:
        asked.answered = True
        headers = [pair for pair in answer.raw_headers if pair[0].lower() not in _NOT_PASSED]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        leaving = asyncio.create_task(asked.left())
        try:
            pieces = aiter(answer.content.iter_any())
            while piece := await _next(pieces, leaving):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except _Left:
            answer.close()
        finally:
            leaving.cancel()
        return answer.status


async def _next(pieces: AsyncIterator[bytes], leaving: "asyncio.Task[None]") -> bytes:
    """The next piece; b"" after the last. Raises _Left when nobody waits for it any more."""
    coming = asyncio.ensure_future(anext(pieces, b""))
    await asyncio.wait({coming, leaving}, return_when=asyncio.FIRST_COMPLETED)
    if not coming.done():
        coming.cancel()
        with contextlib.suppress(asyncio.CancelledError, aiohttp.ClientError):
            await coming
        raise _Left
    return coming.result()


class _Asked:
    """The request as it comes from the other side."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._is_gone = False
        self.answered = False

    async def body(self) -> AsyncIterator[bytes]:
        more = True
        while more:
            message: Message = await self._receive()
            if message["type"] == "http.disconnect":
                self._is_gone = True
                raise ConnectionResetError
            if piece := message.get("body", b""):
                yield piece
            more = message.get("more_body", False)

    async def left(self) -> None:
        """Returns when the other side is gone."""
        while not self._is_gone:
            message = await self._receive()
            self._is_gone = message["type"] == "http.disconnect"


def _has_body(scope: Scope) -> bool:
    names = {name for name, _ in scope["headers"]}
    return b"content-length" in names or b"transfer-encoding" in names


def _headers(scope: Scope) -> list[tuple[str, str]]:
    """Those of the request, and for whom we ask: said by us alone."""
    client: Any = scope.get("client")
    passed = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in scope["headers"]
        if name not in _NOT_PASSED
    ]
    if client:
        passed.append(("x-forwarded-for", client[0]))
    return [*passed, ("x-forwarded-proto", scope["scheme"])]
