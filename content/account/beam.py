"""The likeliest accounts of what was told: the moves of every event weighed by the words around it,
the best few kept. `reckoned.npz` holds the weights, fitted by `fit_reckoning.py` to talks of people
who never saw the program."""

import io
import logging
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from content.account.events import COLUMNS, ToldEvent
from content.account.flows import ToldAccount
from content.account.moves import moves_of

log = logging.getLogger(__name__)

FILE = Path(__file__).with_name("reckoned.npz")
NAMES, SIGNS = 192, 8192
WIDTH = 16
WORST = 7.0  # behind the best, and an account is let go

Weights = NDArray[np.float32]


@lru_cache(maxsize=1 << 16)
def sign_of(said: str) -> int:
    """The column of a sign; some share one."""
    return zlib.crc32(said.encode()) % SIGNS


@dataclass(slots=True)
class MoveWeights:
    """`words`: a row a column of words, a column a name of `names`; `signs`: one a sign; `sure`:
    what makes a year sure."""

    words: Weights
    signs: Weights
    names: dict[str, int] = field(default_factory=dict)
    sure: Weights = field(default_factory=lambda: np.zeros(0, np.float32))

    def column(self, name: str) -> int:
        """The column of a name; the last where it was never met."""
        return self.names.get(name, int(self.words.shape[1]) - 1)


@dataclass(slots=True)
class DerivedAccount:
    """An account, its score, and the moves of the present line that made it, the last first."""

    account: ToldAccount
    score: float
    path: tuple[Any, ...] = ()


def stepped(
    weights: MoveWeights,
    event: ToldEvent,
    place: int,
    beam: Sequence[DerivedAccount],
    at: int,
    width: int = WIDTH,
    worst: float = WORST,
) -> list[DerivedAccount]:
    """The best `width` accounts behind one more event (the `place`-th of the `at`-th line)."""
    rows = weights.words[list(event.columns)].sum(0) / np.float32(len(event.columns) ** 0.5)
    heard, signs = rows.tolist(), weights.signs
    found: dict[ToldAccount, DerivedAccount] = {}
    for derived in beam:
        for move in moves_of(event, derived.account, at):
            names = [weights.column(one) for one in move.words]
            told = [(sign_of(one), value) for one, value in move.signs]
            score = derived.score
            for column in names:
                score += heard[column]
            for column, value in told:
                score += signs[column] * value
            former = found.get(move.account)
            if former is None or former.score < score:
                path = (derived.path, (place, names, told))
                found[move.account] = DerivedAccount(move.account, float(score), path)
    best = sorted(found.values(), key=lambda one: -one.score)[:width]
    return [one for one in best if one.score >= best[0].score - worst]


@cache
def weights() -> MoveWeights | None:
    """The weights that are shipped; None when their file is missing or damaged (the log says so):
    no year is reckoned then."""
    try:
        with np.load(io.BytesIO(FILE.read_bytes()), allow_pickle=False) as stored:
            words = np.asarray(stored["words"], np.float32)
            names = {str(name): place for place, name in enumerate(stored["names"])}
            if words.shape != (COLUMNS, len(names) + 1):
                raise ValueError("names")
            signs, sure = np.asarray(stored["signs"], np.float32), stored["sure"]
            return MoveWeights(words, signs, names, np.asarray(sure, np.float32))
    except (OSError, KeyError, ValueError) as error:
        log.warning("no year reckoned of a talk: %s: %s", type(error).__name__, error)
        return None
