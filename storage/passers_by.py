"""People who wrote once on a page of ours and never came back: no ticket, no question, no consent,
nothing of theirs that would be missed."""

from datetime import datetime

from storage.connection import Connection
from storage.models import stamp

# Whoever stands in one of these is known to us.
_KNOWN_BY = (
    "registration",
    "question",
    "consent",
    "data_request",
    "profile",
    "household_contact",
    "subscription",
    "staff_link",
    "staff_address",
    "notebook",
    "tick",
    "push_subscription",
    "handoff",
)
_UNKNOWN = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.contact_id = c.id)" for table in _KNOWN_BY
)


class PassersBy:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def is_one(self, contact_id: int) -> bool:
        """Whether nothing ties this contact to us but what was said."""
        row = self._db.execute(
            f"SELECT 1 FROM contact AS c WHERE c.id = :id AND {_UNKNOWN}", {"id": contact_id}
        ).fetchone()
        return row is not None

    def forget_before(self, moment: datetime, most: int) -> int:
        """Forgets at most so many who last wrote before then on a channel whose messages arrive
        nowhere but on our own page: what was said, and the address. What nobody could answer stays,
        as nobody's. Returns how many."""
        gone = [
            row["id"]
            for row in self._db.execute(
                "SELECT c.id FROM contact AS c JOIN channel_reach AS r"
                " ON r.channel = c.channel AND r.arrives = 0"
                f" WHERE c.last_inbound_at < :before AND {_UNKNOWN} AND NOT EXISTS"
                " (SELECT 1 FROM outbox WHERE outbox.contact_id = c.id"
                "  AND outbox.state IN ('pending', 'sending'))"
                " LIMIT :most",
                {"before": stamp(moment), "most": most},
            ).fetchall()
        ]
        given = {"ids": str(gone)}
        chosen = self._db.words.numbers(":ids")
        self._db.execute(
            f"UPDATE unanswered SET contact_id = NULL WHERE contact_id IN {chosen}", given
        )
        self._db.execute(f"DELETE FROM contact WHERE id IN {chosen}", given)
        return len(gone)
