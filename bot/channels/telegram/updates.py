"""Telegram updates, as plain dictionaries -> Incoming. Nothing they contain can make this raise."""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.channels.answers import named_file, said_in
from handlers.talk.messages import Group, Incoming, IncomingKind, Picture, Shared

log = logging.getLogger(__name__)

CHANNEL = "telegram"
# An edited message is no second one: it is not even asked for. So is a place shared live, which
# comes as one message and its edits; reactions, posts of channels and polls are nobody's question.
KINDS = ["message", "callback_query", "my_chat_member"]

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
    "game",
    "checklist",
    "paid_media",
)

_NUMBER = re.compile(rb'"update_id"\s*:\s*(\d{1,15})')
_CHAT = re.compile(rb'"chat"\s*:\s*\{\s*"id"\s*:\s*(-?\d{1,16})')

# `/start sk-7K3M9XQ`, also with our name (it is a private chat: whose else) or a line between.
_START = re.compile(r"/start(?:@\w+)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)


def read(update: object, username: str, bot_id: int) -> Incoming | None:
    """What happened, or None for what is not for us. `username` (lower case) and `bot_id` are the
    bot's own: in a group only what names or answers it is for us."""
    try:
        return _read(update, username, bot_id)
    except Exception:
        # The boundary of one update: what it holds must not cost those after it.
        log.warning("an update of unknown shape id=%s", update_id(update))
        return _salvage(update)


def update_id(update: Any) -> int:
    """The number of an update; 0 for what has none, or none that a platform would give."""
    try:
        number = int(update["update_id"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return 0
    return number if 0 <= number < 2**53 else 0


def undecodable(payload: bytes) -> dict[str, Any] | None:
    """Of an answer that cannot be decoded, its first update as far as it can be told: its number
    and its chat. None when there is no number to be found."""
    number, chat = _NUMBER.search(payload), _CHAT.search(payload)
    if number is None:
        return None
    told: dict[str, Any] = {"update_id": int(number[1])}
    if chat is not None:
        kind = "private" if int(chat[1]) > 0 else "group"
        told["message"] = {"chat": {"id": int(chat[1]), "type": kind}, "story": {}}
    return told


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
            said_in(message),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None


def _read(update: Any, username: str, bot_id: int) -> Incoming | None:
    external_id = str(int(update["update_id"]))
    if query := update.get("callback_query"):
        return _read_tap(external_id, query, username)
    if member := update.get("my_chat_member"):
        return _read_membership(external_id, member, username)
    message = update.get("message")
    if not message:
        return None
    chat = message["chat"]
    incoming = Incoming(
        CHANNEL,
        external_id,
        str(int(chat["id"])),
        _moment(message.get("date")),
        group=_group(chat, username),
        place=_place(message, chat),
        album=str(message.get("media_group_id") or ""),
    )
    if moved := message.get("migrate_to_chat_id"):
        return replace(incoming, kind=IncomingKind.MOVED, text=str(int(moved)))
    text = message.get("text") or message.get("caption") or ""
    if incoming.group is not None:
        if _is_machine(message):
            return None
        addressed, text = _addressed(message, text, username, bot_id)
        if not addressed:
            return None
    if not message.get("text"):
        if not any(kind in message for kind in _CONTENT):
            return None
        if sizes := message.get("photo"):
            picture = Picture(str(sizes[-1]["file_id"]), int(sizes[-1].get("file_size") or 0))
            return replace(incoming, kind=IncomingKind.PHOTO, text=text, picture=picture)
        if shared := _own_card(message):
            return replace(incoming, kind=IncomingKind.SHARED, shared=shared)
        return replace(incoming, kind=IncomingKind.UNREADABLE, text=text, named=_named(message))
    if started := _START.fullmatch(text):
        return replace(incoming, kind=IncomingKind.START, text=(started[1] or "").strip())
    return replace(incoming, text=text)


def _named(message: Mapping[str, Any]) -> str:
    """What it is that cannot be read, and what its file is called."""
    kind = next((kind for kind in _CONTENT if kind in message), "")
    held = message.get(kind)
    return named_file(kind, held.get("file_name") if isinstance(held, dict) else None)


def _group(chat: Mapping[str, Any], username: str) -> Group | None:
    if chat.get("type", "private") == "private":
        return None
    return Group(chat_link(username, ""))


def _place(message: Mapping[str, Any], chat: Mapping[str, Any]) -> str:
    """`topic/message`: where an answer goes; in a private chat it needs no message to stand under.
    An odd number is none: the message matters more."""
    private = chat.get("type", "private") == "private"
    topic = _number(message.get("message_thread_id"))
    if private and not message.get("is_topic_message"):
        topic = ""
    under = "" if private else _number(message.get("message_id"))
    return f"{topic}/{under}" if topic or under else ""


def _number(value: object) -> str:
    return str(value) if isinstance(value, int) and value > 0 else ""


def where(place: str) -> dict[str, Any]:
    """A place as the parameters of a call that sends something there."""
    topic, _, under = place.partition("/")
    call: dict[str, Any] = {}
    if topic:
        call["message_thread_id"] = int(topic)
    if under:
        call["reply_parameters"] = {
            "message_id": int(under),
            "allow_sending_without_reply": True,  # the question may be deleted meanwhile
        }
    return call


def _own_card(message: Mapping[str, Any]) -> Shared | None:
    """The sender's own contact card; somebody else's number is nobody's answer."""
    card = message.get("contact") or {}
    if not card.get("phone_number") or card.get("user_id") != message["from"]["id"]:
        return None
    name = f"{card.get('last_name') or ''} {card.get('first_name') or ''}"
    return Shared(name.strip(), str(card["phone_number"]), vouched=True)


def _read_tap(external_id: str, query: Mapping[str, Any], username: str) -> Incoming:
    message = query.get("message") or {}
    chat = message.get("chat") or query["from"]
    return Incoming(
        CHANNEL,
        external_id,
        str(int(chat["id"])),
        datetime.now(UTC),
        IncomingKind.TAP,
        action=str(query.get("data") or ""),
        group=_group(chat, username),
        place=_place(message, chat),
    )


def _read_membership(external_id: str, member: Mapping[str, Any], username: str) -> Incoming:
    status = member["new_chat_member"]["status"]
    kind = IncomingKind.LEFT if status in ("kicked", "left") else IncomingKind.JOINED
    address = str(int(member["chat"]["id"]))
    group = _group(member["chat"], username)
    return Incoming(CHANNEL, external_id, address, datetime.now(UTC), kind, group=group)


# ---- in a group: whether we are meant ----


def _is_machine(message: Mapping[str, Any]) -> bool:
    """Another bot, which might answer us for ever. An administrator who stays nameless is shown as
    a bot, too, but says in whose name."""
    return bool((message.get("from") or {}).get("is_bot")) and not message.get("sender_chat")


def _addressed(
    message: Mapping[str, Any], text: str, username: str, bot_id: int
) -> tuple[bool, str]:
    """Whether we are named, exactly, or answered; the text without our name. `/start@another` is
    another's, also as an answer to us."""
    if mentions := _mentions(message, text, username, bot_id):
        for first, last in reversed(mentions):
            text = f"{text[:first]}{text[last:]}"
        return True, text.strip()
    command = re.match(r"/\w+@\w", text)
    replied = message.get("reply_to_message") or {}
    # In a topic whatever answers nobody "answers" the message that opened the topic.
    answered = "forum_topic_created" not in replied and (replied.get("from") or {}).get("id")
    return bool(bot_id and answered == bot_id and not command), text


def _mentions(
    message: Mapping[str, Any], text: str, username: str, bot_id: int
) -> list[tuple[int, int]]:
    """Where our name stands in the text, in order. Telegram marks names; where it marked nothing
    at all, ours counts when it stands alone: not as part of a longer name, an address or a path."""
    if not username:
        return []
    marks = list(_marks(message, text))
    if not marks:
        alone = re.compile(rf"(?<![\w@./-])(?:/\w+)?(@{re.escape(username)})(?!\w)", re.I)
        return [found.span(1) for found in alone.finditer(text)]
    name = f"@{username}"
    found = set()
    for mark, first, last in marks:
        marked = text[first:last].lower()
        match mark.get("type"):
            case "mention" if marked == name:
                found.add((first, last))
            case "bot_command" if marked.endswith(name):
                found.add((last - len(name), last))
            case "text_mention" if (mark.get("user") or {}).get("id") == bot_id:
                found.add((first, last))
    return sorted(found)


def _marks(message: Mapping[str, Any], text: str) -> Iterator[tuple[Mapping[str, Any], int, int]]:
    """What Telegram marked in the text and where; it counts in UTF-16. Odd marks are left out."""
    units = text.encode("utf-16-le")
    for mark in message.get("entities") or message.get("caption_entities") or ():
        try:
            first, length = int(mark["offset"]), int(mark["length"])
        except (KeyError, TypeError, ValueError):
            continue
        if 0 <= first <= first + length <= len(units) // 2:
            before = units[: 2 * first].decode("utf-16-le", "ignore")
            marked = units[2 * first : 2 * (first + length)].decode("utf-16-le", "ignore")
            yield mark, len(before), len(before) + len(marked)


def _moment(date: object) -> datetime:
    """When it was sent; now, where the date makes no sense: the message matters more."""
    try:
        return datetime.fromtimestamp(int(str(date)), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)


def chat_link(username: str, payload: str) -> str:
    """The address that opens a chat with us alone and says what is asked for; "" when nobody knows
    what we are called yet."""
    return f"https://t.me/{username}?start={payload}" if username else ""
