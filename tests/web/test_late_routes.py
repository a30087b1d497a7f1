"""Pages of which the code is loaded when one is asked for: the console's."""

import subprocess
import sys
from http import HTTPStatus
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.web.routing import LateRoutes

ROOT = Path(__file__).parents[2]


async def _told(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{request.method} {request.path_params.get('one', '')}")


def test_a_start_loads_none_of_the_console_s_pages() -> None:
    loaded = "import sys, bot.app; print('bot.web.console.routes' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert told.stdout.strip() == "False"


async def test_they_are_made_once_when_one_is_asked_for_and_answer_as_any_route_does() -> None:
    made: list[str] = []

    def make() -> list[Route]:
        made.append("once")
        return [
            Route("/can-bo/{one}", _told),
            Route("/can-bo/{one}", _told, methods=["POST"]),
        ]

    app = Starlette(routes=[LateRoutes("/can-bo", make), Route("/can-bo/viec/khac", _told)])
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://phuong")
    assert (await client.get("/can-bo-khac")).status_code == HTTPStatus.NOT_FOUND
    assert not made
    assert (await client.get("/can-bo/hoi")).text == "GET hoi"
    assert (await client.post("/can-bo/hoi")).text == "POST hoi"
    assert (await client.put("/can-bo/hoi")).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert (await client.get("/can-bo/viec/khac")).text == "GET "
    assert (await client.get("/can-bo/viec/nua")).status_code == HTTPStatus.NOT_FOUND
    assert made == ["once"]
