"""What is forgotten of talks: with their owner at once, else after ninety days; a count is left."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from content.library import Content
from handlers.live import holding
from storage.database import Transaction
from storage.handoff_models import HandoffLine, HandoffResult
from storage.lots import LOT

LINES = timedelta(days=90)  # after the talk closed


def of_contact(tx: Transaction, content: Content, contact_id: int, now: datetime) -> None:
    """Everything of an owner's talks, what it said in officials' chats included; one that is open
    ends, and whoever holds it hears so. One that is held through this very chat goes back."""
    if held := tx.handoffs.held_at(contact_id):
        holding.give_back(tx, content, held, "gone", now)
    if talk := tx.handoffs.open_of(contact_id):
        holding.end_by_owner(tx, content, talk, HandoffResult.ERASED, now)
    _forget(tx, tx.handoffs.lines_of_contact(contact_id))
    tx.handoffs.part_from(contact_id)


def lines_with(tx: Transaction, contact_id: int, names_them: Callable[[str], bool]) -> int:
    """The lines of a contact's talks whose text names somebody. How many."""
    found = [line for line in tx.handoffs.lines_of_contact(contact_id) if names_them(line.text)]
    _forget(tx, found)
    return len(found)


def after_their_time(tx: Transaction, content: Content, now: datetime) -> int:
    """Lines of talks that closed long ago, a lot of them at most; then the talks are counts. How
    many lines, or talks."""
    old = tx.handoffs.old_lines(now - LINES, LOT)
    _forget(tx, old)
    return len(old) or tx.handoffs.part_from_old(now - LINES, LOT)


def _forget(tx: Transaction, lines: Sequence[HandoffLine]) -> None:
    """With their photos, but those of a question that the talk became."""
    photos = tx.handoffs.forget_lines(lines)
    loose = [name for name in photos if tx.questions.photo(name) is None]
    if lines:
        tx.erasures.ask(loose)
