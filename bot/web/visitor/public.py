"""What the ward has published: its answers to what people asked, its news, the files of these."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.files.attachments import AttachmentStore, media_type
from bot.web import structured
from bot.web.paging import page_of
from bot.web.preview import PreviewPicture
from bot.web.visitor.answers import TOKEN_LIMIT
from bot.web.visitor.open_pages import OpenPages, gist, kept
from content.vietnamese import day, local_day
from content.whole import read_whole
from handlers.broadcast import archive
from handlers.question import files, lists
from handlers.question.lists import Published
from handlers.talk.public_pages import of_news, of_question
from storage.broadcast_models import Broadcast
from storage.database import Transaction

NEWS_SHOWN = 30  # on one page
NAME_LIMIT = 20


class PublicPages:
    """Each is asked for anew: what was taken back is gone at once."""

    def __init__(
        self, pages: OpenPages, attachments: AttachmentStore, answer_files: AttachmentStore
    ) -> None:
        self._pages = pages
        self._answers = pages.answers
        self._attachments = attachments
        self._answer_files = answer_files

    # ---- what people asked ----

    async def published(self, request: Request) -> Response:
        page = page_of(request)
        found, count = await self._answers.database.read(lambda tx: lists.published(tx, page))
        shown = self._pages.html(
            "/hoi-dap", "published", found=found, page=min(page, count - 1), count=count,
            fields=self._answers.content.fields,
        )  # fmt: skip
        return kept(request, shown)

    async def published_one(self, request: Request) -> Response:
        found = await self._published_one(request)
        if found is None:
            return self._answers.sorry("visitor/no_answer", 404)
        question, answer = found
        content = self._answers.content
        path = f"/{of_question(question)}"
        url = f"{self._answers.public_url}{path}"
        said = (question.published_text, answer.for_the_public)
        shown = self._pages.html(
            path,
            "published_one",
            question=question,
            answer=answer,
            gist=gist(answer.for_the_public),
            field=content.fields[question.field],
            office=content.ward.office(content.fields[question.field].office),
            data=structured.answered(content.ward, url, *said, local_day(answer.created_at)),
        )
        return kept(request, shown)

    async def published_picture(self, request: Request) -> Response:
        found = await self._published_one(request)
        if found is None:
            return self._answers.sorry("visitor/no_answer", 404)
        content = self._answers.content
        above = content.fields[found[0].field].name
        below = content.words.say("preview/answer")
        return await self._pages.picture(
            request, self._pages.named(above, found[0].published_text, below)
        )

    async def _published_one(self, request: Request) -> Published | None:
        number = read_whole(str(request.path_params["name"])[:NAME_LIMIT])
        if number is None:
            return None
        return await self._answers.database.read(lambda tx: lists.published_one(tx, number))

    # ---- news ----

    async def news(self, request: Request) -> Response:
        """Everything that was sent to whoever asked for news, latest first."""
        found = await self._published()
        count = max(-(-len(found) // NEWS_SHOWN), 1)
        page = min(page_of(request), count - 1)
        shown = self._pages.html(
            "/tin-tuc", "news", published=found[page * NEWS_SHOWN :][:NEWS_SHOWN], page=page,
            count=count,
        )  # fmt: skip
        return kept(request, shown)

    async def news_one(self, request: Request) -> Response:
        """A month's digest (`/tin-tuc/2026-12`) or one piece of news, to read and to print."""
        found = await self._news_one(request)
        if found is None:
            return self._answers.sorry("visitor/no_news", 404)
        broadcast, corrections = found
        path = f"/{of_news(broadcast)}"
        url = f"{self._answers.public_url}{path}"
        titles = ". ".join(item["title"] for item in broadcast.news)
        shown = self._pages.html(
            path,
            "news_one",
            broadcast=broadcast,
            corrections=corrections,
            text=broadcast.text,
            gist=gist(titles or broadcast.text),
            data=structured.news(
                self._answers.content.ward,
                url,
                f"{url}/anh.png",
                broadcast.title,
                broadcast.started_at,
            ),
        )
        return kept(request, shown)

    async def news_picture(self, request: Request) -> Response:
        found = await self._news_one(request)
        if found is None:
            return self._answers.sorry("visitor/no_news", 404)
        return await self._pages.picture(request, self._drawn(found[0]))

    def _drawn(self, broadcast: Broadcast) -> PreviewPicture:
        above = self._answers.content.words.say("preview/news")
        sent = broadcast.started_at or broadcast.created_at
        return self._pages.named(above, broadcast.title, day(local_day(sent)))

    async def _news_one(self, request: Request) -> tuple[Broadcast, list[Broadcast]] | None:
        name = str(request.path_params["name"])[:NAME_LIMIT]
        content = self._answers.content
        return await self._answers.database.read(lambda tx: archive.named(tx, content, name))

    async def _published(self) -> list[Broadcast]:
        content = self._answers.content
        return await self._answers.database.read(lambda tx: archive.published(tx, content))

    async def feed(self, request: Request) -> Response:
        """The same as an Atom feed, for the ward's own site and whoever follows it."""
        published = (await self._published())[:30]
        xml = self._answers.render(
            "feed.xml", published=published, site=self._answers.site, now=self._answers.clock()
        )
        return Response(xml, media_type="application/atom+xml")

    # ---- parts ----

    async def attachment(self, request: Request) -> Response:
        name = str(request.path_params["name"])[:TOKEN_LIMIT]
        path = await self._attachments.path(name)
        if path is None:
            return await self._of_an_answer(name)
        headers = {"cache-control": "public, max-age=86400", "x-robots-tag": "noindex"}
        return FileResponse(path, media_type=media_type(name), headers=headers)

    async def _of_an_answer(self, name: str) -> Response:
        """A file that went with an answer, or a photo of a talk, for whoever has its address: it
        ends with the answer, or with the line."""
        title = await self._answers.database.read(lambda tx: _served(tx, name))
        path = await self._answer_files.path(name) if title else None
        if path is None:
            return self._answers.sorry("visitor/no_file", 404)
        headers = {"cache-control": "private, no-store", "x-robots-tag": "noindex"}
        shown = "inline" if name.endswith(".jpg") else "attachment"
        return FileResponse(
            path, media_type=media_type(name), filename=title, headers=headers,
            content_disposition_type=shown,
        )  # fmt: skip


def _served(tx: Transaction, name: str) -> str:
    """What the file is called there; "" where nobody may read it (any more)."""
    if file := files.served(tx, name):
        return file.title
    line = tx.handoffs.with_photo(name)
    return (line.title or name) if line is not None and line.withdrawn_at is None else ""
