"""Packs of the city, and what the ward did with each part of them."""

from datetime import datetime

from storage.connection import Connection, number
from storage.ids import IdSource
from storage.models import stamp
from storage.pack_models import CityPack, CityProposal, PackChoice
from storage.rows import Table, values


class CityPacks:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._packs = Table(connection, "city_pack", CityPack)
        self._proposals = Table(connection, "city_proposal", CityProposal)
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

    def propose(self, proposal: CityProposal) -> None:
        """Keeps a broadcast the city proposes; what was kept under its number stays."""
        self._db.execute(
            "INSERT INTO city_proposal (number, title, text, received_at)"
            " VALUES (:number, :title, :text, :received_at) ON CONFLICT DO NOTHING",
            values(proposal),
        )

    def proposal(self, proposed: int) -> CityProposal | None:
        return self._proposals.one("WHERE number = :number", number=proposed)

    def proposals(self, since: datetime) -> list[CityProposal]:
        """Those received since a moment, the latest first."""
        found = self._proposals.all("WHERE received_at >= :since", since=stamp(since))
        return sorted(found, key=lambda one: -one.number)

    def last_proposal(self) -> int:
        """The city's number of the latest; 0 for none."""
        return number(self._db.execute("SELECT coalesce(max(number), 0) AS n FROM city_proposal"))

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
