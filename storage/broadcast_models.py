"""Broadcasts, the monthly news and schedules. Every datetime is aware and in UTC; a date is one in
Viet Nam; a month is `YYYY-MM`."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import orjson


class BroadcastKind(StrEnum):
    NEWS = "news"  # policy news to those who asked for the topic
    NOTICE = "notice"  # to people of one event, or whose question is open
    URGENT = "urgent"  # may go outside sending hours, with a second approver
    DIGEST = "digest"  # the monthly news


class BroadcastState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"  # can still be taken back until `release_at`
    SCHEDULED = "scheduled"  # waits for its time
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"
    STOPPED = "stopped"  # by staff, half-way
    WITHDRAWN = "withdrawn"  # before anybody got it


# Approved, and not over.
ON_ITS_WAY = (
    BroadcastState.APPROVED,
    BroadcastState.SCHEDULED,
    BroadcastState.SENDING,
    BroadcastState.PAUSED,
)
# Somebody may have received it.
WENT_OUT = (
    BroadcastState.SENDING,
    BroadcastState.PAUSED,
    BroadcastState.SENT,
    BroadcastState.STOPPED,
)


class RecipientState(StrEnum):
    WAITING = "waiting"  # in the ledger, not in the outbox yet
    QUEUED = "queued"
    SENT = "sent"
    UNOPENED = "unopened"  # sent, to a page its reader has not come back to; never stored
    REFUSED = "refused"  # blocked us or left
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"  # a person decides
    SKIPPED = "skipped"  # never tried: stopped the news, out of the window, erased


class Base(StrEnum):
    """Whom an audience is taken from."""

    SUBSCRIBERS = "subscribers"
    ATTENDEES = "attendees"
    ASKERS = "askers"  # whose question has no answer yet
    RECEIVED = "received"  # who received the broadcast this one corrects


@dataclass(frozen=True, slots=True)
class Audience:
    """A filter over contacts. An empty list filters nothing. `trades` and `group` (a saved group)
    leave only the chats that are tied to such businesses of the register."""

    base: Base = Base.SUBSCRIBERS
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    neighbourhoods: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    event_id: int = 0
    event_states: tuple[str, ...] = ()
    original: int = 0  # the broadcast that is corrected
    trades: tuple[str, ...] = ()
    group: int = 0

    @property
    def is_of_register(self) -> bool:
        return bool(self.trades or self.group)

    @classmethod
    def from_json(cls, text: str) -> "Audience":
        raw = orjson.loads(text)
        lists = ("topics", "kinds", "neighbourhoods", "channels", "event_states", "trades")
        read = {name: tuple(raw[name]) for name in lists if name in raw}
        return cls(**(raw | read | {"base": Base(raw["base"])}))


@dataclass(frozen=True, slots=True)
class Broadcast:
    id: int
    kind: BroadcastKind
    topic: str
    title: str
    text: str
    audience: str  # JSON of an Audience
    state: BroadcastState
    created_at: datetime
    items: str = "[]"  # JSON of a digest's items
    month: str | None = None
    link: str = ""
    attachment: str = ""
    attachment_name: str = ""
    corrects: int | None = None
    resend_unsure: bool = False
    authors: tuple[int, ...] = ()
    submitted_at: datetime | None = None
    approver_id: int | None = None
    approved_at: datetime | None = None
    second_approver_id: int | None = None
    counted: int = 0
    text_hash: str = ""
    release_at: datetime | None = None
    wanted_at: datetime | None = None
    planned_at: datetime | None = None
    cursor: int = 0
    expanded: bool = False
    started_at: datetime | None = None
    finished_at: datetime | None = None
    lately: int = 0
    troubles: int = 0
    note: str = ""
    version: int = 1
    said: str = "[]"  # JSON: [title, text] as they were sent, once for each wording

    @property
    def filter(self) -> Audience:
        return Audience.from_json(self.audience)

    def meant_until(self, now: datetime) -> datetime:
        """Who comes after that is not meant: it is for those who were counted when it was approved;
        what goes to the people of an event, for whoever registers until it begins to go, too."""
        of_event = self.filter.base is Base.ATTENDEES
        return (self.started_at if of_event else self.approved_at) or now

    @property
    def wordings(self) -> list[tuple[str, str]]:
        """(title, text) as they were sent, with the place and time of the event."""
        return [(title, text) for title, text in orjson.loads(self.said)]

    @property
    def news(self) -> list[dict[str, Any]]:
        """A digest's items, as they were frozen."""
        items: list[dict[str, Any]] = orjson.loads(self.items)
        return items


@dataclass(frozen=True, slots=True)
class Recipient:
    broadcast_id: int
    contact_id: int
    channel: str
    state: RecipientState
    reason: str = ""
    settled_at: datetime | None = None
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A contact as a broadcast needs it: may it get this one, and what does it say to them."""

    id: int
    channel: str
    active: bool
    last_inbound_at: datetime | None
    name: str
    business: str
    neighbourhood: str
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody an audience means by a registration or by a question, whether or not they can be
    written to. `contact_id`: whom the broadcast is sent to, None where it is sent to nobody;
    `arrives`: that message comes to them, not to a page they may open."""

    registration_id: int | None
    question_id: int | None
    phone: str | None
    contact_id: int | None
    arrives: bool
    name: str
    business: str
    neighbourhood: str


class ItemState(StrEnum):
    PROPOSED = "proposed"
    INCLUDED = "included"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class NewsItem:
    id: int
    month: str
    topic: str
    title: str
    summary: str
    state: ItemState
    created_at: datetime
    basis: str = ""
    applies_from: date | None = None
    concerns: str = ""
    link: str = ""
    source: str | None = None
    author_id: int | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """`day` of the month (31 is the last day of any month), 0 for every day; `clock` HH:MM in
    Viet Nam; `next_run_at` as named, before it is moved off days without sending."""

    what: str
    day: int
    clock: str
    grace_hours: int
    next_run_at: datetime
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Outreach:
    """Evidence C: one business that got a leaflet or a visit."""

    id: int
    day: date
    neighbourhood: str
    topic: str
    how: str  # leaflet | visit
    business: str
    business_key: str
    recorded_by: str
    created_at: datetime
    register_id: int | None = None  # which of the register it is, where it was chosen there


@dataclass(frozen=True, slots=True)
class Evidence:
    """One business (or a person without one) reached once: how well, when, about what."""

    who: str  # the same for one business on several channels
    neighbourhood: str
    grade: str  # A | B | C
    topic: str
    at: datetime
    begins: datetime | None = None  # the event somebody came to


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a broadcast's recipients."""

    by_state: dict[str, int] = field(default_factory=dict)

    def of(self, *states: RecipientState) -> int:
        return sum(self.by_state.get(state, 0) for state in states)

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def settled(self) -> int:
        return self.total - self.of(RecipientState.WAITING, RecipientState.QUEUED)
