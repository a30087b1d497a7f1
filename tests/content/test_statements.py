"""What is told of a business is a list of statements, reckoned by one function and saved whole."""

import pytest

from content.library import Content
from content.revenue import (
    FigureReader,
    Lack,
    Statement,
    StatementKind,
    Statements,
    restored,
    saved,
    words_of,
)
from content.trades import Trades

THIS_YEAR = 2026


@pytest.fixture(scope="module")
def trades(content: Content) -> Trades:
    return content.trades


@pytest.fixture(scope="module")
def reader(trades: Trades) -> FigureReader:
    return FigureReader(trades, THIS_YEAR)


def _told(reader: FigureReader, *lines: str) -> Statements:
    told: Statements = ()
    for line in lines:
        told = (*told, *reader.stated(line, reader.reckoned(told) if told else None))
    return told


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("tạp hóa 900 triệu", "rau 300 triệu"), 1_200_000_000),
        (("quán phở 6 tháng đầu năm 500 triệu", "6 tháng cuối năm 700 triệu"), 1_200_000_000),
        (("ngày thường quán chè 2 triệu", "thứ 7 chủ nhật mỗi ngày 5 triệu"), 1_024_000_000),
        (("bán giày 1 tỷ 5 nhưng trả lại hàng 600 triệu",), 900_000_000),
    ],
)  # fmt: skip
def test_each_sum_counts_once(reader: FigureReader, lines: tuple[str, ...], year: int) -> None:
    assert reader.reckoned(_told(reader, *lines)).yearly == year


def test_a_part_is_no_sum_of_its_own(reader: FigureReader) -> None:
    whole, part = _told(reader, "bán quần áo 2 tỷ", "shopee 1 tỷ 5")
    told = reader.reckoned((whole, Statement(StatementKind.PART, part.said, part.told)))
    assert told.yearly == 2_000_000_000
    assert sum(share.on_platform for share in told.shares) == 1_500_000_000


def test_what_is_told_is_saved_with_its_sums_its_time_and_its_trade(
    reader: FigureReader, trades: Trades
) -> None:
    told = _told(reader, "quán phở ngày 3 triệu, tháng bán 25 ngày", "phòng trọ tháng 12 triệu")
    raw = saved(told)
    [share] = raw[0]["told"]["shares"]
    assert (share["amount"], share["period"], share["times"]) == (3_000_000, "day", 300)
    assert raw[0]["kind"] == "sales"
    assert raw[1]["told"]["shares"][0]["work"] == "phong_tro"
    assert restored(raw, trades) == told
    assert reader.reckoned(restored(raw, trades)) == reader.reckoned(told)


def test_a_trade_that_is_in_the_list_no_more_is_not_reckoned(
    reader: FigureReader, trades: Trades
) -> None:
    raw = saved(_told(reader, "tạp hóa 900 triệu"))
    raw[0]["told"]["shares"][0]["trade"] = "gone"
    assert restored(raw, trades) == ()


def test_it_is_said_again_in_its_own_words(reader: FigureReader) -> None:
    told = _told(reader, "tạp hóa 900 triệu", "rau 300 triệu", "thêm chè 50 triệu")
    assert words_of(told) == "tạp hóa 900 triệu; thêm: rau 300 triệu; thêm chè 50 triệu"


def test_what_one_lacks_is_lacking(reader: FigureReader) -> None:
    told = reader.reckoned(_told(reader, "tạp hóa 900 triệu một năm", "thêm quán phở ngày 2 triệu"))
    assert Lack.DAYS in told.doubts
