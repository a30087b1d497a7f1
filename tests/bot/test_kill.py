"""SIGKILL at random moments: every update handled once, every reply delivered or accounted for."""

import asyncio
import json
import random
import re
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.core.delivery import FEWEST_CALLS, RATE_AIMED_AT
from storage import database
from storage.connection import only
from storage.database import Transaction
from tests.support import postgres
from tests.support.botapi import TOKEN
from tests.support.forks import ROOT
from tests.support.patience import PATIENCE_S
from tests.support.program import environment, program

WAITING = 250
KILLS = 5


def call(base: str, path: str, body: object = None) -> Any:
    request = urllib.request.Request(  # noqa: S310  # our own loopback server
        base + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310
        return json.loads(answer.read())


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_a_kill_loses_nothing_and_doubles_nothing(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/p.db"
    if engine == "postgres":
        url = request.getfixturevalue("postgres_url")
    chance = random.Random(20261121)
    with waiting_updates() as (base, settings):
        for _ in range(KILLS):
            with program(tmp_path, "--database", url, **settings):
                time.sleep(chance.uniform(0.0, 0.08))  # and then it is killed
        with program(tmp_path, "--database", url, **settings):
            state = wait_until_quiet(base)
    handled, states = asyncio.run(kept(url))
    assert handled == (WAITING, WAITING)
    assert sum(states.values()) == WAITING
    assert states["sent"] + states["unconfirmed"] == WAITING
    received = Counter({int(chat): n for chat, n in state["sent"].items()})
    assert max(received.values()) == 1, "a reply was doubled"
    # No more in doubt than the calls under way at each kill; on a busy machine one takes 30 ms.
    assert states["unconfirmed"] <= KILLS * (FEWEST_CALLS + 0.030 * RATE_AIMED_AT)
    lost = WAITING - len(received)
    assert lost <= states["unconfirmed"], "a reply was lost without being accounted for"
    assert state["faults"] == []


@contextmanager
def waiting_updates() -> Iterator[tuple[str, dict[str, str]]]:
    """A Bot API with messages that wait: where it is, and what the program is told of it."""
    with bot_api() as (base, settings):
        texts = ["môn bài còn không", "menu", "xin chào", "thuế khoán còn không"]
        updates = [{"chat": 1000 + n, "text": texts[n % 4]} for n in range(WAITING)]
        call(base, "/__control/updates", updates)
        yield base, settings


@contextmanager
def bot_api() -> Iterator[tuple[str, dict[str, str]]]:
    """A Bot API in a process of its own, and what the program is told of it."""
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
        yield base, {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": base}
    finally:
        api.kill()
        api.wait()
        if api.stdout:
            api.stdout.close()


def test_a_database_server_that_is_killed_costs_no_message_and_doubles_none(tmp_path: Path) -> None:
    """The program lives on: it is the server under it that goes, and comes back."""
    cluster = postgres.opened(durable=True)
    try:
        url = cluster.lend(tmp_path)
        with (
            waiting_updates() as (base, settings),
            program(tmp_path, "--database", url, **settings) as (process, _),
        ):
            for sent, away_s in ((1, 0.0), (40, 0.5), (80, 0.0), (120, 1.0), (160, 0.0)):
                until_sent(base, sent)
                cluster.stop()
                time.sleep(away_s)
                cluster.start()
            state = wait_until_quiet(base)
            assert process.poll() is None
        handled, states = asyncio.run(kept(url))
    finally:
        cluster.remove()
    assert handled == (WAITING, WAITING)
    assert states == {"sent": WAITING}, "no call was under way that the program did not live to see"
    assert Counter({int(chat): n for chat, n in state["sent"].items()}) == Counter(
        range(1000, 1000 + WAITING)
    )
    assert state["faults"] == []


async def kept(url: str) -> tuple[tuple[int, ...], Counter[str]]:
    """How many messages of how many people were handled, and what became of the replies."""

    def work(tx: Transaction) -> tuple[tuple[int, ...], Counter[str]]:
        rows = tx.settings._db
        asked = rows.execute("SELECT count(*) AS n, count(DISTINCT contact_id) AS m FROM inbox")
        states = rows.execute("SELECT state, count(*) AS n FROM outbox GROUP BY state")
        return tuple(only(asked)), Counter({row["state"]: row["n"] for row in states})

    async with database.open(url, exclusive=False) as db:
        return await db.read(work)


def until_sent(base: str, many: int) -> None:
    """Until so many got a reply: the program is in the middle of its work."""
    end = time.monotonic() + PATIENCE_S
    while len(call(base, "/__control/state")["sent"]) < many:
        assert time.monotonic() < end, "no replies come"
        time.sleep(0.005)


def wait_until_quiet(base: str) -> dict[str, Any]:
    """Until every update is confirmed and no reply has come for a while."""
    before, since = -1, time.monotonic()
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        state: dict[str, Any] = call(base, "/__control/state")
        if len(state["sent"]) != before:
            before, since = len(state["sent"]), time.monotonic()
        elif state["waiting"] == 0 and time.monotonic() - since > 1.5:
            return state
        time.sleep(0.1)
    raise AssertionError("updates still wait")


def test_restarting_keeps_the_conversation(tmp_path: Path) -> None:
    """The web chat, killed between two messages."""
    cookie = ""
    for text, wanted in (
        ("menu", "Thuế hộ kinh doanh"),
        ("1", "Doanh thu bao nhiêu phải nộp thuế"),
    ):
        with program(tmp_path) as (_, address):
            page, cookie = say(address, text, cookie)
            assert wanted in page
    with program(tmp_path) as (_, address):
        page, _ = say(address, "", cookie)
        assert page.count('class="said"') == 2


def say(address: str, text: str, cookie: str) -> tuple[str, str]:
    """Sends the page's form as a browser without scripts does; gives the page and the cookie."""
    from http.cookiejar import CookieJar
    from urllib.parse import urlencode
    from urllib.request import HTTPCookieProcessor, Request, build_opener

    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    headers = {"Cookie": cookie} if cookie else {}
    with opener.open(Request(address + "/", headers=headers), timeout=PATIENCE_S) as first:  # noqa: S310
        page = first.read().decode()
    if not text:
        return page, cookie
    cookie = cookie or "; ".join(f"{item.name}={item.value}" for item in jar)
    once = re.search(r'name="once" value="([^"]+)">\s*<input type="hidden" name="opened"', page)
    assert once is not None
    form = urlencode({"text": text, "once": once[1], "opened": ""}).encode()
    request = Request(address + "/send", form, {"Cookie": cookie})  # noqa: S310
    with opener.open(request, timeout=PATIENCE_S) as answer:
        return answer.read().decode(), cookie
