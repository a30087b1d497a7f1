"""Who says that a business is theirs: kept until it is decided; a letter's code works once."""

from dataclasses import replace
from datetime import timedelta

from storage.business_claims import BusinessClaim, ClaimKind
from storage.database import Transaction
from tests.storage.contract.records import LATER, MUCH_LATER, contact, on_every_engine
from tests.storage.contract.test_surveys import business
from tests.support.clock import START


@on_every_engine
def test_a_claim_waits_until_somebody_decides(tx: Transaction) -> None:
    person, other = contact(tx), contact(tx, "8")

    def claim(whose: int) -> BusinessClaim:
        number = tx.business_claims.ids.next()
        made = BusinessClaim(number, ClaimKind.MINE, whose, "Bún Lành, tổ 5", START)
        return tx.business_claims.add(made)

    one, second = claim(person), claim(other)
    assert tx.business_claims.waiting() == [one, second]
    assert tx.business_claims.get(one.id) == one and tx.business_claims.get(1) is None
    done = tx.business_claims.save(replace(one, decided_at=LATER, decided_by="an", accepted=True))
    assert tx.business_claims.waiting() == [second]
    assert tx.business_claims.of_contacts([person]) == [done]
    assert tx.business_claims.forget_before(MUCH_LATER) == 1
    tx.business_claims.forget_of(other)
    assert tx.business_claims.waiting() == []


@on_every_engine
def test_a_letter_s_code_works_once_and_in_time(tx: Transaction) -> None:
    shop, until = business(tx), START + timedelta(days=60)
    for code in ("a", "b"):
        tx.business_claims.write_letter(code, shop, "an", until)
    assert tx.business_claims.use_letter("a", START) == shop
    assert tx.business_claims.use_letter("a", START) is None
    assert tx.business_claims.use_letter("b", until) is None
    assert tx.business_claims.use_letter("c", START) is None
    assert tx.business_claims.forget_letters_before(MUCH_LATER) == 2
