"""The one way out: claims outbox rows, asks their channel to send, records what became of them.

A reply normally starts on its way with the commit of the turn that made it (`reserve`, `start`).
What waits is claimed in the transaction that records what finished. The sends themselves run
outside any transaction, one at a time per contact. A row is `sending` only while its call is under
way or about to start, so a crash leaves no more rows in doubt than calls.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.base import (
    Channel,
    Moved,
    Rejected,
    Retry,
    SendOutcome,
    Sent,
    Stopped,
    Unsure,
)
from bot.pacing import Pacer
from handlers.messages import Reply
from storage.database import Database, StorageUnavailable, Transaction
from storage.models import Kind, OutboxRow, OutboxState, Settled

log = logging.getLogger(__name__)

# A row that keeps failing for reasons that should pass is given up after this many attempts.
MAX_ATTEMPTS = 8
IDLE_S = 5.0
STORAGE_PAUSE_S = 1.0
PACE_S = 0.1
BUSY_CALLS = 4
GATHER_S = 0.004
# Calls under way at once are rows in doubt after a crash: no more of them than the round trip
# needs to keep up with this many sends a second.
FEWEST_CALLS = 12
RATE_AIMED_AT = 1000


@dataclass(frozen=True, slots=True)
class Finished:
    """A call that ended: which row, how, when, and after how many seconds."""

    row: OutboxRow
    outcome: SendOutcome
    at: datetime
    took_s: float


class Delivery:
    """One channel's outbox worker. `wake` it after a commit; `run` it while the program lives."""

    def __init__(
        self, database: Database, channel: Channel, clock: Callable[[], datetime], pacer: Pacer
    ) -> None:
        self._database = database
        self._channel = channel
        self._clock = clock
        self._pacer = pacer
        self._awake = asyncio.Event()
        self._finished: list[Finished] = []
        self._under_way: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._reserved = 0  # places promised to turns under way
        self._round_trip_s = 0.0  # of the quickest calls lately
        self._due_now = False  # something is due and waits for the pace only

    def wake(self) -> None:
        self._awake.set()

    def reserve(self) -> bool:
        """A place for a reply that is about to be committed; `start` or `release` must follow."""
        moment = time.monotonic()
        if self._stopping or self._free() <= 0 or self._pacer.is_careful(moment):
            return False
        if self._pacer.wait_s(moment, urgent=True) > 0:
            return False
        self._reserved += 1
        return True

    def release(self) -> None:
        self._reserved -= 1

    def start(self, row: OutboxRow) -> None:
        """Sends a row that was committed as `sending` in a reserved place."""
        self._reserved -= 1
        self._begin(row)

    async def recover(self) -> int:
        """At start: what a crash left in doubt is marked, not sent twice. Returns how many."""
        now, repeatable = self._clock(), self._channel.capabilities.repeatable
        name = self._channel.name
        return await self._database.transaction(
            lambda tx: tx.outbox.recover(name, now, repeatable=repeatable)
        )

    async def run(self) -> None:
        while not self._stopping:
            if len(self._under_way) > BUSY_CALLS:
                await asyncio.sleep(GATHER_S)  # let more calls end: one commit for all of them
            self._awake.clear()
            try:
                wait = await self._step()
            except StorageUnavailable as error:
                log.error("delivery waits for storage: %s", error)
                wait = STORAGE_PAUSE_S
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), wait)

    async def stop(self) -> None:
        """Lets the calls under way finish and records them."""
        self._stopping = True
        self._awake.set()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=10)
        with contextlib.suppress(StorageUnavailable):
            await self._settle_and_claim([])

    async def drain(self) -> None:
        """Sends all that is due and waits for it; for the terminal and for tests."""
        while True:
            await self._step()
            if not self._under_way and not self._finished:
                pause = self._pacer.wait_s(time.monotonic(), urgent=False)
                if not self._due_now or pause > PACE_S:
                    return
                await asyncio.sleep(pause)  # a notice is due and only waits for the pace
            while self._under_way:
                await asyncio.wait(set(self._under_way))

    async def _step(self) -> float:
        """Records, claims, starts sending; returns how long to wait if nothing wakes us."""
        rows, next_due = await self._settle_and_claim(self._plan())
        self._due_now = next_due is not None and next_due <= self._clock()
        for row in rows:
            self._begin(row)
        if rows:
            # A finished call wakes us; a paced row means the next one may go a moment later.
            paced = any(row.kind is not Kind.REPLY for row in rows)
            return self._pacer.wait_s(time.monotonic(), urgent=False) if paced else IDLE_S
        return self._idle_time(next_due)

    def _begin(self, row: OutboxRow) -> None:
        task = asyncio.create_task(self._send(row))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _free(self) -> int:
        window = FEWEST_CALLS + int(self._round_trip_s * RATE_AIMED_AT)
        allowed = min(window, self._channel.capabilities.concurrency)
        return allowed - len(self._under_way) - self._reserved

    def _plan(self) -> list[tuple[Kind, Kind, int]]:
        """Which kinds may be claimed now, and how many: replies freely, the rest one by one."""
        moment = time.monotonic()
        free = self._free()
        if free <= 0 or self._pacer.wait_s(moment, urgent=True) > 0:
            return []
        replies = 1 if self._pacer.is_careful(moment) else free
        plan = [(Kind.REPLY, Kind.REPLY, replies)]
        if self._pacer.wait_s(moment, urgent=False) <= 0:
            plan.append((Kind.NOTICE, Kind.BROADCAST, 1))
        return plan

    async def _settle_and_claim(
        self, plan: list[tuple[Kind, Kind, int]]
    ) -> tuple[list[OutboxRow], datetime | None]:
        finished, self._finished = self._finished, []
        if finished:
            quickest = min(item.took_s for item in finished)
            self._round_trip_s += 0.3 * (quickest - self._round_trip_s)
        now, name = self._clock(), self._channel.name
        interval = timedelta(seconds=self._channel.capabilities.contact_interval_s)

        def work(tx: Transaction) -> tuple[list[OutboxRow], datetime | None]:
            _record(tx, finished, now, interval)
            rows: list[OutboxRow] = []
            for most, least, limit in plan:
                rows += tx.outbox.claim(name, now, limit, most_urgent=most, least_urgent=least)
            return rows, None if rows else tx.outbox.next_due(name)

        try:
            return await self._database.transaction(work)
        except StorageUnavailable:
            self._finished = finished + self._finished
            raise

    async def _send(self, row: OutboxRow) -> None:
        started = time.monotonic()
        self._pacer.sent(started)
        try:
            outcome = await self._channel.send(row.id, row.address, Reply.from_json(row.body))
        except Exception:
            # The second of the two boundaries: a bug in a channel must not stop delivery.
            log.exception("send failed channel=%s row=%s", row.channel, row.id)
            outcome = Unsure("exception")
        ended = time.monotonic()
        if isinstance(outcome, Retry) and outcome.everyone:
            self._pacer.pause(ended, outcome.after_s)
        self._finished.append(Finished(row, outcome, self._clock(), ended - started))
        self._awake.set()
        log.info(
            "send %s channel=%s contact=%s row=%s attempt=%s ms=%.1f",
            type(outcome).__name__.lower(),
            row.channel,
            row.contact_id,
            row.id,
            row.attempts,
            (ended - started) * 1000,
        )

    def _idle_time(self, next_due: datetime | None) -> float:
        """Until a row is due or the pacer lets the next one go."""
        if next_due is None:
            return IDLE_S
        moment = time.monotonic()
        waits = [
            (next_due - self._clock()).total_seconds(),
            self._pacer.wait_s(moment, urgent=False),
        ]
        ahead = [wait for wait in waits if wait > 0]
        # Nothing ahead: the row waits for its contact's earlier one, whose end wakes us.
        return min(IDLE_S, *ahead) if ahead else IDLE_S


