"""Figures as they are told in the market: rooms at two prices, a tenant in between, days behind a
day's sum, a count that is put right."""

import pytest

from content.library import Content
from content.revenue import read

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("said", "millions"),
    [
        ("xe tải 3 triệu một ngày, tháng chạy 26 ngày", 936),  # not one day a month
        ("xe tải 3 triệu 1 ngày tháng chạy 26 ngày", 936),
        ("day tro 14 phong, 9 phong 1tr5, 5 phong 2tr", 282),
        ("nhà trọ 9 phòng giá 1tr5, 5 phòng giá 2 triệu", 282),
        ("mặt bằng cho nhà thuốc thuê 65 triệu một tháng", 780),
        ("toi con mat bang cho hang thuoc thue 65 trieu mot thang", 780),
        ("tầng 2 cho 2 đứa sinh viên thuê, mỗi đứa 1tr7 một tháng", 40.8),
        ("đóng tủ bàn ghế cho khách được 1 tỉ 150", 1150),
        ("tạp hóa ngày 3 triệu, nghỉ tuần một hôm", 939),
        ("tiệm tóc ngày 1tr2, nghỉ mùng 1 với rằm", 409.2),
        ("cá khô và mắm: 2 tháng tết mỗi tháng 40 tr, các tháng còn lại mỗi tháng 25 tr", 330),
        ("tạp hóa năm nay 56 trieu khong phai 65", 56),
        ("cho thuê 3 phòng trọ 1tr8 với cái ki ốt 5 triệu", 124.8),
        ("quán phở ngày được 120 tô, 45 nghìn 1 tô", 1944),
    ],
)
def test_a_year_is_what_was_told(content: Content, said: str, millions: float) -> None:
    assert read(said, content.trades, year=2026).yearly == millions * MILLION


@pytest.mark.parametrize(
    "said", ["đóng tủ bàn ghế cho khách được 1 tỉ 150", "ban giay dep cho khach 900 trieu"]
)
def test_what_is_made_for_a_buyer_carries_nobody(content: Content, said: str) -> None:
    assert not [m for m in content.trades.mentions(said) if m.words.startswith("chở")]


def test_a_lorry_carries_without_its_mark(content: Content) -> None:
    mentions = content.trades.mentions("xe tai cho hang 60 trieu mot thang")
    assert any(one.words == "chở hàng" for one in mentions)
