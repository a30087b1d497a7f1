# ruff: noqa: E501
"""A sum stays the same whatever trade stands before it and whatever is asked behind it, with marks
and without."""

from itertools import product

import pytest

from content.library import Content
from content.revenue import read
from content.vietnamese import fold

TR = 1_000_000
SUMS = [
    ("1 tỷ 2", 1200), ("1ty2", 1200), ("1,2 tỷ", 1200), ("một tỷ hai", 1200), ("tỷ hai", 1200), ("1 tỷ rưỡi", 1500),
    ("1 tỷ 200 triệu", 1200), ("1200 triệu", 1200), ("1.200.000.000", 1200), ("hai tỷ ba", 2300), ("một tỷ sáu", 1600),
    ("một tỷ bảy", 1700), ("một tỷ tư", 1400), ("một tỷ tám", 1800), ("900 triệu", 900), ("chín trăm năm mươi triệu", 950),
    ("100 triệu một tháng", 1200), ("tháng 100tr", 1200), ("300 triệu một quý", 1200), ("1 tỷ 2/năm", 1200),
    ("được 1 tỷ 2", 1200), ("1 tỷ hai trăm triệu", 1200), ("một tỉ hai", 1200),
]  # fmt: skip
TRADES = ["quán phở", "tạp hóa", "cho thuê nhà"]
ENDS = [
    "", "thuế bao nhiêu", "có phải nộp thuế không", "nộp thuế bao nhiêu", "đóng thuế mấy", "thì sao ạ", "em ơi thuế sao",
    "có phải dùng hóa đơn không", "bán ở chợ thuế sao", "làm thế nào", "ba con nhỏ thuế sao",
]  # fmt: skip


@pytest.mark.parametrize(("said", "millions"), SUMS)
def test_a_sum_is_the_same_in_any_line(content: Content, said: str, millions: int) -> None:
    for trade, end in product(TRADES, ENDS):
        for line in (f"{trade} {said} {end}", f"{trade}, {said} {end}", f"{said} {trade} {end}"):
            for typed in (line.strip(), fold(line.strip())):
                told = read(typed, content.trades)
                # Where the words leave a doubt it is asked about, never reckoned wrong.
                assert told.doubts or told.yearly == millions * TR, typed
