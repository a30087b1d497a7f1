"""What happens by itself: on its day, moved off days without sending, once, whatever went wrong."""

import asyncio
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.schedule import fire
from content.calendar import SendingDays, local
from content.library import Content
from content.recurrence import moved, next_run, runs_between
from handlers.broadcast import message, steering
from handlers.broadcast.planning import UNDO
from handlers.clock import schedules
from handlers.people import staff_links
from storage import database
from storage.broadcast_models import BroadcastState, ItemState, NewsItem
from storage.database import Database, Transaction
from tests.support.broadcast import MONDAY, approved, subscribe, two_people
from tests.support.engine import address
from tests.support.forks import ROOT
from tests.support.patience import PATIENCE_S
from tests.support.program import environment
from tests.support.ward import with_days


def at(text: str) -> datetime:
    """A local time -> UTC."""
    return datetime.fromisoformat(f"{text}+07:00").astimezone(UTC)


def runs(day: int, first: str, last: str) -> list[date]:
    start = next_run(day, "08:00", at(f"{first}T00:00"))
    return [local(run).date() for run in runs_between(day, "08:00", start, at(f"{last}T23:00"))]


def test_the_31st_is_the_last_day_of_every_month() -> None:
    found = runs(31, "2027-01-01", "2027-06-30")
    assert [day.day for day in found] == [31, 28, 31, 30, 31, 30]


def test_the_30th_and_the_29th_fall_back_in_february_only() -> None:
    assert [d.day for d in runs(30, "2027-01-01", "2027-04-30")] == [30, 28, 30, 30]
    assert [d.day for d in runs(29, "2027-02-01", "2028-03-31")][::12] == [28, 29]


def test_a_leap_day_is_a_day() -> None:
    assert date(2028, 2, 29) in runs(31, "2028-02-01", "2028-02-29")


@pytest.mark.parametrize(
    ("named", "really", "why"),
    [
        ("2026-12-05T08:00", "2026-12-07T08:00", {"weekend"}),  # a Saturday
        ("2027-01-01T08:00", "2027-01-04T08:00", {"weekend"}),  # New Year, then a weekend
        ("2027-02-05T08:00", "2027-02-12T08:00", {"tet"}),  # from 23 tháng Chạp to mùng 6
        ("2027-04-30T08:00", "2027-05-03T08:00", {"weekend"}),
        ("2026-12-08T12:00", "2026-12-08T14:00", {"hours"}),
        ("2026-12-08T08:00", "2026-12-08T08:00", set()),
    ],
)
def test_a_run_moves_off_days_without_sending(named: str, really: str, why: set[str]) -> None:
    when, reasons = moved(SendingDays(), at(named))
    if really == "2027-05-03T08:00":  # 1 May on a Saturday: the library names the day in lieu
        assert local(when).date() in (date(2027, 5, 3), date(2027, 5, 4))
        return
    assert when == at(really)
    assert why <= {reason for _, reason in reasons}


def test_a_swapped_working_saturday_is_a_day_to_send_on() -> None:
    saturday = date(2026, 12, 5)
    assert moved(SendingDays({saturday: True}), at("2026-12-05T08:00"))[0] == at("2026-12-05T08:00")


def test_a_day_off_the_ward_added_moves_it_too() -> None:
    when, reasons = moved(SendingDays({date(2026, 12, 8): False}), at("2026-12-08T08:00"))
    assert when == at("2026-12-09T08:00") and reasons == [(date(2026, 12, 8), "day_off")]


async def digests_made(db: Database) -> list[str]:
    made = await db.transaction(lambda tx: tx.broadcasts.latest())
    return sorted(b.month for b in made if b.month)


def with_news(tx: Transaction, *months: str) -> None:
    for month in months:
        tx.news.add(
            NewsItem(
                tx.news.ids.next(), month, "thue", "Tin", "Một dòng.", ItemState.INCLUDED, MONDAY,
                basis="Nghị định 68/2026/NĐ-CP",
            )
        )  # fmt: skip


