"""The one way out: claims outbox rows, asks their channel to send, records what became of them.

A reply normally starts on its way with the commit of the turn that made it (`reserve`, `start`).
What waits is claimed in the transaction that records what finished. The sends themselves run
outside any transaction, one at a time per contact. A row is `sending` only while its call is under
way, about to start or just over, so a crash leaves few more rows in doubt than calls.
"""

import asyncio
import contextlib
import logging
import math
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channels.base import (
    Capabilities,
    Channel,
    Closed,
    Moved,
    Rejected,
    Retry,
    SendOutcome,
    Sent,
    Stopped,
    Unsure,
)
from bot.core.pacing import Pacer
from bot.core.taking_back import TakingBack
from bot.running.loops import beat
from bot.running.uptime import uptime
from content.library import Content
from handlers.talk import notices
from handlers.talk.messages import Reply
from handlers.talk.turn import REPLY_LASTS
from storage.database import Database, StorageUnavailable, Transaction
from storage.models import Kind, OutboxRow, OutboxState, Settled, ToRetract
from storage.times import Uptime

log = logging.getLogger(__name__)

# A row that keeps failing for reasons of its own is given up after this many attempts; what fails
# for everybody (no connection, "too many") is no fault of the row.
MAX_ATTEMPTS = 8
IDLE_S = 5.0  # with nothing to do: other programs may queue something
NOT_OURS_S = 1.0  # until it is asked again
STORAGE_PAUSE_S = 1.0
PACE_S = 0.1
BUSY_CALLS = 4
GATHER_S = 0.004
# Calls under way at once are rows in doubt after a crash: no more of them than the round trip
# needs to keep up with this many sends a second.
FEWEST_CALLS = 16
RATE_AIMED_AT = 1000
# Where a platform sets no pace, a broadcast may have so many calls under way, or as many as the
# channel makes at once. At most half of them are claimed at a time, so that one half is sent while
# the other is recorded.
UNPACED_CALLS = 96
# Notices and broadcasts are claimed this far ahead of their turn, so that no commit stands between
# two of them, and recorded together: at 30 a second a dozen rows, and as many again that are under
# way or waiting to be recorded, all of them in doubt after a crash. Half of it costs half as much
# again for each message.
AHEAD_S = 0.4
# Answers that went are recorded together: so many, or those of so long. Where many wards are
# written to now and then, each by itself would take a commit of its own.
RECORDED_TOGETHER, RECORDED_WITHIN_S = 4, 0.5
# After a start nothing paced goes for so long: the platform counts what went before it, too.
HOLD_S = 1.0
# What keeps failing waits longer each time, up to this; a platform that asks for more is asked
# again all the same.
LONGEST_RETRY_S = 600.0
# How often what is past its time, or waits for people whose window closed, is refused: where
# something is about to go, where nothing is; at once when the clock was set by so much.
LOOK_BEFORE_S, LOOK_S = 1.0, 5.0
SET_BY = timedelta(seconds=1)
# What another program queued by a clock that is ahead is found so late.
BOUND_S = 30.0
# Between two messages to one contact lie seconds: a longer rest was noted by a wrong clock.
LONGEST_REST = timedelta(seconds=10)
# Connections that rested longer are opened anew before a broadcast goes on.
COLD_AFTER_S = 30.0
WARM_WITHIN_S = 5.0
# What cannot be recorded for a reason of its own is tried alone so often, then set aside.
RECORD_TRIES = 3


@dataclass(frozen=True, slots=True)
class Finished:
    """A call that ended: which row, how, and after how many seconds; how often recording that
    failed for a reason of its own."""

    row: OutboxRow
    outcome: SendOutcome
    took_s: float
    tries: int = 0


