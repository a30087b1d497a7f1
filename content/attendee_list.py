"""A list of people as wards keep it -> rows, and a word about everything that was not taken.

Titles on top, headings of one or two lines, names in two columns, two columns of phones, one sheet
for each tổ dân phố, merged cells, old fonts. What is read is shown before anything is kept.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from content.cell_names import NameCell, read_name_cell
from content.headings import Meaning
from content.legacy_fonts import mend
from content.list_headings import Headings, find_lists, headed_by_hand, part_of, phones_in
from content.people import (
    BUSINESS_LIMIT,
    NEIGHBOURHOOD_LIMIT,
    old_form,
    phone_fault,
    read_neighbourhood,
    read_phones,
)
from content.row_left import TakenOfRow, left_of
from content.sensitive import mask
from content.spreadsheet import Sheet, Unreadable, is_fault, read_book
from content.vietnamese import fold, tidy
from content.whole import read_whole

MOST_ROWS = 20_000
EXAMPLES = 3  # of what stands in a column
MOST_TOLD = 9999  # people of one row; more is another kind of number
POSITION_LIMIT = 120
# What merged cells say for all their rows; a name or a phone is one person's.
_FILLED_DOWN = (Meaning.BUSINESS, Meaning.NEIGHBOURHOOD, Meaning.POSITION)
# Below a list: its sum, then who made it and who signs; without a phone they are nobody's row.
_SUM = re.compile(
    r"(?:tong cong|tong so|tong|cong)\b(?:[\s:.,\d()]|nguoi|ho|dai bieu|co so|danh sach)*"
)
_SIGNED = re.compile(
    r"(?:nguoi (?:lap|tong hop|ghi|ky)|ky(?: va)? ghi ro|ky ten|xac nhan|lap bieu|t\.?m\.? )\b.*"
    r"|.*\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b.*"
)
# What a column of states or notes says of somebody who does not come; on folded words.
_OFF = re.compile(
    r"(?:(?:(?:da|xin|bao|tu|di) )*(?:huy|rut|vang(?: mat)?|ban|tu choi|chet|mat|qua doi|tu vong|bo"
    r"|giai the|dong cua|nghi(?: ban| kinh doanh| han)?|chuyen di|ngung (?:ban|kinh doanh))"
    r"|(?:(?:xin|bao) )*(?:khong|ko|k) (?:con |the )?"
    r"(?:di|du|den|tham (?:du|gia)|kinh doanh))"
    # ... and of nothing else: `bán rau`, `hủy hợp đồng thuê`, `không đi xe`
    r"(?=$|[,.;:(!]| (?:vi|do|nua|duoc|roi|hop(?! dong)|hoi nghi|dang ky|tham (?:gia|du)|ngay|tu"
    r"|den|luon|han|nhe|a|\d))"
)
# What stands in a cell that says nothing, and in one that says what the cell above it says.
_NOTHING = frozenset(
    ("na", "khong", "ko", "k", "x", "0", "khong co", "chua co", "khong ro", "chua ro", "khong biet")
)
_DITTO = frozenset(("nt", "nhu tren", "-nt-", "- nt -", '"', "''", "”", "〃", "//", "″"))
_FOR_NOTHING = frozenset(("nan", "null", "none", "n/a", "<na>", "undefined"))
_PHONE_BEHIND = re.compile(
    r"[\s,;:(\-–_/]*(?:(?:đt|sđt|dt|sdt|đtdđ|tel|điện\s+thoại|số)\b[\s.:\-]*)*(\+?\d[\d\s.\-]{7,16}\d)[\s).]*$",
    re.I,
)
_ORDINAL = frozenset(("stt", "tt", "so tt", "so thu tu", "no"))
_TRUTH = frozenset(("TRUE", "FALSE"))  # what a spreadsheet writes for a cell that was ticked
_A_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}(?:\D.*)?")
_COLUMN_NUMBER = re.compile(r"\(?[0-9A-Za-zĐđ]{1,3}\)?")


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a row says otherwise than what is there: the name of the field, and both texts."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Left:
    """What stands in a row and was not taken: the letter of its column, and the text."""

    letter: str
    text: str


# What may become of a row that stands, or would stand, in the list of the event.
KEPT = ("new", "waiting", "changed", "same")


@dataclass(frozen=True, slots=True)
class AttendeeRow:
    """One row of a sheet: what was read, and what became, or would become, of it.

    `given` names the fields the row says something about; `typed_phone` is the phone as it stands
    in the sheet; `remark`: what its column of notes says. `problems` and `notes` name sentences:
    the first keep the row out, the second only say what was mended. `outcome` names what became of
    it, `changes` what the row says otherwise than a registration that is there already. `alike`:
    somebody of the event may be the same person under another number; `like` is the id of that
    registration where it is one that was there before the sheet, else 0. `left`: what of the row
    was not taken, but for the columns nothing is read of.
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
    remark: str = ""
    given: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    outcome: str = ""
    changes: tuple[RowChange, ...] = ()
    alike: bool = False
    like: int = 0
    left: tuple[Left, ...] = ()

    @property
    def key(self) -> str:
        """How a form names the row."""
        return f"{self.number}|{self.sheet}"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not kept, as names of sentences; none for one that is, or is there already."""
        kept = self.outcome in ("", *KEPT)
        return self.problems or (() if kept else (f"outcome_{self.outcome}",))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its letter, what stands above it, what it was read as ("" for not), its
    first texts, its place from 0, and as which of `BY_HAND` it would be chosen by hand."""

    letter: str
    heading: str
    read_as: str
    examples: tuple[str, ...] = ()
    at: int = 0
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody says of a file: of its sheets, by their places from 0, what each column holds
    (column -> one of `BY_HAND`, "" for nothing), and those that are not read."""

    columns: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()


_AS_READ = Chosen()  # nothing was said of the file


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What was taken from one sheet. `state`: `read`, `hidden`, `no_heading`, `left_out`
    or `empty`; `skipped`: rows (as Excel counts) that name nobody; `cut_at`: the first row not read
    any more, or None; `wide`: something stands too far to the right; `font`: the old encoding it
    was typed in; `at`: its place in the file."""

    sheet: Sheet
    state: str
    heading_row: int = 0
    columns: tuple[Column, ...] = ()
    rows: int = 0
    skipped: tuple[int, ...] = ()
    cut_at: int | None = None
    font: str = ""
    at: int = 0  # its place in the file
    several: bool = False  # lists beside each other: their columns are not chosen by hand

    @property
    def is_left_out(self) -> bool:
        """Whether somebody said that it is not to be read."""
        return self.state == "left_out"

    @property
    def shape(self) -> str:
        """The same for sheets of the same headings, "" for one without."""
        said = "\x1f".join(f"{one.at}:{fold(one.heading)}" for one in self.columns if one.heading)
        known = self.state in ("read", "no_heading") and said and not self.several
        return hashlib.sha256(said.encode()).hexdigest()[:24] if known else ""


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


