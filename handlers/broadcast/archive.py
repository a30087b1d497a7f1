"""What was sent to whoever asked for news, as anybody may read it afterwards."""

from content.library import Content
from handlers.broadcast import words
from storage.broadcast_models import Broadcast
from storage.database import Transaction


def published(tx: Transaction, content: Content) -> list[Broadcast]:
    """Latest first."""
    return [words.for_everybody(tx, content, one) for one in tx.broadcasts.published()]


def named(tx: Transaction, content: Content, name: str) -> tuple[Broadcast, list[Broadcast]] | None:
    """A month's digest (`2026-12`) or one piece of news, by its number; with what was sent to
    correct it."""
    for broadcast in tx.broadcasts.published():
        if name in (broadcast.month, str(broadcast.id)):
            later = tx.broadcasts.corrections_of(broadcast.id)
            shown = words.for_everybody(tx, content, broadcast)
            return shown, [one for one in later if one.started_at is not None]
    return None
