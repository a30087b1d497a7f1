"""One seat is free and the first in line are two: they hear of it and may be one; nobody is told
that the room is full."""

from dataclasses import replace
from pathlib import Path

from bot.app import utc_now
from content.library import Content
from handlers.conference.outcomes import SeatOutcome
from handlers.conference.seats import cancel, register
from handlers.office import calls
from handlers.office.events import save_change
from handlers.people import telling
from handlers.people.telling import By
from storage.calls import CallState
from storage.database import Database, Transaction
from storage.event_models import Event, RegistrationState
from storage.staff_models import Role
from tests.handlers.test_seats import sign_up, wanted
from tests.support.clock import START
from tests.support.conference import at_desk, make_event, make_staff
from tests.support.desk import desk
from tests.support.play import exchange, playing, said
from tests.support.site import site

S = RegistrationState


def one_free(tx: Transaction, *, contact_id: int | None) -> Event:
    """Three seats: two taken, one given back; two wait as the first, one behind them."""
    event = make_event(tx, seats=3, now=utc_now())
    assert sign_up(tx, event, 1, 2).outcome is SeatOutcome.SEATED
    leaves = sign_up(tx, event, 2).registration
    first = register(at_desk(tx), event, wanted(3, 2), contact_id=contact_id, source="chat")
    assert first.outcome is SeatOutcome.WAITING and leaves is not None
    assert sign_up(tx, event, 4).outcome is SeatOutcome.WAITING
    cancel(at_desk(tx), event, leaves)
    return event


def states(tx: Transaction, event: Event) -> list[RegistrationState]:
    return [row.state for row in tx.registrations.of_event(event.id)]


async def test_the_first_in_line_hears_how_many_seats_there_are_and_takes_them(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("xin chào"))

        def begin(tx: Transaction) -> Event:
            contact = tx.contacts.find("test", "7")
            assert contact is not None
            return one_free(tx, contact_id=contact.id)

        event = await core.database.transaction(begin)
        await core.settle()
        told = [text for text in channel.texts() if "Còn 1 chỗ" in text]
        assert len(told) == 1 and "xin 2 chỗ" in told[0]
        shown = (await exchange(core, channel, said("vé của tôi")))[-1]
        assert "Còn 1 chỗ, chưa đủ cho nhóm 2 người" in shown.text
        assert "đã đủ chỗ" not in shown.text
        key = next(c.key for c in shown.choices if c.label == "Đổi số người đi")
        await exchange(core, channel, said(key))
        replies = await exchange(core, channel, said("1"))
        assert "Đã giữ chỗ" in replies[-1].text
        held = await core.database.transaction(lambda tx: states(tx, event))
        assert held == [S.CONFIRMED, S.CANCELLED, S.CONFIRMED, S.WAITLISTED]
        await core.settle()
        assert not [text for text in channel.texts() if "Có chỗ cho ông/bà rồi" in text]


async def test_nobody_in_line_is_told_that_the_room_is_full_and_it_is_said_once(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event = one_free(tx, contact_id=None)
        staff = make_staff(tx, "a", Role.CLERK)
        register(at_desk(tx, START, "a"), event, wanted(5), contact_id=None, source="phone")
        texts = [call.text for call in calls.to_make(tx, content, staff, START)]
        assert len(texts) == 2 and not [text for text in texts if "đã đủ chỗ" in text]
        assert sum("Ông/bà có đi 1 người không?" in text for text in texts) == 1
        assert sum("đang mời người chờ trước" in text for text in texts) == 1
        last = tx.registrations.of_event(event.id)[-1]
        before = len(tx.calls.open())
        cancel(at_desk(tx), event, last)
        assert len(tx.calls.open()) == before - 1  # theirs; the first is not told again

    await db.transaction(work)


async def test_staff_see_the_seat_that_nobody_is_offered(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as clerk:
        event = await at.core.database.transaction(lambda tx: one_free(tx, contact_id=None))
        _, page = await clerk.get(f"/su-kien/{event.id}")
        assert "Còn <b>1 chỗ trống</b>" in page and "Người 3" in page and "xin 2 chỗ" in page
        _, page = await clerk.get("")
        assert "1 chỗ trống chưa mời ai" in page


async def test_whoever_asks_for_more_than_is_free_hears_of_every_move(
    db: Database, content: Content
) -> None:
    def work(tx: Transaction) -> None:
        event, at = one_free(tx, contact_id=None), at_desk(tx, now=utc_now(), staff="thuky")
        first = tx.registrations.of_event(event.id)[2]
        for number, place in enumerate(("Trường Phù Liễn", "Nhà văn hóa TDP 8"), 2):
            moved = replace(event, place=place, version=number)
            told = save_change(at, event, moved).told
            event = moved
            assert [one.by for one in told if one.about == first.id][:1] == [By.CALL]
            [call] = [
                task
                for task in tx.calls.open()
                if task.registration_id == first.id and task.message == telling.MOVED
            ]
            assert place in call.text
            # They are called, and told; the next move is news again.
            tx.calls.save(replace(call, state=CallState.TOLD, done_at=at.now, done_by="hoa"))

    await db.transaction(work)
