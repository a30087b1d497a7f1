"""How sure a reading with the encoder is: two logistic curves over numbers a ranking gives.

`curves.json` holds their weights, fitted by `fit.py`; it is the file its encoder's card names.
"""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

import orjson

from content.encoder.model import FILE

logger = logging.getLogger(__name__)

CURVES = FILE.with_name("curves.json")


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the curves weigh. `ahead`: of the encoder, its best entry before the best fixed reply
    the message may mean; `best`: that entry's cosine. Of the entry ranked first, `lead`: before
    the next one; `words_lead` and `words_ahead`: the same and before the fixed replies by words;
    `share_read` and `share`: the log odds of its share among all keys by the encoder, and among
    all entries by everything. `known`: how many of the words the encoder has seen."""

    ahead: float
    best: float
    lead: float
    words_lead: float
    words_ahead: float
    share_read: float
    share: float
    known: float


SCOPE = ("ahead", "best")
RIGHT = ("ahead", "best", "lead", "words_lead", "words_ahead", "share_read", "share", "known")


@dataclass(frozen=True, slots=True)
class Curves:
    """`scope`: is it something we answer; `right`: is the first entry its answer. Weights by the
    name of their number, "" for what stands alone. From `answer` on the first entry is given
    outright, below `choose` nothing is offered."""

    scope: Mapping[str, float]
    right: Mapping[str, float]
    answer: float
    choose: float

    def in_scope(self, numbers: Numbers) -> float:
        return _weighed(self.scope, SCOPE, numbers)

    def is_right(self, numbers: Numbers) -> float:
        return _weighed(self.right, RIGHT, numbers)


# Before anything was fitted: nothing is sure.
UNSURE = Curves(dict.fromkeys((*SCOPE, ""), 0.0), dict.fromkeys((*RIGHT, ""), 0.0), 1.0, 0.0)


def load_curves(folder: Path) -> Curves | None:
    """The curves beside an encoder; None when they are missing, damaged or not the ones its card
    names (the log says so)."""
    try:
        data = (folder / CURVES.name).read_bytes()
        card = orjson.loads((folder / FILE.name).with_suffix(".json").read_bytes())
        if hashlib.sha256(data).hexdigest() != card["curves_sha256"]:
            raise ValueError("not the curves of its card")
        read = orjson.loads(data)
        scope, right = (
            {name: float(read[curve][name]) for name in (*names, "")}
            for curve, names in (("scope", SCOPE), ("right", RIGHT))
        )
        return Curves(scope, right, float(read["answer"]), float(read["choose"]))
    except (OSError, KeyError, TypeError, ValueError) as error:
        logger.warning("curves not read, words and table do: %s: %s", type(error).__name__, error)
        return None


def log_odds(share: float) -> float:
    """Of a share, cut where it says nothing more."""
    kept = min(max(share, 1e-6), 1 - 1e-6)
    return log(kept / (1 - kept))


def _weighed(weights: Mapping[str, float], names: Sequence[str], numbers: Numbers) -> float:
    total = weights[""] + sum(weights[name] * getattr(numbers, name) for name in names)
    return 1 / (1 + exp(-min(max(total, -500.0), 500.0)))
