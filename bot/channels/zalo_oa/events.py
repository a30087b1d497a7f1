"""Zalo OA webhooks: is it from Zalo, and what happened? Nothing in them can make this raise.

The signature is a plain SHA-256 over the raw bytes (reference, platforms 3.11). Which id comes
first and which secret is last is told differently by different sources: both are settings.
"""

import hashlib
import hmac
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.channels.answers import loads, moment_of, named_file, number_of, said_in
from handlers.talk.messages import Incoming, IncomingKind, Picture, Shared

log = logging.getLogger(__name__)

CHANNEL = "zalo_oa"
# Zalo gives up repeating after two hours; what is older was kept by somebody to be played again. A
# clock of ours that is a whole day wrong must not shut everybody out.
OLDEST_S = 24.5 * 3600
_PICTURES = ("image", "photo")
_LINK = "link"  # its address stands in the words, or nothing of it can be read
MOST_PICTURES = 10


def parse(raw: bytes) -> dict[str, Any] | None:
    """The body as Zalo writes it; None for anything else."""
    try:
        body = loads(raw)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def signed_with(
    raw: bytes, body: dict[str, Any], header: str, firsts: Sequence[str], secrets: Sequence[str]
) -> str:
    """Which pair made the signature, such as "app_id/1"; "" when none did. `firsts` are the fields
    whose value may come first: app_id, oa_id."""
    given = header.removeprefix("mac=").strip().lower().encode()
    stamp, found = str(body.get("timestamp", "")), ""
    for first in firsts:
        for place, secret in enumerate(secrets):
            term = str(body.get("app_id", "")) if first == "app_id" else oa_of(body)
            made = hashlib.sha256(
                term.encode() + raw + stamp.encode() + secret.encode()
            ).hexdigest()
            if hmac.compare_digest(made.encode(), given):
                found = f"{first}/{place}"
    return found


def is_fresh(body: dict[str, Any], now: datetime) -> bool:
    """Whether it happened lately, by its own (signed) time."""
    return abs((now - _moment(body)).total_seconds()) <= OLDEST_S


def oa_of(body: dict[str, Any]) -> str:
    """The OA an event belongs to; "" when it does not say."""
    if oa := body.get("oa_id"):
        return str(oa)
    recipient = body.get("recipient")
    return str(recipient.get("id", "")) if isinstance(recipient, dict) else ""


def read(body: object) -> list[Incoming]:
    """What happened, nothing for what is not for us. Several pictures are several messages."""
    try:
        return _read(body)
    except Exception:
        # The boundary of one event: what it holds must not cost those after it.
        log.warning("a zalo oa event of unknown shape")
        return _salvage(body)


def _salvage(body: Any) -> list[Incoming]:
    """Of a message we cannot read, at least that somebody sent one, so that they get an answer."""
    try:
        event, who = body["event_name"], str(body["sender"]["id"])
        if not event.startswith("user_send_") or event.startswith("user_send_group"):
            return []
        message = body["message"]
        unread = (IncomingKind.UNREADABLE, said_in(message))
        return [Incoming(CHANNEL, _number(body), _id(who), _moment(body), *unread)]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError):
        return []


def _read(body: Any) -> list[Incoming]:
    event = str(body["event_name"])
    if event in ("follow", "unfollow"):
        kind = IncomingKind.START if event == "follow" else IncomingKind.LEFT
        return [_happened(body, str(body["follower"]["id"]), kind)]
    if event == "user_submit_info":
        shared = _submitted(body["info"])
        incoming = _happened(body, str(body["sender"]["id"]), IncomingKind.SHARED)
        return [replace(incoming, shared=shared)]
    # Our own words come back as oa_send_*; groups and people without an account are not for us.
    if not event.startswith("user_send_") or event.startswith("user_send_group"):
        return []
    return _sent(body)


def _happened(body: Any, who: str, kind: IncomingKind) -> Incoming:
    number = f"{body['event_name']}:{body['timestamp']}:{who}"
    return Incoming(CHANNEL, number, _id(who), _moment(body), kind)


def _sent(body: Any) -> list[Incoming]:
    message = body["message"]
    who = _id(str(body["sender"]["id"]))
    number = _number(body)
    incoming = Incoming(CHANNEL, number, who, _moment(body), text=said_in(message))
    given = message.get("attachments") or []
    files = [_File.of(file) for file in (given if isinstance(given, list) else [given])]
    for file in files:
        if shared := _card(file):
            return [replace(incoming, kind=IncomingKind.SHARED, shared=shared)]
    parts = [
        replace(incoming, kind=IncomingKind.PHOTO, picture=Picture(file.picture))
        for file in files
        if file.picture
    ][:MOST_PICTURES]
    unread = [file for file in files if file.kind != _LINK and not file.picture]
    if unread or not (parts or incoming.text):
        named = unread[0].named if unread else ""
        parts.append(replace(incoming, kind=IncomingKind.UNREADABLE, named=named))
    if len(parts) < 2:
        return parts or [incoming]
    first, *rest = (replace(part, album=number) for part in parts)
    behind = (replace(p, text="", external_id=f"{number}:{n}") for n, p in enumerate(rest, 1))
    return [first, *behind]


@dataclass(frozen=True, slots=True)
class _File:
    """What came with a message, as far as it says anything."""

    kind: str
    payload: Mapping[str, Any]

    @classmethod
    def of(cls, file: Any) -> "_File":
        about = file if isinstance(file, dict) else {}
        payload = about.get("payload")
        return cls(str(about.get("type")), payload if isinstance(payload, dict) else {})

    @property
    def named(self) -> str:
        return named_file(self.kind, self.payload.get("name"))

    @property
    def picture(self) -> str:
        """Where the picture is; "" for what is none, or has no address."""
        address = self.payload.get("url")
        return address if self.kind in _PICTURES and isinstance(address, str) else ""


def _card(file: _File) -> Shared | None:
    """A contact card: under several names, and its details sometimes as JSON in a text. Anybody's
    card may be sent on: Zalo does not say whose it is."""
    payload = file.payload
    if file.kind not in ("contact", "business_card", _LINK):
        return None
    phone = payload.get("phone")
    if not phone and isinstance(payload.get("description"), str):
        try:
            details = loads(payload["description"].encode())
            phone = details.get("phone") if isinstance(details, dict) else None
        except ValueError:
            phone = None
    if not phone:
        return None
    return Shared(name=str(payload.get("name") or ""), phone=str(phone), own=False)


def _submitted(info: Any) -> Shared:
    return Shared(name=str(info.get("name") or ""), phone=str(info.get("phone") or ""))


def _moment(body: Any) -> datetime:
    try:
        return moment_of(body["timestamp"])
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _number(body: Any) -> str:
    message = body["message"]
    return number_of(message.get("msg_id"), body["sender"]["id"], body.get("timestamp"), message)


def _id(who: str) -> str:
    """An id is kept as text: it is larger than many programs' numbers."""
    if not who or len(who) > 64:
        raise ValueError("no id")
    return who
