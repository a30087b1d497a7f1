"""The public holidays of Viet Nam, as the `holidays` library reckons them.

To load the library takes a tenth of a second and 15 MB for every country there is, so what it says
of ten years is kept on this machine, by its version.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.metadata import version

from content import index_cache
from content.index_cache import packed, unpacked

_YEARS = 10  # kept together


@lru_cache(maxsize=32)
def of_year(year: int) -> Mapping[date, str]:
    """Their names, in Vietnamese, by day."""
    return {day: name for day, name in _of_years(year // _YEARS).items() if day.year == year}


@lru_cache(maxsize=4)
def _of_years(number: int) -> Mapping[date, str]:
    """Of the ten years with this number: 202 are 2020 to 2029."""
    name = f"holidays-{version('holidays')}-{number}"
    if (kept := index_cache.load(name)) is not None:
        return {date.fromordinal(day): said for day, said in unpacked(kept["days"])}
    made = _made(range(number * _YEARS, (number + 1) * _YEARS))
    index_cache.keep(name, {"days": packed([(day.toordinal(), said) for day, said in made])})
    return dict(made)


def _made(years: range) -> list[tuple[date, str]]:
    import holidays  # only where nothing is kept

    return sorted(holidays.country_holidays("VN", years=years, language="vi").items())
