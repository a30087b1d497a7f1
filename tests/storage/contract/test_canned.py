"""Canned answers: whose they are, in order."""

from dataclasses import replace

from storage.canned import CannedAnswer, CannedReach
from storage.database import Transaction
from tests.storage.contract.records import LATER, on_every_engine, staff
from tests.support.clock import START


@on_every_engine
def test_somebody_has_their_own_those_of_their_office_and_the_ward_s(tx: Transaction) -> None:
    one, other = staff(tx), staff(tx, "b")

    def made(reach: CannedReach, office: str, author: int) -> CannedAnswer:
        number = tx.canned.ids.next()
        return tx.canned.add(
            CannedAnswer(
                number, "Chào", "Kính gửi", "", reach, office, author, START, START, author
            )
        )

    own = made(CannedReach.OWN, "thue", one.id)
    shared = made(CannedReach.OFFICE, "thue", other.id)
    ward = made(CannedReach.WARD, "vanphong", other.id)
    theirs = made(CannedReach.OWN, "thue", other.id)
    assert tx.canned.of(one.id, "thue") == [ward, shared, own]
    assert tx.canned.of(one.id, "congan") == [ward, own]
    assert tx.canned.get(theirs.id) == theirs and tx.canned.get(1) is None
    changed = tx.canned.save(replace(own, text="Kính chào", changed_at=LATER, changed_by=one.id))
    assert tx.canned.of(one.id, "thue") == [changed, ward, shared]
    tx.canned.remove(ward.id)
    assert tx.canned.of(one.id, "congan") == [changed]
