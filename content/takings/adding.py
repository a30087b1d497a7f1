"""Whether all sums of a line together make a year."""

from collections.abc import Iterator, Sequence

from content.takings.tokens import Token

_WEEKS, _MONTHS, _MOST_SUMS = 52, 12, 4


def adds_up(tokens: Sequence[Token], year: float) -> bool:
    """Whether `year` is all sums of a line together: each so many months of twelve, or each once,
    or each every month."""
    sums = [one for one in tokens if one.name in ("money", "number", "count")]
    sums = [one for one in sums if one.name != "count" or one.low != len(sums) - 1]
    if not year or not 1 < len(sums) <= _MOST_SUMS or any(o.low < o.high for o in sums):
        return False
    if any(one.name in ("times", "fraction", "half_of") for one in tokens):
        return False
    values = [one.high * (1 if one.name == "money" else 10**6) for one in sums]
    if any(abs(sum(values) * n - year) * 1000 <= year for n in (1, _MONTHS, _WEEKS)):
        return True
    return any(
        abs(sum(v * n for v, n in zip(values, split, strict=True)) - year) * 1000 <= year
        for split in _splits(_MONTHS, len(values))
    )


def _splits(whole: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to make up a whole number of so many, each at least one."""
    if parts == 1:
        yield (whole,)
        return
    for first in range(1, whole - parts + 2):
        for rest in _splits(whole - first, parts - 1):
            yield (first, *rest)
