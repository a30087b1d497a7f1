"""Frozen dataclasses of contacts, their conversations and what is sent to them. Every datetime is
aware and in UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache


class ContactState(StrEnum):
    ACTIVE = "active"
    LEFT = "left"


class InboxState(StrEnum):
    HANDLED = "handled"
    FAILED = "failed"
    THROTTLED = "throttled"


class Kind(StrEnum):
    """Why a row is in the outbox. Replies outrank notices, notices outrank broadcasts."""

    REPLY = "reply"
    NOTICE = "notice"
    BROADCAST = "broadcast"

    @property
    def priority(self) -> int:
        return _PRIORITY[self]


_PRIORITY = {kind: place for place, kind in enumerate(Kind)}


class OutboxState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"


class Reason(StrEnum):
    """Why a question is in the list of unanswered ones."""

    UNKNOWN = "unknown"
    WRONG = "wrong"
    FOR_STAFF = "for_staff"


@dataclass(frozen=True, slots=True)
class Contact:
    id: int
    channel: str
    address: str
    state: ContactState
    last_inbound_at: datetime
    rest_until: datetime | None = None
    is_group: bool = False  # several people read what is said there: nothing of a person's own is
    addressed: str = ""  # how they wish to be called in replies; "": as everybody is


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where a contact's conversation stands; saved whole at the end of every turn.

    `flow` is the form being filled in, `waiting` those put aside meanwhile, the latest last.
    `shown_at` is when `choices` were shown, None for not known. `pushed_at`: the last list came
    unasked, and arrived then; None where it answers the person. `dropped` are forms that came to
    an end by themselves, or were left, and of which the person was not told yet:
    `<why>:<name>,<name>`. `expires_at` is when what was said last is forgotten, `forms_until` when
    the forms are (None: with the former). `figures`
    is what was told of the person's business, as JSON (`handlers.talk.told`); they may forget it.
    `danger` is one they told of, its first step and when, none of their words:
    `<kind>:<step>:<second>`. `misses`: how often in a row they were not understood.
    `about`: the answer the talk is about, `entry` only while it was shown last.
    """

    contact_id: int
    window_started_at: datetime
    window_count: int = 0
    menu: int = 0
    choices: tuple[tuple[str, str, str], ...] = ()  # (key, label, action)
    entry: str | None = None
    asked: str | None = None
    flow: str | None = None
    waiting: tuple[str, ...] = ()
    expires_at: datetime | None = None
    shown_at: datetime | None = None
    pushed_at: datetime | None = None
    dropped: str | None = None
    figures: str | None = None
    danger: str | None = None
    forms_until: datetime | None = None
    misses: int = 0
    about: str | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    id: int
    contact_id: int
    channel: str
    address: str
    kind: Kind
    body: str
    attempts: int
    broadcast_id: int | None = None
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class HeldPart:
    """How many messages of one kind to one channel are held after a restore, and from when."""

    kind: str
    channel: str
    count: int
    oldest: datetime
    newest: datetime


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Since when nothing goes by itself, and what is held."""

    since: datetime
    parts: tuple[HeldPart, ...]

    @property
    def count(self) -> int:
        """Messages in all."""
        return sum(part.count for part in self.parts)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one sending attempt. `PENDING` with a `due_at` means try again then, from the
    message after the first `begun`."""

    id: int
    state: OutboxState
    vendor_id: str | None = None
    error: str | None = None
    due_at: datetime | None = None
    begun: int = 0


@dataclass(frozen=True, slots=True)
class ToRetract:
    """A message that was sent, or is settled otherwise, and is to be taken back: where it went, as
    what the platform knows it, since when it is asked for."""

    id: int
    address: str
    key: str
    state: OutboxState
    vendor_id: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One bubble of a web chat: what the person wrote, or the JSON body of a reply."""

    id: int
    at: datetime
    text: str | None
    body: str | None


@dataclass(frozen=True, slots=True)
class Notebook:
    """The answers behind an owner's notebook page; `token` is the page's address."""

    contact_id: int
    token: str
    answers: dict[str, str]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Unanswered:
    id: int
    text: str
    reason: Reason
    entry: str | None
    asked_on: str


@dataclass(frozen=True, slots=True)
class EntryUse:
    """How often an answer was given, and found right and wrong."""

    shown: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def share(self) -> float | None:
        """How many of those who said it found it right; None while nobody said."""
        said = self.right + self.wrong
        return self.right / said if said else None


@lru_cache(maxsize=64)
def stamp(moment: datetime) -> str:
    """Aware datetime -> the text we store: UTC, fixed width, so text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """The inverse of `stamp`."""
    return datetime.fromisoformat(text)
