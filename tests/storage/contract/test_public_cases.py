"""What everybody may read of questions."""

from dataclasses import replace

from storage.database import Transaction
from storage.public_cases import PublicCase
from tests.storage.contract.records import LATER, on_every_engine, question, staff
from tests.support.clock import START


@on_every_engine
def test_words_wait_until_they_are_released_and_go_at_once(tx: Transaction) -> None:
    author, leader = staff(tx), staff(tx, "b")
    one, other = question(tx), question(tx, code="KN-7654321")

    def made(of: int) -> PublicCase:
        number = tx.public_cases.ids.next()
        return tx.public_cases.add(PublicCase(number, of, "Cống tắc", "chợ", author.id, START))

    first = made(one.id)
    second = replace(made(other.id), written_at=LATER)
    tx.public_cases.save(second)
    assert tx.public_cases.of(one.id) == first and tx.public_cases.of(1) is None
    assert tx.public_cases.all() == [second, first] and tx.public_cases.released() == []
    shown = tx.public_cases.save(replace(first, released_by=leader.id, released_at=LATER))
    assert tx.public_cases.released() == [shown]
    tx.public_cases.remove(one.id)
    assert tx.public_cases.released() == [] and tx.public_cases.all() == [second]
