"""What must be heard in a message for some fixed replies (`content/heard.yaml`)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from content.expressions import at_start
from content.vietnamese import bare_words, fold, has_marks, same_words

_SMALLTALK = "smalltalk"
_SCHOOL = "decline_school"
_SELLS = re.compile(
    r"\b(?:ban (?:duoc|hang|it|nhieu|cham|chay|dat|e|gap|bang|con)|doanh thu|doanh so|khach|e hang"
    r"|thu (?:duoc|vao|nhap))\b"
)
_ABUSE, _ABOUT_ME, _COMPLAINT = "abuse", "about_me", "complaint"
# Small talk only where it is the whole message: who says more of it tells or asks something.
_WHOLE_ALONE = (_COMPLAINT, _ABOUT_ME, "hello")
_LONGEST = 12  # words: a longer message tells something
_ONE_IN, _MOST = 3, 2  # words may be none of its wordings: one in so many, and no more than those
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Heard:
    """What must be heard in a message for some fixed replies: an insult by its own marks, what is
    asked of the assistant by its own words, and no word of a trade, which is neither an insult nor
    a matter of cars, land or customs. Small talk is the whole of a message, never a part of it."""

    insults: tuple[tuple[str, ...], ...]
    trades: tuple[tuple[str, ...], ...]
    of_assistant: tuple[tuple[str, ...], ...]
    reproaches: tuple[tuple[str, ...], ...]
    beside: frozenset[str]  # words that say nothing more, folded
    smalltalk: dict[str, frozenset[str]]  # the words of each reply, with their marks

    def meant(self, ranked: Sequence[tuple[str, float]], text: str) -> list[tuple[str, float]]:
        """Of what was ranked, by key, what the message may mean: all that is no fixed reply."""
        said = _LETTERS.findall(text.lower())
        if any(_stand_in(self.trades, said)):
            return [one for one in ranked if ":" not in one[0]]
        return [one for one in ranked if self._may_mean(one[0], text, said)]

    def is_whole(self, name: str, text: str) -> bool:
        """Whether the message says no more than the small talk of that name does."""
        if name not in _WHOLE_ALONE:
            return True
        said = [fold(word) for word in _LETTERS.findall(text.lower())]
        if len(said) > _LONGEST or any(char.isdecimal() for char in text):
            return False
        if name == _COMPLAINT and any(_stand_in(self.reproaches, _LETTERS.findall(text.lower()))):
            return True
        known = {fold(word) for word in self.smalltalk.get(name, ())}
        told = [word for word in said if word not in self.beside]
        more = sum(word not in known for word in told)
        return more <= min(_MOST, max(1, len(told) // _ONE_IN))

    def _may_mean(self, key: str, text: str, said: Sequence[str]) -> bool:
        kind, _, name = key.partition(":")
        if name == _ABUSE:
            return any(_stand_in(self.insults, said))
        if name == _ABOUT_ME and not any(_stand_in(self.of_assistant, said)):
            return False
        if name == _SCHOOL and _SELLS.search(bare_words(text)):
            return False  # `hè học trò nghỉ thì bán được phân nửa`: when less is sold
        known = self.smalltalk.get(name, frozenset()) if kind == _SMALLTALK else frozenset()
        return not known or not has_marks(text) or not known.isdisjoint(said)


def _stand_in(phrases: Iterable[Sequence[str]], said: Sequence[str]) -> Iterator[bool]:
    """Of each phrase whether it is said, by its marks where the message was typed with any."""
    marked, bare = has_marks(" ".join(said)), frozenset(map(fold, said))
    for phrase in phrases:
        if fold(phrase[0]) not in bare:  # most begin with a word that is not there at all
            continue
        spots = range(len(said) - len(phrase) + 1)
        words = (said[at : at + len(phrase)] for at in spots)
        yield any(list(phrase) == one if marked else same_words(one, phrase) for one in words)


def load_heard(path: Path, ranked: Mapping[str, Sequence[str]]) -> Heard:
    """`ranked` are the wordings of small talk, by the name of the reply. Raises OSError, ValueError
    or KeyError where the file is missing or damaged."""
    must = at_start.yaml(path.read_text(encoding="utf-8-sig"))
    insults, trades, of_assistant, reproaches = (
        tuple(tuple(phrase.split()) for phrase in must[group])
        for group in ("insults", "trade_words", "asked_of_assistant", "reproaches")
    )
    words = {
        name: frozenset(_LETTERS.findall(" ".join(texts).lower())) for name, texts in ranked.items()
    }
    return Heard(insults, trades, of_assistant, reproaches, frozenset(must["beside"]), words)
