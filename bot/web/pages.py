"""The templates of our own pages: HTML escaped, neutral markup through the `markup` filter."""

from pathlib import Path

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.webchat import to_html
from content.library import Content

FOLDER = Path(__file__).parent / "templates"


def environment(content: Content) -> Environment:
    env = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["markup"] = lambda text: Markup(to_html(text))  # noqa: S704  # escaped there
    env.globals["ward"] = content.ward
    return env


def json_answer(value: object, status: int = 200) -> Response:
    """JSON that no browser keeps."""
    return Response(
        orjson.dumps(value),
        status,
        media_type="application/json",
        headers={"cache-control": "no-store"},
    )


def wants_json(request: Request) -> bool:
    """A script asks, not a person: it shows what it is told."""
    return "application/json" in request.headers.get("accept", "")
