"""The inbox: which messages were received, so that a redelivery is recognised."""

from datetime import datetime

from storage.connection import Connection, number
from storage.ids import IdSource
from storage.lots import LOT, delete_lot
from storage.models import InboxState, stamp


class Inbox:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self._ids = ids

    def record(
        self,
        channel: str,
        external_id: str,
        contact_id: int,
        now: datetime,
        *,
        state: InboxState = InboxState.HANDLED,
        text: str | None = None,
    ) -> bool:
        """Marks a message as received; False when it was received before.

        `text` only for channels without a history of their own.
        """
        added = self._db.execute(
            "INSERT INTO inbox (channel, external_id, id, contact_id, state, text, received_at)"
            " VALUES (:channel, :external_id, :id, :contact_id, :state, :text, :now)"
            " ON CONFLICT (channel, external_id) DO NOTHING",
            {
                "id": self._ids.next(),
                "channel": channel,
                "external_id": external_id,
                "contact_id": contact_id,
                "state": state,
                "text": text,
                "now": stamp(now),
            },
        ).rowcount
        return added == 1

    def knows(self, channel: str, external_id: str) -> bool:
        """Whether this very message was recorded before."""
        row = self._db.execute(
            "SELECT 1 FROM inbox WHERE channel = :channel AND external_id = :external_id",
            {"channel": channel, "external_id": external_id},
        ).fetchone()
        return row is not None

    def forget_text(self, channel: str, external_id: str) -> None:
        """What was typed is not ours to keep (a denunciation); that it came stays."""
        self._db.execute(
            "UPDATE inbox SET text = NULL WHERE channel = :channel AND external_id = :id",
            {"channel": channel, "id": external_id},
        )

    def count_this_month(self, channel: str, now: datetime) -> int:
        """Messages that came in this calendar month (UTC)."""
        return number(
            self._db.execute(
                "SELECT count(*) AS n FROM inbox"
                " WHERE channel = :channel AND received_at >= :since",
                {
                    "channel": channel,
                    "since": stamp(now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)),
                },
            )
        )

    def forget_texts_of(self, contact_id: int) -> None:
        self._db.execute(
            "UPDATE inbox SET text = NULL WHERE contact_id = :id AND text IS NOT NULL",
            {"id": contact_id},
        )

    def count(self, state: InboxState) -> int:
        return number(
            self._db.execute(
                "SELECT count(*) AS n FROM inbox WHERE state = :state", {"state": state}
            )
        )

    def delete_older_than(self, moment: datetime, most: int = LOT) -> int:
        return delete_lot(
            self._db,
            "inbox",
            "channel, external_id",
            "received_at < :before",
            most,
            before=stamp(moment),
        )
