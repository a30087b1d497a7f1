"""The cells of one row of a list -> the person in it, and a word about what cannot be taken."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from content.attendee_rows import AttendeeRow
from content.cell_names import NameCell, read_name_cell
from content.headings import Meaning, is_address
from content.list_headings import Headings, phones_in
from content.list_words import is_yes, says_no_phone
from content.people import (
    BUSINESS_LIMIT,
    NEIGHBOURHOOD_LIMIT,
    old_form,
    phone_fault,
    read_neighbourhood,
)
from content.sensitive import mask
from content.spreadsheet import is_fault
from content.vietnamese import tidy
from content.whole import read_whole

MOST_TOLD = 9999  # people of one row; more is another kind of number


POSITION_LIMIT = 120


_TRUTH = frozenset(("TRUE", "FALSE"))  # what a spreadsheet writes for a cell that was ticked


_OF_A_HOUSE = re.compile(r"(?:số\s*(?:nhà\s*)?)?\d+\w?", re.I)
_A_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}(?:\D.*)?")


# Most rows of a list say the same tổ, the same street; of the rows before none stays.
_covered = lru_cache(maxsize=64)(mask)
_place = lru_cache(maxsize=64)(read_neighbourhood)


def _shown(typed: str, phone: str) -> str:
    """A cell of phones as staff may see it; one number and nothing else hides nothing."""
    alone = phone and len(typed) <= 20 and not any(char.isalpha() for char in typed)
    return typed if alone else mask(typed).text


def remark_of(cells: Mapping[int, str], headings: Headings) -> str:
    """What the columns of notes and of who comes say of a row."""
    comes = [tidy(cells.get(column, "")) for column in headings.comes]
    notes = [tidy(cells.get(column, "")) for column in headings.states]
    return "; ".join([*(text for text in comes if text and not is_yes(text)), *filter(None, notes)])


def read_row(
    number: int, cells: Mapping[int, str], headings: Headings, neighbourhoods: Sequence[str]
) -> AttendeeRow:
    """What the cells of row `number` (from 0) say: column -> text."""
    problems: list[str] = []
    notes: list[str] = []
    texts = {meaning: cells.get(column, "") for meaning, column in headings.others.items()}
    for meaning, text in texts.items():
        if is_fault(text):
            texts[meaning] = ""
            notes.append("row_fault")
        elif (covered := _covered(text)).kinds:
            texts[meaning] = covered.text
            notes.append("row_covered")
    if _A_DAY.fullmatch(texts.get(Meaning.NEIGHBOURHOOD, "")):
        texts[Meaning.NEIGHBOURHOOD] = ""
        notes.append("row_place_is_day")
    named, typed_name = _name(cells, headings, problems)
    phone, typed_phone = _phone(cells, headings, problems, notes)
    people = _people(texts, problems)
    business = tidy(texts.get(Meaning.BUSINESS, ""))
    place = tidy(texts.get(Meaning.NEIGHBOURHOOD, ""))
    position = tidy(texts.get(Meaning.POSITION, "") or named.role)
    given = {
        "business": business,
        "neighbourhood": place,
        "position": position,
        "people": people,
    }
    limits = (business, BUSINESS_LIMIT), (place, NEIGHBOURHOOD_LIMIT), (position, POSITION_LIMIT)
    if any(len(value) > most for value, most in limits):
        problems.append("row_too_long")
    return AttendeeRow(
        number=number + 1,
        name=named.name or mask(tidy(typed_name)).text[:80],
        phone=phone,
        typed_phone=_shown(tidy(typed_phone), phone)[:80],
        business=business[:BUSINESS_LIMIT],
        neighbourhood=_neighbourhood(place, headings, neighbourhoods),
        position=position[:POSITION_LIMIT],
        people=people or 1,
        remark=mask(remark_of(cells, headings)).text[:POSITION_LIMIT],
        given=frozenset(field for field, value in given.items() if value),
        problems=tuple(problems),
        notes=tuple(dict.fromkeys(notes)),
    )


def _neighbourhood(place: str, headings: Headings, neighbourhoods: Sequence[str]) -> str:
    """Below `Địa chỉ` a bare number is that of a house, not of a tổ dân phố."""
    column = headings.others.get(Meaning.NEIGHBOURHOOD, -1)
    short = place[:NEIGHBOURHOOD_LIMIT]
    if _OF_A_HOUSE.fullmatch(place) and is_address(headings.labels.get(column, "")):
        return short
    return _place(short, tuple(neighbourhoods))


def _name(
    cells: Mapping[int, str], headings: Headings, problems: list[str]
) -> tuple[NameCell, str]:
    """(what the cells of the name say, as they stand in the sheet)."""
    typed = " ".join(cells.get(column, "") for column in headings.names).strip()
    if any(is_fault(cells.get(column, "")) for column in headings.names):
        problems.append("row_fault_name")
        return NameCell(), typed
    read = NameCell() if typed.upper() in _TRUTH else read_name_cell(typed)
    if not read.name:
        problems.append("row_two_people" if read.several else "row_name")
    return read, typed


def _phone(
    cells: Mapping[int, str],
    headings: Headings,
    problems: list[str],
    notes: list[str],
) -> tuple[str, str]:
    """(number, as it stands in the sheet), from the first column that has one."""
    written = [text for column in headings.phones if (text := cells.get(column, ""))]
    typed = [text for text in written if not says_no_phone(text)]
    for text in typed:
        numbers = phones_in(text)
        if not numbers:
            continue
        if len(numbers) > 1:
            notes.append("row_phone_of_several")
        if text != cells.get(headings.phones[0], ""):
            notes.append("row_phone_elsewhere")
        if old_form(text, numbers[0]):
            notes.append("row_phone_old")
        return numbers[0], text
    if any(is_fault(text) for text in typed):
        problems.append("row_fault_phone")
    elif any(phone_fault(text)[0] == "rounded" for text in typed):
        problems.append("row_phone_rounded")
    elif typed:
        problems.append("row_phone")
    else:
        notes.append("row_no_phone")
    return "", written[0] if written else ""


def _people(texts: Mapping[Meaning, str], problems: list[str]) -> int:
    """How many come, with the person; 0 when the sheet does not say. How many one registration may
    bring the event says, when the row is kept."""
    for meaning, with_them in ((Meaning.PEOPLE, 0), (Meaning.COMPANIONS, 1)):
        text = texts.get(meaning, "")
        if not text:
            continue
        found = re.findall(r"[-−–]?\d+", text[:40])  # a number below nought is none
        told = read_whole(found[0], 0, MOST_TOLD) if len(found) == 1 else None
        count = told + with_them if told is not None else 0
        if count < 1:
            problems.append("row_people")
            return 1
        return count
    return 0
