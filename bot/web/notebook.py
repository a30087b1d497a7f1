"""The notebook as a page to read on a phone and to print on one sheet of A4.

Whoever has its address may read it: it names nobody and holds no figure.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.web.keeping import may_keep
from bot.web.pages import environment
from content.calendar import WorkingDays
from content.library import Content
from content.rendering import render_on
from content.vietnamese import VIETNAM
from handlers.people.calendar import working_days
from handlers.talk import pausing
from handlers.tools.notebook import is_complete, page_text
from storage.database import Database, Transaction
from storage.models import Notebook
from storage.topic_notices import TopicNotice

TOKEN_LIMIT = 64
LASTS = timedelta(days=30)  # on the reader's device: what is due next changes


class NotebookPage:
    """`clock` gives the time now (aware, UTC)."""

    def __init__(self, database: Database, content: Content, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._content = content
        self._clock = clock
        self._template = environment(content).get_template("notebook.html")

    async def page(self, request: Request) -> Response:
        """The page of `/so-tay/<token>`, rendered as of today; 404 when there is no such one."""
        token = request.path_params["token"][:TOKEN_LIMIT]

        today = self._clock().astimezone(VIETNAM).date()

        def work(
            tx: Transaction,
        ) -> tuple[Notebook, frozenset[str], WorkingDays, TopicNotice | None] | None:
            kept = tx.notebooks.by_token(token)
            if kept is None:
                return None
            pause = pausing.pause_of(tx.topic_notices, pausing.FORMS["notebook"], today)
            days = working_days(self._content.ward)
            return kept, tx.notebooks.ticked(kept.contact_id), days, pause

        found = await self._database.read(work)
        if found is None:
            return self._answer(self._content.words.say("notebook/not_found"), (), 404)
        kept, done, days, pause = found
        if pause is not None:
            return self._answer(pausing.words(self._content, pause), (), 503)
        facts, ward = self._content.knowledge.facts, self._content.ward
        tasks = [
            (task.title, render_on(task.details, facts, today, ward), task.id in done)
            for task in self._content.checklist
        ]
        shown = tasks if done or kept.answers.get("plan") == "enterprise" else []
        complete = is_complete(kept.answers)
        text = page_text(self._content, kept.answers, today, days) if complete else ""
        return self._answer(text, shown, 200)

    def _answer(self, text: str, tasks: object, status: int) -> Response:
        found, now = status == 200, self._clock()
        html = self._template.render(text=text, tasks=tasks, found=found)
        headers = {"cache-control": "no-store", "x-robots-tag": "noindex"}
        if found:
            headers |= may_keep(now + LASTS, now)
        return HTMLResponse(html, status_code=status, headers=headers)
