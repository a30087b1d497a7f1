"""How pages for owners are answered, whatever the page: kind, and the truth."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.web.limits import Refused
from bot.web.pages import environment, json_answer, wants_json
from content.library import Content
from handlers.talk.markup import to_plain
from storage.database import Database

TOKEN_LIMIT = 80
LOST = (404, 410)  # whoever comes here was looking for something


class VisitorAnswers:
    """What every page for owners works with. `clock` gives the time now (aware, UTC); `site` is
    where the pages are, `public_url` the same where anybody reaches them (else ""); `wake` starts
    deliveries."""

    def __init__(
        self,
        database: Database,
        content: Content,
        clock: Callable[[], datetime],
        site: str,
        wake: Callable[[], None],
        public_url: str = "",
    ) -> None:
        self.database = database
        self.content = content
        self.clock = clock
        self.site = site
        self.public_url = public_url
        self.wake = wake
        self._env = environment(content)
        self._env.globals["public"] = public_url

    def render(self, template: str, **values: Any) -> str:
        """The text of a template in `visitor/`, by its whole name."""
        return self._env.get_template(f"visitor/{template}").render(**values)

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        html = self.render(
            f"{template}.html", **({"covered": False, "lost": status in LOST} | values)
        )
        headers = {"cache-control": "no-store", "x-robots-tag": "noindex"}
        return HTMLResponse(html, status, headers=headers)

    def sorry(self, message: str, status: int) -> HTMLResponse:
        return self.page("message", status, text=self.content.words.say(message))

    async def unavailable(self, request: Request, error: Exception) -> Response:
        """Any page when nothing can be read: kind, and the truth."""
        return self.sorry("system/unavailable", 503)

    def refused(self, request: Request, refusal: Refused) -> Response:
        """Any request that was not taken: why, and what to do."""
        why = f"system/{refusal.why}"
        if wants_json(request):
            notice = to_plain(self.content.words.say(why))
            return json_answer({"notice": notice}, refusal.status)
        return self.sorry(why, refusal.status)

    def broken(self, request: Request) -> Response:
        """A fault of ours, on whatever page."""
        if wants_json(request):
            notice = to_plain(self.content.words.say("system/broken"))
            return json_answer({"notice": notice}, 500)
        return self.sorry("system/broken", 500)

    def nothing_here(self, request: Request, status: int) -> Response:
        """An address that is none of ours (404), or not one to send a form to (405)."""
        if wants_json(request):
            notice = to_plain(self.content.words.say("visitor/no_page"))
            return json_answer({"notice": notice}, status)
        return self.sorry("visitor/no_page", status)


def token_of(request: Request) -> str:
    """The token in the page's address."""
    return str(request.path_params["token"])[:TOKEN_LIMIT]
