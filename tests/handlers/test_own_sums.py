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
    ("80 triệu một tháng > thêm 20 triệu nữa", ["1,2 tỷ", "khai và nộp thuế"], [FREE]),
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
    ("bán gạo năm 980 triệu > sang năm chắc 1 tỷ 3", ["năm sau (2027)", "không tính vào năm nay", "Nếu năm 2027", "1,3 tỷ đồng × 1% = 13 triệu", "980 triệu"], ["2,28 tỷ", "được giảm 20%"]),
    # Two years in one line; parts that make up the year; how much of it is worked.
    ("bán tạp hoá 1 tỷ 1 > nhầm, 1 tỷ 1 là cả năm ngoái, năm nay 800 triệu", ["800 triệu", FREE], ["1,1 tỷ", "1,9 tỷ"]),
    ("dự tính sang năm 1 tỷ 3, năm nay mới 800", [], ["1,3 tỷ", FREE]),
    ("năm nay từ đầu năm đến hết tháng 10 tôi bán tạp hóa 920 triệu > tháng 11 12 mỗi tháng 90 triệu", ["180 triệu", "1,1 tỷ", OWES], [FREE]),
    ("bán tạp hoá ngày 3 triệu > đúng 360 ngày", ["1,08 tỷ", OWES], [FREE]),
    ("bán tạp hoá ngày 3 triệu > nghỉ 60 ngày", ["915 triệu", FREE], [OWES]),
    ("sạp cá ngày 4 triệu > 8 tháng thôi", ["960 triệu", FREE], [OWES]),
    ("sạp cá ngày 4 triệu nghỉ 2 tháng > đúng ra nghỉ 4 tháng", ["960 triệu", FREE], [OWES]),
    ("ba củ rưỡi một ngày > chín chục chai một tháng", [], ["1,26 tỷ", FREE]),
    # A number without its unit is never left out; nor is a small sum after others, or paid work.
    ("sáng bán xôi 500 nghìn > trưa bán cơm 2 triệu > chiều chè 700", ["700 nghìn"], [FREE]),
    ("quý 1 310tr > quý 2 245 > triệu > quý 3 được 198 triệu > quý 4 271 triệu > tiền bán hàng", ["1,024 tỷ", OWES], [FREE]),
    ("em sửa xe ngày 1 triệu > tiền công 300", ["300 nghìn"], [FREE]),
    ("em sửa xe ngày 1 triệu > tiền công 300 nghìn", ["468 triệu", FREE], []),
    ("em sửa xe ngày 1 triệu > bán phụ tùng 800 nghìn", ["800.000 đồng", "một ngày, một tháng hay một năm"], [FREE]),
    # One of several is put right.
    ("bán tạp hoá 900 triệu > thêm nhà trọ 8 triệu tháng > à cái nhà trọ 10 triệu chứ không phải 8", ["1,02 tỷ"], ["996 triệu", FREE]),
    ("bán tạp hoá tháng 60 triệu, cho thuê nhà tháng 8 triệu > à cái nhà thuê 10 triệu chứ không phải 8", ["840 triệu"], ["816 triệu", "968 triệu"]),
    ("bán tạp hoá 900 triệu > thêm rau 300 triệu > à tạp hoá 600 thôi", ["600 triệu", "900 triệu đồng một năm"], ["1,2 tỷ", "1,8 tỷ"]),
    # Told in a sentence: answered, whatever the trade is.
    ("mỗi tuần tôi bán được 15 triệu", ["780 triệu", FREE], []),
    ("bán áo quần tháng 70 triệu", ["840 triệu", FREE], []),
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
