"""What Prometheus is told: figures by ward and channel, never of anybody. A registry of our own,
one a process; each ward of the process counts in its part of it."""

import asyncio
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.metrics import MetricWrapperBase

from bot.core.conversation import Clock
from bot.running.loops import Loops, beat
from storage.database import Database, StorageUnavailable

CONTENT_TYPE = CONTENT_TYPE_LATEST
LOOK_S = 15.0  # how often what waits is counted
LAG_S = 1.0
_TURN_S = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0)


class Metrics:
    """All that one process counts. `text` is what Prometheus reads."""

    def __init__(self) -> None:
        registry = CollectorRegistry()
        self._registry = registry
        ProcessCollector(registry=registry)
        self.lag = Histogram(
            "donghanh_loop_lag_seconds", "How late the event loop comes to what is due",
            buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0), registry=registry,
        )  # fmt: skip
        self.turns = Counter(
            "donghanh_turns", "Messages received, by what became of them",
            ("ward", "channel", "result"), registry=registry,
        )  # fmt: skip
        self.turn_time = Histogram(
            "donghanh_turn_seconds", "From a message received to its answer kept",
            ("ward",), buckets=_TURN_S, registry=registry,
        )  # fmt: skip
        self.sends = Counter(
            "donghanh_sends", "Messages handed to a platform, by what became of them",
            ("ward", "channel", "state"), registry=registry,
        )  # fmt: skip
        self.waiting = Gauge(
            "donghanh_outbox_waiting", "Messages that are due and not sent yet",
            ("ward", "channel"), registry=registry,
        )  # fmt: skip
        self.oldest = Gauge(
            "donghanh_outbox_oldest_seconds", "How long the first of them has been due",
            ("ward", "channel"), registry=registry,
        )  # fmt: skip
        self.retries = Counter(
            "donghanh_database_retries", "Transactions done again: others came into their way",
            ("ward",), registry=registry,
        )  # fmt: skip
        self.restarts = Gauge(
            "donghanh_loop_restarts", "Loops that ended since the ward was opened",
            ("ward",), registry=registry,
        )  # fmt: skip
        self.held = Gauge(
            "donghanh_ward_held", "1 while this process serves the ward",
            ("ward",), registry=registry,
        )  # fmt: skip

    def of(self, ward: str) -> "WardMetrics":
        """What one ward counts. `ward` is its key, nothing a person is known by."""
        return WardMetrics(self, ward)

    def forget(self, ward: str) -> None:
        """Another process has the ward: its last figures are not to be read as today's."""
        of_wards: tuple[MetricWrapperBase, ...] = (
            self.turns, self.turn_time, self.sends, self.waiting, self.oldest,
            self.retries, self.restarts, self.held,
        )  # fmt: skip
        for metric in of_wards:
            metric.remove_by_labels({"ward": ward})

    def text(self) -> bytes:
        """Everything as Prometheus reads it (`CONTENT_TYPE`)."""
        return generate_latest(self._registry)

    async def watch_lag(self) -> None:
        """A loop, one a process: how late it is woken."""
        while True:
            beat()
            due = time.monotonic() + LAG_S
            await asyncio.sleep(LAG_S)
            self.lag.observe(max(0.0, time.monotonic() - due))


class WardMetrics:
    """A ward's part. Its children are made once: counting costs a turn next to nothing."""

    def __init__(self, metrics: Metrics, ward: str) -> None:
        self._metrics = metrics
        self._ward = ward
        self._turn_time = metrics.turn_time.labels(ward)
        self._turns: dict[tuple[str, str], Counter] = {}
        self._sends: dict[tuple[str, str], Counter] = {}

    def turn(self, channel: str, result: str, took_s: float) -> None:
        """A message was received: `result` is a word of ours."""
        key = channel, result
        if key not in self._turns:
            self._turns[key] = self._metrics.turns.labels(self._ward, *key)
        self._turns[key].inc()
        self._turn_time.observe(took_s)

    def send(self, channel: str, state: str) -> None:
        """A message was handed to a platform: `state` is the row's from now on."""
        key = channel, state
        if key not in self._sends:
            self._sends[key] = self._metrics.sends.labels(self._ward, *key)
        self._sends[key].inc()

    async def watch(
        self, database: Database, channels: Iterable[str], loops: Loops, clock: Clock
    ) -> None:
        """A loop: what waits, and how the ward's parts fare, every `LOOK_S`."""
        names, retried = tuple(channels), database.retried
        self._metrics.held.labels(self._ward).set(1)
        while True:
            beat()
            with suppress(StorageUnavailable):  # the figures of before stand until it is back
                await self._look(database, names, clock())
            self._metrics.retries.labels(self._ward).inc(database.retried - retried)
            retried = database.retried
            self._metrics.restarts.labels(self._ward).set(loops.deaths)
            await asyncio.sleep(LOOK_S)

    async def _look(self, database: Database, names: Iterable[str], now: datetime) -> None:
        waiting = await database.read(lambda tx: tx.outbox.waiting(now))
        for name in names:
            count, since = waiting.get(name, (0, now))
            self._metrics.waiting.labels(self._ward, name).set(count)
            age = max(0.0, (now - since).total_seconds())
            self._metrics.oldest.labels(self._ward, name).set(age)
