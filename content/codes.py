"""Short public codes: `DK-7K3M9XQ`. Easy to read out and to type, with a check character.

No letter or digit that looks like another (0 O, 1 I L); ISO 7064 finds every single slip and swap.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from enum import StrEnum

from stdnum.iso7064 import mod_37_36

from content.syllables import is_made_of_syllables

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_SHORT = 3  # words: a longer message holds a code only by the dash in it
LENGTH = 7  # with the check character: about 900 million codes


class CodeKind(StrEnum):
    TICKET = "DK"  # đăng ký
    QUESTION = "KN"  # kiến nghị
    INVITATION = "GM"  # giấy mời
    STAFF = "CB"  # cán bộ: links a chat to an account
    LINK = "LK"  # liên kết: links one household's channels
    LETTER = "XN"  # xác nhận: sent to the address of a business
    SURVEY = "KS"  # khảo sát: of a form somebody is asked to fill in
    BUSINESS = "HB"  # hộ trong sổ: one business of the ward's register


_KINDS = "|".join(CodeKind)
# As people type and dictate it: lower case, spaces or dots between, no dash.
_CODE = re.compile(
    rf"(?<![A-Za-z0-9])({_KINDS})[\s.:_-]*((?:[A-Za-z0-9][\s.-]?){{{LENGTH}}})(?![A-Za-z0-9])", re.I
)
_LOOKS_LIKE = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_KINDS})\s*[-–.:]\s*([A-Za-z0-9]{{3,12}})(?![a-z])", re.I
)
_OWN_FORM = re.compile(rf"(?:{_KINDS})-[0-9A-Z]{{{LENGTH}}}")


def new_code(kind: CodeKind) -> str:
    """A code nobody can guess; the caller makes sure it is not taken. It holds a digit: without one
    it may be words (`kn kecauge`) when typed in small letters."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    if body.isalpha():
        return new_code(kind)
    return f"{kind}-{body}{mod_37_36.calc_check_digit(body, ALPHABET)}"


def unused_code(kind: CodeKind, is_taken: Callable[[str], bool]) -> str:
    """A code nobody has yet."""
    code = new_code(kind)
    while is_taken(code):
        code = new_code(kind)
    return code


def find_code(text: str) -> tuple[CodeKind, str] | None:
    """The first code in a text, in its own form. None when there is none, or it was mistyped."""
    return next(((kind, code) for kind, code, _ in find_codes(text)), None)


def find_codes(text: str) -> Iterator[tuple[CodeKind, str, tuple[int, int]]]:
    """Every right code in a text, in its own form, with the place where it stands."""
    for found in _CODE.finditer(text):
        if _is_words(found):
            continue
        kind, body = CodeKind(found[1].upper()), re.sub(r"[\s.-]", "", found[2]).upper()
        if set(body) <= set(ALPHABET) and mod_37_36.is_valid(body, ALPHABET):
            yield kind, f"{kind}-{body}", found.span()


def is_code(text: str) -> bool:
    """Whether the text is a right code and nothing else."""
    whole = text.strip(" .,")
    return any(span == (0, len(whole)) for _, _, span in find_codes(whole))


_FOREIGN = re.compile(rf"(?!(?:{_KINDS})\b)(?=[\w-]*\d)[A-Za-z]{{3,6}}-[A-Za-z0-9]{{3,8}}", re.I)


def is_foreign_code(text: str) -> bool:
    """Whether the whole text is a code of the same shape that is none of ours: `ABCD-1234`."""
    return _FOREIGN.fullmatch(text.strip(" .,")) is not None


def looks_like_code(text: str) -> bool:
    """Whether somebody meant to type a code, rightly or wrongly."""
    short = len(text.split()) <= _SHORT
    found = (*_LOOKS_LIKE.finditer(text), *(_CODE.finditer(text) if short else ()))
    return any(not _is_words(one) for one in found)


def _is_words(found: re.Match[str]) -> bool:
    """Whether what stands where a code would is words, typed without marks: `dk hoi nghi`. A code
    in its own form never is."""
    if _OWN_FORM.fullmatch(found[0].strip()):
        return False
    pieces = re.findall(r"[a-z0-9]+", found[found.lastindex or 0].lower())
    words = [piece for piece in pieces if piece.isalpha()]
    mixed = any(not piece.isalpha() and not piece.isdecimal() for piece in pieces)
    return not mixed and len("".join(words)) > 2 and all(map(is_made_of_syllables, words))
