"""One list of a sheet -> its rows: which lines are people, what a line or a merged cell says for
several, what stands between and below them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from content.attendee_row import read_row
from content.attendee_rows import AttendeeRow, Left, SheetRead
from content.cell_names import seems_name
from content.headings import Meaning
from content.legacy_fonts import mend
from content.list_headings import Headings, phones_in
from content.list_shown import columns_of, letter
from content.list_words import (
    are_column_numbers,
    is_ditto,
    is_no,
    is_off,
    place_in,
    place_of_titles,
    says_nothing,
    says_signed,
    says_sum,
    shown,
    words_of_line,
)
from content.people import read_phones
from content.row_left import TakenOfRow, left_of
from content.spreadsheet import Sheet
from content.vietnamese import fold

MOST_SPOKEN_FOR = 20_000  # rows of one merged cell
# What merged cells say for all their rows; a name or a phone is one person's.
_FILLED_DOWN = (Meaning.BUSINESS, Meaning.NEIGHBOURHOOD, Meaning.POSITION)
_PHONE_BEHIND = re.compile(
    r"[\s,;:(\-–_/]*(?:(?:đt|sđt|dt|sdt|đtdđ|tel|điện\s+thoại|số)\b[\s.:\-]*)*(\+?\d[\d\s.\-]{7,16}\d)[\s).]*$",
    re.I,
)
_A_NUMBER = re.compile(r"\d{1,5}(?:\.0)?[.)]?")
# By its end: a line above the headings may have been taken for one of them.
_ORDINAL = re.compile(r"no|(?:.* )?(?:stt|tt|so thu tu)")


def read_part(
    sheet: Sheet, headings: Headings, neighbourhoods: Sequence[str], room: int
) -> tuple[list[AttendeeRow], SheetRead]:
    """The people of one list and what was taken of it, `room` of them at most."""
    numbers = [row for row in sorted(sheet.rows) if row > headings.last]
    cells, fonts, doubtful = _in_unicode(sheet, headings, numbers)
    down = _merged_down(sheet, headings)
    rows, skipped = list[AttendeeRow](), list[int]()
    cut_at, signed = sheet.cut_at, False
    above: Mapping[int, str] = {}
    place = _place_above(sheet, headings, neighbourhoods)  # until a line between people names one
    place_of_sheet = place_in(sheet.name, neighbourhoods)
    for number in numbers:
        own = cells[number]
        numbered = number <= headings.last + 2 and are_column_numbers(own.values())
        if numbered or _is_heading_again(own, headings):
            continue
        texts = [own[column] for column in sorted(own)]
        if not _has_phone(own, headings) and (line := words_of_line(texts)):
            if named := place_in(line, neighbourhoods):
                place = named
                continue
            if not _is_numbered(own, headings):
                place = ""  # another part of the list begins
        signed = signed or says_signed(texts)
        own = _with_its_phone(own, headings)
        if _names_nobody(own, headings, below=signed or says_sum(texts)):
            if own:
                skipped.append(number + 1)
            continue
        if len(rows) >= room:
            cut_at = number
            break
        merged = {at: cells.get(row, {}).get(at, "") for at, row in down.get(number, {}).items()}
        above = _filled({**merged, **own}, above, headings)
        row = read_row(number, above, headings, neighbourhoods)
        row = _with_sheet(row, number, above, headings, sheet)
        if doubt := _is_doubtful(row, own, headings, signed=signed):
            row = replace(row, problems=(*row.problems, doubt))
        placed = _with_place(row, place, place_of_sheet)
        row = _with_font(placed, number in doubtful, number in fonts)
        taken = TakenOfRow(row.name, row.phone, row.position)
        left = [Left(letter(column), text) for column, text in left_of(own, headings, taken)]
        rows.append(replace(row, sheet=sheet.name, left=tuple(left)))
    return rows, SheetRead(
        sheet,
        "read",
        heading_row=headings.first + 1,
        columns=tuple(columns_of(headings, sheet)),
        rows=len(rows),
        skipped=tuple(skipped),
        cut_at=None if cut_at is None else cut_at + 1,
        font=next(iter(fonts.values()), ""),
    )


def _place_above(sheet: Sheet, headings: Headings, neighbourhoods: Sequence[str]) -> str:
    """The tổ dân phố that the lines above the headings name; "" for none."""
    above = (sheet.rows[row].values() for row in sheet.rows if row < headings.first)
    return place_of_titles([text for texts in above for text in texts], neighbourhoods)


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
    elif any(is_off(cells.get(column, "")) for column in headings.states) or any(
        is_no(cells.get(column, "")) for column in headings.comes
    ):
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


def _with_font(row: AttendeeRow, doubtful: bool, mended: bool) -> AttendeeRow:
    if doubtful:
        return replace(row, problems=(*row.problems, "row_font"))
    return replace(row, notes=(*row.notes, "row_from_font")) if mended else row


def _filled(
    cells: Mapping[int, str], above: Mapping[int, str], headings: Headings
) -> dict[int, str]:
    """The cells with what the row above says where one says the same, and nothing where it says
    nothing."""
    filled = dict(cells)
    for meaning in _FILLED_DOWN:
        column = headings.others.get(meaning, -1)
        text = cells.get(column, "")
        if is_ditto(text):
            filled[column] = above.get(column, "")
        elif says_nothing(text):
            filled[column] = ""
    return filled


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
        number: {column: said for column, text in row.items() if (said := shown(text))}
        for number, row in cells.items()
    }
    return clear, fonts, doubtful


def _merged_down(sheet: Sheet, headings: Headings) -> dict[int, dict[int, int]]:
    """Row -> column -> the row whose merged cell speaks for it."""
    wanted = {headings.others[m] for m in _FILLED_DOWN if m in headings.others}
    found: dict[int, dict[int, int]] = {}
    for first, left, last, right in sheet.merged:
        if first <= headings.last or last - first > MOST_SPOKEN_FOR:
            continue
        for column in wanted:
            if left <= column <= right:
                for row in range(first + 1, last + 1):
                    found.setdefault(row, {})[column] = first
    return found


def _names_nobody(own: Mapping[int, str], headings: Headings, *, below: bool) -> bool:
    """A row without a name and a phone, or one `below` the list: of its sum, or signed."""
    if not any(own.get(column) for column in (*headings.names, *headings.phones)):
        return True
    return below and not _has_phone(own, headings)


def _ordinals(headings: Headings) -> list[int]:
    return [c for c, at in headings.labels.items() if _ORDINAL.fullmatch(fold(at).strip(" ."))]


def _has_no_number(own: Mapping[int, str], headings: Headings) -> bool:
    """Whether the list numbers its people, but not this row."""
    columns = _ordinals(headings)
    return bool(columns) and not any(own.get(column) for column in columns)


def _is_numbered(own: Mapping[int, str], headings: Headings) -> bool:
    """Whether a row has a number of its own, as a person of the list has."""
    return any(own.get(column, "").isdecimal() for column in _ordinals(headings))


def _is_doubtful(
    row: AttendeeRow, own: Mapping[int, str], headings: Headings, *, signed: bool
) -> str:
    """Why a row may be nobody of the list, as the name of a sentence; "" for no reason."""
    if signed and _has_no_number(own, headings):
        return "row_signed"
    alone = "row_no_phone" in row.notes and not _is_person(own, row.name, headings)
    return "row_alone" if alone else ""


def _is_person(own: Mapping[int, str], name: str, headings: Headings) -> bool:
    """Whether a row without a phone is somebody: by its number where the list numbers its people,
    unless it may be the title of a part (`1 | CÁC HỘ MỚI`); else by a surname, and something more
    where the list has more columns."""
    ordinals = _ordinals(headings)
    used = {*headings.names, *ordinals}
    says_more = any(text for column, text in own.items() if column not in used)
    if ordinals:
        numbered = any(_A_NUMBER.fullmatch(own.get(column, "")) for column in ordinals)
        typed = " ".join(own.get(column, "") for column in headings.names)
        return numbered and (says_more or seems_name(name) or not typed.isupper())
    return seems_name(name) and (says_more or not set(headings.labels) - used)


def _with_its_phone(own: dict[int, str], headings: Headings) -> dict[int, str]:
    """The cells of a row with the number that stands behind the name (`Lê Ba - ĐT: 0912...`) in the
    column of phones, where nothing stands there."""
    if not headings.phones or any(own.get(column) for column in headings.phones):
        return own
    for column in headings.names:
        typed = own.get(column, "")
        numbers = phones_in(typed)
        behind = _PHONE_BEHIND.search(typed)
        if len(numbers) == 1 and behind and tuple(read_phones(behind[1])) == numbers:
            return {**own, column: typed[: behind.start()], headings.phones[0]: behind[1]}
    return own


def _is_heading_again(own: Mapping[int, str], headings: Headings) -> bool:
    used = (*headings.names, *headings.phones)
    return any(own.get(column) for column in used) and all(
        own.get(column, "") == headings.labels.get(column, "").strip() for column in used
    )


def _has_phone(own: Mapping[int, str], headings: Headings) -> bool:
    return any(phones_in(own.get(column, "")) for column in headings.phones)
