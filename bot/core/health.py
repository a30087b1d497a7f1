"""How the program fares, for `GET /healthz`: each channel, the database, the disk. Cheap, and it
says nothing of anybody."""

import asyncio
import contextlib
import shutil
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.channels.base import Channel, Looping
from bot.core.conversation import Reception
from bot.core.delivery import Delivery
from bot.core.space import Space
from bot.files.store import LEAST_FREE
from bot.running.loops import Loops
from bot.running.pool import Busy, Pool
from storage.database import Database, StorageUnavailable, Transaction

ANSWER_WITHIN_S = 2.0
# However many ask, so often one of them writes.
WRITE_EVERY_S = 5.0


async def vitals(
    database: Database,
    channels: Iterable[Channel],
    reception: Reception,
    deliveries: Mapping[str, Delivery],
    loops: Loops,
    space: Space,
    disk: Pool,
) -> tuple[bool, dict[str, Any]]:
    """Whether messages can be received and kept right now, and the answer in full: per channel when
    it last received and sent (UTC, None: not since the start), whether its loops run, and what its
    messages took of the disk within a day."""
    stored = await _stores(database)
    free = await _free(database, disk)
    dead = set(loops.dead)
    each = {
        channel.name: {
            "received_at": _stamp(reception.received_at.get(channel.name)),
            "sent_at": _stamp(deliveries[channel.name].sent_at),
            "runs": f"delivery {channel.name}" not in dead
            and not (isinstance(channel, Looping) and channel.loops.dead),
            "taken_mb": space.of_channel(channel.name) // 2**20,
        }
        for channel in channels
    }
    whole = all(one["runs"] for one in each.values()) and not dead
    ready = stored and whole
    return ready, {
        "status": "ok" if ready else "unavailable",
        "channels": each,
        "database": {"stores": stored, "file": str(database.fault) or "ok"},
        "disk": {
            "free_mb": free // 2**20,
            "ok": free >= LEAST_FREE,
            "low": free < space.bounds.kept_free,
        },
        "stopped": sorted(dead),
    }


async def _stores(database: Database) -> bool:
    if database.fault:
        return False
    with contextlib.suppress(StorageUnavailable, TimeoutError):
        mark = str(time.monotonic() // WRITE_EVERY_S)
        probe = database.transaction(lambda tx: _write(tx, mark))
        await asyncio.wait_for(probe, ANSWER_WITHIN_S)
        return True
    return False


def _write(tx: Transaction, mark: str) -> None:
    """A full disk lets everything through that changes nothing."""
    if tx.settings.get("health") != mark:
        tx.settings.put("health", mark)


async def _free(database: Database, disk: Pool) -> int:
    """Bytes; 0 where the disk does not say, or not in time."""
    with contextlib.suppress(OSError, Busy, TimeoutError):
        asked = disk.run(shutil.disk_usage, database.path.parent)
        return (await asyncio.wait_for(asked, ANSWER_WITHIN_S)).free
    return 0


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
