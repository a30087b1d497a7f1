"""Vietnamese typed for the fonts of before Unicode (.VnTime, VNI-Times): found out, put right.

Such text is ordinary Latin letters that only look Vietnamese in their own font: `NguyÔn V¨n An`,
`Nguyeãn Vaên An`. One cell alone may read both ways, a whole column seldom does.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from content.syllables import is_syllable

# TCVN3 ("ABC"): one letter for each letter. The capitals have a font of their own.
_TCVN3 = str.maketrans(
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
)
# VNI: the letter, then one more that carries its marks; some letters stand alone.
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"} | {
    "ñ": "đ"
}
_VNI_TONES = "øùûõï"
_VNI_PAIRS = {
    **{f"a{mark}": letter for mark, letter in zip(_VNI_TONES, "àáảãạ", strict=True)},
    **{f"e{mark}": letter for mark, letter in zip(_VNI_TONES, "èéẻẽẹ", strict=True)},
    **{f"o{mark}": letter for mark, letter in zip(_VNI_TONES, "òóỏõọ", strict=True)},
    **{f"u{mark}": letter for mark, letter in zip(_VNI_TONES, "ùúủũụ", strict=True)},
    **{f"y{mark}": letter for mark, letter in zip(_VNI_TONES, "ỳýỷỹỵ", strict=True)},
    **{f"ô{mark}": letter for mark, letter in zip(_VNI_TONES, "ờớởỡợ", strict=True)},
    **{f"ö{mark}": letter for mark, letter in zip(_VNI_TONES, "ừứửữự", strict=True)},
    **{f"a{mark}": letter for mark, letter in zip("âàáåãä", "âầấẩẫậ", strict=True)},
    **{f"a{mark}": letter for mark, letter in zip("êèéúüë", "ăằắẳẵặ", strict=True)},
    **{f"e{mark}": letter for mark, letter in zip("âàáåãä", "êềếểễệ", strict=True)},
    **{f"o{mark}": letter for mark, letter in zip("âàáåãä", "ôồốổỗộ", strict=True)},
}
# What no name in Unicode has beside a letter.
_GARBAGE = re.compile(r"[^\W\d_][¡-¿×÷]|[¡-©«-¿×÷][^\W\d_]")
ALL_OLD = 3  # texts surely old, for each that reads well as it stands
_AROUND = " .,;:()[]\"'-/&+\\"


@dataclass(frozen=True, slots=True)
class Mended:
    """Texts in Unicode. `font`: the encoding most were in, "" for none; `changed`, `doubtful`:
    places of texts that were converted, and of those nobody can be sure of."""

    texts: tuple[str, ...]
    font: str = ""
    changed: frozenset[int] = frozenset()
    doubtful: frozenset[int] = frozenset()


def from_tcvn3(text: str) -> str:
    """The capitals with marks had a font of their own, over the small letters: what is written in
    capitals is told by the letters without marks beside them. One capital alone (`Lª`) begins a
    word, unless all the text is in capitals."""
    words = text.split(" ")
    in_capitals = _has_no_small(text) and any(_is_in_capitals(word) for word in words)
    return " ".join(_tcvn3_word(word, in_capitals) for word in words)


def _tcvn3_word(word: str, in_capitals: bool) -> str:
    turned = word.translate(_TCVN3)
    return turned.upper() if in_capitals or _is_in_capitals(word) else turned


def _has_no_small(text: str) -> bool:
    return not any(char.isascii() and char.islower() for char in text)


def _is_in_capitals(word: str) -> bool:
    plain = [char for char in word if char.isascii() and char.isalpha()]
    return len(plain) > 1 and _has_no_small(word)


def from_vni(text: str) -> str:
    found: list[str] = []
    place = 0
    while place < len(text):
        char, pair = text[place], text[place : place + 2].lower()
        if letter := _VNI_PAIRS.get(pair):
            place += 2
        else:
            letter = _VNI_ALONE.get(char.lower(), char.lower())
            place += 1
        found.append(letter.upper() if char.isupper() else letter)
    return "".join(found)


FONTS: dict[str, Callable[[str], str]] = {"TCVN3": from_tcvn3, "VNI": from_vni}
_WESTERN = {bytes((n,)).decode("cp1252", "ignore") or chr(n): n for n in range(128, 256)}


def reread(text: str) -> str:
    """UTF-8 that a program took for the code page of the West and saved so (`Sá»‘`): what it
    was. The same text where it is none: hardly any other text happens to be UTF-8, too."""
    if text.isascii() or not any(char in "ÃÄÆá" for char in text):
        return text
    try:
        return bytes(_WESTERN.get(char, ord(char)) for char in text).decode("utf-8")
    except ValueError:
        return text


def readings(text: str) -> tuple[str, ...]:
    """The text, and what it says if it was typed for an old font."""
    if text.isascii() or not _could_be_old(text):
        return (text,)
    return (text, *(turn(text) for turn in FONTS.values()))


def mend(texts: Sequence[str]) -> Mended:
    """A column of texts in Unicode, converted where it is sure that they were typed for an old
    font: what makes no Vietnamese as it stands makes it once converted."""
    suspects = [place for place, text in enumerate(texts) if _is_broken(text)]
    if not suspects:
        return Mended(tuple(texts))
    fixed = {
        font: [place for place in suspects if _reads_well(turn(texts[place]))]
        for font, turn in FONTS.items()
    }
    font = max(fixed, key=lambda name: len(fixed[name]))
    garbage = frozenset(place for place in suspects if _GARBAGE.search(texts[place]))
    if not fixed[font] or len(fixed[font]) * 2 < len(suspects):
        return Mended(tuple(texts), doubtful=garbage)
    turned = list(texts)
    changed = set()
    others = [turn for name, turn in FONTS.items() if name != font]
    all_old = _is_all_old(texts, len(fixed[font]))
    for place, text in enumerate(texts):
        if text.isascii() or not _could_be_old(text) or not (all_old or place in suspects):
            continue
        # Lists put together from two keep a font of their own each.
        turns = [FONTS[font], *(others if place in suspects else ())]
        better = next((read for turn in turns if _reads_well(read := turn(text))), None)
        if better is not None:
            turned[place] = better
            changed.add(place)
    return Mended(tuple(turned), font, frozenset(changed), garbage - changed)


def _is_all_old(texts: Sequence[str], sure: int) -> bool:
    """Whether what reads well as it stands was typed for the old font, too: nothing in the column
    is Unicode for sure, and few texts beside the `sure` ones could be."""
    if not all(_could_be_old(text) for text in texts):
        return False
    both = sum(not text.isascii() and not _is_broken(text) for text in texts)
    return sure >= ALL_OLD * both


def _could_be_old(text: str) -> bool:
    """Old encodings have no letter beyond Latin-1; a đ or an ạ is Unicode for sure."""
    return all(char < "\u0100" for char in text)


def _words(text: str) -> list[str]:
    return [word for part in re.split(r"[\s,;/&+()-]+", text) if (word := part.strip(_AROUND))]


def _is_broken(text: str) -> bool:
    return _could_be_old(text) and any(
        not word.isascii() and not is_syllable(word) for word in _words(text)
    )


def _reads_well(text: str) -> bool:
    return all(word.isascii() or is_syllable(word) for word in _words(text))
