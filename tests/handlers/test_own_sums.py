# ruff: noqa: E501
"""A figure told after others in one conversation: joined to them as it was said, or both are shown
and which is meant is asked; never "không phải nộp" of the later alone. What follows `>` is typed
next; only the last reply is judged."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies

FREE, OWES, CHOICE = "không phải nộp", "khai và nộp thuế theo quý", "Cộng cả hai"

CASES: list[tuple[str, list[str], list[str]]] = [
    # Said to be more.
    ("bán tạp hoá 900 triệu > và rau 300 triệu", ["Tính cộng thêm", "1,2 tỷ", OWES], [FREE]),
    ("bán quần áo năm 600 triệu > shopee 500 triệu", ["1,1 tỷ", OWES], [FREE]),
    ("bán quần áo năm 600 triệu > tiktok nữa 500 triệu", ["1,1 tỷ", OWES], [FREE]),
    ("shopee 600 triệu > ngoài chợ 500 triệu", ["1,1 tỷ", OWES], [FREE]),
    ("sáng bán xôi tháng 40 triệu > chiều bán chè tháng 50 triệu", ["1,08 tỷ", OWES], [FREE]),
    ("bán cơm tháng 70 triệu > cuối tuần bán thêm chè 5 triệu một tuần", ["1,1 tỷ", OWES], [FREE]),
    ("bán cơm tháng 70 triệu > cả tiền giao hàng 20 triệu tháng", ["1,08 tỷ", OWES], [FREE]),
    ("tháng 70 triệu > cộng thêm online 30 triệu một tháng", ["1,2 tỷ", OWES], [FREE]),
    ("80 triệu một tháng > thêm 20 triệu nữa", ["1,2 tỷ", "phải khai và nộp thuế"], [FREE]),
    ("bán cơm ngày 3 triệu 2, năm nghỉ 2 tháng > 300 ngày > thêm nhà trọ 8 triệu tháng", ["96 triệu", "1,056 tỷ"], [FREE]),
    # Not said: both are shown, and one is chosen.
    ("cắt tóc tháng 50 triệu > bán dầu gội tháng 40 triệu", ["480 triệu", "1,08 tỷ", "phải khai và nộp thuế", CHOICE], [FREE]),
    ("cắt tóc tháng 50 triệu > bán dầu gội tháng 40 triệu > 1", ["1,08 tỷ", OWES], [FREE]),
    ("cắt tóc tháng 50 triệu > bán dầu gội tháng 40 triệu > 2", ["480 triệu", FREE], [OWES]),
    ("cắt tóc tháng 50 triệu > bán dầu gội tháng 40 triệu > 3", ["600 triệu", FREE], [OWES]),
    ("bán tạp hoá 900 triệu > bán bia 300 triệu có phải đóng thuế không", ["riêng khoản vừa hỏi", "1,2 tỷ", CHOICE], []),
    # A part, less, another's, another year's.
    ("bán tạp hoá 1 tỷ 1 > trong đó 300 triệu là tiền thẻ cào", ["một phần", "1,1 tỷ", OWES], [FREE]),
    ("tạp hoá 1 tỷ 5 > riêng bia 400 triệu", ["một phần", "1,5 tỷ", OWES], [FREE]),
    ("bán tạp hoá 1 tỷ 5 > bớt đi 200 triệu", ["trừ bớt", "1,3 tỷ", OWES], [FREE]),
    ("doanh thu 1 tỷ 5 > khách trả lại hàng 600 triệu", ["trừ bớt", "900 triệu", FREE], [OWES]),
    ("doanh thu 1 tỷ 5 nhưng trả lại hàng 600 triệu", ["900 triệu", FREE], [OWES]),
    ("bán tạp hoá 900 triệu > vợ bán rau 300 triệu", ["đăng ký kinh doanh", "chung", "1,2 tỷ", "900 triệu"], [FREE]),
    ("bán tạp hoá 900 triệu > vợ bán rau 300 triệu > 1", ["1,2 tỷ", OWES], [FREE]),
    ("bán tạp hoá 900 triệu > vợ bán rau 300 triệu > 2", ["900 triệu", FREE], [OWES]),
    ("bán gạo năm 980 triệu > sang năm chắc 1 tỷ 3", ["năm sau (2027)", "không tính vào năm nay", "980 triệu"], [OWES]),
    # A correction, a supposition stay what they were.
    ("bán tạp hoá 900 triệu > nhầm, 1 tỷ 2", ["1,2 tỷ", OWES], ["2,1 tỷ"]),
    ("bán tạp hoá 900 triệu > nếu 1 tỷ 2 thì sao", ["1,2 tỷ", OWES], ["2,1 tỷ"]),
    # No figures of theirs; nothing glued of two messages.
    ("doanh thu 9 chục triệu một tháng > 990 thì chưa tới 1 tỷ đúng ko > thế tháng 12 này tôi nghỉ bán sớm cho chắc", [], ["Trường hợp ông/bà nêu", "12 tỷ"]),
    ("doanh thu 9 chục triệu một tháng > 990 thì chưa tới 1 tỷ đúng ko", [], ["cộng thêm", "Trường hợp ông/bà nêu"]),
    ("qúy 4 đang bán, mới tháng 10 được 71 > thế còn lại bao nhiêu thì chạm 1 tỷ", [], ["71 tỷ"]),
    ("má con bán hủ tíu mỗi bữa chừng triệu hai triệu ba, có đóng thuế không", ["468 triệu"], ["828 triệu"]),
    ("quý 1 310tr > quý 2 245", [], ["Trên 1 tỷ"]),
    ("bán gạo tháng 90 triệu nhưng có tháng chỉ 60", ["Cả năm khoảng bao nhiêu"], ["Trường hợp ông/bà nêu", "Trên 1 tỷ"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted", "unwanted"), CASES, ids=[case[0] for case in CASES])
async def test_a_later_figure_is_judged_with_those_before(
    tmp_path: Path, content: Content, lines: str, wanted: list[str], unwanted: list[str]
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    shown = [f"{reply.text} {[choice.label for choice in reply.choices]}" for reply in replies]
    check_words("\n".join(shown), wanted, unwanted)
