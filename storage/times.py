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
# A clock that was set so far ahead, or stood so far ahead when the machine started, is not believed
# for so long: what cannot be undone waits, and whoever sees that it is wrong sets it right.
FAR_AHEAD = timedelta(hours=20)
LONG_OFF = timedelta(days=7)
DOUBTED_FOR = timedelta(hours=12)
_NOTED = "clock_noted"
_DOUBTED = "clock_doubted"
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

# Both ways: it lasts its own time, whenever it was given.
_OFFERS = (
    "SELECT id AS key, offer_until AS ends FROM registration"
    " WHERE state = 'offered' AND offer_until > :was",
    "UPDATE registration SET offer_until = :ends WHERE id = :key",
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
        the clock is believed, but see `is_doubted`."""
        noted = self._read(_NOTED)
        leap, far = timedelta(), False
        if noted is not None and noted[1].boot == uptime.boot:
            was, then = noted
            passed = timedelta(seconds=uptime.seconds - then.seconds)
            leap = now - was - passed
            far = leap > FAR_AHEAD
            if abs(leap) < LEAST_LEAP and passed < NOTE_EVERY:
                return timedelta()
        elif noted is not None:
            far = now - noted[0] > LONG_OFF
        self._note(_NOTED, now, uptime)
        if far:
            self._note(_DOUBTED, now, uptime)
        elif leap <= -LEAST_LEAP:
            self._db.execute("DELETE FROM setting WHERE name = :name", {"name": _DOUBTED})
        if abs(leap) >= LEAST_LEAP:
            self._put_off(*_OFFERS, now - leap, leap)
        if leap < LEAST_LEAP:
            return timedelta()
        for alive, put_off in _SPANS:
            self._put_off(alive, put_off, now - leap, leap)
        return leap

    def is_doubted(self, uptime: Uptime) -> bool:
        """Whether the clock was set far ahead a short while ago, or came so from a start of the
        machine: nothing is done by it yet that cannot be undone."""
        since = self._read(_DOUBTED)
        if since is None or since[1].boot != uptime.boot:
            return False
        return uptime.seconds - since[1].seconds < DOUBTED_FOR.total_seconds()

    def _put_off(self, alive: str, put_off: str, was: datetime, leap: timedelta) -> None:
        rows = self._db.execute(alive, {"was": stamp(was)}).fetchall()
        ends = [{"key": r["key"], "ends": stamp(moment(r["ends"]) + leap)} for r in rows]
        self._db.executemany(put_off, ends)

    def _read(self, name: str) -> tuple[datetime, Uptime] | None:
        row = self._db.execute(
            "SELECT value FROM setting WHERE name = :name", {"name": name}
        ).fetchone()
        if row is None:
            return None
        at, boot, seconds = orjson.loads(row["value"])
        return moment(at), Uptime(boot, seconds)

    def _note(self, name: str, now: datetime, uptime: Uptime) -> None:
        noted = orjson.dumps([stamp(now), uptime.boot, uptime.seconds]).decode()
        self._db.execute(
            "INSERT INTO setting (name, value) VALUES (:name, :noted)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            {"name": name, "noted": noted},
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
