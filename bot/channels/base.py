"""What every channel has in common: what it can do, how it sends, what became of a sending."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from bot.running.loops import Loops
from handlers.talk.messages import Incoming, Reply, SendingPolicy

ANYTHING = SendingPolicy()


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the rest of the program may ask about a channel, instead of asking for its name."""

    text_limit: int  # characters in one message, after markup
    repeatable: bool = False  # sending the same row twice shows it once
    keeps_history: bool = True  # the platform shows the person what was said before
    contact_interval_s: float = 0.0  # least time between two messages to one contact
    group_interval_s: float = 0.0  # the same in a group
    concurrency: int = 64  # sends under way at once
    send_within_s: float = 300.0  # all calls of one send; nobody waits longer for its outcome
    passes_on: bool = False  # shows by itself how the page a reply is about is passed on
    wakes: bool = False  # what waits here wakes the browser of whoever asked for it
    uploads: bool = True  # takes a file as it is; else where it stands on our own pages
    for_staff: bool = False  # nobody but staff is written to here
    abroad: bool = False  # messages rest on servers in other countries
    policy: SendingPolicy = ANYTHING  # what may be said unasked, and how fast


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took it."""

    vendor_id: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """Surely not delivered; try again after so many seconds. `everyone`: all contacts wait.
    `begun`: so many messages of it did arrive, only the rest is tried again."""

    after_s: float
    error: str
    everyone: bool = False
    begun: int = 0


@dataclass(frozen=True, slots=True)
class Stopped:
    """The person blocked us or is gone: nothing more is sent to this contact."""

    error: str


@dataclass(frozen=True, slots=True)
class Closed:
    """This person cannot be written to just now (a window closed, a quota of theirs used up). The
    contact stays: it opens again when they write."""

    error: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The contact has a new address; send again there."""

    address: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The platform will never take this message."""

    error: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """No answer came: it may or may not have been delivered."""

    error: str


SendOutcome = Sent | Retry | Stopped | Closed | Moved | Rejected | Unsure


class NotReceived(Exception):
    """The message could not be stored. Do not acknowledge it: the platform will deliver it again.
    The text is an apology to show at once where that is possible.

    `everyone`: nobody's can be stored now (database locked, full). Otherwise this one is to be
    tried a few times more; then it is set aside and counts as received.
    """

    def __init__(self, apology: str, *, everyone: bool = True) -> None:
        super().__init__(apology)
        self.everyone = everyone


# Raises NotReceived and nothing else.
Receive = Callable[[Incoming], Awaitable[None]]


class Retraction(StrEnum):
    """What became of a message that was to be taken back."""

    GONE = "gone"  # nobody sees it any more; whether it was read before, nobody knows
    KEPT = "kept"  # the platform lets nobody take it back
    LATER = "later"  # nobody knows yet: to be tried again, as often as it takes


@runtime_checkable
class Retracting(Protocol):
    """A channel that can take what it sent from the person's screen again. Zalo has no such call,
    for an OA or a bot."""

    async def retract(self, address: str, vendor_id: str) -> Retraction:
        """Takes back the message the platform knows as `vendor_id` (of `Sent`). May be called again
        for one that is gone already. Never raises for what a platform can answer."""
        ...


@runtime_checkable
class Looping(Protocol):
    """A channel with loops of its own, which must not end while it is open."""

    loops: Loops


class Channel(Protocol):
    name: str
    capabilities: Capabilities

    async def start(self, receive: Receive) -> None:
        """Begins to receive. Raises `Misconfigured` when it can never work as set up."""
        ...

    async def send(self, row_id: int, address: str, reply: Reply) -> SendOutcome:
        """Sends one reply. Never raises for what a platform can answer."""
        ...

    async def warm_up(self) -> None:
        """Opens connections before many messages go, so that the first are not late."""
        ...

    async def fetch(self, reference: str, limit: int) -> bytes | None:
        """The bytes of a picture somebody sent, at most `limit`; None when there are none."""
        ...

    async def stop(self) -> None: ...


class SendsOnly:
    """The parts of a channel by which nothing comes in, and of which nothing stays open between
    two messages."""

    async def start(self, receive: Receive) -> None:
        """Nothing is received."""

    async def warm_up(self) -> None:
        """There is nothing to open ahead."""

    async def fetch(self, reference: str, limit: int) -> bytes | None:
        return None

    async def stop(self) -> None:
        """Nothing of its own is open."""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where a platform calls us. `is_theirs` says whether the bytes of a call, with what its
    `header` carries, come from the platform; `take` stores what was called, or raises NotReceived.
    `is_probed`: the platform looks whether somebody is here by a call with nothing in it."""

    path: str
    header: str
    is_theirs: Callable[[bytes, str], bool]
    take: Callable[[object], Awaitable[None]]
    is_probed: bool = False


def has_secret(secret: str) -> Callable[[bytes, str], bool]:
    """For a platform that proves itself by a secret in the header alone."""
    return lambda raw, given: hmac.compare_digest(given.encode(), secret.encode())


def derived_secret(token: str, purpose: bytes) -> str:
    """A webhook secret nobody has to make up: the same after every restart, unlike the token."""
    return hmac.new(token.encode(), purpose, hashlib.sha256).hexdigest()


class Misconfigured(Exception):
    """A setting of this channel is wrong; the message says which and what to do."""
