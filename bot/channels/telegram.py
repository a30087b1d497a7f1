"""Telegram: updates -> Incoming above, Reply -> sendMessage below.

Receiving is our own: `getUpdates` (or the webhook) hands over plain dictionaries, each is turned
into an Incoming without ever raising, and the offset moves only after everything was stored.
Library objects are used for calls, their errors and the set-up, not in the message path.
"""

import asyncio
import contextlib
import hashlib
import hmac
import html
import logging
from collections import Counter
from collections.abc import Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import telegram
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.base import (
    Capabilities,
    Misconfigured,
    Moved,
    NotReceived,
    Receive,
    Rejected,
    Retry,
    SendOutcome,
    Sent,
    Stopped,
    Unsure,
)
from bot.channels.telegram_request import AiohttpRequest, ServerBusy, SurelyNotSent
from handlers.markup import Block, BlockKind, Span, parse
from handlers.messages import Choice, Incoming, IncomingKind, Reply

log = logging.getLogger(__name__)

POLL_TIMEOUT_S = 50
POLL_LIMIT = 100
RETRY_FIRST_S = 1.0
RETRY_LAST_S = 30.0
# An answer that is quicker than this needs no "typing ..."; a slower one shows it.
TYPING_AFTER_S = 0.3
# When more people than this wait, "typing ..." would only make them wait longer.
TYPING_AT_MOST = 20
APOLOGY_PAUSE_S = 600.0
# Telegram asks for about one message a second to one chat; a little more is kept between two.
CHAT_INTERVAL_S = 1.02
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
WEBHOOK_PATH = "/telegram"
LABEL_LIMIT = 60


