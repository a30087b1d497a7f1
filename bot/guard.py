"""Watches the database file while the program lives: one that was deleted or exchanged ends it."""

import asyncio

from storage import checks
from storage.database import Database, Fault, StorageError

LOOK_S = 2.0


async def until_lost(database: Database) -> None:
    """Returns never; raises StorageError once the file is not the one that was opened. What was
    committed since is acknowledged to nobody (`storage/sqlite.py`), so nothing is lost unseen."""
    while database.fault is not Fault.REPLACED:  # noqa: ASYNC110  # the disk sends no event
        await asyncio.sleep(LOOK_S)
    raise StorageError(checks.replaced(database.path))
