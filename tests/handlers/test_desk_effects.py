"""What approving a version of an answer does to what people read."""

from dataclasses import replace
from datetime import timedelta

from content.library import Content
from content.written import with_keys
from handlers.desk.effects import DeskEffect, effect_of
from handlers.desk.lists import Standing
from storage.entry_models import EntryAct, EntryState, EntryVersion
from tests.handlers.test_content_desk import TODAY
from tests.support.clock import START

E = DeskEffect


def waiting(content: Content, act: EntryAct, **keys: str) -> Standing:
    entry = content.knowledge.entries["mon-bai"]
    text = with_keys(entry.text, **keys)
    version = EntryVersion(
        1, entry.id, entry.topic, act, EntryState.SUBMITTED, text, (7,), START, START
    )
    return Standing(entry.id, entry, version, [version], frozenset(), [])


def test_each_proposal_says_what_comes_of_it(content: Content) -> None:
    def effect(act: EntryAct, **keys: str) -> DeskEffect | None:
        return effect_of(content, waiting(content, act, **keys), TODAY)

    assert effect(EntryAct.WITHDRAW, status="under_review") is E.GONE
    assert effect(EntryAct.UNDO, status="under_review") is E.GONE  # back to a withdrawn version
    assert effect(EntryAct.EDIT) is E.CHANGED
    assert effect(EntryAct.CONFIRM) is E.RENEWED
    one = waiting(content, EntryAct.NEW)
    assert effect_of(content, replace(one, entry=None), TODAY) is E.NEW
    one = waiting(content, EntryAct.CONFIRM, review_by=str(TODAY + timedelta(days=900)))
    assert one.entry is not None
    later = one.entry.review_by + timedelta(days=1)
    assert effect_of(content, one, later) is E.BACK  # it was past its review
    one = waiting(content, EntryAct.EDIT, status="under_review")
    assert effect_of(content, one, later) is E.UNSAID
    assert effect_of(content, replace(one, open=None), TODAY) is None
