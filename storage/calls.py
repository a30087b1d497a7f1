"""Who is to be told by telephone, and what each channel that runs may say unasked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from storage.connection import Connection
from storage.households import MEMBERS
from storage.ids import IdSource
from storage.lots import LOT, delete_lot
from storage.models import ContactState, moment, stamp
from storage.rows import Table

# The kind of news of a call that tells what a broadcast's message could not.
BY_BROADCAST = "broadcast"
# ... of one that corrects what somebody heard when their question was answered with another one.
CORRECTED_APART = "question/corrected_apart"


class CallState(StrEnum):
    STANDBY = "standby"  # a message is on its way; the call is for when it does not arrive
    OPEN = "open"
    TOLD = "told"
    UNREACHED = "unreached"  # said of a call; the task stays open for another try
    SETTLED = "settled"  # nobody need call any more


@dataclass(frozen=True, slots=True)
class CallTask:
    """Somebody to be called: about their registration, their question, or an invitation they hold.
    `message` names the kind of news, `text` is what to say of it; name and number stand where they
    belong."""

    id: int
    key: str
    message: str
    text: str
    due_at: datetime
    created_at: datetime
    state: CallState
    registration_id: int | None = None
    question_id: int | None = None
    outbox_id: int | None = None
    page_id: int | None = None  # the message on a page they may open: read once they write there
    done_at: datetime | None = None
    done_by: str = ""
    tries: int = 0  # so often nobody answered
    tried_at: datetime | None = None  # the last of them
    aside: bool = False  # not to be made as things stand; it comes back when they were a slip
    invitation_id: int | None = None
    said: str = ""  # what was said in the call, of all that was told in it
    past: bool = False  # its matter is over: the call is not made again


@dataclass(frozen=True, slots=True)
class Way:
    """A contact somebody might be written to. `open_for`: how long after their last message the
    channel lets us begin; None: always. `arrives`: it comes to them, not to a page they may open.
    `retracts`: what went there can be taken back from their screen. `uploads`: it takes a file as
    it is, not only where it stands on our pages."""

    contact_id: int
    channel: str
    state: ContactState
    last_inbound_at: datetime
    runs: bool
    arrives: bool
    open_for: timedelta | None
    retracts: bool = False
    uploads: bool = True

    @property
    def waits(self) -> bool:
        """Whether what is sent now would go when the channel runs again."""
        return not self.runs and self.state is not ContactState.LEFT

    def is_open(self, at: datetime) -> bool:
        """Whether a message may go there at the moment."""
        if self.state is ContactState.LEFT or not self.runs:
            return False
        return self.open_for is None or at - self.last_inbound_at <= self.open_for


class Calls:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "call_task", CallTask)

    # ---- by which way somebody is told ----

    def set_channels(
        self,
        reach: Iterable[tuple[str, bool, timedelta | None]],
        retracting: Collection[str] = (),
        by_link: Collection[str] = (),
    ) -> None:
        """(channel, arrives, open for) of every channel that runs, in place of what was known;
        which of them are `retracting`, and to which a file goes `by_link` alone."""
        self._db.execute("DELETE FROM channel_reach")
        self._db.executemany(
            "INSERT INTO channel_reach (channel, arrives, open_for_s, retracts, uploads)"
            " VALUES (:channel, :arrives, :open_for_s, :retracts, :uploads)",
            [
                {
                    "channel": channel,
                    "arrives": int(arrives),
                    "open_for_s": None if window is None else int(window.total_seconds()),
                    "retracts": int(channel in retracting),
                    "uploads": int(channel not in by_link),
                }
                for channel, arrives, window in reach
            ],
        )

    def ways(self, contact_id: int) -> list[Way]:
        """This contact, then those linked to it, whoever wrote last first. Where no channel is
        known (nothing has been started yet) every channel counts as running."""
        rows = self._db.execute(
            "SELECT c.id, c.channel, c.state, c.last_inbound_at, r.open_for_s,"
            " coalesce(r.arrives, 1) AS arrives, coalesce(r.retracts, 0) AS retracts,"
            " coalesce(r.uploads, 1) AS uploads,"
            " r.channel IS NOT NULL OR NOT EXISTS (SELECT 1 FROM channel_reach) AS runs"
            " FROM contact AS c LEFT JOIN channel_reach AS r ON r.channel = c.channel"
            f" WHERE c.id IN ({MEMBERS}) AND c.is_group = 0"
            " ORDER BY c.id = :id DESC, c.last_inbound_at DESC",
            {"id": contact_id},
        ).fetchall()
        return [
            Way(
                row["id"],
                row["channel"],
                ContactState(row["state"]),
                moment(row["last_inbound_at"]),
                bool(row["runs"]),
                bool(row["arrives"]),
                None if row["open_for_s"] is None else timedelta(seconds=row["open_for_s"]),
                bool(row["retracts"]),
                bool(row["uploads"]),
            )
            for row in rows
        ]

    # ---- calls ----

    def add(self, task: CallTask) -> bool:
        """Whether it is new: there is one task per key. One that was settled without a call gives
        way: the matter has come back."""
        before = self.of_key(task.key)
        if before is not None and before.state is not CallState.SETTLED:
            return False
        if before is not None:
            self._db.execute("DELETE FROM call_task WHERE id = :id", {"id": before.id})
        self._rows.add(task)
        return True

    def stands_on_page(self, key: str, outbox_id: int) -> None:
        """What the open call of that key is to say stands on a page, too, as this message."""
        self._db.execute(
            "UPDATE call_task SET page_id = :outbox WHERE key = :key AND state = 'open'",
            {"key": key, "outbox": outbox_id},
        )

    def get(self, task_id: int) -> CallTask | None:
        return self._rows.one("WHERE id = :id AND state <> 'standby'", id=task_id)

    def of_key(self, key: str) -> CallTask | None:
        return self._rows.one("WHERE key = :key", key=key)

    def owed_by(self, prefix: str) -> datetime | None:
        """By when the first call is to be made, or would be should its message fail, of those whose
        keys begin so; None for none."""
        row = self._db.execute(
            "SELECT min(due_at) AS due FROM call_task WHERE state IN ('standby', 'open')"
            " AND key >= :prefix AND key < :prefix || '~'",
            {"prefix": prefix},
        ).fetchone()
        return moment(row["due"]) if row is not None and row["due"] else None

    def save(self, task: CallTask) -> CallTask:
        return self._rows.save(task)

    def open(self) -> list[CallTask]:
        """Who is to be called, the most urgent first."""
        return self._rows.all("WHERE state = 'open' AND aside = 0 ORDER BY due_at, id")

    def done_since(self, since: datetime) -> list[CallTask]:
        """What was done about calls lately, the latest first."""
        return self._rows.all(
            "WHERE state IN ('told', 'unreached') AND done_at >= :since ORDER BY done_at DESC",
            since=since,
        )

    def together(self, task: CallTask) -> list[CallTask]:
        """What is said, or was said, to one person in the same call: all that is open about a
        registration or a question, or all that was done with at the same moment."""
        of, about = "registration_id", task.registration_id
        if about is None:
            of, about = "question_id", task.question_id
        if about is None:
            return [task]
        return self._rows.all(
            f"WHERE {of} = :id AND state = :state AND aside = :aside"
            " AND (done_at = :done_at OR done_at IS NULL AND :done_at IS NULL)"
            " ORDER BY due_at, id",
            id=about,
            state=task.state,
            aside=task.aside,
            done_at=task.done_at,
        )

    def keys(self, prefix: str) -> set[str]:
        """Of calls that were not settled without one."""
        rows = self._db.execute(
            "SELECT key FROM call_task WHERE key >= :prefix AND key < :prefix || '~'"
            " AND state <> 'settled'",
            {"prefix": prefix},
        ).fetchall()
        return {row["key"] for row in rows}

    def waiting(self, prefix: str) -> set[str]:
        """Of calls that are still to be made, or stand by for a message that may not arrive."""
        rows = self._db.execute(
            "SELECT key FROM call_task WHERE key >= :prefix AND key < :prefix || '~'"
            " AND state IN ('open', 'standby')",
            {"prefix": prefix},
        ).fetchall()
        return {row["key"] for row in rows}

    def count(self, prefix: str) -> dict[CallState, int]:
        """How many calls whose keys begin so are in which state."""
        rows = self._db.execute(
            "SELECT CASE WHEN aside = 1 THEN 'settled' ELSE state END AS stands, count(*) AS calls"
            " FROM call_task WHERE key >= :prefix AND key < :prefix || '~' GROUP BY stands",
            {"prefix": prefix},
        ).fetchall()
        return {CallState(row["stands"]): row["calls"] for row in rows}

    def take_back(self, prefix: str) -> int:
        """Calls that were not made are no more to be made, and may be owed anew. One whose message
        is on its way waits for that."""
        return self._db.execute(
            "DELETE FROM call_task WHERE key >= :prefix AND key < :prefix || '~'"
            " AND state = 'open'",
            {"prefix": prefix},
        ).rowcount

    def wait_for(self, key: str, outbox_id: int) -> None:
        """The message that missed somebody is sent once more: when it arrives nobody calls."""
        self._db.execute(
            "UPDATE call_task SET outbox_id = :outbox WHERE key = :key"
            " AND state IN ('standby', 'open') AND outbox_id IS NOT NULL",
            {"outbox": outbox_id, "key": key},
        )

    def of_registration(self, registration_id: int) -> list[CallTask]:
        """Open and done ones, the latest first."""
        return self._rows.all(
            "WHERE registration_id = :id AND state NOT IN ('standby', 'settled') AND aside = 0"
            " ORDER BY created_at DESC, id DESC",
            id=registration_id,
        )

    def of_question(self, question_id: int) -> list[CallTask]:
        """Open and done ones, the latest first."""
        return self._rows.all(
            "WHERE question_id = :id AND state NOT IN ('standby', 'settled')"
            " ORDER BY created_at DESC, id DESC",
            id=question_id,
        )

    def of_invitation(self, invitation_id: int) -> list[CallTask]:
        """Open and done ones, the latest first."""
        return self._rows.all(
            "WHERE invitation_id = :id AND state NOT IN ('standby', 'settled')"
            " ORDER BY created_at DESC, id DESC",
            id=invitation_id,
        )

    def settle(self, key_prefix: str, now: datetime) -> int:
        """The matter is over: whoever waits for a call about it is not called any more."""
        return self._settle("substr(key, 1, length(:prefix)) = :prefix", now, prefix=key_prefix)

    def settle_registration(
        self, registration_id: int, now: datetime, *, also_aside: bool = True
    ) -> int:
        """What was to be said about a registration is overtaken."""
        return self._settle(
            "registration_id = :id AND (aside = 0 OR :also_aside = 1)",
            now,
            id=registration_id,
            also_aside=int(also_aside),
        )

    def _settle(self, which: str, now: datetime, **given: Any) -> int:
        """A matter is over, everywhere alike: it is not called about any more, and a call that was
        made about it is not made again. `which`: a piece of SQL from our own code."""
        self._db.execute(
            f"UPDATE call_task SET past = 1 WHERE state IN ('told', 'unreached') AND {which}", given
        )
        return self._db.execute(
            "UPDATE call_task SET state = 'settled', done_at = :now"
            f" WHERE state IN ('standby', 'open') AND {which}",
            {"now": stamp(now), **given},
        ).rowcount

    def set_aside(self, registration_id: int, *, but: str = "") -> int:
        """What was to be said about a registration need not be said as it stands now, `but` news of
        this name."""
        return self._db.execute(
            "UPDATE call_task SET aside = 1"
            " WHERE state IN ('standby', 'open') AND registration_id = :id AND message <> :but",
            {"id": registration_id, "but": but},
        ).rowcount

    def take_up(self, registration_id: int) -> int:
        """That was a slip: what was set aside is to be said again, by its message where that is on
        its way once more."""
        return self._db.execute(
            "UPDATE call_task SET aside = 0, state = CASE WHEN outbox_id IN"
            "  (SELECT id FROM outbox WHERE state IN ('pending', 'sending')) THEN 'standby'"
            "  ELSE state END"
            " WHERE state IN ('standby', 'open') AND aside = 1 AND registration_id = :id",
            {"id": registration_id},
        ).rowcount

    def hand_over(self, message: str, from_id: int, to_id: int) -> None:
        """What is still to be said of one registration is said of another: both are one person."""
        self._db.execute(
            "UPDATE call_task SET registration_id = :to WHERE registration_id = :from"
            " AND message = :message AND state IN ('standby', 'open') AND aside = 0",
            {"from": from_id, "to": to_id, "message": message},
        )

    def settle_question(self, question_id: int, now: datetime) -> int:
        """What was to be said about the question is overtaken; not what corrects an answer that was
        heard: it was wrong, whatever becomes of the question."""
        return self._settle(
            "question_id = :id AND message <> :but", now, id=question_id, but=CORRECTED_APART
        )

    def open_stuck(self, before: datetime, now: datetime) -> int:
        """Messages that should have gone before a moment and still wait (their channel is broken):
        whoever they are for is called."""
        return self._db.execute(
            "UPDATE call_task SET state = 'open', created_at = :now"
            " WHERE state = 'standby' AND created_at <= :before AND outbox_id IN"
            " (SELECT id FROM outbox WHERE state = 'pending')",
            {"before": stamp(before), "now": stamp(now)},
        ).rowcount

    def settle_past(self, now: datetime) -> int:
        """Nobody is called any more about an event that is over; what a broadcast says since,
        to whoever came, is something else."""
        over = "SELECT id FROM event WHERE ends_at < :over"
        return self._settle(
            "message <> :but AND"
            f" (registration_id IN (SELECT id FROM registration WHERE event_id IN ({over}))"
            f" OR invitation_id IN (SELECT id FROM invitation WHERE event_id IN ({over})))",
            now,
            over=stamp(now),
            but=BY_BROADCAST,
        )

    def delete_older_than(self, moment: datetime, most: int = LOT) -> int:
        """Removes what is done; what is still to be done is kept whatever its age."""
        return delete_lot(
            self._db, "call_task", "id", "done_at < :before", most, before=stamp(moment)
        )
