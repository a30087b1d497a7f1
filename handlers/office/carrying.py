"""Open questions of a conference that is over go to the next one's list."""

from datetime import datetime
from typing import Any

from handlers.question import routing
from storage.database import Transaction
from storage.event_models import Event
from storage.question_models import Question
from storage.staff_models import Staff


def as_shown(tx: Transaction, event: Event) -> dict[str, Any]:
    """Which questions go where, as somebody decides on it."""
    following = tx.events.following(event)
    return {
        "id": event.id,
        "to": following.id if following else None,
        "codes": [question.code for question in tx.questions.open_of_event(event.id)],
    }


def passed_on(tx: Transaction, event: Event) -> list[Question]:
    """What was carried from there and waits, still open, where it was carried to."""
    went = tx.questions.passed_on(event.id)
    known = (tx.questions.get(number) for number in went)
    return [one for one in known if one and one.is_open and one.event_id == went[one.id]]


def as_passed_on(tx: Transaction, event: Event) -> dict[str, Any]:
    """Which questions would come back, as somebody decides on it."""
    return {"id": event.id, "back": [question.code for question in passed_on(tx, event)]}


def bring_back(tx: Transaction, event: Event, now: datetime, *, staff: Staff) -> list[Question]:
    """Which came back: carried over by a slip."""
    back = passed_on(tx, event)
    routing.bring_back(tx, back, event, now, staff=staff)
    return back


def carry(
    tx: Transaction, event: Event, now: datetime, *, staff: Staff
) -> tuple[Event, list[Question]] | None:
    """Where they went, and which; None where there is no next one."""
    following = tx.events.following(event)
    if following is None:
        return None
    asked = tx.questions.open_of_event(event.id)
    routing.carry_over(tx, asked, following, now, staff=staff)
    return following, asked
