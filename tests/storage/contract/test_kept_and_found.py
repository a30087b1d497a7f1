"""What is kept of broadcasts and handed on, and what a search finds of one kind."""

from dataclasses import replace

from handlers.broadcast.keeping import listed
from storage.database import Transaction
from storage.kept_writings import KeptKind, KeptWriting
from storage.search import Searched, Sort
from tests.storage.contract.records import (
    LATER,
    broadcast,
    event,
    on_every_engine,
    question,
    staff,
)
from tests.support.clock import START


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
