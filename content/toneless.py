"""A pattern for words as any keyboard types them: in full, without tones, without any marks."""

import re
import unicodedata

from content.vietnamese import fold

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(r"(?<!\\)[^\W\d_]+")


def _toneless(word: str) -> str:
    bare = _TONES.sub("", unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", bare)


def either(pattern: str) -> str:
    """The pattern with every word typed in full, without its tone, or without any marks."""

    def ways(found: re.Match[str]) -> str:
        word = found[0]
        return "(?:" + "|".join(dict.fromkeys((word, _toneless(word), fold(word)))) + ")"

    return _WORD.sub(ways, pattern)
