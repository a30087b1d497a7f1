"""Server-sent events: an answer that goes on, and whose place is free however it ends."""

from collections.abc import AsyncIterator, Callable

import orjson
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

BEAT_S = 20.0  # without anything to say, so often a sign that it goes on
LIFE_S = 600.0  # then the browser asks anew
RETRY = b"retry: 3000\n\n"
BEAT = b": beat\n\n"


class EventStream(StreamingResponse):
    """Events as they come."""

    def __init__(self, events: AsyncIterator[bytes], leave: Callable[[], None]) -> None:
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        super().__init__(events, media_type="text/event-stream", headers=headers)
        self._leave = leave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._leave()


def event(number: int, value: object, name: str = "") -> bytes:
    """One event: its id, which the browser brings back when it asks anew, and its data."""
    named = b"event: %s\n" % name.encode() if name else b""
    return b"%sid: %d\ndata: %s\n\n" % (named, number, orjson.dumps(value))


def wants_events(request: Request) -> bool:
    return "text/event-stream" in request.headers.get("accept", "")
