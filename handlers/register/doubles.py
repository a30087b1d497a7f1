"""Two of the register that may be one: a person decides, and may take the decision back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.people.refusing import NotDone
from handlers.register import alike
from handlers.register.seen import all_shown
from storage.business_lists import BusinessLine
from storage.business_models import Alike, BusinessMerge, BusinessPair, PairDecision
from storage.database import Transaction
from storage.staff_models import Staff

SHOWN = 20  # pairs on one page


@dataclass(frozen=True, slots=True)
class ShownPair:
    """The older one first."""

    pair: BusinessPair
    one: BusinessLine
    other: BusinessLine


def waiting(tx: Transaction, staff: Staff, after: int = 0) -> list[ShownPair]:
    pairs = tx.business_pairs.waiting(SHOWN, after)
    lines = tx.business_lists.some([n for pair in pairs for n in (pair.one, pair.other)])
    shown = {line.business.id: line for line in all_shown(staff, lines)}
    return [ShownPair(pair, shown[pair.one], shown[pair.other]) for pair in pairs]


def look_for(tx: Transaction, lines: Sequence[BusinessLine], now: datetime) -> int:
    """Has every two of these that may be one wait for a person; returns how many are new."""
    known = [alike.known(line) for line in lines]
    register = alike.Register(known)
    found = 0
    for one in known:
        for likeness in register.likely(one):
            low, high = sorted((one.id, likeness.id))
            if tx.business_pairs.of(low, high) is None:
                number = tx.business_pairs.ids.next()
                tx.business_pairs.add(BusinessPair(number, low, high, Alike(likeness.why), now))
                found += 1
    return found


def merge(
    tx: Transaction, staff: Staff, kept_id: int, gone_id: int, now: datetime
) -> BusinessMerge:
    """The two are one from now on, under the code of the first; both histories stay. Raises NotDone
    where one of them does not stand for itself any more."""
    for number in (kept_id, gone_id):
        one = tx.businesses.get(number)
        if one is None or one.merged_into is not None or one.erased_at is not None:
            raise NotDone("pair", "pair_gone")
    if kept_id == gone_id:
        raise NotDone("pair", "pair_of_one")
    tx.businesses.join(kept_id, gone_id, now)
    _decide(tx, staff, kept_id, gone_id, PairDecision.SAME, now)
    number = tx.business_pairs.ids.next()
    return tx.business_pairs.add_merge(BusinessMerge(number, kept_id, gone_id, now, staff.login))


def part(tx: Transaction, staff: Staff, merge: BusinessMerge, now: datetime) -> BusinessMerge:
    """Undoes a merge: each has again what was written for it. Raises NotDone for one undone
    before."""
    if merge.undone_at is not None:
        raise NotDone("merge", "merge_undone_before")
    tx.businesses.part(merge.gone, now)
    _decide(tx, staff, merge.kept, merge.gone, PairDecision.DIFFERENT, now)
    return tx.business_pairs.save_merge(replace(merge, undone_at=now, undone_by=staff.login))


def keep_apart(tx: Transaction, staff: Staff, pair: BusinessPair, now: datetime) -> None:
    """They are two, and are not asked about again."""
    _decide(tx, staff, pair.one, pair.other, PairDecision.DIFFERENT, now)


def _decide(
    tx: Transaction, staff: Staff, one: int, other: int, decision: PairDecision, now: datetime
) -> None:
    pair = tx.business_pairs.of(one, other)
    if pair is not None:
        tx.business_pairs.save(
            replace(pair, decision=decision, decided_at=now, decided_by=staff.login)
        )
