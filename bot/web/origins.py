"""Whether a form was sent from a page of ours: asked once, before any address that acts.

Browsers name the sending page's origin with everything that is not merely fetched. `null` is what
they call a page that hides where it is from (a sandboxed frame, a file): ours never does.
"""

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web.limits import NotOurs, Refused

READS = ("GET", "HEAD", "OPTIONS")
_PORTS = {"http": 80, "https": 443}


class Origins:
    """`public_url` is where people see our pages ("" while only this machine does)."""

    def __init__(self, public_url: str) -> None:
        self._public = _parts(public_url)

    def accepts(self, headers: Headers) -> bool:
        """Whether these headers come from a page of ours, or from no browser at all."""
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
        sent = _parts(origin)
        if sent is None:
            return False
        if self._public and sent[1:] == self._public[1:]:
            return sent == self._public
        if sent == self._public:
            return True
        # Without PUBLIC_URL, and for whoever opens the page by another name: the same host.
        host = _parts(f"{sent[0]}://{headers.get('host', '')}")
        return host is not None and sent == host


def _parts(url: str) -> tuple[str, str, int] | None:
    """(scheme, host, port) as every browser writes them; None for what is no web origin."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode().lower()
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    return (parts.scheme, host, port) if host and parts.username is None else None


class OurForms:
    """Refuses what another site makes a browser send, before a page sees it or a cookie is set.
    `hooks` are called by platforms, which prove themselves in another way."""

    def __init__(
        self,
        app: ASGIApp,
        origins: Origins,
        hooks: Iterable[str],
        refuse: Callable[[Request, Refused], Response],
    ) -> None:
        self._app = app
        self._origins = origins
        self._hooks = frozenset(hooks)
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["method"] in READS
            or scope["path"] in self._hooks
            or self._origins.accepts(Headers(scope=scope))
        ):
            await self._app(scope, receive, send)
            return
        response = self._refuse(Request(scope), NotOurs())
        await response(scope, receive, send)
