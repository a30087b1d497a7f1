"""What people told us and agreed to, their requests and links, and what is gone of them."""

from dataclasses import replace
from datetime import timedelta

from storage.database import Transaction
from storage.gone import GoneLine
from storage.question_models import Consent, DataRequest, Photo, Purpose, RequestKind
from tests.storage.contract.records import LATER, TODAY, contact, event, on_every_engine, question
from tests.support.clock import START


def consent(tx: Transaction, who: int | None, purpose: Purpose = Purpose.CASE) -> Consent:
    return tx.people.agree(Consent(tx.people.ids.next(), who, purpose, "hash", "test", START))


def request(tx: Transaction, who: int | None, kind: RequestKind, result: str = "") -> DataRequest:
    made = DataRequest(
        id=tx.people.ids.next(),
        contact_id=who,
        subject="abcdef123456",
        channel="test",
        kind=kind,
        state="received",
        received_at=START,
        answer_by=TODAY,
        done_by=TODAY,
        result=result,
    )
    return tx.people.add_request(made)


@on_every_engine
def test_what_was_told_is_kept_and_the_rest_stays(tx: Transaction) -> None:
    one, two = contact(tx, "1"), contact(tx, "2")
    assert tx.people.profile(one) is None
    tx.people.keep_profile(one, START, {"name": "Bà Tư", "phone": "+8490"})
    tx.people.keep_profile(one, LATER, {"business": "Phở Tư"})
    kept = tx.people.profile(one)
    assert kept is not None
    assert (kept.name, kept.phone, kept.business) == ("Bà Tư", "+8490", "Phở Tư")
    assert kept.updated_at == LATER
    tx.households.join(one, two, START)
    assert tx.people.profile(two) == kept
    tx.people.keep_profile(two, START, {"name": "Ông Tư"})
    own = tx.people.profile(two)
    assert own is not None
    assert (own.contact_id, own.name, own.business) == (two, "Ông Tư", "Phở Tư")
    assert tx.people.contacts_with_phone("+8490") == [one, two]
    tx.people.forget_profile(one)
    assert tx.people.contacts_with_phone("+8490") == [two]


@on_every_engine
def test_a_consent_stands_until_it_is_withdrawn(tx: Transaction) -> None:
    one = contact(tx)
    first = consent(tx, one)
    assert consent(tx, one) == first
    other = consent(tx, one, Purpose.BROADCAST)
    assert tx.people.agreed(one, Purpose.CASE) == first
    assert tx.people.agreed(one, Purpose.SURVEY) is None
    assert tx.people.withdraw(one, Purpose.CASE, LATER) == 1
    assert tx.people.withdraw(one, Purpose.CASE, LATER) == 0
    assert tx.people.agreed(one, Purpose.CASE) is None
    again = consent(tx, one)
    assert again.id != first.id
    assert [kept.id for kept in tx.people.consents(one)] == [first.id, other.id, again.id]
    assert tx.people.delete_proofs_before(LATER) == 0
    assert tx.people.delete_proofs_before(LATER + timedelta(seconds=1)) == 1
    assert [kept.id for kept in tx.people.consents(one)] == [other.id, again.id]


@on_every_engine
def test_requests_are_listed_open_ones_first(tx: Transaction) -> None:
    one = contact(tx)
    view = request(tx, one, RequestKind.VIEW)
    erase = request(tx, one, RequestKind.ERASE)
    done = tx.people.save_request(replace(view, state="done"))
    assert tx.people.request(view.id) == done
    assert [kept.id for kept in tx.people.requests()] == [erase.id, view.id]
    assert tx.people.request(1) is None


@on_every_engine
def test_an_erasure_that_left_something_is_found_until_its_asker_writes(tx: Transaction) -> None:
    one, two = contact(tx, "1"), contact(tx, "2")
    for who in (one, two):
        made = request(tx, who, RequestKind.ERASE, result="open kept")
        tx.people.save_request(replace(made, state="done", done_at=LATER))
    request(tx, one, RequestKind.VIEW)
    assert len(tx.people.erasures_to_finish()) == 2
    assert tx.people.erased_contacts(LATER) == []
    contact(tx, "2", now=LATER + timedelta(seconds=1))  # wrote again
    assert tx.people.erased_contacts(LATER + timedelta(seconds=1)) == [one]


@on_every_engine
def test_wrong_tries_are_counted_for_a_while(tx: Transaction) -> None:
    for at in (START, START, LATER):
        tx.people.add_wrong_try("s", at)
    assert tx.people.count_wrong_tries("s", START) == 3
    assert tx.people.count_wrong_tries("s", LATER) == 1
    assert tx.people.count_wrong_tries("t", START) == 0
    tx.people.forget_wrong_tries(LATER)
    assert tx.people.count_wrong_tries("s", START) == 1


