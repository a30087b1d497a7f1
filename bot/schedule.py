"""The heartbeat: what must happen by itself. So far, forgetting what we need not keep."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from storage.database import Database, StorageUnavailable, Transaction

log = logging.getLogger(__name__)

TICK_S = 600.0

# Retention (docs/architecture.md, "What is kept and how long").
CHAT_TEXT = timedelta(days=90)
OUTBOX_ROWS = timedelta(days=90)
INBOX_ROWS = timedelta(days=180)
UNANSWERED = timedelta(days=730)
NOTEBOOKS = timedelta(days=365)


def sweep(tx: Transaction, now: datetime) -> None:
    """Drops expired forms and everything past its retention. `now` is aware."""
    tx.conversations.forget_expired(now)
    tx.transcripts.forget_texts_before(now - CHAT_TEXT)
    tx.outbox.delete_older_than(now - OUTBOX_ROWS)
    tx.inbox.delete_older_than(now - INBOX_ROWS)
    tx.notebooks.delete_older_than(now - NOTEBOOKS)
    tx.feedback.delete_unanswered_before((now - UNANSWERED).date())


async def run(database: Database, clock: Callable[[], datetime]) -> None:
    """Sweeps now and every ten minutes, for as long as the program lives."""
    while True:
        try:
            now = clock()
            await database.transaction(lambda tx, now=now: sweep(tx, now))  # type: ignore[misc]
        except StorageUnavailable as error:
            log.error("sweep skipped: %s", error)
        await asyncio.sleep(TICK_S)
