# ruff: noqa: E501
"""Told after the figures of a business: what is paid is never added to what is sold, a figure of the
same time replaces the former, and what is put away is put away. So many pieces times their price,
in words as in figures. What follows `>` is typed next; the last reply is judged."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies

FREE, OWES = "không phải nộp", "khai và nộp thuế theo quý"
PAID = [
    "phí chợ tôi trả 600 nghìn", "tiền thuê quầy 3 triệu", "điện nước 1 triệu", "trả lương 5 triệu một tháng",
    "tiền vốn 25 triệu", "tiền nhập hàng 25 triệu", "thêm tiền thuê quầy 3 triệu nữa", "còn tiền điện 5 triệu",
    "mỗi tháng tôi trả tiền chợ 2 triệu", "mỗi tháng đóng phí chợ 2 triệu", "mua rau hết 50 triệu",
    "thuê người bán 6 triệu", "vốn bỏ ra 50 triệu", "lấy hàng 2 triệu một ngày", "xăng xe 3 triệu",
    "trả cho đứa phụ 4 triệu", "tiền trọ tôi trả 2 triệu", "3 triệu tiền thuê sạp nữa", "cộng tiền bao bì 2 triệu",
    "bao bì 2 triệu", "phi cho 600 nghin", "tien thue quay 3 trieu", "tra luong 5 trieu", "tien von 25 trieu",
    "năm ngoái tôi nộp thuế 12,7 triệu", "năm ngoái nộp 12,7 triệu", "hồi trước đóng thuế khoán tháng 1 triệu 2",
    "nam ngoai toi nop thue 12,7 trieu",
]  # fmt: skip
TALKS: list[tuple[str, list[str], list[str]]] = [
    ("bán rau ngày 3 triệu > phí chợ 20 nghìn > điện nước 30 nghìn", ["chi phí", "1,08 tỷ"], ["1,098 tỷ"]),
    ("bán rau ngày 3 triệu > mỗi ngày trả 20 nghìn tiền chợ", ["chi phí", "1,08 tỷ"], ["1,087 tỷ"]),
    ("tháng 70 triệu > tiền thuê quầy 3 triệu > quán phở", ["840 triệu", FREE], [OWES, "876 triệu"]),
    ("bán tạp hóa năm 2 tỷ > năm ngoái tôi nộp thuế 12,7 triệu", ["không phải tiền bán hàng", "2 tỷ", OWES], ["2,0127 tỷ"]),
    ("tạp hóa năm nay 900 triệu, năm ngoái đóng thuế 200 triệu", ["900 triệu", FREE], [OWES, "1,1 tỷ"]),
    ("sửa xe tháng 90tr > trả thợ 60tr", ["Đã ghi chi phí", "1,08 tỷ"], ["1,8 tỷ"]),
    ("tạp hóa tháng 60 triệu > khách trả 50 triệu tiền hàng", [], ["trừ bớt", "670 triệu"]),
    ("tạp hóa tháng 60 triệu > thêm gas 10 triệu một tháng", ["840 triệu", FREE], ["chi phí"]),
    ("sửa xe tháng 50 triệu > tiền công thợ 10 triệu", ["chi phí", "600 triệu"], ["720 triệu"]),
    # Put away, and told anew.
    ("tạp hóa tháng 60 triệu > quên hết số nãy đi, tháng bán 40 triệu", ["bỏ số cũ", "480 triệu", FREE], [OWES, "1,2 tỷ"]),
    ("tạp hóa tháng 60 triệu > quên hết số nãy đi, quán phở ngày 2 triệu", ["bỏ số cũ", "Dịch vụ ăn uống", "720 triệu", "2 triệu đồng × 360"], [OWES]),
    ("tạp hóa tháng 60 triệu > bỏ hết mấy số kia đi, năm bán 900 triệu", ["900 triệu", FREE], [OWES]),
    ("tạp hóa tháng 60 triệu > thôi quên đi, tháng 30 triệu", ["360 triệu", FREE], [OWES]),
    ("tap hoa thang 60 trieu > quen het so nay di, thang ban 40 trieu", ["480 triệu", FREE], [OWES]),
    ("tạp hóa tháng 60 triệu, phở tháng 40 triệu > quên hết số nãy đi, phở tháng 50 triệu", ["600 triệu", FREE], [OWES]),
    ("tạp hóa tháng 60 triệu > quên số cũ", ["đã quên"], [FREE, OWES]),
    # The whole year behind a month: in its place, or asked where its size is not sure.
    ("bán phở tháng 10 triệu > cả năm chắc một trăm ba", ["130 triệu", FREE], ["250 triệu", OWES]),
    ("bún tháng 11 triệu > thêm nước ngọt tháng 2 triệu > cả năm chắc một trăm ba", ["130 triệu", FREE], ["286 triệu"]),
    ("sáng bán bún ngày 300 ngàn > chiều bán chè ngày 200 ngàn > cả năm chắc một trăm ba", ["130 triệu", FREE], ["310 triệu"]),
    ("bán bún tháng 90 triệu > cả năm chắc một tỷ ba", ["1,3 tỷ", OWES], ["2,38 tỷ", FREE]),
    ("bán bún tháng 90 triệu > một năm một trăm ba", ["thêm hay thay", "130 triệu"], [FREE]),
    ("bán bún tháng 90 triệu > một năm một trăm ba > 2", ["130 triệu", FREE], ["tiền khác"]),
    # So many, so much each.
    ("một ngày bốn mươi tô nhân ba mươi lăm ngàn", ["504 triệu", "1,4 triệu đồng × 360"], ["126 triệu"]),
    ("bán phở một ngày bốn mươi tô nhân ba mươi lăm ngàn", ["504 triệu", FREE], ["126 triệu"]),
    ("bán bún ngày năm chục tô, mỗi tô ba mươi", ["540 triệu", FREE], [OWES]),
    ("bán bún ngày năm chục tô một tô giá ba lăm", ["630 triệu", FREE], [OWES]),
    ("phở ngày trăm rưỡi tô, tô 40", ["6 triệu"], [FREE]),
    ("bún 35k x 40 tô một ngày", ["504 triệu"], [OWES]),
    ("bán bún ngày bảy tám chục tô, tô ba chục", ["756 đến 864 triệu", FREE], [OWES]),
    ("bán bún ngày 40-50 tô, tô 30k", ["432 đến 540 triệu", FREE], [OWES]),
    ("bán cơm tấm 1 ngày trăm hai dĩa, dĩa 35 ngàn", ["4,2 triệu"], [FREE]),
    ("xe tải chở hàng thuê, tôi có 3 xe tải, mỗi xe tháng 40 triệu", ["1,44 tỷ"], [FREE]),
    ("bán thịt ngày 30kg x 120k", ["3,6 triệu", "1,296 tỷ"], [FREE]),
    ("chạy 5 cuốc một ngày mỗi cuốc 60", ["108 triệu", FREE], [OWES]),
    ("bún mắm một ngày chừng sáu chục tô, mỗi tô bốn lăm ngàn", ["972 triệu"], [OWES]),
]  # fmt: skip


@pytest.mark.parametrize("paid", PAID)
async def test_what_is_paid_is_never_added(tmp_path: Path, content: Content, paid: str) -> None:
    replies = await last_replies(tmp_path, content, f"bán rau tháng 80 triệu > {paid}")
    check_words("\n".join(reply.text for reply in replies), ["960 triệu", FREE], [OWES, "thêm hay"])


@pytest.mark.parametrize(("lines", "wanted", "unwanted"), TALKS, ids=[talk[0] for talk in TALKS])
async def test_sums_told_in_turn(
    tmp_path: Path, content: Content, lines: str, wanted: list[str], unwanted: list[str]
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    check_words("\n".join(reply.text for reply in replies), wanted, unwanted)
