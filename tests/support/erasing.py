"""Erasing somebody as staff do who leave the ticks as the page proposes them."""

from datetime import datetime

from content.library import Content
from handlers.own_data import erasure, persons
from storage.database import Transaction


def erase_phone(tx: Transaction, content: Content, phone: str, now: datetime) -> persons.Held:
    """Returns what there was."""
    held = persons.held_under(tx, phone)
    chosen = [persons.key_of(item) for item in held.proposed]
    erasure.erase_held(tx, content, held, chosen, now, by="thuky")
    return held
