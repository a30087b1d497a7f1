"""A spreadsheet file, or a table of plain text, as sheets of short texts, whatever somebody put
into the file.

`read_book` reads in a process of its own (`content/sheet_reader.py`) with bounds on memory and
time, so that a hostile or broken file ends that process and nothing else.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from content import NONE_KEPT

MOST_ROWS = 22_000
LAST_ROW = 1_048_576  # of any sheet; a file that counts on is none
MOST_COLUMNS = 200
MOST_SHEETS = 60
MOST_TEXT = 500  # characters of one cell
MOST_IN_ALL = 12_000_000  # characters of a file's cells, each counted ten longer than it is
MOST_UNPACKED = 120 * 1024 * 1024
MEMORY = 1024 * 1024 * 1024
SECONDS, WITHIN_S = 12, 120  # of work; by the clock of a machine with much other work
# What a cell shows whose formula has no result: never calculated, or gone wrong.
UNCALCULATED = "#CALC!"
_FAULTS = frozenset(
    (
        *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
        *("#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#PYTHON!"),
    )
)
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
            [sys.executable, "-m", "content.sheet_reader"],
            input=data,
            capture_output=True,
            timeout=WITHIN_S,
            cwd=Path(__file__).parents[1],
            env={**os.environ, NONE_KEPT: "1"},
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
