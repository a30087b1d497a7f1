"""Finds how the signs of a message are weighed (`PRESSED`, `RAISED` of `content/petitions.py`):
`python -m content.encoder.fit_weighing` (some minutes). Each teller of `content/petitions.yaml` is
heard by a layer that was fitted to everybody else's words, and weighed by what everybody else's
messages say. Prints the weights of all, and what comes of each teller's messages: to the lane,
offered, maybe of the lane.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from content.encoder.fit_intents import RIDGE_OF, FitRows, Read, fitted, wordings
from content.encoder.intents import NONE, PETITIONS, Intent, likeliest
from content.encoder.model import Encoder
from content.petitions import (
    HARASSED,
    LEAST_HARASSED,
    LEAST_MAY_BE,
    LEAST_RAISED,
    WORDS,
    Weights,
    signs_of_harassment,
    signs_of_raised,
)

RIDGE, STEPS = 2.0, 30
Signs = Callable[[str, Sequence[Intent]], tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """As somebody wrote it, what it is, and what a layer hears that never read them."""

    text: str
    name: str
    teller: str
    heard: tuple[Intent, ...]


def messages() -> list[HeldOut]:
    """Those of every teller, each heard by a layer of the others' words."""
    names, rows, ridge = list(wordings(PETITIONS)), FitRows.of(PETITIONS), RIDGE_OF[PETITIONS]
    read = Read.of(Encoder.load(), rows.texts)
    found = []
    for teller in sorted(set(rows.tellers.tolist()) - {""}):
        rest, own = rows.tellers != teller, (rows.tellers == teller) & rows.as_written
        fit = fitted(read.only(rest), rows.owners[rest], rows.counts[rest], len(names), ridge)
        for at, shares in zip(np.flatnonzero(own), fit.shares(read.only(own)), strict=True):
            heard = likeliest(names, shares)
            found.append(HeldOut(rows.texts[at], names[rows.owners[at]], teller, heard))
    return found


def weighed(signs: NDArray[np.float64], wanted: NDArray[np.bool_]) -> Weights:
    """A logistic regression by Newton's way."""
    x = np.c_[np.ones(len(signs)), signs]
    ridge = np.diag([1e-3, *[RIDGE] * signs.shape[1]])
    found = np.zeros(x.shape[1])
    for _ in range(STEPS):
        sure = 1 / (1 + np.exp(-x @ found))
        slope = x.T @ (sure - wanted) + ridge @ found
        found -= np.linalg.solve((x * (sure * (1 - sure))[:, None]).T @ x + ridge, slope)
    return Weights(float(found[0]), tuple(map(float, found[1:])))


def judged(
    said: Sequence[HeldOut], signs_of: Signs, wanted: NDArray[np.bool_], counted: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """How surely each is so, by weights of the other tellers' messages that are counted."""
    signs = np.array([signs_of(one.text, one.heard) for one in said])
    tellers = np.array([one.teller for one in said])
    sure = np.zeros(len(said))
    for teller in sorted(set(tellers)):
        rest, own = (tellers != teller) & counted, np.flatnonzero(tellers == teller)
        found = weighed(signs[rest], wanted[rest])
        sure[own] = [found.of(signs[at]) for at in own]
    found = weighed(signs[counted], wanted[counted])
    print(signs_of.__name__, round(found.alone, 2), tuple(round(one, 2) for one in found.signs))
    return sure


def main() -> None:
    said = messages()
    names = np.array([one.name for one in said])
    pressed, none = names == HARASSED, names == NONE
    of_lane = judged(said, signs_of_harassment, pressed, np.ones(len(said), bool))
    raised = judged(said, signs_of_raised, ~pressed & ~none, ~pressed)
    lane, maybe = of_lane >= LEAST_HARASSED, of_lane >= LEAST_MAY_BE
    long = np.array([len(one.text.split()) >= WORDS for one in said])
    offered = (raised >= LEAST_RAISED) & ~lane & long
    tellers = np.array([one.teller for one in said])
    for teller in sorted(set(tellers)):
        for name, group in ((HARASSED, pressed), (NONE, none), ("petitions", ~pressed & ~none)):
            own = group & (tellers == teller)
            if own.any():
                print(
                    teller, name, int(own.sum()), "lane", int(lane[own].sum()),
                    "offered", int(offered[own].sum()), "maybe", int(maybe[own].sum()),
                )  # fmt: skip


if __name__ == "__main__":
    main()
