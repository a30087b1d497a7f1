"""What staff may do with one broadcast as it stands: each act with what it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from content.library import Content
from handlers.broadcast import approval, digests, drafting, old_figures, steering, trying
from handlers.people.permissions import Action, may
from storage.broadcast_models import Broadcast, BroadcastKind, BroadcastState
from storage.database import Transaction
from storage.staff_models import Staff

S = BroadcastState
_ON_ITS_WAY_OUT = (S.APPROVED, S.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Ask:
    """Who wants an act done, and what their form says. `typed`: the number of people they typed,
    -1 for none; `version`: of the text they read."""

    content: Content
    staff: Staff
    now: datetime
    site: str = ""
    why: str = ""
    typed: int = -1
    version: int = 0
    knows_cancelled: bool = False
    knows_figures: bool = False  # that old figures stand in it


@dataclass(frozen=True, slots=True)
class BroadcastDone:
    """What came of an act: the broadcast as it is now (of a correction: the new one), and which
    staff were written to in their own chats (None: nobody had to be)."""

    broadcast: Broadcast
    staff: tuple[Staff, ...] | None = None
    first_of_two: bool = False  # it was approved, and waits for somebody else to approve it, too


_Work = Callable[[Transaction, Broadcast, Ask], BroadcastDone]


@dataclass(frozen=True, slots=True)
class Act:
    """`needs`: one of these; `states`: from which it is open; `of_a_text`: decides about the text
    or the audience, so nobody does it who has not read them as they are now."""

    needs: tuple[Action, ...]
    states: tuple[BroadcastState, ...]
    work: _Work
    of_a_text: bool = False


def may_do(name: str, staff: Staff) -> bool:
    """Whether there is such an act, and this person may do it at all."""
    act = ACTS.get(name)
    return act is not None and any(may(staff, action) for action in act.needs)


def open_to(broadcast: Broadcast, staff: Staff) -> set[str]:
    """The acts open to this person now."""
    found = {
        name for name, act in ACTS.items() if broadcast.state in act.states and may_do(name, staff)
    }
    if broadcast.kind is not BroadcastKind.DIGEST:
        found -= {"refresh"}
    if staff.id in broadcast.authors:
        found -= {"approve"}
    else:
        found -= {"take_back"}
    return found - {"approve"} if broadcast.approver_id == staff.id else found


def do(tx: Transaction, broadcast: Broadcast, name: str, ask: Ask) -> BroadcastDone:
    """Does one of `ACTS`, which `may_do` said this person may. Raises BroadcastRefused,
    OtherVersion."""
    return ACTS[name].work(tx, broadcast, ask)


def _submit(tx: Transaction, broadcast: Broadcast, ask: Ask) -> BroadcastDone:
    """Raises BroadcastRefused, also where nobody saw these words as people will."""
    if not drafting.faults(tx, broadcast) and not trying.is_tried(tx, broadcast):
        raise drafting.BroadcastRefused("try_first")
    return BroadcastDone(*approval.submit(tx, ask.content, broadcast, ask.now))


def _return(tx: Transaction, broadcast: Broadcast, ask: Ask) -> BroadcastDone:
    return BroadcastDone(*approval.return_(tx, ask.content, broadcast, ask.why, ask.now))


def _resume(tx: Transaction, broadcast: Broadcast, ask: Ask) -> BroadcastDone:
    """Raises BroadcastRefused, also where a figure in it changed since somebody approved it."""
    if old_figures.since_approval(tx, ask.content, broadcast, ask.now):
        raise drafting.BroadcastRefused("resume_old_figures")
    return BroadcastDone(steering.resume(tx, broadcast, ask.now))


def _approve(tx: Transaction, broadcast: Broadcast, ask: Ask) -> BroadcastDone:
    old = old_figures.in_broadcast(tx, ask.content, broadcast, ask.now)
    if old and not ask.knows_figures:
        raise drafting.BroadcastRefused("old_figures")
    approved = approval.approve(
        tx, ask.content.ward, broadcast, ask.version, ask.staff, ask.now,
        typed=ask.typed, knows_cancelled=ask.knows_cancelled,
    )  # fmt: skip
    return BroadcastDone(approved, first_of_two=approved.state is S.SUBMITTED)


def _test(tx: Transaction, broadcast: Broadcast, ask: Ask) -> BroadcastDone:
    trying.send(tx, ask.content, broadcast, ask.staff, ask.now, ask.site)
    return BroadcastDone(broadcast)


def _read(tx: Transaction, broadcast: Broadcast, ask: Ask) -> BroadcastDone:
    trying.read(tx, broadcast, ask.staff, ask.now)
    return BroadcastDone(broadcast)


ACTS: dict[str, Act] = {
    "submit": Act((Action.WRITE_NEWS,), (S.DRAFT,), _submit, of_a_text=True),
    "test": Act((Action.WRITE_NEWS, Action.APPROVE_NEWS), (S.DRAFT,), _test),
    "read": Act((Action.WRITE_NEWS,), (S.DRAFT,), _read, of_a_text=True),
    "refresh": Act(
        (Action.WRITE_NEWS,),
        (S.DRAFT,),
        lambda tx, b, ask: BroadcastDone(digests.refresh(tx, ask.content, b)),
        of_a_text=True,
    ),
    "withdraw": Act(
        (Action.WRITE_NEWS,),
        (S.DRAFT, S.SUBMITTED, *_ON_ITS_WAY_OUT),
        lambda tx, b, ask: BroadcastDone(approval.withdraw(tx, b)),
        of_a_text=True,
    ),
    "restore": Act(
        (Action.WRITE_NEWS,),
        (S.WITHDRAWN,),
        lambda tx, b, ask: BroadcastDone(approval.restore(tx, b)),
        of_a_text=True,
    ),
    "take_back": Act(
        (Action.WRITE_NEWS,),
        (S.SUBMITTED,),
        lambda tx, b, ask: BroadcastDone(approval.take_back(tx, b, ask.staff)),
        of_a_text=True,
    ),
    "return": Act((Action.APPROVE_NEWS,), (S.SUBMITTED,), _return, of_a_text=True),
    "approve": Act((Action.APPROVE_NEWS,), (S.SUBMITTED,), _approve, of_a_text=True),
    "undo": Act(
        (Action.WRITE_NEWS, Action.APPROVE_NEWS),
        _ON_ITS_WAY_OUT,
        lambda tx, b, ask: BroadcastDone(approval.undo(tx, b)),
    ),
    "pause": Act(
        (Action.STEER_NEWS,),
        (S.SENDING,),
        lambda tx, b, ask: BroadcastDone(steering.pause(tx, b, ask.why)),
    ),
    "resume": Act(
        (Action.STEER_NEWS,),
        (S.PAUSED,),
        _resume,
    ),
    "stop": Act(
        (Action.STEER_NEWS,),
        (S.SENDING, S.PAUSED),
        lambda tx, b, ask: BroadcastDone(steering.stop(tx, b, ask.why, ask.now, typed=ask.typed)),
    ),
    "correct": Act(
        (Action.WRITE_NEWS,),
        (S.SENT, S.STOPPED),
        lambda tx, b, ask: BroadcastDone(
            drafting.correction(tx, ask.content, b, ask.staff, ask.now)
        ),
    ),
}
