"""Contacts, messages in and out, and their order: turn by turn, each in a transaction."""

from datetime import timedelta

import pytest

from storage.database import Database, Transaction
from storage.models import ContactState, EntryUse, InboxState, Kind, OutboxState, Reason, Settled
from tests.support.clock import START

LATER = START + timedelta(minutes=1)


def _contact(tx: Transaction, address: str = "7", channel: str = "test") -> int:
    return tx.contacts.meet(channel, address, START).id


async def test_a_contact_is_created_once_and_found_by_channel_and_address(db: Database) -> None:
    first = await db.transaction(lambda tx: tx.contacts.meet("test", "7", START))
    again = await db.transaction(lambda tx: tx.contacts.meet("test", "7", LATER))
    other = await db.transaction(lambda tx: tx.contacts.meet("else", "7", START))
    assert again.id == first.id != other.id
    assert again.last_inbound_at == LATER
    assert await db.transaction(lambda tx: tx.contacts.find("test", "8")) is None


async def test_a_contact_that_left_is_active_again_when_it_writes(db: Database) -> None:
    contact = await db.transaction(_contact)
    await db.transaction(lambda tx: tx.contacts.leave(contact))
    left = await db.transaction(lambda tx: tx.contacts.find("test", "7"))
    assert left is not None
    assert left.state is ContactState.LEFT
    back = await db.transaction(lambda tx: tx.contacts.meet("test", "7", LATER))
    assert back.state is ContactState.ACTIVE


async def test_a_contact_moves_unless_its_new_address_is_taken(db: Database) -> None:
    contact = await db.transaction(_contact)
    await db.transaction(lambda tx: tx.contacts.move(contact, "-100"))
    moved = await db.transaction(lambda tx: tx.contacts.find("test", "-100"))
    assert moved is not None
    assert moved.id == contact
    twin = await db.transaction(lambda tx: _contact(tx, "8"))
    await db.transaction(lambda tx: tx.contacts.move(twin, "-100"))
    kept = await db.transaction(lambda tx: tx.contacts.find("test", "-100"))
    assert kept is not None
    assert kept.id == contact


async def test_a_message_is_recorded_once(db: Database) -> None:
    contact = await db.transaction(_contact)
    record = lambda tx: tx.inbox.record("test", "m1", contact, START)  # noqa: E731
    assert await db.transaction(record) is True
    assert await db.transaction(record) is False
    assert await db.transaction(lambda tx: tx.inbox.count(InboxState.HANDLED)) == 1


async def test_a_conversation_comes_back_as_it_was_saved(db: Database) -> None:
    contact = await db.transaction(_contact)
    fresh = await db.transaction(lambda tx: tx.conversations.load(contact, START))
    assert fresh.menu == 0
    from dataclasses import replace

    saved = replace(
        fresh,
        menu=3,
        choices=(("1", "Đúng ý", "good:x"), ("0", "Về", "menu")),
        entry="x",
        asked="thuế?",
        flow='{"name":"a"}',
        waiting=('{"name":"b"}',),
        shown_at=START,
        pushed_at=START,
        expires_at=LATER,
    )
    await db.transaction(lambda tx: tx.conversations.save(saved))
    assert await db.transaction(lambda tx: tx.conversations.load(contact, LATER)) == saved
    assert await db.transaction(lambda tx: tx.conversations.forget_expired(START)) == 0
    assert await db.transaction(lambda tx: tx.conversations.forget_expired(LATER)) == 1
    after = await db.transaction(lambda tx: tx.conversations.load(contact, LATER))
    assert (after.flow, after.asked, after.menu) == (None, None, 3)


async def test_rows_are_claimed_in_order_one_at_a_time_per_contact(db: Database) -> None:
    def fill(tx: Transaction) -> tuple[int, int]:
        a, b = _contact(tx, "a"), _contact(tx, "b")
        for body in ("a1", "a2"):
            tx.outbox.add(a, body, START)
        tx.outbox.add(b, "b1", START)
        return a, b

    await db.transaction(fill)
    first = await db.transaction(lambda tx: tx.outbox.claim("test", START, 10))
    assert [row.body for row in first] == ["a1", "b1"]
    assert await db.transaction(lambda tx: tx.outbox.claim("test", START, 10)) == []
    done = [Settled(row.id, OutboxState.SENT, vendor_id="9") for row in first]
    await db.transaction(lambda tx: tx.outbox.settle(done, START))
    second = await db.transaction(lambda tx: tx.outbox.claim("test", START, 10))
    assert [row.body for row in second] == ["a2"]


async def test_replies_outrank_notices_and_notices_outrank_broadcasts(db: Database) -> None:
    def fill(tx: Transaction) -> None:
        for kind in (Kind.BROADCAST, Kind.NOTICE, Kind.REPLY):
            tx.outbox.add(_contact(tx, kind), kind, START, kind=kind)

    await db.transaction(fill)
    rows = await db.transaction(lambda tx: tx.outbox.claim("test", START, 10))
    assert [row.kind for row in rows] == [Kind.REPLY, Kind.NOTICE, Kind.BROADCAST]


