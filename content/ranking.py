"""Ranking: shared words and shared meaning, mixed by a weighted sum.

A weighted sum beats rank fusion here and its scores can be read as confidence
(docs/faq-quality.md).
"""

from collections.abc import Sequence

import numpy as np

from content.lexical import LexicalScorer, Scores
from content.semantic import SemanticScorer

# Chosen on held-out wordings (docs/faq-quality.md).
SEMANTIC_SHARE = 0.3
KEYS_GIVEN = 10
# Chosen on wordings put into made-up stories (docs/faq-quality.md).
SENTENCE_SHARE = 0.8  # of a story's best sentence, beside the story as a whole
STORY_SCALE = 1.4  # brings a story's scores to the scale of a plain question's
SURE_BY = 1 / 3  # this far ahead of every fixed reply, a sentence counts in full


class MixedRanker:
    """Ranks keys for a message; both scorers give their scores in the same order of keys."""

    def __init__(self, lexical: LexicalScorer, semantic: SemanticScorer) -> None:
        self._lexical = lexical
        self._semantic = semantic
        fixed = [number for number, key in enumerate(lexical.keys) if ":" in key]
        self._fixed = np.asarray(fixed, dtype=np.int64)

    def rank(
        self, text: str, marked: str, parts: Sequence[tuple[str, str]] = ()
    ) -> list[tuple[str, float]]:
        """(key, score) for the best keys, best first, and always the closest fixed reply; scores
        are roughly within 0..1. `parts` are the sentences of a story, each as text and marked."""
        mixed = self._scores(text, marked)
        if len(parts) > 1:
            mixed = self._with_sentences(mixed, parts)
        best = np.argsort(-mixed, kind="stable")[:KEYS_GIVEN].tolist()
        if self._fixed.size:
            closest = int(self._fixed[np.argmax(mixed[self._fixed])])
            best += [] if closest in best else [closest]
        keys = self._lexical.keys
        return [(keys[index], min(1.0, max(0.0, float(mixed[index])))) for index in best]

    def _scores(self, text: str, marked: str) -> Scores:
        lexical = self._lexical.scores(text, marked)
        mixed: Scores = (1 - SEMANTIC_SHARE) * lexical
        return mixed + SEMANTIC_SHARE * self._semantic.scores(text, marked)

    def _with_sentences(self, whole: Scores, parts: Sequence[tuple[str, str]]) -> Scores:
        """What a story asks usually stands in one of its sentences. A sentence counts by how far
        it is from small talk and from what we decline, so that greetings weigh nothing."""
        asked = np.zeros_like(whole)
        for text, marked in parts:
            scores = self._scores(text, marked)
            aside = scores[self._fixed].max() if self._fixed.size else 0.0
            ahead = float(scores.max() - aside)
            asked = np.maximum(asked, scores * min(1.0, max(0.0, ahead / SURE_BY)))
        mixed: Scores = (whole + SENTENCE_SHARE * asked) / STORY_SCALE
        return mixed
