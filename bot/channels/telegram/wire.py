"""Warm connections to one HTTP/1.1 server, for many small requests with JSON.

A general client spends four fifths of a send on what the Bot API has no use for: cookies,
redirects, streams (docs/adr/0016). httptools, by which uvicorn reads requests, reads the answers;
asyncio connects.
"""

import asyncio
import socket
import ssl
from collections import deque
from urllib.parse import quote, urlsplit

import httptools
from aiohappyeyeballs import start_connection

CONNECT_WITHIN_S = 5.0
# A connection that rested longer is not used again: the server may be about to close it.
RESTED_S = 60.0
# Whatever trickles in, an answer ends so long after it was due.
LATEST_S = 100.0
# Where a host has addresses of two kinds, the second is tried so long after the first.
NEXT_ADDRESS_S = 0.25

_LENGTH = (b"content-length", b"transfer-encoding")


class NoConnection(Exception):
    """No connection: the server has not seen the request."""


class NoWholeAnswer(Exception):
    """The request went, and no whole answer came back."""


class Late(NoWholeAnswer):
    """Nothing came for as long as an answer may take."""


class Wires:
    """Up to `most` connections to `origin` (`https://host:port`). `within_s`: so long an answer may
    take, and each pause within it; `largest`: bytes of one answer."""

    def __init__(self, origin: str, most: int, within_s: float, largest: int) -> None:
        parts = urlsplit(origin)
        self._host, self._secure = parts.hostname or "", parts.scheme == "https"
        self._port = parts.port or (443 if self._secure else 80)
        self._named = parts.netloc.rpartition("@")[2]
        self._within_s = within_s
        self._largest = largest
        self._tls: ssl.SSLContext | None = None
        self._places = asyncio.Semaphore(most)
        self._resting: deque[_Wire] = deque()  # the one used last at the end
        self._wires: set[_Wire] = set()
        self._heads: dict[str, bytes] = {}

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """(status, body) of the answer. Raises NoConnection and NoWholeAnswer."""
        request = b"%s%d\r\n\r\n%s" % (self._head(path), len(body), body)
        async with self._places:
            wire = self._rested() or await self._connect()
            try:
                return await wire.ask(request, self._within_s)
            finally:
                if wire.is_usable:
                    self._resting.append(wire)
                else:
                    self._wires.discard(wire)
                    wire.cut()

    async def close(self) -> None:
        for wire in self._wires:
            wire.cut()
        self._wires.clear()
        self._resting.clear()
        await asyncio.sleep(0)  # asyncio closes the sockets at its next round

    def _head(self, path: str) -> bytes:
        """The request up to the number of its bytes; there are few paths."""
        head = self._heads.get(path)
        if head is None:
            target = quote(path, safe="/:%@!$&'()*+,;=?~")
            head = self._heads[path] = (
                f"POST {target} HTTP/1.1\r\nHost: {self._named}\r\n"
                "Content-Type: application/json\r\nContent-Length: "
            ).encode("ascii")
        return head

    def _rested(self) -> "_Wire | None":
        now = asyncio.get_running_loop().time()
        while self._resting and self._resting[0].heard_at < now - RESTED_S:
            wire = self._resting.popleft()
            self._wires.discard(wire)
            wire.cut()
        while self._resting:
            wire = self._resting.pop()
            if wire.is_usable:
                return wire
            self._wires.discard(wire)  # the server closed it meanwhile
        return None

    async def _connect(self) -> "_Wire":
        if self._secure and self._tls is None:
            self._tls = ssl.create_default_context()
        try:
            async with asyncio.timeout(CONNECT_WITHIN_S):
                loop = asyncio.get_running_loop()
                found = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
                # asyncio's own race of addresses forgets its socket when it is cancelled.
                connected = await start_connection(found, happy_eyeballs_delay=NEXT_ADDRESS_S)
                _, wire = await loop.create_connection(
                    lambda: _Wire(self._largest),
                    sock=connected,
                    ssl=self._tls,
                    server_hostname=self._host if self._secure else None,
                )
        except (OSError, TimeoutError, UnicodeError) as error:
            raise NoConnection(type(error).__name__) from error
        self._wires.add(wire)
        return wire


class _Wire(asyncio.Protocol):
    """One connection, a request at a time. httptools calls the `on_...`."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._pieces: list[bytes] = []
        self._size = 0
        self._tells_length = self._in_body = False
        self.heard_at = 0.0  # when anything last came, by the clock of the loop
        self._timer: asyncio.TimerHandle
        self._is_whole = True  # the last answer came to its end, and another may be asked for

    @property
    def is_usable(self) -> bool:
        """Whether another request may go."""
        transport = self._transport
        return self._is_whole and transport is not None and not transport.is_closing()

    async def ask(self, request: bytes, within_s: float) -> tuple[int, bytes]:
        """Raises NoWholeAnswer. Whoever is cancelled meanwhile leaves a connection of no use."""
        if self._transport is None or self._transport.is_closing():
            raise NoConnection("closed at once")
        self._answer, self._is_whole = self._loop.create_future(), False
        self._size, self.heard_at = 0, self._loop.time()
        latest = self.heard_at + within_s + LATEST_S
        self._timer = self._loop.call_later(within_s, self._look, within_s, latest)
        self._transport.write(request)
        try:
            return await self._answer
        finally:
            self._timer.cancel()
            self._answer = None

    def cut(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _look(self, within_s: float, latest: float) -> None:
        """Ends what was silent for too long."""
        due = min(self.heard_at + within_s, latest)
        if due <= self._loop.time():
            self._fail(Late("no answer in time"))
        else:
            self._timer = self._loop.call_at(due, self._look, within_s, latest)

    def _fail(self, error: NoWholeAnswer) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)

    def _finish(self, *, is_whole: bool) -> None:
        if self._answer is None or self._answer.done():
            return  # more than was asked for: `_is_whole` stays as it is
        self._is_whole = is_whole
        self._answer.set_result((self._parser.get_status_code(), b"".join(self._pieces)))

    # ---- asyncio ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # tells the type checker
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self.heard_at = self._loop.time()
        self._size += len(data)
        if self._answer is None:  # nobody asked
            self._is_whole = False
            self.cut()
            return
        if self._size > self._largest:
            self._fail(NoWholeAnswer("the answer is too large"))
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._is_whole = False
            self._fail(NoWholeAnswer(type(error).__name__))

    def connection_lost(self, error: Exception | None) -> None:
        if self._in_body and not self._tells_length and error is None:
            self._finish(is_whole=False)  # its end is the end of the connection
        self._fail(NoWholeAnswer("the connection ended"))

    # ---- httptools ----

    def on_message_begin(self) -> None:
        self._is_whole = False
        self._pieces = []
        self._tells_length = self._in_body = False

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() in _LENGTH:
            self._tells_length = True

    def on_headers_complete(self) -> None:
        self._in_body = True

    def on_body(self, piece: bytes) -> None:
        self._pieces.append(piece)

    def on_message_complete(self) -> None:
        self._in_body = False
        if self._parser.get_status_code() >= 200:  # what comes before it only says: go on
            self._finish(is_whole=self._parser.should_keep_alive())
