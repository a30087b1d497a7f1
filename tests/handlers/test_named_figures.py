"""A figure is answered by what staff call it, as it is today, and nothing else is taken for one."""

from pathlib import Path

import pytest

from bot.channels.plain import to_text
from content.library import Content
from content.named_figures import asked_for
from tests.support.clock import START
from tests.support.play import exchange, playing, said

TODAY = START.date()


@pytest.mark.parametrize(
    "line",
    [
        "lương cơ sở bây giờ bao nhiêu",
        "luong co so hien nay la bao nhieu",
        "cho tôi hỏi mức lương cơ sở năm nay",
        "mức tham chiếu là bao nhiêu ạ",
        "lương cơ sở",
    ],
)
async def test_a_figure_is_said_by_its_name(tmp_path: Path, content: Content, line: str) -> None:
    async with playing(tmp_path, content) as (core, channel):
        text = to_text((await exchange(core, channel, said(line)))[0])
    assert "2.530.000 đồng" in text and "Áp dụng từ" in text and "theo Nghị định" in text


@pytest.mark.parametrize(
    "line",
    [
        "lương cơ sở tăng thì tiền thuê mặt bằng tăng không",
        "trả lương cho người làm bao nhiêu",
        "cung cấp hàng hóa là gì",
        "hàng hóa bao nhiêu",
        "",
    ],
)
def test_other_words_ask_for_no_figure(content: Content, line: str) -> None:
    assert asked_for(line, content.knowledge.facts, TODAY) is None
