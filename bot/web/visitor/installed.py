"""What lets a phone keep our pages among its apps: what they are called, our sign."""

from functools import partial
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from bot.web.icons import ICONS, draw_icon
from bot.web.pages import THEME_COLOR
from bot.web.visitor.open_pages import OpenPages, kept

LASTS_S = 3600
PAPER = "#f4f1ea"  # of chat.css: what is seen while the chat opens


class InstalledPages:
    def __init__(self, pages: OpenPages) -> None:
        self._pages = pages
        self._answers = pages.answers

    async def manifest(self, request: Request) -> Response:
        """The web app manifest (W3C)."""
        say = self._answers.content.words.say
        told = {
            "name": say("installed/name"),
            "short_name": self._answers.content.ward.assistant,
            "description": say("installed/about"),
            "shortcuts": [
                {"name": say("installed/events"), "url": "/su-kien"},
                {"name": say("installed/entries"), "url": "/cau"},
            ],
        }
        return _manifest(request, "/", "/", told)

    async def stall(self, request: Request) -> Response:
        """The same for asking at the stall: it opens the wave the phone holds the list of."""
        say = self._answers.content.words.say
        start = f"/can-bo/hoi-giup/{request.path_params['wave']}"
        name = say("installed/stall")
        told = {
            "name": name,
            "short_name": name.partition(",")[0],
            "description": say("installed/stall_about"),
        }
        return _manifest(request, start, "/can-bo/", told)

    async def icon(self, request: Request) -> Response:
        icon = ICONS.get(str(request.path_params["name"]))
        if icon is None:
            return self._answers.sorry("visitor/no_page", 404)
        return await self._pages.drawn(request, icon, draw_icon)


def _icon(name: str, purpose: str = "any") -> dict[str, str]:
    side = ICONS[name].side
    return {
        "src": f"/bieu-tuong/{name}.png",
        "sizes": f"{side}x{side}",
        "type": "image/png",
        "purpose": purpose,
    }


_cut = partial(_icon, purpose="maskable")


def _manifest(request: Request, start: str, scope: str, told: dict[str, Any]) -> Response:
    whole = told | {
        "id": start,
        "lang": "vi",
        "dir": "ltr",
        "start_url": start,
        "scope": scope,
        "display": "standalone",
        "theme_color": THEME_COLOR,
        "background_color": PAPER,
        "icons": [*map(_icon, ("192", "512")), *map(_cut, ("tron-192", "tron-512"))],
    }
    return kept(request, orjson.dumps(whole), "application/manifest+json", for_s=LASTS_S)
