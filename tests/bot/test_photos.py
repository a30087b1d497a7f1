"""Photos: only when wanted, checked, stripped of what they hide, never an identity card."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.photos import LARGEST_FILE, PhotoRefused, PhotoStore, Refusal, checked
from content.library import Content
from handlers.messages import Incoming, IncomingKind, Picture
from tests.support.clock import START
from tests.support.pictures import identity_card, jpeg
from tests.support.play import exchange, playing, said


def test_a_photo_loses_what_it_hides() -> None:
    data = jpeg()
    assert b"ngo 3" in data
    clean = checked(data)
    assert b"ngo 3" not in clean
    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.format == "JPEG" and not picture.getexif()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Refusal.NOT_A_PHOTO),
        (b"<svg onload=alert(1)>", Refusal.NOT_A_PHOTO),
        (b"GIF89a" + b"\x00" * 40, Refusal.NOT_A_PHOTO),
        (jpeg()[:200], Refusal.NOT_A_PHOTO),
        (b"\xff\xd8" + b"\x00" * LARGEST_FILE, Refusal.TOO_LARGE),
        (identity_card(), Refusal.IDENTITY),
    ],
)
def test_what_is_no_photo_of_a_problem_is_refused(data: bytes, why: Refusal) -> None:
    with pytest.raises(PhotoRefused) as refused:
        checked(data)
    assert refused.value.why is why


def test_files_nobody_refers_to_are_swept(tmp_path: Path) -> None:
    store = PhotoStore(tmp_path / "photos")
    kept, _ = store.keep(jpeg())
    loose, _ = store.keep(jpeg())
    later = START + timedelta(days=4000)
    assert store.delete_all_but({kept}, later) == 1
    assert store.read(kept) is not None and store.read(loose) is None
    assert store.read("../play.db") is None


def photo(reference: str, text: str = "") -> Incoming:
    plain = said(text)
    return Incoming(
        plain.channel,
        plain.external_id,
        plain.address,
        plain.at,
        IncomingKind.PHOTO,
        text,
        picture=Picture(reference, 10),
    )


async def test_a_photo_is_taken_only_while_a_question_is_written(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        channel.pictures = {"a": jpeg(), "card": identity_card(), "bad": b"x"}
        [reply] = await exchange(core, channel, photo("a"))
        assert "không được giữ lại" in reply.text
        assert not (tmp_path / "photos").exists()
        await exchange(core, channel, said("gửi câu hỏi"))
        replies = await exchange(core, channel, photo("card"))
        assert "thẻ căn cước" in replies[0].text
        replies = await exchange(core, channel, photo("bad"))
        assert "không phải ảnh" in replies[0].text
        replies = await exchange(core, channel, photo("a", "Cống trước chợ bị tắc thế này"))
        assert "Kèm 1 ảnh" in replies[-1].text and "bị tắc" in replies[-1].text
        for text in ("1", "1", "1", "1", "1", "2"):
            replies = await exchange(core, channel, said(text))
        assert "Kèm 1 ảnh" in replies[-1].text and "Đã nhận" in replies[-1].text
        [question] = await core.database.transaction(lambda tx: tx.questions.all())
        [kept] = await core.database.transaction(lambda tx: tx.questions.photos(question.id))
        assert core.photos.read(kept.name) is not None
        assert len(list((tmp_path / "photos").iterdir())) == 1
