"""What a sum of money is (takings, a price, costs, a loan ...), heard by the words around it as
strangers put them: for what no pattern of `kinds.py` knows.

`roles.npz` is a linear layer fitted by `fit_roles.py` to `roles.jsonl`, messages of people who
never saw the program, each sum of them labelled by whoever wrote it.
"""

import io
import logging
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from content.encoder.intents import softmax
from content.vietnamese import fold

log = logging.getLogger(__name__)

FILE = Path(__file__).with_name("roles.npz")
COLUMNS = 16384  # features share one where their hashes meet
_WORD = re.compile(r"[^\W_]+")
_LEFT, _RIGHT = 6, 4  # words near a sum, each heard at its place
_NEAR = 12  # ... and in any order
_THREE = 3
_CUT = re.compile(r"[,;.:?!\n](?=\s|$)")

Weights = NDArray[np.float32]


class SumRole(StrEnum):
    """What a sum is to the business of whoever tells it."""

    SALES = "sales"
    PRICE = "price"  # of one piece, one job
    PROFIT = "profit"
    COST = "cost"
    WAGE = "wage"
    MOVED = "moved"  # a loan, a gift, a deposit: it only passes through
    LAW = "law"  # a threshold, a tax, a fine
    NONE = "none"  # no sum of money at all


@dataclass(frozen=True, slots=True)
class HeardSum:
    """The likeliest role of a sum, and how surely, 0..1; `sales` is how surely it is takings."""

    role: SumRole
    sure: float
    sales: float


@dataclass(frozen=True, slots=True)
class SumPlace:
    """Where a sum stands in its message, and its value in đồng."""

    start: int
    end: int
    value: int


def features(text: str, spans: Sequence[SumPlace], place: int) -> list[str]:
    """What is heard of the sum at `place` of the sums of a message."""
    return list(_features(text, spans, place))


def _features(text: str, spans: Sequence[SumPlace], place: int) -> Iterator[str]:
    span = spans[place]
    typed = _masked(text, spans)
    left, right = typed[: span.start], typed[span.end :]
    folded_left, folded_right = _words(fold(left)), _words(fold(right))
    near_left, near_right = folded_left[-_LEFT:][::-1], folded_right[:_RIGHT]
    for side, words in (("l", near_left), ("r", near_right)):
        for at, word in enumerate(words):
            yield f"{side}{at}:{word}"
        for at, (one, two) in enumerate(pairwise(words)):
            yield f"{side}{min(at, 2)}:{one} {two}"
        yield f"{side}:{' '.join(words[:_THREE])}"
    for side, words in (("L", folded_left[-_NEAR:]), ("R", folded_right[:_NEAR])):
        for word in set(words):
            yield f"{side}:{word}"
    clause = _clause(typed, span)
    words = _words(fold(clause))
    for word in set(words):
        yield f"c:{word}"
    for one, two in pairwise(words):
        yield f"c:{one} {two}"
    for word in _words(left.lower())[-3:]:
        yield f"m:{word}"
    for word in _words(right.lower())[:2]:
        yield f"n:{word}"
    yield f"size:{len(str(span.value))}"
    yield f"sums:{min(len(spans), 3)}:{min(place, 2)}"
    said = _words(fold(text[span.start : span.end]))
    yield f"unit:{said[-1] if said and not said[-1].isdecimal() else ''}"
    yield "all"


def _masked(text: str, spans: Sequence[SumPlace]) -> str:
    """The text, each sum a word of its own length that names no figure."""
    typed = list(text)
    for one in spans:
        typed[one.start : one.end] = "S" * (one.end - one.start)
    return _DIGITS.sub(lambda found: "0" * len(found[0]), "".join(typed))


_DIGITS = re.compile(r"\d+")
_SUM = re.compile(r"^s+$")


def _words(text: str) -> list[str]:
    return ["#" if _SUM.match(word) and len(word) > 1 else word for word in _WORD.findall(text)]


def _clause(typed: str, span: SumPlace) -> str:
    begin = max((cut.end() for cut in _CUT.finditer(typed, 0, span.start)), default=0)
    end = _CUT.search(typed, span.end)
    return typed[begin : end.start() if end else len(typed)]


def columns_of(heard: Sequence[str]) -> list[int]:
    return sorted({zlib.crc32(one.encode()) % COLUMNS for one in heard})


class SumLayer:
    """The words around a sum -> what it is."""

    def __init__(self, names: Sequence[str], weights: Weights) -> None:
        """`weights`: a row a role, `COLUMNS` wide. Raises ValueError when they do not fit."""
        if weights.shape != (len(names), COLUMNS):
            raise ValueError("roles")
        self._roles = [SumRole(name) for name in names]
        self._weights = np.ascontiguousarray(weights.T.astype(np.float32))

    def heard(self, text: str, spans: Sequence[SumPlace], place: int) -> HeardSum:
        columns = columns_of(features(text, spans, place))
        scores = self._weights[columns].sum(0) / np.float32(len(columns) ** 0.5)
        shares = softmax(scores)
        best = int(shares.argmax())
        sales = float(shares[self._roles.index(SumRole.SALES)])
        return HeardSum(self._roles[best], float(shares[best]), sales)


def make_ready() -> None:
    """Reads the layer before anybody waits for it."""
    layer()


@cache
def layer() -> SumLayer | None:
    """The layer that is shipped; None when its file is missing or damaged (the log says so):
    patterns do alone."""
    try:
        with np.load(io.BytesIO(FILE.read_bytes()), allow_pickle=False) as stored:
            return SumLayer(orjson.loads(stored["names"].tobytes()), stored["weights"])
    except (OSError, KeyError, ValueError) as error:
        log.warning("roles of sums not read, patterns do: %s: %s", type(error).__name__, error)
        return None


@lru_cache(maxsize=256)
def role_of(text: str, spans: tuple[SumPlace, ...], place: int) -> HeardSum | None:
    """What the sum at `place` of the sums of a message is; None where nothing can be heard."""
    known = layer()
    return known.heard(text, spans, place) if known else None
