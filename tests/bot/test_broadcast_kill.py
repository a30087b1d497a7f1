"""Fifty SIGKILLs in a broadcast to ten thousand (fewer on Zalo): nobody missed, nobody sent to
twice, and what was under way at a kill stands in the ledger as unconfirmed."""

import asyncio
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import build_core
from bot.channels.base import Channel
from bot.channels.oa import Pair
from bot.channels.opened import Around
from bot.channels.telegram import channel as telegram_channel
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.zalo_bot import channel as zalo_bot
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_oa import api as zalo_oa_api
from bot.channels.zalo_oa import errors
from bot.channels.zalo_oa.opening import build
from bot.core import delivery
from bot.core.conversation import Clock
from bot.core.delivery import UNPACED_CALLS
from bot.loopback.zalo_bot import TOKEN as ZALO_TOKEN
from content.library import Content
from handlers.broadcast import drafting
from storage import database
from storage.broadcast_models import Audience, BroadcastKind, BroadcastState
from storage.database import Database, Transaction
from tests.support.botapi import TOKEN
from tests.support.broadcast import MONDAY, subscribe
from tests.support.forks import ROOT
from tests.support.patience import PATIENCE_S
from tests.support.program import environment
from tests.support.troubled_zalo import ACCESS, REFRESH
from tests.support.zalo_oa import own_settings

# platform -> people, kills, and the server that plays it
PLATFORMS = {
    "telegram": (10_000, 50, ["tests.support.troubled_api"]),
    "zalo_oa": (3_000, 15, ["tests.support.troubled_zalo", "zalo_oa"]),
    "zalo_bot": (2_000, 12, ["tests.support.troubled_zalo", "zalo_bot"]),
}


async def channel_of(
    platform: str, db: Database, content: Content, api: str, clock: Clock
) -> Channel:
    """The channel with everything but its receiving; never paced."""
    if platform == "telegram":
        telegram_channel = TelegramChannel(TOKEN, api, {}, per_second=0)
        await telegram_channel._calls.initialize()
        return telegram_channel
    if platform == "zalo_bot":
        zalo = ZaloBotChannel(ZALO_TOKEN, api, monthly=1_000_000, per_second=0)
        zalo._session = aiohttp.ClientSession()
        return zalo
    oa = await build(own_settings(api), Around(db, content, clock))
    await oa.channel.api.open()
    return oa.channel


def send(folder: Path, content: Content, api: str, platform: str) -> None:
    """What the program does to send, until there is nothing left; in a process of its own."""
    telegram_channel.READ_TIMEOUT_S = zalo_bot.READ_TIMEOUT_S = zalo_oa_api.READ_TIMEOUT_S = 2.0
    errors.NEXT_MINUTE_S = errors.SHORT_WAIT_S = 0.5
    delivery.HOLD_S = 0.0

    def clock() -> datetime:  # a Monday morning that goes on from process to process
        return datetime.fromtimestamp(MONDAY.timestamp() + time.time() - STARTED, UTC)

    async def run() -> None:
        async with database.open(f"sqlite:///{folder}/k.db") as db:
            channel = await channel_of(platform, db, content, api, clock)
            core = build_core(db, content, {channel.name: channel}, clock)
            sender = core.deliveries[channel.name]
            await sender.recover()
            working = [
                asyncio.create_task(sender.run()),
                asyncio.create_task(core.broadcaster.run()),
            ]
            # The rows say when it is over.
            while await db.transaction(  # noqa: ASYNC110
                lambda tx: tx.broadcasts.in_states((BroadcastState.SENDING,))
            ):
                await asyncio.sleep(0.05)
            await sender.stop()
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
            await channel.stop()

    asyncio.run(run())


STARTED = time.time()


async def prepare(folder: Path, content: Content, platform: str, people: int) -> int:
    def work(tx: Transaction) -> int:
        subscribe(tx, people, MONDAY, channel=platform)
        return drafting.draft(
            tx,
            BroadcastKind.NEWS,
            "thue",
            "Tin thuế",
            "Hạn nộp thuế quý này.",
            Audience(topics=("thue",)),
            MONDAY,
            author=None,
            state=BroadcastState.SENDING,
            approved_at=MONDAY,
            started_at=MONDAY,
        ).id

    async with database.open(f"sqlite:///{folder}/k.db") as db:
        if platform == "zalo_oa":
            own = own_settings("http://127.0.0.1:9")
            oa = await build(own, Around(db, content, lambda: MONDAY))
            await oa.account.connect(Pair(ACCESS, REFRESH, timedelta(hours=25)))
        return await db.transaction(work)


@pytest.mark.parametrize("platform", list(PLATFORMS))
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_kills_miss_nobody_and_double_nobody(
    platform: str, tmp_path: Path, content: Content
) -> None:
    people, kills, server = PLATFORMS[platform]
    chance = random.Random(20261121)
    broadcast_id = asyncio.run(prepare(tmp_path, content, platform, people))
    fork = multiprocessing.get_context("fork")
    api = subprocess.Popen(
        [sys.executable, "-m", *server],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    killed = 0
    try:
        assert api.stdout is not None
        base = api.stdout.readline().strip()
        for _ in range(kills):
            process = fork.Process(target=send, args=(tmp_path, content, base, platform))
            process.start()
            process.join(chance.uniform(0.02, 0.32))
            if process.is_alive():
                os.kill(process.pid or 0, signal.SIGKILL)
                killed += 1
            process.join()
        last = fork.Process(target=send, args=(tmp_path, content, base, platform))
        last.start()
        last.join(PATIENCE_S)
        assert not last.is_alive(), "it did not come to an end"
        state = received(base)
    finally:
        api.kill()
        api.wait()
        if api.stdout:
            api.stdout.close()
    assert killed == kills, "the broadcast was over too soon for this test"
    counts, rows = asyncio.run(ledger(tmp_path, broadcast_id, people))
    got = {int(chat): count for chat, count in state["received"].items()}
    assert max(got.values()) == 1, "somebody was sent to twice"
    assert sum(counts.values()) == people
    assert not counts.get("waiting") and not counts.get("queued")
    missed = {chat for chat in rows if chat not in got}
    for chat in missed:
        assert rows[chat] in ("unconfirmed", "refused"), f"{chat} is {rows[chat]} and got nothing"
    blocked = [chat for chat, outcome in rows.items() if outcome == "refused"]
    assert all(chat % 1000 in (7, 307, 607) for chat in blocked)
    assert counts["unconfirmed"] <= kills * UNPACED_CALLS + people // 1000
    assert state["faults"] == []
    print(f"{platform}: kills {killed}, {counts}, missed and listed {len(missed) - len(blocked)}")


async def ledger(
    folder: Path, broadcast_id: int, people: int
) -> tuple[dict[str, int], dict[int, str]]:
    def work(tx: Transaction) -> tuple[dict[str, int], dict[int, str]]:
        rows = tx.ledger.rows(broadcast_id, limit=people + 1)
        found = {row.contact_id: str(row.state) for row, _, _ in rows}
        addresses = {c: tx.contacts.get(c) for c in found}
        by_chat = {int(c.address): found[i] for i, c in addresses.items() if c}
        assert len(by_chat) == people
        return tx.ledger.counts(broadcast_id).by_state, by_chat

    async with database.open(f"sqlite:///{folder}/k.db") as db:
        return await db.transaction(work)


def received(base: str) -> Any:
    with urllib.request.urlopen(f"{base}/__control/received", timeout=PATIENCE_S) as answer:  # noqa: S310
        return json.loads(answer.read())
