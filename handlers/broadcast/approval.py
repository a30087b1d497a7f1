"""Broadcasts: written by one person, approved by another, sent within sending hours.

    draft -> submitted -> approved (two minutes to take it back) -> scheduled -> sending -> sent
                                       sending <-> paused; -> stopped; before sending: withdrawn

Approval freezes the text and whom it is for. What each state does by itself stands in `handlers/
broadcast_engine.py`. Every function works in one transaction; `now` is aware (UTC).
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from content.calendar import WorkingDays
from content.library import Content
from handlers.broadcast import calls
from handlers.broadcast.calls import KnownPeople
from handlers.broadcast.words import OF_CANCELLED, event_of, misused
from handlers.people.calendar import working_days
from handlers.people.permissions import Action, able, left_to, may
from handlers.talk import quotas
from handlers.talk.messages import Policies
from storage.broadcast_models import (
    Audience,
    Base,
    Broadcast,
    BroadcastKind,
    BroadcastState,
)
from storage.broadcasts import audience_json
from storage.database import Transaction
from storage.event_models import EventState, RegistrationState
from storage.staff_models import Staff

S = BroadcastState

EVENT_MOVED = "event_moved"  # a note: its event is at another time or place than when written
MOVED = "moved"  # a note: it goes at another hour than was said before
UNDO = timedelta(minutes=2)
# How late it may still go by itself, after the program or a channel was down.
LASTS = {
    BroadcastKind.URGENT: timedelta(hours=12),
    BroadcastKind.NOTICE: timedelta(days=4),
    BroadcastKind.NEWS: timedelta(days=14),
    BroadcastKind.DIGEST: timedelta(days=31),
}
NOT_GONE = (S.DRAFT, S.SUBMITTED, S.APPROVED, S.SCHEDULED, S.SENDING)
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


class OtherVersion(Exception):
    """Another version of the broadcast waits for approval than the one that was read."""


@dataclass(frozen=True, slots=True)
class ChannelPlan:
    """Whom one channel reaches: free of charge, for money, not at all; and in how many seconds."""

    channel: str
    people: int
    free: int
    paid: int
    seconds: float

    @property
    def unreachable(self) -> int:
        return self.people - self.free - self.paid


@dataclass(frozen=True, slots=True)
class Plan:
    """What an audience comes to today."""

    channels: tuple[ChannelPlan, ...]
    group: KnownPeople
    sample: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    at_once: bool  # as soon as it can no more be taken back

    @property
    def people(self) -> int:
        """To whom a message goes."""
        return sum(channel.people for channel in self.channels)

    @property
    def told(self) -> int:
        """Who is to hear of it, by message or by telephone."""
        return self.people + self.group.only_called


# ---- writing ----


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


def edit(tx: Transaction, broadcast: Broadcast, editor: Staff, **changes: object) -> Broadcast:
    """Changes a draft; whoever does is one of its authors from then on. Raises BroadcastRefused."""
    if broadcast.state is not S.DRAFT:
        raise BroadcastRefused("broadcast_not_draft")
    authors = tuple(dict.fromkeys((*broadcast.authors, editor.id)))
    changed = replace(broadcast, authors=authors, version=broadcast.version + 1, **changes)  # type: ignore[arg-type]  # fields by name
    return tx.broadcasts.save(changed)


def correction(
    tx: Transaction, content: Content, original: Broadcast, author: Staff, now: datetime
) -> Broadcast:
    """A draft to exactly those who received the original. Raises BroadcastRefused while it is open
    what somebody received."""
    if original.started_at is None:
        raise BroadcastRefused("nothing_to_correct")
    if original.state in (S.SENDING, S.PAUSED):
        raise BroadcastRefused("correct_after_stopping")
    if tx.broadcasts.in_doubt(original.id):
        raise BroadcastRefused("decide_first")
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


# ---- whom it reaches ----


def plan(tx: Transaction, broadcast: Broadcast, now: datetime, policies: Policies) -> Plan:
    """Counts per channel, three names, and how long it takes."""
    audience = broadcast.filter
    channels = []
    for channel, people in sorted(tx.broadcasts.count_meant(audience, now).items()):
        policy = policies.get(channel)
        if policy is None:
            channels.append(ChannelPlan(channel, people, 0, 0, 0.0))
            continue
        free = paid = people
        if policy.free_for is not None:
            since = now - policy.free_for
            free = tx.broadcasts.count_within(audience, now, channel, since)
        if policy.paid_for is not None:
            since = now - policy.paid_for
            paid = tx.broadcasts.count_within(audience, now, channel, since)
        if (left := quotas.left(tx, channel, policy, now)) is not None:
            free, paid = min(free, left), min(paid, left)
        going = paid if policy.pays else free
        seconds = going / (policy.most_per_second or 1000)
        channels.append(ChannelPlan(channel, people, free, max(0, paid - free), seconds))
    days = working_days(tx)
    urgent = broadcast.kind is BroadcastKind.URGENT
    taken_back = max(now, broadcast.release_at or now + UNDO)
    starts = days.sending_time(max(taken_back, broadcast.wanted_at or now), urgent=urgent)
    longest = max((channel.seconds for channel in channels), default=0.0)
    return Plan(
        tuple(channels),
        calls.group(tx, broadcast, now),
        tuple(tx.broadcasts.sample_meant(audience, now)),
        starts,
        days.after_sending(starts, longest, urgent=urgent),
        at_once=starts <= taken_back,
    )


# ---- approval ----


def submit(tx: Transaction, broadcast: Broadcast, now: datetime) -> Broadcast:
    """Raises BroadcastRefused."""
    if broadcast.state is not S.DRAFT:
        raise BroadcastRefused("broadcast_not_draft")
    if faults(tx, broadcast):
        raise BroadcastRefused("broadcast_not_ready")
    # Whoever approves has to know, too, that the event moved after the words were written.
    note = EVENT_MOVED if broadcast.note == EVENT_MOVED else ""
    return tx.broadcasts.save(replace(broadcast, state=S.SUBMITTED, submitted_at=now, note=note))


def take_back(tx: Transaction, broadcast: Broadcast, author: Staff) -> Broadcast:
    """One of its authors does not want it approved after all: a draft again. Raises
    BroadcastRefused."""
    if broadcast.state is not S.SUBMITTED:
        raise BroadcastRefused("broadcast_not_submitted")
    if author.id not in broadcast.authors:
        raise BroadcastRefused("not_own")
    return tx.broadcasts.save(_unapproved(broadcast))


def restore(tx: Transaction, broadcast: Broadcast) -> Broadcast:
    """Given up by mistake: a draft again. Raises BroadcastRefused."""
    if broadcast.state is not S.WITHDRAWN:
        raise BroadcastRefused("not_withdrawn")
    if broadcast.month is not None and tx.broadcasts.digest_of(broadcast.month) is not None:
        raise BroadcastRefused("other_digest")
    return tx.broadcasts.save(_unapproved(broadcast))


def rewriters(tx: Transaction, broadcast: Broadcast) -> list[Staff]:
    """Who is to mend one that came back: its authors, or every writer once none of them can."""
    return left_to(tx.staff.all(), broadcast.authors, Action.WRITE_NEWS)


def approvers(tx: Transaction, broadcast: Broadcast) -> list[Staff]:
    """Who can sign in and approve this one: none of its authors, nobody twice."""
    had = (*broadcast.authors, broadcast.approver_id)
    return [one for one in able(tx.staff.all(), Action.APPROVE_NEWS) if one.id not in had]


def return_(tx: Transaction, broadcast: Broadcast, why: str) -> Broadcast:
    """Back to its authors, with what to mend. Raises BroadcastRefused."""
    if broadcast.state is not S.SUBMITTED:
        raise BroadcastRefused("broadcast_not_submitted")
    return tx.broadcasts.save(_unapproved(broadcast, note=why))


def approve(
    tx: Transaction,
    broadcast: Broadcast,
    version: int,
    approver: Staff,
    now: datetime,
    *,
    typed: int,
    knows_cancelled: bool = False,
) -> Broadcast:
    """One approval, of this very version. `typed` is the number of people, as the approver
    confirmed it; to people of an event that is off only by whoever says that they know.

    An urgent one outside sending hours waits for a second approver. Raises BroadcastRefused;
    OtherVersion when the broadcast was changed since that version was read."""
    if broadcast.version != version:
        raise OtherVersion
    if broadcast.state is not S.SUBMITTED:
        raise BroadcastRefused("broadcast_not_submitted")
    if not may(approver, Action.APPROVE_NEWS) or approver.id in broadcast.authors:
        raise BroadcastRefused("approve_own")
    if approver.id == broadcast.approver_id:
        raise BroadcastRefused("second_approver_other")
    if faults(tx, broadcast):
        raise BroadcastRefused("broadcast_not_ready")
    event = event_of(tx, broadcast)
    if event is not None and event.state is EventState.CANCELLED and not knows_cancelled:
        raise BroadcastRefused("event_is_cancelled")
    people = count_told(tx, broadcast, now)
    if typed != people:
        raise BroadcastRefused("count_changed")
    if people == 0:
        raise BroadcastRefused("nobody")
    if needs_second(tx, broadcast, now) and broadcast.approver_id is None:
        return tx.broadcasts.save(replace(broadcast, approver_id=approver.id, counted=people))
    second = broadcast.approver_id is not None
    return tx.broadcasts.save(
        replace(
            broadcast,
            state=S.APPROVED,
            approver_id=broadcast.approver_id or approver.id,
            second_approver_id=approver.id if second else None,
            approved_at=now,
            counted=people,
            text_hash=text_hash(broadcast),
            release_at=now + UNDO,
            note="",
        )
    )


def count_told(tx: Transaction, broadcast: Broadcast, now: datetime) -> int:
    """How many are to hear of it now, by message or by telephone."""
    messages = sum(tx.broadcasts.count_meant(broadcast.filter, now).values())
    return messages + calls.group(tx, broadcast, now).only_called


def needs_second(tx: Transaction, broadcast: Broadcast, now: datetime) -> bool:
    """Whether an urgent notice is to go when nothing else may."""
    starts = max(now + UNDO, broadcast.wanted_at or now)
    return broadcast.kind is BroadcastKind.URGENT and working_days(tx).sending_time(starts) > starts


def undo(tx: Transaction, broadcast: Broadcast) -> Broadcast:
    """Takes an approved one back before anybody got it: a draft again. Raises BroadcastRefused."""
    if broadcast.state not in (S.APPROVED, S.SCHEDULED) or broadcast.started_at is not None:
        raise BroadcastRefused("too_late_to_undo")
    return tx.broadcasts.save(_unapproved(broadcast))


def withdraw(tx: Transaction, broadcast: Broadcast) -> Broadcast:
    """Gives a broadcast up before anybody got it. Raises BroadcastRefused."""
    if broadcast.started_at is not None or broadcast.state is S.WITHDRAWN:
        raise BroadcastRefused("too_late_to_undo")
    return tx.broadcasts.save(replace(broadcast, state=S.WITHDRAWN))


def _unapproved(broadcast: Broadcast, note: str = "") -> Broadcast:
    return replace(
        broadcast,
        state=S.DRAFT,
        note=note,
        submitted_at=None,
        approver_id=None,
        second_approver_id=None,
        approved_at=None,
        release_at=None,
        planned_at=None,
        text_hash="",
        version=broadcast.version + 1,
    )


# ---- on its way ----


def pause(tx: Transaction, broadcast: Broadcast, why: str) -> Broadcast:
    """Nothing more goes; what waited in the outbox is taken back. Raises BroadcastRefused."""
    if broadcast.state is not S.SENDING:
        raise BroadcastRefused("not_sending")
    tx.broadcasts.recall(broadcast.id)
    calls.take_back(tx, broadcast)
    return tx.broadcasts.save(replace(broadcast, state=S.PAUSED, note=why))


def resume(tx: Transaction, broadcast: Broadcast) -> Broadcast:
    """A person has looked: it goes on however late it is. Raises BroadcastRefused, also where it
    would say the time and place of an event that is off."""
    if broadcast.state is not S.PAUSED:
        raise BroadcastRefused("not_paused")
    if misused(broadcast.title + broadcast.text, event_of(tx, broadcast))[0] == OF_CANCELLED:
        raise BroadcastRefused("resume_cancelled")
    return tx.broadcasts.save(
        replace(
            broadcast,
            state=S.SENDING,
            note="",
            lately=0,
            troubles=0,
            planned_at=None,
            expanded=False,  # whoever is called is entered once more
        )
    )


def is_too_late(broadcast: Broadcast, now: datetime) -> bool:
    """Whether it was to go so long ago that a person must look at it first."""
    meant = broadcast.planned_at
    if broadcast.state is S.APPROVED and broadcast.release_at is not None:
        meant = max(broadcast.release_at, broadcast.wanted_at or broadcast.release_at)
    return meant is not None and now - meant > LASTS[broadcast.kind]


def hold_back(tx: Transaction, broadcast: Broadcast) -> Broadcast:
    """It came too late: paused where some have got it, else a draft again."""
    if broadcast.state is S.SENDING:
        return pause(tx, broadcast, "too_late")
    return tx.broadcasts.save(_unapproved(broadcast, note="too_late"))


def those_about(tx: Transaction, event_id: int) -> list[Broadcast]:
    """What is written to the people of an event and has not all gone, corrections too."""
    waiting = ((b, event_of(tx, b)) for b in tx.broadcasts.in_states(NOT_GONE))
    return [broadcast for broadcast, event in waiting if event and event.id == event_id]


def hold_those_about(tx: Transaction, event_id: int, why: str) -> int:
    """An event is not what its people were told of: what was written to them and has not gone is
    looked at again by its authors, what is going pauses. Returns how many."""
    held = those_about(tx, event_id)
    for broadcast in held:
        if broadcast.state is S.SENDING:
            pause(tx, broadcast, why)
        else:
            tx.broadcasts.save(_unapproved(broadcast, note=why))
    return len(held)


def stop(tx: Transaction, broadcast: Broadcast, why: str, now: datetime) -> Broadcast:
    """For good; whoever did not get it yet never will. Raises BroadcastRefused."""
    if broadcast.state not in (S.SENDING, S.PAUSED):
        raise BroadcastRefused("not_sending")
    tx.broadcasts.recall(broadcast.id)
    calls.take_back(tx, broadcast)
    return tx.broadcasts.save(replace(broadcast, state=S.STOPPED, note=why, finished_at=now))


def decide(
    tx: Transaction, broadcast: Broadcast, contact_id: int, *, arrived: bool, now: datetime
) -> Broadcast:
    """What a person says of a row in doubt; sending it again opens a finished broadcast. Raises
    Refused, also for one that was stopped: opened again it would go to everybody else, too."""
    if not arrived and broadcast.state is S.STOPPED:
        raise BroadcastRefused("stopped_for_good")
    if not tx.broadcasts.decide(broadcast.id, contact_id, arrived=arrived, now=now):
        raise BroadcastRefused("not_in_doubt")
    if not arrived and broadcast.state is S.SENT:
        return tx.broadcasts.save(
            replace(broadcast, state=S.SENDING, finished_at=None, planned_at=None)
        )
    return broadcast


# ---- what it says ----


def text_hash(broadcast: Broadcast) -> str:
    """A fingerprint of everything people read."""
    parts = (
        broadcast.title,
        broadcast.text,
        broadcast.items,
        broadcast.link,
        broadcast.attachment,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def replan(tx: Transaction, broadcast: Broadcast, days: WorkingDays, now: datetime) -> Broadcast:
    """When a scheduled one may start, by the calendar as it is today."""
    wanted = max(now, broadcast.wanted_at or now)
    urgent = broadcast.second_approver_id is not None
    planned = days.sending_time(wanted, urgent=urgent)
    if planned == broadcast.planned_at:
        return broadcast
    return tx.broadcasts.save(replace(broadcast, planned_at=planned))


def move(tx: Transaction, broadcast: Broadcast, days: WorkingDays, now: datetime) -> Broadcast:
    """Another hour than people know: it says so until it goes."""
    moved = replan(tx, broadcast, days, now)
    if moved.planned_at == broadcast.planned_at:
        return broadcast
    return tx.broadcasts.save(replace(moved, note=MOVED))
