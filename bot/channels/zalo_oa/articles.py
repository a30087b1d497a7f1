"""A broadcast as an article of the Zalo OA: made, looked at by staff, and sent to all followers.

What is about to be asked of Zalo is committed first. An answer that never came leaves the row in
doubt, and a person looks in the OA's own console: nothing is made or sent twice by itself.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Any

import aiohttp

from bot.channels.answers import name_of
from bot.channels.oa import NotNow
from bot.channels.zalo_oa.api import NotConnected, OaError, PlatformBusy, ZaloOaApi
from content.library import Content
from handlers.broadcast.articles import ArticleText, article_of, mark_of
from storage.broadcast_models import Broadcast
from storage.database import Database, StorageUnavailable, Transaction
from storage.zalo import Article

log = logging.getLogger(__name__)

LOOKS, LOOK_AGAIN_S = 8, 3.0
STILL_MADE = -214


class ZaloArticles:
    """`may_broadcast` is whether this OA may send an article to all its followers by itself."""

    def __init__(
        self,
        database: Database,
        content: Content,
        api: ZaloOaApi,
        clock: Callable[[], datetime],
        site: str,
        cover: str,
        *,
        may_broadcast: bool,
    ) -> None:
        self._database = database
        self._content = content
        self._api = api
        self._clock = clock
        self._site = site
        self._cover = cover
        self.may_broadcast = may_broadcast
        self._under_way: set[asyncio.Task[None]] = set()

    async def stop(self) -> None:
        """Lets what is being asked come to an end: it must not be asked twice."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=LOOKS * LOOK_AGAIN_S)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def recover(self) -> None:
        """After a crash: what was being asked is in doubt."""

        def work(tx: Transaction) -> None:
            for article in tx.zalo.articles_in("creating", "sending"):
                tx.zalo.put_article(replace(article, state="unsure", error="crash"))

        await self._database.transaction(work)

    async def create(self, broadcast: Broadcast) -> None:
        """A draft article in the OA's console, hidden until a person shows it; anew, where the one
        there is was made of other words. Raises NotNow."""
        made = article_of(self._content, broadcast, self._page(broadcast))
        words = mark_of(self._content, broadcast)

        def may(known: Article | None) -> bool:
            if known is None or known.state == "failed":
                return True
            return known.state == "created" and known.words != words

        article = await self._begin(broadcast.id, "creating", may, words=words)
        self._in_background(self._create(made, article))

    async def _create(self, made: ArticleText, article: Article) -> None:
        """Zalo takes some time to make one."""
        try:
            job = await self._api.post("/v2.0/article/create", self._body(made))
            article = await self._keep(replace(article, job=_id(job, "token")))
            article = replace(article, article=await self._made(article.job), state="created")
        except Exception as error:
            article = _ended(article, error)
        await self._keep_at_last(article)

    async def send(self, broadcast: Broadcast) -> None:
        """The article to everybody who follows the OA. Raises NotNow."""
        if not self.may_broadcast:
            raise NotNow("article_by_hand")
        words = mark_of(self._content, broadcast)

        def may(known: Article | None) -> bool:
            if known is not None and known.state == "created" and known.words != words:
                raise NotNow("article_of_before")
            return known is not None and known.state == "created"

        article = await self._begin(broadcast.id, "sending", may)
        self._in_background(self._send(article))

    async def _send(self, article: Article) -> None:
        element = {"media_type": "article", "attachment_id": article.article}
        payload = {"template_type": "media", "elements": [element]}
        body = {
            "recipient": {"target": {}},
            "message": {"attachment": {"type": "template", "payload": payload}},
        }
        try:
            await self._api.post("/v2.0/oa/message", body)
            article = replace(article, state="sent")
        except Exception as error:
            ended = _ended(article, error)
            # A clear no leaves the article as it was: it can be sent later.
            article = replace(ended, state="created") if ended.state == "failed" else ended
        await self._keep_at_last(article)

    async def settle(self, broadcast_id: int, *, there: bool) -> None:
        """What a person saw in the OA's console of an article in doubt."""

        def work(tx: Transaction) -> None:
            article = tx.zalo.article(broadcast_id)
            if article is None or article.state != "unsure":
                raise NotNow("article_settled")
            sent = "sent" if article.article else "created"
            again = "created" if article.article else "failed"
            tx.zalo.put_article(replace(article, state=sent if there else again, error=""))

        await self._database.transaction(work)

    async def _begin(
        self,
        broadcast_id: int,
        state: str,
        may: Callable[[Article | None], bool],
        *,
        words: str = "",
    ) -> Article:
        """`words`: an article is made anew, of these."""

        def work(tx: Transaction) -> Article:
            known = tx.zalo.article(broadcast_id)
            if not may(known):
                raise NotNow("article_under_way")
            fresh = known or Article(broadcast_id, state, self._clock())
            if words:
                fresh = Article(broadcast_id, state, self._clock(), words=words)
            article: Article = tx.zalo.put_article(
                replace(fresh, state=state, at=self._clock(), error="")
            )
            return article

        return await self._database.transaction(work)

    async def _keep(self, article: Article) -> Article:
        return await self._database.transaction(lambda tx: tx.zalo.put_article(article))

    async def _keep_at_last(self, article: Article) -> None:
        """What became of it, however long storage is shut: nobody else knows."""
        while True:
            try:
                await self._keep(article)
                return
            except StorageUnavailable as error:
                log.error("what became of an article is not stored yet: %s", error)
                await asyncio.sleep(LOOK_AGAIN_S)

    async def _made(self, job: str) -> str:
        """The article's id, when Zalo has made it."""
        for look in range(LOOKS):
            if look:
                await asyncio.sleep(LOOK_AGAIN_S)
            try:
                done = await self._api.post("/v2.0/article/verify", {"token": job})
            except OaError as error:
                if error.code == STILL_MADE or "processed" in error.message:
                    continue
                raise
            return _id(done, "id")
        raise TimeoutError("still being made")

    def _body(self, text: ArticleText) -> dict[str, Any]:
        return {
            "type": "normal",
            "title": text.title,
            "author": text.author,
            "description": text.description,
            "status": "hide",
            "comment": "hide",
            "cover": {"cover_type": "photo", "photo_url": self._cover, "status": "show"},
            "body": [{"type": "text", "content": part} for part in text.parts],
        }

    def _page(self, broadcast: Broadcast) -> str:
        return f"{self._site}/tin-tuc/{broadcast.month}" if self._site and broadcast.month else ""


def _id(answer: dict[str, Any], field: str) -> str:
    """Raises aiohttp.ClientPayloadError where there is none: what was asked may have been done."""
    try:
        return name_of(answer.get(field))
    except (TypeError, ValueError) as error:
        raise aiohttp.ClientPayloadError("an answer of unknown shape") from error


def _ended(article: Article, error: Exception) -> Article:
    """A clear no, or nobody knows."""
    match error:
        case OaError() | NotConnected() | PlatformBusy() | aiohttp.ClientConnectorError():
            return replace(article, state="failed", error=str(error)[:200])
        case TimeoutError() | aiohttp.ClientError():
            return replace(article, state="unsure", error=type(error).__name__)
    log.exception("an article failed")
    return replace(article, state="unsure", error="exception")