def read_list(
    data: bytes, neighbourhoods: Sequence[str], chosen: Chosen = _AS_READ
) -> Listing | Unreadable:
    """The people in a file, from every visible sheet that has headings, or columns that somebody
    named. The same reader serves any list of people and what they run."""
    book = read_book(data)
    if isinstance(book, Unreadable):
        return book
    rows: list[AttendeeRow] = []
    sheets = []
    for place, sheet in enumerate(book):
        named = chosen.columns.get(place)
        lists = headed_by_hand(sheet, named) if named else find_lists(sheet)
        if place in chosen.left_out or not lists or (sheet.hidden and not named):
            state = "empty" if not sheet.rows else "hidden" if sheet.hidden else "no_heading"
            state = "left_out" if place in chosen.left_out else state
            columns = tuple(_unread_columns(sheet))
            sheets.append(SheetRead(sheet, state, columns=columns, at=place))
            continue
        read = []
        for headings in lists:
            part = part_of(sheet, headings)
            found, about = _read_part(part, headings, neighbourhoods, MOST_ROWS - len(rows))
            rows += found
            read.append(about)
        sheets.append(replace(_joined(sheet, read), at=place))
    if not any(about.state == "read" for about in sheets):
        if not any(sheet.rows for sheet in book):
            return Unreadable.EMPTY
        return Unreadable.ALL_HIDDEN if _only_hidden(book) else Unreadable.NO_HEADING
    return Listing(tuple(_doubles(rows)), tuple(sheets))