def _record(tx: Transaction, finished: list[Finished], now: datetime, interval: timedelta) -> None:
    tx.outbox.settle([_settled(item.row, item.outcome, now) for item in finished], now)
    if interval:
        tx.contacts.rest((item.row.contact_id, item.at + interval) for item in finished)
    for item in finished:
        match item.outcome:
            case Stopped(error):
                tx.contacts.leave(item.row.contact_id)
                tx.outbox.refuse_all(item.row.contact_id, now, error)
            case Moved(address):
                tx.contacts.move(item.row.contact_id, address)


def _settled(row: OutboxRow, outcome: SendOutcome, now: datetime) -> Settled:
    match outcome:
        case Sent(vendor_id):
            return Settled(row.id, OutboxState.SENT, vendor_id=vendor_id)
        case Retry(after_s, error):
            if row.attempts >= MAX_ATTEMPTS:
                return Settled(row.id, OutboxState.FAILED, error=error)
            due = now + timedelta(seconds=after_s)
            return Settled(row.id, OutboxState.PENDING, error=error, due_at=due)
        case Moved(_):
            return Settled(row.id, OutboxState.PENDING, due_at=now)
        case Stopped(error):
            return Settled(row.id, OutboxState.REFUSED, error=error)
        case Rejected(error):
            return Settled(row.id, OutboxState.FAILED, error=error)
        case Unsure(error):
            return Settled(row.id, OutboxState.UNCONFIRMED, error=error)
