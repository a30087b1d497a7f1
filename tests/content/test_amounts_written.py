# ruff: noqa: E501
"""Three hundred amounts as people write them: none may be read as another."""

from collections.abc import Iterator

import pytest

from content.amounts import Bound, amount, amounts
from content.revenue import read
from content.trades import Trades


def yearly_revenue(text: str) -> int | None:
    """What a line is reckoned to tell of a year, sure or not."""
    return read(text, Trades({}, ())).yearly


TR, TY = 1_000_000, 1_000_000_000

# One figure.
FIGURES: list[tuple[str, int]] = [
    ("9 chục triệu", 90 * TR), ("9 chuc trieu", 90 * TR), ("chín chục triệu", 90 * TR),
    ("chục triệu", 10 * TR), ("1 chục triệu", 10 * TR), ("5 chục củ", 50 * TR),
    ("1 trăm triệu", 100 * TR), ("1 tram trieu", 100 * TR), ("trăm triệu", 100 * TR),
    ("2 trăm triệu", 200 * TR), ("2 trăm rưỡi triệu", 250 * TR), ("hai trăm rưỡi triệu", 250 * TR),
    ("1 trăm 2 triệu", 120 * TR), ("trăm hai triệu", 120 * TR), ("một trăm hai triệu", 120 * TR),
    ("trăm rưỡi triệu", 150 * TR), ("3 trăm 50 triệu", 350 * TR), ("ba trăm năm mươi triệu", 350 * TR),
    ("một trăm linh hai triệu", 102 * TR), ("chín trăm lẻ năm triệu", 905 * TR),
    ("tỷ rưỡi", 1500 * TR), ("ty ruoi", 1500 * TR), ("tỉ rưỡi", 1500 * TR), ("triệu rưỡi", 1_500_000),
    ("một tỷ rưỡi", 1500 * TR), ("1 tỷ rưỡi", 1500 * TR), ("2ty ruoi", 2500 * TR),
    ("nửa tỷ", 500 * TR), ("nửa tỉ", 500 * TR), ("nua ty", 500 * TR), ("nửa triệu", 500_000),
    ("tỷ hai", 1200 * TR), ("tỷ tư", 1400 * TR), ("tỷ mốt", 1100 * TR), ("tỷ tám", 1800 * TR),
    ("một tỷ hai", 1200 * TR), ("mot ty hai", 1200 * TR), ("hai tỷ ba", 2300 * TR),
    ("ba tỷ bảy", 3700 * TR), ("bốn tỷ chín", 4900 * TR), ("một tỉ sáu", 1600 * TR),
    ("1 tỷ 2", 1200 * TR), ("1ty2", 1200 * TR), ("1tỷ2", 1200 * TR), ("1 ti 2", 1200 * TR),
    ("1t2", 1200 * TR), ("2t5", 2500 * TR), ("3ty5", 3500 * TR), ("1 tỷ 250", 1250 * TR),
    ("1 tỷ 200 triệu", 1200 * TR), ("1 tỷ 200tr", 1200 * TR), ("1ty200tr", 1200 * TR),
    ("1 tỷ 50 triệu", 1050 * TR), ("1 tỷ 5 triệu", 1005 * TR), ("1 tỷ 050 triệu", 1050 * TR),
    ("một tỷ hai trăm triệu", 1200 * TR), ("hai tỷ năm trăm triệu", 2500 * TR),
    ("một tỷ không trăm năm mươi triệu", 1050 * TR), ("một tỷ năm mươi triệu", 1050 * TR),
    ("1,2 tỷ", 1200 * TR), ("1.2 tỷ", 1200 * TR), ("1,25 tỷ", 1250 * TR), ("0,9 tỷ", 900 * TR),
    ("0.95 ty", 950 * TR), ("1.200 triệu", 1200 * TR), ("1,200 triệu", 1200 * TR),
    ("1200 triệu", 1200 * TR), ("1200tr", 1200 * TR), ("1.050 triệu", 1050 * TR),
    ("1.600.000.000", 1600 * TR), ("1,600,000,000", 1600 * TR), ("1600000000", 1600 * TR),
    ("1.600.000.000đ", 1600 * TR), ("1600000000 đồng", 1600 * TR), ("1.600.000.000 vnd", 1600 * TR),
    ("999.999.999 đồng", 999_999_999), ("1.000.000.001 đồng", 1_000_000_001),
    ("900tr", 900 * TR), ("900 tr", 900 * TR), ("900Tr", 900 * TR), ("900 TRIỆU", 900 * TR),
    ("900 trieu", 900 * TR), ("900 triệu đồng", 900 * TR), ("chín trăm triệu", 900 * TR),
    ("chin tram trieu", 900 * TR), ("chín trăm triệu đồng", 900 * TR), ("900m", 900 * TR),
    ("90 củ", 90 * TR), ("2 cu", 2 * TR), ("500k", 500_000), ("500 K", 500_000),
    ("500 nghìn", 500_000), ("500 ngàn", 500_000), ("năm trăm nghìn", 500_000),
    ("hai mươi lăm triệu", 25 * TR), ("hai lăm triệu", 25 * TR), ("ba mươi triệu", 30 * TR),
    ("ba chục triệu", 30 * TR), ("bốn mươi tư triệu", 44 * TR), ("sáu mươi mốt triệu", 61 * TR),
    ("mười triệu", 10 * TR), ("mười lăm triệu", 15 * TR), ("mười hai triệu rưỡi", 12_500_000),
    ("năm triệu", 5 * TR), ("nam trieu", 5 * TR), ("sáu triệu", 6 * TR), ("bảy triệu", 7 * TR),
    ("tám trăm triệu", 800 * TR), ("sáu trăm năm mươi triệu", 650 * TR), ("1 triệu 2", 1_200_000),
    ("2 triệu rưỡi", 2_500_000), ("2tr5", 2_500_000), ("12tr5", 12_500_000), ("khoảng 900 triệu", 900 * TR),
    ("tầm 1 tỷ 2", 1200 * TR), ("chừng tỷ rưỡi", 1500 * TR), ("cỡ 800tr", 800 * TR),
    ("10 tỷ", 10 * TY), ("mười tỷ", 10 * TY), ("50 tỷ", 50 * TY), ("năm mươi tỷ", 50 * TY),
    ("3 tỷ chẵn", 3 * TY), ("1 tỷ chẵn", TY), ("đúng 1 tỷ", TY), ("một tỷ", TY), ("một tỉ đồng", TY),
]  # fmt: skip

