"""Somebody's number or name is told anew, or another person asks in their chat: what is kept of a
question is of whoever asked it."""

from pathlib import Path

from content.library import Content
from storage.database import Transaction
from storage.question_models import Profile, Question
from tests.support.conference import add_event
from tests.support.play import exchange, playing, said

ASKED = "gửi câu hỏi: Cống trước cổng chợ tắc từ hôm bão, nước ngập quầy"
REGISTERED = (
    *("đăng ký hội nghị", "1", "Nguyễn Văn An", "0912345678", "Tạp hóa An", "1", "tổ 5"),
    *("1", "1"),
)


def kept(tx: Transaction) -> tuple[list[Question], Profile | None]:
    contact = tx.contacts.find("test", "7")
    assert contact is not None
    return tx.questions.all(), tx.people.profile(contact.id)


async def test_a_number_told_anew_is_the_questions_too(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for line in (ASKED, "1", "1", "1", "Nguyễn Văn An", "0912345678", "1"):
            await exchange(core, channel, said(line))
        for line in ("dữ liệu của tôi", "2", "2"):
            await exchange(core, channel, said(line))
        [told] = await exchange(core, channel, said("0987654321"))
        [question], _ = await core.database.transaction(kept)
        assert (question.asker, question.phone) == ("Nguyễn Văn An", "+84987654321")
        assert question.code in told.text
        assert "Đăng ký sắp tới" not in told.text  # there is none


async def test_another_person_in_a_chat_is_not_given_its_owners_shop(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database)
        for line in (*REGISTERED, ASKED, "1", "1", "sửa họ tên", "Trần Thị Bé"):
            await exchange(core, channel, said(line))
        for line in ("sửa số điện thoại", "0987654321", "1"):
            await exchange(core, channel, said(line))
        [question], profile = await core.database.transaction(kept)
        assert (question.asker, question.phone) == ("Trần Thị Bé", "+84987654321")
        assert (question.business, question.neighbourhood) == ("", "")
        assert profile is not None
        assert (profile.name, profile.phone, profile.business) == (
            "Nguyễn Văn An", "+84912345678", "Tạp hóa An",
        )  # fmt: skip
