"""Photos: only when wanted, checked, stripped of what they hide, never an identity card."""

import errno
import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.files.attachments import AttachmentRefused, AttachmentStore
from bot.files.decoding import Decoder
from bot.files.photos import LARGEST_FILE, PhotoRefused, Photos, PhotoStore, Refusal, checked
from content.library import Content
from handlers.talk.messages import Incoming, IncomingKind, Picture
from tests.support.clock import START
from tests.support.pictures import (
    badly_tagged,
    deep_grey,
    flat,
    identity_card,
    jpeg,
    of_many_passes,
)
from tests.support.play import RecordingChannel, exchange, playing, said

PHOTO = jpeg()


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
        (of_many_passes(100), Refusal.TOO_SLOW),
    ],
)
def test_what_is_no_photo_of_a_problem_is_refused(data: bytes, why: Refusal) -> None:
    with pytest.raises(PhotoRefused) as refused:
        checked(data)
    assert refused.value.why is why


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_forty_million_pixels_in_a_few_kilobytes_are_refused(kind: str) -> None:
    with pytest.raises(PhotoRefused) as refused:
        checked(flat(8000, 5000, kind))
    assert refused.value.why is Refusal.TOO_LARGE


def test_a_picture_in_as_many_passes_as_a_telephone_writes_is_taken() -> None:
    assert checked(of_many_passes(20))


