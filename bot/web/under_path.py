"""A ward's pages under a path of a host that many wards share: `/can-bo` is `/w/<ward>/can-bo` for
whoever reads them. The pages themselves know nothing of it; what leaves is put right here: where a
page links to, where an answer sends a browser, which addresses a cookie goes with.

Templates escape quotation marks, so what somebody wrote cannot look like an attribute of ours.
"""

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NAMES = rb"(?:href|src|action|formaction|poster|data-[a-z]+(?:-[a-z]+)*)"
_IN_HTML = re.compile(rb"(\b(?:" + _NAMES + rb'="|content="\d+; url=))/(?!/)')
_IN_JSON = re.compile(rb"(\b" + _NAMES + rb'=\\")/(?!/)')  # pieces of pages, for a script
_IN_MANIFEST = re.compile(rb'(":\s?")/(?!/)')
_IN = {
    b"text/html": _IN_HTML,
    b"application/json": _IN_JSON,
    b"text/event-stream": _IN_JSON,
    b"application/manifest+json": _IN_MANIFEST,
}
_COOKIE = re.compile(rb"(?i)(;\s*path=)(/[^;]*)")


class UnderPath:
    """`prefix` begins with a slash and ends without one."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._prefix = prefix.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer(self._prefix, send)
        await self._app(scope, receive, answer.take)


class _Answer:
    """One answer on its way out. Its head waits for the first of its body, whose length changes."""

    def __init__(self, prefix: bytes, send: Send) -> None:
        self._prefix = prefix
        self._send = send
        self._head: Message | None = None
        self._links: re.Pattern[bytes] | None = None

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._links = _links_of(message["headers"])
            headers = [(name, self._header(name, value)) for name, value in message["headers"]]
            self._head = {**message, "headers": headers}
            return
        if self._links is not None and message.get("body"):
            body = self._links.sub(rb"\1" + self._prefix + b"/", message["body"])
            message = {**message, "body": body}
        if self._head is not None:
            head, self._head = self._head, None
            if self._links is not None and message.get("body"):
                head["headers"] = _of_length(head["headers"], message)
            await self._send(head)
        await self._send(message)

    def _header(self, name: bytes, value: bytes) -> bytes:
        match name.lower():
            case b"location" | b"service-worker-allowed" if _is_inner(value):
                return self._prefix + value
            case b"set-cookie":
                return _COOKIE.sub(rb"\1" + self._prefix + rb"\2", value)
            case _:
                return value


def _is_inner(value: bytes) -> bool:
    return value.startswith(b"/") and not value.startswith(b"//")


def _links_of(headers: list[tuple[bytes, bytes]]) -> re.Pattern[bytes] | None:
    """How an answer of this kind names addresses of ours; None where it names none."""
    named = {name.lower(): value for name, value in headers}
    if b"content-encoding" in named:
        return None
    return _IN.get(named.get(b"content-type", b"").partition(b";")[0].strip().lower())


def _of_length(headers: list[tuple[bytes, bytes]], body: Message) -> list[tuple[bytes, bytes]]:
    """With the length of the body as it is now; with none where more follows."""
    others = [one for one in headers if one[0].lower() != b"content-length"]
    if body.get("more_body"):
        return others
    return [*others, (b"content-length", str(len(body["body"])).encode())]
