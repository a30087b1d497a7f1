"""Knows the database of the last run again: a number in its header, and the same beside it.

A copy put in its place by hand (with the `-wal` of the other still there), an emptied or vanished
file would otherwise be taken for the database, and what people were told would come back or be
gone. `<file>.seal` holds the numbers the header may have; it is written before the header is.
"""

import json
import os
import secrets
import struct
from collections.abc import Collection
from pathlib import Path

from content.operator import tell
from storage.engines.sqlite.lock import FileLock, beside
from storage.errors import StorageError

MAGIC = b"SQLite format 3\x00"
HEADER = 100
_NUMBER_AT = 68  # "application id" in SQLite's header: any number we like
_WAL_HEADER, _FRAME_HEADER = 32, 24
_WAL_MAGIC = (0x377F0682, 0x377F0683)


def known(path: Path) -> list[int]:
    """The numbers the file may carry; none where no run was sealed yet."""
    try:
        kept = json.loads(beside(path, ".seal").read_text(encoding="ascii"))
        return [int(number) for number in kept["numbers"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def traces(path: Path) -> str:
    """The name of a file that shows there was a database here, or ''."""
    for ending in (".seal", ".erasures"):
        if beside(path, ending).exists():
            return beside(path, ending).name
    log = beside(path, "-wal")
    return log.name if log.exists() and log.stat().st_size else ""


def keep(path: Path, numbers: list[int]) -> None:
    """Raises OSError."""
    write_whole(beside(path, ".seal"), json.dumps({"numbers": numbers}).encode())


def fresh() -> int:
    return secrets.randbelow(2**31 - 2) + 1


def number_in(header: bytes) -> int:
    return int(struct.unpack(">I", header[_NUMBER_AT : _NUMBER_AT + 4])[0])


def is_one_of(header: bytes, numbers: Collection[int]) -> bool:
    """Whether these first bytes are of a database that carries one of the numbers."""
    if len(header) < HEADER or not header.startswith(MAGIC):
        return False
    return number_in(header) in numbers


def look(path: Path, file: FileLock) -> str:
    """What is wrong with the file and its log as they lie on the disk, or ''.

    'header': no database; 'strange': not the one that ran last; 'log': the `-wal` is another's.
    """
    header = file.read(HEADER)
    if len(header) < HEADER or not header.startswith(MAGIC):
        return "header"
    numbers = known(path)
    if numbers and number_in(header) not in numbers:
        return "strange"
    return "log" if numbers and not _log_belongs(beside(path, "-wal"), numbers) else ""


def _log_belongs(log: Path, numbers: list[int]) -> bool:
    """Whether every first page in the log carries our number. Read before SQLite opens it."""
    try:
        file = os.open(log, os.O_RDONLY)
    except OSError:
        return True  # none, or SQLite will say so itself
    try:
        head = os.pread(file, _WAL_HEADER, 0)
        if len(head) < _WAL_HEADER:
            return True
        magic, _, page, _ = struct.unpack(">4I", head[:16])
        if magic not in _WAL_MAGIC or not 512 <= page <= 65536:
            return True
        at, salts = _WAL_HEADER, head[16:24]
        while len(frame := os.pread(file, _FRAME_HEADER, at)) == _FRAME_HEADER:
            if frame[8:16] != salts:
                return True  # left over from before the log began anew
            if struct.unpack(">I", frame[:4])[0] == 1:
                first = os.pread(file, HEADER, at + _FRAME_HEADER)
                if len(first) == HEADER and number_in(first) not in numbers:
                    return False
            at += _FRAME_HEADER + page
        return True
    finally:
        os.close(file)


def write_whole(path: Path, data: bytes) -> None:
    """The file has all of `data` or is what it was. Mode 0600. Raises OSError."""
    made = path.with_name(path.name + ".new")
    file = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        write_all(file, data)
        os.fsync(file)
    finally:
        os.close(file)
    made.replace(path)
    sync_folder(path.parent)


def write_all(file: int, data: bytes) -> None:
    """All of `data`, in as many pieces as the disk takes it in: one that is nearly full takes a
    part, and says no more than how much. Raises OSError."""
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]


def sync_folder(folder: Path) -> None:
    """What was renamed or deleted in it stays so after a power cut. Raises OSError."""
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def refuse_traces(path: Path) -> None:
    """No file, but signs of an earlier one: none is made in its place. Raises StorageError."""
    if trace := traces(path):
        raise StorageError(tell("storage.lost", path=path, trace=trace, name=path.name))
