"""Lists that were loaded into the register, and what each made of it, so that it can be taken back
to the last letter."""

from dataclasses import dataclass
from datetime import datetime

from storage.business_models import Business, BusinessImport, ListOrigin
from storage.businesses import PARTS
from storage.connection import Connection
from storage.ids import IdSource
from storage.models import stamp
from storage.rows import Table, build_all


@dataclass(frozen=True, slots=True)
class Touched:
    """What an import found of a business and left of it; `version_before` None: it added it."""

    import_id: int
    business: int
    version_before: int | None
    updated_before: datetime | None
    version_after: int


class BusinessImports:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "business_import", BusinessImport)

    def add(self, loaded: BusinessImport) -> BusinessImport:
        return self._rows.add(loaded)

    def save(self, loaded: BusinessImport) -> BusinessImport:
        return self._rows.save(loaded)

    def get(self, import_id: int) -> BusinessImport | None:
        return self._rows.one("WHERE id = :id", id=import_id)

    def all(self) -> list[BusinessImport]:
        """The latest first, also those taken back."""
        return self._rows.all("ORDER BY id DESC")

    def note(self, import_id: int, before: Business | None, after: Business) -> None:
        """An import changed a business, or added it (`before` None); of several changes, the first
        `before` and the last `after` stand."""
        self._db.execute(
            "INSERT INTO business_import_touch (import_id, business, version_before,"
            " updated_before, version_after) VALUES (:import, :business, :version, :updated, :now)"
            " ON CONFLICT (import_id, business) DO UPDATE SET version_after ="
            " excluded.version_after",
            {
                "import": import_id,
                "business": after.id,
                "version": before.version if before else None,
                "updated": stamp(before.updated_at) if before else None,
                "now": after.version,
            },
        )

    def touched(self, import_id: int) -> list[Touched]:
        rows = self._db.execute(
            "SELECT import_id, business, version_before, updated_before, version_after"
            " FROM business_import_touch WHERE import_id = :id",
            {"id": import_id},
        )
        found: list[Touched] = build_all(Touched, rows)
        return sorted(found, key=lambda one: one.business)

    def listed(self, origin: ListOrigin) -> list[int]:
        """The businesses any list of this origin named, but for lists taken back."""
        rows = self._db.execute(
            "SELECT DISTINCT t.business AS id FROM business_import_touch AS t"
            " JOIN business_import AS i ON i.id = t.import_id"
            " WHERE i.origin = :origin AND i.undone_at IS NULL ORDER BY 1",
            {"origin": origin},
        ).fetchall()
        return [row["id"] for row in rows]

    def named(self, origin: ListOrigin) -> list[tuple[str, int]]:
        """(name, business) as lists of this origin ever told; without those taken back, in no
        order."""
        rows = self._db.execute(
            "SELECT DISTINCT v.value, v.business FROM business_value AS v"
            " JOIN business_import AS i ON i.id = v.import_id"
            " WHERE v.field = 'name' AND i.origin = :origin AND i.undone_at IS NULL",
            {"origin": origin},
        )
        return [(row["value"], row["business"]) for row in rows]

    def take_out(self, import_id: int, business_id: int) -> None:
        """Removes what the import wrote for a business, but for a person who was shown since to be
        somebody's chat, and has what it ended stand again. The values in force are counted anew by
        `Businesses.recount`."""
        given = {"import": import_id, "business": business_id}
        mine = "(origin = :business OR business = :business)"
        for table in PARTS:
            loose = " AND contact_id IS NULL" if table == "business_person" else ""
            self._db.execute(
                f"DELETE FROM {table} WHERE import_id = :import AND {mine}{loose}", given
            )
        for table in ("business_person", "business_place"):
            self._db.execute(
                f"UPDATE {table} SET ended_at = NULL, ended_by = '', ended_import = NULL"
                f" WHERE ended_import = :import AND {mine}",
                given,
            )
        self._db.execute(
            "DELETE FROM business_import_touch WHERE import_id = :import AND business = :business",
            given,
        )

    def is_all_there_is(self, import_id: int, business_id: int) -> bool:
        """Whether nothing but this import ever wrote anything for a business, and nobody of it was
        shown to be somebody's chat."""
        others = " UNION ALL ".join(
            f"SELECT 1 AS one FROM {table} WHERE (origin = :business OR business = :business)"
            " AND (import_id IS NULL OR import_id <> :import)"
            for table in PARTS
        )
        row = self._db.execute(
            f"SELECT 1 FROM ({others} UNION ALL SELECT 1 AS one FROM business_person"
            " WHERE business = :business AND contact_id IS NOT NULL"
            " UNION ALL SELECT 1 AS one FROM business_merge"
            " WHERE undone_at IS NULL AND (kept = :business OR gone = :business)) AS rest LIMIT 1",
            {"import": import_id, "business": business_id},
        ).fetchone()
        return row is None
