"""Fits the vectors of the keys to the wordings as they are now, the encoder itself left as it is:
`python -m content.encoder.refit` (`make encoder-keys`). Some minutes, with what the program runs
on alone."""

import json

import numpy as np
from numpy.typing import NDArray

from content.encoder.held import held
from content.encoder.keys import save_keys
from content.encoder.model import FILE, Encoder, Matrix
from content.encoder.noise import Noise
from content.encoder.tokens import words_of
from content.library import FOLDER, load_content
from content.search import asked_by_key, fixed_texts
from content.wording import Shorthand

SEED = 20261128
SHARPNESS, SMOOTHING = 20.0, 0.05  # as in the training
ROUNDS = 12
TOGETHER = 512
RATE = 5e-3
FAITHFUL = 0.15  # what it costs a vector to leave the one it started as
_SLOW, _FAST, _NEVER_NOUGHT = 0.9, 0.999, 1e-8  # of Adam

Owners = NDArray[np.int64]


def read(encoder: Encoder, texts: list[str]) -> Matrix:
    """Each text as written, then each as somebody may type it."""
    shorthand = Shorthand.load(FOLDER / "shorthand.yaml")
    noise = Noise(SEED, shorthand)
    typed = [*texts, *(noise(text) for text in texts)]
    return np.stack([encoder.vector(words_of(text, shorthand)) for text in typed])


def fitted(read: Matrix, owner: Owners, start: Matrix) -> Matrix:
    """A vector of length one a key, by the loss of the training: `owner` is the key of each
    reading, `start` the vectors they begin as."""
    rng, vectors = np.random.default_rng(SEED), start.copy()
    slow, fast, steps = np.zeros_like(start), np.zeros_like(start), 0
    for round_ in range(ROUNDS):
        losses = []
        order = rng.permutation(len(read))
        for at in range(0, len(order), TOGETHER):
            some = order[at : at + TOGETHER]
            loss, slope = _slope(vectors, read[some], owner[some], start)
            losses.append(loss)
            steps += 1
            slow = _SLOW * slow + (1 - _SLOW) * slope
            fast = _FAST * fast + (1 - _FAST) * slope**2
            step = slow / (1 - _SLOW**steps)
            step /= np.sqrt(fast / (1 - _FAST**steps)) + _NEVER_NOUGHT
            vectors -= RATE * (1 - round_ / ROUNDS) * step
        print(round(float(np.mean(losses)), 3), flush=True)
    return _of_length_one(vectors)


def _slope(vectors: Matrix, read: Matrix, owner: Owners, start: Matrix) -> tuple[float, Matrix]:
    """The loss of some readings, and how it grows with the vectors."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    long = vectors / lengths
    close = SHARPNESS * read @ long.T
    close -= close.max(1, keepdims=True)
    shares = np.exp(close)
    total = shares.sum(1, keepdims=True)
    shares /= total
    wanted = np.full_like(shares, SMOOTHING / len(start))
    wanted[np.arange(len(owner)), owner] += 1 - SMOOTHING
    loss = -float((wanted * (close - np.log(total))).sum(1).mean())
    away = long - start
    loss += FAITHFUL * float((away**2).sum(1).mean())
    slope = SHARPNESS * (shares - wanted).T @ read / len(owner)
    slope += FAITHFUL * 2 * away / len(start)
    slope -= long * (slope * long).sum(1, keepdims=True)
    return loss, slope / lengths


def _of_length_one(vectors: Matrix) -> Matrix:
    long: Matrix = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return long


def main() -> None:
    encoder = Encoder.load()
    asked = asked_by_key(load_content(FOLDER, with_meaning=False).knowledge, fixed_texts(FOLDER))
    keys = list(asked)
    left_out = held()
    wordings = [
        (text, at) for at, key in enumerate(keys) for text in asked[key] if text not in left_out
    ]
    vectors = read(encoder, [text for text, _ in wordings])
    owner = np.array([at for _, at in wordings] * 2)
    learned = dict(zip(encoder.keys, encoder.key_vectors, strict=True))
    start = [
        learned[key] if key in learned else vectors[owner == at].mean(0)
        for at, key in enumerate(keys)
    ]
    found = fitted(vectors, owner, _of_length_one(np.stack(start)))
    path = FILE.with_suffix(".json")
    card = json.loads(path.read_text(encoding="utf-8"))
    card |= save_keys(FILE.parent, dict(zip(keys, found, strict=True)))
    card["keys_fitted_to"] = len(wordings)
    path.write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
