"""A list of people as wards keep it -> rows, and a word about everything that was not taken.

Titles on top, headings of one or two lines, names in two columns, two columns of phones, one sheet
for each tổ dân phố, merged cells, old fonts. What is read is shown before anything is kept.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from content.headings import Meaning, meaning_of, phone_rank, weight
from content.legacy_fonts import mend
from content.people import old_form, read_name, read_neighbourhood, read_phones
from content.sensitive import mask
from content.spreadsheet import Sheet, Unreadable, is_fault, read_book
from content.vietnamese import fold, tidy
from content.whole import read_whole

MOST_ROWS = 5000
MOST_TOLD = 9999  # people of one row; more is another kind of number
LOOK_FOR_HEADER = 40
# What merged cells say for all their rows; a name or a phone is one person's.
_FILLED_DOWN = (Meaning.BUSINESS, Meaning.NEIGHBOURHOOD, Meaning.POSITION)
_NAMES = (Meaning.NAME, Meaning.FAMILY, Meaning.GIVEN)
_SEVERAL = re.compile(r"\s*(?:[,;/\n&+]|\bvà\b)\s*|\s+-\s+")
_ROLE = re.compile(
    r"(?:chủ|phó|giám đốc|tổ|trưởng|bí thư|kế toán|đại diện|vợ|chồng|con|ông|bà|anh|chị|em)\b",
    re.I,
)
# Below a list: its sum, then who made it and who signs; without a phone they are nobody's row.
_SUM = re.compile(
    r"(?:tong cong|tong so|tong|cong)\b(?:[\s:.,\d()]|nguoi|ho|dai bieu|co so|danh sach)*"
)
_SIGNED = re.compile(
    r"(?:nguoi (?:lap|tong hop|ghi|ky)|ky(?: va)? ghi ro|ky ten|xac nhan|lap bieu|t\.?m\.? )\b.*"
    r"|.*\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b.*"
)
_COLUMN_NUMBER = re.compile(r"\(?[0-9A-Za-zĐđ]{1,3}\)?")


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a row says otherwise than what is there: the name of the field, and both texts."""

    field: str
    before: str
    after: str


# What may become of a row that stands, or would stand, in the list of the event.
KEPT = ("new", "waiting", "changed", "same")


@dataclass(frozen=True, slots=True)
class AttendeeRow:
    """One row of a sheet: what was read, and what became, or would become, of it.

    `given` names the fields the row says something about; `typed_phone` is the phone as it stands
    in the sheet. `problems` and `notes` name sentences: the first keep the row out, the second only
    say what was mended. `outcome` names what became of it, `changes` what the
    row says otherwise than a registration that is there already. `alike`: somebody of the event
    may be the same person under another number; `like` is the id of that registration where it is
    one that was there before the sheet, else 0.
    """

    number: int
    sheet: str = ""
    name: str = ""
    phone: str = ""
    typed_phone: str = ""
    business: str = ""
    neighbourhood: str = ""
    position: str = ""
    people: int = 1
    given: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    outcome: str = ""
    changes: tuple[RowChange, ...] = ()
    alike: bool = False
    like: int = 0

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not kept, as names of sentences; none for one that is, or is there already."""
        kept = self.outcome in ("", *KEPT)
        return self.problems or (() if kept else (f"outcome_{self.outcome}",))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its letter, what stands above it, what it was read as ("" for not)."""

    letter: str
    heading: str
    read_as: str


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What was taken from one sheet. `state`: `read`, `hidden`, `no_heading` or `empty`; `skipped`:
    rows (as Excel counts) that name nobody; `cut_at`: the first row not read any more, or None;
    `wide`: something stands too far to the right; `font`: the old encoding it was typed in."""

    sheet: Sheet
    state: str
    heading_row: int = 0
    columns: tuple[Column, ...] = ()
    rows: int = 0
    skipped: tuple[int, ...] = ()
    cut_at: int | None = None
    font: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    rows: tuple[AttendeeRow, ...]
    sheets: tuple[SheetRead, ...]

    def of(self, about: SheetRead) -> list[AttendeeRow]:
        return [row for row in self.rows if row.sheet == about.sheet.name]

    @property
    def has_several(self) -> bool:
        """Whether rows of more than one sheet are among them."""
        return sum(about.state == "read" for about in self.sheets) > 1


@dataclass(frozen=True, slots=True)
class _Headings:
    """Where a list begins and which columns say what. `phones` in the order they are tried."""

    first: int
    last: int
    labels: Mapping[int, str]
    names: tuple[int, ...]
    phones: tuple[int, ...]
    others: Mapping[Meaning, int]


def read_list(data: bytes, neighbourhoods: Sequence[str]) -> Listing | Unreadable:
    """The people in a spreadsheet file, from every visible sheet that has headings."""
    book = read_book(data)
    if isinstance(book, Unreadable):
        return book
    rows: list[AttendeeRow] = []
    sheets = []
    for sheet in book:
        headings = _find_headings(sheet)
        if headings is None or sheet.hidden:
            state = "empty" if not sheet.rows else "hidden" if sheet.hidden else "no_heading"
            sheets.append(SheetRead(sheet, state))
            continue
        found, about = _read_sheet(sheet, headings, neighbourhoods, MOST_ROWS - len(rows))
        rows += found
        sheets.append(about)
    if not any(about.state == "read" for about in sheets):
        if not any(sheet.rows for sheet in book):
            return Unreadable.EMPTY
        return Unreadable.ALL_HIDDEN if _only_hidden(book) else Unreadable.NO_HEADING
    return Listing(tuple(_doubles(rows)), tuple(sheets))


def _only_hidden(book: Sequence[Sheet]) -> bool:
    return any(sheet.hidden and _find_headings(sheet) for sheet in book)


# ---- headings ----


def _find_headings(sheet: Sheet) -> _Headings | None:
    anchors = _anchors(sheet)
    for row in sorted(sheet.rows)[:LOOK_FOR_HEADER]:
        one = {column: sheet.rows[row][column] for column in sheet.rows[row]}
        if len(one) < 2:
            continue
        two = _with_second_line(sheet, row, anchors)
        for last, labels in ((row + 1, two), (row, one)):
            if labels and (found := _headings(row, last, labels, sheet)):
                return found
    return None


def _anchors(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Cell -> the first cell of the merged area it lies in, for the top of the sheet."""
    top = min(sheet.rows, default=0) + LOOK_FOR_HEADER * 3
    found = {}
    for first, left, last, right in sheet.merged:
        if first <= top:
            for row in range(first, min(last, first + 3) + 1):
                for column in range(left, min(right, left + 60) + 1):
                    found[row, column] = (first, left)
    return found


