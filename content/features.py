"""What a folded message is taken apart into: words, pairs of words, and pieces of words."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from content.wording import Shorthand, normalise

# Chosen on the tuning set (docs/faq-quality.md).
CHAR_SIZES = (3, 4)
CHAR_WEIGHT = 0.55
WORD_WEIGHT = 1.0
PAIR_WEIGHT = 0.7


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say something, read once for both scorers.

    `key` names the entry or the fixed reply it belongs to; `plain` is folded, `words` is that
    with its shorthand written out, `marked` the same with its marks ("" when it has none).
    """

    key: str
    plain: str
    words: str
    marked: str

    @classmethod
    def read(cls, key: str, text: str, shorthand: Shorthand) -> "Wording":
        plain, marked = normalise(text)
        return cls(key, plain, shorthand.expand(plain), marked)


def all_features(text: str) -> dict[str, float]:
    """Folded words -> feature -> weight: words, pairs of words, and pieces of words."""
    words = text.split()
    features = words_and_pairs(words)
    for word in set(words):
        for piece in pieces(word):
            features[piece] = CHAR_WEIGHT
    return features


def words_and_pairs(words: list[str]) -> dict[str, float]:
    features = dict.fromkeys(words, WORD_WEIGHT)
    for first, second in pairwise(words):
        features[f"{first} {second}"] = PAIR_WEIGHT
    return features


@lru_cache(maxsize=4096)  # a few thousand words make up all that is said
def pieces(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(
        f"#{padded[start : start + size]}"
        for size in CHAR_SIZES
        for start in range(len(padded) - size + 1)
    )
