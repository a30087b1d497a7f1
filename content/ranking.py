"""Ranking: shared words, and what a message means, mixed by a weighted sum.

What it means comes from the encoder (`content/encoder`); without its file, from the table of
meaning. A weighted sum beats rank fusion here and its scores can be read as confidence
(docs/faq-quality.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from content.encoder.intents import Intent
from content.encoder.scorer import EncoderScorer
from content.lexical import LexicalScorer, Scores
from content.semantic import SemanticScorer
from content.wording import Typed

# Chosen on held-out wordings (docs/faq-quality.md).
SEMANTIC_SHARE = 0.3
KEYS_GIVEN = 10
SCORES_KEPT = 16  # what one turn asks for again
# Chosen on wordings put into made-up stories (docs/faq-quality.md).
SENTENCE_SHARE = 0.8  # of a story's best sentence, beside the story as a whole
STORY_SCALE = 1.4  # brings a story's scores to the scale of a plain question's
SURE_BY = 1 / 3  # this far ahead of every fixed reply, a sentence counts in full
# Chosen on strangers' messages (docs/faq-quality.md).
ENCODER_SHARE = 0.45
PART_SHARE = 0.5  # of what the asking sentence of a story means, beside the story as a whole
SHARPNESS = 20.0  # as the encoder was trained with
ENCODER_ZERO = 0.1  # the cosine that counts as nothing: brings it to the scale of words


def weighed(scores: Scores | Sequence[float]) -> Scores:
    """What scores count for beside others: the difference of a tenth, seven times as much."""
    weights: Scores = np.exp(SHARPNESS * np.asarray(scores, dtype=np.float64))
    return weights


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What the encoder and the words say about a ranking, each by itself. Of the encoder: its best
    entry, the entry ranked first, the weight of all entries, and the fixed replies; of words and
    table: the entry ranked first, and how far it leads the others by words; of both: what share
    of the weight of all entries is the first one's."""

    by_words: tuple[tuple[str, float], ...]  # the keys as words and the table rank them
    encoder_best: float
    encoder_first: float
    encoder_weight: float  # the sum over entries, each weighed by its cosine
    fixed: tuple[tuple[str, float], ...]  # (key, cosine), best first
    words_first: float
    words_lead: float
    share: float
    known: float  # how many of the words the encoder has seen


@dataclass(frozen=True, slots=True)
class Ranked:
    """(key, score) for the best keys, best first, always the closest fixed reply and the closest
    entry; scores are roughly within 0..1. `evidence` only where the encoder read it."""

    keys: tuple[tuple[str, float], ...]
    evidence: Witnesses | None = None


