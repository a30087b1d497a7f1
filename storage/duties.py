"""The advisory team: who is in it, who is on duty for talks on which half of a day, who is away."""

from datetime import date

from storage.connection import Connection
from storage.handoff_models import DutyTurn, Half, StaffAbsence, TeamMember
from storage.ids import IdSource
from storage.rows import Table


class Duties:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "duty", DutyTurn)
        self._absences = Table(connection, "absence", StaffAbsence)
        self._members = Table(connection, "team_member", TeamMember)

    # ---- the team ----

    def members(self) -> list[TeamMember]:
        """As they came in."""
        return self._members.all("ORDER BY id")

    def member(self, staff_id: int) -> TeamMember | None:
        return self._members.one("WHERE id = :id", id=staff_id)

    def put(self, member: TeamMember) -> TeamMember:
        """Takes them in, or changes what they see to."""
        if self.member(member.id) is None:
            return self._members.add(member)
        return self._members.save(member)

    def leave(self, staff_id: int, day: date) -> None:
        """Out of the team, and off the duties from that day on."""
        self._db.execute("DELETE FROM team_member WHERE id = :id", {"id": staff_id})
        self._db.execute(
            "DELETE FROM duty WHERE staff_id = :id AND day >= :day",
            {"id": staff_id, "day": day.isoformat()},
        )

    # ---- who is on duty ----

    def add(self, duty: DutyTurn) -> bool:
        """Whether it is new: somebody is on duty once for a subject on one half of a day."""
        there = self._rows.one(
            "WHERE staff_id = :staff AND day = :day AND half = :half AND subject = :subject",
            staff=duty.staff_id,
            day=duty.day,
            half=duty.half,
            subject=duty.subject,
        )
        if there is None:
            self._rows.add(duty)
        return there is None

    def get(self, duty_id: int) -> DutyTurn | None:
        return self._rows.one("WHERE id = :id", id=duty_id)

    def remove(self, duty_id: int) -> None:
        self._db.execute("DELETE FROM duty WHERE id = :id", {"id": duty_id})

    def between(self, first: date, last: date) -> list[DutyTurn]:
        """From one day to another, both included, as they were entered."""
        return self._rows.all(
            "WHERE day >= :first AND day <= :last ORDER BY id", first=first, last=last
        )

    def on(self, day: date, half: Half) -> list[DutyTurn]:
        """Of one half of a day, as they were entered."""
        return self._rows.all("WHERE day = :day AND half = :half ORDER BY id", day=day, half=half)

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

    def away(self, day: date, half: Half) -> dict[int, int | None]:
        """Who of the staff is away on one half of a day, by id; and who stands in for each."""
        found = self._absences.all(
            "WHERE first_on <= :day AND last_on >= :day AND half IN ('', :half) ORDER BY id",
            day=day,
            half=half,
        )
        return {one.staff_id: one.instead_id for one in found}

    def forget(self, before: date) -> int:
        """Duties and absences that were over before that day. How many."""
        given = {"day": before.isoformat()}
        duties = self._db.execute("DELETE FROM duty WHERE day < :day", given).rowcount
        return duties + self._db.execute("DELETE FROM absence WHERE last_on < :day", given).rowcount
