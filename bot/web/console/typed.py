"""What somebody typed into a form, to be given back to them, and the page they typed it on."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.routing import Match

from bot.web.console import seen
from content.vietnamese import clean

HOME = "/can-bo"  # where the console is
# Nobody is signed in yet: a few short fields and no more.
SIGN_IN = (f"{HOME}/dang-nhap", f"{HOME}/kich-hoat/")

NOT_SHOWN = ("csrf", seen.FIELD, "password", "old", "again", "code", "sure", "do", "once",
              "since", "answer", "draft", seen.OPENED, "task", "item", "leaves", "knows",
              "tells")  # fmt: skip


def by_name(items: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for name, value in items:
        lists.setdefault(name, []).append(clean(value))
    return lists


def typed_in(lists: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """(field, text) of what somebody typed into a form: no secrets, no keys of ours."""
    return [
        (name, text)
        for name, texts in lists.items()
        if name not in NOT_SHOWN and "password" not in name
        for text in texts
        if text.strip()
    ]


def page_before(request: Request) -> str:
    """The page the form stood on, as the browser says; our own pages only."""
    path = urlsplit(request.headers.get("referer", "")).path
    return path if path.startswith(HOME) and "//" not in path else HOME


def page_of(request: Request) -> str:
    """The page of the thing a form was about: where it stood, as the browser says; else the nearest
    page above the address it was sent to."""
    before = page_before(request)
    if before != HOME:
        return before
    path, routes = request.url.path, request.app.routes
    while path != HOME and path.startswith(HOME):
        scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
        if any(route.matches(scope)[0] is Match.FULL for route in routes):
            return path
        path = path.rpartition("/")[0]
    return HOME
