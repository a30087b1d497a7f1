"""Scores by shared words: folded character and word n-grams, TF-IDF weighted.

Character n-grams forgive typos and missing letters, word pairs keep the order of syllables that
carries the meaning in Vietnamese, and each entry is also scored as a whole, so that a message
mixing two of its wordings still finds it.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from content.features import (
    CHAR_WEIGHT,
    PAIR_WEIGHT,
    WORD_WEIGHT,
    Wording,
    all_features,
    pieces,
    words_and_pairs,
)
from content.index_cache import Arrays, packed, unpacked

# Chosen on the tuning set (docs/faq-quality.md).
WHOLE_WEIGHT = 0.7  # share of the entry-as-a-whole score in the mix
MARK_BONUS = 0.06
MARKED_LOOKED_AT = 12  # wordings that may get the bonus
WORDS_KEPT = 5000  # more than there are Vietnamese syllables in use; the rest are typos
LENGTH_POWER = 0.8  # below 1: a long message is not punished for the story around its question


Scores = NDArray[np.floating[Any]]
Rows = NDArray[np.integer[Any]]


class LexicalScorer:
    """Built once over all wordings; scores a message by two products with small matrices.

    Each entry is scored as a whole (all features, a dense matrix of entries) and by its closest
    wording (words and pairs only, sparse): the first finds, the second tells neighbours apart.
    """

    def __init__(
        self,
        wordings: Sequence[Wording],
        kept: Arrays | None = None,
        before: "LexicalScorer | None" = None,
    ) -> None:
        """`kept` is what `arrays` gave of the same wordings; what a scorer made `before` of others
        read of those it shares with them is not read again."""
        self._keys = list(dict.fromkeys(wording.key for wording in wordings))
        place = {key: number for number, key in enumerate(self._keys)}
        ordered = sorted(wordings, key=lambda item: place[item.key])
        self._owner = np.asarray([place[wording.key] for wording in ordered], dtype=np.int32)
        self._starts = np.searchsorted(self._owner, np.arange(len(self._keys)))
        self._ordered = ordered
        if kept is None:
            self._told = told = _Told.of(ordered, before._told if before else None)
            self._column, self._idf = told.column, array("d", told.idf())
            self._whole = told.by_key(self._owner, len(self._keys), self._idf)
            self._said = told.coarse(self._idf)
        else:
            features = unpacked(kept["features"])
            self._column = dict(zip(features, range(len(features)), strict=True))
            self._idf = array("d", kept["idf"])
            self._whole, self._said = (
                _Sparse(*(kept[f"{name}_{part}"] for part in _PARTS)) for name in ("whole", "said")
            )
            self._kept = kept["told_rows"], kept["told_starts"]
        self._word = lru_cache(maxsize=WORDS_KEPT)(self._word_scores)

    @cached_property
    def _told(self) -> "_Told":
        """What a later scorer takes over; where this one was kept, made when the first asks."""
        return _Told.kept(self._ordered, self._column, *self._kept)

    def arrays(self) -> Arrays:
        """What took long to make, to be kept."""
        sparse = (("whole", self._whole), ("said", self._said))
        return {
            "features": packed(list(self._column)),
            "idf": np.asarray(self._idf),
            "told_rows": _narrow(self._told.rows),
            "told_starts": self._told.starts(),
            **{f"{name}_{part}": getattr(one, part) for name, one in sparse for part in _PARTS},
        }

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
        total = sum((scores for scores, _ in each), np.zeros(len(self._keys)))
        squares = sum(square for _, square in each)
        for first, second in pairwise(words):
            weight = coarse[f"{first} {second}"]
            squares += weight * weight
            if column := self._column.get(f"{first} {second}"):
                keys, shares = self._whole.of(column)
                total[keys] += weight * shares
        scores: Scores = total / _length(squares)
        return scores

    def _word_scores(self, word: str) -> tuple[Scores, float]:
        """What one word adds to each entry's score, and the square of its length."""
        weights = self._weighed(all_features(word))
        known = [(column, w) for f, w in weights.items() if (column := self._column.get(f))]
        square = sum(weight * weight for weight in weights.values())
        # Thousands of these are kept: in half the bytes, and exact enough.
        return self._whole.summed(known, len(self._keys)).astype(np.float32), square

    def _weighed(self, features: dict[str, float]) -> dict[str, float]:
        """Features by how rare they are. An unseen one still adds to a message's length: it says
        something we know nothing of."""
        column, idf = self._column, self._idf
        return {
            feature: weight * idf[column.get(feature, 0)] for feature, weight in features.items()
        }

    def _closest_wordings(self, coarse: dict[str, float], marked: str) -> Scores:
        """The score of each key's best wording."""
        known = [(column, w) for f, w in coarse.items() if (column := self._column.get(f))]
        sums = self._said.summed(known, len(self._owner))
        scores = sums / _length(sum(weight * weight for weight in coarse.values()))
        if marked:
            self._reward_marks(scores, marked)
        best: Scores = np.maximum.reduceat(scores, self._starts)
        return best

    def _reward_marks(self, scores: Scores, marked: str) -> None:
        """Marks that agree tell `thuế` from `thuê`: a small bonus among the close wordings."""
        said = _marked_words(marked)
        if not said:
            return
        looked_at = min(MARKED_LOOKED_AT, len(scores))
        for index in np.argpartition(scores, -looked_at)[-looked_at:].tolist():
            if words := _marked_words(self._ordered[index].marked):
                scores[index] += MARK_BONUS * len(said & words) / max(len(said), len(words))