@on_every_engine
def test_a_link_works_once_and_remembers_where_it_led(tx: Transaction) -> None:
    one, conference = contact(tx), event(tx).id
    tx.people.make_link("form", one, conference, LATER)
    tx.people.make_link("own", one, None, LATER)
    assert tx.people.link("form", START) == (one, conference)
    assert tx.people.link("own", START) == (one, None)
    assert tx.people.link("form", LATER) is None
    assert tx.people.link_led_to("form", START) == ""
    tx.people.use_link("form", START, "ticket")
    assert tx.people.link("form", START) is None
    assert tx.people.link_led_to("form", START) == "ticket"
    tx.people.forget_forms_of(one)
    assert tx.people.link_led_to("form", START) == ""
    tx.people.delete_links_before(LATER)
    assert tx.people.link("own", START) == (one, None)
    tx.people.delete_links_before(LATER + timedelta(seconds=1))
    assert tx.people.link("own", START) is None


@on_every_engine
def test_a_notebook_keeps_its_address_and_what_was_ticked(tx: Transaction) -> None:
    one, two = contact(tx, "1"), contact(tx, "2")
    first = tx.notebooks.keep(one, "address", {"size": "small"}, START)
    second = tx.notebooks.keep(one, "another", {"size": "large"}, LATER)
    assert second == tx.notebooks.of(one) == tx.notebooks.by_token("address")
    assert (second.token, second.answers, second.made_at) == ("address", {"size": "large"}, LATER)
    assert first.answers == {"size": "small"}
    assert tx.notebooks.by_token("another") is tx.notebooks.of(two) is None
    assert tx.notebooks.toggle(one, "a", START)
    assert tx.notebooks.toggle(one, "b", START)
    assert not tx.notebooks.toggle(one, "a", START)
    assert tx.notebooks.ticked(one) == {"b"}
    tx.notebooks.forget(one)
    assert tx.notebooks.of(one) is None
    assert tx.notebooks.ticked(one) == frozenset()


@on_every_engine
def test_whoever_wants_to_be_reminded_keeps_the_notebook(tx: Transaction) -> None:
    one, two, left = (contact(tx, name) for name in "123")
    for who in (one, two, left):
        tx.notebooks.keep(who, str(who), {}, START)
    for who in (one, left):
        consent(tx, who, Purpose.REMINDER)
    tx.contacts.leave(left)
    assert [kept.contact_id for kept in tx.notebooks.to_remind()] == [one]
    tx.notebooks.toggle(two, "a", START)
    assert tx.notebooks.delete_older_than(START) == 0
    assert tx.notebooks.delete_older_than(LATER) == 1
    assert tx.notebooks.delete_ticks_before(START) == 0
    assert tx.notebooks.delete_ticks_before(LATER) == 1
    assert tx.notebooks.of(one) is not None
    assert tx.notebooks.of(two) is None


@on_every_engine
def test_what_is_gone_stands_in_the_list_in_order(tx: Transaction) -> None:
    one, before = contact(tx), tx.gone.last()
    proof = consent(tx, one)
    tx.questions.add_photo(Photo("a.jpg", None, one, 1, START))
    tx.gone.add_contact(one)
    tx.gone.withdraw_consent(proof.id, LATER)
    tx.gone.withdraw_consent(proof.id, LATER)
    tx.gone.delete_photo("a.jpg")
    tx.gone.add("line", "7:8")
    assert tx.people.agreed(one, Purpose.CASE) is None
    assert tx.questions.photo("a.jpg") is None
    lines = tx.gone.since(before)
    assert [(line.kind, line.object) for line in lines] == [
        ("contact", str(one)),
        ("consent", str(proof.id)),
        ("photo", "a.jpg"),
        ("line", "7:8"),
    ]
    assert len({line.id for line in lines}) == 4
    middle = tx.gone.last()
    line = GoneLine("from a file", "profile", "1", START - timedelta(days=90))
    assert not tx.gone.known(line)
    tx.gone.note(line)
    tx.gone.note(line)
    assert tx.gone.known(line)
    assert tx.gone.since(middle) == [line]
    tx.gone.delete_before(START - timedelta(days=89))
    assert not tx.gone.known(line)
    assert tx.gone.known(lines[0])


@on_every_engine
def test_each_thing_that_ends_is_listed_by_itself(tx: Transaction) -> None:
    one = contact(tx)
    tx.people.keep_profile(one, START, {"name": "Tư"})
    tx.notebooks.keep(one, "t", {}, START)
    tx.subscriptions.add(one, "thue", START)
    question(tx, contact_id=one)
    before = tx.gone.last()
    tx.subscriptions.remove(one)
    tx.notebooks.forget(one)
    tx.people.forget_profile(one)
    tx.contacts.delete(one)
    assert [(line.kind, line.object) for line in tx.gone.since(before)] == [
        ("subscription", f"{one}:thue"),
        ("notebook", str(one)),
        ("profile", str(one)),
        ("contact_row", str(one)),
    ]


@on_every_engine
def test_photos_of_whoever_was_erased_are_owed_until_they_are_gone(tx: Transaction) -> None:
    assert (tx.erasures.owed(), tx.erasures.files()) == (0, [])
    tx.erasures.ask(["a.jpg", "b.jpg"])
    tx.erasures.ask(["b.jpg"])
    assert sorted(tx.erasures.files()) == ["a.jpg", "b.jpg"]
    tx.erasures.files_are_gone(["a.jpg"])
    assert tx.erasures.files() == ["b.jpg"]
    tx.erasures.settle(1)
    assert tx.erasures.owed() == 2
    tx.erasures.settle(2)
    assert tx.erasures.owed() == 0
