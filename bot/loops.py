"""Loops that must not end while the program lives: one that does is started again, and somebody is
told. What a loop survives by itself is its own affair; this is for what nobody thought of."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

log = logging.getLogger(__name__)

AGAIN_FIRST_S = 0.5
AGAIN_LAST_S = 8.0
# One that lived for so long is started again at once when it ends.
LIVED_S = 60.0


@dataclass(slots=True)
class Loop:
    """How one loop fares."""

    name: str
    runs: bool = True
    deaths: int = 0


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
        """Runs `work`, and runs it again whenever it raises or is cancelled from elsewhere. One
        that returns has finished what it had to do."""
        loop = Loop(name)
        self._loops.append(loop)
        self._tasks.append(asyncio.create_task(self._keep(loop, work)))

    @property
    def dead(self) -> list[str]:
        """Those that ended and are not running again yet."""
        return [loop.name for loop in self._loops if not loop.runs]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        self._loops.clear()

    async def _keep(self, loop: Loop, work: Callable[[], Awaitable[None]]) -> None:
        pause = AGAIN_FIRST_S
        while True:
            began = time.monotonic()
            loop.runs = True
            ended = await _outcome(work)
            if ended is None:
                return
            loop.runs = False
            loop.deaths += 1
            log.error("a loop ended and is started again: %s", loop.name, exc_info=ended)
            await self._tell(loop.name, type(ended).__name__)
            if time.monotonic() - began > LIVED_S:
                pause = AGAIN_FIRST_S
            await asyncio.sleep(pause)
            pause = min(AGAIN_LAST_S, pause * 2)

    async def _tell(self, name: str, why: str) -> None:
        try:
            await self.on_death(name, why)
        except Exception:
            log.exception("nobody could be told that a loop ended: %s", name)


async def _outcome(work: Callable[[], Awaitable[None]]) -> BaseException | None:
    """What ended the work; None when it returned. In a task of its own, so that being cancelled
    from within is told from being stopped by us."""
    task = asyncio.ensure_future(work())
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise
    if task.cancelled():
        return asyncio.CancelledError()
    return task.exception()
