"""Contacts, households joined of them, and what they want to hear of."""

from datetime import timedelta

from storage.database import Transaction
from storage.models import ContactState
from tests.storage.contract.records import LATER, contact, on_every_engine, staff
from tests.support.clock import START


@on_every_engine
def test_a_contact_is_found_by_its_address_and_by_its_number(tx: Transaction) -> None:
    met = tx.contacts.meet("test", "7", START)
    assert tx.contacts.find("test", "7") == tx.contacts.get(met.id) == met
    assert tx.contacts.find("other", "7") is None
    tx.contacts.delete(met.id)
    assert tx.contacts.get(met.id) is None


@on_every_engine
def test_a_contact_is_called_as_it_wishes(tx: Transaction) -> None:
    one = contact(tx, "1")
    tx.contacts.call(one, "cô")
    assert tx.contacts.meet("test", "1", LATER).addressed == "cô"
    tx.contacts.call(one, "")
    called = tx.contacts.get(one)
    assert called is not None
    assert called.addressed == ""


@on_every_engine
def test_a_group_stays_a_group_and_is_nobody_to_write_to(tx: Transaction) -> None:
    assert tx.contacts.meet("test", "-1", START, is_group=True).is_group
    again = tx.contacts.meet("test", "-1", LATER)
    assert (again.is_group, again.last_inbound_at) == (True, LATER)
    person, gone = contact(tx, "1"), contact(tx, "2")
    tx.contacts.leave(gone)
    assert tx.contacts.count("test") == 1
    found = tx.contacts.get(gone)
    assert found is not None
    assert found.state is ContactState.LEFT
    tx.contacts.rest([(person, LATER)])
    rested = tx.contacts.get(person)
    assert rested is not None
    assert rested.rest_until == LATER


@on_every_engine
def test_a_contact_moves_to_a_new_address_unless_somebody_stands_there(tx: Transaction) -> None:
    one, other = contact(tx, "1"), contact(tx, "2")
    tx.contacts.move(one, "3")
    assert tx.contacts.find("test", "1") is None
    tx.contacts.move(other, "3")
    there, left = tx.contacts.find("test", "3"), tx.contacts.get(other)
    assert there is not None
    assert there.id == one
    assert left is not None
    assert left.state is ContactState.LEFT


@on_every_engine
def test_a_household_grows_by_joining_and_shrinks_by_leaving(tx: Transaction) -> None:
    one, two, three, alone = (contact(tx, name) for name in "1234")
    assert tx.households.members(one) == [one]
    tx.households.join(one, two, START)
    tx.households.join(three, two, START)
    assert tx.households.members(three) == [one, two, three]
    assert tx.households.household_of(three) == one
    assert tx.households.household_of(alone) == alone
    assert tx.households.leave(one)
    assert tx.households.members(two) == [two, three]
    assert tx.households.household_of(two) == two
    assert tx.households.leave(two)
    assert not tx.households.leave(three)


@on_every_engine
def test_a_households_code_works_once_and_in_its_time(tx: Transaction) -> None:
    one = contact(tx)
    tx.households.make_code("first", one, LATER)
    tx.households.make_code("second", one, LATER)
    assert tx.households.use_code("first", START) is None
    assert tx.households.use_code("second", LATER) is None
    assert tx.households.use_code("second", START) == one
    assert tx.households.use_code("second", START) is None
    tx.households.make_code("third", one, LATER)
    assert tx.households.drop_code("third")
    assert not tx.households.drop_code("third")
    tx.households.make_code("fourth", one, LATER)
    tx.households.delete_codes_before(LATER)
    assert tx.households.drop_code("fourth")
    tx.households.make_code("fifth", one, LATER)
    tx.households.delete_codes_before(LATER + timedelta(seconds=1))
    assert not tx.households.drop_code("fifth")
    tx.households.make_code("sixth", one, LATER)
    tx.households.forget_codes_of(one)
    assert not tx.households.drop_code("sixth")


@on_every_engine
def test_topics_are_wanted_once_and_by_the_whole_household(tx: Transaction) -> None:
    one, two, left = (contact(tx, name) for name in "123")
    for who, topic in ((one, "thue"), (one, "thue"), (one, "cho"), (two, "thue"), (left, "cho")):
        tx.subscriptions.add(who, topic, START)
    tx.contacts.leave(left)
    assert tx.subscriptions.topics_of(one) == {"thue", "cho"}
    assert tx.subscriptions.count() == {"thue": 2, "cho": 1}
    assert tx.subscriptions.count_people() == 2
    tx.households.join(one, two, START)
    assert tx.subscriptions.topics_of_household(two) == {"thue", "cho"}
    assert tx.subscriptions.remove(one, "cho") == 1
    assert tx.subscriptions.remove(one, "cho") == 0
    assert tx.subscriptions.remove(two) == 1
    assert tx.subscriptions.topics_of_household(two) == {"thue"}


@on_every_engine
def test_a_chat_is_linked_to_staff_by_a_code_once(tx: Transaction) -> None:
    person, chat, other = staff(tx).id, contact(tx), contact(tx, "8")
    tx.staff_links.make_code("old", person, LATER)
    tx.staff_links.make_code("new", person, LATER)
    assert tx.staff_links.use_code("old", chat, START) is None
    assert tx.staff_links.use_code("new", chat, LATER) is None
    assert tx.staff_links.use_code("new", chat, START) == person
    assert tx.staff_links.staff_of(chat) == person
    assert tx.staff_links.staff_of(other) is None
    assert tx.staff_links.contacts_of(person) == [(chat, "test")]
    tx.contacts.leave(chat)
    assert tx.staff_links.contacts_of(person) == []
    tx.staff_links.drop(person, chat)
    assert tx.staff_links.staff_of(chat) is None
    tx.staff_links.make_code("third", person, LATER)
    assert tx.staff_links.drop_code("third")
    assert not tx.staff_links.drop_code("third")
    tx.staff_links.make_code("fourth", person, LATER)
    tx.staff_links.drop_codes_of(person)
    assert not tx.staff_links.drop_code("fourth")


@on_every_engine
def test_a_chat_linked_anew_belongs_to_the_last_one(tx: Transaction) -> None:
    one, two, chat = staff(tx).id, staff(tx, "binh").id, contact(tx)
    for person in (one, two):
        tx.staff_links.make_code(str(person), person, LATER)
        assert tx.staff_links.use_code(str(person), chat, START) == person
    assert tx.staff_links.staff_of(chat) == two
    assert tx.staff_links.contacts_of(one) == []
