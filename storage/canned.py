"""Pieces of answers that staff write again and again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.connection import Connection
from storage.ids import IdSource
from storage.rows import Table


class CannedReach(StrEnum):
    """Who has it: its author, everybody of an office, everybody who answers."""

    OWN = "own"
    OFFICE = "office"
    WARD = "ward"


@dataclass(frozen=True, slots=True)
class CannedAnswer:
    id: int
    title: str
    text: str
    basis: str
    reach: CannedReach
    office: str
    author_id: int
    created_at: datetime
    changed_at: datetime
    changed_by: int


class CannedAnswers:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "canned_answer", CannedAnswer)

    def add(self, canned: CannedAnswer) -> CannedAnswer:
        return self._rows.add(canned)

    def save(self, canned: CannedAnswer) -> CannedAnswer:
        return self._rows.save(canned)

    def get(self, canned_id: int) -> CannedAnswer | None:
        return self._rows.one("WHERE id = :id", id=canned_id)

    def of(self, staff_id: int, office: str) -> list[CannedAnswer]:
        """What somebody of this office has, the latest changed first."""
        return self._rows.all(
            "WHERE (reach = 'own' AND author_id = :staff)"
            " OR (reach = 'office' AND office = :office) OR reach = 'ward'"
            " ORDER BY changed_at DESC, id DESC",
            staff=staff_id,
            office=office,
        )

    def remove(self, canned_id: int) -> None:
        self._db.execute("DELETE FROM canned_answer WHERE id = :id", {"id": canned_id})
