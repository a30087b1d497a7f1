"""A long number said in words: digit by digit (`không ba một`), by tens (`ba mươi mốt`), by
hundreds (`không trăm lẻ một`), some of it perhaps in figures."""

import re
from collections.abc import Sequence

from content.spelled import DIGITS

# Behind another digit alone: ba mốt, hai nhăm.
_UNITS = {**DIGITS, "nham": 5}
_TEN, _TENS, _HUNDRED, _NOUGHT = "muoi", "muoi", "tram", ("le", "linh")
_WORD = rf"(?:{'|'.join((*_UNITS, _TEN, _HUNDRED, *_NOUGHT))}|\d{{1,4}})"
_RUN = re.compile(rf"(?<![a-z\d]){_WORD}(?:[\s,.\-]{{1,3}}{_WORD}){{3,}}(?![a-z\d])")
_FROM = 4  # words: fewer are a number of years, of shops


def runs(folded: str) -> list[tuple[int, int]]:
    """Where such numbers stand in a folded text."""
    return [
        match.span()
        for match in _RUN.finditer(folded)
        if len(re.findall(r"[a-z]+", match[0])) >= _FROM
    ]


def digits_of(run: str) -> str:
    """`ba mươi mốt không trăm lẻ năm` -> `31005`."""
    words = re.findall(r"[a-z]+|\d+", run)
    digits, place = "", 0
    while place < len(words):
        said, taken = _number(words[place : place + 5])
        digits, place = digits + said, place + taken
    return digits


def _number(words: Sequence[str]) -> tuple[str, int]:
    """The digits of the number that begins, and how many words it takes."""
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first.isdecimal() or (first in _UNITS and second not in (_TENS, _HUNDRED)):
        return str(_UNITS.get(first, first)), 1
    if first == _TEN:  # mười, mười hai
        return ("1" + _unit(second), 2) if _unit(second) else ("10", 1)
    if first not in _UNITS:
        return "", 1
    digit, third = str(_UNITS[first]), words[2] if len(words) > 2 else ""
    if second == _TENS:  # ba mươi, ba mươi mốt
        return (digit + _unit(third), 3) if _unit(third) else (digit + "0", 2)
    if third in _NOUGHT and len(words) > 3 and _unit(words[3]):  # trăm lẻ một
        return f"{digit}0{_unit(words[3])}", 4
    tens, taken = _number(words[2:5]) if third else ("", 0)
    return (digit + tens, 2 + taken) if taken and len(tens) == 2 else (digit + "00", 2)


def _unit(word: str) -> str:
    """The digit behind a ten; nought is none."""
    return str(_UNITS[word]) if _UNITS.get(word) else ""
