"""Broadcasts and their ledger: who is to get one, what became of each.

The ledger is filled in batches (`expand`), the outbox from the ledger in small lots (`waiting`,
`mark_queued`): what waits in the outbox stays bounded and can be taken back (`recall`) at once.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import orjson

from storage.broadcast_models import (
    Audience,
    Broadcast,
    BroadcastState,
    Counts,
    Member,
    Person,
    Recipient,
    RecipientState,
)
from storage.connection import Connection, Row, SqlWords, number, only
from storage.ids import IdSource
from storage.lots import LOT, delete_lot
from storage.models import moment, stamp
from storage.outbox import WAITING
from storage.rows import Table, build, stored

_OPEN = "IN ('received', 'needs_info', 'assigned', 'waiting_upper', 'answered', 'approved')"
# Whose question `q` is not answered yet, by itself or by the one it was joined to.
_WAITS = (
    f"(q.state {_OPEN} OR q.state = 'merged' AND EXISTS"
    f" (SELECT 1 FROM question AS head WHERE head.id = q.merged_into AND head.state {_OPEN}))"
)


def _meant(words: SqlWords) -> str:
    """Everybody an audience means, after the contact `:after`. An empty list filters nothing.
    `:until` keeps out who came after the approval; consent is looked at again when each message is
    made."""
    return f"""
    FROM contact AS c LEFT JOIN profile AS p ON p.contact_id = c.id
    WHERE c.id > :after AND c.state = 'active' AND c.is_group = 0
    AND CASE :base
        WHEN 'subscribers' THEN EXISTS (
            SELECT 1 FROM subscription AS s WHERE s.contact_id = c.id AND s.since <= :until
            AND s.topic IN {words.texts(":topics")})
        WHEN 'attendees' THEN EXISTS (
            SELECT 1 FROM registration AS r WHERE r.contact_id = c.id AND r.event_id = :event_id
            AND r.created_at <= :until
            AND r.state IN {words.texts(":event_states")})
        WHEN 'askers' THEN EXISTS (
            SELECT 1 FROM question AS q WHERE q.contact_id = c.id AND q.created_at <= :until
            AND {_WAITS})
        ELSE EXISTS (
            SELECT 1 FROM recipient AS o WHERE o.broadcast_id = :original
            AND o.contact_id = c.id AND o.state = 'sent')
        END
    AND (:kinds = '[]' OR p.kind IN {words.texts(":kinds")})
    AND (:neighbourhoods = '[]'
         OR p.neighbourhood IN {words.texts(":neighbourhoods")})
    AND (:channels = '[]' OR c.channel IN {words.texts(":channels")})
"""


def _members(words: SqlWords) -> str:
    """Those it means by a registration, a question, or a call about the broadcast it corrects; with
    the contact it is sent to, how that one is reached, and whether the message has missed them
    already."""
    return f"""
    WITH meant AS (SELECT c.id, c.channel, c.last_inbound_at {_meant(words)})
    SELECT a.*, m.id AS contact, m.last_inbound_at, w.open_for_s, coalesce(w.arrives, 1) AS comes,
        w.channel IS NOT NULL OR NOT EXISTS (SELECT 1 FROM channel_reach) AS runs,
        CASE WHEN x.state IN ('refused', 'failed', 'unconfirmed')
            OR x.reason IN ('left', 'channel_off', 'window', 'quota') THEN 1 ELSE 0 END AS missed
    FROM (
        SELECT r.id AS registration_id, NULL AS question_id, r.phone, r.contact_id, r.name,
            r.business, r.neighbourhood
        FROM registration AS r
        WHERE r.anonymised_at IS NULL AND CASE :base
            WHEN 'attendees' THEN r.event_id = :event_id AND r.created_at <= :until
                AND r.state IN {words.texts(":event_states")}
                AND (:kinds = '[]' OR r.kind IN {words.texts(":kinds")})
                AND (:neighbourhoods = '[]'
                     OR r.neighbourhood IN {words.texts(":neighbourhoods")})
            WHEN 'received' THEN EXISTS (SELECT 1 FROM call_task AS t WHERE
                t.registration_id = r.id
                AND (t.state IN ('open', 'told') AND t.aside = 0
                     AND substr(t.key, 1, length(:calls)) = :calls
                     OR substr(t.key, 1, length(:own)) = :own))
            ELSE 1 = 0 END
        UNION ALL
        SELECT NULL, q.id, q.phone, q.contact_id, q.asker, q.business, q.neighbourhood
        FROM question AS q
        WHERE q.anonymised_at IS NULL AND CASE :base
            WHEN 'askers' THEN q.created_at <= :until
                AND {_WAITS}
                AND :kinds = '[]'
                AND (:neighbourhoods = '[]'
                     OR q.neighbourhood IN {words.texts(":neighbourhoods")})
            WHEN 'received' THEN EXISTS (SELECT 1 FROM call_task AS t WHERE
                t.question_id = q.id
                AND (t.state IN ('open', 'told') AND t.aside = 0
                     AND substr(t.key, 1, length(:calls)) = :calls
                     OR substr(t.key, 1, length(:own)) = :own))
            ELSE 1 = 0 END) AS a
    LEFT JOIN meant AS m ON m.id = a.contact_id
    LEFT JOIN channel_reach AS w ON w.channel = m.channel
    LEFT JOIN recipient AS x ON x.broadcast_id = :broadcast AND x.contact_id = m.id
    ORDER BY a.registration_id, a.question_id
