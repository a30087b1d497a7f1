"""What cannot be read says what it is, where the platform tells: it passes by name in a talk."""

from typing import Any

import pytest

from bot.channels.telegram import updates
from bot.channels.zalo_bot import channel as zalo_bot
from bot.channels.zalo_oa import events
from bot.loopback.zalo_oa import FakeOa
from handlers.talk.messages import IncomingKind

PERSON = {"id": 7, "is_bot": False, "first_name": "A"}


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ({"sticker": {"file_id": "1"}}, "sticker"),
        ({"voice": {"file_id": "1"}}, "voice"),
        ({"document": {"file_id": "1", "file_name": "bảng kê.pdf"}}, "document:bảng kê.pdf"),
        ({"document": {"file_id": "1", "file_name": ["x"]}}, "document"),
        ({"location": {"latitude": 1, "longitude": 1}}, "location"),
    ],
)
def test_on_telegram(message: dict[str, Any], named: str) -> None:
    chat = {"id": 7, "type": "private"}
    body = {"message_id": 1, "date": 1, "chat": chat, "from": PERSON} | message
    read = updates.read({"update_id": 1, "message": body}, "bot", 1)
    assert read is not None
    assert (read.kind, read.named) == (IncomingKind.UNREADABLE, named)


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ({"type": "sticker", "payload": {}}, "sticker"),
        ({"type": "audio", "payload": {"url": "https://x"}}, "audio"),
        ({"type": "file", "payload": {"name": "a.docx"}}, "file:a.docx"),
    ],
)
def test_on_zalo_oa(file: dict[str, Any], named: str) -> None:
    body = FakeOa().event("user_send_file", "1", message={"attachments": [file]})
    [read] = events.read(body)
    assert (read.kind, read.named) == (IncomingKind.UNREADABLE, named)


@pytest.mark.parametrize("named", ["sticker", "voice"])
def test_on_zalo_bot(named: str) -> None:
    message = {
        "date": 1750316131602,
        "chat": {"chat_type": "PRIVATE", "id": "6e"},
        "message_id": "m1",
        "from": {"id": "6e", "is_bot": False},
        named: "x",
    }
    read = zalo_bot.read({"event_name": "message.x.received", "message": message})
    assert read is not None
    assert (read.kind, read.named) == (IncomingKind.UNREADABLE, named)
