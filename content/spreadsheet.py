"""A spreadsheet file, or a table of plain text, as sheets of short texts, whatever somebody put
into the file.

`read_book` reads in a process of its own with bounds on memory and time, so that a hostile or
broken file ends that process and nothing else. Only cells that hold something cost anything: one
at XFD1048576 is one cell, a million rows that were only coloured are none. Of looks only what says
something is read, in .xlsx alone: cells struck through, rows that are hidden.
"""

import contextlib
import io
import json
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError  # names; defusedxml parses

import python_calamine
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

MOST_ROWS = 22_000
LAST_ROW = 1_048_576  # of any sheet; a file that counts on is none
MOST_COLUMNS = 200
MOST_SHEETS = 60
MOST_TEXT = 500  # characters of one cell
MOST_IN_ALL = 12_000_000  # characters of a file's cells, each counted ten longer than it is
MOST_UNPACKED = 120 * 1024 * 1024
MOST_ELEMENTS = 900_000  # of all parts that are parsed, what holds nothing left out
MEMORY = 1024 * 1024 * 1024
SECONDS, WITHIN_S = 12, 30  # of work; by the clock of a machine with other work

# What a cell shows whose formula has no result: never calculated, or gone wrong.
UNCALCULATED = "#CALC!"
_FAULTS = frozenset(
    (
        *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
        *("#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#PYTHON!"),
    )
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
# Cells and rows that hold nothing, as every program writes them: with their place in the sheet, so
# that nothing behind them moves when they are passed over.
_CELLS = re.compile(
    rb"""<(?:\w+:)?c\s[^<>]*?\br=["'][A-Z]{1,3}[0-9]{1,7}["'][^<>]*(?:/>|></(?:\w+:)?c>)"""
)
_ROWS = re.compile(
    rb"""<(?:\w+:)?row\s[^<>]*?\br=["'][0-9]{1,7}["'][^<>]*(?:/>|>\s*</(?:\w+:)?row>)"""
)
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]*?\bref=["']([A-Z0-9:$]{2,30})["']""")
_PIECE = 1 << 18  # bytes of a part looked at in one go
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAY_ZERO = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001  # no zone
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_DATE_LETTERS = re.compile(r"[dmyhs]", re.I)
_NOT_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')

Area = tuple[int, int, int, int]  # first row, first column, last row, last column


class Unreadable(StrEnum):
    """Why a file gave nothing."""

    NOT_A_SHEET = "not_a_sheet"
    DAMAGED = "sheet_damaged"
    LOCKED = "sheet_locked"
    TOO_LARGE = "sheet_too_large"
    NO_HEADING = "sheet_no_heading"
    ALL_HIDDEN = "sheet_all_hidden"
    EMPTY = "sheet_empty"
    WORD = "sheet_is_word"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows and columns count from 0; `rows` leaves out empty cells. `cut_at`: the first row that
    was not read any more, None when all were; `wide`: some columns were too far out."""

    name: str
    rows: Mapping[int, Mapping[int, str]]
    hidden: bool = False
    merged: tuple[Area, ...] = ()
    cut_at: int | None = None
    wide: bool = False
    struck: Mapping[int, frozenset[int]] = field(default_factory=dict)  # row -> columns
    hidden_rows: frozenset[int] = frozenset()


def is_fault(text: str) -> bool:
    """Whether a cell shows a formula that has no result (#N/A, #REF!, never calculated)."""
    return text.strip().upper() in _FAULTS


def read_book(data: bytes) -> list[Sheet] | Unreadable:
    """The sheets of an .xlsx, .xlsm, .xls, .xlsb, .ods or .csv file, in order. Takes up to
    `WITHIN_S`: call it beside the event loop. Never raises for what the file holds."""
    try:
        done = subprocess.run(  # our own module, nothing of the file in the command
            [sys.executable, "-m", "content.spreadsheet"],
            input=data,
            capture_output=True,
            timeout=WITHIN_S,
            cwd=Path(__file__).parents[1],
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Unreadable.TOO_LARGE
    if done.returncode != 0:
        # Ended by a signal or by the lack of memory: too much; anything else: not well formed.
        starved = done.returncode < 0 or b"MemoryError" in done.stderr
        return Unreadable.TOO_LARGE if starved else Unreadable.DAMAGED
    answer = json.loads(done.stdout)
    if "fault" in answer:
        return Unreadable(answer["fault"])
    return [_unpacked(sheet) for sheet in answer["sheets"]]


def _unpacked(packed: dict[str, Any]) -> Sheet:
    rows = {
        row: {int(column): text for column, text in cells.items()} for row, cells in packed["rows"]
    }
    merged = tuple((a, b, c, d) for a, b, c, d in packed["merged"])
    struck = {row: frozenset(columns) for row, columns in packed["struck"]}
    return Sheet(
        packed["name"], rows, packed["hidden"], merged, packed["cut_at"], packed["wide"],
        struck, frozenset(packed["hidden_rows"]),
    )  # fmt: skip


# ---- in the process of its own ----


@dataclass(slots=True)
class _Room:
    """How much text one file may still give."""

    left: int = MOST_IN_ALL


@dataclass(slots=True)
class _Draft:
    name: str
    hidden: bool
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    cut_at: int | None = None
    wide: bool = False
    struck: dict[int, list[int]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)

    def put(self, row: int, column: int, text: str, room: _Room) -> bool:
        """Keeps a cell; False when no more rows are taken. Raises _Refused."""
        if not 0 <= row < LAST_ROW:
            raise _NotRead(Unreadable.DAMAGED)
        text = text[:MOST_TEXT]
        if not text.strip():
            return True
        if column >= MOST_COLUMNS:
            self.wide = True
            return True
        room.left -= len(text) + 10
        if room.left < 0 or (row not in self.rows and len(self.rows) >= MOST_ROWS):
            self.cut_at = row
            return False
        self.rows.setdefault(row, {})[column] = text
        return True


class _NotRead(Exception):
    """The file is none we read; the reason is for people."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why)
        self.why = why


def _sheets_of(data: bytes) -> list[_Draft]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            if "word/document.xml" in names:
                raise _NotRead(Unreadable.WORD)
            if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED:
                raise _NotRead(Unreadable.TOO_LARGE)
            if "xl/workbook.bin" not in names and "content.xml" not in names:
                return _Xlsx(packed, names).sheets()
        return list(_by_calamine(data))
    if data.startswith(_OLE):
        if _LOCKED in data:
            raise _NotRead(Unreadable.LOCKED)
        if _WORD in data:
            raise _NotRead(Unreadable.WORD)
        return list(_by_calamine(data))
    from content.plain_table import read_table  # words of Vietnamese: not for a workbook

    rows = read_table(data)
    if rows is None:
        raise _NotRead(Unreadable.NOT_A_SHEET)
    return [_plain_sheet(rows)]


def _plain_sheet(rows: Iterator[list[str]]) -> _Draft:
    draft, room = _Draft("", hidden=False), _Room()
    for number, row in enumerate(rows):
        if not all(draft.put(number, place, text, room) for place, text in enumerate(row)):
            break
    return draft


class _Xlsx:
    """An Office Open XML workbook, transitional or strict, part by part as it is unpacked."""

    def __init__(self, packed: zipfile.ZipFile, names: set[str]) -> None:
        self._zip = packed
        self._names = names
        self._room = _Room()
        self._unpacked = MOST_UNPACKED
        self._elements_left = MOST_ELEMENTS
        self._1904 = False
        self._strings: list[str] = []
        self._dates: frozenset[int] = frozenset()
        self._struck: frozenset[int] = frozenset()

    def sheets(self) -> list[_Draft]:
        book = self._target("_rels/.rels", "/officeDocument") or "xl/workbook.xml"
        if book not in self._names:
            raise _NotRead(Unreadable.NOT_A_SHEET)
        links = self._links(book)
        parts = {kind.rsplit("/", 1)[-1]: part for kind, part in links.values()}
        listed = self._listed(book, links)
        if (strings := parts.get("sharedStrings", "")) in self._names:
            self._strings = [_text_of(item) for item in self._elements(strings, "si")]
        if (styles := parts.get("styles", "")) in self._names:
            # A list is no worse for styles nobody can read.
            with contextlib.suppress(ParseError, ValueError):
                self._dates = self._date_styles(styles)
                self._struck = self._struck_styles(styles)
        drafts = []
        for name, hidden, part in listed[:MOST_SHEETS]:
            draft = _Draft(name, hidden)
            self._read(part, draft)
            drafts.append(draft)
        return drafts

    def _listed(self, book: str, links: dict[str, tuple[str, str]]) -> list[tuple[str, bool, str]]:
        """(name, hidden, part) of every sheet of cells, in the order of the tabs."""
        listed = []
        for element in self._elements(book, "sheet", "workbookPr"):
            if _local(element) == "workbookPr":
                self._1904 = element.get("date1904") in ("1", "true")
                continue
            link = next((v for k, v in element.items() if k.endswith("}id")), "")
            kind, part = links.get(link, ("", ""))
            if kind.endswith("/worksheet"):
                hidden = element.get("state", "visible") != "visible"
                listed.append((element.get("name", ""), hidden, part))
        return listed

    def _elements(self, part: str, *wanted: str) -> Iterator[Element]:
        """The wanted elements of a part, whole, one after the other; the rest is forgotten."""
        with self._zip.open(part) as raw:
            yield from self._found(_Counted(raw, self), *wanted)

    def _found(self, source: "_Counted", *wanted: str) -> Iterator[Element]:
        root = None
        for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
            if root is None:
                root = element
            if event == "start":
                self._elements_left -= 1
                if self._elements_left < 0:
                    raise _NotRead(Unreadable.TOO_LARGE)
            elif _local(element) in wanted:
                yield element
                element.clear()
                root.clear()

    def count(self, size: int) -> None:
        """What a part really unpacks to, whatever the archive says it would."""
        self._unpacked -= size
        if self._unpacked < 0:
            raise _NotRead(Unreadable.TOO_LARGE)

    def _links(self, part: str) -> dict[str, tuple[str, str]]:
        """Id -> (kind, part it names) of a part's relations."""
        place = PurePosixPath(part)
        relations = f"{place.parent}/_rels/{place.name}.rels"
        if relations not in self._names:
            return {}
        return {
            item.get("Id", ""): (item.get("Type", ""), _joined(place, item.get("Target", "")))
            for item in self._elements(relations, "Relationship")
        }

    def _target(self, relations: str, kind: str) -> str:
        if relations not in self._names:
            return ""
        return next(
            (
                item.get("Target", "").lstrip("/")
                for item in self._elements(relations, "Relationship")
                if item.get("Type", "").endswith(kind)
            ),
            "",
        )

    def _date_styles(self, part: str) -> frozenset[int]:
        """The numbers of the cell styles that show a number as a date."""
        known = set(_DATE_FORMATS)
        styles: list[int] = []
        for element in self._elements(part, "numFmt", "cellXfs"):
            if _local(element) == "numFmt":
                if _DATE_LETTERS.search(_NOT_LETTERS.sub("", element.get("formatCode", ""))):
                    known.add(int(element.get("numFmtId", "-1")))
            else:
                styles = [int(style.get("numFmtId", "0")) for style in element]
        return frozenset(place for place, number in enumerate(styles) if number in known)

    def _struck_styles(self, part: str) -> frozenset[int]:
        """The numbers of the cell styles that strike their text through."""
        fonts: list[bool] = []
        styles: list[int] = []
        for element in self._elements(part, "fonts", "cellXfs"):
            if _local(element) == "fonts":
                fonts = [any(_is_strike(look) for look in font) for font in element]
            else:
                styles = [int(style.get("fontId", "0")) for style in element]
        struck = {number for number, is_struck in enumerate(fonts) if is_struck}
        return frozenset(place for place, font in enumerate(styles) if font in struck)

    def _read(self, part: str, draft: _Draft) -> None:
        if part not in self._names:
            raise _NotRead(Unreadable.DAMAGED)
        with self._zip.open(part) as raw:
            lean = _Lean(raw, self)
            try:
                self._read_rows(lean, draft)
            except _NotRead as refused:
                if refused.why is not Unreadable.TOO_LARGE or not draft.rows:
                    raise
                draft.cut_at = max(draft.rows) + 1
            while lean.read():  # what is merged stands behind the rows
                pass
        areas = (_area(ref) for ref in lean.merged)
        draft.merged = [area for area in areas if area]

    def _read_rows(self, lean: "_Lean", draft: _Draft) -> None:
        """Until the last row, or the first that is not taken any more."""
        last = -1
        for element in self._found(lean, "row"):
            given = element.get("r", "")
            last = int(given) - 1 if given.isdecimal() else last + 1
            self._read_row(element, last, draft)
            if draft.cut_at is not None:
                return
            if element.get("hidden") in ("1", "true") and last in draft.rows:
                draft.hidden_rows.append(last)

    def _read_row(self, row: Element, number: int, draft: _Draft) -> None:
        column = -1
        for cell in row:
            if _local(cell) != "c":
                continue
            place = _place(cell.get("r", ""))
            column = place[1] if place else column + 1
            if not draft.put(number, column, self._shown(cell), self._room):
                return
            style = cell.get("s", "")
            if self._struck and style.isdecimal() and int(style) in self._struck:
                draft.struck.setdefault(number, []).append(column)

    def _shown(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        inside = {_local(part): part for part in cell}
        if kind == "inlineStr":
            return _text_of(inside["is"]) if "is" in inside else ""
        value = inside["v"].text if "v" in inside else None
        if value is None:
            return UNCALCULATED if "f" in inside else ""
        match kind:
            case "s":
                place = int(value)
                return self._strings[place] if 0 <= place < len(self._strings) else ""
            case "n":
                style = cell.get("s", "0")
                dated = style.isdecimal() and int(style) in self._dates
                return _number(value, self._1904 if dated else None)
            case "b":
                return "TRUE" if value == "1" else "FALSE"
        return _unescaped(value)


class _Counted:
    """A part of the archive whose unpacked bytes are counted as they come."""

    def __init__(self, raw: Any, book: _Xlsx) -> None:
        self._raw = raw
        self._book = book

    def read(self, size: int = -1) -> bytes:
        chunk: bytes = self._raw.read(min(size, _PIECE) if size > 0 else _PIECE)
        self._book.count(len(chunk))
        return chunk


class _Lean(_Counted):
    """A sheet without its cells and rows that hold nothing: each would cost a parser as much as one
    that does. `merged`: the areas it names, as they come by."""

    def __init__(self, raw: Any, book: _Xlsx) -> None:
        super().__init__(raw, book)
        self._rest = b""
        self.merged: list[str] = []

    def read(self, size: int = -1) -> bytes:
        while piece := super().read():
            whole, mark, begun = (self._rest + piece).rpartition(b"<")
            self._rest = mark + begun
            room = MOST_ROWS - len(self.merged)
            self.merged += [found.decode() for found in _MERGED.findall(whole)[:room]]
            if lean := _ROWS.sub(b"", _CELLS.sub(b"", whole)):
                return lean
            if len(self._rest) > 4 * _PIECE:  # one text without an end
                break
        rest, self._rest = self._rest, b""
        return rest


def _is_strike(look: Element) -> bool:
    return _local(look) == "strike" and look.get("val", "1") not in ("0", "false")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _text_of(item: Element) -> str:
    """The text of a string, of all its runs; without the reading aids of Japanese."""
    parts: list[str] = []
    for child in item:
        match _local(child):
            case "t":
                parts.append(child.text or "")
            case "r":
                parts += [t.text or "" for t in child if _local(t) == "t"]
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _number(value: str, dates_from_1904: bool | None) -> str:
    """A number as people would write it; as a day when the cell shows one."""
    try:
        number = float(value)
    except ValueError:
        return value
    if dates_from_1904 is not None and 0 <= number < 2_958_466:
        return _moment(_DAY_ZERO[dates_from_1904] + timedelta(days=number))
    if number.is_integer() and abs(number) < 1e18:
        return str(int(number))
    return repr(number)


def _moment(value: datetime) -> str:
    value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    shown = f"{value:%d/%m}/{value.year:04}"
    return shown if value.time() == time() else f"{shown} {value:%H:%M}"


def _joined(place: PurePosixPath, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    parts: list[str] = []
    for part in (place.parent / target).parts:
        if part == ".." and parts:
            parts.pop()
        elif part not in ("..", "."):
            parts.append(part)
    return "/".join(parts)


def _place(ref: str) -> tuple[int, int] | None:
    """`B12` -> (11, 1)."""
    found = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})", ref)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _area(ref: str) -> Area | None:
    first, _, last = ref.partition(":")
    start, end = _place(first), _place(last or first)
    return (*start, *end) if start and end else None


def _by_calamine(data: bytes) -> Iterator[_Draft]:
    """The older and other formats: .xls, .xlsb, .ods."""
    room = _Room()
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        for place, about in enumerate(book.sheets_metadata[:MOST_SHEETS]):
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(place)
            draft = _Draft(about.name, about.visible != python_calamine.SheetVisibleEnum.Visible)
            draft.merged = [
                (*start, *end) for start, end in (sheet.merged_cell_ranges or ())[:MOST_ROWS]
            ]
            top, left = sheet.start or (0, 0)
            for row, cells in enumerate(sheet.iter_rows(), top):
                if not all(
                    draft.put(row, column, _plain(value), room)
                    for column, value in enumerate(cells, left)
                ):
                    break
            yield draft


def _plain(value: object) -> str:
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return _number(str(value), None)
        case datetime():
            return _moment(value)
        case date():
            return f"{value:%d/%m}/{value.year:04}"
    return str(value)


def _packed(draft: _Draft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "hidden": draft.hidden,
        "rows": list(draft.rows.items()),
        "merged": draft.merged,
        "cut_at": draft.cut_at,
        "wide": draft.wide,
        "struck": [(row, columns) for row, columns in draft.struck.items() if row in draft.rows],
        "hidden_rows": draft.hidden_rows,
    }


def main(source: BinaryIO, target: BinaryIO) -> None:
    """Reads a file from one end, writes its sheets as JSON to the other, within bounds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer: dict[str, Any]
    try:
        answer = {"sheets": [_packed(draft) for draft in _sheets_of(source.read())]}
    except _NotRead as refused:
        answer = {"fault": refused.why}
    except python_calamine.PasswordError:
        answer = {"fault": Unreadable.LOCKED}
    except (zipfile.BadZipFile, python_calamine.CalamineError, ParseError, DefusedXmlException):
        answer = {"fault": Unreadable.DAMAGED}
    target.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
