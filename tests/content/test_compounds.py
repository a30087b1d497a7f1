"""Words that share a syllable are not taken for one another."""

import pytest

from content.compounds import names_another


@pytest.mark.parametrize(
    ("asked", "named", "another"),
    [
        ("can von mua may may cong nghiep", "lam nong nghiep vay khong the chap", True),
        ("bao hiem that nghiep", "ho tro doanh nghiep", True),
        ("xuat khau hang may mac", "quen mat khau etax", True),
        ("vay nong nghiep, may cong nghiep", "lam nong nghiep vay", False),
        ("vay trong rau", "lam nong nghiep vay", False),
        ("nghiep vu ke toan", "doanh nghiep", False),
    ],
)
def test_what_only_ends_alike_is_another_word(asked: str, named: str, another: bool) -> None:
    assert names_another(asked, named) is another
