"""The small ones: settings, forms sent once, alarms, what was set aside, feedback, days off."""

from datetime import timedelta

from storage import set_aside
from storage.alarms import Alarm
from storage.database import Transaction
from storage.models import EntryUse, Reason
from tests.storage.contract.records import LATER, TODAY, contact, on_every_engine
from tests.support.clock import START


@on_every_engine
def test_a_setting_is_made_once_and_changed_on_purpose(tx: Transaction) -> None:
    assert tx.settings.get("k", "none") == "none"
    assert tx.settings.get_or_set("k", "a") == tx.settings.get_or_set("k", "b") == "a"
    tx.settings.put("k", "c")
    tx.settings.put("n", "d")
    assert (tx.settings.get("k"), tx.settings.get("n")) == ("c", "d")


@on_every_engine
def test_a_form_is_done_once_and_leads_where_it_led(tx: Transaction) -> None:
    assert not tx.once.is_claimed("f")
    assert tx.once.claim("f", START)
    assert not tx.once.claim("f", LATER)
    assert tx.once.is_claimed("f")
    assert tx.once.result("f") == tx.once.result("g") == ""
    tx.once.keep_result("f", "/there")
    assert tx.once.result("f") == "/there"
    tx.once.delete_before(START)
    assert tx.once.is_claimed("f")
    tx.once.delete_before(LATER)
    assert not tx.once.is_claimed("f")


@on_every_engine
def test_a_standing_alarm_keeps_its_beginning(tx: Transaction) -> None:
    assert tx.alarms.put(Alarm("test", "token", "first", LATER))
    assert tx.alarms.put(Alarm("test", "quota", "none left", START))
    assert not tx.alarms.put(Alarm("test", "token", "second", START))
    assert tx.alarms.all() == [
        Alarm("test", "quota", "none left", START),
        Alarm("test", "token", "second", LATER),
    ]
    assert tx.alarms.remove("test", "token")
    assert not tx.alarms.remove("test", "token")


@on_every_engine
def test_tries_in_vain_are_counted_until_a_message_is_set_aside(tx: Transaction) -> None:
    note = ("test", "m1", "7", "lời", "KeyError")
    assert [tx.set_aside.note(*note, START), tx.set_aside.note(*note, LATER)] == [1, 2]
    assert tx.set_aside.all() == []
    assert tx.set_aside.give_up("test", "m1", LATER)
    assert not tx.set_aside.give_up("test", "m1", LATER)
    (kept,) = tx.set_aside.all()
    assert (kept.text, kept.tries, kept.first_at, kept.aside_at) == ("lời", 2, START, LATER)
    assert tx.set_aside.forget("test", "m1")
    assert not tx.set_aside.forget("test", "m1")


@on_every_engine
def test_of_too_many_set_aside_the_oldest_go(tx: Transaction) -> None:
    for n in range(set_aside.MOST_KEPT + 2):
        tx.set_aside.note("test", f"m{n}", "7", "", "x", START + timedelta(seconds=n))
    tx.set_aside.give_up("test", f"m{set_aside.MOST_KEPT + 1}", LATER)
    assert tx.set_aside.note("test", "m2", "7", "", "x", LATER) == 2
    assert tx.set_aside.note("test", "m1", "7", "", "x", LATER) == 1


@on_every_engine
def test_what_was_set_aside_is_forgotten_with_its_writer_or_its_age(tx: Transaction) -> None:
    one = contact(tx, "7")
    for number, address in (("m1", "7"), ("m2", "8"), ("m3", "9")):
        tx.set_aside.note("test", number, address, "", "x", START)
        tx.set_aside.give_up("test", number, LATER)
    tx.set_aside.forget_of(one)
    assert {kept.address for kept in tx.set_aside.all()} == {"8", "9"}
    assert tx.set_aside.delete_older_than(START) == 0
    assert tx.set_aside.delete_older_than(LATER) == 2


@on_every_engine
def test_ratings_add_up_over_the_days(tx: Transaction) -> None:
    for day, good in ((0, True), (0, False), (1, True)):
        tx.feedback.rate("e", TODAY + timedelta(days=day), good=good)
    tx.feedback.rate("f", TODAY, good=False)
    tx.feedback.show("f", TODAY)
    tx.feedback.show("f", TODAY)
    assert tx.feedback.shown_since(TODAY)["f"] == 2
    assert "f" not in tx.feedback.shown_since(TODAY + timedelta(days=1))
    assert tx.feedback.use() == {"e": EntryUse(0, 2, 1), "f": EntryUse(2, 0, 1)}


@on_every_engine
def test_what_was_asked_in_vain_goes_with_its_asker(tx: Transaction) -> None:
    one, two = contact(tx, "1"), contact(tx, "2")
    tx.feedback.add_unanswered("xưa", Reason.UNKNOWN, TODAY)
    tx.feedback.add_unanswered("một", Reason.WRONG, TODAY, entry="e", contact_id=one)
    tx.feedback.add_unanswered("hai", Reason.FOR_STAFF, TODAY, contact_id=two)
    tx.households.join(one, two, START)
    assert tx.feedback.of_contact(one) == ["hai", "một"]
    assert [(kept.text, kept.entry) for kept in tx.feedback.unanswered(2)] == [
        ("hai", None),
        ("một", "e"),
    ]
    assert tx.feedback.said_wrong("e") == ["một"]
    assert [kept.text for kept in tx.feedback.waiting()] == ["hai", "một", "xưa"]
    tx.feedback.settle([tx.feedback.waiting()[1].id])
    assert [kept.text for kept in tx.feedback.waiting(1)] == ["hai"]
    assert (tx.feedback.count_waiting(), tx.feedback.count_waiting(1)) == (2, 1)
    tx.feedback.forget_of(two)
    tx.feedback.delete_unowned_before(TODAY)
    assert [kept.text for kept in tx.feedback.unanswered()] == ["một", "xưa"]
    tx.feedback.delete_unowned_before(TODAY + timedelta(days=1))
    assert [kept.reason for kept in tx.feedback.unanswered()] == [Reason.WRONG]
    assert tx.feedback.delete_unanswered_before(TODAY + timedelta(days=1)) == 1


@on_every_engine
def test_what_names_somebody_is_forgotten_of_one_contact(tx: Transaction) -> None:
    one, two = contact(tx, "1"), contact(tx, "2")
    for who, address in ((one, "1"), (two, "2")):
        for text in ("bà Tư hỏi", "chợ hỏi"):
            tx.feedback.add_unanswered(text, Reason.UNKNOWN, TODAY, contact_id=who)
            tx.set_aside.note("test", f"{address}{text}", address, text, "x", START)
            tx.set_aside.give_up("test", f"{address}{text}", LATER)
    [gone] = tx.feedback.forget_where(one, lambda text: "Tư" in text)
    tx.feedback.forget(gone)  # it is gone already
    tx.set_aside.forget_where(one, lambda text: "Tư" in text)
    assert tx.feedback.of_contact(one) == ["chợ hỏi"]
    assert tx.feedback.of_contact(two) == ["chợ hỏi", "bà Tư hỏi"]
    kept = sorted((message.address, message.text) for message in tx.set_aside.all())
    assert kept == [("1", "chợ hỏi"), ("2", "bà Tư hỏi"), ("2", "chợ hỏi")]
