"""What is due by itself: one row per duty, one row per run, so that nothing runs twice."""

from datetime import datetime

from storage.broadcast_models import Schedule
from storage.connection import Connection
from storage.lots import LOT, delete_lot
from storage.models import moment, stamp
from storage.rows import Table, values


class Schedules:
    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._rows = Table(connection, "schedule", Schedule)

    def all(self) -> list[Schedule]:
        return self._rows.all("ORDER BY what")

    def get(self, what: str) -> Schedule | None:
        return self._rows.one("WHERE what = :what", what=what)

    def keep(self, schedule: Schedule) -> None:
        """Adds a schedule, or replaces the one of the same name."""
        self._db.execute(
            "INSERT INTO schedule (what, day, clock, grace_hours, next_run_at, enabled)"
            " VALUES (:what, :day, :clock, :grace_hours, :next_run_at, :enabled)"
            " ON CONFLICT (what) DO UPDATE SET day = excluded.day, clock = excluded.clock,"
            " grace_hours = excluded.grace_hours, next_run_at = excluded.next_run_at,"
            " enabled = excluded.enabled",
            values(schedule),
        )

    def claim(self, what: str, run_at: datetime, now: datetime, outcome: str) -> bool:
        """Takes this run; False when it was taken before, by whoever. To be called in the
        transaction that does the work: both stand or neither."""
        return bool(
            self._db.execute(
                "INSERT INTO schedule_run (what, run_at, fired_at, outcome)"
                " VALUES (:what, :run_at, :now, :outcome) ON CONFLICT DO NOTHING",
                {"what": what, "run_at": stamp(run_at), "now": stamp(now), "outcome": outcome},
            ).rowcount
        )

    def unclaim(self, what: str, run_at: datetime) -> None:
        """The work goes on in another transaction: the run is still to be taken."""
        self._db.execute(
            "DELETE FROM schedule_run WHERE what = :what AND run_at = :run_at",
            {"what": what, "run_at": stamp(run_at)},
        )

    def unclaim_after(self, what: str, moment: datetime) -> None:
        """Runs that a clock took which was ahead are still to come."""
        self._db.execute(
            "DELETE FROM schedule_run WHERE what = :what AND run_at > :moment",
            {"what": what, "moment": stamp(moment)},
        )

    def runs(self, what: str, limit: int = 12) -> list[tuple[datetime, datetime, str]]:
        """(as named, when it was done, outcome), latest first."""
        rows = self._db.execute(
            "SELECT run_at, fired_at, outcome FROM schedule_run WHERE what = :what"
            " ORDER BY run_at DESC LIMIT :limit",
            {"what": what, "limit": limit},
        ).fetchall()
        return [(moment(row["run_at"]), moment(row["fired_at"]), row["outcome"]) for row in rows]

    def delete_runs_before(self, before: datetime, most: int = LOT) -> int:
        return delete_lot(
            self._db, "schedule_run", "what, run_at", "run_at < :before", most, before=stamp(before)
        )
