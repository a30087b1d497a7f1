"""The rows of a list that were not kept, as long as its import may be taken back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import orjson

from storage.connection import Connection
from storage.models import moment, stamp
from storage.rows import stored


class UnkeptRows:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def put(self, event_id: int, at: datetime, count: int, sheets: Sequence[Any]) -> None:
        """Of the import made at that moment: `count` rows, on `sheets` (JSON)."""
        self._db.execute(
            "INSERT INTO unkept_rows (event_id, loaded_at, row_count, sheets)"
            " VALUES (:event, :at, :count, :sheets)",
            {"event": event_id, "at": stamp(at), "count": count, "sheets": stored(list(sheets))},
        )

    def counts(self, event_id: int) -> dict[datetime, int]:
        """How many rows each import of an event left out, by its moment."""
        rows = self._db.execute(
            "SELECT loaded_at, row_count FROM unkept_rows WHERE event_id = :event",
            {"event": event_id},
        )
        return {moment(row["loaded_at"]): row["row_count"] for row in rows}

    def sheets(self, event_id: int, at: datetime) -> list[Any]:
        """What was put; empty for nothing."""
        row = self._db.execute(
            "SELECT sheets FROM unkept_rows WHERE event_id = :event AND loaded_at = :at",
            {"event": event_id, "at": stamp(at)},
        ).fetchone()
        return list(orjson.loads(row["sheets"])) if row else []

    def forget(self, event_id: int, at: datetime) -> None:
        self._db.execute(
            "DELETE FROM unkept_rows WHERE event_id = :event AND loaded_at = :at",
            {"event": event_id, "at": stamp(at)},
        )

    def forget_where(self, names: Callable[[list[Any]], bool]) -> int:
        """Those whose sheets name somebody; returns how many."""
        found = [
            {"event": row["event_id"], "at": row["loaded_at"]}
            for row in self._db.execute("SELECT event_id, loaded_at, sheets FROM unkept_rows")
            if names(orjson.loads(row["sheets"]))
        ]
        self._db.executemany(
            "DELETE FROM unkept_rows WHERE event_id = :event AND loaded_at = :at", found
        )
        return len(found)

    def forget_of_ended(self, now: datetime) -> int:
        """Those of events that have ended: no import of theirs is taken back any more."""
        return self._db.execute(
            "DELETE FROM unkept_rows"
            " WHERE event_id IN (SELECT id FROM event WHERE ends_at <= :now)",
            {"now": stamp(now)},
        ).rowcount