@pytest.mark.parametrize(("missed", "wanted"), [(1, "2027-03"), (3, "2027-05")])
async def test_missed_months_are_caught_up_once(
    db: Database, content: Content, missed: int, wanted: str
) -> None:
    months = ["2027-03", "2027-04", "2027-05"]
    await db.transaction(lambda tx: with_news(tx, *months))
    await fire(db, content, at("2027-02-15T09:00"))
    assert await digests_made(db) == []
    back = at("2027-03-20T09:00") if missed == 1 else at("2027-05-20T09:00")
    for hours in (0, 0, 1, 30, 24 * 7):
        await fire(db, content, back + timedelta(hours=hours))
    assert await digests_made(db) == [wanted]
    done = await db.transaction(lambda tx: tx.schedules.runs("monthly_news"))
    assert [outcome for _, _, outcome in done] == ["done"]


async def test_a_digest_waits_for_the_day_it_was_moved_to(db: Database, content: Content) -> None:
    await db.transaction(lambda tx: with_news(tx, "2027-02"))
    await fire(db, content, at("2027-01-20T09:00"))
    for day in range(1, 12):
        await fire(db, content, at(f"2027-02-{day:02}T10:00"))
        assert "2027-02" not in await digests_made(db), f"on {day}/2, at Tết"
    await fire(db, content, at("2027-02-12T10:00"))
    assert "2027-02" in await digests_made(db)


async def test_what_is_too_late_is_left_out_and_said_so(db: Database, content: Content) -> None:
    await fire(db, content, at("2027-03-01T09:00"))
    await fire(db, content, at("2027-03-02T23:00"))  # eight in the morning was fifteen hours ago
    done = await db.transaction(lambda tx: tx.schedules.runs("event_reminders"))
    assert [outcome for _, _, outcome in done] == ["too_late"]


async def test_switched_off_it_does_nothing(db: Database, content: Content) -> None:
    await db.transaction(lambda tx: with_news(tx, "2027-03"))
    await fire(db, content, at("2027-03-01T09:00"))
    await db.transaction(
        lambda tx: schedules.change(
            tx, "monthly_news", 5, "08:00", at("2027-03-01T09:00"), enabled=False
        )
    )
    await fire(db, content, at("2027-03-20T09:00"))
    assert await digests_made(db) == []


WORKER = """
    import asyncio, sys
    from datetime import datetime
    from content.library import load_content
    from handlers.clock import schedules
    from storage import database
    from storage.database import StorageUnavailable

    url, now = sys.argv[1:]
    content = load_content(with_meaning=False)
    print("ready", flush=True)

    async def main():
        async with database.open(url, exclusive=False) as db:
            def work(tx):
                return schedules.fire_due(tx, content, datetime.fromisoformat(now))
            for line in sys.stdin:
                for _ in range(5000):
                    try:
                        if await db.transaction(work):
                            break
                    except StorageUnavailable:
                        await asyncio.sleep(0.02)
                print("done", flush=True)

    asyncio.run(main())
"""


def worker(url: str, now: datetime) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WORKER), url, now.isoformat()],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def killed_after_its_claim(url: str, content: Content, now: datetime) -> None:
    """A process that does what is due and is killed before its commit."""
    forked = multiprocessing.get_context("fork")
    claimed = forked.Event()

    def work(tx: Transaction) -> None:
        schedules.fire_due(tx, content, now)
        claimed.set()
        time.sleep(2 * PATIENCE_S)

    async def run() -> None:
        async with database.open(url, exclusive=False) as db:
            await db.transaction(work)

    victim = forked.Process(target=lambda: asyncio.run(run()))
    victim.start()
    assert claimed.wait(PATIENCE_S)
    os.kill(victim.pid or 0, signal.SIGKILL)
    victim.join()


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


