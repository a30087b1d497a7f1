"""The number of who writes, said to be used or not, and the part of one that goes on in the next
message."""

import pytest

from content.parties import uses_own_number
from content.people import part_of_number, whole_number


@pytest.mark.parametrize("said", ["ừ dùng số tôi", "vẫn số đó", "u dung so toi", "lấy số cũ nhé"])
def test_the_known_number_is_to_be_used(said: str) -> None:
    assert uses_own_number(said)


@pytest.mark.parametrize(
    "said",
    [
        "không dùng số tôi",
        "đừng lấy số đó",
        "dung lay so do",
        "số cũ mất rồi",
        "vậy tôi không dùng số đó nữa",
        "số đó đổi rồi",
        "so cu hong roi",
    ],
)
def test_a_number_lost_or_refused_is_not(said: str) -> None:
    assert not uses_own_number(said)


def test_the_first_figures_are_kept_for_the_rest() -> None:
    assert part_of_number("số là 091") == "091"
    assert whole_number("số là 091", "3456789 nhé") == "+84913456789"


@pytest.mark.parametrize("said", ["tổ 05", "tôi ở số 09", "năm 01", "08 giờ", "ngõ 012", "tổ 012"])
def test_a_group_a_lane_a_year_is_no_part_of_a_number(said: str) -> None:
    assert not part_of_number(said)
