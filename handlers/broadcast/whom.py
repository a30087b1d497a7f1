"""The part of the register a broadcast is for: which businesses, and which chats of theirs."""

from dataclasses import dataclass
from datetime import date, datetime

from content.calendar import today
from handlers.broadcast.reach import quarter_of, reached_since
from storage.broadcast_models import Audience, Broadcast
from storage.business_lists import BusinessFilter, BusinessGroup, filter_of
from storage.database import Transaction


@dataclass(frozen=True, slots=True)
class PartOfRegister:
    """What a broadcast means of the register: its saved group, how many businesses, and how many of
    these a message goes to."""

    group: BusinessGroup | None
    businesses: int
    written_to: int


def chats(tx: Transaction, audience: Audience, now: datetime) -> list[int] | None:
    """The chats tied to the businesses an audience means; None where it means no part of them."""
    if not audience.is_of_register:
        return None
    return tx.business_lists.contacts(businesses(tx, audience, now))


def businesses(tx: Transaction, audience: Audience, now: datetime) -> frozenset[int]:
    """Of its trades, and in its group; a group that was removed has none."""
    found = frozenset(tx.business_lists.numbers(BusinessFilter()))
    if audience.group:
        group = tx.business_lists.group(audience.group)
        found = in_group(tx, group, today(now)) if group else frozenset()
    if audience.trades:
        of_trade = (BusinessFilter(trade=trade) for trade in audience.trades)
        found &= {one for wanted in of_trade for one in tx.business_lists.numbers(wanted)}
    return found


def in_group(tx: Transaction, group: BusinessGroup, day: date) -> frozenset[int]:
    """The businesses of a saved group on that day."""
    numbers = frozenset(tx.business_lists.numbers(filter_of(group.wanted)))
    return numbers - (reached_since(tx, *quarter_of(day)) if group.is_of_untold else frozenset())


def part(tx: Transaction, broadcast: Broadcast, now: datetime) -> PartOfRegister | None:
    """None for one that is not for a part of the register."""
    audience = broadcast.filter
    if not audience.is_of_register:
        return None
    found = businesses(tx, audience, now)
    meant = tx.audiences.meant(
        audience, broadcast.meant_until(now), tx.business_lists.contacts(found)
    )
    theirs = [one for contact in meant for one in tx.businesses.persons_of_contact(contact)]
    return PartOfRegister(
        tx.business_lists.group(audience.group) if audience.group else None,
        len(found),
        len(found & {one.business for one in theirs}),
    )
