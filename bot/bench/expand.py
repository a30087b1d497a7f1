"""How conversations fare while a broadcast to very many is entered in the ledger and queued.

`python -m bot.bench.expand 100000` prints the time it took, what it added to memory, and how long
turns took meanwhile.
"""

import asyncio
import json
import random
import resource
import sys
import tempfile
import time
from datetime import timedelta

from bot.app import build_core, settle_memory
from bot.bench.broadcast import NINE, sending
from bot.channels.base import Capabilities, Receive, SendOutcome, Sent
from content.library import load_content
from handlers.talk.messages import Incoming, Reply, SendingPolicy
from storage import database
from storage.database import Transaction

CHANNEL = "bench"
CHAT_EVERY_S = 0.02


class Sink:
    """A channel that takes everything; broadcasts at 30 a second, replies at once."""

    name = CHANNEL
    capabilities = Capabilities(text_limit=4096, policy=SendingPolicy(per_second=30))

    def __init__(self) -> None:
        self.answered: dict[str, float] = {}

    async def start(self, receive: Receive) -> None: ...

    async def stop(self) -> None: ...

    async def warm_up(self) -> None: ...

    async def fetch(self, reference: str, limit: int) -> bytes | None:
        return None

    async def send(self, row_id: int, address: str, reply: Reply) -> SendOutcome:
        self.answered.setdefault(address, time.perf_counter())
        return Sent()


async def main(people: int) -> None:
    content = load_content()
    sink = Sink()
    with tempfile.TemporaryDirectory() as folder:
        async with database.open(f"sqlite:///{folder}/b.db") as db:
            core = build_core(db, content, {CHANNEL: sink}, lambda: NINE + timedelta(minutes=5))
            for first in range(0, people, 1000):
                await db.transaction(lambda tx, first=first: _subscribe(tx, first, people))  # type: ignore[misc]
            settle_memory()
            made = await db.transaction(sending)
            before = _memory_mb()
            delivering = asyncio.create_task(core.deliveries[CHANNEL].run())
            turns: list[float] = []
            chatting = asyncio.create_task(chat(core.reception.receive, sink, turns))
            began = time.perf_counter()
            while await core.broadcaster.step() <= 0:  # noqa: ASYNC110  # conversations go first
                await asyncio.sleep(0)
            took = time.perf_counter() - began
            chatting.cancel()
            await core.deliveries[CHANNEL].stop()
            delivering.cancel()
            counts = await db.transaction(lambda tx: tx.ledger.counts(made.id))
    turns.sort()
    print(
        json.dumps(
            {
                "bench": "expand",
                "recipients": counts.total,
                "took_s": round(took, 2),
                "rss_mb": round(_memory_mb(), 1),
                "added_mb": round(_memory_mb() - before, 1),
                "turns": len(turns),
                "turn_p50_ms": round(turns[len(turns) // 2] * 1e3, 1),
                "turn_p95_ms": round(turns[int(len(turns) * 0.95)] * 1e3, 1),
                "turn_max_ms": round(turns[-1] * 1e3, 1),
            }
        )
    )


async def chat(receive: object, sink: Sink, turns: list[float]) -> None:
    """Questions at random moments, each by somebody new; from the question to its answer."""
    number = len(sink.answered)
    while True:
        await asyncio.sleep(random.expovariate(1 / CHAT_EVERY_S))
        number += 1
        asyncio.create_task(_ask(receive, sink, turns, f"asks{number}"))  # noqa: RUF006  # short


async def _ask(receive: object, sink: Sink, turns: list[float], address: str) -> None:
    began = time.perf_counter()
    text = "môn bài còn không"
    incoming = Incoming(CHANNEL, address, address, NINE, text=text)
    await receive(incoming)  # type: ignore[operator]  # Reception.receive
    while address not in sink.answered:  # noqa: ASYNC110  # a thousand askers, no event each
        await asyncio.sleep(0.0005)
    turns.append(sink.answered[address] - began)


def _subscribe(tx: Transaction, first: int, people: int) -> None:
    for number in range(first, min(first + 1000, people)):
        contact = tx.contacts.meet(CHANNEL, f"s{number}", NINE)
        tx.subscriptions.add(contact.id, "thue", NINE)


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
