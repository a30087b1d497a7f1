"""Our broadcast as a system to measure: so many subscribers in a fresh database, sent to a Bot API.

`python -m bot.bench.broadcast http://127.0.0.1:9000 1800 30`; a rate of 0 is no limit. With a
fourth word, `zalo_oa`, to a Zalo OA (never paced).
"""

import asyncio
import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import partial

from bot.app import build_core, running, settle_memory
from bot.channels.base import Channel
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.zalo_oa.api import FixedAccount
from bot.channels.zalo_oa.channel import OaOptions, ZaloOaChannel
from content.library import load_content
from handlers.broadcast import drafting
from storage import database
from storage.broadcast_models import Audience, Broadcast, BroadcastKind, BroadcastState
from storage.database import Transaction

TOKEN = "1:bench"  # noqa: S105  # of nobody
FIRST_CHAT = 5_000_000  # apart from the chats of whoever asks meanwhile
# A Monday morning: sending hours are not what is measured.
NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def _channel(api: str, rate: int, platform: str) -> Channel:
    if platform == "zalo_oa":
        return ZaloOaChannel(FixedAccount(TOKEN), api, OaOptions(per_minute=0))
    return TelegramChannel(TOKEN, api, {}, per_second=rate)


async def main(api: str, people: int, rate: int, platform: str) -> None:
    started = time.monotonic()

    def clock() -> datetime:
        return datetime.fromtimestamp(NINE.timestamp() + time.monotonic() - started, UTC)

    content = load_content(with_meaning=False)
    channel = _channel(api, rate, platform)
    with tempfile.TemporaryDirectory() as folder:
        async with database.open(f"sqlite:///{folder}/b.db") as db:
            core = build_core(db, content, {channel.name: channel}, clock)
            for first in range(0, people, 1000):
                await db.transaction(partial(subscribe, channel.name, first, people, NINE))
            made = await db.transaction(sending)
            settle_memory()
            async with running(core, {channel.name: channel}, clock):
                began = time.perf_counter()
                # The rows say when it is over.
                while await db.transaction(  # noqa: ASYNC110
                    lambda tx: tx.broadcasts.in_states((made.state,))
                ):
                    await asyncio.sleep(0.2)
                took = time.perf_counter() - began
            counts = await db.transaction(lambda tx: tx.ledger.counts(made.id))
    print(json.dumps({"took_s": round(took, 2), "states": counts.by_state}), flush=True)


def subscribe(channel: str, first: int, people: int, now: datetime, tx: Transaction) -> None:
    """At most a thousand, from number `first` on."""
    for number in range(first, min(first + 1000, people)):
        contact = tx.contacts.meet(channel, str(FIRST_CHAT + number), now)
        tx.subscriptions.add(contact.id, "thue", now)


def sending(
    tx: Transaction, now: datetime = NINE, kind: BroadcastKind = BroadcastKind.NEWS
) -> Broadcast:
    """A broadcast to all of them that is being sent."""
    audience = Audience(topics=("thue",))
    text = "Hạn nộp thuế quý này. " * 8
    return drafting.draft(
        tx,
        kind,
        "thue",
        "Tin thuế",
        text,
        audience,
        now,
        author=None,
        state=BroadcastState.SENDING,
        approved_at=now,
        started_at=now,
    )


if __name__ == "__main__":
    platform_ = sys.argv[4] if len(sys.argv) > 4 else "telegram"
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), platform_))
