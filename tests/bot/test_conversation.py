"""The one door in: exactly once, a failure costs one turn, nothing is acknowledged unstored."""

import asyncio
import logging
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Capabilities, NotReceived
from bot.core.conversation import FLOOD_LIMIT, MOST_TRIES, paginate
from content.library import Content
from content.search import Reading, Understanding
from handlers import routes
from handlers.talk.messages import Choice, IncomingKind, Reply
from handlers.talk.turn import Outcome, Turn
from storage.database import StorageUnavailable
from storage.engines.sqlite import serving
from storage.inbox import Inbox
from storage.models import ContactState, InboxState, OutboxState
from tests.support.clock import FixedClock
from tests.support.conference import make_event
from tests.support.play import RecordingChannel, exchange, playing, said


async def test_the_same_message_is_answered_once(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        message = said("xin chào", external_id="42")
        assert len(await exchange(core, channel, message)) == 1
        assert await exchange(core, channel, message) == []


async def test_a_poison_message_costs_one_turn(
    tmp_path: Path,
    content: Content,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    whole = routes.route

    def poisoned(turn: Turn) -> Outcome:
        if "độc" in turn.text:
            turn.tx.contacts.meet("test", "must be rolled back", turn.now)
            raise RuntimeError("boom")
        return whole(turn)

    monkeypatch.setattr(routes, "route", poisoned)
    async with playing(tmp_path, content) as (core, channel):
        message = said("tin độc bí mật", external_id="poison")
        (apology,) = await exchange(core, channel, message)
        assert "Xin lỗi" in apology.text
        assert await exchange(core, channel, message) == []
        assert len(await exchange(core, channel, said("xin chào"))) == 1
        count = await core.database.transaction(lambda tx: tx.inbox.count(InboxState.FAILED))
        assert count == 1
        ghost = await core.database.transaction(
            lambda tx: tx.contacts.find("test", "must be rolled back")
        )
        assert ghost is None
    assert "bí mật" not in caplog.text


async def test_what_cannot_be_stored_is_not_acknowledged(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "BUSY_TIMEOUT_MS", 50)
    async with playing(tmp_path, content) as (core, channel):
        other = sqlite3.connect(tmp_path / "play.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        message = said("xin chào", external_id="1")
        with pytest.raises(NotReceived, match="tạm gián đoạn"):
            await core.reception.receive(message)
        other.execute("ROLLBACK")
        other.close()
        assert len(await exchange(core, channel, message)) == 1


def refuse(monkeypatch: pytest.MonkeyPatch, external_id: str, error: Exception) -> None:
    """A message that can never be recorded, not even as failed."""
    whole = Inbox.record

    def record(own: Inbox, channel: str, number: str, *given: Any, **named: Any) -> bool:
        if number == external_id:
            raise error
        return whole(own, channel, number, *given, **named)

    monkeypatch.setattr(Inbox, "record", record)


@pytest.mark.parametrize("error", [RuntimeError("boom"), StorageUnavailable("a damaged page")])
async def test_what_can_never_be_stored_is_set_aside_after_a_few_tries(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    refuse(monkeypatch, "poison", error)
    async with playing(tmp_path, content) as (core, channel):
        message = said("gọi tôi 0912345678 nhé", external_id="poison")
        for _ in range(MOST_TRIES - 1):
            with pytest.raises(NotReceived) as again:
                await core.reception.receive(message)
            assert not again.value.everyone
            assert len(await exchange(core, channel, said("menu"))) == 1
        (apology,) = await exchange(core, channel, message)
        assert "không xử lý được" in apology.text
        assert await exchange(core, channel, message) == []  # delivered once more all the same
        (kept,) = await core.database.transaction(lambda tx: tx.set_aside.all())
        assert (kept.external_id, kept.address) == ("poison", "7")
        assert "gọi tôi" in kept.text and "0912345678" not in kept.text
        (alarm,) = await core.database.transaction(lambda tx: tx.alarms.all())
        assert (alarm.channel, alarm.what) == ("test", "set_aside")


async def test_a_broken_id_is_set_aside_too(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, _):
        message = said("chào", external_id="x\ud800", address="\udfff")
        for _ in range(MOST_TRIES - 1):
            with pytest.raises(NotReceived):
                await core.reception.receive(message)
        await core.reception.receive(message)
        assert len(await core.database.transaction(lambda tx: tx.set_aside.all())) == 1


async def test_a_file_nobody_can_write_is_no_messages_fault(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "BUSY_TIMEOUT_MS", 10)
    async with playing(tmp_path, content) as (core, channel):
        other = sqlite3.connect(tmp_path / "play.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        message = said("xin chào", external_id="1")
        for _ in range(3 * MOST_TRIES):
            with pytest.raises(NotReceived) as later:
                await core.reception.receive(message)
            assert later.value.everyone
        other.execute("ROLLBACK")
        other.close()
        assert len(await exchange(core, channel, message)) == 1
        assert await core.database.transaction(lambda tx: tx.set_aside.all()) == []


async def test_a_failed_turn_is_shown_to_staff(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(turn: Turn) -> Outcome:
        raise LookupError("boom")

    monkeypatch.setattr(routes, "route", broken)
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("thuế khoán còn không", external_id="9"))
        (kept,) = await core.database.transaction(lambda tx: tx.set_aside.all())
        assert (kept.text, kept.why) == ("thuế khoán còn không", "LookupError")


async def test_ten_thousand_messages_from_one_contact_get_a_bounded_answer(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        for _ in range(FLOOD_LIMIT + 50):
            await core.reception.receive(said("ok"))
        await core.settle()
        assert len(channel.sent) == FLOOD_LIMIT + 1
        assert "quá nhanh" in channel.sent[-1][1].text
        throttled = await core.database.transaction(lambda tx: tx.inbox.count(InboxState.THROTTLED))
        assert throttled == 50
        assert len(await exchange(core, channel, said("ok", address="8"))) == 1
        clock.pass_time(minutes=11)
        assert len(await exchange(core, channel, said("ok"))) == 1


async def test_a_contact_that_left_gets_nothing_more(tmp_path: Path, content: Content) -> None:
    slow = RecordingChannel(Capabilities(text_limit=4096, contact_interval_s=1.0))
    async with playing(tmp_path, content, channel=slow) as (core, channel):
        await exchange(core, channel, said("xin chào"))
        await core.reception.receive(said("menu"))  # its reply has to wait a second
        await core.reception.receive(said("", kind=IncomingKind.LEFT))
        await core.settle()
        assert len(channel.sent) == 1
        refused = await core.database.transaction(lambda tx: tx.outbox.count(OutboxState.REFUSED))
        assert refused == 1
        contact = await core.database.transaction(lambda tx: tx.contacts.find("test", "7"))
        assert contact is not None
        assert contact.state is ContactState.LEFT
        await core.reception.receive(said("", kind=IncomingKind.JOINED))
        back = await core.database.transaction(lambda tx: tx.contacts.find("test", "7"))
        assert back is not None
        assert back.state is ContactState.ACTIVE


async def test_a_group_that_moved_is_answered_at_its_new_address(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("menu", address="-5"))
        await core.reception.receive(said("-1005", address="-5", kind=IncomingKind.MOVED))
        await exchange(core, channel, said("1", address="-1005"))
        assert channel.sent[-1][0] == "-1005"
        assert "Thuế hộ kinh doanh" in channel.sent[-1][1].text


async def test_a_caller_that_gives_up_leaves_no_reply_unsent(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        giving_up = asyncio.create_task(core.reception.receive(said("menu")))
        await asyncio.sleep(0)
        giving_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await giving_up
        while not channel.sent:  # noqa: ASYNC110  # the channel has no event to wait for
            await asyncio.sleep(0.005)
        await core.settle()
        sent = await core.database.transaction(lambda tx: tx.outbox.count(OutboxState.SENT))
        assert sent == 1


async def test_a_form_left_for_a_day_is_offered_again_if_anything_was_told(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        await exchange(core, channel, said("gặp cán bộ"))
        await exchange(core, channel, said("1"))
        clock.pass_time(hours=25)
        (reply,) = await exchange(core, channel, said("môn bài còn phải nộp không"))
        assert "Không phải nộp" in reply.text  # nothing was answered in it: nothing is lost

        for text in ("gặp cán bộ", "1", "Cống trước cổng chợ bị tắc"):
            await exchange(core, channel, said(text))
        clock.pass_time(hours=25)
        (reply,) = await exchange(core, channel, said("môn bài còn phải nộp không"))
        assert "Hôm trước" in reply.text and "Không phải nộp" in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "\x00\x01\x02",
        "\u202e\u2066đảo\u2069",
        "😀" * 500,
        "<b>x</b><script>alert(1)</script>",
        "'; DROP TABLE contact; --",
        "{{ ward }} {% raw %}",
        "**[x](javascript:alert(1))**",
        "\ud800 lẻ",
        "0",
        "-1",
        "١",
        "/",
        "/start@other",
        "null",
        "\n\n\n",
    ],
    ids=lambda text: repr(text[:12]),
)
async def test_any_text_gets_an_answer(tmp_path: Path, content: Content, text: str) -> None:
    async with playing(tmp_path, content) as (core, channel):
        replies = await exchange(core, channel, said(text))
        assert replies
        assert "gặp lỗi" not in replies[0].text


async def test_no_message_text_reaches_the_log(
    tmp_path: Path, content: Content, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("câu hỏi riêng tư zzqq 0912345678"))
    assert "zzqq" not in caplog.text
    assert "0912345678" not in caplog.text


def test_a_long_reply_is_cut_to_the_channels_limit_and_keeps_its_choices_last() -> None:
    reply = Reply("đoạn văn\n\n" * 800, (Choice("Một", "menu", "1"),), "chân trang", 3)
    parts = paginate(reply, 500)
    assert all(len(part.text) + len(part.footer) <= 500 for part in parts)
    assert [bool(part.choices) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert "".join(part.text for part in parts).count("đoạn văn") == 800


async def test_a_channel_with_a_small_limit_gets_several_messages(
    tmp_path: Path, content: Content
) -> None:
    channel = RecordingChannel(Capabilities(text_limit=300))
    async with playing(tmp_path, content, channel=channel) as (core, _):
        replies = await exchange(core, channel, said("nộp chậm bị phạt bao nhiêu"))
        assert len(replies) > 1
        assert all(len(reply.text) <= 300 for reply in replies)


async def test_the_question_behind_a_wrong_answer_is_kept_without_its_asker(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("môn bài còn nộp không, sđt 0912345678"))
        await exchange(core, channel, said("chưa đúng"))
        (kept,) = await core.database.transaction(lambda tx: tx.feedback.unanswered())
        assert (kept.reason, kept.entry) == ("wrong", "mon-bai")
        assert "0912345678" not in kept.text
        conversation = await core.database.transaction(
            lambda tx: tx.conversations.load(
                tx.contacts.meet("test", "7", FixedClock().now).id, FixedClock().now
            )
        )
        # It may be sent to the ward from here, without what it said of its asker.
        assert conversation.asked and "0912345678" not in conversation.asked


async def test_a_tap_on_an_old_form_button_is_recognised(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("gặp cán bộ"))
        await exchange(core, channel, said("1"))
        (confirm,) = await exchange(core, channel, said("Vỉa hè có kê bàn được không?"))
        send = confirm.tap(confirm.choices[0])
        await exchange(core, channel, said("hủy"))
        (reply,) = await exchange(
            core, channel, replace(said(""), kind=IncomingKind.TAP, action=send)
        )
        assert "danh sách cũ" in reply.text
        kept = await core.database.transaction(lambda tx: tx.feedback.unanswered())
        assert kept == []


@pytest.fixture
def slow_content(content: Content, monkeypatch: pytest.MonkeyPatch) -> Content:
    """As with the encoder, which takes its time."""
    monkeypatch.setattr(content.understanding, "takes_time", True)
    return content


async def test_a_question_is_read_in_a_thread_before_its_turn(
    tmp_path: Path, slow_content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes some milliseconds holds up nobody's turn; short words are no question."""
    read: list[tuple[str, bool]] = []
    whole = type(slow_content.understanding).read

    def noted(own: Understanding, text: str) -> Reading:
        read.append((text, threading.current_thread() is threading.main_thread()))
        return whole(own, text)

    monkeypatch.setattr(type(slow_content.understanding), "read", noted)
    async with playing(tmp_path, slow_content) as (core, channel):
        await exchange(core, channel, said("thuế môn bài năm nay bao nhiêu"))
        assert read[0] == ("thuế môn bài năm nay bao nhiêu", False)
        read.clear()
        await exchange(core, channel, said("xin chào"))
        assert all(main for _, main in read)


async def test_what_a_form_asks_for_is_taken_unread(
    tmp_path: Path, slow_content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names of hundreds who register at once need no understanding; a question between does."""
    read: list[str] = []
    whole = type(slow_content.understanding).read

    def noted(own: Understanding, text: str) -> Reading:
        read.append(text)
        return whole(own, text)

    async with playing(tmp_path, slow_content) as (core, channel):
        await core.database.transaction(lambda tx: make_event(tx, seats=5))
        await exchange(core, channel, said("đăng ký hội nghị"))
        await exchange(core, channel, said("1"))
        monkeypatch.setattr(type(slow_content.understanding), "read", noted)
        await exchange(core, channel, said("Nguyễn Văn An"))
        assert read == []
        await exchange(core, channel, said("hội nghị họp ở đâu vậy?"))
        assert read[0] == "hội nghị họp ở đâu vậy?"


async def test_messages_keep_their_order_while_one_is_read(
    tmp_path: Path, slow_content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = threading.Event()
    whole = type(slow_content.understanding).read

    def slowly(own: Understanding, text: str) -> Reading:
        if threading.current_thread() is not threading.main_thread():
            slow.wait(0.2)
        return whole(own, text)

    monkeypatch.setattr(type(slow_content.understanding), "read", slowly)
    turns: list[str] = []
    route = routes.route

    def noted(turn: Turn) -> Outcome:
        turns.append(turn.text)
        return route(turn)

    monkeypatch.setattr(routes, "route", noted)
    async with playing(tmp_path, slow_content) as (core, _):
        first = said("thuế môn bài năm nay bao nhiêu", external_id="1")
        second = said("xin chào", external_id="2")
        await asyncio.gather(core.reception.receive(first), core.reception.receive(second))
    assert turns == ["thuế môn bài năm nay bao nhiêu", "xin chào"]
