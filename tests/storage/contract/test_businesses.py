"""The register: what is known of a business, from whom, and what it was before."""

from dataclasses import replace
from datetime import date

from storage.business_models import (
    Alike,
    Business,
    BusinessField,
    BusinessImport,
    BusinessMerge,
    BusinessPair,
    BusinessStatus,
    Entered,
    KnownFrom,
    ListOrigin,
    PairDecision,
    Relation,
    Tenure,
    Tied,
    many,
)
from storage.database import Transaction
from storage.event_models import BusinessKind
from storage.search import Searched, Sort
from tests.storage.contract.records import LATER, TODAY, contact, on_every_engine
from tests.support.clock import START

STAFF = Entered(KnownFrom.STAFF, START, "an")
OWNER = Entered(KnownFrom.OWNER, LATER, "owner")
NAME, TRADE, TAX = BusinessField.NAME, BusinessField.TRADE, BusinessField.TAX_CODE
EVERYTHING = (Sort.OPEN, Sort.NAMED, Sort.PHONE)


def business(tx: Transaction, name: str = "Phở Tư", code: str = "") -> Business:
    number = tx.businesses.ids.next()
    kind = BusinessKind.HOUSEHOLD
    made = tx.businesses.add(Business(number, code or f"HB-{number}", kind, START, START))
    tx.businesses.put(made.id, {NAME: name}, STAFF)
    return tx.businesses.touch(made.id, START)


def loaded(tx: Transaction, origin: ListOrigin = ListOrigin.TAX) -> BusinessImport:
    number = tx.business_imports.ids.next()
    made = BusinessImport(number, origin, "thue.xlsx", "mark", TODAY, LATER, "an")
    return tx.business_imports.add(made)


def found(tx: Transaction, wanted: str, *sorts: Sort) -> list[int]:
    return tx.search.find(wanted, sorts or EVERYTHING).get(Searched.BUSINESS, [])


def told(tx: Transaction, business_id: int) -> dict[BusinessField, str]:
    return {field: row.value for field, row in tx.businesses.values(business_id).items()}


@on_every_engine
def test_a_business_is_kept_and_its_version_grows(tx: Transaction) -> None:
    made = business(tx, code="HB-2222222")
    assert tx.businesses.get(made.id) == tx.businesses.by_code("HB-2222222") == made
    assert tx.businesses.standing(made.id) == made
    assert (tx.businesses.get(1), tx.businesses.by_code("HB-1"), tx.businesses.standing(1)) == (
        None, None, None,
    )  # fmt: skip
    later = tx.businesses.touch(made.id, LATER)
    assert (later.version, later.updated_at) == (made.version + 1, LATER)
    saved = tx.businesses.save(replace(later, kind=BusinessKind.COOPERATIVE))
    assert tx.businesses.get(made.id) == saved
    tx.businesses.forget(made.id)
    assert tx.businesses.get(made.id) is None
    assert tx.businesses.history(made.id) == [] and found(tx, "pho") == []


@on_every_engine
def test_the_newest_value_counts_and_older_ones_stay(tx: Transaction) -> None:
    one = business(tx)
    first = tx.businesses.put(one.id, {TRADE: "3.g", TAX: "031234567"}, STAFF)
    assert [row.value for row in first] == ["3.g", "031234567"]
    assert tx.businesses.put(one.id, {TRADE: "3.g"}, OWNER) == []  # says nothing new
    second = tx.businesses.put(one.id, {TRADE: "1.a", TAX: ""}, OWNER, proof="GCN 12")
    assert told(tx, one.id) == {NAME: "Phở Tư", TRADE: "1.a", TAX: ""}
    assert {row.proof for row in second} == {"GCN 12"}
    history = tx.businesses.history(one.id)
    assert [(row.field, row.value, row.current) for row in history] == [
        (TAX, "", True), (TRADE, "1.a", True), (TAX, "031234567", False), (TRADE, "3.g", False),
        (NAME, "Phở Tư", True),
    ]  # fmt: skip
    assert tx.businesses.with_value(TRADE, "1.a") == [one.id]
    assert tx.businesses.with_value(TRADE, "3.g") == []
    assert many("loan tax") == ("loan", "tax")


