"""Transcripts: both sides of a conversation, for channels that have no history of their own."""

from collections.abc import Sequence
from datetime import datetime

from storage.connection import Connection
from storage.lots import LOT
from storage.models import TranscriptLine, moment, stamp


class Transcripts:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def lines(
        self, contact_id: int, *, after: int = 0, before: int = 0, limit: int = 60
    ) -> list[TranscriptLine]:
        """The last `limit` lines of a conversation later than line `after` and earlier than line
        `before` (0: up to the newest), oldest first; none that was taken back."""
        rows = self._db.execute(
            "SELECT * FROM ("
            " SELECT id, received_at AS at, text, NULL AS body FROM inbox"
            "  WHERE contact_id = :contact_id AND text IS NOT NULL AND id > :after"
            "   AND (:before = 0 OR id < :before)"
            " UNION ALL"
            " SELECT id, created_at AS at, NULL AS text, body FROM outbox"
            "  WHERE contact_id = :contact_id AND id > :after"
            "   AND (:before = 0 OR id < :before)"
            "   AND retract_at IS NULL AND (error IS NULL OR error <> 'taken back')"
            ") AS said ORDER BY id DESC LIMIT :limit",
            {"contact_id": contact_id, "after": after, "before": before, "limit": limit},
        ).fetchall()
        return [
            TranscriptLine(row["id"], moment(row["at"]), row["text"], row["body"])
            for row in reversed(rows)
        ]

    def with_assistant(
        self, contact_id: int, since: datetime, *, before: int = 0, limit: int = 20
    ) -> list[TranscriptLine]:
        """What was said between somebody and the assistant from a moment on, up to the line
        `before` (0: to the newest), oldest first: no notice, and no line of a talk."""
        rows = self._db.execute(
            "SELECT * FROM ("
            " SELECT id, received_at AS at, text, NULL AS body FROM inbox AS i"
            "  WHERE contact_id = :contact_id AND text IS NOT NULL AND received_at >= :since"
            "   AND (:before = 0 OR id < :before) AND NOT EXISTS (SELECT 1 FROM handoff_line AS l"
            "    WHERE l.channel = i.channel AND l.external_id = i.external_id)"
            " UNION ALL"
            " SELECT id, created_at AS at, NULL AS text, body FROM outbox"
            "  WHERE contact_id = :contact_id AND kind = 'reply' AND created_at >= :since"
            "   AND (:before = 0 OR id < :before)"
            "   AND (dedupe_key IS NULL OR substr(dedupe_key, 1, 5) <> 'line:')"
            ") AS said ORDER BY id DESC LIMIT :limit",
            {"contact_id": contact_id, "since": stamp(since), "before": before, "limit": limit},
        ).fetchall()
        return [
            TranscriptLine(row["id"], moment(row["at"]), row["text"], row["body"])
            for row in reversed(rows)
        ]

    def contacts_with(self, digits: str) -> list[int]:
        """Chats in which a number stands, whoever said it: in a line, in an unfinished form, or in
        what could not be taken or answered; `digits` are its last nine or so. Every kept line is
        looked at."""

        def has(text: str) -> str:
            for mark in " .-()":
                text = f"replace({text}, '{mark}', '')"
            return self._db.words.contains(text, ":digits")

        standing = " OR ".join(
            has(field) for field in ("flow", "waiting", "asked", "choices", "figures")
        )
        rows = self._db.execute(
            f"SELECT contact_id FROM inbox WHERE text IS NOT NULL AND {has('text')}"
            f" UNION SELECT contact_id FROM outbox WHERE {has('body')}"
            f" UNION SELECT contact_id FROM conversation WHERE {standing}"
            f" UNION SELECT contact_id FROM unanswered"
            f" WHERE contact_id IS NOT NULL AND {has('text')}"
            f" UNION SELECT contact.id FROM set_aside JOIN contact"
            f" ON contact.channel = set_aside.channel AND contact.address = set_aside.address"
            f" WHERE {has('text')} ORDER BY 1",
            {"digits": digits},
        ).fetchall()
        return [row["contact_id"] for row in rows]

    def forget(self, contact_id: int, lines: Sequence[int]) -> None:
        """These lines of a conversation, of either side. That something came stays on record."""
        given = {"contact_id": contact_id, "lines": str(list(lines))}
        chosen = f"contact_id = :contact_id AND id IN {self._db.words.numbers(':lines')}"
        self._db.execute(f"UPDATE inbox SET text = NULL WHERE {chosen}", given)
        self._db.execute(f"DELETE FROM outbox WHERE {chosen}", given)

    def forget_texts_before(self, limit: datetime, most: int = LOT) -> int:
        """Blanks what people wrote before `limit`; the rows stay, to recognise redeliveries."""
        return self._db.execute(
            "UPDATE inbox SET text = NULL WHERE (channel, external_id) IN"
            " (SELECT channel, external_id FROM inbox"
            "  WHERE text IS NOT NULL AND received_at < :limit LIMIT :most)",
            {"limit": stamp(limit), "most": most},
        ).rowcount
