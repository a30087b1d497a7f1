"""Broadcasts to test with: subscribers, two people of the staff, and a short way to sending."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.app import Core
from content.library import FOLDER
from content.ward import load_ward
from handlers.broadcast import approval, drafting
from handlers.broadcast.planning import UNDO
from storage.broadcast_models import (
    Audience,
    Base,
    Broadcast,
    BroadcastKind,
    BroadcastState,
)
from storage.database import Transaction
from storage.staff_models import Role, Staff
from tests.support.clock import FixedClock
from tests.support.conference import make_staff

WARD = load_ward(FOLDER / "ward.toml")
NUMBERED = ("telegram", "zalo_oa", "zalo_bot")
MONDAY = datetime.fromisoformat("2026-11-23T02:00:00+00:00")  # 9:00 in Viet Nam


def subscribe(
    tx: Transaction, count: int, now: datetime, *, channel: str = "test", topic: str = "thue"
) -> list[int]:
    """So many contacts who want one topic; their addresses are s0, s1 ... (numbers on a
    real channel)."""
    ids = []
    for number in range(count):
        address = str(10_000 + number) if channel in NUMBERED else f"s{number}"
        contact = tx.contacts.meet(channel, address, now)
        tx.subscriptions.add(contact.id, topic, now)
        ids.append(contact.id)
    return ids


def two_people(tx: Transaction, now: datetime) -> tuple[Staff, Staff]:
    """(who writes, who approves)."""
    return (
        make_staff(tx, "truyenthong", Role.COMMUNICATOR, now=now),
        make_staff(tx, "lanhdao", Role.APPROVER, now=now),
    )


def approved(
    tx: Transaction,
    now: datetime,
    *,
    audience: Audience | None = None,
    people: tuple[Staff, Staff] | None = None,
    kind: BroadcastKind = BroadcastKind.NEWS,
    text: str = "Hạn nộp thuế quý này.",
    count: int | None = None,
    **more: Any,
) -> Broadcast:
    """A broadcast written by one and approved by the other, who types the `count` of the page."""
    author, approver = people or two_people(tx, now)
    meant = audience or Audience(base=Base.SUBSCRIBERS, topics=("thue",))
    made = drafting.draft(tx, kind, "thue", "Tin thuế", text, meant, now, author=author, **more)
    submitted = tx.broadcasts.save(replace(made, state=BroadcastState.SUBMITTED, submitted_at=now))
    if count is None:
        count = sum(tx.audiences.count_meant(meant, now).values())
    return approval.approve(tx, WARD, submitted, submitted.version, approver, now, typed=count)


async def send_all(core: Core, clock: FixedClock, most: int = 400) -> None:
    """Lets the two minutes pass and everything go that may go now."""
    clock.pass_time(seconds=UNDO.total_seconds())
    for _ in range(most):
        wait = await core.broadcaster.step()
        if wait > 0:
            await core.settle()
            if await core.broadcaster.step() > 0:
                return


async def states(core: Core, broadcast: Broadcast) -> dict[str, int]:
    found = await core.database.transaction(lambda tx: tx.ledger.counts(broadcast.id))
    return {state: count for state, count in found.by_state.items() if count}


async def current(core: Core, broadcast: Broadcast) -> Broadcast:
    found = await core.database.transaction(lambda tx: tx.broadcasts.get(broadcast.id))
    assert found is not None
    return found
