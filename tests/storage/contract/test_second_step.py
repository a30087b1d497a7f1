"""Codes for a second step, and sessions ended one by one."""

from datetime import timedelta

from storage.database import Transaction
from storage.recovery_codes import CodesLeft
from storage.staff_models import StaffSession
from tests.storage.contract.records import LATER, on_every_engine, staff
from tests.support.clock import START


@on_every_engine
def test_a_recovery_code_opens_once(tx: Transaction) -> None:
    an, binh = staff(tx).id, staff(tx, "binh").id
    assert tx.recovery_codes.of(an) == CodesLeft()
    tx.recovery_codes.replace(an, ["old"], START)
    tx.recovery_codes.replace(an, ["a", "b"], START)
    tx.recovery_codes.replace(binh, ["c"], START)
    assert not tx.recovery_codes.use(an, "old", LATER)
    assert not tx.recovery_codes.use(an, "c", LATER)
    assert tx.recovery_codes.use(an, "a", LATER)
    assert not tx.recovery_codes.use(an, "a", LATER)
    assert tx.recovery_codes.of(an) == CodesLeft(2, 1, START, LATER)
    tx.recovery_codes.forget(an)
    assert tx.recovery_codes.of(an) == CodesLeft()
    assert tx.recovery_codes.of(binh).left == 1
    tx.recovery_codes.forget_all()
    assert tx.recovery_codes.of(binh) == CodesLeft()


@on_every_engine
def test_sessions_are_listed_and_ended_one_by_one(tx: Transaction) -> None:
    an, binh = staff(tx).id, staff(tx, "binh").id
    for token, who, seen in (("a" * 40, an, START), ("b" * 40, an, LATER), ("c" * 40, binh, LATER)):
        tx.staff.open_session(StaffSession(token, who, "csrf", START, seen))
    long_ago = START - timedelta(days=1)
    listed = tx.staff.sessions_of(an, long_ago, long_ago)
    assert [one.token[0] for one in listed] == ["b", "a"]
    assert [one.token[0] for one in tx.staff.sessions_of(an, long_ago, LATER)] == ["b"]
    assert tx.staff.end_marked(binh, listed[0].mark) == 0
    assert tx.staff.end_marked(an, listed[0].mark) == 1
    assert [one.token[0] for one in tx.staff.sessions_of(an, long_ago, long_ago)] == ["a"]
