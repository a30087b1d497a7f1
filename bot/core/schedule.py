"""The heartbeat: every half minute what is due is done, every ten minutes what we need not keep is
forgotten. What is due stands in rows (`handlers/clock/schedules.py`)."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot.files.photos import PhotoStore
from bot.running.loops import beat as sign
from bot.running.uptime import uptime
from content.library import Content
from handlers.broadcast import planning
from handlers.clock import alarms, retention, schedules, upkeep
from handlers.own_data import households, privacy
from handlers.people import staff_links
from handlers.talk.flow import FORMS_KEPT
from handlers.talk.messages import Policies
from handlers.talk.turn import PATIENCE
from storage.database import Database, StorageUnavailable, Transaction
from storage.staff_models import INVITE_LASTS
from storage.times import Uptime

log = logging.getLogger(__name__)

T = TypeVar("T")

SERVER = "server"  # what is no channel's
TICK_S = 30
SWEEP_EVERY = 20  # ticks

# How long what ends by itself lasts when it is made; after the clock was set back, no longer.
SPANS = {
    "conversation": PATIENCE,
    "forms": FORMS_KEPT,
    "household_code": households.CODE_LASTS,
    "staff_code": staff_links.CODE_LASTS,
    "link": privacy.LINK_LASTS,
    "invite": INVITE_LASTS,
    "release": planning.UNDO,
}


async def run(
    database: Database,
    content: Content,
    clock: Callable[[], datetime],
    photos: PhotoStore,
    wake: Callable[[], None],
    policies: Policies,
    lasted: Callable[[], Uptime] = uptime,
) -> None:
    """Beats for as long as the program lives; `wake` lets deliveries look at what was queued."""
    ticks = itertools.count()

    async def tick() -> None:
        try:
            sweeping = next(ticks) % SWEEP_EVERY == 0
            await beat(database, content, clock(), photos, sweeping=sweeping, lasted=lasted)
            if sweeping:
                now = clock()
                await database.transaction(lambda tx: alarms.watch(tx, content, policies, now))
            wake()
        except StorageUnavailable as error:
            log.error("heartbeat skipped: %s", error)
        except Exception:
            # A fault in one duty must not end the others for good.
            log.exception("heartbeat failed")

    while True:
        sign()
        await tick()
        # Not by the time of day: a clock set back a day must not stop the heart for a day.
        await asyncio.sleep(TICK_S)


async def beat(
    database: Database,
    content: Content,
    now: datetime,
    photos: PhotoStore,
    *,
    sweeping: bool,
    lasted: Callable[[], Uptime] | None = None,
) -> None:
    """One round at a moment (aware, UTC); a fault in one duty does not end the others. `lasted`:
    how long the machine has been on; while the clock is doubted by it nothing is done for good.
    Raises StorageUnavailable."""
    doubted = False
    if lasted is not None:
        doubts = database.transaction(partial(_keep_pace, content, now, lasted()))
        doubted = await _alone("pace", doubts) or False
    await _alone("bound", database.transaction(lambda tx: tx.times.bound(now, SPANS)))
    # Each is work of its own, all of them one commit.
    await asyncio.gather(
        *(
            _alone(name, database.transaction(partial(_do, duty, content, now)))
            for name, duty in upkeep.DUTIES.items()
            if not (doubted and name in upkeep.FOR_GOOD)
        )
    )
    await _alone("schedules", fire(database, content, now))
    if sweeping:
        await forget(database, content, now, only=retention.ASKED_FOR if doubted else None)
    if sweeping and not doubted:
        await _alone("photos", _sweep_photos(database, photos, now))


def _keep_pace(content: Content, now: datetime, lasted: Uptime, tx: Transaction) -> bool:
    """Before anything is done by the clock; whether it is doubted, which administrators hear."""
    tx.times.keep_pace(now, lasted)
    doubted = tx.times.is_doubted(lasted)
    if doubted:
        alarms.sound(tx, content, SERVER, "clock", "", now)
    else:
        alarms.end(tx, SERVER, "clock")
    return doubted


def _do(
    duty: Callable[[Transaction, Content, datetime], T],
    content: Content,
    now: datetime,
    tx: Transaction,
) -> T:
    return duty(tx, content, now)


async def forget(
    database: Database, content: Content, now: datetime, only: Collection[str] | None = None
) -> None:
    """Everything past its retention, or `only` these sweeps, a lot at a time; conversations go
    first."""
    for name, (sweep, full) in retention.SWEEPS.items():
        if only is not None and name not in only:
            continue
        while True:
            sign()
            found = await _alone(name, database.transaction(partial(_do, sweep, content, now)))
            if found is None or found < full:  # None: it failed, and is tried with the next sweep
                break
            await asyncio.sleep(0)


async def _alone(name: str, work: Awaitable[T]) -> T | None:
    """What it gives; None where it failed."""
    try:
        return await work
    except StorageUnavailable:
        raise
    except Exception:
        log.exception("a duty failed: %s", name)
        return None


async def _sweep_photos(database: Database, photos: PhotoStore, now: datetime) -> None:
    kept = await database.transaction(
        lambda tx: tx.questions.photo_names() | tx.answer_files.names() | tx.handoffs.photo_names()
    )
    await photos.delete_all_but(kept, now)


async def fire(database: Database, content: Content, now: datetime) -> None:
    """Does what is due, each in transactions of its own; a fault in one duty does not end the
    others."""
    await database.transaction(lambda tx: schedules.ensure(tx, now))
    await asyncio.gather(*(_finish(database, content, what, now) for what in schedules.DUTIES))


async def _finish(database: Database, content: Content, what: str, now: datetime) -> None:
    try:
        finished = False
        while not finished:
            sign()
            finished = await database.transaction(partial(_fire, content, what, now))
            await asyncio.sleep(0)  # conversations go first
    except StorageUnavailable:
        raise
    except Exception:
        log.exception("schedule failed: %s", what)


def _fire(content: Content, what: str, now: datetime, tx: Transaction) -> bool:
    return schedules.fire(tx, content, what, now)
