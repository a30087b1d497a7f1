"""The rows of a list that were not kept stay as long as its import may be taken back."""

from datetime import timedelta

from storage.database import Transaction
from tests.storage.contract.records import LATER, event, on_every_engine
from tests.support.clock import START

SHEETS = [
    {"name": "Tổ 5", "heading": 1, "rows": [["Họ tên"], ["Lê Thị Hoa"]], "reasons": {"2": []}}
]


@on_every_engine
def test_rows_not_kept_are_of_one_import_of_one_event(tx: Transaction) -> None:
    one, other = event(tx), event(tx, "E2")
    tx.unkept_rows.put(one.id, START, 1, SHEETS)
    tx.unkept_rows.put(one.id, LATER, 2, [])
    assert tx.unkept_rows.counts(one.id) == {START: 1, LATER: 2}
    assert tx.unkept_rows.counts(other.id) == {}
    assert tx.unkept_rows.sheets(one.id, START) == SHEETS
    assert tx.unkept_rows.sheets(other.id, START) == []
    tx.unkept_rows.forget(one.id, LATER)
    assert tx.unkept_rows.counts(one.id) == {START: 1}


@on_every_engine
def test_rows_not_kept_go_with_a_person_and_with_the_event(tx: Transaction) -> None:
    soon, late = event(tx, days=1), event(tx, "E2", days=9)
    for one in (soon, late):
        tx.unkept_rows.put(one.id, START, 1, SHEETS)
    tx.unkept_rows.put(late.id, LATER, 1, [])
    assert tx.unkept_rows.forget_where(lambda sheets: sheets == SHEETS) == 2
    assert tx.unkept_rows.counts(late.id) == {LATER: 1}
    tx.unkept_rows.put(soon.id, START, 1, SHEETS)
    assert tx.unkept_rows.forget_of_ended(soon.ends_at - timedelta(seconds=1)) == 0
    assert tx.unkept_rows.forget_of_ended(soon.ends_at) == 1
    assert tx.unkept_rows.counts(late.id) == {LATER: 1}
