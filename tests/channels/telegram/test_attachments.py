"""Pictures and documents of a broadcast: uploaded once, then sent by Telegram's own id."""

import asyncio
from pathlib import Path

import pytest

from content.library import Content
from storage.broadcast_models import Broadcast
from storage.database import Transaction
from tests.support.botapi import BotApi, serving
from tests.support.broadcast import MONDAY, approved, send_all, subscribe
from tests.support.clock import FixedClock
from tests.support.patience import PATIENCE_S
from tests.support.pictures import jpeg
from tests.support.site import site


@pytest.mark.parametrize("refused", [0, 1])
async def test_a_picture_is_uploaded_once(tmp_path: Path, content: Content, refused: int) -> None:
    """Whoever is first uploads it; if the platform does not take it, the next one does."""
    api, clock = BotApi(), FixedClock(MONDAY)
    for _ in range(refused):
        api.trouble("sendPhoto", 400, "Bad Request: chat not found")
    async with serving(api) as base, site(tmp_path, content, api_url=base, clock=clock) as at:
        name = await at.core.attachments.keep(jpeg())

        def begin(tx: Transaction) -> Broadcast:
            subscribe(tx, 6, MONDAY, channel="telegram")
            return approved(tx, MONDAY, attachment=name, attachment_name="lich.jpg")

        await at.core.database.transaction(begin)
        await send_all(at.core, clock)
        await api.until_sent(6)
        photos = [call["photo"] for method, call in api.calls if method == "sendPhoto"]
        uploads = [photo for photo in photos if isinstance(photo, bytes)]
        assert len(photos) == 6 and len(uploads) == 1 + refused
        assert all(photo == "photo-1" for photo in photos if isinstance(photo, str))
        assert all("Tin thuế" in c["caption"] for m, c in api.calls if m == "sendPhoto")
        assert api.faults == []


async def test_a_document_goes_as_a_document(tmp_path: Path, content: Content) -> None:
    api, clock = BotApi(), FixedClock(MONDAY)
    async with serving(api) as base, site(tmp_path, content, api_url=base, clock=clock) as at:
        name = await at.core.attachments.keep(b"%PDF-1.4\n%%EOF")

        def begin(tx: Transaction) -> Broadcast:
            subscribe(tx, 1, MONDAY, channel="telegram")
            return approved(tx, MONDAY, attachment=name, attachment_name="thong-bao.pdf")

        await at.core.database.transaction(begin)
        await send_all(at.core, clock)
        async with asyncio.timeout(PATIENCE_S):
            while not api.count("sendDocument"):  # noqa: ASYNC110  # as BotApi.until_sent
                await asyncio.sleep(0.02)
        assert api.count("sendDocument") == 1 and api.faults == []
