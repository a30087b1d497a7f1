"""The encoder as it runs: numpy only, one message at a time.

A message becomes a vector of length one in which messages that ask the same lie close; each key
(entry, declined topic, small talk) has a vector there. The file holds whole numbers of eight bits
with a scale a row; they are widened once, at the start.
"""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from content.encoder.tokens import Vocabulary

FILE = Path(__file__).with_name("encoder.npz")
HEADS = 12
_EPSILON = 1e-12
_GELU = 0.7978845608028654
_GELU_CUBE = 0.044715

Matrix = NDArray[np.float32]


class Encoder:
    """Words -> a vector of length one, and the learned vectors of the keys."""

    def __init__(self, stored: Mapping[str, NDArray[Any]]) -> None:
        """`stored` as `train.py` packs it. Raises KeyError or ValueError when it is damaged."""
        self.keys: list[str] = orjson.loads(stored["keys"].tobytes())
        self.vocabulary = Vocabulary(orjson.loads(stored["tokens"].tobytes()))
        self.key_vectors: Matrix = _lengthened(stored["key_vectors"].astype(np.float32))
        self._middle = stored["middle"].astype(np.float32)
        self._table = _widened(stored, "table")
        self._places = _widened(stored, "places")
        self._norm = stored["norm.weight"], stored["norm.bias"]
        count = int(stored["layers"])
        self._layers = [_Layer(stored, f"layers.{at}.") for at in range(count)]
        if len(self.keys) != len(self.key_vectors):
            raise ValueError("keys")

    @classmethod
    def load(cls, path: Path = FILE) -> "Encoder":
        """Reads the file. Raises OSError, KeyError, ValueError or what `zipfile` and `zlib` do when
        it is missing or damaged."""
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as stored:
            return cls({name: stored[name] for name in stored.files})

    def vector(self, words: Sequence[str]) -> Matrix:
        """What lower-case words mean, marked or not: a vector of length one."""
        known = self.vocabulary
        rows = [known.before, *map(known.rows, words), known.after]
        rows[:1] = [[row] for row in known.before]
        x = np.stack([self._row(of) for of in rows]) + self._places[: len(rows)]
        x = _normed(x, *self._norm)
        for layer in self._layers:
            x = layer(x)
        vector: Matrix = _lengthened(x.mean(axis=0) - self._middle)
        return vector

    def _row(self, of: list[int]) -> Matrix:
        row: Matrix = self._table[of[0]] if len(of) == 1 else self._table[of].mean(axis=0)
        return row


class _Layer:
    """A layer of BERT, normalised after each half."""

    def __init__(self, stored: Mapping[str, NDArray[Any]], name: str) -> None:
        self._qkv, self._out, self._up, self._down = (
            (
                np.ascontiguousarray(_widened(stored, f"{name}{part}").T),
                stored[f"{name}{part}.bias"],
            )
            for part in ("qkv", "out", "up", "down")
        )
        self._norms = [
            (stored[f"{name}{norm}.weight"], stored[f"{name}{norm}.bias"])
            for norm in ("norm1", "norm2")
        ]

    def __call__(self, x: Matrix) -> Matrix:
        length, width = x.shape
        qkv = x @ self._qkv[0] + self._qkv[1]
        q, k, v = qkv.reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        weights = q @ k.transpose(0, 2, 1) * np.float32((width // HEADS) ** -0.5)
        weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        seen = (weights @ v).transpose(1, 0, 2).reshape(length, width)
        x = _normed(x + (seen @ self._out[0] + self._out[1]), *self._norms[0])
        more = _gelu(x @ self._up[0] + self._up[1]) @ self._down[0] + self._down[1]
        return _normed(x + more, *self._norms[1])


def _widened(stored: Mapping[str, NDArray[Any]], name: str) -> Matrix:
    """Rows of eight bits, each with its scale, as fp32."""
    wide: Matrix = stored[f"{name}.rows"].astype(np.float32) * stored[f"{name}.scales"][:, None]
    return wide


def narrowed(matrix: Matrix) -> tuple[NDArray[np.int8], Matrix]:
    """The other way: each row as eight bits, and the scales."""
    scales = np.maximum(np.abs(matrix).max(axis=1) / 127, 1e-12).astype(np.float32)
    return np.rint(matrix / scales[:, None]).astype(np.int8), scales


def _normed(x: Matrix, weight: Matrix, bias: Matrix) -> Matrix:
    x = x - x.mean(axis=-1, keepdims=True)
    x /= np.sqrt(np.square(x).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
    normed: Matrix = x * weight + bias
    return normed


def _gelu(x: Matrix) -> Matrix:
    inner = x * (np.float32(_GELU) * (1 + np.float32(_GELU_CUBE) * x * x))
    wide: Matrix = np.float32(0.5) * x * (1 + np.tanh(inner))
    return wide


def _lengthened(x: Matrix) -> Matrix:
    long: Matrix = x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), _EPSILON)
    return long
