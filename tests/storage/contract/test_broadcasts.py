"""Broadcasts: whom an audience means, and the ledger of what became of each person."""

from dataclasses import replace
from datetime import timedelta

from storage.audiences import calls_of
from storage.broadcast_models import (
    Audience,
    Base,
    Broadcast,
    BroadcastKind,
    BroadcastState,
    Counts,
    Recipient,
    RecipientState,
)
from storage.broadcasts import TOO_MANY_TROUBLES
from storage.business_models import Relation, Tied
from storage.calls import BY_BROADCAST, CallState
from storage.database import Transaction
from storage.event_models import RegistrationState
from storage.models import Kind, OutboxState, Settled
from storage.question_models import QuestionState
from tests.storage.contract.records import (
    LATER,
    MUCH_LATER,
    broadcast,
    call,
    contact,
    event,
    on_every_engine,
    question,
    registration,
)
from tests.storage.contract.test_businesses import STAFF, business
from tests.support.clock import START

ABOUT_TAX = Audience(topics=("thue",))


def subscriber(tx: Transaction, address: str, channel: str = "test", topic: str = "thue") -> int:
    one = contact(tx, address, channel)
    tx.subscriptions.add(one, topic, START)
    return one


def entered(tx: Transaction, *people: int) -> Broadcast:
    """A broadcast to subscribers of a topic, with these people in its ledger."""
    made = broadcast(tx, ABOUT_TAX)
    tx.audiences.expand(made, LATER, 99)
    assert all(tx.ledger.recipient(made.id, person) for person in people)
    return made


def send(tx: Transaction, of: int, person: int, became: OutboxState, error: str = "") -> int:
    """Queues it for one person and settles it; returns the row."""
    row = tx.outbox.add(person, "{}", START, kind=Kind.BROADCAST, claimed=True, broadcast_id=of)
    assert row
    tx.ledger.mark_queued(of, [person])
    tx.outbox.settle([Settled(row, became, error=error or None)], START)
    return row


@on_every_engine
def test_broadcasts_are_found_and_listed(tx: Transaction) -> None:
    draft = broadcast(tx, authors=(1, 2))
    news = broadcast(tx, state=BroadcastState.SENT, started_at=START, corrects=draft.id)
    digest = broadcast(
        tx,
        kind=BroadcastKind.DIGEST,
        month="2026-11",
        started_at=LATER,
        state=BroadcastState.SENDING,
    )
    notice = broadcast(tx, kind=BroadcastKind.NOTICE, started_at=LATER, state=BroadcastState.SENT)
    assert tx.broadcasts.get(draft.id) == draft
    assert tx.broadcasts.get(1) is None
    assert tx.broadcasts.in_states([BroadcastState.DRAFT, BroadcastState.SENDING]) == [
        draft,
        digest,
    ]
    assert tx.broadcasts.in_states([]) == []
    assert tx.broadcasts.latest() == [notice, digest, news, draft]
    assert tx.broadcasts.latest(1) == [notice]
    assert tx.broadcasts.published() == [digest, news]
    assert tx.broadcasts.news_since(LATER) == [digest]
    assert tx.broadcasts.corrections_of(draft.id) == [news]
    assert tx.broadcasts.digest_of("2026-11") == digest
    withdrawn = tx.broadcasts.save(replace(digest, state=BroadcastState.WITHDRAWN))
    assert tx.broadcasts.get(digest.id) == withdrawn
    assert tx.broadcasts.digest_of("2026-11") is None


