"""Small values the program makes for itself and must find again after a restart."""

from storage.connection import Connection, only


class StoredSettings:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get_or_set(self, name: str, value: str) -> str:
        """The stored value; `value` is stored and returned when there is none yet."""
        self._db.execute(
            "INSERT INTO setting (name, value) VALUES (:name, :value)"
            " ON CONFLICT (name) DO NOTHING",
            {"name": name, "value": value},
        )
        kept = self._db.execute("SELECT value FROM setting WHERE name = :name", {"name": name})
        return str(only(kept)["value"])

    def get(self, name: str, default: str = "") -> str:
        row = self._db.execute(
            "SELECT value FROM setting WHERE name = :name", {"name": name}
        ).fetchone()
        return str(row["value"]) if row else default

    def put(self, name: str, value: str) -> None:
        self._db.execute(
            "INSERT INTO setting (name, value) VALUES (:name, :value)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            {"name": name, "value": value},
        )