@on_every_engine
def test_people_come_and_go_and_are_tied_to_a_chat(tx: Transaction) -> None:
    one, chat = business(tx), contact(tx)
    owner = tx.businesses.add_person(one.id, "Bà Tư", Relation.OWNER, STAFF, phone="+84912345678")
    other = tx.businesses.add_person(one.id, "Ông Ba", Relation.SPOUSE, STAFF, phone_said="09 12")
    assert (owner.folded, owner.phone_said, other.phone) == ("ba tu", "+84912345678", None)
    assert tx.businesses.persons(one.id) == [owner, other]
    assert tx.businesses.persons_with_phone("+84912345678") == [owner]
    tied = tx.businesses.tie(owner, chat, Tied.CONTACT_CARD, OWNER)
    assert (tied.contact_id, tied.proof, tied.proven_by) == (chat, Tied.CONTACT_CARD, "owner")
    assert tx.businesses.persons_of_contact(chat) == [tied]
    assert tx.businesses.person(owner.id) == tied and tx.businesses.person(1) is None
    assert tx.businesses.untie(tied) == owner
    gone = tx.businesses.end_person(owner, OWNER)
    assert tx.businesses.persons(one.id) == [other]
    assert tx.businesses.persons(one.id, ended=True) == [gone, other]
    assert tx.businesses.persons_with_phone("+84912345678") == []


@on_every_engine
def test_places_and_status_keep_what_was(tx: Transaction) -> None:
    one = business(tx)
    stall = tx.businesses.add_place(
        one.id, STAFF, neighbourhood="TDP 5", market="Chợ Mới", stall="12", area=8.5,
        area_said="8,5 m2", tenure=Tenure.RENT,
    )  # fmt: skip
    shop = tx.businesses.add_place(one.id, OWNER, address="12 Lê Lợi")
    assert tx.businesses.places(one.id) == [stall, shop]
    left = tx.businesses.end_place(stall, OWNER)
    assert tx.businesses.places(one.id) == [shop]
    assert tx.businesses.places(one.id, ended=True) == [left, shop]
    paused = tx.businesses.change_status(one, BusinessStatus.PAUSED, TODAY, STAFF, proof="đơn")
    changed = tx.businesses.change_status(
        paused, BusinessStatus.CONVERTED, date(2026, 12, 1), OWNER, number="0201234567"
    )
    assert changed.status is BusinessStatus.CONVERTED and changed.status.is_there
    assert changed.version == one.version + 2
    latest, first = tx.businesses.statuses(one.id)
    assert (latest.was, latest.became, latest.number) == ("paused", "converted", "0201234567")
    assert (first.was, first.became, first.proof) == ("active", "paused", "đơn")
    assert not BusinessStatus.MOVED.is_there


@on_every_engine
def test_staff_find_it_by_what_it_says_now(tx: Transaction) -> None:
    one = business(tx, "Phở Tư Bếp Lửa", code="HB-7K3M9XQ")
    tx.businesses.put(one.id, {TAX: "0312345678"}, STAFF)
    owner = tx.businesses.add_person(one.id, "Đặng Thị Tư", Relation.OWNER, STAFF, phone="+8491234")
    tx.businesses.touch(one.id, START)
    for wanted in ("bep", "7k3m9", "12345678", "dang thi", "234"):
        assert found(tx, wanted) == [one.id], wanted
    assert found(tx, "dang thi", Sort.OPEN) == [] == found(tx, "1234", Sort.NAMED)
    tx.businesses.end_person(owner, OWNER)
    tx.businesses.put(one.id, {NAME: "Bún Tư"}, OWNER)
    tx.businesses.touch(one.id, LATER)
    assert found(tx, "bep") == found(tx, "dang") == [] and found(tx, "bun") == [one.id]


@on_every_engine
def test_two_that_are_one_keep_both_histories_and_part_again(tx: Transaction) -> None:
    kept, gone, third = business(tx, "Phở Tư"), business(tx, "Phở bà Tư"), business(tx, "Phở 3")
    tx.businesses.put(kept.id, {TRADE: "3.g"}, STAFF)
    tx.businesses.put(gone.id, {TAX: "0312345678"}, STAFF)
    owner = tx.businesses.add_person(gone.id, "Bà Tư", Relation.OWNER, STAFF)
    tx.businesses.change_status(gone, BusinessStatus.PAUSED, TODAY, STAFF)
    tx.businesses.join(gone.id, third.id, LATER)
    tx.businesses.join(kept.id, gone.id, LATER)
    assert told(tx, kept.id) == {NAME: "Phở 3", TRADE: "3.g", TAX: "0312345678"}
    assert [row.name for row in tx.businesses.persons(kept.id)] == ["Bà Tư"]
    head = tx.businesses.standing(third.id)
    assert head is not None and (head.id, head.status) == (kept.id, BusinessStatus.PAUSED)
    assert tx.businesses.with_value(TAX, "0312345678") == [kept.id]
    assert found(tx, "pho") == [kept.id] == found(tx, gone.code)
    assert len(tx.businesses.history(kept.id)) == 5
    tx.businesses.put(kept.id, {TAX: "0399999999"}, STAFF)
    tx.businesses.part(gone.id, LATER)
    assert told(tx, kept.id) == {NAME: "Phở Tư", TRADE: "3.g", TAX: "0399999999"}
    assert told(tx, gone.id) == {NAME: "Phở 3", TAX: "0312345678"}
    tx.businesses.part(third.id, LATER)
    assert told(tx, gone.id) == {NAME: "Phở bà Tư", TAX: "0312345678"}
    apart = [tx.businesses.get(number) for number in (kept.id, gone.id, third.id)]
    assert [one.status for one in apart if one] == ["active", "paused", "active"]
    assert [one.merged_into for one in apart if one] == [None, None, None]
    assert tx.businesses.persons(gone.id) == [owner]
    assert sorted(found(tx, "pho")) == sorted((kept.id, gone.id, third.id))
    tx.businesses.recount(kept.id)
    assert told(tx, kept.id)[NAME] == "Phở Tư"


