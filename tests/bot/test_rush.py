"""A rush for seats, and kills in the middle of it: nobody is seated twice or lost."""

import asyncio
import os
import random
import re
import sqlite3
import time
from collections import Counter
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import psutil

from bot.app import utc_now
from bot.web.console.console import COOKIE
from content.library import Content
from handlers.people import accounts
from handlers.question import answering, moves, receiving
from handlers.question.moves import Move
from storage import database
from storage.database import Transaction
from storage.staff_models import Role
from tests.support.botapi import TOKEN, BotApi, serving
from tests.support.conference import make_event, make_staff
from tests.support.patience import PATIENCE_S
from tests.support.program import served

# `PEOPLE=500 pytest -s -k seats tests/bot/test_rush.py` says how long a whole ward takes.
PEOPLE = int(os.environ.get("PEOPLE", "150"))
SEATS = PEOPLE * 2 // 5
CHECKED = 20
BEGIN_WITHIN_S = PEOPLE / 100


async def open_event(folder: Path, seats: int) -> int:
    async with database.open(f"sqlite:///{folder}/p.db") as db:
        event = await db.transaction(lambda tx: make_event(tx, seats=seats, now=utc_now()))
    return event.id


def steps(number: int) -> list[str]:
    return [
        "đăng ký hội nghị",
        "1",
        f"Nguyễn Văn {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]}",
        f"09{10_000_000 + number}",
        "chưa",
        f"tổ {number % 12 + 1}",
        "1",
        "1",
    ]


async def on_the_page(address: str, number: int, after_s: float) -> None:
    """One visitor's browser without scripts."""
    await asyncio.sleep(after_s)
    headers = {"Accept": "application/json"}
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        async with browser.get(address) as page:
            await page.read()
        for place, text in enumerate(steps(number)):
            form = {"text": text, "once": f"{number}-{place}", "opened": "", "after": "0"}
            async with browser.post(f"{address}/send", data=form, headers=headers) as answer:
                assert answer.status == 200, await answer.text()
                await answer.read()


async def on_telegram(api: BotApi, number: int, after_s: float = 0) -> None:
    await asyncio.sleep(after_s)
    for place, text in enumerate(steps(number)):
        api.say(10_000 + number, text)
        await api.until_sent(place + 1, chat=10_000 + number)


async def test_more_people_than_seats_come_at_once(tmp_path: Path) -> None:
    event_id, chance = await open_event(tmp_path, SEATS), random.Random(2026)
    api = BotApi()
    async with serving(api) as base:
        settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": base, "LOG_LEVEL": "INFO"}
        async with served(tmp_path, **settings) as (process, address):
            running = psutil.Process(process.pid)
            await on_telegram(api, 9_999)  # one before, so that everything is warm
            before = running.memory_info().rss
            started = time.monotonic()
            half = PEOPLE // 2
            await asyncio.gather(
                *(on_the_page(address, n, chance.uniform(0, BEGIN_WITHIN_S)) for n in range(half)),
                *(
                    on_telegram(api, n, chance.uniform(0, BEGIN_WITHIN_S))
                    for n in range(half, PEOPLE - 1)
                ),
            )
            took = time.monotonic() - started
            grown = (running.memory_info().rss - before) / 2**20
    assert grown <= 60, f"{grown:.0f} MB more"
    turns = [float(ms) for ms in re.findall(r"turn handled .* ms=([\d.]+)", log_of(tmp_path))]
    assert len(turns) >= PEOPLE * 8
    rows = sqlite3.connect(tmp_path / "p.db")
    states = Counter(
        dict(rows.execute("SELECT state, count(*) FROM registration GROUP BY state").fetchall())
    )
    line = rows.execute(
        "SELECT id FROM registration WHERE state = 'waitlisted' ORDER BY queued_at, id"
    ).fetchall()
    last_seated = rows.execute(
        "SELECT max(queued_at) FROM registration WHERE state = 'confirmed'"
    ).fetchone()[0]
    first_waiting = rows.execute(
        "SELECT min(queued_at) FROM registration WHERE state = 'waitlisted'"
    ).fetchone()[0]
    rows.close()
    assert states == {"confirmed": SEATS, "waitlisted": PEOPLE - SEATS}
    assert line == sorted(line) and last_seated <= first_waiting
    assert event_id
    print(f"{PEOPLE} people in {took:.1f} s, slowest turn {max(turns):.0f} ms, {grown:.0f} MB more")


