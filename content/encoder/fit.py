"""Fits the two curves the encoder is decided by, and writes `curves.json`:
`python -m content.encoder.fit MESSAGES.jsonl [LABELS.tsv]`.

They are fitted to messages of people who never saw the entries and, counting less, to wordings that
neither the encoder nor the index has. Prints what folds by subject say of them: each message is
judged by curves that were fitted without any about the same. `LABELS.tsv` names entries that came
after the messages were labelled.
"""

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.encoder.curves import CURVES, RIGHT, SCOPE, UNSURE, Numbers
from content.encoder.held import held
from content.encoder.model import FILE
from content.library import FOLDER, Content, load_content
from content.search import Understanding, build_understanding, indexed, load_parts

FOLDS, DRAWS = 10, 10
SMOOTH = {"right": 3.0, "scope": 1.0}  # ridge on standardised numbers
TRIED = (0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
HELD_COUNTS = 0.3  # a wording left out beside a message: it is harder than those
ANSWER, CHOOSE = 0.85, 0.1  # looked up in what is printed
_NAMES = tuple(field.name for field in fields(Numbers))

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Messages:
    numbers: Table  # what `Understanding.numbers` gives for each
    right: NDArray[np.bool_]  # the first entry answers it today
    labelled: NDArray[np.bool_]  # it had an answer when it was labelled ...
    right_then: NDArray[np.bool_]  # ... and that one is first
    outside: NDArray[np.bool_]  # nothing answers it
    subjects: Sequence[str]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Wordings left out: what the curves weigh, and whether the entry they ask for is first."""

    numbers: Table
    right: NDArray[np.bool_]


def read(path: Path, labels: Mapping[str, frozenset[str]]) -> Messages:
    understanding = load_content(with_encoder=True).understanding
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = [(line, *understanding.numbers(line["text"])) for line in lines]
    weighed = [(line, first, numbers) for line, first, numbers in found if numbers is not None]
    then = [frozenset(line["gold"]) for line, _, _ in weighed]
    now = [
        gold | labels.get(line["id"], frozenset()) | labels.get(line["about"], frozenset())
        for gold, (line, _, _) in zip(then, weighed, strict=True)
    ]
    firsts = [first for _, first, _ in weighed]
    return Messages(
        np.array([astuple(numbers) for _, _, numbers in weighed]),
        np.array([first in gold for first, gold in zip(firsts, now, strict=True)]),
        np.array([bool(gold) for gold in then]),
        np.array([first in gold for first, gold in zip(firsts, then, strict=True)]),
        np.array([not gold for gold in now]),
        [line["about"] or line["id"] for line, _, _ in weighed],
    )


def without(content: Content, left_out: frozenset[str]) -> Understanding:
    """What understands messages with some wordings left out of the index."""
    parts = load_parts(FOLDER, with_encoder=content.understanding.takes_time)
    kept = {
        kind: {
            name: [text for text in texts if text not in left_out] for name, texts in group.items()
        }
        for kind, group in parts.fixed.items()
    }
    index = {
        key: (*(text for text in texts if text not in left_out), said)
        for key, (*texts, said) in indexed(content.knowledge, content.knowledge.entries).items()
    }
    return build_understanding(replace(parts, fixed=kept), index)


def read_left_out() -> LeftOut:
    content = load_content(with_encoder=True)
    left_out = held()
    understanding = without(content, left_out)
    found = [
        (entry.id, *understanding.numbers(text))
        for entry in content.knowledge.entries.values()
        for text in entry.ask
        if text in left_out
    ]
    weighed = [(first == wanted, numbers) for wanted, first, numbers in found if numbers]
    return LeftOut(
        np.array([astuple(numbers) for _, numbers in weighed]),
        np.array([right for right, _ in weighed]),
    )


def read_labels(path: Path) -> dict[str, frozenset[str]]:
    """`subject or number<TAB>entries`, a line each."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            subject, _, entries = line.partition("\t")
            found[subject] |= frozenset(entries.split())
    return found


def logistic(x: Table, y: NDArray[np.bool_], smooth: float, counts: Table | None = None) -> Table:
    """The weights of a logistic curve, the last one standing alone."""
    counts = np.ones(len(x)) if counts is None else counts
    middle, spread = x.mean(0), x.std(0) + 1e-9
    z = np.c_[(x - middle) / spread, np.ones(len(x))]
    ridge = np.diag([smooth] * x.shape[1] + [1e-9])
    weights = np.zeros(z.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ weights))
        slope = z.T @ (counts * (p - y)) + ridge @ weights
        weights -= np.linalg.solve((z * (counts * p * (1 - p))[:, None]).T @ z + ridge, slope)
    each = weights[:-1] / spread
    fitted: Table = np.r_[each, weights[-1] - each @ middle]
    return fitted


