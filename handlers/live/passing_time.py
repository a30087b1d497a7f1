"""What time does to talks: whoever does not take one is passed over, whoever falls silent is asked
and then loses it, and what cannot go on any more ends, with somebody knowing."""

from dataclasses import replace
from datetime import datetime, timedelta

from content.library import Content
from handlers.live import holding, on_duty, talks, telling_staff
from storage.database import Transaction
from storage.handoff_models import Handoff, HandoffResult, HandoffState, LineSide
from storage.models import ContactState, OutboxState

_OPEN = (HandoffState.WAITING, HandoffState.HELD)


def keep(tx: Transaction, content: Content, now: datetime) -> None:
    """Everything that is due of the talks that are open."""
    for talk in tx.handoffs.in_states(_OPEN):
        if _owner_is_gone(tx, talk):
            holding.end_by_owner(tx, content, talk, HandoffResult.LEFT, now)
        elif talk.state is HandoffState.WAITING:
            _wait(tx, content, talk, now)
        else:
            _hold(tx, content, talk, now)


def _owner_is_gone(tx: Transaction, talk: Handoff) -> bool:
    contact = tx.contacts.get(talk.contact_id) if talk.contact_id is not None else None
    return contact is None or contact.state is ContactState.LEFT


# ---- nobody is there yet ----


def _wait(tx: Transaction, content: Content, talk: Handoff, now: datetime) -> None:
    if not on_duty.office(content, now).is_open:
        holding.to_case(tx, content, talk, HandoffResult.CLOSED, now)
        return
    patience = timedelta(minutes=content.ward.rules.talk_take_minutes)
    if now - (talk.told_at or talk.opened_at) < patience:
        return
    if telling_staff.tell_next(tx, content, talk, now):
        talks.tell_owner(tx, content, talk, "live/next", now)
    else:
        holding.to_case(tx, content, talk, HandoffResult.NOBODY, now)


# ---- somebody holds it ----


def _hold(tx: Transaction, content: Content, talk: Handoff, now: datetime) -> None:
    if not _holder_is_there(tx, talk):
        holding.give_back(tx, content, talk, "gone", now)
        return
    if _lost_on_the_way(tx, content, talk, now):
        return
    rules = content.ward.rules
    since = holding.since_asked(tx, talk)
    if since is None:
        quiet = timedelta(minutes=rules.talk_quiet_minutes)
        if talk.spoke_at is not None and now - talk.spoke_at >= quiet:
            holding.end_quiet(tx, content, talk, now)
        return
    silent = now - since
    if silent >= timedelta(minutes=rules.talk_back_minutes):
        holding.give_back(tx, content, talk, "silent", now)
    elif silent >= timedelta(minutes=rules.talk_ask_minutes) and talk.asked_at is None:
        tx.handoffs.note(replace(talk, asked_at=now))
        back = rules.talk_back_minutes - rules.talk_ask_minutes
        closed = not on_duty.office(content, now).is_open
        talks.tell_desk(tx, content, talk, "live/desk_silent", now, back=back, closed=closed)
        talks.happened(tx, talk, "asked", now)


def _holder_is_there(tx: Transaction, talk: Handoff) -> bool:
    """Whether they may still hold it, and the chat it is held through takes messages."""
    if holding.holder_of(tx, talk) is None:
        return False
    if talk.desk_contact_id is None:
        return True
    contact = tx.contacts.get(talk.desk_contact_id)
    return contact is not None and contact.state is not ContactState.LEFT


def _lost_on_the_way(tx: Transaction, content: Content, talk: Handoff, now: datetime) -> bool:
    """Lines that did not arrive: their writer is told; where it is the holder who cannot be
    reached, somebody else is told of the talk. What the owner wrote and may not have come through
    is said once more, as such. Whether the talk is no longer theirs."""
    lost = tx.handoffs.not_arrived(talk.id)
    for line in lost:
        tx.handoffs.save_line(replace(line, lost_at=now))
    unread = [line for line in lost if line.side is LineSide.OWNER]
    in_doubt = [one for one in unread if talks.became(tx, one) is OutboxState.UNCONFIRMED]
    if talk.desk_contact_id is not None and len(in_doubt) < len(unread):
        return holding.give_back(tx, content, talk, "gone", now)
    if in_doubt:
        talks.tell_desk(tx, content, talk, "live/desk_doubt", now, lines=in_doubt)
    if unsent := [line for line in lost if line.side is LineSide.STAFF]:
        talks.tell_desk(tx, content, talk, "live/desk_lost", now, lines=unsent)
        talks.happened(tx, talk, "lost", now)
    return False
