"""Nobody takes a seat on a day or at a place they did not read."""

from datetime import timedelta
from pathlib import Path

import pytest

from content.library import Content
from handlers.conference.facts import EventFacts, facts_of, unpacked
from storage.event_models import EventState
from tests.support.conference import add_event, change_event
from tests.support.play import exchange, playing, said

ANSWERS = ("đăng ký hội nghị", "1", "Nguyễn Thị Hoa", "0912345678", "Tạp hóa Hoa", "1", "tổ 5", "2")


@pytest.mark.parametrize("what", ["starts_at", "place", "title"])
async def test_an_event_changed_at_the_review_is_read_before_the_seat_is_taken(
    tmp_path: Path, content: Content, what: str
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        event = await add_event(core.database)
        for line in ANSWERS:
            [review] = await exchange(core, channel, said(line))
        shown = facts_of(event)
        assert shown.when in review.text and event.place in review.text
        new = {
            "starts_at": event.starts_at + timedelta(days=1, hours=1),
            "place": "Nhà văn hóa B",
            "title": "Hội nghị đã đổi tên",
        }[what]
        now = facts_of(await change_event(core.database, event, **{what: new}))
        [again] = await exchange(core, channel, said("1"))
        told = {
            "starts_at": (shown.when, now.when),
            "place": (shown.place, now.place),
            "title": (shown.title, now.title),
        }[what]
        assert "chưa đăng ký" in again.text
        assert all(text in again.text for text in told)
        assert await core.database.transaction(lambda tx: tx.registrations.of_event(event.id)) == []
        taken = await exchange(core, channel, said("1"))
        assert any("Đã giữ chỗ" in reply.text for reply in taken)


async def test_an_event_cancelled_at_the_review_is_said_to_be_so(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        event = await add_event(core.database)
        for line in ANSWERS:
            await exchange(core, channel, said(line))
        await change_event(core.database, event, state=EventState.CANCELLED, place="Nhà B")
        told = await exchange(core, channel, said("1"))
        assert not any("chưa đăng ký" in reply.text for reply in told), told


@pytest.mark.parametrize(
    "field", ["", "x", "[]", "null", '{"title":"a"}', '{"title":1,"when":"","place":""}']
)
def test_a_field_that_is_none_of_ours_showed_nothing(field: str) -> None:
    assert unpacked(field) == EventFacts()