# A digit that is another word, and one that is not.
FIGURES += [
    ("bán tạp hóa một tỷ sáu thuế bao nhiêu", 1600 * TR), ("900 triệu từ đầu năm", 900 * TR),
    ("1 tỷ từ đầu năm đến giờ", TY), ("900 triệu bây giờ", 900 * TR), ("800 triệu làm gì với thuế", 800 * TR),
    ("một tỷ tư thì sao", 1400 * TR), ("một tỷ bảy nộp bao nhiêu", 1700 * TR), ("1 tỷ mở quán", TY),
    ("700 triệu một cái", 700 * TR), ("1 tỷ 2 đóng thuế bao nhiêu", 1200 * TR), ("1 ty 2 dong thue", 1200 * TR),
    ("1 tỷ, 2 người làm", TY),
]  # fmt: skip

# A year's revenue, from what is said of a day, a month, a quarter.
YEARLY: list[tuple[str, int]] = [
    ("9 chục triệu một tháng", 1080 * TR), ("1 trăm triệu một tháng", 1200 * TR),
    ("tháng 30 triệu", 360 * TR), ("tháng ba mươi triệu", 360 * TR), ("ngày 2 triệu", 720 * TR),
    ("ngay 2tr", 720 * TR), ("ngày bán 2 triệu", 720 * TR), ("ngày bán được 2 triệu", 720 * TR),
    ("ngày thu khoảng 3 triệu", 1080 * TR), ("mỗi ngày 2 triệu", 720 * TR),
    ("1 ngày bán 2tr", 720 * TR), ("một ngày tôi bán được chừng 2 triệu", 720 * TR),
    ("2 triệu một ngày", 720 * TR), ("2tr/ngày", 720 * TR), ("2 triệu/ngày", 720 * TR),
    ("60 triệu một tháng", 720 * TR), ("60tr/tháng", 720 * TR), ("60tr 1 tháng", 720 * TR),
    ("60 triệu mỗi tháng", 720 * TR), ("mỗi tháng 60tr", 720 * TR), ("hàng tháng 60 triệu", 720 * TR),
    ("một tháng bán được 80 triệu", 960 * TR), ("tháng bán 80tr", 960 * TR),
    ("tháng này 80 triệu", 960 * TR), ("80tr/th", 960 * TR), ("tiệm sửa xe máy thu 80tr/tháng", 960 * TR),
    ("bán hàng khô tháng 30 triệu có đóng thuế không", 360 * TR), ("300 triệu một quý", 1200 * TR),
    ("mỗi quý 300tr", 1200 * TR), ("300tr/quý", 1200 * TR), ("năm nay 900 triệu", 900 * TR),
    ("năm ngoái 1 tỷ 2", 1200 * TR), ("năm ngoái tỷ rưỡi", 1500 * TR), ("cả năm 1,6 tỷ", 1600 * TR),
    ("một năm 800 triệu", 800 * TR), ("1 năm 1 tỷ 2", 1200 * TR), ("doanh thu 900tr", 900 * TR),
    ("doanh thu 900 triệu một năm", 900 * TR), ("doanh thu năm 1 tỷ rưỡi", 1500 * TR),
    ("cắt tóc 900 triệu", 900 * TR), ("nhà tôi 1 tỷ chẵn", TY), ("quán phở bán 1 tỷ 2 một năm", 1200 * TR),
    ("mỗi ngày 2 triệu, cả năm 700 triệu", 700 * TR), ("tháng trước 100 triệu", 1200 * TR),
    ("tháng chục triệu", 120 * TR), ("tháng trăm triệu", 1200 * TR), ("ngày triệu rưỡi", 540 * TR),
    ("tháng vào 50 triệu", 600 * TR), ("gần 1 tỷ một năm", TY),
]  # fmt: skip