def test_two_processes_and_a_killed_one_do_it_once_every_time(
    tmp_path: Path, content: Content
) -> None:
    """Three months were missed. Twenty times two processes look at once; twenty more times a third
    was killed between its claim and its commit before they look."""
    back = at("2027-05-20T09:00")
    chance = random.Random(20)
    url = address(tmp_path, "s")

    async def prepare() -> None:
        async with database.open(url) as db:
            await db.transaction(lambda tx: with_news(tx, "2027-05"))
            await fire(db, content, at("2027-02-15T09:00"))

    async def wind_back() -> None:
        """Once more as it was before the outage."""
        async with database.open(url) as db:

            def work(tx: Transaction) -> None:
                for made in tx.broadcasts.latest():
                    tx.broadcasts.save(replace(made, state=BroadcastState.WITHDRAWN))
                schedule = tx.schedules.get("monthly_news")
                assert schedule
                for run_at, _, _ in tx.schedules.runs("monthly_news"):
                    tx.schedules.unclaim("monthly_news", run_at)
                tx.schedules.keep(replace(schedule, next_run_at=at("2027-03-05T08:00")))

            await db.transaction(work)

    async def live_digests() -> int:
        async with database.open(url) as db:
            made = await db.transaction(lambda tx: tx.broadcasts.latest())
            claims = await db.transaction(lambda tx: tx.schedules.runs("monthly_news"))
        assert len(claims) <= 1
        return sum(b.state is BroadcastState.SUBMITTED for b in made)

    asyncio.run(prepare())
    one, two = worker(url, back), worker(url, back)
    try:
        for trial in range(40):
            asyncio.run(wind_back())
            if trial % 2:
                killed_after_its_claim(url, content, back)
                assert asyncio.run(live_digests()) == 0, "a claim without its work was kept"
            first, second = (one, two) if chance.random() < 0.5 else (two, one)
            tell(first)
            time.sleep(chance.uniform(0, 0.004))
            tell(second)
            assert heard(first) == heard(second) == "done"
            assert asyncio.run(live_digests()) == 1, f"trial {trial}"
    finally:
        end(one, two)


async def test_the_calendar_says_what_goes_when_and_why_it_moved(
    db: Database, content: Content
) -> None:
    await fire(db, content, MONDAY)

    def look(tx: Transaction) -> list[schedules.Planned]:
        return schedules.upcoming(tx, content, MONDAY)

    found = [planned for planned in await db.transaction(look) if planned.what == "monthly_news"]
    assert found[0].at == at("2026-12-07T08:00")
    assert [reason for _, reason in found[0].reasons] == ["weekend", "weekend"]


async def test_a_new_day_off_moves_what_is_scheduled(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        subscribe(tx, 2, MONDAY)
        people = two_people(tx, MONDAY)
        tomorrow = MONDAY + timedelta(days=2)  # the 24th is a day off already
        made = approved(tx, MONDAY, people=people, wanted_at=tomorrow)
        scheduled = tx.broadcasts.save(replace(made, state=BroadcastState.SCHEDULED))
        steering.replan(tx, scheduled, SendingDays(), MONDAY + UNDO)
        off = with_days(content, off=["25/11/2026"])
        assert schedules.move_scheduled(tx, off, MONDAY + UNDO) == (1, ())  # linked no chat
        kept = tx.broadcasts.get(made.id)
        assert kept and kept.planned_at == at("2026-11-26T08:00")
        assert kept.note == steering.MOVED

    await db.transaction(work)


async def test_a_run_is_taken_once(db: Database) -> None:
    run_at = at("2027-03-05T08:00")

    def work(tx: Transaction) -> list[bool]:
        return [tx.schedules.claim("monthly_news", run_at, run_at, "done") for _ in range(2)]

    assert await db.transaction(work) == [True, False]


@pytest.mark.parametrize("channels", [("test",), ("other",)])
async def test_staff_whose_channel_does_not_run_are_not_said_to_be_written_to(
    db: Database, content: Content, channels: tuple[str, ...]
) -> None:
    def work(tx: Transaction) -> None:
        people = two_people(tx, MONDAY)
        subscribe(tx, 2, MONDAY)
        author, contact = people[0], tx.contacts.meet("test", "9", MONDAY)
        tx.staff_links.make_code("c", author.id, MONDAY + UNDO)
        assert tx.staff_links.use_code("c", contact.id, MONDAY) == author.id
        tx.calls.set_channels([(name, True, None) for name in channels])
        runs = "test" in channels
        made = approved(tx, MONDAY, people=people)
        planned = replace(made, planned_at=MONDAY)
        told = staff_links.tell(
            tx, content, [author], "staff_chat/moved", MONDAY, key="k", broadcast=planned
        )
        assert bool(told) is runs
        sent = message.test_send(tx, content, made, author.id, MONDAY, "")
        assert sent == int(runs)

    await db.transaction(work)
