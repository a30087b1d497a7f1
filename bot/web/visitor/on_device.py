"""What a visitor's own device keeps of our pages: the script that keeps it, the page that shows it
and takes it away again. The server knows nothing of what is kept there."""

from functools import cached_property

import orjson
from starlette.requests import Request
from starlette.responses import Response

from bot.web.bodies import read_form
from bot.web.pages import SCRIPTS, json_answer, static_version, wants_json
from bot.web.visitor.answers import VisitorAnswers
from bot.web.visitor.open_pages import kept
from bot.web.visitor_cookie import VisitorCookie
from handlers.people import waking
from handlers.talk.markup import to_plain


class OnDevice:
    """`channel` is the name of the chat's."""

    def __init__(self, answers: VisitorAnswers, cookie: VisitorCookie, channel: str) -> None:
        self._answers = answers
        self._cookie = cookie
        self._channel = channel

    async def worker(self, request: Request) -> Response:
        """The service worker of the pages for owners, from where it may serve all of them."""
        return kept(request, self._worker, "text/javascript")

    @cached_property
    def _worker(self) -> bytes:
        """What it says and the version of our files stand above it: with either it is another."""
        words = orjson.dumps(self._answers.content.words.pages.plain("scripts/visitor-sw"))
        above = f'const VERSION = "{static_version()}";\nconst WORDS = {words.decode()};\n'
        return above.encode() + (SCRIPTS / "visitor-sw.js").read_bytes()

    async def page(self, request: Request) -> Response:
        return self._answers.page("kept", office=self._answers.content.ward.front_office)

    async def forget(self, request: Request) -> Response:
        """Wakes the device no more, and forgets what it is known by where that is wanted; the page
        itself takes away what is kept there."""
        chat = (await read_form(request)).first().get("chat") == "1"
        visitor, now = self._cookie.visitor(request), self._answers.clock()
        await self._answers.database.transaction(
            lambda tx: waking.turn_off(tx, self._channel, visitor, now)
        )
        said = self._answers.content.words.say("installed/forgotten", chat=chat)
        if wants_json(request):
            response = json_answer({"notice": to_plain(said)})
        else:
            response = self._answers.page("message", text=said)
        if chat:
            self._cookie.forget(response)
        return response
