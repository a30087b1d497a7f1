"""Understand a short, messy Vietnamese message: normalise -> expand -> rank -> decide.

Every step is a plain function or a small class and can be replaced on its own; `Ranker` is the
seam for a better ranking. Figures and the choice of method: docs/faq-quality.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache, partial
from math import exp
from pathlib import Path
from typing import Protocol

from jinja2 import TemplateError

from content.danger import VOCABULARY, danger_in
from content.encoder.curves import UNSURE, Curves, Numbers, load_curves, log_odds
from content.encoder.intents import ANSWERS, INTENTS, PETITIONS, SWINDLES, Intent
from content.encoder.scorer import load_scorer
from content.expressions import at_start
from content.facts import FactMissing
from content.heard import Heard, load_heard
from content.index import IndexSource, Wordings, index_at_start
from content.keys import Keys
from content.knowledge import Entry, Knowledge
from content.lexical import LexicalScorer
from content.petitions import HARASSED, is_for_the_ward, is_question, tells_of_harassment
from content.politeness import question_in
from content.ranking import MixedRanker, Ranked, Witnesses, weighed
from content.semantic import SemanticScorer, SemanticTable, Vector
from content.spoken import names_nothing
from content.swindles import (
    LEAST_MAYBE,
    LEAST_MEANT,
    OF_SWINDLES,
    SURELY_SWINDLED,
    swindle_meant,
)
from content.turns import Alone, Stands, signs_of
from content.vietnamese import has_marks
from content.wording import Shorthand, Typed, normalise, tidy


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

    `confidence` (0..1) is how sure we are that it is a question we can answer, `right` (0..1) that
    the first entry is its answer; `entries` are the candidates, best first; `fixed` names the fixed
    reply of small talk or of a neighbouring topic we decline.
    """

    decision: Decision
    confidence: float
    entries: tuple[Scored, ...]
    fixed: str | None = None
    right: float = 0.0


