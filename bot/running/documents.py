"""Documents and large sheets are made in a process of their own. What packs XML and zips holds the
interpreter for most of its time: in a thread of this process, chats waited seconds for their turn
while a folder for a full hall was made. ADR 0017."""

import asyncio
import copyreg
import io
import pickle
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from bot.running.memory import give_back, return_large_blocks
from bot.running.pool import Pool
from bot.running.spawned import Spawned
from content.library import Content
from content.ward import Ward

T = TypeVar("T")
Tell = Callable[[int, int], None]
IDLE_S = 300.0


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
        self._process = Spawned("documents", _work, load, idle_s)
        self._line = Pool("documents", 1, waiting)

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
            calls, _ = self._process.open()
            try:
                calls.send_bytes(asked)
                return _answer(calls, tell or _deaf)
            except (EOFError, OSError) as gone:
                ended = self._process.end()
                if ended != 0:  # it did not leave for want of work just when this was sent
                    raise DocumentFailed(f"exit code {ended}") from gone


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


def _own_content(ward: Ward) -> Content | None:
    if _content is not None and _content.ward != ward:
        _content.shelf.put_ward(ward)
    return _content


def _reference(content: Content) -> tuple[Callable[[Ward], Content | None], tuple[Ward]]:
    return _own_content, (content.ward,)


def _packed(call: Any) -> bytes:
    """Content goes by reference, with the ward as it is now: whoever opens this puts its own there,
    in that ward."""
    out = io.BytesIO()
    pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = copyreg.dispatch_table.copy()
    pickler.dispatch_table[Content] = _reference
    pickler.dump(call)
    return out.getvalue()


def _work(calls: Connection, load: Callable[[], Content], idle_s: float) -> None:
    """Makes what it is asked for until nothing more comes, or whoever asked is gone."""
    global _content  # what a process has once
    _content = load()
    return_large_blocks()
    while calls.poll(idle_s):
        try:
            calls.send(_made(calls, calls.recv_bytes()))
        except EOFError:
            return
        give_back()


def _made(calls: Connection, asked: bytes) -> tuple[str, Any]:
    """What is said of one that was asked for; nothing of it is kept here."""

    def tell(*far: int) -> None:
        calls.send(("told", far))
        give_back()  # what one part left behind, before the next: else each adds to the others

    try:
        work, args, kwargs, is_told = pickle.loads(asked)  # noqa: S301  # from ourselves
        more: Mapping[str, Any] = {"tell": tell}
        return "made", work(*args, **kwargs, **(more if is_told else {}))
    except Exception:
        return "failed", traceback.format_exc()