def log_of(folder: Path) -> str:
    return (folder / "program.log").read_text()


async def test_a_kill_loses_no_registration_question_or_arrival(tmp_path: Path) -> None:
    chance = random.Random(2026)
    people = 25
    event_id = await open_event(tmp_path, people)
    cookie, csrf = await sign_in(tmp_path)
    api = BotApi()
    for number in range(people):
        for text in [*steps(number), "gửi câu hỏi", f"Chợ ngập từ hôm {number}, xin nạo vét cống"]:
            api.say(10_000 + number, text)
        for text in ("1", "1", "2"):
            api.say(10_000 + number, text)
    async with serving(api) as base:
        settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": base}
        for _ in range(3):
            async with served(tmp_path, **settings):
                await asyncio.sleep(chance.uniform(0.05, 0.5))  # and then it is killed
        acknowledged: set[str] = set()
        async with served(tmp_path, **settings):
            end = time.monotonic() + PATIENCE_S
            while api.updates and time.monotonic() < end:  # noqa: ASYNC110  # no event for it
                await asyncio.sleep(0.2)
        codes = read(tmp_path, "SELECT code FROM registration ORDER BY id")[:CHECKED]
        for upto in kills(len(codes), chance):
            async with served(tmp_path, **settings) as (_, address):
                sending = asyncio.create_task(
                    arrive(address, event_id, codes, cookie, csrf, acknowledged)
                )
                await until(acknowledged, upto, sending, chance)
            [ended] = await asyncio.gather(sending, return_exceptions=True)
            # Killed in the middle of it, or done: anything else is a fault.
            assert isinstance(ended, aiohttp.ClientError | asyncio.CancelledError | None), ended
    assert api.updates == []
    counts = read(tmp_path, "SELECT count(*) FROM registration GROUP BY contact_id")
    assert counts == [1] * people
    assert read(tmp_path, "SELECT DISTINCT state FROM registration WHERE arrived_at IS NULL") == [
        "confirmed"
    ]
    assert read(tmp_path, "SELECT count(*) FROM question GROUP BY contact_id") == [1] * people
    arrived = read(tmp_path, "SELECT code FROM registration WHERE state = 'checked_in'")
    assert set(arrived) == acknowledged == set(codes)


async def test_a_kill_sends_every_approved_answer_once(tmp_path: Path, content: Content) -> None:
    chance, count = random.Random(7), 25

    def work(tx: Transaction) -> tuple[list[str], str, str]:
        clerk = make_staff(tx, "thuky", Role.CLERK, now=utc_now())
        leader = make_staff(tx, "lanhdao", Role.APPROVER, now=utc_now())
        codes = []
        for number in range(count):
            contact = tx.contacts.meet("telegram", str(10_000 + number), utc_now())
            asked = receiving.Asked("Chợ ngập", "moi-truong", "chat", contact_id=contact.id)
            question = receiving.receive(tx, content, asked, utc_now(), actor="contact")
            given = moves.move(tx, question, Move.ASSIGN, utc_now(), staff=clerk)
            answering.answer(tx, content, given, "Đã nạo vét cống.", "", utc_now(), staff=clerk)
            codes.append(question.code)
        token, session = accounts.open_session(tx, leader, utc_now())
        return codes, token, session.csrf

    async with database.open(f"sqlite:///{tmp_path}/p.db") as db:
        codes, cookie, csrf = await db.transaction(work)
    api, approved = BotApi(), set[str]()
    async with serving(api) as base:
        settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": base}
        for upto in kills(count, chance):
            async with served(tmp_path, **settings) as (_, address):
                sending = asyncio.create_task(approve(address, codes, cookie, csrf, approved))
                await until(approved, upto, sending, chance)
            await asyncio.gather(sending, return_exceptions=True)
        async with served(tmp_path, **settings):
            await until_all_went(tmp_path)
    assert read(tmp_path, "SELECT DISTINCT state FROM question") == ["delivered"]
    states = read(tmp_path, "SELECT state FROM outbox WHERE dedupe_key LIKE 'answer:%'")
    assert len(states) == count and set(states) <= {"sent", "unconfirmed"}
    received = Counter(int(call["chat_id"]) for call in api.sent())
    assert max(received.values()) == 1, "an answer was sent twice"
    assert count - len(received) <= states.count("unconfirmed"), "an answer was lost"


