"""Staff accounts and sessions."""

from datetime import datetime

from storage.connection import Connection
from storage.ids import IdSource
from storage.models import stamp
from storage.rows import Table
from storage.staff_models import MARK, Staff, StaffSession


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

    def sessions_of(self, staff_id: int, created: datetime, seen: datetime) -> list[StaffSession]:
        """Those of one person that were opened and used since then, the latest used first."""
        return self._sessions.all(
            "WHERE staff_id = :id AND created_at >= :created AND seen_at >= :seen"
            " ORDER BY seen_at DESC",
            id=staff_id,
            created=created,
            seen=seen,
        )

    def touch(self, hashed_token: str, now: datetime) -> None:
        self._db.execute(
            "UPDATE staff_session SET seen_at = :now WHERE token = :token",
            {"token": hashed_token, "now": stamp(now)},
        )

    def sign_live(self, hashed_token: str, now: datetime) -> None:
        """A page of this session is open and told of what comes."""
        self._db.execute(
            "UPDATE staff_session SET live_at = :now WHERE token = :token",
            {"now": stamp(now), "token": hashed_token},
        )

    def live_since(self, moment: datetime) -> set[int]:
        """The ids of those who had such a page open since then."""
        rows = self._db.execute(
            "SELECT DISTINCT staff_id FROM staff_session WHERE live_at >= :moment",
            {"moment": stamp(moment)},
        )
        return {row["staff_id"] for row in rows}

    def end_session(self, hashed_token: str) -> None:
        self._db.execute("DELETE FROM staff_session WHERE token = :token", {"token": hashed_token})

    def end_sessions_of(self, staff_id: int, but: str = "") -> int:
        """All of them, apart from the one with this hashed token; how many."""
        return self._db.execute(
            "DELETE FROM staff_session WHERE staff_id = :id AND token <> :but",
            {"id": staff_id, "but": but},
        ).rowcount

    def end_marked(self, staff_id: int, mark: str) -> int:
        """This person's session that a page calls so (`StaffSession.mark`); how many it was."""
        return self._db.execute(
            "DELETE FROM staff_session WHERE staff_id = :id"
            " AND substr(token, 1, CAST(:letters AS INTEGER)) = :mark",
            {"id": staff_id, "mark": mark, "letters": MARK},
        ).rowcount

    def shut_all(self) -> None:
        """No session and no first-run link of before opens anything."""
        self._db.execute("DELETE FROM staff_session")
        self._db.execute("UPDATE staff SET invite = NULL, invite_until = NULL")

    def delete_sessions_before(self, created: datetime, seen: datetime) -> None:
        self._db.execute(
            "DELETE FROM staff_session WHERE created_at < :created OR seen_at < :seen",
            {"created": stamp(created), "seen": stamp(seen)},
        )
