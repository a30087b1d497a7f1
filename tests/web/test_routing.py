"""An address is found as if each of ours were asked in its order."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.types import Scope

from bot.web.routing import Addresses


async def _nothing(request: Request) -> Response:
    return PlainTextResponse("")


ROUTES: list[Route | Mount] = [
    Route("/", _nothing),
    Route("/cau", _nothing),
    Route("/cau/{name}", _nothing),
    Route("/cau/{name}/anh.png", _nothing),
    Route("/can-bo", _nothing),
    Route("/can-bo/nhan-su", _nothing, methods=["POST"]),
    Route("/can-bo/nhan-su", _nothing),
    Route("/can-bo/{any}", _nothing),
    Route("/can-bo/nhan-su/{staff}", _nothing, methods=["POST"]),
    Route("/can-bo/so/{a}/{b}", _nothing),
    Mount("/static", PlainTextResponse("")),
    Route("/can-bo/muon", _nothing),  # never: the one above is asked first
    Route("/{path:path}/", _nothing),
]
PATHS = (
    *("/", "/cau", "/cau/", "/cau/mon-bai", "/cau/mon-bai/anh.png", "/cau/a/b", "/can-bo", "/x"),
    *("/can-bo/nhan-su", "/can-bo/nhan-su/5", "/can-bo/nhan-su/5/6", "/can-bo/muon", "/can-bo/so"),
    *("/can-bo/so/1/2", "/can-bo//", "//", "/static", "/static/a/b.css", "/statics", "", "/x/y/"),
)


def _asked_in_order(scope: Scope) -> tuple[Match, BaseRoute | None]:
    partly = None
    for route in ROUTES:
        match, _ = route.matches(scope)
        if match is Match.FULL:
            return match, route
        if match is Match.PARTIAL and partly is None:
            partly = route
    return (Match.PARTIAL if partly else Match.NONE), partly


def test_every_address_leads_where_it_led() -> None:
    together = Addresses(ROUTES)
    for path in PATHS:
        for method in ("GET", "HEAD", "POST", "PUT"):
            scope: Scope = {"type": "http", "method": method, "path": path, "headers": []}
            match, found = together.matches(dict(scope))
            route = next((one for one in found.values() if one in ROUTES), None)
            assert (match, route) == _asked_in_order(scope), f"{method} {path}"
