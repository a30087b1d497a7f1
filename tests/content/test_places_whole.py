"""The place of a petition is taken whole."""

import pytest

from content.petitions import place_in


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("cống trước gara số 12 ngõ 85 Trần Tất Văn tắc cả tháng", "số 12 ngõ 85 Trần Tất Văn"),
        ("đèn đường khúc cổng bệnh viện cháy hai bóng", "đường khúc cổng bệnh viện"),
        ("đèn đường khúc cua gần cầu Niệm cháy mấy hôm", "đường khúc cua gần cầu Niệm"),
        ("mương sau nhà văn hóa tổ 7, từ thứ hai tới giờ", "sau nhà văn hóa tổ 7"),
        ("ngõ 41 đường Lê Duẩn nha, tối nào cũng vậy", "ngõ 41 đường Lê Duẩn"),
        ("rác đầy chợ, chó chạy đầy đường", ""),
        ("đình công ở chợ", ""),
        ("cống gần bệnh viện Kiến An bị tắc", "gần bệnh viện Kiến An"),
    ],
)
def test_a_place_is_whole(said: str, place: str) -> None:
    assert place_in(said) == place
