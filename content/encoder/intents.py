"""What somebody is about (to register, to reach a person, to be told it again in plain words), by
the meaning of the words: a linear layer over the encoder's vector, for words no pattern knows. A
second one hears what the ward is asked to see to, and what officials do to people, a third what is
answered where a yes is asked for, a fourth what swindlers do; all by the words themselves too
(`words_heard.py`).

`intents.npz`, `petitions.npz`, `answers.npz` and `swindles.npz` hold them, fitted by
`fit_intents.py` to the yaml files of the same names; the encoder's card names the files by their
hashes.
"""

import hashlib
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from content.encoder import words_heard
from content.encoder.model import FILE, Matrix

log = logging.getLogger(__name__)

INTENTS, PETITIONS, ANSWERS, SWINDLES = "intents", "petitions", "answers", "swindles"
LAYERS = (INTENTS, PETITIONS, ANSWERS, SWINDLES)  # each is a file
KEPT = 3
NONE = "none"  # what a message has that is none of these: most are questions


@dataclass(frozen=True, slots=True)
class Intent:
    """What a message may be about and how surely, 0..1; `name` is never `NONE`."""

    name: str
    sure: float


class IntentLayer:
    """A vector of the encoder, and maybe the words it was made of -> the likeliest intents."""

    def __init__(self, names: list[str], weights: Matrix, words: Matrix | None = None) -> None:
        """`weights`: a row a name, the last column stands alone; `words`: a row a name, None for a
        layer that hears by meaning alone. Raises ValueError when they do not fit, or nothing
        stands for none."""
        of_words = (len(names), words_heard.COLUMNS)
        if len(names) != len(weights) or NONE not in names:
            raise ValueError("intents")
        if words is not None and words.shape != of_words:
            raise ValueError("words of intents")
        self._names, self._weights, self._words = names, weights, words

    def shares(self, vector: Matrix, written: str = "") -> Matrix:
        """How likely each name is, in their order."""
        scores: Matrix = self._weights[:, :-1] @ vector + self._weights[:, -1]
        if self._words is not None:
            scores = scores + words_heard.scored(self._words, written)
        return softmax(scores)

    def intents(self, vector: Matrix, written: str = "") -> tuple[Intent, ...]:
        """The likeliest, best first; `written` are the words of the vector, as typed."""
        return likeliest(self._names, self.shares(vector, written))


def likeliest(names: Sequence[str], shares: Matrix) -> tuple[Intent, ...]:
    """The likeliest of the names by their shares, best first, but for what is none of them."""
    best = [at for at in np.argsort(-shares).tolist() if names[at] != NONE][:KEPT]
    return tuple(Intent(names[at], float(shares[at])) for at in best)


def softmax(scores: Matrix) -> Matrix:
    """Along the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    shares: Matrix = raised / raised.sum(-1, keepdims=True)
    return shares


def file_of(layer: str) -> str:
    return f"{layer}.npz"


Stored = tuple[list[str], Matrix, Matrix | None]  # names, their weights, those of the words


def load_layer(folder: Path, layer: str) -> IntentLayer | None:
    """A layer beside an encoder; None when it is missing, damaged or not the one the card names
    (the log says so): patterns do alone."""
    stored = load_stored(folder, layer)
    try:
        return IntentLayer(*stored) if stored else None
    except ValueError as error:
        log.warning("%s not read, patterns do: %s", layer, error)
        return None


def load_stored(folder: Path, layer: str) -> Stored | None:
    """What `save_layer` wrote; None as above."""
    try:
        data = (folder / file_of(layer)).read_bytes()
        card = orjson.loads((folder / FILE.name).with_suffix(".json").read_bytes())
        if hashlib.sha256(data).hexdigest() != card[f"{layer}_sha256"]:
            raise ValueError(f"not the {layer} of its card")
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            names: list[str] = orjson.loads(stored["names"].tobytes())
            words = stored["words"].astype(np.float32) if "words" in stored else None
            return names, stored["weights"], words
    except (OSError, KeyError, ValueError) as error:
        log.warning("%s not read, patterns do: %s: %s", layer, type(error).__name__, error)
        return None


def save_layer(
    folder: Path, layer: str, names: list[str], weights: Matrix, words: Matrix | None = None
) -> str:
    """Writes it into the folder; gives the hash for the card."""
    whole = io.BytesIO()
    kept: dict[str, NDArray[Any]] = {
        "names": np.frombuffer(orjson.dumps(names), dtype=np.uint8),
        "weights": weights.astype(np.float32),
    }
    if words is not None:
        kept["words"] = words.astype(np.float16)
    np.savez(whole, allow_pickle=False, **kept)
    (folder / file_of(layer)).write_bytes(whole.getvalue())
    return hashlib.sha256(whole.getvalue()).hexdigest()
