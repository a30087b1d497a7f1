"""Ends a program whose event loop hangs, so that whoever watches over it (systemd) starts it again.
Nothing acknowledged is lost by that: it is a kill like any other.

A thread asks the loop for a sign; a timer of the processor's time ends the program also where one
long computation lets no thread run. Neither goes by the clock: a program that was stopped for a
minute and goes on has not hung. What every thread was at is left in a file for the next start.
"""

import asyncio
import contextlib
import faulthandler
import logging
import os
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TextIO

from storage.engines.sqlite.lock import beside

log = logging.getLogger(__name__)

ASK_S = 1.0
HUNG_S = 30.0


@asynccontextmanager
async def watching(database: Path, hung_s: float = HUNG_S) -> AsyncIterator[bool]:
    """While the running loop is watched; whether the run before hung."""
    left = beside(database, ".hung")
    hung, trace = _was_left(left), _opened(left)
    loop, ended = asyncio.get_running_loop(), threading.Event()
    thread = threading.Thread(target=_watch, args=(loop, ended, hung_s), daemon=True)
    # Writes what every thread is at, then does what the signal does: it ends the program.
    faulthandler.register(signal.SIGPROF, trace, all_threads=True, chain=True)
    signal.setitimer(signal.ITIMER_PROF, hung_s)
    thread.start()
    try:
        yield hung
    finally:
        ended.set()
        thread.join()
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.unregister(signal.SIGPROF)
        trace.close()
        with contextlib.suppress(OSError):  # the folder may be gone by now, or shut
            left.unlink()


def _watch(loop: asyncio.AbstractEventLoop, ended: threading.Event, hung_s: float) -> None:
    while not ended.wait(ASK_S):
        signal.setitimer(signal.ITIMER_PROF, hung_s)
        answered = threading.Event()
        with contextlib.suppress(RuntimeError):  # it is closed: the program ends
            loop.call_soon_threadsafe(answered.set)
        if not _comes(answered, ended, hung_s):
            log.critical("the event loop hangs: the program ends, to be started again")
            signal.raise_signal(signal.SIGPROF)


def _comes(answered: threading.Event, ended: threading.Event, within_s: float) -> bool:
    """Counted in short waits: the time in which the program itself was stopped is one of them."""
    waits = max(1, round(within_s / ASK_S))
    return any(answered.wait(ASK_S) or ended.is_set() for _ in range(waits))


def _was_left(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _opened(path: Path) -> TextIO:
    """A new file for the trace; a full disk keeps nobody from starting."""
    try:
        return path.open("w", encoding="ascii")
    except OSError:
        return Path(os.devnull).open("w", encoding="ascii")
