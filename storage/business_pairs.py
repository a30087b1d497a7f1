"""Businesses of the register that may be one, and those that were made one."""

from storage.business_models import BusinessMerge, BusinessPair, PairDecision
from storage.connection import Connection, number
from storage.ids import IdSource
from storage.rows import Table


class BusinessPairs:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "business_pair", BusinessPair)
        self._merges = Table(connection, "business_merge", BusinessMerge)

    def add(self, pair: BusinessPair) -> BusinessPair:
        """Two that are a pair already stay the pair they are."""
        known = self.of(pair.one, pair.other)
        return known or self._rows.add(pair)

    def save(self, pair: BusinessPair) -> BusinessPair:
        return self._rows.save(pair)

    def get(self, pair_id: int) -> BusinessPair | None:
        return self._rows.one("WHERE id = :id", id=pair_id)

    def of(self, one: int, other: int) -> BusinessPair | None:
        """The pair of these two, in either order."""
        low, high = sorted((one, other))
        return self._rows.one("WHERE one = :one AND other = :other", one=low, other=high)

    def waiting(self, most: int, after: int = 0) -> list[BusinessPair]:
        """Those nobody decided, of businesses that both stand for themselves; the first found
        first, beginning behind the id `after`."""
        return self._rows.all(
            "WHERE decision = :open AND id > :after AND NOT EXISTS (SELECT 1 FROM business AS b"
            " WHERE b.id IN (business_pair.one, business_pair.other)"
            " AND (b.merged_into IS NOT NULL OR b.erased_at IS NOT NULL))"
            " ORDER BY id LIMIT :most",
            open=PairDecision.OPEN,
            after=after,
            most=most,
        )

    def count_waiting(self) -> int:
        return number(
            self._db.execute(
                "SELECT count(*) AS n FROM business_pair AS p"
                " JOIN business AS a ON a.id = p.one JOIN business AS b ON b.id = p.other"
                " WHERE p.decision = '' AND a.merged_into IS NULL AND b.merged_into IS NULL"
                " AND a.erased_at IS NULL AND b.erased_at IS NULL"
            )
        )

    def forget_of_import(self, import_id: int) -> None:
        """Pairs an import found, which nobody decided yet."""
        self._db.execute(
            "DELETE FROM business_pair WHERE import_id = :id AND decision = ''", {"id": import_id}
        )

    # ---- merges ----

    def add_merge(self, merge: BusinessMerge) -> BusinessMerge:
        return self._merges.add(merge)

    def save_merge(self, merge: BusinessMerge) -> BusinessMerge:
        return self._merges.save(merge)

    def merge(self, merge_id: int) -> BusinessMerge | None:
        return self._merges.one("WHERE id = :id", id=merge_id)

    def merges_of(self, business_id: int) -> list[BusinessMerge]:
        """Those in force that brought another business into this one, the latest first."""
        return self._merges.all(
            "WHERE kept = :id AND undone_at IS NULL ORDER BY id DESC", id=business_id
        )
