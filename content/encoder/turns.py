"""What a turn is (`content/turns.py`): a linear layer over what its words mean, the words
themselves and plain signs of where it stands. `turns.npz` holds it, fitted by `fit_turns.py` to
`content/turns.tsv`."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from content.encoder import words_heard
from content.encoder.intents import Intent, load_stored, softmax
from content.encoder.model import Matrix

TURNS = "turns"


class TurnLayer:
    """A vector of the encoder, its words and signs -> how likely each kind of turn is."""

    def __init__(self, names: list[str], weights: Matrix, words: Matrix) -> None:
        """`weights`: a row a name; of its columns the last stands alone, those before it are of
        the signs, the first ones of the vector. Raises ValueError when they do not fit."""
        if len(names) != len(weights) or words.shape != (len(names), words_heard.COLUMNS):
            raise ValueError("turns")
        self._names, self._weights, self._words = names, weights, words

    def by_meaning(self, vector: Matrix) -> Matrix:
        """What the meaning alone counts for each kind."""
        counted: Matrix = self._weights[:, : len(vector)] @ vector + self._weights[:, -1]
        return counted

    def kinds(self, by_meaning: Matrix, said: str, signs: Sequence[float]) -> tuple[Intent, ...]:
        """All kinds, the likeliest first; `said` are all words of the message, polite ones too."""
        of_signs = self._weights[:, -1 - len(signs) : -1] @ np.asarray(signs, np.float32)
        shares = softmax(by_meaning + of_signs + words_heard.scored(self._words, said))
        return tuple(Intent(self._names[at], float(shares[at])) for at in np.argsort(-shares))


def load_turns(folder: Path) -> TurnLayer | None:
    """The layer beside an encoder; None as `load_layer`."""
    stored = load_stored(folder, TURNS)
    if stored is None or stored[2] is None:
        return None
    return TurnLayer(stored[0], stored[1], stored[2])