@on_every_engine
def test_an_audience_of_subscribers_is_filtered_by_what_is_known_of_them(tx: Transaction) -> None:
    one, web = subscriber(tx, "1"), subscriber(tx, "2", "web")
    subscriber(tx, "3", topic="cho")
    tx.contacts.leave(subscriber(tx, "4"))
    tx.people.keep_profile(one, START, {"name": "Tư", "kind": "household", "neighbourhood": "3"})
    tx.people.keep_profile(web, START, {"business": "Phở Ba", "kind": "enterprise"})
    about = ABOUT_TAX
    counts = {
        about: {"test": 1, "web": 1},
        replace(about, topics=("thue", "cho")): {"test": 2, "web": 1},
        replace(about, kinds=("household",)): {"test": 1},
        replace(about, neighbourhoods=("3", "4")): {"test": 1},
        replace(about, channels=("web",)): {"web": 1},
        Audience(topics=()): {},
    }
    for audience, count in counts.items():
        assert tx.audiences.count_meant(audience, LATER) == count, audience
    assert tx.audiences.count_meant(about, START - timedelta(seconds=1)) == {}
    assert tx.audiences.meant(about, LATER) == sorted(tx.audiences.meant(about, LATER))
    assert tx.audiences.count_within(about, LATER, "test", START) == 1
    assert tx.audiences.count_within(about, LATER, "test", LATER) == 0
    assert tx.audiences.sample_meant(about, LATER) == ["Phở Ba", "Tư"]
    assert tx.audiences.sample_meant(about, LATER, limit=1) == ["Phở Ba"]


@on_every_engine
def test_an_audience_of_guests_of_askers_and_of_those_who_received(tx: Transaction) -> None:
    guest, asker, reader = contact(tx, "1"), contact(tx, "2"), subscriber(tx, "3")
    of = event(tx).id
    registration(tx, of, contact_id=guest)
    registration(tx, of, contact_id=asker, state=RegistrationState.CANCELLED)
    question(tx, contact_id=asker)
    question(tx, contact_id=guest, state=QuestionState.CLOSED)
    sent = entered(tx, reader)
    send(tx, sent.id, reader, OutboxState.SENT)
    meant = {
        Audience(base=Base.ATTENDEES, event_id=of, event_states=("confirmed",)): guest,
        Audience(base=Base.ASKERS): asker,
        Audience(base=Base.RECEIVED, original=sent.id): reader,
    }
    for audience, person in meant.items():
        made = broadcast(tx, audience)
        assert tx.audiences.expand(made, LATER, 9) == person, audience
        assert tx.ledger.recipient(made.id, person) == Recipient(
            made.id, person, "test", RecipientState.WAITING
        )


@on_every_engine
def test_guests_are_known_with_the_way_the_message_takes(tx: Transaction) -> None:
    reached, closed, page = contact(tx, "1"), contact(tx, "2"), contact(tx, "3", "web")
    of = event(tx).id
    for who in (reached, closed, page, None):
        registration(tx, of, contact_id=who, phone=f"+84{who}", companions=1)
    tx.calls.set_channels([("test", True, timedelta(hours=1)), ("web", False, None)])
    contact(tx, "1", now=LATER)
    audience = Audience(base=Base.ATTENDEES, event_id=of, event_states=("confirmed",))
    made = broadcast(tx, audience)
    tx.audiences.expand(made, LATER, 9)
    members = tx.audiences.members(made.id, audience, LATER, START + timedelta(hours=1, seconds=30))
    assert [(one.contact_id, one.arrives) for one in members] == [
        (reached, True),
        (closed, False),  # their window has closed
        (page, False),
        (None, False),
    ]
    assert [one.phone for one in members] == [f"+84{who}" for who in (reached, closed, page, None)]
    send(tx, made.id, reached, OutboxState.FAILED)
    again = tx.audiences.members(made.id, audience, LATER, LATER)
    assert [one.arrives for one in again] == [False, True, False, False]


