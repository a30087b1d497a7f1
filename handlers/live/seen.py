"""Which talks somebody of the staff may see, and what they see of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.library import Content
from handlers.live import on_duty, talks
from handlers.people.permissions import Action, may, sees_question
from handlers.talk.markup import to_plain
from handlers.talk.messages import Reply
from storage.database import Transaction
from storage.handoff_models import Handoff, HandoffState, LineSide
from storage.models import OutboxState
from storage.staff_models import Role, Staff

_OF_THE_DESK = frozenset({Role.OWNER, Role.CLERK, Role.APPROVER})
BEFORE = timedelta(minutes=30)  # so far back what was said to the assistant is shown
_MOST = 40


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


def closed(
    tx: Transaction, staff: Staff, before: int = 0, most: int = 30
) -> tuple[list[Handoff], int]:
    """Those that are over, the latest first, from before the id `before` on (0: all); and before
    which id there may be more (0: there are none)."""
    found: list[Handoff] = []
    while batch := tx.handoffs.closed(before, most):
        for talk in batch:
            before = talk.id
            if sees(staff, talk):
                found.append(talk)
                if len(found) == most:
                    return found, before
    return found, 0


@dataclass(frozen=True, slots=True)
class ListedTalk:
    """A talk as a list shows it: nothing of what was said. `question`: what it became, where they
    see it."""

    talk: Handoff
    number: str
    subject: str
    office: str
    channel: str
    holder: str = ""
    question: str = ""


def in_list(tx: Transaction, content: Content, staff: Staff, talk: Handoff) -> ListedTalk:
    """For somebody who `sees` it."""
    contact = tx.contacts.get(talk.contact_id) if talk.contact_id is not None else None
    holder = tx.staff.get(talk.holder_id) if talk.holder_id is not None else None
    asked = tx.questions.get(talk.question_id) if talk.question_id is not None else None
    return ListedTalk(
        talk,
        talks.number_of(talk),
        talks.subject_name(content, talk),
        talks.office_name(content, talk.office),
        contact.channel if contact is not None else "",
        holder.name if holder is not None else "",
        asked.code if asked is not None and sees_question(staff, asked) else "",
    )


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as the console shows it. `side` is a `LineSide`, or "assistant" and "asked" for what
    was said between owner and assistant; `by`: who of the staff wrote it; `state`: how its message
    stands (None: there is none)."""

    id: int
    at: datetime
    side: str
    text: str
    by: str = ""
    photo: str = ""
    title: str = ""
    state: OutboxState | None = None
    withdrawn: bool = False

    @property
    def became(self) -> str:
        """ "going", "lost", "unsure", "withdrawn" (it never went), "retracted" (it had gone);
        "" for what arrived, or needs no message."""
        if self.withdrawn:
            return "retracted" if self.state is OutboxState.SENT else "withdrawn"
        match self.state:
            case OutboxState.PENDING | OutboxState.SENDING:
                return "going"
            case OutboxState.REFUSED | OutboxState.FAILED:
                return "lost"
            case OutboxState.UNCONFIRMED:
                return "unsure"
        return ""


@dataclass(frozen=True, slots=True)
class ShownTalk:
    """A talk with its lines. `reached`: what is written to the owner now goes. `next`: who would be
    told next, by name."""

    listed: ListedTalk
    lines: Sequence[ShownLine]
    reached: bool
    mine: bool
    next: Sequence[str]

    @property
    def talk(self) -> Handoff:
        return self.listed.talk

    @property
    def waits(self) -> bool:
        return self.talk.state is HandoffState.WAITING

    @property
    def is_held(self) -> bool:
        return self.talk.state is HandoffState.HELD


def open_ones(
    tx: Transaction, content: Content, staff: Staff
) -> tuple[list[ListedTalk], list[ListedTalk]]:
    """Those they see that wait, and that are held."""
    waiting, held = (
        [in_list(tx, content, staff, talk) for talk in listed(tx, staff, state)]
        for state in (HandoffState.WAITING, HandoffState.HELD)
    )
    return waiting, held


def shown(
    tx: Transaction, content: Content, staff: Staff, talk: Handoff, now: datetime
) -> ShownTalk:
    """For somebody who `sees` it. What was said to the assistant before is for its holder alone."""
    mine = talk.state is HandoffState.HELD and talk.holder_id == staff.id
    waiting = talk.state is HandoffState.WAITING
    told_next = on_duty.next_to_tell(tx, content, talk, now) if waiting else []
    before = _with_assistant(tx, talk) if mine else []
    return ShownTalk(
        in_list(tx, content, staff, talk),
        sorted([*before, *_lines(tx, talk)], key=lambda line: line.id),
        talks.is_reached(tx, talk, now),
        mine,
        [one.name for one in told_next],
    )


def _lines(tx: Transaction, talk: Handoff) -> list[ShownLine]:
    names = {one.id: one.name for one in tx.staff.all()}
    sent = (LineSide.STAFF,) if talk.desk_contact_id is None else (LineSide.STAFF, LineSide.OWNER)
    return [
        ShownLine(
            line.id,
            line.at,
            line.side,
            line.text,
            names.get(line.staff_id, "") if line.staff_id is not None else "",
            line.photo,
            line.title,
            talks.became(tx, line) if line.side in sent else None,
            line.withdrawn_at is not None,
        )
        for line in tx.handoffs.lines(talk.id)
    ]


def _with_assistant(tx: Transaction, talk: Handoff) -> list[ShownLine]:
    """The last that owner and assistant said before an official came; nothing of the confidential
    lane, and nothing of a question sent there."""
    if talk.contact_id is None or talk.taken_at is None:
        return []
    since = talk.opened_at - BEFORE
    said = tx.transcripts.with_assistant(talk.contact_id, since, limit=_MOST)
    secret = [one.code for one in tx.questions.of_contact(talk.contact_id) if one.confidential]
    found = []
    for line in said:
        if line.at >= talk.taken_at:
            continue
        reply = Reply.from_json(line.body) if line.body is not None else None
        text = to_plain(reply.text) if reply is not None else line.text or ""
        if (reply is not None and reply.private) or any(code in text.upper() for code in secret):
            continue
        found.append(ShownLine(line.id, line.at, "assistant" if reply else "asked", text))
    return found


def waiting_count(tx: Transaction, staff: Staff) -> int:
    """How many talks wait that this person may take: the number beside the menu."""
    if not may(staff, Action.HOLD_TALKS):
        return 0
    return len(listed(tx, staff, HandoffState.WAITING))


def heard(tx: Transaction, staff: Staff) -> int:
    """A number that grows with what somebody should hear of: a talk that waits, and what the owner
    of one they hold wrote last."""
    waiting = [talk.id for talk in listed(tx, staff, HandoffState.WAITING)]
    mine = [t for t in tx.handoffs.in_states((HandoffState.HELD,)) if t.holder_id == staff.id]
    said = [tx.handoffs.last_line(talk.id, LineSide.OWNER) for talk in mine]
    return max([*waiting, *(line.id for line in said if line is not None)], default=0)
