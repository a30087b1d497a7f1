"""How much a year is at the most with pieces that have no place in it, however they are meant."""

from collections.abc import Sequence

from content.takings.tokens import Token, tokens_in, without_slips
from content.vietnamese import fold

_LESS = frozenset(
    {"rest_week", "rest_lunar", "rest_of_year", "rest_month", "rest_month_days", "closed_else"}
    | {"stopped", "opened", "month_days", "n_days", "empty", "half_of", "fraction", "from_day"}
    | {"one_day", "week_days", "week_end", "lunar", "break", "nothing", "no_rest", "this_year"}
)
_FEWER = frozenset({"nghi", "dong", "cua", "off", "nua", "xen", "ke", "cach", "ngay", "o", "nha"})
# Of a day, of a week where it is no more than so much; else of a month.
_A_DAY, _A_WEEK = 5_000_000, 15_000_000
_DAYS, _WEEKS, _MONTHS = 365, 52, 12


def most_with(year: float, pieces: Sequence[str]) -> float | None:
    """The most that `year`, of which the pieces are no part, may come to with them; None where one
    of them may be anything."""
    most, times = year, 1.0
    for piece in map(without_slips, pieces):
        tokens = tokens_in(piece, 0)
        for one in tokens:
            if one.name == "times":
                times = max(times, one.high)
            elif one.name == "money":
                most += one.high * _often(one.high)
            elif one.name not in _LESS:
                return None
        if not set(_beside(piece, tokens)) <= _FEWER:
            return None
    return most * times


_MONTHS_OF_IT = frozenset({"n_months", "from_to", "until", "months", "opened", "stopped"})


def tells_months(pieces: Sequence[str]) -> bool:
    """Whether one of the pieces tells on which months, or how many, a sum comes in: then it is not
    to be taken twelve times."""
    found = (tokens_in(piece, 0) for piece in map(without_slips, pieces))
    return any(one.name in _MONTHS_OF_IT for tokens in found for one in tokens)


def sums_among(pieces: Sequence[str]) -> set[float]:
    """The sums of pieces, in đồng; of a number without its unit what it may be."""
    found: set[float] = set()
    for piece in map(without_slips, pieces):
        for one in tokens_in(piece, 0):
            if one.name == "money":
                found |= {one.low, one.high}
            elif one.name == "number":
                found |= {one.high * unit for unit in (1, 1_000, 1_000_000)}
    return found


def _often(value: float) -> int:
    return _DAYS if value <= _A_DAY else _WEEKS if value <= _A_WEEK else _MONTHS


def _beside(piece: str, tokens: Sequence[Token]) -> list[str]:
    """The folded words of a piece that are in no token."""
    left = list(fold(piece))
    for one in tokens:
        left[one.start : one.end] = " " * (one.end - one.start)
    return "".join(left).split()
