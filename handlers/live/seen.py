"""Which talks somebody of the staff may see, and what they see of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from content.library import Content
from handlers.live import on_duty, talks
from handlers.people.permissions import Action, may
from storage.database import Transaction
from storage.handoff_models import Handoff, HandoffLine, HandoffState, LineSide
from storage.models import OutboxState
from storage.staff_models import Role, Staff

_OF_THE_DESK = frozenset({Role.OWNER, Role.CLERK, Role.APPROVER})


def sees(staff: Staff, talk: Handoff) -> bool:
    """Whether this talk is among those somebody may see and take: the ward's desk all of them, an
    office its own, and whoever was told of it or holds it."""
    if not may(staff, Action.HOLD_TALKS):
        return False
    if staff.roles & _OF_THE_DESK or staff.office == talk.office:
        return True
    return staff.id in talk.told or staff.id == talk.holder_id


def listed(tx: Transaction, staff: Staff, state: HandoffState) -> list[Handoff]:
    """Those they see that wait, or are held: whoever waits longest first."""
    return [talk for talk in tx.handoffs.in_states((state,)) if sees(staff, talk)]


def closed(tx: Transaction, staff: Staff, before: int = 0, most: int = 50) -> list[Handoff]:
    """Those that are over, the latest first, from before the id `before` on (0: all)."""
    return [talk for talk in tx.handoffs.closed(before, most) if sees(staff, talk)]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as the console shows it: who wrote it ("" for the owner and the assistant), and how
    its message stands (None: there is none)."""

    line: HandoffLine
    by: str = ""
    state: OutboxState | None = None


@dataclass(frozen=True, slots=True)
class ShownTalk:
    """A talk with its lines. `reached`: what is written to the owner now goes. `next`: who would be
    told next, by name."""

    talk: Handoff
    number: str
    subject: str
    office: str
    channel: str
    holder: Staff | None
    lines: Sequence[ShownLine]
    reached: bool
    next: Sequence[str]


def shown(tx: Transaction, content: Content, talk: Handoff, now: datetime) -> ShownTalk:
    """For somebody who `sees` it."""
    names = {one.id: one.name for one in tx.staff.all()}
    contact = tx.contacts.get(talk.contact_id) if talk.contact_id is not None else None
    lines = [
        ShownLine(
            line,
            names.get(line.staff_id, "") if line.staff_id is not None else "",
            talks.became(tx, line) if line.side in (LineSide.OWNER, LineSide.STAFF) else None,
        )
        for line in tx.handoffs.lines(talk.id)
    ]
    waiting = on_duty.next_to_tell(tx, content, talk, now) if talk.is_open else []
    return ShownTalk(
        talk,
        talks.number_of(talk),
        talks.subject_name(content, talk),
        talks.office_name(content, talk.office),
        contact.channel if contact is not None else "",
        tx.staff.get(talk.holder_id) if talk.holder_id is not None else None,
        lines,
        talks.is_reached(tx, talk, now),
        [one.name for one in waiting],
    )


def waiting_count(tx: Transaction, staff: Staff) -> int:
    """How many talks wait that this person may take: the number beside the menu."""
    return len(listed(tx, staff, HandoffState.WAITING))
