"""A broadcast to the people of an event reaches people: whom no message reaches is called."""

import io
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from bot.channels.base import Rejected, Stopped, Unsure
from content.documents.announcements import proof_sheet
from content.library import Content
from content.vietnamese import when
from handlers.broadcast import approval, drafting, planning, steering
from handlers.broadcast import calls as broadcast_calls
from handlers.broadcast.drafting import EVENT_STATES
from handlers.broadcast.planning import UNDO
from handlers.conference.seating import Wanted
from handlers.conference.seats import register
from handlers.office import calls, events
from handlers.office.calls import Call
from handlers.question.receiving import Asked, receive
from storage.broadcast_models import Audience, Base, Broadcast, BroadcastKind, BroadcastState
from storage.broadcasts import audience_json
from storage.calls import CallState
from storage.database import Database, Transaction
from storage.event_models import BusinessKind, Event, EventState
from storage.staff_models import Role
from tests.support.broadcast import MONDAY, WARD, approved, current, send_all, states, two_people
from tests.support.clock import FixedClock
from tests.support.conference import at_desk, make_event, make_staff
from tests.support.play import playing

COMING = EVENT_STATES["coming"]


def comes(
    tx: Transaction,
    event: Event,
    number: int,
    *,
    address: str = "",
    channel: str = "test",
    now: datetime = MONDAY,
) -> None:
    """Somebody with a seat: written to at the address, else known by a phone number only."""
    contact = tx.contacts.meet(channel, address, now).id if address else None
    asked = Wanted(
        name=f"Người {number}",
        phone=f"+8491{number:07}",
        kind=BusinessKind.HOUSEHOLD,
        neighbourhood="TDP 1" if number % 2 else "TDP 2",
    )
    register(at_desk(tx, now=now), event, asked, contact_id=contact, source="import")


def of_event(event: Event, **more: object) -> Audience:
    meant = Audience(base=Base.ATTENDEES, event_id=event.id, event_states=COMING)
    return replace(meant, **more)  # type: ignore[arg-type]  # fields by name


def open_calls(tx: Transaction, content: Content) -> list[Call]:
    clerk = make_staff(tx, f"thuky{tx.calls.ids.next()}", Role.CLERK, now=MONDAY)
    return calls.to_make(tx, content, clerk, MONDAY)


async def test_the_plan_counts_everybody_of_the_group(db: Database) -> None:
    def work(tx: Transaction) -> None:
        tx.calls.set_channels([("test", True, None), ("web", False, None)])
        event = make_event(tx, now=MONDAY)
        comes(tx, event, 1, address="a")
        comes(tx, event, 2, address="b", channel="web")
        for number in range(3, 50):
            comes(tx, event, number)
        author, _ = two_people(tx, MONDAY)
        made = drafting.draft(
            tx, BroadcastKind.NOTICE, "chung", "T", "C", of_event(event), MONDAY, author=author
        )
        plan = planning.plan(tx, WARD, made, MONDAY, {})
        assert (plan.people, plan.told, plan.group.nobody) == (2, 49, 0)
        assert len(plan.group.to_call) == 48  # a page may stay unopened
        here = replace(made, audience=audience_json(of_event(event, channels=("test",))))
        narrow = planning.plan(tx, WARD, here, MONDAY, {})
        assert (narrow.told, len(narrow.group.to_call), narrow.group.nobody) == (1, 0, 48)
        part = of_event(event, neighbourhoods=("TDP 1",))
        of_part = planning.plan(tx, WARD, replace(made, audience=audience_json(part)), MONDAY, {})
        assert of_part.told == len(of_part.group.to_call) == 25

    await db.transaction(work)


