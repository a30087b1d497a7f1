"""A text longer than its step takes is refused in words: none is cut."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Core
from content.library import Content
from handlers.talk.messages import IncomingKind, Picture
from storage.database import Transaction
from tests.support.clock import FixedClock
from tests.support.pictures import jpeg
from tests.support.play import RecordingChannel, exchange, playing, said

LONG = "Cống trước chợ bị tắc, mưa là ngập. " * 70  # 2,520 letters
HALF = "Cống trước chợ bị tắc, mưa là ngập. " * 40


async def says(core: Core, channel: RecordingChannel, *texts: str) -> str:
    for text in texts:
        replies = await exchange(core, channel, said(text))
    return "\n".join(reply.text for reply in replies)


async def test_a_long_question_is_refused_and_the_rest_stays(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        answer = await says(core, channel, "gửi câu hỏi", LONG)
        assert "2519 chữ cái" in answer and "nhiều nhất 2000" in answer
        assert "chưa ghi" not in await says(core, channel, HALF)
        answer = await says(core, channel, HALF.replace("Cống", "Rãnh"))
        assert "chưa ghi" in answer and f"nhiều nhất {2000 - len(HALF.strip()) - 1}" in answer
        full = "a" * (2000 - len(HALF.strip()) - 1)
        assert "chưa ghi" not in await says(core, channel, full)
        assert "đã đủ dài" in await says(core, channel, "thêm nữa")
        assert "chưa ghi" not in await says(core, channel, "xong")


async def test_a_photo_is_kept_without_a_caption_that_is_too_long(
    tmp_path: Path, content: Content
) -> None:
    channel = RecordingChannel()
    channel.pictures["one"] = jpeg()
    async with playing(tmp_path, content, channel=channel) as (core, _):
        await says(core, channel, "gửi câu hỏi", HALF)
        photo = replace(
            said(HALF.replace("Cống", "Rãnh"), kind=IncomingKind.PHOTO),
            picture=Picture(reference="one", size=1000),
        )
        replies = await exchange(core, channel, photo)
        assert "chưa ghi" in replies[0].text and "1 ảnh" in replies[1].text


@pytest.mark.parametrize("name", ["Dũng", "Dung"])
async def test_somebody_called_dung_keeps_the_form_and_the_news(
    tmp_path: Path, content: Content, name: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await says(core, channel, "nhận tin", "1")
        before = await core.database.transaction(_topics)
        assert before
        await says(core, channel, "gửi câu hỏi", HALF, "xong")
        for _ in range(4):
            answer = await says(core, channel, "1")
            if "Họ tên" in answer:
                break
        assert "Họ tên" in answer
        assert "Số điện thoại" in await says(core, channel, name)
        assert await core.database.transaction(_topics) == before


def _topics(tx: Transaction) -> frozenset[str]:
    return tx.subscriptions.topics_of(tx.contacts.meet("test", "7", FixedClock().now).id)
