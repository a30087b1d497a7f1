"""What everybody may read of questions, in words staff prepared."""

from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection
from storage.ids import IdSource
from storage.rows import Table


@dataclass(frozen=True, slots=True)
class PublicCase:
    """`released_at`: since when everybody reads it; None: nobody but staff does."""

    id: int
    question_id: int
    text: str
    place: str
    author_id: int
    written_at: datetime
    released_by: int | None = None
    released_at: datetime | None = None


class PublicCases:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "public_case", PublicCase)

    def add(self, case: PublicCase) -> PublicCase:
        return self._rows.add(case)

    def save(self, case: PublicCase) -> PublicCase:
        return self._rows.save(case)

    def of(self, question_id: int) -> PublicCase | None:
        return self._rows.one("WHERE question_id = :id", id=question_id)

    def all(self) -> list[PublicCase]:
        """Prepared or released, the latest first."""
        return self._rows.all("ORDER BY written_at DESC, id DESC")

    def released(self) -> list[PublicCase]:
        """The latest released first."""
        return self._rows.all("WHERE released_at IS NOT NULL ORDER BY released_at DESC, id DESC")

    def remove(self, question_id: int) -> None:
        """Nobody reads it any more, and its words are gone."""
        self._db.execute("DELETE FROM public_case WHERE question_id = :id", {"id": question_id})
