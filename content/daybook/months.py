"""Which months a token of the takings names."""

import re
from collections.abc import Sequence

from content.takings.numerals import DIGITS
from content.takings.tokens import Token


def how_many(folded: str, token: Token) -> float:
    """The number that a token begins with; 0 for none."""
    first = folded[token.start : token.end].split()[0]
    return float(first) if first.isdecimal() else float(DIGITS.get(first, 0))


def months_between(first: int, last: int) -> frozenset[int]:
    """The months from one to another, maybe over the new year."""
    span = range(first, last + (12 if last < first else 0) + 1)
    return frozenset((month - 1) % 12 + 1 for month in span)


def last_place(pattern: re.Pattern[str], text: str) -> int:
    """Where a pattern is found last; -1 for nowhere."""
    return max((one.start() for one in pattern.finditer(text)), default=-1)


def months_in(of: Sequence[str]) -> frozenset[int]:
    """The months of a token; Tết is the first."""
    return frozenset(
        1 if one == "tet" else int(one) for one in of if one == "tet" or one.isdecimal()
    )


def months_from(token: Token) -> frozenset[int]:
    """The months from the one of a token on."""
    return frozenset(range(min(months_in(token.of), default=1), 13))


def months_until(token: Token) -> frozenset[int]:
    """The months up to the one of a token."""
    return frozenset(range(1, max(months_in(token.of), default=12) + 1))
