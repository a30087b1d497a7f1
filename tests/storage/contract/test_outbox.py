"""What we will say, and what became of it (order and pace: `test_messages.py`)."""

from datetime import timedelta

import orjson

from storage.database import Transaction
from storage.models import Kind, OutboxState, Settled
from tests.storage.contract.records import LATER, contact, on_every_engine
from tests.support.clock import START


def body(text: str) -> str:
    return orjson.dumps({"text": text}).decode()


def said(tx: Transaction, contact_id: int) -> list[str]:
    return [orjson.loads(line.body or "{}")["text"] for line in tx.transcripts.lines(contact_id)]


def queue(tx: Transaction, contact_id: int, key: str) -> int | None:
    return tx.outbox.add(contact_id, body(key), START, dedupe_key=key)


def settle(tx: Transaction, row_id: int, state: OutboxState = OutboxState.SENT) -> None:
    tx.outbox.settle([Settled(row_id, state)], START)


@on_every_engine
def test_it_is_known_whom_something_is_queued_for(tx: Transaction) -> None:
    one, other = contact(tx, "7"), contact(tx, "8")
    tx.outbox.add(one, "{}", START)
    written = tx.outbox.watch()
    assert written == set()
    tx.outbox.add(other, "{}", START, dedupe_key="once")
    assert tx.outbox.add(one, "{}", START, dedupe_key="once") is None  # queued before
    assert written == {other}
    assert tx.outbox.watch() == set()


@on_every_engine
def test_a_reply_waits_for_one_that_is_open_and_for_nothing_else(tx: Transaction) -> None:
    one = contact(tx)
    tx.outbox.add(one, body("tin"), START, kind=Kind.NOTICE)
    assert not tx.outbox.has_open(one, START)
    tx.outbox.add(one, body("later"), START, due=LATER)
    assert not tx.outbox.has_open(one, START)
    assert tx.outbox.has_open(one, LATER)
    row = tx.outbox.add(one, body("now"), START, claimed=True)
    assert row is not None
    assert tx.outbox.has_open(one, START)
    settle(tx, row)
    assert not tx.outbox.has_open(one, START)
    assert tx.outbox.count(OutboxState.SENT) == 1


@on_every_engine
def test_what_ended_together_is_recorded_each_as_it_ended(tx: Transaction) -> None:
    rows = [tx.outbox.add(contact(tx, str(n)), body("x"), START, claimed=True) for n in range(5)]
    waits = tx.outbox.add(contact(tx, "5"), body("x"), START)
    ids = [row for row in (*rows, waits) if row is not None]
    sent = [Settled(row, OutboxState.SENT, vendor_id=f"v{row}") for row in ids[:2]]
    unnamed, late = (
        Settled(ids[2], OutboxState.SENT),
        Settled(ids[5], OutboxState.SENT, vendor_id="late"),
    )
    failed, again = (
        Settled(ids[3], OutboxState.FAILED, error="no"),
        Settled(ids[4], OutboxState.PENDING, due_at=LATER),
    )
    tx.outbox.settle([*sent, unnamed, failed, again, late], LATER)
    kept = tx.outbox._db.execute("SELECT id, state, vendor_id, error FROM outbox ORDER BY id")
    assert [tuple(row) for row in kept] == [
        (ids[0], "sent", f"v{ids[0]}", None),
        (ids[1], "sent", f"v{ids[1]}", None),
        (ids[2], "sent", None, None),
        (ids[3], "failed", None, "no"),
        (ids[4], "pending", None, None),
        (ids[5], "pending", None, None),  # nobody had claimed it
    ]


@on_every_engine
def test_a_group_is_told_only_what_it_asked_for(tx: Transaction) -> None:
    group = tx.contacts.meet("test", "-1", START, is_group=True).id
    assert tx.outbox.add(group, body("tin"), START, kind=Kind.NOTICE) is None
    assert tx.outbox.add(group, body("đáp"), START) is not None