def _with_second_line(
    sheet: Sheet, row: int, anchors: Mapping[tuple[int, int], tuple[int, int]]
) -> dict[int, str]:
    """Labels of headings in two lines (`Liên hệ` over `Email` and `Điện thoại`); none when the row
    below is a row of the list."""
    below = sheet.rows.get(row + 1, {})
    if any(read_phones(text) or text.strip().isdecimal() for text in below.values()):
        return {}

    def upper(column: int) -> str:
        at_row, at_column = anchors.get((row, column), (row, column))
        return sheet.rows.get(at_row, {}).get(at_column, "")

    covered = [
        column
        for column in below
        if anchors.get((row, column), (row, column)) != (row, column)
        or column not in sheet.rows[row]
        or anchors.get((row, column + 1)) == (row, column)
    ]
    if not any(meaning_of(below[column]) for column in covered):
        return {}
    columns = sorted({*sheet.rows[row], *below})
    labels = {}
    for column in columns:
        low = below.get(column, "")
        if low and meaning_of(low) is None:
            low = f"{upper(column)} {low}"
        labels[column] = low or upper(column)
    return labels


def _headings(first: int, last: int, labels: Mapping[int, str], sheet: Sheet) -> _Headings | None:
    meant: dict[Meaning, list[int]] = {}
    for column in sorted(labels):
        if meaning := meaning_of(labels[column]):
            meant.setdefault(meaning, []).append(column)
    names = _name_columns(meant, labels, sheet, first, last)
    phones = sorted(meant.get(Meaning.PHONE, ()), key=lambda column: phone_rank(labels[column]))
    others: dict[Meaning, int] = {
        meaning: min(columns, key=lambda column: weight(labels[column], meaning))
        for meaning, columns in meant.items()
        if meaning not in (*_NAMES, Meaning.PHONE, Meaning.OTHER)
    }
    if not names or not (phones or Meaning.BUSINESS in others):
        return None
    return _Headings(first, last, labels, names, tuple(phones), others)


def _name_columns(
    meant: Mapping[Meaning, Sequence[int]],
    labels: Mapping[int, str],
    sheet: Sheet,
    first: int,
    last: int,
) -> tuple[int, ...]:
    """The column of the name, or those that make it up, in their order."""
    family, given = meant.get(Meaning.FAMILY, ()), meant.get(Meaning.GIVEN, ())
    if family and given:
        return tuple(sorted((*family, given[0])))
    whole = [*meant.get(Meaning.NAME, ()), *given]
    if not whole:
        return ()
    column = min(whole, key=lambda place: weight(labels[place], Meaning.NAME))
    following = column + 1
    merged = any(
        area[1] <= column < area[3] and area[0] <= first <= area[2] for area in sheet.merged
    )
    if not labels.get(following) and (merged or _looks_given(sheet, column, last)):
        return (column, following)
    return (column,)


