"""How much of what a platform allows is used: people and messages."""

from dataclasses import dataclass
from datetime import datetime

from handlers.talk.messages import SendingPolicy
from storage.database import Transaction

# Staff are told when this much of a limit is used: still time to do something.
WARN_AT = 0.9


@dataclass(frozen=True, slots=True)
class Use:
    """What of a channel's limits is used; None where there is no limit."""

    people: int
    messages: int
    most_people: int | None
    most_messages: int | None

    @property
    def near_people(self) -> bool:
        return self.most_people is not None and self.people >= WARN_AT * self.most_people

    @property
    def near_messages(self) -> bool:
        return self.most_messages is not None and self.messages >= WARN_AT * self.most_messages


def used(tx: Transaction, channel: str, policy: SendingPolicy, now: datetime) -> Use:
    """People who can be written to, and this month's messages."""
    messages = _messages(tx, channel, policy, now) if policy.monthly is not None else 0
    people = tx.contacts.count(channel) if policy.people is not None else 0
    return Use(people, messages, policy.people, policy.monthly)


def left(tx: Transaction, channel: str, policy: SendingPolicy, now: datetime) -> int | None:
    """Messages the platform still takes this month; None when it does not count."""
    if policy.monthly is None:
        return None
    return max(0, policy.monthly - _messages(tx, channel, policy, now))


def _messages(tx: Transaction, channel: str, policy: SendingPolicy, now: datetime) -> int:
    sent = tx.outbox.sent_this_month(channel, now, replies=policy.counts_everything)
    came_in = tx.inbox.count_this_month(channel, now) if policy.counts_everything else 0
    return sent + came_in
