"""Staff accounts and sessions."""

from datetime import datetime

from storage.connection import Connection
from storage.ids import IdSource
from storage.models import stamp
from storage.rows import Table
from storage.staff_models import Staff, StaffSession


class StaffAccounts:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "staff", Staff)
        self._sessions = Table(connection, "staff_session", StaffSession)

    def add(self, staff: Staff) -> Staff:
        return self._rows.add(staff)

    def save(self, staff: Staff) -> Staff:
        return self._rows.save(staff)

    def get(self, staff_id: int) -> Staff | None:
        return self._rows.one("WHERE id = :id", id=staff_id)

    def by_login(self, login: str) -> Staff | None:
        return self._rows.one("WHERE login = :login", login=login)

    def by_invite(self, hashed_token: str, now: datetime) -> Staff | None:
        return self._rows.one(
            "WHERE invite = :token AND invite_until > :now AND active = 1",
            token=hashed_token,
            now=now,
        )

    def all(self) -> list[Staff]:
        return self._rows.all("ORDER BY id")

    # ---- sessions ----

    def open_session(self, session: StaffSession) -> None:
        self._sessions.add(session)

    def session(self, hashed_token: str) -> StaffSession | None:
        return self._sessions.one("WHERE token = :token", token=hashed_token)

    def touch(self, hashed_token: str, now: datetime) -> None:
        self._db.execute(
            "UPDATE staff_session SET seen_at = :now WHERE token = :token",
            {"token": hashed_token, "now": stamp(now)},
        )

    def end_session(self, hashed_token: str) -> None:
        self._db.execute("DELETE FROM staff_session WHERE token = :token", {"token": hashed_token})

    def end_sessions_of(self, staff_id: int, but: str = "") -> None:
        """All of them, apart from the one with this hashed token."""
        self._db.execute(
            "DELETE FROM staff_session WHERE staff_id = :id AND token <> :but",
            {"id": staff_id, "but": but},
        )

    def shut_all(self) -> None:
        """No session and no first-run link of before opens anything."""
        self._db.execute("DELETE FROM staff_session")
        self._db.execute("UPDATE staff SET invite = NULL, invite_until = NULL")

    def delete_sessions_before(self, created: datetime, seen: datetime) -> None:
        self._db.execute(
            "DELETE FROM staff_session WHERE created_at < :created OR seen_at < :seen",
            {"created": stamp(created), "seen": stamp(seen)},
        )
