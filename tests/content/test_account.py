"""What the numbers of several messages come to in a year."""

import pytest

from content.account.heard import layers
from content.account.reckoning import account_of

TALKS = [
    (("bún riêu ngày bán 60 bát", "bát 30 nghìn"), 657.0),
    (("bún riêu ngày bán 60 bát", "bát 30 nghìn", "mỗi tháng nghỉ 2 ngày"), 613.8),
    (("ngày bán được 2 triệu", "tháng bán 25 ngày thôi"), 600.0),
    (("tạp hóa tháng 30 triệu", "lấy hàng hết 20 triệu"), 360.0),
    (("năm nay tháng chắc 60 triệu", "năm ngoái tôi bán được 1 tỷ 1"), 720.0),
]


@pytest.mark.parametrize(("lines", "millions"), TALKS)
def test_the_numbers_of_a_talk_make_a_year(lines: tuple[str, ...], millions: float) -> None:
    known = layers()
    assert known is not None
    year = account_of(list(zip(lines, known.talk(lines), strict=True)))
    assert year is not None
    assert year.low == year.high == pytest.approx(millions * 1e6)
