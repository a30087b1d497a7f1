"""Who is on duty for talks on which half of the week, and who is away."""

from datetime import date

from storage.connection import Connection
from storage.handoff_models import DutyTurn, Half, StaffAbsence
from storage.ids import IdSource
from storage.rows import Table


class Duties:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "duty", DutyTurn)
        self._absences = Table(connection, "absence", StaffAbsence)

    def add(self, duty: DutyTurn) -> bool:
        """Whether it is new: somebody is on duty once for a subject on one half of a day."""
        there = self._rows.one(
            "WHERE staff_id = :staff AND weekday = :weekday AND half = :half"
            " AND subject = :subject",
            staff=duty.staff_id,
            weekday=duty.weekday,
            half=duty.half,
            subject=duty.subject,
        )
        if there is None:
            self._rows.add(duty)
        return there is None

    def get(self, duty_id: int) -> DutyTurn | None:
        return self._rows.one("WHERE id = :id", id=duty_id)

    def save(self, duty: DutyTurn) -> DutyTurn:
        return self._rows.save(duty)

    def remove(self, duty_id: int) -> None:
        self._db.execute("DELETE FROM duty WHERE id = :id", {"id": duty_id})

    def all(self) -> list[DutyTurn]:
        """The whole week, as it was entered."""
        return self._rows.all("ORDER BY id")

    def on(self, weekday: int, half: Half) -> list[DutyTurn]:
        """Of one half of a weekday (0 is Monday), as they were entered."""
        return self._rows.all(
            "WHERE weekday = :weekday AND half = :half ORDER BY id", weekday=weekday, half=half
        )

    # ---- who is away ----

    def add_absence(self, absence: StaffAbsence) -> StaffAbsence:
        return self._absences.add(absence)

    def absence(self, absence_id: int) -> StaffAbsence | None:
        return self._absences.one("WHERE id = :id", id=absence_id)

    def remove_absence(self, absence_id: int) -> None:
        self._db.execute("DELETE FROM absence WHERE id = :id", {"id": absence_id})

    def absences(self, day: date) -> list[StaffAbsence]:
        """Those that are not over before that day, the first to begin first."""
        found = self._absences.all("WHERE last_on >= :day ORDER BY id", day=day)
        return sorted(found, key=lambda one: (one.first_on, one.id))

    def away(self, day: date, half: Half) -> set[int]:
        """The ids of staff who are away on one half of a day."""
        rows = self._db.execute(
            "SELECT staff_id FROM absence WHERE first_on <= :day AND last_on >= :day"
            " AND half IN ('', :half)",
            {"day": day.isoformat(), "half": half},
        )
        return {row["staff_id"] for row in rows}

    def forget_absences(self, before: date) -> int:
        """Those that were over before that day. How many."""
        return self._db.execute(
            "DELETE FROM absence WHERE last_on < :day", {"day": before.isoformat()}
        ).rowcount
