"""Ranking by folded character and word n-grams, TF-IDF weighted, best wording per entry.

Character n-grams forgive typos and missing letters, word pairs keep the order of syllables that
carries the meaning in Vietnamese, and each entry is also scored as a whole, so that a message
mixing two of its wordings still finds it. numpy gathers the postings: about 0.2 ms a message.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from content.vietnamese import has_marks
from content.wording import Shorthand, normalise

# Chosen on the development set (docs/faq-quality.md).
CHAR_SIZES = (3, 4)
CHAR_WEIGHT = 0.55
WORD_WEIGHT = 1.0
PAIR_WEIGHT = 0.7
WHOLE_WEIGHT = 0.7  # share of the entry-as-a-whole score in the mix
MARK_BONUS = 0.06
LENGTH_POWER = 0.8  # below 1: a long message is not punished for the story around its question


@dataclass(frozen=True, slots=True)
class Wording:
    key: str
    text: str


class NgramRanker:
    """Built once over all wordings; ranks a message without further allocation of size."""

    def __init__(self, wordings: Sequence[Wording], shorthand: Shorthand) -> None:
        self._keys = list(dict.fromkeys(wording.key for wording in wordings))
        place = {key: number for number, key in enumerate(self._keys)}
        documents: list[dict[str, float]] = []
        owner: list[int] = []
        whole: list[dict[str, float]] = [{} for _ in self._keys]
        marked: list[tuple[int, frozenset[str]]] = []
        for wording in wordings:
            plain, with_marks = normalise(wording.text)
            features = _features(shorthand.expand(plain))
            documents.append(features)
            owner.append(place[wording.key])
            entry = whole[place[wording.key]]
            for feature, weight in features.items():
                entry[feature] = entry.get(feature, 0.0) + weight
            if with_marks:
                marked.append((len(documents) - 1, frozenset(_marked_words(with_marks))))
        idf = _idf(documents)
        self._idf = idf
        self._wordings = _Postings(documents, idf)
        self._whole = _Postings([_dampened(counts) for counts in whole], idf)
        self._owner = np.asarray(owner, dtype=np.int32)
        order = np.argsort(self._owner, kind="stable")
        self._order = order
        self._starts = np.searchsorted(self._owner[order], np.arange(len(self._keys)))
        self._marked = dict(marked)

    def rank(self, text: str, marked: str) -> list[tuple[str, float]]:
        """(key, score) for the best keys, best first; scores are roughly within 0..1."""
        # An unseen feature adds to the length: the message says something we know nothing of.
        unseen = self._idf[""]
        weights = {
            feature: weight * self._idf.get(feature, unseen)
            for feature, weight in _features(text).items()
        }
        norm = sum(value * value for value in weights.values()) ** 0.5
        if not norm:
            return []
        close = self._wordings.dot(weights) / _length(norm)
        if marked:
            self._reward_marks(close, marked)
        best = np.maximum.reduceat(close[self._order], self._starts)
        mixed = (1 - WHOLE_WEIGHT) * best + WHOLE_WEIGHT * self._whole.dot(weights) / _length(norm)
        count = min(12, len(mixed))
        top = np.argpartition(-mixed, count - 1)[:count]
        top = top[np.argsort(-mixed[top], kind="stable")]
        return [(self._keys[index], float(min(1.0, mixed[index]))) for index in top]

    def _reward_marks(self, scores: NDArray[np.float64], marked: str) -> None:
        """Marks that agree tell `thuế` from `thuê`: a small bonus among the close wordings."""
        said = frozenset(_marked_words(marked))
        if not said:
            return
        count = min(24, len(scores))
        for index in np.argpartition(-scores, count - 1)[:count]:
            words = self._marked.get(int(index))
            if words:
                scores[index] += MARK_BONUS * len(said & words) / max(len(said), len(words))


class _Postings:
    """An inverted index with unit-length rows."""

    def __init__(self, rows: Sequence[dict[str, float]], idf: dict[str, float]) -> None:
        self._count = len(rows)
        gathered: dict[str, list[tuple[int, float]]] = {}
        for number, counts in enumerate(rows):
            values = {feature: weight * idf[feature] for feature, weight in counts.items()}
            norm = sum(value * value for value in values.values()) ** 0.5 or 1.0
            for feature, value in values.items():
                gathered.setdefault(feature, []).append((number, value / norm))
        self._rows = {
            feature: (
                np.asarray([number for number, _ in pairs], dtype=np.int32),
                np.asarray([value for _, value in pairs], dtype=np.float64),
            )
            for feature, pairs in gathered.items()
        }

    def dot(self, weights: dict[str, float]) -> NDArray[np.float64]:
        """The product of a message (feature -> weight) with every row."""
        numbers: list[NDArray[np.int32]] = []
        values: list[NDArray[np.float64]] = []
        for feature, weight in weights.items():
            row = self._rows.get(feature)
            if row is not None:
                numbers.append(row[0])
                values.append(row[1] * weight)
        if not numbers:
            return np.zeros(self._count)
        sums = np.bincount(
            np.concatenate(numbers), weights=np.concatenate(values), minlength=self._count
        )
        return sums.astype(np.float64, copy=False)


def _features(text: str) -> dict[str, float]:
    """Folded words -> feature -> weight: words, pairs of words, and pieces of words."""
    words = text.split()
    features = dict.fromkeys(words, WORD_WEIGHT)
    for first, second in pairwise(words):
        features[f"{first} {second}"] = PAIR_WEIGHT
    for word in set(words):
        for piece in _pieces(word):
            features[piece] = CHAR_WEIGHT
    return features


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(
        f"#{padded[start : start + size]}"
        for size in CHAR_SIZES
        for start in range(len(padded) - size + 1)
    )


def _idf(documents: Sequence[dict[str, float]]) -> dict[str, float]:
    """Feature -> weight; "" stands for a feature never seen."""
    frequency: Counter[str] = Counter()
    for counts in documents:
        frequency.update(counts.keys())
    total = len(documents)
    idf = {f: float(np.log((1 + total) / (1 + n)) + 0.2) for f, n in frequency.items()}
    idf[""] = float(np.log(1 + total) * 0.45)
    return idf


def _dampened(counts: dict[str, float]) -> dict[str, float]:
    return {f: float(np.sqrt(n)) for f, n in counts.items()}


def _length(norm: float) -> float:
    """How much a message's length counts against it; scaled so a usual question is unchanged."""
    return float(norm**LENGTH_POWER * _USUAL ** (1 - LENGTH_POWER))


_USUAL = 22.0


def _marked_words(text: str) -> list[str]:
    return [word for word in text.split() if has_marks(word)]
