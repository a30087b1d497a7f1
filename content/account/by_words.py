"""What each number of a message is, by the words around it and what was told so far: three linear
layers (its role, its time, whether it mends), in `by_words.npz`, fitted by `fit_by_words.py`."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from content.account.hints import folded_times, kinds_in, time_before, time_behind, unit_behind
from content.account.numbers import Number
from content.encoder.intents import softmax
from content.vietnamese import fold

HEADS = ("role", "time", "mends")
COLUMNS = 16384  # features share one where their hashes meet
_LEFT, _RIGHT = 5, 4  # words near a number, each heard at its place
_WORD = re.compile(r"[^\W_]+")
_CUT = re.compile(r"[,;.:?!\n](?=\s|$)")

Weights = NDArray[np.float32]


def features(
    text: str,
    numbers: Sequence[Number],
    place: int,
    before: Sequence[str],
    so_far: Sequence[str],
) -> Iterator[str]:
    """What is heard of the number at `place`: `before` are the roles of those before it in the
    message, `so_far` of those in the messages before."""
    one = numbers[place]
    typed = _masked(text, numbers)
    left, right = typed[: one.start], typed[one.end :]
    folded_left, folded_right = _words(fold(left)), _words(fold(right))
    near_left, near_right = folded_left[-_LEFT:][::-1], folded_right[:_RIGHT]
    money = "M" if one.is_money else "N"
    for side, words in (("l", near_left), ("r", near_right)):
        for at, word in enumerate(words):
            yield f"{side}{at}:{word}"
            yield f"{side}:{word}"
        yield f"{side}0{money}:{words[0] if words else ''}"
        for at, (first, second) in enumerate(pairwise(words)):
            yield f"{side}{min(at, 2)}:{first} {second}"
    yield f"lr:{' '.join(near_left[:1])} {money} {' '.join(near_right[:1])}"
    begin = max((cut.end() for cut in _CUT.finditer(typed, 0, one.start)), default=0)
    cut = _CUT.search(typed, one.end)
    clause = _words(fold(typed[begin : cut.start() if cut else len(typed)]))
    for word in set(clause):
        yield f"c:{word}"
        yield f"c{money}:{word}"
    for first, second in pairwise(clause):
        yield f"c:{first} {second}"
    whole = _words(fold(typed))
    for word in set(whole):
        yield f"w:{word}"
    for word in _words(left.lower())[-3:]:
        yield f"m:{word}"
    for word in _words(right.lower())[:2]:
        yield f"n:{word}"
    yield from _of_kinds(typed, one, begin, cut.start() if cut else len(typed), money)
    yield f"first:{' '.join(whole[:1])}"
    yield f"size{money}:{len(str(int(one.high)))}"
    yield f"of{money}:{min(len(numbers), 4)}:{min(place, 3)}"
    yield f"kinds:{''.join('M' if n.is_money else 'N' for n in numbers[:4])}:{min(place, 3)}"
    yield f"long:{min(len(whole) // 3, 5)}"
    told = frozenset(so_far)
    for role in told:
        yield f"told{money}:{role}"
    wants = _wants(so_far, before)
    yield f"wants{money}:{wants}"
    yield f"last{money}:{so_far[-1] if so_far else ''}"
    yield f"prev{money}:{before[-1] if before else ''}"
    for role in set(before):
        yield f"here{money}:{role}"
    yield f"money:{money}"


def _of_kinds(typed: str, one: Number, begin: int, end: int, money: str) -> Iterator[str]:
    """The kinds of words before it in its clause, in the clause, and in the message."""
    folded = fold(typed)
    unit = unit_behind(folded, one.end)
    timed = folded_times(typed)
    before = time_before(timed, begin, one.start)
    behind = time_behind(timed, one.end, end)
    yield f"unit{money}:{unit}"
    yield f"t{money}:{before}"
    yield f"T{money}:{behind}"
    yield f"tT{money}:{before}:{behind[:4]}"
    yield f"tu{money}:{before}:{unit}"
    yield f"ft{money}:{time_before(timed, 0, one.start)}"
    near = folded[max(begin, one.start - 18) : one.start]
    for side, stretch in (("a", near), ("k", folded[begin : one.start]), ("K", folded[begin:end])):
        for kind in kinds_in(stretch):
            yield f"{side}{money}:{kind}"
    for kind in kinds_in(folded[one.end : end]):
        yield f"b{money}:{kind}"
    whole = kinds_in(folded)
    for kind in whole:
        yield f"W{money}:{kind}"
    own = "sells" in kinds_in(folded[begin:end])
    for kind in kinds_in(folded[begin : one.start]):
        yield f"ks{money}:{kind}:{own}:{unit}"


def _wants(roles: Sequence[str], before: Sequence[str]) -> str:
    """What the talk lacks: a count behind a price, a price behind a count."""
    said = (*roles, *before)
    last = next((r for r in reversed(said) if r in _PAIR), None)
    other = _PAIR.get(last) if last else None
    lacks = last and other and said.count(other) < said.count(last)
    return f"{other}" if lacks else ""


_PAIR = {"price": "count", "count": "price"}


def _masked(text: str, numbers: Sequence[Number]) -> str:
    """The text, each number a word of its own length that names no figure."""
    typed = list(text)
    for one in numbers:
        typed[one.start : one.end] = ("S" if one.is_money else "N") * (one.end - one.start)
    return "".join(typed)


_STANDS_FOR = re.compile(r"^(?:s+|n+)$")


def _words(text: str) -> list[str]:
    return [
        ("#" if word[0] in "sS" else "#n") if _STANDS_FOR.match(word.lower()) else word
        for word in _WORD.findall(text)
    ]


def columns_of(heard: Iterable[str]) -> list[int]:
    return sorted({zlib.crc32(one.encode()) % COLUMNS for one in heard})


class WordLayers:
    """The words around a number -> how likely each role, each time, and that it mends."""

    def __init__(self, stored: Mapping[str, Weights], sizes: Sequence[int]) -> None:
        """`stored` holds of each of `HEADS` a row a name, `COLUMNS` wide. Raises KeyError or
        ValueError when they do not fit."""
        found = [stored[name] for name in HEADS]
        if [one.shape for one in found] != [(size, COLUMNS) for size in sizes]:
            raise ValueError("words")
        self._all = np.ascontiguousarray(np.concatenate(found).T.astype(np.float32))
        self._cuts = np.cumsum(sizes)[:-1]

    @classmethod
    def read(cls, data: bytes, sizes: Sequence[int]) -> "WordLayers":
        """Raises KeyError or ValueError when it is not what `fit_by_words.py` wrote."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as stored:
                return cls(stored, sizes)
        except (EOFError, zipfile.BadZipFile) as error:
            raise ValueError("words") from error

    def shares(
        self,
        text: str,
        numbers: Sequence[Number],
        place: int,
        before: Sequence[str],
        so_far: Sequence[str],
    ) -> list[Weights]:
        """Of each of `HEADS` the shares, of the number at `place` (see `features`)."""
        columns = columns_of(features(text, numbers, place, before, so_far))
        scores = self._all[columns].sum(0) / np.float32(len(columns) ** 0.5)
        return [softmax(some) for some in np.split(scores, self._cuts)]
