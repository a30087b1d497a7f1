"""The terminal: the same assistant on standard input and output, also for scripts."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TextIO
from uuid import uuid4

from bot.channels.base import Capabilities, NotReceived, Receive, SendOutcome, Sent
from bot.channels.plain import to_text
from handlers.talk.messages import Incoming, IncomingKind, Reply


class TerminalChannel:
    """`person` names the conversation, so that the next session goes on with it."""

    name = "terminal"
    capabilities = Capabilities(text_limit=100_000, repeatable=True)

    def __init__(self, person: str = "terminal", output: TextIO = sys.stdout) -> None:
        self._person = person
        self._output = output
        self._receive: Receive | None = None

    async def start(self, receive: Receive) -> None:
        self._receive = receive

    async def stop(self) -> None:
        self._receive = None

    async def send(self, row_id: int, address: str, reply: Reply) -> SendOutcome:
        print(f"{to_text(reply)}\n", file=self._output, flush=True)
        return Sent()

    async def warm_up(self) -> None:
        return

    async def fetch(self, reference: str, limit: int) -> bytes | None:
        return None

    async def play(self, lines: TextIO, delivered: Callable[[], Awaitable[None]]) -> None:
        """Greets, then takes line after line until the end of input.

        `delivered` waits until everything queued has been shown.
        """
        interactive = lines.isatty()
        await self._say("", IncomingKind.START)
        await delivered()
        while True:
            if interactive:
                print("> ", end="", file=self._output, flush=True)
            line = await asyncio.to_thread(lines.readline)
            if not line:
                return
            if not interactive:
                print(f"> {line.rstrip()}", file=self._output, flush=True)
            if line.strip():
                await self._say(line.strip(), IncomingKind.TEXT)
                await delivered()

    async def _say(self, text: str, kind: IncomingKind) -> None:
        if self._receive is None:
            return
        incoming = Incoming(self.name, uuid4().hex, self._person, datetime.now(UTC), kind, text)
        try:
            await self._receive(incoming)
        except NotReceived as apology:
            print(apology, file=self._output, flush=True)
