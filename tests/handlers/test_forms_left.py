"""A form that was left waits two weeks and is offered again, whatever comes next; after that
nothing of it is kept."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from content.library import Content
from handlers.talk.flow import FORMS_KEPT
from handlers.talk.messages import Incoming, IncomingKind
from handlers.talk.turn import PATIENCE
from storage.database import Transaction
from storage.event_models import EventState
from storage.models import Conversation
from storage.question_models import Photo
from tests.support.clock import START, FixedClock
from tests.support.conference import add_event
from tests.support.play import exchange, playing, said
from tests.support.retention import forget_all

OFFER = "Hôm trước ông/bà đang đăng ký"
REGISTERING = ("đăng ký hội nghị", "đồng ý", "Trần Văn Ba")


@pytest.mark.parametrize(
    "message",
    [
        said("xin chào"),
        said("menu"),
        said("mở hộ kinh doanh cần giấy tờ gì"),
        said("0912345678"),
        said("tổ 5"),
        said("asdf qwer"),
        said("", kind=IncomingKind.START),
        said("", kind=IncomingKind.PHOTO),
        said("", kind=IncomingKind.UNREADABLE),
        said("", kind=IncomingKind.TAP, action="1.flow:yes"),
        said("", kind=IncomingKind.TAP, action="1.menu"),
    ],
)
async def test_the_offer_comes_with_the_next_message_whatever_it_is(
    tmp_path: Path, content: Content, message: Incoming
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        await add_event(core.database)
        for line in REGISTERING:
            await exchange(core, channel, said(line))
        clock.pass_time(hours=30)
        replies = await exchange(core, channel, replace(message, at=clock.now))
        text = "\n".join(reply.text for reply in replies)
        assert OFFER in text and "tới câu 2" in text
        labels = [choice.label for choice in replies[-1].choices]
        assert any(label.startswith("Làm tiếp") for label in labels)
        assert any(label.startswith("Thôi") for label in labels)
        # Once: not again with every message of the day.
        again = await exchange(core, channel, said("giờ làm việc của phường"))
        assert OFFER not in "\n".join(reply.text for reply in again)
        # Another day, again.
        clock.pass_time(hours=30)
        again = await exchange(core, channel, said("0912345678"))
        assert OFFER in "\n".join(reply.text for reply in again)


async def test_a_greeting_is_met_with_the_offer_first(tmp_path: Path, content: Content) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        await add_event(core.database)
        for line in REGISTERING:
            await exchange(core, channel, said(line))
        clock.pass_time(hours=30)
        [reply] = await exchange(core, channel, said("chào em"))
        assert reply.text.startswith("Xin chào") and "chưa ghi vào mẫu" not in reply.text
        assert [choice.key for choice in reply.choices if choice.label == "Làm tiếp"] == ["1"]


async def test_danger_comes_first_and_the_offer_after_it(tmp_path: Path, content: Content) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        await add_event(core.database)
        for line in REGISTERING:
            await exchange(core, channel, said(line))
        clock.pass_time(hours=30)
        replies = await exchange(core, channel, said("cháy nhà rồi"))
        assert OFFER not in "\n".join(reply.text for reply in replies)


async def test_a_form_whose_event_is_over_is_not_offered(tmp_path: Path, content: Content) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        event = await add_event(core.database)
        for line in REGISTERING:
            await exchange(core, channel, said(line))
        clock.pass_time(hours=30)

        def cancel(tx: Transaction) -> None:
            known = tx.events.get(event.id)
            assert known
            tx.events.save(replace(known, state=EventState.CANCELLED))

        await core.database.transaction(cancel)
        replies = await exchange(core, channel, said("menu"))
        text = "\n".join(reply.text for reply in replies)
        assert OFFER not in text and "mẫu đăng ký hội nghị" in text


async def test_what_was_typed_is_gone_after_two_weeks(tmp_path: Path, content: Content) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        await add_event(core.database)
        for line in REGISTERING:
            await exchange(core, channel, said(line))

        async def kept_at(after: timedelta) -> Conversation:
            def work(tx: Transaction) -> Conversation:
                forget_all(tx, content, clock.now + after)
                contact = tx.contacts.find("test", "7")
                assert contact
                return tx.conversations.load(contact.id, clock.now)

            return await core.database.transaction(work)

        waits = await kept_at(PATIENCE)
        assert waits.flow is None and "Trần Văn Ba" in waits.waiting[0] and not waits.choices
        nearly = await kept_at(FORMS_KEPT - timedelta(minutes=1))
        assert nearly.waiting == waits.waiting
        over = await kept_at(FORMS_KEPT)
        assert not over.waiting and over.forms_until is None and over.dropped == "late:register"


async def test_a_consent_not_given_keeps_nothing_longer_than_a_day(
    tmp_path: Path, content: Content
) -> None:
    """What was told ahead of the consent is not kept for two weeks."""
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        await add_event(core.database)
        await exchange(core, channel, said("đăng ký hội nghị cho Trần Văn Ba 0912345678"))
        clock.pass_time(hours=30)

        def work(tx: Transaction) -> Conversation:
            forget_all(tx, content, clock.now)
            contact = tx.contacts.find("test", "7")
            assert contact
            return tx.conversations.load(contact.id, clock.now)

        kept = await core.database.transaction(work)
        assert not kept.flow and not kept.waiting


async def test_a_picture_waits_with_its_question(tmp_path: Path, content: Content) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        for line in ("gửi câu hỏi", "đường ngõ 5 ngập nước cả tuần nay rồi"):
            await exchange(core, channel, said(line))

        def work(tx: Transaction) -> None:
            contact = tx.contacts.find("test", "7")
            assert contact
            tx.questions.add_photo(Photo("mine.jpg", None, contact.id, 3, START))
            forget_all(tx, content, clock.now + FORMS_KEPT - timedelta(hours=1))
            assert tx.questions.photo_names() == {"mine.jpg"}
            forget_all(tx, content, clock.now + FORMS_KEPT)
            assert tx.questions.photo_names() == set()

        await core.database.transaction(work)
