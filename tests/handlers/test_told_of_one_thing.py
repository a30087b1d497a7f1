"""A count without its price, a bound somebody heard of, a question with a time in it: what
strangers told, and what may not be made of it."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies

HEARD = "bác bán bánh đa bác nghe nói bán dưới một tỷ là không phải đóng thuế có đúng không"
BOWLS = "Ngày thường em bán tầm 70 suất, 45 nghìn một suất > thứ bảy chủ nhật thì khoảng 100 suất"
MUST_PAY = "phải khai và nộp thuế"


@pytest.mark.parametrize(
    ("lines", "words", "not_these"),
    [
        (
            "sáng nào bác cũng bán được khoảng tám mươi bát",
            ("một bát bao nhiêu tiền",),
            ("Ý ông/bà",),
        ),
        ("ngay ban 80 bat > 35k 1 bat", ("2,8 triệu đồng × 360 ngày",), ("Ý ông/bà",)),
        ("tb 1 ngày 6 khách > mỗi khách 150k", ("324 triệu",), ()),
        # No thing that is sold, or a question.
        ("mỗi ngày có 3 bộ hồ sơ cần nộp thì làm sao", (), ("bao nhiêu tiền ạ",)),
        # A bound that was heard of is nobody's sum.
        (f"{HEARD} > nhưng mà tiền cua tiền bánh đa hết nửa rồi", (), ("không vượt",)),
        # What is not understood may be less: nothing is sure of it.
        (
            f"{BOWLS}, thứ hai em nghỉ > à Tết nghỉ 2 tuần nữa, cả hè nghỉ hẳn",
            (),
            (MUST_PAY,),
        ),
        (
            "tôi bán cây cảnh > thì khoảng một trăm triệu > thế lãi suất bao nhiêu một tháng",
            ("%/năm",),
            ("1,2 tỷ", MUST_PAY),
        ),
        ("bán quán cơm > gia bn 1 nam z, thay ben kia chao 1tr2", (), ("doanh thu khoảng",)),
        # Nobody faint, and nobody bribed.
        ("troi oi thang nho moi lam be cai dien thoai, cho chi xiu", (), ("115",)),
        (
            "Tôi lên một cửa 3 lần để đổi địa chỉ tiệm, lần nào cũng bảo thiếu 1 tờ khác nhau",
            (),
            ("đòi tiền riêng",),
        ),
    ],
)
async def test_no_more_is_made_of_it_than_was_told(
    tmp_path: Path,
    content_with_encoder: Content,
    lines: str,
    words: tuple[str, ...],
    not_these: tuple[str, ...],
) -> None:
    replies = await last_replies(tmp_path, content_with_encoder, lines)
    check_words("\n".join(one.text for one in replies), words, not_these)
