"""Conversations: one row per contact, written whole at the end of a turn."""

from datetime import datetime
from sqlite3 import Connection

import orjson

from storage.models import Conversation, moment, stamp
from storage.outbox import SHOWN, quotes


class Conversations:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def load(self, contact_id: int, now: datetime) -> Conversation:
        """The saved conversation, or a fresh one for a contact that has none."""
        row = self._db.execute(
            "SELECT * FROM conversation WHERE contact_id = :id", {"id": contact_id}
        ).fetchone()
        if row is None:
            return Conversation(contact_id=contact_id, window_started_at=now)
        return Conversation(
            contact_id=contact_id,
            menu=row["menu"],
            choices=tuple(
                (key, label, action) for key, label, action in orjson.loads(row["choices"])
            ),
            entry=row["entry"],
            asked=row["asked"],
            flow=row["flow"],
            expires_at=moment(row["expires_at"]) if row["expires_at"] else None,
            window_started_at=moment(row["window_started_at"]),
            window_count=row["window_count"],
        )

    def save(self, conversation: Conversation) -> None:
        self._db.execute(
            "INSERT INTO conversation (contact_id, menu, choices, entry, asked, flow, expires_at,"
            " window_started_at, window_count)"
            " VALUES (:contact_id, :menu, :choices, :entry, :asked, :flow, :expires_at,"
            " :window_started_at, :window_count)"
            " ON CONFLICT (contact_id) DO UPDATE SET menu = excluded.menu,"
            " choices = excluded.choices, entry = excluded.entry, asked = excluded.asked,"
            " flow = excluded.flow,"
            " expires_at = excluded.expires_at, window_started_at = excluded.window_started_at,"
            " window_count = excluded.window_count",
            {
                "contact_id": conversation.contact_id,
                "menu": conversation.menu,
                "choices": orjson.dumps(conversation.choices).decode(),
                "entry": conversation.entry,
                "asked": conversation.asked,
                "flow": conversation.flow,
                "expires_at": stamp(conversation.expires_at) if conversation.expires_at else None,
                "window_started_at": stamp(conversation.window_started_at),
                "window_count": conversation.window_count,
            },
        )

    def forget_expired(self, now: datetime) -> int:
        """Drops the open flow and the last question of conversations nobody came back to.

        Returns how many. The moment is `expires_at`, set by every turn that leaves either open.
        """
        return self._db.execute(
            "UPDATE conversation SET flow = NULL, asked = NULL, expires_at = NULL"
            " WHERE expires_at <= :now",
            {"now": stamp(now)},
        ).rowcount

    def forget(self, contact_id: int) -> None:
        """Where a conversation stands, with all that was said in it."""
        self._db.execute("DELETE FROM conversation WHERE contact_id = :id", {"id": contact_id})

    def forget_shown(self, text: str) -> None:
        """Open forms of anybody that show them this text as somebody's question."""
        shown, _ = quotes(text[:SHOWN])
        self._db.execute(
            "UPDATE conversation SET flow = NULL, asked = NULL, expires_at = NULL"
            " WHERE instr(flow, :quoted) > 0",
            {"quoted": f'"shown":"{shown}"'},
        )
