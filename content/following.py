"""What words mean behind the answer a talk is about: every answer near it is weighed by plain
signs, and so is that none is meant (thanks, a circumstance told, a wish). `following.npz` holds the
weights, fitted by `content/encoder/fit_following.py` to talks of people who never saw the program
(`content/threads`). They need the encoder: without it nothing is weighed.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.aspects import Aspect, asked_in, asks_only_of, lines_telling, named_in
from content.encoder.intents import softmax
from content.knowledge import Entry, Knowledge
from content.petitions import is_question
from content.pointing import pointed_in
from content.search import Decision, Scored, Understanding
from content.spoken import asks, asks_further, links_on, names_nothing
from content.takings.tokens import tells_figures
from content.turns import FEW, MANY, Stands, TurnKind

log = logging.getLogger(__name__)

FILE = Path(__file__).with_name("following.npz")
NEARLY = 0.3  # the share of a second answer that may as well be meant
CANDIDATES = 40  # of the answers; the one that was meant was among them in .996 of the talks
OF_EACH, OF_MESSAGE = 19, len(TurnKind) + 21  # signs
_RELATED_COUNTS, _SUBJECT_COUNTS = 0.3, 5.0  # to be a candidate

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Behind:
    """Where the words stand: the answer shown last, what was asked before, the day."""

    subject: Entry
    asked: str
    today: date


@dataclass(frozen=True, slots=True)
class Signs:
    """Of each candidate (`names`, a row each) what speaks for it, and what is plain of the message
    whichever is meant."""

    names: tuple[str, ...]
    of_each: Matrix
    of_message: Matrix


@dataclass(frozen=True, slots=True)
class ReadBehind:
    """The answers the words may mean, each with its share, best first; `other`: the share of none
    of them; `aspects`: what of a matter they ask for."""

    found: tuple[Scored, ...]
    other: float
    aspects: tuple[Aspect, ...]


@dataclass(frozen=True, slots=True)
class FollowingWeights:
    """`answers`: a row a sign of the message, the last standing alone, a column a sign of a
    candidate; `other`: the same rows for none of them. Signs of the message are first brought to
    mean nought, spread one."""

    answers: Matrix
    other: Matrix
    mean: Matrix
    spread: Matrix

    def shares(self, signs: Signs) -> Matrix:
        """Of each candidate, and last of none."""
        message = np.append((signs.of_message - self.mean) / self.spread, np.float32(1))
        scores = signs.of_each @ (message @ self.answers)
        return softmax(np.append(scores, message @ self.other).astype(np.float32))


@cache
def load_weights(file: Path = FILE) -> FollowingWeights | None:
    """None where the file is missing or does not fit (the log says so)."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            found = FollowingWeights(*(stored[name] for name in FollowingWeights.__slots__))
        if found.answers.shape != (OF_MESSAGE + 1, OF_EACH):
            raise ValueError(found.answers.shape)
    except (OSError, KeyError, ValueError) as error:
        log.warning("%s not read: %s: %s", file.name, type(error).__name__, error)
        return None
    return found


def follow(
    knowledge: Knowledge, understanding: Understanding, behind: Behind, text: str
) -> ReadBehind | None:
    """What a text means there; None without the encoder or the weights."""
    weights = load_weights()
    signs = signs_of(knowledge, understanding, behind, text) if weights else None
    if weights is None or signs is None:
        return None
    shares, aspects = weights.shares(signs), asked_in(text)
    order = np.argsort(-shares[:-1])
    first, second, *rest = (Scored(signs.names[at], float(shares[at])) for at in order)
    asked = frozenset(one.name for one in aspects)
    if second.score >= NEARLY and behind.subject.id not in (first.id, second.id):
        both = (_named_in(knowledge.entries[one.id].question) for one in (first, second))
        of_first, of_second = (not asked.isdisjoint(named) for named in both)
        if of_second and not of_first:  # `giấy đó xin ở đâu`: the one whose question is where
            first, second = Scored(second.id, first.score), Scored(first.id, second.score)
    return ReadBehind((first, second, *rest), float(shares[-1]), aspects)