@on_every_engine
def test_what_an_import_wrote_is_taken_out_to_the_last_value(tx: Transaction) -> None:
    one, tax = business(tx), loaded(tx)
    by = Entered(KnownFrom.IMPORT, LATER, "an", tax.id)
    owner = tx.businesses.add_person(one.id, "Bà Tư", Relation.OWNER, STAFF)
    place = tx.businesses.add_place(one.id, STAFF, address="12 Lê Lợi")
    tx.businesses.put(one.id, {NAME: "Phở Tư Béo", TAX: "0312345678"}, by)
    tx.businesses.end_person(owner, by)
    tx.businesses.end_place(place, by)
    tx.businesses.add_person(one.id, "Bà Tư Béo", Relation.OWNER, by)
    before = tx.businesses.get(one.id)
    after = tx.businesses.touch(one.id, LATER)
    tx.business_imports.note(tax.id, before, after)
    tx.business_imports.note(tax.id, after, tx.businesses.touch(one.id, LATER))
    (touched,) = tx.business_imports.touched(tax.id)
    assert (touched.version_before, touched.version_after) == (one.version, one.version + 2)
    assert tx.business_imports.listed(ListOrigin.TAX) == [one.id]
    assert tx.business_imports.named(ListOrigin.TAX) == [("Phở Tư Béo", one.id)]
    assert tx.business_imports.named(ListOrigin.MARKET) == []
    assert not tx.business_imports.is_all_there_is(tax.id, one.id)
    tx.business_imports.take_out(tax.id, one.id)
    tx.businesses.recount(one.id)
    assert told(tx, one.id) == {NAME: "Phở Tư"}
    assert tx.businesses.persons(one.id, ended=True) == [owner]
    assert tx.businesses.places(one.id, ended=True) == [place]
    assert tx.business_imports.touched(tax.id) == []


@on_every_engine
def test_what_only_an_import_knows_is_told_from_the_rest(tx: Transaction) -> None:
    tax, other = loaded(tx), loaded(tx, ListOrigin.MARKET)
    number = tx.businesses.ids.next()
    made = tx.businesses.add(Business(number, "HB-9", BusinessKind.HOUSEHOLD, LATER, LATER))
    by = Entered(KnownFrom.IMPORT, LATER, "an", tax.id)
    tx.businesses.put(made.id, {NAME: "Bún Năm"}, by)
    tx.business_imports.note(tax.id, None, made)
    assert tx.business_imports.is_all_there_is(tax.id, made.id)
    assert not tx.business_imports.is_all_there_is(other.id, made.id)
    owner = tx.businesses.add_person(made.id, "Bà Năm", Relation.OWNER, by)
    assert tx.business_imports.is_all_there_is(tax.id, made.id)
    tied = tx.businesses.tie(owner, contact(tx), Tied.STAFF, STAFF)
    assert not tx.business_imports.is_all_there_is(tax.id, made.id)
    tx.business_imports.take_out(tax.id, made.id)
    assert tx.businesses.persons(made.id) == [tied]
    tx.business_imports.note(tax.id, None, made)
    undone = tx.business_imports.save(replace(tax, undone_at=LATER, undone_by="an"))
    assert tx.business_imports.get(tax.id) == undone and tx.business_imports.get(1) is None
    assert tx.business_imports.all() == [other, undone]
    assert tx.business_imports.listed(ListOrigin.TAX) == []
    assert tx.business_imports.named(ListOrigin.TAX) == []


