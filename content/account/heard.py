"""What each number of a message is to the business of whoever tells it (takings, a price, how many,
how long, costs, somebody else's ...), of what time, and whether it puts right what was told before.

`heard.npz` is three linear layers over the words around a number and what was told so far, fitted
by `fit_heard.py` to talks of people who never saw the program.
"""

import io
import logging
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.account.hints import folded_times, kinds_in, time_before, time_behind, unit_behind
from content.account.numbers import Number, numbers_in
from content.encoder.intents import softmax
from content.vietnamese import fold

log = logging.getLogger(__name__)

FILE = Path(__file__).with_name("heard.npz")
COLUMNS = 16384  # features share one where their hashes meet
_LEFT, _RIGHT = 5, 4  # words near a number, each heard at its place
_WORD = re.compile(r"[^\W_]+")
_CUT = re.compile(r"[,;.:?!\n](?=\s|$)")

Weights = NDArray[np.float32]


class NumberRole(StrEnum):
    """What a number is."""

    TAKINGS = "takings"
    PRICE = "price"  # of one unit
    COUNT = "count"  # units sold, rooms, customers
    WORKED = "worked"  # days, weeks or months open, or closed
    COST = "cost"
    PROFIT = "profit"
    OTHER = "other"  # somebody else's business
    MONEY = "money"  # no sales: a loan, a gift, a fine
    LAW = "law"
    PAST = "past"  # of another year
    PART = "part"  # of a total that is told: not added
    NONE = "none"  # age, address, time of day


class NumberTime(StrEnum):
    """Of what time a number is told."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SEASON = "season"
    ONCE = "once"
    UNSAID = "-"


_SOLD = 4  # of the roles, the first make a year's sum
ROLES, TIMES, MENDS = tuple(NumberRole), tuple(NumberTime), ("", "!")


@dataclass(frozen=True, slots=True)
class HeardNumber:
    """A number with its likeliest role and time, how sure these are (0..1), and how surely it
    stands in the place of one told before."""

    number: Number
    role: NumberRole
    sure: float
    time: NumberTime
    time_sure: float
    mends: float
    apart: float = 0.0  # how surely it is nothing that is sold
    roles: tuple[float, ...] = ()  # how likely each of ROLES is


@dataclass(frozen=True, slots=True)
class ToldSoFar:
    """The roles of the numbers of the messages before, in order."""

    roles: tuple[NumberRole, ...] = ()


def features(
    text: str,
    numbers: Sequence[Number],
    place: int,
    before: Sequence[NumberRole],
    so_far: ToldSoFar,
) -> list[str]:
    """What is heard of the number at `place`, those before it in the message being `before`."""
    return list(_features(text, numbers, place, before, so_far))


def _features(
    text: str,
    numbers: Sequence[Number],
    place: int,
    before: Sequence[NumberRole],
    so_far: ToldSoFar,
) -> Iterator[str]:
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
    told = frozenset(so_far.roles)
    for role in told:
        yield f"told{money}:{role}"
    wants = _wants(so_far.roles, before)
    yield f"wants{money}:{wants}"
    yield f"last{money}:{so_far.roles[-1] if so_far.roles else ''}"
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


def _wants(roles: Sequence[NumberRole], before: Sequence[NumberRole]) -> str:
    """What the talk lacks: a count behind a price, a price behind a count."""
    said = (*roles, *before)
    last = next((r for r in reversed(said) if r in _PAIR), None)
    other = _PAIR.get(last) if last else None
    lacks = last and other and said.count(other) < said.count(last)
    return f"{other}" if lacks else ""


_PAIR = {NumberRole.PRICE: NumberRole.COUNT, NumberRole.COUNT: NumberRole.PRICE}


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


def columns_of(heard: Sequence[str]) -> list[int]:
    return sorted({zlib.crc32(one.encode()) % COLUMNS for one in heard})


class NumberLayers:
    """The words around a number -> what it is, of what time, whether it mends."""

    def __init__(self, role: Weights, time: Weights, mends: Weights) -> None:
        """Each: a row a name, `COLUMNS` wide. Raises ValueError when they do not fit."""
        for weights, names in ((role, ROLES), (time, TIMES), (mends, MENDS)):
            if weights.shape != (len(names), COLUMNS):
                raise ValueError("numbers")
        self._all = np.ascontiguousarray(np.concatenate([role, time, mends]).T.astype(np.float32))

    def heard(self, text: str, so_far: ToldSoFar = ToldSoFar()) -> list[HeardNumber]:
        """The numbers of a tidied message, each with what it is."""
        numbers = numbers_in(text)
        found: list[HeardNumber] = []
        for place, number in enumerate(numbers):
            before = [one.role for one in found]
            columns = columns_of(features(text, numbers, place, before, so_far))
            scores = self._all[columns].sum(0) / np.float32(len(columns) ** 0.5)
            role = softmax(scores[: len(ROLES)])
            time = softmax(scores[len(ROLES) : -len(MENDS)])
            mends = softmax(scores[-len(MENDS) :])
            best, when = int(role.argmax()), int(time.argmax())
            found.append(
                HeardNumber(
                    number, ROLES[best], float(role[best]),
                    TIMES[when], float(time[when]), float(mends[1]),
                    1.0 - float(role[:_SOLD].sum()),
                    tuple(role.tolist()),
                )
            )  # fmt: skip
        return found


@cache
def layers() -> NumberLayers | None:
    """The layers that are shipped; None when their file is missing or damaged (the log says so):
    nothing is heard by them then."""
    try:
        with np.load(io.BytesIO(FILE.read_bytes()), allow_pickle=False) as stored:
            return NumberLayers(stored["role"], stored["time"], stored["mends"])
    except (OSError, KeyError, ValueError) as error:
        log.warning("numbers of a talk not heard: %s: %s", type(error).__name__, error)
        return None