# No single figure: it is asked for.
VAGUE: list[tuple[str, Bound]] = [
    ("hơn 3 tỷ một chút", Bound.ABOVE), ("hơn 1 tỷ", Bound.ABOVE), ("trên 3 tỷ", Bound.ABOVE),
    ("3 tỷ hơn", Bound.ABOVE), ("1 tỷ mấy", Bound.ABOVE), ("3 tỷ trở lên", Bound.ABOVE),
    ("ngoài 1 tỷ", Bound.ABOVE), ("3 tỷ lẻ", Bound.ABOVE), ("vượt 1 tỷ", Bound.ABOVE),
    ("gần 1 tỷ", Bound.BELOW), ("ngót 1 tỷ", Bound.BELOW), ("không quá 1 tỷ", Bound.BELOW),
    ("chưa tới 1 tỷ", Bound.BELOW), ("chưa đến 900 triệu", Bound.BELOW), ("dưới 3 tỷ", Bound.BELOW),
    ("1 tỷ trở xuống", Bound.BELOW), ("1 tỷ đổ lại", Bound.BELOW), ("khong qua 1 ty", Bound.BELOW),
    ("2-3 tỷ", Bound.UNCLEAR), ("2 - 3 tỷ", Bound.UNCLEAR), ("2 đến 3 tỷ", Bound.UNCLEAR),
    ("từ 2 đến 3 tỷ", Bound.UNCLEAR), ("800 tới 900 triệu", Bound.UNCLEAR), ("2 hoặc 3 tỷ", Bound.UNCLEAR),
    ("vài trăm triệu", Bound.UNCLEAR), ("mấy chục triệu", Bound.UNCLEAR),
    ("một tỷ năm", Bound.UNCLEAR), ("ba bốn triệu", Bound.UNCLEAR), ("7 8 trăm triệu", Bound.UNCLEAR),
    ("lúc 90 lúc 120 triệu", Bound.UNCLEAR), ("1 tỷ 20", Bound.UNCLEAR), ("1ty20", Bound.UNCLEAR), ("1 tỷ 05", Bound.UNCLEAR),
]  # fmt: skip

