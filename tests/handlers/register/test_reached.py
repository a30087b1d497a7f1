"""Who was reached, of the businesses the register has: each once, whatever its numbers."""

from datetime import date

from handlers.broadcast import reach
from storage.business_models import Relation
from storage.database import Database, Transaction
from tests.storage.contract.records import on_every_engine, question
from tests.storage.contract.test_businesses import STAFF, business

FIRST, LAST = date(2026, 11, 1), date(2026, 12, 1)


@on_every_engine
def test_a_business_of_two_numbers_counts_once_where_it_is(tx: Transaction) -> None:
    one, other = business(tx, "Phở"), business(tx, "Bún")
    for of in (one, other):
        tx.businesses.add_place(of.id, STAFF, neighbourhood="TDP 5")
    for phone in ("+84912345678", "+84987654321"):
        tx.businesses.add_person(one.id, "Bà Tư", Relation.OWNER, STAFF, phone=phone)
        question(tx, phone=phone, neighbourhood="TDP 9")
    question(tx, phone="+84900000001", neighbourhood="TDP 9")  # nobody of the register
    table = reach.table(tx, {}, FIRST, LAST)
    assert [(line.neighbourhood, line.businesses, line.a) for line in table.lines] == [
        ("TDP 5", 2, 1), ("TDP 9", 0, 1),
    ]  # fmt: skip
    assert reach.reached_since(tx, FIRST, LAST) == {one.id}
    tx.reach.set_neighbourhood("TDP 5", 40)  # as somebody counted them
    assert reach.counted_businesses(tx) == {"TDP 5": 40}
    assert reach.quarter_of(date(2026, 11, 30)) == (date(2026, 10, 1), date(2027, 1, 1))


async def test_the_list_of_those_not_reached_leaves_them_out(db: Database) -> None:
    def work(tx: Transaction) -> None:
        one = business(tx, "Phở")
        tx.businesses.add_person(one.id, "Bà Tư", Relation.OWNER, STAFF, phone="+84912345678")
        assert reach.reached_since(tx, FIRST, LAST) == frozenset()
        question(tx, phone="+84912345678")
        assert reach.reached_since(tx, FIRST, LAST) == {one.id}
        assert reach.reached_since(tx, LAST, date(2027, 1, 1)) == frozenset()

    await db.transaction(work)
