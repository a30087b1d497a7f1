"""A figure of the law is renewed by two people, and every answer says it at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content import offered
from content.fact_text import FactUnread, ValueRow, kind_of, read_fact, rows_of
from content.facts import Fact
from content.library import Content
from content.named_figures import users_of
from content.overlay import Shelf, fact_entry
from content.template_faults import find_fault
from handlers.desk import acts, figures
from handlers.desk.acts import DeskMove, DeskRefused
from handlers.desk.checking import faults
from handlers.desk.moving import DeskAsk
from storage.database import Database, Transaction
from storage.entry_models import EntryState, EntryVersion
from storage.staff_models import Role
from tests.handlers.test_content_desk import ENTRY, edited, refused, serve, two
from tests.support.clock import START
from tests.support.conference import make_staff

NAME, TODAY = "le_phi_hkd", date(2026, 11, 21)
LATER = date(2027, 2, 1)


@pytest.fixture
def own(content: Content) -> Content:
    """The same content with a shelf of its own."""
    return replace(content, shelf=content.shelf.another())


def known(content: Content) -> Fact:
    """A figure that answers speak of and that has no end."""
    facts = content.shelf.files.facts
    used = (one for one in facts.values() if len(users_of(content.knowledge, one.name)) > 3)
    return next(one for one in used if one.on(TODAY).end is None and isinstance(
        one.values[-1].value, int))  # fmt: skip


def renewed(content: Content, fact: Fact, value: str, start: date = LATER) -> Fact:
    row = ValueRow(value, start.isoformat(), "", "nd-68-2026: Điều 3")
    rows = [*rows_of(fact, content.laws), row]
    return read_fact(fact.name, fact.meaning, kind_of(fact), rows, content.laws, fact)


async def test_a_figure_from_a_later_day_is_said_from_that_day_by_every_answer(
    db: Database, own: Content
) -> None:
    def work(tx: Transaction) -> None:
        author, approver = two(tx)
        fact = known(own)
        ask, let = DeskAsk(author, START), DeskAsk(approver, START)
        made = figures.write(tx, own, renewed(own, fact, "77"), ask)
        sent = acts.submit(tx, own.shelf, made, START)
        assert sent.base == own.shelf.base_of(sent.entry) != ""
        one = figures.standing(tx, own, author, fact.name)
        assert one and DeskMove.PUBLISH not in one.moves and len(one.users) > 3
        one = figures.standing(tx, own, approver, fact.name)
        assert one and one.moves >= {DeskMove.PUBLISH, DeskMove.RETURN}
        figures.do(tx, own, one, DeskMove.PUBLISH, let)
        serve(tx, own.shelf)
        now = own.knowledge.facts[fact.name]
        assert (now.on(TODAY).value, now.on(LATER).value) == (fact.on(TODAY).value, 77)
        # a later publication of an answer leaves the figure as it is
        draft = acts.write(tx, own.shelf, edited(own.shelf, own, short="M."), author, START, "thue")
        acts.publish(tx, own.shelf, acts.submit(tx, own.shelf, draft, START), approver, START)
        serve(tx, own.shelf)
        assert own.knowledge.facts[fact.name] == now
        # ... and back to the file
        one = figures.standing(tx, own, author, fact.name)
        assert one and one.earlier == [0]
        figures.do(tx, own, one, DeskMove.UNDO, ask)
        one = figures.standing(tx, own, approver, fact.name)
        assert one
        figures.do(tx, own, one, DeskMove.PUBLISH, let)
        serve(tx, own.shelf)
        assert own.knowledge.facts[fact.name] == fact

    await db.transaction(work)


async def test_no_answer_is_left_without_its_figure(db: Database, own: Content) -> None:
    def work(tx: Transaction) -> None:
        author, _ = two(tx)
        fact = known(own)
        gap = replace(fact, values=(replace(fact.values[-1], end=TODAY + timedelta(days=3)),))
        made = figures.write(tx, own, gap, DeskAsk(author, START))
        with pytest.raises(DeskRefused) as caught:
            acts.submit(tx, own.shelf, made, START)
        assert {fault.name for fault in caught.value.faults} == {"figure_missing"}
        assert {fault.other for fault in caught.value.faults} <= {
            one.id for one in users_of(own.knowledge, fact.name)
        }
        other = make_staff(tx, "khac", Role.RESPONDER, office="phuong-khac")
        ask = DeskAsk(other, START)
        assert refused(lambda: figures.write(tx, own, fact, ask)) == "entry_not_yours"

    await db.transaction(work)


def given(content: Content, shelf: Shelf, text: str, **row: str) -> tuple[dict[str, str], str]:
    found = offered.offers({"short": text})
    rows = [
        offered.GivenFact(
            one,
            f"Số thử {number}",
            ValueRow(row.get("value", one.value), "2026-01-01", "", "nq-198-2025: Điều 10"),
        )
        for number, one in enumerate(found)
    ]
    made = offered.brought(rows, content.laws, set(shelf.now.knowledge.facts))
    return offered.with_facts({"short": text}, "", made)


def test_a_figure_typed_into_a_text_becomes_a_fact(content: Content) -> None:
    shelf = content.shelf
    fields, facts = given(
        content, shelf, "Nộp 300 nghìn đồng, 5% mỗi tháng, trong 15 ngày, chậm nhất 30/4/2027."
    )
    assert fields["short"] == (
        'Nộp {{ fact("so_thu_0") | vnd }}, {{ fact("so_thu_1") | percent }} mỗi tháng, trong '
        '{{ fact("so_thu_2") }} ngày, chậm nhất {{ fact("so_thu_3") | day }}.'
    )
    one = replace(edited(shelf, content, short=fields["short"]), facts=facts)
    assert faults(shelf, one, TODAY) == []
    tried, _ = shelf.tried(one)
    assert tried and tried.short(ENTRY, TODAY) == (
        "Nộp 300.000 đồng, 5% mỗi tháng, trong 15 ngày, chậm nhất 30/4/2027."
    )
    with pytest.raises(FactUnread):
        given(content, shelf, "Nộp 5% mỗi năm.", value="nhiều")


async def test_a_figure_that_came_with_an_answer_stays_when_the_answer_goes(
    db: Database, own: Content
) -> None:
    def work(tx: Transaction) -> EntryVersion | None:
        author, approver = two(tx)
        fields, facts = given(own, own.shelf, "Nộp 300 nghìn đồng.")
        one = replace(edited(own.shelf, own, short=fields["short"]), facts=facts)
        draft = acts.write(tx, own.shelf, one, author, START, "thue")
        acts.publish(tx, own.shelf, acts.submit(tx, own.shelf, draft, START), approver, START)
        serve(tx, own.shelf)
        back = acts.undo(
            tx, own.shelf, own.knowledge.entries[ENTRY], None, author, START + timedelta(hours=1)
        )
        acts.publish(tx, own.shelf, back, approver, START + timedelta(hours=1))
        serve(tx, own.shelf)
        assert own.knowledge.facts["so_thu_0"].on(TODAY).value == 300_000
        return next(iter(tx.entries.of_entry(fact_entry("so_thu_0"))), None)

    made = await db.transaction(work)
    assert made and made.state is EntryState.PUBLISHED and made.approver_id


def test_a_figure_to_put_in_is_shown_as_answers_show_it(content: Content) -> None:
    found = {one.meaning: one for one in figures.to_put_in(content, TODAY)}
    base = content.knowledge.facts["luong_co_so"]
    assert found[base.meaning].reads == "2,53 triệu đồng"
    facts = content.knowledge.facts
    for one in found.values():
        assert find_fault(content.shelf.env, one.code, facts, facts.as_of(TODAY)) is None or (
            not one.reads
        )