@on_every_engine
def test_pairs_wait_for_a_person_once(tx: Transaction) -> None:
    one, other, third = business(tx), business(tx), business(tx)
    tax = loaded(tx)

    def pair(first: Business, second: Business, why: Alike) -> BusinessPair:
        number = tx.business_pairs.ids.next()
        made = BusinessPair(number, first.id, second.id, why, START, import_id=tax.id)
        return tx.business_pairs.add(made)

    first, second = pair(one, other, Alike.PHONE), pair(one, third, Alike.NAME)
    assert pair(one, other, Alike.OWNER) == first == tx.business_pairs.of(other.id, one.id)
    assert tx.business_pairs.waiting(9) == [first, second]
    assert tx.business_pairs.waiting(9, after=first.id) == [second]
    assert tx.business_pairs.count_waiting() == 2
    decided = replace(first, decision=PairDecision.DIFFERENT, decided_at=LATER, decided_by="an")
    assert tx.business_pairs.save(decided) == tx.business_pairs.get(first.id)
    tx.businesses.join(one.id, third.id, LATER)
    assert tx.business_pairs.waiting(9) == [] and tx.business_pairs.count_waiting() == 0
    tx.business_pairs.forget_of_import(tax.id)
    assert tx.business_pairs.get(second.id) is None and tx.business_pairs.get(first.id) == decided


@on_every_engine
def test_a_merge_is_remembered_until_it_is_undone(tx: Transaction) -> None:
    one, other = business(tx), business(tx)
    number = tx.business_pairs.ids.next()
    merge = tx.business_pairs.add_merge(BusinessMerge(number, one.id, other.id, START, "an"))
    assert tx.business_pairs.merges_of(one.id) == [merge] == [tx.business_pairs.merge(number)]
    undone = tx.business_pairs.save_merge(replace(merge, undone_at=LATER, undone_by="an"))
    assert tx.business_pairs.merges_of(one.id) == [] and tx.business_pairs.merge(number) == undone


@on_every_engine
def test_of_an_erased_business_only_what_is_counted_is_left(tx: Transaction) -> None:
    one = business(tx, "Phở Tư")
    tx.businesses.put(one.id, {TRADE: "3.đ", TAX: "0312345678"}, STAFF, proof="GCN")
    owner = tx.businesses.add_person(one.id, "Bà Tư", Relation.OWNER, STAFF, phone="+8491234")
    worker = tx.businesses.add_person(one.id, "Cô Ba", Relation.WORKER, STAFF)
    tx.businesses.add_place(one.id, STAFF, neighbourhood="TDP 5", address="12 Lê Lợi")
    closed = tx.businesses.change_status(
        one, BusinessStatus.CLOSED, TODAY, STAFF, number="1", proof="đơn"
    )
    assert tx.businesses.closed_before(START, 9) == []
    assert tx.businesses.closed_before(LATER, 9) == [one.id]
    tx.businesses.forget_person(worker.id)
    assert tx.businesses.persons(one.id) == [owner]
    tx.businesses.erase(one.id, LATER)
    erased = tx.businesses.get(one.id)
    assert erased is not None and erased.erased_at == LATER and erased.status is closed.status
    assert told(tx, one.id) == {TRADE: "3.đ"}
    assert tx.businesses.persons(one.id, ended=True) == []
    (place,) = tx.businesses.places(one.id)
    assert (place.neighbourhood, place.address) == ("TDP 5", "")
    (change,) = tx.businesses.statuses(one.id)
    assert (change.number, change.proof) == ("", "")
    assert found(tx, "pho") == [] and tx.businesses.closed_before(LATER, 9) == []
    assert [(line.kind, line.object) for line in tx.gone.since(0)] == [("business", str(one.id))]


@on_every_engine
def test_what_is_long_out_of_force_is_forgotten(tx: Transaction) -> None:
    one = business(tx, "Phở Tư")
    tx.businesses.put(one.id, {NAME: "Phở Béo"}, OWNER)
    assert tx.businesses.forget_values_before(START) == 0
    assert tx.businesses.forget_values_before(LATER) == 1
    assert told(tx, one.id) == {NAME: "Phở Béo"} and len(tx.businesses.history(one.id)) == 1


@on_every_engine
def test_marks_of_what_was_erased_are_kept_by_their_latest_moment(tx: Transaction) -> None:
    tx.business_erasures.note(["a", "b"], START)
    tx.business_erasures.note(["b"], LATER)
    assert tx.business_erasures.all() == {"a": START, "b": LATER}
    assert tx.business_erasures.forget_before(LATER) == 1
    assert tx.business_erasures.all() == {"b": LATER}
