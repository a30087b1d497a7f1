"""Playing conversations through the core, with a channel that keeps what it was given."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from bot.app import Core, build_core
from bot.channels.base import Capabilities, Receive, SendOutcome, Sent
from bot.channels.plain import to_text
from content.library import Content
from handlers.talk.messages import Incoming, IncomingKind, Reply
from storage import database
from tests.support.clock import FixedClock
from tests.support.engine import address

_numbers = count(1)


class RecordingChannel:
    """Takes everything; `outcomes` are played first, one per send."""

    def __init__(self, capabilities: Capabilities | None = None, name: str = "test") -> None:
        self.name = name
        self.capabilities = capabilities or Capabilities(text_limit=4096)
        self.sent: list[tuple[str, Reply]] = []
        self.rows: list[int] = []
        self.outcomes: list[SendOutcome] = []
        self.pictures: dict[str, bytes] = {}

    async def start(self, receive: Receive) -> None:
        return

    async def stop(self) -> None:
        return

    async def send(self, row_id: int, address: str, reply: Reply) -> SendOutcome:
        if self.outcomes:
            outcome = self.outcomes.pop(0)
            if not isinstance(outcome, Sent):
                return outcome
        self.sent.append((address, reply))
        self.rows.append(row_id)
        return Sent("1")

    async def warm_up(self) -> None:
        return

    async def fetch(self, reference: str, limit: int) -> bytes | None:
        return self.pictures.get(reference)

    def texts(self, address: str = "7") -> list[str]:
        return [to_text(reply) for to, reply in self.sent if to == address]


def said(
    text: str,
    *,
    address: str = "7",
    kind: IncomingKind = IncomingKind.TEXT,
    action: str = "",
    external_id: str = "",
) -> Incoming:
    clock = FixedClock()
    return Incoming(
        "test", external_id or str(next(_numbers)), address, clock.now, kind, text, action
    )


@asynccontextmanager
async def playing(
    folder: Path,
    content: Content,
    clock: FixedClock | None = None,
    channel: RecordingChannel | None = None,
    public_url: str = "",
    url: str = "",
) -> AsyncIterator[tuple[Core, RecordingChannel]]:
    """The core on a database file in `folder`, or on the database at `url`, opened anew: what a
    restart does."""
    channel, clock = channel or RecordingChannel(), clock or FixedClock()
    async with database.open(url or address(folder, "play")) as db:
        core = build_core(
            db,
            content,
            {channel.name: channel},
            clock,
            site="https://phuong.test",
            public_url=public_url,
            photo_folder=folder / "photos",
            lasted=clock.lasted,
        )
        for delivery in core.deliveries.values():
            await delivery.recover()
        await core.broadcaster.recover()
        yield core, channel


async def exchange(
    core: Core, channel: RecordingChannel, incoming: Incoming, to: str = ""
) -> list[Reply]:
    """Says one thing; gives the replies it got: those at the address `to`, or anywhere."""
    before = len(channel.sent)
    await core.reception.receive(incoming)
    await core.settle()
    return [reply for at, reply in channel.sent[before:] if not to or at == to]


async def last_replies(folder: Path, content: Content, lines: str) -> list[Reply]:
    """Says lines with ` > ` between them one after the other; gives what the last one got."""
    async with playing(folder, content) as (core, channel):
        replies = []
        for line in lines.split(" > "):
            replies = await exchange(core, channel, said(line))
    return replies


def check_words(text: str, wanted: Sequence[str], unwanted: Sequence[str]) -> None:
    """All of the one and none of the other stand in the text, whatever is bold."""
    plain = text.replace("**", "")
    for words in wanted:
        assert words in plain, plain
    for words in unwanted:
        assert words not in plain, plain
