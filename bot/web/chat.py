"""The web chat: one page, usable as a plain form, and live where JavaScript runs.

The visitor is a random number in a signed cookie. The page is the transcript; scripts only spare
the reload: `/send` answers with the new lines, `/stream` pushes later ones, `/new` is its fallback.
"""

import asyncio
import secrets
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Protocol, TypeVar

import orjson
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.channels.base import NotReceived
from bot.web.addresses import address_of
from bot.web.bodies import read_form
from bot.web.connections import USUAL, Bounds
from bot.web.limits import RateLimit, Refused, Streams, TooLarge
from bot.web.pages import environment, json_answer, wants_json
from bot.web.qr import qr_svg
from bot.web.streams import BEAT, BEAT_S, LIFE_S, RETRY, EventStream, event
from bot.web.visitor_cookie import VisitorCookie
from bot.web.waking import Offered, Wakes, WakingForms
from content.library import Content
from content.vietnamese import VIETNAM, clean
from content.whole import read_whole
from handlers.answers.start import ANSWER, opening, opens
from handlers.conference.shown import announced, card
from handlers.people import waking
from handlers.talk import pausing
from handlers.talk.markup import to_plain
from handlers.talk.messages import Incoming, IncomingKind, Picture, Reply, numbered
from handlers.talk.public_pages import of_event
from storage.database import Database, StorageUnavailable, Transaction
from storage.event_models import Event
from storage.models import TranscriptLine

T = TypeVar("T")

TEXT_LIMIT = 2000
LINES = 60  # of a conversation, read at once
HEAVY = 30_000  # bytes of lines on a page; what was said before is behind a link


class Visitors(Protocol):
    """The channel behind the page; `bot.channels.webchat` says what each does."""

    name: str
    stopped: bool

    async def receive(self, incoming: Incoming) -> None: ...

    def hold(self, data: bytes) -> str: ...

    def let_go(self, reference: str) -> None: ...

    def listening(self, address: str) -> AbstractContextManager[asyncio.Event]: ...


