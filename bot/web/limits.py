"""What a visitor may send: how often, how much, and from which page."""

import asyncio
import time
from collections import OrderedDict, deque
from urllib.parse import parse_qs, urlsplit

from starlette.requests import ClientDisconnect, Request


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


class TooSlow(TooLarge):
    """The request's body did not come in time, or stopped half-way: as little to be taken."""


async def read_body(request: Request, limit: int, within_s: float | None = None) -> bytes:
    """The body, at most `limit` bytes. Raises TooLarge without reading the rest, and TooSlow."""
    body = bytearray()
    try:
        async with asyncio.timeout(within_s):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise TooLarge
    except (TimeoutError, ClientDisconnect) as error:
        raise TooSlow from error
    return bytes(body)


async def read_fields(request: Request, limit: int) -> dict[str, str]:
    """An urlencoded form of at most `limit` bytes: field -> its first value. What is no form has
    no fields. Raises TooLarge."""
    body = await read_body(request, limit)
    try:
        fields = parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20
        )
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}


def same_origin(request: Request) -> bool:
    """Browsers name the sending page's origin; a form on another site is not ours to take."""
    origin = request.headers.get("origin")
    return origin in (None, "null") or urlsplit(origin).netloc == request.headers.get("host")
