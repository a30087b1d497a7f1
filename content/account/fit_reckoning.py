"""Fits what weighs the readings of a talk: `python -m content.account.fit_reckoning HEARD.pkl`.

`HEARD.pkl` is what is heard of each writer's talks by layers that never saw that writer, as
`{writer: [[(line, numbers) of every line] of every talk]}`; what a line comes to stands in the
writer's file of `tests/understanding/told`. Prints how right the years are of writers left out, and
fits by these how sure a year is.
"""

import io
import math
import pickle
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from content.account.beam import FILE, NAMES, SIGNS, DerivedAccount, MoveWeights, Weights, sign_of
from content.account.events import COLUMNS, ToldEvent, events_in
from content.account.flows import Span, ToldAccount
from content.account.marks import unmarked
from content.account.reckoning import HeardLine, WeighedYear, read_on, signs_of_year, weighed
from content.encoder.intents import softmax

TOLD = Path(__file__).parents[2] / "tests" / "understanding" / "told"
TEST = "d"  # the writer no weight is fitted to
STEPS, WIDTH, WORST = 2, 20, 8.0
RATE, SIGN_RATE, SEED = 0.25, 0.1, 20261130
_CLOSE, _WIDE = 0.021, 0.35
_WORTH = {"tr": 1e6, "tỷ": 1e9}


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line as it is heard, and the year a careful clerk holds then; None: none yet."""

    heard: HeardLine
    year: Span | None


def talks_of(writer: str, heard: Sequence[Sequence[HeardLine]]) -> Iterator[list[ToldLine]]:
    blocks = (TOLD / f"{writer}.txt").read_text(encoding="utf-8").strip().split("\n\n")
    for block, talk in zip(blocks, heard, strict=True):
        years = [unmarked(line).year for line in block.splitlines()]
        yield [
            ToldLine(one, None if year == "?" else _year(year))
            for one, year in zip(talk, years, strict=True)
        ]


def _year(written: str) -> Span:
    low, _, high = written.partition("-")
    if not high:
        return _amount(low), _amount(low)
    unit = high[-2:]
    return _amount(low if low[-2:] in _WORTH else low + unit), _amount(high)


def _amount(written: str) -> float:
    return float(written[:-2].replace(",", ".")) * _WORTH[written[-2:]]


def is_right(found: Span | None, year: Span | None) -> bool:
    """Whether the one is the other, or a narrow range around it."""
    if found is None or year is None:
        return found is year
    (least, most), (low, high) = found, year
    if low == high:
        near = least <= low * (1 + _CLOSE) and most >= low * (1 - _CLOSE)
        return near and most - least <= _WIDE * most
    return least >= low * (1 - _CLOSE) and most <= high * (1 + _CLOSE)


class GrowingWeights(MoveWeights):
    """Weights that give a name its column when they first meet it."""

    def column(self, name: str) -> int:
        if name not in self.names and len(self.names) < NAMES - 1:
            self.names[name] = len(self.names)
        return MoveWeights.column(self, name)


class ReckoningFit:
    """Weights that are moved, line by line, to the readings that come to the year told."""

    def __init__(self) -> None:
        words = np.zeros((COLUMNS, NAMES), np.float32)
        self.weights = GrowingWeights(words, np.zeros(SIGNS, np.float32))
        for role in ("takings", "price", "count", "worked", "skip"):
            self.weights.signs[sign_of(f"{role}:chance")] = 1.0
        self.weights.signs[sign_of("doubt")] = -2.0
        self._spread = np.full(COLUMNS, 0.1, np.float32)
        self._sign_spread = np.full(SIGNS, 0.1, np.float32)

    def learn(self, talk: Sequence[ToldLine]) -> None:
        beam = [DerivedAccount(ToldAccount(), 0.0)]
        for at, line in enumerate(talk):
            events = events_in(*line.heard, at)
            beam = read_on(self.weights, beam, events, at, WIDTH, WORST)
            right = [is_right(one.account.year(), line.year) for one in beam]
            if any(right):
                self._move(events, beam, np.array(right, np.float32))
                beam = [one for one, good in zip(beam, right, strict=True) if good]
            beam = [DerivedAccount(o.account, o.score - beam[0].score) for o in beam]

    def _move(
        self, events: Sequence[ToldEvent], beam: Sequence[DerivedAccount], right: Weights
    ) -> None:
        shares = softmax(np.array([one.score for one in beam], np.float32))
        good = shares * right / (shares * right).sum()
        words: dict[int, Weights] = defaultdict(lambda: np.zeros(NAMES, np.float32))
        signs: dict[int, float] = defaultdict(float)
        for one, error in zip(beam, (shares - good).tolist(), strict=True):
            path = one.path
            while path and abs(error) > 1e-4:
                path, (place, names, told) = path
                for column in names:
                    words[place][column] += error
                for column, value in told:
                    signs[column] += error * value
        for place, slope in words.items():
            columns = list(events[place].columns)
            slope = slope / np.float32(len(columns) ** 0.5)
            self._spread[columns] += float((slope**2).sum())
            pace = RATE / np.sqrt(self._spread[columns])[:, None]
            self.weights.words[columns] -= pace * slope
        for column, steep in signs.items():
            self._sign_spread[column] += steep * steep
            step = SIGN_RATE * steep / math.sqrt(self._sign_spread[column])
            self.weights.signs[column] -= step


def fitted(talks: Sequence[list[ToldLine]], steps: int = STEPS) -> MoveWeights:
    fit, order = ReckoningFit(), random.Random(SEED)  # noqa: S311 - an order, no secret
    shuffled = list(talks)
    for _ in range(steps):
        order.shuffle(shuffled)
        for talk in shuffled:
            fit.learn(talk)
    return fit.weights


def years_told(
    known: MoveWeights, talk: Sequence[ToldLine]
) -> Iterator[tuple[Sequence[HeardLine], ToldLine, list[WeighedYear]]]:
    """Behind each line: the lines so far, the line, the years the readings come to."""
    beam = [DerivedAccount(ToldAccount(), 0.0)]
    for at, line in enumerate(talk):
        beam = read_on(known, beam, events_in(*line.heard, at), at)
        yield [one.heard for one in talk[: at + 1]], line, weighed(beam)


Sign = tuple[Weights, bool]  # of a year that is known; whether it is right


def counted(known: MoveWeights, talks: Sequence[list[ToldLine]]) -> tuple[Counter[str], list[Sign]]:
    """How many lines' likeliest year is right, wrong ..., and what spoke for each."""
    kinds: Counter[str] = Counter()
    signs: list[Sign] = []
    for talk in talks:
        for lines, line, years in years_told(known, talk):
            first = years[0].year
            right = is_right(first, line.year)
            kind = "none" if first is None else "right" if right else "wrong"
            kinds[kind + ("?" if line.year is None else "")] += 1
            best = next((one.year for one in years if one.year), None)
            if best:
                good = line.year is not None and is_right(best, line.year)
                signs.append((signs_of_year(lines, years), good))
    return kinds, signs


