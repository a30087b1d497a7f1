"""No sum of a year is said while something of what was told has no place in it: that piece is named
and the year's whole asked for, and what is then told is the year's."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies

ASKED = "Chưa rõ"
FREE = "không phải nộp thuế GTGT và TNCN"


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("Tiệm sửa máy tính ngày thường 900 ngàn, mùa tựu trường gấp ba", "gấp ba"),
        ("Tôi cho thuê 3 máy xay, mỗi máy ngày vụ được 700 nghìn, ngày ế thì để không", "ngày ế"),
        (
            "Quầy vải tôi bán được 40 triệu một tháng, hai quầy vải kia con dâu giữ tôi"
            " không biết bao nhiêu. Có phải nộp thuế không?",
            "không biết bao nhiêu",
        ),
        ("ngày bán bún 60 tô quầy kia 30 tô, tô 40k, chủ nhật nghỉ", "30 tô"),
        ("tiệm sơn cả năm xuất hóa đơn 780tr, con dâu giữ sổ bán lẻ 20tr tháng", "20tr"),
        ("em với nhỏ bạn bán chung xe chè, ngày 1tr chia đôi", "chia đôi"),
        # A price without its unit is no sum of millions.
        (
            "một cái khăn bán hai trăm rưỡi một tháng ba chục cái, áo bốn cái mỗi cái triệu tám",
            "hai trăm rưỡi",
        ),
    ],
)
async def test_what_has_no_place_is_named(
    tmp_path: Path, content_with_encoder: Content, line: str, piece: str
) -> None:
    reply, *_ = await last_replies(tmp_path, content_with_encoder, line)
    check_words(reply.text, (ASKED, piece, "cả năm"), (FREE,))


async def test_the_whole_that_is_told_then_counts(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    lines = "Tiệm sửa máy tính ngày thường 900 ngàn, mùa tựu trường gấp ba > khoảng 520 triệu"
    reply, *_ = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(reply.text, ("520 triệu", FREE), (ASKED,))


@pytest.mark.parametrize(
    ("line", "sum_"),
    [
        ("em bán online tuần chốt 40 đơn đồ trẻ em, đơn tầm 250k", "520 triệu"),
        (
            "tài khoản mỗi tháng vào 80tr nhưng 30tr là mẹ nhờ chuyển hộ, còn lại tiền bán giày",
            "600 triệu",
        ),
        (
            "đồ ăn vặt: grabfood 25tr, shopeefood 10tr một tháng, khách tới mua ngày 600k",
            "636 triệu",
        ),
        ("làm mắm bán tuần 50 lít, 80 ngàn một lít", "208 triệu"),
        ("Homestay, 5 tháng cao điểm mỗi tháng thu 110tr, 7 tháng thấp điểm mỗi tháng 50tr", "900"),
        ("mỗi quý bán được 150tr chè khô ở Thái Nguyên, quý nào cũng thế", "600 triệu"),
        ("Bây giờ ngày bán 1tr5, quanh năm. Sang năm thuê chỗ lớn, bán gấp ba", "triệu đồng"),
        ("tạp hóa tháng 70 triệu, tiền nhà 8 triệu, lương một người 6 triệu", "840 triệu"),
        ("Quý rồi được 400 triệu nhờ Tết, ba quý còn lại thì mỗi quý 180 triệu thôi", "940 triệu"),
        ("Thứ hai quán nghỉ. Thứ ba tới thứ sáu 1tr8 một ngày, hai ngày cuối tuần 4tr2", "811,2"),
        ("một tháng em chỉ bán 20 ngày, ngày 4tr, còn 10 ngày đi lấy hàng", "960 triệu"),
        (
            "Đó mới là một tiệm. Hai tiệm cộng lại là 870 triệu mỗi năm, có phải nộp thuế không",
            "870 triệu",
        ),
    ],
)
async def test_what_has_its_place_is_reckoned(
    tmp_path: Path, content_with_encoder: Content, line: str, sum_: str
) -> None:
    reply, *_ = await last_replies(tmp_path, content_with_encoder, line)
    check_words(reply.text, (sum_, FREE), (ASKED,))


async def test_the_sum_of_some_months_is_not_taken_twelve_times(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    line = "bán bánh trung thu đúng 1 tháng 200 triệu"
    reply, *_ = await last_replies(tmp_path, content_with_encoder, line)
    check_words(reply.text, (ASKED, "đúng 1 tháng"), ("2,4 tỷ", FREE))


@pytest.mark.parametrize(
    ("line", "sum_"),
    [
        ("hai sạp, sạp thịt ngày 3tr, sạp rau 1tr, mùng một nghỉ", "1,4"),
        ("quán bún bò sáng bán 60 tô chiều 30 tô, tô 40k, chủ nhật nghỉ", "1,12"),
        (
            "hoa don xuat ra ca nam 780tr con ban le khong hoa don chung 20tr thang, vat lieu xd",
            "1,02 tỷ",
        ),
    ],
)
async def test_the_second_sum_takes_it_over_the_threshold(
    tmp_path: Path, content_with_encoder: Content, line: str, sum_: str
) -> None:
    reply, *_ = await last_replies(tmp_path, content_with_encoder, line)
    check_words(reply.text, (sum_, "khai và nộp thuế theo quý"), (ASKED, FREE))


@pytest.mark.parametrize(
    "said",
    [
        *("lãi được 100 triệu", "chi phí 600 triệu", "không phải 800 triệu", "năm ngoái 900 triệu"),
        *(
            "vay 300 triệu được không",
            "sao lại 500 triệu",
            "mẹ tôi bán 700 triệu",
            "mới bán 400 triệu",
        ),
    ],
)
async def test_no_other_sum_is_taken_for_the_whole(
    tmp_path: Path, content_with_encoder: Content, said: str
) -> None:
    lines = f"Tiệm sửa máy tính ngày thường 900 ngàn, mùa tựu trường gấp ba > {said}"
    reply, *_ = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(reply.text, (), (f"doanh thu khoảng {said.split(' ', 1)[1]}", "tròn"))


async def test_a_sum_after_something_else_says_what_it_takes_the_place_of(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    lines = (
        "Tiệm sửa máy tính ngày thường 900 ngàn, mùa tựu trường gấp ba"
        " > hóa đơn điện tử là gì > khoảng 520 triệu"
    )
    reply, *_ = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(reply.text, ("Số mới thay số ông/bà nói trước",), ())


# Told in several messages: the newest is never the year by itself.
@pytest.mark.parametrize(
    ("lines", "words", "not_these"),
    [
        (
            "mai 1 con dao 25k keo 30k. ngay tam 40 dao 15 keo, thang lam 26 ngay"
            " > quen, con ban dao moi nua. thang khoang 120 con, re 150k dat 400k"
            " > tinh trung binh 250k 1 con di",
            (ASKED, "cả năm"),
            (FREE, "360 triệu"),
        ),
        (
            "Cửa hàng tôi bán sơn được 80 triệu một tháng. > Thêm nữa tôi cho người ta thuê nửa mặt"
            " tiền để bán trà đá, thu 5 triệu một tháng. Vậy tổng có phải nộp thuế không?",
            ("cộng thêm", "1,02 tỷ"),
            (FREE,),
        ),
        (
            "Tôi khắc bia mộ. Một bia 4,5 triệu, mỗi tháng 15 bia > À, ba cái lăng đá làm cho họ"
            " Phạm năm nay tôi quên chưa kể, mỗi cái 85 triệu.",
            ("1,065 tỷ",),
            (),
        ),
        ("tháng e được 100tr > lật sổ ra tính lại có 70tr thôi", ("840 triệu", FREE), ("1,2 tỷ",)),
    ],
)
async def test_what_is_told_later_joins_or_is_asked(
    tmp_path: Path,
    content_with_encoder: Content,
    lines: str,
    words: tuple[str, ...],
    not_these: tuple[str, ...],
) -> None:
    reply, *_ = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(reply.text, words, not_these)


async def test_no_tool_is_filled_while_something_told_has_no_place(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    lines = "Tiệm sửa máy tính ngày thường 900 ngàn, mùa tựu trường gấp ba > nhắc hạn thuế"
    reply, *_ = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(reply.text, (), ("Tôi lấy số ông/bà đã nói",))


@pytest.mark.parametrize(
    ("lines", "words", "not_these"),
    [
        # What is understood is said, what is not, and what holds either way.
        (
            "quán bún tháng 30 triệu, tháng hội thì gấp ba",
            ("30 triệu đồng một tháng", "360 triệu", "gấp ba", "trên 1 tỷ đồng thì phải khai"),
            (FREE,),
        ),
        # However the rest is meant, no tax is due.
        (
            "tạp hóa tháng 40 triệu, nghỉ rải rác, đóng cửa lung tung",
            ("40 triệu đồng một tháng", "đóng cửa", "không quá 480 triệu", FREE),
            (),
        ),
        # What is told later of some months changes the year, what is put right changes it again.
        (
            "tui ban hang kho o cho > thang thuong 30 trieu"
            " > ma thang chap voi thang gieng thi ban gap ba",
            ("480 triệu", FREE),
            (ASKED,),
        ),
        (
            "tui ban hang kho o cho > thang thuong 30 trieu"
            " > ma thang chap voi thang gieng thi ban gap ba"
            " > a nham, thang gieng it thoi, co thang chap la gap ba",
            ("420 triệu", FREE),
            (ASKED,),
        ),
    ],
)
async def test_what_is_unclear_leaves_the_rest_said(
    tmp_path: Path,
    content_with_encoder: Content,
    lines: str,
    words: tuple[str, ...],
    not_these: tuple[str, ...],
) -> None:
    reply, *_ = await last_replies(tmp_path, content_with_encoder, lines)
    check_words(reply.text, words, not_these)
