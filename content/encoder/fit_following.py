"""Fits what words mean behind an answer (`content/following.py`) to the talks of `content/threads`:
`python -m content.encoder.fit_following` (minutes, with what the program runs on alone). Prints
what each writer's talks get from weights that learned from all the others, and of files of such
talks given after it.

What opens a talk and wordings of answers stand behind answers of other matters, too, as what
follows nothing.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.calendar import today
from content.encoder.fit_intents import wordings as wished
from content.encoder.intents import INTENTS, softmax
from content.encoder.threads import NO_ANSWER, OTHER, SAME, THREADS, talks_in
from content.following import CANDIDATES, FILE, Behind, FollowingWeights, Signs, signs_of
from content.library import FOLDER, Content, load_content

STEPS, RATE, RIDGE = 300, 0.03, 1e-3
SEED, APART, EVERY = 20261130, 2, 12  # answers before what opens a talk; of the wordings
SHOWN = (0.35, 0.5, 0.6, 0.7)

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message behind an answer, and the ids of those that meet it (none: no answer does)."""

    writer: str
    after: str
    asked: str
    text: str
    meant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stacked:
    """Signs of many messages, and of each what is meant: a column a candidate, last none."""

    of_each: Array
    of_message: Array
    wanted: Array

    def only(self, rows: NDArray[np.bool_]) -> "Stacked":
        return Stacked(self.of_each[rows], self.of_message[rows], self.wanted[rows])


def labelled_in(path: Path, known: Sequence[str], rng: random.Random) -> Iterator[Labelled]:
    """What follows an answer in the talks of a file, and their openings behind others."""
    for talk in talks_in(path):
        after, before = "", ""
        for message, label in talk:
            if label in (NO_ANSWER, OTHER):
                meant: tuple[str, ...] = ()
            elif label == SAME:
                meant = (after,) if after else ()
            else:
                meant = tuple(one for one in label.split(",") if one in known)
            if after:
                yield Labelled(path.stem, after, before, message, meant)
            elif meant:
                for other in rng.sample(known, APART):
                    yield Labelled(path.stem, other, "", message, meant)
            after, before = (meant or (after,))[0], message


def wordings(content: Content, rng: random.Random) -> Iterator[Labelled]:
    """Some wordings of answers, each behind another answer, and of what else people want."""
    known = list(content.knowledge.entries)
    asked = [(one.id, text) for one in content.knowledge.entries.values() for text in one.ask]
    for name, text in asked[::EVERY]:
        yield Labelled("", rng.choice(known), "", text, (name,))
    for name, texts in wished(INTENTS).items():
        for text in texts[::EVERY] if name not in _ANSWERED else ():
            yield Labelled("", rng.choice(known), "", text, ())


_ANSWERED = ("plainer", "verdict", "where_in_it", "on_behalf", "wrong_answer", NO_ANSWER)


def read(content: Content, messages: Sequence[Labelled]) -> Stacked:
    """The signs of the messages."""
    entries, day = content.knowledge.entries, today(datetime.now(UTC))
    found: list[tuple[Signs, Array]] = []
    for one in messages:
        subject = entries[one.after]
        behind = Behind(subject, one.asked or subject.question, day)
        signs = signs_of(content.knowledge, content.understanding, behind, one.text)
        if signs is None:
            raise SystemExit("no encoder")
        wanted = np.zeros(CANDIDATES + 1, np.float32)
        wanted[:-1] = [name in one.meant for name in signs.names]
        wanted[-1] = not one.meant
        found.append((signs, wanted))
    return Stacked(
        np.stack([signs.of_each for signs, _ in found]),
        np.stack([signs.of_message for signs, _ in found]),
        np.stack([wanted for _, wanted in found]),
    )


def fitted(told: Stacked) -> FollowingWeights:
    """A listwise softmax regression, by gradient with its moments."""
    told = told.only(told.wanted.sum(1) > 0)
    mean, spread = told.of_message.mean(0), told.of_message.std(0) + np.float32(1e-3)
    message = np.c_[(told.of_message - mean) / spread, np.ones(len(told.wanted), np.float32)]
    rows, columns = message.shape[1], told.of_each.shape[2]
    weights = np.zeros((rows, columns + 1), np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    ridge = np.full_like(weights, RIDGE)
    ridge[-1] = 0  # what stands alone
    for step in range(STEPS):
        by_sign = message @ weights
        scores = np.einsum("nkd,nd->nk", told.of_each, by_sign[:, :-1])
        shares = softmax(np.c_[scores, by_sign[:, -1]]) + np.float32(1e-12)
        right = shares * told.wanted
        pull = (shares - right / right.sum(1, keepdims=True)) / len(shares)
        by_each = np.einsum("nk,nkd->nd", pull[:, :-1], told.of_each)
        slope = message.T @ np.c_[by_each, pull[:, -1]] + 2 * ridge * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        ready = first / (1 - 0.9 ** (step + 1))
        spread_of = np.sqrt(second / (1 - 0.999 ** (step + 1))) + 1e-8
        weights -= (RATE * (1 - step / STEPS) * ready / spread_of).astype(np.float32)
    return FollowingWeights(weights[:, :-1].copy(), weights[:, -1].copy(), mean, spread)


def says(weights: FollowingWeights, told: Stacked) -> str:
    """How often the likeliest is right, is among three, and at which share how many are answered
    rightly and wrongly."""
    found = np.stack(
        [
            weights.shares(Signs((), each, message))
            for each, message in zip(told.of_each, told.of_message, strict=True)
        ]
    )
    best = found[:, :-1].argmax(1)
    rows = np.arange(len(best))
    right, asked = told.wanted[rows, best] > 0, told.wanted[:, -1] == 0
    three = np.argsort(-found[:, :-1], axis=1)[:, :3]
    among = np.take_along_axis(told.wanted, three, axis=1).max(1) > 0
    none = found[~asked].argmax(1) == CANDIDATES
    parts = [f"{asked.sum()} first {right[asked].mean():.3f} of three {among[asked].mean():.3f}"]
    parts.append(f"none {none.mean() if none.size else 0:.3f} of {none.size}")
    for least in SHOWN:
        shown = found[rows, best] >= least
        parts.append(f"{least}: {(shown & right).sum()}/{(shown & ~right).sum()}")
    return ", ".join(parts)


def main() -> None:
    content = load_content(FOLDER, with_encoder=True)
    known, rng = list(content.knowledge.entries), random.Random(SEED)  # noqa: S311
    messages = [
        one for path in sorted(THREADS.glob("*.tsv")) for one in labelled_in(path, known, rng)
    ]
    messages += wordings(content, rng)
    told = read(content, messages)
    writer = np.array([one.writer for one in messages])
    follows = np.array([bool(one.asked) for one in messages])
    for name in sorted(set(writer) - {""}):
        weights = fitted(told.only(writer != name))
        print(name, says(weights, told.only((writer == name) & follows)), flush=True)
    weights = fitted(told)
    np.savez(FILE, **{name: getattr(weights, name) for name in FollowingWeights.__slots__})
    for path in map(Path, sys.argv[1:]):
        apart = [one for one in labelled_in(path, known, rng) if one.asked]
        print(path, says(weights, read(content, apart)))


if __name__ == "__main__":
    main()
