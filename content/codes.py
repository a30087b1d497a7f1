"""Short public codes: `DK-7K3M9XQ`. Easy to read out and to type, with a check character.

No letter or digit that looks like another (0 O, 1 I L); ISO 7064 finds every single slip and swap.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from enum import StrEnum

from stdnum.iso7064 import mod_37_36

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 7  # with the check character: about 900 million codes


class CodeKind(StrEnum):
    TICKET = "DK"  # đăng ký
    QUESTION = "KN"  # kiến nghị
    INVITATION = "GM"  # giấy mời
    STAFF = "CB"  # cán bộ: links a chat to an account
    LINK = "LK"  # liên kết: links one household's channels


_KINDS = "|".join(CodeKind)
# As people type and dictate it: lower case, spaces or dots between, no dash.
_CODE = re.compile(
    rf"(?<![A-Za-z0-9])({_KINDS})[\s.:_-]*((?:[A-Za-z0-9][\s.-]?){{{LENGTH}}})(?![A-Za-z0-9])", re.I
)
_LOOKS_LIKE = re.compile(
    rf"(?<![A-Za-z0-9])({_KINDS})\s*[-–.:]\s*[A-Za-z0-9]{{3,12}}(?![a-z])", re.I
)


def new_code(kind: CodeKind) -> str:
    """A code nobody can guess; the caller makes sure it is not taken."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
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
        kind, body = CodeKind(found[1].upper()), re.sub(r"[\s.-]", "", found[2]).upper()
        if set(body) <= set(ALPHABET) and mod_37_36.is_valid(body, ALPHABET):
            yield kind, f"{kind}-{body}", found.span()


def is_code(text: str) -> bool:
    """Whether the text is a right code and nothing else."""
    whole = text.strip(" .,")
    return any(span == (0, len(whole)) for _, _, span in find_codes(whole))


def looks_like_code(text: str) -> bool:
    """Whether somebody meant to type a code, rightly or wrongly."""
    return bool(_LOOKS_LIKE.search(text) or (len(text.split()) <= 3 and _CODE.search(text)))
