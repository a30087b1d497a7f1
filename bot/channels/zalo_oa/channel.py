"""Zalo Official Account: signed webhook -> Incoming above, Reply -> consultation message below.

What differs from one OA to the next (a government OA takes the older message address and no
buttons) is tried in the order the reference gives, learned, and remembered with the OA's tokens.
Nothing is tried again elsewhere after any other error: it might arrive twice.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from bot.channels.answers import words_of
from bot.channels.base import (
    Capabilities,
    NotReceived,
    Receive,
    Retry,
    SendOutcome,
    Sent,
)
from bot.channels.download import fetch_public
from bot.channels.pictures import qr_png
from bot.channels.plain import to_text
from bot.channels.unanswered import Outage, unanswered
from bot.channels.zalo_oa.api import Account, NotConnected, OaError, PlatformBusy, ZaloOaApi
from bot.channels.zalo_oa.errors import Remedy, outcome_of, remedy_of
from bot.channels.zalo_oa.events import CHANNEL, is_fresh, parse, read, signed_with
from bot.running.loops import Loops, beat
from bot.running.pool import Pool
from handlers.talk.markup import split
from handlers.talk.messages import Attachment, Incoming, IncomingKind, Reply, SendingPolicy

log = logging.getLogger(__name__)

TEXT_LIMIT = 2000
BUTTONS = 5
# The platform says neither how long a title may be nor what it does with a longer one.
TITLE_LIMIT = 22
FREE_FOR = timedelta(hours=48)
PAID_FOR = timedelta(days=7)
PER_MINUTE = 100
# Under the plan's limit, so that uploads and replies find room.
PACED_SHARE = 0.95
CONCURRENCY = 100
# So many sends of a few calls each may wait for their place in the minute.
SEND_WITHIN_S = 600.0
# A picture is fetched before the event is acknowledged, which must happen within two seconds.
FETCH_TIMEOUT_S = 1.4
UPLOAD_LASTS_S = 6.5 * 86_400
IMAGE_LIMIT, FILE_LIMIT = 1_000_000, 5_000_000
IMAGES = {".jpg": "image/jpeg", ".png": "image/png"}
FILES = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv",
}
MESSAGE_PATHS = {"v3": "/v3.0/oa/message/cs", "v2": "/v2.0/oa/message"}
OTHER = {"v3": "v2", "v2": "v3"}
MOVED = {"v3": -235, "v2": -240}
GOVERNMENT = "4"
LOOK_AGAIN_S = 600.0
PEOPLE_KNOWN = 20_000  # of whom is known when they last did something


@dataclass(frozen=True, slots=True)
class OaOptions:
    """How one OA is spoken to; "auto" is found out and remembered."""

    message_api: str = "auto"  # auto | v3 | v2
    buttons: str = "auto"  # auto | A | B | off
    form: str = "auto"  # auto | on | off: the platform's own form for name and phone
    first_terms: tuple[str, ...] = ("app_id", "oa_id")
    webhook_secrets: tuple[str, ...] = ()
    only_log_signatures: bool = False
    pays: bool = False  # whether messages between 48 hours and 7 days, which cost, are sent
    per_minute: int = PER_MINUTE
    logo_url: str = ""  # the picture of the form
    form_title: str = ""


class ZaloOaChannel:
    name = CHANNEL

    def __init__(
        self,
        account: Account,
        api_url: str,
        options: OaOptions,
        attachment: Callable[[str], bytes | None] = lambda name: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        paced = max(1, int(options.per_minute * PACED_SHARE)) if options.per_minute else 0
        self.capabilities = Capabilities(
            text_limit=TEXT_LIMIT,
            concurrency=CONCURRENCY,
            send_within_s=SEND_WITHIN_S,
            policy=SendingPolicy(
                per_minute=paced,
                free_for=FREE_FOR,
                paid_for=PAID_FOR,
                pays=options.pays,
            ),
        )
        self.api = ZaloOaApi(
            api_url, account, per_minute=options.per_minute, connections=CONCURRENCY
        )
        self._account = account
        self._options = options
        self._attachment = attachment
        self._clock = clock
        self._receive: Receive | None = None
        self.loops = Loops()
        self._files = Pool("files-zalo-oa", 1, CONCURRENCY)
        self._uploads: dict[str, tuple[str, float]] = {}  # our file -> the platform's id, when
        self._uploading = asyncio.Lock()
        self._look_now = asyncio.Event()
        self._alarmed = False
        self._outage = Outage()
        self._latest: dict[str, datetime] = {}  # by person, the one who did nothing longest first
        self._variant = ""  # how the last event was signed

    # ---- life ----

    async def start(self, receive: Receive) -> None:
        """Begins to receive. The token is looked at in the background: nothing depends on it."""
        self._receive = receive
        await self.api.open()
        self.loops.keep("zalo_oa", self._watch)

    async def stop(self) -> None:
        await self.loops.stop()
        await self.api.close()

    async def warm_up(self) -> None:
        return

    async def _watch(self) -> None:
        """Keeps the token young and what we know of the OA true."""
        while True:
            beat(LOOK_AGAIN_S)
            try:
                await self.look()
            except NotConnected:
                log.warning("zalo oa is not connected")
            except (OaError, PlatformBusy, TimeoutError, aiohttp.ClientError) as error:
                log.warning("zalo oa could not be looked at: %s", type(error).__name__)
            except Exception:
                log.exception("looking at the zalo oa failed")
            self._look_now.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._look_now.wait(), LOOK_AGAIN_S)

    def look_soon(self) -> None:
        """The OA was connected, or connected anew."""
        self._look_now.set()

    async def look(self) -> None:
        """Reads the OA's own description. Raises what a call raises."""
        about = await self.api.get("/v2.0/oa/getoa")
        told = {
            "oa_id": about.get("oaid") or about.get("oa_id"),
            "name": about.get("name"),
            "oa_type": about.get("oa_type"),
            "package": about.get("package_name"),
            "package_until": about.get("package_valid_through_date"),
        }
        for name, value in told.items():
            if value is not None and words_of(value) != self._account.known(name):
                await self._account.learn(name, words_of(value))

    # ---- receiving ----

    def accepts(self, raw: bytes, header: str) -> bool:
        """Whether a webhook comes from Zalo and is no old one played again."""
        body = parse(raw)
        if body is None:
            return False
        if not is_fresh(body, self._clock()):
            log.warning("an old zalo oa event was refused")
            return False
        secrets = [secret for secret in self._options.webhook_secrets if secret]
        variant = signed_with(raw, body, header, self._options.first_terms, secrets)
        if variant:
            if variant != self._variant:
                self._variant = variant
                log.info("zalo oa events are signed with %s", variant)
            return True
        log.warning("a zalo oa event has no right signature")
        return self._options.only_log_signatures

    async def take(self, body: object) -> None:
        """Stores one event, whatever it is. Raises NotReceived when it could not be stored."""
        for incoming in read(body):
            if self._receive is None:
                raise NotReceived("not started")
            if self._is_overtaken(incoming):
                log.info("an unfollow came after what was done later")
                continue
            await self._receive(incoming)

    def _is_overtaken(self, incoming: Incoming) -> bool:
        """Whether somebody did something later than they left: events that could not be delivered
        come again for two hours, in any order."""
        latest = self._latest.pop(incoming.address, incoming.at)
        overtaken = incoming.kind is IncomingKind.LEFT and incoming.at < latest
        self._latest[incoming.address] = max(latest, incoming.at)
        if len(self._latest) > PEOPLE_KNOWN:
            del self._latest[next(iter(self._latest))]
        return overtaken

    async def fetch(self, reference: str, limit: int) -> bytes | None:
        """A photo somebody sent, by its public address; None when it cannot be had in time."""
        return await fetch_public(reference, limit, FETCH_TIMEOUT_S, plain_http=True)

    # ---- sending ----

    async def send(self, row_id: int, address: str, reply: Reply) -> SendOutcome:
        arrived: list[str] = [""] * reply.begun
        outcome = await self._try(row_id, address, reply, arrived)
        if isinstance(outcome, Retry):
            return replace(outcome, begun=len(arrived))
        return outcome

    async def _try(
        self, row_id: int, address: str, reply: Reply, arrived: list[str]
    ) -> SendOutcome:
        """Sends what is left of it; `arrived` gets the id of each message that was taken."""
        try:
            message_id = await self._say(address, reply, arrived)
        except OaError as error:
            return await self._failed(error)
        except NotConnected as error:
            return Retry(60.0, str(error), everyone=True)
        except PlatformBusy as error:
            return self._outage.retry(row_id, 3.0, str(error))
        except (TimeoutError, aiohttp.ClientError) as error:
            return unanswered(error)
        self._outage.took(row_id)
        if self._alarmed:
            self._alarmed = False
            await self._account.calm("refused")
        return Sent(message_id)

    async def _failed(self, error: OaError) -> SendOutcome:
        fault = remedy_of(error.code)
        if fault in (Remedy.PERSON, Remedy.QUOTA, Remedy.RENEW, Remedy.OTHER_API):
            self._alarmed = True
            await self._account.alarm("refused", f"{error.code} {error.message}"[:200])
        return outcome_of(error.code, error.message, self._clock())

    async def _say(self, address: str, reply: Reply, arrived: list[str]) -> str:
        picture = await self._picture_of(reply)
        buttons = None if picture else self._buttons(reply)
        parts = split(to_text(reply, choices=buttons is None), TEXT_LIMIT)
        await self._texts(address, parts[:-1], arrived)
        message_id = await self._last(address, parts[-1], picture, buttons, reply, arrived)
        await self._beside(address, reply)
        return message_id

    async def _texts(self, address: str, parts: Sequence[str], arrived: list[str]) -> str:
        """Those that have not arrived, one after the other; the id of the last."""
        for part in parts[len(arrived) :]:
            arrived.append(await self._message(address, {"text": part}))
        return arrived[-1] if arrived else ""

    async def _last(
        self,
        address: str,
        text: str,
        picture: str,
        buttons: dict[str, Any] | None,
        reply: Reply,
        arrived: list[str],
    ) -> str:
        """The end of what is said, with its picture or buttons; plain where those are refused."""
        if not picture and buttons is None:
            return await self._message(address, {"text": text})
        try:
            if picture:
                return await self._message(address, _with_picture(text, picture))
            return await self._message(address, self._with_buttons(text, buttons or {}))
        except OaError as error:
            if remedy_of(error.code) is Remedy.UPLOAD and picture:
                self._forget(picture)
                if fresh := await self._picture_of(reply):
                    return await self._message(address, _with_picture(text, fresh))
            elif error.code not in (-201, -233):
                raise
        if picture:
            return await self._message(address, {"text": text})
        message_id = await self._texts(address, split(to_text(reply), TEXT_LIMIT), arrived)
        # The same without buttons was taken: they were what was wrong.
        await self._account.learn("buttons", "off")
        return message_id

    def _forget(self, expired: str) -> None:
        """So that it is uploaded once more."""
        self._uploads = {key: kept for key, kept in self._uploads.items() if kept[0] != expired}

    async def _beside(self, address: str, reply: Reply) -> None:
        """The document itself, and the platform's form. Both are also in the text, as a link and
        as a question: what goes wrong here loses nothing."""
        try:
            if reply.attachment is not None and not reply.attachment.is_picture:
                await self._send_file(address, reply.attachment)
            if reply.asks_contact and self._has_form():
                await self._send_form(address, reply)
        except (OaError, NotConnected, PlatformBusy, TimeoutError, aiohttp.ClientError) as error:
            log.warning("zalo oa took the text but not what goes with it: %s", error)

    async def _message(self, address: str, message: dict[str, Any]) -> str:
        body = {"recipient": {"user_id": address}, "message": message}
        at = self._message_api()
        try:
            data = await self.api.post(MESSAGE_PATHS[at], body)
        except OaError as error:
            if self._options.message_api != "auto" or error.code != MOVED[at]:
                raise
            data = await self.api.post(MESSAGE_PATHS[OTHER[at]], body)
            await self._account.learn("message_api", OTHER[at])
        return words_of(data.get("message_id"))

    def _message_api(self) -> str:
        if self._options.message_api != "auto":
            return self._options.message_api
        return self._account.known("message_api") or "v3"

    # ---- buttons and the form ----

    def _shape(self) -> str:
        """A, B or off."""
        if self._options.buttons != "auto":
            return self._options.buttons
        if self._account.known("buttons") == "off" or self._message_api() == "v2":
            return "off"
        # Until the OA has told its kind, it might be a government's.
        return "off" if self._account.known("oa_type") in ("", GOVERNMENT) else "A"

    def _buttons(self, reply: Reply) -> dict[str, Any] | None:
        """Buttons that say the choices' labels, if all fit; a tap comes back as what was typed."""
        if self._shape() == "off" or not 0 < len(reply.choices) <= BUTTONS:
            return None
        titles = [f"{c.key}. {c.label}" if c.key else c.label for c in reply.choices]
        if any(len(title) > TITLE_LIMIT for title in titles):
            return None
        return {
            "buttons": [
                {"title": title, "type": "oa.query.show", "payload": choice.label}
                for title, choice in zip(titles, reply.choices, strict=True)
            ]
        }

    def _with_buttons(self, text: str, buttons: dict[str, Any]) -> dict[str, Any]:
        if self._shape() == "B":
            payload = {"template_type": "button", "text": text, **buttons}
            return {"attachment": {"type": "template", "payload": payload}}
        return {"text": text, "attachment": {"type": "template", "payload": buttons}}

    def _has_form(self) -> bool:
        if self._options.form != "auto":
            return self._options.form == "on"
        if self._account.known("form") == "off" or not self._options.logo_url:
            return False
        return self._shape() != "off"

    async def _send_form(self, address: str, reply: Reply) -> None:
        element = {
            "title": self._options.form_title[:100],
            "subtitle": reply.asks_contact[:500],
            "image_url": self._options.logo_url,
        }
        payload = {"template_type": "request_user_info", "elements": [element]}
        try:
            await self._message(address, {"attachment": {"type": "template", "payload": payload}})
        except OaError as error:
            if error.code in (-201, -233):
                await self._account.learn("form", "off")
            raise

    # ---- files ----

    def _reader(self, attachment: Attachment) -> Callable[[], tuple[bytes | None, str]]:
        suffix = "." + attachment.file.rpartition(".")[2].lower()
        return lambda: (self._attachment(attachment.file), suffix)

    async def _picture_of(self, reply: Reply) -> str:
        if reply.qr:
            return await self._picture("", lambda: (qr_png(reply.qr), ".png"))
        if reply.attachment is not None and reply.attachment.is_picture:
            return await self._picture(reply.attachment.file, self._reader(reply.attachment))
        return ""

    async def _picture(self, key: str, load: Callable[[], tuple[bytes | None, str]]) -> str:
        """The platform's id of a picture; "" when it cannot be uploaded: the text says it too."""
        try:
            return await self._uploaded(key, load, IMAGES, IMAGE_LIMIT)
        except (OaError, PlatformBusy, TimeoutError, aiohttp.ClientError) as error:
            if isinstance(error, OaError) and remedy_of(error.code) in (
                Remedy.LIMIT,
                Remedy.PERSON,
            ):
                raise
            if isinstance(error, aiohttp.ClientConnectorError):
                raise
            log.warning("a picture was not taken by zalo oa: %s", error)
            return ""

    async def _send_file(self, address: str, attachment: Attachment, *, again: bool = True) -> None:
        token = await self._uploaded(attachment.file, self._reader(attachment), FILES, FILE_LIMIT)
        if not token:
            return
        try:
            await self._message(address, _file(token))
        except OaError as error:
            if remedy_of(error.code) is not Remedy.UPLOAD or not again:
                raise
            self._forget(token)
            await self._send_file(address, attachment, again=False)

    async def _uploaded(
        self,
        key: str,
        load: Callable[[], tuple[bytes | None, str]],
        kinds: dict[str, str],
        limit: int,
    ) -> str:
        """Uploads once in a week, however many people get it (a picture without a key is for one
        person); "" for what may not be uploaded."""
        if not key:
            return await self._upload(load, kinds, limit)
        async with self._uploading:
            known, at = self._uploads.get(key, ("", 0.0))
            if not known or time.monotonic() - at >= UPLOAD_LASTS_S:
                known = await self._upload(load, kinds, limit)
                self._uploads[key] = (known, time.monotonic())
            return known

    async def _upload(
        self, load: Callable[[], tuple[bytes | None, str]], kinds: dict[str, str], limit: int
    ) -> str:
        data, suffix = await self._files.run(load)
        if data is None or suffix not in kinds or len(data) > limit:
            return ""
        path = "/v2.0/oa/upload/image" if kinds is IMAGES else "/v2.0/oa/upload/file"
        told = await self.api.upload(path, data, f"tep{suffix}", kinds[suffix])
        return words_of(told.get("attachment_id") or told.get("token"))


def _file(token: str) -> dict[str, Any]:
    return {"attachment": {"type": "file", "payload": {"token": token}}}


def _with_picture(text: str, picture: str) -> dict[str, Any]:
    element = {"media_type": "image", "attachment_id": picture}
    payload = {"template_type": "media", "elements": [element]}
    return {"text": text, "attachment": {"type": "template", "payload": payload}}
