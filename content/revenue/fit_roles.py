"""Fits the layer that hears what a sum is: `python -m content.revenue.fit_roles` to `roles.jsonl`
(a minute, with what the program runs on alone). Prints what folds by message say."""

import hashlib
import io
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from content.amounts import amounts
from content.encoder.intents import softmax
from content.revenue.roles import (
    COLUMNS,
    FILE,
    SumPlace,
    SumRole,
    Weights,
    columns_of,
    features,
)
from content.vietnamese import fold

SEED = 20261129
STEPS, RATE, RIDGE = 160, 0.3, 2e-5
FOLDS = 5
TRIED = (0.5, 0.7, 0.8, 0.9, 0.95)
# What a labelled number is, where the program reads a sum of money there.
_ROLES = {one.value: one for one in SumRole}


@dataclass(frozen=True, slots=True)
class LabelledSum:
    message: int
    columns: list[int]
    role: SumRole


def digest_of(path: Path) -> str:
    """By which the layer names what it was fitted to."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def spans_in(text: str) -> tuple[SumPlace, ...]:
    return tuple(SumPlace(one.start, one.end, one.value) for one in amounts(text))


def examples(path: Path) -> list[LabelledSum]:
    """The sums the program reads in the messages of a file, each with what its writer said it is;
    each message as it is, and without its marks."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        told = json.loads(line)
        for text in dict.fromkeys((told["text"], fold(told["text"]))):
            labels = _labels(text, told["spans"])
            spans = spans_in(text)
            for place, span in enumerate(spans):
                role = _role(span, labels)
                if role is not None:
                    columns = columns_of(features(text, spans, place))
                    found.append(LabelledSum(number, columns, role))
    return found


def _labels(text: str, spans: list[dict[str, str]]) -> list[tuple[int, int, SumRole]]:
    labels, at = [], 0
    for span in spans:
        said = span["s"] if span["s"] in text else fold(span["s"])
        start = text.find(said, at)
        start = text.find(said) if start < 0 else start
        if start >= 0:
            at = start + len(said)
            labels.append((start, at, _ROLES.get(span["role"], SumRole.NONE)))
    return labels


def _role(span: SumPlace, labels: list[tuple[int, int, SumRole]]) -> SumRole | None:
    """What the label says that covers most of a sum; None where none does."""
    shared = [(min(end, span.end) - max(start, span.start), role) for start, end, role in labels]
    most, role = max(shared, key=lambda one: one[0], default=(0, SumRole.NONE))
    return role if most > 0 else None


def fitted(some: list[LabelledSum], names: list[SumRole]) -> Weights:
    """A softmax regression, each message weighing the same."""
    rows = np.repeat(np.arange(len(some)), [len(one.columns) for one in some])
    columns = np.array([column for one in some for column in one.columns])
    value = np.array([len(one.columns) ** -0.5 for one in some], np.float32)[rows]
    owner = np.array([names.index(one.role) for one in some])
    wanted = np.zeros((len(some), len(names)), np.float32)
    wanted[np.arange(len(some)), owner] = 1
    weights = np.zeros((COLUMNS, len(names)), np.float32)
    slow, fast = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = np.zeros((len(some), len(names)), np.float32)
        np.add.at(scores, rows, weights[columns] * value[:, None])
        errors = (softmax(scores) - wanted) / len(some)
        slope = np.zeros_like(weights)
        np.add.at(slope, columns, errors[rows] * value[:, None])
        slope += RIDGE * weights
        slow, fast = 0.9 * slow + 0.1 * slope, 0.99 * fast + 0.01 * slope**2
        rate = RATE * (1 - 0.9 * step / STEPS)
        weights -= rate * slow / (1 - 0.9**step) / (np.sqrt(fast / (1 - 0.99**step)) + 1e-8)
    return weights.T


def shares(some: list[LabelledSum], weights: Weights) -> Weights:
    scores = [weights[:, one.columns].sum(1) * len(one.columns) ** -0.5 for one in some]
    return softmax(np.stack(scores))


def told(found: list[LabelledSum], heard: Weights, names: list[SumRole]) -> None:
    """By how sure one has to be: sums heard rightly and wrongly; takings among them."""
    owner: NDArray[np.int64] = np.array([names.index(one.role) for one in found])
    first, sure = heard.argmax(1), heard.max(1)
    sales = names.index(SumRole.SALES)
    print("first", round(float((first == owner).mean()), 4), Counter(one.role for one in found))
    for least in TRIED:
        said = sure >= least
        takes = heard[:, sales] >= least
        print(
            least,
            "said", round(float(said.mean()), 3),
            "of these right", round(float((first == owner)[said].mean()), 4),
            "| takings found", round(float(takes[owner == sales].mean()), 3),
            "others taken for takings", round(float(takes[owner != sales].mean()), 4),
        )  # fmt: skip


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE.with_suffix(".jsonl")
    found = examples(path)
    names = list(SumRole)
    messages = sorted({one.message for one in found})
    order = np.random.default_rng(SEED).permutation(len(messages)).tolist()
    fold_of = {messages[at]: number % FOLDS for number, at in enumerate(order)}
    heard = np.zeros((len(found), len(names)), np.float32)
    for fold_ in range(FOLDS):
        out = np.array([fold_of[one.message] == fold_ for one in found])
        weights = fitted([one for one, left in zip(found, out, strict=True) if not left], names)
        heard[out] = shares([one for one, left in zip(found, out, strict=True) if left], weights)
    told(found, heard, names)
    weights = fitted(found, names)
    whole = io.BytesIO()
    np.savez_compressed(
        whole,
        names=np.frombuffer(orjson.dumps([str(one) for one in names]), dtype=np.uint8),
        weights=weights.astype(np.float16),
        fitted_to=np.frombuffer(digest_of(path).encode(), dtype=np.uint8),
    )
    FILE.write_bytes(whole.getvalue())
    print(len(whole.getvalue()), "bytes")


if __name__ == "__main__":
    main()