class Delivery:
    """One channel's outbox worker. `wake` it after a commit; `run` it while the program lives."""

    def __init__(
        self,
        database: Database,
        channel: Channel,
        clock: Callable[[], datetime],
        pacer: Pacer,
        content: Content,
        lasted: Callable[[], Uptime] = uptime,
        wake_all: Callable[[], None] = lambda: None,
        may_send: Callable[[], bool] = lambda: True,
        on_sent: Callable[[str, str], None] = lambda channel, state: None,
    ) -> None:
        """`wake_all`: something was queued that another channel may send. `may_send` is asked last
        before each call: another process may send for this ward as soon as it says no. `on_sent`
        is told the channel of each call that ended, and what its row is by it."""
        self._database = database
        self._channel = channel
        self._clock = clock
        self._lasted = lasted
        self._may_send = may_send
        self._on_sent = on_sent
        self._taking_back = TakingBack(database, channel, clock, content, wake_all)
        self._pacer = pacer
        self._content = content
        self._awake = asyncio.Event()
        self._finished: list[Finished] = []
        self._many_ended = asyncio.Event()  # as many calls as are still under way
        self._under_way: set[asyncio.Task[None]] = set()
        self._stepping: asyncio.Task[float] | None = None
        self._ahead: deque[OutboxRow] = deque()  # claimed, waiting for the pace
        self._some_ahead = asyncio.Event()
        self._last_paced = 0.0
        self._stopping = False
        self._resting = asyncio.Event()  # set while `run` is not at work
        self._resting.set()
        self._recording: asyncio.TimerHandle | None = None  # of answers that went
        self._reserved = 0  # places promised to turns under way
        self._round_trip_s = 0.0  # of the quickest calls lately
        self._looked_at: tuple[datetime, Uptime] | None = None
        self._bounded_s = 0.0  # when what waits was last bound to now
        self.idle_s = IDLE_S
        self.sent_at: datetime | None = None  # when the platform last took something
        self._due_now = False  # something is due and waits for the pace only
        self._claimed_some = False  # by the last step

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

    def start(self, row: OutboxRow, *, alone: bool) -> None:
        """Sends a row that was committed as `sending` in a reserved place; `alone`: no other part
        of the answer waits for it."""
        self._reserved -= 1
        self._pacer.sent(time.monotonic(), paced=False)
        self._begin(row, alone=alone)

    async def recover(self) -> int:
        """At start: what a crash left in doubt is marked, not sent twice. Returns how many."""
        now, repeatable = self._clock(), self._channel.capabilities.repeatable
        name = self._channel.name
        return await self._database.transaction(
            lambda tx: tx.outbox.recover(name, now, repeatable=repeatable)
        )

    async def run(self) -> None:
        self._pacer.hold(time.monotonic(), HOLD_S)
        self._resting.clear()
        working = asyncio.create_task(self._work())
        pacing = asyncio.create_task(self._pace())
        try:
            # Whichever of the two ends, the other is of no use alone.
            done, _ = await asyncio.wait([working, pacing], return_when=asyncio.FIRST_COMPLETED)
            for ended in done:
                ended.result()
        finally:
            for task in (working, pacing):
                task.cancel()
            await asyncio.gather(working, pacing, return_exceptions=True)
            self._resting.set()

    async def _pace(self) -> None:
        """Lets what was claimed ahead go, each in its turn."""
        while True:
            await self._some_ahead.wait()
            if time.monotonic() - self._last_paced > COLD_AFTER_S:
                await self._warm_up()
            wait = self._let_go()
            if self._ahead:
                await asyncio.sleep(wait)

    async def _warm_up(self) -> None:
        try:
            async with asyncio.timeout(WARM_WITHIN_S):
                await self._channel.warm_up()
        except TimeoutError:
            log.warning("no warm-up in time channel=%s", self._channel.name)
        except Exception:
            # The same boundary as a send: a bug in a channel must not stop delivery.
            log.exception("warm-up failed channel=%s", self._channel.name)

    def _let_go(self) -> float:
        """Starts every row whose turn has come; returns the seconds until the next one's."""
        moment = time.monotonic()
        while self._ahead and not self._stopping:
            wait = self._pacer.wait_s(moment, urgent=False)
            if wait > 0:
                return wait
            self._pacer.sent(moment)
            self._last_paced = moment
            self._begin(self._ahead.popleft())
            if len(self._ahead) <= self._most_ahead() // 2:
                self._awake.set()  # claim more
        self._some_ahead.clear()
        return 0.0

    def _most_ahead(self) -> int:
        rate = self._pacer.per_second
        most = self._channel.capabilities.concurrency
        return min(most, max(1, round(rate * AHEAD_S)) if rate else UNPACED_CALLS // 2)

    async def _work(self) -> None:
        while not self._stopping:
            beat()
            if len(self._under_way) > BUSY_CALLS:
                await self._gather()
            self._awake.clear()
            try:
                wait = await self._step()
            except StorageUnavailable as error:
                log.error("delivery waits for storage: %s", error)
                wait = STORAGE_PAUSE_S
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), wait)

    async def _gather(self) -> None:
        """Lets more calls end, for a moment at most: one commit for all of them. Not for all that
        are under way: while the disk takes the ended ones, the others go on."""
        self._many_ended.clear()
        if 4 * len(self._finished) < len(self._under_way):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._many_ended.wait(), GATHER_S)

    async def stop(self) -> None:
        """Lets the calls under way finish and records them."""
        self._stopping = True
        self._awake.set()
        await self._resting.wait()  # what it claims in its last step is seen to here
        if under_way := {*self._under_way, *self._taking_back.under_way}:
            await asyncio.wait(under_way, timeout=10)
        # Their calls never began: they are surely unsent.
        now = self._clock()
        put_back = [Settled(row.id, OutboxState.PENDING, due_at=now) for row in self._ahead]
        self._ahead.clear()
        if put_back:
            with contextlib.suppress(StorageUnavailable):
                await self._database.transaction(lambda tx: tx.outbox.settle(put_back, now))
        with contextlib.suppress(StorageUnavailable):
            await self._settle_and_claim([])

    def let_fall(self) -> None:
        """The calls under way end as they stand: another process may send here. Their rows stay in
        doubt."""
        for task in self._under_way:
            task.cancel()

    async def drain(self) -> None:
        """Sends all that is due and waits for it; for the terminal and for tests."""
        while True:
            await self._step()
            while self._ahead:
                wait_s = self._let_go()
                await asyncio.sleep(wait_s)
            if back := self._taking_back.under_way:
                await asyncio.wait(back)
            elif not self._under_way and not self._finished:
                pause = self._pacer.wait_s(time.monotonic(), urgent=False)
                if not self._due_now or pause > PACE_S:
                    return
                await asyncio.sleep(pause)  # a notice is due and only waits for the pace
            while self._under_way:
                await asyncio.wait(set(self._under_way))

    async def _step(self) -> float:
        """Records, claims, starts sending; returns how long to wait if nothing wakes us. Whoever is
        cut off in the middle leaves a step that ends all the same: what it claims is sent."""
        while self._stepping is not None:
            await asyncio.wait([self._stepping])
        self._stepping = asyncio.create_task(self._take_step())
        self._stepping.add_done_callback(self._stepped)
        return await asyncio.shield(self._stepping)

    def _stepped(self, step: asyncio.Task[float]) -> None:
        self._stepping = None
        if not step.cancelled():
            step.exception()  # whoever still waits gets it; here it is only marked as seen

    async def _take_step(self) -> float:
        rows, next_due = await self._settle_and_claim(self._plan())
        self._due_now = next_due is not None and next_due <= self._clock()
        for row in rows:
            if row.kind is Kind.REPLY:
                self._pacer.sent(time.monotonic(), paced=False)
                self._begin(row)
            else:
                self._ahead.append(row)
                self._some_ahead.set()
        # A finished call and a row that leaves the queue ahead wake us.
        if rows or self._ahead or self._taking_back.under_way:
            return IDLE_S
        return self._idle_time(next_due)

    def _begin(self, row: OutboxRow, *, alone: bool = False) -> None:
        task = asyncio.create_task(self._send(row, alone=alone))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _free(self) -> int:
        window = FEWEST_CALLS + int(self._round_trip_s * RATE_AIMED_AT)
        allowed = min(window, self._channel.capabilities.concurrency)
        return allowed - len(self._under_way) - len(self._ahead) - self._reserved

    def _plan(self) -> list[tuple[Kind, Kind, int]]:
        """Which kinds may be claimed now, and how many: replies freely, the rest a little ahead of
        their turn."""
        moment = time.monotonic()
        if self._pacer.wait_s(moment, urgent=True) > 0:
            return []
        plan, free = [], self._free()
        if free > 0:
            replies = 1 if self._pacer.is_careful(moment) else self._pacer.room(moment, free)
            plan.append((Kind.REPLY, Kind.REPLY, replies))
        if not self._pacer.per_second:
            most = min(UNPACED_CALLS, self._channel.capabilities.concurrency)
            free = most - len(self._under_way) - len(self._ahead) - self._reserved
        paced = min(free, self._most_ahead() - len(self._ahead))
        if paced > 0 and self._pacer.wait_s(moment, urgent=False) <= AHEAD_S:
            plan.append((Kind.NOTICE, Kind.BROADCAST, paced))
        return plan

    async def _settle_and_claim(
        self, plan: list[tuple[Kind, Kind, int]]
    ) -> tuple[list[OutboxRow], datetime | None]:
        finished = self._take_finished()
        now, name = self._clock(), self._channel.name
        window = self._channel.capabilities.policy.open_for
        heard_since = now - window if window is not None else None
        lasted = self._lasted()
        back: list[ToRetract] = []

        def work(tx: Transaction) -> tuple[list[OutboxRow], datetime | None]:
            _record(tx, finished, now, self._channel.capabilities)
            rows: list[OutboxRow] = []
            busy = self._claimed_some or bool(self._ahead)
            self._look(tx, now, lasted, heard_since, LOOK_BEFORE_S if busy else LOOK_S)
            due = None if busy else tx.outbox.next_due(name)
            if due and due <= now and self._look(tx, now, lasted, heard_since, LOOK_BEFORE_S):
                due = tx.outbox.next_due(name)
            for most, least, limit in plan if busy or (due and due <= now) else []:
                rows += tx.outbox.claim(
                    name,
                    now,
                    limit,
                    most_urgent=most,
                    least_urgent=least,
                    heard_since=heard_since,
                )
            rows = [notices.as_it_goes(tx, self._content, row, now) for row in rows]
            if self._taking_back.is_open:
                back[:] = tx.outbox.to_retract(name, FEWEST_CALLS)
            if busy and not rows and not self._ahead:
                due = tx.outbox.next_due(name)
            return rows, None if rows else due

        try:
            found = await self._database.transaction(work)
            self._claimed_some = bool(found[0])
            self._taking_back.begin(back)
            return found
        except BaseException as error:
            if not finished or not _is_its_own(error):
                self._finished = finished + self._finished
                raise
            # The boundary again: one outcome nobody can write down must not cost the others theirs.
            log.exception("outcomes could not be recorded together channel=%s", name)
        await self._record_singly(finished, now)
        self._awake.set()  # nothing was claimed
        return [], None

    def _take_finished(self) -> list[Finished]:
        finished, self._finished = self._finished, []
        if self._recording is not None:
            self._recording.cancel()
            self._recording = None
        if finished:
            quickest = min(item.took_s for item in finished)
            self._round_trip_s += 0.3 * (quickest - self._round_trip_s)
        return finished

    async def _record_singly(self, finished: list[Finished], now: datetime) -> None:
        """Each outcome by itself: what fails alone is tried again with the next, a bounded number
        of times. Raises StorageUnavailable; what was not looked at yet is kept for later."""
        waiting = deque(finished)
        while waiting:
            try:
                kept = await self._record_one(waiting[0], now)
            except BaseException:
                waiting.rotate(-1)  # the others come first next time
                self._finished = [*waiting, *self._finished]
                raise
            waiting.popleft()
            if kept is not None:
                self._finished.append(kept)

    async def _record_one(self, item: Finished, now: datetime) -> Finished | None:
        """None once it is recorded or set aside, else what is to be tried again. Raises
        StorageUnavailable."""
        capabilities = self._channel.capabilities
        try:
            await self._database.transaction(lambda tx: _record(tx, [item], now, capabilities))
        except Exception as error:
            if not _is_its_own(error):
                raise
            ids = (item.row.channel, item.row.id)
            log.exception("an outcome could not be recorded channel=%s row=%s", *ids)
            if item.tries + 1 < RECORD_TRIES:
                return replace(item, tries=item.tries + 1)
            await self._set_aside(item, now)
        return None

    async def _set_aside(self, item: Finished, now: datetime) -> None:
        """Only the row's own end, in words of ours, and nothing that follows from it. Raises
        StorageUnavailable."""
        state = _settled(item.row, item.outcome, now).state
        if state is OutboxState.PENDING:
            state = OutboxState.FAILED
        plain = Settled(item.row.id, state, error="not recorded")
        ids = (item.row.channel, item.row.id)
        try:
            await self._database.transaction(lambda tx: tx.outbox.settle([plain], now))
        except StorageUnavailable:
            raise
        except Exception:
            # It stays `sending`: in doubt, as the next start finds it.
            log.exception("a row could not be set aside channel=%s row=%s", *ids)
        else:
            log.error("a row was set aside channel=%s row=%s state=%s", *ids, state)

    def _not_looked_for_s(self, now: datetime, lasted: Uptime) -> float:
        """Since the last look; without end where there was none, or the clock was set since."""
        if self._looked_at is None:
            return math.inf
        at, then = self._looked_at
        passed_s = lasted.seconds - then.seconds
        was_set = abs(now - at - timedelta(seconds=passed_s)) >= SET_BY
        return math.inf if was_set or lasted.boot != then.boot else passed_s

    def _look(
        self,
        tx: Transaction,
        now: datetime,
        lasted: Uptime,
        heard_since: datetime | None,
        after_s: float,
    ) -> bool:
        """For what is past its time, or waits for people whose window closed; not within `after_s`
        of the last look, unless the clock was set. Whether it looked."""
        waited_s = self._not_looked_for_s(now, lasted)
        if waited_s < after_s:
            return False
        leap = tx.times.keep_pace(now, lasted)
        binds = waited_s == math.inf or lasted.seconds - self._bounded_s >= BOUND_S
        tx.after_commit(lambda: self._looked(now, lasted, leap, bound=binds))
        if binds:
            tx.outbox.bound(
                now,
                longest_wait=timedelta(seconds=LONGEST_RETRY_S),
                longest_rest=LONGEST_REST,
                reply_lasts=REPLY_LASTS,
            )
        tx.outbox.expire(now)
        if heard_since is not None:
            tx.outbox.refuse_unreachable(self._channel.name, heard_since, now)
        return True

    def _looked(self, now: datetime, lasted: Uptime, leap: timedelta, *, bound: bool) -> None:
        self._looked_at = now, lasted
        if bound:
            self._bounded_s = lasted.seconds
        if leap:
            log.warning("the clock was set forward by %.0f s", leap.total_seconds())

    async def _send(self, row: OutboxRow, *, alone: bool) -> None:
        started = time.monotonic()
        outcome = await self._outcome(row)
        ended = time.monotonic()
        if isinstance(outcome, Retry) and outcome.everyone:
            self._pacer.pause(ended, min(outcome.after_s, LONGEST_RETRY_S))
        if isinstance(outcome, Sent):
            self.sent_at = self._clock()
        self._finished.append(Finished(row, outcome, ended - started))
        self._on_sent(row.channel, _settled(row, outcome, self._clock()).state)
        if 4 * len(self._finished) >= len(self._under_way):
            self._many_ended.set()
        self._see_it_recorded(row, outcome, alone=alone)
        log.info(
            "send %s channel=%s contact=%s row=%s attempt=%s ms=%.1f",
            type(outcome).__name__.lower(),
            row.channel,
            row.contact_id,
            row.id,
            row.attempts,
            (ended - started) * 1000,
        )

    def _see_it_recorded(self, row: OutboxRow, outcome: SendOutcome, *, alone: bool) -> None:
        """With what is claimed next, with others that end soon, or now."""
        went = isinstance(outcome, Sent)
        if went and self._ahead and row.kind is not Kind.REPLY:
            return
        if not (went and alone and len(self._finished) < RECORDED_TOGETHER):
            self._awake.set()
        elif self._recording is None:
            loop = asyncio.get_running_loop()
            self._recording = loop.call_later(RECORDED_WITHIN_S, self._awake.set)

    async def _outcome(self, row: OutboxRow) -> SendOutcome:
        """What becomes of a row, whatever it holds, the channel does or the platform leaves out."""
        try:
            reply = Reply.from_json(row.body)
        except Exception:
            log.exception("a body cannot be read channel=%s row=%s", row.channel, row.id)
            return Rejected("unreadable")
        if not self._may_send():
            return Retry(NOT_OURS_S, "not ours to send", everyone=True)
        try:
            async with asyncio.timeout(self._channel.capabilities.send_within_s):
                return await self._channel.send(row.id, row.address, reply)
        except TimeoutError:
            log.error("a send had no end channel=%s row=%s", row.channel, row.id)
            return Unsure("no end")
        except Exception:
            # The second of the two boundaries: a bug in a channel must not stop delivery.
            log.exception("send failed channel=%s row=%s", row.channel, row.id)
            return Unsure("exception")

    def _idle_time(self, next_due: datetime | None) -> float:
        """Until a row is due or the pacer lets the next one go."""
        if next_due is None:
            return self.idle_s
        moment = time.monotonic()
        waits = [
            (next_due - self._clock()).total_seconds(),
            self._pacer.wait_s(moment, urgent=False),
        ]
        ahead = [wait for wait in waits if wait > 0]
        # Nothing ahead: the row waits for its contact's earlier one, whose end wakes us.
        return min(self.idle_s, *ahead) if ahead else IDLE_S


