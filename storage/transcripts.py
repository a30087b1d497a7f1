"""Transcripts: both sides of a conversation, for channels that have no history of their own."""

from datetime import datetime

from storage.connection import Connection
from storage.models import TranscriptLine, moment, stamp


class Transcripts:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def lines(self, contact_id: int, *, after: int = 0, limit: int = 60) -> list[TranscriptLine]:
        """The last `limit` lines of a conversation later than line `after`, oldest first."""
        rows = self._db.execute(
            "SELECT * FROM ("
            " SELECT id, received_at AS at, text, NULL AS body FROM inbox"
            "  WHERE contact_id = :contact_id AND text IS NOT NULL AND id > :after"
            " UNION ALL"
            " SELECT id, created_at AS at, NULL AS text, body FROM outbox"
            "  WHERE contact_id = :contact_id AND id > :after"
            ") AS said ORDER BY id DESC LIMIT :limit",
            {"contact_id": contact_id, "after": after, "limit": limit},
        ).fetchall()
        return [
            TranscriptLine(row["id"], moment(row["at"]), row["text"], row["body"])
            for row in reversed(rows)
        ]

    def forget_texts_before(self, limit: datetime) -> int:
        """Blanks what people wrote before `limit`; the rows stay, to recognise redeliveries."""
        return self._db.execute(
            "UPDATE inbox SET text = NULL WHERE text IS NOT NULL AND received_at < :limit",
            {"limit": stamp(limit)},
        ).rowcount
