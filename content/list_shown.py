"""The columns of a sheet as staff see them: what each was taken for, with its first texts."""

from collections.abc import Callable, Iterator, Mapping

from content.attendee_rows import Column
from content.cell_names import seems_name
from content.headings import Meaning
from content.list_headings import BEHIND_NAMES, Headings, is_of_people, phones_in
from content.list_words import place_in
from content.sensitive import mask
from content.spreadsheet import Sheet
from content.vietnamese import tidy

EXAMPLES = 3  # of what stands in a column
LOOKED_AT = 200  # rows


def unread_columns(sheet: Sheet) -> Iterator[Column]:
    """The columns of a sheet where no headings were found, each with what it seems to hold, for a
    person to say so."""
    first = min(sheet.rows, default=0)
    headed = not is_of_people(sheet.rows.get(first, {}).values())
    above = first if headed else first - 1
    seems = _what_they_seem(sheet, above)
    for at in sorted({column for cells in sheet.rows.values() for column in cells}):
        heading = tidy(sheet.rows.get(first, {}).get(at, "")) if headed else ""
        examples = _examples(sheet, at, above)
        yield Column(letter(at), heading, "", examples, at, seems.get(at, ""))


def _what_they_seem(sheet: Sheet, above: int) -> dict[int, str]:
    """Column -> the choice for it by hand, by what stands in most of its cells; nothing unless
    names are among them."""
    rows = [cells for row, cells in sheet.rows.items() if row > above][:LOOKED_AT]
    columns = sorted({column for cells in rows for column in cells})
    found: dict[int, str] = {}
    for choice, seems in _SEEMS.items():
        for column in columns:
            texts = [text for cells in rows if (text := cells.get(column, "").strip())]
            if column not in found and texts and sum(map(seems, texts)) * 5 > len(texts) * 3:
                found[column] = choice
                break
    return found if "name" in found.values() else {}


def _seems_phone(text: str) -> bool:
    return bool(phones_in(text))


def _seems_place(text: str) -> bool:
    return bool(place_in(text, ()))


# In the order in which columns are taken: a name and a number may stand in one, too.
_SEEMS: Mapping[str, Callable[[str], bool]] = {
    "phone": _seems_phone,
    "phone_2": _seems_phone,
    "name": seems_name,
    "neighbourhood": _seems_place,
}


def _examples(sheet: Sheet, column: int, after: int) -> tuple[str, ...]:
    """The first texts of a column, below its heading."""
    found: list[str] = []
    for row, cells in sheet.rows.items():
        if len(found) == EXAMPLES:
            break
        if row > after and (text := tidy(cells.get(column, ""))):
            found.append(mask(text).text[:40])
    return tuple(found)


def columns_of(headings: Headings, sheet: Sheet) -> Iterator[Column]:
    used = {
        **dict.fromkeys(headings.names, str(Meaning.NAME)),
        **dict.fromkeys(headings.phones, str(Meaning.PHONE)),
        **{column: str(meaning) for meaning, column in headings.others.items()},
        **dict.fromkeys(headings.states, str(Meaning.STATE)),
        **dict.fromkeys(headings.comes, str(Meaning.COMES)),
    }
    used.pop(BEHIND_NAMES, None)
    below = {column for cells in list(sheet.rows.values())[:200] for column in cells}
    for column in sorted({*headings.labels, *used, *below}):
        label = tidy(headings.labels.get(column, ""))
        examples = _examples(sheet, column, headings.last)
        choice = _choice(headings, column, used.get(column, ""))
        yield Column(letter(column), label, used.get(column, ""), examples, column, choice)


def _choice(headings: Headings, column: int, read_as: str) -> str:
    if read_as == Meaning.NAME and len(headings.names) > 1:
        return "given" if column == headings.names[-1] else "family"
    if read_as == Meaning.PHONE and column != headings.phones[0]:
        return "phone_2"
    return read_as


def letter(column: int) -> str:
    """0 -> `A`, 27 -> `AB`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
