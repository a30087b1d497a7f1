"""Scores by meaning: a table that maps n-grams to the space of a sentence model.

The table is made at build time (`content/distil.py`, `make semantic-table`) by teaching it what
multilingual-e5-small makes of the project's own sentences. At run time it is a look-up and a sum:
no model, no network. It finds an entry that says the same in other words.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import numpy as np
import orjson
from numpy.typing import NDArray

from content.features import PAIR_WEIGHT, Wording, all_features
from content.lexical import Scores

ANSWER_SHARE = 0.3  # of the answer's own words beside the ways people ask
WORDS_KEPT = 5000

Vector = NDArray[np.float32]


class SemanticTable:
    """Features -> vectors: int8 rows with a scale each."""

    def __init__(self, features: Sequence[str], rows: NDArray[np.int8], scales: Vector) -> None:
        self._row = {feature: number for number, feature in enumerate(features)}
        self._rows = rows
        self._scales = scales
        self.size = int(rows.shape[1])

    @classmethod
    def load(cls, path: Path) -> "SemanticTable":
        """Reads the table. Raises OSError or ValueError when it is missing or damaged."""
        with np.load(path, allow_pickle=False) as stored:
            features = orjson.loads(stored["features"].tobytes())
            return cls(features, stored["rows"], stored["scales"])

    def digest(self) -> bytes:
        """Another for another table."""
        return hashlib.sha256(b"".join((self._rows.tobytes(), self._scales.tobytes()))).digest()

    @classmethod
    def empty(cls) -> "SemanticTable":
        """A table that knows nothing: every score is zero."""
        return cls([], np.zeros((0, 1), dtype=np.int8), np.zeros(0, dtype=np.float32))

    def save(self, path: Path) -> None:
        features = np.frombuffer(orjson.dumps(list(self._row)), dtype=np.uint8)
        np.savez_compressed(path, features=features, rows=self._rows, scales=self._scales)

    def sum_of(self, weights: Mapping[str, float]) -> Vector:
        """The weighted sum of the vectors of known features."""
        known = [(row, w) for f, w in weights.items() if (row := self._row.get(f)) is not None]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        rows, values = zip(*known, strict=True)
        index = list(rows)
        total: Vector = (np.asarray(values, dtype=np.float32) * self._scales[index]) @ self._rows[
            index
        ].astype(np.float32)
        return total


class SemanticScorer:
    """Compares a message with the middle of each key's wordings."""

    def __init__(
        self,
        table: SemanticTable,
        keys: Sequence[str],
        wordings: Sequence[Wording],
        answers: Mapping[str, str],
        known: Mapping[str, Vector] = MappingProxyType({}),
    ) -> None:
        """`answers` are the short answers by key, as folded and expanded words; `keys` gives the
        order of `scores`; `known` are the middles of keys that need not be worked out."""
        self._table = table
        self._word = lru_cache(maxsize=WORDS_KEPT)(self._word_vector)
        grouped: dict[str, list[Vector]] = defaultdict(list)
        for wording in wordings:
            if wording.key not in known:
                grouped[wording.key].append(self.vector(wording.words))
        rows = [
            known[key] if key in known else self._middle(grouped[key], answers.get(key))
            for key in keys
        ]
        self._middles = np.ascontiguousarray(np.stack(rows))
        self._place = {key: number for number, key in enumerate(keys)}

    def _middle(self, vectors: Sequence[Vector], answer: str | None) -> Vector:
        middle = _unit(np.sum(vectors, axis=0))
        return middle if answer is None else _unit(middle + ANSWER_SHARE * self.vector(answer))

    @property
    def means(self) -> Vector:
        """The middle of each key, a row each, in their order."""
        return self._middles

    def middles(self, keys: Iterable[str]) -> dict[str, Vector]:
        """The middle of each of these keys, of those there are."""
        place = self._place
        return {key: self._middles[place[key]] for key in keys if key in place}

    def scores(self, text: str, marked: str) -> Scores:
        """One score per key: the cosine, so within -1..1. Marks are not looked at."""
        scores: Scores = self._middles @ self.vector(text)
        return scores

    def vector(self, text: str) -> Vector:
        """Folded, expanded words -> a vector of length one (zero when nothing is known)."""
        words = text.split()
        total = np.zeros(self._table.size, dtype=np.float32)
        for word in dict.fromkeys(words):
            total += self._word(word)
        pairs = {f"{first} {second}": PAIR_WEIGHT for first, second in pairwise(words)}
        return _unit(total + self._table.sum_of(pairs))

    def _word_vector(self, word: str) -> Vector:
        return self._table.sum_of(all_features(word))


def _unit(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
