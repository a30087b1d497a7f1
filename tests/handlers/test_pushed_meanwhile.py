"""What the ward sends in the middle of a form takes no number from it, and is not lost by it. Its
own numbers count from when it arrived."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Core
from bot.channels.base import Retry, SendOutcome, Sent, Unsure
from bot.channels.plain import to_text
from content.library import Content
from storage.event_models import RegistrationState
from tests.handlers.test_rating import answered, rating
from tests.handlers.test_said_more import ASKED
from tests.support.clock import FixedClock
from tests.support.conference import add_event
from tests.support.play import RecordingChannel, exchange, playing, said

FORM = ["đăng ký hội nghị", "1", "Trần Thị Bình", "0912345671", "Quán B", "1", "tổ 2", "1"]
SECOND = [*FORM[:2], "Lê Văn Cường", "0912345672", "Quán C", "1", "tổ 3", "1", "1"]


class Play:
    def __init__(self, core: Core, channel: RecordingChannel) -> None:
        self.core, self.channel = core, channel

    async def say(self, address: str, *lines: str) -> str:
        for line in lines:
            replies = await exchange(self.core, self.channel, said(line, address=address))
        return "\n".join(reply.text for reply in replies)

    async def waits(self, *meanwhile: str) -> str:
        """The second person is in the line and does something, when the first gives up a seat."""
        await add_event(self.core.database, seats=1)
        await self.say("1", *FORM, "1")
        await self.say("2", *SECOND, *meanwhile)
        await self.say("1", "hủy vé", "có")
        await self.core.settle()
        return self.channel.texts("2")[-1]

    async def state(self) -> RegistrationState:
        found = await self.core.database.transaction(
            lambda tx: [r for e in tx.events.all() for r in tx.registrations.of_event(e.id)]
        )
        return next(r.state for r in found if "Cường" in r.name)


WRITING = ("gửi câu hỏi", "bao giờ có chợ đêm ở phường mình vậy")


@pytest.mark.parametrize("answer", ["nhận chỗ", "Nhan cho", "{code}"])
async def test_a_seat_offered_in_a_form_is_taken_in_words_or_by_its_code(
    tmp_path: Path, content: Content, answer: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        play = Play(core, channel)
        offer = await play.waits(*WRITING)
        assert "Có chỗ cho ông/bà rồi" in offer
        assert "1. Nhận chỗ" not in offer
        code = offer.rsplit("DK-", 1)[1][:7]
        assert f"gõ DK-{code}" in offer

        # A number is the form's, and the seat is still offered.
        assert "lĩnh vực" in await play.say("2", "1")
        assert await play.state() is RegistrationState.OFFERED
        told = await play.say("2", answer.format(code=f"DK-{code}"))
        if "{code}" in answer:
            told = await play.say("2", "1")
        assert "Đã giữ chỗ" in told
        assert await play.state() is RegistrationState.CONFIRMED
        assert "lĩnh vực" in await play.say("2", "tiếp tục")


async def test_a_seat_is_given_up_in_a_form_by_its_words(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        play = Play(core, channel)
        await play.waits(*WRITING)
        assert "hủy đăng ký" in await play.say("2", "nhường chỗ")
        assert "Đã hủy" in await play.say("2", "1")
        assert "chợ đêm" in await play.say("2", "tiếp tục")


async def test_what_comes_beside_a_confirmation_takes_none_of_its_numbers(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        play = Play(core, channel)
        offer = await play.waits("xóa dữ liệu")
        assert "Nhận chỗ" not in offer
        assert "Phường lưu gì" in await play.say("2", "0")
        assert await play.state() is RegistrationState.OFFERED


async def test_points_are_no_number_of_people(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content, FixedClock()) as (core, channel):
        await add_event(core.database, seats=50)
        await exchange(core, channel, said("đăng ký hội nghị"))
        for line in ("1", "Trần Thị Bình", "0912345671", "Quán B", "1", "tổ 2"):
            await exchange(core, channel, said(line))
        question = await answered(core, channel, content)
        assert "gõ KN-" not in channel.texts()[-1]  # the registration waits: nothing is open

        assert "Câu 6/6" in (await exchange(core, channel, said("tiếp tục")))[-1].text
        assert "Số người" in (await exchange(core, channel, said("2")))[-1].text
        assert await rating(core, question) is None


LATE = Retry(60, "no connection")


async def test_a_number_typed_before_the_message_came_is_for_the_list_shown(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        channel.outcomes = [*[Sent("1")] * len(ASKED), LATE]
        question = await answered(core, channel, content)
        assert "Đã thay đèn" not in channel.texts()[-1]
        shown = channel.texts()[-1]
        assert "1. Xem câu hỏi này" in shown
        assert "KN-" in (await exchange(core, channel, said("1")))[-1].text
        assert await rating(core, question) is None

        clock.pass_time(minutes=5)
        await core.settle()
        assert "5. 5 điểm" in channel.texts()[-1]
        await exchange(core, channel, replace(said("5"), at=clock.now))
        assert await rating(core, question) == 5


async def test_what_comes_late_into_a_form_takes_none_of_its_numbers(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        play = Play(core, channel)
        await add_event(core.database, seats=50)
        channel.outcomes = [*[Sent("1")] * len(ASKED), LATE]
        question = await answered(core, channel, content)
        await play.say("7", "đăng ký hội nghị", "1", *FORM[2:6], "tổ 2")
        clock.pass_time(minutes=5)
        await core.settle()
        late = channel.texts()[-1]
        assert "gõ KN-" in late and "5. 5 điểm" not in late
        assert "Số người đi: **2**" in await play.say("7", "2")
        assert await rating(core, question) is None
        assert await play.say("7", "5 điểm: rất tốt") and await rating(core, question) == 5


async def test_a_number_typed_while_nothing_was_received_is_for_the_list_of_then(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        clock.pass_time(minutes=10)
        question = await answered(core, channel, content)
        typed = replace(said("1"), at=clock.now - timedelta(minutes=3))
        [reply] = await exchange(core, channel, typed)
        assert "chưa làm gì" in reply.text and "5. 5 điểm" in to_text(reply)
        assert await rating(core, question) is None
        await exchange(core, channel, replace(said("4"), at=clock.now))
        assert await rating(core, question) == 4


async def test_the_numbers_of_what_perhaps_arrived_mean_nothing(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        doubt: list[SendOutcome] = [*[Sent("1")] * len(ASKED), Unsure("no end")]
        channel.outcomes = doubt
        question = await answered(core, channel, content)
        await exchange(core, channel, said("1"))
        assert await rating(core, question) is None
