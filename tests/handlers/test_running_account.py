"""The running account in a conversation: its lines are shown and put right, one thing is asked, and
a verdict is given only where nothing is open."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies

FREE, OWES = "không phải nộp", "khai và nộp thuế theo quý"
BOWLS = (
    "bác bán bánh đa cua > sáng nào bác cũng bán được khoảng tám mươi bát > ba nhăm nghìn một bát"
)
RESTED = f"{BOWLS} > bác nghỉ mùng một với hôm rằm, với lại tết nghỉ mười ngày nữa"
ENDS = f"{RESTED} > à quên thứ bảy chủ nhật thì đông hơn phải trăm hai chục bát"
TEA = "với cả bán thêm trà đá mỗi ngày được hai trăm nghìn"
FRUIT = "chi ban trai cay o cho > moi thang chi ban dc khoang 60 trieu"
TRICYCLE = f"{FRUIT} > ong xa chi chay them cai xe ba gac cho hang muon, ngay 300"


@pytest.mark.parametrize(
    ("lines", "words", "not_these"),
    [
        # One thing is asked, and no verdict before it is answered.
        (BOWLS, ("80 bát × 35.000 đồng", "1,022 tỷ", "nghỉ ngày nào"), (FREE, OWES)),
        (RESTED, ("926,8 triệu", FREE, "gần mức"), (OWES,)),
        # Above the limit: said in full when the lines are confirmed.
        (ENDS, ("120 bát", "1,0592 tỷ", "đúng chưa"), (FREE, OWES)),
        (f"{ENDS} > 1", ("1,0592 tỷ", OWES), (FREE,)),
        (f"{ENDS} > dòng 1 là 60 bát", ("60 bát", "893,7 triệu", FREE), (OWES,)),
        (f"{ENDS} > {TEA} > bỏ dòng 2", ("Đã bỏ",), ()),
        # Another's is asked about, with what is sure either way.
        (TRICYCLE, ("Chưa cộng", "đứng tên", "829,5 triệu", FREE), (OWES,)),
        (f"{TRICYCLE} > 2", ("Không cộng", "720 triệu"), (OWES,)),
        (f"{TRICYCLE} > dung ten chi luon, tuan chung 3 bua", ("3 ngày một tuần", "766,8"), ()),
        # What is no takings is said, and the lines stay.
        (f"{RESTED} > tiền cua tiền bánh đa hết nửa rồi còn gì", ("chi phí", "926,8"), (OWES,)),
        (f"{RESTED} > vay ngân hàng 200 triệu có được không", (), ("200 triệu đồng một năm", OWES)),
        (f"{RESTED} > thế tóm lại là bao nhiêu hả cháu", ("926,8 triệu", FREE), (OWES,)),
    ],
)  # fmt: skip
async def test_the_account_is_shown_and_put_right(
    tmp_path: Path,
    content_with_encoder: Content,
    lines: str,
    words: tuple[str, ...],
    not_these: tuple[str, ...],
) -> None:
    replies = await last_replies(tmp_path, content_with_encoder, lines)
    check_words("\n".join(one.text for one in replies), words, not_these)


async def test_what_is_forgotten_leaves_no_line(
    tmp_path: Path, content_with_encoder: Content
) -> None:
    lines = f"{RESTED} > quên số tôi vừa nói > {TEA}"
    replies = await last_replies(tmp_path, content_with_encoder, lines)
    check_words("\n".join(one.text for one in replies), (), ("bát", "926,8"))
