"""What people could not find, and whether answers were right. Staff see no person here."""

from collections.abc import Callable, Sequence
from datetime import date

from storage.connection import Connection, Row, number
from storage.households import MEMBERS
from storage.ids import IdSource
from storage.lots import LOT, delete_lot
from storage.models import EntryUse, Reason, Unanswered


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
        return [_unanswered(row) for row in rows]

    def waiting(self, limit: int = 500) -> list[Unanswered]:
        """What staff have not seen to yet, newest first."""
        rows = self._db.execute(
            "SELECT * FROM unanswered WHERE settled = 0 ORDER BY id DESC LIMIT :limit",
            {"limit": limit},
        ).fetchall()
        return [_unanswered(row) for row in rows]

    def count_waiting(self, most: int = 500) -> int:
        """How many wait, at the most `most`."""
        return number(
            self._db.execute(
                "SELECT count(*) AS n FROM"
                " (SELECT 1 FROM unanswered WHERE settled = 0 LIMIT :most) AS found",
                {"most": most},
            )
        )

    def settle(self, ids: Sequence[int]) -> None:
        """Staff saw to these."""
        self._db.executemany(
            "UPDATE unanswered SET settled = 1 WHERE id = :id", [{"id": one} for one in ids]
        )

    def said_wrong(self, entry: str, limit: int = 30) -> list[str]:
        """In which words people asked who found this answer wrong; newest first."""
        rows = self._db.execute(
            "SELECT text FROM unanswered WHERE entry = :entry ORDER BY id DESC LIMIT :limit",
            {"entry": entry, "limit": limit},
        ).fetchall()
        return [row["text"] for row in rows]

    def show(self, entry: str, shown_on: date) -> None:
        """An answer was given once more; not to whom."""
        self._db.execute(
            "INSERT INTO rating (entry, rated_on, shown) VALUES (:entry, :day, 1)"
            " ON CONFLICT (entry, rated_on) DO UPDATE SET shown = rating.shown + 1",
            {"entry": entry, "day": shown_on.isoformat()},
        )

    def use(self) -> dict[str, EntryUse]:
        """How each answer was used, over all days."""
        rows = self._db.execute(
            "SELECT entry, sum(shown) AS shown, sum(good) AS good, sum(bad) AS bad FROM rating"
            " GROUP BY entry ORDER BY entry"
        ).fetchall()
        return {row["entry"]: EntryUse(row["shown"], row["good"], row["bad"]) for row in rows}

    def shown_since(self, day: date) -> dict[str, int]:
        """How often each answer was given on that local date and since."""
        rows = self._db.execute(
            "SELECT entry, sum(shown) AS shown FROM rating WHERE rated_on >= :day"
            " GROUP BY entry ORDER BY entry",
            {"day": day.isoformat()},
        ).fetchall()
        return {row["entry"]: int(row["shown"]) for row in rows}

    def rate(self, entry: str, rated_on: date, *, good: bool) -> None:
        self._db.execute(
            "INSERT INTO rating (entry, rated_on, good, bad) VALUES (:entry, :day, :good, :bad)"
            " ON CONFLICT (entry, rated_on) DO UPDATE SET good = rating.good + excluded.good,"
            " bad = rating.bad + excluded.bad",
            {"entry": entry, "day": rated_on.isoformat(), "good": int(good), "bad": int(not good)},
        )

    def of_contact(self, contact_id: int) -> list[str]:
        """What this contact, or one linked to it, asked in vain; latest first."""
        rows = self._db.execute(
            f"SELECT text FROM unanswered WHERE contact_id IN ({MEMBERS}) ORDER BY id DESC",
            {"id": contact_id},
        ).fetchall()
        return [row["text"] for row in rows]

    def forget_of(self, contact_id: int) -> None:
        self._db.execute("DELETE FROM unanswered WHERE contact_id = :id", {"id": contact_id})

    def forget_where(self, contact_id: int, names: Callable[[str], bool]) -> list[int]:
        """Of one contact, what names somebody; returns their numbers."""
        rows = self._db.execute(
            "SELECT id, text FROM unanswered WHERE contact_id = :id", {"id": contact_id}
        ).fetchall()
        found = [int(row["id"]) for row in rows if names(row["text"])]
        for one in found:
            self.forget(one)
        return found

    def forget(self, unanswered_id: int) -> None:
        """One of them."""
        self._db.execute("DELETE FROM unanswered WHERE id = :id", {"id": unanswered_id})

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


def _unanswered(row: Row) -> Unanswered:
    return Unanswered(row["id"], row["text"], Reason(row["reason"]), row["entry"], row["asked_on"])
