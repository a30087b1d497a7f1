"""Messages that could not be handled, for staff to see: a bounded list, soon forgotten."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection, number
from storage.lots import LOT, delete_lot
from storage.models import stamp
from storage.rows import build_all

# More than this is one fault met by everybody: its newest cases show it as well.
MOST_KEPT = 500


@dataclass(frozen=True, slots=True)
class SetAside:
    """One message. `why` names the fault; `aside_at` is when it was given up."""

    channel: str
    external_id: str
    address: str
    text: str
    why: str
    tries: int
    first_at: datetime
    aside_at: datetime | None


class SetAsideMessages:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def note(
        self, channel: str, external_id: str, address: str, text: str, why: str, now: datetime
    ) -> int:
        """Counts a try in vain; returns how many there were of this message."""
        return number(
            self._db.execute(
                "INSERT INTO set_aside (channel, external_id, address, text, why, tries, first_at)"
                " VALUES (:channel, :external_id, :address, :text, :why, 1, :now)"
                " ON CONFLICT (channel, external_id) DO UPDATE SET"
                " tries = set_aside.tries + 1, why = :why"
                " RETURNING tries AS n",
                {
                    "channel": channel,
                    "external_id": external_id,
                    "address": address,
                    "text": text,
                    "why": why,
                    "now": stamp(now),
                },
            )
        )

    def give_up(self, channel: str, external_id: str, now: datetime) -> bool:
        """Sets a noted message aside; False when it was before. Of too many, the oldest go."""
        changed = self._db.execute(
            "UPDATE set_aside SET aside_at = :now"
            " WHERE channel = :channel AND external_id = :external_id AND aside_at IS NULL",
            {"channel": channel, "external_id": external_id, "now": stamp(now)},
        ).rowcount
        self._db.execute(
            "DELETE FROM set_aside WHERE (channel, external_id) NOT IN"
            " (SELECT channel, external_id FROM set_aside ORDER BY first_at DESC LIMIT :most)",
            {"most": MOST_KEPT},
        )
        return bool(changed)

    def all(self) -> list[SetAside]:
        """What was given up, newest first."""
        rows = self._db.execute(
            "SELECT * FROM set_aside WHERE aside_at IS NOT NULL ORDER BY aside_at DESC"
        ).fetchall()
        found: list[SetAside] = build_all(SetAside, rows)
        return found

    def forget(self, channel: str, external_id: str) -> bool:
        """Whether there was such a message."""
        return bool(
            self._db.execute(
                "DELETE FROM set_aside WHERE channel = :channel AND external_id = :external_id",
                {"channel": channel, "external_id": external_id},
            ).rowcount
        )

    def forget_of(self, contact_id: int) -> None:
        self._db.execute(
            "DELETE FROM set_aside WHERE (channel, address) IN"
            " (SELECT channel, address FROM contact WHERE id = :id)",
            {"id": contact_id},
        )

    def forget_where(self, contact_id: int, names: Callable[[str], bool]) -> int:
        """Of one contact, what names somebody; returns how many."""
        rows = self._db.execute(
            "SELECT channel, external_id, text FROM set_aside WHERE (channel, address) IN"
            " (SELECT channel, address FROM contact WHERE id = :id)",
            {"id": contact_id},
        ).fetchall()
        found = [row for row in rows if names(row["text"])]
        for row in found:
            self.forget(row["channel"], row["external_id"])
        return len(found)

    def delete_older_than(self, moment: datetime, most: int = LOT) -> int:
        return delete_lot(
            self._db,
            "set_aside",
            "channel, external_id",
            "first_at < :before",
            most,
            before=stamp(moment),
        )
