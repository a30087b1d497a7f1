"""What a broadcast does by itself, a small transaction at a time: the two minutes pass, its hour
comes, everybody is entered in the ledger, the outbox is filled in lots, it ends.

Stopping anywhere and going on is the same as never having stopped: every step leaves rows that say
where it stands.
"""

from dataclasses import replace
from datetime import datetime

import orjson

from content.calendar import SendingDays
from content.library import Content
from content.variables import fill
from handlers.broadcast import approval, old_figures, steering, whom
from handlers.broadcast import calls as broadcast_calls
from handlers.broadcast.calls import BroadcastCalls
from handlers.broadcast.message import Message
from handlers.broadcast.words import event_of, variables
from handlers.people import staff_links
from handlers.people.calendar import sending_days
from handlers.talk import quotas
from handlers.talk.markup import to_plain
from handlers.talk.messages import Policies
from storage.broadcast_models import (
    Audience,
    Base,
    Broadcast,
    BroadcastKind,
    BroadcastState,
    Person,
    RecipientState,
)
from storage.broadcasts import TOO_MANY_TROUBLES
from storage.calls import CallState
from storage.database import Transaction
from storage.models import Kind

S = BroadcastState

LOT = 1000  # waiting in the outbox, per channel
FEED = 150  # made in one transaction, so that no conversation waits for it
EXPAND = 1000  # entered in the ledger in one transaction
REFILL_S = 0.1  # while something is sending as fast as it can
LOOK_S = 1.0
# Why a message was not even tried to somebody who was to get it.
NOT_TRIED = ("left", "channel_off", "window", "quota")


def on_their_way(tx: Transaction) -> list[int]:
    """The broadcasts that may have something to do."""
    return [b.id for b in tx.broadcasts.in_states((S.APPROVED, S.SCHEDULED, S.SENDING))]


def step(
    tx: Transaction,
    content: Content,
    broadcast_id: int,
    now: datetime,
    policies: Policies,
    site: str,
) -> float:
    """One small step of one broadcast; the seconds until the next one is worth its while."""
    broadcast = tx.broadcasts.get(broadcast_id)
    if broadcast is None:
        return LOOK_S
    if _held_as_late(tx, content, broadcast, now):
        return LOOK_S
    days, more = sending_days(content.ward), False
    match broadcast.state:
        case S.APPROVED:
            more = _release(tx, broadcast, days, now)
        case S.SCHEDULED if _is_due(broadcast, now) and _is_overtaken(tx, content, broadcast, now):
            held = tx.broadcasts.save(approval.unapproved(broadcast, note="old_figures"))
            tell_staff(tx, content, held, "broadcast/old_figures", now)
        case S.SCHEDULED:
            more = _start(tx, broadcast, days, now)
        case S.SENDING:
            more = _send(tx, content, broadcast, days, now, policies, site)
            if not more and _is_open(broadcast, days, now):
                return _until_more(tx, broadcast, policies)
    return 0.0 if more else LOOK_S


def hold_late(tx: Transaction, content: Content, now: datetime) -> None:
    """Whatever was to go long ago waits for a person."""
    for broadcast in tx.broadcasts.in_states((S.APPROVED, S.SCHEDULED, S.SENDING)):
        _held_as_late(tx, content, broadcast, now)


def _held_as_late(tx: Transaction, content: Content, broadcast: Broadcast, now: datetime) -> bool:
    """Whether it came too late, and is held back."""
    if not steering.is_too_late(broadcast, now):
        return False
    held = steering.hold_back(tx, broadcast)
    tell_staff(tx, content, held, "broadcast/too_late", now)
    return True


def give_up(tx: Transaction, content: Content, broadcast_id: int, now: datetime) -> None:
    """A step raised: this broadcast waits for a person, the others go on."""
    broadcast = tx.broadcasts.get(broadcast_id)
    if broadcast is not None and broadcast.state is S.SENDING:
        steering.pause(tx, broadcast, "fault")
        tell_staff(tx, content, broadcast, "broadcast/paused_itself", now)


