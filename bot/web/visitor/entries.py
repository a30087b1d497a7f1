"""The answers for anybody: listed by topic and searched (`/cau`), and each on its own page."""

from datetime import date
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from bot.web import structured
from bot.web.addresses import address_of
from bot.web.limits import RateLimit
from bot.web.visitor.open_pages import OpenPages, gist, kept
from content.knowledge import Certainty, Entry
from content.library import Content
from content.vietnamese import clean, local_day
from handlers.answers import browsing
from handlers.question import lists
from handlers.talk import pausing
from handlers.talk.markup import to_plain
from handlers.talk.public_pages import of_entry
from storage.topic_notices import TopicNotice, TopicNoticeKind

NAME_LIMIT = 64
PAGES_KEPT = 256
LASTS_S = 600  # a browser looks again after ten minutes whether an answer was withdrawn
SEARCHES = 60  # a minute, from one address


class EntryPages:
    def __init__(self, pages: OpenPages) -> None:
        self._pages = pages
        self._answers = pages.answers
        self._searches = RateLimit(SEARCHES * 10, 600)

    @property
    def _content(self) -> Content:
        return self._answers.content

    @property
    def _today(self) -> date:
        return local_day(self._answers.clock())

    @property
    def _edition(self) -> int:
        return self._content.shelf.now.serial

    async def listed(self, request: Request) -> Response:
        """Every answer by topic; `?tim=` those that say or mean what is looked for."""
        wanted = clean(request.query_params.get("tim", ""))[: browsing.LONGEST_SEARCH].strip()
        if wanted:
            return await self._found(request, wanted)
        return kept(request, self._list(self._today, self._edition), for_s=LASTS_S)

    async def _found(self, request: Request, wanted: str) -> Response:
        if not self._searches.allows(address_of(request.scope)):
            return self._answers.sorry("system/too_fast_web", 429)
        entries = browsing.find(self._content, wanted, self._today)
        published = await self._answers.database.read(lambda tx: lists.published_about(tx, wanted))
        page = self._pages.html(
            "/cau", "found", wanted=wanted, entries=entries, published=published,
            limit=browsing.LONGEST_SEARCH,
        )  # fmt: skip
        return kept(request, page, index=False)

    async def one(self, request: Request) -> Response:
        """An answer with all that belongs to it. One that is not given now says so (410)."""
        entry = self._entry(request)
        if entry is None or self._today < entry.valid_from:
            return self._answers.sorry("visitor/no_answer", 404)
        if not entry.servable_on(self._today):
            return self._withdrawn(entry)
        said = await self._answers.database.read(
            lambda tx: pausing.of_entry(tx.topic_notices, entry, self._today)
        )
        if pause := next((one for one in said if one.kind is TopicNoticeKind.PAUSE), None):
            return self._paused(entry, pause)
        page = self._page(entry, self._today, self._edition, tuple(said))
        return kept(request, page, for_s=LASTS_S)

    async def picture(self, request: Request) -> Response:
        entry = self._entry(request)
        if entry is None or not entry.servable_on(self._today):
            return self._answers.sorry("visitor/no_answer", 404)
        topic = self._content.knowledge.topics[entry.topic]
        below = self._content.words.say("preview/answer")
        return await self._pages.picture(
            request, self._pages.named(topic.title, entry.question, below)
        )

    def _entry(self, request: Request) -> Entry | None:
        name = str(request.path_params["name"])[:NAME_LIMIT]
        return self._content.knowledge.entries.get(name)

    def _withdrawn(self, entry: Entry) -> Response:
        content = self._content
        text = content.words.say(
            "faq/under_review", entry=entry, office=content.ward.office(entry.office)
        )
        others = browsing.related(content, entry, self._today)
        return self._answers.page("withdrawn", 410, text=text, others=others)

    def _paused(self, entry: Entry, pause: TopicNotice) -> Response:
        text = pausing.words(self._content, pause, entry)
        return self._answers.page("withdrawn", 503, text=text, others=[])

    @lru_cache(maxsize=2)  # noqa: B019  # one EntryPages lives as long as the program
    def _list(self, today: date, _edition: int) -> bytes:
        topics = browsing.by_topic(self._content, today)
        return self._pages.html("/cau", "entries", topics=topics, limit=browsing.LONGEST_SEARCH)

    @lru_cache(maxsize=PAGES_KEPT)  # noqa: B019  # one EntryPages lives as long as the program
    def _page(
        self, entry: Entry, today: date, _edition: int, said: tuple[TopicNotice, ...]
    ) -> bytes:
        """The whole page: the same for everybody all day."""
        content, path = self._content, f"/{of_entry(entry)}"
        url = f"{self._answers.public_url}{path}"
        short = content.knowledge.short(entry.id, today)
        sections = content.knowledge.sections(entry.id, today)
        whole = "\n\n".join((short, *(text for _, text in sections)))
        return self._pages.html(
            path,
            "entry",
            entry=entry,
            topic=content.knowledge.topics[entry.topic],
            short=short,
            said=[one.text for one in said],
            gist=gist(short),
            sections=sections,
            terms=content.glossary.used_in(whole),
            office=content.ward.office(entry.office),
            unsure=entry.certainty is not Certainty.CONFIRMED,
            others=browsing.related(content, entry, today),
            data=structured.answered(
                content.ward, url, entry.question, to_plain(whole), entry.checked_on
            ),
        )
