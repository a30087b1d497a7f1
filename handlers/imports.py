"""A spreadsheet of registrations as it really arrives: merged titles on top, phones that lost their
zero, several in a cell, every spelling of a tổ dân phố. Read, tried out, then kept."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from openpyxl import load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from content.people import read_name, read_neighbourhood, read_phones
from content.vietnamese import clean, fold
from handlers import seats
from storage.database import Transaction
from storage.event_models import BusinessKind, Category, Event

MOST_ROWS = 5000
MOST_UNPACKED = 60 * 1024 * 1024
LOOK_FOR_HEADER = 20

# Which column is which, by words of its heading; folded.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "phone": ("dien thoai", "sdt", "so dt", "so may", "lien he"),
    "business": ("ten ho", "ho kinh doanh", "ten co so", "don vi", "doanh nghiep", "cua hang"),
    "neighbourhood": ("to dan pho", "tdp", "to dp", "dia chi", "khu"),
    "people": ("so nguoi", "so luong", "di kem"),
    "position": ("chuc vu", "chuc danh", "vai tro"),
    "name": ("ho va ten", "ho ten", "chu ho", "nguoi dai dien", "dai bieu", "ten"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the sheet: what was read, and what became, or would become, of it.

    `outcome` is one of `new`, `waiting`, `changed`, `same`, `bad`; `problems` name sentences.
    """

    number: int
    name: str = ""
    phone: str = ""
    business: str = ""
    neighbourhood: str = ""
    position: str = ""
    people: int = 1
    problems: tuple[str, ...] = ()
    outcome: str = ""


def read_rows(data: bytes, neighbourhoods: Sequence[str]) -> list[Row] | None:
    """The rows of the first sheet that has a heading; None when this is no such spreadsheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED:
                return None
        book = load_workbook(io.BytesIO(data), read_only=False, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        return None
    for sheet in book.worksheets:
        cells = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        found = _header(cells[:LOOK_FOR_HEADER])
        if found is None:
            continue
        place, columns = found
        rows = []
        for number, row in enumerate(cells[place + 1 : place + 1 + MOST_ROWS], place + 2):
            values = {name: row[column] for name, column in columns.items() if column < len(row)}
            if values.get("name") or values.get("phone"):
                rows.append(_row(number, values, neighbourhoods))
        return _doubles(rows)
    return None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))


def _header(cells: list[list[str]]) -> tuple[int, dict[str, int]] | None:
    """(row, column by meaning) of the first row that names a person and a phone."""
    for place, row in enumerate(cells):
        columns: dict[str, int] = {}
        for column, text in enumerate(row):
            plain = re.sub(r"[^a-z ]+", " ", fold(text))
            name = next(
                (n for n, words in _HEADINGS.items() if any(word in plain for word in words)), None
            )
            if name and len(plain) < 60:
                columns.setdefault(name, column)
        if "name" in columns and ("phone" in columns or "business" in columns):
            return place, columns
    return None


def _row(number: int, values: Mapping[str, str], neighbourhoods: Sequence[str]) -> Row:
    problems = []
    name = read_name(values.get("name", "")) or ""
    if not name:
        problems.append("row_name")
    typed = values.get("phone", "")
    phones = read_phones(typed)
    if not phones:
        problems.append("row_phone" if typed else "row_no_phone")
    people = re.search(r"\d+", values.get("people", ""))
    count = int(people[0]) if people else 1
    if not 1 <= count <= 10:
        problems.append("row_people")
    return Row(
        number=number,
        name=name or values.get("name", "")[:80],
        phone=phones[0] if phones else "",
        business=values.get("business", "")[:200],
        neighbourhood=read_neighbourhood(values.get("neighbourhood", "")[:80], neighbourhoods),
        position=values.get("position", "")[:120],
        people=min(max(count, 1), 10),
        problems=tuple(problems),
    )


def _doubles(rows: list[Row]) -> list[Row]:
    seen: set[str] = set()
    checked = []
    for row in rows:
        twice = row.phone != "" and row.phone in seen
        seen.add(row.phone)
        checked.append(replace(row, problems=(*row.problems, "row_double")) if twice else row)
    return checked


def import_rows(
    tx: Transaction, event: Event, rows: Sequence[Row], now: datetime, *, dry: bool = False
) -> list[Row]:
    """Registers the good rows; the bad ones are left out and said so. `dry`: only says what
    would happen."""
    known = {r.phone: r for r in tx.registrations.of_event(event.id) if r.phone}
    free = seats.free_seats(tx, event, Category.BUSINESS)
    result = []
    for row in rows:
        if row.problems:
            result.append(replace(row, outcome="bad"))
            continue
        before = known.get(row.phone)
        if before is not None and before.is_alive:
            same = (before.name, before.business, before.neighbourhood) == (
                row.name,
                row.business,
                row.neighbourhood,
            )
            if not dry and not same:
                seats.register(
                    tx, event, _wanted(row), now, contact_id=None, source="import", by_staff=True
                )
            result.append(replace(row, outcome="same" if same else "changed"))
            continue
        if dry:
            free -= row.people
            result.append(replace(row, outcome="new" if free >= 0 else "waiting"))
            continue
        decided = seats.register(
            tx, event, _wanted(row), now, contact_id=None, source="import", by_staff=True
        )
        seated = decided.outcome is seats.Outcome.SEATED
        result.append(replace(row, outcome="new" if seated else "waiting"))
    return result


def _wanted(row: Row) -> seats.Wanted:
    return seats.Wanted(
        name=row.name,
        phone=row.phone,
        kind=BusinessKind.HOUSEHOLD if row.business else BusinessKind.PERSON,
        business=row.business,
        neighbourhood=row.neighbourhood,
        companions=row.people - 1,
        position=row.position,
    )


def with_errors(data: bytes, rows: Sequence[Row], words: Mapping[str, str]) -> bytes:
    """The same file with one more column that says what is wrong with each row."""
    book = load_workbook(io.BytesIO(data))
    problems = {row.number: row.problems for row in rows}
    for sheet in book.worksheets:
        cells = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        found = _header(cells[:LOOK_FOR_HEADER])
        if found is None:
            continue
        place, column = found[0] + 1, sheet.max_column + 1
        heading = sheet.cell(place, column, words["row_errors"])
        heading.font = Font(bold=True)
        for number, named in problems.items():
            if named:
                cell = sheet.cell(number, column, "; ".join(words[name] for name in named))
                cell.fill = PatternFill("solid", start_color="FFF2CC")
        break
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
