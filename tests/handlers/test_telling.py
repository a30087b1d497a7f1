"""Whoever must be told is told: by message, by a call that stands as a task, or it is said that
nobody could be told."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.base import Closed, Rejected, SendOutcome, Stopped
from content.attendee_rows import AttendeeRow
from content.library import Content
from handlers.clock import upkeep
from handlers.conference import reminders
from handlers.conference.arrivals import check_in, release_absent, undo_check_in, walk_in
from handlers.conference.import_undo import batches, take_back
from handlers.conference.imports import erased_of, import_rows
from handlers.conference.outcomes import SeatOutcome
from handlers.conference.seating import Wanted
from handlers.conference.seats import accept, cancel, change, put_back, register
from handlers.conference.staff_side import publish
from handlers.office import calls
from handlers.office.events import cancel as call_off
from handlers.office.events import save_change
from handlers.own_data.erasure import erase_registration
from handlers.people import telling
from handlers.people.refusing import NotDone
from handlers.people.telling import By, Told, tell
from handlers.question import (
    answering,
    approving,
    asking_back,
    closing,
    followed,
    merging,
    moves,
    publishing,
    receiving,
    reopening,
    routing,
)
from handlers.question.moves import Move
from handlers.talk.messages import IncomingKind
from storage.calls import CallState, CallTask
from storage.database import Database, Transaction
from storage.event_models import Category, EventState, Registration, RegistrationState
from storage.models import OutboxState, Settled
from storage.question_models import Question
from storage.staff_models import Role
from tests.handlers.test_seats import sign_up, wanted
from tests.support.clock import START, FixedClock
from tests.support.conference import at_desk, make_event, make_staff
from tests.support.play import exchange, playing, said


def guest(tx: Transaction, channel: str = "", phone: str | None = "+84912345678") -> Registration:
    """A registration whose owner can be reached as given."""
    event = make_event(tx)
    made = sign_up(tx, event, 1).registration
    assert made
    contact = tx.contacts.meet(channel, "7", START).id if channel else None
    return tx.registrations.save(replace(made, contact_id=contact, phone=phone))


def inform(tx: Transaction, content: Content, who: Registration, key: str = "k") -> Told:
    event = tx.events.get(who.event_id)
    return tell(
        tx, content, who, "event/changed", START, key=key, registration=who, event=event
    )  # fmt: skip


def queued(tx: Transaction) -> int:
    return len(tx.outbox.claim("test", START + timedelta(days=9), 100))


async def test_a_message_goes_where_one_arrives_and_nobody_is_called(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        assert inform(tx, content, guest(tx, "test")) == Told(By.MESSAGE, "test")
        assert tx.calls.open() == [] and queued(tx) == 1

    await db.transaction(work)


async def test_without_a_channel_the_ward_calls_once(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        who = guest(tx)
        told = inform(tx, content, who)
        assert told.by is By.CALL and told.call_id
        [task] = tx.calls.open()
        assert task.registration_id == who.id and task.message == "event/changed"
        assert who.name not in task.text and (who.phone or "") not in task.text
        assert inform(tx, content, who).by is By.BEFORE
        assert len(tx.calls.open()) == 1

    await db.transaction(work)


async def test_without_channel_and_number_it_is_said_that_nobody_is_told(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        who = guest(tx, phone=None)
        assert inform(tx, content, who).by is By.NOBODY
        [task] = tx.calls.open()  # names them, for another way
        assert task.registration_id == who.id

    await db.transaction(work)


@pytest.mark.parametrize("why", ["left", "left_and_off", "window", "off", "page"])
async def test_a_channel_that_does_not_reach_them_is_no_excuse(
    db: Database, content: Content, why: str
) -> None:
    def work(tx: Transaction) -> None:
        who = guest(tx, "test")
        assert who.contact_id
        match why:
            case "left":
                tx.contacts.leave(who.contact_id)
            case "left_and_off":
                tx.contacts.leave(who.contact_id)
                tx.calls.set_channels([("other", True, None)])
            case "window":
                tx.calls.set_channels([("test", True, timedelta(hours=-1))])
            case "off":
                tx.calls.set_channels([("other", True, None)])
            case "page":
                tx.calls.set_channels([("test", False, None)])
        assert inform(tx, content, who).by is By.CALL
        assert len(tx.calls.open()) == 1
        assert queued(tx) == (why in ("off", "page"))  # these may still see it

    await db.transaction(work)


async def test_a_linked_channel_that_is_open_is_used(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        who = guest(tx, "closed")
        assert who.contact_id
        other = tx.contacts.meet("test", "8", START)
        tx.households.join(who.contact_id, other.id, START)
        tx.contacts.leave(who.contact_id)
        assert inform(tx, content, who) == Told(By.MESSAGE, "test")

    await db.transaction(work)


@pytest.mark.parametrize("outcome", [Stopped("blocked"), Closed("window"), Rejected("bad")])
async def test_a_message_that_fails_on_its_way_becomes_a_call(
    tmp_path: Path, content: Content, outcome: SendOutcome
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> tuple[Told, Told]:
            who = guest(tx, "test")
            return inform(tx, content, who, "first"), inform(tx, content, who, "second")

        told = await core.database.transaction(begin)
        assert [one.by for one in told] == [By.MESSAGE, By.MESSAGE]
        channel.outcomes = [outcome]
        await core.settle()

        def left(tx: Transaction) -> list[CallTask]:
            return tx.calls.open()

        tasks = await core.database.transaction(left)
        # Whoever blocked us gets nothing more: the second is called, too.
        both = isinstance(outcome, Stopped)
        assert [task.key for task in tasks] == (["first", "second"] if both else ["first"])
        kept = await core.database.transaction(
            lambda tx: tx.calls.of_registration(tasks[0].registration_id or 0)
        )
        assert len(kept) == len(tasks)  # what arrived leaves nothing behind


async def test_nobody_is_called_about_what_is_over_or_nobodys(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        who = guest(tx)
        inform(tx, content, who, "offer:1")
        inform(tx, content, who, "other:1")
        telling.drop(tx, "offer:", START)
        assert [task.key for task in tx.calls.open()] == ["other:1"]
        tx.registrations.save(replace(who, anonymised_at=START))
        assert tx.calls.open() == []

    await db.transaction(work)


async def test_an_asker_with_only_a_phone_is_called(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        question = Question(
            *(tx.questions.ids.next(), "H-1", "?", "khac", "paper", "received"),  # type: ignore[arg-type]
            *(START.date(), START.date(), START),
            phone="+84912345678",
        )
        tx.questions.add(question)
        told = tell(
            tx, content, question, "question/progress", START,
            key="x", question=question, head=question, note="", office=None,
        )  # fmt: skip
        assert told.by is By.CALL
        [task] = tx.calls.open()
        assert (task.question_id, task.state) == (question.id, CallState.OPEN)

    await db.transaction(work)


def test_what_a_page_says_survives_its_address() -> None:
    told = [
        Told(By.MESSAGE, "zalo_oa", held=True),
        Told(By.MESSAGE, "zalo_oa", START),
        Told(By.CALL),
        Told(By.NOBODY),
        Told(By.BEFORE),
    ]
    sums = telling.from_query(telling.to_query(told))
    assert sums == telling.Tally({"zalo_oa": 2}, later=1, held=1, calls=1, nobody=1)
    assert telling.from_query("") is None and telling.from_query("x.²") is None


async def test_whoever_waits_for_a_broken_channel_is_called(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        assert inform(tx, content, guest(tx, "test")).by is By.MESSAGE
        upkeep.keep_up(tx, content, START + timedelta(hours=2))
        assert tx.calls.open() == []
        later = START + timedelta(hours=4)
        upkeep.keep_up(tx, content, later)
        [task] = tx.calls.open()
        [row] = tx.outbox.claim("test", later, 9)  # it goes after all
        tx.outbox.settle([Settled(row.id, OutboxState.SENT)], later)
        assert tx.calls.open() == []
        kept = tx.calls.get(task.id)
        assert kept and kept.state is CallState.SETTLED

    await db.transaction(work)


async def test_nobody_is_called_about_an_event_that_is_over(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        who = guest(tx)
        inform(tx, content, who)
        event = tx.events.get(who.event_id)
        assert event and len(tx.calls.open()) == 1
        upkeep.keep_up(tx, content, event.ends_at + timedelta(minutes=1))
        assert tx.calls.open() == []

    await db.transaction(work)


def messages(tx: Transaction, after: timedelta = timedelta(days=9)) -> list[str]:
    return [row.body for row in tx.outbox.claim("test", START + after, 100)]


def sending(tx: Transaction) -> list[int]:
    """What is under way, and all that may go now."""
    tx.outbox.claim("test", START + timedelta(hours=1), 100)
    rows = tx.outbox._db.execute("SELECT id FROM outbox WHERE state = 'sending'").fetchall()
    return [row["id"] for row in rows]


async def test_of_two_changes_at_night_the_last_one_is_told_and_called(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx)
        for number, channel in ((1, "test"), (2, "")):
            contact = tx.contacts.meet(channel, "7", START).id if channel else None
            register(at_desk(tx), event, wanted(number), contact_id=contact, source="chat")
        night, hour = START + timedelta(hours=12), timedelta(hours=1)
        first = replace(event, starts_at=event.starts_at + hour, version=2)
        save_change(at_desk(tx, night, "thuky"), event, first)
        second = replace(first, starts_at=first.starts_at + hour, version=3)
        told = save_change(at_desk(tx, night + hour, "thuky"), first, second).told
        assert [one.by for one in told] == [By.MESSAGE, By.CALL]
        [task] = tx.calls.open()
        [message] = messages(tx)
        assert "10 giờ" in task.text and "10 giờ" in message

    await db.transaction(work)


async def test_whoever_gave_up_a_seat_and_has_it_again_is_reminded(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, days=5)
        contact = tx.contacts.meet("test", "7", START).id
        early = event.starts_at - timedelta(days=3, hours=2)  # Monday, before sending hours
        for number, owner in ((1, contact), (2, None)):
            register(at_desk(tx, early), event, wanted(number), contact_id=owner, source="chat")
        reminders.remind(tx, content, event, early)
        for one in tx.registrations.of_event(event.id):
            cancel(at_desk(tx, early), event, one)
            gone = tx.registrations.get(one.id)
            assert gone
            put_back(at_desk(tx, early), event, gone)
        reminders.remind(tx, content, event, early)
        reminders.remind(tx, content, event, early)  # however often
        assert [task.message for task in tx.calls.open()] == ["ticket/reminder"]
        assert len([body for body in messages(tx) if "Nhắc ông/bà" in body]) == 1

    await db.transaction(work)


async def test_of_a_cancelled_event_no_seat_lapses_or_is_given(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=1)
        contact = tx.contacts.meet("test", "7", START).id
        first = register(at_desk(tx), event, wanted(1), contact_id=None, source="chat")
        register(at_desk(tx), event, wanted(2), contact_id=contact, source="chat")
        assert first.registration
        cancel(at_desk(tx), event, first.registration)
        [offered] = tx.registrations.in_state(event.id, RegistrationState.OFFERED)
        off = replace(event, state=EventState.CANCELLED)
        call_off(at_desk(tx, START, "thuky"), off)
        later = at_desk(tx, START + timedelta(days=4), "thuky")
        upkeep.keep_up(tx, content, later.now)
        again = tx.registrations.get(offered.id)
        assert again and again.state is RegistrationState.OFFERED
        gone = tx.registrations.get(first.registration.id)
        assert gone
        tries = (
            cancel(later, off, again),
            accept(later, off, again),
            check_in(later, off, again),
            put_back(later, off, gone),
            walk_in(later, off, wanted(3)),
            register(later, off, wanted(4), contact_id=None, source="paper"),
        )
        assert {one.outcome for one in tries} == {SeatOutcome.NOT_HELD}
        assert [one.told for one in tries] == [()] * 6
        assert [body for body in messages(tx) if "không tổ chức" not in body] == []

    await db.transaction(work)


async def test_the_ticket_of_a_cancelled_event_says_so(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):

        def begin(tx: Transaction) -> Registration:
            contact = tx.contacts.meet("test", "7", START).id
            event = make_event(tx)
            made = register(at_desk(tx), event, wanted(1), contact_id=contact, source="chat")
            assert made.registration
            return made.registration

        ticket = await core.database.transaction(begin)
        [_, shown] = await exchange(core, channel, said("vé của tôi"))
        tap = next(shown.tap(choice) for choice in shown.choices if "Hủy" in choice.label)

        def end(tx: Transaction) -> None:
            event = tx.events.get(ticket.event_id)
            assert event
            off = replace(event, state=EventState.CANCELLED, cancel_reason="bão")
            call_off(at_desk(tx, START, "thuky"), off)

        await core.database.transaction(end)
        await core.settle()
        for message in (
            said("vé của tôi"),
            said("hủy đăng ký"),
            said(ticket.code),
            said("", kind=IncomingKind.TAP, action=tap),  # of the ticket as it was
        ):
            [reply] = await exchange(core, channel, message)
            assert "không tổ chức nữa" in reply.text and "bão" in reply.text
            assert "Khi đến" not in reply.text and reply.qr == ""
            assert not [choice for choice in reply.choices if "Hủy" in choice.label]
        [reply] = await exchange(core, channel, said(ticket.code, address="8"))
        assert "không còn hiệu lực" in reply.text


async def test_a_second_offer_on_the_last_day_is_told_like_the_first(
    db: Database, content: Content
) -> None:
    """All offers of that day end at the same moment."""

    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=1, days=1)
        desk = at_desk(tx, START)

        def owned(number: int) -> Registration:
            owner = tx.contacts.meet("test", str(number), START).id
            made = register(desk, event, wanted(number), contact_id=owner, source="chat")
            assert made.registration
            return made.registration

        def now(one: Registration) -> Registration:
            return tx.registrations.get(one.id) or one

        seated, first, second = owned(1), owned(2), owned(3)
        cancel(desk, event, seated)
        told = messages(tx, timedelta(hours=1))
        tx.outbox.settle([Settled(row, OutboxState.SENT) for row in sending(tx)], START)
        assert [body for body in told if "Có chỗ cho ông/bà" in body]
        cancel(desk, event, now(first))  # offered, given up, and waits once more
        tx.outbox.settle([Settled(row, OutboxState.SENT) for row in sending(tx)], START)
        owned(2)
        later = at_desk(tx, START + timedelta(minutes=5))
        decided = cancel(later, event, now(second))
        assert now(first).state is RegistrationState.OFFERED
        assert [one.by for one in decided.told] == [By.MESSAGE]

    await db.transaction(work)


async def test_whoever_falls_silent_twice_hears_of_it_twice(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> list[By]:
        staff = make_staff(tx, "thuky", Role.CLERK)
        contact = tx.contacts.meet("test", "7", START).id
        asked = receiving.Asked("Cống tắc, ai sửa?", "khac", "chat", contact_id=contact)
        question = receiving.receive(tx, content, asked, START, actor="contact")
        heard = []
        for _ in range(2):
            question = moves.move(tx, question, Move.ASK_MORE, START, staff=staff)
            closed = closing.close_silent(tx, content, question, START)
            heard += [one.by for one in closed.told]
            question = closing.restore(tx, content, closed.question, START, staff=staff).question
        return heard

    assert await db.transaction(work) == [By.MESSAGE, By.MESSAGE]


async def test_nobody_is_called_about_a_question_taken_back(db: Database, content: Content) -> None:
    """Neither now nor when a message about it fails later."""

    def work(tx: Transaction) -> None:
        staff = make_staff(tx, "thuky", Role.CLERK)
        contact = tx.contacts.meet("test", "7", START).id
        asked = receiving.Asked(
            "Cống tắc, ai sửa?", "khac", "chat", contact_id=contact, phone="+84912345678"
        )
        question = receiving.receive(tx, content, asked, START, actor="contact")
        done = asking_back.ask_more(tx, content, question, "Ở đâu?", START, staff=staff)
        followed.take_back(tx, done.question, START)
        tx.outbox.refuse_all(contact, START, "blocked")
        assert tx.calls.open() == []

    await db.transaction(work)


async def test_after_a_restore_nothing_is_said_to_be_on_its_way(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        who = guest(tx, "test")
        tx.outbox.hold_all(START)
        assert inform(tx, content, who) == Told(By.MESSAGE, "test", held=True)
        tx.outbox.release(START)
        assert inform(tx, content, who, "after") == Told(By.MESSAGE, "test")

    await db.transaction(work)


async def test_a_call_about_an_event_outlives_what_is_done_with_the_seat(
    db: Database, content: Content
) -> None:
    """It moved, then the offered seat was taken; it was cancelled, then the seat was to be."""

    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=1)
        for number in (1, 2):
            register(at_desk(tx), event, wanted(number), contact_id=None, source="paper")
        first, second = tx.registrations.of_event(event.id)
        desk = at_desk(tx, START, "thuky")
        cancel(desk, event, first)
        moved = replace(event, starts_at=event.starts_at + timedelta(hours=1), version=2)
        save_change(desk, event, moved)
        offered = tx.registrations.get(second.id)
        assert offered and accept(desk, moved, offered).outcome is SeatOutcome.SEATED
        calls = [task.message for task in tx.calls.open() if task.registration_id == second.id]
        assert calls == ["event/changed"]
        off = replace(moved, state=EventState.CANCELLED, version=3)
        call_off(desk, off)
        seated = tx.registrations.get(second.id)
        assert seated and cancel(desk, off, seated).outcome is SeatOutcome.NOT_HELD
        calls = [task.message for task in tx.calls.open() if task.registration_id == second.id]
        assert calls == ["event/cancelled"]

    await db.transaction(work)


async def test_nobody_is_called_to_hear_what_is_no_longer_so(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        clerk, leader = make_staff(tx, "thuky", Role.CLERK), make_staff(tx, "lanh", Role.APPROVER)
        asked = receiving.Asked("Cống tắc?", "khac", "paper", phone="+84912345678", public=True)
        question = receiving.receive(tx, content, asked, START, actor="thuky")

        def to_call() -> list[str]:
            return sorted(task.message for task in tx.calls.open())

        def answered(text: str) -> Question:
            now = answering.answer(
                tx, content, question, text, "", START, staff=clerk, public_question="Cống tắc?"
            ).question
            draft = tx.questions.draft(now.id)
            assert draft
            return approving.approve(tx, content, now, draft.id, START, staff=leader).question

        question = closing.redirect(tx, content, question, "Nơi khác", START, staff=clerk).question
        assert to_call() == ["question/redirected"]
        question = closing.restore(tx, content, question, START, staff=clerk).question
        assert to_call() == ["question/restored"]
        question = routing.assign(
            tx, content, question, START, staff=clerk, office="kthtdt"
        ).question
        for days in (20, 30):
            due = START.date() + timedelta(days=days)
            question = routing.extend(
                tx, content, question, due, "chờ", START, staff=leader
            ).question
        assert to_call() == ["question/extended", "question/restored"]
        question = answered("Đã sửa")
        assert to_call() == ["question/answered"]
        for _ in range(2):
            question = publishing.publish(tx, content, question, START, staff=leader).question
            assert to_call() == ["question/answered", "question/published"]
            question = publishing.unpublish(
                tx, content, question, "nhầm", START, staff=leader
            ).question
            assert to_call() == ["question/answered"]  # they never heard that it was there
        question = reopening.reopen(tx, content, question, "chưa đủ", START, staff=leader).question
        assert to_call() == ["question/reopened"]
        answered("Sửa xong hẳn")
        assert to_call() == ["question/answered"]

    await db.transaction(work)


async def test_an_offer_of_an_event_that_moves_nearer_is_told_anew(
    db: Database, content: Content
) -> None:
    """Whoever was offered a seat must answer before the event as it is now; whoever waits is not
    told that they have a ticket."""

    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=1, days=9)
        seated = register(at_desk(tx), event, wanted(1), contact_id=None, source="chat")
        for number in (2, 3):
            contact = tx.contacts.meet("test", f"{number}", START).id
            register(at_desk(tx), event, wanted(number), contact_id=contact, source="chat")
        assert seated.registration
        cancel(at_desk(tx), event, seated.registration)
        sooner = replace(event, starts_at=START + timedelta(hours=8), version=2)
        sooner = replace(sooner, ends_at=sooner.starts_at + timedelta(hours=3))
        told = save_change(at_desk(tx, START, "thuky"), event, sooner).told
        assert [one.by for one in told] == [By.MESSAGE] * 2
        [offered] = tx.registrations.in_state(event.id, RegistrationState.OFFERED)
        assert offered.offer_until == sooner.starts_at - timedelta(hours=2)
        bodies = [row.body for row in tx.outbox.claim("test", START + timedelta(hours=1), 100)]
        [again] = [body for body in bodies if "Xin nhận chỗ trước" in body]
        assert "Lịch đã đổi" in again
        [waits] = [body for body in bodies if "Thay đổi về" in body]
        assert "danh sách chờ" in waits and "vẫn dùng được" not in waits
        # In the last hours nobody else is offered the seat: it is theirs until it begins.
        late = replace(sooner, starts_at=START + timedelta(hours=1), version=3)
        save_change(at_desk(tx, START, "thuky"), sooner, late)
        upkeep.keep_up(tx, content, START + timedelta(minutes=30))
        [offered] = tx.registrations.in_state(event.id, RegistrationState.OFFERED)
        assert offered.offer_until == late.starts_at

    await db.transaction(work)


async def test_a_call_about_an_offer_says_when_the_event_is_now(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=1)
        seated = register(at_desk(tx), event, wanted(1), contact_id=None, source="chat")
        register(at_desk(tx), event, wanted(2), contact_id=None, source="chat")
        assert seated.registration
        cancel(at_desk(tx), event, seated.registration)
        moved = replace(event, starts_at=event.starts_at - timedelta(days=7), version=2)
        save_change(at_desk(tx, START, "thuky"), event, moved)
        calls = {task.message: task.text for task in tx.calls.open()}
        assert calls.keys() == {"ticket/offer", "event/changed"}
        assert "Lịch đã đổi" in calls["ticket/offer"]
        assert "vẫn dùng được" not in calls["event/changed"]

    await db.transaction(work)


async def test_whoever_is_joined_to_a_question_that_waits_for_more_is_asked_too(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        clerk = make_staff(tx, "thuky", Role.CLERK)
        asked = [
            receiving.receive(
                tx, content, receiving.Asked(text, "khac", "paper", phone=phone), START, actor="a"
            )
            for text, phone in (("Cống tắc?", "+84912345678"), ("Cống tắc", "+84912345679"))
        ]
        head = asking_back.ask_more(tx, content, asked[0], "Ở số mấy?", START, staff=clerk).question
        joined = merging.merge(tx, content, asked[1], head, START, staff=clerk).question
        mine = [task for task in tx.calls.open() if task.question_id == joined.id]
        assert sorted(task.message for task in mine) == ["question/merged", "question/needs_info"]
        assert any("Ở số mấy?" in task.text for task in mine)

    await db.transaction(work)


async def test_nobody_gets_a_seat_of_what_is_past_or_hears_of_a_draft(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=1)
        draft = tx.events.save(replace(event, state=EventState.DRAFT))
        ward = at_desk(tx, START, "thuky")
        made = [
            register(ward, draft, wanted(n), contact_id=None, source="paper") for n in (1, 2, 3)
        ]
        first, waits = made[0].registration, made[1].registration
        assert first and waits
        assert change(ward, draft, waits, replace(wanted(2), companions=0)).told == ()
        assert [one.told for one in made] == [(), (), ()] and tx.calls.open() == []
        assert len(publish(ward, event)) == 2 and len(tx.calls.open()) == 2  # who waits hears now
        over = at_desk(tx, event.ends_at, "thuky")
        gone = cancel(ward, event, first).registration
        assert gone and put_back(over, event, gone).outcome is SeatOutcome.CLOSED
        late = register(over, event, wanted(9), contact_id=None, source="paper")
        assert late.outcome is SeatOutcome.CLOSED
        off = tx.events.save(replace(event, state=EventState.CANCELLED))
        now = tx.registrations.get(waits.id)
        assert now
        more = Wanted(companions=now.companions + 1)
        assert change(ward, off, now, more).outcome is SeatOutcome.NOT_HELD
        mended = change(ward, off, now, Wanted(phone="+84912345699"))
        assert mended.outcome is SeatOutcome.CHANGED  # somebody has to be called there

    await db.transaction(work)


async def test_a_party_that_never_fits_does_not_wait(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=3)
        ward = at_desk(tx, START, "thuky")
        many = replace(wanted(1), companions=3)
        refused = register(ward, event, many, contact_id=None, source="paper")
        assert refused.outcome is SeatOutcome.NEVER_FITS
        made = [
            register(
                ward, event, replace(wanted(n), companions=2), contact_id=None, source="paper"
            ).registration
            for n in (1, 2)
        ]
        assert made[0] and made[1]
        assert change(ward, event, made[0], Wanted(companions=3)).outcome is SeatOutcome.FULL
        assert change(ward, event, made[1], Wanted(companions=3)).outcome is SeatOutcome.NEVER_FITS

    await db.transaction(work)


async def test_a_party_that_an_event_became_too_small_for_holds_up_nobody(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=4)
        ward = at_desk(tx, START, "thuky")

        def come(number: int, people: int) -> Registration:
            asked = replace(wanted(number), companions=people - 1)
            made = register(ward, event, asked, contact_id=None, source="paper").registration
            assert made
            return made

        first, many, one = come(1, 2), come(2, 4), come(3, 1)
        smaller = replace(event, capacity=3, version=event.version + 1)
        saved = save_change(ward, event, smaller)
        S = RegistrationState

        def state(registration: Registration) -> RegistrationState:
            kept = tx.registrations.get(registration.id)
            assert kept
            return kept.state

        assert (state(first), state(many), state(one)) == (S.CONFIRMED, S.WAITLISTED, S.OFFERED)
        assert [told.about for told in saved.told] == [many.id, one.id]
        clerk = make_staff(tx, "thuky2", Role.CLERK, now=START)
        [call] = [c for c in calls.to_make(tx, content, clerk, START) if c.name == many.name]
        assert "không có đủ chỗ cho nhóm 4 người" in call.text and "vị trí" not in call.text

    await db.transaction(work)


async def test_who_has_a_number_is_not_said_to_be_without_one(
    db: Database, content: Content
) -> None:
    """A change not worth a call, or a seat taken on the telephone."""

    def work(tx: Transaction) -> None:
        event = make_event(tx)
        ward = at_desk(tx, START, "thuky")
        made = register(ward, event, wanted(1), contact_id=None, source="paper").registration
        assert made
        told = change(ward, event, made, Wanted(position="Chủ hộ")).told
        assert [one.by for one in told] == [By.SPARED]
        assert telling.tally(told).people == 0

    await db.transaction(work)


async def test_who_is_told_of_two_things_is_one_person(db: Database, content: Content) -> None:
    """Offered a seat, and the event moves: two matters, one call, and one person in the count."""

    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=1)
        for number in (1, 2):
            register(at_desk(tx), event, wanted(number), contact_id=None, source="paper")
        cancel(at_desk(tx), event, tx.registrations.of_event(event.id)[0])
        moved = replace(event, place="Hội trường C", version=2)
        told = save_change(at_desk(tx, START, "thuky"), event, moved).told
        assert telling.tally(told).calls == 1

    await db.transaction(work)


def owed(tx: Transaction) -> list[str]:
    return sorted(task.message for task in tx.calls.open())


async def test_an_arrival_by_mistake_takes_no_call_and_no_message_from_anybody(
    db: Database, content: Content
) -> None:
    """A wrong tap at the door, taken back: what was still to be said is still to be said."""

    def work(tx: Transaction) -> None:
        door = at_desk(tx, staff="cua")
        called, written = guest(tx), guest(tx, "test", phone="+84912345679")
        for who in (called, written):
            inform(tx, content, who, f"event:{who.id}:")
            tell(
                tx, content, who, "ticket/reminder", START, key=f"reminder:{who.id}:1",
                due=START + timedelta(days=1), registration=who, days=1,
                event=tx.events.get(who.event_id),
            )  # fmt: skip
        before = owed(tx)
        assert before == ["event/changed", "ticket/reminder"]
        for who in (called, written):
            event = tx.events.get(who.event_id)
            assert event
            came = check_in(door, event, who).registration
            assert came and undo_check_in(door, event, came).outcome is SeatOutcome.CHANGED
        assert owed(tx) == before and tx.outbox.count(OutboxState.PENDING) == 2

    await db.transaction(work)


@pytest.mark.parametrize("act", [cancel, "absent"])
async def test_whoever_is_put_back_is_told_what_they_had_not_heard(
    db: Database, content: Content, act: object
) -> None:
    def work(tx: Transaction) -> None:
        staff = at_desk(tx, staff="vt")
        who = guest(tx)
        inform(tx, content, who)
        event = tx.events.get(who.event_id)
        assert event
        if act == "absent":
            release_absent(staff, event)
        else:
            cancel(staff, event, who)
        # The absent may still come, at the hour they know.
        assert owed(tx).count("event/changed") == (act == "absent")
        gone = tx.registrations.get(who.id)
        assert gone and put_back(staff, event, gone).outcome is SeatOutcome.SEATED
        assert owed(tx) == ["event/changed", "ticket/registered_by_ward"]

    await db.transaction(work)


async def test_a_call_set_aside_does_not_outlive_what_it_was_about(
    db: Database, content: Content
) -> None:
    """The event is called off while somebody is marked as arrived by mistake."""

    def work(tx: Transaction) -> None:
        door, who = at_desk(tx, staff="cua"), guest(tx)
        inform(tx, content, who, f"event:{who.event_id}:{who.id}:2")
        event = tx.events.get(who.event_id)
        assert event
        came = check_in(door, event, who).registration
        off = replace(event, state=EventState.CANCELLED, version=event.version + 1)
        call_off(door, off)
        assert came and undo_check_in(door, off, came).outcome is SeatOutcome.CHANGED
        assert owed(tx) == ["event/cancelled"]

    await db.transaction(work)


async def test_whoever_writes_where_the_message_stands_has_read_it(
    db: Database, content: Content
) -> None:
    """A message on the page of a web chat, and a call: the call is over when they press something
    there, not when they had before, nor on another channel."""

    def work(tx: Transaction) -> None:
        tx.calls.set_channels([("web", False, None)])
        who = guest(tx, "web")
        assert inform(tx, content, who).by is By.CALL
        [row] = tx.outbox.claim("web", START, 9)
        tx.contacts.meet("web", "7", START)
        tx.outbox.settle([Settled(row.id, OutboxState.SENT)], START + timedelta(seconds=5))
        tx.contacts.meet("web", "7", START + timedelta(seconds=4))
        tx.contacts.meet("web", "8", START + timedelta(seconds=9))
        assert owed(tx) == ["event/changed"]
        tx.contacts.meet("web", "7", START + timedelta(seconds=6))
        assert owed(tx) == []

    await db.transaction(work)


async def test_whoever_was_not_told_of_the_new_hour_is_called_though_their_seat_is_given_away(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx, seats=2)
        late, there = (sign_up(tx, event, number).registration for number in (1, 2))
        assert late and there
        check_in(at_desk(tx), event, there, at=event.starts_at)
        sooner = replace(event, starts_at=event.starts_at - timedelta(minutes=20), version=9)
        save_change(at_desk(tx), event, sooner)
        assert [task.registration_id for task in tx.calls.open()] == [late.id]  # the other is there
        release_absent(at_desk(tx), sooner)
        gone = tx.registrations.get(late.id)
        assert gone and gone.state is RegistrationState.NO_SHOW
        [task] = tx.calls.open()
        said = telling.script(tx, content, gone, sooner, {task.message}, START)
        assert "Lịch đã đổi" in said and "nhường" in said and "ghi là không đến" not in said

    await db.transaction(work)


async def test_a_changed_group_is_said_as_such(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = make_event(tx)
        for number, contact in ((1, None), (2, tx.contacts.meet("test", "7", START).id)):
            who = sign_up(tx, event, number).registration
            assert who
            who = tx.registrations.save(replace(who, contact_id=contact))
            ward = Wanted(category=Category.WARD, position="Tổ trưởng")
            change(at_desk(tx, staff="thuky"), event, who, ward)
        [task] = tx.calls.open()
        assert "đại biểu phường, 1 người đi" in task.text
        [row] = tx.outbox.claim("test", START + timedelta(hours=1), 100)
        assert "Thành phần: đại biểu phường" in row.body

    await db.transaction(work)


async def test_who_never_heard_that_staff_registered_them_need_not_hear_that_it_is_over(
    db: Database, content: Content
) -> None:
    """A sheet of another event is taken back: nobody is called twice about nothing."""

    def work(tx: Transaction) -> None:
        event, desk = make_event(tx), at_desk(tx, staff="a")
        rows = [
            AttendeeRow(n, name=f"Người {n}", phone=f"+8491{n:07}", business=f"Hộ {n}")
            for n in (1, 2, 3)
        ]
        import_rows(desk, event, rows)
        assert tx.calls.open() == []
        heard = tx.registrations.by_phone(event.id, "+84910000001")
        assert heard is not None
        told = tell(
            tx, content, heard, "event/changed", START, key="k", registration=heard, event=event
        )
        task = tx.calls.get(told.call_id or 0)
        assert task is not None
        tx.calls.save(replace(task, state=CallState.TOLD, done_at=START))
        came = tx.registrations.by_phone(event.id, "+84910000003")
        assert came is not None
        tx.registrations.save(replace(came, state=RegistrationState.CHECKED_IN))
        [batch] = batches(tx, event)
        assert {one.name for one in batch.added} == {"Người 1", "Người 2"}
        with pytest.raises(NotDone):
            take_back(desk, event, batch, typed=3)
        take_back(desk, event, batch, typed=2)
        states = [one.state for one in tx.registrations.of_event(event.id)]
        assert [str(state) for state in states] == ["cancelled", "cancelled", "checked_in"]
        assert {task.registration_id for task in tx.calls.open()} == {heard.id}
        assert batches(tx, event) == []
        assert erased_of(tx, event) == 0  # the trial of an old sheet asks about those
        erase_registration(tx, content, heard, START)
        assert erased_of(tx, event) == 1

    await db.transaction(work)
