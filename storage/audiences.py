"""Whom a broadcast is for: everybody an audience means, by the contact a message goes to, or by the
registration or question they are known by."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.broadcast_models import Audience, Broadcast, Member
from storage.connection import Connection, Row, SqlWords, number
from storage.models import moment, stamp
from storage.rows import stored

_OPEN = "IN ('received', 'needs_info', 'assigned', 'waiting_upper', 'answered', 'approved')"
# Whose question `q` is not answered yet, by itself or by the one it was joined to.
_WAITS = (
    f"(q.state {_OPEN} OR q.state = 'merged' AND EXISTS"
    f" (SELECT 1 FROM question AS head WHERE head.id = q.merged_into AND head.state {_OPEN}))"
)

# The chats that are tied to what an audience means of the register, where it means any of it.
Among = Sequence[int] | None


def _meant(words: SqlWords) -> str:
    """Everybody an audience means, after the contact `:after`. An empty list filters nothing.
    A neighbourhood is what somebody told, or where a business of theirs is; `:among` counts where
    the audience is of the register.
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
         OR p.neighbourhood IN {words.texts(":neighbourhoods")}
         OR EXISTS (SELECT 1 FROM business_person AS t JOIN business_place AS l
            ON l.business = t.business AND l.ended_at IS NULL
            WHERE t.contact_id = c.id AND t.ended_at IS NULL
            AND l.neighbourhood IN {words.texts(":neighbourhoods")}))
    AND (:within = 0 OR c.id IN {words.numbers(":among")})
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


class Audiences:
    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._meant = _meant(connection.words)
        self._members = _members(connection.words)

    def count_meant(
        self, audience: Audience, until: datetime, among: Among = None
    ) -> dict[str, int]:
        """People per channel."""
        rows = self._db.execute(
            f"SELECT c.channel, count(*) AS people {self._meant} GROUP BY c.channel",
            _parameters(audience, until, among),
        ).fetchall()
        return {row["channel"]: row["people"] for row in rows}

    def count_within(
        self,
        audience: Audience,
        until: datetime,
        channel: str,
        since: datetime,
        among: Among = None,
    ) -> int:
        """People of one channel who wrote to us since then."""
        return number(
            self._db.execute(
                f"SELECT count(*) AS n {self._meant}"
                " AND c.channel = :channel AND c.last_inbound_at >= :since",
                _parameters(audience, until, among) | {"channel": channel, "since": stamp(since)},
            )
        )

    def sample_meant(
        self, audience: Audience, until: datetime, among: Among = None, limit: int = 3
    ) -> list[str]:
        """Names (or businesses) of a few, to see whom the filter means."""
        rows = self._db.execute(
            "SELECT coalesce(nullif(p.business, ''), p.name) AS named"
            f" {self._meant} AND coalesce(p.business, '') || coalesce(p.name, '') <> ''"
            " ORDER BY c.id DESC LIMIT :limit",
            _parameters(audience, until, among) | {"limit": limit},
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

    def meant(self, audience: Audience, until: datetime, among: Among = None) -> list[int]:
        """Everybody it means, by contact."""
        rows = self._db.execute(
            f"SELECT c.id {self._meant} ORDER BY c.id", _parameters(audience, until, among)
        )
        return [row["id"] for row in rows]

    def expand(
        self, broadcast: Broadcast, until: datetime, limit: int, among: Among = None
    ) -> int | None:
        """Enters up to `limit` more people in the ledger; the last one's id, None when all are."""
        rows = self._db.execute(
            f"SELECT c.id, c.channel {self._meant} ORDER BY c.id LIMIT :limit",
            _parameters(broadcast.filter, until, among, after=broadcast.cursor) | {"limit": limit},
        ).fetchall()
        self._db.executemany(
            "INSERT INTO recipient (broadcast_id, contact_id, channel, state)"
            " VALUES (:broadcast, :id, :channel, 'waiting') ON CONFLICT DO NOTHING",
            [{"broadcast": broadcast.id, "id": r["id"], "channel": r["channel"]} for r in rows],
        )
        return int(rows[-1]["id"]) if rows else None


def _parameters(
    audience: Audience, until: datetime, among: Among = None, after: int = 0
) -> dict[str, object]:
    lists = ("topics", "kinds", "neighbourhoods", "channels", "event_states")
    return {
        "base": audience.base,
        "event_id": audience.event_id,
        "original": audience.original,
        "until": stamp(until),
        "after": after,
        "within": int(audience.is_of_register),
        "among": stored(list(among or ())),
        **{name: stored(getattr(audience, name)) for name in lists},
    }


def calls_of(broadcast_id: int) -> str:
    """How the keys of the calls begin that do what a message of this broadcast could not."""
    return f"broadcast:{broadcast_id}:"


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
