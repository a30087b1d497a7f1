"""Loops that must not end or fall silent while the program lives: one that does is started again,
and somebody is told. What a loop survives by itself is its own affair; this is for what nobody
thought of."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass

log = logging.getLogger(__name__)

AGAIN_FIRST_S = 0.5
AGAIN_LAST_S = 8.0
# One that lived for so long is started again at once when it ends.
LIVED_S = 60.0
# A loop that gives no sign for so long hangs. The longest call has its own end before.
SILENT_S = 180.0
LOOK_S = 1.0
# Telling somebody must not hold up the start.
TELL_WITHIN_S = 5.0


class Silent(Exception):
    """A loop runs and does nothing."""


@dataclass(slots=True)
class Loop:
    """How one loop fares."""

    name: str
    runs: bool = True
    deaths: int = 0
    # In looks, not by the clock: a program that was stopped and goes on has not been silent.
    silent_s: float = 0.0
    may_rest_s: float = SILENT_S


_current: ContextVar[Loop | None] = ContextVar("loop", default=None)


def beat(rest_s: float = 0.0) -> None:
    """A sign of life from within a loop, at every turn of it. `rest_s`: how much longer than usual
    no other may come, because it waits or works long."""
    if loop := _current.get():
        loop.silent_s, loop.may_rest_s = 0.0, SILENT_S + rest_s


async def _nobody(name: str, why: str) -> None:
    """Nobody is told."""


class Loops:
    """The loops of one part of the program. `on_death` is told the name of each that ended, and
    why; it is called before the loop is started again."""

    def __init__(self) -> None:
        self.on_death: Callable[[str, str], Awaitable[None]] = _nobody
        self._loops: list[Loop] = []
        self._tasks: list[asyncio.Task[None]] = []

    def keep(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Runs `work`, and runs it again whenever it raises, is cancelled from elsewhere or gives
        no `beat` for too long. One that returns has finished what it had to do."""
        loop = Loop(name)
        self._loops.append(loop)
        self._tasks.append(asyncio.create_task(self._keep(loop, work)))

    @property
    def dead(self) -> list[str]:
        """Those that ended and are not running again yet."""
        return [loop.name for loop in self._loops if not loop.runs]

    @property
    def deaths(self) -> int:
        """How often one of them ended."""
        return sum(loop.deaths for loop in self._loops)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        self._loops.clear()

    async def _keep(self, loop: Loop, work: Callable[[], Awaitable[None]]) -> None:
        pause = AGAIN_FIRST_S
        _current.set(loop)  # for the work, and for every task it starts
        while True:
            began = time.monotonic()
            loop.runs = True
            beat()
            ended = await _outcome(loop, work)
            if ended is None:
                return
            loop.runs = False
            loop.deaths += 1
            log.error("a loop ended and is started again: %s", loop.name, exc_info=ended)
            await self.tell(loop.name, type(ended).__name__)
            if time.monotonic() - began > LIVED_S:
                pause = AGAIN_FIRST_S
            await asyncio.sleep(pause)
            pause = min(AGAIN_LAST_S, pause * 2)

    async def tell(self, name: str, why: str) -> None:
        """Whoever is told of loops that ended; never raises, and takes seconds at the most."""
        try:
            async with asyncio.timeout(TELL_WITHIN_S):
                await self.on_death(name, why)
        except Exception:
            log.exception("nobody could be told that a loop ended: %s", name)


async def _outcome(loop: Loop, work: Callable[[], Awaitable[None]]) -> BaseException | None:
    """What ended the work; None when it returned. In a task of its own, so that being cancelled
    from within is told from being stopped by us."""
    task = asyncio.ensure_future(work())
    looking = _Looking(loop)
    try:
        await asyncio.wait({task, looking.hangs}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            loop.runs = False  # also while it does not let itself be ended
            await _end(task)
            return Silent(f"no sign for {loop.silent_s:.0f} s")
    except asyncio.CancelledError:
        await _end(task)
        raise
    finally:
        looking.end()
    if task.cancelled():
        return asyncio.CancelledError()
    return task.exception()


class _Looking:
    """`hangs` is done once the loop was silent for too long. By a timer: a process has hundreds of
    loops, and tasks that wait a second each cost more than all they look after."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self._events = asyncio.get_running_loop()
        self.hangs: asyncio.Future[None] = self._events.create_future()
        self._look()

    def _look(self) -> None:
        if self._loop.silent_s > self._loop.may_rest_s:
            self.hangs.set_result(None)
            return
        self._loop.silent_s += LOOK_S
        self._next = self._events.call_later(LOOK_S, self._look)

    def end(self) -> None:
        self._next.cancel()


async def _end(task: asyncio.Future[None]) -> None:
    """Cancels until it ends: Python 3.11's `wait_for` loses a cancellation that comes together with
    its result, and a loop that was asked once would go on for ever."""
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=LOOK_S)
