# ruff: noqa: E501
"""Sums as twenty traders of a market would tell them, three talks each, judged by hand from the law
before the program was asked. What is not understood is asked for: nothing wrong is said. What
follows `>` is typed next; the last reply is judged."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies

FREE, OWES = "không phải nộp", "khai và nộp thuế theo quý"

CASES: list[tuple[str, list[str], list[str]]] = [
    # Noodles, no accents.
    ("ngay ban ba muoi to bun rieu, to ba muoi lam ngan, co phai dong thue hong", ["378 triệu", FREE], [OWES]),
    ("ban bun rieu ngay trieu mot > tien cho dong moi thang nam tram ngan", ["396 triệu", FREE], [OWES, "402 triệu"]),
    ("ban bun ngay ba trieu > nghi ram mung mot, nam ban ba tram ngay", ["900 triệu", FREE], [OWES]),
    # Fruit.
    ("bán trái cây ngày chừng hai triệu rưởi > mỗi bữa lời có ba trăm thôi", [], [OWES, "1,008 tỷ"]),
    ("sạp trái cây tháng tám chục triệu, vợ anh đứng tên sạp rau kế bên tháng bốn chục", ["960 triệu", FREE], [OWES, "1,44 tỷ"]),
    ("trái cây một tháng 95 triệu > tính lộn, 75 thôi", ["900 triệu", FREE], [OWES]),
    # Clothes.
    ("quần áo tháng 45tr > cả năm chắc năm trăm rưỡi", [], [OWES, "1,09 tỷ"]),
    ("bán quần áo năm nay khoảng 1 tỷ 1, nhập hàng hết 800 triệu", ["11 triệu", OWES], [FREE, "1,9 tỷ"]),
    ("em bán quần áo chợ 40tr/tháng > còn bán trên shopee 50tr/tháng", ["1,08 tỷ", OWES], [FREE]),
    # Mends motorbikes.
    ("sửa xe ngày được bảy tám trăm, tháng làm 26 ngày", ["249,6 triệu", FREE], [OWES]),
    ("sua xe thang 100 trieu", ["1,2 tỷ", "36 triệu", OWES], [FREE]),
    ("tiệm sửa xe thu 90 triệu một tháng, trong đó tiền phụ tùng 60 triệu", ["10,8 triệu", "7,2 triệu", OWES], [FREE, "1,8 tỷ"]),
    # Sticky rice.
    ("xôi mỗi sáng trăm gói, gói mười lăm ngàn", ["540 triệu", FREE], [OWES]),
    ("bán xôi 5 nghìn một gói ngày bán được hai trăm gói", ["360 triệu", FREE], [OWES]),
    ("xôi ngày 1tr > trả con phụ ngày 150k", ["360 triệu", FREE], [OWES, "414 triệu"]),
    # Coffee.
    ("cà phê ngày 80 ly, ly hai chục", ["576 triệu", FREE], [OWES]),
    ("quán cafe tháng 90tr > tiền mặt bằng 15tr > tiền điện nước 5tr", ["1,08 tỷ"], [FREE, "1,26 tỷ", "1,32 tỷ"]),
    ("quán cà phê tháng 90 triệu > thôi quên hết số đó đi, tháng có 60 triệu à", ["720 triệu", FREE], [OWES, "1,8 tỷ"]),
    # Sells online.
    ("toi ban tiktok shop 1 nam 700tr, san tru thue roi", ["700 triệu", FREE], [OWES]),
    ("bán mỹ phẩm online 1ty2, năm rồi nộp thuế có 8tr", ["1,2 tỷ", "12 triệu", OWES], [FREE, "1,208 tỷ"]),
    ("bán mỹ phẩm tháng 85 củ", ["1,02 tỷ", OWES], [FREE]),
    # Building materials.
    ("vlxd năm ngoái 2 tỷ, năm nay 10 tháng được 2 tỷ 1", [], [FREE, "4,1 tỷ"]),
    ("bán vật liệu 2 tỷ rưỡi > vốn 2 tỷ 2", ["Đã ghi chi phí 2 tỷ 2", "2,5 tỷ"], [FREE, "4,7 tỷ"]),
    ("bán vật liệu xây dựng 1 tỷ 2 > cộng thêm tiền chở thuê 300 triệu", ["1,5 tỷ", OWES], [FREE]),
    # Lets rooms.
    ("nhà trọ 10 phòng, phòng triệu hai", ["144 triệu", FREE], [OWES]),
    ("10 phòng trọ mỗi phòng triệu rưỡi, tiền điện nước thu hộ thêm 5 triệu", [], [OWES, "tỷ 8"]),
    ("cho thuê mặt bằng 100 triệu tháng", ["1,2 tỷ", "60 triệu"], [FREE]),
    # Fish.
    ("cá biển mỗi ngày bán bốn triệu, tháng bán 20 ngày", ["960 triệu", FREE], [OWES]),
    ("ban ca ngay 4tr > thang ban co 20 ngay thoi", ["960 triệu", FREE], [OWES]),
    ("cá ngày bốn chục ký, ký tám chục ngàn", ["3,2 triệu"], [FREE]),
    # Groceries.
    ("tạp hóa tháng một trăm hai", [], [FREE]),
    ("tap hoa thang 1 tram 2 chuc trieu", ["1,44 tỷ", OWES], [FREE]),
    ("tạp hóa ngày ba triệu mấy", [], [FREE]),
    # Phở.
    ("phở ngày trăm tô, tô bốn chục", ["4 triệu"], [FREE]),
    ("pho 100 to x 40k mot ngay, thang nghi 4 ngay", [OWES], [FREE]),
    ("bán phở năm 1 tỷ 5 phải nộp bao nhiêu, vợ tôi đứng tên quán bún khác năm 600 triệu", ["45 triệu"], ["2,1 tỷ"]),
    # Votive paper.
    ("hàng mã tháng thường 20tr, tháng 7 âm 150tr", [], [OWES]),
    ("bán vàng mã mỗi phiên chợ hai triệu, tháng sáu phiên", ["144 triệu", FREE], [OWES]),
    ("cúng rằm bán được trăm mấy triệu", [], [FREE, OWES]),
    # Milk tea.
    ("tra sua ngay 50 ly 25k/ly, dong thue k a", ["450 triệu", FREE], [OWES]),
    ("e bán trà sữa 3tr5/ngày nghỉ t2", [], [FREE]),
    ("trà sữa tháng 70tr, ship grab 20tr nữa", [], [FREE]),
    # Betel.
    ("già bán trầu cau ngày được trăm rưỡi có bị thuế không cháu", ["54 triệu", FREE], [OWES]),
    ("bán trầu ngày hai trăm, bữa đông thì ba trăm", [], [OWES, "tỷ đồng một năm"]),
    ("tui ban hang rong ngay kiem chung 2 xi", [], [OWES]),
    # Hair.
    ("tóc ngày 10 khách mỗi khách trăm rưỡi", ["540 triệu", FREE], [OWES]),
    ("cắt tóc 50k, ngày 30 khách", ["540 triệu", FREE], [OWES]),
    ("tiệm tóc 1 tỷ 1 > trả thợ 300 triệu > thuê nhà 120 triệu", ["1,1 tỷ", OWES], [FREE, "1,4 tỷ", "1,22 tỷ"]),
    # Chickens.
    ("bán gà ngày 50 con con trăm hai", [], [FREE]),
    ("nuôi gà bán lứa 100 triệu năm 3 lứa", ["300 triệu"], [OWES]),
    ("ban ga thang 60tr > thang chap ban gap doi", [], [OWES]),
    # Sews.
    ("may đo tháng mười lăm bộ, bộ triệu hai", ["216 triệu", FREE], [OWES]),
    ("may gia cong thang 90tr > tra tho 60tr", [], [FREE, "1,8 tỷ"]),
    ("tiệm may năm 400 triệu > chồng bán điện thoại đứng tên riêng năm 900 triệu", [FREE, "400 triệu", "900 triệu"], [OWES, "1,3 tỷ đồng một năm)"]),
    # Drives.
    ("chạy xe ôm ngày ba bốn trăm", ["108 đến 144 triệu", FREE], [OWES]),
    ("xe tải chở thuê chuyến 2 triệu ngày 2 chuyến", [], [FREE]),
    ("xe tải tháng 70tr > dầu hết 30tr", ["840 triệu", FREE], [OWES, "1,2 tỷ"]),
    # Bread.
    ("banh mi ngay 200 o 1 o 20k", [], [FREE]),
    ("bánh mì ngày hai trăm ổ, ổ mười lăm, nghỉ chủ nhật", ["939 triệu", FREE], [OWES]),
    ("bánh mì tháng 75tr > bao giờ tôi phải nộp giấy báo doanh thu", ["1/2/2027", "Gửi thông báo doanh thu"], ["quý 4"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted", "unwanted"), CASES, ids=[case[0] for case in CASES])
async def test_sums_of_traders_are_reckoned(
    tmp_path: Path, content: Content, lines: str, wanted: list[str], unwanted: list[str]
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    check_words("\n".join(reply.text for reply in replies), wanted, unwanted)
