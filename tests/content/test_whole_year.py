"""What is told over one or several messages is read as typed pieces and reckoned as one year; where
anything told has no place, no sum is given."""

import pytest

from content.library import Content
from content.takings.tokens import tells_figures, tokens_in, without_slips
from content.takings.year import YearTold, year_told
from content.vietnamese import tidy

TR = 1_000_000
# (the messages, the year's least and most in millions)
TOLD: list[tuple[list[str], float, float]] = [
    (["ban che 15k/ly", "ngay thuong 60 ly, t7 cn 100 ly"], 390, 393),
    (["tiệm hoa ngày thường 800 nghìn, rằm mùng một 3 triệu"], 340, 346),
    (["quán chay ngày 1 triệu rưỡi", "nghỉ chủ nhật, tết nghỉ 10 ngày"], 450, 460),
    (["bán sách tháng 40 triệu", "tháng 8 9 gấp đôi"], 560, 560),
    (["6 tháng đầu tiệm giày được 300", "6 tháng cuối 450"], 750, 750),
    (["tiệm sơn quý 1 100, quý 2 150, quý 3 120 triệu", "quý 4 chắc 200"], 570, 570),
    (["nhà trọ 12 phòng, mỗi phòng 1tr5 một tháng", "trống thường xuyên 2 phòng"], 180, 180),
    (["chợ phiên 5 ngày họp một lần, mỗi phiên bán cá được 3 triệu"], 216, 219),
    (["dạy vẽ tuần 3 buổi, mỗi buổi 10 học sinh, mỗi học sinh 80 nghìn"], 124, 126),
    (["đám cưới thu phong bì 300 triệu, tôi bán tạp hóa tháng 20 triệu"], 240, 240),
    (["tháng này tài khoản vào 200 triệu", "trong đó 150 là mẹ chuyển, bán quần áo"], 600, 600),
    (["quán bún ngày 2-3 triệu", "đa phần 2 triệu thôi"], 720, 730),
    (["tiệm mỹ phẩm trên shopee tháng 30tr, cửa hàng tháng 20tr"], 600, 600),
    (["mỗi nàgy bán bún được 9 trăm"], 324, 329),
    (["homestay 4 phòng giá 500k một đêm, kín chừng 50%"], 360, 365),
]
UNPLACED = [
    ["quán phở ngày 3 triệu, hôm nào mưa thì ít"],
    ["bán tạp hóa với sửa xe 2 tỷ một năm"],
    ["tạp hóa tháng 60 triệu", "tháng 70 triệu"],
    ["6 tháng bán được 640 triệu"],
    ["trả lương thợ tháng 25 triệu, nhập hàng 60 triệu"],
    ["quán nhậu tháng lãi 20 triệu"],
    ["nhà nghỉ 10 phòng mỗi phòng 300k một đêm"],
    ["tiệm vải sang năm được 900 triệu"],
    ["nếu tạp hóa bán 3 tỷ một năm"],
    ["tạp hóa từ đầu năm đến giờ bán 960 triệu"],
    ["bán mảnh đất 2 tỷ"],
    ["quán ở ngõ 211, chủ nhật nghỉ"],
]


def _read(content: Content, said: list[str]) -> YearTold:
    lines = [tidy(line) for line in said]
    return year_told(lines, [content.trades.mentions(line) for line in lines])


@pytest.mark.parametrize(("said", "least", "most"), TOLD, ids=[" > ".join(c[0]) for c in TOLD])
def test_a_year_of_all_that_is_told(
    content: Content, said: list[str], least: float, most: float
) -> None:
    told = _read(content, said)
    assert told.streams, told.why
    assert least * TR * 0.99 <= told.low <= told.high <= most * TR * 1.01


@pytest.mark.parametrize("said", UNPLACED, ids=" > ".join)
def test_no_sum_over_a_part(content: Content, said: list[str]) -> None:
    assert not _read(content, said).streams


def test_what_is_no_takings_is_named(content: Content) -> None:
    told = _read(content, ["đám cưới thu phong bì 300 triệu, tôi bán tạp hóa tháng 20 triệu"])
    assert told.left == ("300 triệu",)


@pytest.mark.parametrize(
    ("said", "name", "low", "high"),
    [
        ("năm sáu chục triệu", "money", 50, 60),
        ("hai trăm năm chục ngàn", "money", 0.25, 0.25),
        ("5-6 trăm triệu", "money", 500, 600),
        ("1 tỷ lẻ 5 trăm nghìn", "money", 1000.5, 1000.5),
        ("triệu mốt", "money", 1.1, 1.1),
        ("3 triệu 4", "money", 3.4, 3.4),
        ("bốn lăm ngàn", "money", 0.045, 0.045),
        ("tầm triệu hai", "money", 1.2, 1.2),
    ],
)
def test_sums_as_they_are_said(said: str, name: str, low: float, high: float) -> None:
    [token] = [one for one in tokens_in(said, 0) if one.name != "break"]
    assert (token.name, round(token.low), round(token.high)) == (name, low * TR, high * TR)


def test_two_letters_that_changed_places_are_put_right() -> None:
    assert without_slips("thờưng nàgy hăm cíhn") == "thường ngày hăm chín"
    assert without_slips("nghiêng nghiêng") == "nghiêng nghiêng"


@pytest.mark.parametrize("said", ["xin chào", "thuế khoán còn không", "hồ sơ gồm những gì"])
def test_most_lines_tell_no_figures(said: str) -> None:
    assert not tells_figures(said)
