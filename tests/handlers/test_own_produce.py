"""What is sold by whoever grew or raised it: no verdict on its takings, the answer about it."""

from pathlib import Path

import pytest

from content.library import Content
from content.own_produce import is_own_produce
from tests.support.play import check_words, last_replies

EXEMPT = ("nhà mình làm ra", "không chịu thuế GTGT", "miễn")
OWED = ("phải dùng hóa đơn điện tử", "khai và nộp thuế theo quý", "1,872 tỷ")


@pytest.mark.parametrize(
    "line",
    [
        "anh nuôi vịt đẻ ngày thu 2000 quả bán cho lái 2 nghìn 6 một quả thế có thuế không",
        "rau nhà trồng bán chợ tháng 120 triệu có phải nộp thuế không",
        "cá nhà nuôi bán cho vựa năm 1 tỷ 5 nộp thuế bao nhiêu",
        "nha nuoi tom ban nam 2 ty co thue khong",
        "nhà có 2 mẫu bưởi, trồng bưởi bán năm thu 1 tỷ 2 có phải đóng thuế không",
    ],
)
async def test_own_produce_has_no_verdict(tmp_path: Path, content: Content, line: str) -> None:
    reply, *_ = await last_replies(tmp_path, content, line)
    check_words(reply.text, EXEMPT, OWED)


async def test_its_takings_are_not_kept(tmp_path: Path, content: Content) -> None:
    lines = (
        "anh nuôi vịt đẻ ngày thu 2000 quả bán cho lái 2 nghìn 6 một quả thế có thuế không"
        " > còn bà xã anh bán thức ăn chăn nuôi ở đầu làng tháng 70 triệu thì tính riêng hay gộp"
    )
    reply, *_ = await last_replies(tmp_path, content, lines)
    check_words(reply.text, ("840 triệu",), ("1,872 tỷ", "2,712 tỷ"))


@pytest.mark.parametrize(
    "line",
    [
        "mua rau của nhà vườn về bán tháng 100 triệu",
        "bán cơm gà nhà nuôi, tháng 100 triệu",
        "bán thức ăn chăn nuôi tháng 100 triệu có thuế không",
        "buon ban nuoi ca nha thang 100 trieu co thue khong",
        "chị buôn bán nuôi cả nhà, tháng 100 triệu có thuế không",
        "ngoài ra bác lấy hoa cúc hoa hồng về bán lại, tháng 50 triệu",
        "nuôi gà gia công cho công ty, tháng 100 triệu có thuế không",
    ],
)
def test_what_is_none(line: str) -> None:
    assert not is_own_produce(line)