class Ranker(Protocol):
    """Ranks wordings against a normalised, expanded message."""

    def rank(self, asked: Typed, parts: Sequence[Typed] = (), *, by_words: bool = False) -> Ranked:
        """The keys, best first; `parts` are the sentences of a long message. `by_words` where the
        first is known and only what is near it is wanted: that is quick."""
        ...

    def intents(self, asked: Typed, layer: str) -> tuple[Intent, ...]:
        """What the message may be about besides a question; none where nothing can tell."""
        ...

    def nearness(self, asked: Typed, entry: str) -> tuple[float, float]:
        """How near a message is in meaning to its nearest entry and to that one; zeros where
        nothing can tell."""
        ...

    def kinds(self, asked: Typed, said: Typed, signs: Sequence[float]) -> tuple[Intent, ...]:
        """What a turn is, by what it asks, by all of its words and by signs
        (`content/turns.py`), all kinds, the likeliest first; none where nothing can tell."""
        ...

    def all_by_words(self, asked: Typed) -> dict[str, float]:
        """The score of every entry, by its id, by words and the table alone."""
        ...

    def all_by_meaning(self, asked: Typed) -> dict[str, float]:
        """The cosine of every entry, by its id; none without the encoder."""
        ...


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Set from held-out wordings and the tuning half (docs/faq-quality.md), never from the test
    half. Two logistic curves: is it something we answer, and is the first entry the right one?"""

    scope: tuple[float, float, float] = (26.0, -26.0, -2.5)  # best entry, best fixed reply, 1
    right: tuple[float, float, float, float] = (8.9, -6.3, 13.0, -2.8)  # ... lead over the next, 1
    choose: float = 0.3  # at least this surely in scope: offer the best few
    choose_story: float = 0.05  # the same for a story: whoever tells one wants an answer
    answer: float = 0.73  # at least this surely the right entry ...
    shown: float = 0.4  # at least this surely the right entry: its answer is shown while asking
    lead: float = 0.14  # ... and this share of its score ahead of the next: answer
    rivals: float = 0.5  # offered beside the best when it has this share of the best score
    story: int = 20  # this many words tell a story around the question
    sentences: int = 12  # of a story, the last ones, are read one by one
    words: int = 3  # fewer words than this name a subject rather than ask a question
    contested: float = 0.9  # an entry this close to the closest fixed reply is offered, not hidden
    fixed: float = 0.24  # score from which small talk and declined topics are recognised


# Keys of what is no entry: `smalltalk:<fixed reply>`, `decline:<fixed reply>`.
_DECLINE = "decline"
NO_FIXED = -0.3  # the cosine of a fixed reply where the message can mean none
_SENTENCE = re.compile(r"[.!?;,\n]+")
_SMALLTALK = "smalltalk"
# A reply to what we decline is none where the encoder hears hardly anything of it, and rather a
# question of ours.
_HARDLY, _RATHER_OURS = 0.18, 0.6
_SURELY_OURS, _LIKELY_RIGHT = 0.95, 0.7  # so surely by its meaning, whatever words know
_PERHAPS_RIGHT, _DOUBTED = 0.35, 0.5  # that sure, at least and at most, where words know nothing
READINGS_KEPT = 512


class Understanding:
    """`phrases` (folded) are known word for word: small talk by name, an entry's own wording.
    `fixed` names every reply a reading may point to with `Reading.fixed`."""

    def __init__(
        self,
        ranker: Ranker,
        semantic: SemanticScorer,
        shorthand: Shorthand,
        phrases: dict[str, str],
        fixed: frozenset[str],
        keys: Keys,
        heard: Heard,
        curves: Curves = UNSURE,
        thresholds: Thresholds = Thresholds(),  # frozen
        *,
        lexical: LexicalScorer | None = None,
    ) -> None:
        """`lexical` is what the next one may be made from (`build_understanding`)."""
        self.lexical = lexical
        self._ranker = ranker
        self._semantic = semantic
        self._shorthand = shorthand
        self._phrases = phrases
        self.fixed_names = fixed
        self._heard = heard
        self._curves = curves
        self._limits = thresholds
        # Many people ask the same in the same words, and a turn may look at one text twice.
        self.takes_time = False  # to read a message: it is better read in a thread
        self._read = lru_cache(maxsize=READINGS_KEPT)(self.read_anew)
        self._read_by_words = lru_cache(maxsize=READINGS_KEPT)(
            partial(self.read_anew, by_words=True)
        )
        self._spelled = lru_cache(maxsize=READINGS_KEPT)(keys.spelled)
        self._danger_in = lru_cache(maxsize=READINGS_KEPT)(self._danger_anew)
        self._about = lru_cache(maxsize=READINGS_KEPT)(self._about_anew)
        self._turn = lru_cache(maxsize=READINGS_KEPT)(self._turn_anew)
        self._may_be_swindled = lru_cache(maxsize=READINGS_KEPT)(
            partial(self._swindled, least=LEAST_MAYBE)
        )

    def danger_in(self, text: str) -> str:
        """The danger to a life in the words (`content/danger.py`), whatever keyboard typed them;
        "" when there is none."""
        return self._danger_in(text)

    def may_be_swindled(self, text: str) -> bool:
        """Whether a swindler may be at work in what is told: too little to speak of nothing else,
        enough to say so first."""
        return bool(self._may_be_swindled(text))

    def _danger_anew(self, text: str) -> str:
        spelled = self._spelled(text)
        if found := danger_in(spelled):
            return found
        if tells_of_harassment(spelled, self.petitions(text)) and not self._is_swindled(text):
            return ""  # what an official does to people has a lane of its own
        found = self._swindled(text, LEAST_MEANT)
        return "" if found and self._is_answered(text) else found

    def _is_swindled(self, text: str) -> bool:
        """Whether whoever claims an office is a swindler more surely than an official."""
        told = sum(one.sure for one in self._about(text, SWINDLES))
        pressed = [one.sure for one in self.petitions(text) if one.name == HARASSED]
        return told >= max([SURELY_SWINDLED, *pressed])

    def _is_answered(self, text: str) -> bool:
        """Whether it surely asks what an answer answers that is of no swindlers."""
        reading = self.read(text)
        return reading.decision is Decision.ANSWER and reading.entries[0].id not in OF_SWINDLES

    def _swindled(self, text: str, least: float) -> str:
        found = swindle_meant(self._spelled(text), self._about(text, SWINDLES), least)
        return "" if found and is_for_the_ward(self.petitions(text)) else found

    def read(self, text: str) -> Reading:
        """Reads one message as typed; any text at all is fine."""
        return self._read(text)

    def intents(self, text: str) -> tuple[Intent, ...]:
        """What somebody may be about besides a question (`content/intents.yaml`), by the meaning of
        the words, best first; none where they are one of an entry's own, or without the encoder."""
        return self._about(text, INTENTS)

    def petitions(self, text: str) -> tuple[Intent, ...]:
        """What the ward is asked to see to (`content/petitions.yaml`), as `intents`."""
        return self._about(text, PETITIONS)

    def answers(self, text: str) -> tuple[Intent, ...]:
        """What is answered where a yes is asked for, or in the middle of a form
        (`content/answers.yaml`), as `intents`."""
        return self._about(text, ANSWERS)

    def turn(self, text: str, stands: Stands) -> tuple[Intent, ...]:
        """What a message is in the middle of a talk, all kinds (`TurnKind`), the likeliest first;
        none without the encoder."""
        return self._turn(text, stands)

    def _turn_anew(self, text: str, stands: Stands) -> tuple[Intent, ...]:
        asked = self._typed(question_in(self._spelled(text)))
        return self._ranker.kinds(asked, self._typed(text), self.signs(text, stands))

    def signs(self, text: str, stands: Stands) -> Sequence[float]:
        """What is plain of a message beside its words: `signs_of`."""
        reading = self.read(text)
        asked = self._typed(question_in(self._spelled(text)))
        best, near = self._ranker.nearness(asked, stands.after)
        alone = Alone(
            in_scope=reading.confidence,
            right=reading.right,
            sure=reading.decision is Decision.ANSWER,
            fixed=reading.fixed is not None,
            best=best,
            near=near,
        )
        return signs_of(text, stands, alone)

    def _typed(self, text: str) -> Typed:
        return self._shorthand.typed(*normalise(self._spelled(text)))

    def _about_anew(self, text: str, layer: str) -> tuple[Intent, ...]:
        text = question_in(self._spelled(text))
        plain, marked = normalise(text)
        if not plain or tidy(plain) in self._phrases:
            return ()
        return self._ranker.intents(self._shorthand.typed(plain, marked), layer)

    def spelled(self, text: str) -> str:
        """The text with words that are Telex or VNI keys in their letters."""
        return text if has_marks(text) else self._spelled(text)

    def read_by_words(self, text: str) -> Reading:
        """The same by words and the table alone, whose scores are measured to weigh one entry
        against another in a few words that go on with what was said."""
        return self._read(text) if not self.takes_time else self._read_by_words(text)

    def all_by_words(self, text: str) -> dict[str, float]:
        """What every entry scores by words and the table alone, by its id. A reading has the best
        alone: the more entries there are, the fewer of them are near an answer given."""
        plain, marked = normalise(question_in(self._spelled(text)))
        return self._ranker.all_by_words(self._shorthand.typed(plain, marked))

    def all_by_meaning(self, text: str) -> dict[str, float]:
        """How near every entry is in meaning, by its id; none without the encoder."""
        return self._ranker.all_by_meaning(self._typed(question_in(self._spelled(text))))

    def read_anew(self, text: str, *, by_words: bool = False) -> Reading:
        """The same as `read`, without a look at what was read lately."""
        typed, text = text, self._spelled(text)
        plain, marked = normalise(text)
        if not plain:
            return Reading(Decision.UNKNOWN, 0.0, ())
        known = self._phrases.get(tidy(plain), "") or self._phrase(typed)
        kind, _, fixed = known.partition(":")
        if kind == _SMALLTALK:
            return Reading(Decision.SMALLTALK, 0.0, (), fixed)
        asked = question_in(text)
        if asked == text or known:
            return self._read_question(text, plain, marked, known, by_words=by_words)
        reading = self._read_question(asked, *normalise(asked), by_words=by_words)
        lost = reading.decision is Decision.UNKNOWN and not reading.fixed
        if lost and len(asked.split()) <= self._limits.words:  # `hay quá, cảm ơn em`
            whole = self._read_question(text, plain, marked, known, by_words=by_words)
            return whole if whole.decision is Decision.SMALLTALK else reading
        return reading

    def _read_question(
        self, text: str, plain: str, marked: str, known: str = "", *, by_words: bool
    ) -> Reading:
        """Reads what is left of a message without its polite words."""
        known = known or self._phrases.get(tidy(plain), "")
        kind, _, fixed = known.partition(":")
        if kind == _SMALLTALK:
            return Reading(Decision.SMALLTALK, 0.0, (), fixed)
        parts = self._sentences(text, plain)
        typed = self._shorthand.typed(plain, marked)
        ranked = self._ranker.rank(typed, parts, by_words=by_words or bool(known))
        reading = self._decide(ranked, text)
        if known:
            return _in_its_own_words(reading, known)
        unsure = reading.decision is Decision.UNKNOWN and not reading.fixed
        if parts and unsure and reading.confidence >= self._limits.choose_story:
            return replace(reading, decision=Decision.CHOOSE)
        few = len(plain.split()) < self._limits.words
        if few or names_nothing(text):
            sure = reading.decision is Decision.ANSWER
            return replace(
                reading, decision=Decision.CHOOSE if sure else reading.decision, right=0.0
            )
        return reading

    def _sentences(self, text: str, plain: str) -> list[Typed]:
        """The sentences and clauses of a long message, read one by one; none of a short one."""
        if len(plain.split()) < self._limits.story:
            return []
        read = [normalise(part) for part in _SENTENCE.split(text)]
        whole = [part for part in read if len(part[0].split()) >= self._limits.words]
        return [self._shorthand.typed(*part) for part in whole[-self._limits.sentences :]]

    def _decide(self, found: Ranked, text: str) -> Reading:
        evidence = found.evidence
        by_words = self._decide_by_words(self._heard.meant(found.keys, text))
        of_words = found.keys if evidence is None else evidence.by_words
        ranked = self._heard.meant(of_words, text)
        known = by_words if evidence is None else self._decide_by_words(ranked)
        while known.fixed and not self._is_meant(known.fixed, evidence, text, by_words):
            ranked = [one for one in ranked if not one[0].endswith(f":{known.fixed}")]
            known = self._decide_by_words(ranked)
        if evidence is None:
            return known
        if not by_words.entries:
            return by_words
        return self._weigh(evidence, by_words.entries, known, text)

    def _is_meant(
        self, name: str, evidence: Witnesses | None, text: str, by_words: Reading
    ) -> bool:
        """Whether a fixed reply that words alone point to is meant by the message as a whole."""
        if not self._heard.is_whole(name, text):
            return False
        heard = dict(evidence.fixed).get(f"{_DECLINE}:{name}") if evidence else None
        if evidence is None or heard is None or heard > _HARDLY or not by_words.entries:
            return True
        in_scope = self._curves.in_scope(self._numbers(evidence, by_words.entries, text))
        return in_scope < _RATHER_OURS

    def _decide_by_words(self, ranked: Sequence[tuple[str, float]]) -> Reading:
        limits = self._limits
        entries = tuple([Scored(key, round(score, 4)) for key, score in ranked if ":" not in key])
        if not entries:
            return Reading(Decision.UNKNOWN, 0.0, ())
        top = entries[0].score
        lead = top - entries[1].score if len(entries) > 1 else top
        fixed_key, fixed = next(((key, s) for key, s in ranked if ":" in key), ("", 0.0))
        in_scope = round(_logistic(limits.scope, (top, fixed)), 4)
        if top < limits.contested * fixed and fixed >= limits.fixed:
            kind, _, name = fixed_key.partition(":")
            decision = Decision.SMALLTALK if kind == _SMALLTALK else Decision.UNKNOWN
            return Reading(decision, in_scope, entries, name)
        right = _logistic(limits.right, (top, fixed, lead))
        if fixed < top and lead >= limits.lead * top and right >= limits.answer:
            decision = Decision.ANSWER
        elif in_scope >= limits.choose:
            decision = Decision.CHOOSE
        else:
            decision = Decision.UNKNOWN
        return Reading(decision, in_scope, entries, right=round(right, 4))

    def _weigh(
        self, evidence: Witnesses, entries: tuple[Scored, ...], known: Reading, text: str
    ) -> Reading:
        """Entries as words and the encoder rank them together; `known` is what words alone say.
        They have the last word on fixed replies and on what nobody can know; the encoder, on what
        is out of scope and on which entry it is."""
        curves, numbers = self._curves, self._numbers(evidence, entries, text)
        in_scope = round(curves.in_scope(numbers), 4)
        right = round(curves.is_right(numbers), 4)
        if known.fixed:
            return replace(known, confidence=in_scope, entries=entries)
        decision = known.decision
        if right >= curves.answer and in_scope >= curves.choose:
            decision = Decision.ANSWER
        elif in_scope < curves.choose:
            decision = Decision.UNKNOWN
        elif decision is Decision.ANSWER:
            decision = Decision.CHOOSE
        elif (in_scope >= _SURELY_OURS and right >= _LIKELY_RIGHT) or _may_be_asked(
            in_scope, right, text
        ):
            return Reading(Decision.CHOOSE, in_scope, entries, right=min(right, _DOUBTED))
        return Reading(decision, in_scope, entries, right=right)

    def _numbers(self, evidence: Witnesses, entries: tuple[Scored, ...], text: str) -> Numbers:
        """What the curves weigh; of fixed replies those the message may mean."""
        fixed = self._heard.meant(evidence.fixed, text)
        by_words = self._heard.meant(evidence.by_words, text)
        best_fixed = fixed[0][1] if fixed else NO_FIXED
        first, *others = weighed(
            [evidence.encoder_first, *(cosine for _, cosine in fixed)]
        ).tolist()
        top = entries[0].score
        return Numbers(
            ahead=evidence.encoder_best - best_fixed,
            best=evidence.encoder_best,
            lead=top - entries[1].score if len(entries) > 1 else top,
            words_lead=evidence.words_lead,
            words_ahead=evidence.words_first
            - next((score for key, score in by_words if ":" in key), 0.0),
            share_read=log_odds(first / (evidence.encoder_weight + sum(others))),
            share=log_odds(evidence.share),
            known=evidence.known,
        )

    def numbers(self, text: str) -> tuple[str, Numbers | None]:
        """The entry ranked first and what the curves weigh, to fit them by
        (`content/encoder/fit.py`); "" and None for what no curve weighs. Raises ValueError without
        the encoder."""
        text = question_in(self._spelled(text))
        plain, marked = normalise(text)
        found = self._ranker.rank(
            self._shorthand.typed(plain, marked), self._sentences(text, plain)
        )  # fmt: skip
        if found.evidence is None:
            raise ValueError(text)
        ranked = self._heard.meant(found.keys, text)
        entries = tuple(Scored(key, score) for key, score in ranked if ":" not in key)
        if not entries:
            return "", None
        return entries[0].id, self._numbers(found.evidence, entries, text)

    def vector(self, text: str) -> Vector:
        """What a message means, as a vector of length one: two that are close ask the same."""
        return self._semantic.vector(self._shorthand.expand(normalise(self._spelled(text))[0]))

    def owner_of(self, text: str) -> str:
        """The entry that has this very wording; "" for none."""
        found = self._phrase(text)
        return "" if ":" in found else found

    def _phrase(self, text: str) -> str:
        """The key that has this very wording; "" for none."""
        return self._phrases.get(tidy(normalise(text)[0]), "")

    def _known(self, text: str) -> str:
        """The same of a wording as typed (a few are Telex keys) or in its letters."""
        return self._phrase(self._spelled(text)) or self._phrase(text)

    def known_as(self, text: str) -> str:
        """The entry that `read` puts first because this is one of its own wordings, found without
        ranking; "" where only ranking tells."""
        known = self._known(text) or self._known(question_in(self._spelled(text)))
        return "" if ":" in known else known

    def meanings(self, keys: Iterable[str]) -> dict[str, Vector]:
        """What these keys mean, of those there are."""
        return self._semantic.middles(keys)

    def is_likely(self, reading: Reading) -> bool:
        """Whether the first entry is right often enough to be shown before the person chose."""
        return reading.right >= self._limits.shown

    def rivals(self, reading: Reading, limit: int = 3) -> list[str]:
        """The entries worth offering when two or three compete."""
        if not reading.entries:
            return []
        floor = reading.entries[0].score * self._limits.rivals
        return [item.id for item in reading.entries if item.score >= floor][:limit]


