"""A button pressed twice, or delivered twice, acts once and shows the first result; whoever waits
moves up once."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.channels.base import Capabilities
from content.library import Content
from handlers.talk.messages import IncomingKind, Reply
from tests.support.conference import add_event
from tests.support.play import RecordingChannel, exchange, playing, said

FORM = ["đăng ký hội nghị", "1"]
PAGE = Capabilities(text_limit=8000, keeps_history=False)
CHAT = Capabilities(text_limit=4096)


class Hall:
    """A conference with one seat: the first has it, the others wait."""

    def __init__(
        self,
        say: Callable[..., Awaitable[list[Reply]]],
        states: Callable[[], Awaitable[str]],
        channel: RecordingChannel,
    ) -> None:
        self.say, self.states, self.channel = say, states, channel

    async def tap(self, who: str, shown: Reply, *wanted: str) -> Reply:
        """Presses the button of a reply whose action ends so; what this person reads then."""
        [action] = [one.action for one in shown.choices if one.action.endswith(wanted)]
        before = len(self.texts(who))
        await self.say(who, f"{shown.menu}.{action}", IncomingKind.TAP)
        assert len(self.texts(who)) == before + 1
        return [reply for to, reply in self.channel.sent if to == who][-1]

    def texts(self, who: str) -> list[str]:
        return self.channel.texts(who)

    def last(self, who: str) -> Reply:
        return [reply for to, reply in self.channel.sent if to == who][-1]


@asynccontextmanager
async def hall(folder: Path, content: Content, can: Capabilities) -> AsyncIterator[Hall]:
    channel = RecordingChannel(can)
    async with playing(folder, content, channel=channel) as (core, _):
        event = await add_event(core.database, seats=1)

        async def say(who: str, line: str, kind: IncomingKind = IncomingKind.TEXT) -> list[Reply]:
            tapped = kind is IncomingKind.TAP
            words, action = ("", line) if tapped else (line, "")
            return await exchange(core, channel, said(words, address=who, kind=kind, action=action))

        async def states() -> str:
            found = await core.database.transaction(lambda tx: tx.registrations.of_event(event.id))
            return " ".join(one.state for one in found)

        names = ("Trần Thị Bình", "Lê Văn Cường", "Phạm Văn Dũng")
        for who, name in enumerate(names, 1):
            told = [name, f"091234567{who}", f"Quán {who}", "1", f"tổ {who}", "1", "1"]
            for line in [*FORM, *told]:
                await say(str(who), line)
        assert await states() == "confirmed waitlisted waitlisted"
        yield Hall(say, states, channel)


@pytest.mark.parametrize("can", [CHAT, PAGE], ids=["chat", "page"])
async def test_a_seat_is_given_up_once(tmp_path: Path, content: Content, can: Capabilities) -> None:
    async with hall(tmp_path, content, can) as here:
        await here.say("1", "hủy vé")
        asked = here.last("1")
        first = await here.tap("1", asked, ":cancel:sure")
        assert "Đã hủy" in first.text
        assert await here.states() == "cancelled offered waitlisted"
        again = await here.tap("1", asked, ":cancel:sure")
        assert again.text == first.text
        assert await here.states() == "cancelled offered waitlisted"
        assert sum("Có chỗ cho ông/bà" in text for text in here.texts("2")) == 1


async def test_an_offer_declined_twice_goes_on_to_the_next_once(
    tmp_path: Path, content: Content
) -> None:
    async with hall(tmp_path, content, CHAT) as here:
        await here.say("1", "hủy vé")
        await here.tap("1", here.last("1"), ":cancel:sure")
        offer = here.last("2")
        one = await here.tap("2", offer, ":cancel")
        other = await here.tap("2", offer, ":cancel")  # the same button: it is asked twice
        assert "hủy đăng ký" in other.text
        first = await here.tap("2", one, ":cancel:sure")  # of the upper of the two
        assert "Đã hủy" in first.text
        assert (await here.tap("2", other, ":cancel:sure")).text == first.text
        assert await here.states() == "cancelled cancelled offered"
        assert sum("Có chỗ cho ông/bà" in text for text in here.texts("3")) == 1


async def test_what_was_given_up_and_taken_again_is_not_given_up_by_the_old_button(
    tmp_path: Path, content: Content
) -> None:
    async with hall(tmp_path, content, CHAT) as here:
        await here.say("3", "hủy vé")
        asked = here.last("3")
        await here.tap("3", asked, ":cancel:sure")
        for line in FORM:
            await here.say("3", line)
        assert await here.states() == "confirmed waitlisted waitlisted"
        assert "chưa làm gì" in (await here.tap("3", asked, ":cancel:sure")).text
        assert await here.states() == "confirmed waitlisted waitlisted"


async def test_a_question_is_taken_back_once(tmp_path: Path, content: Content) -> None:
    async with hall(tmp_path, content, CHAT) as here:
        for line in ["gửi câu hỏi", "Cống trước chợ bị tắc, ai dọn giúp bà con?", *["1"] * 5]:
            await here.say("1", line)
        asked = here.last("1")
        first = await here.tap("1", asked, ":withdraw:sure")
        assert (await here.tap("1", asked, ":withdraw:sure")).text == first.text
