"""The web chat's button "báo tin": a browser is woken when something new waits on its page. What
the page says of it is so: it is on once it is kept, and off once it is forgotten."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.addresses import address_of
from bot.web.bodies import read_form
from bot.web.limits import RateLimit
from bot.web.pages import json_answer
from bot.web.visitor_cookie import VisitorCookie
from content.library import Content
from handlers.people import waking
from handlers.people.waking import SealedBrowser
from handlers.talk.markup import to_plain
from storage.database import Database, StorageUnavailable, Transaction


class Wakes(Protocol):
    """What wakes browsers; `bot.channels.web_push` says what each does."""

    @property
    def public_key(self) -> str: ...

    def seal(self, fields: Mapping[str, str]) -> SealedBrowser | None: ...


@dataclass(frozen=True, slots=True)
class Offered:
    """What the page says of waking: the key a browser asks with, and the mark of the one that is
    kept for this visitor ("" for none)."""

    key: str
    mark: str


class WakingForms:
    """What the button sends. `channel` is the name of the chat's; a visitor has one browser."""

    def __init__(
        self,
        wakes: Wakes,
        channel: str,
        database: Database,
        content: Content,
        cookie: VisitorCookie,
        clock: Callable[[], datetime],
    ) -> None:
        self._wakes = wakes
        self._channel = channel
        self._database = database
        self._content = content
        self._cookie = cookie
        self._clock = clock
        self._by_visitor = RateLimit(20, 3600)
        self._by_address = RateLimit(600, 3600)

    def routes(self) -> list[Route]:
        return [
            Route("/bao-tin", self.turn_on, methods=["POST"]),
            Route("/bao-tin/tat", self.turn_off, methods=["POST"]),
            Route("/bao-tin/da-mo", self.opened, methods=["POST"]),
        ]

    async def turn_on(self, request: Request) -> Response:
        """Keeps where the browser is reached: its owner pressed the button, and agreed by it. Or
        its push service gave it another address (`again`), which counts where it still is on."""
        visitor, form = self._cookie.visitor(request), (await read_form(request)).first()
        browser, again = self._wakes.seal(form), form.get("again") == "1"
        now = self._clock()
        if not visitor or browser is None or (browser.ends and browser.ends <= now):
            return self._say("push/not_on", 400)
        if not self._allows(request, visitor):
            return self._say("push/not_on", 429)

        def work(tx: Transaction) -> bool:
            if again:
                return waking.move(tx, self._channel, visitor, browser, now)
            waking.turn_on(tx, self._content, self._channel, visitor, browser, now)
            return True

        try:
            done = await self._database.transaction(work)
        except StorageUnavailable:
            return self._say("push/not_on", 503)
        return self._say("push/on", mark=browser.mark) if done else self._say("push/not_on", 409)

    async def turn_off(self, request: Request) -> Response:
        visitor, now = self._cookie.visitor(request), self._clock()
        try:
            if visitor:
                await self._database.transaction(
                    lambda tx: waking.turn_off(tx, self._channel, visitor, now)
                )
        except StorageUnavailable:
            return self._say("push/not_off", 503)
        return self._say("push/off", mark="")

    async def opened(self, request: Request) -> Response:
        """The page that a pressed notice opened shows what waits."""
        visitor, now = self._cookie.visitor(request), self._clock()
        if visitor and self._by_visitor.allows(f"opened {visitor}"):
            await self._database.transaction(
                lambda tx: waking.opened(tx, self._channel, visitor, now)
            )
        return Response(status_code=204)

    def _allows(self, request: Request, visitor: str) -> bool:
        return self._by_address.allows(address_of(request.scope)) and self._by_visitor.allows(
            visitor
        )

    def _say(self, message: str, status: int = 200, **more: str) -> Response:
        """`mark` is told only where it is as the notice says."""
        notice = to_plain(self._content.words.say(message))
        return json_answer({"notice": notice, **more}, status)
