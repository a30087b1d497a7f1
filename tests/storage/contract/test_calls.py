"""Who is to be called, and by which way somebody may be written to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.calls import BY_BROADCAST, CORRECTED_APART, CallState, CallTask
from storage.database import Database, Transaction
from storage.event_models import Category, Invitation
from storage.models import ContactState, Kind, OutboxState, Settled
from tests.storage.contract.records import (
    LATER,
    call,
    contact,
    event,
    on_every_engine,
    question,
    registration,
)
from tests.support.clock import START

HOUR = timedelta(hours=1)


def guest(tx: Transaction, **given: object) -> int:
    return registration(tx, event(tx, code=f"E{tx.events.ids.next()}").id, **given).id


def states(tx: Transaction, *tasks: CallTask) -> list[CallState | None]:
    found = [tx.calls.of_key(task.key) for task in tasks]
    return [task.state if task else None for task in found]


@on_every_engine
def test_ways_to_somebody_are_their_own_then_those_linked_to_them(tx: Transaction) -> None:
    one = contact(tx, "1", now=START)
    two = contact(tx, "2", "web", now=LATER)
    three = contact(tx, "3", "off", now=START)
    for other in (two, three):
        tx.households.join(one, other, START)
    (first, second, third) = tx.calls.ways(one)
    assert [way.contact_id for way in (first, second, third)] == [one, two, three]
    assert all(way.runs and way.arrives and way.open_for is None for way in (first, second, third))
    tx.calls.set_channels([("gone", True, None)])
    tx.calls.set_channels([("test", True, HOUR), ("web", False, None)])
    (first, second, third) = tx.calls.ways(one)
    assert (first.runs, first.arrives, first.open_for) == (True, True, HOUR)
    assert (second.runs, second.arrives) == (True, False)
    assert (third.runs, third.state, third.waits) == (False, ContactState.ACTIVE, True)
    assert not first.retracts and not second.retracts
    tx.calls.set_channels([("test", True, HOUR), ("web", False, None)], ["test"])
    assert [way.retracts for way in tx.calls.ways(one)] == [True, False, False]
    tx.calls.set_channels([("test", True, HOUR), ("web", False, None)], by_link=["test"])
    assert [way.uploads for way in tx.calls.ways(one)] == [False, True, True]
    assert first.is_open(START + HOUR)
    assert not first.is_open(START + HOUR + timedelta(seconds=1))


@on_every_engine
def test_there_is_one_task_for_a_matter_unless_it_came_back(tx: Transaction) -> None:
    who = guest(tx)
    task = call(tx, "offer:1", registration_id=who)
    assert not tx.calls.add(replace(task, id=tx.calls.ids.next()))
    assert tx.calls.get(task.id) == tx.calls.of_key("offer:1") == task
    told = tx.calls.save(replace(task, state=CallState.TOLD, done_at=LATER, done_by="an"))
    assert tx.calls.get(task.id) == told
    tx.calls.save(replace(task, state=CallState.SETTLED, done_at=LATER))
    assert tx.calls.add(replace(task, id=tx.calls.ids.next()))
    assert tx.calls.get(task.id) is None
    standby = call(tx, "offer:2", registration_id=who, state=CallState.STANDBY)
    assert tx.calls.get(standby.id) is None


@on_every_engine
def test_open_calls_are_the_most_urgent_first_and_done_ones_the_latest(tx: Transaction) -> None:
    who = guest(tx)
    later = call(tx, "b", registration_id=who, due_at=LATER)
    first = call(tx, "a", registration_id=who, due_at=START)
    done = [
        call(tx, f"d{n}", registration_id=who, state=CallState.TOLD, done_at=START + n * HOUR)
        for n in range(3)
    ]
    call(tx, "s", registration_id=who, state=CallState.STANDBY)
    assert tx.calls.open() == [first, later]
    assert tx.calls.done_since(START + HOUR) == [done[2], done[1]]
    assert tx.calls.delete_older_than(START + HOUR) == 1
    assert [task.key for task in tx.calls.of_registration(who)] == ["d2", "d1", "a", "b"]
    assert tx.calls.open() == [first, later]


@on_every_engine
def test_what_is_said_in_one_call(tx: Transaction) -> None:
    who, asked = guest(tx), question(tx).id
    both = [call(tx, name, registration_id=who) for name in "ab"]
    told = {"state": CallState.TOLD, "done_at": LATER, "registration_id": who}
    done = [call(tx, name, **told) for name in "cd"]
    alone = call(tx, "q", question_id=asked)
    call(tx, "other", registration_id=guest(tx))
    call(tx, "aside", registration_id=who, aside=True)
    assert tx.calls.together(both[0]) == both
    assert tx.calls.together(done[1]) == done
    assert tx.calls.together(alone) == tx.calls.of_question(asked) == [alone]


@on_every_engine
def test_calls_are_counted_by_how_their_keys_begin(tx: Transaction) -> None:
    who = guest(tx)
    call(tx, "broadcast:1:a", registration_id=who, due_at=LATER)
    call(tx, "broadcast:1:b", registration_id=who, due_at=START, state=CallState.STANDBY)
    call(tx, "broadcast:1:c", registration_id=who, aside=True, due_at=LATER)
    call(tx, "broadcast:1:d", registration_id=who, state=CallState.SETTLED, due_at=START - HOUR)
    call(tx, "broadcast:12:a", registration_id=who, due_at=START - HOUR)
    assert tx.calls.keys("broadcast:1:") == {"broadcast:1:a", "broadcast:1:b", "broadcast:1:c"}
    assert tx.calls.count("broadcast:1:") == {
        CallState.OPEN: 1,
        CallState.STANDBY: 1,
        CallState.SETTLED: 2,
    }
    assert tx.calls.owed_by("broadcast:1:") == START
    assert tx.calls.owed_by("broadcast:2:") is None
    assert tx.calls.take_back("broadcast:1:") == 2
    assert tx.calls.keys("broadcast:") == {"broadcast:1:b", "broadcast:12:a"}
    assert tx.calls.waiting("broadcast:1:") == {"broadcast:1:b"}


@on_every_engine
def test_a_matter_that_is_over_is_called_about_no_more(tx: Transaction) -> None:
    who, asked = guest(tx), question(tx).id
    one = call(tx, "seat:1:a", registration_id=who)
    near = call(tx, "seat:12:a", registration_id=who)
    by_broadcast = call(tx, "broadcast:1:a", registration_id=who, message=BY_BROADCAST)
    about = call(tx, "q", question_id=asked, state=CallState.STANDBY)
    heard_wrong = call(tx, "q:2", question_id=asked, message=CORRECTED_APART)
    assert tx.calls.settle("seat:1:", LATER) == 1
    assert states(tx, one, near) == [CallState.SETTLED, CallState.OPEN]
    assert tx.calls.settle_question(asked, LATER) == 1
    assert states(tx, about, heard_wrong) == [CallState.SETTLED, CallState.OPEN]
    assert tx.calls.set_aside(who) == 2
    assert tx.calls.settle_registration(who, LATER, also_aside=False) == 0
    assert tx.calls.settle_registration(who, LATER) == 2
    assert states(tx, near, by_broadcast) == [CallState.SETTLED, CallState.SETTLED]


@on_every_engine
def test_a_call_that_was_made_is_past_with_its_matter(tx: Transaction) -> None:
    asked = question(tx).id
    made = call(tx, "q:1", question_id=asked, state=CallState.TOLD)
    other = call(tx, "q:2", question_id=question(tx).id, state=CallState.TOLD)
    assert tx.calls.settle_question(asked, LATER) == 0
    found = [tx.calls.of_key(task.key) for task in (made, other)]
    assert [task and (task.state, task.past) for task in found] == [
        (CallState.TOLD, True),
        (CallState.TOLD, False),
    ]


@on_every_engine
def test_a_call_may_be_about_an_invitation(tx: Transaction) -> None:
    paper = tx.events.invite(
        Invitation(
            tx.events.ids.next(), event(tx).id, "GM-0", "Bà Tư", Category.BUSINESS, "UBND", START
        )
    )
    assert tx.events.invitation_of(paper.id) == paper
    assert tx.events.invitation_of(paper.id + 1) is None
    assert paper.phone == ""
    tx.events.save_invitation(replace(paper, phone="+84912345678"))
    tx.events.forget_invited_phone("+84912345670")
    assert [one.phone for one in tx.events.invitations(paper.event_id)] == ["+84912345678"]
    tx.events.forget_invited_phone("+84912345678")
    assert tx.events.invitations(paper.event_id) == [paper]
    first = call(tx, "invited:1", invitation_id=paper.id, created_at=START)
    second = call(tx, "invited:2", invitation_id=paper.id, created_at=LATER)
    call(tx, "invited:3", invitation_id=paper.id, state=CallState.SETTLED)
    assert tx.calls.of_invitation(paper.id) == [second, first]


@on_every_engine
def test_what_was_set_aside_comes_back_by_its_message_where_that_is_on_its_way(
    tx: Transaction,
) -> None:
    who, one = guest(tx), contact(tx)
    row = tx.outbox.add(one, "{}", START, kind=Kind.NOTICE)
    gone = tx.outbox.add(one, "{}", START, kind=Kind.NOTICE, claimed=True)
    assert row and gone
    tx.outbox.settle([Settled(gone, OutboxState.SENT)], START)
    by_message = call(tx, "a", registration_id=who, outbox_id=row)
    by_phone = call(tx, "b", registration_id=who, outbox_id=gone)
    assert tx.calls.set_aside(who) == 2
    assert tx.calls.open() == []
    assert tx.calls.take_up(who) == 2
    assert states(tx, by_message, by_phone) == [CallState.STANDBY, CallState.OPEN]
    assert tx.calls.take_up(who) == 0


@on_every_engine
def test_what_is_still_to_be_said_goes_over_to_the_same_person(tx: Transaction) -> None:
    one, other = guest(tx), guest(tx)
    call(tx, "a", registration_id=one)
    call(tx, "b", registration_id=one, message="else")
    tx.calls.hand_over("ticket/offer", one, other)
    assert [task.key for task in tx.calls.of_registration(one)] == ["b"]
    assert [task.key for task in tx.calls.of_registration(other)] == ["a"]


@on_every_engine
def test_a_call_stands_by_for_a_message_that_waits_or_is_read(tx: Transaction) -> None:
    who, one = guest(tx), contact(tx)
    row = tx.outbox.add(one, "{}", START, kind=Kind.NOTICE)
    assert row
    task = call(tx, "a", registration_id=who, outbox_id=1)
    tx.calls.wait_for("a", row)
    assert tx.calls.of_key("a") == replace(task, outbox_id=row)
    tx.calls.stands_on_page("a", row)
    assert tx.calls.of_key("a") == replace(task, outbox_id=row, page_id=row)
    stuck = call(tx, "b", registration_id=who, outbox_id=row, state=CallState.STANDBY)
    assert tx.calls.open_stuck(START - HOUR, LATER) == 0
    assert tx.calls.open_stuck(START, LATER) == 1
    assert tx.calls.of_key("b") == replace(stuck, state=CallState.OPEN, created_at=LATER)


@pytest.mark.parametrize(
    ("became", "state"),
    [
        (OutboxState.SENT, None),
        (OutboxState.FAILED, CallState.OPEN),
        (OutboxState.UNCONFIRMED, CallState.OPEN),
    ],
)
async def test_a_call_is_made_when_its_message_did_not_arrive(
    db: Database, became: OutboxState, state: CallState | None
) -> None:
    def work(tx: Transaction) -> None:
        row = tx.outbox.add(contact(tx), "{}", START, kind=Kind.NOTICE, claimed=True)
        assert row
        task = call(tx, "a", registration_id=guest(tx), outbox_id=row, state=CallState.STANDBY)
        tx.outbox.settle([Settled(row, became)], LATER)
        assert states(tx, task) == [state]

    await db.transaction(work)


@on_every_engine
def test_nobody_is_called_about_an_event_that_is_over(tx: Transaction) -> None:
    past = event(tx, days=-10)
    who = registration(tx, past.id).id
    over = call(tx, "a", registration_id=who)
    news = call(tx, "b", registration_id=who, message=BY_BROADCAST)
    coming = call(tx, "c", registration_id=guest(tx))
    assert tx.calls.settle_past(START) == 1
    assert states(tx, over, news, coming) == [CallState.SETTLED, CallState.OPEN, CallState.OPEN]
