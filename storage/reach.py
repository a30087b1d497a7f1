"""Evidence of who was reached: A took part, answered or said "đã đọc"; B a message arrived; C a
leaflet or a visit (reference: practice of the ward, indices)."""

from collections.abc import Sequence
from datetime import datetime

from storage.broadcast_models import Evidence, Outreach
from storage.connection import Connection, SqlWords
from storage.ids import IdSource
from storage.models import moment, stamp
from storage.rows import Table, stored

# One business on several channels counts once: by its phone where that is known.
_WHO = "coalesce(nullif(p.phone, ''), 'contact:' || {contact})"


def _evidence(words: SqlWords) -> str:
    return f"""
    SELECT {_WHO.format(contact="r.contact_id")} AS who, coalesce(p.neighbourhood, '') AS place,
        CASE WHEN r.read_at IS NOT NULL THEN 'A' ELSE 'B' END AS grade, b.topic AS topic,
        coalesce(r.read_at, r.settled_at) AS at, '' AS begins
    FROM recipient AS r JOIN broadcast AS b ON b.id = r.broadcast_id
    LEFT JOIN profile AS p ON p.contact_id = r.contact_id
    LEFT JOIN contact AS c ON c.id = r.contact_id
    WHERE r.settled_at >= :since AND r.settled_at < :until AND r.state = 'sent'
    -- A message on a page of ours has arrived when its reader came back to it.
    AND (r.channel NOT IN {words.texts(":pages")} OR r.read_at IS NOT NULL
        OR c.last_inbound_at > r.settled_at)
    UNION ALL
    SELECT coalesce(g.phone, 'contact:' || g.contact_id, 'guest:' || g.id), g.neighbourhood, 'A',
        'hoi-nghi', g.arrived_at, e.starts_at
    FROM registration AS g JOIN event AS e ON e.id = g.event_id
    WHERE g.arrived_at >= :since AND g.arrived_at < :until AND g.category = 'business'
    AND e.state <> 'cancelled'
    UNION ALL
    SELECT coalesce(q.phone, 'contact:' || q.contact_id, 'asked:' || q.id), q.neighbourhood, 'A',
        'chung', q.created_at, ''
    FROM question AS q
    WHERE q.created_at >= :since AND q.created_at < :until AND q.state <> 'withdrawn'
    UNION ALL
    SELECT CASE WHEN o.register_id IS NULL THEN 'business:' || o.business_key
        ELSE 'register:' || coalesce(b.merged_into, b.id) END,
        o.neighbourhood, 'C', o.topic, o.created_at, ''
    FROM outreach AS o LEFT JOIN business AS b ON b.id = o.register_id
    WHERE o.day >= :since_day AND o.day < :until_day
"""


class Reach:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._evidence = _evidence(connection.words)
        self._outreach = Table(connection, "outreach", Outreach)

    def evidence(
        self,
        since: datetime,
        until: datetime,
        since_day: str,
        until_day: str,
        pages: Sequence[str],
    ) -> list[Evidence]:
        """Everything that shows somebody was reached in the period; the days are local dates,
        `pages` the channels where a message waits for its reader."""
        rows = self._db.execute(
            self._evidence,
            {
                "since": stamp(since),
                "until": stamp(until),
                "since_day": since_day,
                "until_day": until_day,
                "pages": stored(list(pages)),
            },
        ).fetchall()
        return [
            Evidence(
                *(row["who"], row["place"], row["grade"], row["topic"], moment(row["at"])),
                begins=moment(row["begins"]) if row["begins"] else None,
            )
            for row in rows
        ]

    def pages(self) -> list[str]:
        """The channels where a message waits for its reader, of those that run."""
        rows = self._db.execute("SELECT channel FROM channel_reach WHERE arrives = 0")
        return [row["channel"] for row in rows]

    def add_outreach(self, outreach: Outreach) -> Outreach:
        return self._outreach.add(outreach)

    def outreach(self, since_day: str, until_day: str) -> list[Outreach]:
        return self._outreach.all(
            "WHERE day >= :since AND day < :until ORDER BY day, id",
            since=since_day,
            until=until_day,
        )

    def forget_names_before(self, day: str) -> int:
        """The names of businesses in old records; that one was visited still counts."""
        return self._db.execute(
            "UPDATE outreach SET business = '' WHERE day < :day AND business <> ''", {"day": day}
        ).rowcount

    def neighbourhoods(self) -> dict[str, int]:
        """How many businesses each has, as staff entered it."""
        rows = self._db.execute("SELECT name, businesses FROM neighbourhood").fetchall()
        return {row["name"]: row["businesses"] for row in rows}

    def set_neighbourhood(self, name: str, businesses: int) -> None:
        self._db.execute(
            "INSERT INTO neighbourhood (name, businesses) VALUES (:name, :businesses)"
            " ON CONFLICT (name) DO UPDATE SET businesses = excluded.businesses",
            {"name": name, "businesses": businesses},
        )

    def remove_neighbourhood(self, name: str) -> None:
        self._db.execute("DELETE FROM neighbourhood WHERE name = :name", {"name": name})
