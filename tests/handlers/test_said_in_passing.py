"""Words of a stranger that are no petition, no consent and no part of a text for the ward, where
one of these stands open; and the first words about a swindler who is on the line."""

from pathlib import Path

import pytest

from content.agreeing import after_yes, agreed_in
from content.library import Content
from content.swindles import swindle_in
from tests.support.clock import FixedClock
from tests.support.conference import add_event
from tests.support.play import check_words, exchange, last_replies, playing, said


@pytest.mark.parametrize(
    "line",
    [
        "cháu ơi cán bộ thuế đang gọi cho cô",
        "bảo cô phải cập nhật mã ngành nghề không là phạt 15 triệu trong hôm nay",
        "ngân hàng vừa gọi điện cho tôi",
    ],
)
def test_an_office_on_the_line_is_heard_for_a_swindler(line: str) -> None:
    assert swindle_in(line)


@pytest.mark.parametrize(
    "line",
    [
        "cán bộ thuế có hay gọi cho dân không",
        "cán bộ thuế thật thì liên hệ với mình kiểu gì",
        "phường phải cập nhật dữ liệu dân cư trong hôm nay",
    ],
)
def test_who_asks_how_an_office_calls_is_in_no_danger(line: str) -> None:
    assert not swindle_in(line)


def test_astonishment_is_no_yes() -> None:
    assert agreed_in("ua cai nay co mat tien k") is None
    assert after_yes("ủa sao phải ghi tên") is None
    assert agreed_in("ừa") is not None
    assert after_yes("ừa, ghi đi") is not None


async def test_a_question_at_the_consent_registers_nobody(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content_with_encoder, clock) as (core, channel):
        await add_event(core.database, seats=50, now=clock.now, days=14)
        for line in ("dang ky hoi nghi", "Tran Thi My Duyen 0987 111 222", "ua co mat tien k"):
            replies = await exchange(core, channel, said(line))
    check_words("\n".join(one.text for one in replies), ("không mất tiền",), ("Đã đăng ký",))


@pytest.mark.parametrize(
    ("lines", "words", "not_these"),
    [
        # While takings are told, what goes on with them is no petition.
        (
            "bán hủ tiếu ngày được tám chục tô tô ba lăm ngàn"
            " > nghỉ mùng một với rằm nghen mấy bữa đó người ta ăn chay",
            ("341 ngày",),
            ("Gửi phường xử lý",),
        ),
        (
            "tui ban hang kho o cho > thang thuong 30 trieu"
            " > noi rua thoi chu da lay mo. de y nguyen so cu hi",
            (),
            ("Gửi phường",),
        ),
        # To hold it back and to send it are no part of what is written.
        (
            "gửi câu hỏi: cổng sau chợ ngày nào cũng bị người ta lấn chiếm hết lối đi"
            " > mà thôi khoan gửi, để em hỏi mấy chị kia đã",
            (),
            ("lối đi\nmà thôi",),
        ),
        (
            "Dạ cho em hỏi phường mình có quy định thu tiền chỗ ngồi bán trái cây hông,"
            " có ông kia ngày nào cũng thu 20 ngàn mà hông có giấy",
            (),
            ("Muốn tính kỹ hơn",),
        ),
    ],
)
async def test_what_is_said_in_passing_is_not_taken(
    tmp_path: Path,
    content_with_encoder: Content,
    lines: str,
    words: tuple[str, ...],
    not_these: tuple[str, ...],
) -> None:
    replies = await last_replies(tmp_path, content_with_encoder, lines)
    check_words("\n".join(one.text for one in replies), words, not_these)


async def test_money_of_the_family_beside_takings_is_no_alarm(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    line = (
        "chuyen khoan ve tai khoan thang 60tr nhung co 15tr la vo chong gui tien cho nhau,"
        " ban do go"
    )
    reply, *_ = await last_replies(tmp_path, content_with_encoder, line)
    check_words(reply.text, ("540 triệu",), ("người lạ gọi",))


@pytest.mark.parametrize(
    "line",
    [
        "hôm nay rét nhỉ",
        "cháu tôi đỗ đại học rồi",
    ],
)
async def test_a_remark_is_met_in_one_line(
    tmp_path: Path, content_with_encoder: Content, line: str
) -> None:
    reply, *_ = await last_replies(tmp_path, content_with_encoder, line)
    check_words(reply.text, ("Vâng, tôi đọc rồi ạ", "chưa gửi cho ai"), ("Ý ông/bà là câu nào",))


@pytest.mark.parametrize(
    "line",
    ["rứa mua mô, mấy tiền", "=)))) tụt ghê. v là dưới ngưỡng ch", "rối quá, có bài nào có hình k"],
)
async def test_what_is_asked_in_few_letters_is_no_remark(
    tmp_path: Path, content_with_encoder: Content, line: str
) -> None:
    replies = await last_replies(tmp_path, content_with_encoder, line)
    assert all("tôi đọc rồi" not in reply.text for reply in replies)


async def test_who_has_a_customer_is_waited_for(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    reply, *_ = await last_replies(tmp_path, content_with_encoder, "doi xiu co khach")
    check_words(reply.text, ("cứ thong thả",), ())
