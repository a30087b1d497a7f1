"""What stands in a row of a list and was not taken: it is named to staff, and not dropped."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from content.headings import Meaning
from content.list_headings import Headings, phones_in
from content.people import show_phone
from content.sensitive import mask
from content.vietnamese import fold, tidy

LONGEST = 120  # letters of each that are shown
# What stands before a number and says only that it is one.
_NUMBER_OF = re.compile(
    r"\b(?:so|dien thoai|di dong|s\.?d\.?t|d\.?t|d\.?d|dtdd|tel|zalo|mobile|hotline)\b"
)
# How people are addressed in front of a name.
_ADDRESSED = frozenset(
    (
        *("ong", "ba", "anh", "chi", "co", "chu", "bac", "di", "cau", "em", "chau", "cu"),
        *("d", "c", "dc", "dong", "ho", "va", "ten"),
    )
)
_SO_MANY = re.compile(r"\d{1,4}\s*(?:nguoi|ng|dai bieu|khach|suat|cho)\.?")  # `2 người`: 2, whole
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class TakenOfRow:
    """What was taken of a row, of what may stand in a cell with more; the phone in E.164."""

    name: str
    phone: str
    position: str


def left_of(
    own: Mapping[int, str], headings: Headings, taken: TakenOfRow
) -> Iterator[tuple[int, str]]:
    """(column, text) of a row's own cells: numbers besides the one that was taken, words beside a
    name or a number, and what stands below no heading. Columns nothing is read of are named once
    for the whole sheet."""
    peoples = {headings.others.get(m) for m in (Meaning.PEOPLE, Meaning.COMPANIONS)}
    for column, text in sorted(own.items()):
        left = ""
        if column in headings.phones:
            left = _of_phones(text, taken.phone)
        elif column in headings.names:
            left = text if taken.name and _says_more(text, taken) else ""
        elif column in peoples or column not in headings.labels:
            left = text if _has_words(text) or phones_in(text) else ""
            if column in peoples and _SO_MANY.fullmatch(fold(text).strip()):
                left = ""
        if left:
            yield column, mask(tidy(left)).text[:LONGEST]


def _of_phones(text: str, taken: str) -> str:
    numbers = phones_in(text)
    if not numbers or _has_words(_NUMBER_OF.sub(" ", fold(text))):
        return text
    return ", ".join(show_phone(number) for number in numbers if number != taken)


def _says_more(text: str, taken: TakenOfRow) -> bool:
    known = _words(taken.name) | _words(taken.position) | _ADDRESSED
    return bool(_words(text) - known)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(fold(text)))


def _has_words(text: str) -> bool:
    """A cross or a tick is none."""
    return any(len(word) > 1 for word in _WORD.findall(text))
