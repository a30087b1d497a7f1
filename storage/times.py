"""What a wrong clock noted: once it is set right, nothing lasts, and nothing is waited for, longer
than from now on; and what ends after so long does not end because the clock was set forward."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from storage.connection import Connection
from storage.models import moment, stamp

# A clock that goes this much faster than time was set; less is set right a little at a time.
LEAST_LEAP = timedelta(seconds=5)
NOTE_EVERY = timedelta(minutes=1)
_NOTED = "clock_noted"
# What ends so long after it was made: (what is alive of it, how its end is put off).
_SPANS = (
    (
        "SELECT id AS key, expires_at AS ends FROM outbox"
        " WHERE state = 'pending' AND kind = 'reply' AND expires_at > :was",
        "UPDATE outbox SET expires_at = :ends WHERE id = :key",
    ),
    (
        "SELECT contact_id AS key, expires_at AS ends FROM conversation WHERE expires_at > :was",
        "UPDATE conversation SET expires_at = :ends WHERE contact_id = :key",
    ),
    (
        "SELECT contact_id AS key, forms_until AS ends FROM conversation WHERE forms_until > :was",
        "UPDATE conversation SET forms_until = :ends WHERE contact_id = :key",
    ),
    (
        "SELECT code AS key, expires_at AS ends FROM household_code WHERE expires_at > :was",
        "UPDATE household_code SET expires_at = :ends WHERE code = :key",
    ),
    (
        "SELECT code AS key, expires_at AS ends FROM staff_link_code WHERE expires_at > :was",
        "UPDATE staff_link_code SET expires_at = :ends WHERE code = :key",
    ),
    (
        "SELECT token AS key, expires_at AS ends FROM one_time_link WHERE expires_at > :was",
        "UPDATE one_time_link SET expires_at = :ends WHERE token = :key",
    ),
    (
        "SELECT id AS key, invite_until AS ends FROM staff WHERE invite_until > :was",
        "UPDATE staff SET invite_until = :ends WHERE id = :key",
    ),
    (
        "SELECT id AS key, release_at AS ends FROM broadcast"
        " WHERE state = 'approved' AND release_at > :was",
        "UPDATE broadcast SET release_at = :ends WHERE id = :key",
    ),
)

# What ends, by name: it lasts at most its span from now.
_ENDS = {
    "conversation": "UPDATE conversation SET expires_at = :latest WHERE expires_at > :latest",
    "forms": "UPDATE conversation SET forms_until = :latest WHERE forms_until > :latest",
    "household_code": "UPDATE household_code SET expires_at = :latest WHERE expires_at > :latest",
    "staff_code": "UPDATE staff_link_code SET expires_at = :latest WHERE expires_at > :latest",
    "link": "UPDATE one_time_link SET expires_at = :latest WHERE expires_at > :latest",
    "invite": "UPDATE staff SET invite_until = :latest WHERE invite_until > :latest",
    "release": "UPDATE broadcast SET release_at = :latest"
    " WHERE state = 'approved' AND release_at > :latest",
}
# What has happened: not later than now.
_HAPPENED = (
    "UPDATE staff_session SET created_at = :now WHERE created_at > :now",
    "UPDATE staff_session SET seen_at = :now WHERE seen_at > :now",
    "UPDATE wrong_try SET at = :now WHERE at > :now",
)
STEP_S = 30  # of a second factor's code
LEEWAY = 2  # steps a code may be ahead of us


@dataclass(frozen=True, slots=True)
class Uptime:
    """How many seconds the machine has been on, asleep too, and which of its starts that was."""

    boot: str
    seconds: float


class Times:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def keep_pace(self, now: datetime, uptime: Uptime) -> timedelta:
        """Puts off what ends after so long by as much as the clock was set forward since this was
        last asked, a stop of the program included; returns that. Between two starts of the machine
        the clock is believed."""
        noted = self._noted()
        leap = timedelta()
        if noted is not None and noted[1].boot == uptime.boot:
            was, then = noted
            passed = timedelta(seconds=uptime.seconds - then.seconds)
            leap = now - was - passed
            if abs(leap) < LEAST_LEAP and passed < NOTE_EVERY:
                return timedelta()
        self._note(now, uptime)
        if leap < LEAST_LEAP:
            return timedelta()
        for alive, put_off in _SPANS:
            rows = self._db.execute(alive, {"was": stamp(now - leap)}).fetchall()
            ends = [{"key": r["key"], "ends": stamp(moment(r["ends"]) + leap)} for r in rows]
            self._db.executemany(put_off, ends)
        return leap

    def _noted(self) -> tuple[datetime, Uptime] | None:
        row = self._db.execute(
            "SELECT value FROM setting WHERE name = :name", {"name": _NOTED}
        ).fetchone()
        if row is None:
            return None
        at, boot, seconds = orjson.loads(row["value"])
        return moment(at), Uptime(boot, seconds)

    def _note(self, now: datetime, uptime: Uptime) -> None:
        noted = orjson.dumps([stamp(now), uptime.boot, uptime.seconds]).decode()
        self._db.execute(
            "INSERT INTO setting (name, value) VALUES (:name, :noted)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            {"name": _NOTED, "noted": noted},
        )

    def bound(self, now: datetime, spans: Mapping[str, timedelta]) -> None:
        """`spans` says for each of `_ENDS` how long it lasts when it is made."""
        for name, span in spans.items():
            self._db.execute(_ENDS[name], {"latest": stamp(now + span)})
        for statement in _HAPPENED:
            self._db.execute(statement, {"now": stamp(now)})
        # The last code used would keep its owner out until that time comes again.
        self._db.execute(
            "UPDATE staff SET totp_last = NULL WHERE totp_last > :step",
            {"step": int(now.timestamp()) // STEP_S + LEEWAY},
        )
