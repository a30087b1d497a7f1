"""Whoever was invited and did not answer is reminded: once a day each, by the way there is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.library import Content
from handlers.clock import upkeep
from handlers.conference import inviting, unanswered
from handlers.conference.seats import cancel, register
from handlers.office import calls
from handlers.office.events import save_change
from handlers.own_data.erasure import erase_registration, forget_contact
from handlers.people import consents
from handlers.people.refusing import NotDone
from handlers.people.telling import By
from storage.calls import CallState
from storage.database import Database, Transaction
from storage.event_models import Category, Event, EventState
from storage.question_models import Purpose
from storage.staff_models import Role
from tests.handlers.test_seats import wanted
from tests.support.clock import START
from tests.support.conference import at_desk, make_event, make_staff

MONDAY = date(2026, 11, 23)
LINES = ("Hộ Hoa; tổ 6; 0912 345 678", "Lê Ba; 0987654321", "Quán Năm; tổ 7")


def invited(tx: Transaction, *lines: str) -> Event:
    event = make_event(tx)
    inviting.invite(tx, event, lines or LINES, Category.BUSINESS, "UBND", START)
    return event


def chat_of(tx: Transaction, content: Content, phone: str, *purposes: Purpose) -> int:
    """Somebody who gave this number in a chat and agreed to so much."""
    contact = tx.contacts.meet("test", "7", START).id
    tx.people.keep_profile(contact, START, {"name": "Hoa", "phone": phone})
    for purpose in purposes:
        consents.record(tx, content, contact, "test", purpose, "invitation/silent", START)
    return contact


def everybody(tx: Transaction, event: Event) -> set[int]:
    return {one.id for one in tx.events.invitations(event.id)}


def remind(tx: Transaction, event: Event, day: date = MONDAY) -> list[By]:
    told = unanswered.remind(at_desk(tx, staff="a"), event, everybody(tx, event), day)
    return [one.by for one in told]


def written(tx: Transaction) -> int:
    return len(tx.outbox.claim("test", START + timedelta(days=9), 100))


async def test_numbers_stand_behind_the_address_and_are_no_part_of_it(db: Database) -> None:
    def work(tx: Transaction) -> None:
        found = tx.events.invitations(invited(tx).id)
        assert [(one.recipient, one.address, one.phone) for one in found] == [
            ("Hộ Hoa", "tổ 6", "+84912345678"),
            ("Lê Ba", "", "+84987654321"),
            ("Quán Năm", "tổ 7", ""),
        ]

    await db.transaction(work)


async def test_a_code_stands_for_the_number_of_an_earlier_list(db: Database) -> None:
    def work(tx: Transaction) -> None:
        before = make_event(tx)
        made = register(at_desk(tx), before, wanted(1), contact_id=None, source="chat").registration
        assert made and made.phone
        event = invited(tx, f"{made.name}; tổ 5; {made.code}", "Hộ Hoa; DK-2345678")
        first, second = tx.events.invitations(event.id)
        assert (first.address, first.phone) == ("tổ 5", made.phone)
        assert (second.address, second.phone) == ("DK-2345678", "")  # no right code: left as it is

    await db.transaction(work)


async def test_who_agreed_is_written_to_and_the_others_are_among_the_calls(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = invited(tx)
        chat_of(tx, content, "+84912345678", Purpose.BROADCAST)
        assert remind(tx, event) == [By.MESSAGE, By.CALL, By.NOBODY]
        staff = make_staff(tx, "a", Role.CLERK)
        listed = calls.to_make(tx, content, staff, START)
        assert [(call.name, call.phone) for call in listed] == [
            ("Lê Ba", "+84987654321"),
            ("Quán Năm", ""),
        ]
        assert "có đến được không" in listed[0].text
        [row] = tx.outbox.claim("test", START + timedelta(days=9), 100)
        assert "chưa thấy ông/bà trả lời" in row.body and "0912" not in row.body

    await db.transaction(work)


@pytest.mark.parametrize("purposes", [(), (Purpose.CASE,), (Purpose.REMINDER,)])
async def test_another_consent_is_none_for_this(
    db: Database, content: Content, purposes: tuple[Purpose, ...]
) -> None:
    def work(tx: Transaction) -> None:
        event = invited(tx, LINES[0])
        chat_of(tx, content, "+84912345678", *purposes)
        assert remind(tx, event) == [By.CALL] and written(tx) == 0

    await db.transaction(work)


async def test_nobody_is_reminded_twice_for_a_day(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = invited(tx)
        chat_of(tx, content, "+84912345678", Purpose.BROADCAST)
        remind(tx, event)
        assert remind(tx, event) == [By.BEFORE] * 3
        assert len(tx.calls.open()) == 2 and written(tx) == 1
        days = unanswered.days_of(tx, tx.events.invitations(event.id))
        assert list(days.values()) == [[MONDAY]] * 3
        assert remind(tx, event, MONDAY + timedelta(days=2)) == [By.MESSAGE, By.CALL, By.NOBODY]

    await db.transaction(work)


async def test_who_answered_is_left_in_peace(db: Database, content: Content) -> None:
    """By the number or the name; who cancelled has answered, too."""

    def work(tx: Transaction) -> None:
        event = invited(tx)
        desk = at_desk(tx)
        by_phone = replace(wanted(1), name="Bà Hoa", phone="+84912345678", business="Cơ sở khác")
        register(desk, event, by_phone, contact_id=None, source="chat")
        gone = register(
            desk, event, replace(wanted(2), name="le ba"), contact_id=None, source="chat"
        ).registration
        assert gone
        cancel(desk, event, gone)
        assert [one.recipient for one in unanswered.silent_of(tx, event)] == ["Quán Năm"]
        assert remind(tx, event) == [By.NOBODY]

    await db.transaction(work)


async def test_who_answers_before_the_day_is_neither_written_to_nor_called(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = invited(tx)
        chat_of(tx, content, "+84912345678", Purpose.BROADCAST)
        remind(tx, event)
        for number, phone in ((1, "+84912345678"), (2, "+84987654321")):
            guest = replace(wanted(number), phone=phone)
            register(at_desk(tx), event, guest, contact_id=None, source="chat")
        upkeep.keep_up(tx, content, START)
        assert written(tx) == 0
        [left] = tx.calls.open()
        assert left.text and tx.events.invitation_of(left.invitation_id)

    await db.transaction(work)


@pytest.mark.parametrize("what", ["moved", "revoked"])
async def test_a_reminder_says_nothing_that_is_no_more_so(
    db: Database, content: Content, what: str
) -> None:
    def work(tx: Transaction) -> None:
        event = invited(tx, LINES[0])
        chat_of(tx, content, "+84912345678", Purpose.BROADCAST)
        remind(tx, event)
        desk = at_desk(tx, staff="a")
        if what == "moved":
            later = event.starts_at + timedelta(days=1)
            moved = replace(event, starts_at=later, ends_at=later + timedelta(hours=2))
            save_change(desk, event, moved)
        else:
            [paper] = tx.events.invitations(event.id)
            inviting.revoke(desk, event, paper, handed_out=True)
        assert written(tx) == 0
        kinds = {task.message for task in tx.calls.open()}
        assert kinds <= {"event/changed", "invitation/revoked"}

    await db.transaction(work)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 20), "reminder_day"),
        (date(2026, 12, 30), "reminder_day"),
        (date(2026, 11, 22), "reminder_not_sent"),  # a Sunday
    ],
)
async def test_a_day_on_which_nothing_goes_is_refused(db: Database, day: date, why: str) -> None:
    def work(tx: Transaction) -> None:
        event = invited(tx)
        with pytest.raises(NotDone) as refused:
            remind(tx, event, day)
        assert (refused.value.field, refused.value.why) == ("remind_on", why)
        draft = tx.events.save(replace(event, state=EventState.DRAFT))
        with pytest.raises(NotDone, match="reminder_closed"):
            remind(tx, draft)

    await db.transaction(work)


async def test_a_message_that_fails_becomes_a_call(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = invited(tx, LINES[0])
        contact = chat_of(tx, content, "+84912345678", Purpose.BROADCAST)
        remind(tx, event)
        assert tx.calls.open() == []
        tx.contacts.leave(contact)
        assert remind(tx, event, MONDAY + timedelta(days=2)) == [By.CALL]
        assert [task.state for task in tx.calls.open()] == [CallState.OPEN]

    await db.transaction(work)


async def test_an_erased_person_leaves_no_number_on_a_paper(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        event = invited(tx, *LINES[:2])
        contact = chat_of(tx, content, "+84912345678")
        other = make_event(tx)
        guest = replace(wanted(1), phone="+84987654321")
        made = register(at_desk(tx), other, guest, contact_id=None, source="chat").registration
        assert made
        forget_contact(tx, content, contact, START, keeps_consent=False)
        erase_registration(tx, content, made, START)
        assert [one.phone for one in tx.events.invitations(event.id)] == ["", ""]

    await db.transaction(work)
