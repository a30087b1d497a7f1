# ruff: noqa: E501
"""Sums as strangers wrote them who had never seen the program: each read by hand. What follows `>`
is typed next; the last reply is judged."""

from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import check_words, last_replies

CASES: list[tuple[str, list[str], list[str]]] = [
    # Numbers in words.
    ("một tỷ bốn trăm chín mốt triệu một năm bán phở, phải nộp bao nhiêu", ["1,491 tỷ đồng × 3% = 44,73 triệu", "7,365 triệu"], ["một ngày, một tháng"]),
    ("Quán phở to doanh thu một tỷ lẻ sáu lăm triệu một năm, quán bé bốn trăm hai sáu triệu", ["1,065 tỷ", "426 triệu", "1,491 tỷ"], []),
    # Two places in one breath, and the days that are worked.
    ("bán phở quán to ba triệu một ngày quán bé một triệu hai một ngày nghỉ tết mười ngày em tính hộ anh đi", ["3 triệu đồng × 355 ngày", "1,2 triệu đồng × 355 ngày", "1,491 tỷ"], []),
    ("bà bán trà đá vỉa hè ngày 700 nghìn có phải đóng thuế không > bà đâu có bán đủ 360 ngày, mưa bà nghỉ, chắc bán 280 ngày thôi cháu", ["700.000 đồng × 280 ngày", "196 triệu"], []),
    ("bà bán trà đá vỉa hè ngày 700 nghìn có phải đóng thuế không > mỗi ngày 700 nghìn, 280 ngày", ["700.000 đồng × 280 ngày"], []),
    # The name of a thing is no part of the year, a price for hire no rent.
    ("tiệm sửa xe máy tháng được 15 triệu có phải đóng thuế không", ["15 triệu đồng × 12 tháng", "không phải nộp"], ["Cả năm, đến hết tháng 12"]),
    ("Xe tải chở hàng thuê 60 triệu một tháng phải nộp bao nhiêu thuế?", ["720 triệu"], []),
    ("bán vlxd 4,2 tỷ một năm, vốn 3,8 tỷ", ["4,2 tỷ đồng × 1% = 42 triệu", "chi phí cả năm"], ["tiền khác"]),
    # Parts of this year.
    ("tiệm tóc năm nay 11 tháng được 1 tỷ 050 rồi, tháng 12 chắc thêm 120 triệu nữa", ["cộng 1,17 tỷ", "58,5 triệu", "3,4 triệu"], ["Cả năm khoảng"]),
    ("tiệm tóc năm ngoái 900 triệu > năm nay 11 tháng được 1 tỷ 050 rồi, tháng 12 chắc thêm 120 triệu nữa", ["cộng 1,17 tỷ", "58,5 triệu"], ["900 triệu"]),
    # The sum of all, and what was said already, are no more.
    ("bán quần áo shopee 740 triệu một năm > còn bán ngoài facebook 30 triệu tháng nữa > cả năm tổng cộng 1,1 tỷ đó, phải nộp bao nhiêu", ["1,1 tỷ"], ["2,2 tỷ"]),
    ("cửa hàng vật liệu xây dựng 1 năm bán ra 4 tỷ 2 > đã nói bán ra 4 tỷ 2 rồi còn hỏi gì nữa", ["4,2 tỷ"], ["8,4 tỷ"]),
    ("cửa hàng vật liệu xây dựng 1 năm bán ra 4 tỷ 2 > sai rồi, 4 tỷ 2 thôi chứ đâu ra 8 tỷ 4", ["4,2 tỷ"], ["8,4 tỷ", "12,6 tỷ"]),
    # `còn bán` is nobody's child, `tính vô` nobody's wife.
    ("bán tạp hóa năm 740 triệu > ủa nhưng mà e còn bán ngoài fb 30tr/tháng nữa, có phải cộng thêm ko", ["1,1 tỷ"], ["của người nhà"]),
    # What is left of what was paid.
    ("Tôi kinh doanh thuốc tây, doanh thu năm nay 2 tỷ 3 > Đầu năm tới quý 3 tôi đã nộp 20 triệu, vậy giờ còn phải nộp bao nhiêu?", ["27,55 triệu", "còn khoảng 7,55 triệu"], []),
    ("tạp hóa tháng 40 triệu > tui đã đóng 2 triệu rồi, còn phải đóng nhiêu", ["không phải nộp", "hoàn"], []),
    # Through a platform and beside it.
    ("bán shopee với tiktok 740 triệu một năm, bán facebook 360 triệu một năm, thuế bao nhiêu", ["740 triệu", "360 triệu", "1,1 tỷ", "khai và nộp thuế theo quý"], ["Ý ông/bà là câu nào"]),
    # Weeks and months that are not worked.
    ("tạp hóa mỗi tuần bán được 20 triệu, nghỉ tết 2 tuần", ["20 triệu đồng × 50 tuần", "không phải nộp"], []),
    ("bán phở ngày 4 triệu nghỉ tết 2 tuần", ["4 triệu đồng × 351 ngày"], []),
    ("bán phở tháng 90 triệu > sao tính 12 tháng, tôi nghỉ tết 1 tháng mà", ["90 triệu đồng × 11 tháng", "990 triệu", "không phải nộp"], []),
    ("ban pho thang 90 trieu > nghi he 2 thang", ["90 triệu đồng × 10 tháng"], []),
    # One household's; a range that is shown; a supposition.
    ("tui bán cà phê vỉa hè ngày 1 triệu 8, vợ tui bán bánh mì ngày 1 triệu rưỡi > chung một giấy phép", ["bao nhiêu ngày"], ["Riêng hộ của ông/bà"]),
    ("bán phở tháng từ 70 đến 90 triệu", ["từ 840 triệu đồng đến 1,08 tỷ đồng", "Cả năm khoảng bao nhiêu"], []),
    ("ban hang kho thang 30 trieu co dong thue khong > the neu len 100 trieu", ["1,2 tỷ đồng × 1% = 12 triệu"], []),
    # So much a month from a month on, on a few days of the year, paid to each who works: no takings of a year.
    ("ngày 70 bình nước, 15k/bình > qua tháng 1 lấy thêm nước ngọt giao các quán, chắc thêm 60tr/tháng nữa", ["năm sau (2027)"], ["438 triệu", "61,05"]),
    ("tết bán được hơn độ ba bốn triệu một ngày mấy ngày giáp tết", [], ["1,44 tỷ", "phải khai và nộp thuế"]),
    ("xưởng may gia công năm nay chắc 3 tỷ 4 > sang năm tính theo lãi thì lương công nhân có trừ được hết không, 12 đứa mỗi đứa 8 triệu", [], ["doanh thu khoảng 8 triệu", "không phải nộp"]),
    ("quầy thuốc tây năm nay 3 tỷ 150 > sang năm tính kiểu lời thì hết bao nhiêu, lời mỗi tháng chừng ba chục", [], ["doanh thu khoảng 360 triệu", "không phải nộp"]),
    ("bán tạp hóa tháng 70 triệu > mua thêm trứng của mấy nhà bên cạnh bán luôn ngày khoảng 1500 quả nữa giá 2 nghìn 7", [], ["Đã ghi chi phí"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted", "unwanted"), CASES, ids=[case[0] for case in CASES])
async def test_sums_of_strangers_are_reckoned(
    tmp_path: Path, content: Content, lines: str, wanted: list[str], unwanted: list[str]
) -> None:
    replies = await last_replies(tmp_path, content, lines)
    check_words("\n".join(reply.text for reply in replies), wanted, unwanted)
