"""Tables as xlsx files, by openpyxl; `content/sheets.py` says what is in them. It is loaded when
the first one is made, which keeps it out of a start."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from content.attendee_rows import Listing, SheetRead
from content.library import Content
from content.sheets import steady
from content.vietnamese import VIETNAM, printable

PRINTED = 150  # characters across A4 on its side in letters that are read without glasses
NARROW = 12  # characters of a column that is not narrowed
_NARROWEST, _WIDEST = 6, 48  # characters of a column of somebody's file
_LINE = 16.5  # points of a line of a cell
_LETTERS = 1.1  # of our font, for each character of a column's width
_TALLEST = 24  # lines; Excel makes no row taller than 409 points
_FONT = "Times New Roman"
_EDGE = Side(style="thin")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
# The moment stamped into every file, so that the same content gives the same bytes.
_STAMP = datetime(2026, 1, 1)  # noqa: DTZ001  # written into the file as it is


def safe(value: Any) -> Any:
    """A cell's value that no spreadsheet program reads as a formula or cannot hold."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def sheet(
    content: Content,
    title: str,
    subtitle: str,
    headings: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Any]],
    *,
    total: Sequence[Any] = (),
    to_sign: bool = False,
) -> bytes:
    """One table as an xlsx file; `headings` are (text, width in characters); rows `to_sign` are
    tall enough for it."""
    book = Workbook(write_only=True)
    page, words = _Page(book), content.words
    width = len(headings)
    half = max(1, width // 2)
    top = 7
    page.widths = _widths([size for _, size in headings])
    for column, size in enumerate(page.widths, 1):
        page.sheet.column_dimensions[get_column_letter(column)].width = size
    page.sheet.freeze_panes = f"A{top + 1}"
    page.sheet.print_title_rows = f"{top}:{top}"
    page.sheet.page_setup.orientation = "landscape"
    page.sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    page.sheet.page_setup.fitToWidth = 1
    page.sheet.page_setup.fitToHeight = 0
    page.sheet.page_margins = PageMargins(left=0.6, right=0.4, top=0.6, bottom=0.6, footer=0.3)
    page.sheet.oddFooter.center.text = "&P/&N"
    page.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.begin()
    ward = f"{words.label('committee_short')} {content.ward.name.upper()}"
    page.across((ward, 1, half, _TITLE), (words.label("state_name"), half + 1, width, _TITLE))
    page.across((words.label("state_motto"), half + 1, width, _TITLE))
    page.across()
    page.across((title.upper(), 1, width, replace(_TITLE, size=14)))
    page.across((subtitle, 1, width, replace(_TITLE, bold=False, italic=True)))
    page.across()
    page.row([text for text, _ in headings], bold=True, centre=True)
    for row in rows:
        page.row(row, lines=2 if to_sign else 1)
    if total:
        page.row(total, bold=True)
    page.across()
    page.across((words.label("made_by"), half + 1, width, _TITLE))
    return saved(book)


def _widths(sizes: Sequence[float]) -> list[float]:
    """Narrowed where all of them together would be printed in small letters on A4: long texts go
    on in the next line."""
    over = sum(sizes) - PRINTED
    wide = sum(size - NARROW for size in sizes if size > NARROW)
    if over <= 0 or not wide:
        return list(sizes)
    share = max(1 - over / wide, 0)
    return [NARROW + (size - NARROW) * share if size > NARROW else size for size in sizes]


@dataclass(frozen=True, slots=True)
class _Look:
    """How a cell looks. `bordered`: one of the table."""

    bold: bool = False
    italic: bool = False
    size: int = 12
    centre: bool = False
    bordered: bool = False
    number_format: str = "General"


_TITLE = _Look(bold=True, centre=True)


class _Page:
    """A page that keeps no cells: each row is written as it comes. Twenty thousand rows of cells
    are a million objects, and everybody waits while the interpreter looks through them."""

    def __init__(self, book: Workbook) -> None:
        self.sheet: Any = book.create_sheet()
        self.widths: Sequence[float] = ()
        self._rows = 0
        self._styles: dict[_Look, Any] = {}

    def begin(self) -> None:
        """What is said of the whole page is said before; rows follow. In memory alone."""
        self.sheet._writer = WorksheetWriter(self.sheet, io.BytesIO())
        self.sheet._writer.write_top()

    def across(self, *texts: tuple[str, int, int, _Look]) -> None:
        """A row of texts, each from its first column to its last; an empty row for none."""
        cells: dict[int, Any] = {}
        for text, first, last, look in texts:
            cells[first] = self._cell(text, look)
            if last > first:
                place = f"{get_column_letter(first)}{self._rows + 1}"
                end = f"{get_column_letter(last)}{self._rows + 1}"
                self.sheet.merged_cells.add(f"{place}:{end}")
        self._add([cells.get(column) for column in range(1, max(cells, default=0) + 1)])

    def row(
        self, values: Sequence[Any], *, bold: bool = False, centre: bool = False, lines: int = 1
    ) -> None:
        """A row of the table, at least so many `lines` tall."""
        cells = []
        for value in values:
            if isinstance(value, datetime):
                value = value.astimezone(VIETNAM).replace(tzinfo=None)
            centred = centre or isinstance(value, int | date)
            look = _Look(bold, centre=centred, bordered=True, number_format=_format_of(value))
            cells.append(self._cell(value, look))
        tall = max(lines, self._lines(values))
        if tall > 1:
            self.sheet.row_dimensions[self._rows + 1].height = tall * _LINE
        self._add(cells)

    def _lines(self, values: Sequence[Any]) -> int:
        """How many lines the tallest cell takes: not every program looks for itself."""
        tall = 1
        for value, width in zip(values, self.widths, strict=False):
            if isinstance(value, str) and len(value) > width * _LETTERS:
                at = max(1, int(width * _LETTERS))
                tall = max(tall, sum(-(-len(line) // at) or 1 for line in value.split("\n")))
        return min(tall, _TALLEST)

    def _add(self, cells: list[Any]) -> None:
        self._rows += 1
        self.sheet.append(cells)

    def _cell(self, value: Any, look: _Look) -> Any:
        cell: Any = WriteOnlyCell(self.sheet, safe(value))
        if look not in self._styles:
            cell.font = Font(name=_FONT, size=look.size, bold=look.bold, italic=look.italic)
            cell.alignment = Alignment(
                horizontal="center" if look.centre else None, vertical="center", wrap_text=True
            )
            cell.number_format = look.number_format
            if look.bordered:
                cell.border = _BORDER
            self._styles[look] = cell._style
        cell._style = self._styles[look]
        return cell


def _format_of(value: Any) -> str:
    if isinstance(value, datetime):
        return "dd/mm/yyyy hh:mm"
    if isinstance(value, date):
        return "dd/mm/yyyy"
    if isinstance(value, str):
        return "@"  # phones and codes keep their zeros
    return "#,##0" if isinstance(value, int) else "General"


class _WriterInMemory(ExcelWriter):
    """openpyxl puts every page into a file of the machine first: names and phones, which a crash
    would leave there for anybody."""

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        if self.workbook.write_only:
            ws.close()
            writer = ws._writer
        else:
            writer = WorksheetWriter(ws, io.BytesIO())
            writer.write()
        ws._rels = writer._rels
        archive: zipfile.ZipFile = self._archive  # type: ignore[attr-defined]  # the same
        archive.writestr(ws.path[1:], writer.out.getvalue())
        self.manifest.append(ws)


def saved(book: Workbook) -> bytes:
    book.properties.created = _STAMP
    book.properties.modified = _STAMP
    book.properties.creator = ""
    out = io.BytesIO()
    _WriterInMemory(book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)).save()
    return steady(out.getvalue())


def list_with_errors(listing: Listing, words: Mapping[str, str]) -> bytes:
    """What was read of somebody's file, cell by cell where it stood, with one more column that says
    why a row is not kept. A fresh file: the one that came may be past opening twice."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for about in listing.sheets:
        if about.state == "read":
            _sheet_with_errors(book.create_sheet(_title(about.sheet.name)), about, listing, words)
    return saved(book)


def _title(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\\\']+", " ", printable(name)).strip()[:28]


def _sheet_with_errors(
    page: Worksheet, about: SheetRead, listing: Listing, words: Mapping[str, str]
) -> None:
    wrong = {row.number: row.reasons for row in listing.of(about)}
    last = max(max(cells) for cells in about.sheet.rows.values()) + 2
    widths = dict[int, int]()
    for number, cells in about.sheet.rows.items():
        for column, text in cells.items():
            if number + 1 >= about.heading_row:
                widths[column + 1] = max(widths.get(column + 1, _NARROWEST), len(text) + 2)
            page.cell(number + 1, column + 1, safe(text)).number_format = "@"
        if names := wrong.get(number + 1):
            cell = page.cell(number + 1, last, "; ".join(words[name] for name in names))
            cell.fill = PatternFill("solid", start_color="FFF2CC")
    if about.heading_row:  # else the first row is somebody already
        page.cell(about.heading_row, last, words["row_errors"]).font = Font(bold=True)
    for column, width in {**widths, last: 48}.items():
        page.column_dimensions[get_column_letter(column)].width = min(width, _WIDEST)