def look_at(data: bytes) -> Listing | Unreadable:
    """What a file holds where no list was found in it, for somebody to name its columns."""
    book = read_book(data)
    if isinstance(book, Unreadable):
        return book
    sheets = [
        SheetRead(sheet, "no_heading", columns=tuple(_unread_columns(sheet)), at=place)
        for place, sheet in enumerate(book)
        if sheet.rows
    ]
    return Listing((), tuple(sheets))


def _unread_columns(sheet: Sheet) -> Iterator[Column]:
    first = min(sheet.rows, default=0)
    for at in sorted({column for cells in sheet.rows.values() for column in cells}):
        heading = tidy(sheet.rows.get(first, {}).get(at, ""))
        yield Column(_letter(at), heading, "", _examples(sheet, at, first), at)


def _examples(sheet: Sheet, column: int, after: int) -> tuple[str, ...]:
    """The first texts of a column, below its heading."""
    found: list[str] = []
    for row, cells in sheet.rows.items():
        if len(found) == EXAMPLES:
            break
        if row > after and (text := tidy(cells.get(column, ""))):
            found.append(mask(text).text[:40])
    return tuple(found)


def _only_hidden(book: Sequence[Sheet]) -> bool:
    return any(sheet.hidden and find_lists(sheet) for sheet in book)


def _joined(sheet: Sheet, parts: Sequence[SheetRead]) -> SheetRead:
    """What was taken from a sheet of several lists side by side."""
    first = replace(parts[0], sheet=sheet)
    if len(parts) == 1:
        return first
    cuts = [part.cut_at for part in parts if part.cut_at is not None]
    return replace(
        first,
        columns=tuple(column for part in parts for column in part.columns),
        rows=sum(part.rows for part in parts),
        skipped=tuple(sorted({row for part in parts for row in part.skipped})),
        cut_at=min(cuts, default=None),
        font=next((part.font for part in parts if part.font), ""),
        several=True,
    )


def _read_part(
    sheet: Sheet, headings: Headings, neighbourhoods: Sequence[str], room: int
) -> tuple[list[AttendeeRow], SheetRead]:
    numbers = [row for row in sorted(sheet.rows) if row > headings.last]
    cells, fonts, doubtful = _in_unicode(sheet, headings, numbers)
    down = _merged_down(sheet, headings)
    rows: list[AttendeeRow] = []
    skipped = []
    cut_at = sheet.cut_at
    signed = False
    above: Mapping[int, str] = {}
    place = ""  # the tổ a line between the people named
    for number in numbers:
        own = cells[number]
        if _is_heading_again(own, headings) or (
            number == headings.last + 1 and _is_column_numbers(own)
        ):
            continue
        if line := _line(own, headings):
            place = _place_in(line, neighbourhoods)
            if place:
                continue
        signed = signed or _says(own, _SIGNED)
        own = _with_its_phone(own, headings)
        if _names_nobody(own, headings, signed):
            if own:
                skipped.append(number + 1)
            continue
        if len(rows) >= room:
            cut_at = number
            break
        merged = {at: cells.get(row, {}).get(at, "") for at, row in down.get(number, {}).items()}
        above = _filled({**merged, **own}, above, headings)
        row = _row(number, above, headings, neighbourhoods)
        row = _with_sheet(row, number, above, headings, sheet)
        if signed and _has_no_number(own, headings):
            row = replace(row, problems=(*row.problems, "row_signed"))
        row = _with_place(row, place, _place_in(sheet.name, neighbourhoods))
        row = _with_font(row, number in doubtful, number in fonts)
        taken = TakenOfRow(row.name, row.phone, row.position)
        left = [Left(_letter(column), text) for column, text in left_of(own, headings, taken)]
        rows.append(replace(row, sheet=sheet.name, left=tuple(left)))
    about = SheetRead(
        sheet,
        "read",
        heading_row=headings.first + 1,
        columns=tuple(_columns(headings, sheet)),
        rows=len(rows),
        skipped=tuple(skipped),
        cut_at=None if cut_at is None else cut_at + 1,
        font=next(iter(fonts.values()), ""),
    )
    return rows, about


