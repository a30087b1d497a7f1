"""How long tests wait for what has to come. It measures nothing: it only ends a wait for what will
never come, so it is long enough for a machine with much else to do."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

PATIENCE_S = 90.0
PATIENCE_MS = PATIENCE_S * 1000

Found = TypeVar("Found")


async def until(look: Callable[[], Awaitable[Found | None]]) -> Found:
    """What `look` finds, as soon as it finds anything. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE_S):
        while not (found := await look()):  # noqa: ASYNC110  # what is waited for has no event
            await asyncio.sleep(0.02)
    return found
