"""What officials do to people, told in a talk with one: who reads it is chosen before anybody of
the talk does."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from content.library import Content
from storage.database import Transaction
from storage.handoff_models import HandoffState, LineSide
from storage.question_models import Question
from storage.staff_models import Role
from tests.support.conference import make_staff
from tests.support.live import MONDAY, Stage, picture, stage

BRIBE = "cán bộ thuế đòi 5 triệu mới ký giấy cho em"
MARK = "5 triệu"


def with_lane(content: Content) -> Content:
    own = replace(content, shelf=content.shelf.another())
    own.shelf.put_ward(replace(content.ward, reader_1="doc1", reader_2="doc2"))
    return own


@asynccontextmanager
async def talk(
    folder: Path, content: Content, *, is_held: bool = True, open_lane: bool = True
) -> AsyncIterator[Stage]:
    content = with_lane(content) if open_lane else content
    async with stage(folder, content) as at:

        def furnish(tx: Transaction) -> None:
            for login in ("doc1", "doc2"):
                person = make_staff(tx, login, Role.APPROVER)
                tx.staff.save(replace(person, password="x"))

        await at.core.database.transaction(furnish)
        await at.owner("gặp cán bộ")
        if is_held:
            await at.take()
        at.at_owner(), at.at_desk()
        yield at


async def everything(at: Stage) -> str:
    """All that is kept of messages and talks, but for the questions."""

    def work(tx: Transaction) -> str:
        contacts = [tx.contacts.find("owners", "7"), tx.contacts.find("desks", "an")]
        lines = [str(line.body) for one in contacts if one for line in tx.transcripts.lines(one.id)]
        kept = [str(line.text) for one in contacts if one for line in tx.transcripts.lines(one.id)]
        talks = [
            line.text for one in contacts if one for line in tx.handoffs.lines_of_contact(one.id)
        ]
        audit = [f"{line.action} {line.detail}" for line in tx.audit.lines()]
        return "\n".join([*lines, *kept, *talks, *audit])

    return await at.core.database.transaction(work)


async def sent(at: Stage) -> list[Question]:
    return await at.core.database.transaction(lambda tx: tx.questions.all())


@pytest.mark.parametrize("is_held", [True, False], ids=["held", "waiting"])
async def test_it_goes_to_the_two_and_nobody_of_the_talk_reads_it(
    tmp_path: Path, content: Content, is_held: bool
) -> None:
    async with talk(tmp_path, content, is_held=is_held) as at:
        [asked] = await at.owner(BRIBE)
        assert "chưa chuyển cho cán bộ" in asked and "Cán bộ doc1" in asked
        assert "1. Gửi kín" in asked and "2. Vẫn nói với cán bộ" in asked
        assert at.at_desk() == []
        [more] = await at.owner("ông ấy hẹn ở quán cà phê chiều thứ Sáu")
        assert "Đã thêm lời vừa nói" in more
        said = await at.owner("1")
        assert "Đã gửi kín" in said[-1] and ("lại tới" if is_held else "lại giữ") in said[-1]
        [question] = await sent(at)
        assert (
            question.confidential and MARK in question.content and "quán cà phê" in question.content
        )
        assert MARK not in await everything(at)
        # From here on it is an ordinary talk again.
        if not is_held:
            [taken] = await at.take()
            assert MARK not in taken and "quán cà phê" not in taken
            at.at_owner()
        assert await at.owner("em cần mang giấy gì") == []
        assert at.at_desk() == ["em cần mang giấy gì"]


async def test_whoever_goes_on_with_the_official_is_relayed_and_not_asked_again(
    tmp_path: Path, content: Content
) -> None:
    async with talk(tmp_path, content) as at:
        await at.owner(BRIBE)
        [told] = await at.owner("2")
        assert "Đã chuyển lời ấy" in told
        assert at.at_desk() == [BRIBE]
        assert await at.owner("cán bộ thuế đòi thêm 3 triệu nữa mới ký") == []
        assert "3 triệu" in at.at_desk()[0]
        assert await sent(at) == []
        owners = [line.text for line in await at.lines() if line.side is LineSide.OWNER]
        assert owners == [BRIBE, "cán bộ thuế đòi thêm 3 triệu nữa mới ký"]


async def test_a_long_story_goes_on_whole(tmp_path: Path, content: Content) -> None:
    async with talk(tmp_path, content) as at:
        story = f"{BRIBE}. " + "chuyện là thế này. " * 150 + "hết chuyện"
        await at.owner(story)
        assert at.at_desk() == []
        await at.owner("2")
        assert "hết chuyện" in "".join(at.at_desk())


async def test_while_waiting_it_is_kept_for_whoever_comes_by_choice(
    tmp_path: Path, content: Content
) -> None:
    async with talk(tmp_path, content, is_held=False) as at:
        await at.owner(BRIBE)
        [told] = await at.owner("vẫn nói với cán bộ ở đây")
        assert "Đã giữ lời ấy" in told
        [taken] = await at.take()
        assert f"“{BRIBE}”" in taken


async def test_an_answer_to_the_official_chooses_nothing(tmp_path: Path, content: Content) -> None:
    async with talk(tmp_path, content) as at:
        await at.owner(BRIBE)
        await at.desk("an", "Chị mang đủ giấy chưa?")
        assert "mang đủ giấy" in at.at_owner()[0]
        for words in ("dạ", "vâng", "dạ rồi", "không"):
            again = await at.owner(words)
            assert "Chưa gửi cho ai" in again[-1]
        assert at.at_desk() == [] and await sent(at) == []
        said = await at.owner("3")
        assert "không gửi" in said[-1] and "cán bộ đang trò chuyện" in said[-1]
        assert await at.owner("dạ em mang đủ") == []
        assert at.at_desk() == ["dạ em mang đủ"]
        assert MARK not in await everything(at)


async def test_while_the_lane_is_not_open_it_goes_nowhere_without_a_choice(
    tmp_path: Path, content: Content
) -> None:
    async with talk(tmp_path, content, open_lane=False) as at:
        [asked] = await at.owner(BRIBE)
        assert "chưa mở" in asked and "Gửi kín" not in asked and "113" in asked
        assert at.at_desk() == []
        await at.owner("1")
        assert at.at_desk() == [BRIBE]


async def test_a_photo_with_such_words_waits_with_them(tmp_path: Path, content: Content) -> None:
    async with talk(tmp_path, content) as at:
        [asked] = await at.owner(BRIBE, **picture(at, "owners"))
        assert "và 1 ảnh" in asked and at.at_desk() == []
        await at.owner("2")
        assert BRIBE in at.at_desk()[0]
        assert at.replies("desks", "an")[-1].attachment is not None
        [line] = [one for one in await at.lines() if one.side is LineSide.OWNER]
        assert line.photo

        def loose(tx: Transaction) -> object:
            return tx.questions.photo(line.photo)

        assert await at.core.database.transaction(loose) is None  # it is the talk's


async def test_the_talk_may_end_while_it_is_asked(tmp_path: Path, content: Content) -> None:
    async with talk(tmp_path, content) as at:
        await at.owner(BRIBE)
        await at.desk("an", "xong")
        at.at_owner()
        [over] = await at.owner("2")
        assert "chưa tới cán bộ" in over and "2. Không gửi" in over
        await at.owner("1")
        [question] = await sent(at)
        assert question.confidential


async def test_danger_is_answered_first(tmp_path: Path, content: Content) -> None:
    async with talk(tmp_path, content) as at:
        said = await at.owner("cán bộ phường đang đánh tôi, đòi 5 triệu, cứu tôi với")
        assert "113" in said[0] and "chưa chuyển cho cán bộ" in said[-1]
        assert at.at_desk() == []


async def test_words_that_ask_for_an_official_tell_nobody_of_it_first(
    tmp_path: Path, content: Content
) -> None:
    content = with_lane(content)
    for number, now in enumerate((MONDAY, MONDAY + timedelta(hours=8))):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with stage(folder, content, now=now) as at:
            for before in ("chào em", "tính thuế"):
                await at.owner(before)
                said = await at.owner(f"cho tôi gặp cán bộ, {BRIBE}")
                assert "Đang báo" not in said[-1]
            assert "Chưa báo cán bộ nào" in said[-1]
            assert at.at_desk() == [] and MARK not in await everything(at)
            assert await sent(at) == []


async def test_a_line_of_an_official_is_written_down_without_a_word_of_it(
    tmp_path: Path, content: Content
) -> None:
    async with talk(tmp_path, content) as at:
        await at.desk("an", "Chào bà Nguyễn Thị Lành")
        await at.desk("an", "+ bà này hỏi lần thứ ba")
        await at.desk("an", "/cham")
        await at.desk("an", "gửi nhầm rồi")
        await at.desk("an", "rút")
        await at.desk("an", "mã OTP của bà là 482913")  # does not go
        number = (await at.talk()).id

        def deeds(tx: Transaction) -> list[tuple[str, str, str]]:
            lines = [one for one in tx.audit.lines() if one.object == f"talk:{number}"]
            assert not any(re.search("Lành|lần thứ ba|nhầm|482913", str(one)) for one in lines)
            return [(str(one.action), one.actor, str(one.detail or "")) for one in lines]

        found = await at.core.database.transaction(deeds)
        assert [deed for deed, _, _ in reversed(found)] == [
            *("talk.take", "talk.say", "talk.note", "talk.say", "talk.back"),
        ]
        assert {actor for _, actor, _ in found} == {"an"}
        assert await at.state() is HandoffState.HELD
