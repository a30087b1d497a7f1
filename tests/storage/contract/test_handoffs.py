"""Talks between an owner and an official: one holds each, every line stands once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.database import Database, Transaction
from storage.handoff_models import (
    DutyTurn,
    Half,
    Handoff,
    HandoffLine,
    HandoffResult,
    HandoffState,
    HandoffWhy,
    LineSide,
    StaffAbsence,
    TeamMember,
)
from storage.models import Kind, OutboxState, Settled
from tests.storage.contract.records import (
    LATER,
    MUCH_LATER,
    contact,
    on_every_engine,
    question,
    staff,
)
from tests.support.clock import START


def talk(tx: Transaction, contact_id: int) -> Handoff:
    made = Handoff(
        tx.handoffs.ids.next(), contact_id, HandoffState.WAITING, HandoffWhy.ASKED, "thue", "thue",
        START,
    )  # fmt: skip
    assert tx.handoffs.open(made)
    return made


def line(
    tx: Transaction, of: Handoff, text: str, side: LineSide = LineSide.OWNER, **given: object
) -> HandoffLine:
    assert of.contact_id is not None
    made = HandoffLine(tx.handoffs.ids.next(), of.id, of.contact_id, START, side, text)
    return tx.handoffs.add_line(replace(made, **given))  # type: ignore[arg-type]


@on_every_engine
def test_an_owner_has_one_open_talk(tx: Transaction) -> None:
    owner = contact(tx)
    first = talk(tx, owner)
    again = replace(first, id=tx.handoffs.ids.next())
    assert not tx.handoffs.open(again)
    assert tx.handoffs.open_of(owner) == first == tx.handoffs.get(first.id)
    assert tx.handoffs.close(
        first.id, HandoffState.WAITING, HandoffState.ENDED, HandoffResult.OWNER, LATER
    )
    assert tx.handoffs.open_of(owner) is None
    assert tx.handoffs.open(again)
    assert [one.id for one in tx.handoffs.of_contact(owner)] == [again.id, first.id]


@on_every_engine
def test_of_three_who_take_at_once_one_holds_it(tx: Transaction) -> None:
    an, binh, chi = (staff(tx, login).id for login in ("an", "binh", "chi"))
    desk = contact(tx, "desk")
    made = talk(tx, contact(tx))
    assert [tx.handoffs.take(made.id, who, desk, LATER) for who in (an, binh, chi)] == [
        True, False, False,
    ]  # fmt: skip
    held = tx.handoffs.held_at(desk)
    assert held is not None and held.state is HandoffState.HELD
    assert (held.holder_id, held.taken_at, held.spoke_at) == (an, LATER, LATER)
    assert tx.handoffs.is_held_with(desk) and tx.handoffs.is_held_with(held.contact_id or 0)
    assert not tx.handoffs.give_back(made.id, binh)  # not theirs
    assert tx.handoffs.give_back(made.id, an)
    assert tx.handoffs.held_at(desk) is None and not tx.handoffs.is_held_with(desk)
    waits = tx.handoffs.get(made.id)
    assert waits is not None
    assert (waits.state, waits.holder_id, waits.desk_contact_id) == (
        HandoffState.WAITING, None, None,
    )  # fmt: skip


@on_every_engine
def test_a_chat_of_an_official_holds_one_talk(tx: Transaction) -> None:
    an, desk = staff(tx).id, contact(tx, "desk")
    one, other = talk(tx, contact(tx, "7")), talk(tx, contact(tx, "8"))
    assert tx.handoffs.take(one.id, an, desk, START)
    assert not tx.handoffs.take(other.id, an, desk, START)
    assert tx.handoffs.take(other.id, an, None, START)  # in the console


@on_every_engine
def test_who_was_told_and_who_spoke_is_noted_beside_the_state(tx: Transaction) -> None:
    an = staff(tx).id
    made = talk(tx, contact(tx))
    tx.handoffs.take(made.id, an, None, LATER)
    tx.handoffs.note(replace(made, told=(an,), told_at=LATER, later=(an,), asked_at=LATER))
    now = tx.handoffs.get(made.id)
    assert now is not None
    assert (now.told, now.told_at, now.later, now.asked_at) == ((an,), LATER, (an,), LATER)
    assert (now.state, now.holder_id) == (HandoffState.HELD, an)  # by `take` alone


@on_every_engine
def test_talks_are_listed_by_how_they_stand(tx: Transaction) -> None:
    first, second = talk(tx, contact(tx, "7")), talk(tx, contact(tx, "8"))
    both = (HandoffState.WAITING, HandoffState.HELD)
    assert [one.id for one in tx.handoffs.in_states(both)] == [first.id, second.id]
    asked = question(tx).id
    for one in (first, second):
        assert tx.handoffs.close(
            one.id, HandoffState.WAITING, HandoffState.CASE, HandoffResult.NOBODY, LATER
        )
        tx.handoffs.lead_to(one.id, asked)
    assert not tx.handoffs.close(
        first.id, HandoffState.WAITING, HandoffState.ENDED, HandoffResult.STAFF, LATER
    )
    assert tx.handoffs.in_states(both) == []
    assert [one.id for one in tx.handoffs.closed()] == [second.id, first.id]
    [before] = tx.handoffs.closed(before=second.id)
    assert (before.question_id, before.result, before.closed_at) == (asked, "nobody", LATER)


@on_every_engine
def test_lines_stand_in_order_and_are_counted(tx: Transaction) -> None:
    an, owner = staff(tx).id, contact(tx)
    made = talk(tx, owner)
    one = line(tx, made, "Tôi hỏi thuế", channel="test", external_id="1")
    two = line(tx, made, "Chào bà", LineSide.STAFF, staff_id=an)
    three = line(tx, made, "để tra", LineSide.NOTE, staff_id=an)
    assert tx.handoffs.lines(made.id) == [one, two, three]
    assert tx.handoffs.lines(made.id, after=one.id) == [two, three]
    assert tx.handoffs.line(two.id) == two and tx.handoffs.line(1) is None
    assert tx.handoffs.last_line(made.id, LineSide.STAFF) == two
    assert tx.handoffs.last_line(made.id, LineSide.EVENT) is None
    assert tx.handoffs.lines_of_contact(owner) == [one, two, three]
    counted = tx.handoffs.get(made.id)
    assert counted is not None and (counted.owner_lines, counted.staff_lines) == (1, 1)
    gone = tx.handoffs.save_line(replace(two, withdrawn_at=LATER))
    assert tx.handoffs.lines(made.id)[1] == gone


@on_every_engine
def test_a_line_that_did_not_arrive_is_known_until_somebody_was_told(tx: Transaction) -> None:
    desk = contact(tx, "desk")
    made = talk(tx, contact(tx))
    lost, there = line(tx, made, "một"), line(tx, made, "hai")
    for one, state in ((lost, OutboxState.REFUSED), (there, OutboxState.SENT)):
        row = tx.outbox.add(desk, "{}", START, dedupe_key=f"{one.key}0")
        assert row is not None
        assert tx.outbox.claim("test", START, 1)
        tx.outbox.settle([Settled(row, state)], START)
    assert tx.handoffs.not_arrived(made.id) == [lost]
    tx.handoffs.save_line(replace(lost, lost_at=LATER))
    assert tx.handoffs.not_arrived(made.id) == []


@on_every_engine
def test_lines_are_forgotten_with_what_their_messages_said(tx: Transaction) -> None:
    owner, desk = contact(tx), contact(tx, "desk")
    made = talk(tx, owner)
    tx.inbox.record("test", "1", owner, START, text="một")
    one = line(tx, made, "một", channel="test", external_id="1")
    photo = line(tx, made, "", photo="a.jpg")
    tx.outbox.add(desk, "một", START, dedupe_key=f"{one.key}0")
    assert tx.handoffs.photo_names() == {"a.jpg"}
    assert tx.handoffs.with_photo("a.jpg") == photo
    assert tx.handoffs.with_photo("") is None
    assert tx.handoffs.forget_lines([one, photo]) == ["a.jpg"]
    assert tx.handoffs.lines(made.id) == []
    assert tx.transcripts.lines(owner) == [] == tx.transcripts.lines(desk)


@on_every_engine
def test_it_moves_to_another_office_where_nobody_was_told(tx: Transaction) -> None:
    made = talk(tx, contact(tx))
    tx.handoffs.note(replace(made, told=(1, 2), later=(1,)))
    tx.handoffs.move(made.id, "vanphong")
    moved = tx.handoffs.get(made.id)
    assert moved and (moved.office, moved.told, moved.later) == ("vanphong", (), ())


async def test_whoever_listens_hears_of_what_was_committed(db: Database) -> None:
    with db.talked.listening() as rung:
        owner = await db.transaction(lambda tx: contact(tx))
        assert not rung.is_set()
        await db.transaction(lambda tx: talk(tx, owner))
        assert rung.is_set()
        rung.clear()

        def undone(tx: Transaction) -> None:
            line(tx, tx.handoffs.of_contact(owner)[0], "một")
            raise KeyError

        with pytest.raises(KeyError):
            await db.transaction(undone)
        assert not rung.is_set()


@on_every_engine
def test_what_was_said_to_the_assistant_is_apart_from_the_talk(tx: Transaction) -> None:
    owner = contact(tx)
    tx.inbox.record("test", "0", owner, START - timedelta(hours=1), text="hôm qua")
    tx.inbox.record("test", "1", owner, START, text="gặp cán bộ")
    tx.outbox.add(owner, "Đang báo", START)
    tx.outbox.add(owner, "Tin tức", START, kind=Kind.NOTICE)
    made = talk(tx, owner)
    tx.inbox.record("test", "2", owner, LATER, text="một")
    one = line(tx, made, "một", channel="test", external_id="2")
    tx.outbox.add(owner, "Cán bộ: chào", LATER, dedupe_key=f"{one.key}0")
    said = tx.transcripts.with_assistant(owner, START)
    assert [(one.text, one.body) for one in said] == [("gặp cán bộ", None), (None, "Đang báo")]
    assert tx.transcripts.with_assistant(owner, START, before=said[1].id) == said[:1]
    assert tx.transcripts.with_assistant(owner, START, limit=1) == said[1:]


@on_every_engine
def test_after_its_time_a_talk_is_a_count(tx: Transaction) -> None:
    owner = contact(tx)
    old, new = talk(tx, owner), None
    kept = line(tx, old, "một")
    tx.handoffs.close(old.id, HandoffState.WAITING, HandoffState.ENDED, HandoffResult.OWNER, START)
    new = talk(tx, owner)
    line(tx, new, "hai")
    assert tx.handoffs.part_from_old(MUCH_LATER) == 0  # its lines come first
    assert tx.handoffs.old_lines(MUCH_LATER) == [kept]
    assert tx.handoffs.old_lines(START) == []
    tx.handoffs.forget_lines([kept])
    assert tx.handoffs.part_from_old(MUCH_LATER) == 1
    count = tx.handoffs.get(old.id)
    assert count is not None and (count.contact_id, count.owner_lines) == (None, 1)
    tx.handoffs.part_from(owner)
    assert tx.handoffs.of_contact(owner) == []


@on_every_engine
def test_with_its_contact_a_talk_loses_its_lines(tx: Transaction) -> None:
    owner = contact(tx)
    made = talk(tx, owner)
    line(tx, made, "một")
    tx.contacts.delete(owner)
    assert tx.handoffs.lines(made.id) == []
    left = tx.handoffs.get(made.id)
    assert left is not None and left.contact_id is None


MONDAY = date(2026, 11, 23)


@on_every_engine
def test_the_team_has_members_who_see_to_something(tx: Transaction) -> None:
    an, binh = staff(tx, "an").id, staff(tx, "binh").id
    one = tx.duties.put(TeamMember(an, ("thue",), binh))
    assert tx.duties.member(an) == one and tx.duties.member(binh) is None
    changed = tx.duties.put(TeamMember(an))
    two = tx.duties.put(TeamMember(binh))
    assert tx.duties.members() == sorted([changed, two], key=lambda member: member.id)
    for day in (MONDAY, MONDAY + timedelta(days=1)):
        tx.duties.add(DutyTurn(tx.duties.ids.next(), an, day, Half.MORNING))
    tx.duties.leave(an, MONDAY + timedelta(days=1))
    assert tx.duties.members() == [two]
    assert [turn.day for turn in tx.duties.between(MONDAY, MONDAY + timedelta(days=6))] == [MONDAY]


@on_every_engine
def test_duty_is_planned_by_half_day_and_subject(tx: Transaction) -> None:
    an, binh = staff(tx, "an").id, staff(tx, "binh").id
    first = DutyTurn(tx.duties.ids.next(), an, MONDAY, Half.MORNING, "thue", binh)
    assert tx.duties.add(first)
    assert not tx.duties.add(replace(first, id=tx.duties.ids.next()))
    second = DutyTurn(tx.duties.ids.next(), binh, MONDAY, Half.AFTERNOON)
    assert tx.duties.add(second)
    assert tx.duties.on(MONDAY, Half.MORNING) == [first]
    assert tx.duties.on(MONDAY + timedelta(days=7), Half.MORNING) == []
    assert tx.duties.between(MONDAY, MONDAY) == [first, second]
    assert tx.duties.get(first.id) == first
    tx.duties.remove(first.id)
    assert tx.duties.on(MONDAY, Half.MORNING) == []


@on_every_engine
def test_somebody_is_away_from_day_to_day(tx: Transaction) -> None:
    an, binh = staff(tx, "an").id, staff(tx, "binh").id
    whole = StaffAbsence(tx.duties.ids.next(), an, MONDAY, MONDAY + timedelta(days=2))
    half = StaffAbsence(tx.duties.ids.next(), binh, MONDAY, MONDAY, Half.MORNING, an)
    tx.duties.add_absence(whole)
    tx.duties.add_absence(half)
    assert tx.duties.absence(half.id) == half
    assert tx.duties.away(MONDAY, Half.MORNING) == {an: None, binh: an}
    assert tx.duties.away(MONDAY, Half.AFTERNOON) == {an: None}
    assert tx.duties.away(MONDAY + timedelta(days=3), Half.MORNING) == {}
    assert tx.duties.absences(MONDAY + timedelta(days=1)) == [whole]
    tx.duties.add(DutyTurn(tx.duties.ids.next(), an, MONDAY, Half.MORNING))
    assert tx.duties.forget(MONDAY + timedelta(days=1)) == 2
    tx.duties.remove_absence(whole.id)
    assert tx.duties.absences(MONDAY) == []
