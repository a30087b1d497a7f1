"""`systemctl stop`: what is under way comes to its end and is recorded, as after any other end."""

import asyncio
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.botapi import TOKEN, BotApi, serving
from tests.support.program import served


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
async def test_a_reply_under_way_is_recorded_before_the_program_ends(
    asked: signal.Signals, tmp_path: Path
) -> None:
    api = BotApi(round_trip_s=1.0)
    async with (
        serving(api) as base,
        served(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=base) as (process, _),
    ):
        api.say(7, "xin chào")
        await api.until_sent(1, chat=7)
        process.send_signal(asked)
        began = time.monotonic()
        assert await asyncio.to_thread(process.wait, 20) == 0
        assert time.monotonic() - began < 15
    assert not (tmp_path / "p.db-wal").exists(), "the database was not closed"
    with closing(sqlite3.connect(tmp_path / "p.db")) as rows:
        assert rows.execute("SELECT state FROM outbox").fetchall() == [("sent",)]
