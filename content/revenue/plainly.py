"""A line that tells its year in several breaths, as one sum: `tuần live 3 bữa, mỗi bữa 6-8tr`, `hè
ngày 5 triệu từ tháng 5 đến tháng 9, còn lại ngày 2 triệu`, `12 nhà, mỗi nhà 180`, `mỗi chuyến trăm
tám, à không, triệu tám`. Only what is told whole is put so; anything else stays as it was said."""

from collections.abc import Callable
from functools import lru_cache

from content.amounts import amounts
from content.revenue.day_kinds import by_days, by_parts_of_day
from content.revenue.lots import (
    by_lots,
    by_pieces,
    by_pupils,
    by_rooms,
    by_weight,
    with_its_unit,
)
from content.revenue.meant import corrected_in, with_bonus, with_months, without_given
from content.revenue.month_kinds import (
    by_many_times,
    by_rest_of_year,
    by_some_months,
    without_returned,
)
from content.revenue.rhythm import by_days_of_year, by_times
from content.revenue.unsaid import (
    of_a_season,
    of_an_occasion,
    of_year_or_five,
    with_month_opened,
    with_parts_of_day,
    with_range,
    with_unit_of_the_first,
    without_tenant,
)

VAST = 10_000_000_000  # a year's sum that is asked back where it was told by small ones
LARGE_SAID = 1_000_000_000


def in_plain_words(text: str) -> str:
    """The line with what it tells in several breaths told as one sum; as it was said where that
    would be out of all proportion to what was said."""
    text = _as_meant(text)
    plain = text
    for step in _STEPS:
        plain = step(plain)
    return plain if plain == text or _is_likely(text, plain) else text


@lru_cache(maxsize=64)  # asked about the same line from several sides of one turn
def tells_in_breaths(text: str) -> bool:
    """Whether a line tells a sum in several breaths, so that it is all that is meant."""
    text = _as_meant(text)
    return any((plain := step(text)) != text and _is_likely(text, plain) for step in _STEPS)


def _as_meant(text: str) -> str:
    for step in _MENDING:
        text = step(text)
    return text


def _is_likely(said: str, plain: str) -> bool:
    """Whether the sum that was made of a line may be meant: nobody tells 10 tỷ by millions."""
    most = max((one.value for one in amounts(said)), default=0)
    made = max((one.value for one in amounts(plain)), default=0)
    return made < VAST or most >= LARGE_SAID


_MENDING: tuple[Callable[[str], str], ...] = (
    with_months,
    corrected_in,
    without_given,
    with_bonus,
    with_range,
    with_parts_of_day,
    without_tenant,
    with_month_opened,
    of_an_occasion,
    of_a_season,
    of_year_or_five,
    with_its_unit,
    with_unit_of_the_first,
)
_STEPS: tuple[Callable[[str], str], ...] = (
    by_pieces,
    by_weight,
    by_times,
    by_lots,
    by_rooms,
    by_pupils,
    by_rest_of_year,
    by_days,
    by_days_of_year,
    by_parts_of_day,
    by_some_months,
    by_many_times,
    without_returned,
)
