"""A list of opinions as an office keeps it (a spreadsheet, or cells pasted from one) -> one opinion
a row, and a word about every row that was not taken. What is read is shown before it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from content.fields import Field, field_said, guess_field
from content.headings import Meaning, meaning_of
from content.people import read_neighbourhood, read_phones
from content.spreadsheet import Sheet, Unreadable, read_book
from content.unicode_cells import in_unicode
from content.vietnamese import fold, tidy

MOST_ROWS = 200  # of one file
LONGEST, SHORTEST = 2000, 10  # letters of an opinion
_LOOK_FOR_HEADER = 40  # rows
_OPINION = (
    "noi dung", "y kien", "kien nghi", "kho khan", "vuong mac", "cau hoi", "phan anh", "de xuat",
    "gop y",
)  # fmt: skip
_FIELD = ("linh vuc", "nhom van de", "chu de")


class OpinionFault(StrEnum):
    """Why a row is not taken."""

    SHORT = "opinion_short"
    LONG = "opinion_long"
    TWICE = "opinion_twice"  # the same words stand above
    THERE = "opinion_there"  # the same person asked it in the same words, and it is open


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """`number`: as spreadsheets count; `field`: its id; `fault`: None for one that is taken."""

    number: int
    text: str
    field: str
    asker: str = ""
    phone: str = ""
    business: str = ""
    neighbourhood: str = ""
    fault: OpinionFault | None = None


def read_opinions(
    data: bytes, fields: Mapping[str, Field], neighbourhoods: Sequence[str]
) -> list[OpinionRow] | Unreadable:
    """From every sheet that has a column of opinions; at most `MOST_ROWS` and one more, so that
    whoever asks knows there are too many."""
    book = read_book(data)
    if isinstance(book, Unreadable):
        return book
    rows: list[OpinionRow] = []
    for sheet in book:
        if not sheet.hidden:
            rows += _of_sheet(sheet, fields, neighbourhoods, MOST_ROWS + 1 - len(rows))
    if not rows:
        return Unreadable.NO_HEADING if any(sheet.rows for sheet in book) else Unreadable.EMPTY
    return _doubles(rows)


def _of_sheet(
    sheet: Sheet, fields: Mapping[str, Field], neighbourhoods: Sequence[str], room: int
) -> list[OpinionRow]:
    cells, _ = in_unicode(sheet)
    found = _headings(cells)
    if found is None:
        return []
    head, columns = found
    rows: list[OpinionRow] = []
    for number in sorted(cells):
        if number <= head or len(rows) >= room:
            continue
        row = cells[number]
        text = tidy(row.get(columns["text"], ""))
        if not text or text.isdecimal():
            continue
        said = {name: row.get(column, "") for name, column in columns.items()}
        phones = read_phones(said.get(Meaning.PHONE, ""))
        rows.append(
            OpinionRow(
                number + 1,
                text[: LONGEST + 1],
                _field(said.get("field", ""), text, fields),
                asker=tidy(said.get(Meaning.NAME, ""))[:80],
                phone=phones[0] if phones else "",
                business=tidy(said.get(Meaning.BUSINESS, ""))[:200],
                neighbourhood=read_neighbourhood(
                    said.get(Meaning.NEIGHBOURHOOD, ""), neighbourhoods
                )[:80],
                fault=_fault(text),
            )
        )
    return rows


def _headings(cells: Mapping[int, Mapping[int, str]]) -> tuple[int, dict[str, int]] | None:
    """The row of the headings, and which column says what. A title above a table stands alone."""
    widest = max((len(row) for row in cells.values()), default=0)
    for number in sorted(cells)[:_LOOK_FOR_HEADER]:
        if len(cells[number]) == 1 < widest:
            continue
        columns: dict[str, int] = {}
        for column, label in sorted(cells[number].items()):
            plain = " ".join(fold(label).split())
            if len(plain) > 60:
                continue
            if any(words in plain for words in _FIELD):
                columns.setdefault("field", column)
            elif meaning := _about_people(label):
                columns.setdefault(meaning, column)
            elif any(words in plain for words in _OPINION):
                columns.setdefault("text", column)
        if "text" in columns:
            return number, columns
    return None


def _about_people(label: str) -> str:
    meaning = meaning_of(label)
    known = (Meaning.NAME, Meaning.PHONE, Meaning.BUSINESS, Meaning.NEIGHBOURHOOD)
    plain = fold(label)
    if meaning not in known or any(words in plain for words in ("noi dung", "y kien")):
        return ""
    return str(meaning)


def _field(said: str, text: str, fields: Mapping[str, Field]) -> str:
    return (field_said(said, fields) if said.strip() else "") or guess_field(text, fields)


def _fault(text: str) -> OpinionFault | None:
    if sum(char.isalpha() for char in text) < SHORTEST:
        return OpinionFault.SHORT
    return OpinionFault.LONG if len(text) > LONGEST else None


def _doubles(rows: Sequence[OpinionRow]) -> list[OpinionRow]:
    seen: set[tuple[str, str, str]] = set()
    checked = []
    for row in rows:
        key = (fold(row.text), row.phone, fold(row.asker))
        twice = row.fault is None and key in seen
        seen.add(key)
        checked.append(replace(row, fault=OpinionFault.TWICE) if twice else row)
    return checked
