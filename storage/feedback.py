"""What people could not find, and whether answers were right. Staff see no person here."""

from collections.abc import Callable
from datetime import date

from storage.connection import Connection
from storage.households import MEMBERS
from storage.ids import IdSource
from storage.lots import LOT, delete_lot
from storage.models import Reason, Unanswered


class Feedback:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self._ids = ids

    def add_unanswered(
        self,
        text: str,
        reason: Reason,
        asked_on: date,
        *,
        entry: str | None = None,
        contact_id: int | None = None,
    ) -> None:
        """Keeps a question for the staff. `asked_on` is the local date, without the hour;
        `contact_id` is kept only so that it can be erased with its asker."""
        self._db.execute(
            "INSERT INTO unanswered (id, text, reason, entry, asked_on, contact_id)"
            " VALUES (:id, :text, :reason, :entry, :asked_on, :contact_id)",
            {
                "id": self._ids.next(),
                "text": text,
                "reason": reason,
                "entry": entry,
                "asked_on": asked_on.isoformat(),
                "contact_id": contact_id,
            },
        )

    def unanswered(self, limit: int = 500) -> list[Unanswered]:
        """Newest first."""
        rows = self._db.execute(
            "SELECT * FROM unanswered ORDER BY id DESC LIMIT :limit", {"limit": limit}
        ).fetchall()
        return [
            Unanswered(row["id"], row["text"], Reason(row["reason"]), row["entry"], row["asked_on"])
            for row in rows
        ]

    def rate(self, entry: str, rated_on: date, *, good: bool) -> None:
        self._db.execute(
            "INSERT INTO rating (entry, rated_on, good, bad) VALUES (:entry, :day, :good, :bad)"
            " ON CONFLICT (entry, rated_on) DO UPDATE SET good = rating.good + excluded.good,"
            " bad = rating.bad + excluded.bad",
            {"entry": entry, "day": rated_on.isoformat(), "good": int(good), "bad": int(not good)},
        )

    def ratings(self) -> dict[str, tuple[int, int]]:
        """Entry id -> (good, bad) over all days."""
        rows = self._db.execute(
            "SELECT entry, sum(good) AS good, sum(bad) AS bad FROM rating"
            " GROUP BY entry ORDER BY entry"
        ).fetchall()
        return {row["entry"]: (row["good"], row["bad"]) for row in rows}

    def of_contact(self, contact_id: int) -> list[str]:
        """What this contact, or one linked to it, asked in vain; latest first."""
        rows = self._db.execute(
            f"SELECT text FROM unanswered WHERE contact_id IN ({MEMBERS}) ORDER BY id DESC",
            {"id": contact_id},
        ).fetchall()
        return [row["text"] for row in rows]

    def forget_of(self, contact_id: int) -> None:
        self._db.execute("DELETE FROM unanswered WHERE contact_id = :id", {"id": contact_id})

    def forget_where(self, contact_id: int, names: Callable[[str], bool]) -> int:
        """Of one contact, what names somebody; returns how many."""
        rows = self._db.execute(
            "SELECT id, text FROM unanswered WHERE contact_id = :id", {"id": contact_id}
        ).fetchall()
        found = [{"id": row["id"]} for row in rows if names(row["text"])]
        self._db.executemany("DELETE FROM unanswered WHERE id = :id", found)
        return len(found)

    def delete_unowned_before(self, day: date, most: int = LOT) -> int:
        """Questions of before their asker was noted: they cannot be erased with anybody."""
        return delete_lot(
            self._db,
            "unanswered",
            "id",
            "contact_id IS NULL AND asked_on < :before",
            most,
            before=day.isoformat(),
        )

    def delete_unanswered_before(self, day: date, most: int = LOT) -> int:
        return delete_lot(
            self._db, "unanswered", "id", "asked_on < :before", most, before=day.isoformat()
        )
