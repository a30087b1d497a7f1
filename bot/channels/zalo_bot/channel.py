"""Zalo Bot: an event -> Incoming above, Reply -> plain text below.

Facts and doubts about the platform: reference, platforms 2. It has no buttons and no documents, one
event a poll without any cursor, and no repeatable sends. Polling may bring an event again, or only
once: it is kept from before the next poll until it was stored, and recognised by its id.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol

import aiohttp
import orjson

from bot.channels.answers import (
    is_nobodys,
    loads,
    moment_of,
    name_of,
    number_of,
    read_answer,
    said_in,
    text_of,
)
from bot.channels.base import (
    Capabilities,
    Misconfigured,
    NotReceived,
    Receive,
    Rejected,
    Retry,
    SendOutcome,
    Sent,
    Stopped,
    derived_secret,
)
from bot.channels.download import fetch_public, is_public
from bot.channels.plain import to_text
from bot.channels.unanswered import Outage, unanswered
from bot.running.loops import Loops, beat
from content.operator import tell
from handlers.talk.markup import split
from handlers.talk.messages import Incoming, IncomingKind, Picture, Reply, SendingPolicy

log = logging.getLogger(__name__)

CHANNEL = "zalo_bot"
TEXT_LIMIT = 2000
# Nothing is published but a monthly quota; this is well under what others were seen to send.
PER_SECOND = 5
MONTHLY = 3000  # whether what comes in counts as well is told differently: it is counted
PEOPLE = 50
UNPACED = 64
POLL_TIMEOUT_S = 30
POLL_FLOOR_S = 1.0  # a replaying platform answers at once, again and again
READ_TIMEOUT_S = 20.0
CONNECT_TIMEOUT_S = 5.0
# The first look at Zalo must not hold up the other channels.
START_WITHIN_S = 5.0
FETCH_TIMEOUT_S = 15.0
# Whatever trickles in, a call ends so long after the answer was due.
LATEST_S = 100.0
RETRY_FIRST_S = 2.0
RETRY_LAST_S = 60.0
AGAIN_LAST_S = 8.0  # whatever it was, who writes afterwards is received within ten seconds
IDLE = 408
# Others are received while one message is still at work, as a photo may be long; no more than so
# many are at work at once.
ASK_ON_AFTER_S = 3.0
MOST_AT_WORK = 40
WEBHOOK_PATH = "/zalo-bot"


class EventsGiven(Protocol):
    """Where an event is from when it was given until it was handled; a stop leaves it there."""

    async def keep(self, incoming: Incoming) -> None:
        """Raises NotReceived."""

    async def drop(self, incoming: Incoming) -> None: ...

    async def left(self) -> Sequence[Incoming]: ...


class InMemory:
    """Keeps nothing beyond a stop: for a channel that is only tried."""

    async def keep(self, incoming: Incoming) -> None:
        return

    async def drop(self, incoming: Incoming) -> None:
        return

    async def left(self) -> Sequence[Incoming]:
        return ()


class NotTheirs(aiohttp.ClientError):
    """Something before the platform answered: it has not seen the call."""


class ZaloBotChannel:
    name = CHANNEL

    def __init__(
        self,
        token: str,
        api_url: str,
        *,
        webhook_url: str = "",
        monthly: int = MONTHLY,
        people: int = PEOPLE,
        per_second: int = PER_SECOND,
        poll_floor_s: float = POLL_FLOOR_S,
        given: EventsGiven | None = None,
    ) -> None:
        self._given = given or InMemory()
        self.capabilities = Capabilities(
            text_limit=TEXT_LIMIT,
            concurrency=per_second or UNPACED,
            uploads=False,
            policy=SendingPolicy(
                per_second=per_second, monthly=monthly, counts_everything=True, people=people
            ),
        )
        self._base = f"{api_url}/bot{token}"
        self._webhook_url = webhook_url
        self.webhook_secret = derived_secret(token, b"donghanh zalo bot")
        self._floor = poll_floor_s
        self._session: aiohttp.ClientSession | None = None
        self._receive: Receive | None = None
        self.loops = Loops()
        self._outage = Outage()
        self._at_work: set[asyncio.Task[None]] = set()
        self._kept: set[asyncio.Task[None]] = set()  # those that a stop leaves where they are
        self._too_many = 0  # "quota exceeded", one after another

    # ---- life ----

    async def start(self, receive: Receive) -> None:
        """Checks the token and begins to receive. Raises Misconfigured for a wrong token; when Zalo
        cannot be reached it keeps trying: nothing depends on it."""
        self._receive = receive
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT_S),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        try:
            async with asyncio.timeout(START_WITHIN_S):
                answer = await self._call("getMe")
        except (TimeoutError, aiohttp.ClientError) as error:
            log.warning("zalo bot is not reachable yet: %s", type(error).__name__)
        else:
            if answer.get("error_code") == 401:
                await self.stop()
                raise Misconfigured(tell("settings.zalo_bot_refused"))
        self.loops.keep("zalo_bot", self._serve)

    async def stop(self) -> None:
        await self.loops.stop()
        if self._at_work:  # what is nearly done is stored now
            await asyncio.wait(self._at_work, timeout=ASK_ON_AFTER_S)
        for task in self._at_work:
            task.cancel()
        if self._session is not None:
            await self._session.close()

    async def warm_up(self) -> None:
        return

    async def _serve(self) -> None:
        pause = RETRY_FIRST_S
        while True:
            beat()
            try:
                if await self._set_up():
                    break
                log.warning("zalo bot set-up waits %.0f s: refused", pause)
            except (TimeoutError, aiohttp.ClientError) as error:
                log.warning("zalo bot set-up waits %.0f s: %s", pause, type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(AGAIN_LAST_S, pause * 2)
        await self._take_what_is_left()
        if not self._webhook_url:
            await self._poll()

    async def _take_what_is_left(self) -> None:
        """What a stop left unhandled comes before anything new."""
        while True:
            beat()
            try:
                left = await self._given.left()
                break
            except Exception:
                # The boundary of receiving: what is there stays, and is looked for again.
                log.exception("what was left is not read yet")
                await asyncio.sleep(RETRY_FIRST_S)
        for incoming in left:
            await self._hold(incoming)

    async def _set_up(self) -> bool:
        if not self._webhook_url:
            with contextlib.suppress(NotTheirs):
                await self._call("deleteWebhook")  # 404 when there never was one
            return True
        answer = await self._call(
            "setWebhook",
            url=self._webhook_url + WEBHOOK_PATH,
            secret_token=self.webhook_secret,
        )
        return bool(answer.get("ok"))

    # ---- receiving ----

    async def _poll(self) -> None:
        """One event a call; the next is asked for when this one is stored, or while its photo is
        being looked through."""
        loop, pause = asyncio.get_running_loop(), RETRY_FIRST_S
        while True:
            beat()
            began = loop.time()
            try:
                answer = await self._call(
                    "getUpdates", timeout_s=POLL_TIMEOUT_S + 5, timeout=POLL_TIMEOUT_S
                )
                if answer.get("ok"):
                    result = answer.get("result") or []
                    for event in result if isinstance(result, list) else [result]:
                        if incoming := read(event):
                            await self._hold(incoming)
                elif answer.get("error_code") != IDLE:
                    raise aiohttp.ClientError(f"error {answer.get('error_code')}")
                pause = RETRY_FIRST_S
                await asyncio.sleep(max(0.0, self._floor - (loop.time() - began)))
            except (TimeoutError, aiohttp.ClientError) as error:
                log.warning("zalo bot polling waits %.0f s: %s", pause, type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(AGAIN_LAST_S, pause * 2)
            except Exception:
                # The boundary of receiving: whatever the platform answered, we ask again.
                log.exception("zalo bot polling stumbled")
                await asyncio.sleep(RETRY_FIRST_S)

    async def _hold(self, incoming: Incoming) -> None:
        """Until an event is stored; or is kept, and only at work for long."""
        task = asyncio.create_task(self._keep_taking(incoming))
        self._at_work.add(task)
        task.add_done_callback(self._worked)
        while not task.done():
            beat()
            await asyncio.wait({task}, timeout=ASK_ON_AFTER_S)
            if self._at_work <= self._kept and len(self._at_work) < MOST_AT_WORK:
                return

    def _worked(self, task: asyncio.Task[None]) -> None:
        self._at_work.discard(task)
        self._kept.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a zalo bot event ended", exc_info=error)

    async def _keep_taking(self, incoming: Incoming) -> None:
        """Stores an event that may never be delivered again."""
        await self._stubbornly(self._given.keep, incoming)
        if task := asyncio.current_task():
            self._kept.add(task)
        await self._stubbornly(self._store, incoming)
        await self._given.drop(incoming)

    async def _stubbornly(
        self, work: Callable[[Incoming], Awaitable[None]], incoming: Incoming
    ) -> None:
        while True:
            beat()
            try:
                return await work(incoming)
            except NotReceived:
                log.error("a zalo bot event is not stored yet")
                await asyncio.sleep(self._floor)

    async def take(self, body: object) -> None:
        """Stores one event, whatever it is. Raises NotReceived when it could not be stored."""
        if incoming := read(body):
            await self._store(incoming)

    async def _store(self, incoming: Incoming) -> None:
        if self._receive is None:
            raise NotReceived("not started")
        await self._receive(incoming)

    # ---- sending ----

    async def send(self, row_id: int, address: str, reply: Reply) -> SendOutcome:
        outcome = await self._say(address, reply)
        if isinstance(outcome, Sent):
            self._outage.took(row_id)
        if isinstance(outcome, Retry) and not outcome.everyone:
            again = self._outage.retry(row_id, outcome.after_s, outcome.error)
            return replace(again, begun=outcome.begun)
        return outcome

    async def _say(self, address: str, reply: Reply) -> SendOutcome:
        """One message, or a few where the text is longer than one holds; what became of the first
        that failed."""
        text = to_text(reply)
        picture = _picture_address(reply)
        if picture and len(text) <= TEXT_LIMIT and not reply.begun:
            outcome = await self._send("sendPhoto", chat_id=address, photo=picture, caption=text)
            # A picture the platform does not take is no reason to say nothing: its link stands
            # in the text.
            if not isinstance(outcome, Rejected):
                return outcome
        outcome = Sent()
        parts = split(text, TEXT_LIMIT)
        for place in range(reply.begun, len(parts)):
            outcome = await self._send("sendMessage", chat_id=address, text=parts[place])
            if isinstance(outcome, Retry):
                return replace(outcome, begun=place)
            if not isinstance(outcome, Sent):
                return outcome
        return outcome

    async def _send(self, method: str, **parameters: Any) -> SendOutcome:
        try:
            answer = await self._call(method, **parameters)
        except NotTheirs as error:
            return Retry(3.0, str(error))
        except (TimeoutError, aiohttp.ClientError) as error:
            return unanswered(error)
        if answer.get("ok"):
            self._too_many = 0
            result = answer.get("result")
            return Sent(str(result.get("message_id", "")) if isinstance(result, dict) else "")
        return self._refused(answer.get("error_code"), str(answer.get("description", "")))

    def _refused(self, code: object, description: str) -> SendOutcome:
        match code:
            case 403 | 404:
                return Stopped(f"{code} {description}")
            case 401:
                return Retry(60.0, "token refused", everyone=True)
            case 429:
                # No word of when: longer each time, and the month's quota may be gone.
                self._too_many += 1
                after = min(RETRY_LAST_S, RETRY_FIRST_S * 2 ** (self._too_many - 1))
                return Retry(after, "429", everyone=True)
            case int() if code >= 500:
                return Retry(3.0, f"error {code}")
        return Rejected(f"{code} {description}")

    async def fetch(self, reference: str, limit: int) -> bytes | None:
        """A photo somebody sent, by its public address; None when it cannot be had."""
        return await fetch_public(reference, limit, FETCH_TIMEOUT_S)

    async def _call(
        self, method: str, *, timeout_s: float = READ_TIMEOUT_S, **parameters: Any
    ) -> dict[str, Any]:
        """The platform's answer as it is; decided by `ok`, not by the status."""
        if self._session is None:
            raise aiohttp.ClientConnectionError("not started")
        limits = aiohttp.ClientTimeout(
            total=timeout_s + LATEST_S, sock_connect=CONNECT_TIMEOUT_S, sock_read=timeout_s
        )
        async with self._session.post(
            f"{self._base}/{method}",
            data=orjson.dumps(parameters),
            headers={"Content-Type": "application/json"},
            timeout=limits,
            allow_redirects=False,
        ) as response:
            body = await read_answer(response)
        if is_nobodys(response.status, body):
            raise NotTheirs(f"HTTP {response.status}, no JSON")
        try:
            answer = loads(body)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise aiohttp.ClientPayloadError(f"HTTP {response.status}, no JSON")
        return answer