def surely(weights: Table, x: Table) -> Table:
    sure: Table = 1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1])))
    return sure


def chosen(numbers: Table, names: Sequence[str]) -> Table:
    return numbers[:, [_NAMES.index(name) for name in names]]


def right_curve(x: Table, right: NDArray[np.bool_], held: LeftOut) -> Table:
    """Of messages and, counting less, wordings left out."""
    return logistic(
        np.r_[x, chosen(held.numbers, RIGHT)],
        np.r_[right, held.right],
        SMOOTH["right"],
        np.r_[np.ones(len(x)), np.full(len(held.right), HELD_COUNTS)],
    )


def by_folds(said: Messages, held: LeftOut, draw: int) -> Table:
    """How sure a curve is of each message that was fitted without its subject."""
    subjects = sorted(set(said.subjects))
    order = np.random.default_rng(draw).permutation(len(subjects))
    fold = {subject: int(order[at]) % FOLDS for at, subject in enumerate(subjects)}
    folds = np.array([fold[subject] for subject in said.subjects])
    x, sure = chosen(said.numbers, RIGHT), np.zeros(len(said.right))
    for number in range(FOLDS):
        rest = folds != number
        fitted = right_curve(x[rest], said.right[rest], held)
        sure[~rest] = surely(fitted, x[~rest])
    return sure


def told(said: Messages, held: LeftOut) -> dict[str, dict[str, float]]:
    """By the point from which on we are sure: shares, the mean of ten draws of folds."""
    drawn = [by_folds(said, held, draw) for draw in range(DRAWS)]
    found = {}
    for least in TRIED:
        answered = np.array([sure >= least for sure in drawn])
        found[str(least)] = {
            "answered": answered[:, said.labelled].mean(),
            "wrong": (answered & ~said.right_then)[:, said.labelled].mean(),
            "wrong by today's labels": (answered & ~said.right)[:, ~said.outside].mean(),
            "out of scope answered": answered[:, said.outside].mean(),
        }
    return {
        least: {name: round(float(share), 4) for name, share in shares.items()}
        for least, shares in found.items()
    }


def write(scope: Table, right: Table, folds: Mapping[str, object], fitted_to: list[int]) -> None:
    """The curves, and their hash into the card of the encoder. `fitted_to`: how many messages, how
    many wordings left out."""
    curves = {
        "scope": dict(zip((*SCOPE, ""), scope.round(4).tolist(), strict=True)),
        "right": dict(zip((*RIGHT, ""), right.round(4).tolist(), strict=True)),
        "answer": ANSWER, "choose": CHOOSE,
        "recipe": {
            "encoder_sha256": hashlib.sha256(FILE.read_bytes()).hexdigest(),
            "fitted_to": fitted_to, "held_counts": HELD_COUNTS, "smooth": SMOOTH,
            "folds": FOLDS, "draws": DRAWS,
            "by_folds": folds,
        },
    }  # fmt: skip
    note(json.dumps(curves, indent=2) + "\n")


def note(curves: str) -> None:
    CURVES.write_text(curves, encoding="utf-8")
    path = FILE.with_suffix(".json")
    card = json.loads(path.read_text(encoding="utf-8"))
    card["curves_sha256"] = hashlib.sha256(CURVES.read_bytes()).hexdigest()
    path.write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    note(json.dumps(asdict(UNSURE)))  # the encoder is not read without any
    labels = read_labels(Path(sys.argv[2])) if len(sys.argv) > 2 else {}
    said = read(Path(sys.argv[1]), labels)
    held = read_left_out()
    folds = told(said, held)
    for least, shares in folds.items():
        print(least, shares)
    scope = logistic(chosen(said.numbers, SCOPE), ~said.outside, SMOOTH["scope"])
    right = right_curve(chosen(said.numbers, RIGHT), said.right, held)
    write(scope, right, folds, [len(said.right), len(held.right)])


if __name__ == "__main__":
    main()
