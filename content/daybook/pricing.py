"""Counts and the price told behind them, as one."""

from collections.abc import Sequence
from dataclasses import replace

from content.daybook.heard import SumHeard
from content.daybook.patterns import FAR, THING_OF_PRICE


def with_prices(heard: Sequence[SumHeard]) -> list[SumHeard]:
    """Counts and the price that follows them as one; a number behind a count is one more of it; a
    small sum beside so many is of each."""
    found: list[SumHeard] = []
    for one in map(_of_each, heard):
        last = found[-1] if found else None
        if last is None:
            found.append(one)
            continue
        of_it = one.bare and not one.each and not one.adds and last.counts
        if of_it and one.price and (not one.per or one.of_week):
            many = replace(last.counts[-1], low=one.price[0], high=one.price[1])
            kind = "" if one.kind == "cost" else one.kind
            one = replace(one, price=None, bare=False, counts=(many,), kind=kind)
        if one.sometimes and last.price and one.price and not one.counts:
            both = (*last.price, *one.price)
            if max(both) <= FAR * min(both) and one.per in ("", last.per):
                found[-1] = replace(last, price=(min(both), max(both)), end=one.end)
                continue
        waits = next((n for n, o in enumerate(found) if o.counts and o.price is None), None)
        joins = waits is not None and one.price is not None and not one.counts and not one.adds
        if waits is not None and joins and not one.kind and not last.was:
            first = found[waits]
            if _is_each(one, first):
                found[waits] = _with_price(first, one)
                continue
        found.append(one)
    return found


def _with_price(first: SumHeard, one: SumHeard) -> SumHeard:
    """So many of a thing with the price told behind them."""
    each = first.counts[-1].thing
    told = replace(first, price=one.price, bare=one.bare, each=each, mends=first.mends or one.mends)
    return replace(told, per=first.per or one.per, months=first.months or one.months)


def _is_each(one: SumHeard, last: SumHeard) -> bool:
    if one.each or (not last.per and last.price is None):
        return True
    return (
        not one.per
        and one.months is None
        and one.price is not None
        and one.price[1] < THING_OF_PRICE
    )


def _of_each(one: SumHeard) -> SumHeard:
    """A price of one of what is counted."""
    if one.price is None or not one.counts or one.each:
        return one
    return replace(one, each=one.counts[-1].thing) if one.price[1] < THING_OF_PRICE else one
