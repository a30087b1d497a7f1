"""A broadcast from a draft to the last recipient: who may, who gets it, what stops it."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import Core
from bot.channels.base import Capabilities, Rejected, Stopped, Unsure
from content.library import Content
from handlers.broadcast import (
    approval,
    drafting,
    engine,
    message,
    planning,
    steering,
    subscriptions,
)
from handlers.broadcast.approval import OtherVersion
from handlers.broadcast.drafting import BroadcastRefused
from handlers.conference.seating import Wanted
from handlers.conference.seats import register
from handlers.talk.messages import SendingPolicy
from storage.broadcast_models import Audience, Base, Broadcast, BroadcastKind, BroadcastState
from storage.database import Database, Transaction
from storage.event_models import BusinessKind
from storage.staff_models import Role
from tests.support.broadcast import (
    MONDAY,
    WARD,
    approved,
    current,
    send_all,
    states,
    subscribe,
    two_people,
)
from tests.support.clock import FixedClock
from tests.support.conference import at_desk, make_event, make_staff
from tests.support.play import RecordingChannel, exchange, playing, said

S = BroadcastState


async def begun(core: Core, clock: FixedClock, people: int) -> Broadcast:
    """A broadcast just approved, to so many."""

    def work(tx: Transaction) -> Broadcast:
        subscribe(tx, people, clock.now)
        return approved(tx, clock.now)

    return await core.database.transaction(work)


async def test_everybody_who_wants_the_topic_gets_it_once(tmp_path: Path, content: Content) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> Broadcast:
            subscribe(tx, 30, clock.now)
            subscribe(tx, 0, clock.now)
            tx.subscriptions.add(tx.contacts.meet("test", "other", clock.now).id, "chung", MONDAY)
            return approved(tx, clock.now)

        made = await core.database.transaction(begin)
        await core.broadcaster.step()
        assert channel.sent == [], "it can still be taken back"
        await send_all(core, clock)
        await send_all(core, clock)
        assert sorted(address for address, _ in channel.sent) == sorted(f"s{n}" for n in range(30))
        assert await states(core, made) == {"sent": 30}
        ended = await current(core, made)
        assert ended.state is S.SENT and ended.finished_at is not None
        assert "dừng" in channel.sent[0][1].footer


async def test_nobody_approves_their_own_text(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        subscribe(tx, 3, MONDAY)
        author = make_staff(tx, "truongphong", Role.OWNER, now=MONDAY)
        other = make_staff(tx, "thuky", Role.CLERK, now=MONDAY)
        meant = Audience(topics=("thue",))
        made = drafting.draft(
            tx, BroadcastKind.NEWS, "thue", "Tin", "Chữ", meant, MONDAY, author=author
        )
        submitted = approval.submit(tx, content, made, MONDAY)[0]
        for person in (author, other):
            with pytest.raises(BroadcastRefused, match="approve_own"):
                approval.approve(tx, WARD, submitted, submitted.version, person, MONDAY, typed=3)
        # Whoever mended a sentence is an author, too.
        second = make_staff(tx, "lanhdao", Role.APPROVER, now=MONDAY)
        returned = approval.return_(tx, content, submitted, "sửa", MONDAY)[0]
        edited = drafting.edit(tx, returned, second, text="Chữ khác")
        with pytest.raises(BroadcastRefused, match="approve_own"):
            again = approval.submit(tx, content, edited, MONDAY)[0]
            approval.approve(tx, WARD, again, again.version, second, MONDAY, typed=3)

    await db.transaction(work)


async def test_the_approver_types_the_number_of_people(db: Database, content: Content) -> None:
    def work(tx: Transaction) -> None:
        subscribe(tx, 3, MONDAY)
        author, approver = two_people(tx, MONDAY)
        meant = Audience(topics=("thue",))
        made = drafting.draft(
            tx, BroadcastKind.NEWS, "thue", "Tin", "Chữ", meant, MONDAY, author=author
        )
        submitted = approval.submit(tx, content, made, MONDAY)[0]
        with pytest.raises(BroadcastRefused, match="count_changed"):
            approval.approve(tx, WARD, submitted, submitted.version, approver, MONDAY, typed=2)
        version = submitted.version
        with pytest.raises(OtherVersion):
            approval.approve(tx, WARD, submitted, version - 1, approver, MONDAY, typed=3)
        done = approval.approve(tx, WARD, submitted, version, approver, MONDAY, typed=3)
        assert done.state is S.APPROVED

    await db.transaction(work)


async def test_it_can_be_taken_back_for_two_minutes(tmp_path: Path, content: Content) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):
        made = await begun(core, clock, 3)
        clock.pass_time(seconds=119)
        await core.broadcaster.step()
        taken = await core.database.transaction(
            lambda tx: approval.undo(tx, tx.broadcasts.get(made.id) or made)
        )
        assert taken.state is S.DRAFT and taken.approver_id is None
        await send_all(core, clock)
        assert channel.sent == []


async def test_nothing_goes_outside_sending_hours(tmp_path: Path, content: Content) -> None:
    friday_night = MONDAY + timedelta(days=4, hours=12)  # 21:00
    clock = FixedClock(friday_night)
    async with playing(tmp_path, content, clock) as (core, channel):
        made = await begun(core, clock, 3)
        for hours in (1, 12, 24, 36, 48, 58):
            clock.now = friday_night + timedelta(hours=hours)
            await send_all(core, clock)
            assert channel.sent == [], f"{clock.now}"
        assert (await current(core, made)).planned_at == MONDAY + timedelta(days=7, hours=-1)
        clock.now = MONDAY + timedelta(days=7)
        await send_all(core, clock)
        assert len(channel.sent) == 3


async def test_what_is_under_way_rests_at_noon(tmp_path: Path, content: Content) -> None:
    clock = FixedClock(MONDAY + timedelta(hours=1, minutes=57))  # 10:57
    async with playing(tmp_path, content, clock) as (core, channel):
        made = await begun(core, clock, 40)
        clock.pass_time(minutes=2)  # 10:59
        for _ in range(6):
            await core.broadcaster.step()  # everything is in the outbox, nothing was sent yet
        assert (await states(core, made)) == {"queued": 40}
        clock.pass_time(minutes=2)
        await core.broadcaster.step()
        await core.settle()
        assert channel.sent == [] and await states(core, made) == {"waiting": 40}
        clock.pass_time(hours=3)
        await send_all(core, clock)
        assert len(channel.sent) == 40


async def test_an_urgent_one_at_night_needs_a_second_approver(
    tmp_path: Path, content: Content
) -> None:
    evening = MONDAY + timedelta(hours=11)  # 20:00
    clock = FixedClock(evening)
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> Broadcast:
            subscribe(tx, 2, clock.now)
            first = approved(tx, clock.now, kind=BroadcastKind.URGENT)
            assert first.state is S.SUBMITTED
            owner = make_staff(tx, "truongphong", Role.OWNER, now=clock.now)
            approver = tx.staff.by_login("lanhdao")
            assert approver
            with pytest.raises(BroadcastRefused, match="second_approver_other"):
                approval.approve(tx, WARD, first, first.version, approver, clock.now, typed=2)
            return approval.approve(tx, WARD, first, first.version, owner, clock.now, typed=2)

        made = await core.database.transaction(begin)
        assert made.state is S.APPROVED
        await send_all(core, clock)
        assert len(channel.sent) == 2


async def test_stopping_the_news_stops_what_already_waits(tmp_path: Path, content: Content) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):
        made = await begun(core, clock, 3)
        clock.pass_time(minutes=2)
        for _ in range(6):
            await core.broadcaster.step()
        assert await states(core, made) == {"queued": 3}
        await exchange(core, channel, said("Dừng", address="s1"))
        await core.broadcaster.step()
        await core.settle()
        got = [address for address, reply in channel.sent if "Tin thuế" in reply.text]
        assert sorted(got) == ["s0", "s2"]
        await core.broadcaster.step()
        assert await states(core, made) == {"sent": 2, "skipped": 1}


async def test_every_outcome_stands_in_the_ledger(tmp_path: Path, content: Content) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):
        made = await begun(core, clock, 4)
        channel.outcomes = [Stopped("blocked"), Rejected("bad"), Unsure("timed out")]
        await send_all(core, clock)
        assert await states(core, made) == {
            "refused": 1,
            "failed": 1,
            "unconfirmed": 1,
            "sent": 1,
        }
        assert (await current(core, made)).state is S.SENT
        rows = await core.database.transaction(lambda tx: tx.ledger.rows(made.id))
        assert {row.reason for row, _, _ in rows} == {"blocked", "bad", "timed out", ""}
        # A person decides what is in doubt; here: send it again, once.
        doubtful = next(row for row, _, _ in rows if row.state == "unconfirmed")
        await core.database.transaction(
            lambda tx: steering.decide(
                tx, tx.broadcasts.get(made.id) or made, doubtful.contact_id,
                arrived=False, now=clock.now,
            )
        )  # fmt: skip
        await send_all(core, clock)
        assert await states(core, made) == {"refused": 1, "failed": 1, "sent": 2}
        assert len(channel.sent) == 2


async def test_too_many_failures_pause_it_and_tell_the_author(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> Broadcast:
            subscribe(tx, 300, clock.now)
            people = two_people(tx, clock.now)
            mine = tx.contacts.meet("test", "staff", clock.now)
            tx.staff_links.make_code("x", people[0].id, clock.now + timedelta(minutes=1))
            tx.staff_links.use_code("x", mine.id, clock.now)
            return approved(tx, clock.now, people=people)

        made = await core.database.transaction(begin)
        channel.outcomes = [Rejected("bad")] * 150  # all of the first lot
        clock.pass_time(minutes=2)
        for _ in range(6):
            await core.broadcaster.step()
            await core.settle()
        paused = await current(core, made)
        assert paused.state is S.PAUSED and paused.note == "too_many_failures"
        assert any("tự tạm dừng" in text for text in channel.texts("staff"))
        channel.sent.clear()
        await core.settle()
        assert channel.sent == []
        clock.pass_time(minutes=1)
        await core.database.transaction(
            lambda tx: steering.resume(tx, tx.broadcasts.get(made.id) or paused, clock.now)
        )
        await send_all(core, clock)
        counted = await states(core, made)
        assert counted["sent"] + counted["failed"] == 300


async def test_paused_and_stopped_ones_send_nothing_more(tmp_path: Path, content: Content) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):
        made = await begun(core, clock, 20)
        clock.pass_time(minutes=2)
        for _ in range(6):
            await core.broadcaster.step()
        await core.database.transaction(
            lambda tx: steering.pause(tx, tx.broadcasts.get(made.id) or made, "đọc lại")
        )
        await send_all(core, clock)
        assert channel.sent == []
        await core.database.transaction(
            lambda tx: steering.stop(
                tx, tx.broadcasts.get(made.id) or made, "sai", clock.now, typed=20
            )
        )
        await send_all(core, clock)
        assert channel.sent == [] and (await current(core, made)).state is S.STOPPED


async def test_a_correction_goes_to_exactly_those_who_received_the_original(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):
        made = await begun(core, clock, 5)
        channel.outcomes = [Stopped("blocked"), Rejected("bad")]
        await send_all(core, clock)
        received = {address for address, _ in channel.sent}
        assert len(received) == 3
        channel.sent.clear()
        clock.pass_time(minutes=5)

        def correct(tx: Transaction) -> Broadcast:
            subscribe(tx, 9, clock.now)  # newcomers never saw the wrong one
            author, approver = tx.staff.by_login("truyenthong"), tx.staff.by_login("lanhdao")
            original = tx.broadcasts.get(made.id)
            assert author and approver and original
            drafted = drafting.correction(tx, content, original, author, clock.now)
            with pytest.raises(BroadcastRefused):  # one at a time: two would contradict each other
                drafting.correction(tx, content, original, approver, clock.now)
            written = drafting.edit(tx, drafted, author, text="Số đúng là thế này.")
            submitted = approval.submit(tx, content, written, clock.now)[0]
            return approval.approve(
                tx, WARD, submitted, submitted.version, approver, clock.now, typed=3
            )

        await core.database.transaction(correct)
        await send_all(core, clock)
        assert {address for address, _ in channel.sent} == received
        assert "ĐÍNH CHÍNH" in channel.sent[0][1].text


async def test_a_filter_by_neighbourhood_and_kind(db: Database) -> None:
    def work(tx: Transaction) -> None:
        ids = subscribe(tx, 4, MONDAY)
        for number, contact_id in enumerate(ids[:3]):
            told = {
                "name": f"Người {number}",
                "kind": "household" if number else "enterprise",
                "neighbourhood": f"TDP {number % 2}",
            }
            tx.people.keep_profile(contact_id, MONDAY, told)
        everybody = Audience(topics=("thue",))
        assert tx.audiences.count_meant(everybody, MONDAY) == {"test": 4}
        some = replace(everybody, neighbourhoods=("TDP 0",))
        assert tx.audiences.count_meant(some, MONDAY) == {"test": 2}
        households = replace(some, kinds=("household",))
        assert tx.audiences.count_meant(households, MONDAY) == {"test": 1}
        assert tx.audiences.sample_meant(households, MONDAY) == ["Người 2"]

    await db.transaction(work)


async def test_attendees_hear_of_their_event_with_its_time_and_place(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> Broadcast:
            event = make_event(tx, now=clock.now)
            contact = tx.contacts.meet("test", "guest", clock.now)
            person = Wanted("Nguyễn *Văn* A", "+84912345678", BusinessKind.HOUSEHOLD)
            register(at_desk(tx, clock.now), event, person, contact_id=contact.id, source="chat")
            tx.people.keep_profile(contact.id, clock.now, {"name": "Nguyễn *Văn* A"})
            subscribe(tx, 3, clock.now)
            meant = Audience(
                base=Base.ATTENDEES,
                event_id=event.id,
                event_states=drafting.EVENT_STATES["coming"],
            )
            return approved(
                tx, clock.now, audience=meant, kind=BroadcastKind.NOTICE,
                text="Kính gửi {tên}: {sự kiện}, {thời gian}, tại {địa điểm}.",
            )  # fmt: skip

        await core.database.transaction(begin)
        await send_all(core, clock)
        ((address, reply),) = channel.sent
        assert address == "guest"
        assert "Nguyễn \\*Văn\\* A" in reply.text and "Hội trường" in reply.text
        assert "8 giờ" in reply.text and "{" not in reply.text


async def test_people_out_of_the_window_are_counted_and_skipped(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    policy = SendingPolicy(free_for=timedelta(hours=48), paid_for=timedelta(days=7))
    channel = RecordingChannel(Capabilities(text_limit=2000, policy=policy))
    async with playing(tmp_path, content, clock, channel) as (core, _):

        def begin(tx: Transaction) -> Broadcast:
            for number, days in enumerate((0, 1, 3, 6, 10)):
                then = clock.now - timedelta(days=days)
                contact = tx.contacts.meet("test", f"s{number}", then)
                tx.subscriptions.add(contact.id, "thue", then)
            made = approved(tx, clock.now)
            seen = planning.plan(tx, core.content.ward, made, clock.now, core.policies)
            (only,) = seen.channels
            assert (only.people, only.free, only.paid, only.unreachable) == (5, 2, 2, 1)
            return made

        made = await core.database.transaction(begin)
        await send_all(core, clock)
        assert await states(core, made) == {"sent": 2, "skipped": 3}


async def test_an_erased_contact_leaves_no_broadcast_open(tmp_path: Path, content: Content) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, _):

        def begin(tx: Transaction) -> tuple[Broadcast, list[int]]:
            ids = subscribe(tx, 3, clock.now)
            return approved(tx, clock.now), ids

        made, ids = await core.database.transaction(begin)
        clock.pass_time(minutes=2)
        for _ in range(6):
            await core.broadcaster.step()
        await core.database.transaction(lambda tx: tx.contacts.delete(ids[1]))
        await send_all(core, clock)
        assert await states(core, made) == {"sent": 2, "skipped": 1}
        assert (await current(core, made)).state is S.SENT


async def test_having_read_it_is_noted_wherever_the_conversation_stands(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):
        made = await begun(core, clock, 2)
        await exchange(core, channel, said("tính thuế", address="s0"))
        await send_all(core, clock)
        replies = await exchange(core, channel, said("đã đọc", address="s0"))
        assert "Cảm ơn" in replies[0].text and len(replies) == 2  # and the form goes on
        read = await core.database.transaction(lambda tx: tx.ledger.read_count(made.id))
        assert read == 1


async def test_stopping_is_understood_however_it_is_typed(tmp_path: Path, content: Content) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):
        for number, words in enumerate(("dừng", "DỪNG", "dung", "/dung", "Dừng.", "dừng nhận tin")):
            address = f"p{number}"

            def begin(tx: Transaction, address: str = address) -> int:
                contact = tx.contacts.meet("test", address, clock.now)
                tx.subscriptions.add(contact.id, "thue", clock.now)
                return contact.id

            contact_id = await core.database.transaction(begin)
            (reply,) = await exchange(core, channel, said(words, address=address))
            assert "Đã dừng" in reply.text, words
            left = await core.database.transaction(
                lambda tx, c=contact_id: tx.subscriptions.topics_of(c)  # type: ignore[misc]
            )
            assert not left


async def test_right_is_not_stop(tmp_path: Path, content: Content) -> None:
    """Without marks "đúng" and "dừng" are the same word."""
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):
        await core.database.transaction(lambda tx: subscribe(tx, 1, clock.now))
        (reply,) = await exchange(core, channel, said("Đúng", address="s0"))
        assert "Đã dừng" not in reply.text

        def ended(tx: Transaction) -> bool:
            contact = tx.contacts.find("test", "s0")
            assert contact
            return subscriptions.end(tx, contact.id, clock.now)

        assert await core.database.transaction(ended)


async def test_a_crash_is_made_good_where_the_author_wished_so(
    tmp_path: Path, content: Content
) -> None:
    """Only what a crash left in doubt: a platform that never answers would be asked for ever."""
    clock = FixedClock(MONDAY)
    channel = RecordingChannel()
    async with playing(tmp_path, content, clock, channel) as (core, _):

        def begin(tx: Transaction) -> Broadcast:
            subscribe(tx, 4, clock.now)
            return approved(tx, clock.now, resend_unsure=True)

        made = await core.database.transaction(begin)
        clock.pass_time(minutes=2)
        for _ in range(6):
            await core.broadcaster.step()
        await core.database.transaction(lambda tx: tx.outbox.claim("test", clock.now, 2))
    channel.outcomes = [Unsure("timed out")]
    async with playing(tmp_path, content, clock, channel) as (core, _):  # it was killed just then
        assert await states(core, made) == {"queued": 2, "unconfirmed": 2}
        await send_all(core, clock)
        await send_all(core, clock)
        assert await states(core, made) == {"sent": 3, "unconfirmed": 1}
        assert len(channel.sent) == 3


async def test_one_stopped_for_good_is_not_opened_by_a_resend(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):
        made = await begun(core, clock, 3)
        clock.pass_time(minutes=2)
        channel.outcomes = [Unsure("timed out")]
        for _ in range(6):
            await core.broadcaster.step()
        await core.settle()

        def work(tx: Transaction) -> None:
            current_ = tx.broadcasts.get(made.id)
            assert current_
            stopped = steering.stop(tx, current_, "sai", clock.now, typed=3)
            ((row, _, _),) = tx.ledger.rows(made.id, "unconfirmed")
            with pytest.raises(BroadcastRefused, match="stopped_for_good"):
                steering.decide(tx, stopped, row.contact_id, arrived=False, now=clock.now)
            steering.decide(tx, stopped, row.contact_id, arrived=True, now=clock.now)

        await core.database.transaction(work)


async def test_an_urgent_one_that_would_start_after_hours_needs_two(db: Database) -> None:
    """Approved at 16:59 it would go at 17:01: not today, unless two agree."""

    def work(tx: Transaction) -> None:
        subscribe(tx, 2, MONDAY)
        evening = MONDAY + timedelta(hours=7, minutes=59)
        assert approved(tx, evening, kind=BroadcastKind.URGENT).state is S.SUBMITTED

    await db.transaction(work)


async def test_the_text_under_a_file_must_fit_a_caption(db: Database) -> None:
    def work(tx: Transaction) -> None:
        subscribe(tx, 1, MONDAY)
        made = approved(tx, MONDAY)
        long = replace(made, text="chữ " * 200, state=S.DRAFT)
        assert drafting.faults(tx, long) == {}
        for name in ("a.jpg", "a.pdf"):
            assert "text" in drafting.faults(tx, replace(long, attachment=name))

    await db.transaction(work)


async def test_dung_ends_reminders_too(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content, FixedClock(MONDAY)) as (core, channel):
        for text in ("hạn của tôi", "1", "1", "1", "1", "1"):
            await exchange(core, channel, said(text))
        (reply,) = await exchange(core, channel, said("dung"))
        assert "Đã dừng" in reply.text
        (reply,) = await exchange(core, channel, said("hạn của tôi"))
        assert "đang nhắc" not in reply.text


def test_every_refusal_has_its_sentence(content: Content) -> None:
    root = Path(approval.__file__).parent
    keys = {
        key
        for name in ("approval.py", "digests.py", "engine.py")
        for key in re.findall(r'Refused\("(\w+)"\)', (root / name).read_text())
    }
    assert len(keys) > 10 and keys <= set(content.words.console)


async def test_a_fault_in_one_broadcast_does_not_hold_up_another(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, _):

        def begin(tx: Transaction) -> tuple[Broadcast, Broadcast]:
            subscribe(tx, 3, clock.now)
            people = two_people(tx, clock.now)
            bad = approved(tx, clock.now, people=people)
            broken = tx.broadcasts.save(replace(bad, text="{không có}"))
            return broken, approved(tx, clock.now, people=people)

        broken, good = await core.database.transaction(begin)
        await send_all(core, clock)
        await send_all(core, clock)
        assert await states(core, good) == {"sent": 3}
        kept = await current(core, broken)
        assert (kept.state, kept.note) == (S.PAUSED, "fault")


async def test_the_author_and_the_approver_both_hear_that_it_ended(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> Broadcast:
            subscribe(tx, 2, clock.now)
            people = two_people(tx, clock.now)
            for person in people:
                mine = tx.contacts.meet("test", person.login, clock.now)
                tx.staff_links.make_code(person.login, person.id, clock.now + timedelta(minutes=1))
                tx.staff_links.use_code(person.login, mine.id, clock.now)
            return approved(tx, clock.now, people=people)

        await core.database.transaction(begin)
        await send_all(core, clock)
        await send_all(core, clock)
        for login in ("truyenthong", "lanhdao"):
            assert sum("đã gửi xong" in text for text in channel.texts(login)) == 1, login


async def test_a_broadcast_that_can_be_neither_sent_nor_paused_stops_no_other(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):
        bad = await begun(core, clock, 3)
        other = replace(bad, id=0, title="Tin khác")
        await core.database.transaction(lambda tx: tx.broadcasts.add(other))
        step = engine.step

        def odd(tx: Transaction, content: Content, broadcast_id: int, *rest: Any) -> float:
            if broadcast_id == bad.id:
                raise RuntimeError("a bug")
            return step(tx, content, broadcast_id, *rest)

        def no(*_: object) -> None:
            raise RuntimeError("the same bug")

        monkeypatch.setattr(engine, "step", odd)
        monkeypatch.setattr(engine, "give_up", no)
        await send_all(core, clock)
        assert len(channel.sent) == 3


async def test_whoever_was_erased_in_doubt_keeps_no_correction_waiting(db: Database) -> None:
    def work(tx: Transaction) -> None:
        subscribe(tx, 2, MONDAY)
        made = approved(tx, MONDAY)
        tx.audiences.expand(made, MONDAY, 10)
        first, second = (row.contact_id for row, _, _ in tx.ledger.rows(made.id))
        doubt = {"id": made.id}
        tx.broadcasts._db.execute(
            "UPDATE recipient SET state = 'unconfirmed' WHERE broadcast_id = :id", doubt
        )
        tx.ledger.forget_contact(first)
        assert tx.ledger.in_doubt(made.id) == 1
        tx.ledger.forget_contact(second)
        assert tx.ledger.in_doubt(made.id) == 0
        assert tx.ledger.erased(made.id) == {"unconfirmed": 2}

    await db.transaction(work)


async def test_an_older_trial_does_not_arrive_beside_a_newer_one(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):

        def trials(tx: Transaction) -> None:
            author, _ = two_people(tx, MONDAY)
            contact = tx.contacts.meet("test", "author", MONDAY)
            tx.staff_links.make_code("h", author.id, MONDAY + timedelta(hours=1))
            tx.staff_links.use_code("h", contact.id, MONDAY)
            made = drafting.draft(
                tx, BroadcastKind.NEWS, "thue", "Tin", "Bản một", Audience(topics=("thue",)),
                MONDAY, author=author,
            )  # fmt: skip
            assert message.test_send(tx, content, made, author.id, MONDAY, "") == 1
            newer = drafting.edit(tx, made, author, text="Bản hai")
            later = MONDAY + timedelta(minutes=5)
            assert message.test_send(tx, content, newer, author.id, later, "") == 1

        await core.database.transaction(trials)
        await core.settle()
        [text] = channel.texts("author")
        assert "Bản hai" in text and "Bản một" not in text
