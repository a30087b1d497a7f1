# ruff: noqa: E501
"""Two of a family who are each registered are two households: their takings are never added, and
where it is not said whose registration they are of, that is asked once, with both sums, and every
natural answer is taken. What follows `>` is typed next; the last reply is judged."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies

FREE, OWES = "không phải nộp", "khai và nộp thuế theo quý"
ASKED = "Riêng hộ của ông/bà"

CASES: list[tuple[str, list[str], list[str]]] = [
    # In one message.
    ("tôi bán tạp hoá tháng 50 triệu, vợ tôi đứng tên quán khác tháng 50 triệu", ["600 triệu", FREE, "không cộng"], ["1,2 tỷ", OWES, "Xin lỗi"]),
    ("tôi bán tạp hóa tháng 50 triệu vợ tôi đứng tên quán khác tháng 60 triệu", ["600 triệu", "720 triệu", FREE, "không cộng"], ["1,32 tỷ", OWES]),
    ("ban tap hoa thang 50 trieu, vo toi dung ten quan khac thang 60 trieu", ["600 triệu", "720 triệu", FREE], ["1,32 tỷ", OWES]),
    ("tôi bán phở tháng 50 triệu, vợ tôi đứng tên quán bún tháng 90 triệu", ["600 triệu", FREE, "Hộ ấy trên 1 tỷ đồng"], ["1,68 tỷ", OWES]),
    ("quán phở của tôi 1 tỷ 2 một năm, quán bún con gái đứng tên 600 triệu một năm", ["36 triệu", "2,1 triệu", "Hộ ấy không vượt"], ["1,8 tỷ", "54 triệu"]),
    ("vợ tôi đứng tên quán bún tháng 60 triệu, tôi đứng tên tạp hóa tháng 90 triệu", ["1,08 tỷ", "10,8 triệu", "720 triệu"], ["1,8 tỷ"]),
    ("em với mẹ em hai giấy phép, em bán quần áo tháng 80 triệu, mẹ bán hoa tháng 30 triệu", ["960 triệu", FREE, "360 triệu"], ["1,32 tỷ", OWES]),
    # In two.
    ("tôi bán tạp hóa tháng 50 triệu > vợ tôi đứng tên quán khác tháng 50 triệu", ["đứng tên một hộ riêng", "600 triệu"], ["50 triệu đồng một năm", OWES]),
    ("tôi bán tạp hóa tháng 90 triệu > chồng tôi có giấy phép riêng bán điện thoại tháng 60 triệu", ["1,08 tỷ", "720 triệu", "phải khai và nộp thuế"], []),
    ("tôi bán tạp hóa tháng 50 triệu > vợ tôi đứng tên quán khác tháng 50 triệu > có phải đóng thuế không", ["600 triệu", FREE], ["1,2 tỷ đồng một năm)", OWES]),
    # One of them owns both; goods are nobody's wife.
    ("chồng tôi đứng tên cả hai quán, quán phở tháng 50 triệu, quán bún tháng 40 triệu", ["1,08 tỷ", OWES], [FREE]),
    ("tôi bán phở tháng 50 triệu, vợ phụ, giấy phép vợ đứng tên", ["600 triệu", FREE], []),
    # Less than the threshold, whoever owns it: nothing need be asked.
    ("tôi bán tạp hóa tháng 30 triệu, vợ tôi bán rau tháng 20 triệu", ["600 triệu", FREE], [ASKED]),
    # Asked once with both sums, and every answer is one.
    ("tôi bán tạp hóa tháng 50 triệu, vợ tôi bán rau tháng 50 triệu", [ASKED, "1,2 tỷ"], [FREE, OWES]),
    ("tôi bán tạp hóa tháng 50 triệu, vợ tôi bán rau tháng 50 triệu > cả năm được bao nhiêu?", ["1,2 tỷ", "600 triệu", "Nếu chung một đăng ký"], [ASKED + ", một người"]),
    ("tôi bán tạp hóa tháng 50 triệu, vợ tôi bán rau tháng 50 triệu > cả năm được bao nhiêu? > 600 triệu", ["Bán buôn, bán lẻ hàng hóa", "600 triệu", FREE], [ASKED, "Bán rau"]),
    ("tôi bán tạp hóa tháng 50 triệu, vợ tôi bán rau tháng 50 triệu > riêng", ["600 triệu", FREE], [ASKED, OWES]),
    ("tôi bán tạp hóa tháng 50 triệu, vợ tôi bán rau tháng 50 triệu > mỗi người một giấy phép", ["600 triệu", FREE], [OWES]),
    ("tôi bán tạp hóa tháng 50 triệu, vợ tôi bán rau tháng 50 triệu > vợ đứng tên riêng", ["600 triệu", FREE], [OWES]),
    ("tôi bán tạp hóa tháng 50 triệu, vợ tôi bán rau tháng 50 triệu > 2", ["600 triệu", FREE], [OWES]),
    ("tôi bán tạp hóa tháng 50 triệu, vợ tôi bán rau tháng 50 triệu > 1", ["1,2 tỷ", OWES], [FREE]),
    ("tôi bán tạp hóa tháng 50 triệu, vợ tôi bán rau tháng 50 triệu > tôi đứng tên hết", ["1,2 tỷ", OWES], [FREE]),
    ("vợ chồng tôi mỗi người một quán, mỗi quán tháng 50 triệu", [ASKED], [FREE, OWES]),
    ("vợ chồng tôi mỗi người một quán, mỗi quán tháng 50 triệu > 600 triệu", ["600 triệu", FREE], [ASKED]),
    ("vợ chồng tôi mỗi người một quán, mỗi quán tháng 50 triệu > cả năm được bao nhiêu?", ["1,2 tỷ", "600 triệu"], []),
    ("vợ chồng tôi mỗi người một quán, mỗi quán tháng 50 triệu > cả năm được bao nhiêu? > 600 triệu", ["600 triệu", FREE], [ASKED]),
    ("vợ chồng tôi mỗi người một quán, mỗi quán tháng 50 triệu > chung", ["1,2 tỷ", "2 nơi"], [FREE]),
    ("vợ chồng tôi mỗi người một quán, mỗi quán tháng 50 triệu > riêng", ["600 triệu", FREE], [OWES]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted", "unwanted"), CASES, ids=[case[0] for case in CASES])
async def test_each_household_is_judged_alone(
    tmp_path: Path, content: Content, lines: str, wanted: list[str], unwanted: list[str]
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    check_words("\n".join(reply.text for reply in replies), wanted, unwanted)
