"""A notice on top of the answers of a topic, and a topic that is not answered for a time: one
person writes it, another approves it, it ends by itself. It holds in every chat from the commit
on: each answer looks into the database."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.desk.acts import DeskRefused
from handlers.desk.moving import DeskAsk
from handlers.people.permissions import Action, able, may, writes_entry
from storage.database import Transaction
from storage.staff_models import Staff
from storage.topic_notices import TopicNotice, TopicNoticeKind, TopicNoticeState

S = TopicNoticeState
LONGEST = timedelta(days=92)  # then it belongs into the answers


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice as somebody of the staff sees it, and what they may do with it now."""

    notice: TopicNotice
    state: str  # its own, or "over" when its last day has passed
    waits: bool
    decides: bool
    drops: bool
    ends: bool
    deciders: list[Staff]


def shown(tx: Transaction, notice: TopicNotice, staff: Staff, today: date) -> Shown:
    """The same for a page."""
    waits = notice.state is S.SUBMITTED
    over = notice.state is S.APPROVED and notice.ends_on < today
    own, approves = notice.author_id == staff.id, may(staff, Action.APPROVE_CONTENT)
    return Shown(
        notice,
        "over" if over else str(notice.state),
        waits,
        decides=waits and approves and not own,
        drops=waits and approves and own,
        ends=notice.state is S.APPROVED and not over and approves,
        deciders=deciders(tx, notice) if waits else [],
    )


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is to be said, or not to be answered: `topic` "" means every one."""

    kind: TopicNoticeKind
    topic: str
    office: str
    text: str
    starts_on: date
    ends_on: date


def propose(tx: Transaction, notice: Proposed, ask: DeskAsk, today: date) -> TopicNotice:
    """It waits for an approver. Raises DeskRefused."""
    if not writes_entry(ask.staff, notice.office):
        raise DeskRefused("entry_not_yours")
    if not notice.text.strip():
        raise DeskRefused("notice_empty")
    if notice.ends_on < notice.starts_on or notice.ends_on < today:
        raise DeskRefused("notice_days")
    if notice.ends_on - max(notice.starts_on, today) > LONGEST:
        raise DeskRefused("notice_long")
    return tx.topic_notices.add(
        TopicNotice(
            tx.topic_notices.ids.next(),
            notice.kind,
            notice.topic,
            notice.office,
            notice.text,
            notice.starts_on,
            notice.ends_on,
            S.SUBMITTED,
            author_id=ask.staff.id,
            created_at=ask.now,
        )
    )


def decide(tx: Transaction, notice: TopicNotice, ask: DeskAsk, *, approved: bool) -> TopicNotice:
    """Whether it is said. Raises DeskRefused."""
    if notice.state is not S.SUBMITTED:
        raise DeskRefused("entry_not_submitted")
    if not may(ask.staff, Action.APPROVE_CONTENT):
        raise DeskRefused("move_not_allowed")
    if not approved:
        if not ask.why and ask.staff.id != notice.author_id:
            raise DeskRefused("why_missing")
        return tx.topic_notices.save(replace(notice, state=S.RETURNED, remark=ask.why))
    if ask.staff.id == notice.author_id:
        raise DeskRefused("approve_own")
    return tx.topic_notices.save(
        replace(notice, state=S.APPROVED, approver_id=ask.staff.id, approved_at=ask.now)
    )


def end(tx: Transaction, notice: TopicNotice, ask: DeskAsk) -> TopicNotice:
    """Before its day: the answers are given again as they were approved. Raises DeskRefused."""
    if notice.state is not S.APPROVED:
        raise DeskRefused("notice_not_on")
    if not may(ask.staff, Action.APPROVE_CONTENT):
        raise DeskRefused("move_not_allowed")
    return tx.topic_notices.save(replace(notice, state=S.ENDED, ended_at=ask.now))


def deciders(tx: Transaction, notice: TopicNotice) -> list[Staff]:
    """Who can sign in and approve it."""
    people = able(tx.staff.all(), Action.APPROVE_CONTENT)
    return [one for one in people if one.id != notice.author_id]
