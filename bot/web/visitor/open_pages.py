"""Pages for anybody: to be found, kept and passed on, where other pages for owners are nobody's
business but theirs. An unchanged page is not sent twice."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from hashlib import blake2b
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from bot.running.pool import Busy, Pool
from bot.web.preview import PreviewPicture, draw
from bot.web.visitor.answers import VisitorAnswers
from handlers.talk.markup import to_plain

PICTURES_KEPT = 128  # about 20 KB each
PICTURE_LASTS_S = 24 * 3600
SOON_S = 30  # when one may ask again for a picture that had to wait too long

P = TypeVar("P", bound=Hashable)


class OpenPages:
    """`drawing` is where pictures are drawn, one at a time, behind those who chat."""

    def __init__(self, answers: VisitorAnswers, drawing: Pool) -> None:
        self.answers = answers
        self._drawing = drawing
        self._pictures: OrderedDict[Hashable, bytes] = OrderedDict()

    def html(self, path: str, template: str, **values: Any) -> bytes:
        """The page at `path`; `data` among the values is what it says to machines."""
        shown = {"path": path, "data": None, "covered": False} | values
        return self.answers.render(f"{template}.html", **shown).encode()

    async def picture(self, request: Request, picture: PreviewPicture) -> Response:
        """What is shown beside a link to the page."""
        return await self.drawn(request, picture, draw)

    async def drawn(self, request: Request, picture: P, draw: Callable[[P], bytes]) -> Response:
        """A PNG file, as `draw` makes it of `picture`: the same of the same."""
        mark = marked(repr(picture).encode())
        headers = {"cache-control": f"public, max-age={PICTURE_LASTS_S}", "etag": mark}
        if is_known(request, mark):
            return Response(status_code=304, headers=headers)
        data = self._pictures.get(picture)
        if data is None:
            try:
                data = await self._drawing.run(draw, picture)
            except Busy:
                return Response(status_code=503, headers={"retry-after": str(SOON_S)})
            self._pictures[picture] = data
            while len(self._pictures) > PICTURES_KEPT:
                self._pictures.popitem(last=False)
        else:
            self._pictures.move_to_end(picture)
        return Response(data, media_type="image/png", headers=headers)

    def named(self, above: str, title: str, below: str = "") -> PreviewPicture:
        """A picture with our name at its foot."""
        return PreviewPicture(above, title, below, self.answers.content.words.say("preview/whose"))


def kept(
    request: Request,
    body: bytes,
    media_type: str = "text/html",
    *,
    for_s: int = 0,
    index: bool = True,
) -> Response:
    """A page that browsers keep for so many seconds (0: they ask each time whether it is still the
    same). `index`: it is to be found by search."""
    mark = marked(body)
    lasts = f"public, max-age={for_s}" if for_s else "no-cache"
    headers = {"cache-control": lasts, "etag": mark}
    if not index:
        headers["x-robots-tag"] = "noindex"
    if is_known(request, mark):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def marked(body: bytes) -> str:
    """The ETag of these bytes."""
    return f'"{blake2b(body, digest_size=10).hexdigest()}"'


def is_known(request: Request, mark: str) -> bool:
    """Whether the browser has just that already."""
    sent = request.headers.get("if-none-match", "")
    return any(one.strip().removeprefix("W/") in (mark, "*") for one in sent.split(","))


def gist(text: str, limit: int = 155) -> str:
    """The beginning of a text in neutral markup, as search engines and messengers show it under a
    link: whole words, on one line."""
    plain = " ".join(to_plain(text).split())
    if len(plain) <= limit:
        return plain
    return plain[: plain.rfind(" ", 0, limit)].rstrip(" ,.;:") + "…"
