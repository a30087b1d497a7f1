"""Files that go with answers."""

from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection
from storage.ids import IdSource
from storage.lots import LOT
from storage.models import stamp
from storage.rows import Table


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """`name` is that of the file, which nobody can guess; `title` what people see. `answer_id`: the
    first version of an answer it went with, None while it goes with none."""

    id: int
    question_id: int
    staff_id: int
    name: str
    title: str
    size: int
    created_at: datetime
    answer_id: int | None = None


class AnswerFiles:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "answer_file", AnswerFile)

    def add(self, file: AnswerFile) -> AnswerFile:
        return self._rows.add(file)

    def save(self, file: AnswerFile) -> AnswerFile:
        return self._rows.save(file)

    def by_name(self, name: str) -> AnswerFile | None:
        return self._rows.one("WHERE name = :name", name=name)

    def of_question(self, question_id: int) -> list[AnswerFile]:
        """In order of coming, whatever version they go with."""
        return self._rows.all("WHERE question_id = :id ORDER BY id", id=question_id)

    def remove(self, file_id: int) -> None:
        self._db.execute("DELETE FROM answer_file WHERE id = :id", {"id": file_id})

    def remove_of(self, question_id: int) -> list[str]:
        """All of a question; returns their names."""
        rows = self._db.execute(
            "DELETE FROM answer_file WHERE question_id = :id RETURNING name", {"id": question_id}
        ).fetchall()
        return [row["name"] for row in rows]

    def remove_loose_before(self, moment: datetime, most: int = LOT) -> list[str]:
        """Those added before that went with no answer; returns their names."""
        rows = self._db.execute(
            "DELETE FROM answer_file WHERE id IN (SELECT id FROM answer_file"
            " WHERE answer_id IS NULL AND created_at < :before ORDER BY id LIMIT :most)"
            " RETURNING name",
            {"before": stamp(moment), "most": most},
        ).fetchall()
        return [row["name"] for row in rows]

    def names(self) -> set[str]:
        return {row["name"] for row in self._db.execute("SELECT name FROM answer_file")}
