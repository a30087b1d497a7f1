"""After an erasure: removes its photos and has the database rebuilt, until both are done.

What is owed stands in rows, so that a crash or a busy file only puts it off."""

import asyncio
import contextlib
import logging
import math

from bot.files.photos import PhotoStore
from bot.running.loops import beat
from bot.running.pool import Busy
from storage.database import Database, StorageUnavailable

log = logging.getLogger(__name__)

TRY_AGAIN_S = 30.0
REBUILD_S = 1800.0  # of a large file on a slow disk, at the most


async def run(database: Database, photos: PhotoStore) -> None:
    """Works as long as the program lives: at once after an erasure, and again while it is owed."""
    while True:
        beat(REBUILD_S)
        try:
            done = await settle(database, photos)
        except StorageUnavailable as error:
            log.error("erasure put off: %s", error)
            done = False
        except Exception:
            log.exception("erasure failed")
            done = False
        beat(math.inf if done else TRY_AGAIN_S)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(database.erased.wait(), None if done else TRY_AGAIN_S)


async def settle(database: Database, photos: PhotoStore) -> bool:
    """Does what is owed; whether nothing is owed any more."""
    database.erased.clear()  # whoever is erased from here on has it set again
    names = await database.transaction(lambda tx: tx.erasures.files())
    gone = await _removed(photos, names)
    await database.transaction(lambda tx: tx.erasures.files_are_gone(gone))
    if owed := await database.transaction(lambda tx: tx.erasures.owed()):
        if not await database.scrub():
            return False
        await database.transaction(lambda tx: tx.erasures.settle(owed))
    return len(gone) == len(names)


async def _removed(photos: PhotoStore, names: list[str]) -> list[str]:
    gone = []
    for name in names:
        try:
            await photos.drop(name)
        except OSError as error:
            log.error("a photo could not be removed: %s", error.strerror)
        except Busy:
            log.error("a photo could not be removed: the disk does not answer")
        else:
            gone.append(name)
    return gone
