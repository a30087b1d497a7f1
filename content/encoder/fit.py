"""Fits the two curves the encoder is decided by: `python -m content.encoder.fit MESSAGES.jsonl`.

Prints the weights for `content/search.py: Thresholds`, and what folds by subject say of them: each
message is judged by curves that were fitted without any message about the same.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.library import load_content
from content.search import AHEAD

FOLDS = 10
SMOOTH = {"right": 3.0, "scope": 1.0}  # ridge on standardised numbers
NO_ENTRY_COUNTS = 0.5  # what has no entry today may have one tomorrow
TRIED = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Messages:
    numbers: Numbers  # what `Understanding.numbers` gives for each
    right: Numbers  # 1 where the first entry is one of those wanted
    covered: NDArray[np.bool_]
    outside: NDArray[np.bool_]
    folds: NDArray[np.int64]


def read(path: Path) -> Messages:
    understanding = load_content(with_encoder=True).understanding
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = [understanding.numbers(line["text"]) for line in lines]
    subjects = sorted({line["about"] for line in lines})
    order = np.random.default_rng(1).permutation(len(subjects))
    fold = {subject: int(order[at]) % FOLDS for at, subject in enumerate(subjects)}
    return Messages(
        np.array([numbers for _, numbers in found]),
        np.array(
            [float(first in line["gold"]) for (first, _), line in zip(found, lines, strict=True)]
        ),
        np.array([bool(line["gold"]) for line in lines]),
        np.array([not line["in_scope"] for line in lines]),
        np.array([fold[line["about"]] for line in lines]),
    )


def logistic(x: Numbers, y: Numbers, counts: Numbers, smooth: float) -> Numbers:
    """The weights of a logistic curve, the last one standing alone."""
    middle, spread = x.mean(0), x.std(0) + 1e-9
    z = np.c_[(x - middle) / spread, np.ones(len(x))]
    ridge = np.diag([smooth] * x.shape[1] + [1e-9])
    weights = np.zeros(z.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ weights))
        slope = z.T @ (counts * (p - y)) + ridge @ weights
        weights -= np.linalg.solve((z * (counts * p * (1 - p))[:, None]).T @ z + ridge, slope)
    each = weights[:-1] / spread
    fitted: Numbers = np.r_[each, weights[-1] - each @ middle]
    return fitted


def surely(weights: Numbers, x: Numbers) -> Numbers:
    sure: Numbers = 1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1])))
    return sure


def main() -> None:
    said = read(Path(sys.argv[1]))
    counts = np.where(~said.covered & ~said.outside, NO_ENTRY_COUNTS, 1.0)
    sure = np.zeros(len(said.right))
    for fold in range(FOLDS):
        rest = said.folds != fold
        fitted = logistic(
            said.numbers[rest], said.right[rest], counts[rest], SMOOTH["right"]
        )  # fmt: skip
        sure[~rest] = surely(fitted, said.numbers[~rest])
    for least in TRIED:
        answered = sure >= least
        wrong = answered & (said.right == 0)
        no_entry = ~said.covered & ~said.outside
        print(
            f"{least:.2f} answered {answered[said.covered].mean():.3f}"
            f" wrong {wrong[said.covered].mean():.4f} no entry {answered[no_entry].mean():.3f}"
            f" out of scope {answered[said.outside].mean():.3f}"
        )
    known = said.covered | said.outside
    ahead, covered = said.numbers[known][:, AHEAD : AHEAD + 2], said.covered[known].astype(float)
    scope = logistic(ahead, covered, counts[known], SMOOTH["scope"])
    right = logistic(said.numbers, said.right, counts, SMOOTH["right"])
    print("encoder_scope", scope.round(2).tolist())
    print("encoder_right", right.round(2).tolist())


if __name__ == "__main__":
    main()
