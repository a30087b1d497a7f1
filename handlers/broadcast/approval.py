"""A broadcast is approved by somebody who did not write it, in the version that was read.

    draft -> submitted -> approved (two minutes to take it back) -> scheduled -> sending -> sent
                                       sending <-> paused; -> stopped; before sending: withdrawn

Approval freezes the text and whom it is for: people by name, or whoever is registered for an event
when it begins to go. What each state does by itself stands in `handlers/
broadcast/engine.py`, what staff do meanwhile in `steering.py`. Every function works in one
transaction, and tells whoever must be told; `now` is aware (UTC).
"""

import hashlib
from dataclasses import replace
from datetime import datetime

from content.library import Content
from content.ward import Ward
from handlers.broadcast.drafting import BroadcastRefused, faults, under_way
from handlers.broadcast.planning import UNDO, count_told, needs_second
from handlers.broadcast.words import event_of
from handlers.people import staff_links
from handlers.people.permissions import Action, able, left_to, may
from storage.broadcast_models import Broadcast, BroadcastState
from storage.database import Transaction
from storage.event_models import EventState
from storage.staff_models import Staff

S = BroadcastState
EVENT_MOVED = "event_moved"  # a note: its event is at another time or place than when written


class OtherVersion(Exception):
    """Another version of the broadcast waits for approval than the one that was read."""


def submit(
    tx: Transaction, content: Content, broadcast: Broadcast, now: datetime
) -> tuple[Broadcast, tuple[Staff, ...]]:
    """Whoever may approve it hears that it waits for them; returns who was written to, too. Raises
    BroadcastRefused."""
    if broadcast.state is not S.DRAFT:
        raise BroadcastRefused("broadcast_not_draft")
    if faults(tx, broadcast):
        raise BroadcastRefused("broadcast_not_ready")
    # Whoever approves has to know, too, that the event moved after the words were written.
    note = EVENT_MOVED if broadcast.note == EVENT_MOVED else ""
    submitted = tx.broadcasts.save(
        replace(broadcast, state=S.SUBMITTED, submitted_at=now, note=note)
    )
    told = staff_links.tell(
        tx, content, approvers(tx, submitted), "staff_chat/approve_please", now,
        key=f"submitted:{submitted.id}:{submitted.version}",
        choices=(("approve_read", f"approve:news:{submitted.id}"),), broadcast=submitted,
    )  # fmt: skip
    return submitted, told


def take_back(tx: Transaction, broadcast: Broadcast, author: Staff) -> Broadcast:
    """One of its authors does not want it approved after all: a draft again. Raises
    BroadcastRefused."""
    if broadcast.state is not S.SUBMITTED:
        raise BroadcastRefused("broadcast_not_submitted")
    if author.id not in broadcast.authors:
        raise BroadcastRefused("not_own")
    return tx.broadcasts.save(unapproved(broadcast))


def restore(tx: Transaction, broadcast: Broadcast) -> Broadcast:
    """Given up by mistake: a draft again. Raises BroadcastRefused."""
    if broadcast.state is not S.WITHDRAWN:
        raise BroadcastRefused("not_withdrawn")
    if broadcast.month is not None and tx.broadcasts.digest_of(broadcast.month) is not None:
        raise BroadcastRefused("other_digest")
    if broadcast.corrects and under_way(tx, broadcast.corrects, but=broadcast.id):
        raise BroadcastRefused("correction_under_way")
    return tx.broadcasts.save(unapproved(broadcast))


def rewriters(tx: Transaction, broadcast: Broadcast) -> list[Staff]:
    """Who is to mend one that came back: its authors, or every writer once none of them can."""
    return left_to(tx.staff.all(), broadcast.authors, Action.WRITE_NEWS)


def approvers(tx: Transaction, broadcast: Broadcast) -> list[Staff]:
    """Who can sign in and approve this one: none of its authors, nobody twice."""
    had = (*broadcast.authors, broadcast.approver_id)
    return [one for one in able(tx.staff.all(), Action.APPROVE_NEWS) if one.id not in had]


