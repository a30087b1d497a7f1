"""`donghanh move FROM TO`: a ward's data goes from a file to a server, or back, whole."""

import hashlib
import shutil
from pathlib import Path

from content.operator import tell
from storage import database
from storage.engines.sqlite import gone_list
from storage.moving import move

FOLDERS = ("photos", "attachments")


def moved(source_url: str, target_url: str) -> str:
    """What was moved, to be printed. Raises StorageError and OSError: then nothing is at the new
    place but copies of files."""
    source = database.side(source_url)
    try:
        target = database.side(target_url)
        try:
            files = _files(database.folder(source_url), database.folder(target_url))
            # Before anything stands there: nobody who was erased may come back by it.
            listed = gone_list.read(gone_list.list_of(source.path))
            gone_list.add_missing(gone_list.list_of(target.path), listed)
            tables = move(source, target, database.shown(target_url))
        finally:
            target.close()
    finally:
        source.close()
    lines = [
        tell("move.table", name=one.name, rows=one.rows, digest=one.digest[:16])
        for one in tables
        if one.rows
    ]
    rows = sum(one.rows for one in tables)
    done = tell("move.done", rows=rows, files=files, to=database.shown(target_url))
    return "\n".join([*lines, done])


def _files(source: Path, target: Path) -> int:
    """Copies what stands beside the database; how many files. Raises OSError."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    copied = 0
    for name in FOLDERS:
        for path in sorted((source / name).glob("*")):
            there = target / name / path.name
            if not there.exists() or not there.samefile(path):
                there.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                shutil.copy2(path, there)
            if _digest(there) != _digest(path):
                raise OSError(tell("move.file_differs", path=there))
            copied += 1
    return copied


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
