"""What the numbers of several messages come to in a year, and how surely: every reading of them
that the words allow is weighed (`beam.py`), and the year most of it lies on is told."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from content.account.beam import (
    WIDTH,
    WORST,
    DerivedAccount,
    MoveWeights,
    Weights,
    stepped,
    weights,
)
from content.account.events import ToldEvent, events_in
from content.account.flows import SoldFlow, Span, ToldAccount
from content.account.heard import HeardNumber, NumberRole
from content.encoder.intents import softmax

SOLD = (NumberRole.TAKINGS, NumberRole.PRICE, NumberRole.COUNT, NumberRole.WORKED)
_ALIKE = 0.01  # years that differ by less are one

HeardLine = tuple[str, Sequence[HeardNumber]]


@dataclass(frozen=True, slots=True)
class CountedFlow:
    """A sum and how many times a year it comes."""

    flow: SoldFlow
    times: float


@dataclass(frozen=True, slots=True)
class AccountYear:
    """A year's sum, how surely it is the one that was told (0..1), and its flows."""

    low: float
    high: float
    sure: float
    flows: tuple[CountedFlow, ...] = ()


@dataclass(frozen=True, slots=True)
class WeighedYear:
    """A year with the weight of all readings that come to it, and the likeliest of them."""

    year: Span | None
    weight: float
    account: ToldAccount


def weighed(beam: Sequence[DerivedAccount]) -> list[WeighedYear]:
    """The years the readings come to (None: something is still to be told), the likeliest first."""
    shares = softmax(np.array([one.score for one in beam], np.float32))
    found: list[WeighedYear] = []
    for derived, share in zip(beam, shares.tolist(), strict=True):
        year = derived.account.year()
        for place, one in enumerate(found):
            if _is_alike(one.year, year):
                found[place] = WeighedYear(one.year, one.weight + share, one.account)
                break
        else:
            found.append(WeighedYear(year, share, derived.account))
    return sorted(found, key=lambda one: -one.weight)


def _is_alike(one: Span | None, other: Span | None) -> bool:
    if one is None or other is None:
        return one is other
    ends = zip(one, other, strict=True)
    return all(abs(end - to) <= _ALIKE * max(end, to) for end, to in ends)


def read_on(
    known: MoveWeights,
    beam: Sequence[DerivedAccount],
    events: Sequence[ToldEvent],
    at: int,
    width: int = WIDTH,
    worst: float = WORST,
) -> list[DerivedAccount]:
    """The readings behind what the `at`-th line tells."""
    last = [DerivedAccount(one.account, one.score) for one in beam]
    for place, event in enumerate(events):
        last = stepped(known, event, place, last, at, width, worst)
    return last


def signs_of_year(lines: Sequence[HeardLine], years: Sequence[WeighedYear]) -> Weights:
    """What speaks for the first year of `years` that is one; raises StopIteration for none."""
    first, (low, high) = next((one, one.year) for one in years if one.year)
    rest = sorted((one.weight for one in years if one is not first), reverse=True)
    nothing = sum(one.weight for one in years if one.year is None)
    chance = min(max(first.weight, 1e-4), 1 - 1e-4)
    sures = [max(one.sure, one.apart if one.role not in SOLD else 0.0)
             for _, heard in lines for one in heard]  # fmt: skip
    flows = first.account.flows
    return np.array(
        (
            1.0,
            math.log(chance / (1 - chance)),
            math.log(max(nothing, 1e-4)),
            math.log(max(rest[0] if rest else 0.0, 1e-4)),
            sum(math.log(max(one, 0.05)) for one in sures),
            math.log(max(min(sures, default=1.0), 0.05)),
            float(len(lines)),
            float(len(sures)),
            float(len(flows)),
            float(sum(len(one.counts) for one in flows)),
            float(any(one.part for one in flows)),
            float(low < high),
            abs(math.log10(high) - 8.6),
        ),
        np.float32,
    )


def years_of(lines: Sequence[HeardLine]) -> list[AccountYear | None]:
    """The year of what was told up to each line, tidied, with what each number is heard as; None
    where none can be told yet."""
    known = weights()
    if known is None:
        return [None for _ in lines]
    beam = [DerivedAccount(ToldAccount(), 0.0)]
    found = []
    for at, line in enumerate(lines):
        beam = read_on(known, beam, events_in(*line, at), at)
        found.append(_likeliest(known, lines[: at + 1], weighed(beam)))
    return found


def _likeliest(
    known: MoveWeights, lines: Sequence[HeardLine], years: Sequence[WeighedYear]
) -> AccountYear | None:
    first = next((one for one in years if one.year), None)
    if first is None or first.year is None:
        return None
    sure = 1 / (1 + math.exp(-float(signs_of_year(lines, years) @ known.sure)))
    account = first.account
    flows = tuple(CountedFlow(one, account.times(one)) for one in account.flows)
    return AccountYear(*first.year, sure, flows)
