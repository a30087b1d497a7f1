"""The ASGI app of a process with many wards: `/w/<key>/...` is the ward's own app, which knows
nothing of the others, nor of what stands before its addresses."""

import re
from collections.abc import Callable
from typing import Any

import orjson
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import logs

_OF_A_WARD = re.compile(r"/w/([a-z][a-z0-9-]{0,39})(/.*)?", re.DOTALL)
# Tells the front that the ward is not here: it looks anew where it is.
ELSEWHERE = "x-donghanh-elsewhere"


def ward_in(path: str) -> tuple[str, str]:
    """(key, the rest with its slash) of an address; ("", path) for one of no ward."""
    found = _OF_A_WARD.fullmatch(path)
    return (found[1], found[2] or "") if found else ("", path)


class ManyWards:
    """`health` tells how the process itself is, `told` its figures (`bot/web/figures.py`)."""

    def __init__(self, health: Callable[[], dict[str, Any]], told: Route) -> None:
        self._health = health
        self._told = told
        self._apps: dict[str, ASGIApp] = {}

    def put(self, ward: str, app: ASGIApp) -> None:
        self._apps[ward] = app

    def take_away(self, ward: str) -> None:
        self._apps.pop(ward, None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        ward, rest = ward_in(scope["path"])
        if app := self._apps.get(ward):
            logs.ward.set(ward)
            before = len(f"/w/{ward}")
            inner = {**scope, "path": rest or "/", "raw_path": scope["raw_path"][before:] or b"/"}
            await app(inner, receive, send)
            return
        if scope["path"] == self._told.path:
            await self._told.app(scope, receive, send)
            return
        if scope["path"] == "/healthz":
            response = Response(orjson.dumps(self._health()), media_type="application/json")
        else:
            response = Response(status_code=503, headers={ELSEWHERE: "1", "retry-after": "5"})
        await response(scope, receive, send)