@on_every_engine
def test_whoever_was_called_hears_of_the_correction(tx: Transaction) -> None:
    of = event(tx).id
    called, spared = registration(tx, of), registration(tx, of)
    asked = question(tx)
    first = broadcast(tx)
    told = {"message": BY_BROADCAST, "state": CallState.TOLD}
    call(tx, f"{calls_of(first.id)}a", registration_id=called.id, **told)
    call(tx, f"{calls_of(first.id)}b", registration_id=spared.id, aside=True)
    call(tx, f"{calls_of(first.id)}c", question_id=asked.id, **told)
    audience = Audience(base=Base.RECEIVED, original=first.id)
    members = tx.audiences.members(broadcast(tx, audience).id, audience, LATER, LATER)
    found = {(one.registration_id, one.question_id) for one in members}
    assert found == {(called.id, None), (None, asked.id)}


@on_every_engine
def test_the_ledger_is_filled_in_lots_from_where_it_stands(tx: Transaction) -> None:
    people = [subscriber(tx, str(n)) for n in range(3)]
    made = broadcast(tx, ABOUT_TAX)
    assert tx.audiences.expand(made, LATER, 2) == people[1]
    assert tx.audiences.expand(replace(made, cursor=people[1]), LATER, 2) == people[2]
    assert tx.audiences.expand(replace(made, cursor=people[2]), LATER, 2) is None
    assert tx.audiences.expand(made, LATER, 9) == people[2]  # nobody twice
    assert tx.ledger.counts(made.id) == Counts({"waiting": 3})


@on_every_engine
def test_a_household_gets_it_where_it_wrote_last(tx: Transaction) -> None:
    one, two, alone = subscriber(tx, "1"), subscriber(tx, "2"), subscriber(tx, "3")
    tx.households.join(one, two, START)
    contact(tx, "2", now=LATER)
    made = entered(tx, one, two, alone)
    assert tx.ledger.keep_one_per_household(made.id, LATER) == 1
    assert tx.ledger.recipient(made.id, one) == Recipient(
        made.id, one, "test", RecipientState.SKIPPED, "household", LATER
    )
    assert [person.id for person in tx.ledger.waiting(made.id, "test", 9)] == [two, alone]


@on_every_engine
def test_a_part_of_the_register_is_the_chats_tied_to_it(tx: Transaction) -> None:
    one, two, other = subscriber(tx, "1"), subscriber(tx, "2", "web"), subscriber(tx, "3")
    shop = business(tx, "Phở")
    tx.businesses.add_place(shop.id, STAFF, neighbourhood="TDP 5")
    for chat in (one, two):
        person = tx.businesses.add_person(shop.id, "Bà Tư", Relation.OWNER, STAFF)
        tx.businesses.tie(person, chat, Tied.STAFF, STAFF)
    assert tx.business_lists.contacts([shop.id]) == [one, two]
    part = replace(ABOUT_TAX, trades=("3.đ",))
    assert tx.audiences.meant(part, LATER, [one, two]) == [one, two]
    assert tx.audiences.meant(part, LATER) == []
    assert tx.audiences.meant(replace(ABOUT_TAX, neighbourhoods=("TDP 5",)), LATER) == [one, two]
    contact(tx, "2", "web", now=LATER)
    made = entered(tx, one, two, other)
    assert tx.ledger.keep_one_per_business(made.id, LATER) == 1
    waiting = [tx.ledger.waiting(made.id, name, 9) for name in ("test", "web")]
    assert [person.id for people in waiting for person in people] == [other, two]


@on_every_engine
def test_the_next_people_come_with_what_is_said_to_them(tx: Transaction) -> None:
    one, two = subscriber(tx, "1"), subscriber(tx, "2")
    tx.subscriptions.add(one, "cho", START)
    tx.people.keep_profile(one, START, {"name": "Tư", "business": "Phở", "neighbourhood": "3"})
    web = subscriber(tx, "3", "web")
    made = entered(tx, one, two, web)
    tx.contacts.delete(two)
    first, second = tx.ledger.waiting(made.id, "test", 9)
    assert (first.id, first.name, first.business, first.neighbourhood) == (one, "Tư", "Phở", "3")
    assert (first.topics, first.active, first.last_inbound_at) == (
        frozenset({"thue", "cho"}),
        True,
        START,
    )
    assert (second.id, second.topics, second.active, second.name) == (two, frozenset(), False, "")
    assert tx.ledger.waiting(made.id, "test", 1) == [first]
    assert sorted(tx.ledger.channels_waiting(made.id)) == ["test", "web"]
    tx.ledger.mark_queued(made.id, [web])
    assert tx.ledger.channels_waiting(made.id) == ["test"]
    assert tx.ledger.count_queued(made.id, "web") == 1
    assert tx.ledger.count_queued(made.id, "test") == 0


