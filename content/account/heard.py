"""What each number of a talk is to the business of whoever tells it (takings, a price, how many,
how long, costs, somebody else's ...), of what time, and whether it puts right what was told before.

It is heard twice, by the words around it (`by_words`) and by the talk so far (`by_talk`), each
fitted to talks of people who never saw the program; what both say is weighed. `heard.json` is
the card of both.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import orjson

from content.account.by_talk import TalkLayers
from content.account.by_words import WordLayers
from content.account.numbers import Number, numbers_in
from content.account.reading import MESSAGES
from content.encoder.intents import softmax
from content.encoder.model import Matrix, session_of, whole

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
CARD, BY_WORDS, BY_TALK = "heard.json", "by_words.npz", "by_talk.onnx"
_KEPT = 256  # talks of a kilobyte each
_LEAST = np.float32(1e-5)  # no share counts as none


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
ROLES, TIMES = tuple(NumberRole), tuple(NumberTime)


@dataclass(frozen=True, slots=True)
class HeardNumber:
    """A number with its likeliest role and time, how sure these are (0..1), and how surely it
    stands in the place of one told before. `roles` says how likely each of `ROLES` is."""

    number: Number
    role: NumberRole
    sure: float
    time: NumberTime
    time_sure: float
    mends: float
    apart: float = 0.0  # how surely it is nothing that is sold
    roles: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighing:
    """How much each of the two counts, so that a share said is a share that is right."""

    words: float
    talk: float

    def of(self, by_words: Sequence[Matrix], by_talk: Sequence[Matrix] | None) -> list[Matrix]:
        """The shares of both together; by the words alone where the talk was not read."""
        if by_talk is None:
            return list(by_words)
        return [
            softmax(self.words * np.log(one + _LEAST) + self.talk * np.log(other + _LEAST))
            for one, other in zip(by_words, by_talk, strict=True)
        ]


class NumberLayers:
    """The messages of a talk -> what each of their numbers is."""

    def __init__(self, by_words: WordLayers, by_talk: TalkLayers, weights: Weighing) -> None:
        self._by_words, self._by_talk, self._weights = by_words, by_talk, weights
        self._kept = lru_cache(maxsize=_KEPT)(self._heard)

    @classmethod
    def load(cls, folder: Path) -> "NumberLayers":
        """Raises ImportError without the library; OSError, KeyError or ValueError when a file or
        the card is missing or damaged."""
        card = orjson.loads((folder / CARD).read_bytes())
        words = whole(folder / BY_WORDS, card["by_words"]["sha256"]).read_bytes()
        session = session_of(whole(folder / BY_TALK, card["by_talk"]["sha256"]))
        return cls(
            WordLayers.read(words, (len(ROLES), len(TIMES), 2)),
            TalkLayers(session, ROLES, TIMES),
            Weighing(**card["weighing"]),
        )

    def talk(self, lines: Sequence[str]) -> tuple[tuple[HeardNumber, ...], ...]:
        """The numbers of each of the tidied messages of a talk, heard as they were told: of each
        only what its message and the few before say."""
        first = self._kept(tuple(lines[:MESSAGES]))
        later = (
            self._kept(tuple(lines[at - MESSAGES : at]))[-1]
            for at in range(MESSAGES + 1, len(lines) + 1)
        )
        return (*first, *later)

    def _heard(self, lines: tuple[str, ...]) -> tuple[tuple[HeardNumber, ...], ...]:
        numbers = list(map(numbers_in, lines))
        of_talk = self._by_talk.shares(lines, numbers)
        found: list[tuple[HeardNumber, ...]] = []
        for message, (line, some) in enumerate(zip(lines, numbers, strict=True)):
            so_far = [one.role for before in found for one in before]
            heard: list[HeardNumber] = []
            for place, number in enumerate(some):
                before = [one.role for one in heard]
                by_words = self._by_words.shares(line, some, place, before, so_far)
                by_talk = of_talk.get((message, place))
                heard.append(_as_heard(number, self._weights.of(by_words, by_talk)))
            found.append(tuple(heard))
        return tuple(found)


def _as_heard(number: Number, shares: Sequence[Matrix]) -> HeardNumber:
    role, time, mends = shares
    best, when = int(role.argmax()), int(time.argmax())
    return HeardNumber(
        number, ROLES[best], float(role[best]), TIMES[when], float(time[when]), float(mends[1]),
        1.0 - float(role[:_SOLD].sum()), tuple(map(float, role)),
    )  # fmt: skip


@cache
def layers() -> NumberLayers | None:
    """The layers that are shipped; None when their file is missing or damaged (the log says so):
    nothing is heard by them then."""
    try:
        return NumberLayers.load(FOLDER)
    except (ImportError, OSError, KeyError, ValueError) as error:
        log.warning("numbers of a talk not heard: %s: %s", type(error).__name__, error)
        return None