class WebChat:
    def __init__(
        self,
        channel: Visitors,
        database: Database,
        content: Content,
        secret_key: str,
        *,
        secure: bool,
        bounds: Bounds = USUAL,
        public_url: str = "",
        wakes: Wakes | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`wakes` is what wakes the browsers of those who ask for it; None: nobody is asked."""
        self._channel = channel
        self._database = database
        self._content = content
        self.channel, self.cookie = channel.name, VisitorCookie(secret_key, secure=secure)
        # One a second: in a talk with an official, short lines follow each other.
        self._by_visitor = RateLimit(60, 60)
        # A whole hall, or a mobile carrier's customers, may share one address.
        self._by_address = RateLimit(3000, 60)
        self._streams = Streams(bounds.streams, bounds.streams_of_one, bounds.streams_of_visitor)
        env = environment(content)
        env.globals |= {"limit": TEXT_LIMIT, "qr": qr_svg, "public": public_url}
        self._wakes, self._clock = wakes, clock
        self._page = env.get_template("chat.html")
        self._line = env.get_template("line.html")
        self._earlier = env.get_template("earlier.html")

    def routes(self) -> list[Route]:
        """Every address of the chat."""
        routes: list[Route] = [
            Route("/", self.page),
            Route("/send", self.send, methods=["POST"]),
            Route("/new", self.new_lines),
            Route("/stream", self.stream),
        ]
        if self._wakes is None:
            return routes
        database, content = self._database, self._content
        forms = WakingForms(self._wakes, self.channel, database, content, self.cookie, self._clock)
        return [*routes, *forms.routes()]

    # ---- the page ----

    async def page(self, request: Request) -> Response:
        """The conversation so far; `?chu-de=<topic>` opens it at a topic, `?cau=<answer>` at an
        answer, `?su-kien=<code>` at an event."""
        visitor = self.cookie.visitor(request)
        response = await self._show(request, visitor)
        self.cookie.remember(response, visitor or secrets.token_urlsafe(18))
        return response

    async def _show(
        self,
        request: Request,
        visitor: str,
        *,
        notice: str = "",
        typed: str = "",
        status: int = 200,
    ) -> Response:
        before = _number(request.query_params.get("truoc", "0"))
        offered = None
        try:
            lines = await self._lines(visitor, 0, before)
            offered = None if before else await self._offered(visitor)
        except StorageUnavailable:
            lines, notice, status = [], self._say("system/unavailable"), 503
        if before:
            return self._show_earlier(lines)
        today = datetime.now(VIETNAM).date()
        alias = request.query_params.get("chu-de", "")[:64]
        if asked := request.query_params.get("cau", "")[:64]:
            alias = "" if await self._is_paused(asked, today) else f"{ANSWER}{asked}"
        event = await self._event(request.query_params.get("su-kien", "")[:16])
        if event is not None:
            alias = f"sk-{event.code.lower()}"
        known = event is not None or opens(self._content, today, alias)
        begins = self._beginning(event, today, alias) if known or not lines else None
        if begins is not None and _shows(lines, begins):
            begins, known = None, False
        shown, earlier = self._latest(lines)
        landing = _landing(lines[-len(shown) :])
        if begins is not None:
            landing = len(shown)
            shown.append(self._bubble(begins, 0))
        html = self._page.render(
            lines=[Markup(line) for line in shown],  # noqa: S704  # our own template's output
            landing=landing,
            earlier=earlier,
            last=lines[-1].id if lines else 0,
            notice=notice,
            typed=typed,
            once=secrets.token_urlsafe(12),
            opened=alias if known else ("" if lines else "-"),
            wakes=offered,
            wakes_why=self._content.words.say(waking.CONSENT) if offered else "",
        )
        return HTMLResponse(html, status_code=status, headers={"cache-control": "no-store"})

    async def _offered(self, visitor: str) -> Offered | None:
        """What the page says of waking this visitor's browser, who looks at it just now."""
        if self._wakes is None:
            return None
        now = self._clock()

        def work(tx: Transaction) -> str:
            contact = tx.contacts.find(self._channel.name, visitor) if visitor else None
            return waking.look(tx, contact.id, now) if contact else ""

        return Offered(self._wakes.public_key, await self._database.transaction(work))

    def _show_earlier(self, lines: list[TranscriptLine]) -> Response:
        """What was said before the lines of the page, to read."""
        shown, earlier = self._latest(lines)
        marked = [Markup(line) for line in shown]  # noqa: S704  # our own template's output
        html = self._earlier.render(lines=marked, earlier=earlier)
        return HTMLResponse(html, headers={"cache-control": "no-store"})

    def _latest(self, lines: list[TranscriptLine]) -> tuple[list[str], int]:
        """As many of the last lines as make no heavy page, and the first of them where there may be
        lines before it (else 0)."""
        shown: list[str] = []
        weight = 0
        for line in reversed(lines):
            html = self._render(line)
            weight += len(html.encode())
            if shown and weight > HEAVY:
                break
            shown.insert(0, html)
        whole = len(shown) == len(lines) < LINES
        return shown, 0 if whole or not shown else lines[-len(shown)].id

    def _beginning(self, event: Event | None, today: date, alias: str) -> Reply:
        """What a link shows, or whoever comes for the first time."""
        if event is None:
            return opening(self._content, today, alias)
        text, choices = card(self._content, event, datetime.now(UTC))
        return Reply(text, numbered(choices), page=of_event(event))

    async def _event(self, code: str) -> Event | None:
        """The event a poster's link names, once it is published."""
        if not code:
            return None
        try:
            return await self._database.transaction(lambda tx: announced(tx, code))
        except StorageUnavailable:
            return None

    async def _is_paused(self, entry_id: str, today: date) -> bool:
        """Whether the topic of an answer is not answered for now."""
        entry = self._content.knowledge.entries.get(entry_id)
        if entry is None:
            return False
        topics = pausing.topics_of_entry(entry)
        try:
            return await self._database.read(
                lambda tx: pausing.pause_of(tx.topic_notices, topics, today) is not None
            )
        except StorageUnavailable:
            return False

    # ---- sending ----

    async def send(self, request: Request) -> Response:
        """Takes what was typed or chosen. Answers with the page, or with new lines as JSON."""
        visitor = self.cookie.visitor(request)
        try:
            read = await read_form(request)
        except Refused as refusal:
            typed = clean(dict(refusal.read).get("text", ""))[:TEXT_LIMIT]
            why = _why(request, refusal)
            return await self._refuse(request, visitor, why, typed, refusal.status)
        form, (photo_name, photo) = read.first(), read.files.get("photo", ("", b""))
        typed, chosen = clean(form.get("text", "")), form.get("choice", "")
        if len(typed) > TEXT_LIMIT:
            return await self._refuse(request, visitor, "system/too_long_web", typed, 413)
        if photo_name and not photo:
            return await self._refuse(request, visitor, "photo/not_a_photo", typed, 400)
        if not (typed.strip() or chosen or photo):
            return await self._answer(request, visitor, form)
        if not self._within_limits(request, visitor):
            return await self._refuse(request, visitor, "system/too_fast_web", typed, 429)
        visitor = visitor or secrets.token_urlsafe(18)
        try:
            await self._receive(visitor, form, typed, chosen, photo, address_of(request.scope))
        except NotReceived as apology:
            return await self._refuse(request, visitor, str(apology), typed, 503, known=False)
        return await self._answer(request, visitor, form)

    async def _receive(
        self, visitor: str, form: dict[str, str], typed: str, chosen: str, photo: bytes, via: str
    ) -> None:
        now = datetime.now(UTC)
        # The same form sent twice (a double tap, a reload) is the same message.
        once = form.get("once") or secrets.token_urlsafe(12)
        mark = f"{visitor}:{once[:40]}"
        if opened := form.get("opened", ""):
            # The opening was shown without being stored; store it before what answers it.
            payload = opened if opened != "-" else ""
            await self._channel.receive(
                Incoming(
                    *(self._channel.name, f"{mark}:open", visitor, now, IncomingKind.START),
                    text=payload,
                    via=via,
                )
            )
        if photo:
            await self._receive_photo(visitor, mark, now, typed, photo, via)
            return
        body = zlib.crc32(f"{chosen}\n{typed}".encode())
        kind = IncomingKind.TAP if chosen else IncomingKind.TEXT
        await self._channel.receive(
            Incoming(
                *(self._channel.name, f"{mark}:{body}", visitor, now, kind, typed, chosen[:200]),
                via=via,
            )
        )

    async def _receive_photo(
        self, visitor: str, mark: str, now: datetime, typed: str, photo: bytes, via: str
    ) -> None:
        reference = self._channel.hold(photo)
        picture = Picture(reference, len(photo))
        incoming = Incoming(
            *(self._channel.name, f"{mark}:{zlib.crc32(photo)}", visitor, now, IncomingKind.PHOTO),
            text=typed,
            picture=picture,
            via=via,
        )
        try:
            await self._channel.receive(incoming)
        finally:
            self._channel.let_go(reference)

    async def _answer(self, request: Request, visitor: str, form: dict[str, str]) -> Response:
        if not wants_json(request):
            response: Response = RedirectResponse("/#moi", status_code=303)
        else:
            last = _number(form.get("after", "0"))
            lines, gone, forgotten = await self._since(visitor, last)
            packed = [self._packed(line) for line in lines]
            response = json_answer({"lines": packed, "forgotten": forgotten, "gone": gone})
        if visitor:
            self.cookie.remember(response, visitor)
        return response

    async def _refuse(
        self,
        request: Request,
        visitor: str,
        message: str,
        typed: str,
        status: int,
        *,
        known: bool = True,
    ) -> Response:
        """Says kindly why not; what was typed stays in the box."""
        notice = self._say(message) if known else to_plain(message)
        if wants_json(request):
            return json_answer({"notice": notice}, status)
        return await self._show(request, visitor, notice=notice, typed=typed, status=status)

    def _within_limits(self, request: Request, visitor: str) -> bool:
        return self._by_address.allows(address_of(request.scope)) and (
            not visitor or self._by_visitor.allows(visitor)
        )

    # ---- later lines ----

    async def new_lines(self, request: Request) -> Response:
        """Lines after `?after=<id>`, for pages whose stream does not work."""
        visitor = self.cookie.visitor(request)
        after = _number(request.query_params.get("after", "0"))
        try:
            lines, gone = await self._news(visitor, after)
        except StorageUnavailable:
            return json_answer({"notice": self._say("system/unavailable")}, 503)
        return json_answer({"lines": [self._packed(line) for line in lines], "gone": gone})

    async def stream(self, request: Request) -> Response:
        """Server-sent events: each new line once, its id as the event's id; `gone`, what was taken
        back."""
        visitor = self.cookie.visitor(request)
        if not visitor:
            return Response(status_code=204)  # the browser does not ask again
        leave = self._streams.enter(visitor, address_of(request.scope))
        if leave is None:
            return Response(status_code=429, headers={"retry-after": "60"})
        after = request.headers.get("last-event-id") or request.query_params.get("after", "0")
        return EventStream(self._events(visitor, _number(after)), leave)

    async def _events(self, visitor: str, after: int) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        until, told = loop.time() + LIFE_S, list[int]()
        with self._channel.listening(visitor) as news:
            yield RETRY
            while loop.time() < until and not self._channel.stopped:
                news.clear()
                try:
                    lines, gone = await self._news(visitor, after)
                except StorageUnavailable:
                    return
                if gone != told:
                    told = gone
                    yield b"event: gone\ndata: %s\n\n" % orjson.dumps(gone)
                for line in lines:
                    after = line.id
                    yield event(line.id, self._packed(line))
                try:
                    await asyncio.wait_for(news.wait(), BEAT_S)
                except TimeoutError:
                    yield BEAT

    # ---- parts ----

    async def _since(self, visitor: str, last: int) -> tuple[list[TranscriptLine], list[int], bool]:
        """What `_news` tells of the lines later than `last`, which a page shows as its latest.
        Where that is no more, what the page shows was erased: then every line there is, and
        True."""
        known = await self._lines(visitor, last - 1, last + 1) if last else True
        lines, gone = await self._news(visitor, last if known else 0)
        return lines, gone, not known

    async def _news(self, visitor: str, after: int) -> tuple[list[TranscriptLine], list[int]]:
        """The lines later than `after`, and those a page shows no more, as they were taken back."""

        def work(tx: Transaction, contact_id: int) -> tuple[list[TranscriptLine], list[int]]:
            lines = tx.transcripts.lines(contact_id, after=after, limit=LINES)
            return lines, tx.outbox.taken_back(contact_id)

        return await self._read_of(visitor, work) or ([], [])

    async def _lines(self, visitor: str, after: int, before: int = 0) -> list[TranscriptLine]:
        def work(tx: Transaction, contact_id: int) -> list[TranscriptLine]:
            return tx.transcripts.lines(contact_id, after=after, before=before, limit=LINES)

        return await self._read_of(visitor, work) or []

    async def _read_of(self, visitor: str, work: Callable[[Transaction, int], T]) -> T | None:
        """What `work` reads of this visitor's contact; None for somebody who never wrote."""
        if not visitor:
            return None

        def read(tx: Transaction) -> T | None:
            contact = tx.contacts.find(self._channel.name, visitor)
            return work(tx, contact.id) if contact is not None else None

        return await self._database.transaction(read)

    def _render(self, line: TranscriptLine) -> str:
        if line.body is not None:
            return self._bubble(Reply.from_json(line.body), line.id)
        return self._line.render(id=line.id, said=line.text, reply=None, once="")

    def _bubble(self, reply: Reply, line_id: int) -> str:
        once = secrets.token_urlsafe(12)
        return self._line.render(id=line_id, said=None, reply=reply, once=once)

    def _packed(self, line: TranscriptLine) -> dict[str, object]:
        return {"id": line.id, "html": self._render(line)}

    def _say(self, message: str) -> str:
        return to_plain(self._content.words.say(message))


def _why(request: Request, refusal: Refused) -> str:
    """The name of the sentence."""
    if not isinstance(refusal, TooLarge):
        return f"system/{refusal.why}"
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return "photo/too_large"
    # Only a page with its script still has the words in its box.
    return "system/too_long_web" if wants_json(request) else "system/too_large"


def _landing(lines: list[TranscriptLine]) -> int:
    """Which of the lines a page opens at: what was said last, with its answer below it."""
    said = [place for place, line in enumerate(lines) if line.body is None]
    return said[-1] if said else len(lines) - 1


def _shows(lines: list[TranscriptLine], reply: Reply) -> bool:
    """Whether the last line says just that already."""
    body = lines[-1].body if lines else None
    return body is not None and Reply.from_json(body).text == reply.text


def _number(text: str) -> int:
    return read_whole(text) or 0
