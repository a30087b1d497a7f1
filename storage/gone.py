"""The list of what was erased, withdrawn or ended: our own numbers of rows, nothing of a person.

The same lines stand in a file kept apart from the database (`engines/sqlite/gone_list.py`): an
older copy still has it all, and after a restore the lines it lacks are carried out again.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from storage.connection import Connection, number
from storage.models import stamp
from storage.rows import build_all


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

    def add(self, kind: str, object_: int | str) -> None:
        """One thing that is gone, of a kind no trigger notes."""
        self._db.execute(
            "INSERT INTO gone (kind, object) VALUES (:kind, :object)",
            {"kind": kind, "object": object_},
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

    def last(self) -> int:
        """The place of the last line; 0 while there is none."""
        return number(self._db.execute("SELECT coalesce(max(seq), 0) AS n FROM gone"))

    def since(self, seq: int) -> list[GoneLine]:
        """The lines written after the place `seq`, in their order."""
        rows = self._db.execute(
            "SELECT id, kind, object, at FROM gone WHERE seq > :seq ORDER BY seq", {"seq": seq}
        ).fetchall()
        found: list[GoneLine] = build_all(GoneLine, rows)
        return found
