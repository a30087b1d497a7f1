"""What came in, and where each conversation stands."""

from datetime import timedelta

import orjson

from storage.conversations import WhyEnded, without_forms
from storage.database import Transaction
from storage.models import Conversation, InboxState, Reason
from storage.times import Uptime
from tests.storage.contract.records import LATER, contact, on_every_engine
from tests.support.clock import START

FORM = orjson.dumps({"name": "ask", "before": "x"}).decode()
SHOWN = orjson.dumps({"name": "same", "shown": "Chợ ở đâu?"}).decode()


@on_every_engine
def test_a_redelivery_is_recognised(tx: Transaction) -> None:
    one = contact(tx)
    assert not tx.inbox.knows("test", "m1")
    assert tx.inbox.record("test", "m1", one, START, text="lời")
    assert tx.inbox.knows("test", "m1") and not tx.inbox.knows("test", "m2")
    assert not tx.inbox.record("test", "m1", one, LATER, state=InboxState.FAILED)
    assert tx.inbox.record("other", "m1", one, START, state=InboxState.THROTTLED)
    assert tx.inbox.count(InboxState.HANDLED) == 1
    assert tx.inbox.count(InboxState.FAILED) == 0


@on_every_engine
def test_messages_of_the_month_are_counted_and_old_ones_deleted(tx: Transaction) -> None:
    one, month = contact(tx), START.replace(day=1, hour=0, minute=0)
    tx.inbox.record("test", "before", one, month - timedelta(microseconds=1))
    tx.inbox.record("test", "first", one, month)
    assert tx.inbox.count_this_month("test", START) == 1
    assert tx.inbox.count_this_month("other", START) == 0
    assert tx.inbox.delete_older_than(month) == 1
    assert not tx.inbox.record("test", "first", one, month)


@on_every_engine
def test_texts_are_forgotten_and_the_messages_stay_known(tx: Transaction) -> None:
    one, two = contact(tx, "1"), contact(tx, "2")
    for number, who, at in (("a", one, START), ("b", one, LATER), ("c", two, LATER)):
        tx.inbox.record("test", number, who, at, text=number)
    tx.inbox.forget_text("test", "b")
    assert [line.text for line in tx.transcripts.lines(one)] == ["a"]
    assert tx.transcripts.forget_texts_before(LATER) == 1
    assert tx.transcripts.lines(one) == []
    tx.inbox.forget_texts_of(two)
    assert tx.transcripts.lines(two) == []
    assert not tx.inbox.record("test", "c", two, LATER)


@on_every_engine
def test_lines_that_name_a_number_are_found_and_forgotten_one_by_one(tx: Transaction) -> None:
    one, two, three = (contact(tx, name) for name in "123")
    tx.inbox.record("test", "a", one, START, text="gọi 090 123.45-67 nhé")
    tx.inbox.record("test", "b", one, START, text="chào")
    tx.outbox.add(two, '{"text":"0901234567"}', START)
    tx.outbox.add(three, '{"text":"090123456"}', START)
    assert tx.transcripts.contacts_with("901234567") == [one, two]
    named, other = tx.transcripts.lines(one)
    (reply,) = tx.transcripts.lines(two)
    tx.transcripts.forget(one, [named.id, reply.id])
    assert tx.transcripts.lines(one) == [other]
    assert tx.transcripts.lines(two) == [reply]
    assert not tx.inbox.record("test", "a", one, START)
    tx.transcripts.forget(two, [reply.id])
    assert tx.transcripts.lines(two) == []
    assert tx.transcripts.contacts_with("901234567") == []
    form = '{"name":"register","memory":{"phone":"+84901234567"}}'
    tx.conversations.save(Conversation(one, START, waiting=(form,)))
    tx.conversations.save(Conversation(three, START, asked="gọi 0901 234 567"))
    day = START.date()
    tx.feedback.add_unanswered("(090) 1234567", Reason.UNKNOWN, day, contact_id=two)
    assert tx.transcripts.contacts_with("901234567") == [one, two, three]
    tx.conversations.forget(one)
    tx.set_aside.note("test", "z", "1", "0901234567", "why", START)
    assert tx.transcripts.contacts_with("901234567") == [one, two, three]


@on_every_engine
def test_a_conversation_is_saved_whole_and_expires(tx: Transaction) -> None:
    one, two = contact(tx, "1"), contact(tx, "2")
    assert tx.conversations.load(one, START) == Conversation(one, START)
    open_ = Conversation(
        contact_id=one,
        window_started_at=START,
        window_count=2,
        menu=3,
        choices=(("1", "Có", "yes"),),
        entry="e",
        asked="Chợ?",
        flow=FORM,
        waiting=(SHOWN,),
        expires_at=LATER,
        shown_at=START,
    )
    tx.conversations.save(open_)
    tx.conversations.save(Conversation(two, START, flow=FORM))
    assert tx.conversations.load(one, START) == open_
    assert tx.conversations.current(one, START) == open_
    late = tx.conversations.current(one, LATER)
    assert (late.flow, late.waiting, late.asked, late.dropped) == (None, (), None, "late:same,ask")
    assert tx.conversations.forget_expired(START) == 0
    assert tx.conversations.forget_expired(LATER) == 1
    assert tx.conversations.load(one, START) == late
    assert tx.conversations.load(two, START).flow == FORM
    tx.conversations.forget(two)
    assert tx.conversations.load(two, LATER) == Conversation(two, LATER)


