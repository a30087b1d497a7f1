"""Fifty SIGKILLs in a broadcast to ten thousand: nobody missed, nobody sent to twice, and what was
under way at a kill stands in the ledger as unconfirmed."""

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
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import delivery
from bot.app import build_core
from bot.channels import telegram
from bot.channels.telegram import TelegramChannel
from bot.delivery import UNPACED_CALLS
from content.library import Content
from handlers import broadcasts
from storage import database
from storage.broadcast_models import Audience, BroadcastKind, BroadcastState
from storage.database import Transaction
from tests.support.botapi import TOKEN
from tests.support.broadcast import MONDAY, subscribe
from tests.support.program import ROOT, environment

PEOPLE = 10_000
KILLS = 50


def send(folder: Path, content: Content, api: str) -> None:
    """What the program does to send, until there is nothing left; in a process of its own."""
    telegram.READ_TIMEOUT_S = 2.0
    delivery.HOLD_S = 0.0

    def clock() -> datetime:  # a Monday morning that goes on from process to process
        return datetime.fromtimestamp(MONDAY.timestamp() + time.time() - STARTED, UTC)

    async def run() -> None:
        channel = TelegramChannel(TOKEN, api, {}, per_second=0)
        async with database.open(f"sqlite:///{folder}/k.db") as db:
            core = build_core(db, content, {channel.name: channel}, clock)
            await channel._calls.initialize()
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


async def prepare(folder: Path) -> int:
    def work(tx: Transaction) -> int:
        subscribe(tx, PEOPLE, MONDAY, channel="telegram")
        return broadcasts.draft(
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
        return await db.transaction(work)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_fifty_kills_miss_nobody_and_double_nobody(tmp_path: Path, content: Content) -> None:
    chance = random.Random(20261121)
    broadcast_id = asyncio.run(prepare(tmp_path))
    fork = multiprocessing.get_context("fork")
    api = subprocess.Popen(
        [sys.executable, "-m", "tests.support.troubled_api"],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    killed = 0
    try:
        assert api.stdout is not None
        base = api.stdout.readline().strip()
        for _ in range(KILLS):
            process = fork.Process(target=send, args=(tmp_path, content, base))
            process.start()
            process.join(chance.uniform(0.02, 0.32))
            if process.is_alive():
                os.kill(process.pid or 0, signal.SIGKILL)
                killed += 1
            process.join()
        last = fork.Process(target=send, args=(tmp_path, content, base))
        last.start()
        last.join(60)
        assert not last.is_alive(), "it did not come to an end"
        state = received(base)
    finally:
        api.kill()
        api.wait()
        if api.stdout:
            api.stdout.close()
    assert killed == KILLS, "the broadcast was over too soon for this test"
    counts, rows = asyncio.run(ledger(tmp_path, broadcast_id))
    got = {int(chat): count for chat, count in state["received"].items()}
    assert max(got.values()) == 1, "somebody was sent to twice"
    assert sum(counts.values()) == PEOPLE
    assert not counts.get("waiting") and not counts.get("queued")
    missed = {chat for chat in rows if chat not in got}
    for chat in missed:
        assert rows[chat] in ("unconfirmed", "refused"), f"{chat} is {rows[chat]} and got nothing"
    blocked = [chat for chat, outcome in rows.items() if outcome == "refused"]
    assert all(chat % 1000 in (7, 307, 607) for chat in blocked)
    assert counts["unconfirmed"] <= KILLS * UNPACED_CALLS + PEOPLE // 1000
    assert state["faults"] == []
    print(f"kills {killed}, {counts}, missed and listed {len(missed) - len(blocked)}")


async def ledger(folder: Path, broadcast_id: int) -> tuple[dict[str, int], dict[int, str]]:
    def work(tx: Transaction) -> tuple[dict[str, int], dict[int, str]]:
        rows = tx.broadcasts.ledger(broadcast_id, limit=PEOPLE + 1)
        found = {row.contact_id: str(row.state) for row, _, _ in rows}
        addresses = {c: tx.contacts.get(c) for c in found}
        by_chat = {int(c.address): found[i] for i, c in addresses.items() if c}
        assert len(by_chat) == PEOPLE
        return tx.broadcasts.counts(broadcast_id).by_state, by_chat

    async with database.open(f"sqlite:///{folder}/k.db") as db:
        return await db.transaction(work)


def received(base: str) -> Any:
    with urllib.request.urlopen(f"{base}/__control/received", timeout=10) as answer:  # noqa: S310
        return json.loads(answer.read())
