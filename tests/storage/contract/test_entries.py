"""Versions of answers: one of each in the making, one in force, all of them kept."""

from dataclasses import replace
from typing import Any

from storage.database import Transaction
from storage.entry_models import EntryAct, EntryState, EntryVersion
from tests.storage.contract.records import LATER, on_every_engine, staff
from tests.support.clock import START


def version(tx: Transaction, entry: str = "mon-bai", **given: Any) -> EntryVersion:
    made = EntryVersion(
        id=tx.entries.ids.next(),
        entry=entry,
        topic="thue",
        act=EntryAct.EDIT,
        state=EntryState.DRAFT,
        text="---\nquestion: x\n---\nKhông phải nộp.\n",
        authors=(1, 2),
        created_at=START,
        changed_at=START,
    )
    return tx.entries.add(replace(made, **given))


@on_every_engine
def test_a_version_is_kept_whole_and_changed(tx: Transaction) -> None:
    approver = staff(tx)
    made = version(tx, facts="a:\n  meaning: Đồng\n", base="hash")
    assert tx.entries.get(made.id) == made
    assert tx.entries.get(1) is None
    returned = replace(
        made,
        state=EntryState.RETURNED,
        remark="Thiếu căn cứ",
        submitted_at=LATER,
        approver_id=approver.id,
        changed_at=LATER,
    )
    assert tx.entries.save(returned) == tx.entries.get(made.id)


@on_every_engine
def test_one_of_an_answer_is_in_the_making(tx: Transaction) -> None:
    first = version(tx, state=EntryState.WITHDRAWN)
    open_ = version(tx, state=EntryState.SUBMITTED)
    other = version(tx, "nguong")
    assert tx.entries.in_the_making() == [open_, other]
    assert tx.entries.of_entry("mon-bai") == [open_, first]
    assert tx.entries.of_entry("none") == []


@on_every_engine
def test_what_is_in_force_stands_in_the_order_it_was_published(tx: Transaction) -> None:
    assert tx.entries.last_serial() == 0
    done = {"state": EntryState.PUBLISHED, "published_at": START}
    late = version(tx, "b", serial=3, **done)
    version(tx, "a", state=EntryState.SUPERSEDED, serial=1, published_at=START, ended_at=LATER)
    early = version(tx, "a", serial=2, **done)
    version(tx, "a")
    assert tx.entries.in_force() == [early, late]
    assert tx.entries.last_serial() == 3
