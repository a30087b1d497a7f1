"""Who waits in this process for something that others commit: pages that show it as it comes."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Bell:
    """Rung after a commit, on the event loop of the database. `stopped`: whoever listens goes."""

    def __init__(self) -> None:
        self._listening: set[asyncio.Event] = set()
        self.stopped = False

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """An event that is set whenever the bell rings."""
        event = asyncio.Event()
        self._listening.add(event)
        try:
            yield event
        finally:
            self._listening.discard(event)

    def ring(self) -> None:
        for event in self._listening:
            event.set()

    def stop(self) -> None:
        """The program ends: nobody listens any more."""
        self.stopped = True
        self.ring()
