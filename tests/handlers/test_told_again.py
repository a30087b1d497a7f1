# ruff: noqa: E501
"""A figure told again of the same business replaces the former, and is added only where that is
said; where it may be either, one question. What follows `>` is typed next; the last reply is
judged, with its choices."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies

FREE, OWES, INSTEAD, MORE = (
    "không phải nộp",
    "khai và nộp thuế theo quý",
    "thay số ông/bà nói trước",
    "Tính cộng thêm",
)

AGAIN: list[tuple[str, list[str], list[str]]] = [
    ("bán phở tháng 40 triệu > à tháng 45 triệu", [INSTEAD, "540 triệu", FREE], ["1,02 tỷ", MORE]),
    ("bán phở tháng 40 triệu > thật ra 45", [INSTEAD, "540 triệu"], ["1,02 tỷ"]),
    ("bán phở tháng 40 triệu > tháng này đông được 50 triệu", [INSTEAD, "600 triệu"], ["1,08 tỷ", MORE]),
    ("tui bán hủ tiếu ngày 2 triệu > chắc cỡ 2 triệu rưỡi", [INSTEAD, "900 triệu"], [MORE]),
    ("ban tap hoa thang 60 trieu > thang 70 trieu chu", [INSTEAD, "840 triệu"], ["1,56 tỷ"]),
    ("tôi bán phở tháng 40 triệu > tôi bán phở tháng 45 triệu", [INSTEAD, "540 triệu"], ["1,02 tỷ", MORE]),
    ("cắt tóc tháng 30 triệu > bữa nay tháng được 35 triệu rồi", [INSTEAD, "420 triệu"], [MORE]),
    ("bán quần áo năm 800 triệu > tính ra năm 1 tỷ 1", ["1,1 tỷ", OWES], ["1,9 tỷ"]),
    ("bán phở tháng 40 triệu > ngày 1 triệu rưỡi", [INSTEAD, "1,5 triệu đồng × 360 ngày"], [MORE]),
    ("bán cơm ngày 2 triệu, nghỉ chủ nhật > ngày 3 triệu lận", ["3 triệu đồng × 313 ngày"], ["1,706 tỷ"]),
    ("bán phở tháng 40 triệu > từ 45 đến 50 triệu chớ", [INSTEAD, "540 đến 600 triệu"], []),
    ("bán phở tháng 90 triệu > vậy nếu 100 triệu", ["1,2 tỷ", OWES], ["một ngày, một tháng"]),
    ("bán phở tháng 40 triệu và tạp hóa tháng 20 triệu > tạp hóa tháng 25 triệu", ["480 triệu", "300 triệu", "780 triệu"], ["1,02 tỷ"]),
    ("bán phở tháng 40 triệu, à nhầm 45 triệu", ["540 triệu", FREE], ["tiền khác"]),
    # It can be added after all.
    ("bán phở tháng 40 triệu > à tháng 45 triệu > cộng cả hai", ["1,02 tỷ", OWES], [FREE]),
    # Only this month, or every one: asked where that makes a difference.
    ("bán phở tháng 80 triệu > tháng này đông được 90 triệu", ["1,08 tỷ", "970 triệu", "Tháng nào cũng vậy", "Chỉ tháng ấy"], []),
    ("bán phở tháng 80 triệu > tháng này đông được 90 triệu > chỉ tháng ấy thôi", ["970 triệu", FREE], []),
    ("bán phở tháng 80 triệu > tháng này đông được 90 triệu > tháng nào cũng vậy", ["1,08 tỷ", OWES], []),
    # Of one of several, and not said of which.
    ("bán phở tháng 40 triệu và tạp hóa tháng 20 triệu > à tháng 45 triệu", ["Thay số: bán phở tháng 40 triệu", "Thay số: tạp hóa tháng 20 triệu", "Cộng thêm"], [FREE]),
    ("bán phở tháng 40 triệu và tạp hóa tháng 20 triệu > à tháng 45 triệu > 1", ["540 triệu", "240 triệu", "780 triệu"], []),
    ("bán phở tháng 40 triệu và tạp hóa tháng 20 triệu > à tháng 45 triệu > 3", ["1,26 tỷ"], []),
    # Said to be more, or of something else.
    ("bán phở tháng 40 triệu > thêm 5 triệu", [MORE, "540 triệu"], [INSTEAD]),
    ("bán phở tháng 40 triệu > với lại quán thứ hai tháng 30 triệu", [MORE, "840 triệu"], [INSTEAD]),
    ("bán phở tháng 40 triệu > ngoài ra bán nước tháng 10 triệu", [MORE, "600 triệu"], [INSTEAD]),
    ("bán phở tháng 40 triệu > còn tạp hóa 30 triệu tháng nữa", ["840 triệu"], [INSTEAD]),
    ("bán phở tháng 40 triệu > 45 triệu", ["Cộng cả hai", "540 triệu"], [INSTEAD, "một ngày, một tháng"]),
    ("bán phở tháng 40 triệu > vay 200 triệu có được không", [], [INSTEAD, "2,4 tỷ"]),
    ("bán phở tháng 40 triệu > lấy vợ hết 45 triệu", [], [INSTEAD, "540 triệu"]),
    ("bán phở tháng 40 triệu > tháng tết được 80 triệu", ["tháng ấy", "520 triệu", FREE], [INSTEAD, "960 triệu"]),
]  # fmt: skip

# Summed by hand against the reference.
SUMS: list[tuple[str, list[str], list[str]]] = [
    ("bán bánh kẹo 2 tháng tết mỗi tháng 150 triệu, còn lại mỗi tháng 50 triệu", ["800 triệu", FREE], []),
    ("bán quần áo được 3 tháng Tết 100 triệu, còn lại tháng 20", ["280 đến 480 triệu", FREE], []),
    ("bán hoa 2 tháng tết 150 triệu, mấy tháng còn lại 20 triệu", ["170 đến 500 triệu", FREE], []),
    ("ban phở thang 80 trieu, thang tet duoc 180 trieu", ["1,06 tỷ", OWES], []),
    ("mở quán cà phê từ tháng 7, mỗi tháng 60 triệu", ["60 triệu đồng × 6 tháng", "360 triệu", FREE], []),
    ("tôi mới bán từ tháng 9 tới giờ, tháng 100 triệu tạp hóa", ["100 triệu đồng × 4 tháng", FREE], []),
    ("mo quan pho thang 7, ngay ban 3 trieu", ["3 triệu đồng × 180 ngày", FREE], []),
    ("quán phở mở từ tháng 3 năm ngoái, tháng 90 triệu", ["1,08 tỷ", "32,4 triệu", "1,2 triệu"], []),
    ("tháng 10 mở quán phở, tới giờ bán được 300 triệu", ["Cả năm, đến hết tháng 12"], [FREE]),
    ("nhà trọ 10 phòng mỗi phòng 2 triệu rưỡi, 2 phòng trống", ["2,5 triệu đồng × 12 tháng × 8 nơi", "240 triệu"], []),
    ("dãy trọ 10 phòng mà mới cho thuê được 7, mỗi phòng 1tr8", ["1,8 triệu đồng × 12 tháng × 7 nơi"], []),
    ("nha tro 12 phong moi phong 2tr2, dang e 3 phong", ["2,2 triệu đồng × 12 tháng × 9 nơi"], []),
    ("nhà trọ 6 phòng mỗi phòng 2 triệu rưỡi", ["2,5 triệu đồng × 12 tháng × 6 nơi", "180 triệu"], []),
    ("bán vải 600 triệu, may đo 700 triệu một năm", ["1,3 tỷ", "6 triệu", "35 triệu", "1,5 triệu"], []),
    ("doanh thu đúng 500 triệu", ["500 triệu đồng một năm", FREE], ["thế chấp"]),
    ("bán cơm ngày 2 triệu, nghỉ chủ nhật", ["2 triệu đồng × 313 ngày", "626 triệu", FREE], ["vay"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "wanted", "unwanted"), AGAIN + SUMS, ids=lambda value: str(value)[:60]
)
async def test_a_figure_told_again_replaces_the_former(
    tmp_path: Path, content: Content, lines: str, wanted: list[str], unwanted: list[str]
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    shown = [f"{reply.text} {[choice.label for choice in reply.choices]}" for reply in replies]
    check_words("\n".join(shown), wanted, unwanted)
