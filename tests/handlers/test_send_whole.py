"""Whatever came without an answer is one tap from being a question to the ward: with its words
and its photo, no name, a code and a day. Staff are told of with their hours as they are now."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content.calendar import WorkingDays
from content.go_live import lacking
from content.library import Content
from content.office_hours import office_now
from handlers.talk.messages import IncomingKind, Picture, Reply
from storage.database import Transaction
from storage.question_models import Question
from tests.support.clock import FixedClock
from tests.support.play import exchange, playing, said

HOURS = "7:30-11:30 và 13:30-17:00, thứ Hai đến thứ Sáu"
STRANGE = "cây bàng trước cổng chợ bao giờ được tỉa"


@pytest.mark.parametrize(
    "before",
    [
        (STRANGE,),
        ("thuế môn bài còn không", "Chưa đúng"),
        (STRANGE, "đồ ngu, hỏi gì cũng không biết"),
    ],
)
async def test_one_tap_makes_a_question_of_what_was_said(
    tmp_path: Path, content: Content, before: tuple[str, ...]
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for line in before:
            await exchange(core, channel, said(line))
        page = await exchange(core, channel, said("Gửi nguyên câu này cho cán bộ"))
        text = page[-1].text
        assert "không ghi tên" in text and before[0] in text
        receipt = await exchange(core, channel, said("1"))
        assert "Mã câu hỏi" in receipt[-1].text and "Trả lời chậm nhất" in receipt[-1].text

        def look(tx: Transaction) -> list[Question]:
            contact = tx.contacts.find("test", "7")
            assert contact
            return tx.questions.of_contact(contact.id)

        [question] = await core.database.transaction(look)
        assert (question.asker, question.phone, question.public) == ("", None, False)


async def test_a_photo_that_came_unasked_is_sent_with_its_words(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("xin chào"))

        async def photo(name: str, text: str = "") -> list[Reply]:
            came = said(text, kind=IncomingKind.PHOTO)
            core.reception._photos = None  # fetched elsewhere
            return await exchange(core, channel, replace(came, picture=Picture("ref", 9, name)))

        offered = await photo("a.jpg", "cống trước nhà số 5 bị bể nắp nguy hiểm")
        assert "chưa gửi cho ai" in offered[-1].text
        page = await exchange(core, channel, said("1"))
        assert "Kèm 1 ảnh" in page[-1].text and "bể nắp" in page[-1].text
        assert "Kèm 1 ảnh" in (await exchange(core, channel, said("1")))[-1].text
        # One without words is asked for some; one thrown away is gone.
        await photo("b.jpg")
        assert "Đã nhận 1 ảnh" in (await exchange(core, channel, said("1")))[-1].text
        await exchange(core, channel, said("thôi"))
        await photo("c.jpg")
        await exchange(core, channel, said("2"))
        names = await core.database.transaction(lambda tx: tx.questions.photo_names())
        assert names == {"a.jpg"}


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        (datetime(2026, 11, 30, 3, tzinfo=UTC), "đang làm việc**, tới 11 giờ 30"),
        (datetime(2026, 11, 30, 5, tzinfo=UTC), "mở lại 13 giờ 30 hôm nay"),
        (datetime(2026, 11, 30, 8, tzinfo=UTC), "đang làm việc**, tới 17 giờ"),
        (datetime(2026, 11, 27, 11, tzinfo=UTC), "mở lại 7 giờ 30, thứ Hai, 30/11/2026"),
        (datetime(2026, 12, 31, 11, tzinfo=UTC), "mở lại 7 giờ 30, thứ Hai, 4/1/2027"),
    ],
)
async def test_staff_are_told_of_with_their_hours_now(
    tmp_path: Path, content: Content, now: datetime, wanted: str
) -> None:
    at = replace(content, shelf=content.shelf.another())
    at.shelf.put_ward(replace(content.ward, hours=HOURS))
    async with playing(tmp_path, at, FixedClock(now)) as (core, channel):
        await exchange(core, channel, said(STRANGE))
        replies = await exchange(core, channel, said("gặp cán bộ"))
        assert wanted in replies[-1].text
        assert "Điện thoại" not in replies[-1].text  # the ward entered none
        assert any("Gửi nguyên câu này" in choice.label for choice in replies[-1].choices)


def test_hours_that_cannot_be_read_surely_say_nothing() -> None:
    now = datetime(2026, 11, 30, 3, tzinfo=UTC)
    for hours in ("", "giờ hành chính", "7:30-11:30, cả thứ Bảy", "17:00-7:30", "27:00-30:00"):
        assert office_now(hours, WorkingDays(), now) is None
    assert office_now("7h30 đến 11h30, 13h30 đến 17h", WorkingDays(), now) is not None


def test_a_ward_lacks_what_it_left_empty(content: Content) -> None:
    assert len(lacking(content.ward)) == 8
    front = replace(content.ward.front_office, phone="0225 000 000")
    tax = replace(content.ward.offices["thue"], above="Thuế thành phố Hải Phòng")
    full = replace(
        content.ward,
        hours=HOURS,
        chairman="A",
        vice_chairman="B",
        privacy_contact="C",
        government_law="số 1/2025/QH15",
        team_plan="số 9/KH-UBND",
        offices={**content.ward.offices, front.id: front, tax.id: tax},
    )
    assert lacking(full) == []
    assert len(lacking(replace(full, hours="giờ hành chính"))) == 1
