"""Whether a message is that of somebody in despair: `content/distress.yaml`."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from content.problems import Problem, read_yaml
from content.vietnamese import fold, has_marks, same_words, tidy

FILE = Path(__file__).with_name("distress.yaml")
_KINDS = ("words", "unmarked", "at_end", "idioms")
_BEFORE = 3  # words in which an idiom is looked for

Phrase = tuple[str, ...]


def load_distress(path: Path) -> tuple[dict[str, list[Phrase]], list[Problem]]:
    """The phrases by kind, and what is wrong with the file."""
    _, raw, problems = read_yaml(path)
    problems += [Problem(path, 1, f"thiếu mục «{kind}»") for kind in _KINDS if not raw.get(kind)]
    found = {kind: [tuple(str(text).split()) for text in raw.get(kind) or ()] for kind in _KINDS}
    return found, problems


@cache
def _phrases() -> dict[str, list[Phrase]]:
    return load_distress(FILE)[0]


def is_distress(text: str) -> bool:
    """Whether it says that its writer does not want to live; an idiom (`mệt muốn
    chết`) does not."""
    words = "".join(c if c.isalnum() else " " for c in tidy(text).lower()).split()
    known = _phrases()
    if has_marks(text):
        return any(
            not _is_idiom(words[:place])
            for phrase in known["words"]
            for place in _places(words, phrase)
        )
    folded = [fold(word) for word in words]
    return any(
        not _is_idiom(folded[:place])
        for phrase in known["unmarked"]
        for place in _places(folded, phrase)
    ) or any(folded[-len(phrase) :] == list(phrase) for phrase in known["at_end"])


def _places(words: Sequence[str], phrase: Phrase) -> list[int]:
    last = len(words) - len(phrase)
    return [n for n in range(last + 1) if same_words(words[n : n + len(phrase)], phrase)]


def _is_idiom(before: Sequence[str]) -> bool:
    idioms = _phrases()["idioms"]
    return any(same_words([word], idiom) for word in before[-_BEFORE:] for idiom in idioms)
