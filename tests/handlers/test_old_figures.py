"""A figure changes after a text was written: whoever looks at the text is told, nobody approves it
unseen, and what was approved before does not go."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.fact_text import fact_text
from content.facts import DatedValue, Fact
from content.library import Content
from content.news import shown
from content.overlay import Published, fact_entry
from handlers.broadcast import acts, approval, engine, news_items, old_figures
from handlers.broadcast.acts import Ask
from handlers.broadcast.drafting import BroadcastRefused
from storage.broadcast_models import BroadcastState
from storage.database import Database, Transaction
from storage.entry_models import EntryAct, EntryState, EntryVersion
from tests.support.broadcast import MONDAY, approved, subscribe, two_people

FACT = "tndn_chung"  # 20%
DAY = timedelta(days=1)
MONTH = "2026-11"
ITEM = {
    "topic": "thue",
    "title": "Thuế suất",
    "summary": "Thuế suất 20%.",
    "basis": "Luật",
    "concerns": "",
    "link": "",
    "applies_from": None,
}
TEXT = "Thuế suất còn lại là **20 %**, không phải 120%."


def becomes(content: Content, value: float) -> str:
    """The fact as the desk would publish it with another value; served from now on."""
    fact = content.shelf.files.facts[FACT]
    values: tuple[DatedValue, ...] = (replace(fact.values[0], value=value),)
    text = fact_text(Fact(FACT, fact.meaning, values))
    shelf = content.shelf
    shelf.put(shelf.edition(1, [Published(fact_entry(FACT), "", "", text)]))
    return text


def published(tx: Transaction, text: str, *, serial: int = 1, after: int = 30) -> None:
    for one in tx.entries.of_entry(fact_entry(FACT)):
        tx.entries.save(replace(one, state=EntryState.SUPERSEDED))
    tx.entries.add(
        EntryVersion(
            tx.entries.ids.next(), fact_entry(FACT), "", EntryAct.EDIT, EntryState.PUBLISHED, "",
            (), MONDAY, MONDAY, facts=text, serial=serial,
            published_at=MONDAY + timedelta(minutes=after),
        )
    )  # fmt: skip


async def test_an_old_figure_is_found_said_and_approved_only_knowingly(
    db: Database, content: Content
) -> None:
    content = replace(content, shelf=content.shelf.another())
    later = MONDAY + timedelta(hours=2)

    def work(tx: Transaction) -> None:
        people = two_people(tx, MONDAY)
        subscribe(tx, 2, MONDAY)
        waits = approved(tx, MONDAY, text=TEXT, people=people)
        again = replace(approval.unapproved(waits), state=BroadcastState.SUBMITTED)
        waits = tx.broadcasts.save(again)
        assert old_figures.in_broadcast(tx, content, waits, later) == []
        published(tx, becomes(content, 25))
        [old] = old_figures.in_broadcast(tx, content, waits, later)
        assert (old.figure, old.now) == ("20%", "25%")
        assert old_figures.in_text(tx, content, TEXT, later, later) == []  # written since
        assert old_figures.in_text(tx, content, "Giảm 120%, 20,5%.", MONDAY, later) == []
        for over in ({"state": BroadcastState.WITHDRAWN}, {"started_at": later}):
            assert old_figures.to_mend(tx, content, replace(waits, **over), later) == []
        ask = Ask(content, people[1], later, typed=2, version=waits.version)
        with pytest.raises(BroadcastRefused, match="old_figures"):
            acts.do(tx, waits, "approve", ask)
        done = acts.do(tx, waits, "approve", replace(ask, knows_figures=True))
        assert done.broadcast.state is BroadcastState.APPROVED
        assert old_figures.since_approval(tx, content, done.broadcast, later) == []

    await db.transaction(work)


async def test_what_was_approved_before_the_change_does_not_go(
    db: Database, content: Content
) -> None:
    content = replace(content, shelf=content.shelf.another())
    later = MONDAY + timedelta(minutes=61)

    def work(tx: Transaction) -> None:
        subscribe(tx, 2, MONDAY)
        people = two_people(tx, MONDAY)
        for text, state in ((TEXT, BroadcastState.DRAFT), ("Hạn nộp.", BroadcastState.SENDING)):
            one = approved(tx, MONDAY, text=text, people=people)
            one = replace(one, state=BroadcastState.SCHEDULED, planned_at=later)
            one = tx.broadcasts.save(one)
            if text == TEXT:
                published(tx, becomes(content, 25))
            engine.step(tx, content, one.id, later, {}, "")
            now = tx.broadcasts.get(one.id)
            assert now and now.state is state
            assert now.note == ("old_figures" if text == TEXT else "")
        paused = approved(tx, MONDAY, text=TEXT, people=people)
        paused = tx.broadcasts.save(replace(paused, state=BroadcastState.PAUSED))
        ask = Ask(content, people[1], later)
        with pytest.raises(BroadcastRefused, match="resume_old_figures"):
            acts.do(tx, paused, "resume", ask)

    await db.transaction(work)


async def test_a_day_that_ends_a_figure_counts_as_well(db: Database, content: Content) -> None:
    """The reduction of the tax ends by its own date, between the writing and the sending."""

    def work(tx: Transaction) -> None:
        for fact in content.knowledge.facts.values():
            for value in fact.values:
                if value.end == date(2026, 12, 31) and "(%)" in fact.meaning:
                    said = f"Được giảm {value.value:g}% đến hết năm."
                    january = MONDAY.replace(year=2027, month=1, day=4)
                    found = old_figures.in_text(tx, content, said, MONDAY, january)
                    assert [one.now for one in found if one.meaning == fact.meaning] == [""]
                    assert old_figures.in_text(tx, content, said, january, january) == []
                    return
        raise AssertionError("no such fact")

    await db.transaction(work)


async def test_a_figure_written_anew_as_it_was_and_one_long_over_are_not_old(
    db: Database, content: Content
) -> None:
    content = replace(content, shelf=content.shelf.another())
    later = MONDAY + timedelta(hours=2)
    fact = content.shelf.files.facts[FACT]
    long_over = replace(
        fact.values[0], value=17, start=date(2020, 1, 1), end=fact.values[0].start - DAY
    )

    def work(tx: Transaction) -> None:
        published(tx, becomes(content, 20))
        assert old_figures.in_text(tx, content, TEXT, MONDAY, later) == []
        with_past = fact_text(Fact(FACT, fact.meaning, (long_over, *fact.values)))
        published(tx, with_past, serial=2, after=40)
        published(tx, becomes(content, 25), serial=3, after=50)
        since = MONDAY + timedelta(minutes=45)
        found = old_figures.in_text(tx, content, "17% xưa, nay 20%.", since, later)
        assert [one.figure for one in found] == ["20%"]

    await db.transaction(work)


async def test_a_bare_number_says_nothing(db: Database, content: Content) -> None:
    """Many things are so many: only with its unit is a number surely that figure."""
    content = replace(content, shelf=content.shelf.another())
    bare = next(
        fact for fact in content.shelf.files.facts.values()
        if fact.values[-1].end is None and shown(fact, fact.values[-1].value).isdecimal()
    )  # fmt: skip
    was = shown(bare, bare.values[-1].value)

    def work(tx: Transaction) -> None:
        first = replace(bare.values[-1], end=MONDAY.date())
        text = fact_text(Fact(bare.name, bare.meaning, (first,)))
        content.shelf.put(
            content.shelf.edition(1, [Published(fact_entry(bare.name), "", "", text)])
        )
        later = MONDAY + timedelta(days=3)
        found = old_figures.in_text(tx, content, f"Phòng {was}, tầng {was}.", MONDAY, later)
        assert found == []

    await db.transaction(work)


async def test_the_monthly_news_is_as_old_as_its_oldest_item(
    db: Database, content: Content
) -> None:
    content = replace(content, shelf=content.shelf.another())
    later = MONDAY + timedelta(hours=2)

    def work(tx: Transaction) -> None:
        subscribe(tx, 2, MONDAY)
        people = two_people(tx, MONDAY)
        news_items.add(tx, MONTH, ITEM, MONDAY, author=people[0])
        published(tx, becomes(content, 25))
        made = approved(tx, MONDAY, text=TEXT, people=people)
        digest = replace(made, month=MONTH, created_at=later - timedelta(hours=1))
        [old] = old_figures.in_broadcast(tx, content, digest, later)
        assert old.figure == "20%"
        alone = replace(digest, month=None)
        assert old_figures.in_broadcast(tx, content, alone, later) == []

    await db.transaction(work)
