"""A broadcast is written: what may stand in it, to whom it may go, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from content.library import Content
from handlers.broadcast.words import event_of, event_of_audience, misused
from storage.broadcast_models import Audience, Base, Broadcast, BroadcastKind, BroadcastState
from storage.broadcasts import audience_json
from storage.database import Transaction
from storage.event_models import BusinessKind, Event, EventState, RegistrationState
from storage.staff_models import Staff
from storage.versions import next_version

S = BroadcastState
_LOOKED_AT = 100  # the latest ones
_UNDER_WAY = (S.DRAFT, S.SUBMITTED, S.APPROVED, S.SCHEDULED, S.SENDING, S.PAUSED)
# What people write by hand (a digest is made of its items), and to whom.
WRITTEN = (BroadcastKind.NEWS, BroadcastKind.NOTICE, BroadcastKind.URGENT)
BASES = (Base.SUBSCRIBERS, Base.ATTENDEES, Base.ASKERS)
_UNTOLD = (EventState.DRAFT, EventState.REPORTED)  # events nobody is told of
# One message on every channel, with room for title, link and how to stop.
TEXT_LIMIT = 1500
CAPTION_LIMIT = 700  # a caption on Telegram holds 1024 characters in all
TITLE_LIMIT = 120
# Registrations that mean somebody is coming, by the words of the form.
EVENT_STATES: dict[str, tuple[str, ...]] = {
    "coming": (RegistrationState.CONFIRMED, RegistrationState.OFFERED),
    "waiting": (RegistrationState.WAITLISTED,),
    "came": (RegistrationState.CHECKED_IN,),
    "absent": (RegistrationState.NO_SHOW,),
}


class BroadcastRefused(Exception):
    """The broadcast may not go that way now; the message is a name in `console.j2`."""


class BroadcastsAlike(Exception):
    """Nothing is kept: these say the same, and nobody said that they know of them."""

    def __init__(self, broadcasts: Sequence[Broadcast]) -> None:
        super().__init__("alike")
        self.broadcasts = broadcasts


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody wants a broadcast to be. `attachment`: (its name among the attachments, what
    it is called), ("", "") for none any more, None for the one it has."""

    kind: BroadcastKind
    topic: str
    title: str
    text: str
    link: str
    audience: Audience
    wanted_at: datetime | None
    resend_unsure: bool
    attachment: tuple[str, str] | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """As a broadcast holds them."""
        found: dict[str, Any] = {
            "kind": self.kind,
            "topic": self.topic,
            "title": self.title,
            "text": self.text,
            "link": self.link,
            "audience": audience_json(self.audience),
            "wanted_at": self.wanted_at,
            "resend_unsure": self.resend_unsure,
        }
        if self.attachment is not None:
            found["attachment"], found["attachment_name"] = self.attachment
        return found


def draft(
    tx: Transaction,
    kind: BroadcastKind,
    topic: str,
    title: str,
    text: str,
    audience: Audience,
    now: datetime,
    *,
    author: Staff | None,
    **more: object,
) -> Broadcast:
    """A new draft; `author` None is the system."""
    made = Broadcast(
        id=tx.broadcasts.ids.next(),
        kind=kind,
        topic=topic,
        title=title,
        text=text,
        audience=audience_json(audience),
        state=S.DRAFT,
        created_at=now,
        authors=(author.id,) if author else (),
    )
    return tx.broadcasts.add(replace(made, **more))  # type: ignore[arg-type]  # fields by name


def unsaved(writing: Writing, now: datetime) -> Broadcast:
    """What somebody writes, as a broadcast that is kept nowhere: to be looked at."""
    return Broadcast(id=0, state=S.DRAFT, created_at=now, **writing.fields)


def alike(tx: Transaction, writing: Writing) -> list[Broadcast]:
    """Those lately written, but given up ones, that say the very same to the same people."""
    said = (writing.title, writing.text, audience_json(writing.audience))
    return [
        one
        for one in tx.broadcasts.latest(_LOOKED_AT)
        if one.state is not S.WITHDRAWN and (one.title, one.text, one.audience) == said
    ]


def key(broadcasts: Sequence[Broadcast]) -> str:
    """What a form says of the broadcasts it knows of."""
    return " ".join(str(one.id) for one in broadcasts)


def write(
    tx: Transaction, writing: Writing, now: datetime, *, author: Staff, knows: str = ""
) -> Broadcast:
    """A new draft as somebody wrote it. Raises BroadcastsAlike unless the form `knows` (as `key`)
    of those that say the same."""
    there = alike(tx, writing)
    if there and knows != key(there):
        raise BroadcastsAlike(there)
    fields = writing.fields
    kind, topic, title, text = (fields.pop(name) for name in ("kind", "topic", "title", "text"))
    del fields["audience"]
    return draft(tx, kind, topic, title, text, writing.audience, now, author=author, **fields)


def may_edit(broadcast: Broadcast) -> bool:
    """A digest is changed by its items."""
    return broadcast.state is S.DRAFT and broadcast.kind is not BroadcastKind.DIGEST


def edit(tx: Transaction, broadcast: Broadcast, editor: Staff, **changes: object) -> Broadcast:
    """Changes a draft; whoever did is one of its authors from then on. Raises BroadcastRefused."""
    if broadcast.state is not S.DRAFT:
        raise BroadcastRefused("broadcast_not_draft")
    changed = next_version(broadcast, **changes)
    if changed == broadcast:
        return broadcast
    authors = tuple(dict.fromkeys((*broadcast.authors, editor.id)))
    return tx.broadcasts.save(replace(changed, authors=authors))


