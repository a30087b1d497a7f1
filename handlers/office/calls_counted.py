"""How many calls there are to be made: by one person, and by anybody."""

from dataclasses import dataclass
from datetime import datetime

from content.calendar import midnight_after
from content.library import Content
from handlers.office.calls import Dues, about_of, firsts
from storage.database import Transaction
from storage.event_models import Invitation
from storage.staff_models import Staff


@dataclass(frozen=True, slots=True)
class ToCall:
    """How many people are to be called, and how many of them today at the latest; one number is
    one person."""

    people: int
    today: int


def to_call(tx: Transaction, content: Content, staff: Staff, now: datetime) -> ToCall:
    """Whom this person may call and somebody must."""
    dues, tonight = Dues(tx, content.ward), midnight_after(now)
    people, today = set(), set()
    for task in tx.calls.open():
        about = about_of(tx, task, staff)
        if about is not None:
            who = about.id if isinstance(about, Invitation) else about.phone or about.id
            people.add(who)
            if dues.of(task, about) < tonight:
                today.add(who)
    return ToCall(len(people), len(today))


def owed(tx: Transaction) -> int:
    """How many calls are to be made by anybody."""
    return sum(1 for _ in firsts(tx.calls.open()))