def kills(count: int, chance: random.Random) -> list[int | None]:
    """After how many of `count` things done each program is killed; None: it does the rest."""
    return [*sorted(chance.sample(range(1, count), 3)), None]


async def until(
    done: set[str], upto: int | None, sending: asyncio.Task[None], chance: random.Random
) -> None:
    """Waits until so many are done, and a moment more, so that the kill falls anywhere in a
    request. How many programs are started does not depend on how fast the machine is."""
    if upto is None:
        await sending
        return
    # What is done is told by another task: there is no event to wait for.
    while len(done) < upto and not sending.done():  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    await asyncio.sleep(chance.uniform(0, 0.03))
    sending.cancel()


async def until_all_went(folder: Path, within_s: float = PATIENCE_S) -> None:
    waiting = "SELECT 1 FROM outbox WHERE state IN ('pending', 'sending') LIMIT 1"
    end = asyncio.get_running_loop().time() + within_s
    # Another process works on the file: there is no event to wait for.
    while read(folder, waiting) and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110
        await asyncio.sleep(0.2)


async def approve(address: str, codes: list[str], cookie: str, csrf: str, done: set[str]) -> None:
    async with aiohttp.ClientSession(headers={"Cookie": f"{COOKIE}={cookie}"}) as desk:
        for code in codes:
            if code in done:
                continue
            path = f"{address}/can-bo/cau-hoi/{code}"
            async with desk.get(path) as page:
                shown = await page.text()
            form = {"csrf": csrf, "do": "approve"}
            for name in ("seen", "answer"):
                if read := re.search(rf'name="{name}" value="(\w+)"', shown):
                    form[name] = read[1]
            async with desk.post(f"{path}/lam", data=form, allow_redirects=False) as answer:
                # 409: approved already, and the kill took the answer away.
                assert answer.status in (303, 409), await answer.text()
            done.add(code)


async def sign_in(folder: Path) -> tuple[str, str]:
    """A session made beforehand -> (cookie, form token): hashing a password takes its time."""

    def work(tx: Transaction) -> tuple[str, str]:
        staff = make_staff(tx, "cua", Role.DOOR, now=utc_now())
        token, session = accounts.open_session(tx, staff, utc_now())
        return token, session.csrf

    async with database.open(f"sqlite:///{folder}/p.db") as db:
        return await db.transaction(work)


async def arrive(
    address: str, event_id: int, codes: list[str], cookie: str, csrf: str, done: set[str]
) -> None:
    """Checks everybody in, one by one; only what was answered is noted."""

    path = f"{address}/can-bo/su-kien/{event_id}/cua/diem-danh"
    async with aiohttp.ClientSession(headers={"Cookie": f"{COOKIE}={cookie}"}) as door:
        for code in codes:
            if code in done:
                continue
            items = orjson.dumps([{"key": code, "code": code}]).decode()
            async with door.post(path, data={"csrf": csrf, "items": items}) as answer:
                results = orjson.loads(await answer.read())["results"]
            assert results[0]["outcome"] in ("arrived", "already")
            done.add(code)


def read(folder: Path, query: str) -> list[Any]:
    rows = sqlite3.connect(folder / "p.db")
    try:
        return [row[0] for row in rows.execute(query)]
    finally:
        rows.close()
