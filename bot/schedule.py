"""The heartbeat: what must happen by itself, every minute, and forgetting what we need not keep."""

import asyncio
import itertools
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.photos import PhotoStore
from content.library import Content
from handlers import upkeep
from storage.database import Database, StorageUnavailable, Transaction

log = logging.getLogger(__name__)

TICK_S = 60.0
SWEEP_EVERY = 10  # ticks

# Retention (docs/architecture.md, "What is kept and how long").
CHAT_TEXT = timedelta(days=90)
OUTBOX_ROWS = timedelta(days=90)
INBOX_ROWS = timedelta(days=180)
UNANSWERED = timedelta(days=730)
NOTEBOOKS = timedelta(days=365)


def sweep(tx: Transaction, content: Content, now: datetime) -> None:
    """Drops expired forms and everything past its retention. `now` is aware."""
    upkeep.forget(tx, content, now)
    tx.conversations.forget_expired(now)
    tx.transcripts.forget_texts_before(now - CHAT_TEXT)
    tx.outbox.delete_older_than(now - OUTBOX_ROWS)
    tx.inbox.delete_older_than(now - INBOX_ROWS)
    tx.notebooks.delete_older_than(now - NOTEBOOKS)
    tx.feedback.delete_unanswered_before((now - UNANSWERED).date())


async def run(
    database: Database, content: Content, clock: Callable[[], datetime], photos: PhotoStore
) -> None:
    """Keeps up every minute and sweeps every ten, for as long as the program lives."""
    for tick in itertools.count():
        try:
            await beat(database, content, clock(), photos, sweeping=tick % SWEEP_EVERY == 0)
        except StorageUnavailable as error:
            log.error("heartbeat skipped: %s", error)
        except Exception:
            # A fault in one duty must not end the others for good.
            log.exception("heartbeat failed")
        await asyncio.sleep(TICK_S)


async def beat(
    database: Database, content: Content, now: datetime, photos: PhotoStore, *, sweeping: bool
) -> None:
    """One round at a moment (aware, UTC)."""
    await database.transaction(lambda tx: upkeep.keep_up(tx, content, now))
    if sweeping:
        await database.transaction(lambda tx: sweep(tx, content, now))
        kept = await database.transaction(lambda tx: tx.questions.photo_names())
        await asyncio.to_thread(photos.delete_all_but, kept, now)
