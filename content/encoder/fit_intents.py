"""Fits a layer that hears what words are about: `python -m content.encoder.fit_intents` to
`content/intents.yaml`, `... fit_intents petitions` to `content/petitions.yaml`, and `answers` and
`swindles` likewise (some minutes, with what the program runs on alone). Against them stand
wordings of answers, declined topics and small talk; against all but intents what else people want,
too. Prints what folds say, and of a file of `name<TAB>message` lines given after the name.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from content.encoder.intents import (
    ANSWERS,
    INTENTS,
    NONE,
    PETITIONS,
    SWINDLES,
    save_layer,
    softmax,
)
from content.encoder.model import FILE, Encoder, Matrix
from content.encoder.noise import Noise
from content.encoder.threads import NO_ANSWER, OTHER, THREADS, talks_in
from content.encoder.tokens import words_in
from content.encoder.words_heard import COLUMNS, Bags
from content.library import FOLDER, load_content
from content.politeness import question_in
from content.search import asked_by_key, fixed_texts
from content.wording import Shorthand, normalise

SEED = 20261129
# Of each wording, as somebody else may type it.
NOISES = {INTENTS: 1, PETITIONS: 2, ANSWERS: 2, SWINDLES: 2}
STEPS, RATE, RIDGE = 90, 0.05, 3e-4
RIDGE_OF = {PETITIONS: 1e-4}  # ten thousand messages bear less of it
SCALE = 4.0  # of a vector of length one: the ridge is of that
EVERY = 4  # of the wordings of answers, of which there are more than enough
# Of a wording of an answer beside one of a layer's own: there are ten times as many.
NONE_COUNTS = {INTENTS: 0.4, PETITIONS: 0.3, ANSWERS: 0.15, SWINDLES: 0.1}
FOLDS = 5
TRIED = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

Owners = NDArray[np.int64]


def told_by(layer: str) -> dict[tuple[str, str], list[str]]:
    """Everything a layer hears and what is none of it, as people write it, by its name and by who
    wrote it (`harassed@d`; "" where nobody is named)."""
    read: dict[str, list[str]] = yaml.load(
        (FOLDER / f"{layer}.yaml").read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader
    )
    parted = ((key.partition("@"), texts) for key, texts in read.items())
    return {(name, teller): texts for (name, _, teller), texts in parted}


def wordings(layer: str) -> dict[str, list[str]]:
    """The same by its name alone."""
    found: dict[str, list[str]] = {}
    for (name, _), texts in told_by(layer).items():
        found.setdefault(name, []).extend(texts)
    return found


def besides(layer: str) -> dict[str, list[str]]:
    """What people want that is heard by another layer, but for complaints: those are heard here."""
    if layer == INTENTS:
        return {}
    others = dict(wordings(INTENTS))
    if layer != PETITIONS:
        return {**others, **wordings(PETITIONS)}
    return {name: texts for name, texts in others.items() if name not in _COMPLAINTS}


_COMPLAINTS = ("angry_call", "question")


def spelled(texts: list[str]) -> list[str]:
    """Messages cut and spelled as one is that comes in."""
    shorthand = Shorthand.load(FOLDER / "shorthand.yaml")
    return [shorthand.typed(*normalise(question_in(text))).written for text in texts]


@dataclass(frozen=True, slots=True)
class Read:
    """Messages as a layer hears them: what they mean, and their words."""

    meant: Matrix
    words: Bags

    @classmethod
    def of(cls, encoder: Encoder, texts: list[str]) -> "Read":
        written = spelled(texts)
        meant = np.stack([encoder.vector(words_in(one)) for one in written])
        return cls(meant, Bags.of(written))

    def only(self, wanted: NDArray[np.bool_]) -> "Read":
        return Read(self.meant[wanted], self.words.only(wanted))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A row of weights a class, the last column of the meaning standing alone."""

    weights: Matrix
    words: Matrix

    def shares(self, read: Read) -> Matrix:
        by_meaning = read.meant @ self.weights[:, :-1].T + self.weights[:, -1]
        return softmax(by_meaning + read.words.times(self.words))


def fitted(
    read: Read, owner: Owners, counts: NDArray[np.float64], classes: int, ridge: float = RIDGE
) -> Fitted:
    """A softmax regression."""
    x = np.c_[read.meant, np.full(len(read.meant), 1 / SCALE)].astype(np.float32) * SCALE
    share = (counts / counts.sum()).astype(np.float32)[:, None]
    wanted = np.zeros((len(x), classes), np.float32)
    wanted[np.arange(len(x)), owner] = 1
    meant = x.shape[1]
    weights = np.zeros((classes, meant + COLUMNS), np.float32)
    slow, fast = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = x @ weights[:, :meant].T + read.words.times(weights[:, meant:])
        errors = (softmax(scores) - wanted) * share
        slope = np.c_[errors.T @ x, read.words.slope(errors)] + ridge * weights
        slow, fast = 0.9 * slow + 0.1 * slope, 0.99 * fast + 0.01 * slope**2
        rate = RATE * (1 - 0.9 * step / STEPS)
        weights -= rate * slow / (1 - 0.9**step) / (np.sqrt(fast / (1 - 0.99**step)) + 1e-8)
    of_meaning = weights[:, :meant].copy()
    of_meaning[:, :-1] *= SCALE
    return Fitted(of_meaning, weights[:, meant:])


