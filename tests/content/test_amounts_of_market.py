"""Sums as a market says them, each number with each unit in each turn of phrase: none may be read
as another. What is not read is asked for."""

from itertools import product

from content.amounts import amounts
from content.revenue import read
from content.trades import Trades

TR, TY = 1_000_000, 1_000_000_000

# In words, in figures, and in both.
NUMBERS = {
    "trăm hai": 120, "trăm rưỡi": 150, "tram ruoi": 150, "trăm mốt": 110, "trăm bảy lăm": 175,
    "1 trăm 2 chục": 120, "1 tram 2 chuc": 120, "1 trăm 5 chục": 150, "1 trăm hai mươi": 120,
    "1 trăm hai": 120, "1 trăm lẻ 5": 105, "1 tram le 5": 105, "1 trăm linh năm": 105,
    "một trăm ba": 130, "mot tram ba": 130, "một trăm bốn chục": 140, "hai trăm mốt": 210,
    "hai trăm tư": 240, "hai trăm rưởi": 250, "hai tram le nam": 205, "2 trăm ba": 230,
    "chín chục": 90, "chin chuc": 90, "9 chục": 90, "chín chục rưỡi": 95, "9 chục rưỡi": 95,
    "bảy chục rưỡi": 75, "tám mươi lăm": 85, "tam muoi lam": 85, "tám lăm": 85, "bốn chục": 40,
    "bon chuc": 40, "hai chục": 20, "mười bảy": 17, "muoi bay": 17, "mười lăm": 15, "mười chín": 19,
    "hai mươi tư": 24, "ba mốt": 31, "hai tư": 24, "bốn mốt": 41, "năm lăm": 55, "bảy tư": 74,
    "bốn mươi hai": 42, "sáu mươi": 60, "sau muoi": 60, "85": 85,
    "8.5": 8.5, "97,5": 97.5, "112": 112, "chục": 10, "trăm": 100,
}  # fmt: skip
UNITS = {"triệu": TR, "trieu": TR, "tr": TR, "củ": TR}
TURNS = ("tháng {}", "mỗi tháng bán {}", "một tháng tui bán được {}", "{} một tháng", "cỡ {}/tháng")

# Said one by one.
SAID = {
    "tháng trăm tám": 180 * TR, "tháng hai trăm": 200 * TR, "ngày sáu trăm": 600_000,
    "ngày trăm rưỡi": 150_000, "ngày chín chục": 90_000, "ngày bốn trăm rưỡi": 450_000,
    "một ngày tám trăm ngàn": 800_000, "ngày 8 trăm": 800_000, "ngày 8 trăm ngàn": 800_000,
    "ngày triệu mốt": 1_100_000, "ngày triệu tám": 1_800_000, "ngày 1 triệu tám": 1_800_000,
    "ngày một triệu chín": 1_900_000, "ngày 1tr9": 1_900_000, "ngày 1.9tr": 1_900_000,
    "ngày 1tr950": 1_950_000, "ngày hai triệu tư": 2_400_000, "ngày 2 triệu tư": 2_400_000,
    "năm một tỷ mốt": 1100 * TR, "năm 1 tỷ mốt": 1100 * TR,
    "năm một tỷ hai trăm rưỡi triệu": 1250 * TR, "năm 1 tỷ hai trăm": 1200 * TR,
    "năm 1 tỷ lẻ 50 triệu": 1050 * TR, "năm hai tỷ rưởi": 2500 * TR, "năm 2 tỷ rưỡi": 2500 * TR,
    "năm chín trăm năm chục triệu": 950 * TR, "năm 9 trăm 5 chục triệu": 950 * TR,
    "nam chin tram ruoi trieu": 950 * TR,
    "cả năm trăm ba": 130 * TR, "cả năm chắc một trăm ba": 130 * TR, "cả năm năm trăm": 500 * TR,
    "phòng triệu hai": 1_200_000, "phòng triệu rưỡi": 1_500_000, "bộ triệu tám": 1_800_000,
    "chuyến hai triệu rưỡi": 2_500_000, "35 ngàn": 35_000, "ba lăm ngàn": 35_000,
    "ba mươi lăm ngàn": 35_000, "bốn lăm nghìn": 45_000, "trăm hai ngàn": 120_000,
    "mười hai ngàn rưỡi": 12_500, "12 ngàn rưỡi": 12_500, "một trăm lẻ năm ngàn": 105_000,
    "hai trăm rưỡi ngàn": 250_000, "2 trăm rưỡi ngàn": 250_000, "ngàn rưỡi": 1_500,
}  # fmt: skip
# Counts, people, prices, times: no sum of money.
NO_MONEY = (
    "bán ngày bốn chục tô", "trăm tô một ngày", "mỗi người năm chục ký", "hai chục con gà",
    "mười lăm người", "ngày 20 chục trứng", "quán thứ hai", "năm nay tui năm mươi tuổi",
    "nhà số trăm hai", "ba mẹ con", "tháng bảy", "tháng mười hai", "năm 2026",
)  # fmt: skip


def test_no_sum_of_a_month_is_read_as_another() -> None:
    forms = [
        (turn.format(f"{number} {unit}"), round(value * size))
        for (number, value), (unit, size), turn in product(NUMBERS.items(), UNITS.items(), TURNS)
    ]
    got = [(form, meant, [one.value for one in amounts(form)]) for form, meant in forms]
    assert [one for one in got if one[2] not in ([one[1]], [])] == []
    assert len([one for one in got if one[2]]) >= 900 <= len(forms)


def test_a_month_is_twelve_times_a_year() -> None:
    trades = Trades({}, ())
    for number, value in NUMBERS.items():
        said = read(f"bán hàng mỗi tháng được {number} triệu", trades).yearly
        assert said == round(value * TR) * 12, number


def test_no_sum_said_is_read_as_another() -> None:
    got = {said: [one.value for one in amounts(said)] for said in SAID}
    assert {said: one for said, one in got.items() if one not in ([SAID[said]], [])} == {}
    assert len([one for one in got.values() if one]) >= 40


def test_counts_are_no_money() -> None:
    assert {said: found for said in NO_MONEY if (found := amounts(said))} == {}
