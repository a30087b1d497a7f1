"""Reading a spreadsheet file: what any program may have written, and what a stranger may send."""

import io
import os
import random
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from content import NONE_KEPT, spreadsheet
from content.spreadsheet import MOST_COLUMNS, UNCALCULATED, Unreadable, read_book

FILES = Path(__file__).with_name("files")
HEADINGS = ["STT", "Họ và tên", "Điện thoại"]


@pytest.fixture
def afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads is started as the program does it."""
    monkeypatch.setattr(spreadsheet, "subprocess", subprocess)


def book(*rows: list[Any], far: tuple[int, int] | None = None) -> bytes:
    made = Workbook()
    page: Any = made.active
    for row in rows or ([*HEADINGS], [1, "La Văn Nam", "0912345678"]):
        page.append(row)
    if far:
        page.cell(*far, "x")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", 8, compresslevel=1) as new,
    ):
        for item in old.infolist():
            inside = old.read(item)
            new.writestr(item.filename, change(inside) if part in item.filename else inside)
    return out.getvalue()


def cells(data: bytes) -> dict[int, dict[int, str]]:
    read = read_book(data)
    assert not isinstance(read, Unreadable), read
    return {row: dict(columns) for row, columns in read[0].rows.items()}


# Reads a file in the reader's own process; prints its seconds of work and its most memory in MB.
_MEASURED = """
import os, resource, subprocess, sys
subprocess.run([sys.executable, "-m", "content.sheet_reader"], stdin=sys.stdin.buffer,
               stdout=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def cost(data: bytes) -> tuple[float, float]:
    """(seconds of work, MB) of reading a file. Asked of a small process between: a process begins
    with the memory of whoever starts it."""
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-c", _MEASURED],
        input=data, capture_output=True, check=True,
        env={**os.environ, NONE_KEPT: "1", "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def test_a_cell_in_the_last_row_costs_less_than_a_second_and_50_MB() -> None:
    """Measured: 0.13 s of work, 22 MB."""
    seconds, megabytes = cost(book(far=(1_048_576, 5)))
    assert seconds < 0.6 and megabytes < 40


def with_strings(size: int) -> bytes:
    """A workbook whose shared strings unpack to so many bytes."""
    made = io.BytesIO(book())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("xl/sharedStrings.xml", b"<sst><si><t>" + b"a" * size)
    return made.getvalue()


def test_ten_thousand_columns_are_two_hundred_and_a_word() -> None:
    wide = [f"Cột {n}" for n in range(10_000)]
    read = read_book(book(HEADINGS, wide, [1, "La Văn Nam", "0912345678"]))
    assert not isinstance(read, Unreadable)
    assert read[0].wide and len(read[0].rows[1]) == MOST_COLUMNS


@pytest.mark.parametrize("far", [(1_048_576, 5), (300, 16_384), (1_048_576, 16_384)])
def test_a_cell_far_out_costs_nothing(far: tuple[int, int]) -> None:
    data = book(far=far)
    started = time.process_time()
    read = read_book(data)
    assert not isinstance(read, Unreadable)
    assert read[0].rows[1] == {0: "1", 1: "La Văn Nam", 2: "0912345678"}
    assert read[0].wide == (far[1] > MOST_COLUMNS)
    assert time.process_time() - started < 5
    assert sum(len(row) for row in read[0].rows.values()) <= 7


def _filled(rows: bytes) -> bytes:
    """The workbook of one person, with more rows below."""
    return changed(book(), "sheet1.xml", lambda xml: xml.replace(b"</sheetData>", rows + _END))


_END = b"</sheetData>"
_PERSON = b'<row r="900001"><c r="A900001" t="inlineStr"><is><t>Le An</t></is></c></row>'
_FORMULA = b'<row r="%d"><c r="A%d"><f>1</f><v></v></c></row>'


def _many(row: bytes, end: int) -> bytes:
    """Rows of their own numbers from the third one on; made by the test, not by each collection."""
    numbers = row.count(b"%d")
    return b"".join(row % ((number,) * numbers) for number in range(3, end))


@pytest.mark.parametrize(
    ("rows", "more", "cut_at"),
    [
        # Rows and cells that were only coloured: nothing behind them is lost.
        (lambda: _many(b'<row r="%d" ht="15"/>', 250_000) + _PERSON, 1, None),
        (lambda: _many(b'<row r="%d"><c r="A%d" s="1"/></row>', 250_000) + _PERSON, 1, None),
        # What no program writes, without its place: the person is kept, and where it was cut known.
        (lambda: b"<row/>" * 1_000_000, 0, 2),
        (lambda: b"<row>" + b"<c/>" * 1_000_000 + b"</row>", 0, 2),
        (lambda: _many(_FORMULA, 50_000), 21_998, 22_000),
    ],
    ids=["rows", "cells", "bare rows", "bare cells", "formulas"],
)
def test_a_million_rows_of_nothing_cost_seconds_and_lose_nothing(
    rows: Callable[[], bytes], more: int, cut_at: int | None
) -> None:
    data = _filled(rows())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    read = read_book(data)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert not isinstance(read, Unreadable)
    assert read[0].rows[1] == {0: "1", 1: "La Văn Nam", 2: "0912345678"}
    assert (len(read[0].rows), read[0].cut_at) == (2 + more, cut_at)
    assert after.ru_utime - before.ru_utime < 6


def test_what_is_merged_is_known_though_rows_were_cut() -> None:
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, 30_000))
    read = read_book(changed(_filled(rows), "sheet1.xml", _swap(b"</sheetData>", merged)))
    assert not isinstance(read, Unreadable)
    assert (read[0].cut_at, read[0].merged) == (22_000, ((0, 0, 1, 1),))