def _with_sheet(
    row: AttendeeRow,
    number: int,
    cells: Mapping[int, str],
    headings: Headings,
    sheet: Sheet,
) -> AttendeeRow:
    """The row with what it says otherwise than in its cells: struck through, told off, hidden."""
    struck = sheet.struck.get(number, frozenset())
    if struck & set(headings.names):
        row = replace(row, problems=(*row.problems, "row_struck"))
    elif any(_is_off(cells.get(column, "")) for column in headings.states):
        row = replace(row, problems=(*row.problems, "row_off"))
    if number in sheet.hidden_rows:
        row = replace(row, notes=(*row.notes, "row_hidden"))
    return row


def _with_place(row: AttendeeRow, of_line: str, of_sheet: str) -> AttendeeRow:
    """The row with the tổ that a line above it or the name of its sheet says, where it says none
    itself."""
    if row.neighbourhood or not (place := of_line or of_sheet):
        return row
    note = "row_place_of_line" if of_line else "row_place_of_sheet"
    given = row.given | {"neighbourhood"}
    return replace(row, neighbourhood=place, given=given, notes=(*row.notes, note))


def _line(own: Mapping[int, str], headings: Headings) -> str:
    """The words of a line that stands between people, `I | TỔ DÂN PHỐ SỐ 5`; "" for a person's."""
    words = [text for text in own.values() if not _COLUMN_NUMBER.fullmatch(text)]
    if len(words) != 1 or _has_phone(own, headings):
        return ""
    return words[0] if any(char.isalpha() for char in words[0]) else ""


def _place_in(text: str, neighbourhoods: Sequence[str]) -> str:
    """The tổ that a title names, `Tổ 5` or one of the ward's; "" for none."""
    place = read_neighbourhood(text, neighbourhoods)
    is_tdp = place.startswith("TDP ") and any(char.isalpha() for char in text)
    return place if is_tdp or place in neighbourhoods else ""


def _with_font(row: AttendeeRow, doubtful: bool, mended: bool) -> AttendeeRow:
    if doubtful:
        return replace(row, problems=(*row.problems, "row_font"))
    return replace(row, notes=(*row.notes, "row_from_font")) if mended else row


def _filled(
    cells: Mapping[int, str], above: Mapping[int, str], headings: Headings
) -> dict[int, str]:
    """The cells with what the row above says where one says the same (`nt`, `"`), and nothing where
    it says nothing (`-`, `không có`): neither is a value that would stand instead of another."""
    filled = dict(cells)
    for meaning in _FILLED_DOWN:
        column = headings.others.get(meaning, -1)
        plain = fold(tidy(cells.get(column, ""))).strip()
        if plain in _DITTO:
            filled[column] = above.get(column, "")
        elif plain and (plain in _NOTHING or not any(char.isalnum() for char in plain)):
            filled[column] = ""
    return filled


def _is_off(text: str) -> bool:
    plain = fold(tidy(text)).strip(" .!")
    return _OFF.match(plain) is not None


def _remark(cells: Mapping[int, str], headings: Headings) -> str:
    return "; ".join(text for column in headings.states if (text := tidy(cells.get(column, ""))))


