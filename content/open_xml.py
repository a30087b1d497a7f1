"""An .xlsx or .xlsm, element by element as it is unpacked, through a parser that takes no entities.

Only cells that hold something cost anything: one at XFD1048576 is one cell, a million rows that
were only coloured are none. Of looks only what says something is read: cells struck through, rows
that are hidden. ADR 0009.
"""

import contextlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import Element, ParseError  # names; defusedxml parses

from defusedxml.ElementTree import iterparse

from content.sheet_draft import NotRead, SheetDraft, TextRoom, number_shown
from content.spreadsheet import (
    MOST_ROWS,
    MOST_SHEETS,
    MOST_UNPACKED,
    UNCALCULATED,
    Area,
    Unreadable,
)

MOST_ELEMENTS = 900_000  # of all parts that are parsed, what holds nothing left out
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
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_DATE_LETTERS = re.compile(r"[dmyhs]", re.I)
_NOT_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


class Xlsx:
    """An Office Open XML workbook, transitional or strict, part by part as it is unpacked."""

    def __init__(self, packed: zipfile.ZipFile, names: set[str]) -> None:
        self._zip = packed
        self._names = names
        self._room = TextRoom()
        self._unpacked = MOST_UNPACKED
        self._elements_left = MOST_ELEMENTS
        self._1904 = False
        self._strings: list[str] = []
        self._dates: frozenset[int] = frozenset()
        self._struck: frozenset[int] = frozenset()

    def sheets(self) -> list[SheetDraft]:
        book = self._target("_rels/.rels", "/officeDocument") or "xl/workbook.xml"
        if book not in self._names:
            raise NotRead(Unreadable.NOT_A_SHEET)
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
            draft = SheetDraft(name, hidden)
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
                    raise NotRead(Unreadable.TOO_LARGE)
            elif _local(element) in wanted:
                yield element
                element.clear()
                root.clear()

    def count(self, size: int) -> None:
        """What a part really unpacks to, whatever the archive says it would."""
        self._unpacked -= size
        if self._unpacked < 0:
            raise NotRead(Unreadable.TOO_LARGE)

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

    def _read(self, part: str, draft: SheetDraft) -> None:
        if part not in self._names:
            raise NotRead(Unreadable.DAMAGED)
        with self._zip.open(part) as raw:
            lean = _Lean(raw, self)
            try:
                self._read_rows(lean, draft)
            except NotRead as refused:
                if refused.why is not Unreadable.TOO_LARGE or not draft.rows:
                    raise
                draft.cut_at = max(draft.rows) + 1
            while lean.read():  # what is merged stands behind the rows
                pass
        areas = (_area(ref) for ref in lean.merged)
        draft.merged = [area for area in areas if area]

    def _read_rows(self, lean: "_Lean", draft: SheetDraft) -> None:
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

    def _read_row(self, row: Element, number: int, draft: SheetDraft) -> None:
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
                return number_shown(value, self._1904 if dated else None)
            case "b":
                return "TRUE" if value == "1" else "FALSE"
        return _unescaped(value)


class _Counted:
    """A part of the archive whose unpacked bytes are counted as they come."""

    def __init__(self, raw: Any, book: Xlsx) -> None:
        self._raw = raw
        self._book = book

    def read(self, size: int = -1) -> bytes:
        chunk: bytes = self._raw.read(min(size, _PIECE) if size > 0 else _PIECE)
        self._book.count(len(chunk))
        return chunk


class _Lean(_Counted):
    """A sheet without its cells and rows that hold nothing: each would cost a parser as much as one
    that does. `merged`: the areas it names, as they come by."""

    def __init__(self, raw: Any, book: Xlsx) -> None:
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
