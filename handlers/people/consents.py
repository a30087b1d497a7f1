"""Consent: asked per purpose, kept with the words that were shown, withdrawn at once."""

import hashlib
from datetime import datetime

from content.library import Content
from handlers.talk.turn import Turn
from storage.database import Transaction
from storage.question_models import Consent, Purpose


def agree(turn: Turn, purpose: Purpose, shown: str) -> None:
    """This contact agreed, here and now; `shown` is the template of the words shown."""
    who = turn.contact
    record(turn.tx, turn.content, who.id, who.channel, purpose, shown, turn.now)


def record(
    tx: Transaction,
    content: Content,
    contact_id: int,
    channel: str,
    purpose: Purpose,
    shown: str,
    now: datetime,
) -> None:
    """Keeps the proof of a consent. A change of the words shown makes it another consent."""
    words = content.words.source(shown)
    tx.people.agree(
        Consent(
            id=tx.people.ids.next(),
            contact_id=contact_id,
            purpose=purpose,
            text_hash=hashlib.sha256(words.encode()).hexdigest()[:16],
            channel=channel,
            given_at=now,
        )
    )


def has_agreed(turn: Turn, purpose: Purpose) -> bool:
    return turn.tx.people.agreed(turn.contact.id, purpose) is not None


REMINDERS = "deadline"  # what the keys of all reminders begin with, then whose they are


def withdraw(tx: Transaction, contact_id: int, purpose: Purpose, now: datetime) -> bool:
    """Ends a consent, and with it what rested on it: reminders that wait to be sent, the browser
    that is woken. Whether there was one."""
    if purpose is Purpose.PUSH:
        tx.pushes.remove(contact_id)
    if purpose is Purpose.REMINDER:
        tx.outbox.withdraw(f"{REMINDERS}:{contact_id}:", now)
    return bool(tx.people.withdraw(contact_id, purpose, now))
