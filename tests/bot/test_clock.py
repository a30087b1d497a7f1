"""The clock is set forward or back, or the program was away for months: nobody is muted, nothing
stale is sent."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Core
from bot.channels.base import Capabilities, Retry
from bot.core.conversation import FLOOD_LIMIT
from bot.core.schedule import beat
from content.codes import CodeKind, new_code
from content.library import Content
from handlers.own_data import households
from handlers.people.staff_links import make_code
from handlers.talk import notices
from handlers.talk.messages import Reply
from handlers.talk.turn import PATIENCE
from storage.broadcast_models import Broadcast, BroadcastKind, BroadcastState
from storage.database import Transaction
from storage.engines.sqlite import schema
from storage.hashes import hashed
from storage.models import OutboxState, stamp
from storage.staff_models import StaffSession
from tests.support.broadcast import MONDAY, approved, subscribe
from tests.support.clock import START, FixedClock
from tests.support.conference import make_staff
from tests.support.play import RecordingChannel, exchange, playing, said

DAY = timedelta(days=1)
BUSY = Retry(2, "server error")


def telling() -> RecordingChannel:
    """Like Telegram: a rest between two messages to one person."""
    return RecordingChannel(Capabilities(text_limit=4096, contact_interval_s=1.02))


async def count(core: Core, state: OutboxState) -> int:
    return await core.database.transaction(lambda tx: tx.outbox.count(state))


async def settle(core: Core, clock: FixedClock) -> None:
    """Lets what rests between two messages go, too."""
    for _ in range(4):
        await core.settle()
        clock.pass_time(seconds=2)


@pytest.mark.parametrize("jump", [-DAY, -400 * DAY, DAY])
async def test_everybody_is_answered_when_the_clock_was_set(
    jump: timedelta, tmp_path: Path, content: Content
) -> None:
    clock, channel = FixedClock(), telling()
    async with playing(tmp_path, content, clock, channel) as (core, _):
        await exchange(core, channel, said("xin chào"))
        channel.outcomes = [BUSY]
        await core.reception.receive(said("menu"))  # waits for its contact's rest, or for a try
        await settle(core, clock)
        clock.now += jump
        before = len(channel.sent)
        await core.reception.receive(said("giúp"))
        await settle(core, clock)
        assert "Cách dùng" in channel.texts()[-1]
        assert await count(core, OutboxState.PENDING) == 0
        assert len(channel.sent) > before


async def test_what_waited_for_another_try_goes_soon_after_the_clock_was_set_back(
    tmp_path: Path, content: Content
) -> None:
    clock, channel = FixedClock(), telling()
    channel.outcomes = [BUSY]
    async with playing(tmp_path, content, clock, channel) as (core, _):
        await core.reception.receive(said("xin chào"))
        await core.deliveries["test"]._step()
        await core.settle()
        clock.now -= DAY
        for _ in range(8):
            await core.settle()
            clock.pass_time(seconds=90)
        assert len(channel.sent) == 1


async def test_a_flood_of_tomorrow_mutes_nobody_today(tmp_path: Path, content: Content) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        for _ in range(FLOOD_LIMIT + 1):
            await core.reception.receive(said("menu"))
        await core.settle()
        clock.now -= DAY
        assert "Cách dùng" in (await exchange(core, channel, said("giúp")))[0].text


async def test_an_old_answer_is_not_sent_and_that_is_said_once(
    tmp_path: Path, content: Content
) -> None:
    clock, channel = FixedClock(), RecordingChannel()
    async with playing(tmp_path, content, clock, channel) as (core, _):
        channel.outcomes = [BUSY] * 2
        for address in ("7", "8"):
            await core.reception.receive(said("doanh thu bao nhiêu thì đóng thuế", address=address))
        await core.settle()
    clock.pass_time(days=90)
    async with playing(tmp_path, content, clock, channel) as (core, _):
        await core.settle()
        assert channel.sent == []
        assert await count(core, OutboxState.REFUSED) == 2
        first, second = await exchange(core, channel, said("giúp"))
        assert "chưa gửi được" in first.text
        assert "Cách dùng" in second.text
        assert len(await exchange(core, channel, said("giúp"))) == 1


@pytest.mark.parametrize("restart", [False, True])
async def test_a_clock_set_forward_makes_no_waiting_answer_old(
    tmp_path: Path, content: Content, *, restart: bool
) -> None:
    """Nor does it end a form, a code, or the two minutes to take a broadcast back; what waited for
    an hour by then is too old all the same."""
    clock, channel = FixedClock(), RecordingChannel()
    code = new_code(CodeKind.LINK)
    channel.outcomes = [BUSY] * 9
    async with playing(tmp_path, content, clock, channel) as (core, _):
        await core.reception.receive(said("tính thuế"))

        def begin(tx: Transaction) -> None:
            contact = tx.contacts.meet("test", "8", clock.now)
            tx.households.make_code(hashed(code), contact.id, clock.now + households.CODE_LASTS)

        await core.database.transaction(begin)
        await core.deliveries["test"]._step()
        if not restart:
            clock.now += 3 * DAY
            await core.deliveries["test"]._step()
            clock.pass_time(minutes=5)
            await core.deliveries["test"]._step()
    if restart:
        clock.now += 3 * DAY
        clock.pass_time(minutes=5)
    channel.outcomes = []
    async with playing(tmp_path, content, clock, channel) as (core, _):
        await core.settle()
        assert await core.database.transaction(
            lambda tx: tx.households.use_code(hashed(code), clock.now)
        )
        clock.pass_time(minutes=11)  # the next try
        await core.settle()
        assert await count(core, OutboxState.REFUSED) == 0
        assert len(channel.sent) == 1
        form = await exchange(core, channel, said("tạp hóa"))
        assert "chưa hiểu" not in form[0].text
        channel.outcomes = [BUSY] * 9
        await core.reception.receive(said("menu"))
        await core.deliveries["test"]._step()
        clock.now += 3 * DAY
        clock.pass_time(minutes=61)
        channel.outcomes = []
        await core.settle()
        assert await count(core, OutboxState.REFUSED) == 1


async def test_an_answer_of_half_an_hour_ago_still_goes(tmp_path: Path, content: Content) -> None:
    clock, channel = FixedClock(), RecordingChannel()
    channel.outcomes = [BUSY]
    async with playing(tmp_path, content, clock, channel) as (core, _):
        await core.reception.receive(said("xin chào"))
        await core.settle()
    clock.pass_time(minutes=30)
    async with playing(tmp_path, content, clock, channel) as (core, _):
        await core.settle()
        assert len(channel.sent) == 1


async def test_where_a_page_shows_what_was_said_nothing_comes_too_late(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock()
    channel = RecordingChannel(Capabilities(text_limit=4096, keeps_history=False))
    channel.outcomes = [BUSY]
    async with playing(tmp_path, content, clock, channel) as (core, _):
        await core.reception.receive(said("xin chào"))
        await core.settle()
        clock.pass_time(days=2)
        await core.settle()
        assert len(channel.sent) == 1


async def test_a_notice_goes_until_its_matter_is_over(tmp_path: Path, content: Content) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):

        def queue(tx: Transaction) -> None:
            contact = tx.contacts.meet("test", "7", clock.now)
            for key, expires in (("over", clock.now + DAY), ("lasting", None)):
                notices.notify(
                    tx, content, contact.id, "system/failed", clock.now, key=key, expires=expires
                )

        await core.database.transaction(queue)
        clock.pass_time(days=90)
        await core.settle()
        assert len(channel.sent) == 1
        # Nobody waited for it, so nobody is told that it did not come.
        assert len(await exchange(core, channel, said("giúp"))) == 1


async def test_planned_notices_keep_their_day_when_the_clock_is_set_back(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):

        def queue(tx: Transaction) -> None:
            contact = tx.contacts.meet("test", "7", clock.now)
            notices.notify(
                tx, content, contact.id, "system/failed", clock.now, key="k",
                due=clock.now + 3 * DAY,
            )  # fmt: skip

        await core.database.transaction(queue)
        clock.now -= DAY  # what was queued tomorrow for in three days is due in three days
        await core.settle()
        clock.now += 2 * DAY
        await core.settle()
        assert channel.sent == []
        clock.now += DAY
        await core.settle()
        assert len(channel.sent) == 1


async def test_what_ends_by_itself_ends_in_its_time_from_now(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(START + DAY)  # a day ahead
    async with playing(tmp_path, content, clock) as (core, channel):
        code = new_code(CodeKind.LINK)

        def begin(tx: Transaction) -> str:
            contact = tx.contacts.meet("test", "8", clock.now)
            staff = make_staff(tx, "an", now=clock.now)
            tx.staff.save(replace(staff, totp_last=int(clock.now.timestamp()) // 30))
            tx.households.make_code(hashed(code), contact.id, clock.now + households.CODE_LASTS)
            tx.staff.open_session(StaffSession("t", staff.id, "c", clock.now, clock.now))
            return make_code(tx, staff, clock.now)

        for_staff = await core.database.transaction(begin)
        await exchange(core, channel, said("tính thuế"))
        clock.now = START

        async def beats() -> None:
            await beat(core.database, content, clock.now, core.photos, sweeping=False)

        await beats()

        def look(tx: Transaction) -> None:
            contact = tx.contacts.find("test", "7")
            assert contact
            until = tx.conversations.load(contact.id, clock.now).expires_at
            assert until == START + PATIENCE
            session = tx.staff.session("t")
            assert session and session.created_at == session.seen_at == START
            assert [person.totp_last for person in tx.staff.all()] == [None]

        await core.database.transaction(look)
        clock.pass_time(minutes=5)  # neither at once
        assert await core.database.transaction(
            lambda tx: tx.households.use_code(hashed(code), clock.now)
        )
        clock.pass_time(minutes=6)  # nor for ever
        linked = await core.database.transaction(
            lambda tx: tx.staff_links.use_code(hashed(for_staff), 1, clock.now)
        )
        assert linked is None


@pytest.mark.parametrize(
    ("kind", "away", "goes"),
    [
        (BroadcastKind.NEWS, timedelta(days=2), True),
        (BroadcastKind.NEWS, timedelta(days=90), False),
        (BroadcastKind.URGENT, timedelta(days=1), False),
        (BroadcastKind.NOTICE, timedelta(days=5), False),
    ],
)
async def test_a_broadcast_long_overdue_waits_for_a_person(
    kind: BroadcastKind, away: timedelta, goes: bool, tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):

        def make(tx: Transaction) -> Broadcast:
            subscribe(tx, 1, MONDAY)
            return approved(tx, MONDAY, kind=kind)

        made = await core.database.transaction(make)
        clock.now += away
        for _ in range(6):
            await core.broadcaster.step()
            await core.settle()
            clock.pass_time(minutes=3)
        now = await core.database.transaction(lambda tx: tx.broadcasts.get(made.id))
        assert now
        assert bool(channel.sent) is goes
        if not goes:
            assert (now.state, now.note) == (BroadcastState.DRAFT, "too_late")


async def test_an_upgraded_database_sends_no_old_answer(tmp_path: Path, content: Content) -> None:
    path, files = tmp_path / "play.db", schema.migrations()
    connection = sqlite3.connect(path)
    schema.applied(connection)
    for number, file in enumerate(files, 1):
        if "expiry" in file.stem:
            break
        connection.executescript(file.read_text(encoding="utf-8"))
        connection.execute("INSERT INTO migration VALUES (?, ?)", (number, file.stem))
    old, new = stamp(START - 90 * DAY), stamp(START - timedelta(minutes=5))
    connection.execute(
        "INSERT INTO contact (id, channel, address, created_at, last_inbound_at)"
        " VALUES (1, 'test', '7', ?, ?)", (old, old),
    )  # fmt: skip
    for row, at in ((1, old), (2, new)):
        connection.execute(
            "INSERT INTO outbox (id, contact_id, kind, priority, body, state, created_at, due_at)"
            " VALUES (?, 1, 'reply', 0, ?, 'pending', ?, ?)",
            (row, Reply(f"tin {row}").to_json(), at, at),
        )
    connection.commit()
    connection.close()
    async with playing(tmp_path, content) as (core, channel):
        await core.settle()
        assert channel.texts() == ["tin 2"]
