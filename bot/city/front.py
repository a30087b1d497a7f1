"""`donghanh serve`: where everybody comes in. It finds the process that has the ward and passes on
what is asked; it keeps nothing, so that there may be any number of it."""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.city.forwarding import Forwarding, NotThere
from bot.city.office import PATH as OFFICE
from bot.city.office import CityOffice
from bot.city.places import Places
from bot.city.wards import ward_in
from bot.running.loops import Loops
from bot.settings.city import CitySettings
from bot.web.connections import Connections, Server, bounds_of, take_files
from bot.web.figures import figures
from bot.web.headers import ENCODED
from bot.web.listening import listen, take_address
from bot.web.pages import SCRIPTS, environment_of
from content.library import FOLDER
from content.rendering import Words
from content.rendering import environment as messages
from content.vietnamese import order_key
from content.ward import load_ward
from storage.city.models import Placed, WardState
from storage.engines.postgres.city import PostgresCity
from storage.engines.postgres.hearing import Hearing

log = logging.getLogger(__name__)

AGAIN_S = 5
CONTENT_TYPE_PLAIN = "text/plain; version=0.0.4; charset=utf-8"


def _as_listed(ward: Placed) -> tuple[object, ...]:
    return order_key(ward.name)


async def serve_city(settings: CitySettings, announce: Callable[[str], None]) -> None:
    """Runs until the process is told to stop. Raises StorageError or Misconfigured when it cannot
    start."""
    with take_address(settings.host, settings.port) as door:
        words = Words(messages(FOLDER / "messages" / "vi", load_ward(FOLDER / "ward.toml")))
        places = Places(PostgresCity(settings.database_url))
        await places.look()
        loops, passing = Loops(), Forwarding()
        loops.keep("places", places.run)
        hearing = Hearing(settings.database_url, _looked_sooner(places))
        office = CityOffice(settings, words)
        front = Front(places, passing, words, settings.metrics_from, office.app)
        not_understood = words.say("system/not_understood")
        everybody = Connections(bounds_of(take_files()), settings.proxies, not_understood)
        server = Server(front, everybody, settings.proxies, before_exit=passing.close)
        try:
            await listen(server, door, announce, _for_ever())
        finally:
            await loops.stop()
            await passing.close()
            office.close()
            hearing.close()


def _looked_sooner(places: Places) -> Callable[[str], None]:
    """Called in a thread, when another process did something."""
    loop = asyncio.get_running_loop()

    def heard(schema_name: str) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the process ends
            loop.call_soon_threadsafe(places.look_sooner)

    return heard


async def _for_ever() -> None:
    await asyncio.Event().wait()


class Front:
    """The ASGI app."""

    def __init__(
        self, places: Places, passing: Forwarding, words: Words, readers: Sequence[str],
        office: ASGIApp,
    ) -> None:  # fmt: skip
        """`readers` are the addresses that may read its figures; `office` are the pages of the
        city's own people."""
        self._office = office
        self._told = figures(lambda: self._metrics().encode(), CONTENT_TYPE_PLAIN, readers)
        self._places = places
        self._passing = passing
        self._pages = environment_of(words)
        self._files = GZipMiddleware(StaticFiles(directory=SCRIPTS))
        self._counted: Counter[tuple[str, int]] = Counter()  # (ward, status)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        host = Headers(scope=scope).get("host", "")
        own = self._places.of_host(host)
        key, rest = (own.key, scope["path"]) if own else ward_in(scope["path"])
        ward = own or self._places.of_key(key)
        if ward is None or (key and not rest) or (ward.host and own is None):
            if ward is None and f"{scope['path']}/".startswith(f"{OFFICE}/"):
                await self._office(scope, receive, send)
                return
            if ward is None and scope["path"] == self._told.path:
                await self._told.app(scope, receive, send)
                return
            response = self._of_the_city(scope, ward, key, rest)
            await (response or self._file(scope))(scope, receive, send)
            return
        await self._pass_on(ward, scope, receive, send)

    async def _pass_on(self, ward: Placed, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if not (ward.address and ward.ready):
                raise NotThere
            path = (scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1")
            if ward.host:
                path = f"/w/{ward.key}{path}"
            if query := scope["query_string"].decode("latin-1"):
                path = f"{path}?{query}"
            status = await self._passing.on(ward.address, path, scope, receive, send)
        except NotThere:
            self._places.look_sooner()
            soon = ward.state is WardState.ACTIVE
            sent = scope["method"] == "POST"
            page = self._page("away", 503, name=ward.name, soon=soon, sent=sent)
            page.headers["retry-after"] = str(AGAIN_S if soon else 3600)
            status = 503
            await page(scope, receive, send)
        self._counted[ward.key, status] += 1

    def _of_the_city(
        self, scope: Scope, ward: Placed | None, key: str, rest: str
    ) -> Response | None:
        """None for one of our files."""
        path, query = scope["path"], scope["query_string"].decode("latin-1")
        if ward is not None:
            to = f"{scope['scheme']}://{ward.host}{rest or '/'}" if ward.host else f"/w/{key}/"
            to = f"{to}?{query}" if query else to
            return Response(status_code=307, headers={"location": to})
        match path:
            case "/":
                return self._page("which", 200, wards=self._choices())
            case "/healthz" | "/health":
                return JSONResponse(self._health(), headers={"cache-control": "no-store"})
            case _ if path.startswith("/static/"):
                return None
            case _:
                return self._page("lost", 404)

    def _choices(self) -> list[dict[str, str]]:
        return [
            {"name": one.name, "address": f"//{one.host}/" if one.host else f"/w/{one.key}/"}
            for one in sorted(self._places.all(), key=_as_listed)
            if one.state is WardState.ACTIVE
        ]

    def _page(self, page: str, status: int, **values: object) -> HTMLResponse:
        html = self._pages.get_template(f"city/{page}.html").render(**values)
        made = HTMLResponse(html, status, headers={"cache-control": "no-store"})
        made.raw_headers.extend(ENCODED)
        return made

    def _file(self, scope: Scope) -> Any:
        scope["path"] = scope["path"].removeprefix("/static")
        return self._files

    def _health(self) -> dict[str, int]:
        wards = [one for one in self._places.all() if one.state is WardState.ACTIVE]
        return {"wards": len(wards), "served": sum(one.ready for one in wards)}

    def _metrics(self) -> str:
        """For Prometheus: which ward is served, and how requests to it ended."""
        lines = ["# TYPE donghanh_ward_served gauge"]
        lines += [
            f'donghanh_ward_served{{ward="{one.key}"}} {int(one.ready)}'
            for one in self._places.all()
            if one.state is WardState.ACTIVE
        ]
        lines.append("# TYPE donghanh_front_requests_total counter")
        lines += [
            f'donghanh_front_requests_total{{ward="{key}",status="{status}"}} {count}'
            for (key, status), count in sorted(self._counted.items())
        ]
        return "\n".join([*lines, ""])