@on_every_engine
def test_what_waits_is_taken_back_and_what_is_over_is_not(tx: Transaction) -> None:
    one, two, three = (subscriber(tx, name) for name in "123")
    made = entered(tx, one, two, three)
    for person in (one, two):
        tx.outbox.add(person, "{}", START, kind=Kind.BROADCAST, broadcast_id=made.id)
    tx.ledger.mark_queued(made.id, [one, two])
    tx.ledger.skip(made.id, [(three, "stopped"), (one, "late")], LATER)
    assert tx.ledger.counts(made.id).by_state == {"queued": 2, "skipped": 1}
    assert tx.ledger.recall_contact(one) == 1
    assert tx.ledger.counts(made.id).by_state == {"waiting": 1, "queued": 1, "skipped": 1}
    assert tx.ledger.recall(made.id) == 1
    assert tx.ledger.counts(made.id).by_state == {"waiting": 2, "skipped": 1}
    assert tx.ledger.is_open(made.id)
    tx.ledger.skip(made.id, [(one, "stopped"), (two, "stopped")], LATER)
    assert not tx.ledger.is_open(made.id)
    assert tx.ledger.reasons(made.id) == [("skipped", "stopped", 3)]


@on_every_engine
def test_the_ledger_says_what_became_of_everybody(tx: Transaction) -> None:
    sent, failed, doubt = (subscriber(tx, name) for name in "123")
    page = subscriber(tx, "4", "web")
    tx.people.keep_profile(sent, START, {"name": "Tư", "neighbourhood": "3"})
    tx.calls.set_channels([("test", True, None), ("web", False, None)])
    assert tx.reach.pages() == ["web"]
    made = entered(tx, sent, failed, doubt, page)
    send(tx, made.id, sent, OutboxState.SENT)
    send(tx, made.id, failed, OutboxState.FAILED, "blocked")
    send(tx, made.id, doubt, OutboxState.UNCONFIRMED)
    send(tx, made.id, page, OutboxState.SENT)
    by_state = {"sent": 1, "failed": 1, "unconfirmed": 1, "unopened": 1}
    assert tx.ledger.counts(made.id).by_state == by_state
    assert tx.ledger.counts_by_channel(made.id)["web"].by_state == {"unopened": 1}
    assert sorted(tx.ledger.reasons(made.id)) == [
        ("failed", "blocked", 1),
        ("unconfirmed", "", 1),
    ]
    rows = tx.ledger.rows(made.id)
    assert [(row.contact_id, row.state, name) for row, name, _ in rows] == [
        (sent, RecipientState.SENT, "Tư"),
        (failed, RecipientState.FAILED, ""),
        (doubt, RecipientState.UNCONFIRMED, ""),
        (page, RecipientState.UNOPENED, ""),
    ]
    assert [row.contact_id for row, _, _ in tx.ledger.rows(made.id, "unopened")] == [page]
    assert tx.ledger.rows(made.id, after=failed, limit=1)[0][0].contact_id == doubt
    contact(tx, "4", "web", now=LATER)  # came back to the page
    assert tx.ledger.counts(made.id).by_state == {"sent": 2, "failed": 1, "unconfirmed": 1}
    assert tx.ledger.received_by(sent) == [("Tin thuế", "sent", START)]
    assert tx.ledger.last_received(sent) == tx.ledger.last_received(doubt) == made.id
    assert tx.ledger.last_received(failed) is None
    assert tx.ledger.delete_ledgers_before(START) == 0
    assert tx.ledger.delete_ledgers_before(LATER) == 4


