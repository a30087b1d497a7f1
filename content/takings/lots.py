"""So many of a thing with their price right behind: `40 ly cà phê 15k với 20 ly sinh tố 25k`."""

import re
from collections.abc import Sequence
from itertools import pairwise

from content.takings.pieces import PLACES, TIMES, Quantity, product

_A_PRICE = 5_000_000  # more is no price of one thing
_NEAR = 30  # letters between how many and the price
_BETWEEN = re.compile(r"[^,.;:\n]*(?:, (?:gia |ban |le |si |chi |cung |tam |khoang )+)?")


def with_lots(pieces: Sequence[Quantity], folded: Sequence[str]) -> list[Quantity]:
    """The pieces with such lots, each told so, as one sum; as they are where any is unclear."""
    lots = [
        (many, price)
        for many, price in pairwise(pieces)
        if _is_lot(many, price, pieces, folded[many.line])
    ]
    of_places = any(many.thing in PLACES for many, _ in lots)
    said = " ".join(folded[many.line][many.end : price.start] for many, price in lots)
    if not lots or (of_places and len(lots) < 2 and "gia" not in said.split()):
        return list(pieces)
    times = {one for many, price in lots for one in (many.per | price.per) & TIMES}
    if len(times) > 1 or any(price.when or many.when for many, price in lots[1:]):
        return list(pieces)
    made = [product(price, many, set()) for many, price in lots]
    whole = made[0]
    whole.low, whole.high = sum(one.low for one in made), sum(one.high for one in made)
    whole.per |= times
    whole.when = lots[0][0].when or lots[0][1].when
    gone = [one for lot in lots for one in lot]
    all_of = sum(many.low for many, _ in lots)  # `6 phòng: 4 phòng giá 2 triệu, 2 phòng ...`
    kept = [
        one
        for one in pieces
        if one not in gone and not (one.thing == lots[0][0].thing and one.low == all_of)
    ]
    return [*kept, whole]


def _is_lot(many: Quantity, price: Quantity, pieces: Sequence[Quantity], folded: str) -> bool:
    if many.kind != "count" or price.kind != "money" or many.line != price.line:
        return False
    if not price.unit or price.high >= _A_PRICE or price.other or many.state or price.state:
        return False
    each = {thing for one in pieces if one.kind == "money" for thing in one.per - TIMES}
    told_apart = many.thing in each or bool(price.per - TIMES - {many.thing})
    between = folded[many.end : price.start]
    near = len(between) <= _NEAR and _BETWEEN.fullmatch(between) is not None
    return near and not told_apart
