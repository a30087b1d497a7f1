"""What is worked out of the content before any message comes: wordings read, scores by words and by
meaning, the syllables we know. It takes seconds, so it is kept on this machine for the next start.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import orjson

from content import features, index_cache, keys, lexical, semantic, vietnamese, wording
from content.features import Wording
from content.index_cache import Arrays, packed, unpacked
from content.keys import Keys
from content.lexical import LexicalScorer
from content.semantic import SemanticScorer, SemanticTable, Vector
from content.wording import Shorthand, normalise

WORDINGS_KEPT = 32768
# What is kept was made by these.
_CODE = (features, keys, lexical, semantic, vietnamese, wording)

Asked = Mapping[str, Sequence[str]]  # every way to ask, as written, by key


class Wordings:
    """Reads wordings; those it knows at once."""

    def __init__(self, shorthand: Shorthand) -> None:
        self._known: dict[tuple[str, str], Wording] = {}
        self._read = lru_cache(maxsize=WORDINGS_KEPT)(partial(_read, shorthand))

    def __call__(self, key: str, text: str) -> Wording:
        return self._known.get((key, text)) or self._read(key, text)

    def know(self, asked: Iterable[tuple[str, str]], kept: Sequence[Sequence[str]]) -> None:
        """Takes over, in the order asked, what an earlier reading of the same gave."""
        for (key, text), (plain, words, marked) in zip(asked, kept, strict=True):
            self._known[key, text] = Wording(key, plain, plain if words == plain else words, marked)


def _read(shorthand: Shorthand, key: str, text: str) -> Wording:
    return Wording.read(key, text, shorthand)


@dataclass(frozen=True, slots=True)
class Index:
    """All that messages are compared with, but for the encoder's."""

    wordings: Sequence[Wording]
    lexical: LexicalScorer
    semantic: SemanticScorer
    keys: Keys


@dataclass(frozen=True, slots=True)
class IndexSource:
    """What an index is made of: `asked` every way to ask, `answers` the short answers as written,
    `spelled` further texts whose syllables are known."""

    asked: Asked
    answers: Mapping[str, str]
    spelled: Sequence[str]
    shorthand: Shorthand
    table: SemanticTable
    read: Wordings

    def index(
        self,
        means: Mapping[str, Vector],
        kept: Arrays | None = None,
        before: LexicalScorer | None = None,
    ) -> Index:
        """Made anew but for what is known: `means` of keys, `kept` of the very same source,
        `before` of one that is nearly the same."""
        wordings = [self.read(key, text) for key, texts in self.asked.items() for text in texts]
        scorer = LexicalScorer(wordings, kept, before)
        answers = {
            key: self.shorthand.expand(normalise(text)[0])
            for key, text in self.answers.items()
            if key not in means
        }
        meaning = SemanticScorer(self.table, scorer.keys, wordings, answers, means)
        return Index(wordings, scorer, meaning, Keys(self._words(kept)))

    def _words(self, kept: Arrays | None) -> list[str]:
        """Texts with every word of what is asked and answered, or those words."""
        if kept is not None:
            return [" ".join(unpacked(kept["words"]))]
        asked = ("\n".join(texts) for key, texts in self.asked.items() if ":" not in key)
        return [*asked, *self.answers.values(), *self.spelled]


def index_at_start(source: IndexSource) -> Index:
    """The index of a source; of the same source it is worked out once on a machine."""
    name = f"index-{_digest(source)}"
    kept = index_cache.load(name)
    if kept is None:
        made = source.index({})
        index_cache.keep(name, _arrays(source, made))
        return made
    asked = ((key, text) for key, texts in source.asked.items() for text in texts)
    source.read.know(asked, unpacked(kept["wordings"]))
    with_texts = (key for key, texts in source.asked.items() if texts)
    means = dict(zip(with_texts, kept["means"], strict=True))
    return source.index(means, kept)


def _digest(source: IndexSource) -> str:
    files = (__file__, *(module.__file__ or "" for module in _CODE))
    code = (Path(file).read_bytes() for file in files)
    said = orjson.dumps([source.asked, source.answers, source.spelled, source.shorthand.written])
    return index_cache.digest([*code, source.table.digest(), said])


def _arrays(source: IndexSource, made: Index) -> Arrays:
    wordings = [(one.plain, one.words, one.marked) for one in made.wordings]
    return {
        "wordings": packed(wordings),
        "words": packed(made.keys.words),
        "means": made.semantic.means,
        **made.lexical.arrays(),
    }
