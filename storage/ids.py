"""Our own row ids: microseconds since 1970, made twice by nobody, growing within a process.

An id is a multiple of 64 microseconds plus the number of a slot. A process makes ids in a slot as
the database lends it: a lease is a stretch of ids in one slot, and no two leases share any. So two
processes never make the same id, whatever their clocks say and however long one of them slept.
They fit in 53 bits until the year 2255, so a browser can hold one in a number (docs/adr/0013).
"""

import time
from dataclasses import dataclass

from storage.connection import Connection, number, only

SLOTS = 64
LEASE_US = 120_000_000
# With less than this left of a lease another is taken: more than one transaction ever makes.
EARLY_US = LEASE_US // 2

_TABLES = (
    "contact",
    "inbox",
    "outbox",
    "unanswered",
    "staff",
    "audit",
    "consent",
    "data_request",
    "event",
    "programme_line",
    "event_task",
    "registration",
    "invitation",
    "question",
    "answer",
    "question_step",
    "broadcast",
    "news_item",
    "outreach",
    "call_task",
    "entry_version",
    "topic_notice",
    "kept_writing",
    "draft",
    "canned_answer",
    "answer_file",
    "handoff",
    "handoff_line",
    "duty",
    "absence",
    "public_case",
    "team_member",
    "survey_wave",
    "survey_respondent",
    "business_claim",
    "business",
    "business_value",
    "business_person",
    "business_place",
    "business_status",
    "business_import",
    "business_pair",
    "business_merge",
    "business_group",
    "city_pack",
)
_HIGHEST = " UNION ALL ".join(f"SELECT max(id) AS id FROM {table}" for table in _TABLES)


class IdsSpent(RuntimeError):
    """No lease, or more ids in one transaction than a lease has."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The ids from `start` on and before `end` (multiples of SLOTS) that are of one slot."""

    slot: int
    start: int
    end: int


class Leases:
    """What of the ids is lent to whom."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        start = connection.words.greatest("until", ":wanted")
        self._take = (
            f"UPDATE id_slot SET until = {start} + :length WHERE slot ="
            " (SELECT slot FROM id_slot ORDER BY until, slot LIMIT 1) RETURNING slot, until"
        )

    def take(self, after: int) -> Lease:
        """A lease of ids higher than `after`, from now on where that is later. It counts once it
        is committed: with the first ids of it, or before."""
        wanted = _whole(max(after, _now()))
        row = only(self._db.execute(self._take, {"wanted": wanted, "length": LEASE_US}))
        return Lease(row["slot"], row["until"] - LEASE_US, row["until"])

    def highest(self) -> int:
        """The highest id in use: whoever begins goes on after it, also by a clock set back."""
        return number(
            self._db.execute(f"SELECT coalesce(max(id), 0) AS n FROM ({_HIGHEST}) AS used")
        )


class IdSource:
    """Gives growing ids from a lease; none without. `last` is the one given last."""

    def __init__(self, last: int = 0) -> None:
        self.last = last
        self._slot = 0
        self._end = 0

    def runs_out(self) -> bool:
        """Whether another lease is to be taken before more is done."""
        return max(self.last, _now()) + EARLY_US >= self._end

    def use(self, lease: Lease) -> None:
        self._slot, self._end = lease.slot, lease.end
        self.last = lease.start - SLOTS + lease.slot

    def lapse(self) -> None:
        """The lease may not have been committed."""
        self._end = 0

    def next(self) -> int:
        """Raises IdsSpent."""
        given = self.last + SLOTS
        now = _now()
        timely = now - now % SLOTS + self._slot
        if given < timely < self._end:  # a clock that leapt past the lease is not followed
            given = timely
        if given >= self._end:
            raise IdsSpent
        self.last = given
        return given


def _now() -> int:
    return time.time_ns() // 1000


def _whole(moment: int) -> int:
    """The next multiple of SLOTS after a moment."""
    return moment - moment % SLOTS + SLOTS
