"""What is sold on some days or months and what on others, where nobody knows on how many: `hôm đông
3 triệu hôm vắng 1 triệu` is from the one to the other, `nửa nọ nửa kia` half of each."""

from collections.abc import Sequence

from content.takings.pieces import TIMES, Quantity, Unplaced

_MOST_APART = 30  # times: more, and the sums are of different things


def joined(pieces: Sequence[Quantity], *, halves: bool) -> list[Quantity]:
    """The pieces, those told of some days and of others as one from the least to the most."""
    some = [one for one in pieces if one.state]
    if not some:
        return list(pieces)
    alike = [one for one in pieces if _is_like(one, some[0])]
    if len(some) == 1 and some[0].state == "some" and len(alike) == 2:
        some = alike  # `tháng 20 triệu, có tháng lên 30`
    if len(some) < 2 or not all(_is_like(one, some[0]) for one in some):
        raise Unplaced("state")
    first, *rest = some
    scale = _unit_of(some)
    ends = [value * (1 if one.unit else scale) for one in some for value in (one.low, one.high)]
    first.low, first.high, first.unit = min(ends), max(ends), True
    if first.kind == "money" and first.high > first.low * _MOST_APART:
        raise Unplaced("apart")
    if halves:
        if len(some) != 2:
            raise Unplaced("halves")
        first.low = first.high = (first.low + first.high) / 2
    for one in rest:
        first.per |= one.per
        first.trade = first.trade or one.trade
        first.sells = first.sells or one.sells
    if len(first.per & TIMES) > 1:
        raise Unplaced("state of what time")
    return [one for one in pieces if one not in rest]


def _is_like(one: Quantity, other: Quantity) -> bool:
    same = (one.kind, one.thing) == (other.kind, other.thing)
    return same and one.when is None and not one.other


def _unit_of(some: Sequence[Quantity]) -> float:
    """In what the sums without a unit are told."""
    known = [one.high for one in some if one.unit and one.kind == "money"]
    if some[0].kind == "count":
        return 1
    if not known:
        raise Unplaced("state of what unit")
    return 10**6 if max(known) >= 10**6 else 1000