@pytest.mark.parametrize("row", ["0", "1048577", "99999999999"])
def test_a_row_no_sheet_has_is_damage(row: str) -> None:
    """The list that goes back with its mistakes has every row where it stood."""
    data = changed(book(), "sheet1.xml", _swap(b'r="2"', f'r="{row}"'.encode()))
    data = changed(data, "sheet1.xml", _swap(b'r="B2"', b""))
    assert read_book(data) is Unreadable.DAMAGED


def test_an_old_workbook_is_read() -> None:
    assert cells((FILES / "to-5.xls").read_bytes())[1] == {
        0: "1",
        1: "Nguyễn Văn An",
        2: "912345678",
    }


def test_looks_nobody_can_read_stop_nothing() -> None:
    """The empty `<fill/>` some programs write; styles cut off; a theme that is no XML."""
    plain = book()
    for part, change in (
        ("styles.xml", lambda xml: xml.replace(b"<fill>", b"<fill/><fill>", 1)),
        ("styles.xml", lambda xml: xml[:200]),
        ("styles.xml", lambda xml: xml.replace(b'numFmtId="0"', b'numFmtId="none"')),
        ("theme1.xml", lambda xml: b"rubbish"),
    ):
        assert cells(changed(plain, part, change))[1][1] == "La Văn Nam"


def test_strict_open_xml_is_read() -> None:
    strict = changed(
        book(),
        ".",
        lambda xml: xml.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ).replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
    )
    assert cells(strict)[1][1] == "La Văn Nam"


def test_what_a_cell_shows() -> None:
    made = Workbook()
    page: Any = made.active
    page.append([912345678, 912345678.0, 2.5, True, "#N/A", "=A1", "  Phở  ", "a_x0009_b"])
    page["A2"] = 45_000
    page["A2"].number_format = "dd/mm/yyyy"
    out = io.BytesIO()
    made.save(out)
    read = cells(out.getvalue())
    assert list(read[0].values()) == [
        *("912345678", "912345678", "2.5", "TRUE", "#N/A", UNCALCULATED, "  Phở  ", "a\tb")
    ]
    assert read[1] == {0: "15/03/2023"}


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, inside in parts.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), inside)
    return out.getvalue()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY b%d "%s">' % (n, (b"&b%d;" % (n - 1)) * 10) for n in range(1, 12))
    + b']><worksheet xmlns="x"><sheetData><row><c t="inlineStr"><is><t>&b11;</t></is></c></row>'
    + b"</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Unreadable.NOT_A_SHEET),
        (b"STT,Ten: one line is no table", Unreadable.NOT_A_SHEET),
        (b"<html><table><tr><td>An</td></tr></table></html>", Unreadable.NOT_A_SHEET),
        (zipped(word__document_xml=b"<w/>"), Unreadable.WORD),
        (b"PK\x03\x04 and nothing more", Unreadable.DAMAGED),
        (book()[:-40], Unreadable.DAMAGED),
        (changed(book(), "sheet1.xml", lambda xml: xml[:-40]), Unreadable.DAMAGED),
        (changed(book(), "sheet1.xml", lambda xml: ENTITIES), Unreadable.DAMAGED),
        (changed(book(), "workbook.xml", lambda xml: b"\x00" * 9), Unreadable.DAMAGED),
        (lambda: changed(book(), "sheet1.xml", lambda _: b" " * 200_000_000), Unreadable.TOO_LARGE),
        (lambda: with_strings(200_000_000), Unreadable.TOO_LARGE),
        ("\ufeff \r\n;;\r\n".encode(), Unreadable.EMPTY),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            Unreadable.LOCKED,
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, Unreadable.DAMAGED),
    ],
    ids=range(14),
)
def test_a_file_that_cannot_be_read_says_why(
    data: bytes | Callable[[], bytes], why: Unreadable, afresh: None
) -> None:
    """What takes a second to make is made by the test, not by whoever lists the tests."""
    assert read_book(data() if callable(data) else data) is why


def test_an_archive_that_lies_about_its_size_is_stopped(afresh: None) -> None:
    """The directory says 10 bytes, the part unpacks to 300 million."""
    data = bytearray(changed(book(), "sheet1.xml", lambda xml: b"<a>" + b" " * 300_000_000))
    place = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert read_book(bytes(data)) in (Unreadable.TOO_LARGE, Unreadable.DAMAGED)


def test_rows_beyond_what_is_taken_are_known(afresh: None) -> None:
    read = read_book(book(HEADINGS, *([n, "An", "0912345678"] for n in range(22_100))))
    assert not isinstance(read, Unreadable)
    assert len(read[0].rows) == 22_000 and read[0].cut_at == 22_000


def test_no_mutated_file_raises() -> None:
    """Bytes turned, parts swapped, tails cut: an answer each time, of the two kinds there are."""
    chance = random.Random(12)
    whole = book()
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        part = chance.choice(("sheet1.xml", "workbook.xml", ".rels", "styles.xml"))
        old, new = chance.choice((b"1", b"<", b'"')), bytes((chance.randrange(256),))
        swapped = changed(whole, part, _swap(old, new))
        for sent in (bytes(data), swapped):
            assert isinstance(read_book(sent), list | Unreadable)


def _swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda inside: inside.replace(old, new)
