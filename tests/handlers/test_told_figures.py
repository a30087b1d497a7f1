# ruff: noqa: E501
"""What somebody told of their business stays for the conversation: more of it is reckoned with it,
what comes of it can be asked, every tool begins with it, and it is forgotten on a word. What
follows `>` is typed next; only the last reply is judged."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies

FREE, OWES = "không phải nộp thuế GTGT và TNCN", "khai và nộp thuế theo quý"
PHO = "e oi c ban pho sang moi ngay dc 2tr3 thi co phai dong thue ko"
SELLS = "tạp hóa bán 30 triệu một tháng có phải nộp thuế không"

CASES: list[tuple[str, list[str], list[str]]] = [
    # More of it.
    (f"{PHO} > ngay nao cung ban tru tet nghi 10 ngay", ["816,5 triệu", FREE], []),
    (f"{PHO} > ngay nao cung ban tru tet nghi 10 ngay > a chua tinh ban mang ve, them 600k nua", ["1,0295 tỷ", OWES], []),
    (f"{PHO} > cảm ơn em > the la khoi dong ha", ["828 triệu", FREE], []),
    (f"{PHO} > tien thue nguoi rua bat 6tr 1 thang tru di dc ko", ["chi phí", "828 triệu", FREE], []),
    (f"{SELLS} > nhầm, 85 triệu mới đúng", ["1,02 tỷ", OWES], ["360 triệu"]),
    # The same sum, trade by trade; and what is not clear is not reckoned before it is.
    ("sửa xe máy 35 triệu một tháng > mở thêm rửa xe, thêm 60 triệu một tháng nữa > sửa xe 420 triệu một năm, rửa xe 720 triệu một năm > rứa nộp bao nhiêu", ["cộng 1,14 tỷ"], ["2,28 tỷ"]),
    ("bán phở tháng 40 triệu > tạp hóa 95 triệu một tháng > vậy tui đóng nhiêu", ["chọn trước"], ["1,62 tỷ", "Trường hợp"]),
    ("bán phở tháng 40 triệu > tạp hóa 95 triệu một tháng > vậy tui đóng nhiêu > 2 > vậy tui đóng nhiêu", ["1,14 tỷ", OWES], ["1,62 tỷ"]),
    # The question what a sum is, and its answers.
    ("9 chục triệu một tháng", ["1,08 tỷ", "khai và nộp thuế", "gõ thêm ngành"], ["tiền khác"]),
    ("tôi có 9 chục triệu", ["tiền bán hàng", "tiền khác"], [OWES]),
    ("9 chục triệu một tháng > tiền bán hàng", ["1,08 tỷ", OWES], []),
    ("tôi có 9 chục triệu > tiền khác", ["không lấy số đó làm doanh thu"], [OWES]),
    ("9 chục triệu một tháng > đó là tiền lương mà > tháng 20 triệu có đóng thuế không", ["240 triệu", FREE], ["9 chục"]),
    ("9 chục triệu một tháng > không, tiền lương", ["không lấy số đó làm doanh thu"], [OWES]),
    ("họ hàng mừng cưới 500 triệu", ["không lấy số đó làm doanh thu"], ["thế chấp", FREE]),
    ("được thừa kế 2 tỷ", ["không lấy số đó làm doanh thu"], [FREE]),
    ("vay 200 triệu", [], ["Trường hợp ông/bà nêu", "làm doanh thu"]),
    ("80 triệu > 2", ["960 triệu", FREE], []),
    ("1 năm 900", ["900 nghìn", "900 triệu"], [FREE]),
    ("1 năm 900 > tr chứ gì nữa trời > tiền bán hàng", ["900 triệu đồng một năm", FREE], []),
    # What is shown under a verdict.
    ("quán phở 1 tỷ 2", ["Bán đều bốn quý", "quý 4 12 triệu", "Căn cứ", "Luật 109/2025/QH15 Điều 7", "Việc tiếp theo", "quý 4/2026", "1/2/2027"], []),
    (SELLS, ["360 triệu", FREE, "Việc tiếp theo", "thông báo doanh thu năm 2026"], ["Bán đều"]),
    (f"{SELLS} > Sửa số này", ["Số nào mới đúng?"], []),
    (f"{SELLS} > Sửa số này > 95 triệu một tháng", ["1,14 tỷ", OWES], ["360 triệu"]),
    ("quán phở 1 tỷ 2 > Nhắc tôi trước hạn", ["tính theo cách nào"], []),
    ("quán phở 1 tỷ 2 > Nhắc tôi trước hạn > 1", ["quý 4/2026"], []),
    # Shown, used, forgotten.
    (f"{SELLS} > số tôi vừa nói", ["tạp hóa bán 30 triệu một tháng", "360 triệu"], []),
    (f"{SELLS} > tính thuế", ["Tôi lấy số ông/bà đã nói", "360 triệu đồng một năm"], []),
    (f"{SELLS} > lên doanh nghiệp", ["Tôi lấy số ông/bà đã nói"], ["Doanh thu cả năm"]),
    (f"{SELLS} > quên số tôi vừa nói", ["đã quên"], []),
    (f"{SELLS} > quên số tôi vừa nói > tính thuế", ["Ông/bà làm ngành nào"], ["30 triệu"]),
    (f"{SELLS} > quên số tôi vừa nói > số tôi vừa nói", ["chưa giữ con số nào"], ["30 triệu"]),
    # Another question stands by itself.
    (f"{SELLS} > sửa nhà dự kiến 300 triệu", [], ["Trường hợp ông/bà nêu"]),
    (f"{SELLS} > vay 300 triệu được không", [], ["Trường hợp ông/bà nêu"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted", "unwanted"), CASES, ids=[case[0] for case in CASES])
async def test_figures_stay_for_the_conversation(
    tmp_path: Path, content: Content, lines: str, wanted: list[str], unwanted: list[str]
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    check_words("\n".join(reply.text for reply in replies), wanted, unwanted)
