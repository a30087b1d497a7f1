"""By which ways staff are told, and what may wait for them."""

from storage.database import Transaction
from storage.models import Kind, OutboxState, Settled
from storage.question_models import QuestionState
from storage.staff_links import WayKind
from tests.storage.contract.records import (
    LATER,
    MUCH_LATER,
    contact,
    on_every_engine,
    question,
    staff,
)
from tests.storage.contract.test_pushes import subscription
from tests.support.clock import START


@on_every_engine
def test_somebody_is_told_by_several_ways(tx: Transaction) -> None:
    an, binh = staff(tx).id, staff(tx, "binh").id
    letters, browser = contact(tx, "an@phuong.test"), contact(tx, "b")
    assert tx.staff_links.ways_of(an) == []
    tx.staff_links.add_way(an, letters, WayKind.EMAIL, "an@phuong.test", START)
    tx.staff_links.add_way(an, browser, WayKind.PUSH, "Chrome", LATER)
    first, second = tx.staff_links.ways_of(an)
    assert (first.contact_id, first.way, first.label) == (letters, WayKind.EMAIL, "an@phuong.test")
    assert (second.contact_id, second.way, second.is_used) == (browser, WayKind.PUSH, True)
    assert tx.staff_links.contacts_of(an) == []  # of chats alone
    tx.staff_links.mute(an, letters, muted=True)
    tx.staff_links.mute(binh, browser, muted=True)  # not theirs
    assert [way.muted for way in tx.staff_links.ways_of(an)] == [True, False]
    tx.staff_links.add_way(binh, browser, WayKind.PUSH, "Chrome", MUCH_LATER)
    assert [way.contact_id for way in tx.staff_links.ways_of(an)] == [letters]
    tx.contacts.leave(browser)
    tx.staff_links.drop(an, browser)  # not theirs any more
    assert tx.staff_links.ways_of(binh)[0].is_dead
    tx.staff_links.drop(binh, browser)
    assert tx.staff_links.ways_of(binh) == []


@on_every_engine
def test_what_became_of_the_last_message_is_known(tx: Transaction) -> None:
    an, to = staff(tx).id, contact(tx, "an@phuong.test")
    tx.staff_links.add_way(an, to, WayKind.EMAIL, "an@phuong.test", START)
    assert tx.staff_links.last_told([an], START) == {}
    added = tx.outbox.add(to, "{}", START, kind=Kind.NOTICE)
    assert added
    assert tx.staff_links.last_told([an], START) == {an: {OutboxState.PENDING}}
    assert tx.staff_links.last_told([an], LATER) == {}
    channel = tx.staff_links.ways_of(an)[0].channel
    [row] = tx.outbox.claim(channel, START, 1)
    tx.outbox.settle([Settled(row.id, OutboxState.FAILED, error="SMTP 554")], LATER)
    [way] = tx.staff_links.ways_of(an)
    assert (way.became, way.error, way.told_at) == ("failed", "SMTP 554", LATER)


@on_every_engine
def test_an_address_is_shown_to_be_somebodys_by_a_code(tx: Transaction) -> None:
    an, to = staff(tx).id, contact(tx, "an@phuong.test")
    assert tx.staff_links.address_of(an) is None
    tx.staff_links.ask_address(an, contact(tx, "other@phuong.test"), "old", LATER)
    tx.staff_links.ask_address(an, to, "hash", MUCH_LATER)
    asked = tx.staff_links.address_of(an)
    assert asked is not None
    assert (asked.contact_id, asked.address, asked.code, asked.expires_at) == (
        to, "an@phuong.test", "hash", MUCH_LATER,
    )  # fmt: skip
    tx.staff_links.forget_address(an)
    assert tx.staff_links.address_of(an) is None


@on_every_engine
def test_a_browser_is_found_by_its_mark(tx: Transaction) -> None:
    one = subscription(contact(tx, "b"))
    tx.pushes.keep(one)
    assert tx.pushes.marked(one.mark) == one and tx.pushes.marked("other") is None


@on_every_engine
def test_a_question_is_in_hand_until_nobody_has_to_do_anything(tx: Transaction) -> None:
    waits = question(tx).id
    question(tx, state=QuestionState.WITHDRAWN)
    question(tx, state=QuestionState.CLOSED)
    unpublished = question(tx, state=QuestionState.CLOSED, public=True).id
    assert {one.id for one in tx.questions.in_hand()} == {waits, unpublished}
