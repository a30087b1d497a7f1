"""Documents and large sheets are made in a process of their own. What packs XML and zips holds the
interpreter for most of its time: in a thread of this process, chats waited seconds for their turn
while a folder for a full hall was made. ADR 0017."""

import asyncio
import copyreg
import io
import multiprocessing
import os
import pickle
import signal
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from bot.running.pool import BEHIND, Pool
from content.library import Content

T = TypeVar("T")
Tell = Callable[[int, int], None]
IDLE_S = 300.0
_SPAWN = multiprocessing.get_context("spawn")  # a fork would copy our threads' locks as they stand


class DocumentFailed(Exception):
    """The document could not be made; the message is the traceback of the other process, or says
    how that process ended."""


def _deaf(done: int, of: int) -> None:
    """Nobody asked how far it is."""


class DocumentMaker:
    """One document at a time, the others in line. The process starts with the first, and ends when
    none was asked for in `idle_s` seconds or when we end."""

    def __init__(
        self, load: Callable[[], Content], waiting: int = 12, idle_s: float = IDLE_S
    ) -> None:
        """`load` gives that process its content: what is in ours is not sent there."""
        self._load, self._idle_s = load, idle_s
        self._line = Pool("documents", 1, waiting)
        self._process: BaseProcess | None = None
        self._calls: Connection | None = None

    async def run(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Calls `work`, a function of a module, over there and returns what it returns. Raises Busy
        and DocumentFailed."""
        return await asyncio.wrap_future(self.begin(work, *args, **kwargs))

    def begin(
        self, work: Callable[..., T], *args: Any, tell: Tell | None = None, **kwargs: Any
    ) -> Future[T]:
        """Queues `work` without waiting for it. `tell` hears what `work` tells of its progress, in
        another thread: such a `work` takes a `tell` by name. Raises Busy."""
        return self._line.begin(self._make, (work, args, kwargs), tell)

    def _make(self, call: tuple[Any, ...], tell: Tell | None) -> Any:
        asked = _packed((*call, tell is not None))
        while True:
            calls = self._open()
            try:
                calls.send_bytes(asked)
                return _answer(calls, tell or _deaf)
            except (EOFError, OSError) as gone:
                ended = self._end()
                if ended != 0:  # it did not leave for want of work just when this was sent
                    raise DocumentFailed(f"exit code {ended}") from gone

    def _open(self) -> Connection:
        if self._calls is None:
            self._calls, theirs = _SPAWN.Pipe()
            self._process = _SPAWN.Process(
                target=_work, args=(theirs, self._load, self._idle_s), name="documents", daemon=True
            )
            self._process.start()
            theirs.close()
        return self._calls

    def _end(self) -> int | None:
        process, calls = self._process, self._calls
        self._process = self._calls = None
        if process is None or calls is None:
            return None
        calls.close()
        process.join()
        return process.exitcode


def _answer(calls: Connection, tell: Tell) -> Any:
    while True:
        kind, said = calls.recv()
        match kind:
            case "told":
                tell(*said)
            case "made":
                return said
            case _:
                raise DocumentFailed(said)


# ---- the other process ----

_content: Content | None = None


def _own_content() -> Content | None:
    return _content


def _reference(_: Content) -> tuple[Callable[[], Content | None], tuple[()]]:
    return _own_content, ()


def _packed(call: Any) -> bytes:
    """Content goes by reference: whoever opens this puts its own there."""
    out = io.BytesIO()
    pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = copyreg.dispatch_table.copy()
    pickler.dispatch_table[Content] = _reference
    pickler.dump(call)
    return out.getvalue()


def _work(calls: Connection, load: Callable[[], Content], idle_s: float) -> None:
    """Makes what it is asked for until nothing more comes, or whoever asked is gone."""
    global _content  # what a process has once
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends us by the one who asked
    os.nice(BEHIND)
    _content = load()
    while calls.poll(idle_s):
        try:
            asked = calls.recv_bytes()
        except EOFError:
            return
        try:
            work, args, kwargs, is_told = pickle.loads(asked)  # noqa: S301  # from ourselves
            more: Mapping[str, Any] = {"tell": lambda *far: calls.send(("told", far))}
            made = work(*args, **kwargs, **(more if is_told else {}))
        except Exception:
            calls.send(("failed", traceback.format_exc()))
        else:
            calls.send(("made", made))
