"""The list of what was erased, withdrawn or ended: in rows, and in a file kept apart from them.

An older copy of the database still has it all; after a restore the lines it lacks are carried out
again. Lines hold our own numbers of rows, nothing of a person.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection

from storage.lock import beside
from storage.models import moment, stamp
from storage.rows import build_all
from storage.seal import write_whole


@dataclass(frozen=True, slots=True)
class GoneLine:
    """One thing that is gone: what it was, the number or name of its row, when it went."""

    id: str
    kind: str
    object: str
    at: datetime


class Gone:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add_contact(self, contact_id: int) -> None:
        """Everything that hangs on a contact was forgotten; its row may stay."""
        self._db.execute(
            "INSERT INTO gone (kind, object) VALUES ('contact', :id)", {"id": contact_id}
        )

    def known(self, line: GoneLine) -> bool:
        return (
            self._db.execute("SELECT 1 FROM gone WHERE id = :id", {"id": line.id}).fetchone()
            is not None
        )

    def note(self, line: GoneLine) -> None:
        """A line of the file was carried out here, too."""
        self._db.execute(
            "INSERT INTO gone (id, kind, object, at) VALUES (:id, :kind, :object, :at)"
            " ON CONFLICT DO NOTHING",
            asdict(line) | {"at": stamp(line.at)},
        )

    def withdraw_consent(self, consent_id: int, now: datetime) -> None:
        self._db.execute(
            "UPDATE consent SET withdrawn_at = :now WHERE id = :id AND withdrawn_at IS NULL",
            {"id": consent_id, "now": stamp(now)},
        )

    def delete_photo(self, name: str) -> None:
        self._db.execute("DELETE FROM photo WHERE name = :name", {"name": name})

    def delete_before(self, before: datetime) -> None:
        self._db.execute("DELETE FROM gone WHERE at < :before", {"before": stamp(before)})


def last(connection: Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM gone").fetchone()[0])


def since(connection: Connection, seq: int) -> list[GoneLine]:
    """The lines written after `seq`, in their order."""
    rows = connection.execute(
        "SELECT id, kind, object, at FROM gone WHERE seq > :seq ORDER BY seq", {"seq": seq}
    ).fetchall()
    found: list[GoneLine] = build_all(GoneLine, rows)
    return found


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
        os.write(file, data)
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