def test_the_code_of_a_card_is_looked_for_on_the_reduced_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What it costs grows faster than the picture."""
    seen = []

    def read(picture: Image.Image, **how: object) -> list[object]:
        seen.append(picture.size)
        return []

    monkeypatch.setattr(zxingcpp, "read_barcodes", read)
    checked(flat(2400, 1200))
    assert seen == [(2000, 1000)]


def test_a_photo_whose_tags_are_broken_is_taken_the_right_way_up() -> None:
    with Image.open(io.BytesIO(checked(badly_tagged()))) as picture:
        assert picture.size == (240, 320)


def test_sixteen_bits_of_grey_are_scaled_down() -> None:
    with Image.open(io.BytesIO(checked(deep_grey()))) as picture:
        shades = picture.convert("L").crop((0, 30, 256, 31)).tobytes()
    assert [round(shades[x] / 64) for x in (0, 128, 255)] == [0, 2, 4]


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
@pytest.mark.parametrize(("mode", "strokes"), [("RGBA", 0), ("LA", 0), ("RGBA", 255)])
def test_what_is_written_on_no_ground_can_be_read(form: str, mode: str, strokes: int) -> None:
    picture = Image.new("RGBA", (300, 200), (strokes, strokes, strokes, 0))
    picture.paste((strokes, strokes, strokes, 255), (10, 10, 200, 60))
    out = io.BytesIO()
    (picture if form == "WEBP" else picture.convert(mode)).save(out, form, lossless=True)
    with Image.open(io.BytesIO(checked(out.getvalue()))) as kept:
        written, around = (kept.convert("L").getpixel(at) for at in ((100, 30), (250, 150)))
    assert isinstance(written, int)
    assert isinstance(around, int)
    assert abs(written - around) > 200


def test_a_phones_largest_photo_is_decoded_smaller() -> None:
    with Image.open(io.BytesIO(checked(flat(8000, 6000, "JPEG")))) as picture:
        assert picture.size == (2000, 1500)


def test_whatever_a_decoder_raises_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = PhotoStore(tmp_path / "photos")
    for error in (AssertionError("x"), KeyError(1), MemoryError(), RecursionError(), OSError(5)):

        def broken(*given: object, error: Exception = error, **named: object) -> None:
            raise error

        monkeypatch.setattr(Image, "open", broken)
        with pytest.raises(PhotoRefused):
            store.keep(PHOTO)


def test_a_disk_that_takes_nothing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PhotoRefused) as refused:
        PhotoStore(tmp_path / "photos").keep(PHOTO)
    assert refused.value.why is Refusal.NOT_KEPT
    assert list((tmp_path / "photos").iterdir()) == []


async def test_files_nobody_refers_to_are_swept(tmp_path: Path) -> None:
    store = PhotoStore(tmp_path / "photos")
    kept, _ = store.keep(jpeg())
    loose, _ = store.keep(jpeg())
    later = START + timedelta(days=4000)
    assert await store.delete_all_but({kept}, later) == 1
    assert await store.read(kept) is not None and await store.read(loose) is None
    assert await store.read("../play.db") is None


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
        [reply] = await exchange(core, channel, photo("a"))  # of somebody nobody knows yet
        assert "Xin gửi lại" in reply.text
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
        assert await core.photos.read(kept.name) is not None
        assert len(list((tmp_path / "photos").iterdir())) == 1


async def test_a_photo_sent_as_a_file_is_told_how_to_be_sent(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        [reply] = await exchange(core, channel, said("", kind=IncomingKind.UNREADABLE))
        assert "chưa xem được ảnh" in reply.text
        await exchange(core, channel, said("gửi câu hỏi"))
        [reply] = await exchange(core, channel, said("", kind=IncomingKind.UNREADABLE))
        assert "dạng ảnh" in reply.text and "chưa xem được ảnh" not in reply.text
        replies = await exchange(core, channel, said("Cống trước chợ bị tắc thế này"))
        assert "bị tắc" in replies[-1].text


@pytest.mark.parametrize("fault", ["file", "fetcher"])
async def test_what_the_disk_and_the_platform_do_costs_only_the_photo(
    tmp_path: Path, content: Content, fault: str
) -> None:
    class Odd(RecordingChannel):
        async def fetch(self, reference: str, limit: int) -> bytes | None:
            raise KeyError(reference)

    own = Odd() if fault == "fetcher" else RecordingChannel()
    async with playing(tmp_path, content, channel=own) as (core, channel):
        channel.pictures = {"a": jpeg()}
        (tmp_path / "photos").write_text("a file where the folder was")
        await exchange(core, channel, said("gửi câu hỏi"))
        replies = await exchange(core, channel, photo("a", "Cống trước chợ bị tắc thế này"))
        assert "chưa được giữ lại" in replies[0].text
        assert "không phải lỗi của ông/bà" in replies[0].text
        assert "bị tắc" in replies[-1].text  # the words stay part of the question
        assert "Kèm" not in replies[-1].text


async def test_a_full_line_of_photos_is_answered(tmp_path: Path, content: Content) -> None:
    waiting = Decoder(most_waiting=1)
    store = PhotoStore(tmp_path / "photos")
    photos = Photos(store, {"test": RecordingChannel().fetch}, waiting)
    async with waiting.place():
        taken = await photos.take("test", Picture("a"))
    assert taken.refused == Refusal.BUSY
    assert content.words.say(f"photo/{taken.refused}")
    assert (await photos.take("test", Picture("a"))).refused == Refusal.NOT_FETCHED


def test_every_refusal_has_its_sentence(content: Content) -> None:
    assert all(content.words.say(f"photo/{why}") for why in Refusal)


async def test_an_attachment_the_disk_does_not_take_is_refused_in_words(
    tmp_path: Path, content: Content
) -> None:
    (tmp_path / "attachments").write_text("a file where the folder was")
    store = AttachmentStore(tmp_path / "attachments")
    broken_zip = b"PK\x03\x04" + b"\xff" * 60 + b"PK\x05\x06" + b"\xff" * 18
    cases = [
        (PHOTO, "attachment_not_kept"),
        (b"%PDF-1.4", "attachment_not_kept"),
        (broken_zip, "attachment_kind"),
        (flat(8000, 5000), "attachment_too_large"),
        (b"x", "attachment_kind"),
    ]
    for data, why in cases:
        with pytest.raises(AttachmentRefused, match=why):
            await store.keep(data)
        assert content.words.console[why]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_written_beside_the_picture_is_kept(form: str) -> None:
    secret = "so nha 12 ngo 3"
    picture = Image.effect_noise((80, 60), 60).convert("RGB")
    exif = picture.getexif()
    exif[0x010E] = secret
    notes = PngInfo()
    notes.add_text("Comment", secret)
    notes.add_itxt("XML:com.adobe.xmp", f"<x>{secret}</x>")
    per_form: dict[str, dict[str, Any]] = {
        "JPEG": {"comment": secret, "xmp": f"<x>{secret}</x>".encode()},
        "PNG": {"pnginfo": notes},
        "WEBP": {"xmp": f"<x>{secret}</x>".encode()},
    }
    out = io.BytesIO()
    picture.save(out, form, exif=exif, **per_form[form])
    assert secret.encode() in out.getvalue()
    kept = checked(out.getvalue())
    assert secret.encode() not in kept and b"adobe" not in kept
