"""An area as lists and people write it: in figures, by its two sides, in words."""

import re
import unicodedata

from content.spelled import number, tokens_of

_LONG, _UNIT = r"(\d{1,6}(?:[.,]\d{1,2})?)", r"\s*(?:m2?|m²|mét(?: vuông)?|met(?: vuong)?)?"
_PLAIN = re.compile(_LONG + _UNIT, re.IGNORECASE)
_SIDES = re.compile(rf"{_LONG}{_UNIT}\s*[x×*]\s*{_LONG}{_UNIT}", re.IGNORECASE)
_UNIT_BEHIND = re.compile(rf"(?<=[\s\d]){_UNIT}$", re.IGNORECASE)


def read_square_metres(text: str) -> float | None:
    """`12,5 m2` -> 12.5, `3x12` -> 36, `3 trăm mét` -> 300; None for what is no one number of
    square metres, to be asked."""
    said = unicodedata.normalize("NFC", text).strip()
    if plain := _PLAIN.fullmatch(said):
        return float(plain[1].replace(",", "."))
    if sides := _SIDES.fullmatch(said):
        return round(float(sides[1].replace(",", ".")) * float(sides[2].replace(",", ".")), 2)
    tokens, _ = tokens_of(_UNIT_BEHIND.sub("", said))
    value, after = number(tokens, 0) if tokens else (None, 0)
    return float(value) if value and after == len(tokens) else None


def is_area_plain(text: str) -> bool:
    """Whether it is one number in figures, so that nobody has to look at how it was read."""
    return _PLAIN.fullmatch(unicodedata.normalize("NFC", text).strip()) is not None