async def test_a_claim_leaves_other_channels_resting_contacts_and_later_rows(db: Database) -> None:
    def fill(tx: Transaction) -> None:
        tx.outbox.add(_contact(tx, "1", "other"), "other channel", START)
        tx.outbox.add(_contact(tx, "2"), "later", LATER)
        resting = _contact(tx, "3")
        tx.outbox.add(resting, "resting", START)
        tx.contacts.rest([(resting, LATER)])
        gone = _contact(tx, "4")
        tx.outbox.add(gone, "gone", START)
        tx.contacts.leave(gone)

    await db.transaction(fill)
    assert await db.transaction(lambda tx: tx.outbox.claim("test", START, 10)) == []
    assert await db.transaction(lambda tx: tx.outbox.next_due("test")) == LATER
    rows = await db.transaction(lambda tx: tx.outbox.claim("test", LATER, 10))
    assert {row.body for row in rows} == {"later", "resting"}


async def test_a_dedupe_key_queues_once(db: Database) -> None:
    def add(tx: Transaction) -> int | None:
        return tx.outbox.add(_contact(tx), "x", START, dedupe_key="broadcast:7")

    assert await db.transaction(add) is not None
    assert await db.transaction(add) is None


@pytest.mark.parametrize(
    ("repeatable", "state"), [(True, OutboxState.PENDING), (False, OutboxState.UNCONFIRMED)]
)
async def test_after_a_crash_only_rows_under_way_are_in_doubt(
    db: Database, repeatable: bool, state: OutboxState
) -> None:
    def fill(tx: Transaction) -> None:
        tx.outbox.add(_contact(tx, "1"), "under way", START)
        tx.outbox.claim("test", START, 1)
        tx.outbox.add(_contact(tx, "2"), "waiting", START)

    await db.transaction(fill)
    recover = lambda tx: tx.outbox.recover("test", START, repeatable=repeatable)  # noqa: E731
    assert await db.transaction(recover) == 1
    expected = 2 if repeatable else 1
    assert await db.transaction(lambda tx: tx.outbox.count(state)) == expected


async def test_a_retry_waits_for_its_time(db: Database) -> None:
    await db.transaction(lambda tx: tx.outbox.add(_contact(tx), "x", START))
    (row,) = await db.transaction(lambda tx: tx.outbox.claim("test", START, 1))
    retry = Settled(row.id, OutboxState.PENDING, error="429", due_at=LATER)
    await db.transaction(lambda tx: tx.outbox.settle([retry], START))
    assert await db.transaction(lambda tx: tx.outbox.claim("test", START, 1)) == []
    (again,) = await db.transaction(lambda tx: tx.outbox.claim("test", LATER, 1))
    assert again.attempts == 2


async def test_a_transcript_shows_both_sides_in_order(db: Database) -> None:
    def talk(tx: Transaction) -> int:
        contact = _contact(tx)
        for number in range(3):
            tx.inbox.record("test", f"m{number}", contact, START, text=f"q{number}")
            tx.outbox.add(contact, f"a{number}", START)
        tx.inbox.record("test", "silent", contact, START)
        return contact

    contact = await db.transaction(talk)
    lines = await db.transaction(lambda tx: tx.transcripts.lines(contact))
    assert [line.text or line.body for line in lines] == ["q0", "a0", "q1", "a1", "q2", "a2"]
    newer = await db.transaction(lambda tx: tx.transcripts.lines(contact, after=lines[3].id))
    assert [line.text or line.body for line in newer] == ["q2", "a2"]
    last = await db.transaction(lambda tx: tx.transcripts.lines(contact, limit=1))
    assert [line.body for line in last] == ["a2"]


async def test_texts_are_forgotten_and_old_rows_deleted_but_not_what_waits(db: Database) -> None:
    def talk(tx: Transaction) -> int:
        contact = _contact(tx)
        tx.inbox.record("test", "m", contact, START, text="bí mật")
        tx.outbox.add(contact, "waits", START)
        return contact

    contact = await db.transaction(talk)
    assert await db.transaction(lambda tx: tx.transcripts.forget_texts_before(LATER)) == 1
    assert await db.transaction(lambda tx: tx.outbox.delete_older_than(LATER)) == 0
    lines = await db.transaction(lambda tx: tx.transcripts.lines(contact))
    assert [line.body for line in lines] == ["waits"]
    assert await db.transaction(lambda tx: tx.inbox.delete_older_than(LATER)) == 1


async def test_feedback_is_counted_and_kept_without_anybodys_name(db: Database) -> None:
    day = START.date()

    def rate(tx: Transaction) -> None:
        tx.feedback.rate("e", day, good=True)
        tx.feedback.rate("e", day, good=False)
        tx.feedback.rate("e", day, good=True)
        tx.feedback.add_unanswered("câu khó", Reason.WRONG, day, entry="e")

    await db.transaction(rate)
    assert await db.transaction(lambda tx: tx.feedback.use()) == {"e": EntryUse(0, 2, 1)}
    (kept,) = await db.transaction(lambda tx: tx.feedback.unanswered())
    assert (kept.text, kept.reason, kept.entry) == ("câu khó", Reason.WRONG, "e")
    later = day + timedelta(days=1)
    assert await db.transaction(lambda tx: tx.feedback.delete_unanswered_before(later)) == 1


async def test_a_setting_is_stored_once(db: Database) -> None:
    assert await db.transaction(lambda tx: tx.settings.get_or_set("k", "a")) == "a"
    assert await db.transaction(lambda tx: tx.settings.get_or_set("k", "b")) == "a"
