"""What staff type is kept once for each of them, and gone when it is to go."""

from dataclasses import replace

from storage.database import Transaction
from storage.drafts import TypedDraft
from tests.storage.contract.records import LATER, on_every_engine, staff
from tests.support.clock import START


@on_every_engine
def test_a_draft_is_of_one_person_one_form_and_one_thing(tx: Transaction) -> None:
    one, other = staff(tx), staff(tx, "b")
    text = {"text": ['Nộp ở "một cửa".'], "co_offices": ["thue", "congan"]}
    mine = TypedDraft(tx.drafts.ids.next(), one.id, "answer", "CH-1", text, "s", "o", START)
    theirs = replace(mine, id=tx.drafts.ids.next(), staff_id=other.id, kept_at=LATER)
    elsewhere = replace(mine, id=tx.drafts.ids.next(), place="correct", kept_at=LATER)
    for draft in (mine, theirs, elsewhere):
        assert tx.drafts.add(draft) == draft
    assert tx.drafts.get(one.id, "answer", "CH-1") == mine
    assert tx.drafts.get(one.id, "answer", "CH-2") is None
    assert tx.drafts.of_thing("answer", "CH-1") == [theirs, mine]
    assert tx.drafts.of_staff(one.id) == [elsewhere, mine]
    typed = tx.drafts.save(replace(mine, fields={"text": ["Nộp ở quầy 3."]}, kept_at=LATER))
    assert tx.drafts.get(one.id, "answer", "CH-1") == typed
    assert tx.drafts.drop(one.id, "answer", "CH-1") is True
    assert tx.drafts.drop(one.id, "answer", "CH-1") is False
    assert tx.drafts.of_thing("answer", "CH-1") == [theirs]
    assert tx.drafts.forget_about(("answer", "correct"), "CH-1") == 2
    assert tx.drafts.of_staff(one.id) == []


@on_every_engine
def test_drafts_that_name_somebody_and_old_ones_are_forgotten(tx: Transaction) -> None:
    author = staff(tx)
    for place, text in (("answer", "Chị Hoa hỏi"), ("event", "Họp tổ"), ("minutes", "Kết luận")):
        made = tx.drafts.ids.next()
        tx.drafts.add(TypedDraft(made, author.id, place, "1", {"text": ["", text]}, "", "", START))
    assert tx.drafts.forget_where(lambda text: "Hoa" in text) == 1
    assert [one.place for one in tx.drafts.of_staff(author.id)] == ["minutes", "event"]
    assert tx.drafts.delete_older_than(START) == 0
    assert tx.drafts.delete_older_than(LATER, most=1) == 1
    assert tx.drafts.delete_older_than(LATER) == 1
