"""Businesses by what they are now."""

from datetime import timedelta

from storage.business_lists import ANYWHERE, BusinessFilter, BusinessGroup
from storage.business_models import BusinessField, BusinessStatus, Relation, Tied
from storage.database import Transaction
from storage.event_models import BusinessKind
from tests.storage.contract.records import LATER, TODAY, contact, on_every_engine
from tests.storage.contract.test_businesses import STAFF, business
from tests.support.clock import START

TRADE, NEEDS, WORKERS = BusinessField.TRADE, BusinessField.NEEDS, BusinessField.WORKERS


@on_every_engine
def test_a_list_is_narrowed_by_what_businesses_are_now(tx: Transaction) -> None:
    pho, bun, tailor = business(tx, "Phở"), business(tx, "Bún"), business(tx, "May")
    tx.businesses.put(pho.id, {TRADE: "3.đ", WORKERS: "3", NEEDS: "vay thue"}, STAFF)
    tx.businesses.put(bun.id, {TRADE: "1.a", WORKERS: "10"}, STAFF)
    tx.businesses.put(bun.id, {TRADE: "3.đ", BusinessField.DIFFICULTIES: "von"}, STAFF)
    tx.businesses.add_place(pho.id, STAFF, neighbourhood="TDP 5", market="Chợ Mới")
    moved = tx.businesses.add_place(bun.id, STAFF, neighbourhood="TDP 5")
    tx.businesses.end_place(moved, STAFF)
    tx.businesses.add_place(bun.id, STAFF, neighbourhood="TDP 6")
    tx.businesses.change_status(tailor, BusinessStatus.CLOSED, TODAY, STAFF)
    tx.businesses.touch(bun.id, LATER + timedelta(days=1))

    def found(among: tuple[int, ...] | None = None, **wanted: object) -> list[int]:
        return tx.business_lists.numbers(BusinessFilter(**wanted), among)  # type: ignore[arg-type]

    assert found() == [bun.id, pho.id]
    assert set(found(status=ANYWHERE)) == {pho.id, bun.id, tailor.id}
    assert found(status="closed") == [tailor.id]
    assert found(trade="3.đ") == [bun.id, pho.id] and found(trade="1.a") == []
    assert found(trade="1.a 3.đ") == [bun.id, pho.id] and found(trade="3.") == []
    assert found(neighbourhood="TDP 5") == [pho.id] == found(market="Chợ Mới")
    assert found(need="vay") == [pho.id] and found(need="va") == []
    assert found(difficulty="von") == [bun.id]
    assert found(workers_least=2, workers_most=4) == [pho.id]
    assert found(workers_least=4) == [bun.id] and found(kind="enterprise") == []
    assert found(among=(pho.id, tailor.id)) == [pho.id]
    assert tx.business_lists.places_there("market") == ["Chợ Mới"]
    assert sorted(tx.business_lists.places_there("neighbourhood")) == ["TDP 5", "TDP 6"]
    assert tx.business_lists.values_there(TRADE) == ["3.đ"]
    names = [(pho.id, "Phở"), (bun.id, "Bún"), (tailor.id, "May")]
    assert sorted(tx.business_lists.names()) == names
    everything = BusinessFilter(status=ANYWHERE)
    assert tx.business_lists.count_by(TRADE, everything) == {"3.đ": 2, "": 1}
    assert tx.business_lists.count_by_place(everything) == {"TDP 5": 1, "TDP 6": 1, "": 1}
    assert tx.business_lists.count_by_status(everything) == {"active": 2, "closed": 1}
    tx.businesses.join(pho.id, bun.id, LATER)
    assert found() == [pho.id] and found(neighbourhood="TDP 6") == [pho.id]


@on_every_engine
def test_some_are_read_with_all_that_is_known_of_them(tx: Transaction) -> None:
    empty = tx.business_lists.state()
    one, other = business(tx, "Phở"), business(tx, "Bún")
    state = tx.business_lists.state()
    assert state != empty and state == tx.business_lists.state()
    tx.businesses.touch(one.id, LATER)
    assert tx.business_lists.state() != state
    tx.businesses.put(one.id, {TRADE: "3.đ"}, STAFF)
    tx.businesses.put(one.id, {TRADE: ""}, STAFF)
    owner = tx.businesses.add_person(one.id, "Bà Tư", Relation.OWNER, STAFF)
    place = tx.businesses.add_place(one.id, STAFF, address="12 Lê Lợi")
    second, first = tx.business_lists.some([other.id, one.id])
    assert (first.business.id, dict(first.values)) == (one.id, {BusinessField.NAME: "Phở"})
    assert (first.persons, first.places) == ([owner], [place])
    assert second.business.kind is BusinessKind.HOUSEHOLD and not second.persons


@on_every_engine
def test_a_number_and_a_chat_lead_to_the_one_business_they_are_of(tx: Transaction) -> None:
    one, other, closed = business(tx, "Phở"), business(tx, "Bún"), business(tx, "Xôi")
    chat = contact(tx)
    tx.businesses.add_place(one.id, STAFF, neighbourhood="TDP 5")
    owner = tx.businesses.add_person(one.id, "Bà Tư", Relation.OWNER, STAFF, phone="+841")
    tx.businesses.tie(owner, chat, Tied.STAFF, STAFF)
    for of in (one, other):
        tx.businesses.add_person(of.id, "Ông Ba", Relation.OTHER, STAFF, phone="+842")
    tx.businesses.add_person(closed.id, "Bà Sáu", Relation.OWNER, STAFF, phone="+843")
    tx.businesses.change_status(closed, BusinessStatus.CLOSED, TODAY, STAFF)
    tx.people.keep_profile(chat, START, {"phone": "+844"})
    here = frozenset({(one.id, "TDP 5")})
    assert tx.business_lists.whose() == {"+841": here, "+844": here, f"contact:{chat}": here}


@on_every_engine
def test_groups_are_kept_by_name(tx: Transaction) -> None:
    number = tx.business_lists.ids.next()
    made = BusinessGroup(number, "ăn uống, muốn vay", {"need": "vay"}, "an", START)
    assert tx.business_lists.add_group(made) == made
    assert tx.business_lists.groups() == [made] == [tx.business_lists.group(number)]
    tx.business_lists.remove_group(number)
    assert tx.business_lists.groups() == []