def told(shares: Matrix, owner: Owners, none: int) -> None:
    """By how sure one has to be: intents heard rightly, wrongly, and heard where there is none."""
    shares = shares.copy()
    shares[:, none] = -1
    first, sure = shares.argmax(1), shares.max(1)
    some = owner != none
    for least in TRIED:
        heard = sure >= least
        print(
            least,
            "right", round(float((heard & (first == owner))[some].mean()), 4),
            "wrong", round(float((heard & (first != owner))[some].mean()), 4),
            "where none", round(float(heard[~some].mean()), 4),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FitRows:
    """What a layer is fitted to. `tellers`: who wrote it, "" where nobody is named; `counts`: how
    much it counts; `as_written`: with no noise; `own`: of the layer's own words."""

    texts: list[str]
    owners: Owners
    tellers: NDArray[np.str_]
    groups: Owners
    counts: NDArray[np.float64]
    as_written: NDArray[np.bool_]
    own: NDArray[np.bool_]

    @classmethod
    def of(cls, layer: str) -> "FitRows":
        names, noise = list(wordings(layer)), Noise(SEED, Shorthand.load(FOLDER / "shorthand.yaml"))
        rows: list[tuple[str, int, str, int, bool, bool]] = []
        places = dict.fromkeys(names, 0)
        for (name, teller), said in told_by(layer).items():
            for text in said:
                fold, owner = places[name] % FOLDS, names.index(name)
                places[name] += 1
                rows.append((text, owner, teller, fold, True, True))
                for _ in range(NOISES[layer]):
                    rows.append((noise(text), owner, teller, fold, False, True))
        for of_key in _of_answers(layer):
            for number, text in enumerate(of_key):
                rows.append((text, names.index(NONE), "", number % FOLDS, True, False))
        texts, owners, tellers, groups, as_written, own = zip(*rows, strict=True)
        counts = np.where(own, 1.0, NONE_COUNTS[layer])
        return cls(
            list(texts), np.array(owners), np.array(tellers), np.array(groups), counts,
            np.array(as_written), np.array(own),
        )  # fmt: skip


def _of_answers(layer: str) -> list[list[str]]:
    """What is none of a layer's: a part of the wordings of answers, all of small talk and of what
    other layers hear."""
    fixed = fixed_texts(FOLDER)
    answers = asked_by_key(load_content(FOLDER, with_meaning=False).knowledge, fixed)
    parts = {name: said[::EVERY] for name, said in answers.items()}
    parts |= {name: list(said) for name, said in fixed["smalltalk"].items()}
    parts |= {f"{INTENTS}:{name}": said for name, said in besides(layer).items()}
    return [*parts.values(), *([] if layer == INTENTS else _asked_on())]


def _asked_on() -> list[list[str]]:
    """What strangers asked of the catalogue in their talks, openings and what followed them."""
    talks = [talk for path in sorted(THREADS.glob("*.tsv")) for talk in talks_in(path)]
    return [[said for said, label in talk if label not in (NO_ANSWER, OTHER)] for talk in talks]


def main() -> None:
    layer = sys.argv[1] if len(sys.argv) > 1 else INTENTS
    if layer not in NOISES:
        raise SystemExit(__doc__)
    encoder, names, ridge = Encoder.load(), list(wordings(layer)), RIDGE_OF.get(layer, RIDGE)
    rows = FitRows.of(layer)
    read = Read.of(encoder, rows.texts)
    shares = np.zeros((len(rows.texts), len(names)), np.float32)
    for fold in range(FOLDS):
        rest = rows.groups != fold
        found = fitted(read.only(rest), rows.owners[rest], rows.counts[rest], len(names), ridge)
        shares[~rest] = found.shares(read.only(~rest))
    told(shares[rows.as_written], rows.owners[rows.as_written], names.index(NONE))
    found = fitted(read, rows.owners, rows.counts, len(names), ridge)
    path = FILE.with_suffix(".json")
    card = json.loads(path.read_text(encoding="utf-8"))
    card[f"{layer}_sha256"] = save_layer(FILE.parent, layer, names, found.weights, found.words)
    path.write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    if len(sys.argv) > 2:  # `name<TAB>message` a line, of somebody else
        lines = [line.split("\t", 1) for line in Path(sys.argv[2]).read_text("utf-8").splitlines()]
        theirs = Read.of(encoder, [text for _, text in lines])
        of_them = np.array([names.index(name) for name, _ in lines])
        told(found.shares(theirs), of_them, names.index(NONE))


if __name__ == "__main__":
    main()
