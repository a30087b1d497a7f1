"""What people say to a form in their own words: a yes with something beside it, giving it up,
corrections, several answers at once, what is no answer."""

from pathlib import Path

import pytest

from bot.channels.plain import to_text
from content.library import Content
from handlers.talk.messages import Reply
from tests.support.clock import FixedClock
from tests.support.conference import add_event
from tests.support.play import check_words, exchange, playing, said

AGREED = ("đăng ký hội nghị", "đồng ý")
NAMED = (*AGREED, "Nguyễn Thị Hoa")
CALLED = (*NAMED, "0912345678")
SHOP = (*CALLED, "Tạp hóa Hoa Lan")
KIND = (*SHOP, "1")
PLACED = (*KIND, "tổ 5")
REVIEW = (*PLACED, "2")


async def told(folder: Path, content: Content, *lines: str) -> str:
    """All that the last line got, in a conversation with one conference coming."""
    clock = FixedClock()
    async with playing(folder, content, clock) as (core, channel):
        await add_event(core.database)
        replies: list[Reply] = []
        for line in lines:
            clock.pass_time(seconds=20)
            replies = await exchange(core, channel, said(line))
    return "\n".join(to_text(reply) for reply in replies)


@pytest.mark.parametrize(
    "yes",
    [
        "ừ thế thôi đăng ký đi cháu",
        "dạ đúng rồi, gửi đi em",
        "ok chốt",
        "u dang ky giup co di chau",
        "oke em chốt dùm chị",
    ],
)
async def test_a_yes_in_a_sentence_registers(tmp_path: Path, content: Content, yes: str) -> None:
    assert "Đã giữ chỗ" in await told(tmp_path, content, *REVIEW, yes)


@pytest.mark.parametrize(
    ("both", "answer"),
    [
        ("được rồi mà hội nghị mấy giờ vậy", "Lúc: 8 giờ"),
        ("chuẩn rồi, có gửi xe không em", "chỗ gửi xe"),
        ("ừ mà có phải đóng tiền gì hông", "không mất tiền"),
        ("ok em oi, may gio bat dau", "Lúc: 8 giờ"),
    ],
)
async def test_a_yes_with_a_question_registers_and_answers(
    tmp_path: Path, content: Content, both: str, answer: str
) -> None:
    check_words(await told(tmp_path, content, *REVIEW, both), ("Đã giữ chỗ", answer), ())


@pytest.mark.parametrize(
    ("said_there", "wanted"),
    [
        ("dạ được, đăng ký đi", "Câu 1/6"),
        ("ừ thì đồng ý, mà hội nghị mấy giờ vậy em", "Câu 1/6"),
        ("rồi, đồng ý cho phường giữ thông tin của tôi", "Câu 1/6"),
        ("đồng ý, mà thông tin của tôi có lộ ra không", "đồng ý hoặc không đồng ý"),
        ("đăng ký đi", "đồng ý hoặc không đồng ý"),
    ],
)
async def test_every_clear_yes_is_a_consent_and_no_other_words_are(
    tmp_path: Path, content: Content, said_there: str, wanted: str
) -> None:
    check_words(await told(tmp_path, content, AGREED[0], said_there), (wanted,), ())


@pytest.mark.parametrize("steps", [AGREED, NAMED, CALLED, KIND, PLACED, REVIEW], ids=len)
@pytest.mark.parametrize("off", ["hủy giùm tui", "bận rồi để bữa khác", "thoi ko di dau, huy di"])
async def test_giving_it_up_is_heard_at_every_step(
    tmp_path: Path, content: Content, steps: tuple[str, ...], off: str
) -> None:
    check_words(await told(tmp_path, content, *steps, off), ("tôi dừng ở đây", "chưa gửi gì"), ())


@pytest.mark.parametrize(
    ("said_there", "wanted"),
    [
        ("dạ đúng rồi hủy giùm tui", "Đã hủy"),
        ("ok hủy luôn đi cháu", "Đã hủy"),
        ("thôi khỏi hủy", "giữ nguyên"),
        ("ừ mà thôi để đó", "giữ nguyên"),
    ],
)
async def test_a_ticket_is_cancelled_by_a_yes_in_a_sentence(
    tmp_path: Path, content: Content, said_there: str, wanted: str
) -> None:
    check_words(await told(tmp_path, content, *REVIEW, "1", "hủy vé", said_there), (wanted,), ())
