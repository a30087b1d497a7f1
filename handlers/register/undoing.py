"""Taking a whole list back: the register is as if it had never been loaded, but for what people
wrote since."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.people.refusing import NotDone
from storage.business_imports import Touched
from storage.business_models import BusinessImport
from storage.database import Transaction

LOT = 50  # businesses taken back in one transaction


@dataclass(frozen=True, slots=True)
class ListUndone:
    """`removed`: what only the list knew of; `restored`: what it had changed; `stay`: codes of
    those it had brought and somebody has written in since, which stay with that alone."""

    removed: int = 0
    restored: int = 0
    stay: tuple[str, ...] = ()

    def __add__(self, other: "ListUndone") -> "ListUndone":
        return ListUndone(
            self.removed + other.removed, self.restored + other.restored, self.stay + other.stay
        )


def begin(tx: Transaction, loaded: BusinessImport, typed: int, login: str) -> list[list[Touched]]:
    """What it touched, the last touched first, for this person to take back. Raises NotDone unless
    somebody `typed` how many these are, and where it was taken back before."""
    if loaded.undone_at is not None:
        raise NotDone("sure", "import_undone_before")
    touched = tx.business_imports.touched(loaded.id)[::-1]
    if typed != len(touched):
        raise NotDone("sure", "type_the_number")
    tx.business_imports.save(replace(loaded, undone_by=login))
    return [touched[start : start + LOT] for start in range(0, len(touched), LOT)]


def take_back(
    tx: Transaction, loaded: BusinessImport, lot: Sequence[Touched], now: datetime
) -> ListUndone:
    removed = restored = 0
    stay: list[str] = []
    for one in lot:
        business = tx.businesses.get(one.business)
        if business is None:
            continue
        added = one.version_before is None
        if added and tx.business_imports.is_all_there_is(loaded.id, one.business):
            tx.businesses.forget(one.business)
            removed += 1
            continue
        tx.business_imports.take_out(loaded.id, one.business)
        tx.businesses.recount(one.business)
        head = tx.businesses.standing(one.business)
        if head is not None and head.id != one.business:
            tx.businesses.recount(head.id)
            tx.businesses.touch(head.id, now)
        fresh = tx.businesses.get(one.business) or business
        if added:
            stay.append(business.code)
        else:
            restored += 1
        if one.version_before and one.updated_before and business.version == one.version_after:
            tx.businesses.save(
                replace(fresh, version=one.version_before, updated_at=one.updated_before)
            )
        else:
            tx.businesses.touch(one.business, now)
    return ListUndone(removed, restored, tuple(stay))


def finish(tx: Transaction, import_id: int, login: str, now: datetime) -> BusinessImport:
    """Nothing of it is left but that it was."""
    tx.business_pairs.forget_of_import(import_id)
    loaded = tx.business_imports.get(import_id)
    assert loaded is not None  # noqa: S101  # the caller read it
    return tx.business_imports.save(replace(loaded, undone_at=now, undone_by=login))
