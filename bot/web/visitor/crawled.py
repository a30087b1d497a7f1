"""What search engines ask first: which pages there are, and which are none of theirs."""

from datetime import date, datetime

from starlette.requests import Request
from starlette.responses import Response

from bot.web.visitor.open_pages import OpenPages, kept
from content.vietnamese import local_day
from handlers.answers import browsing
from handlers.broadcast import archive
from handlers.conference import on_the_page
from handlers.question import shown_cases
from handlers.talk.public_pages import of_case, of_entry, of_event, of_news, of_question
from storage.database import Transaction

LASTS_S = 3600
# Of each kind, latest first: a map may name 50,000 pages, and nobody looks for older ones.
MOST_LISTED = 1000
LISTS = ("", "cau", "hoi-dap", "phan-anh", "su-kien", "tin-tuc")
# Pages of one person are behind links nobody guesses, and say "noindex" besides. What an address
# with a question mark shows stands on a page of its own.
ROBOTS = """User-agent: *
Disallow: /can-bo
Disallow: /dang-ky/
Disallow: /du-lieu/
Disallow: /giay-moi/
Disallow: /so-tay/
Disallow: /ve/
Disallow: /new
Disallow: /stream
Disallow: /*?
"""
Place = tuple[str, date | None]  # path without its first slash, when it was last looked through


class CrawledPages:
    def __init__(self, pages: OpenPages) -> None:
        self._answers = pages.answers

    async def robots(self, request: Request) -> Response:
        site = self._answers.public_url
        sitemap = f"\nSitemap: {site}/sitemap.xml\n" if site else ""
        return kept(request, (ROBOTS + sitemap).encode(), "text/plain", for_s=LASTS_S)

    async def sitemap(self, request: Request) -> Response:
        """Addresses must be whole ones: without PUBLIC_URL there is no map."""
        if not self._answers.public_url:
            return self._answers.sorry("visitor/no_page", 404)
        lists: list[Place] = [(path, None) for path in LISTS]
        stored = await self._answers.database.read(self._stored)
        page = self._answers.render("sitemap.xml", places=[*lists, *self._entries(), *stored])
        return kept(request, page.encode(), "application/xml", for_s=LASTS_S)

    def _entries(self) -> list[Place]:
        topics = browsing.by_topic(self._answers.content, local_day(self._answers.clock()))
        return [(of_entry(one), one.checked_on) for _, entries in topics for one in entries]

    def _stored(self, tx: Transaction) -> list[Place]:
        coming, past = on_the_page.coming_and_past(tx, self._answers.clock())
        news = archive.published(tx, self._answers.content)[:MOST_LISTED]
        asked = tx.questions.published()[:MOST_LISTED]
        cases = shown_cases.everything(tx, local_day(self._answers.clock()))[:MOST_LISTED]
        return [
            *((of_event(one), None) for one in (*coming, *past)),
            *((of_news(one), local_day(one.started_at or one.created_at)) for one in news),
            *((of_question(one), _day(one.answered_at)) for one in asked),
            *((of_case(one.id), one.answered_on or one.received_on) for one in cases),
        ]


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None
