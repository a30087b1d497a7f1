"""Of two numbers in what somebody types, the one that counts now, at every door for a phone."""

from pathlib import Path

import pytest

from content.attendee_list import read_list
from content.attendee_rows import Listing
from content.library import Content
from content.people import read_phone
from tests.content.test_attendee_list import HEADINGS, sheet
from tests.support.conference import add_event
from tests.support.play import exchange, playing, said

OLD, NEW = "0912345678", "0987654321"
TYPED = (
    "số cũ {old} đổi thành số mới {new}",
    "không dùng số {old} nữa, dùng số {new}",
    "khong dung so {old} nua, dung so {new}",
    "đừng gọi {old} nữa, gọi {new}",
    "số mới {new}, số cũ {old}",
    "{old} đổi thành {new}",
    "đổi {old} sang {new}",
    "thay {old} bằng {new}",
    "thay vì {old} thì gọi {new}",
    "chuyển từ số {old} qua số {new}",
    "{old} mất rồi, giờ dùng {new}",
    "bỏ số {old}, lấy {new}",
    "{old} là số cũ, số mới là {new}",
    "trước dùng {old} nay dùng {new}",
    "số {old} bị khóa, gọi {new} nhé",
    "{old} (cũ) {new} (mới)",
    "{old} nhầm, đúng là {new}",
    "không phải {old} mà là {new}",
    "{new} thay cho {old}",
    "{new}, không dùng {old} nữa",
    "số chồng tôi {old}, số tôi {new}",
    "số tôi {new}, số vợ {old}",
    "{old} của con trai tôi, của tôi là {new}",
)


@pytest.mark.parametrize("typed", TYPED)
def test_the_number_that_counts_now_is_read(typed: str) -> None:
    assert read_phone(typed.format(old=OLD, new=NEW)) == "+84987654321"


@pytest.mark.parametrize("typed", [f"{OLD} {NEW}", f"{OLD} hoặc {NEW}", f"dùng số {OLD}, {NEW}"])
def test_of_two_alike_the_first_is_read(typed: str) -> None:
    assert read_phone(typed) == "+84912345678"


@pytest.mark.parametrize("typed", TYPED[:3])
async def test_a_form_of_the_chat_takes_it_and_says_so(
    tmp_path: Path, content: Content, typed: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for line in ("gửi câu hỏi", "Cống trước chợ bị tắc thế này", "1", "1", "1", "Lê Thị An"):
            replies = await exchange(core, channel, said(line))
        assert "điện thoại" in replies[-1].text
        replies = await exchange(core, channel, said(typed.format(old=OLD, new=NEW)))
        texts = " ".join(reply.text for reply in replies)
        assert "0987 654 321" in texts and "0912 345 678" not in texts


@pytest.mark.parametrize("typed", TYPED[:3])
async def test_told_of_a_ticket_it_is_put_right(
    tmp_path: Path, content: Content, typed: str
) -> None:
    form = ["đăng ký hội nghị", "1", "Trần Thị Bình", OLD, "Quán B", "1", "tổ 2", "1", "1"]
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database, seats=50)
        for line in (*form, typed.format(old=OLD, new=NEW)):
            replies = await exchange(core, channel, said(line))
        assert "0987 654 321" in replies[0].text and "Đã sửa" in replies[-1].text
        asked = f"số cũ {NEW} đổi thành {OLD} thì báo thuế ở đâu?"
        replies = await exchange(core, channel, said(asked))
        assert "Đã sửa" not in replies[-1].text


async def test_where_a_call_is_wished_another_number_is_no_refusal(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("nhờ cán bộ gọi lại cho tôi"))
        [reply] = await exchange(core, channel, said(f"không gọi số {OLD} nữa, gọi số {NEW}"))
        assert "không ghi số điện thoại" not in reply.text


async def test_a_number_of_somebody_else_is_said_to_be_written_down(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for line in ("gửi câu hỏi", "Cống trước chợ bị tắc thế này", "1", "1", "1", "Lê Thị An"):
            await exchange(core, channel, said(line))
        replies = await exchange(core, channel, said(f"số của chồng tôi là {OLD}"))
        assert "của người nhà" in replies[0].text and "0912 345 678" in replies[0].text


@pytest.mark.parametrize("typed", TYPED)
def test_an_import_takes_it_and_names_the_other(typed: str) -> None:
    cell = typed.format(old=OLD, new=NEW)
    listed = read_list(sheet(HEADINGS, [1, "Lê An", cell]), ())
    assert isinstance(listed, Listing)
    [row] = listed.rows
    assert row.phone == "+84987654321" and [left.text for left in row.left] == [cell]
