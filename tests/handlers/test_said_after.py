# ruff: noqa: E501
"""What somebody says more, or says anew, at the last look at a question and after it was sent: it
is in the question, or it is said that it is not. Never is the old text sent as if nothing was said."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content.library import Content
from handlers.conference.shop_told import hear_business
from tests.support.conference import make_event
from tests.support.play import exchange, playing, said

ASKED = [
    "gửi câu hỏi",
    "cống trước nhà tôi tắc 3 hôm rồi, số nhà 12 ngõ 5",
    "1",
    "1",
    "đồng ý",
    "1",
    "1",
]
MORE = [
    "à sai, ghi thêm là ngập từ hôm qua", "nhầm, số nhà 14 chứ không phải 12", "quên chưa nói, nước tràn cả vào quầy",
    "tôi viết nhầm, ngõ 15", "thêm là nhà bên cạnh cũng bị", "a sai, so nha 14", "sửa lại là số nhà 14",
    "nước tràn cả vào nhà rồi", "bổ sung: có trẻ con ngã", "à nhầm, ngõ 15", "viết sai số nhà, số 14 mới đúng",
]  # fmt: skip
A_YES = ["vâng", "ok em", "ừ gửi đi"]
NOT_MORE = ["cảm ơn em", "bao giờ trả lời vậy", "hmm"]
AFTER = [
    "tôi viết nhầm, là số 14 chứ không phải 12",
    "à nhầm, số nhà 14",
    "quên chưa nói, ngập từ hôm qua",
    "tôi ghi thêm là có trẻ con ngã",
    "a nham, ngo 15",
    "ơ viết sai rồi, số 14",
    "bổ sung thêm: nước tràn vào nhà",
]


async def play(tmp_path: Path, content: Content, lines: Sequence[str]) -> tuple[str, list[str]]:
    """The last reply, and what the questions of the ward then say."""
    async with playing(tmp_path, content) as (core, channel):
        text = ""
        for line in lines:
            replies = await exchange(core, channel, said(line))
            text = "\n".join(reply.text for reply in replies).replace("**", "")
        held = await core.database.transaction(lambda tx: list(tx.questions.all()))
    return text, [question.content for question in held]


@pytest.mark.parametrize("more", MORE)
async def test_more_at_the_last_look_is_shown_again_and_sent(
    tmp_path: Path, content: Content, more: str
) -> None:
    shown, sent = await play(tmp_path, content, [*ASKED, more])
    assert "chưa gửi" in shown and more in shown and not sent, shown
    text, sent = await play(tmp_path / "again", content, [*ASKED, more, "2"])
    assert "Đã nhận" in text and more in sent[0] and "tắc 3 hôm" in sent[0]


@pytest.mark.parametrize("words", NOT_MORE)
async def test_what_is_not_more_is_not_added_and_nothing_is_sent(
    tmp_path: Path, content: Content, words: str
) -> None:
    shown, sent = await play(tmp_path, content, [*ASKED, words])
    assert not sent and words not in shown and "Đã thêm" not in shown, shown


@pytest.mark.parametrize("words", A_YES)
async def test_a_plain_yes_sends_what_was_shown_to_be_answered_in_private(
    tmp_path: Path, content: Content, words: str
) -> None:
    text, sent = await play(tmp_path, content, [*ASKED, words])
    assert "Đã nhận" in text and sent and words not in sent[0]
    assert "Tên ông/bà không công khai" in text


@pytest.mark.parametrize(
    ("words", "public"), [("gửi, cho đăng", True), ("chỉ trả lời riêng tôi", False)]
)
async def test_a_choice_in_words_is_still_a_choice(
    tmp_path: Path, content: Content, words: str, public: bool
) -> None:
    text, sent = await play(tmp_path, content, [*ASKED, words])
    assert "Đã nhận" in text and words not in sent[0]


@pytest.mark.parametrize("more", AFTER)
async def test_more_after_sending_is_offered_to_be_added(
    tmp_path: Path, content: Content, more: str
) -> None:
    text, sent = await play(tmp_path, content, [*ASKED, "2", more])
    assert "chưa được ghi vào" in text and more not in sent[0], text
    text, sent = await play(tmp_path / "yes", content, [*ASKED, "2", more, "1"])
    assert "Đã ghi thêm" in text and more in sent[0], text
    text, sent = await play(tmp_path / "no", content, [*ASKED, "2", more, "2"])
    assert "Đã ghi thêm" not in text and more not in sent[0], text


async def test_a_question_of_its_own_after_sending_is_answered(
    tmp_path: Path, content: Content
) -> None:
    text, _ = await play(tmp_path, content, [*ASKED, "2", "thuế môn bài còn không"])
    assert "chưa được ghi vào" not in text


TO_NAME = ["gửi câu hỏi", "đèn đường trước nhà tôi hỏng", "1", "1", "đồng ý"]
UNNAMED = [
    "thôi khỏi ghi", "không cần ghi tên", "sợ bị trả thù", "không ghi tên đâu", "giấu tên giúp tôi", "thoi khoi ghi", "xin ẩn danh",
    "sợ bị trả thù nên không muốn ghi tên", "tôi ngại lắm", "không tiện nói", "đừng nêu tên tôi", "không ghi",
]  # fmt: skip
NAMES = ["Nguyễn Văn Ghi", "Trần Thị Hoa", "Lê Văn Thù"]
BUSY = ["bận rồi", "bận rồi ạ", "hôm ấy bận rồi", "bận mất rồi em ơi", "bận lắm"]
TO_PLACE = ["đăng ký hội nghị", "đồng ý", "Trần Thị Hoa", "0911111111", "bán cá", "1"]


@pytest.mark.parametrize("words", UNNAMED)
async def test_whoever_gives_no_name_is_not_named(
    tmp_path: Path, content: Content, words: str
) -> None:
    text, _ = await play(tmp_path, content, [*TO_NAME, words])
    assert text.startswith("Số điện thoại, để tra cứu"), text
    text, sent = await play(tmp_path / "end", content, [*TO_NAME, words, words])
    assert "không ghi tên" in text and not sent, text


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_is_still_a_name(tmp_path: Path, content: Content, name: str) -> None:
    text, _ = await play(tmp_path, content, [*TO_NAME, name, "1"])
    assert name in text, text


@pytest.mark.parametrize("words", BUSY)
@pytest.mark.parametrize("answered", [4, 6])
async def test_who_cannot_come_is_out_of_the_form(
    tmp_path: Path, content: Content, words: str, answered: int
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await core.database.transaction(lambda tx: make_event(tx, seats=9, now=datetime.now(UTC)))
        text = ""
        for line in (*TO_PLACE[:answered], words):
            replies = await exchange(core, channel, said(line))
            text = "\n".join(reply.text for reply in replies).replace("**", "")
    assert "đúng không ạ" not in text and "tiếp tục" in text, text


@pytest.mark.parametrize(
    "text",
    ["tên gì nhỉ", "ghi tên gì ạ", "ten gi nhi", "tên là gì thế", "quán gì nhỉ", "viết sao nhỉ"],
)
def test_asking_for_a_name_names_no_shop(text: str) -> None:
    assert hear_business(text) is None


@pytest.mark.parametrize(
    "text", ["hộ kinh doanh", "ho kinh doanh a", "Công ty", "dạ hộ cá thể thôi"]
)
def test_a_kind_of_business_names_no_shop(text: str) -> None:
    assert hear_business(text) is None


@pytest.mark.parametrize(
    "text", ["Quán Gì Cũng Có", "phở Sáo", "quán nào cũng ngon", "bán cá", "Công ty Hoa Mai"]
)
def test_a_shop_is_named(text: str) -> None:
    assert hear_business(text) is not None
