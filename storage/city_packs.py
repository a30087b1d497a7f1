"""Packs of the city, and what the ward did with each part of them."""

from storage.connection import Connection, number
from storage.ids import IdSource
from storage.pack_models import CityPack, PackChoice
from storage.rows import Table, values


class CityPacks:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._packs = Table(connection, "city_pack", CityPack)
        self._choices = Table(connection, "city_pack_choice", PackChoice)

    def add(self, pack: CityPack) -> CityPack:
        return self._packs.add(pack)

    def get(self, pack_id: int) -> CityPack | None:
        return self._packs.one("WHERE id = :id", id=pack_id)

    def all(self) -> list[CityPack]:
        """The city's latest first."""
        return sorted(self._packs.all(), key=lambda one: -one.number)

    def last_number(self) -> int:
        """The city's number of the latest there is; 0 for none."""
        return number(self._db.execute("SELECT coalesce(max(number), 0) AS n FROM city_pack"))

    def choose(self, choice: PackChoice) -> None:
        """Keeps what became of a part; said again, it takes the place of what was before."""
        self._db.execute(
            "INSERT INTO city_pack_choice"
            " (pack_id, entry, choice, chosen_at, version_id, staff_id)"
            " VALUES (:pack_id, :entry, :choice, :chosen_at, :version_id, :staff_id)"
            " ON CONFLICT (pack_id, entry) DO UPDATE SET choice = excluded.choice,"
            " chosen_at = excluded.chosen_at, version_id = excluded.version_id,"
            " staff_id = excluded.staff_id",
            values(choice),
        )

    def unchoose(self, pack_id: int, entry: str) -> None:
        """Nobody chose yet."""
        self._db.execute(
            "DELETE FROM city_pack_choice WHERE pack_id = :pack AND entry = :entry",
            {"pack": pack_id, "entry": entry},
        )

    def choices(self) -> list[PackChoice]:
        """Of every pack."""
        return self._choices.all("ORDER BY pack_id, entry")

    def made(self, version_id: int) -> bool:
        """Whether a version is one the city wrote."""
        return self._choices.one("WHERE version_id = :version", version=version_id) is not None
