"""Web chat: the page itself is the delivery. A sent row is in the transcript; live pages are told.

Everything about HTTP is in `bot.web.chat`; this file only knows visitors and who is listening.
"""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from bot.channels.base import Capabilities, Receive, Retraction, SendOutcome, Sent
from handlers.talk.messages import Incoming, Reply, SendingPolicy


class WebChatChannel:
    name = "web"
    capabilities = Capabilities(
        text_limit=8000,
        repeatable=True,
        keeps_history=False,
        concurrency=500,
        passes_on=True,
        wakes=True,
        policy=SendingPolicy(arrives=False),
    )

    def __init__(self) -> None:
        self._listeners: dict[str, set[asyncio.Event]] = {}
        self._receive: Receive | None = None
        self._uploads: dict[str, bytes] = {}
        self.stopped = False

    async def start(self, receive: Receive) -> None:
        self._receive = receive

    async def stop(self) -> None:
        """Ends the live streams, so that the server can shut down."""
        self.stopped = True
        for events in self._listeners.values():
            for event in events:
                event.set()

    async def receive(self, incoming: Incoming) -> None:
        """Passes a visitor's message on. Raises NotReceived."""
        if self._receive is None:
            raise RuntimeError("web chat was not started")
        await self._receive(incoming)

    async def send(self, row_id: int, address: str, reply: Reply) -> SendOutcome:
        for event in self._listeners.get(address, ()):
            event.set()
        return Sent()

    async def retract(self, address: str, vendor_id: str) -> Retraction:
        """The page shows it no more from when it was asked for; open ones are told."""
        for event in self._listeners.get(address, ()):
            event.set()
        return Retraction.GONE

    def hold(self, data: bytes) -> str:
        """Keeps an uploaded picture in memory until its message is taken; gives its reference."""
        reference = secrets.token_urlsafe(12)
        self._uploads[reference] = data
        return reference

    async def warm_up(self) -> None:
        return

    async def fetch(self, reference: str, limit: int) -> bytes | None:
        return self._uploads.get(reference)

    def let_go(self, reference: str) -> None:
        self._uploads.pop(reference, None)

    @contextmanager
    def listening(self, address: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever something new was sent to this visitor."""
        event = asyncio.Event()
        self._listeners.setdefault(address, set()).add(event)
        try:
            yield event
        finally:
            self._listeners[address].discard(event)
            if not self._listeners[address]:
                del self._listeners[address]