def _may_be_asked(in_scope: float, right: float, text: str) -> bool:
    """Whether a question that words alone know nothing of is near enough to answers by its meaning
    for them to be offered."""
    return in_scope >= _RATHER_OURS and right >= _PERHAPS_RIGHT and is_question(text)


def _in_its_own_words(reading: Reading, known: str) -> Reading:
    """The message is one of an entry's own wordings: that entry, whatever the scores say."""
    others = tuple(item for item in reading.entries if item.id != known)
    score = max((item.score for item in reading.entries), default=1.0)
    return Reading(Decision.ANSWER, 1.0, (Scored(known, score), *others), right=1.0)


def _logistic(weights: Sequence[float], values: Sequence[float]) -> float:
    """A probability; the last weight stands alone."""
    *each, alone = weights
    total = alone + sum(weight * value for weight, value in zip(each, values, strict=True))
    return 1 / (1 + exp(-total))


@dataclass(frozen=True, slots=True)
class Parts:
    """What understanding is made of besides the answers: read once."""

    folder: Path
    shorthand: Shorthand
    fixed: Mapping[str, Mapping[str, list[str]]]
    heard: Heard
    table: SemanticTable
    with_encoder: bool
    read: Wordings


def load_parts(folder: Path, *, with_meaning: bool = True, with_encoder: bool = False) -> Parts:
    """Without meaning only shared words count; that is how the table itself is built. Words and
    the table do, too, where the encoder is not wanted or its file is missing or damaged.
    Raises OSError or ValueError when the table is missing or damaged."""
    fixed = fixed_texts(folder)
    shorthand = Shorthand.load(folder / "shorthand.yaml")

    return Parts(
        folder,
        shorthand,
        fixed,
        load_heard(folder / "heard.yaml", fixed["ranked"]),
        SemanticTable.load(folder / "semantic.npz") if with_meaning else SemanticTable.empty(),
        with_meaning and with_encoder,
        Wordings(shorthand),
    )


