"""What is said of photos sent while a question is written."""

import io
from dataclasses import replace
from pathlib import Path

from PIL import Image

from content.library import Content
from handlers.talk.messages import IncomingKind, Picture
from tests.support.pictures import jpeg
from tests.support.play import exchange, playing, said


async def test_a_photo_is_said_to_be_taken_and_a_fourth_to_be_too_many(
    tmp_path: Path, content: Content
) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), (90, 120, 60)).save(buffer, "JPEG")
    async with playing(tmp_path, content) as (core, channel):
        channel.pictures["p"] = buffer.getvalue()
        picture = Picture("p", len(channel.pictures["p"]), "a.jpg")
        photo = replace(said("", kind=IncomingKind.PHOTO), picture=picture)
        await exchange(core, channel, said("gửi câu hỏi"))
        for count in (1, 2, 3):
            await exchange(core, channel, replace(photo, external_id=f"photo-{count}"))
            assert f"Đã nhận {count} ảnh" in channel.texts()[-1]
        await exchange(core, channel, replace(photo, external_id="photo-4"))
        assert any("đã đủ 3 ảnh" in text for text in channel.texts()[-2:])


async def test_a_photo_is_taken_until_the_question_is_sent(
    tmp_path: Path, content: Content
) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), (90, 120, 60)).save(buffer, "JPEG")
    lines = ("gửi câu hỏi", "Thông báo ghi tôi nợ thuế 2 triệu, tôi đã nộp rồi", "xong", "đúng")
    async with playing(tmp_path, content) as (core, channel):
        channel.pictures["p"] = buffer.getvalue()
        picture = Picture("p", len(channel.pictures["p"]), "a.jpg")
        photo = replace(said("", kind=IncomingKind.PHOTO), picture=picture)
        for line in lines:
            await exchange(core, channel, said(line))
        await exchange(core, channel, replace(photo, external_id="photo-1"))
        assert "Đã nhận ảnh" in channel.texts()[-1] and "đồng ý chứ" in channel.texts()[-1]
        for line in ("đồng ý", "1", "1"):
            await exchange(core, channel, said(line))
        assert "Kèm 1 ảnh" in channel.texts()[-1]
        await exchange(core, channel, said("gửi, chỉ trả lời riêng tôi"))
        assert "Kèm 1 ảnh" in channel.texts()[-1]


async def test_a_photo_that_did_not_come_through_is_asked_for_again(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("gửi câu hỏi"))
        await exchange(core, channel, said("", kind=IncomingKind.PHOTO))
        assert any("Xin gửi lại" in text for text in channel.texts()[-2:])
        assert not any("không được giữ lại" in text for text in channel.texts())


async def test_an_album_is_fetched_once_and_no_more_of_it_than_is_kept(
    tmp_path: Path, content: Content
) -> None:
    fetched: list[str] = []
    async with playing(tmp_path, content) as (core, channel):

        async def fetch(reference: str, limit: int) -> bytes | None:
            fetched.append(reference)
            return jpeg()

        channel.fetch = fetch  # type: ignore[method-assign]
        assert core.reception._photos is not None
        core.reception._photos._fetchers = {"test": fetch}
        await exchange(core, channel, said("menu"))
        pieces = [
            replace(
                said("giấy phạt" if not number else "", kind=IncomingKind.PHOTO),
                picture=Picture(f"p{number}", 10),
                external_id=f"album:{number}",
                album="album",
            )
            for number in range(10)
        ]
        for _ in range(2):  # delivered again, as platforms do where we are slow
            for piece in pieces:
                await exchange(core, channel, piece)
        assert fetched == ["p0", "p1", "p2"]
        assert sum("đã đủ 3 ảnh" in text for text in channel.texts()) == 1


async def test_words_about_a_photo_that_was_offered_go_with_it(
    tmp_path: Path, content: Content
) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), (90, 120, 60)).save(buffer, "JPEG")
    async with playing(tmp_path, content) as (core, channel):
        channel.pictures["p"] = buffer.getvalue()
        picture = Picture("p", len(channel.pictures["p"]), "a.jpg")
        photo = replace(said("", kind=IncomingKind.PHOTO), picture=picture)
        await exchange(core, channel, replace(photo, external_id="photo-1"))
        for line in ("cái này là cái gì", "tờ này thuế gửi cho tôi", "có phải nộp không"):
            await exchange(core, channel, said(line))
            assert "không xem được ảnh" in channel.texts()[-1] and line in channel.texts()[-1]
        await exchange(core, channel, said("👍"))
        assert "tôi không làm gì thêm" in channel.texts()[-1]
