"""What people make of a question when they type it: polite words around it, a story before it,
marks left out, shorthand, chat spelling, Telex keys, slips of the finger. To train with only."""

import random
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import yaml

from content.vietnamese import fold
from content.wording import Shorthand

_TONES = dict(zip("\u0301\u0300\u0309\u0303\u0323", "sfrxj", strict=True))
_TELEX = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}


class Noise:
    """Always the same for one seed."""

    def __init__(self, seed: int, shorthand: Shorthand) -> None:
        self._rng = random.Random(seed)  # noqa: S311  # typing errors, not secrets
        said = yaml.safe_load(Path(__file__).with_name("noise.yaml").read_text(encoding="utf-8"))
        self._said = said
        short: dict[str, list[str]] = {}
        for brief, full in {**shorthand.tokens, **shorthand.phrases}.items():
            short.setdefault(full, []).append(brief)
        self._short = sorted(short.items(), key=lambda one: -len(one[0]))
        self._chat = sorted(said["chat"].items(), key=lambda one: -len(one[0]))

    def __call__(self, text: str) -> str:
        """One way to type it."""
        chance = self._rng.random
        text = self.way()(self._around(text.strip()))
        if chance() < 0.3:
            text = self._slipped(text)
        if chance() < 0.15:
            text = self._dropped(text)
        return text

    def way(self) -> Callable[[str], str]:
        """How somebody types, whatever it is."""
        kind = self._rng.random()
        if kind < 0.45:
            if self._rng.random() < 0.5:
                return lambda text: self._shortened(fold(text), self._short)
            return fold
        if kind < 0.57:
            return lambda text: self._shortened(text.lower(), self._chat)
        if kind < 0.70:
            change = telex if kind < 0.64 else fold
            return lambda text: self._each(text, change, 0.5)
        return str

    def _around(self, text: str) -> str:
        pick, chance = self._rng.choice, self._rng.random
        if chance() < 0.08:
            said = self._said
            story = [pick(said["who"]), pick(said["trades"]), pick(said["since"])]
            story += [pick(said["worries"])] * (chance() < 0.5)
            text = f"{' '.join(story)}{pick([',', '.', ''])} {text}"
        if chance() < 0.22:
            text = f"{pick(self._said['starts'])} {text}"
        if chance() < 0.25:
            text = f"{text} {pick(self._said['ends'])}"
        return text

    def _shortened(self, text: str, pairs: list[tuple[str, list[str]]]) -> str:
        padded = f" {text} "
        for full, briefs in pairs:
            if f" {full} " in padded and self._rng.random() < 0.6:
                padded = padded.replace(f" {full} ", f" {self._rng.choice(briefs)} ")
        return padded.strip()

    def _each(self, text: str, change: Callable[[str], str], share: float) -> str:
        return " ".join(change(w) if self._rng.random() < share else w for w in text.split())

    def _slipped(self, text: str) -> str:
        words = text.split()
        for _ in range(self._rng.choice((1, 1, 2))):
            place = self._rng.randrange(len(words))
            word = words[place]
            if len(word) < 3:
                continue
            at = self._rng.randrange(len(word) - 1)
            words[place] = self._rng.choice((
                word[:at] + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + self._rng.choice("abcdeghiklmnopqrstuvxy") + word[at + 1 :],
            ))  # fmt: skip
        return " ".join(words)

    def _dropped(self, text: str) -> str:
        words = text.split()
        if len(words) > 3:
            words.pop(self._rng.randrange(len(words)))
        return " ".join(words)


def in_keys(word: str, tones: Mapping[str, str], letters: Mapping[str, str]) -> str:
    """The keys a word is typed with, its tone last, as most people do."""
    typed, tone = "", ""
    for char in word.lower():
        parts = unicodedata.normalize("NFD", char)
        tone = next((tones[part] for part in parts if part in tones), tone)
        bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        typed += letters.get(bare, bare)
    return typed + tone


def telex(word: str) -> str:
    """The same in Telex."""
    return in_keys(word, _TONES, _TELEX)
