from datetime import date

import pytest

from content.vietnamese import read_typed_day


@pytest.mark.parametrize(
    "typed", ["02/12/2026", "2/12/2026", "2-12-26", "2 / 12 / 2026", "02122026", "2026-12-02"]
)
def test_a_day_is_read_however_it_is_typed_in_haste(typed: str) -> None:
    assert read_typed_day(typed) == date(2026, 12, 2)


@pytest.mark.parametrize(
    "typed", ["", "31/2/2026", "12/31/2026", "2/12", "021226", "mai", "20261202"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_typed_day(typed) is None
