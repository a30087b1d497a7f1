"""The ward's events for anybody: what is coming, what was, and each on its own page."""

from starlette.requests import Request
from starlette.responses import Response

from bot.web import structured
from bot.web.keeping import AFTER_EVENT, may_keep
from bot.web.visitor.open_pages import OpenPages, kept
from content.vietnamese import when
from handlers.conference import on_the_page
from handlers.conference.on_the_page import Announced
from handlers.talk.public_pages import of_event

CODE_LIMIT = 16


class EventPages:
    def __init__(self, pages: OpenPages) -> None:
        self._pages = pages
        self._answers = pages.answers

    async def listed(self, request: Request) -> Response:
        now = self._answers.clock()
        coming, past = await self._answers.database.read(
            lambda tx: on_the_page.coming_and_past(tx, now)
        )
        page = self._pages.html("/su-kien", "events", coming=coming, past=past)
        return kept(request, page)

    async def one(self, request: Request) -> Response:
        found = await self._find(request)
        if found is None:
            return self._answers.sorry("visitor/no_event", 404)
        event, site = found.event, self._answers.public_url
        path = f"/{of_event(event)}"
        page = self._pages.html(
            path,
            "event",
            found=found,
            event=event,
            office=self._answers.content.ward.front_office,
            data=structured.event(
                self._answers.content.ward, f"{site}{path}", f"{site}{path}/anh.png", event
            ),
        )
        response = kept(request, page)
        response.headers.update(may_keep(event.ends_at + AFTER_EVENT, self._answers.clock()))
        return response

    async def picture(self, request: Request) -> Response:
        found = await self._find(request)
        if found is None:
            return self._answers.sorry("visitor/no_event", 404)
        event = found.event
        words = self._answers.content.words
        above = when(event.starts_at) if event.takes_place else words.say("preview/cancelled")
        return await self._pages.picture(
            request, self._pages.named(above, event.title, event.place)
        )

    async def _find(self, request: Request) -> Announced | None:
        code, now = str(request.path_params["code"])[:CODE_LIMIT], self._answers.clock()
        return await self._answers.database.read(lambda tx: on_the_page.find(tx, code, now))
