"""One caller's work on its way through an engine's writer."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from storage.repositories import Repositories

log = logging.getLogger(__name__)


class QueuedWork:
    """The work and the future that waits for it. Belongs to the event loop it was made on."""

    __slots__ = ("afterwards", "error", "future", "is_to_blame", "result", "work")

    def __init__(self, work: Callable[[Repositories], Any]) -> None:
        self.work = work
        self.future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.result: Any = None
        self.error: BaseException | None = None
        self.afterwards: list[Callable[[], None]] = []
        self.is_to_blame = False  # for the end of its whole group

    def run_afterwards(self) -> None:
        """What the work handed on for after the commit. What fails of it undoes nothing."""
        for call in self.afterwards:
            try:
                call()
            except Exception:
                log.exception("a call after the commit failed")

    def resolve(self) -> None:
        if self.future.done():  # the caller was cancelled; the work stands all the same
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)
