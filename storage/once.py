"""Forms that were sent, so that the same one sent twice is done once."""

from datetime import datetime

from storage.connection import Connection
from storage.lots import LOT, delete_lot
from storage.models import stamp


class Once:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def claim(self, key: str, now: datetime) -> bool:
        """Whether this is the first time; kept only with the rest of the transaction."""
        return bool(
            self._db.execute(
                "INSERT INTO once (key, at) VALUES (:key, :now) ON CONFLICT (key) DO NOTHING",
                {"key": key, "now": stamp(now)},
            ).rowcount
        )

    def is_claimed(self, key: str) -> bool:
        return bool(
            self._db.execute("SELECT 1 FROM once WHERE key = :key", {"key": key}).fetchone()
        )

    def keep_result(self, key: str, result: str) -> None:
        self._db.execute(
            "UPDATE once SET result = :result WHERE key = :key", {"key": key, "result": result}
        )

    def result(self, key: str) -> str:
        """What the first one led to; "" while it is not known."""
        row = self._db.execute("SELECT result FROM once WHERE key = :key", {"key": key}).fetchone()
        return str(row["result"]) if row else ""

    def delete_before(self, moment: datetime, most: int = LOT) -> int:
        return delete_lot(self._db, "once", "key", "at < :before", most, before=stamp(moment))