@on_every_engine
def test_how_the_messages_of_a_matter_stand_is_known_by_how_their_keys_begin(
    tx: Transaction,
) -> None:
    one = contact(tx)
    first, _, _ = (queue(tx, one, key) for key in ("answer:1:7:0", "answer:1:7:1", "answer:1:71:0"))
    assert tx.outbox.states("answer:1:7:") == {OutboxState.PENDING}
    tx.outbox.claim("test", START, 1)
    assert first is not None
    settle(tx, first)
    assert tx.outbox.states("answer:1:7:") == {OutboxState.SENT, OutboxState.PENDING}
    assert tx.outbox.states("answer:2:") == set()


@on_every_engine
def test_what_was_begun_goes_on_from_there(tx: Transaction) -> None:
    row = tx.outbox.add(contact(tx), body("dài"), START, claimed=True)
    assert row is not None
    tx.outbox.settle([Settled(row, OutboxState.PENDING, due_at=LATER, begun=2)], START)
    (again,) = tx.outbox.claim("test", LATER, 9)
    assert orjson.loads(again.body) == {"text": "dài", "begun": 2}
    tx.outbox.settle([Settled(row, OutboxState.PENDING, due_at=LATER)], LATER)
    (third,) = tx.outbox.claim("test", LATER, 9)
    assert (third.body, third.attempts) == (again.body, 3)
    tx.outbox.keep_as_sent(row, body("ngắn"))
    assert said(tx, third.contact_id) == ["ngắn"]


@on_every_engine
def test_nobody_is_written_to_outside_the_window(tx: Transaction) -> None:
    old, new = contact(tx, "old"), contact(tx, "new", now=LATER)
    for who in (old, new):
        tx.outbox.add(who, body("x"), START)
    assert [row.contact_id for row in tx.outbox.claim("test", LATER, 9, heard_since=LATER)] == [new]
    assert tx.outbox.refuse_unreachable("other", LATER, LATER) == 0
    assert tx.outbox.refuse_unreachable("test", LATER, LATER) == 1
    assert tx.outbox.count(OutboxState.REFUSED) == 1


@on_every_engine
def test_what_is_past_its_time_is_refused_and_told_once(tx: Transaction) -> None:
    one = contact(tx)
    tx.outbox.add(one, body("x"), START, expires=LATER)
    assert not tx.outbox.take_expired(one)
    assert tx.outbox.expire(START) == 0
    assert tx.outbox.expire(LATER) == 1
    assert tx.outbox.take_expired(one)
    assert not tx.outbox.take_expired(one)


@on_every_engine
def test_after_a_clock_set_back_nothing_waits_for_the_time_that_was(tx: Transaction) -> None:
    one, ahead = contact(tx), START + timedelta(days=9)
    tx.outbox.add(one, body("x"), ahead, due=ahead + timedelta(minutes=1))
    tx.contacts.rest([(one, ahead)])
    minute = timedelta(minutes=1)
    tx.outbox.bound(START, longest_wait=minute, longest_rest=minute, reply_lasts=minute)
    assert tx.outbox.next_due("test") == LATER
    assert len(tx.outbox.claim("test", LATER, 9)) == 1


@on_every_engine
def test_what_waits_for_somebody_who_left_is_refused(tx: Transaction) -> None:
    one = contact(tx)
    under_way = tx.outbox.add(one, body("x"), START, claimed=True)
    tx.outbox.add(one, body("y"), START)
    assert tx.outbox.refuse_all(one, LATER, "left") == 1
    assert tx.outbox.count(OutboxState.REFUSED) == 1
    assert under_way is not None
    assert tx.outbox.count(OutboxState.SENDING) == 1


@on_every_engine
def test_what_is_set_aside_may_be_taken_up_unless_queued_anew(tx: Transaction) -> None:
    one = contact(tx)
    for key in ("seat:1:a", "seat:1:b", "seat:12:a"):
        queue(tx, one, key)
    assert tx.outbox.set_aside("seat:1:", START) == 2
    assert queue(tx, one, "seat:1:a") is not None  # its key is free meanwhile
    assert tx.outbox.take_up("seat:1:", LATER) == 1
    assert queue(tx, one, "seat:1:b") is None
    assert tx.outbox.count(OutboxState.PENDING) == 3
    assert tx.outbox.next_due("test") == START


