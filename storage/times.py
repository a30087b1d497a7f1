"""What a wrong clock noted: once it is set right, nothing lasts, and nothing is waited for, longer
than from now on."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from sqlite3 import Connection

from storage.models import stamp

# What ends, by name: it lasts at most its span from now.
_ENDS = {
    "conversation": "UPDATE conversation SET expires_at = :latest WHERE expires_at > :latest",
    "household_code": "UPDATE household_code SET expires_at = :latest WHERE expires_at > :latest",
    "staff_code": "UPDATE staff_link_code SET expires_at = :latest WHERE expires_at > :latest",
    "link": "UPDATE one_time_link SET expires_at = :latest WHERE expires_at > :latest",
    "invite": "UPDATE staff SET invite_until = :latest WHERE invite_until > :latest",
    "release": "UPDATE broadcast SET release_at = :latest"
    " WHERE state = 'approved' AND release_at > :latest",
}
# What has happened: not later than now.
_HAPPENED = (
    "UPDATE staff_session SET created_at = min(created_at, :now), seen_at = min(seen_at, :now)"
    " WHERE created_at > :now OR seen_at > :now",
    "UPDATE wrong_try SET at = :now WHERE at > :now",
)
STEP_S = 30  # of a second factor's code
LEEWAY = 2  # steps a code may be ahead of us


class Times:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

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
