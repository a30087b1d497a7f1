"""The ledger of a broadcast: what became of each of its people.

The outbox is filled from it in small lots (`waiting`, `mark_queued`): what waits in the outbox
stays bounded and can be taken back (`recall`) at once.
"""

from collections.abc import Iterable
from datetime import datetime

from storage.broadcast_models import Counts, Person, Recipient, RecipientState
from storage.connection import Connection, Row, number, only
from storage.lots import LOT, delete_lot
from storage.models import moment, stamp
from storage.outbox import WAITING
from storage.rows import build

# How it stands with each person. What was left on a page of ours was received when its reader came
# back and wrote or pressed something; whoever is erased before that keeps `unopened` as the reason.
_STANDS = """
    CASE WHEN r.state = 'sent' AND r.read_at IS NULL AND r.reason <> 'decided'
        AND (r.reason = 'unopened' OR EXISTS (SELECT 1 FROM channel_reach AS w
            JOIN contact AS c ON c.id = r.contact_id
            WHERE w.channel = r.channel AND w.arrives = 0 AND c.last_inbound_at <= r.settled_at))
        THEN 'unopened' ELSE r.state END"""


class Ledger:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def keep_one_per_household(self, broadcast_id: int, now: datetime) -> int:
        """Once everybody is entered: a household linked on several channels gets it where it wrote
        to us last. Returns how many are left out."""
        return self._keep_one(
            "SELECT contact_id, household AS whole FROM household_contact", broadcast_id, now
        )

    def keep_one_per_business(self, broadcast_id: int, now: datetime) -> int:
        """The same of the chats that are tied to one business of the register."""
        return self._keep_one(
            "SELECT contact_id, min(business) AS whole FROM business_person"
            " WHERE contact_id IS NOT NULL AND ended_at IS NULL GROUP BY contact_id",
            broadcast_id,
            now,
        )

    def _keep_one(self, of_one: str, broadcast_id: int, now: datetime) -> int:
        return self._db.execute(
            "UPDATE recipient SET state = 'skipped', reason = 'household', settled_at = :now"
            " WHERE broadcast_id = :id AND state = 'waiting' AND contact_id IN ("
            "  SELECT contact_id FROM (SELECT r.contact_id, row_number() OVER ("
            "    PARTITION BY h.whole"
            "    ORDER BY c.state = 'active' DESC, c.last_inbound_at DESC, c.id) AS place"
            f"   FROM recipient AS r JOIN ({of_one}) AS h ON h.contact_id = r.contact_id"
            "   JOIN contact AS c ON c.id = r.contact_id"
            "   WHERE r.broadcast_id = :id AND r.state = 'waiting')"
            "  AS placed WHERE place > 1)",
            {"id": broadcast_id, "now": stamp(now)},
        ).rowcount

    def waiting(self, broadcast_id: int, channel: str, limit: int) -> list[Person]:
        """The next people in the ledger. Whoever was erased comes back as not active."""
        rows = self._db.execute(
            "SELECT r.contact_id AS id, r.channel, c.state = 'active' AND c.is_group = 0 AS active,"
            " c.last_inbound_at,"
            f" p.name, p.business, p.neighbourhood, (SELECT {self._db.words.joined('s.topic')}"
            " FROM subscription AS s WHERE s.contact_id = r.contact_id) AS topics"
            " FROM recipient AS r LEFT JOIN contact AS c ON c.id = r.contact_id"
            " LEFT JOIN profile AS p ON p.contact_id = r.contact_id"
            " WHERE r.broadcast_id = :broadcast AND r.state = 'waiting' AND r.channel = :channel"
            " ORDER BY r.contact_id LIMIT :limit",
            {"broadcast": broadcast_id, "channel": channel, "limit": limit},
        ).fetchall()
        return [_person(row) for row in rows]

    def channels_waiting(self, broadcast_id: int) -> list[str]:
        """Asked one after the other: each is one look into the index, however many wait."""
        channels: list[str] = []
        while channel := only(
            self._db.execute(
                "SELECT min(channel) AS next FROM recipient"
                " WHERE broadcast_id = :id AND state = 'waiting' AND channel > :last",
                {"id": broadcast_id, "last": channels[-1] if channels else ""},
            )
        )["next"]:
            channels.append(channel)
        return channels

    def count_queued(self, broadcast_id: int, channel: str) -> int:
        return number(
            self._db.execute(
                "SELECT count(*) AS n FROM recipient"
                " WHERE broadcast_id = :id AND state = 'queued' AND channel = :channel",
                {"id": broadcast_id, "channel": channel},
            )
        )

    def is_open(self, broadcast_id: int) -> bool:
        """Whether anybody still waits."""
        row = self._db.execute(
            "SELECT 1 FROM recipient WHERE broadcast_id = :id AND state IN ('waiting', 'queued')"
            " LIMIT 1",
            {"id": broadcast_id},
        ).fetchone()
        return row is not None

    def mark_queued(self, broadcast_id: int, contact_ids: Iterable[int]) -> None:
        self._db.executemany(
            "UPDATE recipient SET state = 'queued', reason = '', settled_at = NULL"
            " WHERE broadcast_id = :broadcast AND contact_id = :contact"
            f" AND {self._db.words.unsought('state')} = 'waiting'",
            [{"broadcast": broadcast_id, "contact": contact} for contact in contact_ids],
        )

    def skip(self, broadcast_id: int, reasons: Iterable[tuple[int, str]], now: datetime) -> None:
        """(contact id, why): people who will not be tried."""
        self._db.executemany(
            "UPDATE recipient SET state = 'skipped', reason = :reason, settled_at = :now"
            " WHERE broadcast_id = :broadcast AND contact_id = :contact AND state = 'waiting'",
            [
                {"broadcast": broadcast_id, "contact": contact, "reason": why, "now": stamp(now)}
                for contact, why in reasons
            ],
        )

    def recall(self, broadcast_id: int) -> int:
        """Takes back what waits in the outbox (surely not sent); those people wait again."""
        self._db.execute(
            "UPDATE recipient SET state = 'waiting' WHERE broadcast_id = :id AND state = 'queued'"
            " AND contact_id IN (SELECT contact_id FROM outbox"
            "  WHERE broadcast_id = :id AND state = 'pending')",
            {"id": broadcast_id},
        )
        return self._db.execute(
            "DELETE FROM outbox WHERE broadcast_id = :id AND state = 'pending'",
            {"id": broadcast_id},
        ).rowcount

    def forget_contact(self, contact_id: int) -> None:
        """The ledger goes on counting somebody, under a number that leads nowhere."""
        self._db.execute(
            f"UPDATE recipient AS r SET contact_id = -1 - {self._db.words.lot()},"
            " state = CASE WHEN state IN ('waiting', 'queued') THEN 'skipped' ELSE state END,"
            " reason = CASE WHEN state IN ('waiting', 'queued') THEN 'erased'"
            f"  WHEN {_STANDS} = 'unopened' THEN 'unopened' ELSE reason END"
            " WHERE contact_id = :id",
            {"id": contact_id},
        )

    def recall_contact(self, contact_id: int) -> int:
        """Somebody stopped the news: what still waits for them is looked at again."""
        self._db.execute(
            "UPDATE recipient SET state = 'waiting' WHERE state = 'queued' AND contact_id = :id"
            " AND broadcast_id IN (SELECT broadcast_id FROM outbox WHERE contact_id = :id"
            f"  AND {WAITING} AND broadcast_id IS NOT NULL)",
            {"id": contact_id},
        )
        return self._db.execute(
            f"DELETE FROM outbox WHERE contact_id = :id AND {WAITING} AND broadcast_id IS NOT NULL",
            {"id": contact_id},
        ).rowcount

    def counts(self, broadcast_id: int) -> Counts:
        rows = self._db.execute(
            f"SELECT {_STANDS} AS stands, count(*) AS people FROM recipient AS r"
            " WHERE r.broadcast_id = :id GROUP BY stands",
            {"id": broadcast_id},
        ).fetchall()
        return Counts({row["stands"]: row["people"] for row in rows})

    def counts_by_channel(self, broadcast_id: int) -> dict[str, Counts]:
        rows = self._db.execute(
            f"SELECT r.channel, {_STANDS} AS stands, count(*) AS people"
            " FROM recipient AS r WHERE r.broadcast_id = :id GROUP BY r.channel, stands",
            {"id": broadcast_id},
        ).fetchall()
        found: dict[str, dict[str, int]] = {}
        for row in rows:
            found.setdefault(row["channel"], {})[row["stands"]] = row["people"]
        return {channel: Counts(states) for channel, states in found.items()}

    def reasons(self, broadcast_id: int) -> list[tuple[str, str, int]]:
        """(state, reason, people) of those who did not simply get it, most first."""
        rows = self._db.execute(
            "SELECT state, reason, count(*) AS people FROM recipient WHERE broadcast_id = :id"
            " AND state IN ('refused', 'failed', 'unconfirmed', 'skipped')"
            " GROUP BY state, reason ORDER BY people DESC LIMIT 50",
            {"id": broadcast_id},
        ).fetchall()
        return [(row["state"], row["reason"], row["people"]) for row in rows]

    def erased(self, broadcast_id: int) -> dict[str, int]:
        """How many of each state were erased since: counted, and no more in the ledger."""
        rows = self._db.execute(
            f"SELECT {_STANDS} AS stands, count(*) AS people FROM recipient AS r"
            " WHERE r.broadcast_id = :id AND r.contact_id < 0 GROUP BY stands",
            {"id": broadcast_id},
        ).fetchall()
        return {row["stands"]: row["people"] for row in rows}

    def in_doubt(self, broadcast_id: int) -> int:
        """People of whom somebody has to say whether they got it."""
        return number(
            self._db.execute(
                "SELECT count(*) AS n FROM recipient"
                " WHERE broadcast_id = :id AND state = 'unconfirmed' AND contact_id > 0",
                {"id": broadcast_id},
            )
        )

    def read_count(self, broadcast_id: int) -> int:
        return number(
            self._db.execute(
                "SELECT count(*) AS n FROM recipient"
                " WHERE broadcast_id = :id AND read_at IS NOT NULL",
                {"id": broadcast_id},
            )
        )

    def rows(
        self, broadcast_id: int, state: str = "", after: int = 0, limit: int = 100
    ) -> list[tuple[Recipient, str, str]]:
        """(row, name or business, neighbourhood), by contact; names as they are kept today."""
        rows = self._db.execute(
            "SELECT r.broadcast_id, r.contact_id, r.channel, r.reason, r.settled_at, r.read_at,"
            f" {_STANDS} AS state, coalesce(nullif(p.business, ''), p.name, '') AS named,"
            " coalesce(p.neighbourhood, '') AS neighbourhood"
            " FROM recipient AS r LEFT JOIN profile AS p ON p.contact_id = r.contact_id"
            " WHERE r.broadcast_id = :id AND r.contact_id > :after"
            f" AND (:state = '' OR {_STANDS} = :state) ORDER BY r.contact_id LIMIT :limit",
            {"id": broadcast_id, "after": after, "state": state, "limit": limit},
        ).fetchall()
        return [(build(Recipient, row), row["named"], row["neighbourhood"]) for row in rows]

    def recipient(self, broadcast_id: int, contact_id: int) -> Recipient | None:
        row = self._db.execute(
            "SELECT * FROM recipient WHERE broadcast_id = :id AND contact_id = :contact",
            {"id": broadcast_id, "contact": contact_id},
        ).fetchone()
        return build(Recipient, row) if row else None

    def decide(self, broadcast_id: int, contact_id: int, *, arrived: bool, now: datetime) -> bool:
        """What staff say of a row in doubt: it arrived (nobody calls about it any more), or it is
        to be sent again."""
        if arrived:
            self._note_arrival(broadcast_id, contact_id)
        else:
            self._free_keys(broadcast_id, contact_id)
        return bool(
            self._db.execute(
                "UPDATE recipient SET state = :state, reason = 'decided', settled_at = :now"
                " WHERE broadcast_id = :broadcast AND contact_id = :contact"
                " AND state = 'unconfirmed'",
                {
                    "state": RecipientState.SENT if arrived else RecipientState.WAITING,
                    "now": stamp(now) if arrived else None,
                    "broadcast": broadcast_id,
                    "contact": contact_id,
                },
            ).rowcount
        )

    def retry_unsure(self, broadcast_id: int) -> int:
        """Where a broadcast's policy says so: what a crash of ours left in doubt (it has no
        reason) waits again. A platform that did not answer is no crash: it might go on for ever."""
        self._free_keys(broadcast_id)
        return self._db.execute(
            "UPDATE recipient SET state = 'waiting', reason = '', settled_at = NULL"
            " WHERE broadcast_id = :id AND state = 'unconfirmed' AND reason = ''",
            {"id": broadcast_id},
        ).rowcount

    def _free_keys(self, broadcast_id: int, contact_id: int | None = None) -> None:
        """Rows in doubt give up their keys, so that the same may be queued once more."""
        self._db.execute(
            "UPDATE outbox SET dedupe_key = NULL WHERE broadcast_id = :id"
            " AND state = 'unconfirmed'"
            " AND (contact_id = :contact OR (:contact IS NULL AND error IS NULL))",
            {"id": broadcast_id, "contact": contact_id},
        )

    def _note_arrival(self, broadcast_id: int, contact_id: int) -> None:
        """The message in doubt was sent: the call that stood by for it ends with that."""
        self._db.execute(
            "UPDATE outbox SET state = 'sent' WHERE broadcast_id = :id"
            " AND contact_id = :contact AND state = 'unconfirmed'",
            {"id": broadcast_id, "contact": contact_id},
        )

    def mark_read(self, broadcast_id: int, contact_id: int, now: datetime) -> bool:
        """Evidence A: the person says so, and nobody calls them about it. False when it was never
        sent to them."""
        self._note_arrival(broadcast_id, contact_id)
        return bool(
            self._db.execute(
                "UPDATE recipient SET read_at = coalesce(read_at, :now)"
                " WHERE broadcast_id = :broadcast AND contact_id = :contact"
                " AND state IN ('sent', 'unconfirmed')",
                {"now": stamp(now), "broadcast": broadcast_id, "contact": contact_id},
            ).rowcount
        )

    def received_by(self, contact_id: int) -> list[tuple[str, str, datetime | None]]:
        """(title, outcome, when) of every broadcast meant for a contact."""
        rows = self._db.execute(
            "SELECT b.title, r.state, r.settled_at FROM broadcast AS b JOIN recipient AS r"
            " ON r.broadcast_id = b.id AND r.contact_id = :id ORDER BY b.id",
            {"id": contact_id},
        ).fetchall()
        return [
            (
                row["title"],
                row["state"],
                moment(row["settled_at"]) if row["settled_at"] else None,
            )
            for row in rows
        ]

    def last_received(self, contact_id: int) -> int | None:
        """The broadcast this contact got last."""
        row = self._db.execute(
            "SELECT broadcast_id FROM outbox WHERE contact_id = :id AND broadcast_id IS NOT NULL"
            " AND state IN ('sent', 'unconfirmed') ORDER BY id DESC LIMIT 1",
            {"id": contact_id},
        ).fetchone()
        return int(row["broadcast_id"]) if row else None

    def delete_ledgers_before(self, moment_: datetime, most: int = LOT) -> int:
        """The names behind old broadcasts; their counts were kept with them."""
        return delete_lot(
            self._db,
            "recipient",
            "broadcast_id, contact_id",
            "settled_at < :before",
            most,
            before=stamp(moment_),
        )


def _person(row: Row) -> Person:
    return Person(
        id=row["id"],
        channel=row["channel"],
        active=bool(row["active"]),
        last_inbound_at=moment(row["last_inbound_at"]) if row["last_inbound_at"] else None,
        name=row["name"] or "",
        business=row["business"] or "",
        neighbourhood=row["neighbourhood"] or "",
        topics=frozenset((row["topics"] or "").split(",")) - {""},
    )
