"""What a platform gave once and gives no more: kept from before it is asked on until handled."""

from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection
from storage.lots import LOT, delete_lot
from storage.models import stamp
from storage.rows import build_all


@dataclass(frozen=True, slots=True)
class GivenEvent:
    """One event, as its channel wrote it. `tries`: so many starts of the program found it."""

    channel: str
    external_id: str
    event: str
    given_at: datetime
    tries: int = 0


class GivenEvents:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def keep(self, channel: str, external_id: str, event: str, now: datetime) -> None:
        """One that is kept already stays as it is."""
        self._db.execute(
            "INSERT INTO given_event (channel, external_id, event, given_at)"
            " VALUES (:channel, :external_id, :event, :now) ON CONFLICT DO NOTHING",
            {
                "channel": channel,
                "external_id": external_id,
                "event": event,
                "now": stamp(now),
            },
        )

    def drop(self, channel: str, external_id: str) -> None:
        """It was handled."""
        self._db.execute(
            "DELETE FROM given_event WHERE channel = :channel AND external_id = :external_id",
            {"channel": channel, "external_id": external_id},
        )

    def found(self, channel: str) -> list[GivenEvent]:
        """What a start finds of a channel, as it came; counted as tried once more."""
        given = {"channel": channel}
        self._db.execute("UPDATE given_event SET tries = tries + 1 WHERE channel = :channel", given)
        rows = self._db.execute(
            "SELECT * FROM given_event WHERE channel = :channel", given
        ).fetchall()
        events: list[GivenEvent] = build_all(GivenEvent, rows)
        return sorted(events, key=lambda event: event.given_at)

    def delete_older_than(self, moment: datetime, most: int = LOT) -> int:
        return delete_lot(
            self._db,
            "given_event",
            "channel, external_id",
            "given_at < :before",
            most,
            before=stamp(moment),
        )
