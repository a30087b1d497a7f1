"""The list of what is gone, as a file beside the database which a restore leaves alone."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from storage.engines.sqlite.lock import beside
from storage.engines.sqlite.seal import write_all, write_whole
from storage.gone import GoneLine
from storage.models import moment, stamp


def list_of(path: Path) -> Path:
    """Where the list of a database stands."""
    return beside(path, ".erasures")


def read(listed: Path) -> list[GoneLine]:
    """Every whole line; one cut off by a crash was never acknowledged. Raises OSError."""
    if not listed.exists():
        return []
    lines = []
    for raw in listed.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            kept = json.loads(raw)
            lines.append(GoneLine(kept["id"], kept["kind"], kept["object"], moment(kept["at"])))
        except (ValueError, KeyError, TypeError):
            continue
    return lines


def append(listed: Path, lines: Iterable[GoneLine]) -> None:
    """Adds lines and has them on the disk. Raises OSError."""
    data = b"".join(_packed(line) for line in lines)
    if not data:
        return
    file = os.open(listed, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        # A line a crash cut off must not swallow the next one.
        size = os.fstat(file).st_size
        if size and os.pread(file, 1, size - 1) != b"\n":
            data = b"\n" + data
        try:
            write_all(file, data)
        except OSError:
            os.ftruncate(file, size)
            raise
        os.fsync(file)
    finally:
        os.close(file)


def add_missing(listed: Path, lines: Iterable[GoneLine]) -> None:
    """Adds those that are not in the file yet. Raises OSError."""
    there = {line.id for line in read(listed)}
    append(listed, [line for line in lines if line.id not in there])


def drop_before(listed: Path, before: datetime) -> None:
    """Raises OSError."""
    lines = read(listed)
    kept = [line for line in lines if line.at >= before]
    if len(kept) < len(lines):
        write_whole(listed, b"".join(_packed(line) for line in kept))


def _packed(line: GoneLine) -> bytes:
    return json.dumps(asdict(line) | {"at": stamp(line.at)}).encode() + b"\n"
