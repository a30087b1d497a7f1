"""`GET /metrics`, for whoever the settings let read it."""

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.addresses import Proxies

# What a web server in front of us adds: somebody far away, whatever address they come by.
PASSED_ON = (
    "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via",
)  # fmt: skip


def figures(text: Callable[[], bytes], content_type: str, readers: Sequence[str]) -> Route:
    """`text` makes what is read, of `content_type`; `readers` are the addresses and networks that
    may, without a web server between. For everybody else there is no such page."""
    allowed = Proxies(readers)

    async def told(request: Request) -> Response:
        host = request.client.host if request.client else ""
        if host not in allowed or any(name in request.headers for name in PASSED_ON):
            return Response(status_code=404)
        headers = {"cache-control": "no-store", "content-type": content_type}
        return Response(text(), headers=headers)

    return Route("/metrics", told)
