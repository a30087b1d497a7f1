"""The ASGI app: which address leads where, and the headers every answer carries."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.files.attachments import AttachmentStore
from bot.running.pool import Pool
from bot.web.bodies import Bodies
from bot.web.chat import WebChat
from bot.web.console.console import Console
from bot.web.console.typed import HOME, SIGN_IN
from bot.web.headers import ENCODED, HEADERS
from bot.web.limits import Refused
from bot.web.notebook import NotebookPage
from bot.web.origins import Origins, OurForms
from bot.web.routing import Addresses, LateRoutes
from bot.web.visitor.answers import VisitorAnswers
from bot.web.visitor.routes import visitor_routes
from storage.database import StorageUnavailable

FOLDER = Path(__file__).parent

Vitals = Callable[[], Awaitable[tuple[bool, dict[str, Any]]]]


def build_web(
    chat: WebChat,
    notebook: NotebookPage,
    visitors: VisitorAnswers,
    attachments: AttachmentStore,
    answer_files: AttachmentStore,
    drawing: Pool,
    console: Console,
    hooks: Sequence[Route],
    vitals: Vitals,
    origins: Origins,
    told: Route | None = None,
) -> Starlette:
    """The app. `drawing` is where pictures of link previews are drawn; `hooks` are the platforms'
    webhooks; `vitals` say whether messages can be stored right now; `origins` are where forms of
    ours come from; `told` are the figures of `bot/web/figures.py`."""
    hooked = [route.path for route in hooks]
    pages = _InTheirWords(console, visitors)
    of_visitors: list[Route] = [
        *chat.routes(),
        Route("/so-tay/{token}", notebook.page),
        *visitor_routes(visitors, attachments, answer_files, drawing, chat.cookie, chat.channel),
    ]
    app = Starlette(
        routes=[
            Addresses(of_visitors),
            LateRoutes(HOME, partial(_console, console)),
            Route("/can-bo/cua-sw.js", _worker("door-sw.js")),
            Route("/can-bo/bao-viec.js", _worker("staff-sw.js")),
            Route("/healthz", _health(vitals)),
            *([told] if told else []),
            # Small on the air of a market; nothing in it is anybody's: its size tells nothing.
            Mount("/static", GZipMiddleware(StaticFiles(directory=FOLDER / "static"))),
            *hooks,
            Route("/{path:path}/", _without_slash),
        ],
        middleware=[
            Middleware(_SafeHeaders),
            Middleware(Bodies, hooks=hooked, staff=HOME, sign_in=SIGN_IN),
            Middleware(OurForms, origins=origins, hooks=hooked, refuse=pages.refuse),
        ],
        exception_handlers={
            StorageUnavailable: visitors.unavailable,
            Refused: pages.refused,
            HTTPException: pages.nothing_here,
            Exception: pages.broken,
        },
    )
    app.router.redirect_slashes = False  # it would lead to whatever host the request names
    return app


def _console(console: Console) -> list[Route]:
    from bot.web.console.routes import console_routes

    return console_routes(console)


def late_routes(app: Starlette) -> list[Callable[[], object]]:
    """What loads the pages that a start left for later."""
    return [
        partial(getattr, late, "addresses") for late in app.routes if isinstance(late, LateRoutes)
    ]


def _health(vitals: Vitals) -> Callable[[Request], Awaitable[Response]]:
    async def health(request: Request) -> JSONResponse:
        ready, told = await vitals()
        return JSONResponse(
            told, status_code=200 if ready else 503, headers={"cache-control": "no-store"}
        )

    return health


def _worker(script: str) -> Callable[[Request], Awaitable[FileResponse]]:
    """Served from the console's own folder, so that it may work for its pages."""

    async def served(request: Request) -> FileResponse:
        headers = {"cache-control": "no-cache"}
        path = FOLDER / "static" / script
        return FileResponse(path, media_type="text/javascript", headers=headers)

    return served


class _InTheirWords:
    """What goes wrong, in the words of whoever reads the page: staff or visitors."""

    def __init__(self, console: Console, visitors: VisitorAnswers) -> None:
        self._console = console
        self._visitors = visitors

    def _pages(self, request: Request) -> Console | VisitorAnswers:
        return self._console if request.url.path.startswith(HOME) else self._visitors

    def refuse(self, request: Request, refusal: Refused) -> Response:
        return self._pages(request).refused(request, refusal)

    async def refused(self, request: Request, refusal: Exception) -> Response:
        if not isinstance(refusal, Refused):
            raise refusal
        return self.refuse(request, refusal)

    async def nothing_here(self, request: Request, error: Exception) -> Response:
        """An address or a method that is none of ours."""
        status = error.status_code if isinstance(error, HTTPException) else 404
        return self._pages(request).nothing_here(request, status)

    async def broken(self, request: Request, error: Exception) -> Response:
        """A fault of ours, whatever it is: said kindly, and nothing claimed to have been done."""
        response = self._pages(request).broken(request)
        # This one goes past the middleware, and the server ends the connection after it.
        response.headers.update(HEADERS | {"connection": "close"})
        return response


async def _without_slash(request: Request) -> Response:
    """The same address without a slash at its end, on whatever host the browser is."""
    path = quote(str(request.path_params["path"]).strip("/"))
    return Response(status_code=307, headers={"location": f"/{path}"})


class _SafeHeaders:
    """Adds `HEADERS` to every answer. Plain ASGI, so that streams are not held back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(pair for pair in ENCODED if pair[0] not in given),
                ]
            await send(message)

        await self._app(scope, receive, with_headers)
