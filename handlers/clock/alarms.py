"""What a channel needs a person for: shown in the console until it is over, and told at once to
the administrators in their own chats (on another channel than the one in trouble, if they can)."""

from datetime import datetime

from content.library import Content
from handlers.people import staff_links
from handlers.talk import quotas
from handlers.talk.messages import Policies
from storage.alarms import Alarm
from storage.database import Transaction
from storage.staff_models import Role


def sound(
    tx: Transaction, content: Content, channel: str, what: str, detail: str, now: datetime
) -> bool:
    """Raises an alarm; whether it is a new one. Told once, however often it is raised."""
    new = tx.alarms.put(Alarm(channel, what, detail, now))
    if new:
        words = content.words.console
        staff_links.tell(
            tx,
            content,
            [person for person in tx.staff.all() if person.active and Role.ADMIN in person.roles],
            "staff_chat/alarm",
            now,
            key=f"alarm:{channel}:{what}:{now.isoformat()}",
            channel=words.get(f"channel_{channel}", channel),
            what=words.get(f"alarm_{what}", what),
        )
    return new


def end(tx: Transaction, channel: str, what: str) -> bool:
    """Whether there was such an alarm."""
    return tx.alarms.remove(channel, what)


def seen_to(tx: Transaction, channel: str, message: str) -> None:
    """A message that was set aside was seen to and goes from the list; with the last of its
    channel, the alarm about them."""
    tx.set_aside.forget(channel, message)
    if not any(kept.channel == channel for kept in tx.set_aside.all()):
        end(tx, channel, "set_aside")


def watch(tx: Transaction, content: Content, policies: Policies, now: datetime) -> None:
    """Sounds an alarm while a limit is near; ends what is over."""
    waiting = {message.channel for message in tx.set_aside.all()}
    for alarm in tx.alarms.all():
        if alarm.what == "set_aside" and alarm.channel not in waiting:
            end(tx, alarm.channel, alarm.what)
    for channel, policy in policies.items():
        use = quotas.used(tx, channel, policy, now)
        for what, near, count, most in (
            ("people", use.near_people, use.people, use.most_people),
            ("quota", use.near_messages, use.messages, use.most_messages),
        ):
            if near:
                sound(tx, content, channel, what, f"{count}/{most}", now)
            else:
                end(tx, channel, what)
