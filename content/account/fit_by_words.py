"""Fits the layers over the words around a number (numpy; minutes), by hand:

python -m content.account.fit_by_words                  fits to all writers, writes the file
python -m content.account.fit_by_words --left-out aehk  fits to the others, says what is heard
"""

import argparse
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from content.account import judging
from content.account.by_words import COLUMNS, HEADS, Weights, WordLayers, columns_of, features
from content.account.heard import BY_WORDS, FOLDER, ROLES, TIMES, NumberRole
from content.account.marks import JUDGED_BY, MarkedLine, by_writer, sums
from content.account.numbers import numbers_in
from content.encoder.intents import softmax
from content.vietnamese import fold

SEED = 20261130
STEPS, BATCH, RATE, RIDGE = 8, 64, 0.2, 2e-4
TALKS = 2  # a number of a talk weighs as much as so many of single messages
SIZES = (len(ROLES), len(TIMES), 2)

Talk = Sequence[MarkedLine]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one number of a talk is heard by, and of each head what it is (-1: not said)."""

    columns: list[int]
    owners: tuple[int, int, int]


def seen_in(talks: Iterable[Talk]) -> Iterator[Seen]:
    """The numbers of talks, each as typed and without its marks."""
    for talk in talks:
        for folding in (str, fold):
            so_far: list[NumberRole] = []
            for line in talk:
                yield from _of_line(line, folding, so_far)
                so_far += [one.role for one in line.spans]


def _of_line(
    line: MarkedLine, folding: Callable[[str], str], so_far: Sequence[NumberRole]
) -> Iterator[Seen]:
    text = folding(line.text)
    numbers = numbers_in(text)
    before: list[NumberRole] = []
    for place, number in enumerate(numbers):
        mark = line.mark_of(number)
        columns = columns_of(features(text, numbers, place, before, so_far))
        yield Seen(columns, judging.owners_of(mark))
        before.append(mark.role)


def fitted(some: Sequence[Seen], head: int) -> Weights:
    """A softmax regression, a few numbers at a time."""
    some = [one for one in some if one.owners[head] >= 0]
    order = np.random.default_rng(SEED)
    weights = np.zeros((COLUMNS, SIZES[head]), np.float32)
    spread = np.full((COLUMNS, 1), 1e-3, np.float32)
    owner = np.array([one.owners[head] for one in some])
    for step in range(STEPS):
        shuffled = order.permutation(len(some))
        for at in range(0, len(some), BATCH):
            batch = shuffled[at : at + BATCH].tolist()
            lengths = [len(some[one].columns) for one in batch]
            columns = np.array([column for one in batch for column in some[one].columns])
            value = np.repeat(np.array(lengths, np.float32) ** -0.5, lengths)[:, None]
            starts = np.cumsum([0, *lengths[:-1]])
            errors = softmax(np.add.reduceat(weights[columns] * value, starts, axis=0))
            errors[np.arange(len(batch)), owner[batch]] -= 1
            slope = np.repeat(errors, lengths, axis=0) * value
            np.add.at(spread, columns, (slope**2).mean(1, keepdims=True))
            touched = np.unique(columns)
            np.add.at(weights, columns, -RATE * slope / np.sqrt(spread[columns]))
            weights[touched] *= 1 - RIDGE * (1 - step / STEPS)
    return weights.T


def layers_of(talks: Iterable[Talk]) -> dict[str, Weights]:
    """The layers fitted to talks, and to the single messages."""
    some = [*[*seen_in(talks)] * TALKS, *seen_in([one] for one in sums())]
    return {name: fitted(some, head) for head, name in enumerate(HEADS)}


def shares_of(layers: WordLayers, talk: Talk) -> judging.Shares:
    """The shares of each number of a talk, the roles before being those heard."""
    found: judging.Shares = []
    so_far: list[NumberRole] = []
    for line in talk:
        numbers = numbers_in(line.text)
        before: list[NumberRole] = []
        rows = []
        for place in range(len(numbers)):
            rows.append(tuple(layers.shares(line.text, numbers, place, before, so_far)))
            before.append(ROLES[int(rows[-1][0].argmax())])
        so_far += before
        found.append(rows)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--left-out", default="", help="writers to judge by, as `aehk`")
    parser.add_argument("--rows", type=Path, help="where what is heard of them is written")
    asked = parser.parse_args()
    every = by_writer()
    learned = [w for w in every if w not in asked.left_out + JUDGED_BY]
    stored = layers_of(talk for writer in learned for talk in every[writer])
    if not asked.left_out:
        whole = io.BytesIO()
        role, time, mends = (stored[name].astype(np.float16) for name in HEADS)
        np.savez_compressed(whole, role=role, time=time, mends=mends)
        (FOLDER / BY_WORDS).write_bytes(whole.getvalue())
        judging.write_card(by_words={"writers": learned})
        return
    layers = WordLayers(stored, SIZES)
    heard = {w: [shares_of(layers, talk) for talk in every[w]] for w in asked.left_out}
    judging.say_and_keep(every, heard, asked.rows)


if __name__ == "__main__":
    main()
