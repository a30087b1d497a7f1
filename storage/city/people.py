"""The city's own people: who may look at the numbers of all wards."""

from dataclasses import dataclass
from datetime import timedelta

from storage.connection import Connection
from storage.hashes import hashed

LASTS = timedelta(hours=12)
IDLE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CityPerson:
    """`password` is a hash, `totp` the secret of the second step, sealed."""

    login: str
    name: str
    password: str
    totp: str
    totp_last: int = 0
    active: bool = True


class CityPeople:
    """On a transaction of the city's schema."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, person: CityPerson) -> None:
        """Somebody new, or with another password and secret: whoever was signed in is out."""
        self._connection.execute(
            "INSERT INTO person (login, name, password, totp) VALUES (:login, :name, :password,"
            " :totp) ON CONFLICT (login) DO UPDATE SET name = excluded.name, active = 1,"
            " password = excluded.password, totp = excluded.totp, totp_last = 0",
            {
                "login": person.login, "name": person.name,
                "password": person.password, "totp": person.totp,
            },
        )  # fmt: skip
        self._end_all(person.login)

    def get(self, login: str) -> CityPerson | None:
        """None for nobody, and for whoever was switched off."""
        row = self._connection.execute(
            "SELECT login, name, password, totp, totp_last FROM person"
            " WHERE login = :login AND active = 1",
            {"login": login},
        ).fetchone()
        return CityPerson(*row) if row else None

    def switch_off(self, login: str) -> bool:
        """Whether there was such a person."""
        self._end_all(login)
        done = self._connection.execute(
            "UPDATE person SET active = 0 WHERE login = :login AND active = 1", {"login": login}
        )
        return done.rowcount == 1

    def take_code(self, login: str, step: int) -> bool:
        """Whether a code of the second step is new; from now on it is not."""
        done = self._connection.execute(
            "UPDATE person SET totp_last = :step WHERE login = :login AND totp_last < :step",
            {"login": login, "step": step},
        )
        return done.rowcount == 1

    def begin(self, login: str, token: str) -> None:
        """Signed in: `token` is what the cookie holds."""
        self._connection.execute(
            "DELETE FROM session WHERE begun_at < now() - make_interval(secs => :long)",
            {"long": LASTS.total_seconds()},
        )
        self._connection.execute(
            "INSERT INTO session (token, login) VALUES (:token, :login)",
            {"token": hashed(token), "login": login},
        )

    def who(self, token: str) -> CityPerson | None:
        """Whose session it is; it is kept open by that."""
        row = self._connection.execute(
            "UPDATE session SET seen_at = now() WHERE token = :token"
            " AND begun_at > now() - make_interval(secs => :long)"
            " AND seen_at > now() - make_interval(secs => :idle) RETURNING login",
            {"token": hashed(token), "long": LASTS.total_seconds(), "idle": IDLE.total_seconds()},
        ).fetchone()
        return self.get(row["login"]) if row else None

    def end(self, token: str) -> None:
        """Signed out."""
        self._connection.execute(
            "DELETE FROM session WHERE token = :token", {"token": hashed(token)}
        )

    def note(self, login: str, what: str) -> None:
        """Who did what, for good."""
        self._connection.execute(
            "INSERT INTO deed (login, what) VALUES (:login, :what)", {"login": login, "what": what}
        )

    def noted(self) -> list[tuple[str, str]]:
        """(who, what) of all, in their order."""
        rows = self._connection.execute("SELECT login, what FROM deed ORDER BY id", {})
        return [(row["login"], row["what"]) for row in rows]

    def _end_all(self, login: str) -> None:
        self._connection.execute("DELETE FROM session WHERE login = :login", {"login": login})
