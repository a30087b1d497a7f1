"""Who wants which news."""

from datetime import datetime

from storage.connection import Connection, number
from storage.households import MEMBERS
from storage.models import stamp


class Subscriptions:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def topics_of(self, contact_id: int) -> frozenset[str]:
        rows = self._db.execute(
            "SELECT topic FROM subscription WHERE contact_id = :id", {"id": contact_id}
        ).fetchall()
        return frozenset(row["topic"] for row in rows)

    def topics_of_household(self, contact_id: int) -> frozenset[str]:
        """Also those of channels linked to this one."""
        rows = self._db.execute(
            f"SELECT DISTINCT topic FROM subscription WHERE contact_id IN ({MEMBERS})",
            {"id": contact_id},
        ).fetchall()
        return frozenset(row["topic"] for row in rows)

    def add(self, contact_id: int, topic: str, now: datetime) -> None:
        self._db.execute(
            "INSERT INTO subscription (contact_id, topic, since) VALUES (:id, :topic, :now)"
            " ON CONFLICT DO NOTHING",
            {"id": contact_id, "topic": topic, "now": stamp(now)},
        )

    def remove(self, contact_id: int, topic: str = "") -> int:
        """Takes one topic away, or all of them; returns how many there were."""
        return self._db.execute(
            "DELETE FROM subscription WHERE contact_id = :id AND (:topic = '' OR topic = :topic)",
            {"id": contact_id, "topic": topic},
        ).rowcount

    def count(self) -> dict[str, int]:
        """Active subscribers per topic."""
        rows = self._db.execute(
            "SELECT s.topic, count(*) AS people FROM subscription AS s JOIN contact AS c"
            " ON c.id = s.contact_id WHERE c.state = 'active' GROUP BY s.topic"
        ).fetchall()
        return {row["topic"]: row["people"] for row in rows}

    def count_people(self) -> int:
        return number(
            self._db.execute(
                "SELECT count(DISTINCT s.contact_id) AS n FROM subscription AS s JOIN contact AS c"
                " ON c.id = s.contact_id WHERE c.state = 'active'"
            )
        )
