"""What a platform's channel is opened among, and what opening it gives."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.channels.base import Channel, Hook
from bot.channels.oa import Articles, OaConnection
from content.library import Content
from storage.database import Database


def _nothing() -> None:
    return


def _no_file(name: str) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True)
class Around:
    """`attachment` gives the bytes of a broadcast's file; `public_url` is where the platform may
    call us and `site` where our pages are, both without a slash at the end ("" nowhere); `wake`
    lets what was queued go at once."""

    database: Database
    content: Content
    clock: Callable[[], datetime]
    attachment: Callable[[str], bytes | None] = _no_file
    public_url: str = ""
    site: str = ""
    wake: Callable[[], None] = _nothing


async def _at_once() -> None:
    return


@dataclass(frozen=True, slots=True)
class OpenedChannel:
    """A channel with all that comes with it. `hook` is none where it asks its platform itself;
    `username` is how people find us there, `chat_link` the address that opens a chat with us for
    what its payload names (both "" where nobody knows); `oa` and `articles` are what staff may do
    with an Official Account. `begin` is awaited before anything is received or sent, `settle` while
    the channel still works, `end` when it stopped."""

    channel: Channel
    hook: Hook | None = None
    username: Callable[[], str] | None = None
    chat_link: Callable[[str], str] | None = None
    oa: OaConnection | None = None
    articles: Articles | None = None
    begin: Callable[[], Awaitable[None]] = _at_once
    settle: Callable[[], Awaitable[None]] = _at_once
    end: Callable[[], Awaitable[None]] = _at_once
