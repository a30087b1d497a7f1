"""A group of figures of a phone number put right in words: `à năm sáu bảy không phải sáu sáu`."""

import re

from content.mends import mends_in
from content.vietnamese import bare_words

_DIGITS = {
    **{"khong": "0", "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5"},
    **{"lam": "5", "sau": "6", "bay": "7", "tam": "8", "chin": "9"},
}
_LEAST, _MOST = 2, 6  # figures of a group


# `đuôi 332 chứ không phải 333`
_END = re.compile(
    r"\b(?:duoi|cuoi)(?: (?:la|so|cua|may|toi|em|co|chi))* (?P<right>\d{2,6})"
    r" (?:chu |ma )?(?:khong|ko|k|hong) phai(?: la)? (?P<wrong>\d{2,6})\b"
)


def digits_in(text: str) -> str:
    """`năm sáu bảy` -> `567`, `66` -> `66`; "" where anything else is said."""
    found = [_DIGITS.get(word, word) for word in bare_words(text).split()]
    said = "".join(found)
    return said if said.isdecimal() and _LEAST <= len(said) <= _MOST else ""


def mended_phone(phone: str, right: str, wrong: str) -> str:
    """The number with the group that is right in place of the wrong one, at its end where the two
    begin alike (`567`, not `(5)66`); "" where it is not clear which figures are meant."""
    known, new, old = re.sub(r"\D", "", phone), digits_in(right), digits_in(wrong)
    if not known or not new or not old:
        return ""
    if known.endswith(old) and len(new) >= len(old):
        head = known[: -len(new)]
        begins = len(new) == len(old) or known[-len(new)] == new[0]
        return head + new if begins else ""
    if known.count(old) == 1 and len(new) == len(old):
        return known.replace(old, new)
    return ""


def groups_in(text: str) -> tuple[str, str] | None:
    """What is right and what is wrong, as said; None where no figures are put right."""
    if found := _END.search(bare_words(text)):
        return found["right"], found["wrong"]
    for told in mends_in(text):
        if told.wrong and digits_in(told.value) and digits_in(told.wrong):
            return told.value, told.wrong
    return None
