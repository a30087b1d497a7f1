"""What the ward has published: its answers, its news, the files of these."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.files.attachments import AttachmentStore, media_type
from bot.web.visitor.answers import TOKEN_LIMIT, VisitorAnswers
from handlers.broadcast import archive
from handlers.question import lists
from storage.broadcast_models import Broadcast


class PublicPages:
    def __init__(self, answers: VisitorAnswers, attachments: AttachmentStore) -> None:
        self._answers = answers
        self._attachments = attachments

    async def published(self, request: Request) -> Response:
        found = await self._answers.database.read(lists.published)
        return self._answers.page("published", found=found, fields=self._answers.content.fields)

    async def news(self, request: Request) -> Response:
        """Everything that was sent to whoever asked for news, latest first."""
        return self._answers.page("news", published=await self._published())

    async def news_one(self, request: Request) -> Response:
        """A month's digest (`/tin-tuc/2026-12`) or one piece of news, to read and to print."""
        name = str(request.path_params["name"])[:20]

        found = await self._answers.database.read(
            lambda tx: archive.named(tx, self._answers.content, name)
        )
        if found is None:
            return self._answers.sorry("visitor/no_news", 404)
        broadcast, corrections = found
        return self._answers.page(
            "news_one",
            broadcast=broadcast,
            corrections=corrections,
            text=broadcast.text,
        )

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

    async def attachment(self, request: Request) -> Response:
        name = str(request.path_params["name"])[:TOKEN_LIMIT]
        path = await self._attachments.path(name)
        if path is None:
            return self._answers.sorry("visitor/no_file", 404)
        headers = {"cache-control": "public, max-age=86400", "x-robots-tag": "noindex"}
        return FileResponse(path, media_type=media_type(name), headers=headers)
