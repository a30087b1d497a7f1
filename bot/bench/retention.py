"""How conversations fare while 400,000 rows past their time are forgotten, a lot at a time.

`python -m bot.bench.retention 400000` prints the time it took, what is left of the rows, and how
long turns took before and meanwhile.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Coroutine
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot.app import build_core, settle_memory
from bot.bench.broadcast import NINE
from bot.bench.expand import CHANNEL, Sink, chat
from bot.core import schedule
from content.library import Content, load_content
from handlers.clock import retention
from storage import database
from storage.database import Transaction
from storage.models import OutboxState, Settled

LOT = 1000
PEOPLE = 20_000
ALONE_S = 10.0
LONG_AGO = NINE - timedelta(days=400)


async def main(rows: int) -> None:
    content = load_content()
    sink = Sink()
    with tempfile.TemporaryDirectory() as folder:
        async with database.open(f"sqlite:///{folder}/b.db") as db:
            for first in range(0, rows // 2, LOT):
                await db.transaction(partial(_fill, first))
            photos = Path(folder) / "photos"
            core = build_core(db, content, {CHANNEL: sink}, lambda: NINE, photo_folder=photos)
            settle_memory()
            delivering = asyncio.create_task(core.deliveries[CHANNEL].run())
            receive = core.reception.receive
            alone = await _while(asyncio.sleep(ALONE_S), receive, sink)
            began = time.perf_counter()
            meanwhile = await _while(schedule.forget(db, content, NINE), receive, sink)
            took = time.perf_counter() - began
            await core.deliveries[CHANNEL].stop()
            delivering.cancel()
            left = await db.transaction(partial(_left, content))
    print(
        json.dumps(
            {
                "bench": "retention",
                "rows": rows,
                "left": left,
                "took_s": round(took, 2),
                "turns": len(meanwhile),
                "alone_p95_ms": _ms(alone, 0.95),
                "alone_max_ms": _ms(alone, 1.0),
                "turn_p50_ms": _ms(meanwhile, 0.5),
                "turn_p95_ms": _ms(meanwhile, 0.95),
                "turn_max_ms": _ms(meanwhile, 1.0),
            }
        )
    )


def _fill(first: int, tx: Transaction) -> None:
    """A thousand messages that came, and a thousand that went, more than a year ago."""
    sent = []
    for number in range(first, first + LOT):
        contact = tx.contacts.meet(CHANNEL, f"old{number % PEOPLE}", NINE)
        tx.inbox.record(CHANNEL, f"old{number}", contact.id, LONG_AGO)
        queued = tx.outbox.add(contact.id, '{"text": "Xin chào"}', LONG_AGO, claimed=True)
        sent.append(Settled(queued or 0, OutboxState.SENT))
    tx.outbox.settle(sent, LONG_AGO)


def _left(content: Content, tx: Transaction) -> int:
    """How many another sweep would still find."""
    return sum(retention.SWEEPS[name][0](tx, content, NINE) for name in ("inbox", "outbox"))


async def _while(work: Coroutine[Any, Any, None], receive: object, sink: Sink) -> list[float]:
    """How long the turns took that began meanwhile, shortest first."""
    turns: list[float] = []
    chatting = asyncio.create_task(chat(receive, sink, turns))
    await work
    chatting.cancel()
    return sorted(turns)


def _ms(turns: list[float], share: float) -> float:
    return round(turns[min(int(len(turns) * share), len(turns) - 1)] * 1e3, 1)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