def _is_its_own(error: BaseException) -> bool:
    """Whether other work would fare better: neither is the storage shut, nor are we stopped."""
    if isinstance(error, StorageUnavailable):
        return not error.everyone
    return isinstance(error, Exception)


def _record(
    tx: Transaction, finished: list[Finished], now: datetime, capabilities: Capabilities
) -> None:
    settled = [_settled(item.row, item.outcome, now) for item in finished]
    tx.outbox.settle(settled, now)
    _count_troubles(tx, finished, settled)
    if capabilities.contact_interval_s:
        tx.contacts.rest(
            (item.row.contact_id, now + _interval(item.row, capabilities)) for item in finished
        )
    if capabilities.wakes:  # an answer is read by whoever asked, on the page they asked on
        unasked = [one for one in finished if one.row.kind is not Kind.REPLY]
        new = [one.row.contact_id for one in unasked if isinstance(one.outcome, Sent)]
        tx.pushes.wake(new, now)
    for item in finished:
        match item.outcome:
            case Stopped(error):
                tx.contacts.leave(item.row.contact_id)
                tx.outbox.refuse_all(item.row.contact_id, now, error)
            case Moved(address):
                tx.contacts.move(item.row.contact_id, address)
            case Sent():
                notices.arrived(tx, item.row, now)
            case Unsure():
                notices.arrived(tx, item.row, now, surely=False)


