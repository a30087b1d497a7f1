"""Packs of the city, and what the ward did with each part of them."""

from dataclasses import replace

from storage.database import Transaction
from storage.pack_models import CityPack, CityProposal, PackChoice, PackChoiceKind
from tests.storage.contract.records import LATER, on_every_engine, staff
from tests.storage.contract.test_entries import version
from tests.support.clock import START


def pack(tx: Transaction, number: int) -> CityPack:
    return tx.city_packs.add(
        CityPack(
            tx.city_packs.ids.next(), number, START.date(), "Sở Tài chính", True, "{}", START,
            staff(tx, f"nguoi{number}").id,
        )
    )  # fmt: skip


@on_every_engine
def test_packs_are_kept_as_they_came_the_latest_first(tx: Transaction) -> None:
    assert tx.city_packs.last_number() == 0
    one, other = pack(tx, 1), pack(tx, 3)
    assert tx.city_packs.all() == [other, one]
    assert tx.city_packs.get(one.id) == one
    assert tx.city_packs.get(7) is None
    assert tx.city_packs.last_number() == 3


@on_every_engine
def test_what_became_of_a_part_is_kept_once_and_may_be_taken_back(tx: Transaction) -> None:
    row, made = pack(tx, 1), version(tx)
    taken = PackChoice(row.id, "mon-bai", PackChoiceKind.TAKEN, START, made.id)
    left = PackChoice(row.id, "nguong", PackChoiceKind.LEFT, START)
    tx.city_packs.choose(taken)
    tx.city_packs.choose(left)
    assert tx.city_packs.choices() == [taken, left]
    assert tx.city_packs.made(made.id)
    assert not tx.city_packs.made(version(tx, "other").id)
    again = replace(left, choice=PackChoiceKind.TAKEN, chosen_at=LATER)
    tx.city_packs.choose(again)
    assert tx.city_packs.choices() == [taken, again]
    tx.city_packs.unchoose(row.id, "mon-bai")
    assert tx.city_packs.choices() == [again]


@on_every_engine
def test_what_the_city_proposes_is_kept_once_under_its_number(tx: Transaction) -> None:
    assert tx.city_packs.last_proposal() == 0
    one = CityProposal(2, "Hạn nộp", "Nhớ nộp.", START)
    later = CityProposal(3, "Họp", "Mời họp.", LATER)
    for proposal in (one, later, replace(one, title="Khác")):
        tx.city_packs.propose(proposal)
    assert tx.city_packs.proposal(2) == one
    assert tx.city_packs.proposal(1) is None
    assert tx.city_packs.proposals(START) == [later, one]
    assert tx.city_packs.proposals(LATER) == [later]
    assert tx.city_packs.last_proposal() == 3
