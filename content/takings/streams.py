"""Sums as streams: those of one trade, or one place, together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from content.takings.pieces import TIMES, Quantity, Unplaced


@dataclass(slots=True)
class OfOneTrade:
    """The sums of one trade, or of one place."""

    trade: str
    pieces: list[Quantity] = field(default_factory=list)


def flows_of(sold: Sequence[Quantity]) -> list[OfOneTrade]:
    """The sums of each trade, or place, those put right in the place of the former."""
    flows: list[OfOneTrade] = []
    for one in sold:
        last = flows[-1] if flows else None
        if last is None or not _joins(last, one):
            flows.append(OfOneTrade(one.trade, [one]))
        elif one.trade and not last.trade:
            last.trade = one.trade
    return flows


def _joins(flow: OfOneTrade, one: Quantity) -> bool:
    """Puts a sum to those of a trade; False where it is of another, or beside them."""
    if one.when is not None and one.when.name != "last_months":
        if one.trade and flow.trade and one.trade != flow.trade and one.adds:
            return False
        flow.pieces.append(one)
        return True
    base = [p for p in flow.pieces if p.when is None or p.when.name == "last_months"]
    if not base and not one.adds:
        if one.trade and flow.trade and one.trade != flow.trade:
            return False
        flow.pieces.append(one)
        return True
    last = base[-1] if base else flow.pieces[-1]
    if not one.per & TIMES and one.line != last.line:
        one.per |= last.per & TIMES
    return _told_later(flow, last, one)


def _told_later(flow: OfOneTrade, last: Quantity, one: Quantity) -> bool:
    """The same of a sum that follows the one of every day or month, `last`."""
    same_time, later = one.per & TIMES == last.per & TIMES, one.line != last.line
    if later and same_time and (one.low, one.high) == (last.low, last.high):
        return True  # said again
    moved = bool(one.source) and one.source != last.source
    recent = last.when is not None and last.when.name == "last_months"
    if later and same_time and one.raw == last.raw:
        flow.pieces[flow.pieces.index(last)] = one  # told again, with how many
    elif (one.mends and not one.adds and not moved) or (recent and later):
        kept = [p for p in flow.pieces if p.when is not None and p.when.name != "last_months"]
        flow.pieces = [*kept, one]
    elif one.adds or moved or (one.trade and last.trade not in ("", one.trade) and not later):
        return False
    elif later and last.low < last.high and last.low <= one.low <= one.high <= last.high:
        flow.pieces[flow.pieces.index(last)] = one  # the range narrowed
    elif not later and last.when is not None:
        flow.pieces.append(one)
    elif not later and same_time and one.per & TIMES:
        return False
    else:
        raise Unplaced("two sums")
    return True
