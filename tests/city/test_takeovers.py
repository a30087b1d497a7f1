"""What a ward sends and does by the clock while it passes from one process to another."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.core.schedule import fire
from content.library import Content
from handlers.broadcast import drafting
from handlers.clock import schedules
from storage import database
from storage.broadcast_models import Audience, BroadcastKind, BroadcastState
from storage.database import Transaction
from storage.models import Kind, stamp
from tests.bot.test_kill import bot_api, call
from tests.bot.test_pacing import worst
from tests.city.test_processes import lines_of
from tests.support.broadcast import MONDAY, subscribe
from tests.support.city import FULL, CityOfTests
from tests.support.forks import Forks
from tests.support.patience import PATIENCE_S
from tests.support.postgres import Cluster
from tests.support.program import environment

LIMIT = 30  # messages a second of one token
PEOPLE = 60 * LIMIT if FULL else 8 * LIMIT
WHAT, MORNINGS, APART = "event_reminders", 20, timedelta(seconds=30)


@pytest.fixture(scope="module")
def shifted() -> Iterator[Forks]:
    """The program with a clock of its own: messages go at the hours for them alone."""
    made = Forks("tests.support.shifted", "bot.app", env=environment())
    yield made
    made.end()


def test_a_token_keeps_its_limit_while_its_ward_passes_on(
    cluster: Cluster, tmp_path: Path, shifted: Forks
) -> None:
    with ExitStack() as till:
        base, settings = till.enter_context(bot_api())
        city = CityOfTests(cluster, tmp_path, {"mot": lines_of(settings)})
        url = city.url_of("mot")
        asyncio.run(to_be_sent(url))
        paced = tmp_path / "paced"
        beside = (MONDAY - datetime.now(UTC)).total_seconds()
        since = {"CLOCK_S": str(beside), "PACED": str(paced)}
        first, _ = till.enter_context(city.program("work", by=shifted, given=since))
        until_came(base, PEOPLE // 3)
        second, _ = till.enter_context(city.program("work", by=shifted, given=since))
        first.terminate()  # gives it to the other at once
        until_came(base, 2 * PEOPLE // 3)
        till.enter_context(city.program("work", by=shifted, given=since))
        second.kill()
        states = until_over(url)
        times: list[float] = call(base, "/__control/times")
        got = call(base, "/__control/state")["sent"]
    assert set(states) == {"sent"} | ({"unconfirmed"} if "unconfirmed" in states else set())
    assert max(got.values()) == 1
    assert PEOPLE - len(got) <= states["unconfirmed"]
    let_go = sorted(float(line) for line in paced.read_text().split())
    pauses = [round(later - at, 1) for at, later in pairwise(let_go) if later - at > 0.5]
    print(
        f"{len(times)} in {let_go[-1] - let_go[0]:.1f} s, pauses {pauses},"
        f" busiest second {worst(let_go)}, at the platform {worst(times)}"
    )
    assert worst(let_go) <= LIMIT
    if FULL:  # on a machine with nothing else to do they arrive as they are let go
        assert worst(times) <= LIMIT


async def to_be_sent(url: str) -> None:
    """A broadcast under way to everybody who wants the news."""

    def work(tx: Transaction) -> None:
        subscribe(tx, PEOPLE, MONDAY, channel="telegram")
        drafting.draft(
            tx, BroadcastKind.NEWS, "thue", "Tin thuế", "Hạn nộp thuế quý này.",
            Audience(topics=("thue",)), MONDAY, author=None, state=BroadcastState.SENDING,
            approved_at=MONDAY, started_at=MONDAY,
        )  # fmt: skip

    async with database.open(url) as db:
        await db.transaction(work)


def until_came(base: str, many: int) -> None:
    end = time.monotonic() + 2 * PATIENCE_S
    while len(call(base, "/__control/times")) < many:
        assert time.monotonic() < end, "nothing comes"
        time.sleep(0.1)


def until_over(url: str) -> Counter[str]:
    """Until nobody is left; what became of each."""

    def work(tx: Transaction) -> Counter[str]:
        rows = tx.settings._db.execute(
            "SELECT state, count(*) AS n FROM outbox WHERE kind = 'broadcast' GROUP BY state"
        )
        return Counter({row["state"]: row["n"] for row in rows})

    async def look() -> Counter[str]:
        async with database.open(url, exclusive=False) as db:
            return await db.read(work)

    end = time.monotonic() + 2 * PATIENCE_S
    while True:
        states = asyncio.run(look())
        if states["sent"] + states["unconfirmed"] == PEOPLE:
            return states
        assert time.monotonic() < end, states
        time.sleep(0.5)


async def test_a_schedule_seen_by_two_clocks_is_done_once_each_time(
    postgres_url: str, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes that take the ward for theirs, half a minute apart, around twenty mornings."""
    duty = replace(schedules.DUTIES[WHAT], work=_noted)
    monkeypatch.setattr(schedules, "DUTIES", {WHAT: duty})
    async with (
        database.open(postgres_url, exclusive=False) as slow,
        database.open(postgres_url, exclusive=False) as fast,
    ):
        eve = MONDAY - timedelta(hours=12)
        await slow.transaction(lambda tx: tx.contacts.meet("test", "1", eve))
        await fire(slow, content, eve)
        mornings = [MONDAY - timedelta(hours=1) + timedelta(days=day) for day in range(MORNINGS)]
        for due in mornings:
            for after in (-45, -20, -5, 10, 40):
                now = due + timedelta(seconds=after)
                both = ((slow, now), (fast, now + APART))
                await asyncio.gather(*(fire(db, content, at) for db, at in both))
        done = await slow.read(lambda tx: bodies(tx))
        runs = await slow.read(lambda tx: tx.schedules.runs(WHAT, 100))
    assert done == [stamp(due) for due in mornings]
    assert [(at, how) for at, _, how in reversed(runs)] == [(due, "done") for due in mornings]


def _noted(tx: Transaction, content: Content, run_at: datetime, now: datetime) -> bool:
    contact = tx.contacts.find("test", "1")
    assert contact is not None
    tx.outbox.add(contact.id, stamp(run_at), now, kind=Kind.NOTICE)
    return True


def bodies(tx: Transaction) -> list[str]:
    rows = tx.settings._db.execute("SELECT body FROM outbox ORDER BY id")
    return [row["body"] for row in rows]