# All that understanding reads of an answer: where it is the same, so is what is understood.
Indexed = tuple[str, ...]


def indexed(knowledge: Knowledge, names: Iterable[str]) -> dict[str, Indexed]:
    """That of the answers of these names."""
    entries = (knowledge.entries[name] for name in names)
    return {
        entry.id: (entry.question, entry.menu, *entry.ask, _said(knowledge, entry))
        for entry in entries
    }


def build_understanding(
    parts: Parts,
    index: Mapping[str, Indexed],
    before: tuple[Understanding, Mapping[str, Indexed]] | None = None,
) -> Understanding:
    """The index over all entries, declined neighbours and small talk. `before` are one and what it
    was made of: what is the same is not worked out again."""
    fixed = parts.fixed
    asked = {key: list(texts) for key, (*texts, _) in index.items()} | asked_of_fixed(fixed)
    answers = {key: texts[-1] for key, texts in index.items()}
    source = IndexSource(asked, answers, [VOCABULARY], parts.shorthand, parts.table, parts.read)
    if before is None:
        made = index_at_start(source)
    else:
        same = _same_as(before, index, asked)
        made = source.index(same, before=before[0].lexical)
    phrases = {tidy(one.plain): one.key for one in made.wordings if ":" not in one.key}
    for name, texts in fixed["smalltalk"].items():
        phrases |= {tidy(normalise(text)[0]): f"{_SMALLTALK}:{name}" for text in texts}
    names = frozenset(name for group in fixed.values() for name in group)
    folder, keys = parts.folder / "encoder", made.lexical.keys
    curves = load_curves(folder) if parts.with_encoder else None
    encoder = load_scorer(folder, keys, asked, parts.shorthand) if curves else None
    ranker = MixedRanker(made.lexical, made.semantic, encoder)
    understanding = Understanding(
        ranker,
        made.semantic,
        parts.shorthand,
        phrases,
        names,
        made.keys,
        parts.heard,
        curves or UNSURE,
        lexical=made.lexical,
    )
    understanding.takes_time = encoder is not None
    return understanding


