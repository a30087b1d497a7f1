"""A phone number that is registered already costs nobody what else they answered."""

from pathlib import Path

from content.library import Content
from tests.support.conference import add_event
from tests.support.play import exchange, playing, said


async def test_only_the_number_is_asked_again(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database, seats=50)

        async def say(address: str, *lines: str) -> str:
            for line in lines:
                replies = await exchange(core, channel, said(line, address=address))
            return "\n".join(reply.text for reply in replies)

        form = ["đăng ký hội nghị", "1", "Trần Thị Bình", "0912345671", "Quán B", "1", "tổ 2", "1"]
        await say("1", *form, "1")
        form[2], form[4] = "Lê Văn Cường", "Quán C"
        refused = await say("2", *form, "1")
        assert "đã được đăng ký" in refused
        assert "Số điện thoại" in refused

        summary = await say("2", "0912111999")
        assert "Lê Văn Cường" in summary
        assert "Quán C" in summary
        assert "Đã giữ chỗ" in await say("2", "1")
