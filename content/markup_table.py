"""Tables written as a web page or as XML of Excel 2003, both often under the name .xls: what many
programs of offices call "export to Excel"."""

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from defusedxml.ElementTree import iterparse

from content.sheet_draft import SheetDraft, TextRoom

_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.I)
_MOST_SPANNED = 200  # columns or rows of one cell


def read_markup(data: bytes) -> Iterator[SheetDraft]:
    """The tables of such a text, none where it holds none. Raises ParseError."""
    if _SPREADSHEET[1:-1].encode() in data[:4096]:
        yield from _of_excel_2003(data)
        return
    page = _TablesOfPage()
    page.feed(_decoded(data))
    page.close()
    for draft in page.drafts:
        if len(draft.rows) > 1:
            yield draft


def _of_excel_2003(data: bytes) -> Iterator[SheetDraft]:
    room, draft, row = TextRoom(), SheetDraft("", hidden=False), -1
    at = f"{_SPREADSHEET}Index"
    for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
        kind = element.tag.removeprefix(_SPREADSHEET)
        if event == "start":
            if kind == "Worksheet":
                draft, row = SheetDraft(element.get(f"{_SPREADSHEET}Name", ""), hidden=False), -1
        elif kind == "Row":
            row = _index(element.get(at), row + 1)
            column = -1
            for cell in element:
                column = _index(cell.get(at), column + 1)
                draft.put(row, column, "".join(cell.itertext()), room)
                column += int(cell.get(f"{_SPREADSHEET}MergeAcross", "0"))
            element.clear()
        elif kind == "Worksheet":
            yield draft
            element.clear()


def _index(given: str | None, following: int) -> int:
    return int(given) - 1 if given and given.isdecimal() else following


def _decoded(data: bytes) -> str:
    named = _CHARSET.search(data[:4096])
    try:
        return data.decode(named[1].decode() if named else "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


class _TablesOfPage(HTMLParser):
    """Every outermost table of a page; what is inside a cell is its text."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts: list[SheetDraft] = []
        self._room = TextRoom()
        self._depth, self._row, self._column = 0, -1, 0
        self._taken: set[tuple[int, int]] = set()  # by cells of several rows
        self._text: list[str] | None = None
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.drafts.append(SheetDraft("", hidden=False))
                self._row, self._taken = -1, set()
        elif self._depth == 1 and tag == "tr":
            self._end_of_cell()
            self._row, self._column = self._row + 1, 0
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_of_cell()
            given = dict(attrs)
            self._spans = _span(given.get("rowspan")), _span(given.get("colspan"))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._end_of_cell()
            self._depth = max(0, self._depth - 1)
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_of_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _end_of_cell(self) -> None:
        if self._text is None or not self.drafts:
            return
        while (self._row, self._column) in self._taken:
            self._column += 1
        text = " ".join("".join(self._text).split())
        draft, (down, across) = self.drafts[-1], self._spans
        draft.put(max(self._row, 0), self._column, text, self._room)
        if down > 1 or across > 1:
            last = self._row + down - 1, self._column + across - 1
            draft.merged.append((self._row, self._column, *last))
        for row in range(self._row + 1, self._row + down):
            self._taken |= {(row, self._column + n) for n in range(across)}
        self._column += across
        self._text = None


def _span(given: str | None) -> int:
    return max(1, min(int(given), _MOST_SPANNED)) if given and given.isdecimal() else 1
