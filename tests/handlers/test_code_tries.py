"""Wrong digits after a question's code: whoever slips locks out nobody else, and is told so."""

from pathlib import Path

from content.library import Content
from handlers.question.looked_up import TRIES, TRIES_OF_ALL
from tests.support.play import exchange, playing, said

ASKED = ("gửi câu hỏi", "Cống trước cổng chợ tắc, mưa là ngập", "1", "1", "1", "Lê Văn Tám")


async def test_wrong_digits_of_a_stranger_lock_out_no_owner(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for text in (*ASKED, "0912345678", "2"):
            await exchange(core, channel, said(text, address="owner"))
        [question] = await core.database.transaction(lambda tx: tx.questions.all())
        assert question.phone == "+84912345678"

        async def tries(digits: str, address: str) -> str:
            [reply] = await exchange(
                core, channel, said(f"{question.code} {digits}", address=address)
            )
            return reply.text

        for _ in range(TRIES):
            assert "chưa khớp" in await tries("0000", "stranger")
        locked = await tries("5678", "stranger")
        assert "thử sai nhiều lần" in locked and "chưa khớp" not in locked
        assert "Cống trước cổng chợ" not in locked
        assert "Cống trước cổng chợ" in await tries("5678", "the owner elsewhere")
        for number in range(TRIES_OF_ALL):
            await tries("0001", f"crowd {number}")
        assert "thử sai nhiều lần" in await tries("5678", "another")


async def test_a_stranger_and_the_owner_read_the_same_state(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for text in (*ASKED, "1", "2"):
            await exchange(core, channel, said(text, address="owner"))
        [question] = await core.database.transaction(lambda tx: tx.questions.all())
        for address in ("owner", "stranger"):
            replies = await exchange(core, channel, said(question.code, address=address))
            assert "đã nhận, đang phân công" in replies[-1].text
