"""What tells how an official treats people, and who asks which eyes will see it."""

import pytest

from content.complaints import asks_who_reads, speaks_of_staff


@pytest.mark.parametrize(
    ("text", "of_staff"),
    [
        ("hôm qua cán bộ bộ phận một cửa quát tôi", True),
        ("bà áo xanh ngồi bàn số 2 mắng tôi già rồi", True),
        ("nhân viên phường thái độ coi thường dân", True),
        ("cống trước nhà tắc cả tháng", False),
        ("hàng xóm chửi nhau suốt đêm", False),
    ],
)
def test_of_an_official(text: str, of_staff: bool) -> None:
    assert speaks_of_staff(text) is of_staff


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("nhưng gửi ở đây thì chính bà ấy đọc à", True),
        ("câu này ai đọc vậy", True),
        ("gửi ở đây cho ai xem", True),
        ("nhà bên nuôi chó sủa cả đêm", False),
        ("ai cũng biết cống này tắc từ lâu", False),
    ],
)
def test_who_reads_it(text: str, asks: bool) -> None:
    assert asks_who_reads(text) is asks
