"""The words of a message beside its meaning: each word without its marks, and each two that stand
together, as a column of a layer's weights. What a vector of a small model blurs (`biên lai`,
`hố ga`), words still say."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from content.encoder.model import Matrix
from content.vietnamese import bare_words

COLUMNS = 8192  # words share one where their hashes meet
SCALE = 3.0  # of all the words of a message together: 1 is as long as its vector


def columns_of(written: str) -> list[int]:
    """The columns of a message, each once."""
    words = bare_words(written).split()
    pairs = (f"{first} {second}" for first, second in pairwise(words))
    return sorted({zlib.crc32(one.encode()) % COLUMNS for one in (*words, *pairs)})


def scored(weights: Matrix, written: str) -> Matrix:
    """What the words add to each row of `weights`, whose columns are `COLUMNS`."""
    columns = columns_of(written)
    if not columns:
        return np.zeros(len(weights), np.float32)
    total: Matrix = weights[:, columns].sum(1) * np.float32(SCALE / len(columns) ** 0.5)
    return total


@dataclass(frozen=True, slots=True)
class Bags:
    """The words of many messages: `columns` of all of them, `row` whose each is, `value` its
    weight; as a matrix of `rows` by `COLUMNS` it would be almost empty."""

    rows: int
    columns: NDArray[np.int64]
    row: NDArray[np.int64]
    value: NDArray[np.float32]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Bags":
        found = [columns_of(text) for text in texts]
        many = np.array([len(one) for one in found])
        row = np.repeat(np.arange(len(found)), many)
        columns = np.array([column for one in found for column in one], dtype=np.int64)
        value = (SCALE / np.sqrt(np.maximum(many, 1)))[row].astype(np.float32)
        return cls(len(found), columns, row, value)

    def only(self, wanted: NDArray[np.bool_]) -> "Bags":
        """Those of some messages, numbered anew."""
        number = np.cumsum(wanted) - 1
        here = wanted[self.row]
        return Bags(int(wanted.sum()), self.columns[here], number[self.row[here]], self.value[here])

    def times(self, weights: Matrix) -> Matrix:
        """Of each message (a row), what its words add to each row of `weights`."""
        return np.stack(
            [
                np.bincount(self.row, weights=self.value * one[self.columns], minlength=self.rows)
                for one in weights
            ],
            axis=1,
        ).astype(np.float32)

    def slope(self, errors: Matrix) -> Matrix:
        """The transpose of `times`: of each column of `errors` (messages by rows of weights)."""
        return np.stack(
            [
                np.bincount(self.columns, weights=self.value * one[self.row], minlength=COLUMNS)
                for one in errors.T
            ]
        ).astype(np.float32)
