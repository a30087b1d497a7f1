"""Browsers that asked to be woken when something new waits on the page of their chat: where they
are reached (encrypted), until when, and whether something waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection, number
from storage.lots import LOT
from storage.models import stamp
from storage.rows import Table, values


@dataclass(frozen=True, slots=True)
class PushSubscription:
    """One browser. `sealed` is its address at the push service with its keys, encrypted; `mark`
    names the address without telling it. `wake_at` is when it is to be woken, None while nothing
    new waits; `tries` counts those in vain."""

    contact_id: int
    sealed: str
    mark: str
    created_at: datetime
    expires_at: datetime
    last_ok: datetime | None = None
    wake_at: datetime | None = None
    tries: int = 0


class Pushes:
    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._rows = Table(connection, "push_subscription", PushSubscription)

    def of(self, contact_id: int) -> PushSubscription | None:
        return self._rows.one("WHERE contact_id = :id", id=contact_id)

    def marked(self, mark: str) -> PushSubscription | None:
        return self._rows.one("WHERE mark = :mark", mark=mark)

    def keep(self, subscription: PushSubscription) -> list[int]:
        """In place of what this contact had. Whoever else had this very browser has it no more:
        these contacts."""
        given = values(subscription)
        others = self._db.execute(
            "DELETE FROM push_subscription WHERE mark = :mark AND contact_id <> :contact_id"
            " RETURNING contact_id",
            {"mark": given["mark"], "contact_id": given["contact_id"]},
        ).fetchall()
        self._db.execute(
            "INSERT INTO push_subscription (contact_id, sealed, mark, created_at, expires_at,"
            " last_ok, wake_at, tries) VALUES (:contact_id, :sealed, :mark, :created_at,"
            " :expires_at, :last_ok, :wake_at, :tries)"
            " ON CONFLICT (contact_id) DO UPDATE SET sealed = excluded.sealed,"
            " mark = excluded.mark, created_at = excluded.created_at,"
            " expires_at = excluded.expires_at, last_ok = excluded.last_ok,"
            " wake_at = excluded.wake_at, tries = excluded.tries",
            given,
        )
        return [row["contact_id"] for row in others]

    def remove(self, contact_id: int, mark: str = "") -> int:
        """Forgets a contact's browser, where it still is the one of `mark`; how many there were."""
        return self._db.execute(
            "DELETE FROM push_subscription WHERE contact_id = :id AND :mark IN ('', mark)",
            {"id": contact_id, "mark": mark},
        ).rowcount

    def remove_all(self) -> list[int]:
        """None of them can be reached any more; whose they were."""
        rows = self._db.execute("DELETE FROM push_subscription RETURNING contact_id").fetchall()
        return [row["contact_id"] for row in rows]

    def renew(self, contact_id: int, until: datetime, unless_after: datetime) -> int:
        """Somebody looks at the page: nothing new waits there, and the browser is in use. It is
        kept `until` then, where it was not kept longer than `unless_after` anyway."""
        return self._db.execute(
            "UPDATE push_subscription SET expires_at = :until, wake_at = NULL, tries = 0"
            " WHERE contact_id = :id AND (wake_at IS NOT NULL OR expires_at < :unless)",
            {"id": contact_id, "until": stamp(until), "unless": stamp(unless_after)},
        ).rowcount

    def wake(self, contact_ids: Iterable[int], now: datetime) -> None:
        """Something new waits for these contacts. Whom something waits for is woken once."""
        self._db.executemany(
            "UPDATE push_subscription SET wake_at = :now, tries = 0"
            " WHERE contact_id = :id AND wake_at IS NULL AND expires_at > :now",
            [{"id": contact_id, "now": stamp(now)} for contact_id in contact_ids],
        )

    def to_wake(self, now: datetime, latest: datetime, limit: int) -> list[PushSubscription]:
        """Whoever is to be woken now, or later than `latest`: that was noted by a wrong clock."""
        return self._rows.all(
            "WHERE wake_at IS NOT NULL AND (wake_at <= :now OR wake_at > :latest)"
            " ORDER BY contact_id LIMIT :limit",
            now=now,
            latest=latest,
            limit=limit,
        )

    def woken(self, subscription: PushSubscription, now: datetime) -> None:
        """The push service took it."""
        self._settle(subscription, "last_ok = :at, wake_at = NULL, tries = 0", now)

    def wake_later(self, subscription: PushSubscription, at: datetime) -> None:
        """In vain this time."""
        self._settle(subscription, "wake_at = :at, tries = tries + 1", at)

    def let_be(self, subscription: PushSubscription) -> None:
        """It is not woken for what waits now; its owner sees that when they come."""
        self._settle(subscription, "wake_at = NULL, tries = 0")

    def _settle(
        self, subscription: PushSubscription, change: str, at: datetime | None = None
    ) -> None:
        """Of a browser that is still the one it was, and waits for what it waited for."""
        self._db.execute(
            f"UPDATE push_subscription SET {change}"
            " WHERE contact_id = :contact_id AND mark = :mark AND wake_at = :wake_at",
            values(subscription) | {"at": stamp(at) if at else None},
        )

    def calm(self) -> None:
        """After a restore nobody is woken for what waited then."""
        self._db.execute("UPDATE push_subscription SET wake_at = NULL, tries = 0")

    def count(self) -> int:
        return number(self._db.execute("SELECT count(*) AS n FROM push_subscription"))

    def delete_expired(self, now: datetime, most: int = LOT) -> list[int]:
        """Those nobody came back with in time; whose they were."""
        rows = self._db.execute(
            "DELETE FROM push_subscription WHERE contact_id IN"
            " (SELECT contact_id FROM push_subscription WHERE expires_at <= :now LIMIT :most)"
            " RETURNING contact_id",
            {"now": stamp(now), "most": most},
        ).fetchall()
        return [row["contact_id"] for row in rows]
