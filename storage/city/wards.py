"""The wards of a city."""

from operator import attrgetter

from storage.city.models import CityWard, Placed, WardState
from storage.connection import Connection, Row

_COLUMNS = "key, name, schema_name, folder, host, settings, state, step, version"


class CityWards:
    """On a transaction of the city's schema."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, ward: CityWard) -> bool:
        """Whether it was added: neither its key, nor its schema, nor its host is another's."""
        done = self._connection.execute(
            f"INSERT INTO ward ({_COLUMNS}) VALUES (:key, :name, :schema, :folder, :host,"
            " :settings, :state, :step, 1) ON CONFLICT DO NOTHING",
            {
                "key": ward.key, "name": ward.name, "schema": ward.schema, "folder": ward.folder,
                "host": ward.host, "settings": ward.settings, "state": ward.state,
                "step": ward.step,
            },
        )  # fmt: skip
        return done.rowcount == 1

    def all(self) -> list[CityWard]:
        """By their keys."""
        found = self._connection.execute(f"SELECT {_COLUMNS} FROM ward")
        return sorted(map(ward_of, found), key=attrgetter("key"))

    def get(self, key: str) -> CityWard | None:
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM ward WHERE key = :key", {"key": key}
        ).fetchone()
        return ward_of(row) if row else None

    def set_state(self, key: str, state: WardState) -> bool:
        """Whether there is such a ward."""
        done = self._connection.execute(
            "UPDATE ward SET state = :state, version = version + 1 WHERE key = :key",
            {"key": key, "state": state},
        )
        return done.rowcount == 1

    def set_settings(self, key: str, settings: str) -> bool:
        """Sealed; whether there is such a ward. Whoever serves it begins again with them."""
        done = self._connection.execute(
            "UPDATE ward SET settings = :settings, version = version + 1 WHERE key = :key",
            {"key": key, "settings": settings},
        )
        return done.rowcount == 1

    def set_step(self, key: str, step: int) -> None:
        """The last migration its schema has had."""
        self._connection.execute(
            "UPDATE ward SET step = :step WHERE key = :key AND step < :step",
            {"key": key, "step": step},
        )

    def rest(self, key: str, seconds: int) -> None:
        """Nobody takes it for so long, and whoever has it gives it back; 0 ends that."""
        self._connection.execute(
            "UPDATE ward SET rests_until = now() + make_interval(secs => :seconds)"
            " WHERE key = :key",
            {"key": key, "seconds": seconds},
        )

    def placed(self, gone_after_s: int) -> list[Placed]:
        """Every ward, and where it is served; a lease not renewed for so long is none."""
        found = self._connection.execute(
            "SELECT w.key AS key, w.name AS name, w.host AS host, w.state AS state,"
            " coalesce(p.address, '') AS address, coalesce(p.id, '') AS worker,"
            " coalesce(l.ready, 0) AS ready,"
            " coalesce(extract(epoch FROM now() - l.beat_at), 0) AS age"
            " FROM ward AS w LEFT JOIN lease AS l ON l.ward = w.key"
            "  AND l.beat_at > now() - make_interval(secs => :gone)"
            " LEFT JOIN worker AS p ON p.id = l.worker",
            {"gone": gone_after_s},
        )
        return [
            Placed(
                row["key"], row["name"], row["host"], WardState(row["state"]), row["address"],
                row["worker"], bool(row["ready"]), float(row["age"]),
            )
            for row in found
        ]  # fmt: skip


def ward_of(row: Row) -> CityWard:
    return CityWard(
        row["key"], row["name"], row["schema_name"], row["folder"], row["host"], row["settings"],
        WardState(row["state"]), row["step"], row["version"],
    )  # fmt: skip
