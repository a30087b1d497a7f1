"""Telex and VNI keys typed while the keyboard made no letters of them: `nguwowngx thuees`,
`ngu7o7ng4 thue61` -> `ngưỡng thuế`.

Ordinary messages stay as they are: words are read as keys only beside one that can be nothing else
(letters behind a digit, a Telex vowel), and only when they make a syllable that is known where they
were none. Beside words with marks, whose keyboard works, it takes two of them. A message whose
letters have marks but never a tone ("mơ tiêm lam gi") is read without any: half of it would be
other words.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from itertools import chain
from sys import intern

from content.vietnamese import fold, has_marks

_WORD_ALONE = re.compile(r"(?<![^\W_])[a-z0-9]+(?![^\W_])", re.I)
_KNOWN_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 12
_MARKED_WORDS = 4  # of so many, one has a tone
_TONES = ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323")  # VNI 1 to 5
_TELEX = dict(zip("sfrxj", _TONES, strict=True))
_VNI = dict(zip("12345", _TONES, strict=True))
_ROOF = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"u": "ư", "o": "ơ"}
_VOWELS = frozenset("aăâeêioôơuưy")
# What only keys look like: a digit before a letter, a Telex vowel (aa, ee, oo, aw, ow, uw), dd.
_SURELY_VNI = re.compile(r"[a-z][6-9][a-z]|[a-z]\d[a-z]\d", re.I)
_SURELY_TELEX = re.compile(r"aa|ee|oo|[aou]w|^dd", re.I)


_SHORT_WORD, _MOST_CHANCE = 2, 3  # letters; so many words in keys are no chance


class Keys:
    """Knows the syllables of some texts, typed with their marks."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._spelled: dict[tuple[str, str], str] = {}
        self._plain: set[str] = set()
        self.words = list(dict.fromkeys(chain.from_iterable(map(_words_in, texts))))  # each once
        for word in self.words:
            self._spelled.setdefault(_sounds(word), word)
        for word in self.words:  # some are keys themselves: wordings are kept as they were typed
            if has_marks(word) or not self._syllable(word, _read_telex(word)):
                self._plain.add(fold(word))

    def spelled(self, text: str) -> str:
        """The text with the words that are keys in their letters; most texts as they are."""
        beside_marks = has_marks(text)
        if beside_marks and _lost_its_tones(text):
            return fold(text)
        for sure, read in ((_SURELY_VNI, _read_vni), (_SURELY_TELEX, _read_telex)):
            meant = {
                word: found
                for word in set(_WORD_ALONE.findall(text))
                if (found := self._syllable(word.lower(), read(word.lower())))
            }
            toned = [word for word, found in meant.items() if _sounds(found)[1]]
            surely = [word for word in meant if sure.search(word)]
            # One word without a tone may only be stretched: thuee.
            words = [one for one in set(_WORD_ALONE.findall(text)) if len(one) > _SHORT_WORD]
            telex = read is _read_telex  # else a digit may count: `tổ 72 quý 1`
            nearly_all = telex and len(toned) >= _MOST_CHANCE and len(toned) * 4 >= len(words) * 3
            sure_of_it = len(surely) > beside_marks or (nearly_all and not beside_marks)
            if (toned or len(meant) > 1) and sure_of_it:
                return _WORD_ALONE.sub(partial(_meant, meant), text)
        return text

    def _syllable(self, typed: str, sounds: tuple[str, str] | None) -> str:
        """The syllable these keys make; "" when they make none, or are a word as they stand."""
        if sounds is None or typed in self._plain or len(typed) > _LONGEST:
            return ""
        found = self._spelled.get(sounds, "")
        return found if has_marks(found) else ""


@lru_cache(maxsize=2048)  # what is said in an edition is said in the next, but for an answer
def _words_in(text: str) -> tuple[str, ...]:
    said = unicodedata.normalize("NFC", text).lower()
    return tuple(dict.fromkeys(map(intern, _KNOWN_WORD.findall(said))))


def letters_in(text: str) -> str:
    """Every word that may be keys in its letters, folded, whether it is meant so or not: for
    messages that are known as a whole (`chaof em`)."""
    return _WORD_ALONE.sub(_any_letters, text)


def _any_letters(word: re.Match[str]) -> str:
    typed = word[0].lower()
    read = _read_vni(typed) if any(map(str.isdecimal, typed)) else _read_telex(typed)
    return fold(read[0]) if read else typed


def _lost_its_tones(text: str) -> bool:
    """Whether a message has enough letters with marks, and not one tone: nobody writes so whose
    keyboard makes tones."""
    marked = [word for word in _KNOWN_WORD.findall(text) if has_marks(word)]
    return len(marked) >= _MARKED_WORDS and not any(_sounds(word)[1] for word in marked)


def _meant(meant: Mapping[str, str], word: re.Match[str]) -> str:
    found = meant.get(word[0], word[0])
    return found.capitalize() if word[0][0].isupper() else found


@lru_cache(maxsize=8192)
def _sounds(word: str) -> tuple[str, str]:
    """Letters without their tone, and the tone, wherever it stands."""
    parts = unicodedata.normalize("NFD", word)
    tone = "".join(part for part in parts if part in _TONES)
    return unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES)), tone


@lru_cache(maxsize=8192)
def _read_telex(word: str) -> tuple[str, str] | None:
    letters: list[str] = []
    tone = ""
    for key in word:
        if key in _TELEX and not tone and _VOWELS.intersection(letters):
            tone = _TELEX[key]
        elif key == "w":
            if not (_mark(letters, _HORN) or _mark(letters, {"a": "ă"})):
                letters.append("ư")
        elif not (key in _ROOF and _mark(letters, {key: _ROOF[key]})) and not (
            key == "d" and letters[:1] == ["d"] and _mark(letters, {"d": "đ"})
        ):
            letters.append(key)
    return ("".join(letters), tone) if letters else None


def _read_vni(word: str) -> tuple[str, str] | None:
    letters: list[str] = []
    tone = ""
    marks: Mapping[str, Mapping[str, str]] = {
        "6": _ROOF, "7": _HORN, "8": {"a": "ă"}, "9": {"d": "đ"},
    }  # fmt: skip
    for key in word:
        if key in _VNI and not tone and letters:
            tone = _VNI[key]
        elif key in marks and _mark(letters, marks[key]):
            continue
        elif key.isdecimal():
            return None
        else:
            letters.append(key)
    return "".join(letters), tone


def _mark(letters: list[str], marks: Mapping[str, str]) -> bool:
    """Marks the last letter that takes the mark; `uo` takes the horn on both."""
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in marks:
            letters[place] = marks[letters[place]]
            both = letters[place] == "ơ" and place > 0 and letters[place - 1] == "u"
            if both and letters[: place - 1] != ["q"]:
                letters[place - 1] = "ư"
            return True
    return False
