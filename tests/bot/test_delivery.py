"""The one way out: order, pace, trouble, and what a crash leaves in doubt."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import build_core
from bot.channels.base import Capabilities, Moved, Rejected, Retry, Sent, Stopped, Unsure
from bot.core.delivery import BOUND_S, MAX_ATTEMPTS, RECORDED_TOGETHER, Delivery
from bot.core.pacing import Pacer
from bot.running.clock import utc_now
from content.library import Content
from handlers.talk.messages import Reply
from storage import database
from storage.contacts import Contacts
from storage.database import Database, Transaction
from storage.models import ContactState, Kind, OutboxRow, OutboxState
from tests.support.botapi import BotApi, serving
from tests.support.broadcast import MONDAY, approved, subscribe
from tests.support.clock import FixedClock
from tests.support.conference import loaded_content
from tests.support.engine import address
from tests.support.patience import PATIENCE_S
from tests.support.play import RecordingChannel, exchange, playing, said
from tests.support.site import site


def delivery(db: Database, channel: RecordingChannel, clock: FixedClock) -> Delivery:
    return Delivery(db, channel, clock, Pacer(30), loaded_content(), clock.lasted)


async def queue(db: Database, clock: FixedClock, *bodies: str, kind: Kind = Kind.REPLY) -> None:
    def work(tx: object) -> None:
        for place, body in enumerate(bodies):
            contact = tx.contacts.meet("test", f"c{place}", clock.now)  # type: ignore[attr-defined]
            tx.outbox.add(contact.id, Reply(body).to_json(), clock.now, kind=kind)  # type: ignore[attr-defined]

    await db.transaction(work)


async def count(db: Database, state: OutboxState) -> int:
    return await db.transaction(lambda tx: tx.outbox.count(state))


async def test_a_retry_is_sent_when_its_time_comes(db: Database, clock: FixedClock) -> None:
    channel = RecordingChannel()
    channel.outcomes = [Retry(5, "server error")]
    worker = delivery(db, channel, clock)
    await queue(db, clock, "x")
    await worker.drain()
    assert channel.sent == []
    clock.pass_time(seconds=6)
    await worker.drain()
    assert [reply.text for _, reply in channel.sent] == ["x"]


async def test_what_always_fails_is_given_up(db: Database, clock: FixedClock) -> None:
    channel = RecordingChannel()
    channel.outcomes = [Retry(1, "server error")] * 20
    worker = delivery(db, channel, clock)
    await queue(db, clock, "x")
    for attempt in range(MAX_ATTEMPTS + 2):
        await worker.drain()
        clock.pass_time(seconds=2**attempt)  # each wait is twice the one before
    assert await count(db, OutboxState.FAILED) == 1


async def test_what_is_past_its_time_does_not_go_though_it_was_looked_for_a_moment_ago(
    db: Database, clock: FixedClock
) -> None:
    channel = RecordingChannel()
    worker = delivery(db, channel, clock)
    await worker.drain()
    until = clock.now + timedelta(seconds=1)

    def work(tx: Transaction) -> None:
        contact = tx.contacts.meet("test", "c", clock.now)
        tx.outbox.add(contact.id, Reply("x").to_json(), clock.now, kind=Kind.NOTICE, expires=until)

    await db.transaction(work)
    clock.pass_time(seconds=2)
    await worker.drain()
    assert channel.sent == []
    assert await count(db, OutboxState.REFUSED) == 1


async def test_one_that_rests_is_woken_and_then_sends_what_becomes_due(db: Database) -> None:
    channel = RecordingChannel()
    worker = Delivery(db, channel, utc_now, Pacer(30), loaded_content())
    worker.idle_s = 3600.0
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(0.3)

    def work(tx: Transaction) -> None:
        contact, now = tx.contacts.meet("test", "c", utc_now()), utc_now()
        due = now + timedelta(seconds=0.5)
        tx.outbox.add(contact.id, Reply("x").to_json(), now, kind=Kind.NOTICE, due=due)

    await db.transaction(work)
    worker.wake()
    async with asyncio.timeout(PATIENCE_S):
        while not channel.sent:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await worker.stop()
    await running


async def test_what_another_program_queued_by_a_clock_that_is_ahead_is_found(
    db: Database, clock: FixedClock
) -> None:
    channel = RecordingChannel()
    worker = delivery(db, channel, clock)
    await worker.drain()
    ahead = clock.now + timedelta(days=9)

    def work(tx: Transaction) -> None:
        contact = tx.contacts.meet("test", "c", clock.now)
        tx.outbox.add(contact.id, Reply("x").to_json(), ahead)

    await db.transaction(work)
    clock.pass_time(seconds=BOUND_S + 1)
    await worker.drain()
    assert [reply.text for _, reply in channel.sent] == ["x"]


async def test_answers_that_went_are_recorded_a_few_together(
    db: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.core.delivery.RECORDED_WITHIN_S", 3600.0)
    channel = RecordingChannel()
    worker = delivery(db, channel, clock)
    running = asyncio.create_task(worker.run())

    async def answer(address: str, *, alone: bool) -> None:
        def work(tx: Transaction) -> OutboxRow:
            contact = tx.contacts.meet("test", address, clock.now)
            row_id = tx.outbox.add(contact.id, Reply("x").to_json(), clock.now, claimed=True)
            assert row_id is not None
            body = Reply("x").to_json()
            return OutboxRow(row_id, contact.id, "test", address, Kind.REPLY, body, 1)

        assert worker.reserve()
        worker.start(await db.transaction(work), alone=alone)

    async def until_sent(many: int) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while await count(db, OutboxState.SENT) < many:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    await answer("first", alone=False)
    await until_sent(1)  # another part of it may wait
    for n in range(RECORDED_TOGETHER - 1):
        await answer(f"c{n}", alone=True)
    await asyncio.sleep(0.2)
    assert len(channel.sent) == RECORDED_TOGETHER
    assert await count(db, OutboxState.SENT) == 1
    await answer("last", alone=True)
    await until_sent(RECORDED_TOGETHER + 1)
    await answer("left", alone=True)
    await worker.stop()
    await running
    assert await count(db, OutboxState.SENT) == RECORDED_TOGETHER + 2


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Stopped("blocked"), OutboxState.REFUSED),
        (Rejected("bad"), OutboxState.FAILED),
        (Unsure("timed out"), OutboxState.UNCONFIRMED),
    ],
)
async def test_what_became_of_a_send_is_recorded(
    db: Database, clock: FixedClock, outcome: object, state: OutboxState
) -> None:
    channel = RecordingChannel()
    channel.outcomes = [outcome]  # type: ignore[list-item]
    worker = delivery(db, channel, clock)
    await queue(db, clock, "x")
    await worker.drain()
    assert await count(db, state) == 1
    assert channel.sent == []


async def test_a_blocked_contact_is_marked(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        channel.outcomes = [Stopped("Forbidden")]
        assert await exchange(core, channel, said("xin chào")) == []
        contact = await core.database.transaction(lambda tx: tx.contacts.find("test", "7"))
        assert contact is not None
        assert contact.state is ContactState.LEFT


async def test_a_moved_chat_gets_its_message_at_the_new_address(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        channel.outcomes = [Moved("-1007")]
        await exchange(core, channel, said("xin chào", address="-7"))
        assert [address for address, _ in channel.sent] == ["-1007"]


async def test_too_many_requests_pauses_everything_for_as_long_as_asked(
    db: Database, clock: FixedClock
) -> None:
    channel = RecordingChannel()
    channel.outcomes = [Retry(0.3, "429", everyone=True)]
    worker = delivery(db, channel, clock)
    await queue(db, clock, "a")
    await worker.drain()
    await queue(db, clock, "a", "b")
    clock.pass_time(seconds=1)
    await worker.drain()
    assert channel.sent == []
    await asyncio.sleep(0.35)
    for _ in range(5):
        await worker.drain()
        await asyncio.sleep(0.05)
    assert len(channel.sent) == 3


async def test_one_contact_rests_between_two_messages(db: Database, clock: FixedClock) -> None:
    channel = RecordingChannel(Capabilities(text_limit=100, contact_interval_s=1.0))
    worker = delivery(db, channel, clock)
    for body in ("1", "2"):
        await queue(db, clock, body)
    await worker.drain()
    assert [reply.text for _, reply in channel.sent] == ["1"]
    clock.pass_time(seconds=0.9)
    await worker.drain()
    assert len(channel.sent) == 1
    clock.pass_time(seconds=0.2)
    await worker.drain()
    assert [reply.text for _, reply in channel.sent] == ["1", "2"]


async def test_news_is_paced_and_replies_go_past_it(db: Database, clock: FixedClock) -> None:
    channel = RecordingChannel()
    worker = delivery(db, channel, clock)
    await queue(db, clock, *(f"n{n}" for n in range(8)), kind=Kind.BROADCAST)
    await queue(db, clock, "reply")
    running = asyncio.create_task(worker.run())
    started = asyncio.get_running_loop().time()
    while len(channel.sent) < 9:  # noqa: ASYNC110  # the channel has no event to wait for
        await asyncio.sleep(0.005)
    took = asyncio.get_running_loop().time() - started
    await worker.stop()
    await running
    assert channel.sent[0][1].text == "reply"
    assert took >= 7 / 30  # eight news at thirty a second


async def test_a_bug_in_a_channel_does_not_stop_delivery(db: Database, clock: FixedClock) -> None:
    class Broken(RecordingChannel):
        async def send(self, row_id: int, address: str, reply: Reply):  # type: ignore[no-untyped-def]
            if reply.text == "bad":
                raise RuntimeError("boom")
            return await super().send(row_id, address, reply)

    channel = Broken()
    worker = delivery(db, channel, clock)
    await queue(db, clock, "bad", "good")
    await worker.drain()
    assert [reply.text for _, reply in channel.sent] == ["good"]
    assert await count(db, OutboxState.UNCONFIRMED) == 1


async def test_rows_of_a_channel_that_is_off_wait_for_it(
    db: Database, clock: FixedClock, content: Content
) -> None:
    await queue(db, clock, "x")
    other = RecordingChannel(name="other")
    core = build_core(db, content, {"other": other}, clock, lasted=clock.lasted)
    await core.settle()
    assert await count(db, OutboxState.PENDING) == 1


def test_the_pacer_never_lets_more_than_its_rate_into_any_second() -> None:
    pacer, now = Pacer(30), 100.0
    sends: list[float] = []
    while len(sends) < 300:
        wait = pacer.wait_s(now, urgent=False)
        now += wait if wait > 0 else 0.0
        if wait <= 0:
            pacer.sent(now)
            sends.append(now)
            now += 0.0001
    worst = max(sum(1 for s in sends if start <= s < start + 1.0) for start in sends)
    assert worst <= 30
    rate = (len(sends) - 1) / (sends[-1] - sends[0])
    assert rate > 29.5


async def test_a_tidy_stop_leaves_nothing_in_doubt(tmp_path: Path, content: Content) -> None:
    """What was claimed ahead of its turn and never began is put back; what is under way ends."""
    api, clock = BotApi(round_trip_s=0.05), FixedClock(MONDAY)
    async with serving(api) as base:
        async with site(tmp_path, content, api_url=base, clock=clock) as at:

            def begin(tx: Transaction) -> None:
                subscribe(tx, 200, MONDAY, channel="telegram")
                approved(tx, MONDAY)

            await at.core.database.transaction(begin)
            clock.pass_time(minutes=2)
            at.core.wake()
            await api.until_sent(20)
        taken = len(api.sent())
        async with database.open(address(tmp_path, "site")) as db:
            counts = await db.transaction(
                lambda tx: {state: tx.outbox.count(state) for state in OutboxState}
            )
    assert counts[OutboxState.SENT] == taken < 200
    assert counts[OutboxState.SENDING] == counts[OutboxState.UNCONFIRMED] == 0
    assert counts[OutboxState.PENDING] == 200 - taken


async def test_an_outcome_nobody_can_write_down_costs_the_others_nothing(
    db: Database, clock: FixedClock
) -> None:
    channel = RecordingChannel()
    channel.outcomes = [Rejected("\ud800 is half a letter"), Unsure("x"), Unsure("y")]
    worker = delivery(db, channel, clock)
    await queue(db, clock, "a", "b", "c")
    await worker.drain()
    assert await count(db, OutboxState.UNCONFIRMED) == 2
    assert await count(db, OutboxState.FAILED) == 1
    assert await count(db, OutboxState.SENDING) == 0
    await queue(db, clock, "again")  # nobody is mute for it, the one concerned included
    await worker.drain()
    assert [reply.text for _, reply in channel.sent] == ["again"]


async def test_what_follows_from_an_outcome_may_fail_and_the_row_still_ends(
    db: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Contacts, contact_id: int) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Contacts, "leave", broken)
    channel = RecordingChannel()
    channel.outcomes = [Stopped("blocked"), Sent("1")]
    worker = delivery(db, channel, clock)
    await queue(db, clock, "a", "b")
    await worker.drain()
    assert await count(db, OutboxState.REFUSED) == 1
    assert await count(db, OutboxState.SENT) == 1


async def test_a_body_that_cannot_be_read_fails_alone_and_surely_did_not_go(
    db: Database, clock: FixedClock
) -> None:
    def spoil(tx: Transaction) -> None:
        for place, body in enumerate(("", "null", "[]", '{"text": 1}', '{"text": "x"}')):
            contact = tx.contacts.meet("test", f"c{place}", clock.now)
            tx.outbox.add(contact.id, body, clock.now)

    await db.transaction(spoil)
    await queue(db, clock, *"12345678")
    channel = RecordingChannel()
    worker = delivery(db, channel, clock)
    for _ in range(3):
        await worker.drain()
    assert sorted(reply.text for _, reply in channel.sent) == list("12345678")
    assert await count(db, OutboxState.FAILED) == 5


async def test_a_send_without_an_end_is_given_up_and_its_place_is_free(
    db: Database, clock: FixedClock
) -> None:
    class Endless(RecordingChannel):
        async def send(self, row_id: int, address: str, reply: Reply):  # type: ignore[no-untyped-def]
            if reply.text == "endless":
                await asyncio.Event().wait()
            return await super().send(row_id, address, reply)

    channel = Endless(Capabilities(text_limit=100, concurrency=1, send_within_s=0.05))
    worker = delivery(db, channel, clock)
    await queue(db, clock, "endless", "good")
    async with asyncio.timeout(PATIENCE_S):
        await worker.drain()
    assert [reply.text for _, reply in channel.sent] == ["good"]
    assert await count(db, OutboxState.UNCONFIRMED) == 1


async def test_what_was_claimed_when_delivery_was_cut_off_is_sent(
    db: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = RecordingChannel()
    worker = delivery(db, channel, clock)
    await queue(db, clock, "x")
    at_it, go_on = asyncio.Event(), asyncio.Event()
    whole = db.transaction

    async def slow(work: Callable[[Transaction], Any]) -> Any:
        done = await whole(work)
        at_it.set()
        await go_on.wait()  # a disk that takes its time
        return done

    monkeypatch.setattr(db, "transaction", slow)
    running = asyncio.create_task(worker.run())
    await asyncio.wait_for(at_it.wait(), PATIENCE_S)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    go_on.set()
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(PATIENCE_S):
        while not channel.sent:  # noqa: ASYNC110  # a list sends no event
            await asyncio.sleep(0.01)
    await worker.stop()
    await running
    assert [reply.text for _, reply in channel.sent] == ["x"]
    assert await count(db, OutboxState.SENT) == 1