def surety(some: Sequence[Sign], turns: int = 200) -> Weights:
    """A logistic regression, by Newton's steps."""
    signs = np.array([one for one, _ in some], np.float64)
    right = np.array([good for _, good in some], np.float64)
    weights = np.zeros(signs.shape[1])
    for _ in range(turns):
        chance = 1 / (1 + np.exp(-(signs @ weights)))
        slope = signs.T @ (chance - right) + weights
        bend = (signs * (chance * (1 - chance))[:, None]).T @ signs + np.eye(len(weights))
        weights = weights - np.linalg.solve(bend, slope)
    return weights.astype(np.float32)


def shown(name: str, kinds: Counter[str], some: Sequence[Sign], sure: Weights) -> None:
    known = kinds["right"] + kinds["wrong"] + kinds["none"]
    print(name, dict(kinds), *(f"{k} {kinds[k] / known:.3f}" for k in ("right", "wrong")))
    chances = np.array([1 / (1 + math.exp(-float(one @ sure))) for one, _ in some])
    right = np.array([good for _, good in some])
    for least in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95):
        said = chances >= least
        good = int(right[said].sum())
        print(f"   >= {least}: right {good / known:.3f}, not right {int(said.sum()) - good}")


def main() -> None:
    heard = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301 - made by hand, here
    talks = {name: list(talks_of(name, told)) for name, told in sorted(heard.items())}
    writers = [name for name in talks if name != TEST]
    whole: Counter[str] = Counter()
    all_signs: list[Sign] = []
    by_writer = {}
    for fold in range(4):
        out = writers[fold::4]
        known = fitted([one for name in writers if name not in out for one in talks[name]])
        for name in out:
            by_writer[name] = counted(known, talks[name])
            whole += by_writer[name][0]
            all_signs += by_writer[name][1]
            shown(name, *by_writer[name], surety(all_signs))
    sure = surety(all_signs)
    shown("all", whole, all_signs, sure)
    for name in writers:
        shown(name, *by_writer[name], sure)
    known = fitted([one for name in writers for one in talks[name]])
    shown(TEST, *counted(known, talks[TEST]), sure)
    stored = io.BytesIO()
    used = len(known.names)
    words = np.concatenate([known.words[:, :used], known.words[:, -1:]], axis=1)
    np.savez_compressed(
        stored, words=words.astype(np.float16), signs=known.signs.astype(np.float16), sure=sure,
        names=np.array(list(known.names)),
    )  # fmt: skip
    FILE.write_bytes(stored.getvalue())
    print(len(stored.getvalue()), "bytes")


if __name__ == "__main__":
    main()
