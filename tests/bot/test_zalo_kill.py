"""SIGKILL at random moments while both Zalo platforms keep calling: every event handled once, every
reply delivered once or accounted for."""

import asyncio
import random
import sqlite3
from collections import Counter
from pathlib import Path

import aiohttp
import orjson

from bot.app import utc_now
from bot.channels.base import derived_secret
from bot.channels.opened import Around
from bot.channels.zalo_oa.opening import build
from bot.core.delivery import FEWEST_CALLS, RATE_AIMED_AT
from bot.loopback.zalo_bot import TOKEN, ZaloBot, zalo_bot
from bot.loopback.zalo_oa import FakeOa, serving
from content.library import Content
from storage import database
from tests.support.patience import PATIENCE_S
from tests.support.program import served
from tests.support.zalo_oa import KEY, own_settings, pair_of

PEOPLE = 60  # on each platform
KILLS = 2
TEXTS = ["môn bài còn không", "menu", "xin chào", "thuế khoán còn không"]


class Door:
    """Where the program is now; nowhere between a kill and the next start."""

    def __init__(self) -> None:
        self.address = ""


async def call_until_taken(
    door: Door, path: str, raw: bytes, headers: dict[str, str], again: random.Random
) -> None:
    """A platform that repeats until it hears 200, and now and then once more."""
    async with aiohttp.ClientSession() as platform:
        taken = 0
        while not taken or again.random() < 0.2:
            try:
                async with platform.post(door.address + path, data=raw, headers=headers) as answer:
                    taken += answer.status == 200
            except (aiohttp.ClientError, ValueError):
                pass
            await asyncio.sleep(again.uniform(0.01, 0.2))


def oa_calls(fake: FakeOa) -> list[tuple[str, bytes, dict[str, str]]]:
    calls = []
    for number in range(PEOPLE):
        event = fake.text_event(f"u{number}", TEXTS[number % 4])
        raw = orjson.dumps(event)
        calls.append(("/zalo-oa", raw, {"X-ZEvent-Signature": fake.signature(raw, event)}))
    return calls


def bot_calls(bot: ZaloBot) -> list[tuple[str, bytes, dict[str, str]]]:
    secret = derived_secret(TOKEN, b"donghanh zalo bot")
    headers = {"X-Bot-Api-Secret-Token": secret}
    return [
        ("/zalo-bot", orjson.dumps(bot.say(f"z{number}", TEXTS[number % 4])), headers)
        for number in range(PEOPLE)
    ]


async def test_kills_lose_nothing_and_double_nothing_on_zalo(
    tmp_path: Path, content: Content
) -> None:
    chance = random.Random(20261121)
    fake, bot, door = FakeOa(latency_s=0.01), ZaloBot(people=PEOPLE), Door()
    async with serving(fake) as oa_base, zalo_bot(bot) as bot_base:
        url = f"sqlite:///{tmp_path}/p.db"
        async with database.open(url) as db:
            own = own_settings(oa_base)
            oa = await build(own, Around(db, content, utc_now))
            await oa.account.connect(pair_of(fake))
        settings = {
            "PUBLIC_URL": "https://phuong.test",
            "ZALO_OA_APP_ID": own.app_id,
            "ZALO_OA_APP_SECRET": own.app_secret.value,
            "ZALO_OA_WEBHOOK_SECRET": own.webhook_secret.value,
            "ZALO_OA_TOKEN_KEY": KEY,
            "ZALO_OA_API_URL": oa_base,
            "ZALO_OA_LOGIN_URL": oa_base,
            "ZALO_OA_PER_MINUTE": "0",
            "ZALO_BOT_TOKEN": TOKEN,
            "ZALO_BOT_API_URL": bot_base,
        }
        calls = [*oa_calls(fake), *bot_calls(bot)]
        chance.shuffle(calls)
        under_way = [
            asyncio.create_task(call_until_taken(door, *call, random.Random(number)))
            for number, call in enumerate(calls)
        ]
        for _ in range(KILLS):
            async with served(tmp_path, **settings) as (_, door.address):
                await asyncio.sleep(chance.uniform(0.02, 0.12))  # and then it is killed
            door.address = ""
        async with served(tmp_path, **settings) as (_, door.address):
            await asyncio.wait_for(asyncio.gather(*under_way), PATIENCE_S)
            await quiet(tmp_path)
    rows = sqlite3.connect(tmp_path / "p.db")
    handled = rows.execute("SELECT channel, count(*) FROM inbox GROUP BY channel").fetchall()
    assert dict(handled) == {"zalo_oa": PEOPLE, "zalo_bot": PEOPLE}
    states = Counter(dict(rows.execute("SELECT state, count(*) FROM outbox GROUP BY state")))
    rows.close()
    assert states["sent"] + states["unconfirmed"] == 2 * PEOPLE, states
    got = [len(fake.users[f"u{n}"].received) for n in range(PEOPLE)]
    got += [len(bot.texts(f"z{n}")) for n in range(PEOPLE)]
    assert max(got) == 1, "a reply was doubled"
    assert got.count(0) <= states["unconfirmed"], "a reply was lost without being accounted for"
    assert states["unconfirmed"] <= 2 * KILLS * (FEWEST_CALLS + 0.030 * RATE_AIMED_AT)
    assert fake.faults == [] and bot.faults == []
    print(f"{KILLS} kills: {dict(states)}, replies that never arrived {got.count(0)}")


async def quiet(folder: Path) -> None:
    """Until nothing waits to be sent."""
    for _ in range(900):
        rows = sqlite3.connect(folder / "p.db")
        [(waiting,)] = rows.execute(
            "SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')"
        ).fetchall()
        rows.close()
        if not waiting:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("replies still wait")
