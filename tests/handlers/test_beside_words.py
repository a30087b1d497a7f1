"""What cannot be used takes no words along that came beside it; it is said what was not read."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from content.library import Content
from handlers.talk.messages import Group, Incoming, IncomingKind, Picture, Shared
from tests.support.pictures import jpeg
from tests.support.play import exchange, playing, said

ASKED = "Hộ kinh doanh có phải nộp thuế môn bài không?"
BESIDE: dict[str, dict[str, Any]] = {
    "file": {"kind": IncomingKind.UNREADABLE},
    "photo": {"kind": IncomingKind.PHOTO, "picture": Picture("")},
    "card": {"kind": IncomingKind.SHARED, "shared": Shared("Lan", "0912345678", own=False)},
}
NOTES = {"file": "không đọc được", "photo": "Xin gửi lại", "card": "không lưu danh thiếp"}


def beside(what: str, text: str) -> Incoming:
    return replace(said(text), **BESIDE[what])


@pytest.mark.parametrize("what", BESIDE)
async def test_a_question_beside_it_is_answered(
    tmp_path: Path, content: Content, what: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        [alone] = await exchange(core, channel, said(ASKED))
        [reply] = await exchange(core, channel, beside(what, ASKED))
        assert NOTES[what] in reply.text.partition("\n\n")[0]
        assert alone.text in reply.text


@pytest.mark.parametrize("what", BESIDE)
async def test_a_number_beside_it_is_a_choice(tmp_path: Path, content: Content, what: str) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("menu"))
        [alone] = await exchange(core, channel, said("1"))
        await exchange(core, channel, said("menu"))
        [reply] = await exchange(core, channel, beside(what, "1"))
        assert reply.text.endswith(alone.text) and NOTES[what] in reply.text


@pytest.mark.parametrize("what", ["file", "photo"])
async def test_an_answer_beside_it_is_the_forms(
    tmp_path: Path, content: Content, what: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("gửi câu hỏi"))
        replies = await exchange(core, channel, beside(what, "Cống trước chợ bị tắc thế này"))
        texts = "\n".join(reply.text for reply in replies)
        assert "bị tắc" in replies[-1].text and NOTES[what] in texts


async def test_words_beside_a_photo_that_is_kept_are_the_answer_to_the_step(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        channel.pictures = {"a": jpeg()}
        for text in ("gửi câu hỏi", "Cống trước chợ bị tắc thế này", "1", "1"):
            await exchange(core, channel, said(text))
        [asks_name] = await exchange(core, channel, said("1"))
        assert "tên" in asks_name.text
        photo = beside("photo", "Nguyễn Thị Hoa")
        replies = await exchange(core, channel, replace(photo, picture=Picture("a", 10)))
        texts = "\n".join(reply.text for reply in replies)
        assert "Đã nhận ảnh" in texts and "điện thoại" in replies[-1].text


async def test_words_beside_a_photo_too_many_are_answered(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        channel.pictures = {"a": jpeg()}
        await exchange(core, channel, said("menu"))
        for number in range(3):
            photo = replace(beside("photo", ""), picture=Picture("a", 10))
            await exchange(core, channel, replace(photo, external_id=f"p{number}"))
        [alone] = await exchange(core, channel, said(ASKED))
        photo = replace(beside("photo", ASKED), picture=Picture("a", 10))
        [reply] = await exchange(core, channel, photo)
        assert "đã đủ 3 ảnh" in reply.text and alone.text in reply.text


async def test_what_is_missing_of_an_album_is_said_once(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        channel.pictures = {"a": jpeg()}
        await exchange(core, channel, said("menu"))
        first = replace(beside("photo", ""), picture=Picture("a", 10), album="m")
        [reply] = await exchange(core, channel, first)
        assert "Đã nhận ảnh" in reply.text
        lost = replace(beside("photo", ""), album="m")
        [reply] = await exchange(core, channel, lost)
        assert "Xin gửi lại" in reply.text
        assert not await exchange(core, channel, replace(lost, external_id="third"))


async def test_a_danger_beside_a_file_is_helped_first(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        replies = await exchange(core, channel, beside("file", "cháy nhà rồi cứu với"))
        assert "114" in replies[0].text and "không đọc được" in replies[-1].text


async def test_a_group_hears_what_was_not_read(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        photo = replace(beside("photo", ASKED), group=Group(), picture=Picture("a", 10))
        [reply] = await exchange(core, channel, photo)
        assert "không đọc được" in reply.text and "môn bài" in reply.text


async def test_a_lone_number_beside_a_file_is_covered_by_what_was_said_before(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("mã otp gửi về máy tôi"))
        [reply] = await exchange(core, channel, beside("file", "482913"))
        assert "482913" not in reply.text and "che" in reply.text
