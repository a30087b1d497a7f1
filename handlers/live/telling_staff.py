"""Staff told that somebody waits for a person: the next of those on duty, by the ways each chose.

Only the number, the subject and since when: never the words of the owner, which are read by whoever
takes the talk.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from content.library import Content
from content.people import by_name
from handlers.live import on_duty, talks
from handlers.people import staff_links
from storage.database import Transaction
from storage.handoff_models import Handoff, HandoffState, HandoffWhy
from storage.models import stamp
from storage.staff_models import Staff


def tell_next(
    tx: Transaction, content: Content, talk: Handoff, now: datetime, *, everybody: bool = False
) -> tuple[Staff, ...]:
    """Tells whoever is next, and notes it; `everybody`: all who can be told, at once. Those a
    message is on its way to: () where nobody is left, or nobody is reached."""
    reached: list[Staff] = []
    while people := on_duty.next_to_tell(tx, content, talk, now):
        reached += _tell(tx, content, talk, people, now)
        talk = replace(talk, told=(*talk.told, *(one.id for one in people)))
        if reached and not everybody:
            break
    if reached:
        talk = replace(talk, told_at=now)
    tx.handoffs.note(talk)
    return tuple(reached)


def offer_waiting(tx: Transaction, content: Content, staff: Staff, now: datetime) -> None:
    """Whoever has become free is told of the talk that waits longest and that they were not told
    of."""
    for talk in tx.handoffs.in_states((HandoffState.WAITING,)):
        here = any(staff in tier for tier in on_duty.tiers(tx, content, talk, now))
        if here and staff.id not in talk.told:
            reached = _tell(tx, content, talk, [staff], now)
            told_at = now if reached else talk.told_at
            tx.handoffs.note(replace(talk, told=(*talk.told, staff.id), told_at=told_at))
            return


def tell_one(tx: Transaction, content: Content, talk: Handoff, staff: Staff, now: datetime) -> bool:
    """Tells somebody who was chosen, and notes it. Whether it is on its way to them."""
    reached = _tell(tx, content, talk, [staff], now)
    told = tuple(one for one in talk.told if one != staff.id)
    tx.handoffs.note(replace(talk, told=(*told, staff.id), told_at=now))
    return bool(reached)


def take_back(tx: Transaction, talk: Handoff, now: datetime) -> None:
    """What was to be told of a talk and has not gone yet does not go any more."""
    tx.outbox.withdraw(_key(talk), now)


def _tell(
    tx: Transaction, content: Content, talk: Handoff, people: Sequence[Staff], now: datetime
) -> tuple[Staff, ...]:
    """Whoever has a page of the console open sees it there, besides what is sent to them."""
    number, there = talk.id, on_duty.at_console(tx, now)
    sent = staff_links.tell(
        tx, content, people, "staff_chat/talk_waits", now,
        key=f"{_key(talk)}{stamp(now)}",
        choices=(
            ("talk_take", f"talk:{number}:take"),
            ("talk_pass", f"talk:{number}:pass"),
            ("talk_later", f"talk:{number}:later"),
        ),
        talk=talk, number=talks.number_of(talk), subject=talks.subject_name(content, talk),
        distress=talk.why is HandoffWhy.DISTRESS,
        by=content.ward.rules.talk_take_minutes,
    )  # fmt: skip
    return tuple(by_name(one for one in people if one in sent or one.id in there))


def _key(talk: Handoff) -> str:
    return f"talk_waits:{talk.id}:"
