"""Whom a broadcast reaches by which channel, when, and how long it takes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from content.ward import Ward
from handlers.broadcast import calls, whom
from handlers.broadcast.calls import KnownPeople
from handlers.broadcast.words import event_of
from handlers.people.calendar import sending_days
from handlers.talk import quotas
from handlers.talk.messages import Policies
from storage.audiences import Among
from storage.broadcast_models import Broadcast, BroadcastKind, BroadcastState
from storage.database import Transaction
from storage.event_models import EventState

UNDO = timedelta(minutes=2)
_S = BroadcastState
_TO_REACH_PEOPLE = (
    _S.DRAFT,
    _S.SUBMITTED,
    _S.APPROVED,
    _S.SCHEDULED,
    _S.SENDING,
    _S.PAUSED,
)
LATELY = timedelta(days=7)  # policy news within it is said to whoever approves more


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


def plan_of(
    tx: Transaction, ward: Ward, broadcast: Broadcast, now: datetime, policies: Policies
) -> Plan | None:
    """The plan of one that has not begun to go; None for any other, and for one given up."""
    gone = broadcast.started_at is not None or broadcast.state is _S.WITHDRAWN
    return None if gone else plan(tx, ward, broadcast, now, policies)


def plan(
    tx: Transaction, ward: Ward, broadcast: Broadcast, now: datetime, policies: Policies
) -> Plan:
    """Counts per channel, three names, and how long it takes."""
    among = whom.chats(tx, broadcast.filter, now)
    channels = _by_channel(tx, broadcast, now, policies, among)
    days = sending_days(ward)
    urgent = broadcast.kind is BroadcastKind.URGENT
    taken_back = max(now, broadcast.release_at or now + UNDO)
    starts = days.sending_time(max(taken_back, broadcast.wanted_at or now), urgent=urgent)
    longest = max((channel.seconds for channel in channels), default=0.0)
    return Plan(
        channels,
        calls.group(tx, broadcast, now),
        tuple(tx.audiences.sample_meant(broadcast.filter, broadcast.meant_until(now), among)),
        starts,
        days.after_sending(starts, longest, urgent=urgent),
        at_once=starts <= taken_back,
    )


def _by_channel(
    tx: Transaction, broadcast: Broadcast, now: datetime, policies: Policies, among: Among
) -> tuple[ChannelPlan, ...]:
    audience, until, channels = broadcast.filter, broadcast.meant_until(now), []
    for channel, people in sorted(tx.audiences.count_meant(audience, until, among).items()):
        policy = policies.get(channel)
        if policy is None:
            channels.append(ChannelPlan(channel, people, 0, 0, 0.0))
            continue
        free = paid = people
        if policy.free_for is not None:
            since = now - policy.free_for
            free = tx.audiences.count_within(audience, until, channel, since, among)
        if policy.paid_for is not None:
            since = now - policy.paid_for
            paid = tx.audiences.count_within(audience, until, channel, since, among)
        if (left := quotas.left(tx, channel, policy, now)) is not None:
            free, paid = min(free, left), min(paid, left)
        going = paid if policy.pays else free
        seconds = going / (policy.most_per_second or 1000)
        channels.append(ChannelPlan(channel, people, free, max(0, paid - free), seconds))
    return tuple(channels)


def count_told(tx: Transaction, broadcast: Broadcast, now: datetime) -> int:
    """How many are to hear of it now, by message or by telephone."""
    among = whom.chats(tx, broadcast.filter, now)
    until = broadcast.meant_until(now)
    messages = sum(tx.audiences.count_meant(broadcast.filter, until, among).values())
    return messages + calls.group(tx, broadcast, now).only_called


def needs_second(tx: Transaction, ward: Ward, broadcast: Broadcast, now: datetime) -> bool:
    """Whether an urgent notice is to go when nothing else may."""
    starts = max(now + UNDO, broadcast.wanted_at or now)
    days = sending_days(ward)
    return broadcast.kind is BroadcastKind.URGENT and days.sending_time(starts) > starts


def is_of_cancelled(tx: Transaction, broadcast: Broadcast) -> bool:
    """Whether it is still to reach the people of an event that is off."""
    event = event_of(tx, broadcast)
    return (
        event is not None
        and event.state is EventState.CANCELLED
        and broadcast.state in _TO_REACH_PEOPLE
    )


def news_lately(tx: Transaction, now: datetime) -> list[Broadcast]:
    """Policy news that began to go out in the last week: more than one tires its readers."""
    return [b for b in tx.broadcasts.news_since(now - LATELY) if b.kind is BroadcastKind.NEWS]


def seconds_to_undo(broadcast: Broadcast, now: datetime) -> int:
    """For how long it can be taken back before it goes; 0 for one that is not just approved."""
    if broadcast.state is not _S.APPROVED or broadcast.release_at is None:
        return 0
    return max(0, round((broadcast.release_at - now).total_seconds()))
