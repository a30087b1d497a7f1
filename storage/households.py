"""One household on several channels: contacts joined by a code somebody typed, never by a guess."""

from datetime import datetime

from storage.connection import Connection
from storage.lots import LOT, delete_lot
from storage.models import stamp

# The contact `:id` and those linked to it.
MEMBERS = (
    "SELECT :id AS contact_id UNION SELECT contact_id FROM household_contact WHERE household ="
    " (SELECT household FROM household_contact WHERE contact_id = :id)"
)


class Households:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def make_code(self, hashed_code: str, contact_id: int, until: datetime) -> None:
        """A new code; an earlier one of this contact no longer works."""
        self._db.execute("DELETE FROM household_code WHERE contact_id = :id", {"id": contact_id})
        self._db.execute(
            "INSERT INTO household_code (code, contact_id, expires_at) VALUES (:code, :id, :until)",
            {"code": hashed_code, "id": contact_id, "until": stamp(until)},
        )

    def use_code(self, hashed_code: str, now: datetime) -> int | None:
        """The contact that asked for the code, once; None for a wrong or old one."""
        row = self._db.execute(
            "DELETE FROM household_code WHERE code = :code AND expires_at > :now"
            " RETURNING contact_id",
            {"code": hashed_code, "now": stamp(now)},
        ).fetchone()
        return int(row["contact_id"]) if row else None

    def drop_code(self, hashed_code: str) -> bool:
        """The code no longer works; whether there was one."""
        dropped = self._db.execute(
            "DELETE FROM household_code WHERE code = :code", {"code": hashed_code}
        )
        return bool(dropped.rowcount)

    def join(self, contact_id: int, other_id: int, now: datetime) -> None:
        """Both are one household from now on, with whoever each was linked to before."""
        first = min(self.household_of(contact_id), self.household_of(other_id))
        members = {*self.members(contact_id), *self.members(other_id)}
        self._db.executemany(
            "INSERT INTO household_contact (contact_id, household, linked_at)"
            " VALUES (:id, :household, :now)"
            " ON CONFLICT (contact_id) DO UPDATE SET household = excluded.household",
            [{"id": m, "household": first, "now": stamp(now)} for m in sorted(members)],
        )

    def household_of(self, contact_id: int) -> int:
        """The household's number; the contact's own when it is linked to nobody."""
        row = self._db.execute(
            "SELECT household FROM household_contact WHERE contact_id = :id", {"id": contact_id}
        ).fetchone()
        return int(row["household"]) if row else contact_id

    def members(self, contact_id: int) -> list[int]:
        """All contacts of the household, this one among them, oldest first."""
        rows = self._db.execute(f"{MEMBERS} ORDER BY 1", {"id": contact_id}).fetchall()
        return [row["contact_id"] for row in rows]

    def leave(self, contact_id: int) -> bool:
        """This contact stands for itself again; whether it was linked."""
        others = [member for member in self.members(contact_id) if member != contact_id]
        self._db.execute("DELETE FROM household_contact WHERE contact_id = :id", {"id": contact_id})
        if len(others) == 1:  # nobody is linked to oneself
            self._db.execute(
                "DELETE FROM household_contact WHERE contact_id = :id", {"id": others[0]}
            )
        elif others:
            self._db.execute(
                "UPDATE household_contact SET household = :first"
                f" WHERE contact_id IN {self._db.words.numbers(':others')}",
                {"first": others[0], "others": str(others)},
            )
        return bool(others)

    def forget_codes_of(self, contact_id: int) -> None:
        self._db.execute("DELETE FROM household_code WHERE contact_id = :id", {"id": contact_id})

    def delete_codes_before(self, moment: datetime, most: int = LOT) -> int:
        return delete_lot(
            self._db, "household_code", "code", "expires_at < :before", most, before=stamp(moment)
        )
