"""What staff type into forms, kept until it is saved, dropped or its time is over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection
from storage.ids import IdSource
from storage.lots import LOT, delete_lot
from storage.models import stamp
from storage.rows import Table


@dataclass(frozen=True, slots=True)
class TypedDraft:
    """One form as somebody left it. `place` says which form, `about` of what ("" for something
    new); `fields` what stood in each; `seen` and `opened` what its page was made from."""

    id: int
    staff_id: int
    place: str
    about: str
    fields: dict[str, list[str]]
    seen: str
    opened: str
    kept_at: datetime


class Drafts:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "draft", TypedDraft)

    def add(self, draft: TypedDraft) -> TypedDraft:
        return self._rows.add(draft)

    def save(self, draft: TypedDraft) -> TypedDraft:
        return self._rows.save(draft)

    def get(self, staff_id: int, place: str, about: str) -> TypedDraft | None:
        return self._rows.one(
            "WHERE staff_id = :staff AND place = :place AND about = :about",
            staff=staff_id,
            place=place,
            about=about,
        )

    def of_thing(self, place: str, about: str) -> list[TypedDraft]:
        """Everybody's of one form of one thing, latest first."""
        return self._rows.all(
            "WHERE place = :place AND about = :about ORDER BY kept_at DESC, id DESC",
            place=place,
            about=about,
        )

    def of_staff(self, staff_id: int) -> list[TypedDraft]:
        """Latest first."""
        return self._rows.all(
            "WHERE staff_id = :staff ORDER BY kept_at DESC, id DESC", staff=staff_id
        )

    def drop(self, staff_id: int, place: str, about: str) -> bool:
        """Whether there was one."""
        return bool(
            self._db.execute(
                "DELETE FROM draft WHERE staff_id = :staff AND place = :place AND about = :about",
                {"staff": staff_id, "place": place, "about": about},
            ).rowcount
        )

    def forget_about(self, places: Sequence[str], about: str) -> int:
        """Everybody's about one thing; returns how many."""
        return self._db.executemany(
            "DELETE FROM draft WHERE place = :place AND about = :about",
            [{"place": place, "about": about} for place in places],
        ).rowcount

    def forget_where(self, names: Callable[[str], bool]) -> int:
        """Those with a text that `names` somebody; returns how many."""
        found = [
            draft.id
            for draft in self._rows.all()
            if any(names(text) for texts in draft.fields.values() for text in texts)
        ]
        self._db.executemany("DELETE FROM draft WHERE id = :id", [{"id": one} for one in found])
        return len(found)

    def delete_older_than(self, moment: datetime, most: int = LOT) -> int:
        return delete_lot(self._db, "draft", "id", "kept_at < :before", most, before=stamp(moment))
