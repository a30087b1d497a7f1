"""By which ways staff are told, codes for a second step, and what is kept of broadcasts."""

from dataclasses import replace
from datetime import timedelta

from handlers.broadcast.keeping import listed
from storage.database import Transaction
from storage.kept_writings import KeptKind, KeptWriting
from storage.models import ContactState
from storage.question_models import QuestionState
from storage.recovery_codes import CodesLeft
from storage.search import Searched, Sort
from storage.staff_links import WayKind
from storage.staff_models import StaffSession
from tests.storage.contract.records import (
    LATER,
    MUCH_LATER,
    broadcast,
    contact,
    event,
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
    assert (second.contact_id, second.way, second.state) == (
        browser, WayKind.PUSH, ContactState.ACTIVE,
    )  # fmt: skip
    assert tx.staff_links.contacts_of(an) == []  # of chats alone
    tx.staff_links.mute(an, letters, muted=True)
    tx.staff_links.mute(binh, browser, muted=True)  # not theirs
    assert [way.muted for way in tx.staff_links.ways_of(an)] == [True, False]
    tx.staff_links.add_way(binh, browser, WayKind.PUSH, "Chrome", MUCH_LATER)
    assert [way.contact_id for way in tx.staff_links.ways_of(an)] == [letters]
    assert tx.staff_links.last_told([an, binh], START) == {}


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
def test_a_recovery_code_opens_once(tx: Transaction) -> None:
    an, binh = staff(tx).id, staff(tx, "binh").id
    assert tx.recovery_codes.of(an) == CodesLeft()
    tx.recovery_codes.replace(an, ["old"], START)
    tx.recovery_codes.replace(an, ["a", "b"], START)
    tx.recovery_codes.replace(binh, ["c"], START)
    assert not tx.recovery_codes.use(an, "old", LATER)
    assert not tx.recovery_codes.use(an, "c", LATER)
    assert tx.recovery_codes.use(an, "a", LATER)
    assert not tx.recovery_codes.use(an, "a", LATER)
    assert tx.recovery_codes.of(an) == CodesLeft(2, 1, START, LATER)
    tx.recovery_codes.forget(an)
    assert tx.recovery_codes.of(an) == CodesLeft()
    assert tx.recovery_codes.of(binh).left == 1
    tx.recovery_codes.forget_all()
    assert tx.recovery_codes.of(binh) == CodesLeft()


@on_every_engine
def test_sessions_are_listed_and_ended_one_by_one(tx: Transaction) -> None:
    an, binh = staff(tx).id, staff(tx, "binh").id
    for token, who, seen in (("a" * 40, an, START), ("b" * 40, an, LATER), ("c" * 40, binh, LATER)):
        tx.staff.open_session(StaffSession(token, who, "csrf", START, seen))
    long_ago = START - timedelta(days=1)
    listed = tx.staff.sessions_of(an, long_ago, long_ago)
    assert [one.token[0] for one in listed] == ["b", "a"]
    assert [one.token[0] for one in tx.staff.sessions_of(an, long_ago, LATER)] == ["b"]
    assert tx.staff.end_marked(binh, listed[0].mark) == 0
    assert tx.staff.end_marked(an, listed[0].mark) == 1
    assert [one.token[0] for one in tx.staff.sessions_of(an, long_ago, long_ago)] == ["a"]


@on_every_engine
def test_texts_and_audiences_are_kept_by_name(tx: Transaction) -> None:
    made = [
        tx.kept_writings.add(
            KeptWriting(tx.kept_writings.ids.next(), what, name, '{"body": "x"}', "an", START)
        )
        for what, name in (
            (KeptKind.AUDIENCE, "Tổ 5"),
            (KeptKind.TEXT, "Nhắc hạn"),
            (KeptKind.TEXT, "Mời họp"),
        )
    ]
    assert [one.name for one in tx.kept_writings.all()] == ["Tổ 5", "Nhắc hạn", "Mời họp"]
    assert [one.name for one in listed(tx)] == ["Mời họp", "Nhắc hạn", "Tổ 5"]
    assert tx.kept_writings.get(made[0].id) == made[0]
    assert tx.kept_writings.named(KeptKind.TEXT, "Tổ 5") is None
    other = tx.kept_writings.save(replace(made[1], name="Nhắc nộp"))
    assert tx.kept_writings.named(KeptKind.TEXT, "Nhắc nộp") == other
    tx.kept_writings.drop(made[0].id)
    assert tx.kept_writings.get(made[0].id) is None


@on_every_engine
def test_words_of_a_broadcast_are_tried_once_seen(tx: Transaction) -> None:
    one, by = broadcast(tx), staff(tx).id
    assert not tx.broadcasts.was_tried(one.id, "w1")
    tx.broadcasts.try_out(one.id, "w1", by, START)
    tx.broadcasts.try_out(one.id, "w1", by, LATER)
    assert tx.broadcasts.was_tried(one.id, "w1")
    assert not tx.broadcasts.was_tried(one.id, "w2")


@on_every_engine
def test_a_browser_is_found_by_its_mark(tx: Transaction) -> None:
    one = contact(tx)
    assert tx.pushes.marked("m") is None
    tx.pushes.keep(subscription(one, "m"))
    assert tx.pushes.marked("m") == subscription(one, "m")


@on_every_engine
def test_all_that_is_found_of_one_kind(tx: Transaction) -> None:
    asked = [question(tx, content="chợ ngập").id for _ in range(2)]
    question(tx, content="đèn đường")
    assert tx.search.found(Searched.QUESTION, "cho", frozenset(Sort)) == frozenset(asked)
    assert tx.search.found(Searched.EVENT, "cho", frozenset(Sort)) == frozenset()


@on_every_engine
def test_a_question_passed_on_comes_back(tx: Transaction) -> None:
    here, there, asked = event(tx).id, event(tx, "HN2").id, question(tx).id
    tx.questions.carry_over(asked, here, there, START)
    assert tx.questions.passed_on(here) == {asked: there}
    tx.questions.bring_back(asked, here)
    assert tx.questions.passed_on(here) == {}


@on_every_engine
def test_questions_in_somebodys_hand(tx: Transaction) -> None:
    waits = question(tx).id
    question(tx, state=QuestionState.WITHDRAWN)
    done = question(tx, state=QuestionState.CLOSED, public=True).id
    assert {one.id for one in tx.questions.in_hand()} == {waits, done}