def _same_as(
    before: tuple[Understanding, Mapping[str, Indexed]],
    index: Mapping[str, Indexed],
    keys: Iterable[str],
) -> dict[str, Vector]:
    """What those keys mean that are as they were; fixed replies are always."""
    understanding, was = before
    same = (key for key in keys if ":" in key or was.get(key) == index[key])
    return understanding.meanings(same)


def fixed_texts(folder: Path) -> dict[str, dict[str, list[str]]]:
    """`content/smalltalk.yaml`: what gets a fixed reply, by its kind and the reply's name."""
    read: dict[str, dict[str, list[str]]] = at_start.yaml(
        (folder / "smalltalk.yaml").read_text(encoding="utf-8-sig")
    )
    return read


def asked_by_key(
    knowledge: Knowledge, fixed: Mapping[str, Mapping[str, list[str]]]
) -> dict[str, list[str]]:
    """Every way we know to ask, as written, by key: entries, declined topics, small talk."""
    asked = {
        entry.id: [entry.question, entry.menu, *entry.ask] for entry in knowledge.entries.values()
    }
    return asked | asked_of_fixed(fixed)


def asked_of_fixed(fixed: Mapping[str, Mapping[str, list[str]]]) -> dict[str, list[str]]:
    """The same of declined topics and small talk alone."""
    groups = ((_DECLINE, fixed["decline"]), (_SMALLTALK, fixed["ranked"]))
    return {
        f"{kind}:{name}": list(texts) for kind, group in groups for name, texts in group.items()
    }


def _said(knowledge: Knowledge, entry: Entry) -> str:
    """The short answer, or nothing when it cannot be rendered (the review says why)."""
    try:
        return knowledge.short(entry.id, entry.reviewed_on)
    except (FactMissing, TemplateError):
        return ""
