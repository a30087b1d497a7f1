"""What the numbers of several messages come to in a year."""

from collections.abc import Sequence

import pytest

from content.account.beam import weights
from content.account.events import LineEventKind, events_in
from content.account.flows import OpenTime, SoldFlow, Stretch, ToldAccount
from content.account.heard import NumberTime, layers
from content.account.reckoning import AccountYear, HeardLine, years_of
from content.vietnamese import tidy

DAY, MONTH, QUARTER = NumberTime.DAY, NumberTime.MONTH, NumberTime.QUARTER
MILLION = 1e6


def heard_in(lines: Sequence[str]) -> list[HeardLine]:
    known = layers()
    assert known is not None
    tidied = list(map(tidy, lines))
    return list(zip(tidied, known.talk(tidied), strict=True))


def year_of(lines: Sequence[str]) -> AccountYear | None:
    return years_of(heard_in(lines))[-1]


TALKS = [
    (("bún riêu ngày bán 60 bát", "bát 30 nghìn"), 657.0),
    (("bún riêu ngày bán 60 bát", "bát 30 nghìn", "mỗi tháng nghỉ 2 ngày"), 613.8),
    (("ngày bán được 2 triệu", "tháng bán 25 ngày thôi"), 600.0),
    (("tạp hóa tháng 30 triệu", "lấy hàng hết 20 triệu"), 360.0),
    (("năm nay tháng chắc 60 triệu", "năm ngoái tôi bán được 1 tỷ 1"), 720.0),
    (("bán tạp hóa được 40 triệu", "tháng"), 480.0),
    (("tiệm tóc ngày 1 triệu", "chủ nhật nghỉ"), 313.0),
]


@pytest.mark.parametrize(("lines", "millions"), TALKS)
def test_the_numbers_of_a_talk_make_a_year(lines: tuple[str, ...], millions: float) -> None:
    year = year_of(lines)
    assert year is not None
    assert year.low == year.high == pytest.approx(millions * MILLION, rel=0.01)


def test_a_sum_of_a_part_leaves_the_rest_to_the_other() -> None:
    summer = SoldFlow(0, 0, takings=(70e6, 70e6), time=MONTH, part=Stretch(5.0, MONTH))
    rest = SoldFlow(0, 0, takings=(25e6, 25e6), time=MONTH)
    assert ToldAccount((summer, rest)).year() == (525e6, 525e6)


def test_another_thing_that_is_sold_is_added_for_the_whole_year() -> None:
    summer = SoldFlow(0, 0, takings=(70e6, 70e6), time=MONTH, part=Stretch(5.0, MONTH))
    beside = SoldFlow(1, 1, takings=(10e6, 10e6), time=MONTH)
    assert ToldAccount((summer, beside)).year() == (470e6, 470e6)


def test_what_waits_for_its_part_comes_to_no_year() -> None:
    summer = SoldFlow(0, 0, takings=(70e6, 70e6), time=MONTH, waits=True)
    assert ToldAccount((summer,)).year() is None


def test_a_price_without_its_count_comes_to_no_year() -> None:
    assert ToldAccount((SoldFlow(0, 0, price=(30e3, 30e3), time=DAY),)).year() is None


def test_a_year_that_is_doubted_is_none() -> None:
    account = ToldAccount((SoldFlow(0, 0, takings=(30e6, 30e6), time=MONTH),))
    assert account.year() == (360e6, 360e6)
    assert account._replace(doubted=True).year() is None


def test_what_is_taken_off_is_taken_from_both_ends() -> None:
    whole = SoldFlow(0, 0, takings=(40e6, 50e6), time=MONTH)
    less = SoldFlow(1, 1, takings=(10e6, 10e6), time=MONTH, sign=-1)
    assert ToldAccount((whole, less)).year() == (360e6, 480e6)


@pytest.mark.parametrize(
    ("spot", "days"),
    [
        (OpenTime(), 365.0),
        (OpenTime(off_a_month=2.0), 341.0),
        (OpenTime(days_a_month=26.0), 312.0),
        (OpenTime(days_a_week=6.0), 312.0),
        (OpenTime(months=10.0, days_a_month=20.0), 200.0),
        (OpenTime(days_off=15.0), 350.0),
        (OpenTime(days_a_year=300.0), 300.0),
    ],
)
def test_the_days_it_is_open(spot: OpenTime, days: float) -> None:
    assert spot.days == pytest.approx(days)


@pytest.mark.parametrize(
    ("said", "stretch"),
    [
        ("tháng 5 đến tháng 9 mới đông", Stretch(5.0, MONTH)),
        ("tháng 6, tháng 7 nghỉ", Stretch(2.0, MONTH)),
        ("mở từ tháng 8", Stretch(5.0, MONTH)),
        ("từ tháng 10 tới tết", Stretch(4.0, MONTH)),
        ("thứ 7 chủ nhật đông hơn", Stretch(2.0, DAY)),
        ("thứ 2 đến thứ 6", Stretch(5.0, DAY)),
        ("cuối tuần", Stretch(2.0, DAY)),
        ("rằm với mùng 1 nghỉ", Stretch(2.0, DAY)),
        ("nghỉ nửa năm", Stretch(6.0, MONTH)),
        ("quý 4 được hơn", Stretch(1.0, QUARTER)),
    ],
)
def test_named_days_and_months_are_heard_as_a_stretch(said: str, stretch: Stretch) -> None:
    ((line, numbers),) = heard_in([said])
    assert [one.stretch for one in events_in(line, numbers, 0) if one.stretch] == [stretch]


def test_a_month_that_is_a_number_of_sales_is_no_stretch() -> None:
    ((line, numbers),) = heard_in(["tháng 5 triệu"])
    assert LineEventKind.STRETCH not in {one.kind for one in events_in(line, numbers, 0)}


def test_the_weights_that_are_shipped_say_how_sure_a_year_is() -> None:
    known = weights()
    assert known is not None
    assert known.sure.size
    year = year_of(["ngày bán được 2 triệu"])
    assert year is not None
    assert 0 < year.sure < 1
