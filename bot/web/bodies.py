"""What a request may carry: its bytes are counted here as they come, for every address alike,
whatever its headers say. Reading has a deadline; all that is being read has a common bound.

A route reads with `read_body` or `read_form`; what is refused is raised there as Refused. Whoever
is still sending when the answer is ready gets to read it before the connection is closed.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.addresses import address_of
from bot.web.limits import Crowded, NoForm, Refused, TooLarge, TooManyFields, TooSlow

MEGABYTE = 1024 * 1024
# Between two pieces of a body, and how slow a large one may be on the whole.
BETWEEN_S = 15.0
SLOWEST_BYTES_PER_S = 20_000
# Smaller bodies need no room: so much waits in the buffers of every connection anyway.
SMALL = 64 * 1024
ROOM = 40 * MEGABYTE
ROOM_OF_STAFF = 72 * MEGABYTE
WAIT_FOR_ROOM_S = 20.0
# What is still read, and thrown away, so that whoever is sending comes to see the answer.
LINGER_BYTES = 24 * MEGABYTE
LINGER_S = 15.0
PIECE = 64 * 1024
MOST_FIELDS = 5000  # a programme of a thousand lines is no reason to lose it
MOST_FILES = 4


@dataclass(frozen=True, slots=True)
class BodyBound:
    """The most bytes of a body, and the seconds it may take before its size is considered."""

    most: int
    within_s: float


TEXT = BodyBound(32_000, 15)
SIGN_IN = BodyBound(10_000, 15)
HOOK = BodyBound(1_000_000, 10)
STAFF_TEXT = BodyBound(MEGABYTE, 20)
PHOTO_LIMIT = 5 * MEGABYTE
PHOTO = BodyBound(PHOTO_LIMIT + 100_000, 20)
STAFF_FILES = BodyBound(12 * MEGABYTE, 20)


class Room:
    """How many bytes may be in memory as bodies that are being read. A large body asks for all of
    its size before it is read on, so that what was begun can be ended; it waits its turn. No one
    address may have more than half of the room."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken = 0
        self._by_address: Counter[str] = Counter()
        self._changed = asyncio.Condition()

    async def take(self, address: str, size: int) -> None:
        """Takes `size` bytes of room for that address ("": nobody knows whose). Raises Crowded."""
        try:
            async with asyncio.timeout(WAIT_FOR_ROOM_S), self._changed:
                await self._changed.wait_for(lambda: self._fits(address, size))
                self._taken += size
                self._by_address[address] += size
        except TimeoutError as error:
            raise Crowded from error

    def _fits(self, address: str, size: int) -> bool:
        mine = self._by_address[address] + size if address else 0
        return self._taken + size <= self._most and mine <= max(self._most // 2, size)

    async def give_back(self, address: str, size: int) -> None:
        async with self._changed:
            self._taken -= size
            self._by_address[address] -= size
            if not self._by_address[address]:
                del self._by_address[address]
            self._changed.notify_all()


class Bodies:
    """The one place where bodies are counted. Plain ASGI, around the whole app. `hooks` are the
    paths of the platforms' webhooks, `staff` and `sign_in` what those paths begin with."""

    def __init__(
        self, app: ASGIApp, hooks: Iterable[str], staff: str, sign_in: tuple[str, ...]
    ) -> None:
        self._app = app
        self._hooks = frozenset(hooks)
        self._staff = staff
        self._sign_in = sign_in
        self._room = Room(ROOM)
        self._room_of_staff = Room(ROOM_OF_STAFF)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _has_body(scope):
            await self._app(scope, receive, send)
            return
        of_staff = scope["path"].startswith(self._staff)
        room = self._room_of_staff if of_staff else self._room
        body = _Body(self._bound(scope), room, address_of(scope), receive, send)
        scope[_KEY] = body
        try:
            await self._app(scope, body.receive, body.send)
        finally:
            await body.forget()

    def _bound(self, scope: Scope) -> BodyBound:
        path, headers = scope["path"], Headers(scope=scope)
        with_files = _kind(headers) == "multipart/form-data"
        if path.startswith(self._sign_in) or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return SIGN_IN
        if path in self._hooks:
            return HOOK
        if path.startswith(self._staff):
            return STAFF_FILES if with_files else STAFF_TEXT
        return PHOTO if with_files and path == "/send" else TEXT


_KEY = "donghanh.body"


class _Body:
    """One body on its way in."""

    def __init__(
        self, bound: BodyBound, room: Room, address: str, receive: Receive, send: Send
    ) -> None:
        self._bound = bound
        self._room = room
        self._address = address
        self._receive = receive
        self._send = send
        self._began = asyncio.get_running_loop().time()
        self._count = 0
        self._held = 0
        self._whole = False

    def check_length(self, headers: Mapping[str, str]) -> None:
        """Length first: a body that says it is too large is not begun. Raises TooLarge."""
        told = headers.get("content-length", "")
        if told.isascii() and told.isdecimal() and int(told[:19]) > self._bound.most:
            raise TooLarge

    async def receive(self) -> Message:
        """The next piece, counted and in time. Raises Refused."""
        if self._whole:
            return await self._receive()
        now = asyncio.get_running_loop().time()
        in_all = self._bound.within_s + self._count / SLOWEST_BYTES_PER_S
        try:
            async with asyncio.timeout(min(BETWEEN_S, self._began + in_all - now)):
                message = await self._receive()
        except TimeoutError as error:
            raise TooSlow from error
        self._count += len(message.get("body", b""))
        if self._count > self._bound.most:
            raise TooLarge
        if self._count > SMALL and not self._held:
            await self._room.take(self._address, self._bound.most)
            self._held = self._bound.most
            self._began += asyncio.get_running_loop().time() - now  # waiting was not their fault
        self._whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """The answer. While the body is still coming it is the last on this connection, and ends
        only when the sender has had time to read it."""
        if self._whole:
            await self._send(message)
        elif message["type"] == "http.response.start":
            closing = (b"connection", b"close")
            await self._send({**message, "headers": [*message["headers"], closing]})
        elif message.get("more_body", False):
            await self._send(message)
        else:
            await self._send({**message, "more_body": True})
            await self._linger()
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _linger(self) -> None:
        """Throws away what still comes, for a while: closing now would take the answer with it."""
        await self.forget()
        left = LINGER_BYTES
        try:
            async with asyncio.timeout(LINGER_S):
                while left > 0:
                    message = await self._receive()
                    left -= len(message.get("body", b""))
                    if message["type"] != "http.request" or not message.get("more_body", False):
                        return
        except TimeoutError:
            return

    async def forget(self) -> None:
        """Its room is free again."""
        held, self._held = self._held, 0
        if held:
            await self._room.give_back(self._address, held)


def _has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return "transfer-encoding" in headers or headers.get("content-length", "0").strip("0") != ""


def _kind(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


# ---- reading ----


@dataclass(frozen=True, slots=True)
class Form:
    """What a form held: every field in its order, and its files: field -> (name, bytes)."""

    items: list[tuple[str, str]]
    files: dict[str, tuple[str, bytes]]

    def first(self) -> dict[str, str]:
        """Field -> its first value."""
        return dict(reversed(self.items))


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes. Raises Refused."""
    try:
        async for piece in request.stream():
            yield piece
    except ClientDisconnect as error:
        raise TooSlow from error


async def read_body(request: Request) -> bytes:
    """The whole body. Raises Refused."""
    counted: _Body | None = request.scope.get(_KEY)
    if counted is not None:
        counted.check_length(request.headers)
    body = bytearray()
    async for piece in _pieces(request):
        body += piece
    return bytes(body)


async def read_fields(request: Request) -> dict[str, str]:
    """A form without files: field -> its first value. Raises Refused."""
    return (await read_form(request)).first()


async def read_form(request: Request) -> Form:
    """A form, with files or without, kept in memory alone: all of it, or it is refused. Raises
    Refused, with what was typed before a file that is too large (`Refused.read`)."""
    match _kind(request.headers):
        case "multipart/form-data":
            return await _parsed(request)
        case "application/x-www-form-urlencoded":
            return Form(_fields(await read_body(request)), {})
    if await read_body(request):
        raise NoForm
    return Form([], {})


def _fields(body: bytes) -> list[tuple[str, str]]:
    found = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    if len(found) > MOST_FIELDS:
        raise TooManyFields(found[:MOST_FIELDS])
    return found


class _ParserInMemory(MultiPartParser):
    """Nothing goes to the disk: bytes are bounded already. Ends with the form, whole or not."""

    spool_max_size = STAFF_FILES.most + 1
    ended = False

    def on_end(self) -> None:
        self.ended = True

    def typed(self) -> list[tuple[str, str]]:
        """The fields that are whole."""
        return [(name, value) for name, value in self.items if isinstance(value, str)]

    def fault(self) -> Refused:
        """Why the form could not be read."""
        if self._current_fields > self.max_fields:
            return TooManyFields(self.typed())
        return NoForm(self.typed())

    def close(self) -> None:
        for file in self._files_to_close_on_error:
            file.close()


async def _parsed(request: Request) -> Form:
    parser = _ParserInMemory(
        request.headers,
        _small_pieces(request),  # type: ignore[arg-type]  # it only iterates
        max_files=MOST_FILES,
        max_fields=MOST_FIELDS,
        max_part_size=STAFF_FILES.most,
    )
    try:
        found = await parser.parse()
        if not parser.ended:  # cut off on its way
            raise NoForm
        return await _taken(found)
    except Refused as refusal:
        refusal.read = parser.typed()
        raise
    except (MultiPartException, ValueError, LookupError) as error:
        raise parser.fault() from error
    finally:
        parser.close()


async def _taken(found: FormData) -> Form:
    items, files = [], {}
    for name, value in found.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                if name in files:  # none of our fields takes two: neither is dropped in silence
                    raise NoForm
                files[name] = (value.filename, await value.read())
        else:
            items.append((name, value))
    return Form(items, files)


async def _small_pieces(request: Request) -> AsyncIterator[bytes]:
    """The parser is slow with odd bytes: others get their turn in between."""
    async for piece in _pieces(request):
        for start in range(0, len(piece), PIECE):
            yield piece[start : start + PIECE]
            await asyncio.sleep(0)
