"""Telegram updates, as plain dictionaries -> Incoming. Nothing they contain can make this raise."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from handlers.messages import Incoming, IncomingKind, Picture, Shared

log = logging.getLogger(__name__)

CHANNEL = "telegram"
KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]

# What a person sends on purpose, as against service messages (joined, title changed, pinned).
_CONTENT = (
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


def read(update: object, username: str, bot_id: int) -> Incoming | None:
    """What happened, or None for what is not for us. `username` (lower case) and `bot_id` are the
    bot's own: in a group only what names or answers it is for us."""
    try:
        return _read(update, username, bot_id)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        log.warning("an update of unknown shape id=%s", update_id(update))
        return _salvage(update)


def update_id(update: Any) -> int:
    """The number of an update; 0 for what has none."""
    try:
        return int(update["update_id"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return 0


def _salvage(update: Any) -> Incoming | None:
    """Of a message we cannot read, at least that somebody sent one, so that they get an answer."""
    try:
        message = update["message"]
        if message["chat"].get("type", "private") != "private":
            return None
        return Incoming(
            CHANNEL,
            str(int(update["update_id"])),
            str(int(message["chat"]["id"])),
            datetime.now(UTC),
            IncomingKind.UNREADABLE,
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None


def _read(update: Any, username: str, bot_id: int) -> Incoming | None:
    external_id = str(int(update["update_id"]))
    if query := update.get("callback_query"):
        return _read_tap(external_id, query)
    if member := update.get("my_chat_member"):
        return _read_membership(external_id, member)
    message = update.get("message") or update.get("edited_message")
    if not message:
        return None
    address, at = str(int(message["chat"]["id"])), _moment(message.get("date"))
    if moved := message.get("migrate_to_chat_id"):
        return Incoming(CHANNEL, external_id, address, at, IncomingKind.MOVED, str(int(moved)))
    text = message.get("text") or message.get("caption") or ""
    if message["chat"].get("type", "private") != "private":
        addressed, text = _addressed(message, text, username, bot_id)
        if not addressed:
            return None
    if not message.get("text"):
        if not any(kind in message for kind in _CONTENT):
            return None
        if sizes := message.get("photo"):
            picture = Picture(str(sizes[-1]["file_id"]), int(sizes[-1].get("file_size") or 0))
            return Incoming(
                CHANNEL, external_id, address, at, IncomingKind.PHOTO, text, picture=picture
            )
        if shared := _own_card(message):
            return Incoming(CHANNEL, external_id, address, at, IncomingKind.SHARED, shared=shared)
        return Incoming(CHANNEL, external_id, address, at, IncomingKind.UNREADABLE)
    if text == "/start" or text.startswith("/start "):
        payload = text.removeprefix("/start").strip()
        return Incoming(CHANNEL, external_id, address, at, IncomingKind.START, payload)
    return Incoming(CHANNEL, external_id, address, at, IncomingKind.TEXT, text)


def _own_card(message: Mapping[str, Any]) -> Shared | None:
    """The sender's own contact card; somebody else's number is nobody's answer."""
    card = message.get("contact") or {}
    if not card.get("phone_number") or card.get("user_id") != message["from"]["id"]:
        return None
    name = f"{card.get('last_name') or ''} {card.get('first_name') or ''}"
    return Shared(name.strip(), str(card["phone_number"]))


def _read_tap(external_id: str, query: Mapping[str, Any]) -> Incoming:
    chat = (query.get("message") or {}).get("chat") or query["from"]
    return Incoming(
        CHANNEL,
        external_id,
        str(int(chat["id"])),
        datetime.now(UTC),
        IncomingKind.TAP,
        action=str(query.get("data") or ""),
    )


def _read_membership(external_id: str, member: Mapping[str, Any]) -> Incoming:
    status = member["new_chat_member"]["status"]
    kind = IncomingKind.LEFT if status in ("kicked", "left") else IncomingKind.JOINED
    address = str(int(member["chat"]["id"]))
    return Incoming(CHANNEL, external_id, address, datetime.now(UTC), kind)


def _addressed(
    message: Mapping[str, Any], text: str, username: str, bot_id: int
) -> tuple[bool, str]:
    """In a group: whether we are meant (mentioned, replied to); the text without our name."""
    replied_to = ((message.get("reply_to_message") or {}).get("from") or {}).get("id")
    at_name = f"@{username}"
    if username and at_name in text.lower():
        where = text.lower().index(at_name)
        return True, (text[:where] + text[where + len(at_name) :]).strip()
    return bot_id != 0 and replied_to == bot_id, text


def _moment(date: object) -> datetime:
    """When it was sent; now, where the date makes no sense: the message matters more."""
    try:
        return datetime.fromtimestamp(int(str(date)), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)
