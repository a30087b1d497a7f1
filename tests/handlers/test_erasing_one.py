"""Somebody erases their data in a chat they registered another person in, too."""

from pathlib import Path

from content.library import Content
from handlers.conference.seats import register
from storage.database import Transaction
from storage.event_models import Event
from tests.handlers.test_erasure import rows_with
from tests.handlers.test_seats import wanted
from tests.support.conference import at_desk, make_event
from tests.support.play import exchange, playing, said


async def test_what_goes_is_listed_with_names_and_one_person_may_go_alone(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await exchange(core, channel, said("xin chào"))

        def both(tx: Transaction) -> list[str]:
            contact = tx.contacts.find("test", "7")
            assert contact is not None
            codes = []
            for number in (1, 2):
                event: Event = make_event(tx, title=f"Hội nghị {number}")
                done = register(
                    at_desk(tx), event, wanted(number), contact_id=contact.id, source="chat"
                )
                assert done.registration is not None
                codes.append(done.registration.code)
            return codes

        first, second = await core.database.transaction(both)
        await exchange(core, channel, said("vé của tôi"))
        shown = (await exchange(core, channel, said("xóa dữ liệu của tôi")))[-1]
        assert f"Người 1, 0910 000 001: {first}" in shown.text
        assert f"Người 2, 0910 000 002: {second}" in shown.text
        assert "dùng cho 2 người" in shown.text
        labels = [choice.label for choice in shown.choices]
        assert "Chỉ xóa của Người 2" in labels
        key = next(c.key for c in shown.choices if c.label == "Chỉ xóa của Người 2")
        sure = (await exchange(core, channel, said(key)))[-1]
        assert second in sure.text and f"Giữ lại: {first}" in sure.text
        done = (await exchange(core, channel, said("1")))[-1]
        assert "Đã xóa" in done.text and "Người 2" not in done.text and first in done.text
        tickets = (await exchange(core, channel, said("vé của tôi")))[-1]
        assert first in tickets.text and second not in tickets.text
        assert await core.database.scrub()
        for word in ("Người 2", "910000002", "0910 000 002", "Hộ 2"):
            assert rows_with(tmp_path, word) == [], word
