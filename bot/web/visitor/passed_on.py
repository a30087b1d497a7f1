"""What goes along with a page that is passed on: its address as a QR code, our own picture."""

import re
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from bot.web.qr import qr_file
from bot.web.visitor.open_pages import OpenPages, kept

LASTS_S = 24 * 3600
_NAME = re.compile(r"[a-z0-9-]{1,64}")
KINDS = ("phan-anh", "cau", "hoi-dap", "su-kien", "tin-tuc")


class PassedOn:
    def __init__(self, pages: OpenPages) -> None:
        self._pages = pages
        self._answers = pages.answers

    async def qr(self, request: Request) -> Response:
        """The address of a public page of ours, for another phone's camera; none while nobody but
        this machine reaches it."""
        kind, name = (str(request.path_params[part]) for part in ("kind", "name"))
        if kind not in KINDS or not _NAME.fullmatch(name) or not self._answers.public_url:
            return self._answers.sorry("visitor/no_page", 404)
        drawn = _drawn(f"{self._answers.public_url}/{kind}/{name}")
        return kept(request, drawn, "image/svg+xml", for_s=LASTS_S, index=False)

    async def picture(self, request: Request) -> Response:
        """Beside a link to the chat itself, or to a list."""
        words = self._answers.content.words
        picture = self._pages.named("", words.say("preview/assistant"), words.say("preview/free"))
        return await self._pages.picture(request, picture)


@lru_cache(maxsize=256)
def _drawn(address: str) -> bytes:
    return qr_file(address)