"""


# How it stands with each person. What was left on a page of ours was received when its reader came
# back and wrote or pressed something; whoever is erased before that keeps `unopened` as the reason.
_STANDS = """
    CASE WHEN r.state = 'sent' AND r.read_at IS NULL AND r.reason <> 'decided'
        AND (r.reason = 'unopened' OR EXISTS (SELECT 1 FROM channel_reach AS w
            JOIN contact AS c ON c.id = r.contact_id
            WHERE w.channel = r.channel AND w.arrives = 0 AND c.last_inbound_at <= r.settled_at))
        THEN 'unopened' ELSE r.state END"""

# So many failures among a hundred stop a broadcast until a person has looked.
TOO_MANY_TROUBLES = 30


class Broadcasts:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "broadcast", Broadcast)
        self._meant = _meant(connection.words)
        self._members = _members(connection.words)

    def add(self, broadcast: Broadcast) -> Broadcast:
        return self._rows.add(broadcast)

    def save(self, broadcast: Broadcast) -> Broadcast:
        return self._rows.save(broadcast)

    def get(self, broadcast_id: int) -> Broadcast | None:
        return self._rows.one("WHERE id = :id", id=broadcast_id)

    def in_states(self, states: Sequence[BroadcastState]) -> list[Broadcast]:
        """Oldest first."""
        return self._rows.all(
            f"WHERE state IN {self._db.words.texts(':states')} ORDER BY id", states=states
        )

    def latest(self, limit: int = 200) -> list[Broadcast]:
        return self._rows.all("ORDER BY id DESC LIMIT :limit", limit=limit)

    def published(self) -> list[Broadcast]:
        """News and digests that went out, latest first; what corrects another among them."""
        return self._rows.all(
            "WHERE kind IN ('news', 'digest') AND started_at IS NOT NULL ORDER BY started_at DESC"
        )

    def digest_of(self, month: str) -> Broadcast | None:
        return self._rows.one("WHERE month = :month AND state <> 'withdrawn'", month=month)

    def corrections_of(self, broadcast_id: int) -> list[Broadcast]:
        return self._rows.all("WHERE corrects = :id ORDER BY id", id=broadcast_id)

    def news_since(self, since: datetime) -> list[Broadcast]:
        """Policy news and digests that began to go out since then."""
        return self._rows.all(
            "WHERE kind IN ('news', 'digest') AND started_at >= :since", since=since
        )

    # ---- the audience ----

    def count_meant(self, audience: Audience, until: datetime) -> dict[str, int]:
        """People per channel."""
        rows = self._db.execute(
            f"SELECT c.channel, count(*) AS people {self._meant} GROUP BY c.channel",
            _parameters(audience, until),
        ).fetchall()
        return {row["channel"]: row["people"] for row in rows}

    def count_within(
        self, audience: Audience, until: datetime, channel: str, since: datetime
    ) -> int:
        """People of one channel who wrote to us since then."""
        return number(
            self._db.execute(
                f"SELECT count(*) AS n {self._meant}"
                " AND c.channel = :channel AND c.last_inbound_at >= :since",
                _parameters(audience, until) | {"channel": channel, "since": stamp(since)},
            )
        )

    def sample_meant(self, audience: Audience, until: datetime, limit: int = 3) -> list[str]:
        """Names (or businesses) of a few, to see whom the filter means."""
        rows = self._db.execute(
            "SELECT coalesce(nullif(p.business, ''), p.name) AS named"
            f" {self._meant} AND coalesce(p.business, '') || coalesce(p.name, '') <> ''"
            " ORDER BY c.id DESC LIMIT :limit",
            _parameters(audience, until) | {"limit": limit},
        ).fetchall()
        return [row["named"] for row in rows]

    def members(
        self, broadcast_id: int, audience: Audience, until: datetime, now: datetime
    ) -> list[Member]:
        """Everybody it means who is known by more than a contact; always in the same order."""
        given = _parameters(audience, until) | {
            "calls": calls_of(audience.original),
            "own": calls_of(broadcast_id),
            "broadcast": broadcast_id,
        }
        return [_member(row, now) for row in self._db.execute(self._members, given).fetchall()]

    def expand(self, broadcast: Broadcast, until: datetime, limit: int) -> int | None:
        """Enters up to `limit` more people in the ledger; the last one's id, None when all are."""
        rows = self._db.execute(
            f"SELECT c.id, c.channel {self._meant} ORDER BY c.id LIMIT :limit",
            _parameters(broadcast.filter, until, after=broadcast.cursor) | {"limit": limit},
        ).fetchall()
        self._db.executemany(
            "INSERT INTO recipient (broadcast_id, contact_id, channel, state)"
            " VALUES (:broadcast, :id, :channel, 'waiting') ON CONFLICT DO NOTHING",
            [{"broadcast": broadcast.id, "id": r["id"], "channel": r["channel"]} for r in rows],
        )
        return int(rows[-1]["id"]) if rows else None

    def keep_one_per_household(self, broadcast_id: int, now: datetime) -> int:
        """Once everybody is entered: a household linked on several channels gets it where it wrote
        to us last. Returns how many are left out."""
        return self._db.execute(
            "UPDATE recipient SET state = 'skipped', reason = 'household', settled_at = :now"
            " WHERE broadcast_id = :id AND state = 'waiting' AND contact_id IN ("
            "  SELECT contact_id FROM (SELECT r.contact_id, row_number() OVER ("
            "    PARTITION BY h.household"
            "    ORDER BY c.state = 'active' DESC, c.last_inbound_at DESC, c.id) AS place"
            "   FROM recipient AS r JOIN household_contact AS h ON h.contact_id = r.contact_id"
            "   JOIN contact AS c ON c.id = r.contact_id WHERE r.broadcast_id = :id)"
            "  WHERE place > 1)",
            {"id": broadcast_id, "now": stamp(now)},
        ).rowcount

    # ---- the ledger ----

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
            " WHERE broadcast_id = :broadcast AND contact_id = :contact AND state = 'waiting'",
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

    def note_outcomes(self, broadcast_id: int, settled: int, troubles: int) -> None:
        """Counts what just ended; after a hundred the count begins anew, unless it shows that too
        many failed."""
        anew = "lately >= 100 AND troubles < :too_many"
        self._db.execute(
            f"UPDATE broadcast SET lately = CASE WHEN {anew} THEN 0 ELSE lately END + :settled,"
            f" troubles = CASE WHEN {anew} THEN 0 ELSE troubles END + :troubles WHERE id = :id",
            {
                "id": broadcast_id,
                "settled": settled,
                "troubles": troubles,
                "too_many": TOO_MANY_TROUBLES,
            },
        )

    def ledger(
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


def _parameters(audience: Audience, until: datetime, after: int = 0) -> dict[str, object]:
    lists = ("topics", "kinds", "neighbourhoods", "channels", "event_states")
    return {
        "base": audience.base,
        "event_id": audience.event_id,
        "original": audience.original,
        "until": stamp(until),
        "after": after,
        **{name: stored(getattr(audience, name)) for name in lists},
    }


def calls_of(broadcast_id: int) -> str:
    """How the keys of the calls begin that do what a message of this broadcast could not."""
    return f"broadcast:{broadcast_id}:"


def audience_json(audience: Audience) -> str:
    """The form an audience is kept in."""
    return orjson.dumps(audience).decode()


def _member(row: Row, now: datetime) -> Member:
    open_for, last = row["open_for_s"], row["last_inbound_at"]
    open_ = row["runs"] and (
        open_for is None or (last and now - moment(last) <= timedelta(seconds=open_for))
    )
    return Member(
        registration_id=row["registration_id"],
        question_id=row["question_id"],
        phone=row["phone"],
        contact_id=row["contact"],
        arrives=bool(row["contact"] is not None and open_ and row["comes"] and not row["missed"]),
        name=row["name"],
        business=row["business"],
        neighbourhood=row["neighbourhood"],
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
