"""Scores by shared words: folded character and word n-grams, TF-IDF weighted.

Character n-grams forgive typos and missing letters, word pairs keep the order of syllables that
carries the meaning in Vietnamese, and each entry is also scored as a whole, so that a message
mixing two of its wordings still finds it.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from content.features import Wording, all_features, words_and_pairs
from content.vietnamese import has_marks

# Chosen on the tuning set (docs/faq-quality.md).
WHOLE_WEIGHT = 0.7  # share of the entry-as-a-whole score in the mix
MARK_BONUS = 0.06
MARKED_LOOKED_AT = 12  # wordings that may get the bonus
WORDS_KEPT = 5000  # more than there are Vietnamese syllables in use; the rest are typos
LENGTH_POWER = 0.8  # below 1: a long message is not punished for the story around its question


Scores = NDArray[np.floating[Any]]
Rows = NDArray[np.int32]


class LexicalScorer:
    """Built once over all wordings; scores a message by two products with small matrices.

    Each entry is scored as a whole (all features, a dense matrix of entries) and by its closest
    wording (words and pairs only, sparse): the first finds, the second tells neighbours apart.
    """

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self._keys = list(dict.fromkeys(wording.key for wording in wordings))
        place = {key: number for number, key in enumerate(self._keys)}
        documents: list[dict[str, float]] = []
        whole: list[dict[str, float]] = [{} for _ in self._keys]
        marked: list[frozenset[str]] = []
        for wording in sorted(wordings, key=lambda item: place[item.key]):
            features = all_features(wording.words)
            documents.append(features)
            marked.append(frozenset(_marked_words(wording.marked)))
            entry = whole[place[wording.key]]
            for feature, weight in features.items():
                entry[feature] = entry.get(feature, 0.0) + weight
        owner = sorted(place[wording.key] for wording in wordings)
        self._owner = np.asarray(owner, dtype=np.int32)
        self._starts = np.searchsorted(self._owner, np.arange(len(self._keys)))
        self._marked = marked
        self._idf = _idf(documents)
        self._column = {feature: number for number, feature in enumerate(self._idf) if feature}
        self._whole = self._dense([_dampened(counts) for counts in whole])
        self._wordings = self._sparse([_without_pieces(features) for features in documents])
        self._word = lru_cache(maxsize=WORDS_KEPT)(self._word_scores)

    @property
    def keys(self) -> list[str]:
        """The order of `scores`."""
        return self._keys

    def scores(self, text: str, marked: str) -> Scores:
        """One score per key, roughly within 0..1."""
        words = text.split()
        coarse = self._weighed(words_and_pairs(words))
        whole = self._whole_scores(words, coarse)
        closest = self._closest_wordings(coarse, marked)
        mixed: Scores = (1 - WHOLE_WEIGHT) * closest + WHOLE_WEIGHT * whole
        return mixed

    def _whole_scores(self, words: list[str], coarse: dict[str, float]) -> Scores:
        """The score of each entry as a whole: what each word adds, pieces included, and the pairs.

        What a word adds is the same in every message, so it is kept.
        """
        each = [self._word(word) for word in dict.fromkeys(words)]
        total = sum(scores for scores, _ in each)
        squares = sum(square for _, square in each)
        for first, second in pairwise(words):
            weight = coarse[f"{first} {second}"]
            squares += weight * weight
            if column := self._column.get(f"{first} {second}"):
                total = total + weight * self._whole[column]
        scores: Scores = np.asarray(total / _length(squares))
        return scores

    def _word_scores(self, word: str) -> tuple[Scores, float]:
        """What one word adds to each entry's score, and the square of its length."""
        weights = self._weighed(all_features(word))
        known = [(column, w) for f, w in weights.items() if (column := self._column.get(f))]
        square = sum(weight * weight for weight in weights.values())
        if not known:
            return np.zeros(len(self._keys), dtype=np.float32), square
        columns, values = zip(*known, strict=True)
        return np.asarray(values, dtype=np.float32) @ self._whole[list(columns)], square

    def _weighed(self, features: dict[str, float]) -> dict[str, float]:
        """Features by how rare they are. An unseen one still adds to a message's length: it says
        something we know nothing of."""
        unseen = self._idf[""]
        return {
            feature: weight * self._idf.get(feature, unseen) for feature, weight in features.items()
        }

    def _closest_wordings(self, coarse: dict[str, float], marked: str) -> Scores:
        """The score of each key's best wording."""
        rows = [(row, w) for f, w in coarse.items() if (row := self._wordings.get(f))]
        if not rows:
            return np.zeros(len(self._keys), dtype=np.float32)
        numbers = np.concatenate([row[0] for row, _ in rows])
        values = np.concatenate([row[1] * weight for row, weight in rows])
        sums = np.bincount(numbers, weights=values, minlength=len(self._owner))
        scores = sums / _length(sum(weight * weight for weight in coarse.values()))
        if marked:
            self._reward_marks(scores, marked)
        best: Scores = np.maximum.reduceat(scores, self._starts)
        return best

    def _reward_marks(self, scores: Scores, marked: str) -> None:
        """Marks that agree tell `thuế` from `thuê`: a small bonus among the close wordings."""
        said = frozenset(_marked_words(marked))
        if not said:
            return
        for index in np.argsort(-scores)[:MARKED_LOOKED_AT]:
            if words := self._marked[index]:
                scores[index] += MARK_BONUS * len(said & words) / max(len(said), len(words))

    def _dense(self, rows: Sequence[dict[str, float]]) -> Scores:
        """features x rows, each row of unit length."""
        matrix = np.zeros((len(self._column) + 1, len(rows)), dtype=np.float32)
        for number, counts in enumerate(rows):
            for feature, weight in counts.items():
                matrix[self._column[feature], number] = weight * self._idf[feature]
        lengths = np.linalg.norm(matrix, axis=0)
        return matrix / np.where(lengths > 0, lengths, 1)

    def _sparse(self, rows: Sequence[dict[str, float]]) -> dict[str, tuple[Rows, Scores]]:
        """feature -> (row numbers, values), each row of unit length."""
        gathered: dict[str, list[tuple[int, float]]] = {}
        for number, counts in enumerate(rows):
            values = {feature: weight * self._idf[feature] for feature, weight in counts.items()}
            norm = sum(value * value for value in values.values()) ** 0.5 or 1.0
            for feature, value in values.items():
                gathered.setdefault(feature, []).append((number, value / norm))
        return {
            feature: (
                np.asarray([number for number, _ in pairs], dtype=np.int32),
                np.asarray([value for _, value in pairs], dtype=np.float32),
            )
            for feature, pairs in gathered.items()
        }


def _idf(documents: Sequence[dict[str, float]]) -> dict[str, float]:
    """Feature -> weight; "" stands for a feature never seen."""
    frequency: Counter[str] = Counter()
    for counts in documents:
        frequency.update(counts.keys())
    total = len(documents)
    unseen = {"": float(np.log(1 + total) * 0.45)}
    return unseen | {f: float(np.log((1 + total) / (1 + n)) + 0.2) for f, n in frequency.items()}


def _dampened(counts: dict[str, float]) -> dict[str, float]:
    return {f: float(np.sqrt(n)) for f, n in counts.items()}


def _without_pieces(features: dict[str, float]) -> dict[str, float]:
    return {feature: weight for feature, weight in features.items() if feature[0] != "#"}


def _length(square: float) -> float:
    """How much a message's length (its square given) counts against it; a usual question's is
    unchanged."""
    return float(square ** (LENGTH_POWER / 2) * _USUAL ** (1 - LENGTH_POWER)) or 1.0


_USUAL = 22.0


def _marked_words(text: str) -> list[str]:
    return [word for word in text.split() if has_marks(word)]
