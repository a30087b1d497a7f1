"""Retention goes a lot at a time."""

from datetime import timedelta

import pytest

from bot.core.schedule import forget
from content.library import Content
from handlers.clock import retention
from storage.database import Database, Transaction
from storage.lots import LOT
from storage.models import InboxState
from tests.support.clock import START


async def test_a_great_many_rows_go_in_lots_and_whoever_writes_meanwhile_comes_between(
    db: Database, content: Content
) -> None:
    many, later = 3 * LOT + 7, START + retention.INBOX_ROWS + timedelta(days=1)

    def fill(tx: Transaction) -> None:
        contact = tx.contacts.meet("test", "1", START)
        for number in range(many):
            tx.inbox.record("test", f"{number}", contact.id, START)

    await db.transaction(fill)
    left: list[int] = []
    transaction = db.transaction

    async def counting(work):  # type: ignore[no-untyped-def]
        result = await transaction(work)
        left.append(await db.read(lambda tx: tx.inbox.count(InboxState.HANDLED)))
        return result

    db.transaction = counting  # type: ignore[method-assign]
    await forget(db, content, later)
    gone = [before - after for before, after in zip([many, *left], left, strict=False)]
    assert left[-1] == 0
    assert max(gone) == LOT
    assert sum(taken > 0 for taken in gone) == 4


async def test_what_fails_is_left_for_the_next_time_and_holds_up_nothing_else(
    db: Database, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = START + retention.INBOX_ROWS + timedelta(days=1)
    contact = await db.transaction(lambda tx: tx.contacts.meet("test", "1", START))
    await db.transaction(lambda tx: tx.inbox.record("test", "1", contact.id, START))
    broken = dict(retention.SWEEPS) | {"audit": (_fails, LOT)}
    monkeypatch.setattr(retention, "SWEEPS", broken)
    await forget(db, content, later)
    again = await db.transaction(lambda tx: tx.inbox.record("test", "1", contact.id, later))
    assert again is True


def _fails(tx: Transaction, content: Content, now: object) -> int:
    raise ZeroDivisionError
