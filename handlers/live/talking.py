"""Whose message belongs to a talk, before the assistant hears it."""

from collections.abc import Callable

from handlers.live import desk, owner
from handlers.talk.turn import Outcome, Turn
from storage.database import Transaction


def heard(turn: Turn, for_assistant: Callable[[Turn], bool]) -> Outcome | None:
    """What becomes of a message in a talk; None for any other, and for what the assistant answers
    as ever. `for_assistant`: whether it is what an open form, a list or a command takes."""
    if turn.incoming.group is not None:
        return None
    if held := turn.tx.handoffs.held_at(turn.contact.id):
        return desk.said(turn, held)
    if talk := turn.tx.handoffs.open_of(turn.contact.id):
        return owner.said(turn, talk, for_assistant)
    return None


def takes_photo(tx: Transaction, contact_id: int) -> bool:
    """Whether a photo sent now is a line of a talk."""
    held = tx.handoffs.held_at(contact_id) or tx.handoffs.open_of(contact_id)
    return held is not None
