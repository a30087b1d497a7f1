"""The clock is set far ahead for a while and then right again: nothing is done that cannot be
undone, and nothing is mute until that time comes."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.app import Core
from bot.channels.base import Capabilities
from bot.core import guard
from bot.core.schedule import beat
from bot.files import backup, restore
from content.library import Content
from handlers.broadcast import steering
from handlers.conference.seating import Wanted
from handlers.conference.seats import cancel, register
from handlers.own_data import erasure
from handlers.talk.messages import IncomingKind, Picture
from storage import database
from storage.broadcast_models import Broadcast, BroadcastKind, BroadcastState
from storage.database import Transaction
from storage.engines.sqlite import gone_list
from storage.event_models import Event, Registration, RegistrationState
from tests.support.broadcast import MONDAY, approved, current, subscribe
from tests.support.clock import START, FixedClock
from tests.support.conference import at_desk, make_event
from tests.support.pictures import jpeg
from tests.support.play import RecordingChannel, exchange, playing, said

DAY = timedelta(days=1)
_S = RegistrationState


async def heart(core: Core, clock: FixedClock, *, sweeping: bool = True) -> None:
    """One round of everything that happens by itself."""
    await beat(
        core.database, core.content, clock(), core.photos, sweeping=sweeping, lasted=clock.lasted
    )
    await core.settle()


async def leap(core: Core, clock: FixedClock, ahead: timedelta) -> None:
    """Set ahead, a few beats of the heart, set right."""
    await heart(core, clock)
    clock.now += ahead
    for _ in range(3):
        await heart(core, clock)
        clock.pass_time(seconds=30)
    clock.now -= ahead
    await heart(core, clock)


def book(tx: Transaction, event: Event, count: int) -> list[Registration]:
    found = []
    for number in range(count):
        contact = tx.contacts.meet("test", f"p{number}", START)
        wanted = Wanted(
            name=f"Nguyễn Văn {'ABC'[number]}", phone=f"+8491234567{number}", neighbourhood="TDP 1"
        )
        decided = register(
            at_desk(tx), event, wanted, contact_id=contact.id, source="chat"
        ).registration
        assert decided is not None
        found.append(decided)
    return found


async def of_event(core: Core, event: Event) -> list[Registration]:
    return await core.database.transaction(lambda tx: tx.registrations.of_event(event.id))


async def test_nobody_is_absent_from_a_conference_to_come(tmp_path: Path, content: Content) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, _):

        def make(tx: Transaction) -> Event:
            event = make_event(tx, days=1)
            book(tx, event, 2)
            return event

        event = await core.database.transaction(make)
        await leap(core, clock, 3 * DAY)
        assert {one.state for one in await of_event(core, event)} == {_S.CONFIRMED}
        clock.pass_time(days=3)  # it was, and nobody came
        await heart(core, clock)
        assert {one.state for one in await of_event(core, event)} == {_S.NO_SHOW}


async def test_an_offered_seat_stays_offered_for_its_day(tmp_path: Path, content: Content) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):

        def make(tx: Transaction) -> Event:
            event = make_event(tx, days=10, seats=1)
            cancel(at_desk(tx), event, book(tx, event, 3)[0])
            return event

        event = await core.database.transaction(make)
        await leap(core, clock, DAY + timedelta(minutes=1))
        assert [one.state for one in await of_event(core, event)] == [
            _S.CANCELLED, _S.OFFERED, _S.WAITLISTED,
        ]  # fmt: skip
        assert not any("quá hạn" in text for text in channel.texts("p1"))
        clock.pass_time(hours=24, minutes=2)  # in its own time it goes to the next
        await heart(core, clock)
        assert [one.state for one in await of_event(core, event)][1:] == [_S.EXPIRED, _S.OFFERED]


async def test_what_is_due_every_day_is_done_the_next_day(tmp_path: Path, content: Content) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        await leap(core, clock, 40 * DAY)

        def make(tx: Transaction) -> None:
            book(tx, make_event(tx, days=4), 1)

        await core.database.transaction(make)
        for _ in range(4 * 24):
            clock.pass_time(hours=1)
            await heart(core, clock, sweeping=False)
        assert sum("Nhắc ông/bà" in text for text in channel.texts("p0")) == 2
        due = await core.database.transaction(lambda tx: tx.schedules.all())
        assert all(one.next_run_at <= clock() + 32 * DAY for one in due)


async def test_nothing_kept_is_too_old_at_once(tmp_path: Path, content: Content) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        channel.pictures["p1"] = jpeg()
        await exchange(core, channel, said("xin chào"))
        await core.database.transaction(lambda tx: book(tx, make_event(tx, days=1), 1))
        photo = replace(said("giấy này", kind=IncomingKind.PHOTO), picture=Picture("p1"))
        await exchange(core, channel, photo)
        await leap(core, clock, 500 * DAY)

        def look(tx: Transaction) -> tuple[str, int]:
            [one] = tx.registrations.with_phone("+84912345670")
            return one.name, len(tx.questions.photo_names())

        assert await core.database.transaction(look) == ("Nguyễn Văn A", 1)
        clock.pass_time(days=500)  # time itself takes both away
        await heart(core, clock)
        assert await core.database.transaction(
            lambda tx: (tx.registrations.with_phone("+84912345670"), tx.questions.photo_names())
        ) == ([], set())


async def test_backups_and_the_list_of_erasures_stay(tmp_path: Path, content: Content) -> None:
    clock, into = FixedClock(), tmp_path / "b"
    async with playing(tmp_path, content, clock) as (core, _):
        db = core.database
        nights = guard.Nights(db, content, clock, into, lasted=clock.lasted)
        mirror = guard.Mirror(db.path, into, clock)
        contact = await db.transaction(lambda tx: tx.contacts.meet("test", "7", START))
        await db.transaction(lambda tx: tx.people.keep_profile(contact.id, START, {"name": "Bưởi"}))
        for _ in range(3):
            await heart(core, clock)
            await nights.look()
            clock.pass_time(days=1)
        kept = backup.all_in(into)
        assert len(kept) == 3
        shutil.copytree(kept[0].folder, tmp_path / "stick")
        await db.transaction(lambda tx: erasure.erase(tx, content, contact.id, clock()))
        await mirror.look()
        listed = gone_list.read(gone_list.list_of(db.path))
        assert listed
        clock.now += 400 * DAY
        await heart(core, clock)
        await nights.look()
        await db.transaction(lambda tx: tx.contacts.delete(tx.contacts.meet("test", "8", START).id))
        await mirror.look()
        clock.now -= 400 * DAY
        await heart(core, clock)
        await nights.look()
        assert {one.folder for one in kept} <= {one.folder for one in backup.all_in(into)}
        for there in (gone_list.list_of(db.path), into / backup.MIRROR):
            assert {line.id for line in listed} <= {line.id for line in gone_list.read(there)}
    url = f"sqlite:///{db.path}"
    outcome = await restore.restore(url, tmp_path / "stick", content, clock())
    assert outcome.erased_again > 0
    async with database.open(url) as again:
        assert await again.transaction(lambda tx: tx.people.profile(contact.id)) is None


async def urgent_on_its_way(core: Core, clock: FixedClock, *, steps: int) -> Broadcast:
    """An urgent broadcast to three people, past its two minutes and so many steps on."""

    def make(tx: Transaction) -> Broadcast:
        subscribe(tx, 3, MONDAY)
        return approved(tx, MONDAY, kind=BroadcastKind.URGENT)

    made = await core.database.transaction(make)
    clock.pass_time(minutes=3)
    for _ in range(steps):
        await core.broadcaster.step()
    return made


async def test_a_broadcast_that_was_resumed_is_not_for_ever(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, _):
        made = await urgent_on_its_way(core, clock, steps=3)

        def look_at_it(tx: Transaction) -> None:
            going = tx.broadcasts.get(made.id)
            assert going is not None
            steering.resume(tx, steering.pause(tx, going, "x"), clock())

        await core.database.transaction(look_at_it)
    clock.pass_time(days=91)
    channel = RecordingChannel()
    async with playing(tmp_path, content, clock, channel) as (core, _):
        for _ in range(4):
            await core.broadcaster.step()
            await core.settle()
        after = await current(core, made)
        assert channel.sent == []
        assert (after.state, after.note) == (BroadcastState.PAUSED, "too_late")


async def test_what_waited_to_be_sent_is_looked_at_before_it_goes(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, _):
        made = await urgent_on_its_way(core, clock, steps=6)  # in the outbox by now
    clock.pass_time(days=91)
    channel = RecordingChannel(Capabilities(text_limit=4096))
    async with playing(tmp_path, content, clock, channel) as (core, _):
        await core.settle()  # as if the broadcaster were slow to begin
        assert channel.sent == []
        await core.broadcaster.step()
        assert (await current(core, made)).note == "too_late"


async def test_administrators_hear_that_the_clock_leapt(tmp_path: Path, content: Content) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, _):
        await heart(core, clock)
        clock.now += 3 * DAY
        await heart(core, clock)
        alarms = await core.database.transaction(lambda tx: tx.alarms.all())
        assert [one.what for one in alarms] == ["clock"]
        clock.now -= 3 * DAY
        await heart(core, clock)
        assert await core.database.transaction(lambda tx: tx.alarms.all()) == []