@dataclass(frozen=True, slots=True)
class _Sparse:
    """Which wordings (or keys) have a feature, and how much of each it is: those of column n stand
    from `starts[n]` to `starts[n + 1]`."""

    starts: Rows
    rows: Rows
    values: Scores

    @classmethod
    def of_units(cls, rows: Rows, columns: Rows, values: Scores, size: int) -> "_Sparse":
        """Figures in any order, each row brought to length one; `size` is how many columns."""
        lengths = np.sqrt(np.bincount(rows, weights=values * values))
        order = np.argsort(columns, kind="stable")
        starts = np.searchsorted(columns[order], np.arange(size + 1))
        shares = (values / lengths[rows])[order]
        return cls(starts.astype(np.int32), _narrow(rows[order]), shares.astype(np.float32))

    def of(self, column: int) -> tuple[Rows, Scores]:
        """Who has a feature, and how much of each it is."""
        place = slice(self.starts[column], self.starts[column + 1])
        return self.rows[place], self.values[place]

    def summed(self, weights: Sequence[tuple[int, float]], size: int) -> Scores:
        """The weighted sum of some columns, one figure a wording (or key)."""
        if not weights:
            return np.zeros(size)
        places = [(slice(self.starts[n], self.starts[n + 1]), weight) for n, weight in weights]
        numbers = np.concatenate([self.rows[place] for place, _ in places])
        values = np.concatenate([self.values[place] * weight for place, weight in places])
        return np.asarray(np.bincount(numbers, weights=values, minlength=size), dtype=np.float64)


_PARTS = ("starts", "rows", "values")


@dataclass(frozen=True, slots=True)
class _Told:
    """The features of all wordings: feature `columns[n]` stands in wording `rows[n]` with weight
    `weights[n]`; by column, then by row."""

    wordings: Sequence[Wording]
    column: Mapping[str, int]  # feature -> its number; 0: never seen
    rows: Rows
    columns: Rows
    weights: Scores

    @classmethod
    def of(cls, wordings: Sequence[Wording], before: "_Told | None") -> "_Told":
        """Reads those that were not there before."""
        if before is None:
            column, rows, columns, weights = _read(list(enumerate(wordings)), {"": 0})
            return cls(wordings, column, *_ordered(rows, columns, weights))
        was = {id(wording): place for place, wording in enumerate(before.wordings)}
        now = np.full(len(before.wordings) + 1, -1, np.int32)  # where those are that were there
        fresh = []
        for place, wording in enumerate(wordings):
            if (old := was.get(id(wording))) is None:
                fresh.append((place, wording))
            else:
                now[old] = place
        column, rows, columns, weights = _read(fresh, dict(before.column))
        moved = now[before.rows]
        stays = moved >= 0
        rows = np.concatenate((moved[stays], rows))
        columns = np.concatenate((before.columns[stays], columns))
        weights = np.concatenate((before.weights[stays], weights))
        used = np.bincount(columns, minlength=len(column)) > 0
        used[0] = True
        if not used.all():
            renumbered = np.cumsum(used, dtype=np.int32) - 1
            columns = renumbered[columns]
            seen = [
                feature for feature, is_used in zip(column, used.tolist(), strict=True) if is_used
            ]
            column = dict(zip(seen, range(len(seen)), strict=True))
        return cls(wordings, column, *_ordered(rows, columns, weights))

    @classmethod
    def kept(
        cls, wordings: Sequence[Wording], column: Mapping[str, int], rows: Rows, starts: Rows
    ) -> "_Told":
        """The same as it was, of what was kept of it."""
        often = np.diff(starts)
        columns = np.repeat(np.arange(len(column), dtype=np.int32), often)
        weights = np.repeat(np.asarray([_weight(feature) for feature in column]), often)
        return cls(wordings, column, rows, columns, weights)

    def starts(self) -> Rows:
        """Where the rows of each column begin, and behind the last where they end."""
        found = np.searchsorted(self.columns, np.arange(len(self.column) + 1))
        return found.astype(np.int32)

    def idf(self) -> list[float]:
        """By column, how rare a feature is; the first is of one never seen."""
        often = np.bincount(self.columns, minlength=len(self.column))
        rare = np.log((1 + len(self.wordings)) / (1 + often)) + 0.2
        rare[0] = np.log(1 + len(self.wordings)) * 0.45
        return [float(value) for value in rare]

    def by_key(self, owner: Rows, keys: int, idf: Sequence[float]) -> _Sparse:
        """Each key by all features of its wordings together, of unit length."""
        told = self.columns * np.int64(keys) + owner[self.rows]
        order = np.argsort(told, kind="stable")
        told, weights = told[order], self.weights[order]
        starts = np.flatnonzero(np.diff(told, prepend=-1))
        columns, rows = np.divmod(told[starts], keys)
        values = np.sqrt(np.add.reduceat(weights, starts)) * np.asarray(idf)[columns]
        return _Sparse.of_units(rows.astype(np.int32), columns, values, len(self.column))

    def coarse(self, idf: Sequence[float]) -> _Sparse:
        """Each wording by its words and pairs, of unit length."""
        pieces = np.asarray([feature[:1] == "#" for feature in self.column])
        kept = ~pieces[self.columns]
        rows, columns = self.rows[kept], self.columns[kept]
        values = self.weights[kept] * np.asarray(idf)[columns]
        return _Sparse.of_units(rows, columns, values, len(self.column))


