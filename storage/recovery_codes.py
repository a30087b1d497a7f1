"""Codes that stand for the second step of an account, each once: their hashes, and which open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection
from storage.models import moment, stamp


@dataclass(frozen=True, slots=True)
class CodesLeft:
    """How many codes somebody was given and how many still open; when they were made, and when the
    last was used (None: none was)."""

    made: int = 0
    left: int = 0
    made_at: datetime | None = None
    used_at: datetime | None = None


class RecoveryCodes:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def replace(self, staff_id: int, hashed_codes: Iterable[str], now: datetime) -> None:
        """In place of those this person had."""
        self.forget(staff_id)
        self._db.executemany(
            "INSERT INTO recovery_code (staff_id, code, made_at) VALUES (:id, :code, :now)",
            [{"id": staff_id, "code": code, "now": stamp(now)} for code in hashed_codes],
        )

    def use(self, staff_id: int, hashed_code: str, now: datetime) -> bool:
        """Whether it opens; from now on it does not."""
        used = self._db.execute(
            "UPDATE recovery_code SET used_at = :now"
            " WHERE staff_id = :id AND code = :code AND used_at IS NULL",
            {"id": staff_id, "code": hashed_code, "now": stamp(now)},
        )
        return bool(used.rowcount)

    def of(self, staff_id: int) -> CodesLeft:
        row = self._db.execute(
            "SELECT count(*) AS made, count(*) - count(used_at) AS unused, max(made_at) AS made_at,"
            " max(used_at) AS used_at FROM recovery_code WHERE staff_id = :id",
            {"id": staff_id},
        ).fetchone()
        if row is None or not row["made"]:
            return CodesLeft()
        used = moment(row["used_at"]) if row["used_at"] else None
        return CodesLeft(row["made"], row["unused"], moment(row["made_at"]), used)

    def forget(self, staff_id: int) -> None:
        self._db.execute("DELETE FROM recovery_code WHERE staff_id = :id", {"id": staff_id})

    def forget_all(self) -> None:
        """After a restore nobody knows which were used since."""
        self._db.execute("DELETE FROM recovery_code")