def _release(tx: Transaction, broadcast: Broadcast, days: SendingDays, now: datetime) -> bool:
    if broadcast.release_at is None or now < broadcast.release_at:
        return False
    tx.broadcasts.save(steering.replan(tx, replace(broadcast, state=S.SCHEDULED), days, now))
    return True


def _is_due(broadcast: Broadcast, now: datetime) -> bool:
    return broadcast.planned_at is not None and now >= broadcast.planned_at


def _is_overtaken(tx: Transaction, content: Content, broadcast: Broadcast, now: datetime) -> bool:
    """Whether a figure in it changed since somebody approved it."""
    return bool(old_figures.since_approval(tx, content, broadcast, now))


def _start(tx: Transaction, broadcast: Broadcast, days: SendingDays, now: datetime) -> bool:
    if not _is_due(broadcast, now):
        return False
    if not _is_open(broadcast, days, now):  # the day was made a holiday since, or we were down
        steering.move(tx, broadcast, days, now)
        return False
    tx.broadcasts.save(replace(broadcast, state=S.SENDING, started_at=now, note=""))
    return True


def _is_open(broadcast: Broadcast, days: SendingDays, now: datetime) -> bool:
    """Whether it may go at this moment: sending hours, or any waking hour when two approved."""
    return days.sending_time(now, urgent=broadcast.second_approver_id is not None) <= now


def _send(
    tx: Transaction,
    content: Content,
    broadcast: Broadcast,
    days: SendingDays,
    now: datetime,
    policies: Policies,
    site: str,
) -> bool:
    if not broadcast.expanded:
        # Filled before anything is sent: whoever looks sees at once whom it is for.
        among = whom.chats(tx, broadcast.filter, now)
        last = tx.audiences.expand(broadcast, broadcast.meant_until(now), EXPAND, among)
        if last is None and BroadcastCalls(tx, content, broadcast, now).make(FEED):
            return True
        if last is None:
            tx.ledger.keep_one_per_household(broadcast.id, now)
            if broadcast.filter.is_of_register:
                tx.ledger.keep_one_per_business(broadcast.id, now)
        tx.broadcasts.save(
            replace(broadcast, expanded=last is None, cursor=last or broadcast.cursor)
        )
        return True
    if not _is_open(broadcast, days, now):
        tx.ledger.recall(broadcast.id)
        return False
    if broadcast.troubles >= TOO_MANY_TROUBLES:
        steering.pause(tx, broadcast, "too_many_failures")
        tell_staff(tx, content, broadcast, "broadcast/paused_itself", now)
        return False
    broadcast = _keep_wording(tx, content, broadcast)
    if broadcast.resend_unsure:
        tx.ledger.retry_unsure(broadcast.id)
    fed = _feed(tx, content, broadcast, now, policies, site)
    if not fed and not tx.ledger.is_open(broadcast.id):
        ended = tx.broadcasts.save(replace(broadcast, state=S.SENT, finished_at=now))
        tell_staff(tx, content, ended, "broadcast/ended", now)
    return fed