@on_every_engine
def test_what_is_withdrawn_frees_its_key(tx: Transaction) -> None:
    one = contact(tx)
    for key in ("seat:1:a", "seat:12:a", "told:7:2", "told:17:2", "7:2"):
        queue(tx, one, key)
    assert tx.outbox.withdraw("seat:1:", START) == 1
    assert queue(tx, one, "seat:1:a") is not None
    assert tx.outbox.withdraw_about(7, START) == 1
    assert queue(tx, one, "told:7:2") is not None
    assert queue(tx, one, "told:17:2") is None
    assert queue(tx, one, "7:2") is None


@on_every_engine
def test_after_a_restore_nothing_unasked_goes_until_it_is_released(tx: Transaction) -> None:
    one, two = contact(tx, "1"), contact(tx, "2")
    tx.outbox.add(one, body("under way"), START, claimed=True)
    tx.outbox.add(one, body("waits"), START)
    assert tx.outbox.held() is None
    assert not tx.outbox.holds_back()
    assert tx.outbox.hold_all(START) == 1
    tx.outbox.add(two, body("tin"), LATER, kind=Kind.NOTICE)
    tx.outbox.add(two, body("đáp"), LATER)
    assert tx.outbox.holds_back()
    held = tx.outbox.held()
    assert held is not None
    parts = [(part.kind, part.channel, part.oldest) for part in held.parts]
    assert parts == [("notice", "test", LATER), ("reply", "test", START)]
    assert (held.since, held.count) == (START, 2)
    assert tx.outbox.count(OutboxState.UNCONFIRMED) == 1
    assert [orjson.loads(row.body)["text"] for row in tx.outbox.claim("test", LATER, 9)] == ["đáp"]
    assert tx.outbox.release(LATER) == 2
    assert tx.outbox.held() is None
    assert tx.outbox.next_due("test") == LATER


@on_every_engine
def test_what_was_held_may_be_dropped(tx: Transaction) -> None:
    tx.outbox.add(contact(tx), body("x"), START)
    tx.outbox.hold_all(START)
    assert tx.outbox.drop_held(LATER) == 1
    assert not tx.outbox.holds_back()
    assert tx.outbox.count(OutboxState.REFUSED) == 1


@on_every_engine
def test_what_a_crash_left_is_in_doubt_or_goes_again(tx: Transaction) -> None:
    tx.outbox.add(contact(tx), body("x"), START, claimed=True)
    assert tx.outbox.recover("other", START, repeatable=False) == 0
    assert tx.outbox.recover("test", START, repeatable=True) == 1
    assert tx.outbox.next_due("test") == START
    tx.outbox.claim("test", START, 1)
    assert tx.outbox.recover("test", START, repeatable=False) == 1
    assert tx.outbox.count(OutboxState.UNCONFIRMED) == 1


@on_every_engine
def test_messages_of_the_month_are_counted(tx: Transaction) -> None:
    one = contact(tx)
    for kind in Kind:
        row = tx.outbox.add(one, body("x"), START, kind=kind, claimed=True)
        assert row is not None
        settle(tx, row)
    assert tx.outbox.sent_this_month("test", START) == 2
    assert tx.outbox.sent_this_month("test", START, replies=True) == 3
    assert tx.outbox.sent_this_month("test", START + timedelta(days=31)) == 0


@on_every_engine
def test_what_was_said_to_somebody_is_forgotten(tx: Transaction) -> None:
    one, two = contact(tx, "1"), contact(tx, "2")
    row = tx.outbox.add(one, body("said"), START, claimed=True)
    assert row is not None
    settle(tx, row)
    tx.outbox.add(one, body("waits"), START)
    tx.outbox.add(two, body("other"), START)
    tx.outbox.forget_settled(one, START)
    assert said(tx, one) == ["said", "waits"]
    tx.outbox.forget_settled(one, LATER)
    assert said(tx, one) == ["waits"] and tx.outbox.waits_for(one)
    tx.outbox.forget(one)
    assert (tx.outbox.waits_for(one), tx.outbox.waits_for(two)) == (False, True)
    assert (said(tx, one), said(tx, two)) == ([], ["other"])


