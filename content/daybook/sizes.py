"""How much a number is, and how many of what, beside what was told before."""

from collections.abc import Sequence
from dataclasses import replace

from content.daybook.heard import SumHeard
from content.daybook.lines import AccountLine, Ends, Many
from content.daybook.state import FAR, MILLION, THOUSAND

_A_DAY_LOW = 1_000


def sized(one: SumHeard, line: AccountLine | None, per: str = "") -> Ends:
    """The price, a number without its unit by what was told before, or by its time."""
    low, high = one.price or (0.0, 0.0)
    if not one.bare:
        return low, high
    before = line.usual.price if line else None
    if before is not None:
        for size in (MILLION, THOUSAND, 1):
            if before[1] / FAR <= high * size <= before[1] * FAR:
                return low * size, high * size
    small = one.each or (per or one.per) == "day"
    size = THOUSAND if small and high < _A_DAY_LOW else MILLION if not small else 1
    return low * size, high * size


def with_counts(before: Sequence[Many], now: Sequence[Many]) -> tuple[Many, ...]:
    """So many of each thing, as told now where it was told again."""
    if len(before) == 1 == len(now):
        return (replace(now[0], thing=before[0].thing, said=before[0].said),)
    told = {many.thing: many for many in now}
    kept = [told.pop(many.thing, many) for many in before]
    return (*kept, *told.values())
