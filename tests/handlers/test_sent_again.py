"""A question sent again in the same words, by the way back or a lost answer, is no second one."""

from pathlib import Path

from bot.app import Core
from content.library import Content
from handlers.talk.messages import Reply
from tests.support.play import RecordingChannel, exchange, playing, said

ASKED = "Cống trước chợ bị tắc thế này"


async def written(core: Core, channel: RecordingChannel, words: str) -> Reply:
    """The receipt of a question, every step of it answered by its first choice."""
    await exchange(core, channel, said("gửi câu hỏi"))
    [*_, last] = await exchange(core, channel, said(words))
    while "Mã câu hỏi" not in last.text:
        private = next((c.key for c in last.choices if "riêng" in c.label), "1")
        [*_, last] = await exchange(core, channel, said(private))
    return last


async def test_the_second_shows_the_first(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        first = await written(core, channel, ASKED)
        second = await written(core, channel, f"{ASKED.lower()} ")
        [question] = await core.database.transaction(lambda tx: tx.questions.all())
        assert question.code in first.text and question.code in second.text
        assert "Đã nhận" in first.text and "không ghi thành hai" in second.text


async def test_other_words_are_another_question(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await written(core, channel, ASKED)
        await written(core, channel, f"{ASKED} mà chưa ai dọn")
        assert len(await core.database.transaction(lambda tx: tx.questions.all())) == 2


async def test_the_same_words_stand_in_it_once(tmp_path: Path, content: Content) -> None:
    """A page gone back to is made anew: what is sent from it again says the same."""
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said(f"gửi câu hỏi: {ASKED}"))
        for again in (f"gửi câu hỏi: {ASKED}", ASKED, f" {ASKED.upper()}"):
            replies = await exchange(core, channel, said(again))
            assert replies[-1].text.lower().count("bị tắc") == 1, replies[-1].text
