"""That something like this was erased from the register at its owner's wish: keyed hashes, so that
a list that still has it does not bring it back without a word. Nothing leads back from a mark."""

from collections.abc import Iterable
from datetime import datetime

from storage.connection import Connection
from storage.lots import LOT, delete_lot
from storage.models import moment, stamp


class BusinessErasures:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def note(self, marks: Iterable[str], now: datetime) -> None:
        """These stand for what was erased; the latest moment counts."""
        self._db.executemany(
            "INSERT INTO business_erasure (mark, at) VALUES (:mark, :at)"
            " ON CONFLICT (mark) DO UPDATE SET at = excluded.at",
            [{"mark": mark, "at": stamp(now)} for mark in marks],
        )

    def all(self) -> dict[str, datetime]:
        """When what each mark stands for was erased."""
        rows = self._db.execute("SELECT mark, at FROM business_erasure").fetchall()
        return {row["mark"]: moment(row["at"]) for row in rows}

    def forget_before(self, before: datetime, most: int = LOT) -> int:
        """Marks of long ago; returns how many."""
        return delete_lot(
            self._db, "business_erasure", "mark", "at < :before", most, before=stamp(before)
        )
