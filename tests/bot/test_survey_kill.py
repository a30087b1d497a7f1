"""SIGKILL while a ward answers its survey: no answer is lost, none is kept twice.

`CHATS=417 KILLS=10 pytest tests/bot/test_survey_kill.py` answers five thousand questions.
"""

import asyncio
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import orjson

from bot.app import utc_now
from content.library import Content
from storage import database
from tests.bot.test_kill import call, wait_until_quiet
from tests.handlers.test_survey import TOLD
from tests.support.botapi import TOKEN
from tests.support.engine import address
from tests.support.forks import ROOT
from tests.support.program import environment, program
from tests.support.survey import running_wave

CHATS = int(os.environ.get("CHATS", "12"))
KILLS = int(os.environ.get("KILLS", "4"))
TELLS = {"nghe": ["an_uong"], "doanh_thu": ["exempt"], "kho_khan": ["von", "dau_ra", "thue"]}


async def furnish(folder: Path, content: Content) -> None:
    async with database.open(address(folder, "p")) as db:
        await db.transaction(lambda tx: running_wave(tx, content, utc_now()))


def test_a_kill_loses_no_answer_and_doubles_none(tmp_path: Path, content: Content) -> None:
    asyncio.run(furnish(tmp_path, content))
    chance = random.Random(20261130)
    api = subprocess.Popen(
        [sys.executable, "-m", "tests.support.botapi"],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert api.stdout is not None
        base = api.stdout.readline().strip()
        told = [{"chat": 1000 + chat, "text": text} for text in TOLD for chat in range(CHATS)]
        call(base, "/__control/updates", told)
        settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": base}
        for _ in range(KILLS):
            with program(tmp_path, **settings):
                time.sleep(chance.uniform(0.0, 0.3 * len(told) / 168))  # and then it is killed
        with program(tmp_path, **settings):
            wait_until_quiet(base)
    finally:
        api.kill()
        api.wait()
        if api.stdout:
            api.stdout.close()
    rows = sqlite3.connect(tmp_path / "p.db")
    done = rows.execute(
        "SELECT count(*), count(DISTINCT contact_id), count(done_at) FROM survey_respondent"
    ).fetchone()
    answers = rows.execute("SELECT respondent_id, question, chosen FROM survey_answer").fetchall()
    rows.close()
    assert done == (CHATS, CHATS, CHATS)
    each = Counter(respondent for respondent, _, _ in answers)
    assert set(each.values()) == {12} and len(each) == CHATS
    assert all(orjson.loads(chosen) == TELLS[name] for _, name, chosen in answers if name in TELLS)
