"""Connections before anything is known of who speaks: how many, how long silent, how much unread.

uvicorn has no deadline for headers, none for an answer nobody reads, and takes every connection
until the files run out, and with them the database and the channels. This is what it lacks.
"""

import asyncio
import resource
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.web.addresses import Proxies

# For the database, the channels' connections, photos and what libraries open.
FILES_KEPT = 256
MOST_FILES = 8192
MOST_CONNECTIONS = 4000
FIRST_HEADERS_S = 10.0
KEEP_ALIVE_S = 15
NEXT_HEADERS_S = 30.0
HEADERS_LIMIT = 64 * 1024
UNREAD_S = 30.0
PIPELINED = 8
# asyncio accepts so many before the first of them is looked at, and counts for some rounds more;
# the others wait in the system's own queue.
ACCEPTED_AT_ONCE = 24
QUEUE = 1024
_SWEEP_EVERY = 10  # ticks of uvicorn, a tenth of a second each


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many may be connected, in all and from one address; of these, how many as streams."""

    connections: int
    of_one: int
    streams: int
    streams_of_one: int
    streams_of_visitor: int = 3


def bounds_of(files: int) -> Bounds:
    """What fits into so many open files."""
    most = max(16, min(files - FILES_KEPT, MOST_CONNECTIONS))
    return Bounds(most, most // 2, most // 2, most // 4)


USUAL = bounds_of(1024)


def take_files() -> int:
    """As many open files as we are allowed and need; returns how many that is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return soft


class Connections:
    """All of them. `proxies` are the addresses of web servers in front of us: theirs are many
    people's, so the bound of one address is not for them. `not_understood` is what somebody reads
    whose request is none."""

    def __init__(self, bounds: Bounds, proxies: Sequence[str], not_understood: str) -> None:
        self.bounds = bounds
        self.not_understood = not_understood
        self._proxies = Proxies(proxies)
        self._all: set[_Connection] = set()
        self._by_address: Counter[str] = Counter()

    def admit(self, new: "_Connection") -> bool:
        """Whether there is a place for it. The one that has been silent longest makes room: one
        of its own address where that has too many."""
        of_one = self.bounds.of_one
        if self._by_address[new.address] >= of_one and new.address not in self._proxies:
            mine = [one for one in self._all if one.address == new.address]
            if not self._make_room(mine):
                return False
        if len(self._all) >= self.bounds.connections and not self._make_room(self._all):
            return False
        self._all.add(new)
        self._by_address[new.address] += 1
        return True

    def _make_room(self, among: Iterable["_Connection"]) -> bool:
        silent = [one for one in among if one.is_free]
        if not silent:
            return False
        oldest = min(silent, key=lambda one: one.free_since)
        self.leave(oldest)
        oldest.transport.abort()
        return True

    def leave(self, gone: "_Connection") -> None:
        if gone not in self._all:
            return
        self._all.discard(gone)
        self._by_address[gone.address] -= 1
        if not self._by_address[gone.address]:
            del self._by_address[gone.address]

    def sweep(self, now: float) -> None:
        """Ends those whose time is over. `now` is the event loop's."""
        for one in list(self._all):
            one.check_time(now)


class _Connection(HttpToolsProtocol):
    """A connection with deadlines. It is free while no request of it is being answered."""

    def __init__(self, everybody: Connections, **given: Any) -> None:
        super().__init__(**given)
        self._everybody = everybody
        self.address = ""
        self.free_since = self.loop.time()
        self._read_since = self.free_since  # when the other side last took something
        self._unread = 0
        self._beside = 0  # bytes that came and were no body: headers, trailers, frames of chunks
        self._headers_done = False
        self._is_first = True

    @property
    def is_free(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        if not self._everybody.admit(self):
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._everybody.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._beside += len(data)
        super().data_received(data)
        if self._beside > HEADERS_LIMIT:
            self.transport.abort()

    def on_message_begin(self) -> None:
        self._headers_done = False
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._headers_done:  # what follows a body nobody reads
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._headers_done = True
        self._is_first = False
        if len(self.pipeline) >= PIPELINED:
            raise ValueError("more requests at once than a browser sends")
        super().on_headers_complete()
        self._beside = 0

    def on_body(self, body: bytes) -> None:
        self._beside -= len(body) + len(body) // 8  # the frames of small chunks are no attack
        super().on_body(body)

    def on_response_complete(self) -> None:
        self.free_since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        body = self._everybody.not_understood.encode()
        head = (
            "HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()

    def resume_writing(self) -> None:
        self._read_since = self.loop.time()
        super().resume_writing()

    def check_time(self, now: float) -> None:
        """Ends it when it has been free, or unread, for too long."""
        unread = self.transport.get_write_buffer_size()
        if unread < self._unread or not unread:
            self._read_since = now
        self._unread = unread
        if unread and now - self._read_since > UNREAD_S:
            self.transport.abort()
        within = FIRST_HEADERS_S if self._is_first else NEXT_HEADERS_S
        if self.is_free and not unread and now - self.free_since > within:
            self.transport.abort()


class Server(uvicorn.Server):
    """uvicorn with bounded connections; ends live streams before it waits for them to close."""

    def __init__(
        self,
        app: ASGIApp,
        everybody: Connections,
        proxies: Sequence[str],
        before_exit: Callable[[], Awaitable[object]],
        graceful_s: int = 5,
    ) -> None:
        class BoundedConnection(_Connection):
            def __init__(self, **given: Any) -> None:
                super().__init__(everybody, **given)

        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                backlog=ACCEPTED_AT_ONCE,
                http=BoundedConnection,
                timeout_keep_alive=KEEP_ALIVE_S,
                timeout_graceful_shutdown=graceful_s,
                # Only a web server we were told of may say whom it speaks for.
                proxy_headers=bool(proxies),
                forwarded_allow_ips=list(proxies),
                server_header=False,
            )
        )
        self._everybody = everybody
        self._before_exit = before_exit

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn's, but what was caught is not raised again: that would end the program before
        what is under way was recorded. It ends by itself once the server has."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for door in sockets or ():
            door.listen(QUEUE)

    async def on_tick(self, counter: int) -> bool:
        if counter % _SWEEP_EVERY == 0:
            self._everybody.sweep(asyncio.get_running_loop().time())
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._before_exit()
        await super().shutdown(sockets)
