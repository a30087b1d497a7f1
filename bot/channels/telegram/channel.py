"""Telegram: updates -> Incoming above, Reply -> sendMessage below.

Receiving is our own: `getUpdates` (or the webhook) hands over plain dictionaries, each is turned
into an Incoming without ever raising, and the offset moves only after everything was stored.
The library is used for calls and to tell their errors apart.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
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
    Retraction,
    Retry,
    SendOutcome,
    Sent,
    Stopped,
    Unsure,
    derived_secret,
)
from bot.channels.pictures import qr_png
from bot.channels.telegram import updates as telegram_updates
from bot.channels.telegram.render import to_call
from bot.channels.telegram.request import BotApiRequest, ServerBusy, SurelyNotSent, Undecodable
from bot.channels.unanswered import Outage
from bot.running.loops import Loops, beat
from bot.running.pool import Pool
from content.operator import tell
from handlers.talk.messages import Attachment, Incoming, IncomingKind, Reply, SendingPolicy

log = logging.getLogger(__name__)

POLL_TIMEOUT_S = 50
POLL_LIMIT = 100
# The first look at Telegram must not hold up the other channels.
START_WITHIN_S = 5.0
RETRY_FIRST_S = 1.0
RETRY_LAST_S = 8.0  # whatever it was, who writes afterwards is received within ten seconds
# An answer that is quicker than this needs no "typing ..."; a slower one shows it.
TYPING_AFTER_S = 0.3
# When more people than this wait, "typing ..." would only make them wait longer.
TYPING_AT_MOST = 20
APOLOGY_PAUSE_S = 600.0
# Telegram asks for about one message a second to one chat, and for twenty a minute to a group; a
# little more is kept between two.
CHAT_INTERVAL_S = 1.02
GROUP_INTERVAL_S = 3.1
# What Telegram allows for news; replies are not held to it (bot/core/pacing.py).
PER_SECOND = 30
WEBHOOK_PATH = "/telegram"
WARM_CALLS = 4
CONCURRENCY = 100
# Those who write later are received while one message is still at work, as a photo may be long.
ASK_ON_AFTER_S = 0.5
# After so long without an answer nobody knows whether a message arrived.
READ_TIMEOUT_S = 20.0
MENU_PAUSES_S = (1.0, 10.0, 60.0, 600.0)
# However long the platform asks us to wait, we ask again after this.
LONGEST_WAIT_S = 3600.0


class TelegramChannel:
    name = telegram_updates.CHANNEL

    def __init__(
        self,
        token: str,
        api_url: str,
        commands: Mapping[str, str],
        *,
        webhook_url: str = "",
        webhook_secret: str = "",
        per_second: int = PER_SECOND,
        attachment: Callable[[str], bytes | None] = lambda name: None,
    ) -> None:
        self.capabilities = Capabilities(
            text_limit=4096,
            contact_interval_s=CHAT_INTERVAL_S,
            group_interval_s=GROUP_INTERVAL_S,
            concurrency=CONCURRENCY,
            abroad=True,
            policy=SendingPolicy(per_second=per_second),
        )
        self._attachment = attachment
        self._reading = Pool("files-telegram", 1, CONCURRENCY)
        self._uploaded: dict[str, str] = {}  # our file -> Telegram's id of it
        self._uploading = asyncio.Lock()
        self._commands = commands
        self._webhook_url = webhook_url
        self.webhook_secret = webhook_secret or derived_secret(token, b"donghanh webhook")
        self._calls = BotApiRequest(api_url, self.capabilities.concurrency, READ_TIMEOUT_S)
        self._polls = BotApiRequest(api_url, 1, POLL_TIMEOUT_S + 10)
        self._base = f"{api_url}/bot{token}"
        self._files = f"{api_url}/file/bot{token}"
        self.loops = Loops()
        self._username = ""
        self._bot_id = 0
        self._receive: Receive | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._typing: dict[str, asyncio.TimerHandle] = {}
        self._expecting: Counter[str] = Counter()  # address -> messages not answered yet
        self._apologised: dict[str, float] = {}
        self._outage = Outage()

    @property
    def username(self) -> str:
        """The bot's name without @; "" until Telegram was reached."""
        return self._username

    # ---- life ----

    async def start(self, receive: Receive) -> None:
        """Checks the token and begins to receive. Raises Misconfigured for a wrong token.

        When Telegram cannot be reached, keeps trying in the background: nothing depends on it.
        """
        self._receive = receive
        await self._calls.initialize()
        await self._polls.initialize()
        try:
            async with asyncio.timeout(START_WITHIN_S):
                await self._introduce()
        except InvalidToken as error:
            await self.stop()
            raise Misconfigured(tell("settings.telegram_refused")) from error
        except (TelegramError, TimeoutError) as error:
            log.warning("telegram is not reachable yet: %s", type(error).__name__)
        self.loops.keep("telegram", self._serve)
        self._in_background(self._show_menu())

    async def stop(self) -> None:
        await self.loops.stop()
        for handle in self._typing.values():
            handle.cancel()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._polls.shutdown()
        await self._calls.shutdown()

    async def _introduce(self) -> None:
        me = await self._call(self._calls, "getMe")
        try:
            self._username, self._bot_id = str(me["username"]).lower(), int(me["id"])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise TelegramError("getMe told of no bot") from error

    async def _serve(self) -> None:
        pause = RETRY_FIRST_S
        while True:
            beat()
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
        if self._webhook_url:
            await self._call(
                self._calls,
                "setWebhook",
                url=self._webhook_url + WEBHOOK_PATH,
                secret_token=self.webhook_secret,
                allowed_updates=telegram_updates.KINDS,
            )
        else:
            await self._call(self._calls, "deleteWebhook")

    async def _show_menu(self) -> None:
        """The list of commands beside the box. It only decorates: nothing waits for it."""
        commands = [
            {"command": name, "description": about} for name, about in self._commands.items()
        ]
        for pause in MENU_PAUSES_S:
            try:
                await self._call(self._calls, "setMyCommands", commands=commands)
                return
            except TelegramError as error:
                log.warning("the command menu is not set: %s", type(error).__name__)
            await asyncio.sleep(pause)

    # ---- receiving ----

    async def _poll(self) -> None:
        """Long polling; an update is confirmed by asking for later ones, after it was stored."""
        hand = _InHand()
        pause = RETRY_FIRST_S
        while True:
            beat()
            try:
                updates = await self._call(
                    self._polls,
                    "getUpdates",
                    offset=hand.offset,
                    limit=hand.limit,
                    timeout=POLL_TIMEOUT_S,
                    allowed_updates=telegram_updates.KINDS,
                )
                if not isinstance(updates, list):
                    raise TelegramError("getUpdates gave no list")
                beat()
                # In order: the storage behind `receive` serves callers first come, first served.
                hand.add(updates, self.take)
                # With more waiting there, ask while the last of these are still being stored here.
                await hand.wait(POLL_LIMIT // 10 if len(updates) >= POLL_LIMIT else 0)
            except Undecodable as error:
                log.error("updates that cannot be decoded")
                await self._pass_over(hand, error.payload)
            except NotReceived:
                log.error("updates not stored; asking for them again")
            except Conflict:
                log.error("another program is polling with this token")
            except InvalidToken:
                log.error("telegram no longer accepts the token")
            except TelegramError as error:
                log.warning("polling waits %.0f s: %s", pause, type(error).__name__)
            except Exception:
                # The boundary of receiving: whatever the platform answered, we ask again.
                log.exception("polling stumbled")
            else:
                pause, hand.limit = RETRY_FIRST_S, POLL_LIMIT
                continue
            await hand.drop()
            await asyncio.sleep(pause)
            pause = min(RETRY_LAST_S, pause * 2)

    async def _pass_over(self, hand: "_InHand", payload: bytes) -> None:
        """One update that cannot be decoded must not hide the others: they are asked for singly,
        and of that one is stored what can be told."""
        update = telegram_updates.undecodable(payload)
        if update is None or hand.limit > 1:
            hand.limit = 1
            return
        number = telegram_updates.update_id(update)
        with contextlib.suppress(NotReceived):
            await self.take(update)
            hand.offset = max(hand.offset, number + 1)

    async def take(self, update: object) -> None:
        """Stores one update, whatever it is. Raises NotReceived when it could not be stored."""
        if self._receive is None:
            raise NotReceived("not started")
        incoming = self.read(update)
        if incoming is None:
            return
        if isinstance(update, dict) and "callback_query" in update:
            self._in_background(self._answer_callback(update["callback_query"]))
        asked = incoming.kind in (IncomingKind.TEXT, IncomingKind.TAP, IncomingKind.START)
        if asked and incoming.group is None:
            self._type_soon(incoming.address)
        try:
            await self._receive(incoming)
        except NotReceived as error:
            if error.everyone:
                self._apologise(incoming, str(error))
            raise

    def read(self, update: object) -> Incoming | None:
        """An update -> what happened, or None for what is not for us. Never raises."""
        return telegram_updates.read(update, self._username, self._bot_id)

    # ---- sending ----

    async def send(self, row_id: int, address: str, reply: Reply) -> SendOutcome:
        self._answered(address)
        where = telegram_updates.where(reply.place)
        call: dict[str, Any] = {"chat_id": int(address), **to_call(reply), **where}
        try:
            message = await self._send_call(call, reply)
        except RetryAfter as error:
            # A group has a limit of its own: who waits for it is that group alone.
            return Retry(_seconds(error), "429", everyone=int(address) > 0)
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
            return self._outage.retry(row_id, 3.0, error.message)
        except TimedOut:
            return Unsure("timed out")
        except TelegramError as error:
            return Unsure(type(error).__name__)
        self._outage.took(row_id)
        return Sent(str(message.get("message_id", "")) if isinstance(message, dict) else "")

    async def retract(self, address: str, vendor_id: str) -> Retraction:
        """Within two days of its sending, says Telegram."""
        if not vendor_id.isdecimal():
            return Retraction.KEPT
        try:
            await self._call(
                self._calls, "deleteMessage", chat_id=int(address), message_id=int(vendor_id)
            )
        except BadRequest as error:
            gone = "message to delete not found" in error.message.lower()
            return Retraction.GONE if gone else Retraction.KEPT
        except Forbidden:
            return Retraction.KEPT
        except TelegramError:
            return Retraction.LATER
        return Retraction.GONE

    async def _send_call(self, call: dict[str, Any], reply: Reply) -> Any:
        """Where the topic is gone, or the group has none after all, it goes to the chat itself."""
        try:
            return await self._send_there(call, reply)
        except BadRequest as error:
            if "thread not found" not in error.message.lower() or "message_thread_id" not in call:
                raise
            elsewhere = {name: call[name] for name in call if name != "message_thread_id"}
            return await self._send_there(elsewhere, reply)

    async def _send_there(self, call: dict[str, Any], reply: Reply) -> Any:
        call = dict(call)
        if reply.qr:
            return await self._send_qr(call, reply)
        if reply.attachment:
            return await self._send_file(call, reply.attachment)
        return await self._send_text(call)

    async def _send_file(self, call: dict[str, Any], attachment: Attachment) -> Any:
        """A picture or a document with the text as its caption. It is uploaded once; after that
        Telegram's own id stands for it."""
        kind = "photo" if attachment.is_picture else "document"
        del call["link_preview_options"]
        captioned = {"caption": call.pop("text"), **call}
        method = f"send{kind.capitalize()}"
        if attachment.file not in self._uploaded:
            async with self._uploading:  # the others wait for its id
                if attachment.file not in self._uploaded:
                    return await self._upload(method, captioned, kind, attachment)
        known = self._uploaded[attachment.file]
        return await self._call(self._calls, method, **captioned, **{kind: known})

    async def _upload(
        self, method: str, captioned: dict[str, Any], kind: str, attachment: Attachment
    ) -> Any:
        data = await self._reading.run(self._attachment, attachment.file)
        if data is None:
            raise BadRequest("attachment is missing")
        message = await self._calls.call_with_file(
            f"{self._base}/{method}", captioned, kind, data, attachment.name
        )
        sent = message.get(kind) if isinstance(message, dict) else None
        newest = sent[-1] if isinstance(sent, list) and sent else sent
        if isinstance(newest, dict) and newest.get("file_id"):
            self._uploaded[attachment.file] = str(newest["file_id"])
        return message

    async def _send_text(self, call: dict[str, Any]) -> Any:
        return await self._call(self._calls, "sendMessage", **call)

    async def _send_qr(self, call: dict[str, Any], reply: Reply) -> Any:
        """A picture with the text as its caption."""
        del call["link_preview_options"]
        picture = {"caption": call.pop("text"), **call}
        return await self._calls.call_with_file(
            f"{self._base}/sendPhoto", picture, "photo", qr_png(reply.qr), "qr.png"
        )

    async def warm_up(self) -> None:
        with contextlib.suppress(TelegramError):
            await asyncio.gather(*(self._call(self._calls, "getMe") for _ in range(WARM_CALLS)))

    async def fetch(self, reference: str, limit: int) -> bytes | None:
        """A photo somebody sent; `reference` is its file id."""
        try:
            file = await self._call(self._calls, "getFile", file_id=reference)
        except TelegramError as error:
            log.warning("a photo could not be fetched: %s", type(error).__name__)
            return None
        path = str(file.get("file_path") or "") if isinstance(file, dict) else ""
        return await self._calls.download(f"{self._files}/{path}", limit) if path else None

    async def _call(self, request: BotApiRequest, method: str, **parameters: Any) -> Any:
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

    def _apologise(self, incoming: Incoming, text: str) -> None:
        """Nothing can be stored, so this one message goes without the outbox; not too often."""
        address, reply = incoming.address, Reply(text, place=incoming.place)
        now = asyncio.get_running_loop().time()
        if now - self._apologised.get(address, -APOLOGY_PAUSE_S) >= APOLOGY_PAUSE_S:
            self._apologised[address] = now
            self._in_background(self.send(0, address, reply))

    def _in_background(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a task of the channel ended", exc_info=error)


class _InHand:
    """Updates fetched and being stored. `offset` is the first that must be asked for again."""

    def __init__(self) -> None:
        self.offset = 0
        self.limit = POLL_LIMIT
        self._storing: dict[int, asyncio.Task[None]] = {}

    def add(
        self, updates: list[object], take: Callable[[object], Coroutine[Any, Any, None]]
    ) -> None:
        """Starts storing those not in hand already. Raises TelegramError when none can be told."""
        numbered = {telegram_updates.update_id(update): update for update in updates}
        if updates and max(numbered) < max(self.offset, 1):
            raise TelegramError("updates without numbers")
        for number, update in numbered.items():
            if number >= self.offset and number not in self._storing:
                self._storing[number] = asyncio.create_task(take(update))

    async def wait(self, left: int) -> None:
        """Until at most `left` are still being stored, or for a moment: those before the slowest
        are confirmed, and those after it asked for again, beside whatever came. Raises what
        storing one raised."""
        clock = asyncio.get_running_loop()
        end = clock.time() + ASK_ON_AFTER_S
        while True:
            beat()
            under_way = [task for task in self._storing.values() if not task.done()]
            if len(under_way) <= left or clock.time() >= end:
                break
            patience = end - clock.time()
            await asyncio.wait(under_way, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        for number in sorted(self._storing):
            if not self._storing[number].done():
                return
            self._storing.pop(number).result()
            self.offset = number + 1

    async def drop(self) -> None:
        """After trouble: what is stored and not confirmed will be asked for again; what is at work
        stays in hand."""
        if self._storing:
            await asyncio.wait(self._storing.values(), timeout=ASK_ON_AFTER_S)
        at_work = {number: task for number, task in self._storing.items() if not task.done()}
        for task in self._storing.values():
            if task.done() and not task.cancelled():
                task.exception()  # seen: it was logged, or is asked for again
        self._storing = at_work


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    seconds = after if isinstance(after, int | float) else after.total_seconds()
    return min(max(seconds, RETRY_FIRST_S), LONGEST_WAIT_S)
