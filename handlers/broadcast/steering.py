"""A broadcast on its way: paused, resumed, stopped, held back, put to another hour."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from content.calendar import SendingDays
from handlers.broadcast import calls
from handlers.broadcast.approval import unapproved
from handlers.broadcast.drafting import BroadcastRefused
from handlers.broadcast.words import OF_CANCELLED, event_of, misused
from storage.broadcast_models import Broadcast, BroadcastKind, BroadcastState, RecipientState
from storage.database import Transaction

S = BroadcastState
MOVED = "moved"  # a note: it goes at another hour than was said before
# How late it may still go by itself, after the program or a channel was down.
LASTS = {
    BroadcastKind.URGENT: timedelta(hours=12),
    BroadcastKind.NOTICE: timedelta(days=4),
    BroadcastKind.NEWS: timedelta(days=14),
    BroadcastKind.DIGEST: timedelta(days=31),
}
NOT_GONE = (S.DRAFT, S.SUBMITTED, S.APPROVED, S.SCHEDULED, S.SENDING)
MOST_IN_DOUBT = 200_000  # people decided on at once


def pause(tx: Transaction, broadcast: Broadcast, why: str) -> Broadcast:
    """Nothing more goes; what waited in the outbox is taken back. Raises BroadcastRefused."""
    if broadcast.state is not S.SENDING:
        raise BroadcastRefused("not_sending")
    tx.ledger.recall(broadcast.id)
    calls.take_back(tx, broadcast)
    return tx.broadcasts.save(replace(broadcast, state=S.PAUSED, note=why))


def resume(tx: Transaction, broadcast: Broadcast, now: datetime) -> Broadcast:
    """A person has looked: it goes on however late it is, as if it had been meant for now. Raises
    BroadcastRefused, also where it would say the time and place of an event that is off."""
    if broadcast.state is not S.PAUSED:
        raise BroadcastRefused("not_paused")
    if misused(broadcast.title + broadcast.text, event_of(tx, broadcast))[0] == OF_CANCELLED:
        raise BroadcastRefused("resume_cancelled")
    return tx.broadcasts.save(
        replace(
            broadcast,
            state=S.SENDING,
            note="",
            lately=0,
            troubles=0,
            planned_at=now,
            expanded=False,  # whoever is called is entered once more
        )
    )


def stop(
    tx: Transaction, broadcast: Broadcast, why: str, now: datetime, *, typed: int
) -> Broadcast:
    """For good; whoever did not get it yet never will: only with the number of all its people, as
    somebody `typed` it. Raises BroadcastRefused."""
    if typed != tx.ledger.counts(broadcast.id).total:
        raise BroadcastRefused("type_the_number")
    if broadcast.state not in (S.SENDING, S.PAUSED):
        raise BroadcastRefused("not_sending")
    tx.ledger.recall(broadcast.id)
    calls.take_back(tx, broadcast)
    return tx.broadcasts.save(replace(broadcast, state=S.STOPPED, note=why, finished_at=now))


def is_too_late(broadcast: Broadcast, now: datetime) -> bool:
    """Whether it was to go so long ago that a person must look at it first."""
    meant = broadcast.planned_at
    if broadcast.state is S.APPROVED and broadcast.release_at is not None:
        meant = max(broadcast.release_at, broadcast.wanted_at or broadcast.release_at)
    return meant is not None and now - meant > LASTS[broadcast.kind]


def hold_back(tx: Transaction, broadcast: Broadcast) -> Broadcast:
    """It came too late: paused where some have got it, else a draft again."""
    if broadcast.state is S.SENDING:
        return pause(tx, broadcast, "too_late")
    return tx.broadcasts.save(unapproved(broadcast, note="too_late"))


def those_about(tx: Transaction, event_id: int) -> list[Broadcast]:
    """What is written to the people of an event and has not all gone, corrections too."""
    waiting = ((b, event_of(tx, b)) for b in tx.broadcasts.in_states(NOT_GONE))
    return [broadcast for broadcast, event in waiting if event and event.id == event_id]


def hold_those_about(tx: Transaction, event_id: int, why: str) -> int:
    """An event is not what its people were told of: what was written to them and has not gone is
    looked at again by its authors, what is going pauses. Returns how many."""
    held = those_about(tx, event_id)
    for broadcast in held:
        if broadcast.state is S.SENDING:
            pause(tx, broadcast, why)
        else:
            tx.broadcasts.save(unapproved(broadcast, note=why))
    return len(held)


def decide(
    tx: Transaction, broadcast: Broadcast, contact_id: int, *, arrived: bool, now: datetime
) -> Broadcast:
    """What a person says of a row in doubt; sending it again opens a finished broadcast. Raises
    Refused, also for one that was stopped: opened again it would go to everybody else, too."""
    if not arrived and broadcast.state is S.STOPPED:
        raise BroadcastRefused("stopped_for_good")
    if not tx.ledger.decide(broadcast.id, contact_id, arrived=arrived, now=now):
        raise BroadcastRefused("not_in_doubt")
    if not arrived and broadcast.state is S.SENT:
        return tx.broadcasts.save(
            replace(broadcast, state=S.SENDING, finished_at=None, planned_at=now)
        )
    return broadcast


def decide_all(
    tx: Transaction, broadcast: Broadcast, contacts: Sequence[int], *, arrived: bool, now: datetime
) -> None:
    """The same for several rows in doubt. Raises BroadcastRefused."""
    for contact_id in contacts:
        broadcast = decide(tx, broadcast, contact_id, arrived=arrived, now=now)


def in_doubt(tx: Transaction, broadcast_id: int) -> list[int]:
    """The contacts of whom somebody has to say whether they got it, as far as they are decided on
    at once."""
    rows = tx.ledger.rows(broadcast_id, RecipientState.UNCONFIRMED, limit=MOST_IN_DOUBT)
    return [row.contact_id for row, _, _ in rows]


def replan(tx: Transaction, broadcast: Broadcast, days: SendingDays, now: datetime) -> Broadcast:
    """When a scheduled one may start, by the calendar as it is today."""
    wanted = max(now, broadcast.wanted_at or now)
    urgent = broadcast.second_approver_id is not None
    planned = days.sending_time(wanted, urgent=urgent)
    if planned == broadcast.planned_at:
        return broadcast
    return tx.broadcasts.save(replace(broadcast, planned_at=planned))


def move(tx: Transaction, broadcast: Broadcast, days: SendingDays, now: datetime) -> Broadcast:
    """Another hour than people know: it says so until it goes."""
    moved = replan(tx, broadcast, days, now)
    if moved.planned_at == broadcast.planned_at:
        return broadcast
    return tx.broadcasts.save(replace(moved, note=MOVED))