async def test_whom_no_message_comes_to_is_called_by_the_broadcast_itself(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> Broadcast:
            event = make_event(tx, now=MONDAY)
            comes(tx, event, 1, address="a")
            comes(tx, event, 2, address="b")
            comes(tx, event, 3)
            author, approver = two_people(tx, MONDAY)
            made = drafting.draft(
                tx, BroadcastKind.NOTICE, "chung", "Đổi phòng", "Kính gửi {tên}: phòng 2.",
                of_event(event), MONDAY, author=author,
            )  # fmt: skip
            submitted = approval.submit(tx, content, made, MONDAY)[0]
            with pytest.raises(drafting.BroadcastRefused, match="count_changed"):
                approval.approve(tx, WARD, submitted, submitted.version, approver, MONDAY, typed=2)
            return approval.approve(
                tx, WARD, submitted, submitted.version, approver, MONDAY, typed=3
            )

        made = await core.database.transaction(begin)
        channel.outcomes = [Stopped("blocked")]
        await send_all(core, clock)
        await send_all(core, clock)
        assert await states(core, made) == {"sent": 1, "refused": 1}
        found = await core.database.transaction(lambda tx: open_calls(tx, content))
        assert [call.name for call in found] == ["Người 3", "Người 1"]
        assert "Kính gửi Người 3: phòng 2." in found[0].text and "Đổi phòng" in found[0].text
        counts = await core.database.transaction(lambda tx: broadcast_calls.counts(tx, made))
        assert counts == {CallState.OPEN: 2}


async def test_whoever_registers_between_approval_and_sending_hears_of_it_too(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, _):

        def begin(tx: Transaction) -> tuple[Event, Broadcast]:
            event = make_event(tx, now=MONDAY)
            comes(tx, event, 1, address="a")
            comes(tx, event, 2)
            notice = approved(
                tx, MONDAY, audience=of_event(event), kind=BroadcastKind.NOTICE, count=2
            )
            return event, notice

        event, made = await core.database.transaction(begin)
        clock.pass_time(seconds=planning.UNDO.total_seconds() / 2)

        def join(tx: Transaction) -> None:
            comes(tx, event, 3, address="c", now=clock.now)
            comes(tx, event, 4, now=clock.now)
            plan = planning.plan(tx, WARD, made, clock.now, {})
            assert (plan.people, plan.told) == (2, 4)

        await core.database.transaction(join)
        await send_all(core, clock)
        await send_all(core, clock)
        assert await states(core, made) == {"sent": 2}
        found = await core.database.transaction(lambda tx: open_calls(tx, content))
        assert sorted(call.name for call in found) == ["Người 2", "Người 4"]


async def test_whom_a_message_missed_before_a_pause_is_called_after_it(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> Broadcast:
            event = make_event(tx, now=MONDAY)
            comes(tx, event, 1, address="a")
            return approved(tx, MONDAY, audience=of_event(event), kind=BroadcastKind.NOTICE)

        made = await core.database.transaction(begin)
        channel.outcomes = [Rejected("400")]
        await send_all(core, clock)

        def pause(tx: Transaction) -> None:
            assert len(open_calls(tx, content)) == 1
            ended = tx.broadcasts.get(made.id)
            assert ended
            going = tx.broadcasts.save(replace(ended, state=BroadcastState.SENDING))
            paused = steering.pause(tx, going, "")
            assert open_calls(tx, content) == []
            steering.resume(tx, paused, clock.now)

        await core.database.transaction(pause)
        await send_all(core, clock)
        await send_all(core, clock)
        assert await states(core, made) == {"failed": 1}
        found = await core.database.transaction(lambda tx: open_calls(tx, content))
        assert [call.name for call in found] == ["Người 1"]


@pytest.mark.parametrize("known_by", ["staff", "the person"])
async def test_a_message_in_doubt_that_did_arrive_calls_off_the_call(
    tmp_path: Path, content: Content, known_by: str
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):
        channel.outcomes = [Unsure("timeout")]

        def work(tx: Transaction) -> Broadcast:
            event = make_event(tx, now=MONDAY)
            comes(tx, event, 1, address="a")
            return approved(tx, MONDAY, audience=of_event(event), kind=BroadcastKind.NOTICE)

        broadcast = await core.database.transaction(work)
        await send_all(core, clock)
        assert len(await core.database.transaction(lambda tx: open_calls(tx, content))) == 1

        def arrived(tx: Transaction) -> None:
            ended = tx.broadcasts.get(broadcast.id)
            assert ended is not None
            [(row, _, _)] = tx.ledger.rows(broadcast.id)
            if known_by == "staff":
                steering.decide(tx, ended, row.contact_id, arrived=True, now=clock.now)
            else:
                assert tx.ledger.mark_read(broadcast.id, row.contact_id, clock.now)

        await core.database.transaction(arrived)
        assert not await core.database.transaction(lambda tx: open_calls(tx, content))


async def test_a_message_in_doubt_that_is_sent_again_calls_off_the_call(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> Broadcast:
            event = make_event(tx, now=MONDAY)
            comes(tx, event, 1, address="a")
            return approved(tx, MONDAY, audience=of_event(event), kind=BroadcastKind.NOTICE)

        made = await core.database.transaction(begin)
        channel.outcomes = [Unsure("timed out")]
        await send_all(core, clock)

        def again(tx: Transaction) -> None:
            assert len(open_calls(tx, content)) == 1
            ended = tx.broadcasts.get(made.id)
            assert ended
            [(row, _, _)] = tx.ledger.rows(made.id)
            steering.decide(tx, ended, row.contact_id, arrived=False, now=clock.now)

        await core.database.transaction(again)
        await send_all(core, clock)
        await send_all(core, clock)
        assert await states(core, made) == {"sent": 1}
        assert await core.database.transaction(lambda tx: open_calls(tx, content)) == []


async def test_a_broadcast_nobody_can_be_written_to_is_approved_and_called(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, _):

        def begin(tx: Transaction) -> Broadcast:
            event = make_event(tx, now=MONDAY, seats=500)
            for number in range(200):
                comes(tx, event, number)
            author, approver = two_people(tx, MONDAY)
            made = drafting.draft(
                tx, BroadcastKind.NOTICE, "chung", "T", "C", of_event(event), MONDAY, author=author
            )
            submitted = approval.submit(tx, content, made, MONDAY)[0]
            return approval.approve(
                tx, WARD, submitted, submitted.version, approver, MONDAY, typed=200
            )

        made = await core.database.transaction(begin)
        await send_all(core, clock)
        await send_all(core, clock)
        assert (await current(core, made)).state is BroadcastState.SENT
        found = await core.database.transaction(lambda tx: open_calls(tx, content))
        assert len(found) == 200


async def test_pausing_stopping_and_cancelling_take_back_calls_not_made(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, _):

        def begin(tx: Transaction) -> tuple[Event, Broadcast]:
            event = make_event(tx, now=MONDAY)
            comes(tx, event, 1, address="a")
            comes(tx, event, 2)
            people = two_people(tx, MONDAY)
            return event, approved(
                tx, MONDAY, audience=of_event(event), people=people, kind=BroadcastKind.NOTICE,
                count=2,
            )  # fmt: skip

        event, made = await core.database.transaction(begin)
        clock.pass_time(seconds=planning.UNDO.total_seconds())
        for _ in range(4):
            await core.broadcaster.step()

        def pause(tx: Transaction) -> None:
            sending = tx.broadcasts.get(made.id)
            assert sending and sending.state is BroadcastState.SENDING
            assert len(open_calls(tx, content)) == 1
            paused = steering.pause(tx, sending, "")
            assert open_calls(tx, content) == []
            steering.resume(tx, paused, clock.now)

        await core.database.transaction(pause)
        await send_all(core, clock)
        await send_all(core, clock)
        assert await states(core, made) == {"sent": 1}

        def cancel(tx: Transaction) -> None:
            assert len(open_calls(tx, content)) == 1
            off = replace(event, state=EventState.CANCELLED, version=event.version + 1)
            events.cancel(at_desk(tx, now=clock.now, staff="thuky"), off)
            [call] = [c for c in open_calls(tx, content) if c.name == "Người 2"]
            assert "không tổ chức" in call.text and "Hạn nộp thuế" not in call.text

        await core.database.transaction(cancel)


@pytest.mark.parametrize("off", [False, True])
async def test_what_was_written_about_an_event_waits_when_it_changes(
    tmp_path: Path, content: Content, off: bool
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> tuple[Event, Broadcast, Broadcast]:
            event, other = make_event(tx, now=MONDAY), make_event(tx, now=MONDAY)
            people = two_people(tx, MONDAY)
            made = []
            for one, address in ((event, "a"), (other, "b")):
                comes(tx, one, 1, address=address)
                made.append(
                    approved(
                        tx, MONDAY, audience=of_event(one), people=people,
                        kind=BroadcastKind.NOTICE,
                    )
                )  # fmt: skip
            return event, made[0], made[1]

        event, made, untouched = await core.database.transaction(begin)

        def change(tx: Transaction) -> None:
            desk = at_desk(tx, now=MONDAY, staff="thuky")
            assert tx.events.get(event.id)
            if off:
                events.cancel(desk, replace(event, state=EventState.CANCELLED, version=9))
            else:
                moved = replace(event, place="Nhà văn hóa", version=9)
                assert events.save_change(desk, event, moved).moved.broadcasts == 1

        await core.database.transaction(change)
        await send_all(core, clock)
        held = await current(core, made)
        assert held.state is BroadcastState.DRAFT
        assert held.note == ("event_cancelled" if off else "event_moved")
        assert (await current(core, untouched)).state is BroadcastState.SENT
        assert not any("Hạn nộp thuế" in text for text in channel.texts("a"))


async def test_what_is_read_out_after_a_move_says_that_it_is_older(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, _):

        def begin(tx: Transaction) -> Event:
            event = make_event(tx, now=MONDAY)
            comes(tx, event, 1)
            approved(tx, MONDAY, audience=of_event(event), kind=BroadcastKind.NOTICE, count=1)
            return event

        event = await core.database.transaction(begin)
        await send_all(core, clock)
        clock.pass_time(minutes=1)

        def move(tx: Transaction) -> str:
            assert tx.events.get(event.id)
            desk = at_desk(tx, now=clock.now, staff="thuky")
            events.save_change(desk, event, replace(event, place="Nhà văn hóa", version=9))
            [call] = open_calls(tx, content)
            return call.text

        text = await core.database.transaction(move)
        assert text.startswith("Lịch đã đổi") and "Nhà văn hóa" in text
        assert text.index("viết trước khi lịch đổi") < text.index("Hạn nộp thuế")


async def test_a_correction_reaches_whoever_was_called_about_the_original(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, _):

        def begin(tx: Transaction) -> Broadcast:
            event = make_event(tx, now=MONDAY)
            for number in (1, 2):
                comes(tx, event, number)
            asked = Asked("Hỏi?", "khac", "paper", asker="Người 9", phone="+84910000009")
            receive(tx, content, asked, MONDAY, actor="thuky")
            people = two_people(tx, MONDAY)
            return approved(
                tx, MONDAY, audience=of_event(event), people=people, kind=BroadcastKind.NOTICE,
                count=2,
            )  # fmt: skip

        made = await core.database.transaction(begin)
        await send_all(core, clock)

        def correct(tx: Transaction) -> Broadcast:
            desk = at_desk(tx, now=clock.now, staff="thuky")
            first, _ = open_calls(tx, content)
            assert calls.finish(desk, first, CallState.TOLD, by="Thư ký")
            sent = tx.broadcasts.get(made.id)
            author = next(person for person in tx.staff.all() if person.login == "truyenthong")
            approver = next(person for person in tx.staff.all() if person.login == "lanhdao")
            assert sent
            draft = drafting.correction(tx, content, sent, author, clock.now)
            ready = drafting.edit(tx, draft, author, text="Phòng 3 mới đúng.")
            submitted = approval.submit(tx, content, ready, clock.now)[0]
            return approval.approve(
                tx, WARD, submitted, submitted.version, approver, clock.now, typed=2
            )

        await core.database.transaction(correct)
        await send_all(core, clock)
        await send_all(core, clock)
        found = await core.database.transaction(lambda tx: open_calls(tx, content))
        assert [call.name for call in found] == ["Người 1", "Người 2"]
        for call in found:
            assert "Phòng 3 mới đúng" in call.text and "Hạn nộp thuế" not in call.text


async def test_who_asked_on_paper_is_called_once_whatever_they_asked(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, _):

        def begin(tx: Transaction) -> None:
            for text in ("Hỏi một?", "Hỏi hai?"):
                asked = Asked(text, "khac", "paper", asker="Hoa", phone="+84910000009")
                receive(tx, content, asked, MONDAY, actor="thuky")
            approved(
                tx, MONDAY, audience=Audience(base=Base.ASKERS), kind=BroadcastKind.NOTICE, count=1
            )

        await core.database.transaction(begin)
        await send_all(core, clock)

        def look(tx: Transaction) -> list[Call]:
            everybody = make_staff(tx, "chu", Role.OWNER, now=MONDAY)
            return calls.to_make(tx, content, everybody, clock.now)

        [call] = await core.database.transaction(look)
        assert call.name == "Hoa" and "Hạn nộp thuế" in call.text


async def test_what_lies_on_a_page_is_received_when_its_reader_writes_there(
    tmp_path: Path, content: Content
) -> None:
    """Until then the ledger says that it was not opened, and somebody calls."""
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, _):

        def begin(tx: Transaction) -> Broadcast:
            tx.calls.set_channels([("test", False, None)])  # as the web chat
            event = make_event(tx, now=MONDAY)
            for number, address in enumerate("abc"):
                comes(tx, event, number, address=address)
            people = two_people(tx, MONDAY)
            return approved(
                tx, MONDAY, audience=of_event(event), people=people, kind=BroadcastKind.NOTICE
            )

        made = await core.database.transaction(begin)
        await send_all(core, clock)
        await send_all(core, clock)
        assert await states(core, made) == {"unopened": 3}
        clock.pass_time(seconds=UNDO.total_seconds())

        def come_back(tx: Transaction) -> None:
            rows = tx.ledger.rows(made.id, "unopened")
            assert len(rows) == 3 and not tx.ledger.rows(made.id, "sent")
            assert len(open_calls(tx, content)) == 3
            tx.contacts.meet("test", "a", clock.now)
            tx.ledger.forget_contact(rows[1][0].contact_id)  # erased at the counter
            assert len(open_calls(tx, content)) == 2
            assert tx.ledger.counts(made.id).by_state == {"sent": 1, "unopened": 2}
            assert tx.ledger.erased(made.id) == {"unopened": 1}
            of_channel = tx.ledger.counts_by_channel(made.id)["test"]
            assert of_channel.by_state == {"sent": 1, "unopened": 2}

        await core.database.transaction(come_back)


async def test_the_proof_says_what_was_sent_whatever_the_event_became(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, _):

        def begin(tx: Transaction) -> tuple[Event, Broadcast]:
            event = make_event(tx, now=MONDAY)
            comes(tx, event, 1, address="a")
            people = two_people(tx, MONDAY)
            return event, approved(
                tx, MONDAY, audience=of_event(event), people=people, kind=BroadcastKind.NOTICE,
                text="Mời **{tên}** tới {địa điểm} lúc {thời gian}.",
            )  # fmt: skip

        event, made = await core.database.transaction(begin)
        await send_all(core, clock)

        def move(tx: Transaction) -> None:
            now = tx.events.get(event.id)
            assert now is not None
            later = now.starts_at + timedelta(hours=3)
            tx.events.save(replace(now, starts_at=later, place="Nơi khác"))

        await core.database.transaction(move)
        sent = await current(core, made)
        counts = await core.database.transaction(lambda tx: tx.ledger.counts(made.id))
        file = proof_sheet(
            content, clock.now, broadcast=sent, counts=counts, by_channel={"test": counts},
            read=0, people={}, calls={},
        )  # fmt: skip
        said = "\n".join(p.text for p in Document(io.BytesIO(file)).paragraphs)
        assert f"Mời (tên người nhận) tới {event.place} lúc {when(event.starts_at)}." in said
        assert "{" not in said and "SHA" not in said and "1/1 người đã nhận" in said


@pytest.mark.parametrize("what", [{"title": "Tập huấn"}, {"place": "Nhà văn hóa"}])
async def test_a_correction_waits_with_the_event_of_what_it_corrects(
    tmp_path: Path, content: Content, what: dict[str, str]
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, channel):

        def begin(tx: Transaction) -> tuple[Event, Broadcast]:
            event, people = make_event(tx, now=MONDAY), two_people(tx, MONDAY)
            comes(tx, event, 1, address="a")
            return event, approved(
                tx, MONDAY, audience=of_event(event), people=people, kind=BroadcastKind.NOTICE
            )

        event, first = await core.database.transaction(begin)
        await send_all(core, clock)
        await send_all(core, clock)

        def correct(tx: Transaction) -> Broadcast:
            original = tx.broadcasts.get(first.id)
            author, approver = tx.staff.all()
            if author.id not in first.authors:
                author, approver = approver, author
            assert original and original.state is BroadcastState.SENT
            made = drafting.correction(tx, content, original, author, clock.now)
            made = drafting.edit(tx, made, author, text="Xin tới {địa điểm}, {sự kiện}.")
            made = approval.submit(tx, content, made, clock.now)[0]
            return approval.approve(tx, WARD, made, made.version, approver, clock.now, typed=1)

        made = await core.database.transaction(correct)

        def change(tx: Transaction) -> None:
            now = tx.events.get(event.id)
            assert now
            desk = at_desk(tx, now=clock.now, staff="thuky")
            events.save_change(desk, now, replace(now, **what, version=9))  # type: ignore[arg-type]  # fields by name

        await core.database.transaction(change)
        await send_all(core, clock)
        held = await current(core, made)
        assert (held.state, held.note) == (BroadcastState.DRAFT, "event_moved")
        assert not any("Xin tới" in text for text in channel.texts("a"))


async def test_an_event_that_moved_or_is_off_is_known_to_whoever_lets_a_broadcast_go(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(MONDAY)
    async with playing(tmp_path, content, clock) as (core, _):

        def work(tx: Transaction) -> None:
            event = make_event(tx, now=MONDAY)
            comes(tx, event, 1)
            made = approved(
                tx, MONDAY, audience=of_event(event), kind=BroadcastKind.NOTICE, count=1
            )
            moved = replace(event, place="Nhà văn hóa", version=9)
            events.save_change(at_desk(tx, now=MONDAY, staff="thuky"), event, moved)
            held = tx.broadcasts.get(made.id)
            assert held
            assert approval.submit(tx, content, held, MONDAY)[0].note == "event_moved"
            going = replace(made, state=BroadcastState.PAUSED, text="Lúc {thời gian}.")
            tx.broadcasts.save(going)
            tx.events.save(replace(moved, state=EventState.CANCELLED))
            with pytest.raises(drafting.BroadcastRefused, match="resume_cancelled"):
                steering.resume(tx, going, clock.now)
            resumed = steering.resume(tx, replace(going, text="Hội nghị không tổ chức."), clock.now)
            assert resumed.state is BroadcastState.SENDING

        await core.database.transaction(work)
