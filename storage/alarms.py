"""What a channel needs a person of ours for."""

from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection
from storage.rows import build_all, values


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something about a channel that waits for a person."""

    channel: str
    what: str
    detail: str
    since: datetime


class Alarms:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> list[Alarm]:
        """Oldest first."""
        rows = self._db.execute("SELECT * FROM channel_alarm ORDER BY since").fetchall()
        found: list[Alarm] = build_all(Alarm, rows)
        return found

    def put(self, alarm: Alarm) -> bool:
        """Whether it is a new one; a standing one keeps its beginning and gets the new detail."""
        known = self._db.execute(
            "UPDATE channel_alarm SET detail = :detail WHERE channel = :channel AND what = :what",
            values(alarm),
        ).rowcount
        if not known:
            self._db.execute(
                "INSERT INTO channel_alarm (channel, what, detail, since)"
                " VALUES (:channel, :what, :detail, :since)",
                values(alarm),
            )
        return not known

    def remove(self, channel: str, what: str) -> bool:
        """Whether there was one."""
        return bool(
            self._db.execute(
                "DELETE FROM channel_alarm WHERE channel = :channel AND what = :what",
                {"channel": channel, "what": what},
            ).rowcount
        )
