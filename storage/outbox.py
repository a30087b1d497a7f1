"""The outbox: everything we will say, in which order, and what became of it.

`pending -> sending -> sent | refused | failed`, back to `pending` with a later `due_at`.
`sending` is committed just before the call, so after a crash only those rows are in doubt:
they become `unconfirmed`, because no messaging platform has idempotency keys.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import orjson

from storage.connection import Connection, Row, SqlWords, number, only
from storage.ids import IdSource
from storage.lots import LOT, delete_lot
from storage.models import (
    HeldBack,
    HeldPart,
    Kind,
    OutboxRow,
    OutboxState,
    Settled,
    ToRetract,
    moment,
    stamp,
)

SHOWN = 300  # letters of an open question that others are shown, in quotation marks
_BEGINNING = 36  # letters no message cuts from a question it quotes
_ASIDE = "aside:"  # what the key of a message begins with that is set aside
# What may still be taken back. `pending` says it; that it is one of the open ones says by which
# index such rows are found.
WAITING = "state IN ('pending', 'sending') AND state = 'pending'"
_TAKEN_BACK, _NOT_TAKEN_BACK = "taken back", "not taken back"
_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\*[]"})


def _claimable(words: SqlWords) -> str:
    """Rows of a channel that may go, most urgent first: by the index of waiting rows, in its order,
    and no further than the limit. What else is open for a contact is counted, so that it is looked
    up by the contact: asked whether there is any, PostgreSQL compares every row with every other
    where a minute ago nothing waited."""
    return (
        "SELECT o.id, o.contact_id, c.channel, c.address, c.is_group, o.kind, o.body,"
        " o.attempts, o.broadcast_id"
        f" FROM outbox AS o {words.join_in_order()} contact AS c ON c.id = o.contact_id"
        " WHERE o.state = 'pending' AND o.held_at IS NULL"
        " AND o.priority BETWEEN :most AND :least"
        f" AND {words.unsought('o.due_at')} <= :now AND c.channel = :channel"
        " AND c.state = 'active'"
        " AND (c.rest_until IS NULL OR c.rest_until <= :now)"
        " AND c.last_inbound_at >= :heard_since"
        " AND 0 = (SELECT count(*) FROM outbox AS e WHERE e.contact_id = o.contact_id"
        "  AND e.state IN ('pending', 'sending') AND e.id <> o.id AND e.held_at IS NULL"
        "  AND (e.attempts > 0 OR e.due_at <= :now) AND (e.state = 'sending'"
        "   OR e.priority < o.priority OR (e.priority = o.priority AND e.id < o.id)))"
        " ORDER BY o.priority, o.id LIMIT :limit"
    )


def _to_retract(words: SqlWords) -> str:
    """Of a channel, what is asked to be taken back: by the index of such rows, which are few."""
    return (
        "SELECT o.id, c.address, o.dedupe_key, o.state, o.vendor_id, o.retract_at"
        f" FROM outbox AS o {words.join_in_order()} contact AS c ON c.id = o.contact_id"
        " WHERE o.retract_at IS NOT NULL AND o.state NOT IN ('pending', 'sending')"
        " AND c.channel = :channel ORDER BY o.retract_at, o.id LIMIT :limit"
    )


def _next_due(words: SqlWords) -> str:
    due = words.greatest("o.due_at", "coalesce(c.rest_until, o.due_at)")
    return (
        f"SELECT min(due) AS due FROM (SELECT {due} AS due"
        f" FROM outbox AS o {words.join_in_order()} contact AS c ON c.id = o.contact_id"
        " WHERE o.state = 'pending' AND o.held_at IS NULL"
        " AND c.state = 'active' AND c.channel = :channel"
        " ORDER BY o.due_at LIMIT 50) AS waiting"
    )


class Outbox:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self._ids = ids
        words = connection.words
        self._claimable = _claimable(words)
        self._claim = (
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1"
            f" WHERE {words.each_of('id', ':ids')} AND {words.unsought('state')} = 'pending'"
        )
        self._next_due = _next_due(words)
        self._to_retract = _to_retract(words)
        self._settle = (
            "UPDATE outbox SET state = :state, vendor_id = :vendor_id, error = :error,"
            " due_at = coalesce(:due_at, due_at), settled_at = :now, body = CASE WHEN :begun > 0"
            f" THEN {words.with_number('body', 'begun', ':begun')} ELSE body END"
            f" WHERE id = :id AND {words.unsought('state')} = 'sending'"
        )
        self._settle_sent = (
            "UPDATE outbox SET state = 'sent', error = NULL, settled_at = :now,"
            f" vendor_id = {words.member(':vendor_ids', 'id')}"
            f" WHERE {words.each_of('id', ':ids')} AND {words.unsought('state')} = 'sending'"
        )
        self._not_before = words.greatest("due_at", ":now")
        self._written: set[int] = set()

    def watch(self) -> set[int]:
        """Contacts that something is queued for from now on, until this is called again: a set that
        grows."""
        self._written = set()
        return self._written

    def add(
        self,
        contact_id: int,
        body: str,
        now: datetime,
        *,
        kind: Kind = Kind.REPLY,
        dedupe_key: str | None = None,
        claimed: bool = False,
        due: datetime | None = None,
        expires: datetime | None = None,
        broadcast_id: int | None = None,
    ) -> int | None:
        """Queues one message, to go now or when `due`, never after `expires`; returns its id, or
        None when `dedupe_key` was queued before, or when it would tell a group what it did not ask
        for.

        `claimed`: the caller sends it itself right after the commit, so it starts as `sending`.
        """
        new = self._ids.next()
        added = self._db.execute(
            "INSERT INTO outbox (id, contact_id, kind, priority, body, state, attempts, created_at,"
            " due_at, expires_at, dedupe_key, broadcast_id, held_at)"
            " SELECT :id, :contact_id, :kind, :priority, :body, :state, :attempts, :now, :due,"
            " :expires, :dedupe_key, :broadcast_id,"
            " CASE WHEN :kind <> 'reply' AND EXISTS"
            "  (SELECT 1 FROM setting WHERE name = 'outbox_held') THEN :now END"
            " WHERE :kind = 'reply' OR NOT EXISTS"
            "  (SELECT 1 FROM contact WHERE id = :contact_id AND is_group = 1)"
            " ON CONFLICT DO NOTHING",
            {
                "id": new,
                "contact_id": contact_id,
                "kind": kind,
                "priority": kind.priority,
                "body": body,
                "state": OutboxState.SENDING if claimed else OutboxState.PENDING,
                "attempts": int(claimed),
                "now": stamp(now),
                "due": stamp(due or now),
                "expires": stamp(expires) if expires else None,
                "dedupe_key": dedupe_key,
                "broadcast_id": broadcast_id,
            },
        ).rowcount
        if added:
            self._written.add(contact_id)
        return new if added else None

    def has_open(self, contact_id: int, now: datetime) -> bool:
        """Whether a reply to this contact would have to wait for another: one is under way, or
        one waits that is due. What ranks behind replies does not count."""
        row = self._db.execute(
            "SELECT 1 FROM outbox WHERE contact_id = :contact_id"
            " AND state IN ('pending', 'sending') AND (state = 'sending'"
            "  OR (kind = 'reply' AND held_at IS NULL AND (attempts > 0 OR due_at <= :now)))"
            " LIMIT 1",
            {"contact_id": contact_id, "now": stamp(now)},
        ).fetchone()
        return row is not None

    def claim(
        self,
        channel: str,
        now: datetime,
        limit: int,
        *,
        most_urgent: Kind = Kind.REPLY,
        least_urgent: Kind = Kind.BROADCAST,
        heard_since: datetime | None = None,
    ) -> list[OutboxRow]:
        """Marks up to `limit` due rows of a channel as `sending`; returns them, most urgent first.

        Per contact only its most urgent, then oldest open row is ever claimed, so order holds and
        one message at a time is under way; a contact that rests is left for later. Nobody who last
        wrote before `heard_since` is written to.
        """
        rows = self._db.execute(
            self._claimable,
            {
                "channel": channel,
                "now": stamp(now),
                "limit": limit,
                "most": most_urgent.priority,
                "least": least_urgent.priority,
                "heard_since": stamp(heard_since) if heard_since else "",
            },
        ).fetchall()
        if rows:
            claimed = orjson.dumps([row["id"] for row in rows]).decode()
            self._db.execute(self._claim, {"ids": claimed})
        return [_row(row) for row in rows]

    def settle(self, results: Iterable[Settled], now: datetime) -> None:
        """Records what became of claimed rows; those that were plainly sent in one statement."""
        results = list(results)
        sent = {one.id: one.vendor_id for one in results if one == _sent(one)}
        if len(sent) > 1:
            results = [one for one in results if one.id not in sent]
            ids, vendor_ids = list(sent), {str(id_): known for id_, known in sent.items()}
            self._db.execute(
                self._settle_sent,
                {
                    "ids": orjson.dumps(ids).decode(),
                    "vendor_ids": orjson.dumps(vendor_ids).decode(),
                    "now": stamp(now),
                },
            )
        self._db.executemany(
            self._settle,
            [
                {
                    "id": result.id,
                    "state": result.state,
                    "vendor_id": result.vendor_id,
                    "error": result.error,
                    "due_at": stamp(result.due_at) if result.due_at else None,
                    "now": stamp(now),
                    "begun": result.begun,
                }
                for result in results
            ],
        )

    def keep_as_sent(self, row_id: int, body: str) -> None:
        """What a row really said, where that was decided only as it went."""
        self._db.execute(
            "UPDATE outbox SET body = :body WHERE id = :id", {"body": body, "id": row_id}
        )

    def expire(self, now: datetime) -> int:
        """What is no longer worth sending is not sent; returns how many."""
        return self._db.execute(
            "UPDATE outbox SET state = 'refused', error = 'expired', settled_at = :now"
            " WHERE state = 'pending' AND expires_at <= :now",
            {"now": stamp(now)},
        ).rowcount

    def take_expired(self, contact_id: int) -> bool:
        """Whether answers to this contact expired since it was last asked: told once."""
        return bool(
            self._db.execute(
                "UPDATE outbox SET error = 'expired, told' WHERE contact_id = :id"
                " AND error = 'expired' AND kind = 'reply'",
                {"id": contact_id},
            ).rowcount
        )

    def bound(
        self,
        now: datetime,
        *,
        longest_wait: timedelta,
        longest_rest: timedelta,
        reply_lasts: timedelta,
    ) -> None:
        """After the clock was set back nothing waits for the time that was: what was queued in the
        future was queued now; what answers or is tried again waits at most `longest_wait`, and no
        contact rests longer than `longest_rest`."""
        ahead = self._db.execute(
            "SELECT id, created_at, due_at, expires_at FROM outbox"
            " WHERE state = 'pending' AND created_at > :now",
            {"now": stamp(now)},
        ).fetchall()
        for row in ahead:
            lead = moment(row["created_at"]) - now
            expires = row["expires_at"] and stamp(moment(row["expires_at"]) - lead)
            self._db.execute(
                "UPDATE outbox SET created_at = :now, due_at = :due, expires_at = :expires"
                " WHERE id = :id",
                {
                    "id": row["id"],
                    "now": stamp(now),
                    "due": stamp(moment(row["due_at"]) - lead),
                    "expires": expires,
                },
            )
        self._db.execute(
            "UPDATE contact SET rest_until = NULL WHERE rest_until > :latest"
            " AND id IN (SELECT contact_id FROM outbox WHERE state = 'pending')",
            {"latest": stamp(now + longest_rest)},
        )
        self._db.execute(
            "UPDATE outbox SET due_at = :latest"
            " WHERE state = 'pending' AND due_at > :latest AND (kind = 'reply' OR attempts > 0)",
            {"latest": stamp(now + longest_wait)},
        )
        self._db.execute(
            "UPDATE outbox SET expires_at = :latest"
            " WHERE state = 'pending' AND kind = 'reply' AND expires_at > :latest",
            {"latest": stamp(now + reply_lasts)},
        )

    def refuse_all(self, contact_id: int, now: datetime, error: str) -> int:
        """A contact left: what was still waiting for it is refused, not kept for ever."""
        return self._db.execute(
            "UPDATE outbox SET state = 'refused', error = :error, settled_at = :now"
            f" WHERE contact_id = :contact_id AND {WAITING}",
            {"contact_id": contact_id, "error": error, "now": stamp(now)},
        ).rowcount

    def refuse_unreachable(self, channel: str, since: datetime, now: datetime) -> int:
        """What waits for people who last wrote before `since`: the platform's window is closed."""
        return self._db.execute(
            "UPDATE outbox SET state = 'refused', error = 'window', settled_at = :now"
            " WHERE state = 'pending' AND EXISTS (SELECT 1 FROM contact AS c"
            "  WHERE c.id = outbox.contact_id AND c.channel = :channel"
            "  AND c.last_inbound_at < :since)",
            {"channel": channel, "since": stamp(since), "now": stamp(now)},
        ).rowcount

    def set_aside(self, dedupe_prefix: str, now: datetime) -> int:
        """What has not gone yet of one matter is not sent as things stand, but may be taken up. Its
        key is free meanwhile."""
        self._forget_aside(dedupe_prefix)
        return self._db.execute(
            "UPDATE outbox SET state = 'refused', error = 'aside', settled_at = :now,"
            " dedupe_key = :aside || dedupe_key"
            " WHERE state = 'pending' AND substr(dedupe_key, 1, length(:prefix)) = :prefix",
            {"prefix": dedupe_prefix, "aside": _ASIDE, "now": stamp(now)},
        ).rowcount

    def take_up(self, dedupe_prefix: str, now: datetime) -> int:
        """What was set aside goes after all, unless it expired or was queued anew."""
        return self._db.execute(
            "UPDATE outbox SET state = 'pending', error = NULL, settled_at = NULL,"
            f" due_at = {self._not_before}, dedupe_key = substr(dedupe_key, length(:aside) + 1)"
            " WHERE dedupe_key >= :aside || :prefix AND dedupe_key < :aside || :prefix || '~'"
            " AND error = 'aside' AND (expires_at IS NULL OR expires_at > :now)"
            " AND NOT EXISTS (SELECT 1 FROM outbox AS o"
            "  WHERE o.dedupe_key = substr(outbox.dedupe_key, length(:aside) + 1))",
            {"prefix": dedupe_prefix, "aside": _ASIDE, "now": stamp(now)},
        ).rowcount

    def _forget_aside(self, dedupe_prefix: str) -> None:
        self._db.execute(
            "UPDATE outbox SET dedupe_key = NULL"
            " WHERE dedupe_key >= :aside || :prefix AND dedupe_key < :aside || :prefix || '~'",
            {"prefix": dedupe_prefix, "aside": _ASIDE},
        )

    def states(self, dedupe_prefix: str) -> set[OutboxState]:
        """How the messages stand whose keys begin so; none where nothing was queued."""
        rows = self._db.execute(
            "SELECT DISTINCT state FROM outbox"
            " WHERE dedupe_key >= :prefix AND dedupe_key < :prefix || '~'",
            {"prefix": dedupe_prefix},
        ).fetchall()
        return {OutboxState(row["state"]) for row in rows}

    def withdraw(self, dedupe_prefix: str, now: datetime) -> int:
        """What has not gone yet of one matter is not sent any more. Its key is free again: should
        the matter come back (a seat given up and taken again), it is said anew."""
        self._forget_aside(dedupe_prefix)
        return self._db.execute(
            "UPDATE outbox SET state = 'refused', error = 'withdrawn', settled_at = :now,"
            " dedupe_key = NULL"
            " WHERE state = 'pending' AND substr(dedupe_key, 1, length(:prefix)) = :prefix",
            {"prefix": dedupe_prefix, "now": stamp(now)},
        ).rowcount

    def retract(self, dedupe_prefix: str, now: datetime) -> int:
        """What has gone, or is about to, of one matter is to be taken back from where it went; how
        many messages. What still waits is taken back by `withdraw`."""
        return self._db.execute(
            "UPDATE outbox SET retract_at = :now WHERE state IN ('sending', 'sent')"
            " AND retract_at IS NULL AND (error IS NULL OR state = 'sending')"
            " AND dedupe_key >= :prefix AND dedupe_key < :prefix || '~'",
            {"prefix": dedupe_prefix, "now": stamp(now)},
        ).rowcount

    def to_retract(self, channel: str, limit: int) -> list[ToRetract]:
        """Of a channel, those that are settled, so that it is known whether there is anything to
        take back; whoever asked first is first."""
        given = {"channel": channel, "limit": limit}
        rows = self._db.execute(self._to_retract, given).fetchall()
        return [
            ToRetract(
                row["id"],
                row["address"],
                row["dedupe_key"] or "",
                OutboxState(row["state"]),
                row["vendor_id"] or "",
                moment(row["retract_at"]),
            )
            for row in rows
        ]

    def retracted(self, row_id: int, *, gone: bool) -> None:
        """It was taken back (`gone`), or it cannot be: nobody tries again."""
        self._db.execute(
            "UPDATE outbox SET retract_at = NULL, error = :error WHERE id = :id",
            {"id": row_id, "error": _TAKEN_BACK if gone else _NOT_TAKEN_BACK},
        )

    def retraction(self, dedupe_prefix: str) -> bool | None:
        """Whether all that was to be taken back of one matter is gone; None while it is not known,
        or where nothing was."""
        row = self._db.execute(
            "SELECT count(retract_at) AS open, count(*) AS tried,"
            " coalesce(sum(CASE WHEN error = :gone THEN 1 ELSE 0 END), 0) AS gone FROM outbox"
            " WHERE dedupe_key >= :prefix AND dedupe_key < :prefix || '~'"
            " AND (retract_at IS NOT NULL OR error IN (:gone, :kept))",
            {"prefix": dedupe_prefix, "gone": _TAKEN_BACK, "kept": _NOT_TAKEN_BACK},
        ).fetchone()
        if row is None or row["open"] or not row["tried"]:
            return None
        return bool(row["gone"] == row["tried"])

    def taken_back(self, contact_id: int, most: int = 20) -> list[int]:
        """What a page of ours shows no more: asked to be taken back, or gone; the latest first."""
        rows = self._db.execute(
            "SELECT id FROM outbox WHERE contact_id = :id"
            " AND (error = :gone OR retract_at IS NOT NULL) ORDER BY id DESC LIMIT :most",
            {"id": contact_id, "gone": _TAKEN_BACK, "most": most},
        ).fetchall()
        return [row["id"] for row in rows]

    def withdraw_about(self, about_id: int, now: datetime) -> int:
        """As `withdraw`, of whatever was to be told about one registration or question: its key
        ends with that, then the number of the part."""
        matter = "rtrim(dedupe_key, '0123456789')"
        return self._db.execute(
            "UPDATE outbox SET state = 'refused', error = 'withdrawn', settled_at = :now,"
            " dedupe_key = NULL"
            " WHERE state = 'pending'"
            f" AND substr({matter}, length({matter}) - length(:about) + 1) = :about",
            {"about": f":{about_id}:", "now": stamp(now)},
        ).rowcount

    def recover(self, channel: str, now: datetime, *, repeatable: bool) -> int:
        """After a crash: a channel's rows caught between send and record.

        Where showing a row twice changes nothing (`repeatable`) they are sent again; elsewhere
        they become `unconfirmed`. Returns how many there were.
        """
        return self._db.execute(
            "UPDATE outbox SET state = :state, settled_at = :now WHERE state = 'sending'"
            " AND contact_id IN (SELECT id FROM contact WHERE channel = :channel)",
            {
                "state": OutboxState.PENDING if repeatable else OutboxState.UNCONFIRMED,
                "now": stamp(now),
                "channel": channel,
            },
        ).rowcount

    def hold_all(self, now: datetime) -> int:
        """After a restore nothing goes by itself: what waits is held for a person, and so is what
        will be queued unasked, until `release` or `drop`. What was under way stays in doubt.
        Returns how many are held."""
        self._db.execute(
            "INSERT INTO setting (name, value) VALUES ('outbox_held', :now)"
            " ON CONFLICT (name) DO NOTHING",
            {"now": stamp(now)},
        )
        self._db.execute(
            "UPDATE outbox SET state = 'unconfirmed', settled_at = :now WHERE state = 'sending'",
            {"now": stamp(now)},
        )
        return self._db.execute(
            "UPDATE outbox SET held_at = :now WHERE state = 'pending' AND held_at IS NULL",
            {"now": stamp(now)},
        ).rowcount

    def held(self) -> HeldBack | None:
        """What is held, or None when nothing is being held back."""
        since = self._db.execute("SELECT value FROM setting WHERE name = 'outbox_held'").fetchone()
        if since is None:
            return None
        rows = self._db.execute(
            "SELECT o.kind, c.channel, count(*) AS messages, min(o.created_at) AS oldest,"
            " max(o.created_at) AS newest"
            " FROM outbox AS o JOIN contact AS c ON c.id = o.contact_id"
            " WHERE o.held_at IS NOT NULL AND o.state = 'pending' GROUP BY o.kind, c.channel"
            " ORDER BY o.kind, c.channel"
        ).fetchall()
        return HeldBack(
            moment(since["value"]),
            tuple(
                HeldPart(
                    row["kind"],
                    row["channel"],
                    row["messages"],
                    moment(row["oldest"]),
                    moment(row["newest"]),
                )
                for row in rows
            ),
        )

    def holds_back(self) -> bool:
        """Whether what is queued unasked waits for a person to release it."""
        row = self._db.execute("SELECT 1 FROM setting WHERE name = 'outbox_held'").fetchone()
        return row is not None

    def release(self, now: datetime) -> int:
        """What was held may go now; returns how many."""
        self._db.execute("DELETE FROM setting WHERE name = 'outbox_held'")
        return self._db.execute(
            f"UPDATE outbox SET held_at = NULL, due_at = {self._not_before}"
            " WHERE held_at IS NOT NULL AND state = 'pending'",
            {"now": stamp(now)},
        ).rowcount

    def drop_held(self, now: datetime) -> int:
        """What was held never goes; returns how many."""
        self._db.execute("DELETE FROM setting WHERE name = 'outbox_held'")
        return self._db.execute(
            "UPDATE outbox SET state = 'refused', error = 'held', settled_at = :now,"
            " held_at = NULL WHERE held_at IS NOT NULL AND state = 'pending'",
            {"now": stamp(now)},
        ).rowcount

    def next_due(self, channel: str) -> datetime | None:
        """When to look again: a channel's earliest waiting row is due and its contact has rested.

        Looks at the fifty rows due first; the answer may be early, never late.
        """
        rows = self._db.execute(
            self._next_due,
            {"channel": channel},
        )
        due = only(rows)["due"]
        return moment(due) if due else None

    def waiting(self, now: datetime) -> dict[str, tuple[int, datetime]]:
        """Of each channel for which something is due: how much, and since when the first of it."""
        rows = self._db.execute(
            "SELECT c.channel, count(*) AS n, min(o.due_at) AS since"
            " FROM outbox AS o JOIN contact AS c ON c.id = o.contact_id"
            " WHERE o.state IN ('pending', 'sending') AND o.state = 'pending'"
            " AND o.due_at <= :now AND o.held_at IS NULL"
            " GROUP BY c.channel",
            {"now": stamp(now)},
        )
        return {row["channel"]: (row["n"], moment(row["since"])) for row in rows}

    def sent_this_month(self, channel: str, now: datetime, *, replies: bool = False) -> int:
        """Messages nobody asked for that a channel took in this calendar month (UTC); with
        `replies` every message."""
        return number(
            self._db.execute(
                "SELECT count(*) AS n FROM outbox AS o JOIN contact AS c ON c.id = o.contact_id"
                " WHERE c.channel = :channel AND (:replies = 1 OR o.kind <> 'reply')"
                " AND o.settled_at >= :since"
                " AND o.state IN ('sent', 'unconfirmed')",
                {
                    "channel": channel,
                    "replies": int(replies),
                    "since": stamp(now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)),
                },
            )
        )

    def count(self, state: OutboxState) -> int:
        return number(
            self._db.execute(
                "SELECT count(*) AS n FROM outbox WHERE state = :state", {"state": state}
            )
        )

    def forget(self, contact_id: int) -> None:
        """All that was said or was to be said to a contact, sent or not."""
        self._db.execute("DELETE FROM outbox WHERE contact_id = :id", {"id": contact_id})

    def forget_settled(self, contact_id: int, before: datetime) -> None:
        """What was said to a contact until then; what waits to be said is not."""
        self._db.execute(
            "DELETE FROM outbox WHERE contact_id = :id AND created_at < :before"
            " AND state NOT IN ('pending', 'sending')",
            {"id": contact_id, "before": stamp(before)},
        )

    def waits_for(self, contact_id: int) -> bool:
        """Whether anything is still to be said to a contact: what `forget_settled` leaves."""
        row = self._db.execute(
            "SELECT 1 FROM outbox WHERE contact_id = :id AND state IN ('pending', 'sending')"
            " LIMIT 1",
            {"id": contact_id},
        ).fetchone()
        return row is not None

    def forget_shown(self, text: str) -> None:
        """Messages to anybody that showed them this text as somebody's question. One that only has
        the same words in it stays."""
        end = "”" if len(text) <= SHOWN else ""
        for quoted in quotes(f"“{text[:SHOWN]}{end}"):
            self._db.execute(
                f"DELETE FROM outbox WHERE {self._db.words.contains('body', ':quoted')}",
                {"quoted": quoted},
            )

    def forget_about(self, contact_id: int, code: str, text: str) -> None:
        """What was said to a contact of one question: whatever names its code, or quotes how it
        begins (long ones are cut)."""
        contains = self._db.words.contains
        for quoted in quotes(f"“{text[:_BEGINNING]}"):
            self._db.execute(
                "DELETE FROM outbox WHERE contact_id = :id AND kind <> 'broadcast'"
                f" AND ({contains('body', ':code')} OR {contains('body', ':quoted')})",
                {"id": contact_id, "code": code, "quoted": quoted},
            )

    def delete_older_than(self, moment: datetime, most: int = LOT) -> int:
        """Removes settled rows; what still waits is kept whatever its age."""
        return delete_lot(
            self._db,
            "outbox",
            "id",
            "created_at < :before AND state NOT IN ('pending', 'sending')",
            most,
            before=stamp(moment),
        )


def _sent(result: Settled) -> Settled:
    """The same, had it gone and nothing more were to be said of it."""
    return Settled(result.id, OutboxState.SENT, vendor_id=result.vendor_id)


def quotes(text: str) -> tuple[str, str]:
    """How a text stands inside stored JSON: as it is, and with our markup's signs escaped."""
    escaped = text.translate(_MARKUP)
    return orjson.dumps(text).decode()[1:-1], orjson.dumps(escaped).decode()[1:-1]


def _row(row: Row) -> OutboxRow:
    return OutboxRow(
        id=row["id"],
        contact_id=row["contact_id"],
        channel=row["channel"],
        address=row["address"],
        kind=Kind(row["kind"]),
        body=row["body"],
        attempts=row["attempts"] + 1,
        broadcast_id=row["broadcast_id"],
        is_group=bool(row["is_group"]),
    )
