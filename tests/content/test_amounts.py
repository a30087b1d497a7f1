"""Amounts and months as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.amounts import amount, amounts, opening_month
from content.revenue import read
from content.trades import Trades


def yearly_revenue(text: str) -> int | None:
    """What a line is reckoned to tell of a year, sure or not."""
    return read(text, Trades({}, ())).yearly


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("900tr", 900_000_000),
        ("900 triệu", 900_000_000),
        ("chín trăm triệu", 900_000_000),
        ("chin tram nam muoi trieu", 950_000_000),
        ("1 tỷ 2", 1_200_000_000),
        ("1ty2", 1_200_000_000),
        ("1t2", 1_200_000_000),
        ("1,2 tỷ", 1_200_000_000),
        ("1.2 tỷ", 1_200_000_000),
        ("một tỷ hai", 1_200_000_000),
        ("một tỷ sáu", 1_600_000_000),
        ("1 tỷ 200 triệu", 1_200_000_000),
        ("1 tỷ 050 triệu", 1_050_000_000),
        ("một tỷ rưỡi", 1_500_000_000),
        ("2 tỷ rưỡi", 2_500_000_000),
        ("3ty5", 3_500_000_000),
        ("1.600.000.000", 1_600_000_000),
        ("1600000000 đồng", 1_600_000_000),
        ("hai mươi lăm triệu", 25_000_000),
        ("năm triệu", 5_000_000),
        ("2 củ", 2_000_000),
        ("500k", 500_000),
    ],
)
def test_an_amount_is_read(said: str, value: int) -> None:
    assert amount(said) == value


@pytest.mark.parametrize(
    "said", ["", "100", "bao nhiêu", "tôi bán 3 năm rồi", "tỷ lệ 5%", "5 tháng", "nghỉ 2 ngày"]
)
def test_what_is_no_amount_is_not_read(said: str) -> None:
    assert amounts(said) == []


@pytest.mark.parametrize(
    ("said", "revenue"),
    [
        ("quán phở, doanh thu 900tr", 900_000_000),
        ("60 triệu một tháng", 720_000_000),
        ("mỗi tháng bán được 60tr", 720_000_000),
        ("2tr/ngày", 720_000_000),
        ("doanh thu 1 tỷ 2 năm nay", 1_200_000_000),
        ("mỗi ngày chừng 2 triệu, tính ra cả năm khoảng 700 triệu", 700_000_000),
        ("doanh thu của tôi 1 tỷ 2", 1_200_000_000),
        ("trên 1 tỷ thì sao", None),
        ("dưới 1 tỷ có phải khai không", None),
        ("muốn vay 500 triệu", None),
        ("ngưỡng 500 triệu hay 1 tỷ", None),
        ("trả tiền mặt 6 triệu", None),
    ],
)
def test_a_yearly_revenue_is_told_from_other_amounts(said: str, revenue: int | None) -> None:
    assert yearly_revenue(said) == revenue


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("mới mở quán tháng 9", 9),
        ("bắt đầu kinh doanh từ tháng mười hai", 12),
        ("khai trương hôm tháng tư", 4),
        ("mo quan thang 3 nam nay", 3),
        ("tháng này bán ế", None),
        ("mở quán tháng 13", None),
    ],
)
def test_the_month_of_opening_is_read(said: str, month: int | None) -> None:
    assert opening_month(said) == month


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("doanh thu 1 tỷ 120 năm 2026 bán tạp hóa", [1_120_000_000]),
        ("1 tỷ 2 năm 2026", [1_200_000_000]),
        ("được 1 tỷ 350 năm 2025 thôi", [1_350_000_000]),
        ("60 triệu 12 tháng", [60_000_000]),
        ("năm 2027 k có công trình nào", []),
        ("nam 2027 k ban nua", []),
        ("nghỉ tết với tháng 7 k bán", []),
        ("mỗi tháng 200 k", [200_000]),
        ("đồng ý. em 19t", []),
        ("mẹ em 62t tên Lành", []),
        ("tôi năm nay 70t rồi", []),
        ("tôi bán 19t một năm", [19_000_000_000]),
        ("doanh thu 12t", [12_000_000_000]),
    ],
)
def test_a_year_a_not_and_an_age_are_no_part_of_a_sum(said: str, values: list[int]) -> None:
    assert [found.value for found in amounts(said)] == values


@given(st.text(max_size=120))
def test_any_text_can_be_read(text: str) -> None:
    for found in amounts(text):
        assert 0 < found.value <= 10**15
    opening_month(text)


@given(st.integers(1, 999), st.sampled_from(["triệu", "trieu", "tr", "TR"]))
def test_millions_are_millions_however_written(number: int, unit: str) -> None:
    assert amount(f"{number} {unit}") == number * 1_000_000
    assert amount(f"{number}{unit}") == number * 1_000_000