def _until_more(tx: Transaction, broadcast: Broadcast, policies: Policies) -> float:
    """What is in the outbox lasts for many seconds where all who wait are sent to at a pace."""
    known = [policies.get(channel) for channel in tx.ledger.channels_waiting(broadcast.id)]
    rates = [policy.most_per_second for policy in known if policy is not None]
    return LOOK_S if all(0 < rate * LOOK_S < LOT // 10 for rate in rates) else REFILL_S


def _keep_wording(tx: Transaction, content: Content, broadcast: Broadcast) -> Broadcast:
    """Its words as they go out now, with the place and time of the event as it is now, are kept:
    the event may be another one when somebody asks what was said."""
    if broadcast.kind is BroadcastKind.DIGEST:
        return broadcast  # its items are frozen
    name, business = (content.words.say(f"broadcast/any_{one}") for one in ("name", "business"))
    event = event_of(tx, broadcast)
    values = variables(content, name, business, event)
    wording = tuple(to_plain(fill(text, values)) for text in (broadcast.title, broadcast.text))
    if wording in broadcast.wordings:
        return broadcast
    said = orjson.dumps([*broadcast.wordings, wording]).decode()
    return tx.broadcasts.save(replace(broadcast, said=said))


def _feed(
    tx: Transaction,
    content: Content,
    broadcast: Broadcast,
    now: datetime,
    policies: Policies,
    site: str,
) -> bool:
    """Makes the next messages of each channel, while fewer than a lot wait there."""
    fed, audience = False, broadcast.filter
    calls = BroadcastCalls(tx, content, broadcast, now)
    message = Message(tx, content, broadcast, site)
    for channel in tx.ledger.channels_waiting(broadcast.id):
        room = LOT - tx.ledger.count_queued(broadcast.id, channel)
        if room < LOT // 2:
            continue
        policy = policies.get(channel)
        left = quotas.left(tx, channel, policy, now) if policy is not None else None
        if left is not None:
            left -= tx.ledger.count_queued(broadcast.id, channel)
        queued: list[int] = []
        skipped: list[tuple[int, str]] = []
        for person in tx.ledger.waiting(broadcast.id, channel, min(FEED, room)):
            why = _why_not(audience, person, now, policies)
            if not why and left is not None and len(queued) >= left:
                why = "quota"
            body = None if why else message.body(person)
            if body is None:
                skipped.append((person.id, why or "no_topic"))
                if why in NOT_TRIED:
                    calls.skipped(person.id)
                continue
            added = tx.outbox.add(
                person.id,
                body,
                now,
                kind=Kind.BROADCAST,
                dedupe_key=f"broadcast:{broadcast.id}:{person.id}",
                broadcast_id=broadcast.id,
            )
            if added is None:  # the last guard against a second copy
                skipped.append((person.id, "already"))
            else:
                queued.append(person.id)
                calls.sent(person.id, added)
        tx.ledger.mark_queued(broadcast.id, queued)
        tx.ledger.skip(broadcast.id, skipped, now)
        fed |= bool(queued or skipped)
    return fed


def _why_not(audience: Audience, person: Person, now: datetime, policies: Policies) -> str:
    """Why this person does not get it after all; "" when they do."""
    if person.last_inbound_at is None:
        return "erased"
    if not person.active:
        return "left"
    policy = policies.get(person.channel)
    if policy is None:
        return "channel_off"
    wants = person.topics & set(audience.topics) if audience.topics else person.topics
    if audience.base is Base.SUBSCRIBERS and not wants:
        return "unsubscribed"
    if audience.base is Base.RECEIVED and audience.topics and not person.topics:
        return "unsubscribed"
    if policy.open_for is not None and now - person.last_inbound_at > policy.open_for:
        return "window"
    return ""


def tell_staff(
    tx: Transaction, content: Content, broadcast: Broadcast, message: str, now: datetime
) -> None:
    """Its authors and approvers hear of it in their own chats, where they have linked one."""
    known = {*broadcast.authors, broadcast.approver_id, broadcast.second_approver_id}
    counts = tx.ledger.counts(broadcast.id)
    staff_links.tell(
        tx,
        content,
        [person for person in tx.staff.all() if person.id in known],
        message,
        now,
        key=f"{message}:{broadcast.id}:{broadcast.state}:{now.timestamp():.0f}",
        broadcast=broadcast,
        sent=counts.of(RecipientState.SENT),
        unopened=counts.of(RecipientState.UNOPENED),
        total=counts.total,
        calls=broadcast_calls.counts(tx, broadcast).get(CallState.OPEN, 0),
    )