@on_every_engine
def test_a_question_that_is_gone_is_shown_in_no_form_any_more(tx: Transaction) -> None:
    one, two = contact(tx, "1"), contact(tx, "2")
    tx.conversations.save(Conversation(one, START, flow=SHOWN, waiting=(FORM,)))
    tx.conversations.save(Conversation(two, START, flow=FORM, waiting=(SHOWN,)))
    tx.conversations.forget_shown("Chợ ở")
    assert tx.conversations.load(one, START).flow == SHOWN  # other words
    tx.conversations.forget_shown("Chợ ở đâu?")
    first, second = tx.conversations.load(one, START), tx.conversations.load(two, START)
    assert (first.flow, first.waiting, first.dropped) == (None, (FORM,), f"{WhyEnded.GONE}:same")
    assert (second.flow, second.waiting) == (FORM, ())
    assert without_forms(second, WhyEnded.GONE, lambda form: False) == second


@on_every_engine
def test_a_form_left_waits_for_its_own_time(tx: Transaction) -> None:
    one, late = contact(tx), LATER + timedelta(days=13)
    answered = '{"name":"same","memory":{},"before":[{}]}'
    asked = Conversation(one, START, flow=answered, expires_at=LATER, asked="?", forms_until=late)
    tx.conversations.save(asked)
    assert tx.conversations.load(one, START) == asked
    assert tx.conversations.forget_expired(LATER) == 1
    left = tx.conversations.load(one, LATER)
    assert (left.flow, left.waiting, left.asked) == (None, (answered,), None)
    assert (left.dropped, left.forms_until) == (f"{WhyEnded.LEFT}:same", late)
    hour = timedelta(hours=1)
    tx.times.keep_pace(START, Uptime("boot", 100))
    tx.times.keep_pace(START + hour, Uptime("boot", 100))
    assert tx.conversations.load(one, LATER).forms_until == late + hour
    tx.times.bound(START, {"forms": hour})
    assert tx.conversations.load(one, LATER).forms_until == START + hour
    assert tx.conversations.forget_expired(START + hour) == 1
    over = tx.conversations.load(one, LATER)
    assert (over.waiting, over.dropped) == ((), f"{WhyEnded.LATE}:same")


@on_every_engine
def test_a_clock_set_forward_ends_nothing_early(tx: Transaction) -> None:
    one = contact(tx)
    tx.conversations.save(Conversation(one, START, flow=FORM, expires_at=LATER))
    tx.households.make_code("c", one, LATER)
    assert tx.times.keep_pace(START, Uptime("boot", 100)) == timedelta()
    hour = timedelta(hours=1)
    assert tx.times.keep_pace(START + hour, Uptime("boot", 101)) == hour - timedelta(seconds=1)
    kept = tx.conversations.load(one, START).expires_at
    assert kept == LATER + hour - timedelta(seconds=1)
    assert tx.households.use_code("c", START + hour) == one
    # Another start of the machine: the clock is believed.
    assert tx.times.keep_pace(START + 9 * hour, Uptime("other", 1)) == timedelta()


@on_every_engine
def test_what_a_wrong_clock_noted_lasts_no_longer_than_from_now(tx: Transaction) -> None:
    one, ahead = contact(tx), START + timedelta(days=900)
    tx.conversations.save(Conversation(one, START, flow=FORM, expires_at=ahead))
    tx.people.add_wrong_try("s", ahead)
    tx.times.bound(START, {"conversation": timedelta(hours=1)})
    assert tx.conversations.load(one, START).expires_at == START + timedelta(hours=1)
    assert tx.people.count_wrong_tries("s", LATER) == 0
    assert tx.people.count_wrong_tries("s", START) == 1


@on_every_engine
def test_a_clock_that_is_far_ahead_is_doubted_until_it_is_right_or_stays_so(
    tx: Transaction,
) -> None:
    day, half = timedelta(days=1), 12 * 3600
    tx.times.keep_pace(START, Uptime("boot", 100))
    assert not tx.times.is_doubted(Uptime("boot", 100))
    tx.times.keep_pace(START + day, Uptime("boot", 101))
    assert tx.times.is_doubted(Uptime("boot", 101))
    assert not tx.times.is_doubted(Uptime("other", 1))
    tx.times.keep_pace(START, Uptime("boot", 102))  # set right
    assert not tx.times.is_doubted(Uptime("boot", 102))
    tx.times.keep_pace(START + day, Uptime("boot", 103))
    assert tx.times.is_doubted(Uptime("boot", 103 + half - 1))
    assert not tx.times.is_doubted(Uptime("boot", 103 + half))
    # A machine that was off for long, or comes up with a clock that is wrong.
    tx.times.keep_pace(START + 2 * day, Uptime("another", 5))
    assert not tx.times.is_doubted(Uptime("another", 5))
    tx.times.keep_pace(START + 90 * day, Uptime("last", 5))
    assert tx.times.is_doubted(Uptime("last", 6))