@on_every_engine
def test_a_question_that_is_gone_is_quoted_nowhere(tx: Transaction) -> None:
    one = contact(tx)
    long = "Chợ *mới* ở đâu? " * 30
    kept = ("Chợ ở đâu?", "KN-2: đã ghi")
    shown = ("Hỏi: “Chợ ở đâu?”", "KN-1: đã ghi", f"Hỏi: “{long[:40]}…", *kept)
    for text in shown:
        tx.outbox.add(one, body(text), START)
    tx.outbox.forget_shown("Chợ ở đâu?")
    tx.outbox.forget_about(one, "KN-1", long)
    assert said(tx, one) == list(kept)


@on_every_engine
def test_old_rows_go_and_what_waits_stays(tx: Transaction) -> None:
    one = contact(tx)
    row = tx.outbox.add(one, body("said"), START, claimed=True)
    assert row is not None
    settle(tx, row)
    tx.outbox.add(one, body("waits"), START)
    assert tx.outbox.delete_older_than(START) == 0
    assert tx.outbox.delete_older_than(LATER) == 1
    assert said(tx, one) == ["waits"]


@on_every_engine
def test_what_has_gone_is_taken_back_once_it_is_known_as_what_it_went(tx: Transaction) -> None:
    one = contact(tx)
    rows = [queue(tx, one, f"line:5:{part}") for part in range(2)]
    first, second = (row for row in rows if row is not None)
    assert tx.outbox.retract("line:5:", START) == 0  # both still wait
    assert tx.outbox.retraction("line:5:") is None
    tx.outbox.claim("test", START, 1)
    tx.outbox.settle([Settled(first, OutboxState.SENT, vendor_id="77")], START)
    tx.outbox.claim("test", START, 1)  # the second is on its way
    assert tx.outbox.retract("line:5:", START) == 2
    assert tx.outbox.retract("line:5:", LATER) == 0  # asked for once
    assert tx.outbox.retraction("line:5:") is None  # nobody knows yet
    [gone] = tx.outbox.to_retract("test", 9)
    assert (gone.id, gone.address, gone.vendor_id) == (first, "7", "77")
    assert (gone.key, gone.state, gone.asked_at) == ("line:5:0", OutboxState.SENT, START)
    assert tx.outbox.to_retract("other", 9) == []
    assert said(tx, one) == []  # a page shows neither
    tx.outbox.retracted(first, gone=True)
    tx.outbox.settle([Settled(second, OutboxState.UNCONFIRMED)], START)
    [doubt] = tx.outbox.to_retract("test", 9)
    assert (doubt.id, doubt.state, doubt.vendor_id) == (second, OutboxState.UNCONFIRMED, "")
    tx.outbox.retracted(second, gone=False)
    assert tx.outbox.to_retract("test", 9) == []
    assert tx.outbox.retraction("line:5:") is False  # not all of it
    assert said(tx, one) == ["line:5:1"] and tx.outbox.taken_back(one) == [first]
    assert tx.outbox.retract("line:5:", LATER) == 0


@on_every_engine
def test_what_is_due_is_counted_by_channel_with_the_time_of_its_first(tx: Transaction) -> None:
    one, other = contact(tx), contact(tx, "8")
    assert tx.outbox.waiting(LATER) == {}
    tx.outbox.add(one, body("now"), START)
    tx.outbox.add(other, body("later"), START, due=LATER)
    sent = tx.outbox.add(other, body("under way"), START, claimed=True)
    assert sent is not None
    channel = next(iter(tx.outbox.waiting(START)))
    assert tx.outbox.waiting(START) == {channel: (1, START)}
    assert tx.outbox.waiting(LATER) == {channel: (2, START)}
