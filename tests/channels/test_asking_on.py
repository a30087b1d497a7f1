"""Whoever writes is received while somebody else's photo is fetched and looked through; nothing is
confirmed before it is stored."""

import asyncio
from typing import Any

import pytest

from bot.channels.telegram import channel as telegram_channel
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.zalo_bot import channel as zalo_channel
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.core.conversation import Received, Reception
from handlers.talk.messages import Incoming, IncomingKind, Picture
from tests.support.botapi import message
from tests.support.clock import FixedClock
from tests.support.patience import PATIENCE_S


class SlowPhotos:
    """Receives; a message with a picture only when it is let go."""

    def __init__(self) -> None:
        self.stored: list[str] = []
        self.let_go = asyncio.Event()

    async def receive(self, incoming: Incoming) -> None:
        if incoming.picture is not None:
            await self.let_go.wait()
        self.stored.append(incoming.text)

    async def until(self, *texts: str) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while self.stored != list(texts):  # noqa: ASYNC110  # there is no event for it
                await asyncio.sleep(0.005)


async def test_telegram_is_asked_on_while_a_photo_is_at_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(telegram_channel, "ASK_ON_AFTER_S", 0.02)
    photos, asked = SlowPhotos(), []
    waiting = [
        {"update_id": 5, "message": message(7, photo=[{"file_id": "a"}], caption="photo")},
        {"update_id": 6, "message": message(9, text="first")},
    ]

    async def call(request: object, method: str, **parameters: Any) -> Any:
        asked.append(parameters["offset"])
        if len(asked) == 3:
            waiting.append({"update_id": 7, "message": message(9, text="second")})
        await asyncio.sleep(0.001)
        return [update for update in waiting if update["update_id"] >= parameters["offset"]]

    channel = TelegramChannel("1:x", "http://127.0.0.1:9", {})
    channel._receive = photos.receive
    monkeypatch.setattr(channel, "_call", call)
    monkeypatch.setattr(channel, "_type_soon", lambda address: None)
    polling = asyncio.create_task(channel._poll())
    await photos.until("first", "second")
    assert set(asked) <= {0, 5}  # a kill loses nothing
    photos.let_go.set()
    await photos.until("first", "second", "photo")
    async with asyncio.timeout(PATIENCE_S):
        while asked[-1] != 8:  # noqa: ASYNC110  # there is no event for it
            await asyncio.sleep(0.005)
    polling.cancel()


async def test_zalo_is_asked_on_while_a_photo_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zalo_channel, "ASK_ON_AFTER_S", 0.02)
    photos = SlowPhotos()
    waiting = [
        {"message": {"message_id": str(number), "from": {}, "chat": {"id": "a"}, **said}}
        for number, said in enumerate(({"photo": "x", "caption": "photo"}, {"text": "first"}))
    ]

    async def call(method: str, **parameters: Any) -> dict[str, Any]:
        await asyncio.sleep(0.001)
        return {"ok": True, "result": waiting.pop(0) if waiting else []}

    channel = ZaloBotChannel("1:x", "http://127.0.0.1:9", poll_floor_s=0.0)
    channel._receive = photos.receive
    monkeypatch.setattr(channel, "_call", call)
    polling = asyncio.create_task(channel._poll())
    await photos.until("first")
    photos.let_go.set()
    await channel.stop()
    assert photos.stored == ["first", "photo"]
    polling.cancel()


class NoOutlet:
    def wake(self) -> None:
        """Nothing goes out."""


async def test_what_is_written_after_a_photo_is_heard_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    photos = SlowPhotos()
    reception = Reception(None, None, {}, FixedClock(), {"t": NoOutlet()})  # type: ignore[arg-type, dict-item]

    async def handle(incoming: Incoming) -> Received:
        await photos.receive(incoming)
        return Received("handled", 1)

    monkeypatch.setattr(reception, "_handle", handle)
    now = FixedClock().now
    sent = [
        Incoming("t", "1", "a", now, IncomingKind.PHOTO, "photo", picture=Picture("x")),
        Incoming("t", "2", "a", now, IncomingKind.PHOTO, "another", picture=Picture("x")),
        Incoming("t", "3", "a", now, IncomingKind.TEXT, "send it"),
        Incoming("t", "4", "b", now, IncomingKind.TEXT, "somebody else"),
    ]
    turns = [asyncio.create_task(reception.receive(one)) for one in sent]
    await photos.until("somebody else")
    photos.let_go.set()
    await asyncio.gather(*turns)
    assert photos.stored == ["somebody else", "photo", "another", "send it"]
    assert reception._photo_turns == {}