def rewrite(tx: Transaction, broadcast: Broadcast, writing: Writing, *, editor: Staff) -> Broadcast:
    """A draft as somebody wants it now. A correction goes to exactly those who received the
    original, whatever the form says. Raises BroadcastRefused."""
    if broadcast.corrects is not None:
        writing = replace(writing, audience=broadcast.filter)
    return edit(tx, broadcast, editor, **writing.fields)


def correction(
    tx: Transaction, content: Content, original: Broadcast, author: Staff, now: datetime
) -> Broadcast:
    """A draft to exactly those who received the original. Raises BroadcastRefused while it is open
    what somebody received."""
    if original.started_at is None:
        raise BroadcastRefused("nothing_to_correct")
    if original.state in (S.SENDING, S.PAUSED):
        raise BroadcastRefused("correct_after_stopping")
    if tx.ledger.in_doubt(original.id):
        raise BroadcastRefused("decide_first")
    if under_way(tx, original.id):  # two would contradict each other
        raise BroadcastRefused("correction_under_way")
    kind = BroadcastKind.NEWS if original.kind is BroadcastKind.DIGEST else original.kind
    return draft(
        tx,
        kind,
        original.topic,
        content.words.say("broadcast/correction_title", title=original.title)[:TITLE_LIMIT],
        "",
        Audience(base=Base.RECEIVED, original=original.id, topics=original.filter.topics),
        now,
        author=author,
        corrects=original.id,
    )


def under_way(tx: Transaction, original: int, *, but: int = 0) -> list[Broadcast]:
    """Corrections of it that are written or on their way; `but` the one of this id."""
    found = tx.broadcasts.corrections_of(original)
    return [one for one in found if one.state in _UNDER_WAY and one.id != but]


# ---- what may stand in it ----


def audience(
    base: Base,
    topic: str,
    *,
    event_id: int = 0,
    event_states: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    neighbourhoods: tuple[str, ...] = (),
    channels: tuple[str, ...] = (),
    trades: tuple[str, ...] = (),
    group: int = 0,
) -> Audience:
    """Whom it is for: what is asked of another kind of audience does not count. `event_states` by
    the words of the form (`EVENT_STATES`). A part of the register (`trades`, `group`) is written to
    as far as its chats get news: nobody hears of the ward because they stand in a list."""
    attending, subscribed = base is Base.ATTENDEES, base is Base.SUBSCRIBERS
    states = (EVENT_STATES[name] for name in event_states if name in EVENT_STATES)
    return Audience(
        base=base,
        topics=(topic,) if subscribed else (),
        trades=trades if subscribed else (),
        group=group if subscribed else 0,
        kinds=tuple(kind for kind in kinds if kind in list(BusinessKind)),
        neighbourhoods=neighbourhoods,
        channels=channels,
        event_id=event_id if attending else 0,
        event_states=tuple(state for group in states for state in group) if attending else (),
    )


def events_told_of(tx: Transaction) -> list[Event]:
    """Those whose people may be written to."""
    return [event for event in tx.events.all() if event.state not in _UNTOLD]


def mistakes(tx: Transaction, writing: Writing, now: datetime) -> dict[str, tuple[str, list[str]]]:
    """What cannot be as it was typed, by field of the form: the name of the sentence, and which
    {variables} it is about."""
    found: dict[str, tuple[str, list[str]]] = {}
    if not is_web_address(writing.link):
        found["link"] = "web_address", []
    if writing.wanted_at is not None and writing.wanted_at < now:
        found["day"] = "in_the_past", []
    meant = writing.audience
    if meant.base is Base.ATTENDEES:
        if meant.event_id not in {event.id for event in events_told_of(tx)}:
            found["event"] = "choice", []
        if not meant.event_states:
            found["event_states"] = "required", []
    if "event" not in found:  # which event it is has to be said first
        event = event_of_audience(tx, meant)
        for field, text in (("title", writing.title), ("text", writing.text)):
            fault, names = misused(text, event)
            if fault:
                found[field] = fault, names
    return found


def is_web_address(link: str) -> bool:
    """Also where there is none."""
    return not link or link.startswith(("https://", "http://"))


def faults(tx: Transaction, broadcast: Broadcast) -> dict[str, str]:
    """What is wrong with a draft, by field of the form."""
    found = {}
    if not broadcast.title.strip():
        found["title"] = "required"
    if len(broadcast.title) > TITLE_LIMIT:
        found["title"] = "too_long"
    if broadcast.kind is not BroadcastKind.DIGEST:
        caption = bool(broadcast.attachment)  # the text goes under the picture or document
        if not broadcast.text.strip():
            found["text"] = "required"
        elif len(broadcast.text) > (CAPTION_LIMIT if caption else TEXT_LIMIT):
            found["text"] = "text_with_file_too_long" if caption else "too_long"
        for field in ("title", "text"):
            fault, _ = misused(getattr(broadcast, field), event_of(tx, broadcast))
            if fault:
                found.setdefault(field, fault)
    elif not broadcast.news:
        found["text"] = "digest_empty"
    audience = broadcast.filter
    if audience.base is Base.SUBSCRIBERS and not audience.topics:
        found["topic"] = "choice"
    if audience.base is Base.ATTENDEES and not audience.event_id:
        found["event"] = "choice"
    return found