def _picture_address(reply: Reply) -> str:
    """Pictures go by an address Zalo can reach, or not at all."""
    attachment = reply.attachment
    if attachment is None or not attachment.is_picture:
        return ""
    return attachment.url if is_public(attachment.url) else ""


# ---- events ----


# What else a message may hold, as far as it was seen.
_NAMED = ("sticker", "voice", "audio", "video", "file", "document", "location", "link")


def read(body: object) -> Incoming | None:
    """What happened, or None for what is not for us; flat or wrapped, and never raises."""
    try:
        return _read(body)
    except Exception:
        # The boundary of one event: what it holds must not cost those after it.
        log.warning("a zalo bot event of unknown shape")
        return _salvage(body)


def _salvage(body: Any) -> Incoming | None:
    """Of a message we cannot read, at least that somebody sent one, so that they get an answer."""
    try:
        message = body.get("result", body)["message"]
        if not _is_private(message["chat"]):
            return None
        return Incoming(
            CHANNEL,
            _number(message),
            name_of(message["chat"]["id"]),
            datetime.now(UTC),
            IncomingKind.UNREADABLE,
            said_in(message),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None


def _read(body: Any) -> Incoming | None:
    event = body.get("result", body)
    message = event["message"]
    if message["from"].get("is_bot") or not _is_private(message["chat"]):
        return None
    incoming = Incoming(
        CHANNEL,
        _number(message),
        name_of(message["chat"]["id"]),
        _moment(message.get("date")),
    )
    # By what is there, not by the event's name: the names were seen to differ.
    said = replace(incoming, text=said_in(message))
    if photo := message.get("photo_url") or message.get("photo"):
        return replace(said, kind=IncomingKind.PHOTO, picture=Picture(text_of(photo)))
    if said.text:
        return said
    named = next((kind for kind in _NAMED if message.get(kind) or message.get(f"{kind}_url")), "")
    return replace(said, kind=IncomingKind.UNREADABLE, named=named)


def _is_private(chat: Any) -> bool:
    return str(chat.get("chat_type") or "PRIVATE").upper() == "PRIVATE"


def _number(message: Any) -> str:
    return number_of(message.get("message_id"), message["chat"]["id"], message.get("date"), message)


def _moment(date: object) -> datetime:
    """When it was sent; now, where the date makes no sense: the message matters more."""
    try:
        return moment_of(date)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)
