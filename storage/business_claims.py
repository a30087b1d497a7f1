"""Who says that a business of the register is theirs, or what became of it, until that is shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.connection import Connection
from storage.ids import IdSource
from storage.models import stamp
from storage.rows import Table


class ClaimKind(StrEnum):
    MINE = "mine"
    CONVERTED = "converted"  # it became an enterprise: `said` is its number, from `since` on


@dataclass(frozen=True, slots=True)
class BusinessClaim:
    """What somebody says of a business. `business`: None where it was only told in words (`said`)
    which one it is."""

    id: int
    kind: ClaimKind
    contact_id: int
    said: str
    at: datetime
    business: int | None = None
    since: date | None = None
    decided_at: datetime | None = None
    decided_by: str = ""
    accepted: bool = False


class BusinessClaims:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "business_claim", BusinessClaim)

    def add(self, claim: BusinessClaim) -> BusinessClaim:
        return self._rows.add(claim)

    def save(self, claim: BusinessClaim) -> BusinessClaim:
        return self._rows.save(claim)

    def get(self, claim_id: int) -> BusinessClaim | None:
        return self._rows.one("WHERE id = :id", id=claim_id)

    def waiting(self) -> list[BusinessClaim]:
        """Those nobody decided, the oldest first."""
        return self._rows.all("WHERE decided_at IS NULL ORDER BY id")

    def of_contacts(self, contact_ids: Collection[int]) -> list[BusinessClaim]:
        """Of these, the latest first."""
        among = f"contact_id IN {self._db.words.numbers(':contacts')}"
        return self._rows.all(f"WHERE {among} ORDER BY id DESC", contacts=list(contact_ids))

    def forget_of(self, contact_id: int) -> None:
        self._db.execute("DELETE FROM business_claim WHERE contact_id = :id", {"id": contact_id})

    def forget_before(self, before: datetime) -> int:
        """Those decided before a moment; returns how many."""
        gone = self._db.execute(
            "DELETE FROM business_claim WHERE decided_at < :before", {"before": stamp(before)}
        )
        return gone.rowcount

    # ---- letters ----

    def write_letter(self, code: str, business_id: int, made_by: str, until: datetime) -> None:
        """A code that is sent to the address of a business; `code` is hashed."""
        self._db.execute(
            "INSERT INTO business_letter (code, business, made_by, until)"
            " VALUES (:code, :business, :by, :until)",
            {"code": code, "business": business_id, "by": made_by, "until": stamp(until)},
        )

    def use_letter(self, code: str, now: datetime) -> int | None:
        """The business a code was sent to, once and in time; None for any other."""
        row = self._db.execute(
            "UPDATE business_letter SET used_at = :now"
            " WHERE code = :code AND used_at IS NULL AND until > :now RETURNING business",
            {"code": code, "now": stamp(now)},
        ).fetchone()
        return row["business"] if row else None

    def forget_letters_before(self, before: datetime) -> int:
        """Those that lapsed before a moment; returns how many."""
        gone = self._db.execute(
            "DELETE FROM business_letter WHERE until < :before", {"before": stamp(before)}
        )
        return gone.rowcount
