"""How much one visitor may send: a sliding window in memory, and a bound on the request's size."""

import time
from collections import OrderedDict, deque

from starlette.requests import Request


class RateLimit:
    """At most `count` in any `seconds`, per key. Remembers the last `keys` keys only."""

    def __init__(self, count: int, seconds: float, keys: int = 20_000) -> None:
        self._count = count
        self._seconds = seconds
        self._keys = keys
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, key: str, now: float | None = None) -> bool:
        """Whether one more is within the limit; counts it if so."""
        moment = time.monotonic() if now is None else now
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        while len(self._times) > self._keys:
            self._times.popitem(last=False)
        while times and times[0] <= moment - self._seconds:
            times.popleft()
        if len(times) >= self._count:
            return False
        times.append(moment)
        return True


class TooLarge(Exception):
    """The request's body is larger than allowed."""


async def read_body(request: Request, limit: int) -> bytes:
    """The body, at most `limit` bytes. Raises TooLarge without reading the rest."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise TooLarge
    return bytes(body)
