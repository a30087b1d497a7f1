"""Killed at any moment of publishing, an answer is the old one or the new one: never both, never
none, never half. `KILLS=50 pytest tests/bot/test_kill_publishing.py` kills so often."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from storage import database
from storage.database import Transaction
from storage.entry_models import EntryState, EntryVersion

KILLS = int(os.environ.get("KILLS", "2"))
PUBLISHER = """
import asyncio, sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from handlers.desk import acts
from storage import database
from storage.entry_models import EntryAct, EntryState, EntryVersion
from storage.staff_models import Role, Staff

NOW, NO_SHELF = datetime(2026, 11, 28, tzinfo=UTC), None  # a withdrawal looks at no other answer

def publish(tx, approver):
    number = tx.entries.ids.next()
    waits = EntryVersion(number, "mon-bai", "thue", EntryAct.WITHDRAW, EntryState.SUBMITTED,
                         f"{number} " * 500, (1,), NOW, NOW)
    acts.publish(tx, NO_SHELF, tx.entries.add(waits), approver, NOW)

async def main():
    async with database.open(sys.argv[1]) as db:
        def hire(tx):
            known = tx.staff.by_login("nam")
            roles, number = frozenset({Role.APPROVER}), tx.staff.ids.next()
            return known or tx.staff.add(Staff(number, "nam", "Nam", "kthtdt", roles, NOW))
        approver = await db.transaction(hire)
        print("ready", flush=True)
        while True:
            await db.transaction(lambda tx: publish(tx, approver))

asyncio.run(main())
"""


def kill_one(url: str, after_s: float) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, url], stdout=subprocess.PIPE, text=True
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(after_s)
        child.send_signal(signal.SIGKILL)


async def left(url: str) -> list[EntryVersion]:
    def work(tx: Transaction) -> list[EntryVersion]:
        assert [one.serial for one in tx.entries.in_force()] == [tx.entries.last_serial()]
        return tx.entries.of_entry("mon-bai")

    async with database.open(url) as db:
        return await db.transaction(work)


async def test_a_publication_that_is_cut_off_leaves_the_old_answer_or_the_new(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    chance = random.Random(17)  # moments, no secrets
    kept = 0
    for _ in range(KILLS):
        await asyncio.to_thread(kill_one, url, 0.05 + chance.random() * 0.2)
        versions = await left(url)
        assert len(versions) >= kept
        kept = len(versions)
        assert [one.state for one in versions].count(EntryState.PUBLISHED) == 1
        for one in versions:
            assert one.text == f"{one.id} " * 500
            assert one.state is EntryState.PUBLISHED or one.ended_at is not None
    assert kept > KILLS
