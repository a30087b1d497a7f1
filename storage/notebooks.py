"""What an owner keeps with us: the notebook's answers and the ticks of the checklist."""

from collections.abc import Mapping
from datetime import datetime

import orjson

from storage.connection import Connection, Row
from storage.lots import LOT, delete_lot
from storage.models import Notebook, moment, stamp


class Notebooks:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def keep(
        self, contact_id: int, token: str, answers: Mapping[str, str], now: datetime
    ) -> Notebook:
        """Keeps the answers, in place of earlier ones; the address stays what it first was."""
        self._db.execute(
            "INSERT INTO notebook (contact_id, token, answers, made_at)"
            " VALUES (:contact_id, :token, :answers, :now)"
            " ON CONFLICT (contact_id) DO UPDATE SET answers = excluded.answers,"
            " made_at = excluded.made_at",
            {
                "contact_id": contact_id,
                "token": token,
                "answers": orjson.dumps(dict(answers)).decode(),
                "now": stamp(now),
            },
        )
        kept = self.of(contact_id)
        assert kept is not None  # noqa: S101  # written just above
        return kept

    def of(self, contact_id: int) -> Notebook | None:
        return self._read("contact_id", contact_id)

    def to_remind(self) -> list[Notebook]:
        """Notebooks of contacts who agreed to be reminded of their dates and can be written to."""
        rows = self._db.execute(
            "SELECT n.* FROM notebook AS n JOIN contact AS c ON c.id = n.contact_id"
            " WHERE c.state = 'active' AND EXISTS (SELECT 1 FROM consent AS s"
            "  WHERE s.contact_id = n.contact_id AND s.purpose = 'reminder'"
            "  AND s.withdrawn_at IS NULL) ORDER BY n.contact_id"
        ).fetchall()
        return [_notebook(row) for row in rows]

    def by_token(self, token: str) -> Notebook | None:
        return self._read("token", token)

    def _read(self, column: str, value: int | str) -> Notebook | None:
        row = self._db.execute(
            f"SELECT * FROM notebook WHERE {column} = :value",
            {"value": value},
        ).fetchone()
        return _notebook(row) if row else None

    def ticked(self, contact_id: int) -> frozenset[str]:
        """The tasks this contact has done."""
        rows = self._db.execute(
            "SELECT task FROM tick WHERE contact_id = :id", {"id": contact_id}
        ).fetchall()
        return frozenset(row["task"] for row in rows)

    def toggle(self, contact_id: int, task: str, now: datetime) -> bool:
        """Ticks a task, or takes the tick away; returns whether it is done now."""
        removed = self._db.execute(
            "DELETE FROM tick WHERE contact_id = :id AND task = :task",
            {"id": contact_id, "task": task},
        ).rowcount
        if removed:
            return False
        self._db.execute(
            "INSERT INTO tick (contact_id, task, ticked_at) VALUES (:id, :task, :now)",
            {"id": contact_id, "task": task, "now": stamp(now)},
        )
        return True

    def forget(self, contact_id: int) -> None:
        self._db.execute("DELETE FROM notebook WHERE contact_id = :id", {"id": contact_id})
        self._db.execute("DELETE FROM tick WHERE contact_id = :id", {"id": contact_id})

    def delete_older_than(self, moment_: datetime, most: int = LOT) -> int:
        """Deletes notebooks untouched since then; returns how many. Whoever asked to be reminded
        keeps the notebook for as long."""
        return delete_lot(
            self._db,
            "notebook",
            "contact_id",
            "made_at < :before AND contact_id NOT IN"
            " (SELECT contact_id FROM consent WHERE purpose = 'reminder'"
            "  AND withdrawn_at IS NULL AND contact_id IS NOT NULL)",
            most,
            before=stamp(moment_),
        )

    def delete_ticks_before(self, moment_: datetime, most: int = LOT) -> int:
        return delete_lot(
            self._db, "tick", "contact_id, task", "ticked_at < :before", most, before=stamp(moment_)
        )


def _notebook(row: Row) -> Notebook:
    return Notebook(
        contact_id=row["contact_id"],
        token=row["token"],
        answers=orjson.loads(row["answers"]),
        made_at=moment(row["made_at"]),
    )