@dataclass(frozen=True, slots=True)
class _Scores:
    """What every answer scores for the words: by meaning and by words, alone, behind the name of
    the answer shown and behind what was asked before."""

    meant: tuple[Matrix, Matrix, Matrix]
    worded: tuple[Matrix, Matrix, Matrix]

    @classmethod
    def of(
        cls, names: Sequence[str], understanding: Understanding, said: Sequence[str]
    ) -> "_Scores":
        meant = (_column(names, understanding.all_by_meaning(one)) for one in said)
        worded = (_column(names, understanding.all_by_words(one)) for one in said)
        return cls(tuple(meant), tuple(worded))  # type: ignore[arg-type]


def signs_of(
    knowledge: Knowledge, understanding: Understanding, behind: Behind, text: str
) -> Signs | None:
    """None without the encoder."""
    kinds = understanding.turn(text, Stands(behind.subject.id))
    if not kinds:
        return None
    names, subject = tuple(knowledge.entries), behind.subject
    scores = _Scores.of(
        names, understanding, (text, f"{subject.menu} {text}", f"{behind.asked} {text}")
    )
    place = names.index(subject.id)
    body, aspects = body_of(knowledge, subject, behind.today), asked_in(text)
    told = bool(aspects) and bool(lines_telling(body, aspects))
    of_each = _of_each(knowledge, scores, subject, {one.name for one in aspects}, told=told)
    reading = understanding.read(text)
    first = np.zeros(len(names), np.float32)
    if reading.entries:
        first[names.index(reading.entries[0].id)] = 1
    sure = reading.decision is Decision.ANSWER
    of_each = np.c_[of_each, first * sure, first, first * reading.right]
    (meant, *_), (worded, *_) = scores.meant, scores.worded
    sureness = {one.name: one.sure for one in kinds}
    of_message = (
        *(sureness.get(kind, 0.0) for kind in TurnKind),
        sure, reading.decision is Decision.SMALLTALK, reading.confidence, reading.right,
        *_of_words(text), bool(aspects), asks_only_of(text), told,
        asks_further(text), pointed_in(text) is not None,
        meant.max(), worded.max(), meant[place], worded[place],
    )  # fmt: skip
    kept = np.argsort(-_likely(scores, of_each))[:CANDIDATES]
    return Signs(
        tuple(names[at] for at in kept),
        of_each[kept].astype(np.float32),
        np.array(of_message, np.float32),
    )


_SUBJECT, _RELATED, _BACK = 10, 11, 12  # columns of what speaks for each


def _likely(scores: _Scores, of_each: Matrix) -> Matrix:
    """How likely each is a candidate at all."""
    near = sum(map(np.add, scores.meant[:2], scores.worded[:2]))
    related = of_each[:, _RELATED] + of_each[:, _BACK]
    return near + _RELATED_COUNTS * related + _SUBJECT_COUNTS * of_each[:, _SUBJECT]


def _of_each(
    knowledge: Knowledge, scores: _Scores, subject: Entry, asked: set[str], *, told: bool
) -> Matrix:
    """What speaks for each answer; `asked`: the names of what of a matter is asked for; `told`: the
    answer shown tells it."""
    (alone, behind, after), (by_words, *_) = scores.meant, scores.worded
    entries = knowledge.entries
    is_subject = np.array([name == subject.id for name in entries], np.float32)
    of_it = [not asked.isdisjoint(_named_in(one.question)) for one in entries.values()]
    columns = (
        *scores.meant, *scores.worded,
        alone - alone.max(), by_words - by_words.max(), behind - behind.max(), after - after.max(),
        is_subject,
        [name in subject.related for name in entries],
        [subject.id in one.related for one in entries.values()],
        [one.topic == subject.topic for one in entries.values()],
        np.array(of_it) * (1 - is_subject), is_subject * told,
    )  # fmt: skip
    return np.array(columns, np.float32).T


def _of_words(text: str) -> tuple[float, ...]:
    many = len(text.split())
    return (
        is_question(text), "?" in text, asks(text), links_on(text), names_nothing(text),
        many <= FEW, min(1.0, many / MANY), tells_figures(text),
    )  # fmt: skip


def _column(names: Sequence[str], scores: Mapping[str, float]) -> Matrix:
    return np.array([scores.get(one, 0.0) for one in names], np.float32)


@cache
def _named_in(question: str) -> frozenset[str]:
    return named_in(question)


def body_of(knowledge: Knowledge, entry: Entry, today: date) -> str:
    """All that an answer tells as of a day."""
    return f"{knowledge.short(entry.id, today)}\n{knowledge.details(entry.id, today) or ''}"
