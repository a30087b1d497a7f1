"""Understand a short, messy Vietnamese message: normalise -> expand -> rank -> decide.

Every step is a plain function or a small class and can be replaced on its own; `Ranker` is the
seam for a better ranking. Figures and the choice of method: docs/faq-quality.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp
from pathlib import Path
from typing import Protocol

import yaml

from content.knowledge import Knowledge
from content.ranking import NgramRanker, Wording
from content.wording import Shorthand, normalise, tidy


class Decision(StrEnum):
    ANSWER = "answer"
    CHOOSE = "choose"
    UNKNOWN = "unknown"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Scored:
    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message was understood to be.

    `confidence` (0..1) is how sure we are that it is a question we can answer; `entries` are the
    candidates, best first; `fixed` names the fixed reply of small talk or of a neighbouring topic
    we decline.
    """

    decision: Decision
    confidence: float
    entries: tuple[Scored, ...]
    fixed: str | None = None


class Ranker(Protocol):
    """Ranks wordings against a normalised, expanded message."""

    def rank(self, text: str, marked: str) -> Sequence[tuple[str, float]]:
        """(key, score) of the best wording per key, best first. `text` is folded; `marked` is
        the same message with its marks, or empty when it was typed without."""
        ...


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Set from the development set (`donghanh faq score`), never from another."""

    middle: float = 0.21  # the score at which a message is as likely in scope as not
    spread: float = 0.035  # how fast that changes around it
    choose: float = 0.5  # at least this confident: offer the best few
    answer: float = 0.88  # at least this confident ...
    margin: float = 0.2  # ... and this share of its score ahead of the next entry: answer
    rivals: float = 0.5  # offered beside the best when it has this share of the best score
    words: int = 3  # fewer words than this name a subject rather than ask a question
    contested: float = 0.8  # an entry this close to the closest fixed reply is offered, not hidden
    fixed: float = 0.30  # score from which small talk and declined topics are recognised


# Keys of what is no entry: `smalltalk:<fixed reply>`, `decline:<fixed reply>`.
_DECLINE = "decline"
_SMALLTALK = "smalltalk"


class Understanding:
    """`phrases` (folded) are known word for word: small talk by name, an entry's own wording.
    `fixed` names every reply a reading may point to with `Reading.fixed`."""

    def __init__(
        self,
        ranker: Ranker,
        shorthand: Shorthand,
        phrases: dict[str, str],
        fixed: frozenset[str],
        thresholds: Thresholds = Thresholds(),  # frozen
    ) -> None:
        self._ranker = ranker
        self._shorthand = shorthand
        self._phrases = phrases
        self.fixed_names = fixed
        self._limits = thresholds

    def read(self, text: str) -> Reading:
        """Reads one message as typed; any text at all is fine."""
        plain, marked = normalise(text)
        if not plain:
            return Reading(Decision.UNKNOWN, 0.0, ())
        known = self._phrases.get(tidy(plain), "")
        kind, _, fixed = known.partition(":")
        if kind == _SMALLTALK:
            return Reading(Decision.SMALLTALK, 0.0, (), fixed)
        ranked = self._ranker.rank(self._shorthand.expand(plain), marked)
        reading = self._decide(ranked)
        if known and reading.entries and reading.entries[0].id == known:
            return replace(reading, decision=Decision.ANSWER, fixed=None)
        if reading.decision is Decision.ANSWER and len(plain.split()) < self._limits.words:
            return replace(reading, decision=Decision.CHOOSE)
        return reading

    def _decide(self, ranked: Sequence[tuple[str, float]]) -> Reading:
        limits = self._limits
        entries = tuple([Scored(key, round(score, 4)) for key, score in ranked if ":" not in key])
        if not entries:
            return Reading(Decision.UNKNOWN, 0.0, ())
        best_key, best = ranked[0]
        top = entries[0].score
        confidence = round(1 / (1 + exp((limits.middle - top) / limits.spread)), 4)
        if ":" in best_key and top < limits.contested * best:
            # Small talk or a neighbouring topic is clearly closer than any entry.
            confidence = round(confidence * 0.5 * top / best, 4)
            if best >= limits.fixed:
                kind, _, fixed = best_key.partition(":")
                decision = Decision.SMALLTALK if kind == _SMALLTALK else Decision.UNKNOWN
                return Reading(decision, confidence, entries, fixed)
        contested = ":" in best_key
        second = entries[1].score if len(entries) > 1 else 0.0
        clear = top - second >= limits.margin * top and not contested
        if confidence >= limits.answer and clear:
            return Reading(Decision.ANSWER, confidence, entries)
        if confidence >= limits.choose:
            return Reading(Decision.CHOOSE, confidence, entries)
        return Reading(Decision.UNKNOWN, confidence, entries)

    def rivals(self, reading: Reading, limit: int = 3) -> list[str]:
        """The entries worth offering when two or three compete."""
        if not reading.entries:
            return []
        floor = reading.entries[0].score * self._limits.rivals
        return [item.id for item in reading.entries if item.score >= floor][:limit]


def load_understanding(folder: Path, knowledge: Knowledge) -> Understanding:
    """Builds the index over all entries, declined neighbours and small talk."""
    shorthand = Shorthand.load(folder / "shorthand.yaml")
    fixed = yaml.load(  # a safe loader, in C
        (folder / "smalltalk.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    wordings = [
        Wording(entry.id, text)
        for entry in knowledge.entries.values()
        for text in (entry.question, entry.menu, *entry.ask)
    ]
    phrases = {tidy(normalise(wording.text)[0]): wording.key for wording in wordings}
    for name, texts in fixed["smalltalk"].items():
        phrases |= {tidy(normalise(text)[0]): f"{_SMALLTALK}:{name}" for text in texts}
    for name, texts in fixed["decline"].items():
        wordings += [Wording(f"{_DECLINE}:{name}", text) for text in texts]
    for name, texts in fixed["ranked"].items():
        wordings += [Wording(f"{_SMALLTALK}:{name}", text) for text in texts]
    names = frozenset(name for group in fixed.values() for name in group)
    return Understanding(NgramRanker(wordings, shorthand), shorthand, phrases, names)
