"""Which chat belongs to which member of staff."""

from datetime import datetime

from storage.connection import Connection
from storage.models import stamp


class StaffLinks:
    """Made by a code that is typed in the chat once."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def make_code(self, hashed_code: str, staff_id: int, until: datetime) -> None:
        """A new code; an earlier one of this person no longer works."""
        self._db.execute("DELETE FROM staff_link_code WHERE staff_id = :id", {"id": staff_id})
        self._db.execute(
            "INSERT INTO staff_link_code (code, staff_id, expires_at) VALUES (:code, :id, :until)",
            {"code": hashed_code, "id": staff_id, "until": stamp(until)},
        )

    def use_code(self, hashed_code: str, contact_id: int, now: datetime) -> int | None:
        """Links the contact to the code's owner -> staff id; None for a wrong or old code."""
        row = self._db.execute(
            "DELETE FROM staff_link_code WHERE code = :code AND expires_at > :now"
            " RETURNING staff_id",
            {"code": hashed_code, "now": stamp(now)},
        ).fetchone()
        if row is None:
            return None
        self._db.execute(
            "INSERT INTO staff_link (contact_id, staff_id, linked_at) VALUES (:contact, :id, :now)"
            " ON CONFLICT (contact_id) DO UPDATE SET staff_id = excluded.staff_id,"
            " linked_at = excluded.linked_at",
            {"contact": contact_id, "id": row["staff_id"], "now": stamp(now)},
        )
        return int(row["staff_id"])

    def drop_code(self, hashed_code: str) -> bool:
        """The code no longer works; whether there was one."""
        dropped = self._db.execute(
            "DELETE FROM staff_link_code WHERE code = :code", {"code": hashed_code}
        )
        return bool(dropped.rowcount)

    def drop_codes_of(self, staff_id: int) -> None:
        """No code of this person's works any more."""
        self._db.execute("DELETE FROM staff_link_code WHERE staff_id = :id", {"id": staff_id})

    def staff_of(self, contact_id: int) -> int | None:
        row = self._db.execute(
            "SELECT staff_id FROM staff_link WHERE contact_id = :id", {"id": contact_id}
        ).fetchone()
        return int(row["staff_id"]) if row else None

    def contacts_of(self, staff_id: int) -> list[tuple[int, str]]:
        """(contact id, channel) of this person's linked chats that can still be written to."""
        rows = self._db.execute(
            "SELECT l.contact_id, c.channel FROM staff_link AS l JOIN contact AS c"
            " ON c.id = l.contact_id WHERE l.staff_id = :id AND c.state = 'active'"
            " AND c.is_group = 0"
            " ORDER BY l.linked_at",
            {"id": staff_id},
        ).fetchall()
        return [(row["contact_id"], row["channel"]) for row in rows]

    def unlink(self, staff_id: int) -> int:
        return self._db.execute(
            "DELETE FROM staff_link WHERE staff_id = :id", {"id": staff_id}
        ).rowcount