class TelegramChannel:
    name = "telegram"
    capabilities = Capabilities(
        text_limit=4096, contact_interval_s=CHAT_INTERVAL_S, concurrency=100
    )

    def __init__(
        self,
        token: str,
        api_url: str,
        commands: Mapping[str, str],
        *,
        webhook_url: str = "",
        webhook_secret: str = "",
    ) -> None:
        self._token = token
        self._commands = commands
        self._webhook_url = webhook_url
        self.webhook_secret = webhook_secret or _derived_secret(token)
        self._calls = AiohttpRequest(self.capabilities.concurrency, read_timeout=20)
        self._polls = AiohttpRequest(1, read_timeout=POLL_TIMEOUT_S + 10)
        self._bot = telegram.Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self._calls,
            get_updates_request=self._polls,
        )
        self._base = f"{api_url}/bot{token}"
        self._username = ""
        self._bot_id = 0
        self._receive: Receive | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._typing: dict[str, asyncio.TimerHandle] = {}
        self._expecting: Counter[str] = Counter()  # address -> messages not answered yet
        self._apologised: dict[str, float] = {}

    # ---- life ----

    async def start(self, receive: Receive) -> None:
        """Checks the token and begins to receive. Raises Misconfigured for a wrong token.

        When Telegram cannot be reached, keeps trying in the background: nothing depends on it.
        """
        self._receive = receive
        await self._calls.initialize()
        await self._polls.initialize()
        try:
            await self._introduce()
        except InvalidToken as error:
            await self.stop()
            raise Misconfigured(
                "TELEGRAM_BOT_TOKEN: máy chủ Telegram không nhận mã này. Kiểm tra lại mã BotFather"
                " cấp, hoặc bỏ trống để tắt Telegram."
            ) from error
        except TelegramError as error:
            log.warning("telegram is not reachable yet: %s", type(error).__name__)
        self._in_background(self._serve())

    async def stop(self) -> None:
        for handle in self._typing.values():
            handle.cancel()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._polls.shutdown()
        await self._calls.shutdown()

    async def _introduce(self) -> None:
        me = await self._call(self._calls, "getMe")
        self._username = str(me.get("username") or "").lower()
        self._bot_id = int(me.get("id", 0))

    async def _serve(self) -> None:
        pause = RETRY_FIRST_S
        while True:
            try:
                await self._set_up()
                break
            except TelegramError as error:
                log.warning("telegram set-up waits %.0f s: %s", pause, type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(RETRY_LAST_S, pause * 2)
        if not self._webhook_url:
            await self._poll()

    async def _set_up(self) -> None:
        if not self._username:
            await self._introduce()
        commands = [telegram.BotCommand(name, about) for name, about in self._commands.items()]
        try:
            await self._bot.set_my_commands(commands)
        except NetworkError:
            raise
        except TelegramError as error:
            log.warning("the command menu was not set: %s", type(error).__name__)
        if self._webhook_url:
            await self._bot.set_webhook(
                self._webhook_url + WEBHOOK_PATH,
                secret_token=self.webhook_secret,
                allowed_updates=ALLOWED_UPDATES,
            )
        else:
            await self._bot.delete_webhook()

    # ---- receiving ----

    async def _poll(self) -> None:
        """Long polling; an update is confirmed by asking for the next one, after it was stored."""
        offset, pause = 0, RETRY_FIRST_S
        while True:
            try:
                updates = await self._call(
                    self._polls,
                    "getUpdates",
                    offset=offset,
                    limit=POLL_LIMIT,
                    timeout=POLL_TIMEOUT_S,
                    allowed_updates=ALLOWED_UPDATES,
                )
                # In order: the storage behind `receive` serves callers first come, first served.
                await _all(self.take(update) for update in updates)
            except NotReceived:
                log.error("updates not stored; asking for them again")
            except Conflict:
                log.error("another program is polling with this token")
            except InvalidToken:
                log.error("telegram no longer accepts the token")
            except TelegramError as error:
                log.warning("polling waits %.0f s: %s", pause, type(error).__name__)
            else:
                pause = RETRY_FIRST_S
                if updates:
                    offset = _update_id(updates[-1]) + 1
                continue
            await asyncio.sleep(pause)
            pause = min(RETRY_LAST_S, pause * 2)

    async def take(self, update: object) -> None:
        """Stores one update, whatever it is. Raises NotReceived when it could not be stored."""
        if self._receive is None:
            raise NotReceived("not started")
        incoming = self.read(update)
        if incoming is None:
            return
        if isinstance(update, dict) and "callback_query" in update:
            self._in_background(self._answer_callback(update["callback_query"]))
        if incoming.kind in (IncomingKind.TEXT, IncomingKind.TAP, IncomingKind.START):
            self._type_soon(incoming.address)
        try:
            await self._receive(incoming)
        except NotReceived as error:
            self._apologise(incoming.address, str(error))
            raise

    def read(self, update: object) -> Incoming | None:
        """An update -> what happened, or None for what is not for us. Never raises."""
        try:
            return self._read(update)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError):
            log.warning("an update of unknown shape was skipped id=%s", _update_id(update))
            return None

    def _read(self, update: Any) -> Incoming | None:
        external_id = str(int(update["update_id"]))
        if query := update.get("callback_query"):
            return self._read_tap(external_id, query)
        if member := update.get("my_chat_member"):
            return self._read_membership(external_id, member)
        message = update.get("message") or update.get("edited_message")
        if not message:
            return None
        address = str(int(message["chat"]["id"]))
        at = _moment(message.get("date"))
        if moved := message.get("migrate_to_chat_id"):
            return Incoming(
                self.name, external_id, address, at, IncomingKind.MOVED, str(int(moved))
            )
        text = message.get("text") or message.get("caption") or ""
        if message["chat"].get("type", "private") != "private":
            addressed, text = self._addressed(message, text)
            if not addressed:
                return None
        if not message.get("text"):
            if not _is_content(message):
                return None
            return Incoming(self.name, external_id, address, at, IncomingKind.UNREADABLE)
        if text == "/start" or text.startswith("/start "):
            payload = text.removeprefix("/start").strip()
            return Incoming(self.name, external_id, address, at, IncomingKind.START, payload)
        return Incoming(self.name, external_id, address, at, IncomingKind.TEXT, text)

    def _read_tap(self, external_id: str, query: Any) -> Incoming | None:
        chat = (query.get("message") or {}).get("chat")
        address = str(int(chat["id"] if chat else query["from"]["id"]))
        return Incoming(
            self.name,
            external_id,
            address,
            datetime.now(UTC),
            IncomingKind.TAP,
            action=str(query.get("data") or ""),
        )

    def _read_membership(self, external_id: str, member: Any) -> Incoming:
        status = member["new_chat_member"]["status"]
        kind = IncomingKind.LEFT if status in ("kicked", "left") else IncomingKind.JOINED
        address = str(int(member["chat"]["id"]))
        return Incoming(self.name, external_id, address, datetime.now(UTC), kind)

    def _addressed(self, message: Any, text: str) -> tuple[bool, str]:
        """In a group: whether we are meant (mentioned, replied to); the text without our name."""
        replied_to = ((message.get("reply_to_message") or {}).get("from") or {}).get("id")
        at_name = f"@{self._username}"
        mentioned = bool(self._username) and at_name in text.lower()
        if mentioned:
            where = text.lower().index(at_name)
            text = (text[:where] + text[where + len(at_name) :]).strip()
            message = message | {"text": text}
        return mentioned or (replied_to == self._bot_id and self._bot_id != 0), text

    # ---- sending ----

    async def send(self, row_id: int, address: str, reply: Reply) -> SendOutcome:
        self._answered(address)
        call: dict[str, Any] = {
            "chat_id": int(address),
            "text": to_html(reply),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        if reply.choices:
            call["reply_markup"] = {"inline_keyboard": _keyboard(reply)}
        try:
            message = await self._call(self._calls, "sendMessage", **call)
        except RetryAfter as error:
            return Retry(_seconds(error), "429", everyone=True)
        except ChatMigrated as error:
            return Moved(str(error.new_chat_id))
        except Forbidden as error:
            return Stopped(error.message)
        except BadRequest as error:
            if "chat not found" in error.message.lower():
                return Stopped(error.message)
            return Rejected(error.message)
        except InvalidToken:
            return Retry(60.0, "token refused", everyone=True)
        except SurelyNotSent:
            return Retry(2.0, "no connection", everyone=True)
        except ServerBusy as error:
            return Retry(3.0, error.message)
        except TimedOut:
            return Unsure("timed out")
        except TelegramError as error:
            return Unsure(type(error).__name__)
        return Sent(str(message.get("message_id", "")))

    async def _call(self, request: AiohttpRequest, method: str, **parameters: Any) -> Any:
        return await request.call(f"{self._base}/{method}", parameters)

    async def _answer_callback(self, query: Any) -> None:
        """Takes the little clock off the button. Nothing depends on it."""
        with contextlib.suppress(TelegramError):
            await self._call(self._calls, "answerCallbackQuery", callback_query_id=str(query["id"]))

    def _type_soon(self, address: str) -> None:
        if address not in self._expecting and len(self._expecting) >= TYPING_AT_MOST:
            return
        self._expecting[address] += 1
        self._arm_typing(address)

    def _arm_typing(self, address: str) -> None:
        if address not in self._typing:
            loop = asyncio.get_running_loop()
            self._typing[address] = loop.call_later(TYPING_AFTER_S, self._type_now, address)

    def _answered(self, address: str) -> None:
        """One answer is on its way; "typing ..." goes on while more are expected."""
        if handle := self._typing.pop(address, None):
            handle.cancel()
        left = self._expecting.pop(address, 0) - 1
        if left > 0:
            self._expecting[address] = left
            self._arm_typing(address)

    def _type_now(self, address: str) -> None:
        self._typing.pop(address, None)
        self._in_background(self._say_typing(address))

    async def _say_typing(self, address: str) -> None:
        with contextlib.suppress(TelegramError):
            await self._call(self._calls, "sendChatAction", chat_id=int(address), action="typing")

    def _apologise(self, address: str, text: str) -> None:
        """Nothing can be stored, so this one message goes without the outbox; not too often."""
        now = asyncio.get_running_loop().time()
        if now - self._apologised.get(address, -APOLOGY_PAUSE_S) >= APOLOGY_PAUSE_S:
            self._apologised[address] = now
            self._in_background(self.send(0, address, Reply(text)))

    def _in_background(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _all(work: Any) -> None:
    """Runs all, waits for all, then raises the first failure: none is left running unwatched."""
    results = await asyncio.gather(*work, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result


def _update_id(update: Any) -> int:
    try:
        return int(update["update_id"])
    except (KeyError, TypeError, ValueError):
        return 0


def _moment(date: object) -> datetime:
    """When it was sent; now, where the date makes no sense: the message matters more."""
    try:
        return datetime.fromtimestamp(int(str(date)), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)


def _is_content(message: Mapping[str, Any]) -> bool:
    """Something a person sent on purpose, as against service messages (joined, title, pinned)."""
    return any(
        kind in message
        for kind in (
            "photo",
            "voice",
            "audio",
            "video",
            "video_note",
            "sticker",
            "document",
            "animation",
            "contact",
            "location",
            "venue",
            "poll",
            "dice",
            "story",
        )
    )


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return after if isinstance(after, int | float) else after.total_seconds()


def _derived_secret(token: str) -> str:
    """A webhook secret nobody has to make up: the same after every restart, unlike the token."""
    return hmac.new(token.encode(), b"donghanh webhook", hashlib.sha256).hexdigest()


def _keyboard(reply: Reply) -> list[list[dict[str, str]]]:
    """Long labels stand alone; short ones share a row in pairs."""
    rows: list[list[dict[str, str]]] = []
    pair: list[dict[str, str]] = []
    for choice in reply.choices:
        button = {"text": _label(choice), "callback_data": reply.tap(choice)}
        if len(choice.label) > 16:
            rows += [pair] if pair else []
            rows.append([button])
            pair = []
        else:
            pair.append(button)
            if len(pair) == 2:
                rows.append(pair)
                pair = []
    return [*rows, pair] if pair else rows


def _label(choice: Choice) -> str:
    label = f"{choice.key}. {choice.label}"
    return label if len(label) <= LABEL_LIMIT else label[: LABEL_LIMIT - 1] + "…"


def to_html(reply: Reply) -> str:
    """Neutral markup -> the HTML Telegram takes; always balanced, everything else escaped.

    Choices too long for a button are also written out in full.
    """
    parts = [_block(block) for block in parse(reply.text)]
    cut = [choice for choice in reply.choices if len(_label(choice)) == LABEL_LIMIT]
    if cut:
        parts.append("\n".join(f"{c.key}. {_escape(c.label)}" for c in cut))
    if reply.footer:
        parts.append(f"<i>{_escape(reply.footer)}</i>")
    return "\n\n".join(parts)


def _block(block: Block) -> str:
    marks = {BlockKind.PARAGRAPH: "", BlockKind.BULLETS: "• "}
    return "\n".join(
        marks.get(block.kind, f"{number}. ") + _line(spans)
        for number, spans in enumerate(block.lines, 1)
    )


def _line(spans: Sequence[Span]) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    text = _escape(span.text)
    if span.bold:
        return f"<b>{text}</b>"
    return f'<a href="{html.escape(span.url)}">{text}</a>' if span.url else text


def _escape(text: str) -> str:
    return html.escape(text, quote=False)
