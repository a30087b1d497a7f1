"""Takings told over several messages, in the words of strangers: what is clear is reckoned, what
stays unclear is set aside openly, and nobody is asked for the same sum again and again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from content.library import Content
from tests.support.clock import FixedClock
from tests.support.conference import add_event
from tests.support.play import check_words, exchange, last_replies, playing, said

FISH = "chị bán cá ngoài chợ á > mỗi bữa chừng 2 triệu rưỡi"
ONLINE = "e bán qa trên tts vs shopee, tiền về tk tầm 45tr/th là đã trừ phí sàn r"
GROSS = f"{ONLINE} > phí sàn nó ăn cỡ 20% á"
LIVE = f"{GROSS} > e còn live fb nữa, cái này khách ck thẳng, tuần 2 buổi mỗi buổi chốt 6tr"
CHANGED = "à mà khoan, hai triệu rưỡi là bữa đông, bữa ế có triệu mấy à, chia ra chắc triệu tám"
PUT_ASIDE = (
    f"{FISH} > à mà khoan, hai triệu rưỡi là bữa đông, bữa ế có triệu mấy à, chắc triệu tám gì đó"
)
FREE, ASKED, NOT_ASKED = "không phải nộp", "Ứng dụng giữ bao nhiêu", "bán được khoảng bao nhiêu"


@pytest.mark.parametrize(
    ("lines", "words", "not_these"),
    [
        # Before the marketplace's share, and what is sold besides.
        (ONLINE, (ASKED,), ("dấu hiệu lừa đảo", "Ý ông/bà")),
        (GROSS, ("56,25 triệu đồng", "675 triệu", FREE), ("540 triệu",)),
        (LIVE, ("1,299 tỷ", "trên 1 tỷ đồng"), (FREE,)),
        (f"{LIVE} > à nhầm 6tr là 2 buổi cộng lại r á", ("987 triệu", FREE), ("1,299",)),
        (
            "sửa xe, công thợ ngày 700 nghìn > 700k là hai thợ cộng lại rồi, đừng nhân đôi",
            ("252 triệu",),
            ("chưa rõ",),
        ),
        # A mean in place of a good day, on the same days.
        (f"{FISH} > {CHANGED}", ("648 triệu",), ("900 triệu", "đang làm dở")),
        (f"{FISH} > rằm với mùng một chị nghỉ > {CHANGED}", ("613,8 triệu",), ("852,5",)),
        # Only whether the limit is passed.
        (f"{FISH} > ối thế là hơn tỷ à", ("không vượt", "900 triệu"), ("Ý ông/bà",)),
        (f"{FISH} > vãi. thế là vượt à", ("không vượt",), ("Giữa năm",)),
        (f"{FISH} > =)) tụt ghê. v là dưới ngưỡng ch", ("không vượt",), ("Ý ông/bà",)),
        # What is sold, and not what is left of it.
        (f"{FISH} > vậy lời mới đóng hay bán bao nhiêu đóng bấy nhiêu", ("tiền bán ra", FREE), ()),
        (f"{FISH} > tiền đó là tiền bán chớ đâu phải tiền lời", ("không phải tiền lời",), ()),
        (f"{GROSS} > ủa thế tính trước khi trừ phí ah", ("phí sàn là chi phí",), ("Ý ông/bà",)),
        # Set aside after one question, and the verdict for both sides.
        (
            f"{PUT_ASIDE} > rồi vậy chị có đóng hông, đóng bao nhiêu",
            ("Chưa tính", "triệu tám", "900 triệu", "Trên 1 tỷ đồng", FREE),
            (NOT_ASKED,),
        ),
        # Of somebody else's it is asked whose it is.
        (
            f"{PUT_ASIDE} > còn ông xã chị chạy xe ôm nữa, ngày kiếm trăm rưỡi, có cộng vô hông",
            ("chung", "riêng", "54 triệu"),
            (NOT_ASKED,),
        ),
        # What the goods were bought for is not what they are sold for.
        (
            "sửa xe công thợ ngày 700 nghìn, phụ tùng bán kèm tháng tầm 25 triệu > phụ tùng 25"
            " triệu là tiền tôi nhập về đấy, bán ra thì lời thêm 20%",
            ("Chưa rõ",),
            ("577 triệu", "không phải nộp thuế GTGT và TNCN, không bắt buộc"),
        ),
        # Nothing told of one day of the week is dropped.
        (
            "tiệm sửa xe máy, công thợ ngày 700 nghìn, rửa xe thì mỗi thứ bảy 40 xe mỗi xe 30k",
            (),
            ("252 triệu đồng một năm", "255,5"),
        ),
        ("ngày cắt chục cái đầu, 40 nghìn một đầu có phải đóng thuế không", ("144 triệu",), ()),
        (f"{FISH} > doi xiu co khach", ("cứ thong thả",), ("900 triệu",)),
        (
            "tui ban hang kho thang 30 trieu > o nha con cho 1 o sinh vien thue phong 1tr2 1 thang"
            " nua, co cong vo khong > phong do dung ten o chong tui",
            ("360 triệu", "14,4 triệu"),
            ("374,4",),
        ),
        # A rent that comes in is no cost.
        (
            "nhà trọ 6 phòng, mỗi phòng 2 triệu rưỡi một tháng > Ngoài ra tầng một bác cho cửa hàng"
            " điện thoại thuê, họ trả một lần 6 tháng là 54 triệu.",
            (),
            ("là chi phí",),
        ),
    ],
)
async def test_the_account_goes_on(
    tmp_path: Path,
    content_with_encoder: Content,
    lines: str,
    words: tuple[str, ...],
    not_these: tuple[str, ...],
) -> None:
    replies = await last_replies(tmp_path, content_with_encoder, lines)
    check_words("\n".join(one.text for one in replies), words, not_these)


@pytest.mark.parametrize(
    "line",
    [
        "em oi cho chi hỏi xíu",
        "hi shop ơi à quên hi ad =))",
    ],
)
async def test_a_greeting_is_greeted(
    tmp_path: Path, content_with_encoder: Content, line: str
) -> None:
    reply, *_ = await last_replies(tmp_path, content_with_encoder, line)
    check_words(reply.text, (), ("Có phải ông/bà hỏi", "chưa rõ ông/bà", "Ý ông/bà"))


async def test_what_was_said_to_somebody_else_is_no_matter(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    lines = "bán hủ tiếu ngày tám chục tô, tô ba lăm ngàn > xin lỗi em nãy chị nói với con nhỏ"
    reply, *_ = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(reply.text, ("Không sao ạ", "chưa gửi cho ai"), ("Ý ông/bà",))


REPAIRS = "tiệm sửa xe công thợ ngày 700 nghìn"


@pytest.mark.parametrize(
    ("lines", "words", "not_these"),
    [
        # What goes on with figures is never met by a list of answers.
        (f"{REPAIRS} > tháng 2 về quê nghỉ nguyên tháng", ("chỉ ít đi", "252 triệu", FREE), ()),
        (f"{REPAIRS} > rồi mùa mưa tháng bảy tháng tám ế lắm bán có phân nửa", (FREE,), ()),
        (f"{REPAIRS} > trời mưa thì ba đầu là cùng", ("Chưa rõ", "trời mưa"), ()),
        # What is asked of the meeting and not written is said to be that.
        ("bữa họp 10/12 có ai cầm tay chỉ việc k", ("chưa ghi", "10/12"), ("Xin lỗi",)),
        ("thôi nói nghiêm túc, cháu nó bảo có họp, tôi già đi có ai đón không", ("chưa ghi",), ()),
        # A code that is asked for.
        ("cán bộ thuế đang gọi cho cô > đang bảo đọc mã 6 số", ("Đừng đọc mã",), ()),
        # A likely answer is shown.
        ("tiền sàn nó trừ r e xin lại đc k, làm ở đâu", ("hoàn lại",), ("Xin lỗi",)),
    ],
)
async def test_a_plain_line_meets_no_menu(
    tmp_path: Path,
    content_with_encoder: Content,
    lines: str,
    words: tuple[str, ...],
    not_these: tuple[str, ...],
) -> None:
    clock = FixedClock(datetime(2026, 11, 26, 3, 0, tzinfo=UTC))
    async with playing(tmp_path, content_with_encoder, clock) as (core, channel):
        await add_event(core.database, seats=50, now=clock.now, days=14)
        for line in lines.split(" > "):
            replies = await exchange(core, channel, said(line))
    check_words("\n".join(one.text for one in replies), words, ("Ý ông/bà", *not_these))
