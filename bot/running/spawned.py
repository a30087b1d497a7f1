"""A process of our own beside this one, with a pipe to it: begun when it is first needed, and again
after it ended."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from bot.running.pool import BEHIND

_SPAWN = multiprocessing.get_context("spawn")  # a fork would copy our threads' locks as they stand


class Spawned:
    """For one thread at a time."""

    def __init__(self, name: str, work: Callable[..., None], *given: Any) -> None:
        """`work`, a function of a module, is called over there with its end of the pipe and what is
        `given`; the process ends when it returns."""
        self._name = name
        self._given = work, given
        self._process: BaseProcess | None = None
        self._calls: Connection | None = None

    def open(self) -> tuple[Connection, bool]:
        """Our end of the pipe, and whether the process was begun just now."""
        if self._calls is not None:
            return self._calls, False
        calls, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(
            target=_work, args=(theirs, *self._given), name=self._name, daemon=True
        )
        process.start()
        theirs.close()
        self._process, self._calls = process, calls
        return calls, True

    def kill(self) -> None:
        """Ends it as it stands; whoever reads from the pipe then gets EOFError."""
        if self._process is not None:
            self._process.kill()

    def end(self) -> int | None:
        """Waits for the end of one that is ending; how it ended, None where there is none."""
        process, calls = self._process, self._calls
        self._process = self._calls = None
        if process is None or calls is None:
            return None
        calls.close()
        process.join()
        return process.exitcode


def _work(calls: Connection, work: Callable[..., None], given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends us by the one who asked
    os.nice(BEHIND)
    work(calls, *given)