def _looks_given(sheet: Sheet, column: int, last: int) -> bool:
    """Whether the column without a heading beside the names holds the given names."""
    beside = [
        cells.get(column + 1, "")
        for row, cells in sheet.rows.items()
        if row > last and cells.get(column)
    ]
    good = [text for text in beside if _is_word(text)]
    return bool(good) and len(good) * 10 >= len(beside) * 6


def _is_word(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= 2 and all(word.isalpha() for word in words)


# ---- rows ----


def _read_sheet(
    sheet: Sheet, headings: _Headings, neighbourhoods: Sequence[str], room: int
) -> tuple[list[AttendeeRow], SheetRead]:
    numbers = [row for row in sorted(sheet.rows) if row > headings.last]
    cells, fonts, doubtful = _in_unicode(sheet, headings, numbers)
    down = _merged_down(sheet, headings)
    rows: list[AttendeeRow] = []
    skipped = []
    cut_at = sheet.cut_at
    signed = False
    for number in numbers:
        own = cells[number]
        if _is_heading_again(own, headings) or (
            number == headings.last + 1 and _is_column_numbers(own)
        ):
            continue
        if not any(own.get(column) for column in (*headings.names, *headings.phones)):
            if own:
                skipped.append(number + 1)
            signed = signed or _says(own, _SIGNED)
            continue
        signed = signed or _says(own, _SIGNED)
        if (signed or _says(own, _SUM)) and not _has_phone(own, headings):
            skipped.append(number + 1)
            continue
        if len(rows) >= room:
            cut_at = number
            break
        filled = dict(own)
        for column, anchor in down.get(number, {}).items():
            filled.setdefault(column, cells.get(anchor, {}).get(column, ""))
        row = _row(number, filled, headings, neighbourhoods)
        if doubtful.get(number):
            row = replace(row, problems=(*row.problems, "row_font"))
        elif fonts.get(number):
            row = replace(row, notes=(*row.notes, "row_from_font"))
        rows.append(replace(row, sheet=sheet.name))
    about = SheetRead(
        sheet,
        "read",
        heading_row=headings.first + 1,
        columns=tuple(_columns(headings)),
        rows=len(rows),
        skipped=tuple(skipped),
        cut_at=None if cut_at is None else cut_at + 1,
        font=next(iter(fonts.values()), ""),
    )
    return rows, about


def _in_unicode(
    sheet: Sheet, headings: _Headings, numbers: Sequence[int]
) -> tuple[dict[int, dict[int, str]], dict[int, str], dict[int, bool]]:
    """The cells below the headings; row -> old font it was typed in, row -> cannot be read."""
    cells = {number: dict(sheet.rows[number]) for number in numbers}
    fonts: dict[int, str] = {}
    doubtful: dict[int, bool] = {}
    read = (*headings.names, *(headings.others[m] for m in _FILLED_DOWN if m in headings.others))
    for column in read:
        places = [number for number in numbers if column in cells[number]]
        mended = mend([cells[number][column] for number in places])
        for place, number in enumerate(places):
            cells[number][column] = mended.texts[place]
        fonts |= {places[place]: mended.font for place in mended.changed}
        doubtful |= {places[place]: True for place in mended.doubtful}
    clear = {
        number: {column: shown for column, text in row.items() if (shown := text.strip())}
        for number, row in cells.items()
    }
    return clear, fonts, doubtful


def _merged_down(sheet: Sheet, headings: _Headings) -> dict[int, dict[int, int]]:
    """Row -> column -> the row whose merged cell speaks for it."""
    wanted = {headings.others[m] for m in _FILLED_DOWN if m in headings.others}
    found: dict[int, dict[int, int]] = {}
    for first, left, last, right in sheet.merged:
        if first <= headings.last or last - first > MOST_ROWS:
            continue
        for column in wanted:
            if left <= column <= right:
                for row in range(first + 1, last + 1):
                    found.setdefault(row, {})[column] = first
    return found


def _is_heading_again(own: Mapping[int, str], headings: _Headings) -> bool:
    used = (*headings.names, *headings.phones)
    return any(own.get(column) for column in used) and all(
        own.get(column, "") == headings.labels.get(column, "").strip() for column in used
    )


def _is_column_numbers(own: Mapping[int, str]) -> bool:
    """The line `(1) (2) (3)` below the headings."""
    return all(_COLUMN_NUMBER.fullmatch(text) for text in own.values())


def _says(own: Mapping[int, str], what: re.Pattern[str]) -> bool:
    """Whether the first cell of a row with letters in it says so."""
    words = (fold(text).strip() for _, text in sorted(own.items()))
    first = next((text for text in words if any(char.isalpha() for char in text)), "")
    return what.fullmatch(first) is not None


def _has_phone(own: Mapping[int, str], headings: _Headings) -> bool:
    return any(read_phones(own.get(column, "")) for column in headings.phones)


def _columns(headings: _Headings) -> Iterator[Column]:
    used = {
        **dict.fromkeys(headings.names, str(Meaning.NAME)),
        **dict.fromkeys(headings.phones, str(Meaning.PHONE)),
        **{column: str(meaning) for meaning, column in headings.others.items()},
    }
    for column in sorted({*headings.labels, *used}):
        label = tidy(headings.labels.get(column, ""))
        yield Column(_letter(column), label, used.get(column, ""))


def _letter(column: int) -> str:
    """0 -> `A`, 27 -> `AB`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _row(
    number: int, cells: Mapping[int, str], headings: _Headings, neighbourhoods: Sequence[str]
) -> AttendeeRow:
    problems: list[str] = []
    notes: list[str] = []
    texts = {meaning: cells.get(column, "") for meaning, column in headings.others.items()}
    for meaning, text in texts.items():
        if is_fault(text):
            texts[meaning] = ""
            notes.append("row_fault")
        elif (covered := mask(text)).kinds:
            texts[meaning] = covered.text
            notes.append("row_covered")
    name, typed_name = _name(cells, headings, problems)
    phone, typed_phone = _phone(cells, headings, problems, notes)
    people = _people(texts, problems)
    business = tidy(texts.get(Meaning.BUSINESS, ""))
    place = tidy(texts.get(Meaning.NEIGHBOURHOOD, ""))
    position = tidy(texts.get(Meaning.POSITION, ""))
    given = {
        "business": business,
        "neighbourhood": place,
        "position": position,
        "people": people,
    }
    return AttendeeRow(
        number=number + 1,
        name=name or mask(tidy(typed_name)).text[:80],
        phone=phone,
        typed_phone=mask(tidy(typed_phone)).text[:80],
        business=business[:200],
        neighbourhood=read_neighbourhood(place[:80], neighbourhoods),
        position=position[:120],
        people=people or 1,
        given=frozenset(field for field, value in given.items() if value),
        problems=tuple(problems),
        notes=tuple(dict.fromkeys(notes)),
    )


def _name(cells: Mapping[int, str], headings: _Headings, problems: list[str]) -> tuple[str, str]:
    """(name read or "", as it stands in the sheet)."""
    typed = " ".join(cells.get(column, "") for column in headings.names).strip()
    if any(is_fault(cells.get(column, "")) for column in headings.names):
        problems.append("row_fault_name")
        return "", typed
    if _is_several(typed):
        problems.append("row_two_people")
        return "", typed
    name = read_name(typed)
    if name is None:
        problems.append("row_name")
    return name or "", typed


def _is_several(typed: str) -> bool:
    """Whether a cell names two people, as far as one can see."""
    parts = [part for part in _SEVERAL.split(re.sub(r"\(.*?\)", " ", typed)) if part.strip()]
    return len(parts) > 1 and all(part[0].isalpha() and not _ROLE.match(part) for part in parts[1:])


def _phone(
    cells: Mapping[int, str],
    headings: _Headings,
    problems: list[str],
    notes: list[str],
) -> tuple[str, str]:
    """(number, as it stands in the sheet), from the first column that has one."""
    typed = [text for column in headings.phones if (text := cells.get(column, ""))]
    for text in typed:
        numbers = [] if is_fault(text) else read_phones(text)
        if not numbers:
            continue
        if len(numbers) > 1:
            notes.append("row_phone_of_several")
        if text != cells.get(headings.phones[0], ""):
            notes.append("row_phone_elsewhere")
        if old_form(text, numbers[0]):
            notes.append("row_phone_old")
        return numbers[0], text
    missing = "row_fault_phone" if any(is_fault(text) for text in typed) else "row_phone"
    problems.append(missing if typed else "row_no_phone")
    return "", typed[0] if typed else ""


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


def _doubles(rows: Sequence[AttendeeRow]) -> list[AttendeeRow]:
    seen: set[str] = set()
    checked = []
    for row in rows:
        twice = row.phone != "" and row.phone in seen
        seen.add(row.phone)
        checked.append(replace(row, problems=(*row.problems, "row_double")) if twice else row)
    return checked
