"""Reads one file somebody sent and ends: `content.spreadsheet.read_book` starts it, with bounds on
memory and time, so that a hostile or broken file ends this process and nothing else."""

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError  # a name; defusedxml parses

import python_calamine
from defusedxml.common import DefusedXmlException

from content.open_xml import Xlsx
from content.sheet_draft import NotRead, SheetDraft, TextRoom, moment_shown, number_shown
from content.spreadsheet import MEMORY, MOST_ROWS, MOST_SHEETS, MOST_UNPACKED, SECONDS, Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")


def _sheets_of(data: bytes) -> list[SheetDraft]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            if "word/document.xml" in names:
                raise NotRead(Unreadable.WORD)
            if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED:
                raise NotRead(Unreadable.TOO_LARGE)
            if "xl/workbook.bin" not in names and "content.xml" not in names:
                return Xlsx(packed, names).sheets()
        return list(_by_calamine(data))
    if data.startswith(_OLE):
        if _LOCKED in data:
            raise NotRead(Unreadable.LOCKED)
        if _WORD in data:
            raise NotRead(Unreadable.WORD)
        return list(_by_calamine(data))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        from content.markup_table import read_markup

        if drafts := list(read_markup(data)):
            return drafts
        raise NotRead(Unreadable.NOT_A_SHEET)
    from content.plain_table import read_table, says_nothing  # Vietnamese words: not for a workbook

    rows = read_table(data)
    if rows is None:
        raise NotRead(Unreadable.EMPTY if data and says_nothing(data) else Unreadable.NOT_A_SHEET)
    return [_plain_sheet(rows)]


def _plain_sheet(rows: Iterator[list[str]]) -> SheetDraft:
    draft, room = SheetDraft("", hidden=False), TextRoom()
    for number, row in enumerate(rows):
        if not all(draft.put(number, place, text, room) for place, text in enumerate(row)):
            break
    return draft


def _by_calamine(data: bytes) -> Iterator[SheetDraft]:
    """The older and other formats: .xls, .xlsb, .ods."""
    room = TextRoom()
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        for place, about in enumerate(book.sheets_metadata[:MOST_SHEETS]):
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(place)
            draft = SheetDraft(
                about.name, about.visible != python_calamine.SheetVisibleEnum.Visible
            )
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
            return number_shown(str(value), None)
        case datetime():
            return moment_shown(value)
        case date():
            return f"{value:%d/%m}/{value.year:04}"
    return str(value)


def _packed(draft: SheetDraft) -> dict[str, Any]:
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
    except NotRead as refused:
        answer = {"fault": refused.why}
    except python_calamine.PasswordError:
        answer = {"fault": Unreadable.LOCKED}
    except (zipfile.BadZipFile, python_calamine.CalamineError, ParseError, DefusedXmlException):
        answer = {"fault": Unreadable.DAMAGED}
    target.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
