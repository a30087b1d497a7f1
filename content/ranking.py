"""Ranking: shared words and shared meaning, mixed by a weighted sum.

A weighted sum beats rank fusion here and its scores can be read as confidence
(docs/faq-quality.md).
"""

import numpy as np

from content.lexical import LexicalScorer
from content.semantic import SemanticScorer

# Chosen on held-out wordings (docs/faq-quality.md).
SEMANTIC_SHARE = 0.3
KEYS_GIVEN = 10


class MixedRanker:
    """Ranks keys for a message; both scorers give their scores in the same order of keys."""

    def __init__(self, lexical: LexicalScorer, semantic: SemanticScorer) -> None:
        self._lexical = lexical
        self._semantic = semantic
        fixed = [number for number, key in enumerate(lexical.keys) if ":" in key]
        self._fixed = np.asarray(fixed, dtype=np.int64)

    def rank(self, text: str, marked: str) -> list[tuple[str, float]]:
        """(key, score) for the best keys, best first, and always the closest fixed reply; scores
        are roughly within 0..1."""
        lexical = self._lexical.scores(text, marked)
        semantic = self._semantic.scores(text, marked)
        mixed = (1 - SEMANTIC_SHARE) * lexical + SEMANTIC_SHARE * semantic
        best = np.argsort(-mixed, kind="stable")[:KEYS_GIVEN].tolist()
        if self._fixed.size:
            closest = int(self._fixed[np.argmax(mixed[self._fixed])])
            best += [] if closest in best else [closest]
        keys = self._lexical.keys
        return [(keys[index], min(1.0, max(0.0, float(mixed[index])))) for index in best]