def _in_unicode(
    sheet: Sheet, headings: Headings, numbers: Sequence[int]
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
        number: {column: shown for column, text in row.items() if (shown := _shown(text))}
        for number, row in cells.items()
    }
    return clear, fonts, doubtful


def _shown(text: str) -> str:
    """A cell without its spaces; "" for what programs write where there is nothing."""
    shown = text.strip()
    return "" if shown.lower() in _FOR_NOTHING else shown


def _merged_down(sheet: Sheet, headings: Headings) -> dict[int, dict[int, int]]:
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


def _names_nobody(own: Mapping[int, str], headings: Headings, signed: bool) -> bool:
    """A row without a name and a phone, or of a sum, or below the list, where it is signed."""
    if not any(own.get(column) for column in (*headings.names, *headings.phones)):
        return True
    return (signed or _says(own, _SUM)) and not _has_phone(own, headings)


def _has_no_number(own: Mapping[int, str], headings: Headings) -> bool:
    """Whether the list numbers its people, but not this row."""
    columns = [c for c, label in headings.labels.items() if fold(label).strip(" .") in _ORDINAL]
    return bool(columns) and not any(own.get(column) for column in columns)


def _with_its_phone(own: dict[int, str], headings: Headings) -> dict[int, str]:
    """The cells of a row with the number that stands behind the name (`Lê Ba - ĐT: 0912...`) in the
    column of phones, where nothing stands there."""
    if not headings.phones or any(own.get(column) for column in headings.phones):
        return own
    for column in headings.names:
        typed = own.get(column, "")
        numbers = phones_in(typed)
        behind = _PHONE_BEHIND.search(typed)
        if len(numbers) == 1 and behind and read_phones(behind[1]) == numbers:
            return {**own, column: typed[: behind.start()], headings.phones[0]: behind[1]}
    return own


def _is_heading_again(own: Mapping[int, str], headings: Headings) -> bool:
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


def _has_phone(own: Mapping[int, str], headings: Headings) -> bool:
    return any(phones_in(own.get(column, "")) for column in headings.phones)


def _columns(headings: Headings, sheet: Sheet) -> Iterator[Column]:
    used = {
        **dict.fromkeys(headings.names, str(Meaning.NAME)),
        **dict.fromkeys(headings.phones, str(Meaning.PHONE)),
        **{column: str(meaning) for meaning, column in headings.others.items()},
        **dict.fromkeys(headings.states, str(Meaning.STATE)),
    }
    below = {column for cells in list(sheet.rows.values())[:200] for column in cells}
    for column in sorted({*headings.labels, *used, *below}):
        label = tidy(headings.labels.get(column, ""))
        examples = _examples(sheet, column, headings.last)
        choice = _choice(headings, column, used.get(column, ""))
        yield Column(_letter(column), label, used.get(column, ""), examples, column, choice)


def _choice(headings: Headings, column: int, read_as: str) -> str:
    if read_as == Meaning.NAME and len(headings.names) > 1:
        return "given" if column == headings.names[-1] else "family"
    if read_as == Meaning.PHONE and column != headings.phones[0]:
        return "phone_2"
    return read_as


def _letter(column: int) -> str:
    """0 -> `A`, 27 -> `AB`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _row(
    number: int, cells: Mapping[int, str], headings: Headings, neighbourhoods: Sequence[str]
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
        typed_phone=mask(tidy(typed_phone)).text[:80],
        business=business[:BUSINESS_LIMIT],
        neighbourhood=read_neighbourhood(place[:NEIGHBOURHOOD_LIMIT], neighbourhoods),
        position=position[:POSITION_LIMIT],
        people=people or 1,
        remark=mask(_remark(cells, headings)).text[:POSITION_LIMIT],
        given=frozenset(field for field, value in given.items() if value),
        problems=tuple(problems),
        notes=tuple(dict.fromkeys(notes)),
    )


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
    typed = [text for column in headings.phones if (text := cells.get(column, ""))]
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
    else:
        problems.append("row_phone" if typed else "row_no_phone")
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
