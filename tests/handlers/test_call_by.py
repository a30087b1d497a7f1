"""By when somebody is to be called: never so late that they would set out for what is not so."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from content.calendar import at
from content.library import Content
from content.office_hours import USUAL, OfficeDays
from handlers.broadcast import drafting
from handlers.broadcast.calls import BroadcastCalls
from handlers.conference.arrivals import check_in
from handlers.conference.inviting import issue
from handlers.conference.outcomes import SeatOutcome
from handlers.conference.seats import cancel, register
from handlers.office import calls, calls_counted
from handlers.office.events import cancel as call_off
from handlers.office.events import save_change
from handlers.people.calendar import CALL_BEFORE, call_by
from handlers.people.telling import Told, tally, tell
from storage.broadcast_models import Audience, Base, BroadcastKind
from storage.calls import CallState
from storage.database import Database, Transaction
from storage.event_models import Event, EventState, Registration
from storage.staff_models import Role, Staff
from tests.handlers.test_seats import sign_up, wanted
from tests.support.conference import at_desk, make_event, make_staff

FRIDAY = datetime(2026, 11, 27, 7, tzinfo=UTC)  # 14:00 in Viet Nam
TODAY = FRIDAY + timedelta(hours=4)  # the event begins at 18:00
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def event_at(tx: Transaction, starts_at: datetime, **given: object) -> Event:
    event = make_event(tx, now=FRIDAY, **given)  # type: ignore[arg-type]
    return tx.events.save(replace(event, starts_at=starts_at, ends_at=starts_at + 2 * HOUR))


def without_chat(tx: Transaction, event: Event, number: int) -> Registration:
    desk = at_desk(tx, FRIDAY, "a")
    done = register(desk, event, wanted(number), contact_id=None, source="paper").registration
    assert done is not None
    return done


def due(tx: Transaction, content: Content, staff: Staff, now: datetime = FRIDAY) -> list[datetime]:
    return [call.due for call in calls.to_make(tx, content, staff, now)]


@pytest.mark.parametrize("what", ["place", "later", "off", "told", "broadcast"])
async def test_of_an_event_today_people_are_called_today(
    db: Database, content: Content, what: str
) -> None:
    def work(tx: Transaction) -> None:
        event = event_at(tx, TODAY)
        who, desk = without_chat(tx, event, 1), at_desk(tx, FRIDAY, "a")
        match what:
            case "place":
                save_change(desk, event, replace(event, place="Nơi khác", version=2))
            case "later":  # they would come today
                changed = replace(event, starts_at=TODAY + 9 * DAY, ends_at=TODAY + 10 * DAY)
                save_change(desk, event, replace(changed, version=2))
            case "off":
                call_off(desk, replace(event, state=EventState.CANCELLED, version=2))
            case "told":
                named = "ticket/registered_by_ward"
                tell(tx, content, who, named, FRIDAY, key="k", registration=who, event=event)
            case "broadcast":
                audience = Audience(Base.ATTENDEES, event_id=event.id, event_states=("confirmed",))
                author = make_staff(tx, "b", Role.COMMUNICATOR)
                given = drafting.draft(
                    tx, BroadcastKind.NEWS, "thue", "Tin", "Chữ", audience, FRIDAY, author=author
                )
                assert BroadcastCalls(tx, content, given, FRIDAY).make(9)
        staff = make_staff(tx, "a", Role.CLERK)
        assert due(tx, content, staff) == [TODAY - CALL_BEFORE]
        assert calls_counted.to_call(tx, content, staff, FRIDAY).today == 1

    await db.transaction(work)


async def test_what_was_owed_of_an_event_that_moved_nearer_is_called_before_it_and_first(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        far, near = (event_at(tx, TODAY + timedelta(days=20), seats=1) for _ in range(2))
        for event in (far, near):
            assert sign_up(tx, event, 1).outcome is SeatOutcome.SEATED
            without_chat(tx, event, 2)  # waits: a call says so
        staff = make_staff(tx, "a", Role.CLERK)
        assert len(set(due(tx, content, staff))) == 1
        tx.events.save(replace(near, starts_at=TODAY, ends_at=TODAY + HOUR))
        first, second = calls.to_make(tx, content, staff, FRIDAY)
        assert first.event is not None and first.event.id == near.id
        assert first.due == TODAY - CALL_BEFORE < second.due

    await db.transaction(work)


async def test_moved_twice_they_are_called_before_the_first_date_they_know(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = event_at(tx, TODAY)
        without_chat(tx, event, 1)
        for version, days in ((2, 7), (3, 20)):
            later = TODAY + timedelta(days=days)
            changed = replace(event, starts_at=later, ends_at=later + HOUR, version=version)
            save_change(at_desk(tx, FRIDAY, "a"), event, changed)
            event = changed
        assert due(tx, content, make_staff(tx, "a", Role.CLERK)) == [TODAY - CALL_BEFORE]

    await db.transaction(work)


def test_in_time_means_when_somebody_is_there_to_call() -> None:
    days, monday, five = OfficeDays({}, USUAL), date(2026, 11, 30), time(17)

    def starts(hour: int, now: datetime = FRIDAY) -> datetime:
        begins = at(monday, time(hour))
        event = Event(
            1, "E", "dialogue", "", begins, begins + HOUR, "", 1, begins, begins, now  # type: ignore[arg-type]
        )  # fmt: skip
        return call_by(days, now, [event], at(monday, five))

    five_on_friday = FRIDAY + 3 * HOUR
    assert starts(8) == five_on_friday and starts(11) == five_on_friday  # not at dawn
    assert starts(15) == at(monday, time(12))
    saturday = FRIDAY + timedelta(days=1)
    assert starts(8, saturday) == saturday  # at once
    after = datetime(2026, 12, 1, tzinfo=UTC)  # it is over: nothing to be in time for
    assert starts(8, after) == at(monday, five)


@pytest.mark.parametrize("by_page", [True, False])
async def test_of_a_moved_event_whoever_holds_an_offer_hears_once(
    db: Database, content: Content, *, by_page: bool
) -> None:
    """One message with the new time and the deadline; the call, where one is owed, says both."""

    def work(tx: Transaction) -> None:
        tx.calls.set_channels([("test", not by_page, None)])
        event = event_at(tx, FRIDAY + timedelta(days=9), seats=1)
        first = sign_up(tx, event, 1).registration
        contact = tx.contacts.meet("test", "7", FRIDAY)
        second = register(at_desk(tx), event, wanted(2), contact_id=contact.id, source="chat")
        assert first and second.outcome is SeatOutcome.WAITING
        cancel(at_desk(tx, FRIDAY), event, first)
        before = len(tx.transcripts.lines(contact.id))
        moved = event.starts_at + timedelta(days=1)
        changed = replace(event, starts_at=moved, ends_at=moved + HOUR, version=2)
        saved = save_change(at_desk(tx, FRIDAY, "a"), event, changed)
        said = [line.body or "" for line in tx.transcripts.lines(contact.id)[before:]]
        assert len(said) == len(saved.told) == 1
        assert "Lịch đã đổi, chỗ mời ông/bà vẫn còn" in said[0] and "Xin nhận chỗ trước" in said[0]
        staff = make_staff(tx, "a", Role.CLERK)
        [call] = calls.to_make(tx, content, staff, FRIDAY) if by_page else [None]
        if call is not None:
            assert "Lịch đã đổi" in call.text and "nhận chỗ không" in call.text

    await db.transaction(work)


async def test_whoever_is_offered_a_seat_by_the_move_hears_of_both_at_once(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = event_at(tx, FRIDAY + timedelta(days=9), seats=1)
        sign_up(tx, event, 1)
        contact = tx.contacts.meet("test", "7", FRIDAY)
        waits = register(at_desk(tx), event, wanted(2), contact_id=contact.id, source="chat")
        assert waits.outcome is SeatOutcome.WAITING
        before = len(tx.transcripts.lines(contact.id))
        changed = replace(event, place="Nhà văn hóa lớn", capacity=9, version=2)
        save_change(at_desk(tx, FRIDAY, "a"), event, changed)
        said = [line.body or "" for line in tx.transcripts.lines(contact.id)[before:]]
        assert len(said) == 1
        assert "Có chỗ cho ông/bà rồi, và lịch đã đổi" in said[0] and "Nhà văn hóa lớn" in said[0]
        assert "vẫn còn" not in said[0]

    await db.transaction(work)


@pytest.mark.parametrize(("days", "calls_due"), [(0, 0), (14, 1)], ids=["on the day", "to try it"])
async def test_whoever_was_ticked_off_before_the_day_is_told_of_another_hour(
    db: Database, content: Content, days: int, calls_due: int
) -> None:
    def work(tx: Transaction) -> None:
        event = event_at(tx, TODAY + timedelta(days=days))
        there = without_chat(tx, event, 1)
        check_in(at_desk(tx, FRIDAY, "a"), event, there)
        later = event.starts_at + HOUR
        changed = replace(event, starts_at=later, ends_at=later + HOUR, version=2)
        save_change(at_desk(tx, FRIDAY, "a"), event, changed)
        assert len(due(tx, content, make_staff(tx, "a", Role.CLERK))) == calls_due

    await db.transaction(work)


async def test_moved_back_nobody_is_called_who_had_not_heard_that_it_moved(
    db: Database, content: Content
) -> None:
    """Neither those of a telephone nor whoever holds a paper; whoever was called hears again."""

    def work(tx: Transaction) -> None:
        event = event_at(tx, TODAY + timedelta(days=20))
        for number in (1, 2):
            without_chat(tx, event, number)
        issue(tx, event, "Công ty Á Đông", "Văn phòng", FRIDAY)
        staff, desk = make_staff(tx, "a", Role.CLERK), at_desk(tx, FRIDAY, "a")

        def move(days: int, version: int) -> tuple[Told, ...]:
            kept = tx.events.get(event.id)
            assert kept is not None
            starts = TODAY + timedelta(days=days)
            after = replace(kept, version=version, starts_at=starts, ends_at=starts + HOUR)
            return save_change(desk, kept, after).told

        assert tally(move(30, 2)).people == 3
        first = calls.to_make(tx, content, staff, FRIDAY)[0]
        assert calls.finish(desk, first, CallState.TOLD, by="a")
        assert tally(move(40, 3)).people == 3  # again another day: of all three
        assert tally(move(20, 4)).people == 1  # back: only who had heard of the second day
        [left] = calls.to_make(tx, content, staff, FRIDAY)
        assert left.name == first.name

    await db.transaction(work)
