"""Broadcasts themselves; whom they are for stands in `audiences.py`, what became of each in
`ledger.py`."""

from collections.abc import Sequence
from datetime import datetime

import orjson

from storage.broadcast_models import Audience, Broadcast, BroadcastState
from storage.connection import Connection
from storage.ids import IdSource
from storage.models import stamp
from storage.rows import Table

# So many failures among a hundred stop a broadcast until a person has looked.
TOO_MANY_TROUBLES = 30


class Broadcasts:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "broadcast", Broadcast)

    def add(self, broadcast: Broadcast) -> Broadcast:
        return self._rows.add(broadcast)

    def save(self, broadcast: Broadcast) -> Broadcast:
        return self._rows.save(broadcast)

    def get(self, broadcast_id: int) -> Broadcast | None:
        return self._rows.one("WHERE id = :id", id=broadcast_id)

    def try_out(self, broadcast_id: int, words: str, staff_id: int, now: datetime) -> None:
        """Somebody saw these words as people will."""
        self._db.execute(
            "INSERT INTO broadcast_try (broadcast_id, words, staff_id, at)"
            " VALUES (:id, :words, :staff, :at) ON CONFLICT (broadcast_id, words) DO NOTHING",
            {"id": broadcast_id, "words": words, "staff": staff_id, "at": stamp(now)},
        )

    def was_tried(self, broadcast_id: int, words: str) -> bool:
        row = self._db.execute(
            "SELECT 1 AS n FROM broadcast_try WHERE broadcast_id = :id AND words = :words",
            {"id": broadcast_id, "words": words},
        ).fetchone()
        return row is not None

    def in_states(self, states: Sequence[BroadcastState]) -> list[Broadcast]:
        """Oldest first."""
        return self._rows.all(
            f"WHERE state IN {self._db.words.texts(':states')} ORDER BY id", states=states
        )

    def latest(self, limit: int = 200) -> list[Broadcast]:
        return self._rows.all("ORDER BY id DESC LIMIT :limit", limit=limit)

    def published(self) -> list[Broadcast]:
        """News and digests that went out, latest first; what corrects another among them."""
        return self._rows.all(
            "WHERE kind IN ('news', 'digest') AND started_at IS NOT NULL ORDER BY started_at DESC"
        )

    def digest_of(self, month: str) -> Broadcast | None:
        return self._rows.one("WHERE month = :month AND state <> 'withdrawn'", month=month)

    def corrections_of(self, broadcast_id: int) -> list[Broadcast]:
        return self._rows.all("WHERE corrects = :id ORDER BY id", id=broadcast_id)

    def news_since(self, since: datetime) -> list[Broadcast]:
        """Policy news and digests that began to go out since then."""
        return self._rows.all(
            "WHERE kind IN ('news', 'digest') AND started_at >= :since", since=since
        )

    def note_outcomes(self, broadcast_id: int, settled: int, troubles: int) -> None:
        """Counts what just ended; after a hundred the count begins anew, unless it shows that too
        many failed."""
        anew = "lately >= 100 AND troubles < :too_many"
        self._db.execute(
            f"UPDATE broadcast SET lately = CASE WHEN {anew} THEN 0 ELSE lately END + :settled,"
            f" troubles = CASE WHEN {anew} THEN 0 ELSE troubles END + :troubles WHERE id = :id",
            {
                "id": broadcast_id,
                "settled": settled,
                "troubles": troubles,
                "too_many": TOO_MANY_TROUBLES,
            },
        )


def audience_json(audience: Audience) -> str:
    """The form an audience is kept in."""
    return orjson.dumps(audience).decode()