def return_(
    tx: Transaction, content: Content, broadcast: Broadcast, why: str, now: datetime
) -> tuple[Broadcast, tuple[Staff, ...]]:
    """Back to its authors, who hear what to mend; returns who was written to, too. Raises
    BroadcastRefused."""
    if broadcast.state is not S.SUBMITTED:
        raise BroadcastRefused("broadcast_not_submitted")
    returned = tx.broadcasts.save(unapproved(broadcast, note=why))
    told = staff_links.tell(
        tx, content, rewriters(tx, returned), "staff_chat/broadcast_returned", now,
        key=f"returned:{returned.id}:{returned.version}", broadcast=returned,
    )  # fmt: skip
    return returned, told


def approve(
    tx: Transaction,
    ward: Ward,
    broadcast: Broadcast,
    version: int,
    approver: Staff,
    now: datetime,
    *,
    typed: int,
    knows_cancelled: bool = False,
) -> Broadcast:
    """One approval, of this very version. `typed` is the number of people, as the approver
    confirmed it; to people of an event that is off only by whoever says that they know.

    An urgent one outside the ward's sending hours waits for a second approver. Raises
    BroadcastRefused; OtherVersion when the broadcast was changed since that version was read."""
    if broadcast.version != version:
        raise OtherVersion
    if broadcast.state is not S.SUBMITTED:
        raise BroadcastRefused("broadcast_not_submitted")
    if not may(approver, Action.APPROVE_NEWS) or approver.id in broadcast.authors:
        raise BroadcastRefused("approve_own")
    if approver.id == broadcast.approver_id:
        raise BroadcastRefused("second_approver_other")
    if faults(tx, broadcast):
        raise BroadcastRefused("broadcast_not_ready")
    event = event_of(tx, broadcast)
    if event is not None and event.state is EventState.CANCELLED and not knows_cancelled:
        raise BroadcastRefused("event_is_cancelled")
    people = count_told(tx, broadcast, now)
    if typed != people:
        raise BroadcastRefused("count_changed")
    if people == 0:
        raise BroadcastRefused("nobody")
    if needs_second(tx, ward, broadcast, now) and broadcast.approver_id is None:
        return tx.broadcasts.save(replace(broadcast, approver_id=approver.id, counted=people))
    second = broadcast.approver_id is not None
    return tx.broadcasts.save(
        replace(
            broadcast,
            state=S.APPROVED,
            approver_id=broadcast.approver_id or approver.id,
            second_approver_id=approver.id if second else None,
            approved_at=now,
            counted=people,
            text_hash=text_hash(broadcast),
            release_at=now + UNDO,
            note="",
        )
    )


def undo(tx: Transaction, broadcast: Broadcast) -> Broadcast:
    """Takes an approved one back before anybody got it: a draft again. Raises BroadcastRefused."""
    if broadcast.state not in (S.APPROVED, S.SCHEDULED) or broadcast.started_at is not None:
        raise BroadcastRefused("too_late_to_undo")
    return tx.broadcasts.save(unapproved(broadcast))


def withdraw(tx: Transaction, broadcast: Broadcast) -> Broadcast:
    """Gives a broadcast up before anybody got it. Raises BroadcastRefused."""
    if broadcast.started_at is not None or broadcast.state is S.WITHDRAWN:
        raise BroadcastRefused("too_late_to_undo")
    return tx.broadcasts.save(replace(broadcast, state=S.WITHDRAWN))


def unapproved(broadcast: Broadcast, note: str = "") -> Broadcast:
    """A draft again, of which nothing is approved."""
    return replace(
        broadcast,
        state=S.DRAFT,
        note=note,
        submitted_at=None,
        approver_id=None,
        second_approver_id=None,
        approved_at=None,
        release_at=None,
        planned_at=None,
        text_hash="",
        version=broadcast.version + 1,
    )


def text_hash(broadcast: Broadcast) -> str:
    """A fingerprint of everything people read."""
    parts = (
        broadcast.title,
        broadcast.text,
        broadcast.items,
        broadcast.link,
        broadcast.attachment,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