@on_every_engine
def test_whoever_reads_it_says_so_once(tx: Transaction) -> None:
    one, two = subscriber(tx, "1"), subscriber(tx, "2")
    made = entered(tx, one, two)
    send(tx, made.id, one, OutboxState.SENT)
    assert tx.ledger.mark_read(made.id, one, LATER)
    assert tx.ledger.mark_read(made.id, one, MUCH_LATER)
    assert not tx.ledger.mark_read(made.id, two, LATER)
    row = tx.ledger.recipient(made.id, one)
    assert row is not None
    assert row.read_at == LATER
    assert tx.ledger.read_count(made.id) == 1


@on_every_engine
def test_what_is_in_doubt_a_person_decides_or_the_policy(tx: Transaction) -> None:
    people = [subscriber(tx, name) for name in "123"]
    made = entered(tx, *people)
    keys = []
    for person in people:
        key = f"{made.id}:{person}"
        row = tx.outbox.add(
            person, "{}", START, kind=Kind.BROADCAST, claimed=True, broadcast_id=made.id,
            dedupe_key=key,
        )  # fmt: skip
        assert row
        tx.ledger.mark_queued(made.id, [person])
        error = "no end" if person == people[2] else None
        tx.outbox.settle([Settled(row, OutboxState.UNCONFIRMED, error=error)], START)
        keys.append(key)
    assert tx.ledger.in_doubt(made.id) == 3
    assert tx.ledger.decide(made.id, people[0], arrived=True, now=LATER)
    assert not tx.ledger.decide(made.id, people[0], arrived=False, now=LATER)
    assert tx.ledger.retry_unsure(made.id) == 1  # only what a crash of ours left
    assert tx.ledger.counts(made.id).by_state == {"sent": 1, "waiting": 1, "unconfirmed": 1}
    assert tx.ledger.decide(made.id, people[2], arrived=False, now=LATER)
    assert tx.ledger.counts(made.id).by_state == {"sent": 1, "waiting": 2}
    assert tx.outbox.add(people[2], "{}", START, dedupe_key=keys[2]) is not None


@on_every_engine
def test_whoever_is_erased_is_counted_under_a_number_that_leads_nowhere(tx: Transaction) -> None:
    got, waiting = subscriber(tx, "1"), subscriber(tx, "2")
    made = entered(tx, got, waiting)
    send(tx, made.id, got, OutboxState.SENT)
    for person in (got, waiting):
        tx.ledger.forget_contact(person)
        assert tx.ledger.recipient(made.id, person) is None
    assert tx.ledger.counts(made.id).by_state == {"sent": 1, "skipped": 1}
    assert tx.ledger.erased(made.id) == {"sent": 1, "skipped": 1}
    assert tx.ledger.reasons(made.id) == [("skipped", "erased", 1)]
    assert tx.ledger.rows(made.id) == []


@on_every_engine
def test_troubles_are_counted_among_a_hundred(tx: Transaction) -> None:
    made = broadcast(tx)
    tx.broadcasts.note_outcomes(made.id, 100, TOO_MANY_TROUBLES - 1)
    tx.broadcasts.note_outcomes(made.id, 3, 1)
    found = tx.broadcasts.get(made.id)
    assert found is not None
    assert (found.lately, found.troubles) == (3, 1)
    tx.broadcasts.note_outcomes(made.id, 100, TOO_MANY_TROUBLES)
    tx.broadcasts.note_outcomes(made.id, 1, 0)
    found = tx.broadcasts.get(made.id)
    assert found is not None
    assert (found.lately, found.troubles) == (104, TOO_MANY_TROUBLES + 1)
