"""Whoever is offered a seat in the chat answers in their own words."""

from pathlib import Path

import pytest

from content.library import Content
from storage.event_models import RegistrationState
from tests.support.conference import add_event
from tests.support.play import exchange, playing, said


@pytest.mark.parametrize(
    ("answer", "state", "told"),
    [
        ("không", RegistrationState.CANCELLED, "Đã hủy"),
        ("thôi", RegistrationState.CANCELLED, "Đã hủy"),
        ("thôi em bận rồi ạ", RegistrationState.CANCELLED, "Đã hủy"),
        ("toi khong di duoc", RegistrationState.CANCELLED, "Đã hủy"),
        ("vâng tôi đi", RegistrationState.CONFIRMED, "Đã giữ chỗ"),
        ("co", RegistrationState.CONFIRMED, "Đã giữ chỗ"),
        ("hội nghị mấy giờ", RegistrationState.OFFERED, ""),
    ],
)
async def test_an_offered_seat_is_taken_or_declined_in_words(
    tmp_path: Path, content: Content, answer: str, state: RegistrationState, told: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        event = await add_event(core.database, seats=1)

        async def say(address: str, *lines: str) -> str:
            for line in lines:
                replies = await exchange(core, channel, said(line, address=address))
            return "\n".join(reply.text for reply in replies)

        form = ["đăng ký hội nghị", "1", "Trần Thị Bình", "0912345671", "Quán B", "1", "tổ 2", "1"]
        await say("1", *form, "1")
        await say("2", *form[:2], "Lê Văn Cường", "0912345672", "Quán C", "1", "tổ 3", "1", "1")
        await say("1", "hủy vé", "có")
        assert any("chỗ" in text for text in channel.texts("2")[-1:])

        replied = await say("2", answer)

        async def now() -> RegistrationState:
            found = await core.database.transaction(
                lambda tx: [r for r in tx.registrations.of_event(event.id) if "Cường" in r.name]
            )
            return found[0].state

        assert await now() is state
        assert told in replied