def _interval(row: OutboxRow, capabilities: Capabilities) -> timedelta:
    own = capabilities.group_interval_s if row.is_group else 0.0
    return timedelta(seconds=max(own, capabilities.contact_interval_s))


def _count_troubles(tx: Transaction, finished: list[Finished], settled: list[Settled]) -> None:
    """How a broadcast fares, so that one that mostly fails is stopped."""
    ended: Counter[int] = Counter()
    troubled: Counter[int] = Counter()
    for item, result in zip(finished, settled, strict=True):
        if item.row.broadcast_id is not None and result.state is not OutboxState.PENDING:
            ended[item.row.broadcast_id] += 1
            bad = result.state in (OutboxState.FAILED, OutboxState.UNCONFIRMED)
            troubled[item.row.broadcast_id] += bad
    for broadcast_id, count in ended.items():
        tx.broadcasts.note_outcomes(broadcast_id, count, troubled[broadcast_id])


def _settled(row: OutboxRow, outcome: SendOutcome, now: datetime) -> Settled:
    match outcome:
        case Sent(vendor_id):
            return Settled(row.id, OutboxState.SENT, vendor_id=vendor_id)
        case Retry(after_s, error):
            if row.attempts >= MAX_ATTEMPTS and not outcome.everyone:
                return Settled(row.id, OutboxState.FAILED, error=error)
            wait_s = after_s if outcome.everyone else after_s * 2 ** (row.attempts - 1)
            due = now + timedelta(seconds=min(wait_s, LONGEST_RETRY_S))
            begun = outcome.begun
            return Settled(row.id, OutboxState.PENDING, error=error, due_at=due, begun=begun)
        case Moved(_):
            return Settled(row.id, OutboxState.PENDING, due_at=now)
        case Stopped(error) | Closed(error):
            return Settled(row.id, OutboxState.REFUSED, error=error)
        case Rejected(error):
            return Settled(row.id, OutboxState.FAILED, error=error)
        case Unsure(error):
            return Settled(row.id, OutboxState.UNCONFIRMED, error=error)