class MixedRanker:
    """Ranks keys for a message; all scorers give their scores in the same order of keys."""

    def __init__(
        self,
        lexical: LexicalScorer,
        semantic: SemanticScorer,
        encoder: EncoderScorer | None = None,
    ) -> None:
        self._lexical = lexical
        self._semantic = semantic
        self._encoder = encoder
        self._by_words = lru_cache(maxsize=SCORES_KEPT)(self._by_words_anew)
        fixed = [number for number, key in enumerate(lexical.keys) if ":" in key]
        self._fixed = np.asarray(fixed, dtype=np.int64)
        entries = [number for number, key in enumerate(lexical.keys) if ":" not in key]
        self._entries = np.asarray(entries, dtype=np.int64)

    def rank(self, asked: Typed, parts: Sequence[Typed] = (), *, by_words: bool = False) -> Ranked:
        """`parts` are the sentences of a story; `by_words` leaves out the encoder."""
        read = [asked, *(parts if len(parts) > 1 else ())]
        shared, known = zip(*map(self._by_words, read), strict=True)
        by_both = self._whole(known)
        if self._encoder is None or by_words:
            return Ranked(self._best(by_both))
        meant = self._encoder.scores(asked.written)
        if len(parts) > 1:
            # Read with the whole: an age told in passing is ahead alone, and of nothing else told.
            asking = max(range(1, len(read)), key=lambda at: self._ahead(known[at] + known[0]))
            part = self._encoder.scores(read[asking].written)
            meant = (1 - PART_SHARE) * meant + PART_SHARE * part
        words = self._whole(shared)
        shifted = (meant - ENCODER_ZERO) / (1 - ENCODER_ZERO)
        mixed: Scores = (1 - ENCODER_SHARE) * words + ENCODER_SHARE * shifted
        seen = self._encoder.known(asked.written)
        return Ranked(self._best(mixed), self._evidence(mixed, words, meant, by_both, seen))

    def intents(self, asked: Typed, layer: str) -> tuple[Intent, ...]:
        """What the message may be about besides a question; none without the encoder."""
        return self._encoder.intents(asked.written, layer) if self._encoder else ()

    def nearness(self, asked: Typed, entry: str) -> tuple[float, float]:
        """How near a message is in meaning to its nearest entry and to the one of that id, 0 for
        none of that id; zeros without the encoder."""
        if self._encoder is None or not self._entries.size:
            return 0.0, 0.0
        cosines, keys = self._encoder.scores(asked.written), self._lexical.keys
        near = float(cosines[keys.index(entry)]) if entry in keys else 0.0
        return float(cosines[self._entries].max()), near

    def kinds(self, asked: Typed, said: Typed, signs: Sequence[float]) -> tuple[Intent, ...]:
        """What a turn is; none without the encoder."""
        if self._encoder is None:
            return ()
        return self._encoder.kinds(asked.written, said.written, signs)

    def all_by_words(self, asked: Typed) -> dict[str, float]:
        """The score of every entry, and not of the best alone."""
        known = self._by_words(asked)[1].tolist()
        keys = self._lexical.keys
        return {keys[at]: min(1.0, max(0.0, known[at])) for at in self._entries.tolist()}

    def all_by_meaning(self, asked: Typed) -> dict[str, float]:
        """The cosine of every entry; none without the encoder."""
        if self._encoder is None:
            return {}
        meant, keys = self._encoder.scores(asked.written).tolist(), self._lexical.keys
        return {keys[at]: meant[at] for at in self._entries.tolist()}

    def _best(self, mixed: Scores) -> tuple[tuple[str, float], ...]:
        best = np.argsort(-mixed, kind="stable")[:KEYS_GIVEN].tolist()
        for kind in (self._fixed, self._entries):
            closest = int(kind[np.argmax(mixed[kind])]) if kind.size else best[0]
            best += [] if closest in best else [closest]
        keys = self._lexical.keys
        return tuple((keys[index], min(1.0, max(0.0, float(mixed[index])))) for index in best)

    def _evidence(
        self, mixed: Scores, words: Scores, meant: Scores, known: Scores, seen: float
    ) -> Witnesses | None:
        if not self._entries.size or not self._fixed.size:
            return None
        first = int(self._entries[np.argmax(mixed[self._entries])])
        others = self._entries[self._entries != first]
        fixed = self._fixed[np.argsort(-meant[self._fixed], kind="stable")].tolist()
        weights = weighed(mixed[self._entries])
        return Witnesses(
            by_words=self._best(known),
            encoder_best=float(meant[self._entries].max()),
            encoder_first=float(meant[first]),
            encoder_weight=float(weighed(meant[self._entries]).sum()),
            fixed=tuple((self._lexical.keys[at], float(meant[at])) for at in fixed),
            words_first=float(known[first]),
            words_lead=float(words[first] - (words[others].max() if others.size else 0.0)),
            share=float(weights.max() / weights.sum()),
            known=seen,
        )

    def _by_words_anew(self, asked: Typed) -> tuple[Scores, Scores]:
        """The scores by shared words, and by them and the table of meaning."""
        shared = self._lexical.scores(asked.text, asked.marked)
        meant = self._semantic.scores(asked.text, asked.marked)
        return shared, (1 - SEMANTIC_SHARE) * shared + SEMANTIC_SHARE * meant

    def _ahead(self, scores: Scores) -> float:
        aside = scores[self._fixed].max() if self._fixed.size else 0.0
        return float(scores.max() - aside)

    def _whole(self, read: Sequence[Scores]) -> Scores:
        """The scores of a message, of a story those of its sentences behind it. What a story asks
        usually stands in one of them. A sentence counts by how far it is from small talk and from
        what we decline, so that greetings weigh nothing."""
        whole, *parts = read
        if not parts:
            return whole
        asked = np.zeros_like(whole)
        for scores in parts:
            asked = np.maximum(asked, scores * min(1.0, max(0.0, self._ahead(scores) / SURE_BY)))
        mixed: Scores = (whole + SENTENCE_SHARE * asked) / STORY_SCALE
        return mixed