# No money at all.
NONE = [
    *("", "100", "bao nhiêu", "tôi bán 3 năm rồi", "tỷ lệ 5%", "5 tháng", "nghỉ 2 ngày", "tổ 5"),
    *("công ty từ hộ kinh doanh", "công ty hai thành viên", "50m2", "đất 100 m2", "ngày 20 tháng 11"),
    *("0912345678", "nghị định 68/2026", "năm 2026", "quý 4", "30 tháng 4", "8 giờ 30", "mã 1234"),
    *("thứ năm", "ba mẹ tôi", "nhà có hai người làm", "tý nữa", "tôi ty", "vài tỷ"),
]  # fmt: skip


def spelled(number: int) -> Iterator[str]:
    """How a whole number of millions (1 to 999) is spelled, two ways."""
    digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [f"{digits[hundreds]} trăm"] if hundreds else []
    if hundreds and not tens and ones:
        words.append("linh")
    elif tens == 1:
        words.append("mười")
    elif tens:
        words.append(f"{digits[tens]} mươi")
    if ones:
        last = {1: "mốt" if tens > 1 else "một", 5: "lăm" if tens else "năm"}.get(
            ones, digits[ones]
        )
        words.append(last)
    yield " ".join(words)
    yield " ".join(words).replace("linh", "lẻ")


SPELLED = [
    (f"{words} triệu", number * TR)
    for number in (1, 2, 3, 4, 5, 6, 7, 9, 10, 12, 14, 16, 18, 20, 22, 25, 31, 41, 45, 51, 61, 71, 81, 91, 95, 100, 102, 104, 109, 111, 120, 125, 130, 141, 150, 151, 200, 201, 230, 300, 301, 400, 404, 450, 500, 501, 600, 606, 650, 700, 750, 800, 808, 900, 901, 990, 8, 11, 15, 21, 24, 35, 44, 55, 66, 77, 88, 99, 101, 105, 110, 115, 121,
                   205, 250, 315, 333, 420, 505, 555, 640, 707, 777, 811, 850, 909, 950, 999)
    for words in dict.fromkeys(spelled(number))
]  # fmt: skip


def test_there_are_three_hundred() -> None:
    assert len(FIGURES) + len(YEARLY) + len(VAGUE) + len(NONE) + len(SPELLED) >= 300


@pytest.mark.parametrize(("said", "value"), [*FIGURES, *SPELLED])
def test_a_figure_is_read(said: str, value: int) -> None:
    assert amount(said) == value


@pytest.mark.parametrize(("said", "value"), YEARLY)
def test_a_year_is_reckoned(said: str, value: int) -> None:
    assert yearly_revenue(said) == value


@pytest.mark.parametrize(("said", "bound"), VAGUE)
def test_what_is_no_single_figure_is_not_guessed(said: str, bound: Bound) -> None:
    assert amount(said) is None
    assert [item.bound for item in amounts(said)] == [bound]


@pytest.mark.parametrize("said", NONE)
def test_what_is_no_money_is_not_read(said: str) -> None:
    assert yearly_revenue(said) is None
    assert [item for item in amounts(said) if item.value < 900_000_000] == []
