"""A code of VSIC as it is written."""

import pytest

from content.vsic import read_vsic


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("4711", "4711", ""), ("G4711", "4711", ""), ("I.56", "56", ""),
        ("47110 - Bán lẻ", "47110", "Bán lẻ"), ("56 Dịch vụ ăn uống", "56", "Dịch vụ ăn uống"),
        ("bán lẻ", "", ""), ("4", "", ""), ("471100", "", ""), ("4711, 4721", "", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_a_code_is_its_digits_and_the_name_beside_them(text: str, code: str, name: str) -> None:
    assert read_vsic(text) == (code, name)
