"""Consent: asked per purpose, kept with the words that were shown, withdrawn at once."""

import hashlib

from handlers.turn import Turn
from storage.case_models import Consent, Purpose


def agree(turn: Turn, purpose: Purpose, shown: str) -> None:
    """Keeps the proof that this contact agreed; `shown` is the template of the words shown."""
    record(turn, purpose, shown, turn.contact.id, turn.contact.channel)


def record(turn: Turn, purpose: Purpose, shown: str, contact_id: int, channel: str) -> None:
    turn.tx.people.agree(
        Consent(
            id=turn.tx.people.ids.next(),
            contact_id=contact_id,
            purpose=purpose,
            text_hash=words_hash(turn.content.words.source(shown)),
            channel=channel,
            given_at=turn.now,
        )
    )


def words_hash(words: str) -> str:
    """Which version of the words: a change of the text is another consent."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def has_agreed(turn: Turn, purpose: Purpose) -> bool:
    return turn.tx.people.agreed(turn.contact.id, purpose) is not None