def _weight(feature: str) -> float:
    """What `_read` gives it in every wording."""
    if feature[:1] == "#":
        return CHAR_WEIGHT
    return PAIR_WEIGHT if " " in feature else WORD_WEIGHT


def _read(
    wordings: Iterable[tuple[int, Wording]], column: dict[str, int]
) -> tuple[dict[str, int], Rows, Rows, Scores]:
    """The features of these wordings, each with its place; those not numbered yet get numbers."""
    number = column.setdefault
    spelled: dict[str, list[int]] = {}  # word -> the numbers of its pieces
    rows, columns, weights = array("i"), array("i"), array("d")
    of, part_rows = array("i"), array("i")
    for row, wording in wordings:
        words = wording.words.split()
        features = words_and_pairs(words)
        rows.extend([row] * len(features))
        columns.extend([number(feature, len(column)) for feature in features])
        weights.extend(features.values())
        for word in words:
            if word not in spelled:
                spelled[word] = [number(piece, len(column)) for piece in pieces(word)]
            of.extend(spelled[word])
            part_rows.extend([row] * len(spelled[word]))
    # A piece that stands in two words of a wording is one feature of it.
    placed = np.frombuffer(part_rows, np.int32) * np.int64(len(column))
    placed = np.sort(placed + np.frombuffer(of, np.int32))
    placed = placed[np.flatnonzero(np.diff(placed, prepend=-1))]
    part_row, part_column = np.divmod(placed, len(column))
    return (
        column,
        np.concatenate((np.frombuffer(rows, np.int32), part_row.astype(np.int32))),
        np.concatenate((np.frombuffer(columns, np.int32), part_column.astype(np.int32))),
        np.concatenate((np.frombuffer(weights), np.full(len(placed), CHAR_WEIGHT))),
    )


def _ordered(rows: Rows, columns: Rows, weights: Scores) -> tuple[Rows, Rows, Scores]:
    """By column, then by row: what is made of it need not be sorted again. Where most of it is in
    that order already, as for a later scorer, it takes little."""
    order = np.argsort(columns * np.int64(rows.max(initial=0) + 1) + rows, kind="stable")
    return rows[order], columns[order], weights[order]


def _narrow(rows: Rows) -> Rows:
    """In the fewest bytes they fit in: there are millions, and they stay."""
    return rows.astype(np.min_scalar_type(rows.max(initial=0)))


def _length(square: float) -> float:
    """How much a message's length (its square given) counts against it; a usual question's is
    unchanged."""
    return float(square ** (LENGTH_POWER / 2) * _USUAL ** (1 - LENGTH_POWER)) or 1.0


_USUAL = 22.0


def _marked_words(text: str) -> frozenset[str]:
    return frozenset(word for word in text.split() if not word.isascii())
