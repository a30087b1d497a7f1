"""A broadcast is tried out before it goes for approval: sent to its writer's own chat, or, where
that cannot be, read by them as it will look (ADR 0026)."""

from datetime import datetime

from content.library import Content
from handlers.broadcast import message
from handlers.broadcast.approval import text_hash
from handlers.broadcast.drafting import BroadcastRefused
from handlers.people import telling
from storage.broadcast_models import Broadcast
from storage.database import Transaction
from storage.staff_models import Staff


def is_tried(tx: Transaction, broadcast: Broadcast) -> bool:
    """Whether somebody saw these very words as people will."""
    return tx.broadcasts.was_tried(broadcast.id, text_hash(broadcast))


def record(tx: Transaction, broadcast: Broadcast, staff: Staff, now: datetime) -> None:
    tx.broadcasts.try_out(broadcast.id, text_hash(broadcast), staff.id, now)


def can_be_sent_to(tx: Transaction, staff: Staff, now: datetime) -> bool:
    """Whether a trial comes to this person now."""
    return any(
        telling.reaches(tx, contact, now) for contact, _ in tx.staff_links.contacts_of(staff.id)
    )


def send(
    tx: Transaction, content: Content, broadcast: Broadcast, staff: Staff, now: datetime, site: str
) -> None:
    """To the writer's own chats. Raises BroadcastRefused."""
    if not message.test_send(tx, content, broadcast, staff.id, now, site):
        raise BroadcastRefused("link_first")
    record(tx, broadcast, staff, now)


def read(tx: Transaction, broadcast: Broadcast, staff: Staff, now: datetime) -> None:
    """Whoever no trial can be sent to says that they read the words as they will look. Raises
    BroadcastRefused for somebody who can have one."""
    if can_be_sent_to(tx, staff, now):
        raise BroadcastRefused("try_by_sending")
    record(tx, broadcast, staff, now)
