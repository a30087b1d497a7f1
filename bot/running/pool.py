"""Threads for slow work, a few of each kind: a folder for two thousand guests keeps nobody from
signing in. How many may wait for them is bounded too."""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
BEHIND = 15


class Busy(Exception):
    """So many wait already that one more would not be served in good time."""


class Pool:
    """`threads` at work at once and at most `waiting` behind them; the next is told Busy. `behind`:
    they get the processor when nobody else wants it."""

    def __init__(self, name: str, threads: int, waiting: int, *, behind: bool = False) -> None:
        initializer = _step_behind if behind else None
        self._executor = ThreadPoolExecutor(threads, name, initializer)
        self._most = threads + waiting
        self._inside = 0
        self._lock = threading.Lock()

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs `work` in a thread and returns what it returns; raises what it raises, or Busy."""
        return await asyncio.wrap_future(self.begin(work, *args, **kwargs))

    def begin(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queues `work` without waiting for it. Raises Busy."""
        with self._lock:
            if self._inside >= self._most:
                raise Busy
            self._inside += 1
        future = self._executor.submit(work, *args, **kwargs)
        # A caller who gave up leaves the thread at work: its place is free when that is done.
        future.add_done_callback(self._leave)
        return future

    def _leave(self, _: Future[Any]) -> None:
        with self._lock:
            self._inside -= 1


def _step_behind() -> None:
    """Linux knows a priority of each thread, and what it starts inherits it."""
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)
