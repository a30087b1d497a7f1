"""What was answered can be passed on: by a button of the channel's own, else by an address."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.base import Capabilities
from content.library import Content
from handlers.broadcast import digests
from handlers.talk.messages import IncomingKind, Reply
from storage.broadcast_models import BroadcastState
from storage.database import Transaction
from tests.support.broadcast import MONDAY
from tests.support.clock import FixedClock
from tests.support.conference import make_event
from tests.support.play import RecordingChannel, exchange, playing, said

PUBLIC = "https://phulien.example"
ASKED = "thuế khoán còn không"
PAGE = "cau/bo-thue-khoan"


async def answered(
    folder: Path, content: Content, public_url: str, *, passes_on: bool = False, text: str = ASKED
) -> list[Reply]:
    channel = RecordingChannel(Capabilities(text_limit=4096, passes_on=passes_on))
    async with playing(folder, content, channel=channel, public_url=public_url) as (core, _):
        return await exchange(core, channel, said(text))


@pytest.mark.parametrize("text", [ASKED, "/start cau-bo-thue-khoan"])
async def test_where_there_is_no_button_the_address_is_in_the_text(
    tmp_path: Path, content: Content, text: str
) -> None:
    (reply,) = await answered(tmp_path, content, PUBLIC, text=text)
    assert reply.text.endswith(f"{PUBLIC}/{PAGE}") and reply.page == ""


async def test_an_address_only_this_machine_reaches_is_told_nobody(
    tmp_path: Path, content: Content
) -> None:
    (reply,) = await answered(tmp_path, content, "")
    assert reply.page == "" and "cau/" not in reply.text and "http" not in reply.text


@pytest.mark.parametrize("public_url", ["", PUBLIC])
async def test_a_channel_with_a_button_is_given_the_page(
    tmp_path: Path, content: Content, public_url: str
) -> None:
    (reply,) = await answered(tmp_path, content, public_url, passes_on=True)
    assert reply.page == PAGE and "cau/" not in reply.text


async def test_what_has_no_page_has_no_address(tmp_path: Path, content: Content) -> None:
    for text in ("menu", "vé của tôi", "gửi câu hỏi", "xin chào", "dữ liệu của tôi"):
        for reply in await answered(tmp_path / text, content, PUBLIC, text=text):
            assert PUBLIC not in reply.text, text


async def test_an_answer_that_is_not_given_now_has_no_address(
    tmp_path: Path, content: Content
) -> None:
    late = FixedClock(MONDAY.replace(year=2035))
    channel = RecordingChannel()
    async with playing(tmp_path, content, late, channel, PUBLIC) as (core, _):
        tap = said("", kind=IncomingKind.TAP, action="0.faq:bo-thue-khoan")
        (reply,) = await exchange(core, channel, tap)
    assert "đang được phường kiểm tra lại" in reply.text and PUBLIC not in reply.text


async def test_events_and_news_are_passed_on_too(tmp_path: Path, content: Content) -> None:
    channel, clock = RecordingChannel(), FixedClock(MONDAY)
    async with playing(tmp_path, content, clock, channel, PUBLIC) as (core, _):

        def furnish(tx: Transaction) -> str:
            digests.assemble(tx, content, "2026-12", MONDAY)
            made = tx.broadcasts.digest_of("2026-12")
            assert made
            tx.broadcasts.save(replace(made, state=BroadcastState.SENT, started_at=MONDAY))
            return make_event(tx, now=MONDAY).code

        code = await core.database.transaction(furnish)
        (event,) = await exchange(core, channel, said(f"/start sk-{code.lower()}"))
        assert event.text.endswith(f"{PUBLIC}/su-kien/{code.lower()}")
        (month,) = await exchange(core, channel, said("tin tháng này"))
        assert month.text.endswith(f"{PUBLIC}/tin-tuc/2026-12")
        (item,) = await exchange(core, channel, said("1"))
        assert item.text.endswith(f"{PUBLIC}/tin-tuc/2026-12#tin-1")
