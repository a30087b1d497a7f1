"""Whether somebody asks if one's own work is taxed, in general."""

import pytest

from content.asked_of_tax import asks_if_taxed, names_own_shop

OF_TAX = (
    "{} của em có phải đóng thuế không",
    "nhà em {} có phải nộp thuế k",
    "mo {} co phai dong thue ko",
    "{} nhỏ có bị thu thuế không",
    "{} giờ thuế tính sao",
    "{} phải đóng thuế gì",
    "{} mỗi tháng đóng thuế bao nhiêu",
    "{} nộp bao nhiêu thuế",
    "{} co thue ko",
    "em {} được hơn năm rồi thì có phải đóng thuế không",
)
TRADES = ("quán trà sữa", "bán hải sản", "tiệm nail", "sửa xe máy", "thợ hàn", "bán bún miến")


@pytest.mark.parametrize("asked", OF_TAX)
@pytest.mark.parametrize("trade", TRADES)
def test_what_is_asked_of_the_tax_of_a_trade_is_heard(trade: str, asked: str) -> None:
    assert asks_if_taxed(asked.format(trade))


@pytest.mark.parametrize(
    "text",
    [
        "bán trên sàn shopee có phải đóng thuế không",
        "quán em phải nộp tờ khai thuế không",
        "nộp thuế ở đâu",
        "tiệm em có phải xuất hóa đơn không",
        "cho thợ tiền công có phải khấu trừ thuế thu nhập của nhân viên không",
        "nợ thuế thì sao",
        "năm sau có còn đóng thuế khoán không",
        "em bán phở ở đầu ngõ",
    ],
)
def test_one_matter_of_tax_is_none(text: str) -> None:
    assert not asks_if_taxed(text)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("quán trà sữa của em", True),
        ("chị bán xôi sáng", True),
        ("cửa hàng nhà tôi", True),
        ("thuế môn bài là gì", False),
    ],
)
def test_a_shop_of_ones_own_is_heard(text: str, own: bool) -> None:
    assert names_own_shop(text) is own
